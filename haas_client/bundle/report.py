"""``report.html``: one self-contained page, Japanese and English, for a person at support who has a minute.

Every value goes through Jinja2's escaping; there is no script, and a content security policy forbids any.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from haas_client.bundle.photos import Listed
from haas_client.centre import JAPAN
from haas_client.diagnostics import readout
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Evidence, Finding, Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import BootEnd, Records, Snapshot, Source, System
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import LANGUAGES, Translator, translator
from haas_client.request import Request
from haas_client.templates import template
from haas_client.wording import checklist as checklist_words
from haas_client.wording import findings as finding_words
from haas_client.wording import kinds as kind_words
from haas_client.wording import parts as part_words
from haas_client.wording import requests as request_words
from haas_client.wording.reasons import reason, value

_RECORD_LINES = 60
"""Lines of the kernel log on the page; the file beside it has all that were kept."""


class EvidenceRow(msgspec.Struct, frozen=True, kw_only=True):
    source: str
    value: str
    threshold: str
    reference: str


class FindingBlock(msgspec.Struct, frozen=True, kw_only=True):
    """All findings on one part, worst first: a person decides by the part."""

    part: Part
    severity: Severity
    kind: PartKind
    new: bool
    """Whether any of them was not there at the last diagnosis."""
    known: bool
    """Whether the owner knows of all of them."""
    codes: tuple[str, ...]
    headline: str
    label: str
    serial: str
    meanings: tuple[str, ...]
    advice: str
    confidence: str
    evidence: tuple[EvidenceRow, ...]


class PartRow(msgspec.Struct, frozen=True, kw_only=True):
    kind: str
    slot: str
    label: str
    serial: str
    verdict: Verdict
    verdict_text: str
    note: str


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was asked and not answered."""

    source: str
    why: str
    detail: str


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The report in one language."""

    language: str
    t: Translator
    title: str
    title_note: str
    made_at: str
    code: str
    """The diagnosis code in groups of four; empty where it is left out with the result."""
    asked: tuple[tuple[str, str], ...]
    symptom: str
    words: str
    machine: tuple[tuple[str, str], ...]
    machine_left_out: str
    findings: tuple[FindingBlock, ...]
    findings_left_out: str
    parts: tuple[PartRow, ...]
    gaps: tuple[Gap, ...]
    gaps_left_out: str
    too_large: tuple[str, ...]
    boots: str
    kernel: tuple[str, ...]
    records_left_out: str
    raw_names: tuple[str, ...]
    photos: tuple[Listed, ...]
    replayed: bool


def render(
    snapshot: Snapshot,
    diagnosis: Diagnosis | Unknown,
    request: Request,
    *,
    created_at: datetime,
    code: str | None = None,
    raw_names: tuple[str, ...] = (),
    too_large: tuple[str, ...] = (),
    photos: tuple[Listed, ...] = (),
) -> bytes:
    """The page as UTF-8, from values that are redacted already."""
    pages = [
        page(
            snapshot,
            diagnosis,
            request,
            translator(language),
            created_at=created_at,
            code=code,
            raw_names=raw_names,
            too_large=too_large,
            photos=photos,
        )
        for language in LANGUAGES
    ]
    return template("report/report.html.j2").render(pages=pages).encode()


def page(
    snapshot: Snapshot,
    diagnosis: Diagnosis | Unknown,
    request: Request,
    t: Translator,
    *,
    created_at: datetime,
    code: str | None = None,
    raw_names: tuple[str, ...] = (),
    too_large: tuple[str, ...] = (),
    photos: tuple[Listed, ...] = (),
) -> Page:
    """Everything the page says, in one language; the preview and ``show`` use it too."""
    title, note = _title(diagnosis, t)
    left_out = reason(Unknown(reason=Reason.LEFT_OUT), t)
    known = diagnosis if isinstance(diagnosis, Diagnosis) else None
    records = snapshot.records
    return Page(
        language=t.language,
        t=t,
        title=title,
        title_note=note,
        made_at=f"{_in_japan(created_at, '%Y-%m-%d %H:%M')} JST",
        code=readout.grouped(code or ""),
        asked=asked(request, t),
        symptom=request_words.symptom(request.symptom, t) if request.symptom else "",
        words=request.words,
        machine=_machine(snapshot.system, t),
        machine_left_out=reason(snapshot.system, t) if isinstance(snapshot.system, Unknown) else "",
        findings=blocks(known, t) if known else (),
        findings_left_out="" if known else left_out,
        parts=tuple(_row(state, t) for state in known.parts) if known else (),
        gaps=() if isinstance(snapshot.sources, Unknown) else tuple(_gaps(snapshot.sources, t)),
        gaps_left_out=reason(snapshot.sources, t) if isinstance(snapshot.sources, Unknown) else "",
        too_large=too_large,
        boots=_boots(records, t),
        kernel=_kernel(records),
        records_left_out=reason(records, t) if isinstance(records, Unknown) else _kernel_problem(records, t),
        raw_names=raw_names,
        photos=photos,
        replayed=snapshot.replayed,
    )


def _title(diagnosis: Diagnosis | Unknown, t: Translator) -> tuple[str, str]:
    if isinstance(diagnosis, Unknown):
        return t("Diagnosis left out"), reason(diagnosis, t)
    if diagnosis.findings:
        first = diagnosis.findings[0]
        headline = finding_words.headline(first, t)
        return headline, t("Confidence: {level}").format(level=kind_words.confidence(first.confidence, t))
    unclear = [state for state in diagnosis.parts if state.verdict != Verdict.OK]
    if unclear:
        return t("No fault found in what could be read"), t.plural(
            "{count} part could not be judged; see the table.",
            "{count} parts could not be judged; see the table.",
            len(unclear),
        )
    return t("No fault found"), ""


def asked(request: Request, t: Translator) -> tuple[tuple[str, str], ...]:
    """Who asks and for what, each with its name; a dash where nothing was told."""
    rows = (
        (t("Warranty number"), request.warranty_number),
        (t("Name"), request.name),
        (t("Contact"), request.contact),
        (t("Wish"), request_words.service(request.service, t) if request.service else ""),
    )
    return (*((name, text or "—") for name, text in rows), *checklist_words.told(request.power_answers, t))


def _machine(system: System | Unknown, t: Translator) -> tuple[tuple[str, str], ...]:
    if isinstance(system, Unknown):
        return ()
    rows: tuple[tuple[str, str | int | bool | Unknown], ...] = (
        (t("Model"), _joined(t, system.vendor, system.product)),
        (t("Board"), _joined(t, system.board_vendor, system.board)),
        (t("Firmware"), _joined(t, system.firmware_version, system.firmware_date)),
        (t("Processor"), system.processor),
        (t("System"), system.distribution),
        (t("Kernel"), system.kernel),
        (t("Running for"), _duration(system.uptime_seconds, t)),
        (t("Session"), _joined(t, system.session_type, system.desktop)),
        (t("Virtual machine"), system.virtual_machine),
    )
    return tuple((name, value(content, t)) for name, content in rows)


def _joined(t: Translator, *texts: str | Unknown) -> str | Unknown:
    return part_words.joined((text for text in texts if isinstance(text, str)), t) or texts[0]


def _duration(seconds: int | Unknown, t: Translator) -> str | Unknown:
    if isinstance(seconds, Unknown):
        return seconds
    hours = seconds // 3600
    return t("{days} d {hours} h").format(days=hours // 24, hours=hours % 24)


def blocks(diagnosis: Diagnosis, t: Translator) -> tuple[FindingBlock, ...]:
    """The findings of each part together, parts in the order of their worst finding."""
    by_part: dict[Part, list[Finding]] = {}
    for finding in diagnosis.findings:
        by_part.setdefault(finding.part, []).append(finding)
    return tuple(_block(part, findings, t) for part, findings in by_part.items())


def _block(part: Part, findings: list[Finding], t: Translator) -> FindingBlock:
    first = findings[0]
    return FindingBlock(
        part=part,
        severity=first.severity,
        kind=part.kind,
        new=any(finding.new for finding in findings),
        known=all(finding.known for finding in findings),
        codes=tuple(finding.code for finding in findings),
        headline=finding_words.headline(first, t),
        label=part_words.label(part, t),
        serial=part.serial if isinstance(part.serial, str) else "",
        meanings=tuple(dict.fromkeys(finding_words.meaning(finding, t) for finding in findings)),
        advice=finding_words.advice(first, t),
        confidence=kind_words.confidence(first.confidence, t),
        evidence=tuple(_evidence_row(evidence) for finding in findings for evidence in finding.evidence),
    )


def _evidence_row(evidence: Evidence) -> EvidenceRow:
    return EvidenceRow(
        source=evidence.source,
        value=str(evidence.value),
        threshold=evidence.threshold,
        reference=finding_words.reference(evidence.reference),
    )


def _row(state: PartState, t: Translator) -> PartRow:
    return PartRow(
        kind=kind_words.kind(state.part.kind, t),
        slot=value(state.part.slot, t),
        label=part_words.label(state.part, t) or "—",
        serial=value(state.part.serial, t),
        verdict=state.verdict,
        verdict_text=kind_words.verdict(state.verdict, t),
        note=part_words.summary(state, t),
    )


def _gaps(sources: Iterable[Source], t: Translator) -> Iterable[Gap]:
    for source in sources:
        if source.problem:
            yield Gap(source=source.name, why=reason(source.problem, t), detail=source.problem.detail)


def _boots(records: Records | Unknown, t: Translator) -> str:
    if isinstance(records, Unknown):
        return ""
    if isinstance(records.boots, Unknown):
        return reason(records.boots, t)
    unmarked = [boot for boot in records.boots if boot.end == BootEnd.UNMARKED]
    text = t("{count} starts on record, {unmarked} of them ended without a shutdown").format(
        count=len(records.boots), unmarked=len(unmarked)
    )
    days = ", ".join(_in_japan(boot.started_at, "%Y-%m-%d %H:%M") for boot in unmarked[-5:])
    return f"{text} ({days})" if days else text


def _kernel(records: Records | Unknown) -> tuple[str, ...]:
    if isinstance(records, Unknown) or isinstance(records.kernel, Unknown):
        return ()
    lines = records.kernel[-_RECORD_LINES:]
    return tuple(f"{_in_japan(line.at, '%m-%d %H:%M:%S')} {line.text}" if line.at else line.text for line in lines)


def _in_japan(at: datetime, pattern: str) -> str:
    """A time as the centre reads it; one at the end of time, from a hostile file, as it is."""
    try:
        return at.astimezone(JAPAN).strftime(pattern)
    except (OverflowError, ValueError):
        return at.isoformat()


def _kernel_problem(records: Records, t: Translator) -> str:
    return reason(records.kernel, t) if isinstance(records.kernel, Unknown) else ""
