"""What changed between two snapshots of one PC: the proof after a swap.

A part is known again by its serial number; where it has none that is its own, only by its place and model, which
another one of the same kind has too: then it "looks the same".
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.rules import memory, storage
from haas_client.diagnostics.snapshot import Bus, Snapshot, Supply, System
from haas_client.diagnostics.unknown import Unknown
from haas_client.diagnostics.when import When


class Change(StrEnum):
    REPLACED = "replaced"
    """Another part in the same place."""
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    """The same part in another place."""
    UNCLEAR = "unclear"
    """It cannot be told whether it is the same part."""
    LOOKS_SAME = "looks_same"
    """Same place, model and size, but no serial number of its own."""
    UNCHANGED = "unchanged"


class PartChange(msgspec.Struct, frozen=True, kw_only=True):
    change: Change
    before: Part | None
    after: Part | None


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """Parts of a kind that one of the snapshots does not tell of."""

    kind: PartKind
    why: Unknown


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Parts in the order of :class:`Change`, so that what was done stands first."""

    before_at: When
    after_at: When
    same_machine: bool | None
    """Whether both tell of the same board; ``None`` where one of them does not say."""
    parts: tuple[PartChange, ...]
    gaps: tuple[Gap, ...]


def compare(before: Snapshot, after: Snapshot) -> Comparison:
    """Drives, memory modules and power supplies of ``after`` against those of ``before``."""
    changes: list[PartChange] = []
    gaps: list[Gap] = []
    for kind, listed in _KINDS:
        first, second = listed(before), listed(after)
        unknown = next((one for one in (first, second) if isinstance(one, Unknown)), None)
        if unknown is not None:
            gaps.append(Gap(kind=kind, why=unknown))
        changes += _pairs(first, second)
    order = tuple(Change)
    return Comparison(
        before_at=before.taken_at,
        after_at=after.taken_at,
        same_machine=_same_machine(before.system, after.system),
        parts=tuple(sorted(changes, key=lambda one: order.index(one.change))),
        gaps=tuple(gaps),
    )


_MOST = 512
"""Parts of one kind that are compared: above any PC, and few enough that a hostile file cannot hold us up."""


class _Item(msgspec.Struct, frozen=True, kw_only=True):
    part: Part
    place: str | None
    numbered_anew: bool = False
    """Whether another start may give the place another number: then another number is no move."""


def _drives(snapshot: Snapshot) -> list[_Item] | Unknown:
    if isinstance(snapshot.storage, Unknown):
        return snapshot.storage
    return [
        _Item(
            part=storage.part_of(drive),
            place=drive.port if isinstance(drive.port, str) and drive.bus in (Bus.SATA, Bus.NVME) else None,
            numbered_anew=drive.bus == Bus.NVME,
        )
        for drive in snapshot.storage.drives
        if drive.bus != Bus.VIRTUAL
    ]


def _modules(snapshot: Snapshot) -> list[_Item] | Unknown:
    if isinstance(snapshot.memory, Unknown):
        return snapshot.memory
    if isinstance(snapshot.memory.modules, Unknown):
        return snapshot.memory.modules
    filled = (memory.part_of(module) for module in snapshot.memory.modules if module.size_bytes != 0)
    return [_Item(part=part, place=part.slot if isinstance(part.slot, str) else None) for part in filled]


def _supplies(snapshot: Snapshot) -> list[_Item] | Unknown:
    if isinstance(snapshot.power, Unknown):
        return snapshot.power
    if isinstance(snapshot.power.supplies, Unknown):
        return snapshot.power.supplies
    return [
        _Item(part=_supply(supply), place=supply.location if isinstance(supply.location, str) else None)
        for supply in snapshot.power.supplies
    ]


def _supply(supply: Supply) -> Part:
    names = [name for name in (supply.manufacturer, supply.model) if isinstance(name, str)]
    return Part(kind=PartKind.POWER, slot=supply.location, model=" ".join(names) or supply.model, serial=supply.serial)


_KINDS: tuple[tuple[PartKind, Callable[[Snapshot], list[_Item] | Unknown]], ...] = (
    (PartKind.STORAGE, _drives),
    (PartKind.MEMORY, _modules),
    (PartKind.POWER, _supplies),
)


def _pairs(first: list[_Item] | Unknown, second: list[_Item] | Unknown) -> Iterator[PartChange]:
    if isinstance(first, Unknown) or isinstance(second, Unknown):
        yield from (_change(Change.UNCLEAR, item, None) for item in ([] if isinstance(first, Unknown) else first))
        yield from (_change(Change.UNCLEAR, None, item) for item in ([] if isinstance(second, Unknown) else second))
        return
    yield from _Matching(first[:_MOST], second[:_MOST]).changes()


class _Matching:
    """Pairs parts off, the surest sign first; each step leaves the rest to the next."""

    def __init__(self, before: Sequence[_Item], after: Sequence[_Item]) -> None:
        self._before, self._after = list(before), list(after)
        # A number that stands on two parts at one time (a placeholder of the maker) tells neither of them apart.
        self._shared = _repeated(before) | _repeated(after)

    def changes(self) -> Iterator[PartChange]:
        for old, new in self._paired(self._serial):
            yield _change(Change.MOVED if _moved(old, new) else Change.UNCHANGED, old, new)
        for old, new in self._paired(lambda item: item.place):
            yield _change(self._in_one_place(old, new), old, new)
        for old, new in self._paired_alike():
            same = old.place == new.place and _looks_same(old.part, new.part)
            yield _change(Change.LOOKS_SAME if same else Change.UNCLEAR, old, new)
        yield from (_change(Change.REMOVED, item, None) for item in self._before)
        yield from (_change(Change.ADDED, None, item) for item in self._after)

    def _serial(self, item: _Item) -> str | None:
        serial = item.part.serial
        return serial if isinstance(serial, str) and serial not in self._shared else None

    def _in_one_place(self, old: _Item, new: _Item) -> Change:
        if (self._serial(old) and self._serial(new)) or _differs(old.part, new.part):
            return Change.REPLACED
        return Change.LOOKS_SAME if _looks_same(old.part, new.part) else Change.UNCLEAR

    def _paired(self, sign: Callable[[_Item], str | None]) -> list[tuple[_Item, _Item]]:
        """Takes out the pairs that have the same sign, where it stands on one part a side."""
        ours = Counter(sign(item) for item in self._before)
        theirs = {sign(item): item for item in self._after}
        twice = {one for one, count in Counter(sign(item) for item in self._after).items() if count > 1}
        pairs = []
        for old in list(self._before):
            one = sign(old)
            if one is not None and ours[one] == 1 and one in theirs and one not in twice:
                pairs.append((old, theirs[one]))
                self._before.remove(old)
                self._after.remove(theirs[one])
        return pairs

    def _paired_alike(self) -> list[tuple[_Item, _Item]]:
        """Takes out pairs that could be one and the same part: nothing known of them differs."""
        pairs = []
        for old in list(self._before):
            new = next((item for item in self._after if self._may_be_same(old, item)), None)
            if new is not None:
                pairs.append((old, new))
                self._before.remove(old)
                self._after.remove(new)
        return pairs

    def _may_be_same(self, old: _Item, new: _Item) -> bool:
        return not (self._serial(old) and self._serial(new)) and not _differs(old.part, new.part)


def _moved(old: _Item, new: _Item) -> bool:
    renumbered = old.numbered_anew and new.numbered_anew
    return None not in (old.place, new.place) and old.place != new.place and not renumbered


def _repeated(items: Iterable[_Item]) -> set[str]:
    counted = Counter(item.part.serial for item in items if isinstance(item.part.serial, str))
    return {serial for serial, count in counted.items() if count > 1}


def _differs(old: Part, new: Part) -> bool:
    """Whether model or size is known of both and not the same."""
    pairs = ((old.model, new.model), (old.size_bytes, new.size_bytes))
    return any(not isinstance(a, Unknown) and not isinstance(b, Unknown) and a != b for a, b in pairs)


def _looks_same(old: Part, new: Part) -> bool:
    return isinstance(old.model, str) and old.model == new.model and not _differs(old, new)


def _change(change: Change, before: _Item | None, after: _Item | None) -> PartChange:
    return PartChange(change=change, before=before.part if before else None, after=after.part if after else None)


def _same_machine(before: System | Unknown, after: System | Unknown) -> bool | None:
    if isinstance(before, Unknown) or isinstance(after, Unknown):
        return None
    pairs = ((before.board_vendor, after.board_vendor), (before.board, after.board), (before.product, after.product))
    known = [a == b for a, b in pairs if isinstance(a, str) and isinstance(b, str)]
    return all(known) if known else None
