"""NVMe drives: the health log that the standard defines (NVM Express Base Specification, log page 02h)."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.storage import wear
from haas_client.diagnostics.rules.storage.table import FigureRule, Limit, figured, finding
from haas_client.diagnostics.snapshot import NvmeHealth

# Critical warning: which bit condemns the drive
_SPARE, _TEMPERATURE, _RELIABILITY, _READ_ONLY, _VOLATILE, _PERSISTENT = (1 << bit for bit in range(6))
WARNINGS = (
    (_SPARE, "storage.nvme_spare", Severity.REPLACE),
    (_RELIABILITY, "storage.nvme_reliability", Severity.REPLACE),
    (_READ_ONLY, "storage.nvme_read_only", Severity.REPLACE),
    (_VOLATILE, "storage.nvme_backup", Severity.REPLACE),
    (_PERSISTENT, "storage.nvme_persistent_memory", Severity.WATCH),
    (_TEMPERATURE, "storage.temperature", Severity.WATCH),
)
CONDEMNING = sum(bit for bit, _, severity in WARNINGS if severity == Severity.REPLACE)

# The number of error log entries is above 0 on 40 % and that of unsafe shutdowns on 93 % of captured drives: no rules.
FIGURES = (
    FigureRule(
        field="media_errors",
        source="NVMe media_errors",
        code="storage.media_errors",
        watch=Limit(value=1, reference="scrutiny"),
    ),
)


def findings(nvme: NvmeHealth, part: Part) -> Iterator[Finding]:
    yield from _warnings(nvme, part)
    yield from _spare(nvme, part)
    if isinstance(nvme.percentage_used, int):
        yield from wear.findings(nvme.percentage_used, "NVMe percentage_used", part)
    yield from figured(FIGURES, nvme, part)


def _warnings(nvme: NvmeHealth, part: Part) -> Iterator[Finding]:
    if not isinstance(nvme.critical_warning, int):
        return
    for bit, code, severity in WARNINGS:
        if nvme.critical_warning & bit:
            evidence = Evidence(
                source="NVMe critical_warning",
                value=f"0x{nvme.critical_warning:02x}",
                threshold=f"0x{bit:02x}",
                reference="nvme",
            )
            yield finding(code, severity, Confidence.HIGH, part, evidence)


def _spare(nvme: NvmeHealth, part: Part) -> Iterator[Finding]:
    spare, least = nvme.available_spare_percent, nvme.spare_threshold_percent
    if isinstance(spare, int) and isinstance(least, int) and spare < least:
        evidence = Evidence(source="NVMe available_spare", value=spare, threshold=f"< {least}", reference="nvme")
        yield finding("storage.nvme_spare", Severity.REPLACE, Confidence.HIGH, part, evidence)
