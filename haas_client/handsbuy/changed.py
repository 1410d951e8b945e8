"""What became of the parts of the kind that is swapped, between before and after. What is not certain stays so."""

from collections.abc import Iterable, Iterator

import msgspec

from haas_client.diagnostics import compare
from haas_client.diagnostics.compare import Change, Comparison, PartChange
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.pairing import plain
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.snapshot import Bus, Drive, Snapshot, Storage
from haas_client.diagnostics.unknown import Unknown
from haas_client.handsbuy.pack.facts import KINDS, ORDERED
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.swap import Swap

PART_KINDS = {kind: part_kind for part_kind, kind in KINDS.items()}
_OUTSIDE = frozenset({Bus.USB, Bus.MMC})
_NEW = frozenset({Change.REPLACED, Change.ADDED})
_GONE = frozenset({Change.REPLACED, Change.REMOVED})
_OPEN = frozenset({Change.LOOKS_SAME, Change.UNCLEAR})


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """All parts of one kind. A drive on USB or in a card reader is none of the PC's, and is left out."""

    out: PartChange | None
    """What became of the part that goes out; ``None`` where that is not known."""
    new: tuple[Part, ...]
    """Those that were certainly not there before."""
    gone: tuple[Part, ...]
    """Those that are certainly not there any more, but the one that goes out."""
    moved: tuple[PartChange, ...]
    unread: Unknown | None
    """Why such parts cannot be compared; ``None`` where they can."""


def kind_of(swap: Swap) -> PartKind | None:
    """What is swapped, as far as the swap itself tells."""
    if swap.part is not None:
        return swap.part.kind
    ordered: Kind | None = ORDERED.get(swap.order.part_kind)
    return PART_KINDS[ordered] if ordered else None


def changed(swap: Swap, kind: PartKind, before: Snapshot, after: Snapshot) -> Changed:
    comparison = compare.compare(before, after)
    own = [one for one in _inside(comparison, before, after) if _kind(one) == kind]
    out = _of_part(swap.part, own)
    return Changed(
        out=out,
        new=tuple(one.after for one in own if one.change in _NEW and one.after),
        gone=tuple(one.before for one in own if one.change in _GONE and one.before and one is not out),
        moved=tuple(one for one in own if one.change == Change.MOVED),
        unread=next((gap.why for gap in comparison.gaps if gap.kind == kind), None),
    )


def new_parts(swap: Swap, before: Snapshot | None, after: Snapshot) -> frozenset[Part]:
    """Those of ``after`` that may be the new one: in the place of the one that went out, with the serial number that
    was told, or not there before. One that is known to have been there is none of them.
    """
    kind, earlier = kind_of(swap), before or after
    return frozenset(
        one.after
        for one in _inside(compare.compare(earlier, after), earlier, after)
        if one.after and kind in (None, one.after.kind) and (_is_ordered(one.after, swap) or _is_new(one, swap, before))
    )


def outside_of(snapshot: Snapshot) -> frozenset[Part]:
    """Drives that hang on the PC rather than being in it."""
    return frozenset(of_drive(drive) for drive in drives(snapshot) if is_outside(drive))


def drives(snapshot: Snapshot) -> tuple[Drive, ...]:
    return snapshot.storage.drives if isinstance(snapshot.storage, Storage) else ()


def is_outside(drive: Drive) -> bool:
    return drive.bus in _OUTSIDE or drive.removable is True


def same_serial(one: Part, other: Part) -> bool:
    return plain(one.serial) == plain(other.serial) != ""


def _inside(comparison: Comparison, before: Snapshot, after: Snapshot) -> Iterator[PartChange]:
    """Changes of what is in the PC: an old drive in an enclosure is out now, a new one that was in it has come in."""
    outside_before, outside_after = outside_of(before), outside_of(after)
    for one in comparison.parts:
        was = None if one.before in outside_before else one.before
        now = None if one.after in outside_after else one.after
        if (was, now) == (one.before, one.after):
            yield one
        elif was or now:
            certain = Change.REMOVED if was else Change.ADDED
            yield PartChange(change=one.change if one.change in _OPEN else certain, before=was, after=now)


def _kind(change: PartChange) -> PartKind | None:
    part = change.before or change.after
    return part.kind if part else None


def _of_part(part: Part | None, changes: Iterable[PartChange]) -> PartChange | None:
    """By its serial number, else by its place: it may have been picked from an earlier look at the PC."""
    if part is None:
        return None
    told = [one for one in changes if one.before]
    by_serial = [one for one in told if one.before and same_serial(one.before, part)]
    by_place = [one for one in told if one.before and _is_in_place(one.before, part)]
    found = by_serial or [one for one in by_place if one.before and not _is_other(one.before, part)]
    return found[0] if len(found) == 1 else None


def _is_in_place(one: Part, part: Part) -> bool:
    return plain(one.slot) == plain(part.slot) != ""


def _is_other(one: Part, part: Part) -> bool:
    return "" not in (plain(one.serial), plain(part.serial)) and not same_serial(one, part)


def _is_ordered(part: Part, swap: Swap) -> bool:
    return plain(part.serial) == plain(swap.order.part_serial) != ""


def _is_new(change: PartChange, swap: Swap, before: Snapshot | None) -> bool:
    if before is not None and change.change in _NEW:
        return True
    if swap.part is None or change.after is None or not _is_in_place(change.after, swap.part):
        return False
    return change.change in _OPEN if before is not None else not same_serial(change.after, swap.part)
