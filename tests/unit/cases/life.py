"""The scripted life of a case, and what must be found on disk wherever it was cut off.

Each step is one wish of the owner's. Its outcome is told in a *portrait*: everything in the store and beside it that
the owner could miss, or find twice, without what differs from run to run (ids and times).
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from haas_client.cases.changes import Told
from haas_client.cases.model import Case, EventKind, FileKind, Note, Particulars, Party, State, Via, Way
from haas_client.cases.states import Move
from haas_client.cases.store import Cases
from haas_client.request import Request, Service, Symptom

Portrait = tuple[object, ...]

_PHOTO, _BUNDLE = b"photo" * 4000, b"bundle" * 30000
_WORDS = "昨日の夜から「入出力エラー」と表示されます。"


def _case(cases: Cases) -> Case:
    return (cases.all() or cases.all(deleted=True))[0]


def _edit(cases: Cases) -> None:
    cases.edit(_case(cases).id, Request(symptom=Symptom.STORAGE, words=_WORDS), Service.HANDSBUY)


def _move(move: Move, expected: State, **told: str) -> Callable[[Cases], object]:
    return lambda cases: cases.move(_case(cases).id, move, expected=expected, particulars=Particulars(**told))  # type: ignore[arg-type]


def _link(number: str, expected: State, **told: Any) -> Callable[[Cases], object]:
    return lambda cases: cases.follow(_case(cases).id, Told(link=number * 8, **told), expected=expected)


def _note(cases: Cases) -> None:
    cases.note(_case(cases).id, "the call", Note(text="明日お送りします", via=Via.TELEPHONE, by=Party.CENTRE))


def _remove_photo(cases: Cases) -> None:
    case = _case(cases)
    cases.remove_file(case.id, case.of_kind(FileKind.PHOTO)[0].id)


def _prepare(cases: Cases) -> None:
    case = _case(cases)
    cases.prepare(case.id, Way.MAIL, case.of_kind(FileKind.BUNDLE)[0], "/home/owner/linuxmania.zip")


STEPS: tuple[Callable[[Cases], object], ...] = (
    lambda cases: cases.begin(Request(symptom=Symptom.STORAGE), Service.PHONE_MAIL),
    _edit,
    lambda cases: cases.add_file(_case(cases).id, FileKind.PHOTO, "photo-01.jpg", _PHOTO),
    lambda cases: cases.add_file(_case(cases).id, FileKind.PHOTO, "photo-02.jpg", _PHOTO),
    _remove_photo,
    lambda cases: cases.add_file(_case(cases).id, FileKind.DIAGNOSIS, "diagnosis.zip", _BUNDLE),
    lambda cases: cases.add_file(_case(cases).id, FileKind.BUNDLE, "linuxmania.zip", _BUNDLE),
    _prepare,
    lambda cases: cases.confirm_sent(_case(cases).id, _case(cases).waiting[0].id),
    _note,
    _move(Move.DECIDE, State.ASKED, reference="HB-1042"),
    _move(Move.QUOTE, State.DECIDED, price="12,000"),
    lambda cases: cases.take_back(_case(cases).id, expected=State.QUOTED),
    _link("11", State.DECIDED, moves=(Move.OFFER_FREE, Move.SHIP), particulars=Particulars(tracking="1234")),
    _link("22", State.SHIPPED, kind=EventKind.ORDERED, particulars=Particulars(part_serial="S1")),
    _link("33", State.SHIPPED, kind=EventKind.DIAGNOSIS_WANTED),
    _move(Move.RECEIVE, State.SHIPPED),
    lambda cases: cases.add_file(_case(cases).id, FileKind.DIAGNOSIS, "diagnosis.zip", _BUNDLE),
    _move(Move.CHECK, State.SWAP),
    _move(Move.ASK_BACK, State.CHECKED),
    _move(Move.SEND_BACK, State.RETURN_DUE),
    _move(Move.CLOSE, State.RETURNED),
    lambda cases: cases.delete(_case(cases).id),
    lambda cases: cases.tidy(),
    lambda cases: cases.restore(_case(cases).id),
    lambda cases: cases.erase(_case(cases).id),
)


def opened(folder: Path) -> Cases:
    return Cases(folder)


def portrait(folder: Path) -> Portrait:
    """What is kept, each file read and compared with its check sum."""
    cases = Cases(folder)
    return tuple(_portrait(cases, case) for case in (*cases.all(), *cases.all(deleted=True)))


def _portrait(cases: Cases, case: Case) -> Portrait:
    return (
        case.service,
        case.state,
        case.request,
        case.particulars,
        case.deleted_at is not None,
        tuple(
            (file.kind, file.name, hashlib.sha256(cases.files.read(case.id, file)).hexdigest()) for file in case.files
        ),
        tuple((parcel.way, parcel.saved_as, parcel.sent_at is not None) for parcel in case.parcels),
        tuple((event.kind, event.move, event.origin, event.target, event.note, event.by) for event in case.events),
        tuple((event.link, cases.is_spent(event.link)) for event in case.events if event.link),
    )


def left_over(folder: Path) -> set[str]:
    """Files beside the store that belong to no case, after tidying."""
    cases = Cases(folder)
    cases.tidy()
    kept = {file.id for case in (*cases.all(), *cases.all(deleted=True)) for file in case.files}
    return {path.name for path in (folder / "files").rglob("*") if path.is_file() and path.suffix != ".part"} - kept
