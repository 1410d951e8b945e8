"""The figures of each part at one moment: what the history keeps of a diagnosis, and what growth is told from.

smartctl and UDisks2 give the same attribute numbers, so figures of both go into one series.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from haas_client.diagnostics.atx import RAIL_RULES
from haas_client.diagnostics.finding import Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.diagnostics.past import PartSample, Sample, part_key
from haas_client.diagnostics.rules import storage
from haas_client.diagnostics.snapshot import Bus, Drive, EdacDimm, Health, Memory, Power, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown

if TYPE_CHECKING:  # which itself asks for figures, to tell growth
    from haas_client.diagnostics.diagnosis import Diagnosis

_COUNTERS = frozenset({5, 10, 184, 187, 188, 196, 197, 198, 199})
_POWER_COUNTERS = frozenset({174, 192})
"""Power taken away while the drive ran. Not of a drive on USB: whoever pulls its plug is counted too."""
_POWER_CYCLES = 12
_WEAR = frozenset({169, 173, 177, 202, 231, 232, 233})
"""SSD wear: vendors put different things into the raw value, so the normalised one is kept."""

_KEPT_FACTS = frozenset({"unmarked_boots"})
_WHOLE = Unknown(reason=Reason.NOT_REPORTED)


def of_parts(snapshot: Snapshot, states: Iterable[PartState]) -> tuple[tuple[Part, dict[str, float]], ...]:
    """Every part's figures; none for a part that tells of none."""
    states = tuple(states)
    drives = _drives(snapshot)
    counts = _edac(snapshot, states)
    rails = _rails(snapshot)
    found = []
    for state in states:
        figures: dict[str, object] = {fact.name: fact.value for fact in state.facts if fact.name in _KEPT_FACTS}
        if state.part in drives:
            figures |= dict(_of_drive(drives[state.part]))
        figures |= counts.pop(state.part, {})
        if state.part.kind == PartKind.POWER:
            figures |= rails
            rails = {}
        found.append((state.part, _numbers(figures)))
    # DIMMs that no row of the table stands for: a label that names no slot
    return (*found, *((part, _numbers(figures)) for part, figures in counts.items()))


def sample(snapshot: Snapshot, diagnosis: "Diagnosis") -> Sample:
    """What this diagnosis leaves for later ones. A part that could not be read is left out: it was not seen well."""
    figures: dict[str, list[dict[str, float]]] = defaultdict(list)
    for part, numbers in of_parts(snapshot, diagnosis.parts):
        figures[part_key(part)].append(numbers)
    codes: dict[str, set[str]] = defaultdict(set)
    condemned: dict[str, set[str]] = defaultdict(set)
    for finding in diagnosis.findings:
        if finding.code == storage.ASLEEP:
            continue
        codes[part_key(finding.part)].add(finding.code)
        if finding.severity == Severity.REPLACE:
            condemned[part_key(finding.part)].add(finding.code)
    seen = {part_key(state.part) for state in diagnosis.parts if state.verdict != Verdict.UNREADABLE}
    seen |= {key for key, all_numbers in figures.items() if any(all_numbers)} | codes.keys() | set(_judged(snapshot))
    return Sample(
        taken_at=snapshot.taken_at,
        parts=tuple(
            PartSample(
                key=key,
                figures=_only(figures[key]),
                findings=tuple(sorted(codes[key])),
                condemned=tuple(sorted(condemned[key])),
            )
            for key in sorted(seen)
        ),
    )


def _judged(snapshot: Snapshot) -> Iterator[str]:
    """What is judged without a row of its own: the rest of the PC, and the memory as a whole."""
    for kind, block in ((PartKind.SYSTEM, snapshot.records), (PartKind.MEMORY, snapshot.memory)):
        if not isinstance(block, Unknown):
            yield part_key(Part(kind=kind, slot=_WHOLE, model=_WHOLE, serial=_WHOLE))


def _only(all_numbers: list[dict[str, float]]) -> dict[str, float]:
    """Two parts with one key (a serial number printed twice) cannot be told apart later: then none."""
    return all_numbers[0] if len(all_numbers) == 1 else {}


def _drives(snapshot: Snapshot) -> dict[Part, Drive]:
    if not isinstance(snapshot.storage, Storage):
        return {}
    return {storage.part_of(drive): drive for drive in snapshot.storage.drives}


def _of_drive(drive: Drive) -> Iterator[tuple[str, object]]:
    health = drive.health
    if not isinstance(health, Health):
        return
    fixed = drive.bus != Bus.USB and drive.removable is not True
    counted = _COUNTERS | _POWER_COUNTERS if fixed else _COUNTERS
    for attribute in health.attributes:
        if attribute.id in counted:
            yield f"smart.{attribute.id}", attribute.raw
        if attribute.id in _WEAR:
            yield f"smart.{attribute.id}.normalised", attribute.value
    yield "temperature_celsius", health.temperature_celsius
    yield "power_on_hours", health.power_on_hours
    yield "power_cycles", _power_cycles(health)
    if health.nvme:
        for name in ("media_errors", "percentage_used", "available_spare_percent"):
            yield name, getattr(health.nvme, name)
        if fixed:
            yield "unsafe_shutdowns", health.nvme.unsafe_shutdowns


def _power_cycles(health: Health) -> int | Unknown | None:
    """UDisks2 gives them as the attribute alone."""
    if isinstance(health.power_cycles, int):
        return health.power_cycles
    return next((attribute.raw for attribute in health.attributes if attribute.id == _POWER_CYCLES), None)


def _edac(snapshot: Snapshot, states: Iterable[PartState]) -> dict[Part, dict[str, object]]:
    """Counts by module; of several counters for one module (its ranks) the sum."""
    if not isinstance(snapshot.memory, Memory) or isinstance(snapshot.memory.edac, Unknown):
        return {}
    slots = {
        state.part.slot.lower(): state.part
        for state in states
        if state.part.kind == PartKind.MEMORY and isinstance(state.part.slot, str)
    }
    counts: dict[Part, dict[str, object]] = {}
    for dimm in snapshot.memory.edac:
        figures = counts.setdefault(_place(dimm, slots), {})
        for name, count in (("edac.corrected", dimm.corrected), ("edac.uncorrected", dimm.uncorrected)):
            before = figures.get(name, 0)
            if isinstance(count, int) and isinstance(before, int):
                figures[name] = before + count
    return counts


def _place(dimm: EdacDimm, slots: Mapping[str, Part]) -> Part:
    """The module whose slot the label names; else a part that has only this place."""
    place = f"{dimm.controller} {dimm.label}"
    known = slots.get(dimm.label.lower()) or slots.get(place.lower())
    return known or Part(kind=PartKind.MEMORY, slot=place, model=_WHOLE, serial=_WHOLE)


def _rails(snapshot: Snapshot) -> dict[str, object]:
    """Volts by the name of the ATX rail; of two chips that name the same rail the first."""
    if not isinstance(snapshot.power, Power) or isinstance(snapshot.power.rails, Unknown):
        return {}
    volts: dict[str, object] = {}
    for rail in snapshot.power.rails:
        for rule in RAIL_RULES:
            if rule.label.fullmatch(rail.label) and isinstance(rail.volts, float):
                volts.setdefault(f"rail.{rule.name}", rail.volts)
    return volts


def _numbers(figures: Mapping[str, object]) -> dict[str, float]:
    """What is a number that JSON can hold."""
    return {
        name: float(value)
        for name, value in figures.items()
        if isinstance(value, (int, float)) and abs(value) < _LARGEST and math.isfinite(value)
    }


_LARGEST = 2.0**63
"""Beyond it a count is none: from a firmware that counts down below zero."""
