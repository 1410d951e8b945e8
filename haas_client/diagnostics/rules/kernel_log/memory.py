"""Memory: the DIMM where the log names one, and "memory or its power supply" where it does not."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from haas_client.diagnostics import parts
from haas_client.diagnostics.decode.kernel_events import KernelEvent
from haas_client.diagnostics.decode.kernel_words import Kind
from haas_client.diagnostics.finding import Finding, Part
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity
from haas_client.diagnostics.rules.kernel_log.judgements import NOT_NAMED, KindRule, count_of, finding_of
from haas_client.diagnostics.snapshot import KernelLine, Module

_CORRECTED_A_DAY = 10
"""mcelog's default: corrected errors of one DIMM in 24 hours."""
_DAY_SECONDS = 86400.0


def findings(
    events: Sequence[KernelEvent], modules: tuple[Module, ...], span_seconds: float | None
) -> Iterator[Finding]:
    for kind, rules in ((Kind.MEMORY_UNCORRECTED, _uncorrected), (Kind.MEMORY_CORRECTED, _corrected)):
        by_place: dict[str, list[KernelEvent]] = defaultdict(list)
        for event in events:
            if event.kind == kind:
                by_place[event.device].append(event)
        named = sum(count_of(found) for place, found in by_place.items() if place)
        for place, found in by_place.items():
            count = count_of(found) if place else _same_error_once(found) - named
            if count > 0:
                rule = rules(place, _a_day(count, span_seconds))
                yield finding_of(rule, _part_of_dimm(place, modules), found, count, ())


def _uncorrected(place: str, _a_day: float) -> KindRule:
    severity = Severity.REPLACE if place else Severity.WATCH
    return KindRule(code="memory.uncorrected_errors", reference="mcelog", steps=((1, severity, Confidence.HIGH),))


def _corrected(_place: str, a_day: float) -> KindRule:
    often = a_day >= _CORRECTED_A_DAY
    return KindRule(
        code="memory.corrected_errors",
        reference="mcelog" if often else "kernel-edac",
        steps=((1, Severity.WATCH, Confidence.HIGH if often else Confidence.LOW),),
    )


def _same_error_once(events: Iterable[KernelEvent]) -> int:
    """EDAC, the machine check and the firmware tell one error each in its own words: the one that told most counts."""
    by_family: dict[str, int] = defaultdict(int)
    for event in events:
        by_family[event.family] += event.count
    return max(by_family.values())


def _a_day(count: int, span_seconds: float | None) -> float:
    """Errors in 24 hours; within a day, or where the log tells no times, as many as there are."""
    return count if not span_seconds or span_seconds < _DAY_SECONDS else count * _DAY_SECONDS / span_seconds


def span_seconds_of(lines: tuple[KernelLine, ...]) -> float | None:
    dates = [line.at for line in lines if line.at]
    if dates:
        return (max(dates) - min(dates)).total_seconds()
    clocks = [line.clock_seconds for line in lines if line.clock_seconds is not None]
    return max(clocks) - min(clocks) if clocks else None


def _part_of_dimm(label: str, modules: tuple[Module, ...]) -> Part:
    """The module whose slot, alone or behind its bank, is the label; else the label; else memory or its power."""
    wanted = label.lower().split()
    for module in modules:
        if label and wanted in (module.slot.lower().split(), f"{module.bank} {module.slot}".lower().split()):
            return parts.of_module(module)
    return Part(kind=PartKind.MEMORY, slot=label or NOT_NAMED, model=NOT_NAMED, serial=NOT_NAMED)
