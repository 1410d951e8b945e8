"""Storage: the drive's own word first, then the counters that have foretold failures."""

from collections.abc import Iterator

import msgspec

from haas_client.diagnostics import parts
from haas_client.diagnostics.finding import Evidence, Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import AtaAttribute, Bus, Drive, Health, NvmeHealth, Snapshot, Storage
from haas_client.diagnostics.unknown import Reason, Unknown


class CounterRule(msgspec.Struct, frozen=True, kw_only=True):
    """A SMART counter of sectors: from ``watch_from`` it is looked at, from ``replace_from`` the drive goes."""

    id: int
    code: str
    watch_from: int
    watch_reference: str
    replace_from: int
    replace_reference: str


COUNTER_RULES = (
    CounterRule(
        id=197,
        code="storage.pending_sectors",
        watch_from=1,
        watch_reference="backblaze-2016",
        replace_from=10,
        replace_reference="backblaze-2019",
    ),
    CounterRule(
        id=198,
        code="storage.uncorrectable_sectors",
        watch_from=1,
        watch_reference="backblaze-2016",
        replace_from=10,
        replace_reference="backblaze-2019",
    ),
    CounterRule(
        id=187,
        code="storage.uncorrectable_errors",
        watch_from=1,
        watch_reference="backblaze-2016",
        replace_from=10,
        replace_reference="backblaze-2019",
    ),
    CounterRule(
        id=5,
        code="storage.reallocated_sectors",
        watch_from=17,
        watch_reference="scrutiny",
        replace_from=100,
        replace_reference="backblaze-2019",
    ),
)

# NVM Express Base Specification, critical warning: which bit condemns the drive
_SPARE, _TEMPERATURE, _RELIABILITY, _READ_ONLY, _VOLATILE, _PERSISTENT = (1 << bit for bit in range(6))
_WARNING_RULES = (
    (_SPARE, "storage.nvme_spare", Severity.REPLACE),
    (_RELIABILITY, "storage.nvme_reliability", Severity.REPLACE),
    (_READ_ONLY, "storage.nvme_read_only", Severity.REPLACE),
    (_VOLATILE, "storage.nvme_backup", Severity.REPLACE),
    (_PERSISTENT, "storage.nvme_persistent_memory", Severity.WATCH),
    (_TEMPERATURE, "storage.temperature", Severity.WATCH),
)

# Airflow temperature and temperature: crossing their limit tells of heat, not of wear.
_TEMPERATURES = frozenset({190, 194})

part_of = parts.of_drive

_WORN_OUT_PERCENT = 100
_NEARLY_WORN_PERCENT = 90


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    """All findings of all drives."""
    if isinstance(snapshot.storage, Storage):
        for drive in snapshot.storage.drives:
            yield from of_drive(drive)


def of_drive(drive: Drive) -> Iterator[Finding]:
    """The findings of one drive; none where its health is unknown, which says nothing of it."""
    health = drive.health
    if isinstance(health, Unknown):
        return
    part = part_of(drive)
    yield from _overall(health, part)
    yield from _failed_attributes(health, part)
    yield from _counters(health, part)
    if health.nvme:
        yield from _nvme(health.nvme, part)
    if health.self_test_failed is True:
        evidence = Evidence(source="self-test log", value="failed", threshold="failed", reference="smartctl")
        yield _finding("storage.self_test", Severity.REPLACE, Confidence.HIGH, part, evidence)


def states(snapshot: Snapshot, _found: tuple[Finding, ...]) -> Iterator[PartState]:
    """One state a drive, or one that says why there is none."""
    storage = snapshot.storage
    if isinstance(storage, Unknown):
        yield PartState(part=_no_part(storage), verdict=Verdict.UNREADABLE, why=storage)
        return
    for drive in storage.drives:
        part = part_of(drive)
        # Of this very drive: what is printed on two drives in one enclosure may be the same.
        severities = {finding.severity for finding in of_drive(drive)}
        verdict, why = _verdict(drive, severities)
        yield PartState(part=part, verdict=verdict, why=why, facts=tuple(_facts(drive)))


def _verdict(drive: Drive, severities: set[Severity]) -> tuple[Verdict, Unknown | None]:
    if severities:
        return (Verdict.REPLACE if Severity.REPLACE in severities else Verdict.WATCH), None
    health = drive.health
    if isinstance(health, Unknown):
        if drive.bus == Bus.VIRTUAL:
            return Verdict.UNREADABLE, Unknown(reason=Reason.NOT_MEASURABLE, detail=f"{drive.name}: virtual drive")
        return Verdict.UNREADABLE, health
    if isinstance(health.passed, Unknown):
        # Counters without the drive's own word (a USB bridge, say): nothing bad was seen, nothing good was said.
        return Verdict.UNREADABLE, health.passed
    missing = _missing_evidence(drive.bus, health)
    return (Verdict.UNREADABLE, missing) if missing else (Verdict.OK, None)


def _missing_evidence(bus: Bus, health: Health) -> Unknown | None:
    """Why a drive's PASSED is all there is: most drives that fail say PASSED, so it makes no drive good by itself."""
    if health.nvme:
        figures = (health.nvme.critical_warning, health.nvme.percentage_used, health.nvme.media_errors)
        return next((figure for figure in figures if isinstance(figure, Unknown)), None)
    if bus in (Bus.SATA, Bus.USB) and not health.attributes:
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMART attributes")
    return None


def _overall(health: Health, part: Part) -> Iterator[Finding]:
    if health.passed is not False:
        return
    warning = health.nvme.critical_warning if health.nvme else None
    condemning = sum(bit for bit, _, severity in _WARNING_RULES if severity == Severity.REPLACE)
    if isinstance(warning, int) and warning and not warning & condemning:
        return  # too hot just now, say: a finding of its own, and no reason to replace the drive
    evidence = Evidence(
        source=f"{health.source} overall health", value="FAILED", threshold="FAILED", reference=_reference(health)
    )
    yield _finding("storage.health_failed", Severity.REPLACE, Confidence.HIGH, part, evidence)


def _failed_attributes(health: Health, part: Part) -> Iterator[Finding]:
    for attribute in health.attributes:
        if not attribute.failed:
            continue
        evidence = Evidence(
            source=_attribute_source(health, attribute),
            value=f"{attribute.value} ({attribute.failed})",
            threshold=f"≤ {attribute.threshold}",
            reference="smartctl",
        )
        if attribute.id in _TEMPERATURES:
            yield _finding("storage.was_hot", Severity.WATCH, Confidence.LOW, part, evidence)
        elif attribute.failed == "now" and attribute.prefailure:
            yield _finding("storage.attribute_failing", Severity.REPLACE, Confidence.HIGH, part, evidence)
        elif attribute.failed == "now":
            yield _finding("storage.attribute_aged", Severity.WATCH, Confidence.MEDIUM, part, evidence)
        else:
            yield _finding("storage.attribute_failed_before", Severity.WATCH, Confidence.LOW, part, evidence)


def _counters(health: Health, part: Part) -> Iterator[Finding]:
    by_id = {attribute.id: attribute for attribute in health.attributes}
    for rule in COUNTER_RULES:
        attribute = by_id.get(rule.id)
        if attribute is None or attribute.raw is None or attribute.raw < rule.watch_from:
            continue
        replace = attribute.raw >= rule.replace_from
        evidence = Evidence(
            source=_attribute_source(health, attribute),
            value=attribute.raw,
            threshold=f"≥ {rule.replace_from if replace else rule.watch_from}",
            reference=rule.replace_reference if replace else rule.watch_reference,
        )
        severity = Severity.REPLACE if replace else Severity.WATCH
        yield _finding(rule.code, severity, Confidence.MEDIUM, part, evidence)


def _nvme(nvme: NvmeHealth, part: Part) -> Iterator[Finding]:
    if isinstance(nvme.critical_warning, int):
        for bit, code, severity in _WARNING_RULES:
            if nvme.critical_warning & bit:
                value = f"0x{nvme.critical_warning:02x}"
                evidence = Evidence(
                    source="NVMe critical_warning", value=value, threshold=f"0x{bit:02x}", reference="nvme"
                )
                yield _finding(code, severity, Confidence.HIGH, part, evidence)
    spare, least = nvme.available_spare_percent, nvme.spare_threshold_percent
    if isinstance(spare, int) and isinstance(least, int) and spare < least:
        evidence = Evidence(source="NVMe available_spare", value=spare, threshold=f"< {least}", reference="nvme")
        yield _finding("storage.nvme_spare", Severity.REPLACE, Confidence.HIGH, part, evidence)
    used = nvme.percentage_used
    if isinstance(used, int) and used >= _NEARLY_WORN_PERCENT:
        limit = _WORN_OUT_PERCENT if used >= _WORN_OUT_PERCENT else _NEARLY_WORN_PERCENT
        evidence = Evidence(
            source="NVMe percentage_used", value=used, threshold=f"≥ {limit}", reference="gsmartcontrol"
        )
        yield _finding("storage.worn", Severity.WATCH, Confidence.MEDIUM, part, evidence)
    if isinstance(nvme.media_errors, int) and nvme.media_errors:
        evidence = Evidence(source="NVMe media_errors", value=nvme.media_errors, threshold="≥ 1", reference="scrutiny")
        yield _finding("storage.media_errors", Severity.WATCH, Confidence.MEDIUM, part, evidence)


def _facts(drive: Drive) -> Iterator[Fact]:
    health = drive.health
    if isinstance(health, Unknown):
        return
    candidates = (
        ("worn_percent", health.nvme.percentage_used if health.nvme else None),
        ("temperature_celsius", health.temperature_celsius),
        ("power_on_hours", health.power_on_hours),
    )
    for name, value in candidates:
        if isinstance(value, int):
            yield Fact(name=name, value=value)


def _attribute_source(health: Health, attribute: AtaAttribute) -> str:
    return f"{health.source} {attribute.id} {attribute.name}"


def _reference(health: Health) -> str:
    if health.source == "udisks2":
        return "udisks2"
    return "nvme" if health.nvme else "smartctl"


def _finding(code: str, severity: Severity, confidence: Confidence, part: Part, evidence: Evidence) -> Finding:
    return Finding(code=code, severity=severity, confidence=confidence, part=part, evidence=(evidence,))


def _no_part(why: Unknown) -> Part:
    return Part(kind=PartKind.STORAGE, slot=why, model=why, serial=why)
