"""What holds for every ATA drive, disk or flash: its own limits, its logs, and the link to it."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.storage.table import FigureRule, Limit, figured, finding, source_of
from haas_client.diagnostics.snapshot import AtaAttribute, AtaLogs, Health

# Airflow temperature and temperature: crossing their limit tells of heat, not of wear.
TEMPERATURES = frozenset({190, 194})

STATISTICS = (
    FigureRule(
        field="reported_uncorrectable",
        source="device statistics, Reported Uncorrectable Errors",
        code="storage.uncorrectable_errors",
        watch=Limit(value=5, reference="own-counters", confidence=Confidence.LOW),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    FigureRule(
        field="pending_defects",
        source="pending defects log",
        code="storage.pending_sectors",
        watch=Limit(value=1, reference="backblaze-2016"),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    FigureRule(
        field="logged_uncorrectable",
        source="error log, entries UNC",
        code="storage.logged_errors",
        watch=Limit(value=1, reference="own-counters", confidence=Confidence.LOW),
    ),
)
_SAME_AS = {"reported_uncorrectable": 187, "pending_defects": 197, "logged_uncorrectable": 187}
"""A log is read only where the drive does not count the same in an attribute."""

_CRC = 199
_CRC_FEW, _CRC_MANY = 1, 10


def failed_attributes(health: Health, part: Part) -> Iterator[Finding]:
    """Values that reached the maker's own threshold, now or at some time."""
    for attribute in health.attributes:
        if not attribute.failed:
            continue
        # "past": the value has recovered since, and the worst one it ever had is what reached the threshold
        reached = attribute.value if attribute.failed == "now" else attribute.worst
        evidence = Evidence(
            source=source_of(health, attribute, "value" if attribute.failed == "now" else "worst value"),
            value=f"{reached} ({attribute.failed})",
            threshold=f"≤ {attribute.threshold}",
            reference="smartctl",
        )
        code, severity, confidence = _failed(attribute)
        yield finding(code, severity, confidence, part, evidence)


def _failed(attribute: AtaAttribute) -> tuple[str, Severity, Confidence]:
    if attribute.id in TEMPERATURES:
        return "storage.was_hot", Severity.WATCH, Confidence.LOW
    if attribute.failed == "now" and attribute.prefailure:
        return "storage.attribute_failing", Severity.REPLACE, Confidence.HIGH
    if attribute.failed == "now":
        return "storage.attribute_aged", Severity.WATCH, Confidence.MEDIUM
    return "storage.attribute_failed_before", Severity.WATCH, Confidence.LOW


def statistics(health: Health, part: Part) -> Iterator[Finding]:
    """What the device statistics and the pending defects log say beyond the attributes."""
    if health.logs:
        counted = {attribute.id for attribute in health.attributes}
        rules = [rule for rule in STATISTICS if _SAME_AS.get(rule.field) not in counted]
        yield from figured(rules, health.logs, part)


def link(health: Health, part: Part) -> Iterator[Finding]:
    """Transfers that arrived damaged: the cable or its plugs, since the drive itself noticed.

    The count stays for life and a few come with any hot plug, so a few are only told; growth is judged with history.
    """
    errors = _crc_errors(health)
    if errors is None or errors[1] < _CRC_FEW:
        return
    source, count = errors
    many = count >= _CRC_MANY
    evidence = Evidence(
        source=source, value=count, threshold=f"≥ {_CRC_MANY if many else _CRC_FEW}", reference="own-link"
    )
    severity = Severity.CABLE if many else Severity.NOTE
    yield finding(
        "storage.link_errors" if many else "storage.link_errors_few", severity, Confidence.LOW, part, evidence
    )


def _crc_errors(health: Health) -> tuple[str, int] | None:
    for attribute in health.attributes:
        if attribute.id == _CRC and "CRC" in attribute.name.upper() and attribute.raw is not None:
            return source_of(health, attribute), attribute.raw
    logs: AtaLogs | None = health.logs
    if logs and isinstance(logs.interface_crc_errors, int):
        return "device statistics, Interface CRC Errors", logs.interface_crc_errors
    return None
