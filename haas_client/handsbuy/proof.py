"""What was seen of a swap since the PC runs again."""

import msgspec

from haas_client.diagnostics.snapshot import Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy import after, course, situations
from haas_client.handsbuy.pack.checks import Outcome, Result
from haas_client.handsbuy.pack.found import NOT_READ
from haas_client.handsbuy.pack.guide import Guide
from haas_client.handsbuy.runs_from import Medium
from haas_client.handsbuy.situations import Noticed, Situation
from haas_client.handsbuy.swap import Swap

_NO_DOUBT = frozenset({Situation.OTHER_SLOT, Situation.NO_SYSTEM})
"""The new part is in, where another place would do too; or it is in and still empty."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    snapshot: Snapshot
    """Of now."""
    medium: Medium | Unknown
    """What this session runs from."""
    results: tuple[Result, ...]
    """Of every check that is for this machine, in the guide's order."""
    noticed: tuple[Noticed, ...]
    """What may have happened where it did not come out as it should, the gravest first."""

    @property
    def doubtful(self) -> bool:
        """Whether the machine shows something that a swap which has worked does not leave behind."""
        return any(one.situation not in _NO_DOUBT for one in self.noticed)

    @property
    def standing(self) -> Outcome:
        """The gravest outcome of all checks. Where all are well and something else is not, it is not known."""
        found = course.standing(self.results)
        return Outcome.CANNOT_TELL if found == Outcome.OK and self.doubtful else found

    @property
    def proven(self) -> bool:
        return self.standing == Outcome.OK

    @property
    def may_be_closed(self) -> bool:
        """Whether none has failed and none is waited for: what cannot be told is left to the owner's word."""
        return self.standing in (Outcome.OK, Outcome.CANNOT_TELL)


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
