"""What may have happened in a swap that did not come out as it should, where the machine shows it for certain.

Nothing here says that a swap is done: only the checks do. What cannot be told apart is not named.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum

import msgspec

from haas_client.diagnostics import as_sold, compare
from haas_client.diagnostics.compare import Change, PartChange
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.snapshot import Bus, Memory, Snapshot, Storage
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy import after as after_swap
from haas_client.handsbuy.changed import PART_KINDS, Changed, changed, drives, same_serial
from haas_client.handsbuy.pack.found import NOT_READ
from haas_client.handsbuy.pack.guide import Check, Guide
from haas_client.handsbuy.pack.vocabulary import CheckKind, Op, Phase
from haas_client.handsbuy.runs_from import Medium
from haas_client.handsbuy.swap import Swap

ODD = timedelta(days=365)
"""Own rule: a swap that took longer than this is a clock that lost its date."""


class Situation(StrEnum):
    CLOCK_WRONG = "clock_wrong"
    """It is earlier than before the shutdown, or more than a year later: an empty battery on the board."""
    OTHER_PC = "other_pc"
    """Another board than the one that was looked at before."""
    NOTHING_READ = "nothing_read"
    """The parts of this kind could not be read, so nothing can be compared."""
    NO_SYSTEM = "no_system"
    """The new drive is there, and this session runs from a stick: nothing is on the drive yet."""
    NOT_DONE = "not_done"
    """The part that was to go out is still in, and no other came."""
    OLD_STILL_IN = "old_still_in"
    """The new part is in, and so is the one that was to go out."""
    WRONG_REMOVED = "wrong_removed"
    """Another part went out than the one that was to."""
    BOTH_MOVED = "both_moved"
    """The old parts have changed places, and no new one is there."""
    NEW_NOT_SEEN = "new_not_seen"
    """There is nothing that was not there before: it does not sit, or is not connected."""
    OTHER_SLOT = "other_slot"
    """The new part is in another place than the old one was."""
    ANOTHER_GONE = "another_gone"
    """One that nobody meant to touch is not seen any more."""


class Noticed(msgspec.Struct, frozen=True, kw_only=True):
    situation: Situation
    part: Part | None = None
    """The one that it is about, as it is now; as it was before where it is gone."""
    other: Part | None = None
    """The one that was meant to go out, or its place."""
    why: Unknown | None = None
    """For ``NOTHING_READ``."""
    go: str = ""
    """The step of the guide to go back to (or, for ``NO_SYSTEM``, on to); empty where none helps."""


def noticed(
    guide: Guide, swap: Swap, before: Snapshot | None, after: Snapshot, medium: Medium | Unknown = NOT_READ
) -> tuple[Noticed, ...]:
    """The gravest first; empty where all is as it should be, and also where nothing can be told."""
    checks = tuple(result.check for result in after_swap.results(guide, swap, before, after))
    found = _Look(guide=guide, swap=swap, before=before, after=after, medium=medium).all()
    return tuple(msgspec.structs.replace(one, go=_step(one.situation, guide, checks)) for one in found)


def adds(swap: Swap) -> bool:
    """Whether the new part takes no other one's place."""
    told = swap.answers.get("order.job")
    return told == "add" or (told is None and swap.part is not None and swap.part.size_bytes == 0)


class _Look(msgspec.Struct, frozen=True, kw_only=True):
    guide: Guide
    swap: Swap
    before: Snapshot | None
    after: Snapshot
    medium: Medium | Unknown

    @property
    def kind(self) -> PartKind:
        return PART_KINDS[self.guide.kind]

    def all(self) -> Iterator[Noticed]:
        if self._clock_is_wrong():
            yield Noticed(situation=Situation.CLOCK_WRONG)
        if self.before and compare.compare(self.before, self.after).same_machine is False:
            yield Noticed(situation=Situation.OTHER_PC)
            return
        unread = self._unread()
        if unread is not None:
            yield Noticed(situation=Situation.NOTHING_READ, why=unread)
        elif self.before is None:
            yield from self._without_before()
        else:
            yield from self._with(changed(self.swap, self.kind, self.before, self.after))

    def _clock_is_wrong(self) -> bool:
        since = self.before.taken_at if self.before else self.swap.begun_at
        return not since <= self.after.taken_at <= since + ODD

    def _unread(self) -> Unknown | None:
        """Of a power supply nothing is read on most PCs, which is no news after a swap."""
        if self.kind == PartKind.STORAGE:
            return self.after.storage if isinstance(self.after.storage, Unknown) else None
        if self.kind == PartKind.MEMORY:
            if isinstance(self.after.memory, Memory):
                modules = self.after.memory.modules
                return modules if isinstance(modules, Unknown) else None
            return self.after.memory
        return None

    def _without_before(self) -> Iterator[Noticed]:
        """Only a serial number that is still there tells anything then."""
        part = self.swap.part
        if part is None or adds(self.swap):
            return
        now = [one.after for one in compare.compare(self.after, self.after).parts if one.after]
        still = next((one for one in now if one.kind == self.kind and same_serial(one, part)), None)
        if still:
            yield Noticed(situation=Situation.NOT_DONE, part=still, other=part)

    def _with(self, found: Changed) -> Iterator[Noticed]:
        if found.unread is not None:
            return
        if self.kind == PartKind.STORAGE and self.medium in (Medium.STICK, Medium.LIVE) and found.new:
            yield Noticed(situation=Situation.NO_SYSTEM, part=found.new[0])
        if adds(self.swap):
            yield from self._added(found)
        elif found.out is not None and found.out.before is not None:
            yield from self._replaced(found, found.out, found.out.before)

    def _added(self, found: Changed) -> Iterator[Noticed]:
        if not found.new and not self._is_hidden():
            yield Noticed(situation=Situation.NEW_NOT_SEEN, other=self.swap.part)
        elif found.new and self.swap.part and self._is_elsewhere(found.new[0], self.swap.part):
            yield Noticed(situation=Situation.OTHER_SLOT, part=found.new[0], other=self.swap.part)
        yield from self._others_gone(found)

    def _replaced(self, found: Changed, out: PartChange, old: Part) -> Iterator[Noticed]:
        still = out.change in (Change.UNCHANGED, Change.MOVED)
        if still and found.gone:
            yield Noticed(situation=Situation.WRONG_REMOVED, part=found.gone[0], other=old)
        elif still and found.new:
            yield Noticed(situation=Situation.OLD_STILL_IN, part=out.after, other=old)
        elif len(found.moved) > 1 and out in found.moved:
            yield Noticed(situation=Situation.BOTH_MOVED, part=out.after, other=old)
        elif still:
            yield Noticed(situation=Situation.NOT_DONE, part=out.after, other=old)
        else:
            yield from self._gone(found, out, old)

    def _gone(self, found: Changed, out: PartChange, old: Part) -> Iterator[Noticed]:
        """The old one is out, or it cannot be told whether it is."""
        if out.change == Change.REMOVED:
            if not found.new and not self._is_hidden():
                yield Noticed(situation=Situation.NEW_NOT_SEEN, other=old)
            elif found.new and self._is_elsewhere(found.new[0], old):
                yield Noticed(situation=Situation.OTHER_SLOT, part=found.new[0], other=old)
        yield from self._others_gone(found)

    def _others_gone(self, found: Changed) -> Iterator[Noticed]:
        if not self._is_hidden():
            yield from (Noticed(situation=Situation.ANOTHER_GONE, part=one) for one in found.gone)

    def _is_hidden(self) -> bool:
        """Whether a part may be there and not be seen: behind a controller that shows volumes in place of drives."""
        return self.kind == PartKind.STORAGE and any(drive.bus in as_sold.HIDING for drive in drives(self.after))

    def _is_elsewhere(self, new: Part, old: Part) -> bool:
        """A drive on NVMe is numbered anew at every start: its number is no place."""
        numbered = self.kind == PartKind.STORAGE and any(
            of_drive(drive) in (new, old) and drive.bus != Bus.SATA
            for snapshot in (self.before, self.after)
            if snapshot is not None and isinstance(snapshot.storage, Storage)
            for drive in snapshot.storage.drives
        )
        return "" not in (plain(new.slot), plain(old.slot)) and plain(new.slot) != plain(old.slot) and not numbered


_OUT = (Op.ABSENT, Op.CHANGED)
_IN = (Op.PRESENT, Op.INCREASED_BY, Op.INCREASED, Op.AT_LEAST)
_OPS: dict[Situation, tuple[Op, ...]] = {
    Situation.NOT_DONE: _OUT,
    Situation.OLD_STILL_IN: _OUT,
    Situation.WRONG_REMOVED: _OUT,
    Situation.BOTH_MOVED: _OUT,
    Situation.NEW_NOT_SEEN: _IN,
    Situation.OTHER_SLOT: _IN,
    Situation.ANOTHER_GONE: (Op.UNCHANGED, *_IN),
}
"""Which check asks for the same thing: its guide says where to go back to. The first that the guide has counts."""


def _step(situation: Situation, guide: Guide, checks: Sequence[Check]) -> str:
    if situation == Situation.NO_SYSTEM:
        gos = [check.go for check in checks if check.kind == CheckKind.ASK]
        return next((go for go in gos if _is_of(go, Phase.AFTER, guide)), _first(guide, Phase.AFTER))
    if situation not in _OPS:
        return ""
    gos = [check.go for op in _OPS[situation] for check in checks if check.op == op]
    return next((go for go in gos if guide.step(go)), _first(guide, Phase.OFF))


def _is_of(step_id: str, phase: Phase, guide: Guide) -> bool:
    step = guide.step(step_id)
    return step is not None and step.phase == phase


def _first(guide: Guide, phase: Phase) -> str:
    return next((step.id for step in guide.of_phase(phase)), "")
