"""What the owner can do with a case now, in the order in which it is offered."""

from enum import StrEnum

import msgspec

from haas_client.cases import states
from haas_client.cases.model import Actor, Case, Party, State
from haas_client.cases.states import Move, Step
from haas_client.i18n import N_, current, t
from haas_client.request import Service
from haas_client.wording import cases as words


class Deed(StrEnum):
    """What is no step of the table."""

    WRITE = "write"
    SEND = "send"
    """What was made ready waits to be sent."""
    CONFIRM_SENT = "confirm_sent"
    NEED_NOT_SEND = "need_not_send"
    OPEN_PAYMENT = "open_payment"
    SWAP = "swap"
    """The guide of the swap."""
    HANDS_ON = "hands_on"
    """The page of the remote work."""
    LOOK = "look"


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    words: str
    deed: Deed | None = None
    step: Step | None = None
    beside: bool = True
    """Whether it may stand beside the first one; else it is among the others."""


_DEEDS = {
    Deed.WRITE: N_("Go on writing"),
    Deed.SEND: N_("Send it"),
    Deed.CONFIRM_SENT: N_("I have sent it"),
    Deed.NEED_NOT_SEND: N_("It need not be sent"),
    Deed.OPEN_PAYMENT: N_("Open the payment page"),
    Deed.HANDS_ON: N_("Go to Hands-on"),
    Deed.SWAP: N_("Swap it with the guide"),
    Deed.LOOK: N_("View the case"),
}

_ASIDE = frozenset(
    {Move.CHANGE_TO_REPAIR, Move.WITHDRAW, Move.OVER_TO_PHONE_MAIL, Move.OVER_TO_HANDS_ON, Move.OVER_TO_HANDSBUY}
)
"""Steps that leave the way."""
_REPEATS = frozenset({(State.SWAP, Move.SHIP), (State.QUOTED, Move.QUOTE)})
"""What happens a second time, if at all."""
_REMOTE_WORK = frozenset({State.CONFIRMED_FREE, State.PAID, State.SESSION})
_PREPARED = frozenset({State.ASKED, State.PAYMENT_DUE})
"""It can be prepared while the centre has to act."""
_FROM_HOME = frozenset({Move.RECEIVE, Move.SEND_BACK})
"""Steps of the owner's that need no look at the case before."""


def offers(case: Case) -> tuple[Offer, ...]:
    """The first is what is waited for."""
    steps = [step for step in states.steps(case.service, case.state) if Actor.OWNER in step.by]
    if case.waiting:  # the owner's word on what waits makes that step
        steps = [step for step in steps if step.move not in (Move.SEND, Move.ASK_AGAIN)]
    forward = [_step(case, step) for step in steps if step.move not in _ASIDE]
    aside = [_step(case, step) for step in steps if step.move in _ASIDE]
    return (*_before(case), *forward, *_preparing(case), *_writing(case), *aside)


def one(case: Case) -> Offer:
    """The one that home shows: whatever needs particulars or a look is done on the case's own page."""
    first = offers(case)[0] if case.open else None
    if first and (first.deed or (first.step and first.step.move in _FROM_HOME)):
        return first
    return _deed(Deed.LOOK)


def owner_acts(case: Case) -> bool:
    return states.waits_for(case.service, case.state) == Party.OWNER


def _before(case: Case) -> list[Offer]:
    """What comes before any step."""
    if case.waiting:
        return [_deed(Deed.SEND), _deed(Deed.CONFIRM_SENT), _deed(Deed.NEED_NOT_SEND, beside=False)]
    if case.state == State.DRAFT:
        return [_deed(Deed.WRITE)]
    if case.service == Service.HANDS_ON and case.state in _REMOTE_WORK:
        return [_deed(Deed.HANDS_ON)]
    if case.service == Service.HANDSBUY and case.state == State.SWAP:
        return [_deed(Deed.SWAP)]
    pays = any(step.move == Move.PAY for step in states.steps(case.service, case.state))
    return [_deed(Deed.OPEN_PAYMENT)] if pays and case.particulars.payment_address else []


def _preparing(case: Case) -> list[Offer]:
    if case.service != Service.HANDS_ON or case.state not in _PREPARED:
        return []
    return [Offer(words=t("Prepare Hands-on"), deed=Deed.HANDS_ON)]


def _writing(case: Case) -> list[Offer]:
    if not case.open or case.waiting or case.state == State.DRAFT:
        return []
    again = case.state == State.ANSWERED
    return [Offer(words=t("Ask again") if again else t("Send more to the centre"), deed=Deed.WRITE, beside=again)]


def _deed(deed: Deed, *, beside: bool = True) -> Offer:
    return Offer(words=t(_DEEDS[deed]), deed=deed, beside=beside)


def _step(case: Case, step: Step) -> Offer:
    said_only = step.move in (Move.SEND, Move.ASK_AGAIN)  # where it went by telephone
    beside = not said_only and step.move not in _ASIDE and (case.state, step.move) not in _REPEATS
    return Offer(words=words.move_button(step.move, current(), case.state), step=step, beside=beside)
