"""Which of the parts that the PC was sold with are in it now: the same pairs for the rule, the page and the command."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from haas_client.diagnostics import parts
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.pairing import MOST, Pair, pairs
from haas_client.diagnostics.snapshot import Bus, Drive, Snapshot, System
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.machine import Sold

SIZE_TOLERANCE = 0.03
"""A drive's label is rounded: IDEMA's LBA1-03 gives 500 GB as 500.1, and eMMC holds up to 2.3 % less than it says.

Below the least step between the sizes that one maker sells side by side (480 and 500, 240 and 250: 4 %).
"""

_NOT_TOLD = Unknown(reason=Reason.NOT_REPORTED, detail="machine.toml")
_OF_THE_PC = frozenset({Bus.SATA, Bus.NVME})
"""Buses on which a drive is a part of the PC, and on which one drive is one part."""
HIDING = frozenset({Bus.SCSI, Bus.VIRTUAL, Bus.OTHER})
"""Behind a RAID controller the system sees volumes in place of the drives that they are made of."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """All parts of one kind."""

    pairs: tuple[Pair, ...]
    """What was sold in the file's order, then what came in since."""
    none_missed: bool = False
    """Whether what is not seen may be there, or is not needed any more."""

    @property
    def missing(self) -> tuple[Part, ...]:
        return () if self.none_missed else tuple(pair.sold for pair in self.pairs if pair.sold and not pair.now)

    @property
    def foreign(self) -> tuple[Part, ...]:
        return tuple(pair.now for pair in self.pairs if pair.now and not pair.same)


class State(StrEnum):
    """What one row of "as sold / now" says."""

    AS_SOLD = "as_sold"
    MISSING = "missing"
    GONE = "gone"
    """Not seen, and not missed: a larger one does its work, or a controller hides it."""
    OTHER = "other"
    """Another part in its place."""
    ADDED = "added"
    UNREADABLE = "unreadable"
    NOT_TOLD = "not_told"
    """The file says nothing of such parts."""
    NOT_LOOKED = "not_looked"
    """No diagnosis has been made yet."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    kind: PartKind
    state: State
    sold: Part | None = None
    now: Part | None = None
    why: Unknown | None = None
    """For ``UNREADABLE``."""


def rows(sold: Sold | Unknown, snapshot: Snapshot | None) -> tuple[Row, ...]:
    """Every part as sold beside what it is now; without a snapshot only what was sold."""
    told = Sold() if isinstance(sold, Unknown) else sold
    if snapshot is None:
        then = (*_sold_supplies(told), *_sold_modules(told), *_sold_drives(told))
        return tuple(Row(kind=part.kind, state=State.NOT_LOOKED, sold=part) for part in then)
    kinds = (
        (PartKind.POWER, supplies(told, snapshot), _sold_supplies(told), _supplies_now(snapshot)),
        (PartKind.MEMORY, memory(told, snapshot), _sold_modules(told), _modules_now(snapshot)),
        (PartKind.STORAGE, storage(told, snapshot), _sold_drives(told), _drives_now(snapshot)),
    )
    return tuple(row for kind in kinds for row in _rows(*kind))


def memory(sold: Sold, snapshot: Snapshot) -> Match | Unknown:
    """Modules. Unknown where the file tells of none, or where they could not be read.

    None is missed where there is as much memory as was sold: larger ones may be fewer.
    """
    now = _compared(sold.memory, snapshot, _modules_now)
    if isinstance(now, Unknown):
        return now
    if not now:
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17")  # a PC that runs has memory
    then = _sold_modules(sold)
    sizes = [part.size_bytes for part in now]
    enough = any(isinstance(size, Unknown) for size in sizes) or _sum(sizes) >= _sum(one.size_bytes for one in then)
    return Match(pairs=pairs(then, now, lambda a, b: a == b), none_missed=enough)


def storage(sold: Sold, snapshot: Snapshot) -> Match | Unknown:
    """Drives inside the PC: what hangs on USB, a memory card or a virtual drive is none of its parts.

    One that was sold is known again on any bus. None is missed behind a controller that hides drives.
    """
    if isinstance(snapshot.storage, Unknown):
        return _NOT_TOLD if sold.storage is None else snapshot.storage
    now = _compared(sold.storage, snapshot, lambda pc: [parts.of_drive(drive) for drive in _drives(pc)])
    if isinstance(now, Unknown):
        return now
    inside = frozenset(parts.of_drive(drive) for drive in _drives(snapshot) if is_inside(drive))
    hiding = any(drive.bus in HIDING for drive in _drives(snapshot))
    return Match(pairs=pairs(_sold_drives(sold), now, _about, inside), none_missed=hiding)


def supplies(sold: Sold, snapshot: Snapshot) -> Match | Unknown:
    """Power supplies by their model, which few boards tell. None is ever missing: the PC runs on one."""
    now = _compared(sold.power_supply, snapshot, _supplies_now)
    if isinstance(now, Unknown):
        return now
    named = [part for part in now if isinstance(part.model, str)]
    (then,) = _sold_supplies(sold)
    if not named or isinstance(then.model, Unknown):
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39")
    return Match(pairs=pairs([then], named, _about), none_missed=True)


def _rows(kind: PartKind, match: Match | Unknown, then: Sequence[Part], now: Sequence[Part] | Unknown) -> Iterator[Row]:
    if isinstance(match, Match):
        yield from (Row(kind=kind, state=_state(pair, match), sold=pair.sold, now=pair.now) for pair in match.pairs)
    elif then:
        yield from (Row(kind=kind, state=State.UNREADABLE, sold=part, why=match) for part in then)
    elif isinstance(now, Unknown):
        yield Row(kind=kind, state=State.UNREADABLE, why=now)
    else:
        yield from (Row(kind=kind, state=State.NOT_TOLD, now=part) for part in now)


def _state(pair: Pair, match: Match) -> State:
    if pair.now is None:
        return State.GONE if match.none_missed else State.MISSING
    if pair.sold is None:
        return State.ADDED
    return State.AS_SOLD if pair.same else State.OTHER


def _compared(
    told: object, snapshot: Snapshot, now: Callable[[Snapshot], list[Part] | Unknown]
) -> list[Part] | Unknown:
    """What is there now, where it can be held against what the file tells."""
    if told is None:
        return _NOT_TOLD
    if isinstance(snapshot.system, System) and snapshot.system.virtual_machine is True:
        # It has none of the parts of the PC that its disk's image came from.
        return Unknown(reason=Reason.NOT_PRESENT, detail="virtual machine")
    return now(snapshot)


def _modules_now(snapshot: Snapshot) -> list[Part] | Unknown:
    if isinstance(snapshot.memory, Unknown):
        return snapshot.memory
    if isinstance(snapshot.memory.modules, Unknown):
        return snapshot.memory.modules
    return [parts.of_module(one) for one in snapshot.memory.modules if one.size_bytes != 0 and not one.persistent]


def _drives_now(snapshot: Snapshot) -> list[Part] | Unknown:
    if isinstance(snapshot.storage, Unknown):
        return snapshot.storage
    return [parts.of_drive(drive) for drive in _drives(snapshot) if is_inside(drive)]


def _drives(snapshot: Snapshot) -> tuple[Drive, ...]:
    return () if isinstance(snapshot.storage, Unknown) else snapshot.storage.drives[:MOST]


def _supplies_now(snapshot: Snapshot) -> list[Part] | Unknown:
    if isinstance(snapshot.power, Unknown):
        return snapshot.power
    if isinstance(snapshot.power.supplies, Unknown):
        return snapshot.power.supplies
    return [parts.of_supply(one) for one in snapshot.power.supplies if isinstance(one.model, str)]


def _sold_supplies(sold: Sold) -> list[Part]:
    supply = sold.power_supply
    return [_part(PartKind.POWER, model=supply.model)] if supply else []


def _sold_modules(sold: Sold) -> list[Part]:
    return [_part(PartKind.MEMORY, m.slot, m.part_number, m.serial, m.size_bytes) for m in sold.memory or ()]


def _sold_drives(sold: Sold) -> list[Part]:
    return [_part(PartKind.STORAGE, "", d.model, d.serial, d.size_bytes) for d in sold.storage or ()]


def _sum(sizes: Iterable[int | Unknown]) -> int:
    return sum(size for size in sizes if isinstance(size, int))


def _part(kind: PartKind, slot: str = "", model: str = "", serial: str = "", size: int | Unknown = _NOT_TOLD) -> Part:
    return Part(
        kind=kind, slot=slot or _NOT_TOLD, model=model or _NOT_TOLD, serial=serial or _NOT_TOLD, size_bytes=size
    )


def is_inside(drive: Drive) -> bool:
    """Whether it is a part of the PC: on a bus of its own, and in no removable frame."""
    return drive.bus in _OF_THE_PC and drive.removable is not True


def _about(sold: int, now: int) -> bool:
    return abs(now - sold) <= sold * SIZE_TOLERANCE
