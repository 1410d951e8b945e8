"""What the PC was sold with against what is in it (rule F-01).

A part that is gone is watched and not condemned: its owner may have taken it out. Another part than the sold one is no
fault at all, since HandsBuy itself puts new ones in; it is told so that support knows what it talks about. Where parts
could not be read, nothing follows.
"""

from collections.abc import Iterable, Iterator

from haas_client.diagnostics import as_sold
from haas_client.diagnostics.as_sold import Match
from haas_client.diagnostics.finding import NOT_FOUND, Evidence, Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown

_MISSING = {PartKind.MEMORY: "memory.sold_missing", PartKind.STORAGE: "storage.sold_missing"}
_FOREIGN = {
    PartKind.MEMORY: "memory.not_as_sold",
    PartKind.STORAGE: "storage.not_as_sold",
    PartKind.POWER: "power.not_as_sold",
}
_SOURCES = {
    PartKind.MEMORY: "machine.toml [[memory]] / SMBIOS type 17",
    PartKind.STORAGE: "machine.toml [[storage]] / sysfs block",
    PartKind.POWER: "machine.toml [power_supply] / SMBIOS type 39",
}


def findings(snapshot: Snapshot) -> Iterator[Finding]:
    if isinstance(snapshot.sold, Unknown):
        return
    for match_of in (as_sold.supplies, as_sold.memory, as_sold.storage):
        match = match_of(snapshot.sold, snapshot)
        if isinstance(match, Match):
            yield from (_missing(part, match) for part in match.missing)
            yield from (_foreign(part) for part in match.foreign)


def states(found: Iterable[Finding]) -> Iterator[PartState]:
    """One for each part that is gone; a part that is there has its state from what it says of itself."""
    for finding in found:
        if finding.code in _MISSING.values():
            yield PartState(part=finding.part, verdict=Verdict.WATCH, facts=(Fact(name=NOT_FOUND, value=1),))


def _missing(part: Part, match: Match) -> Finding:
    sold = [pair for pair in match.pairs if pair.sold]
    evidence = _evidence(part, "parts found", sum(pair.same for pair in sold), f"< {len(sold)}")
    return _finding(_MISSING[part.kind], Severity.WATCH, part, evidence)


def _foreign(part: Part) -> Finding:
    return _finding(_FOREIGN[part.kind], Severity.NOTE, part, _evidence(part, "sold parts that it may be", 0, "< 1"))


def _evidence(part: Part, what: str, value: int, threshold: str) -> Evidence:
    """Without model and serial number: the owner may leave those out of what is sent."""
    source = f"{_SOURCES[part.kind]}, {what}"
    return Evidence(source=source, value=value, threshold=threshold, reference="own-sold")


def _finding(code: str, severity: Severity, part: Part, evidence: Evidence) -> Finding:
    return Finding(code=code, severity=severity, confidence=Confidence.MEDIUM, part=part, evidence=(evidence,))
