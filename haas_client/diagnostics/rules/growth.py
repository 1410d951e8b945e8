"""Growth: counters that rose between diagnoses. A count that moves says more than the same count standing still.

A counter that went down was reset, or belongs to another part: what came before tells nothing of growth.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity
from haas_client.diagnostics.past import Past, part_key

Reading = tuple[datetime, float]


class GrowthRule(msgspec.Struct, frozen=True, kw_only=True):
    """A counter that grew by ``least`` within the last ``within_days`` is a finding."""

    kind: PartKind
    figure: str
    source: str
    """What it is called where a technician reads it."""
    code: str
    least: float
    within_days: int
    severity: Severity
    confidence: Confidence
    reference: str
    restarts: bool = False
    """The counter begins at 0 with every boot: what it shows after a drop is growth."""
    a_day: bool = False
    """``least`` is meant for 24 hours."""


def _drive(
    figure: str,
    source: str,
    code: str,
    reference: str,
    *,
    least: float = 1,
    within_days: int = 60,
    severity: Severity = Severity.WATCH,
) -> GrowthRule:
    return GrowthRule(
        kind=PartKind.STORAGE,
        figure=figure,
        source=source,
        code=code,
        least=least,
        within_days=within_days,
        severity=severity,
        confidence=Confidence.MEDIUM,
        reference=reference,
    )


# fmt: off
GROWTH_RULES = (
    #      figure          as a technician reads it           code                                     published in
    _drive("smart.5",      "SMART 5 reallocated sectors",     "storage.reallocated_growing",           "google-2007"),
    _drive("smart.187",    "SMART 187 uncorrectable errors",  "storage.uncorrectable_errors_growing",  "google-2007"),
    # Some SSD firmware lets a single one come and go; on a disk the count by itself is a finding.
    _drive("smart.197",    "SMART 197 pending sectors",       "storage.pending_growing",               "google-2007",
           least=2),
    _drive("smart.198",    "SMART 198 uncorrectable sectors", "storage.uncorrectable_sectors_growing", "google-2007"),
    _drive("media_errors", "NVMe media_errors",               "storage.media_errors_growing",          "scrutiny"),
    # One error can come from a plug that was touched; a bad cable counts on.
    _drive("smart.199",    "SMART 199 interface CRC errors",  "storage.link_errors_growing",           "own-growth",
           least=5, within_days=30, severity=Severity.CABLE),
    GrowthRule(
        kind=PartKind.MEMORY, figure="edac.corrected", source="EDAC ce_count", code="memory.errors_growing",
        least=10, within_days=3, severity=Severity.WATCH, confidence=Confidence.HIGH, reference="mcelog",
        restarts=True, a_day=True,
    ),
)
# fmt: on

_LOSSES = (
    ("unsafe_shutdowns", "NVMe unsafe_shutdowns"),
    ("smart.192", "SMART 192 power-off retracts"),
    ("smart.174", "SMART 174 unexpected power losses"),
)
"""Counters of power that was taken away without a word to the drive, and their names."""
_LOSSES_LEAST = 2
_LOSSES_DAYS = 30
_LOSSES_TOLD = 4
_EVERY_STOP = 0.8
"""Drives that count nearly every power cycle as a loss (or every suspend) count something else by that name."""

_WEAR_DAYS = 365
_WEAR_LEAST_POINTS = 2
_WEAR_LEAST_DAYS = 30
_WEAR_SOON_DAYS = 182


def findings(parts: Iterable[tuple[Part, Mapping[str, float]]], past: Past, at: datetime) -> Iterator[Finding]:
    """What has grown up to ``at``; samples that claim to be later (the clock was wrong) are passed over."""
    courses = [_Course(part=part, figures=figures, past=past, at=at) for part, figures in parts]
    for course in courses:
        for rule in GROWTH_RULES:
            if rule.kind == course.part.kind:
                yield from _grown(rule, course)
        if course.part.kind == PartKind.STORAGE:
            yield from _wearing(course)
    yield from _losses(courses)


class _Course(msgspec.Struct, frozen=True, kw_only=True):
    """One part's figures now, and over time."""

    part: Part
    figures: Mapping[str, float]
    past: Past
    at: datetime

    def readings(self, figure: str, days: int) -> Sequence[Reading]:
        """The figure over the last ``days``, oldest first, this diagnosis last; empty where it has none now."""
        if figure not in self.figures:
            return ()
        known = self.past.readings(part_key(self.part), figure)
        # A difference of two times exists for any two; a time so many days earlier need not.
        earlier = [(then, value) for then, value in known if _NONE < self.at - then <= timedelta(days=days)]
        return [*earlier, (self.at, self.figures[figure])]


def _unbroken(readings: Sequence[Reading]) -> Sequence[Reading]:
    """Readings since the counter last went down."""
    begin = 0
    for number in range(1, len(readings)):
        if readings[number][1] < readings[number - 1][1]:
            begin = number
    return readings[begin:]


def _growth(readings: Sequence[Reading], *, restarts: bool) -> float:
    """How much was counted from the first reading to the last."""
    if not restarts:
        return readings[-1][1] - readings[0][1] if readings else 0.0
    steps = pairwise(value for _, value in readings)
    return sum(after - before if after >= before else after for before, after in steps)


def _grown(rule: GrowthRule, course: _Course) -> Iterator[Finding]:
    readings = course.readings(rule.figure, rule.within_days)
    if not rule.restarts:
        readings = _unbroken(readings)
    # For a rate the fastest stretch decides: a quiet day before it takes nothing back.
    begins = range(len(readings) - 1) if rule.a_day else range(min(1, len(readings) - 1))
    stretches = [readings[begin:] for begin in begins]
    if not stretches:
        return
    stretch = max(stretches, key=lambda one: _counted(one, rule))
    grown = _counted(stretch, rule)
    if grown < rule.least:
        return
    within = "24 h" if rule.a_day else f"{rule.within_days} d"
    evidence = Evidence(
        source=f"{rule.source}, growth",
        value=_short(grown),
        threshold=f"≥ {_short(rule.least)} / {within}",
        reference=rule.reference,
    )
    from_to = _from_to(rule.source, stretch)
    yield _finding(rule.code, rule.severity, rule.confidence, course.part, evidence, from_to)


def _counted(readings: Sequence[Reading], rule: GrowthRule) -> float:
    growth = _growth(readings, restarts=rule.restarts)
    days = (readings[-1][0] - readings[0][0]) / timedelta(days=1)
    return growth / max(1.0, days) if rule.a_day else growth


def _losses(courses: Sequence[_Course]) -> Iterator[Finding]:
    """Power losses that drives counted: evidence on the supply, or on whoever pulls the plug."""
    supply = next((course for course in courses if course.part.kind == PartKind.POWER), None)
    if supply is None:
        return
    journal_too = supply.figures.get("unmarked_boots", 0) >= _LOSSES_LEAST
    drives = (course for course in courses if course.part.kind == PartKind.STORAGE)
    losses = sorted(
        (loss for drive in drives for loss in _losses_of(drive, journal_too=journal_too)), key=lambda loss: -loss[0]
    )
    if not losses:
        return
    most, source, _ = losses[0]
    evidence = Evidence(
        source=f"{source}, growth",
        value=_short(most),
        threshold=f"≥ {_LOSSES_LEAST} / {_LOSSES_DAYS} d",
        reference="own-losses",
    )
    confidence = Confidence.MEDIUM if journal_too else Confidence.LOW
    told = (evidence, *(from_to for _, _, from_to in losses[:_LOSSES_TOLD]))
    yield _finding("power.losses_growing", Severity.WATCH, confidence, supply.part, *told)


def _losses_of(drive: _Course, *, journal_too: bool) -> Iterator[tuple[float, str, Evidence]]:
    """How many more, counted by what, and from when to when. What the journal confirms needs no comparison."""
    cycles = _unbroken(drive.readings("power_cycles", _LOSSES_DAYS))
    for figure, source in _LOSSES:
        readings = _unbroken(drive.readings(figure, _LOSSES_DAYS))
        losses = _growth(readings, restarts=False)
        fewer = bool(cycles) and losses < _EVERY_STOP * _growth(cycles, restarts=False)
        if losses >= _LOSSES_LEAST and (journal_too or fewer):
            place = f" ({drive.part.slot})" if isinstance(drive.part.slot, str) else ""
            yield losses, source, _from_to(source + place, readings)


def _wearing(drive: _Course) -> Iterator[Finding]:
    """When an SSD will be worn out if it is written to as until now: told where that is within half a year."""
    readings = _unbroken(drive.readings("percentage_used", _WEAR_DAYS))
    points = _growth(readings, restarts=False)
    if points < _WEAR_LEAST_POINTS:
        return
    days = (readings[-1][0] - readings[0][0]) / timedelta(days=1)
    left = 100 - readings[-1][1]
    days_left = left / points * days
    if days < _WEAR_LEAST_DAYS or left <= 0 or days_left >= _WEAR_SOON_DAYS:
        return
    worn_out = readings[-1][0] + min(timedelta(days=days_left), _END - readings[-1][0])
    evidence = Evidence(
        source="NVMe percentage_used, projected to 100",
        value=f"{worn_out:%Y-%m}",
        threshold=f"< {_WEAR_SOON_DAYS} d",
        reference="own-growth",
    )
    from_to = _from_to("NVMe percentage_used", readings)
    yield _finding("storage.wearing_fast", Severity.NOTE, Confidence.LOW, drive.part, evidence, from_to)


def _from_to(source: str, readings: Sequence[Reading]) -> Evidence:
    (first_at, first), (last_at, last) = readings[0], readings[-1]
    return Evidence(
        source=f"{source}, {first_at:%Y-%m-%d} → {last_at:%Y-%m-%d}",
        value=f"{_short(first)} → {_short(last)}",
        threshold="–",
        reference="history",
    )


def _short(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 1)


def _finding(code: str, severity: Severity, confidence: Confidence, part: Part, *evidence: Evidence) -> Finding:
    return Finding(code=code, severity=severity, confidence=confidence, part=part, evidence=evidence)


_NONE = timedelta(0)
_END = datetime.max.replace(tzinfo=UTC)
