"""Judges what somebody sent of a PC: one capture, the same rules as on the PC itself."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

import msgspec

from haas_client.diagnostics import captures
from haas_client.diagnostics.captures import Capture, Judged
from haas_client.diagnostics.finding import Evidence, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, Severity, Verdict, of_severities, worst
from haas_client.diagnostics.rules.references import REFERENCES
from haas_client.diagnostics.unknown import Reason, Unknown

_NOT_RECORDED = Unknown(reason=Reason.NOT_RECORDED)


class Kind(StrEnum):
    """What a capture is."""

    SMARTCTL = "smartctl"
    """JSON of ``smartctl --json``, any version that writes it."""
    DMIDECODE = "dmidecode"
    KERNEL_LOG = "kernel-log"
    """Of any form: dmesg, journalctl (its JSON too), syslog."""
    SENSORS = "sensors"
    """Text of lm-sensors."""


class JudgedPart(msgspec.Struct, frozen=True, kw_only=True):
    """Which part is meant; ``None`` where the capture does not tell."""

    kind: str
    slot: str | None
    model: str | None
    serial: str | None


class JudgedFinding(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    severity: Severity
    confidence: Confidence
    part: JudgedPart
    evidence: tuple[Evidence, ...]
    """``reference`` spelled out: title and place of the publication."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of ``judge``."""

    file: str
    kind: Kind
    device: str | None
    verdict: str
    """replace, watch, cable, ok or unknown."""
    findings: tuple[JudgedFinding, ...]
    reason: Reason | None = None
    """Why the verdict is "unknown"."""
    detail: str = ""


def judge(kind: Kind, capture: Capture, file: str, now: datetime) -> Judgement:
    """Judges one capture; raises :class:`Unreadable` where it is none of its kind."""
    judged = _JUDGES[kind](capture, now)
    verdict, why = _verdict(judged)
    return Judgement(
        file=file,
        kind=kind,
        device=judged.device,
        verdict=verdict,
        findings=tuple(_shown(finding) for finding in judged.findings),
        reason=why.reason if why else None,
        detail=why.detail if why else "",
    )


def unreadable(kind: Kind, file: str, why: Unknown) -> Judgement:
    """The line for a capture that could not be judged at all."""
    return Judgement(
        file=file, kind=kind, device=None, verdict="unknown", findings=(), reason=why.reason, detail=why.detail
    )


_JUDGES: dict[Kind, Callable[[Capture, datetime], Judged]] = {
    Kind.SMARTCTL: captures.of_smartctl,
    Kind.DMIDECODE: captures.of_dmidecode,
    Kind.KERNEL_LOG: captures.of_kernel_log,
    Kind.SENSORS: captures.of_sensors,
}


def _verdict(judged: Judged) -> tuple[str, Unknown | None]:
    """The findings' verdict; without any, that of the parts, of which only "good" is good."""
    found = of_severities(finding.severity for finding in judged.findings)
    if found:
        return found.value, None
    state = worst([part.verdict for part in judged.parts])
    if state == Verdict.OK:
        return "ok", None
    return "unknown", _first_reason(judged.parts)


def _first_reason(parts: Iterable[PartState]) -> Unknown:
    return next((part.why for part in parts if part.why), _NOT_RECORDED)


def _shown(finding: Finding) -> JudgedFinding:
    return JudgedFinding(
        code=finding.code,
        severity=finding.severity,
        confidence=finding.confidence,
        part=_shown_part(finding.part),
        evidence=tuple(_shown_evidence(one) for one in finding.evidence),
    )


def _shown_evidence(evidence: Evidence) -> Evidence:
    return msgspec.structs.replace(evidence, reference=REFERENCES[evidence.reference].text)


def _shown_part(part: Part) -> JudgedPart:
    slot, model, serial = (
        one or None if isinstance(one, str) else None for one in (part.slot, part.model, part.serial)
    )
    return JudgedPart(kind=part.kind, slot=slot, model=model, serial=serial)
