"""What the PC was sold with against what is in it (rule F-01).

A part that is gone is watched and not condemned: its owner may have taken it out. Another part than the sold one is no
fault at all, since HandsBuy itself puts new ones in; it is told so that support knows what it talks about. Where parts
could not be read, nothing follows.
"""

from collections.abc import Callable, Iterable, Iterator

from haas_client.diagnostics import as_sold
from haas_client.diagnostics.as_sold import Match, plain
from haas_client.diagnostics.finding import NOT_FOUND, Evidence, Fact, Finding, Part, PartState
from haas_client.diagnostics.kinds import Confidence, PartKind, Severity, Verdict
from haas_client.diagnostics.snapshot import Snapshot, System
from haas_client.diagnostics.unknown import Unknown
from haas_client.machine import Sold

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
    sold = snapshot.sold
    # A virtual machine has none of the parts of the PC that its disk image came from.
    if isinstance(sold, Unknown) or (isinstance(snapshot.system, System) and snapshot.system.virtual_machine is True):
        return
    for match_of, gone in _KINDS:
        match = match_of(sold, snapshot)
        if isinstance(match, Match):
            yield from (_missing(part, match) for part in gone(match))
            yield from (_foreign(part) for part in match.foreign)


def states(found: Iterable[Finding]) -> Iterator[PartState]:
    """One for each part that is gone; a part that is there has its state from what it says of itself."""
    for finding in found:
        if finding.code in _MISSING.values():
            yield PartState(part=finding.part, verdict=Verdict.WATCH, facts=(Fact(name=NOT_FOUND, value=1),))


def _gone(match: Match) -> tuple[Part, ...]:
    """What is missing beyond what others have taken the place of: a part that was replaced is not missed.

    Which of several it was is told by their place; where that says nothing, the first ones count as replaced.
    """
    replaced = {plain(part.slot) for part in match.foreign} - {""}
    missing = sorted(match.missing, key=lambda part: plain(part.slot) not in replaced)
    return tuple(missing[len(match.foreign) :])


def _gone_modules(match: Match) -> tuple[Part, ...]:
    """As :func:`_gone`; none where there is as much memory as was sold, or may be: larger ones may be fewer."""
    then = [pair.sold.size_bytes for pair in match.pairs if pair.sold]
    now = [pair.now.size_bytes for pair in match.pairs if pair.now]
    if any(isinstance(size, Unknown) for size in now) or _sum(now) >= _sum(then):
        return ()
    return _gone(match)


def _sum(sizes: Iterable[int | Unknown]) -> int:
    return sum(size for size in sizes if isinstance(size, int))


_MatchOf = Callable[[Sold, Snapshot], Match | Unknown]

_KINDS: tuple[tuple[_MatchOf, Callable[[Match], tuple[Part, ...]]], ...] = (
    (as_sold.supplies, _gone),
    (as_sold.memory, _gone_modules),
    (as_sold.storage, _gone),
)


def _missing(part: Part, match: Match) -> Finding:
    sold = [pair for pair in match.pairs if pair.sold]
    evidence = _evidence(part, "parts found", sum(pair.now is not None for pair in sold), f"< {len(sold)}")
    return _finding(_MISSING[part.kind], Severity.WATCH, part, evidence)


def _foreign(part: Part) -> Finding:
    return _finding(_FOREIGN[part.kind], Severity.NOTE, part, _evidence(part, "sold parts that it may be", 0, "< 1"))


def _evidence(part: Part, what: str, value: int, threshold: str) -> Evidence:
    """Without model and serial number: the owner may leave those out of what is sent."""
    source = f"{_SOURCES[part.kind]}, {what}"
    return Evidence(source=source, value=value, threshold=threshold, reference="own-sold")


def _finding(code: str, severity: Severity, part: Part, evidence: Evidence) -> Finding:
    return Finding(code=code, severity=severity, confidence=Confidence.MEDIUM, part=part, evidence=(evidence,))
