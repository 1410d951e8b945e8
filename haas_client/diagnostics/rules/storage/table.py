"""The shape of the storage rules: a figure, what it counts, from where it is watched and from where the drive goes."""

from collections.abc import Iterable, Iterator

import msgspec

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.snapshot import AtaAttribute, Health


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """From this value on, inclusive; and where that is published."""

    value: int
    reference: str
    confidence: Confidence = Confidence.MEDIUM


class CounterRule(msgspec.Struct, frozen=True, kw_only=True):
    """A counter that only grows as something breaks."""

    id: int
    """The ATA attribute."""
    code: str
    counts: str
    """What it counts, for whoever reads this table."""
    watch: Limit | None = None
    replace: Limit | None = None


class FigureRule(msgspec.Struct, frozen=True, kw_only=True):
    """As :class:`CounterRule`, for a figure that the drive gives by name (NVMe, SCSI, ATA device statistics)."""

    field: str
    """The field of the snapshot's value."""
    source: str
    """As a technician finds it."""
    code: str
    watch: Limit | None = None
    replace: Limit | None = None


def judged(rule: CounterRule | FigureRule, value: int) -> tuple[Severity, Limit] | None:
    """The severity of ``value`` and the limit that it reached; ``None`` below both."""
    if rule.replace and value >= rule.replace.value:
        return Severity.REPLACE, rule.replace
    if rule.watch and value >= rule.watch.value:
        return Severity.WATCH, rule.watch
    return None


def counted(rules: Iterable[CounterRule], health: Health, part: Part) -> Iterator[Finding]:
    """What the counters of an ATA drive lead to."""
    by_id = {attribute.id: attribute for attribute in health.attributes}
    for rule in rules:
        attribute = by_id.get(rule.id)
        if attribute and attribute.raw is not None:
            found = judged(rule, attribute.raw)
            if found:
                severity, limit = found
                evidence = counter_evidence(health, attribute, f"≥ {limit.value}", limit.reference)
                yield finding(rule.code, severity, limit.confidence, part, evidence)


def figured(rules: Iterable[FigureRule], values: object, part: Part) -> Iterator[Finding]:
    """What the named figures of ``values`` lead to; one that is unknown leads to nothing."""
    for rule in rules:
        value = getattr(values, rule.field)
        found = judged(rule, value) if isinstance(value, int) else None
        if found:
            severity, limit = found
            evidence = Evidence(
                source=rule.source, value=value, threshold=f"≥ {limit.value}", reference=limit.reference
            )
            yield finding(rule.code, severity, limit.confidence, part, evidence)


def counter_evidence(health: Health, attribute: AtaAttribute, threshold: str, reference: str) -> Evidence:
    """A counter as evidence, named as the tool prints it."""
    value = attribute.raw if attribute.raw is not None else attribute.raw_text
    return Evidence(source=source_of(health, attribute), value=value, threshold=threshold, reference=reference)


def source_of(health: Health, attribute: AtaAttribute, column: str = "") -> str:
    """Where a technician finds it; ``column`` where that is not the raw value."""
    name = f"{health.source} {attribute.id} {attribute.name}".rstrip()
    return f"{name}, {column}" if column else name


def finding(code: str, severity: Severity, confidence: Confidence, part: Part, *evidence: Evidence) -> Finding:
    return Finding(code=code, severity=severity, confidence=confidence, part=part, evidence=evidence)
