"""What the rules conclude: findings with their evidence, and the state of each part."""

import msgspec

from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.unknown import Reason, Unknown


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Which part is meant, as precisely as the machine tells."""

    kind: PartKind
    slot: str | Unknown
    model: str | Unknown
    serial: str | Unknown
    size_bytes: int | Unknown = Unknown(reason=Reason.NOT_REPORTED)


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One observation that a technician can repeat by hand."""

    source: str
    """Where it was read: "smartctl 197 Current_Pending_Sector"."""
    value: int | float | str
    threshold: str
    """What it was held against: "≥ 10"."""
    reference: str
    """Key into :data:`haas_client.diagnostics.rules.references.REFERENCES`."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    """Stable, dotted: "storage.pending_sectors". Words for it stand in :mod:`haas_client.wording`."""
    severity: Severity
    confidence: Confidence
    part: Part
    evidence: tuple[Evidence, ...]
    new: bool = False
    """Not there at the last diagnosis of this PC."""
    known: bool = False
    """The owner said that it is known; it did not grow since, and is told without alarm."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """A key figure beside a part's verdict, without a threshold."""

    name: str
    """With its unit: "temperature_celsius". Words for it stand in :mod:`haas_client.wording`."""
    value: int | float | str


NOT_FOUND = "not_found"
"""The fact of a part that should be there, and is not: one of those that the PC was sold with."""


class PartState(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the table of parts."""

    part: Part
    verdict: Verdict
    why: Unknown | None = None
    """For ``UNREADABLE`` and ``NOT_TESTED``."""
    facts: tuple[Fact, ...] = ()

    @property
    def is_missing(self) -> bool:
        return any(fact.name == NOT_FOUND for fact in self.facts)
