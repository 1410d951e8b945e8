"""ATA solid state drives: wear and spare first; counters of sectors mean less than on disks, and differ by maker."""

import re
from collections.abc import Iterator

import msgspec

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.storage import wear
from haas_client.diagnostics.rules.storage.table import CounterRule, Limit, counted, finding, source_of
from haas_client.diagnostics.snapshot import AtaAttribute, Health

COUNTERS = (
    CounterRule(
        id=187,
        code="storage.uncorrectable_errors",
        counts="errors that could not be corrected and reached the computer",
        watch=Limit(value=1, reference="backblaze-2016"),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    CounterRule(
        id=197,
        code="storage.pending_sectors",
        counts="places that wait to be remapped; some firmware lets a single one flicker",
        watch=Limit(value=2, reference="own-counters", confidence=Confidence.LOW),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    CounterRule(
        id=198,
        code="storage.uncorrectable_sectors",
        counts="places that the drive's own scan could not read",
        watch=Limit(value=1, reference="backblaze-2016", confidence=Confidence.LOW),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    CounterRule(
        id=184,
        code="storage.data_path_errors",
        counts="data that changed between the drive's memory and its cells",
        watch=Limit(value=1, reference="own-counters", confidence=Confidence.LOW),
    ),
    CounterRule(
        id=5,
        code="storage.reallocated_sectors",
        counts="blocks taken out of use; a few are normal, the spare decides",
        watch=Limit(value=100, reference="own-counters", confidence=Confidence.LOW),
    ),
)


class RemainingRule(msgspec.Struct, frozen=True, kw_only=True):
    """An attribute whose normalised value is what remains, in percent. Names tell makers apart that use the same id."""

    id: int
    name: re.Pattern[str]


# Names as in smartmontools' drive database
LIFE = (
    RemainingRule(id=202, name=re.compile(r"Percent_Lifetime|Lifetime_Remain|Perc_Rated_Life")),
    RemainingRule(id=231, name=re.compile(r"SSD_Life_Left|Life_?Left|Lifetime")),
    RemainingRule(id=233, name=re.compile(r"Media_Wearout_Indicator")),
    RemainingRule(id=177, name=re.compile(r"Wear_Leveling_Count|Wear_Range")),
    RemainingRule(id=173, name=re.compile(r"Ave_Block-Erase_Count|Wear_Leveling_Count|Media_Wearout")),
    RemainingRule(id=169, name=re.compile(r"Remaining_Lifetime")),
)
SPARE = (
    RemainingRule(id=232, name=re.compile(r"Available_Reservd_Space|Avail_Resrvd|Spare")),
    RemainingRule(id=170, name=re.compile(r"Available_Reservd_Space|Reserved?_Block|Grown_Failing|Unused_Rsvd")),
    RemainingRule(id=179, name=re.compile(r"Used_Rsvd_Blk_Cnt")),
)
_APART_PERCENT = 50
_AGREEING = 3
_SPARE_WATCH = 10
"""Percent; GSmartControl warns from there."""


def findings(health: Health, part: Part) -> Iterator[Finding]:
    counters = tuple(counted(COUNTERS, health, part))
    yield from counters
    yield from _agreeing(counters, part)
    yield from _wear(health, part)
    yield from _spare(health, part)


def used_percent(health: Health) -> int | None:
    """Wear in percent of the maker's rating; ``None`` where the drive tells none, or two that contradict each other."""
    told = _used(health)
    return None if not told or _contradictory(told) else told[0].percent


def _agreeing(counters: tuple[Finding, ...], part: Part) -> Iterator[Finding]:
    """Each counter of flash is weak evidence; several that agree are not."""
    if len(counters) >= _AGREEING and not any(one.severity == Severity.REPLACE for one in counters):
        evidence = (piece for one in counters for piece in one.evidence)
        yield finding("storage.several_signs", Severity.REPLACE, Confidence.MEDIUM, part, *evidence)


class _Used(msgspec.Struct, frozen=True, kw_only=True):
    percent: int
    source: str


def _wear(health: Health, part: Part) -> Iterator[Finding]:
    told = _used(health)
    if _contradictory(told):
        if max(used.percent for used in told) >= wear.NEARLY_PERCENT:
            evidence = (
                Evidence(source=used.source, value=used.percent, threshold="–", reference="own-wear") for used in told
            )
            yield finding("storage.wear_unclear", Severity.NOTE, Confidence.LOW, part, *evidence)
    elif told:
        yield from wear.findings(told[0].percent, told[0].source, part)


def _used(health: Health) -> list[_Used]:
    """What the drive tells of its wear: the standard's figure first, then the maker's own."""
    told = []
    if health.logs and isinstance(health.logs.percentage_used, int):
        source = "device statistics, Percentage Used Endurance Indicator"
        told.append(_Used(percent=health.logs.percentage_used, source=source))
    for attribute in _remaining(LIFE, health):
        # 0 is what drives write that know nothing; those that are used up keep 1 (ACS: 1 to 253)
        if attribute.value and attribute.value <= 100:
            told.append(_Used(percent=100 - attribute.value, source=source_of(health, attribute, "100 − value")))
            break
    return told


def _contradictory(told: list[_Used]) -> bool:
    return len(told) > 1 and abs(min(told[0].percent, 100) - told[1].percent) > _APART_PERCENT


def _spare(health: Health, part: Part) -> Iterator[Finding]:
    for attribute in _remaining(SPARE, health):
        if attribute.value and attribute.value <= _SPARE_WATCH:
            evidence = Evidence(
                source=source_of(health, attribute, "value"),
                value=attribute.value,
                threshold=f"≤ {_SPARE_WATCH}",
                reference="gsmartcontrol",
            )
            yield finding("storage.spare_low", Severity.WATCH, Confidence.MEDIUM, part, evidence)
            return


def _remaining(rules: tuple[RemainingRule, ...], health: Health) -> Iterator[AtaAttribute]:
    for rule in rules:
        yield from (a for a in health.attributes if a.id == rule.id and rule.name.search(a.name))
