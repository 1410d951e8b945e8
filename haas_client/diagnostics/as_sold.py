"""Which of the parts that the PC was sold with are in it now: the same pairs for the rule, the page and the command."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from haas_client.diagnostics import parts
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.snapshot import Bus, Drive, Snapshot
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.machine import Sold, SoldDrive, SoldModule

SIZE_TOLERANCE = 0.03
"""A drive's label is rounded: IDEMA's LBA1-03 gives 500 GB as 500.1, and eMMC holds up to 2.3 % less than it says.

Below the least step between the sizes that one maker sells side by side (480 and 500, 240 and 250: 4 %).
"""

_NOT_TOLD = Unknown(reason=Reason.NOT_REPORTED, detail="machine.toml")
_OF_THE_PC = frozenset({Bus.SATA, Bus.NVME})
"""Buses on which a drive is a part of the PC, and on which one drive is one part."""
_HIDING = frozenset({Bus.SCSI, Bus.VIRTUAL, Bus.OTHER})
"""Behind a RAID controller the system sees volumes in place of the drives that they are made of."""
_MOST = 256
"""Parts of one kind that are held against each other: above any PC, and few enough for a hostile file."""


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A part as sold, and what it is now; one of them may be ``None``, never both."""

    sold: Part | None
    now: Part | None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """All parts of one kind."""

    pairs: tuple[Pair, ...]
    """What was sold in the file's order, then what came in since."""
    hidden: bool = False
    """Whether a part may be there without being seen: then none is missing."""

    @property
    def missing(self) -> tuple[Part, ...]:
        return () if self.hidden else tuple(pair.sold for pair in self.pairs if pair.sold and not pair.now)

    @property
    def foreign(self) -> tuple[Part, ...]:
        return tuple(pair.now for pair in self.pairs if pair.now and not pair.sold)


def memory(sold: Sold, snapshot: Snapshot) -> Match | Unknown:
    """Modules. Unknown where the file tells of none, or where they could not be read."""
    if sold.memory is None:
        return _NOT_TOLD
    if isinstance(snapshot.memory, Unknown):
        return snapshot.memory
    if isinstance(snapshot.memory.modules, Unknown):
        return snapshot.memory.modules
    filled = [parts.of_module(one) for one in snapshot.memory.modules if one.size_bytes != 0 and not one.persistent]
    if not filled:
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 17")  # a PC that runs has memory
    return Match(pairs=_pairs([_of_module(one) for one in sold.memory], filled, lambda a, b: a == b))


def storage(sold: Sold, snapshot: Snapshot) -> Match | Unknown:
    """Drives inside the PC: what hangs on USB, a memory card or a virtual drive is none of its parts."""
    if sold.storage is None:
        return _NOT_TOLD
    if isinstance(snapshot.storage, Unknown):
        return snapshot.storage
    drives = snapshot.storage.drives[:_MOST]
    pairs = _pairs([_of_drive(one) for one in sold.storage], [parts.of_drive(one) for one in drives], _about)
    inside = {parts.of_drive(drive) for drive in drives if _is_inside(drive)}
    return Match(
        pairs=tuple(pair for pair in pairs if pair.sold or pair.now in inside),
        hidden=any(drive.bus in _HIDING for drive in drives),
    )


def supplies(sold: Sold, snapshot: Snapshot) -> Match | Unknown:
    """Power supplies by their model, which few boards tell. None is ever missing: the PC runs on one."""
    model = sold.power_supply.model if sold.power_supply else ""
    if not model:
        return _NOT_TOLD
    if isinstance(snapshot.power, Unknown):
        return snapshot.power
    if isinstance(snapshot.power.supplies, Unknown):
        return snapshot.power.supplies
    named = [parts.of_supply(one) for one in snapshot.power.supplies if isinstance(one.model, str)]
    if not named:
        return Unknown(reason=Reason.NOT_REPORTED, detail="SMBIOS type 39")
    wanted = _part(PartKind.POWER, model=model)
    same = next((one for one in named if _fits(model, one.model)), None)
    others = [Pair(sold=None, now=one) for one in named if not _fits(model, one.model)]
    return Match(pairs=(Pair(sold=wanted, now=same), *others), hidden=True)


def _of_module(module: SoldModule) -> Part:
    return _part(PartKind.MEMORY, module.slot, module.part_number, module.serial, module.size_bytes)


def _of_drive(drive: SoldDrive) -> Part:
    return _part(PartKind.STORAGE, "", drive.model, drive.serial, drive.size_bytes)


def _part(kind: PartKind, slot: str = "", model: str = "", serial: str = "", size: int | Unknown = _NOT_TOLD) -> Part:
    return Part(
        kind=kind, slot=slot or _NOT_TOLD, model=model or _NOT_TOLD, serial=serial or _NOT_TOLD, size_bytes=size
    )


def _is_inside(drive: Drive) -> bool:
    return drive.bus in _OF_THE_PC and drive.removable is not True


_SameSize = Callable[[int, int], bool]


def _about(sold: int, now: int) -> bool:
    return abs(now - sold) <= sold * SIZE_TOLERANCE


def _pairs(sold: Sequence[Part], now: Sequence[Part], same_size: _SameSize) -> tuple[Pair, ...]:
    """Pairs by the surest sign first: serial number; then place, model, and size alone where nothing speaks against."""
    sold, now = sold[:_MOST], now[:_MOST]
    shared = _shared(sold) | _shared(now)

    def serial(part: Part) -> str:
        number = plain(part.serial)
        return "" if number in shared else number

    def may_be(old: Part, new: Part) -> bool:
        told_apart = bool(serial(old) and serial(new)) and serial(old) != serial(new)
        return not told_apart and _fits(old.model, new.model) and _size_fits(old, new, same_size)

    signs: tuple[Callable[[Part, Part], bool], ...] = (
        lambda old, new: serial(old) != "" and serial(old) == serial(new),
        lambda old, new: plain(old.slot) != "" and plain(old.slot) == plain(new.slot) and may_be(old, new),
        lambda old, new: plain(old.model) != "" and plain(new.model) != "" and may_be(old, new),
        may_be,
    )
    found: dict[int, int] = {}
    for sign in signs:
        found |= dict(_paired(sold, now, found, sign))
    left = (one for n, one in enumerate(now) if n not in found.values())
    return (
        *(Pair(sold=one, now=now[found[n]] if n in found else None) for n, one in enumerate(sold)),
        *(Pair(sold=None, now=one) for one in left),
    )


def _paired(
    sold: Sequence[Part], now: Sequence[Part], found: dict[int, int], sign: Callable[[Part, Part], bool]
) -> Iterator[tuple[int, int]]:
    free = [n for n in range(len(now)) if n not in found.values()]
    for number, old in enumerate(sold):
        fitting = [n for n in free if number not in found and sign(old, now[n])]
        if fitting:
            nearest = min(fitting, key=lambda n: _distance(old, now[n]))
            free.remove(nearest)
            yield number, nearest


def _shared(of: Sequence[Part]) -> set[str]:
    """Serial numbers on two parts at one time: a maker's placeholder, which tells neither of them apart."""
    counted = Counter(plain(part.serial) for part in of)
    return {serial for serial, count in counted.items() if count > 1}


def plain(text: str | Unknown) -> str:
    """Letters and digits alone: labels and firmware differ in blanks, dashes and capitals."""
    return "" if isinstance(text, Unknown) else "".join(c for c in text.casefold() if c.isalnum())


def _fits(sold: str | Unknown, now: str | Unknown) -> bool:
    """Whether nothing speaks against one being the other: one of them may have the maker's name before it."""
    a, b = plain(sold), plain(now)
    return not a or not b or a in b or b in a


def _distance(sold: Part, now: Part) -> int:
    """In bytes; a size that is not known is as far as any that fits."""
    known = isinstance(sold.size_bytes, int) and isinstance(now.size_bytes, int)
    return abs(sold.size_bytes - now.size_bytes) if known else 2**63  # type: ignore[operator]  # both are numbers


def _size_fits(sold: Part, now: Part, same_size: _SameSize) -> bool:
    known = isinstance(sold.size_bytes, int) and isinstance(now.size_bytes, int)
    return not known or same_size(sold.size_bytes, now.size_bytes)  # type: ignore[arg-type]  # both are numbers
