"""What can happen to a case: from its value, the value after it and the line for its timeline. Nothing is kept yet.

``None`` is told where there is nothing to change: the same wish twice is done once.
"""

from datetime import datetime

import msgspec

from haas_client.cases import model, states
from haas_client.cases.files import MAX_FILES, new_id
from haas_client.cases.model import (
    Actor,
    Case,
    CaseFile,
    Choices,
    Event,
    EventKind,
    FileKind,
    MailText,
    Note,
    Parcel,
    Particulars,
    State,
    Way,
)
from haas_client.cases.states import IllegalMove, Move, Step
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.request import MAX_FIELD, MAX_WORDS, Request, Service
from haas_client.text import valid_text

Change = tuple[Case, Event | None] | None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What the centre tells by a link, in this program's own terms."""

    link: str
    """The link's own number; what came by it once never comes again."""
    moves: tuple[Move, ...] = ()
    """One after the other."""
    particulars: Particulars = Particulars()
    note: Note | None = None
    kind: EventKind = EventKind.NOTED
    """Its line in the timeline where there is no step."""


class Full(HaasError):
    """A case that takes no more files."""

    def __init__(self) -> None:
        super().__init__(t("This case cannot take more files."), t("What is in it stays. Please begin another case."))


class ChangedElsewhere(HaasError):
    """Words that another program wrote since; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            t("This case was changed in another window."),
            t("Nothing was changed here. Please look at it as it is now."),
        )


def begun(request: Request, service: Service, now: datetime, choices: Choices) -> tuple[Case, Event]:
    case = Case(
        id=new_id(),
        service=service,
        state=State.DRAFT,
        begun_at=now,
        changed_at=now,
        request=_bounded(request),
        choices=choices,
    )
    return case, Event(kind=EventKind.BEGUN, at=now, by=Actor.OWNER, target=State.DRAFT)


def edited(
    case: Case,
    request: Request,
    service: Service | None,
    now: datetime,
    *,
    choices: Choices | None = None,
    base: Request | None = None,
) -> Change:
    """What the owner wrote. The service is open until the case was sent; later changes stand in the timeline.

    ``base`` is what the words were when whoever asks wrote or read them last. Raises :class:`ChangedElsewhere`.
    """
    if base is not None and case.request != base:
        raise ChangedElsewhere
    draft = case.state == State.DRAFT
    request, service = _bounded(request), (service if draft else None) or case.service
    choices = choices or case.choices
    if (request, service, choices) == (case.request, case.service, case.choices):
        return None
    new = msgspec.structs.replace(case, request=request, service=service, choices=choices, changed_at=now)
    if request == case.request and service == case.service:
        return new, None
    return new, None if draft else _event(EventKind.CHANGED, now)


def told(case: Case, particulars: Particulars, now: datetime) -> Change:
    """What the centre told without a step: a receipt number, a tracking number."""
    particulars = _cut(particulars)
    known = particulars.over(case.particulars)
    if known == case.particulars:
        return None
    event = _event(EventKind.CHANGED, now, particulars=particulars, before=case.particulars)
    return msgspec.structs.replace(case, particulars=known, changed_at=now), event


def moved(case: Case, step: Step, by: Actor, particulars: Particulars, now: datetime) -> tuple[Case, Event]:
    particulars = _cut(particulars)
    new = msgspec.structs.replace(
        case,
        state=step.target,
        service=step.service or case.service,
        particulars=particulars.over(case.particulars),
        changed_at=now,
    )
    event = Event(
        kind=EventKind.MOVED,
        at=now,
        by=by,
        move=step.move,
        origin=case.state,
        target=step.target,
        service=step.service,
        origin_service=case.service if step.service else None,
        particulars=particulars,
        before=case.particulars,
    )
    return new, event


def followed(case: Case, told: Told, now: datetime) -> tuple[tuple[Case, Event], ...]:
    """Every step of it, with what was told at the last. Raises :class:`IllegalMove`."""
    by, made = Actor.SUPPORT_LINK, list[tuple[Case, Event]]()
    for number, move in enumerate(told.moves, start=1):
        step = states.step(case.service, case.state, move, by)
        case, event = moved(case, step, by, told.particulars if number == len(told.moves) else Particulars(), now)
        made.append((case, msgspec.structs.replace(event, link=told.link)))
    if not told.moves or told.note:
        made.append(_without_step(case, told, now))
    return tuple(made)


def _without_step(case: Case, told: Told, now: datetime) -> tuple[Case, Event]:
    note = told.note and msgspec.structs.replace(told.note, text=valid_text(told.note.text)[: model.MAX_NOTE])
    kind = EventKind.NOTED if note else told.kind
    particulars = Particulars() if told.moves else _cut(told.particulars)
    event = Event(
        kind=kind,
        at=now,
        by=Actor.SUPPORT_LINK,
        particulars=particulars,
        before=case.particulars,
        note=note,
        link=told.link,
    )
    return msgspec.structs.replace(case, particulars=particulars.over(case.particulars), changed_at=now), event


def taken_back(case: Case, expected: State, now: datetime) -> tuple[Case, Event]:
    """Undoes the owner's own last step; both stay in the timeline. Raises :class:`IllegalMove`."""
    last = case.last_move
    if last is None or last.origin is None or case.state != expected or not states.may_take_back(case):
        raise IllegalMove
    parcels = tuple(  # what went with it waits again
        msgspec.structs.replace(one, sent_at=None) if last.parcel and one.id == last.parcel.id else one
        for one in case.parcels
    )
    new = msgspec.structs.replace(
        case,
        state=last.origin,
        service=last.origin_service or case.service,
        particulars=_untold(case.particulars, last),
        parcels=parcels,
        changed_at=now,
    )
    return new, _event(EventKind.TAKEN_BACK, now, move=last.move, origin=case.state, target=last.origin)


def noted(case: Case, note_id: str, note: Note, now: datetime) -> Change:
    """A message; the same ``note_id`` again is the same message."""
    text = valid_text(note.text)[: model.MAX_NOTE]
    if not text.strip() or any(event.note_id == note_id for event in case.events):
        return None
    event = _event(EventKind.NOTED, now, note=msgspec.structs.replace(note, text=text), note_id=note_id)
    return msgspec.structs.replace(case, changed_at=now), event


def with_file(case: Case, file: CaseFile, now: datetime) -> Change:
    """A diagnosis takes the place of one that was made since the last step: what was before a step stays.

    Raises :class:`Full`.
    """
    if file in case.files:
        return None
    older = _diagnosis_since_last_step(case) if file.kind == FileKind.DIAGNOSIS else None
    rest = tuple(one for one in case.files if one != older)
    if len(rest) >= MAX_FILES:
        raise Full
    new = msgspec.structs.replace(case, files=(*rest, file), changed_at=now)
    if file.kind == FileKind.DIAGNOSIS:
        return new, _event(EventKind.DIAGNOSED, now, by=Actor.PROGRAM, file=file)
    # A bundle has its line when it is made ready to leave.
    silent = case.state == State.DRAFT or file.kind == FileKind.BUNDLE
    return new, None if silent else _event(EventKind.FILE_ADDED, now, file=file)


def without_file(case: Case, file_id: str, now: datetime) -> Change:
    gone = next((file for file in case.files if file.id == file_id), None)
    if gone is None:
        return None
    rest = tuple(file for file in case.files if file != gone)
    event = None if case.state == State.DRAFT else _event(EventKind.FILE_REMOVED, now, file=gone)
    return msgspec.structs.replace(case, files=rest, changed_at=now), event


def prepared(
    case: Case, way: Way, now: datetime, *, bundle: CaseFile | None, saved_as: str, mail: MailText | None
) -> tuple[Case, Event]:
    """Something was made ready to leave. It takes the place of what waited; that one's line stays."""
    parcel = Parcel(id=new_id(), way=way, made_at=now, bundle=bundle, saved_as=valid_text(saved_as), mail=mail)
    sent = tuple(one for one in case.parcels if one.sent_at)
    new = msgspec.structs.replace(case, parcels=(*sent, parcel), changed_at=now)
    return new, _event(EventKind.PREPARED, now, parcel=_named(parcel))


def confirmed(case: Case, parcel_id: str, now: datetime) -> Change:
    """The owner's word that it went. It sends a draft, and asks again where the centre had answered.

    Raises :class:`IllegalMove` for what waits no longer and was not sent either.
    """
    waiting = next((one for one in case.parcels if one.id == parcel_id), None)
    if waiting is None:
        raise IllegalMove
    if waiting.sent_at:
        return None
    parcel = msgspec.structs.replace(waiting, sent_at=now)
    case = msgspec.structs.replace(case, parcels=tuple(parcel if one == waiting else one for one in case.parcels))
    for step in states.steps(case.service, case.state):
        if step.move in (Move.SEND, Move.ASK_AGAIN):
            new, event = moved(case, step, Actor.OWNER, Particulars(), now)
            return new, msgspec.structs.replace(event, parcel=_named(parcel))
    return msgspec.structs.replace(case, changed_at=now), _event(EventKind.SENT_MORE, now, parcel=_named(parcel))


def withdrawn(case: Case, parcel_id: str, now: datetime) -> Change:
    """It need not be sent any more; nothing of the case is lost."""
    rest = tuple(one for one in case.parcels if one.id != parcel_id or one.sent_at)
    return None if rest == case.parcels else (msgspec.structs.replace(case, parcels=rest, changed_at=now), None)


def _named(parcel: Parcel) -> Parcel:
    """As the timeline names it: its words stand with the case."""
    return msgspec.structs.replace(parcel, mail=None)


def _event(kind: EventKind, at: datetime, *, by: Actor = Actor.OWNER, **fields: object) -> Event:
    return Event(kind=kind, at=at, by=by, **fields)  # type: ignore[arg-type]  # fields of Event


def _diagnosis_since_last_step(case: Case) -> CaseFile | None:
    last = case.last_move
    made = [
        event.file
        for event in case.events[case.events.index(last) + 1 if last else 0 :]
        if event.kind == EventKind.DIAGNOSED and event.file in case.files
    ]
    return made[-1] if made else None


def _untold(known: Particulars, move: Event) -> Particulars:
    """``known`` without what ``move`` told; what was noted since stays."""
    told = move.particulars.over(move.before)
    since = {name: value for name, value in msgspec.structs.asdict(known).items() if value != getattr(told, name)}
    return msgspec.structs.replace(move.before, **since)


def _bounded(request: Request) -> Request:
    return Request(
        symptom=request.symptom,
        words=valid_text(request.words)[:MAX_WORDS],
        service=request.service,
        warranty_number=valid_text(request.warranty_number)[:MAX_FIELD],
        name=valid_text(request.name)[:MAX_FIELD],
        contact=valid_text(request.contact)[:MAX_FIELD],
        power_answers=dict(request.power_answers),
    )


def _cut(particulars: Particulars) -> Particulars:
    texts = {
        name: _line(value, model.MAX_ADDRESS if name == "payment_address" else model.MAX_PARTICULAR)
        for name, value in msgspec.structs.asdict(particulars).items()
        if isinstance(value, str)
    }
    return msgspec.structs.replace(particulars, **texts)


def _line(text: str, longest: int) -> str:
    return " ".join(valid_text(text).split())[:longest]
