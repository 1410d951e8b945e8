"""ATA hard disks: counters of damaged sectors, and what they mean together.

The limits marked "own-storage-2019" were fitted on Backblaze's drives of 2019, whose real outcome is known, by the
method in docs/decisions/010; ``python -m benchmarks.judgement`` measures them. Counters of age (hours, starts, loads,
data moved) are not used: in such a set they tell when a drive was read, not how it is.
"""

import itertools
import math
from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.storage.table import (
    CounterRule,
    Limit,
    counted,
    counter_evidence,
    finding,
    source_of,
)
from haas_client.diagnostics.snapshot import AtaAttribute, Health

_BACKBLAZE, _OWN = "backblaze-2016", "own-storage-2019"

COUNTERS = (
    CounterRule(
        id=197,
        code="storage.pending_sectors",
        counts="sectors that could not be read and wait to be remapped",
        watch=Limit(value=1, reference=_BACKBLAZE),
        replace=Limit(value=10, reference=_OWN),
    ),
    CounterRule(
        id=198,
        code="storage.uncorrectable_sectors",
        counts="sectors that the drive's own scan could not read",
        watch=Limit(value=1, reference=_BACKBLAZE),
        replace=Limit(value=10, reference=_OWN),
    ),
    CounterRule(
        id=184,
        code="storage.data_path_errors",
        counts="data that changed between the drive's memory and its disk",
        watch=Limit(value=1, reference="own-counters", confidence=Confidence.LOW),
    ),
    CounterRule(
        id=10,
        code="storage.spin_retries",
        counts="starts in which the disk did not reach its speed at once",
        watch=Limit(value=5, reference="own-counters", confidence=Confidence.LOW),
    ),
)

UNCORRECTABLE = CounterRule(
    id=187,
    code="storage.uncorrectable_errors",
    counts="errors that could not be corrected and reached the computer",
    watch=Limit(value=1, reference=_BACKBLAZE),
    replace=Limit(value=10, reference=_OWN, confidence=Confidence.HIGH),
)
_PENDING = (197, 198)
_REPEATED, _REMAPPED_MUCH = 10, 100
ONE_SECTOR = 8
"""Sectors of 512 bytes in one of 4096: one damaged place, read several times. Of the drives that look like that 13 had
failed and 9 had not; of those with any other pattern of 187 above 0, 86 and 2."""

# Remapping is counted in events where the drive does (196), since sectors are counted in units of 512 or of 4096 bytes.
EVENTS = CounterRule(
    id=196,
    code="storage.reallocated_sectors",
    counts="times that damaged sectors were remapped",
    watch=Limit(value=70, reference=_OWN),
    replace=Limit(value=90, reference=_OWN),
)
SECTORS = CounterRule(
    id=5,
    code="storage.reallocated_sectors",
    counts="sectors that were remapped to spare ones",
    watch=Limit(value=40, reference=_OWN),
    replace=Limit(value=100, reference="backblaze-2019"),
)
MANY_SECTORS = CounterRule(
    id=5,
    code="storage.reallocated_sectors",
    counts="as above, whatever the unit",
    replace=Limit(value=1000, reference=_OWN),
)
LOST_POINTS = 5
"""Points that the normalised value of 5 has lost: the drive's own measure of how much of its spare is used."""
_BEST_VALUES = (100, 200, 252, 253)
WARM_CELSIUS = 42
"""With this and a first remapped sector, 4 of 6 drives had failed."""

READ_RATE = 1
_SEAGATE_RAW = 100_000
"""Seagate's raw value of 1 counts the sectors read; with other makers it counts errors and is small."""
_RATE_REPLACE = 2.0
"""Decibels between the rate that a drive without errors would show and the one it shows; rounding makes up to 1."""
_HITACHI_BEST, _HITACHI_REPLACE = 100, 95
_HITACHI_LAYOUT = 2
"""Throughput performance: reported by drives of the Hitachi line (HGST, Toshiba), whose rate is 100 when well."""


def findings(health: Health, part: Part) -> Iterator[Finding]:
    by_id = {attribute.id: attribute for attribute in health.attributes}
    yield from counted(COUNTERS, health, part)
    yield from _uncorrectable(health, by_id, part)
    yield from _first(
        _remapped(health, by_id, part),
        _lost_spare(health, by_id, part),
        _warm(health, by_id, part),
        _few(health, by_id, part),
    )
    yield from _read_rate(health, by_id, part)


def _uncorrectable(health: Health, by_id: dict[int, AtaAttribute], part: Part) -> Iterator[Finding]:
    """Errors that reached the computer; where more than one damaged place is behind them, the drive goes."""
    errors = by_id.get(UNCORRECTABLE.id)
    waiting = max((by_id[number] for number in _PENDING if number in by_id), key=_count, default=None)
    if errors is None or waiting is None or not 0 < _count(errors) < _REPEATED:
        yield from counted((UNCORRECTABLE,), health, part)
        return
    one_place = 1 <= _count(waiting) <= ONE_SECTOR and _count(by_id.get(SECTORS.id)) < _REMAPPED_MUCH
    if one_place:
        yield from counted((UNCORRECTABLE,), health, part)
        return
    reported = counter_evidence(health, errors, "≥ 1", _OWN)
    together = counter_evidence(health, waiting, f"≠ 1 – {ONE_SECTOR}", _OWN)
    yield finding(UNCORRECTABLE.code, Severity.REPLACE, Confidence.HIGH, part, reported, together)


def _count(attribute: AtaAttribute | None) -> int:
    return (attribute.raw if attribute else None) or 0


def _remapped(health: Health, by_id: dict[int, AtaAttribute], part: Part) -> Iterator[Finding]:
    events = by_id.get(EVENTS.id)
    rules = (EVENTS, MANY_SECTORS) if events and events.raw else (SECTORS,)
    found = tuple(counted(rules, health, part))
    yield from sorted(found, key=lambda one: one.severity != Severity.REPLACE)[:1]


def _first(*candidates: Iterator[Finding]) -> Iterator[Finding]:
    """One finding on remapped sectors, the strongest."""
    yield from itertools.islice(itertools.chain(*candidates), 1)


def _lost_spare(health: Health, by_id: dict[int, AtaAttribute], part: Part) -> Iterator[Finding]:
    """The drive's own measure of its remapped sectors has moved."""
    sectors = by_id.get(SECTORS.id)
    if sectors and sectors.raw and sectors.value:
        best = next((best for best in _BEST_VALUES if best >= sectors.value), sectors.value)
        if best - sectors.value >= LOST_POINTS:
            source = source_of(health, sectors, "value")
            evidence = Evidence(
                source=source, value=sectors.value, threshold=f"≤ {best - LOST_POINTS}", reference="own-counters"
            )
            count = counter_evidence(health, sectors, "≥ 1", "own-counters")
            yield finding(SECTORS.code, Severity.WATCH, Confidence.LOW, part, count, evidence)


def _few(health: Health, by_id: dict[int, AtaAttribute], part: Part) -> Iterator[Finding]:
    sectors = by_id.get(SECTORS.id)
    if sectors and sectors.raw:
        evidence = counter_evidence(health, sectors, "≥ 1", _BACKBLAZE)
        yield finding("storage.reallocated_few", Severity.NOTE, Confidence.LOW, part, evidence)


def _warm(health: Health, by_id: dict[int, AtaAttribute], part: Part) -> Iterator[Finding]:
    """A first remapped sector on a drive that runs warm."""
    sectors = by_id.get(SECTORS.id)
    warm = health.temperature_celsius
    if sectors and sectors.raw and isinstance(warm, int) and warm >= WARM_CELSIUS:
        heat = Evidence(
            source=f"{health.source} temperature", value=warm, threshold=f"≥ {WARM_CELSIUS} °C", reference=_OWN
        )
        remapped = counter_evidence(health, sectors, "≥ 1", _OWN)
        yield finding("storage.warm_and_reallocated", Severity.WATCH, Confidence.LOW, part, remapped, heat)


def _read_rate(health: Health, by_id: dict[int, AtaAttribute], part: Part) -> Iterator[Finding]:
    """The rate of read errors, out of the normalised value of attribute 1."""
    rate = by_id.get(READ_RATE)
    if rate is None or rate.raw is None or not rate.value or rate.raw >= 1 << 32:
        return
    if rate.raw >= _SEAGATE_RAW and _HITACHI_LAYOUT not in by_id:
        # The value is ten times the logarithm of sectors read an error, and counts no error as one (measured: 1,200
        # drives of 60 models, all within 1 of it until errors came; older models add a constant and never reach it).
        without_errors = 10 * math.log10(rate.raw)
        if without_errors - rate.value >= _RATE_REPLACE:
            yield _rate_finding(health, rate, f"< {without_errors:.0f}", Severity.REPLACE, part)
    elif rate.raw < _SEAGATE_RAW and _HITACHI_LAYOUT in by_id and rate.value < _HITACHI_BEST:
        replace = rate.value <= _HITACHI_REPLACE
        limit = f"≤ {_HITACHI_REPLACE}" if replace else f"< {_HITACHI_BEST}"
        yield _rate_finding(health, rate, limit, Severity.REPLACE if replace else Severity.WATCH, part)


def _rate_finding(health: Health, rate: AtaAttribute, limit: str, severity: Severity, part: Part) -> Finding:
    source = source_of(health, rate, "value")
    evidence = Evidence(source=source, value=rate.value or 0, threshold=limit, reference=_OWN)
    return finding("storage.read_error_rate", severity, Confidence.MEDIUM, part, evidence)
