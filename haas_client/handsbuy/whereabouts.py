"""Where in the opened PC the part sits that is meant: the shape of the PC, the area in it, and the very place.

A drawing is made from it. Whatever is not certain is not in it: a wrong place would be the wrong part in hand.
"""

from collections import Counter
from enum import StrEnum

import msgspec

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.parts import of_drive
from haas_client.diagnostics.snapshot import Bus, Drive, Power, Snapshot
from haas_client.handsbuy.changed import drives, is_outside
from haas_client.handsbuy.pack.found import Facts
from haas_client.handsbuy.pack.vocabulary import Kind
from haas_client.handsbuy.places import Spot, drive_spot, slots


class Shape(StrEnum):
    """Of a PC, as far as there is a drawing of it; the value is the drawing's name."""

    TOWER = "tower"
    MINI_PC = "mini-pc"
    NOTEBOOK = "notebook"


class Area(StrEnum):
    """Of the opened case; the value is its name in the drawings."""

    MEMORY = "memory"
    M2 = "m2"
    DRIVE_25 = "drive-25"
    DRIVE_35 = "drive-35"
    SUPPLY = "supply"


SHAPES = {
    "tower": Shape.TOWER,
    "mini-tower": Shape.TOWER,
    "mini-pc": Shape.MINI_PC,
    "notebook": Shape.NOTEBOOK,
}
"""Of the fact ``chassis``. A small desktop, an all-in-one and a server are built in too many ways for one drawing."""
_INNER = frozenset({Area.MEMORY, Area.M2, Area.DRIVE_25})
AREAS = {
    Shape.TOWER: _INNER | {Area.DRIVE_35, Area.SUPPLY},
    Shape.MINI_PC: _INNER,
    Shape.NOTEBOOK: _INNER,
}
"""What each drawing has. Mini PCs and notebooks take their power from a supply outside."""
_FORMS = {"m2": Area.M2, "sata-2.5": Area.DRIVE_25, "sata-3.5": Area.DRIVE_35}
MOST = {Shape.TOWER: 8, Shape.MINI_PC: 4, Shape.NOTEBOOK: 4}
"""Places side by side that a drawing has room for; more have none of them lit."""


class Whereabouts(msgspec.Struct, frozen=True, kw_only=True):
    shape: Shape
    area: Area | None
    """Where such parts are in a PC of this shape; ``None`` where that is not known, and nothing may be lit."""
    places: tuple[Spot, ...] = ()
    """The places of that area, in the machine's own order."""
    exact: bool = False
    """Whether the meant ones of :attr:`places` are certain. Else one of them all is, and none may be lit."""

    @property
    def lit(self) -> tuple[Spot, ...]:
        """The places that are meant for certain."""
        return tuple(place for place in self.places if place.meant) if self.exact else ()


def whereabouts(snapshot: Snapshot | None, kind: Kind, part: Part | None, facts: Facts) -> Whereabouts | None:
    """``None`` where the shape of the PC is unknown, or has no drawing; ``part`` is ``None`` for one that is added."""
    chassis = facts.value("chassis")
    shape = SHAPES.get(chassis) if isinstance(chassis, str) else None
    if shape is None:
        return None
    found = _of_kind(snapshot, kind, part, facts)
    known = found is not None and found[0] in AREAS[shape] and 0 < len(found[1]) <= MOST[shape]
    if found is None or not known:
        return Whereabouts(shape=shape, area=None)
    area, places, exact = found
    return Whereabouts(shape=shape, area=area, places=places, exact=exact)


_Found = tuple[Area, tuple[Spot, ...], bool]


def _of_kind(snapshot: Snapshot | None, kind: Kind, part: Part | None, facts: Facts) -> _Found | None:
    if snapshot is None:
        return None
    if kind == Kind.MEMORY:
        return _of_memory(snapshot, part)
    if kind == Kind.STORAGE:
        return _of_drive(snapshot, part, facts)
    return _of_supply(snapshot)


def _of_memory(snapshot: Snapshot, part: Part | None) -> _Found | None:
    """By the names on the board: without one, or with the same on two, no slot can be told from another."""
    places = slots(snapshot, part)
    names = Counter(place.label for place in places)
    clear = all(name and count == 1 for name, count in names.items())
    if not clear or not any(place.meant for place in places):
        return None
    return Area.MEMORY, places, True


def _of_drive(snapshot: Snapshot, part: Part | None, facts: Facts) -> _Found | None:
    """A drive tells its port and not its bay: the very place is certain where nothing like it is in the PC.

    Where a drive is added, no free place is known.
    """
    inside = [drive for drive in drives(snapshot) if not is_outside(drive)]
    meant = [drive for drive in inside if of_drive(drive) == part]
    if len(meant) != 1:
        return None
    area = _area_of(meant[0], facts)
    if area is None:
        return None
    alike = [drive for drive in inside if drive is meant[0] or _looks_alike(drive, meant[0], area)]
    return area, tuple(drive_spot(drive, part) for drive in alike), len(alike) == 1


def _area_of(drive: Drive, facts: Facts) -> Area | None:
    """By the form that the owner told; a form that contradicts the bus is none."""
    told = facts.value("storage_form")
    area = _FORMS.get(told) if isinstance(told, str) else None
    if drive.bus == Bus.NVME:
        return Area.M2 if area in (None, Area.M2) else None
    return area if drive.bus == Bus.SATA else None


def _looks_alike(other: Drive, drive: Drive, area: Area) -> bool:
    """Whether the owner could take one for the other in that area: disks are no SSDs, an M.2 SSD may be on SATA too."""
    if area == Area.M2:
        return other.rotational is not True
    differ = {other.rotational, drive.rotational} == {True, False}
    return other.bus != Bus.NVME and not differ


def _of_supply(snapshot: Snapshot) -> _Found | None:
    """One, as desktops have it, unless firmware lists several."""
    supplies = snapshot.power.supplies if isinstance(snapshot.power, Power) else ()
    if isinstance(supplies, tuple) and len(supplies) > 1:
        return None
    return Area.SUPPLY, (Spot(label="", filled=True, meant=True),), True
