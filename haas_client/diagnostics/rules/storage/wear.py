"""Wear of flash memory, in percent of what its maker rates it for."""

from collections.abc import Iterator

from haas_client.diagnostics.finding import Evidence, Finding, Part
from haas_client.diagnostics.kinds import Confidence, Severity
from haas_client.diagnostics.rules.storage.table import finding

NEARLY_PERCENT = 90
"""GSmartControl warns from there."""
OUT_PERCENT = 100
"""The maker's rating. A drive may work on for long, but nobody vouches for it: scrutiny calls it failed above this."""


def findings(used_percent: int, source: str, part: Part) -> Iterator[Finding]:
    """Worn, or nearly."""
    if used_percent < NEARLY_PERCENT:
        return
    out = used_percent >= OUT_PERCENT
    evidence = Evidence(
        source=source,
        value=used_percent,
        threshold=f"≥ {OUT_PERCENT if out else NEARLY_PERCENT}",
        reference="scrutiny" if out else "gsmartcontrol",
    )
    confidence = Confidence.HIGH if out else Confidence.MEDIUM
    yield finding("storage.worn", Severity.WATCH, confidence, part, evidence)
