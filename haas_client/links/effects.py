"""What a link does to a case: its action in the terms of the table of states."""

from collections.abc import Iterable

from haas_client.cases import states
from haas_client.cases.changes import Told
from haas_client.cases.model import Actor, Case, EventKind, Note, Particulars, Party, State, Via
from haas_client.cases.states import IllegalMove, Move
from haas_client.links.model import Action, Details, Link, Reason
from haas_client.links.refusal import LinkRefused
from haas_client.request import Service

Way = tuple[Move, ...]

M, A = Move, Action

_WAYS: dict[Action, tuple[Way, ...]] = {
    A.CONFIRM_HANDS_ON: ((M.CONFIRM_FREE,), (M.OVER_TO_HANDS_ON, M.CONFIRM_FREE)),
    A.OFFER_HANDSBUY: ((M.DECIDE,), (M.OVER_TO_HANDSBUY, M.DECIDE)),
    A.REPAIR: ((M.CHANGE_TO_REPAIR,), (M.OVER_TO_HANDSBUY, M.CHANGE_TO_REPAIR)),
    A.QUOTE: ((M.QUOTE,), (M.DECIDE, M.QUOTE), (M.ASK_PAYMENT,)),
    A.PAID: ((M.PAY,),),
    A.SHIPPED: ((M.SHIP,),),
    A.RETURN_OLD_PART: ((M.ASK_BACK,),),
    A.KEEP_OLD_PART: ((M.LEAVE_OLD_PART,),),
    A.CLOSE: ((M.FINISH,), (M.CLOSE,)),
}
"""The first way that can be gone from where the case stands is gone. Each goes through steps that a link may make."""

_FREE_HANDSBUY: tuple[Way, ...] = tuple((*way, M.OFFER_FREE) for way in _WAYS[A.OFFER_HANDSBUY])

_AT_HAND = (State.SHIPPED, State.SWAP)


def told(case: Case, link: Link) -> Told:
    """What following ``link`` would put on record. Raises :class:`LinkRefused`, "not now"."""
    if case.state == State.DRAFT or case.deleted_at:
        raise LinkRefused(Reason.NOT_NOW)
    return Told(
        link=link.once,
        moves=_moves(case, link),
        particulars=_particulars(link.details),
        note=Note(text=link.details.text, via=Via.LINK, by=Party.CENTRE) if link.action == A.MESSAGE else None,
        kind={A.DIAGNOSE: EventKind.DIAGNOSIS_WANTED, A.GUIDE: EventKind.ORDERED}.get(link.action, EventKind.NOTED),
    )


def _moves(case: Case, link: Link) -> Way:
    if link.action == A.MESSAGE:  # to a question by phone and mail it is the answer; elsewhere it moves nothing
        answers = case.service == Service.PHONE_MAIL and case.state == State.SENT
        return (M.ANSWER,) if answers else ()
    if link.action == A.DIAGNOSE:
        return _nothing(possible=case.open)
    if link.action == A.GUIDE:
        return _nothing(possible=case.service == Service.HANDSBUY and case.state in _AT_HAND)
    free = link.action == A.OFFER_HANDSBUY and link.details.free
    return _first(case, _FREE_HANDSBUY if free else _WAYS[link.action])


def _nothing(*, possible: bool) -> Way:
    if not possible:
        raise LinkRefused(Reason.NOT_NOW)
    return ()


def _first(case: Case, ways: Iterable[Way]) -> Way:
    for way in ways:
        if _can_be_gone(case, way):
            return way
    raise LinkRefused(Reason.NOT_NOW)


def _can_be_gone(case: Case, way: Way) -> bool:
    service, state = case.service, case.state
    for move in way:
        try:
            step = states.step(service, state, move, Actor.SUPPORT_LINK)
        except IllegalMove:
            return False
        service, state = step.service or service, step.target
    return True


def _particulars(details: Details) -> Particulars:
    return Particulars(
        free_number=details.free_number,
        payment_address=details.payment_address,
        price=details.price,
        part=details.part,
        part_kind=details.kind or "",
        part_capacity_bytes=details.capacity_bytes,
        part_serial=details.serial,
        tracking=details.tracking,
        return_address=details.address,
    )
