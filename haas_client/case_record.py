"""A case to be printed, and to be taken along as one file with all that is in it."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from haas_client.as_json import encoded
from haas_client.bundle.report import asked
from haas_client.cases import states
from haas_client.cases.files import FileGone
from haas_client.cases.model import Case, CaseFile, Event
from haas_client.i18n import Translator
from haas_client.templates import template
from haas_client.text import printable
from haas_client.wording import cases as words
from haas_client.wording import requests as request_words

RECORD, DATA = "case.html", "case.json"


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the timeline."""

    at: str
    what: str
    detail: str
    note: str


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: str
    size: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed of a case, in one language."""

    language: str
    t: Translator
    title: str
    made_at: str
    state: str
    next: str
    told: tuple[tuple[str, str], ...]
    words: str
    lines: tuple[Line, ...]
    files: tuple[FileRow, ...]


def page(case: Case, t: Translator, now: datetime | None = None) -> Page:
    """``now`` is when it is printed. Times are those of the PC's own zone, as everywhere in the window."""
    waits = states.waits_for(case.service, case.state)
    undone = words.taken_back(case.events)
    return Page(
        language=t.language,
        t=t,
        title=words.title(case, t),
        made_at=moment(now or datetime.now(UTC)),
        state=words.state(case.state, t),
        next=words.waits(case, t) if waits else "",
        told=tuple((name, printable(text)) for name, text in _told(case, t) if text),
        words=printable(case.request.words),
        lines=tuple(_line(event, t, undone=number in undone) for number, event in enumerate(case.events)),
        files=tuple(
            FileRow(name=printable(file.name), kind=words.file_kind(file.kind, t), size=_size(file))
            for file in case.files
        ),
    )


def html(case: Case, t: Translator) -> str:
    """One page without pictures or scripts, for a printer (the rich text that Qt knows) and for a browser."""
    return template("report/case.html.j2").render(page=page(case, t))


def members(case: Case, read: Callable[[CaseFile], bytes], t: Translator) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The files of an export for an archive, and names of those that were gone.

    ``read`` gives a file of the case or raises :class:`~haas_client.cases.files.FileGone`.
    """
    found = {RECORD: html(case, t).encode(), DATA: encoded(case)}
    gone: list[str] = []
    for number, file in enumerate(case.files, start=1):
        try:
            found[f"files/{number:02}-{_safe_name(file.name)}"] = read(file)
        except FileGone:
            gone.append(file.name)
    return found, tuple(gone)


def summary(case: Case, t: Translator) -> tuple[str, ...]:
    """The page as lines for a terminal."""
    shown = page(case, t)
    lines = [shown.title, f"{shown.state}" + (f" — {shown.next}" if shown.next else ""), ""]
    lines += [f"{name}: {text}" for name, text in shown.told]
    lines += ["", shown.words or t("Nothing was written."), ""]
    for line in shown.lines:
        lines.append(f"{line.at}  {line.what}" + (f" ({line.detail})" if line.detail else ""))
        lines += [f"    {part}" for part in line.note.splitlines()]
    lines += [""] if shown.files else []
    lines += [f"{file.name}  {file.kind}  {file.size}" for file in shown.files]
    return tuple(lines)


def _told(case: Case, t: Translator) -> tuple[tuple[str, str], ...]:
    request = case.request
    return (
        *asked(dataclasses.replace(request, service=case.service), t),
        (t("Symptom"), request_words.symptom(request.symptom, t) if request.symptom else ""),
        *words.particulars(case.particulars, t),
        (t("Payment page"), case.particulars.payment_address),
    )


def _line(event: Event, t: Translator, *, undone: bool) -> Line:
    return Line(
        at=moment(event.at),
        what=printable(words.event(event, t, undone=undone)),
        detail=printable(words.event_detail(event, t)),
        note=printable(event.note.text) if event.note else "",
    )


def moment(at: datetime) -> str:
    """In the PC's own zone, "2026-11-24 10:00"; a time of a clock at the edge of what can be told as it is."""
    try:
        return f"{at.astimezone():%Y-%m-%d %H:%M}"
    except (OverflowError, ValueError, OSError):
        return at.isoformat()


def _safe_name(name: str) -> str:
    """As any file system takes it."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name)[:60]


def _size(file: CaseFile) -> str:
    return f"{max(1, round(file.size_bytes / 1000))} KB"
