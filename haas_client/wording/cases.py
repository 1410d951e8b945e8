"""Words for cases: where one stands, what comes next and who has to act, and what its timeline tells."""

import msgspec

from haas_client.cases.model import (
    Actor,
    Case,
    Event,
    EventKind,
    FileKind,
    Parcel,
    Particulars,
    Party,
    State,
    Via,
    Way,
)
from haas_client.cases.states import FLOWS, Milestone, Move, progress, waits_for
from haas_client.i18n import N_, Translator
from haas_client.request import Service, Symptom
from haas_client.sizes import drive_size, part_size
from haas_client.wording import requests
from haas_client.wording.parts import joined

S, M = State, Move

_STATES = {
    S.DRAFT: N_("Draft"),
    S.SENT: N_("Sent"),
    S.ANSWERED: N_("Answered"),
    S.ASKED: N_("With the centre"),
    S.CONFIRMED_FREE: N_("Confirmed, free of charge"),
    S.PAYMENT_DUE: N_("Payment due"),
    S.PAID: N_("Paid"),
    S.SESSION: N_("Remote work under way"),
    S.DONE: N_("Done"),
    S.DECIDED: N_("HandsBuy agreed"),
    S.FREE: N_("The part is free"),
    S.QUOTED: N_("Quoted"),
    S.SHIPPED: N_("Shipped"),
    S.SWAP: N_("Part at hand"),
    S.CHECKED: N_("Swapped and checked"),
    S.RETURN_DUE: N_("Return due"),
    S.RETURNED: N_("Old part sent back"),
    S.KEEPS_OLD_PART: N_("No return needed"),
    S.REPAIR: N_("Changed to a repair"),
    S.REPAIR_SENT: N_("In repair"),
    S.REPAIR_BACK: N_("Back from repair"),
    S.CLOSED: N_("Closed"),
}

_MILESTONES = {
    Milestone.RECEPTION: N_("Request"),
    Milestone.ANSWER: N_("Answer"),
    Milestone.CONFIRMATION: N_("Confirmation"),
    Milestone.PAYMENT: N_("Payment"),
    Milestone.SESSION: N_("Remote work"),
    Milestone.SHIPMENT: N_("Shipment"),
    Milestone.SWAP: N_("Swap"),
    Milestone.CHECK: N_("Check"),
    Milestone.RETURN: N_("Return"),
    Milestone.REPAIR: N_("Sending in"),
    Milestone.REPAIRING: N_("Repair"),
    Milestone.MACHINE_BACK: N_("PC returned"),
    Milestone.END: N_("Finished"),
}


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    button: str
    """As the owner presses it, who did it or heard of it."""
    line: str
    """As the timeline tells it afterwards."""


_MOVES: dict[str, _Words] = {
    M.SEND: _Words(button=N_("I have sent it"), line=N_("Request sent")),
    M.ANSWER: _Words(button=N_("An answer came"), line=N_("Answer received")),
    M.ASK_AGAIN: _Words(button=N_("I have asked again"), line=N_("Asked again")),
    M.CONFIRM_FREE: _Words(button=N_("Told: free of charge"), line=N_("Hands-on confirmed, free of charge")),
    M.ASK_PAYMENT: _Words(button=N_("Asked to pay"), line=N_("Payment asked for")),
    M.PAY: _Words(button=N_("I have paid"), line=N_("Payment made")),
    M.BEGIN_SESSION: _Words(button=N_("The remote work has begun"), line=N_("Remote work begun")),
    M.FINISH: _Words(button=N_("The work is done"), line=N_("Remote work done")),
    M.DECIDE: _Words(button=N_("Told: HandsBuy it is"), line=N_("HandsBuy agreed")),
    M.OFFER_FREE: _Words(button=N_("Told: the part is free"), line=N_("The part is free of charge")),
    M.QUOTE: _Words(button=N_("A quotation came"), line=N_("Quotation")),
    M.SHIP: _Words(button=N_("Told: the part was shipped"), line=N_("Part shipped")),
    M.RECEIVE: _Words(button=N_("The part has arrived"), line=N_("Part arrived")),
    M.CHECK: _Words(button=N_("Swapped, and it works"), line=N_("Swapped and checked")),
    M.ASK_BACK: _Words(button=N_("Told: send the old part back"), line=N_("Return of the old part asked for")),
    M.LEAVE_OLD_PART: _Words(button=N_("Told: no return needed"), line=N_("The old part need not go back")),
    M.SEND_BACK: _Words(button=N_("I have sent the old part back"), line=N_("Old part sent back")),
    M.CHANGE_TO_REPAIR: _Words(button=N_("Change to a repair"), line=N_("Changed to a repair at the centre")),
    M.SEND_MACHINE: _Words(button=N_("I have sent the PC"), line=N_("PC sent to the centre")),
    M.MACHINE_BACK: _Words(button=N_("The PC is back"), line=N_("PC back from repair")),
    M.CLOSE: _Words(button=N_("Close the case"), line=N_("Case closed")),
    M.WITHDRAW: _Words(button=N_("Withdraw the request"), line=N_("Request withdrawn")),
    M.OVER_TO_PHONE_MAIL: _Words(button=N_("Go on by phone and mail"), line=N_("Goes on by phone and mail")),
    M.OVER_TO_HANDS_ON: _Words(button=N_("Go on with Hands-on"), line=N_("Goes on with Hands-on")),
    M.OVER_TO_HANDSBUY: _Words(button=N_("Go on with HandsBuy"), line=N_("Goes on with HandsBuy")),
}

_AGAIN = {
    (S.SWAP, M.SHIP): N_("Told: another part was shipped"),
    (S.QUOTED, M.QUOTE): N_("Another quotation came"),
}
"""Steps that lead back to what was before."""


class _Next(msgspec.Struct, frozen=True, kw_only=True):
    what: str
    how: str


_START_TEAMVIEWER = N_(
    "Please call our centre, start TeamViewer and tell its ID and password on the telephone. Then the work begins."
)
_PAY = N_(
    "Please pay by credit card on the centre's page in your browser. This program never sees your card. "
    "When you have paid, say so here."
)
_CLOSED = _Next(what=N_("Finished"), how=N_("This case is closed. It stays in the list of cases."))

_NEXT = {
    S.DRAFT: _Next(
        what=N_("Send your request"),
        how=N_("What you wrote is kept on this PC. Nothing has been sent yet."),
    ),
    S.SENT: _Next(
        what=N_("Answer of the centre"),
        how=N_("Please wait to hear from our centre. The answer may come on a later day."),
    ),
    S.ANSWERED: _Next(
        what=N_("Is it solved?"),
        how=N_("If it is, please close the case. If not, you can ask again as often as you like."),
    ),
    S.CONFIRMED_FREE: _Next(what=N_("Remote work"), how=_START_TEAMVIEWER),
    S.PAYMENT_DUE: _Next(what=N_("Payment"), how=_PAY),
    S.SESSION: _Next(
        what=N_("End of the remote work"),
        how=N_("The centre is at work on your PC. When it is done, disconnect TeamViewer and say so here."),
    ),
    S.DONE: _Next(what=N_("Finished"), how=N_("The remote work is done. The case stays in the list of cases.")),
    S.DECIDED: _Next(
        what=N_("Free, or a quotation"),
        how=N_("Please wait to hear from our centre: it tells you whether the part is free, or what it costs."),
    ),
    S.FREE: _Next(
        what=N_("Shipment of the part"),
        how=N_("Please wait to hear from our centre: it sends you the part, free of charge."),
    ),
    S.QUOTED: _Next(what=N_("Payment"), how=_PAY),
    S.SHIPPED: _Next(
        what=N_("Arrival of the part"),
        how=N_("The part is on its way to you. When it has arrived, say so here."),
    ),
    S.SWAP: _Next(
        what=N_("Swap of the part"),
        how=N_("Shut the PC down and pull its plug before you begin. When it works with the new part, say so here."),
    ),
    S.CHECKED: _Next(
        what=N_("What becomes of the old part"),
        how=N_("Please wait to hear from our centre whether the old part goes back, and keep it until then."),
    ),
    S.RETURN_DUE: _Next(
        what=N_("Return of the old part"),
        how=N_("Please send the old part to the address that our centre told you. Then say so here."),
    ),
    S.RETURNED: _Next(
        what=N_("End of the case"),
        how=N_("You have done all there was to do. If the PC works well, please close the case."),
    ),
    S.KEEPS_OLD_PART: _Next(
        what=N_("End of the case"),
        how=N_("You need not send the old part back. If the PC works well, please close the case."),
    ),
    S.REPAIR: _Next(
        what=N_("Sending in the PC"),
        how=N_("Please agree with our centre how you send the PC. Copy your important files first, if you still can."),
    ),
    S.REPAIR_SENT: _Next(
        what=N_("Repair at the centre"),
        how=N_("Please wait to hear from our centre: it repairs the PC. When the PC is back, say so here."),
    ),
    S.REPAIR_BACK: _Next(
        what=N_("End of the case"),
        how=N_("Please look whether the PC works well. If it does, close the case."),
    ),
    S.CLOSED: _CLOSED,
}
_NEXT_OF = {
    (Service.HANDS_ON, S.ASKED): _Next(
        what=N_("Confirmation by the centre"),
        how=N_("Please wait to hear from our centre: whether Hands-on fits, and whether it is free this time."),
    ),
    (Service.HANDSBUY, S.ASKED): _Next(
        what=N_("Confirmation by the centre"),
        how=N_("Please wait to hear from our centre: it decides with you whether HandsBuy fits."),
    ),
    (Service.HANDS_ON, S.PAID): _Next(what=N_("Remote work"), how=_START_TEAMVIEWER),
    (Service.HANDSBUY, S.PAID): _Next(
        what=N_("Shipment of the part"),
        how=N_("Please wait to hear from our centre: it sends you the part."),
    ),
}
"""Where the same state leads on in another way, or in none, in another service."""

_SWAPS = {
    Symptom.POWER: N_("Swap of the power supply"),
    Symptom.MEMORY: N_("Swap of memory"),
    Symptom.STORAGE: N_("Swap of storage"),
}
"""What HandsBuy is about, where the symptom names the part."""

_PARTIES = {Party.OWNER: N_("You"), Party.CENTRE: N_("Centre")}
_WAITS = {Party.OWNER: N_("Your turn"), Party.CENTRE: N_("Waiting for the centre")}
_ACTORS = {
    (Party.OWNER, Actor.OWNER): N_("Said by you"),
    (Party.OWNER, Actor.SUPPORT_LINK): N_("By a link of the centre"),
    (Party.OWNER, Actor.PROGRAM): N_("Program"),
    (Party.CENTRE, Actor.OWNER): N_("Centre (noted by you)"),
    (Party.CENTRE, Actor.SUPPORT_LINK): N_("Centre"),
    (Party.CENTRE, Actor.PROGRAM): N_("Program"),
}
_VIAS = {Via.TELEPHONE: N_("Telephone"), Via.MAIL: N_("Mail"), Via.LINK: N_("Link"), Via.OWN: N_("Own note")}
_WAYS = {Way.MAIL: N_("Mail"), Way.FILE: N_("File"), Way.TELEPHONE: N_("Telephone")}
_FILES = {FileKind.PHOTO: N_("Photo"), FileKind.DIAGNOSIS: N_("Diagnosis"), FileKind.BUNDLE: N_("Diagnostic file")}
_EVENTS = {
    EventKind.BEGUN: N_("Draft begun"),
    EventKind.MOVED: N_("The case went on"),
    EventKind.TAKEN_BACK: N_("Taken back"),
    EventKind.NOTED: N_("Note"),
    EventKind.PREPARED: N_("Made ready to send"),
    EventKind.DIAGNOSED: N_("PC diagnosed"),
    EventKind.FILE_ADDED: N_("File added"),
    EventKind.FILE_REMOVED: N_("File removed"),
    EventKind.CHANGED: N_("Words or contact changed"),
    EventKind.SENT_MORE: N_("More was sent"),
    EventKind.DIAGNOSIS_WANTED: N_("A new diagnosis is wanted"),
    EventKind.ORDERED: N_("What is to be put in was told"),
}
_NOTES = {
    (Party.OWNER, Via.TELEPHONE): N_("You told by telephone"),
    (Party.OWNER, Via.MAIL): N_("You wrote by mail"),
    (Party.OWNER, Via.LINK): N_("Own note"),
    (Party.OWNER, Via.OWN): N_("Own note"),
    (Party.CENTRE, Via.TELEPHONE): N_("The centre told by telephone"),
    (Party.CENTRE, Via.MAIL): N_("The centre wrote by mail"),
    (Party.CENTRE, Via.LINK): N_("Message of the centre"),
    (Party.CENTRE, Via.OWN): N_("Own note on what the centre said"),
}

_ACTS: dict[str, Party] = {step.move: step.acts for flow in FLOWS.values() for step in flow}


def title(case: Case, t: Translator) -> str:
    """Service, and what it is about: HandsBuy — Swap of storage."""
    symptom = case.request.symptom
    repair = Milestone.REPAIR in progress(case).milestones
    service = t("Repair at the centre") if repair else requests.service(case.service, t)
    if symptom is None:
        return service
    swap = case.service == Service.HANDSBUY and not repair and symptom in _SWAPS
    about = t(_SWAPS[symptom]) if swap else requests.symptom(symptom, t)
    return t("{service} — {about}").format(service=service, about=about)


def receipt(told: Particulars, t: Translator) -> str:
    """The centre's receipt number with its name; empty where none was told."""
    return t("Receipt number {number}").format(number=told.reference) if told.reference else ""


def state(where: State, t: Translator) -> str:
    return t(_STATES[where])


def milestone(point: Milestone, t: Translator) -> str:
    return t(_MILESTONES[point])


def next_what(service: Service, where: State, t: Translator) -> str:
    """What comes next, as a title."""
    return t(_next(service, where).what)


def next_how(service: Service, where: State, t: Translator) -> str:
    """What the owner does now; where the centre has to act, that there is nothing to do but wait."""
    return t(_next(service, where).how)


def waits(case: Case, t: Translator) -> str:
    """Who has to act: "Your turn"; the state where nobody has."""
    party = waits_for(case.service, case.state)
    return t(_WAITS[party]) if party else state(case.state, t)


def move_button(move: Move, t: Translator, where: State | None = None) -> str:
    """The step as the owner presses it, from the state ``where``."""
    return t(_AGAIN[where, move] if where and (where, move) in _AGAIN else _MOVES[move].button)


def move_line(move: Move, t: Translator) -> str:
    """The step as the timeline tells it."""
    return t(_MOVES[move].line)


def party(who: Party, t: Translator) -> str:
    return t(_PARTIES[who])


def via(how: Via, t: Translator) -> str:
    return t(_VIAS[how])


def way(how: Way, t: Translator) -> str:
    return t(_WAYS[how])


def file_kind(kind: FileKind, t: Translator) -> str:
    return t(_FILES[kind])


def taken_back(events: tuple[Event, ...]) -> frozenset[int]:
    """Which steps no longer count: each taking back is of the step before it that still did."""
    made: list[int] = []
    undone: list[int] = []
    for number, one in enumerate(events):
        if one.kind == EventKind.MOVED:
            made.append(number)
        elif one.kind == EventKind.TAKEN_BACK and made:
            undone.append(made.pop())
    return frozenset(undone)


def event(one: Event, t: Translator, *, undone: bool = False) -> str:
    """A line of the timeline: what happened, and where it was ``undone`` that it no longer counts."""
    if undone:
        return t("{what} (taken back)").format(what=event(one, t))
    if one.note:
        return t(_NOTES[one.note.by, one.note.via])
    if one.kind == EventKind.CHANGED and one.particulars != Particulars():
        return t("What the centre told was noted")
    what = _moved(one, t)
    if one.kind == EventKind.TAKEN_BACK and what:
        return t("Taken back: {what}").format(what=what)
    return what or t(_EVENTS[one.kind])


def event_detail(one: Event, t: Translator) -> str:
    """Below it: by whom, and the particulars."""
    return joined((_by(one, t), *(f"{name} {value}".strip() for name, value in _told(one, t))), t)


def particulars(told: Particulars, t: Translator) -> tuple[tuple[str, str], ...]:
    """What the centre told, each with its name; what was not told is left out. The payment address is not among them:
    its host has to be looked at first.
    """
    number = t("{number} of 3").format(number=told.free_number) if told.free_number else ""
    pairs = (
        (t("Receipt number"), told.reference),
        (t("Free Hands-on"), number),
        (t("Part"), told.part),
        (t("Capacity"), part_size(told.part_capacity_bytes, told.part_kind) if told.part_capacity_bytes else ""),
        (t("Serial number"), told.part_serial),
        (t("Price"), told.price),
        (t("Tracking number"), told.tracking),
        (t("Where the old part goes"), told.return_address),
    )
    return tuple((name, value) for name, value in pairs if value)


def parcel(one: Parcel, t: Translator) -> str:
    """What left, or waits to: Mail · Diagnostic file 184 KB."""
    file = f"{file_kind(one.bundle.kind, t)} {drive_size(one.bundle.size_bytes)}" if one.bundle else ""
    return joined((way(one.way, t), file), t)


def _next(service: Service, where: State) -> _Next:
    return _NEXT_OF.get((service, where)) or _NEXT[where]


def _moved(one: Event, t: Translator) -> str:
    """The step's line; empty where none was made, or one that only another version of this program knows."""
    known = _MOVES.get(one.move)
    return t(known.line) if known else ""


def _by(one: Event, t: Translator) -> str:
    if one.kind not in (EventKind.MOVED, EventKind.DIAGNOSED):
        # Otherwise the owner's own doing, as the line says.
        return t(_ACTORS[Party.OWNER, one.by]) if one.by == Actor.SUPPORT_LINK else ""
    return t(_ACTORS[_ACTS.get(one.move, Party.OWNER), one.by])


def _told(one: Event, t: Translator) -> tuple[tuple[str, str], ...]:
    parts = [] if one.kind == EventKind.TAKEN_BACK else list(particulars(one.particulars, t))
    if one.parcel:
        parts.append(("", parcel(one.parcel, t)))
    if one.file:
        parts.append(("", joined((one.file.name, drive_size(one.file.size_bytes)), t)))
    return tuple(parts)
