"""Which state follows which, for each service: a table, and the one place that reads it.

Source of the ways: Linuxmania's service page (last updated 2021-06-09), Hands-on and HandsBuy. HandsBuy may change over
to a repair at the centre at any step. A case may lead over to another service as long as nothing was shipped.
"""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from haas_client.cases.model import Actor, Case, EventKind, Party, State
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.request import Service


class Move(StrEnum):
    SEND = "send"
    ANSWER = "answer"
    ASK_AGAIN = "ask_again"
    CONFIRM_FREE = "confirm_free"
    ASK_PAYMENT = "ask_payment"
    PAY = "pay"
    BEGIN_SESSION = "begin_session"
    FINISH = "finish"
    DECIDE = "decide"
    OFFER_FREE = "offer_free"
    QUOTE = "quote"
    SHIP = "ship"
    RECEIVE = "receive"
    CHECK = "check"
    ASK_BACK = "ask_back"
    LEAVE_OLD_PART = "leave_old_part"
    SEND_BACK = "send_back"
    CHANGE_TO_REPAIR = "change_to_repair"
    SEND_MACHINE = "send_machine"
    MACHINE_BACK = "machine_back"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    OVER_TO_PHONE_MAIL = "over_to_phone_mail"
    OVER_TO_HANDS_ON = "over_to_hands_on"
    OVER_TO_HANDSBUY = "over_to_handsbuy"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table: from any of ``origins``, ``move`` leads to ``target``."""

    origins: frozenset[State]
    move: Move
    target: State
    acts: Party
    """Who does it in life."""
    by: frozenset[Actor]
    """Who may put it on record."""
    service: Service | None = None
    """Another service that the case then belongs to."""


class IllegalMove(HaasError):
    """A step that does not follow from where the case stands; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            t("This step does not follow from where your case stands now."),
            t("Nothing was changed. The case may have gone on in another window; it is shown anew."),
        )


_OWNER = frozenset({Actor.OWNER})
_TOLD = frozenset({Actor.OWNER, Actor.SUPPORT_LINK})
"""What the centre does is told by its link, or noted by the owner who heard of it."""
_PROVEN = frozenset({Actor.OWNER, Actor.PROGRAM})
_LINK = frozenset({Actor.SUPPORT_LINK})

S, M = State, Move


def _step(
    origins: Iterable[State], move: Move, target: State, by: frozenset[Actor] = _OWNER, service: Service | None = None
) -> Step:
    acts = Party.CENTRE if move in _CENTRES else Party.OWNER
    return Step(origins=frozenset(origins), move=move, target=target, acts=acts, by=by, service=service)


_CENTRES = frozenset(
    {
        *(M.ANSWER, M.CONFIRM_FREE, M.ASK_PAYMENT, M.DECIDE, M.OFFER_FREE, M.QUOTE, M.SHIP),
        *(M.ASK_BACK, M.LEAVE_OLD_PART, M.MACHINE_BACK),
        *(M.OVER_TO_PHONE_MAIL, M.OVER_TO_HANDS_ON, M.OVER_TO_HANDSBUY),
    }
)

REPAIR_STATES = (S.REPAIR, S.REPAIR_SENT, S.REPAIR_BACK)
_BEFORE_SHIPMENT = (S.ASKED, S.DECIDED, S.FREE, S.QUOTED)
_HANDSBUY_OPEN = (
    *(S.ASKED, S.DECIDED, S.FREE, S.QUOTED, S.PAID, S.SHIPPED, S.SWAP, S.CHECKED),
    *(S.RETURN_DUE, S.RETURNED, S.KEEPS_OLD_PART),
)
_CLOSED_BY_THE_CENTRE = (
    *(S.ASKED, S.DECIDED, S.FREE, S.QUOTED, S.PAID, S.SHIPPED, S.SWAP, S.CHECKED, S.RETURN_DUE),
    *(S.REPAIR, S.REPAIR_SENT),
)
"""Where only the centre can know that nothing more is to come: the owner told it on the telephone, or it gave up."""
_HANDS_ON_OPEN = (S.ASKED, S.CONFIRMED_FREE, S.PAYMENT_DUE, S.PAID, S.SESSION)


def _overs(service: Service, origins: Iterable[State]) -> tuple[Step, ...]:
    ways = (
        (M.OVER_TO_PHONE_MAIL, S.SENT, Service.PHONE_MAIL),
        (M.OVER_TO_HANDS_ON, S.ASKED, Service.HANDS_ON),
        (M.OVER_TO_HANDSBUY, S.ASKED, Service.HANDSBUY),
    )
    return tuple(_step(origins, move, target, _TOLD, other) for move, target, other in ways if other != service)


FLOWS: dict[Service, tuple[Step, ...]] = {
    Service.PHONE_MAIL: (
        _step([S.DRAFT], M.SEND, S.SENT),
        _step([S.SENT], M.ANSWER, S.ANSWERED, _TOLD),
        _step([S.ANSWERED, S.SENT], M.CLOSE, S.CLOSED, _TOLD),
        _step([S.ANSWERED], M.ASK_AGAIN, S.SENT),
        *_overs(Service.PHONE_MAIL, [S.SENT, S.ANSWERED]),
    ),
    Service.HANDS_ON: (
        _step([S.DRAFT], M.SEND, S.ASKED),
        _step([S.ASKED], M.CONFIRM_FREE, S.CONFIRMED_FREE, _TOLD),
        _step([S.PAYMENT_DUE], M.PAY, S.PAID, _TOLD),
        _step([S.CONFIRMED_FREE, S.PAID], M.BEGIN_SESSION, S.SESSION, _TOLD),
        _step([S.ASKED, S.CONFIRMED_FREE], M.ASK_PAYMENT, S.PAYMENT_DUE, _TOLD),
        _step([S.SESSION], M.FINISH, S.DONE, _TOLD),
        *_overs(Service.HANDS_ON, _HANDS_ON_OPEN),
        _step([S.ASKED, S.CONFIRMED_FREE, S.PAYMENT_DUE], M.WITHDRAW, S.CLOSED),
        _step([S.ASKED, S.CONFIRMED_FREE, S.PAYMENT_DUE, S.PAID], M.CLOSE, S.CLOSED, _LINK),
    ),
    Service.HANDSBUY: (
        _step([S.DRAFT], M.SEND, S.ASKED),
        _step([S.ASKED], M.DECIDE, S.DECIDED, _TOLD),
        _step([S.DECIDED], M.OFFER_FREE, S.FREE, _TOLD),
        _step([S.QUOTED], M.PAY, S.PAID, _TOLD),
        _step([S.DECIDED, S.QUOTED], M.QUOTE, S.QUOTED, _TOLD),
        _step([S.FREE, S.PAID], M.SHIP, S.SHIPPED, _TOLD),
        _step([S.SHIPPED], M.RECEIVE, S.SWAP),
        _step([S.SWAP], M.CHECK, S.CHECKED, _PROVEN),
        _step([S.SWAP], M.SHIP, S.SHIPPED, _TOLD),  # the wrong part came, or a broken one
        _step([S.CHECKED], M.ASK_BACK, S.RETURN_DUE, _TOLD),
        _step([S.CHECKED], M.LEAVE_OLD_PART, S.KEEPS_OLD_PART, _TOLD),
        _step([S.RETURN_DUE], M.SEND_BACK, S.RETURNED),
        _step([S.RETURNED, S.KEEPS_OLD_PART], M.CLOSE, S.CLOSED, _TOLD),
        _step([S.REPAIR], M.SEND_MACHINE, S.REPAIR_SENT),
        _step([S.REPAIR_SENT], M.MACHINE_BACK, S.REPAIR_BACK),
        _step([S.REPAIR_BACK], M.CLOSE, S.CLOSED, _TOLD),
        _step(_HANDSBUY_OPEN, M.CHANGE_TO_REPAIR, S.REPAIR, _TOLD),
        *_overs(Service.HANDSBUY, [S.ASKED]),
        _step([*_BEFORE_SHIPMENT, S.REPAIR], M.WITHDRAW, S.CLOSED),
        _step(_CLOSED_BY_THE_CENTRE, M.CLOSE, S.CLOSED, _LINK),
    ),
}
"""Of the steps out of one state, the first is the one that is waited for."""


def has(service: Service, state: State) -> bool:
    """Whether a case of ``service`` can stand there at all."""
    return any(state in step.origins or (state == step.target and not step.service) for step in FLOWS[service])


def steps(service: Service, state: State) -> tuple[Step, ...]:
    """What may follow, the expected step first; empty at the end."""
    return tuple(step for step in FLOWS[service] if state in step.origins)


def step(service: Service, state: State, move: Move, by: Actor) -> Step:
    """The line of the table. Raises :class:`IllegalMove` where there is none, or not for ``by``."""
    for found in steps(service, state):
        if found.move == move and by in found.by:
            return found
    raise IllegalMove


def waits_for(service: Service, state: State) -> Party | None:
    """Who has to act; ``None`` at the end."""
    following = steps(service, state)
    return following[0].acts if following else None


def may_take_back(case: Case) -> bool:
    """Whether the last step was the owner's own word, and still is the last."""
    last = case.last_move
    return last is not None and last.kind == EventKind.MOVED and last.by == Actor.OWNER


class Milestone(StrEnum):
    """A point on the line of progress."""

    RECEPTION = "reception"
    ANSWER = "answer"
    CONFIRMATION = "confirmation"
    PAYMENT = "payment"
    SESSION = "session"
    SHIPMENT = "shipment"
    SWAP = "swap"
    CHECK = "check"
    RETURN = "return"
    REPAIR = "repair"
    REPAIRING = "repairing"
    MACHINE_BACK = "machine_back"
    END = "end"


LINES: dict[Service, dict[Milestone, tuple[State, ...]]] = {
    Service.PHONE_MAIL: {
        Milestone.RECEPTION: (S.DRAFT,),
        Milestone.ANSWER: (S.SENT,),
        Milestone.END: (S.ANSWERED, S.CLOSED),
    },
    Service.HANDS_ON: {
        Milestone.RECEPTION: (S.DRAFT,),
        Milestone.CONFIRMATION: (S.ASKED,),
        Milestone.PAYMENT: (S.PAYMENT_DUE,),
        Milestone.SESSION: (S.CONFIRMED_FREE, S.PAID, S.SESSION),
        Milestone.END: (S.DONE, S.CLOSED),
    },
    Service.HANDSBUY: {
        Milestone.RECEPTION: (S.DRAFT,),
        Milestone.CONFIRMATION: (S.ASKED, S.DECIDED),
        Milestone.PAYMENT: (S.QUOTED,),
        Milestone.SHIPMENT: (S.FREE, S.PAID),
        Milestone.SWAP: (S.SHIPPED, S.SWAP),
        Milestone.CHECK: (S.CHECKED,),
        Milestone.RETURN: (S.RETURN_DUE, S.RETURNED, S.KEEPS_OLD_PART, S.CLOSED),
    },
}
"""What each point stands for: the states in which it is the one under way."""

_REPAIR_LINE: dict[Milestone, tuple[State, ...]] = {
    Milestone.RECEPTION: (S.DRAFT,),
    Milestone.CONFIRMATION: (S.ASKED, S.DECIDED),
    Milestone.REPAIR: (S.REPAIR,),
    Milestone.REPAIRING: (S.REPAIR_SENT,),
    Milestone.MACHINE_BACK: (S.REPAIR_BACK, S.CLOSED),
}


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    milestones: tuple[Milestone, ...]
    reached: int
    """How many of them lie behind; the next one is under way, unless that is all of them."""


def progress(case: Case) -> Progress:
    """The line of a case: the one of its service, or the one of a repair once it changed over."""
    line = _REPAIR_LINE if _in_repair(case) else LINES[case.service]
    under_way = next(number for number, states in enumerate(line.values()) if case.state in states)
    return Progress(milestones=tuple(line), reached=under_way if case.open else len(line))


def _in_repair(case: Case) -> bool:
    last = case.last_move
    return case.state in REPAIR_STATES or (
        case.state == S.CLOSED and last is not None and last.origin in REPAIR_STATES and last.kind == EventKind.MOVED
    )
