"""An ATX supply, 150 x 86 x 140 mm: x from its rear (x=0) into the case, y up, z across (0 to 15)."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from scenes.kit.cooling import fan
from scenes.kit.fasteners import screw
from scenes.kit.frame import Frame, Point, add
from scenes.kit.shapes import box, cylinder, lettering, prism, ring, sheet
from scenes.kit.textures import label

DEPTH, HEIGHT, WIDTH = 14.0, 8.6, 15.0
# On the rear, x to the right, y up, as seen from behind, fan down: 138, 114 and 64 mm apart (ATX12V design guide).
HOLES = ((0.6, 8.0), (0.6, 1.6), (14.4, 8.0), (12.0, 0.6))
INLET, SWITCH = (12.4, 5.6), (12.4, 2.4)


@dataclass(frozen=True)
class Supply:
    """A supply that stands somewhere; `rear` has x to the right and y up as seen from behind, z out to the viewer."""

    frame: Frame
    rear: Frame
    front: Frame

    def inlet(self) -> Point:
        return self.rear.point(*INLET, 0.4)

    def switch(self) -> Point:
        return self.rear.point(*SWITCH, 0.3)

    def holes(self) -> list[Point]:
        return [self.rear.point(x, y, 0.1) for x, y in HOLES]

    def corners(self) -> list[Point]:
        return [self.frame.point(x, y, z) for x in (0, DEPTH) for y in (0, HEIGHT) for z in (0, WIDTH)]


def supply(frame: Frame, *, on: bool = True, screws: bool = True, finish: str = "black metal") -> Supply:
    """A supply with its fan looking down (to y=0); `screws` are the four that hold it to the case."""
    box(frame.at(0, 0, WIDTH / 2, turn=(-90, 0, 0)), (DEPTH / 2, 0, 0), (DEPTH, WIDTH, HEIGHT), finish, bevel=0.15)
    rear = frame.at(turn=(0, -90, 0))
    front = frame.at(DEPTH, 0, WIDTH, turn=(0, 90, 0))
    _rear(rear, on=on)
    _front(front)
    _fan_side(frame.at(DEPTH / 2, 0, WIDTH / 2, turn=(90, 0, 0)))
    sheet(
        frame.at(DEPTH / 2, HEIGHT / 2 - 0.2, WIDTH + 0.004),
        (0, 0, 0),
        (10.5, 6.0),
        "paper",
        picture=label(10.5, 6.0, 21),
    )
    if screws:
        for x, y in HOLES:
            screw(rear, (x, y, 0.14), 0.4)
    return Supply(frame, rear, front)


def _rear(rear: Frame, *, on: bool) -> None:
    """Honeycomb vent, mains inlet with its three blades, rocker switch. Built from y up, so turned about x."""
    _honeycomb(rear)
    x, y = INLET
    box(rear, (x, y, 0), (3.0, 2.4, 0.32), "plastic", bevel=0.15)
    mouth = [(-1.25, -0.9), (1.25, -0.9), (1.25, 0.45), (0.8, 0.9), (-0.8, 0.9), (-1.25, 0.45)]
    prism(rear, mouth, 0.03, "hole", (x, y, 0.3), bevel=0)
    for dx, dy in ((-0.7, -0.2), (0, 0.35), (0.7, -0.2)):
        box(rear, (x + dx, y + dy, 0.1), (0.2, 0.5, 0.4), "tin", bevel=0.02)
    rocker(rear.at(*SWITCH, 0.1), on=on)


def rocker(place: Frame, *, on: bool) -> None:
    """A mains rocker, I to the left and O to the right as seen from behind; the pressed side lies deeper."""
    box(place, (0, 0, 0), (2.4, 1.7, 0.3), "plastic", bevel=0.12)
    box(place, (0, 0, 0.28), (2.1, 1.4, 0.03), "hole", bevel=0)
    key = place.at(0, 0, 0.2, turn=(0, -13 if on else 13, 0))
    box(key, (0, 0, 0), (1.95, 1.2, 0.32), "grey plastic", bevel=0.06)
    lettering(key, "I", (-0.55, 0, 0.325), 0.8, "silk")
    lettering(key, "O", (0.55, 0, 0.325), 0.8, "silk")


def _honeycomb(rear: Frame) -> None:
    hexagon = [(0.23 * cos(i * pi / 3), 0.23 * sin(i * pi / 3)) for i in range(6)]
    first = prism(rear, hexagon, 0.02, "hole", (1.3, 0.9, 0.0), bevel=0)
    for i in range(21):
        for j in range(14):
            x, y = 1.3 + i * 0.45, 0.9 + j * 0.52 + (0.26 if i % 2 else 0)
            if any(abs(x - u) < 0.75 and abs(y - v) < 0.75 for u, v in HOLES) or (i, j) == (0, 0):
                continue
            add(first.data, rear, (x, y, 0.0), (0, 0, 0))


def _front(front: Frame) -> None:
    """The face that the leads leave: two rows of sockets of a modular supply. x as seen from inside the case."""
    for y, lengths in ((6.6, (4.2, 4.2, 2.2)), (4.2, (2.2, 2.2, 2.2, 2.2)), (1.9, (1.6, 1.6, 1.6))):
        x = 1.2
        for length in lengths:
            box(front, (x + length / 2, y, 0), (length, 1.15, 0.12), "grey plastic", bevel=0.03)
            box(front, (x + length / 2, y, 0.1), (length - 0.3, 0.75, 0.03), "hole", bevel=0)
            x += length + 0.5


def _fan_side(side: Frame) -> None:
    """The fan behind its guard, looking out of the supply; origin in the middle of that face, z outwards."""
    cylinder(side, (0, 0, 0.0), 6.2, 0.03, "hole", bevel=0)
    fan(side.at(0, 0, -0.9), 11.8, depth=1.5)
    for i in range(6):
        ring(side, (0, 0, 0.62), 0.9 + i * 1.0, 0.11, 0.1, "steel")
    for i in range(4):
        box(side, (0, 0, 0.6), (12.6, 0.18, 0.1), "steel", bevel=0.02, turn=(0, 0, 45 * i + 22.5))
