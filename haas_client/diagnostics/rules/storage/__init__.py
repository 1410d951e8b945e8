"""Storage: the drive's own word first, then the counters that have foretold failures, by a table a kind of drive."""

from collections.abc import Iterable, Iterator

from haas_client.diagnostics import parts
from haas_client.diagnostics.finding import Evidence, Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict, of_severities
from haas_client.diagnostics.rules.storage import ata, ata_hdd, ata_ssd, nvme, scsi
from haas_client.diagnostics.rules.storage.table import finding
from haas_client.diagnostics.snapshot import Bus, Drive, Health, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown

_MECHANICAL = frozenset({3, 7, 8, 10})
"""Spin-up time, seek errors, seek time, spin retries: only disks have them."""

part_of = parts.of_drive

REPLACE_FROM = {
    rule.id: rule.replace.value
    for rule in (*ata_hdd.COUNTERS, ata_hdd.UNCORRECTABLE)
    for flash in ata_ssd.COUNTERS
    if rule.id == flash.id and rule.replace and flash.replace and rule.replace.value == flash.replace.value
}
"""Attributes that condemn disks and flash from the same value on."""

ASLEEP = "storage.asleep"
"""The one finding on a drive that was not looked at."""

_DISK_HOT, _DISK_WARM = 60, 50
"""Degrees: no maker of disks allows more than 60; from 50 on they failed more often (Google, FAST '07, figure 5)."""


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """All findings of all drives."""
    if isinstance(snapshot.storage, Storage):
        for drive in snapshot.storage.drives:
            yield from of_drive(drive)


def of_drive(drive: Drive) -> Iterator[Finding]:
    """The findings of one drive; where its health is unknown, at most that it sleeps."""
    health = drive.health
    part = part_of(drive)
    if isinstance(health, Unknown):
        yield from _asleep(health, part)
        return
    yield from _overall(health, part)
    yield from _self_test(health, part)
    if health.nvme:
        yield from nvme.findings(health.nvme, part)
    if health.scsi:
        yield from scsi.findings(health.scsi, part)
    if health.attributes or health.logs:
        yield from _ata(drive, health, part)
    yield from _temperature(drive, health, part)


def states(snapshot: Snapshot, found: tuple[Finding, ...]) -> Iterator[PartState]:
    """One state a drive, or one that says why there is none."""
    storage = snapshot.storage
    if isinstance(storage, Unknown):
        yield PartState(part=_no_part(storage), verdict=Verdict.UNREADABLE, why=storage)
        return
    for drive in storage.drives:
        part = part_of(drive)
        verdict, why = verdict_of(drive, (one for one in found if one.part == part))
        yield PartState(part=part, verdict=verdict, why=why, facts=tuple(_facts(drive)))


def is_disk(drive: Drive, health: Health) -> bool:
    """Whether it turns; by its attributes where the capture gives no rotation rate."""
    if isinstance(drive.rotational, bool):
        return drive.rotational
    return any(attribute.id in _MECHANICAL for attribute in health.attributes)


def _asleep(why: Unknown, part: Part) -> Iterator[Finding]:
    """Nothing is known of a drive that sleeps, and that is no fault: it can be asked while it runs."""
    if why.reason == Reason.ASLEEP:
        evidence = Evidence(source=why.detail, value="standby", threshold="standby", reference="smartctl")
        yield finding(ASLEEP, Severity.NOTE, Confidence.HIGH, part, evidence)


def _ata(drive: Drive, health: Health, part: Part) -> Iterator[Finding]:
    yield from ata.failed_attributes(health, part)
    yield from (ata_hdd if is_disk(drive, health) else ata_ssd).findings(health, part)
    yield from ata.statistics(health, part)
    yield from ata.link(health, part)


def _overall(health: Health, part: Part) -> Iterator[Finding]:
    if health.passed is not False:
        return
    warning = health.nvme.critical_warning if health.nvme else None
    if isinstance(warning, int) and warning and not warning & nvme.CONDEMNING:
        return  # too hot just now, say: a finding of its own, and no reason to replace the drive
    evidence = Evidence(
        source=f"{health.source} overall health", value="FAILED", threshold="FAILED", reference=_reference(health)
    )
    yield finding("storage.health_failed", Severity.REPLACE, Confidence.HIGH, part, evidence)


def _self_test(health: Health, part: Part) -> Iterator[Finding]:
    if health.self_test_failed is True:
        evidence = Evidence(source="self-test log", value="failed", threshold="failed", reference="smartctl")
        yield finding("storage.self_test", Severity.REPLACE, Confidence.HIGH, part, evidence)


def _temperature(drive: Drive, health: Health, part: Part) -> Iterator[Finding]:
    """Too hot at the moment, by the drive's own limit or that of all disks."""
    now, limit = health.temperature_celsius, health.temperature_limit_celsius
    if not isinstance(now, int) or not 0 < now < 150 or health.nvme:
        return  # NVMe drives say it themselves
    disk = is_disk(drive, health)
    highest = limit if isinstance(limit, int) else _DISK_HOT if disk else None
    if highest and now >= highest:
        evidence = Evidence(
            source=f"{health.source} temperature", value=now, threshold=f"≥ {highest} °C", reference="own-heat"
        )
        yield finding("storage.temperature", Severity.WATCH, Confidence.MEDIUM, part, evidence)
    elif disk and now >= _DISK_WARM:
        evidence = Evidence(
            source=f"{health.source} temperature", value=now, threshold=f"≥ {_DISK_WARM} °C", reference="google-2007"
        )
        yield finding("storage.warm", Severity.NOTE, Confidence.MEDIUM, part, evidence)


def verdict_of(drive: Drive, found: Iterable[Finding]) -> tuple[Verdict, Unknown | None]:
    """What the findings on a drive come to, and where nothing was found, why that does not make it good."""
    verdict = of_severities(one.severity for one in found)
    if verdict:
        return verdict, None
    health = drive.health
    if isinstance(health, Unknown):
        if drive.bus == Bus.VIRTUAL:
            return Verdict.UNREADABLE, Unknown(reason=Reason.NOT_MEASURABLE, detail=f"{drive.name}: virtual drive")
        return Verdict.UNREADABLE, health
    if isinstance(health.passed, Unknown):
        # Counters without the drive's own word (a USB bridge, say): nothing bad was seen, nothing good was said.
        return Verdict.UNREADABLE, health.passed
    missing = _missing_evidence(health)
    return (Verdict.UNREADABLE, missing) if missing else (Verdict.OK, None)


def _missing_evidence(health: Health) -> Unknown | None:
    """Why a drive's PASSED is all there is: most drives that fail say PASSED, so it makes no drive good by itself."""
    if health.nvme:
        figures = (health.nvme.critical_warning, health.nvme.percentage_used, health.nvme.media_errors)
        return next((figure for figure in figures if isinstance(figure, Unknown)), None)
    if health.scsi:
        figure = health.scsi.uncorrected_errors
        return figure if isinstance(figure, Unknown) else None
    if not health.attributes:
        return Unknown(reason=Reason.NOT_REPORTED, detail="health log beside the overall assessment")
    return None


def _facts(drive: Drive) -> Iterator[Fact]:
    health = drive.health
    if isinstance(health, Unknown):
        return
    candidates = (
        ("worn_percent", worn_percent(drive, health)),
        ("temperature_celsius", health.temperature_celsius),
        ("power_on_hours", health.power_on_hours),
    )
    for name, value in candidates:
        if isinstance(value, int):
            yield Fact(name=name, value=value)


def worn_percent(drive: Drive, health: Health) -> int | Unknown | None:
    """Wear in percent of the maker's rating; ``None`` for what does not wear, or does not tell."""
    if health.nvme:
        return health.nvme.percentage_used
    if health.scsi:
        return health.scsi.percentage_used
    return None if is_disk(drive, health) else ata_ssd.used_percent(health)


def _reference(health: Health) -> str:
    if health.source == "udisks2":
        return "udisks2"
    return "nvme" if health.nvme else "smartctl"


def _no_part(why: Unknown) -> Part:
    return Part(kind=PartKind.STORAGE, slot=why, model=why, serial=why)
