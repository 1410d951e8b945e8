"""SCSI and SAS drives: grown defects and uncorrected errors, which are the counterparts of ATA's 5, 187 and 197."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Finding, Part
from haas_client.diagnostics.kinds import Confidence
from haas_client.diagnostics.rules.storage import wear
from haas_client.diagnostics.rules.storage.table import FigureRule, Limit, figured
from haas_client.diagnostics.snapshot import ScsiHealth

# No outcomes of SCSI drives were at hand: the limits are those of the ATA counter that counts the same thing; of grown
# defects a good drive has some (56 after 260 TB on one that is well).
FIGURES = (
    FigureRule(
        field="uncorrected_errors",
        source="SCSI total_uncorrected_errors",
        code="storage.uncorrectable_errors",
        watch=Limit(value=1, reference="backblaze-2016"),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    FigureRule(
        field="pending_defects",
        source="SCSI pending defects",
        code="storage.pending_sectors",
        watch=Limit(value=1, reference="backblaze-2016"),
        replace=Limit(value=10, reference="backblaze-2019"),
    ),
    FigureRule(
        field="grown_defects",
        source="SCSI grown defect list",
        code="storage.reallocated_sectors",
        watch=Limit(value=100, reference="own-counters", confidence=Confidence.LOW),
        replace=Limit(value=1000, reference="own-counters"),
    ),
)


def findings(scsi: ScsiHealth, part: Part) -> Iterator[Finding]:
    yield from figured(FIGURES, scsi, part)
    if isinstance(scsi.percentage_used, int):
        yield from wear.findings(scsi.percentage_used, "SCSI percentage used endurance indicator", part)
