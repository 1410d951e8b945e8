"""What a finding is against this PC's past: new since the last diagnosis, or known to the owner and not grown."""

from datetime import datetime, timedelta

import msgspec

from haas_client.diagnostics.finding import Evidence, Finding
from haas_client.diagnostics.kinds import Severity
from haas_client.diagnostics.past import Acknowledgement, PartSample, Past, Sample, part_key

_ALARMING = frozenset({Severity.REPLACE, Severity.WATCH, Severity.CABLE})
_QUIET = timedelta(days=7)
"""What comes and goes (a temperature, say) is told once in this time."""

_RANGE_SHARE = 0.01
"""By how much of itself a value outside a range must move to have changed."""


def marked(finding: Finding, past: Past, at: datetime) -> Finding:
    """``finding`` with ``new`` and ``known`` as they are at ``at``. What is no fault is no news."""
    new = finding.severity in _ALARMING and _is_new(part_key(finding.part), finding.code, earlier(past, at))
    return msgspec.structs.replace(finding, new=new, known=_is_known(finding, past))


def known_anew(findings: tuple[Finding, ...], past: Past) -> tuple[Finding, ...]:
    """``findings`` after the owner's word on some of them has changed."""
    return tuple(msgspec.structs.replace(finding, known=_is_known(finding, past)) for finding in findings)


def with_word(past: Past, told: tuple[Acknowledgement, ...], *, known: bool) -> Past:
    """``past`` with the owner's word given, or taken back."""
    meant = {(one.key, one.code) for one in told}
    kept = tuple(one for one in past.acknowledged if (one.key, one.code) not in meant)
    return msgspec.structs.replace(past, acknowledged=(*kept, *told) if known else kept)


def with_sample(past: Past, sample: Sample) -> Past:
    """``past`` with one more diagnosis in it."""
    return msgspec.structs.replace(past, samples=(*past.samples, sample))


def earlier(past: Past, at: datetime) -> tuple[Sample, ...]:
    """Samples before ``at``, oldest first: a clock that was wrong leaves others, which count for nothing."""
    return tuple(sample for sample in past.samples if sample.taken_at < at)


def acknowledgement(finding: Finding, past: Past) -> Acknowledgement | None:
    key = part_key(finding.part)
    return next((one for one in past.acknowledged if one.key == key and one.code == finding.code), None)


def acknowledged(finding: Finding) -> Acknowledgement:
    """The owner's word on ``finding`` as it is now."""
    return Acknowledgement(key=part_key(finding.part), code=finding.code, value=_number(finding))


def grown_since_told(finding: Finding, past: Past) -> bool:
    """Whether the owner knew of it, and it has become worse since."""
    return acknowledgement(finding, past) is not None and not finding.known


def worse(findings: tuple[Finding, ...], past: Past, at: datetime) -> tuple[Finding, ...]:
    """What to tell unasked: faults that are new, or now ask for a replacement, or are known and have grown."""
    samples = earlier(past, at)
    lately = [sample for sample in samples if at - sample.taken_at <= _QUIET]

    def told_lately(finding: Finding) -> bool:
        parts = (sample.part(part_key(finding.part)) for sample in lately)
        return any(part and finding.code in _as_bad(part, finding) for part in parts)

    def came(finding: Finding) -> bool:
        return finding.new or _is_condemned_now(finding, samples)

    return tuple(
        finding
        for finding in findings
        if finding.severity in _ALARMING
        and (grown_since_told(finding, past) or (came(finding) and not finding.known and not told_lately(finding)))
    )


def _is_known(finding: Finding, past: Past) -> bool:
    told = acknowledgement(finding, past)
    return told is not None and not _outgrown(finding, told)


def _is_new(key: str, code: str, samples: tuple[Sample, ...]) -> bool:
    """Not there when the part was last seen; a first diagnosis finds nothing new."""
    seen = _last_seen(key, samples)
    return code not in seen.findings if seen else bool(samples)


def _is_condemned_now(finding: Finding, samples: tuple[Sample, ...]) -> bool:
    """There when the part was last seen, but then no reason to replace it."""
    seen = _last_seen(part_key(finding.part), samples)
    return seen is not None and finding.code in seen.findings and finding.code not in _as_bad(seen, finding)


def _as_bad(part: PartSample, finding: Finding) -> tuple[str, ...]:
    """The codes found then on which nobody has to hear of ``finding`` again."""
    return part.condemned if finding.severity == Severity.REPLACE else part.findings


def _last_seen(key: str, samples: tuple[Sample, ...]) -> PartSample | None:
    return next((part for part in (sample.part(key) for sample in reversed(samples)) if part), None)


def _outgrown(finding: Finding, told: Acknowledgement) -> bool:
    value = _number(finding)
    if value is None or told.value is None:
        return value is not told.value
    return _is_worse(value, told.value, finding.evidence[0])


def _is_worse(value: float, then: float, evidence: Evidence) -> bool:
    """In the direction in which the threshold lies: less is worse where it says "<"."""
    if evidence.threshold.startswith(("<", "≤")):
        return value < then
    if " – " in evidence.threshold:
        return abs(value - then) > abs(then) * _RANGE_SHARE
    return value > then


def _number(finding: Finding) -> float | None:
    """The finding's first value; ``None`` where it is none, or no number."""
    value = finding.evidence[0].value if finding.evidence else None
    return float(value) if isinstance(value, (int, float)) and abs(value) < 2.0**63 else None
