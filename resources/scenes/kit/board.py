"""An ATX board, 244 x 305 mm: x from the rear to the front of the case, y from bottom to top, z out of the board."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scenes.kit import m2
from scenes.kit.cooling import cooler
from scenes.kit.fasteners import screw
from scenes.kit.frame import Frame
from scenes.kit.memory import SEATED, Slot, dimm, slot
from scenes.kit.plugs import EPS, MAIN, header
from scenes.kit.shapes import box, cylinder, lettering, prism, rectangle, row
from scenes.kit.textures import circuit

WIDTH, HEIGHT, THICK = 24.4, 30.5, 0.16
SLOTS = {"A1": 16.4, "A2": 17.55, "B1": 18.7, "B2": 19.85}  # x of each memory slot
SLOT_MIDDLE = 22.2
# Where the connectors stand (x, y).
MAIN_AT, EPS_AT, M2_AT, SATA_AT = (23.4, 21.5), (4.6, 29.6), (4.6, 12.7), (23.6, 8.6)
GRAPHICS_Y = 10.3


@dataclass(frozen=True)
class Board:
    """A board that stands somewhere. Frames of what is plugged into it."""

    frame: Frame
    slots: Mapping[str, Slot]
    main: Frame
    eps: Frame
    m2: Frame
    sata: Frame

    def module(self, name: str, height: float = SEATED, tilt: float = 0) -> Frame:
        """A memory module in (or over) the slot of that name."""
        return dimm(self.slots[name].frame, height, tilt)


def board(
    frame: Frame,
    *,
    modules: Iterable[str] = ("A2", "B2"),
    opened: Mapping[str, tuple[float, float]] | None = None,
    cooled: bool = True,
) -> Board:
    """A board with modules in the named slots; `opened` gives angles of the clips of single slots."""
    sheet_ = rectangle(WIDTH, HEIGHT)
    picture = circuit(WIDTH, HEIGHT, (24, 32, 40), 3, 0.45, 64)
    prism(frame, sheet_, THICK, "chip", (WIDTH / 2, HEIGHT / 2, 0), bevel=0.01, picture=picture)
    top = frame.at(0, 0, THICK)
    _outlets(top)
    _regulators(top)
    _socket(top, cooled=cooled)
    _expansion(top)
    _edges(top)
    _scatter(top)
    made = Board(frame, _memory(top, opened or {}), *_connectors(top))
    for name in modules:
        made.module(name)
    return made


def _outlets(top: Frame) -> None:
    """The blocks of sockets behind the I/O shield."""
    for y, depth, height in ((28.2, 3.2, 2.6), (24.8, 2.8, 3.2), (21.6, 2.6, 2.9), (18.2, 3.0, 2.7), (15.4, 1.8, 1.6)):
        box(top, (1.1, y, 0), (2.4, depth, height), "steel")


def _regulators(top: Frame) -> None:
    """Heat sinks of the voltage regulators, coils and capacitors around the processor."""
    box(top, (4.3, 22.0, 0), (2.0, 9.6, 0.7), "dark steel", bevel=0.08)
    row(box(top, (4.3, 17.7, 0.5), (1.8, 0.5, 1.7), "dark steel", bevel=0.06), 9, (0, 1.08, 0))
    box(top, (11.68, 29.1, 0), (8.1, 1.8, 0.7), "dark steel", bevel=0.08)
    row(box(top, (8.0, 29.1, 0.5), (0.5, 1.6, 1.7), "dark steel", bevel=0.06), 8, (1.05, 0, 0))
    row(box(top, (5.9, 18.4, 0), (0.7, 0.9, 0.8), "grey plastic", bevel=0.08), 6, (0, 1.3, 0))
    for i in range(6):
        _capacitor(top, 15.2, 17.6 + i * 1.05)


def _capacitor(top: Frame, x: float, y: float) -> None:
    cylinder(top, (x, y, 0), 0.32, 0.85, "dark plastic", bevel=0.06)
    cylinder(top, (x, y, 0.85), 0.27, 0.008, "aluminium", bevel=0)


def _socket(top: Frame, *, cooled: bool) -> None:
    box(top, (10.4, 22.4, 0), (4.8, 5.4, 0.4), "steel", bevel=0.06)
    box(top, (10.4, 22.4, 0.4), (3.4, 3.6, 0.12), "tin", bevel=0.05)
    if cooled:
        cooler(top.at(10.4, 22.4, 0))


def _memory(top: Frame, opened: Mapping[str, tuple[float, float]]) -> dict[str, Slot]:
    slots = {}
    for i, (name, x) in enumerate(SLOTS.items()):
        place = top.at(x, SLOT_MIDDLE, 0, turn=(0, 0, 90))
        slots[name] = slot(place, "plastic" if i % 2 == 0 else "grey plastic", opened.get(name, (0, 0)))
        lettering(top, name, (x, 14.55, 0.004), 0.55)
    return slots


def _connectors(top: Frame) -> tuple[Frame, Frame, Frame, Frame]:
    main = top.at(*MAIN_AT, 0, turn=(0, 0, -90))
    eps = top.at(*EPS_AT, 0)
    m2_place = top.at(*M2_AT, 0)
    sata = top.at(*SATA_AT, 0)
    header(main, MAIN)
    header(eps, EPS)
    m2.place(m2_place)
    for i in range(3):
        port = sata.at(0, -i * 2.2, 0)
        box(port, (0, 0, 0), (1.5, 1.7, 0.8), "plastic", bevel=0.04)
        box(port, (0.74, 0, 0.15), (0.04, 1.35, 0.5), "hole", bevel=0)
    return main, eps, m2_place, sata


def _expansion(top: Frame) -> None:
    """PCIe: two long slots with their latch at the far end, one short; the chip set below its heat sink."""
    for y, length, finish in ((GRAPHICS_Y, 9.0, "steel"), (6.2, 2.6, "plastic"), (3.2, 9.0, "plastic")):
        box(top, (4.6 + length / 2, y, 0), (length, 0.75, 1.05), finish)
        box(top, (4.6 + length / 2, y, 1.04), (length - 0.4, 0.2, 0.03), "hole", bevel=0)
        if length > 5:
            box(top, (4.9 + length, y, 0.4), (0.6, 0.8, 0.9), "nylon", bevel=0.1)
    box(top, (18.6, 6.4, 0), (5.2, 5.2, 0.9), "dark steel", bevel=0.15)
    row(box(top, (16.5, 6.4, 0.8), (0.4, 4.8, 0.4), "dark steel", bevel=0.08), 7, (0.7, 0, 0))
    cylinder(top, (2.4, 7.6, 0), 1.15, 0.3, "plastic")
    cylinder(top, (2.4, 7.6, 0.3), 1.0, 0.2, "tin", bevel=0.05)


def _edges(top: Frame) -> None:
    """Headers along the lower edge, screws in the corners."""
    for x, width in ((4.1, 2.6), (8.5, 2.0), (12.4, 2.0), (16.0, 2.0), (20.5, 2.6)):
        box(top, (x, 0.8, 0), (width, 0.6, 0.75), "plastic", bevel=0.03)
        row(
            box(top, (x - width / 2 + 0.2, 0.8, 0.74), (0.08, 0.3, 0.1), "gold", bevel=0, fine=True),
            int(width / 0.254) - 1,
            (0.254, 0, 0),
        )
    for x, y in ((0.7, 29.8), (0.7, 14), (0.7, 0.7), (15.6, 29.9), (15.6, 14.0), (15.6, 0.7), (23.8, 14), (23.8, 0.7)):
        cylinder(top, (x, y, 0), 0.45, 0.01, "tin", bevel=0)
        screw(top, (x, y, 0.01), 0.3)


_KEPT_FREE = (
    (3.0, 15.9, 16.5, 30.5),
    (15.6, 22.6, 14, 30),
    (2, 14.5, 0, 14.6),
    (15.5, 22, 3.5, 9.3),
    (22.4, 24.4, 0, 30),
)


def _scatter(top: Frame) -> None:
    """Small parts where nothing stands: what makes a board look like one. The photograph's alone."""
    chance = random.Random(7)  # noqa: S311 - decoration
    kinds = (
        ((0.2, 0.11, 0.08), "nylon"),
        ((0.2, 0.11, 0.08), "tin"),
        ((0.4, 0.3, 0.14), "chip"),
        ((0.85, 0.85, 0.13), "chip"),
    )
    for _ in range(260):
        x, y = chance.uniform(0.6, WIDTH - 0.6), chance.uniform(0.6, HEIGHT - 0.6)
        body, finish = chance.choices(kinds, (5, 4, 3, 1))[0]
        if not any(left < x < right and low < y < high for left, right, low, high in _KEPT_FREE):
            box(top, (x, y, 0), body, finish, bevel=0, turn=(0, 0, chance.choice((0, 90))), fine=True)
