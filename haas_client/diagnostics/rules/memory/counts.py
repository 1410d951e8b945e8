"""Errors that ECC counted since boot."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.memory.parts import part_of, part_of_label
from haas_client.diagnostics.rules.memory.places import module_of
from haas_client.diagnostics.snapshot import EdacDimm, Memory
from haas_client.diagnostics.unknown import Unknown

_A_DAY = 10
"""mcelog's default: corrected errors of one DIMM in 24 hours."""
_DAY_SECONDS = 86400

# Own rule M-01. One bad hour (heat, a cosmic ray on a busy row, a scrub that finds an old error again and again) passes
# the threshold once. An average above it over three days and more means that it comes back, and that is what makers
# replace a module for. Not surer than medium: socket, board and voltage make the same errors.
_LASTING_SECONDS = 3 * _DAY_SECONDS


def findings(memory: Memory) -> Iterator[Finding]:
    if isinstance(memory.edac, Unknown):
        return
    for dimm in memory.edac:
        module = module_of(dimm, memory)
        part = part_of(module) if module else part_of_label(dimm)
        yield from _uncorrected(dimm, part)
        yield from _corrected(dimm, part, memory.edac_seconds)


def _uncorrected(dimm: EdacDimm, part: Part) -> Iterator[Finding]:
    if not isinstance(dimm.uncorrected, int) or dimm.uncorrected < 1:
        return
    yield Finding(
        code="memory.uncorrected_errors",
        severity=Severity.REPLACE,
        confidence=Confidence.HIGH,
        part=part,
        evidence=(
            Evidence(
                source=f"EDAC {dimm.controller} {dimm.label} ue_count",
                value=dimm.uncorrected,
                threshold="≥ 1",
                reference="mcelog",
            ),
        ),
    )


def _corrected(dimm: EdacDimm, part: Part, seconds: int | Unknown) -> Iterator[Finding]:
    if not isinstance(dimm.corrected, int) or dimm.corrected < 1:
        return
    often = _in_a_day(dimm.corrected, seconds) >= _A_DAY
    lasting = often and isinstance(seconds, int) and seconds >= _LASTING_SECONDS
    threshold, reference = (f"≥ {_A_DAY} / 24 h", "mcelog") if often else ("≥ 1", "kernel-edac")
    source = f"EDAC {dimm.controller} {dimm.label}"
    evidence = [Evidence(source=f"{source} ce_count", value=dimm.corrected, threshold=threshold, reference=reference)]
    if lasting and isinstance(seconds, int):
        days = round(seconds / _DAY_SECONDS, 1)
        evidence.append(
            Evidence(source=f"{source} seconds_since_reset, days", value=days, threshold="≥ 3", reference="own-errors")
        )
    yield Finding(
        code="memory.lasting_errors" if lasting else "memory.corrected_errors",
        severity=Severity.REPLACE if lasting else Severity.WATCH,
        confidence=Confidence.MEDIUM if lasting else Confidence.HIGH if often else Confidence.LOW,
        part=part,
        evidence=tuple(evidence),
    )


def _in_a_day(count: int, seconds: int | Unknown) -> float:
    """Errors in 24 hours; within the first day, or where the time is unknown, as many as there are."""
    if isinstance(seconds, Unknown) or seconds < _DAY_SECONDS:
        return count
    return count * _DAY_SECONDS / seconds
