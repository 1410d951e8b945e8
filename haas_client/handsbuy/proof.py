"""What was seen of a swap since the PC runs again."""

import msgspec

from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy import after, situations
from haas_client.handsbuy.pack.checks import Result
from haas_client.handsbuy.pack.found import NOT_READ
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.runs_from import Medium
from haas_client.handsbuy.situations import Noticed
from haas_client.handsbuy.swap import Swap


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    snapshot: Snapshot
    """Of now."""
    medium: Medium | Unknown
    """What this session runs from."""
    results: tuple[Result, ...]
    """Of every check that is for this machine, in the guide's order."""
    noticed: tuple[Noticed, ...]
    """What may have happened where it did not come out as it should, the gravest first."""


def looked(
    guide: Guide, swap: Swap, before: Snapshot | None, now: Snapshot, medium: Medium | Unknown = NOT_READ
) -> Seen:
    """``before`` is the snapshot of before the shutdown; ``None`` where there is none."""
    return Seen(
        snapshot=now,
        medium=medium,
        results=after.results(guide, swap, before, now),
        noticed=situations.noticed(guide, swap, before, now, medium),
    )
