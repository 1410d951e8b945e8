"""A mid tower, 44 deep x 47 high x 20 wide: x from the rear to the front, y up, z from the board out of the open side.

Lying on its side the frame is the world's; standing it is turned so that y is up and the open side looks to the viewer.
"""

from __future__ import annotations

from dataclasses import dataclass

from scenes.kit import drives, supply
from scenes.kit.board import GRAPHICS_Y, HEIGHT
from scenes.kit.cooling import case_fan
from scenes.kit.fasteners import screw, thumb_screw
from scenes.kit.frame import Frame, Point, world
from scenes.kit.outside import power_sign
from scenes.kit.shapes import box, cylinder, ring, row
from scenes.kit.signs import rays

DEPTH, TALL, WIDE = 43.0, 47.0, 20.0
STANDING: Point = (90, 0, 0)
_WALL = 0.12
BOARD_AT: Point = (1.3, 14.4, 0.75)
SUPPLY_AT: Point = (0.0, 0.7, 1.2)
BUTTON: Point = (DEPTH + 3.2, 42.5, 10.0)
LAMP_Y = 39.2


@dataclass(frozen=True)
class Tower:
    """A case that stands or lies somewhere. `rear` has x to the right, y up, z to the viewer as seen from behind."""

    frame: Frame
    rear: Frame

    def board_frame(self) -> Frame:
        return self.frame.at(*BOARD_AT)

    def supply_frame(self) -> Frame:
        return self.frame.at(*SUPPLY_AT)

    def button(self) -> Point:
        return self.frame.point(*BUTTON)

    def panel_screws(self) -> list[Point]:
        """The heads of the side panel's two thumb screws when they are drawn out a little."""
        return [self.rear.point(_PANEL_SCREWS_X, y, 1.4) for y in _PANEL_SCREWS]

    def lamp(self) -> Point:
        """The lamp below the power button."""
        return self.frame.point(DEPTH + 3.2, LAMP_Y, WIDE / 2)


_PANEL_SCREWS, _PANEL_SCREWS_X = (6.0, 41.0), WIDE - 0.6


def lying() -> Tower:
    """On its right side, on a table at z=-0.3."""
    return placed(world())


def standing() -> Tower:
    """On its feet at z=0 of the world, the open side towards -y."""
    return placed(world(STANDING, (0, 0, 1.3)))


def placed(frame: Frame, *, lit: bool = False) -> Tower:
    """In a frame of its own (its axes: above); `lit` is its lamp."""
    rear = frame.at(turn=(0, -90, 0))
    _walls(frame)
    _rear_wall(rear)
    _front(frame, lit=lit)
    _feet(frame)
    return Tower(frame, rear)


def _walls(frame: Frame) -> None:
    """The board's side with its tray, top and bottom, and the rolled rims of the opening."""
    paint = "case paint"
    box(frame, (DEPTH / 2 + 0.05, TALL / 2, -0.3), (DEPTH - 0.1, TALL - 0.02, 0.3), paint, bevel=0.02)
    box(frame, (DEPTH / 2, TALL / 2, 0.0), (DEPTH - 0.3, TALL - 0.3, 0.02), "case inside", bevel=0)
    for y in (_WALL / 2, TALL - _WALL / 2):
        box(frame, (DEPTH / 2 + 0.05, y, -0.29), (DEPTH - 0.1, _WALL, WIDE + 0.28), paint, bevel=0.02)
    for y in (0.45, TALL - 0.45):
        box(frame, (DEPTH / 2, y, WIDE - 0.1), (DEPTH - 0.4, 0.7, 0.1), "case inside", bevel=0.03)
    box(frame, (DEPTH - 0.45, TALL / 2, WIDE - 0.1), (0.7, TALL - 0.4, 0.1), "case inside", bevel=0.03)
    box(frame, (13.5, 29.5, 0.0), (27, 32, 0.3), "case inside", bevel=0.15)
    _vent(frame.at(SUPPLY_AT[0] + 7.0, -0.01, SUPPLY_AT[2] + 7.5, turn=(90, 0, 0)))
    for y, tall in ((37, 6), (25, 6)):
        box(frame, (28.2, y, 0.0), (2.4, tall, 0.14), "rubber", bevel=0.05)
        box(frame, (28.2, y, 0.14), (0.25, tall - 0.6, 0.02), "hole", bevel=0)


def _vent(face: Frame) -> None:
    """The round air inlet in the bottom, under the supply."""
    cylinder(face, (0, 0, 0), 6.4, 0.01, "hole", bevel=0)
    for i in range(7):
        ring(face, (0, 0, 0), 0.4 + i * 0.95, 0.35, 0.06, "case paint")
    for i in range(4):
        box(face, (0, 0, 0), (13, 0.5, 0.05), "case paint", bevel=0, turn=(0, 0, 45 * i))


def _rear_wall(rear: Frame) -> None:
    """Metal around the supply's opening, I/O shield, slot covers and a fan. x, y as seen from behind."""
    paint, left, right = "case paint", SUPPLY_AT[2], SUPPLY_AT[2] + supply.WIDTH
    low, high = SUPPLY_AT[1], SUPPLY_AT[1] + supply.HEIGHT
    for x, y, width, tall in (
        (WIDE / 2, (high + TALL) / 2, WIDE, TALL - high),
        (WIDE / 2, low / 2, WIDE, low),
        (left / 2, (low + high) / 2, left, high - low),
        ((right + WIDE) / 2, (low + high) / 2, WIDE - right, high - low),
    ):
        box(rear, (x, y, -_WALL), (width, tall, _WALL), paint, bevel=0.02)
    _shield(rear.at(*SHIELD, 0))
    _slot_covers(rear)
    case_fan(rear.at(12.8, 37.5, 0.0))
    cylinder(rear, (12.8, 37.5, 0.0), 5.8, 0.01, "hole", bevel=0)
    for x in (7.6, 18.0):
        for y in (32.3, 42.7):
            screw(rear, (x, y, 0), 0.35)


DISPLAYS, NETWORK = (4.2, 2.4), -3.4  # heights on the I/O shield
SHIELD = (BOARD_AT[2] + 2.4, BOARD_AT[1] + HEIGHT - 8.2)  # its middle on the rear


def _shield(place: Frame) -> None:
    """The sockets of the board, from the top: keyboard, display, USB, network, USB, sound. Neutral, without signs."""
    box(place, (0, 0, 0), (4.4, 15.8, 0.06), "steel", bevel=0.02)
    box(place, (0, 6.4, 0.05), (3.0, 1.5, 0.12), "plastic")
    for y, colour in ((-0.1, "dark plastic"), (-1.7, "blue plastic"), (-4.9, "blue plastic")):
        box(place, (0, y, 0.05), (3.4, 1.4, 0.12), "tin")
        for x in (-0.75, 0.75):
            box(place, (x, y, 0.16), (1.3, 0.6, 0.02), "hole", bevel=0)
            box(place, (x, y + 0.08, 0.17), (1.1, 0.24, 0.02), colour, bevel=0)
    for y in DISPLAYS:
        box(place, (0, y, 0.05), (2.2, 1.0, 0.12), "plastic")
        box(place, (0, y, 0.16), (1.5, 0.5, 0.02), "hole", bevel=0)
    box(place, (0, NETWORK, 0.05), (1.9, 1.5, 0.14), "tin")
    box(place, (0, NETWORK, 0.18), (1.3, 1.1, 0.02), "hole", bevel=0.02)
    for i, colour in enumerate(("blue plastic", "good", "red plastic")):
        ring(place, (-1.3 + i * 1.3, -6.4, 0.05), 0.2, 0.22, 0.12, "plastic" if colour == "good" else colour, sides=28)


def _slot_covers(rear: Frame) -> None:
    """Seven covers of expansion slots, the topmost at the graphics slot."""
    for i in range(7):
        y = BOARD_AT[1] + GRAPHICS_Y - i * 2.03
        if y < 11:
            break
        box(rear, (6.9, y, 0), (11.6, 1.75, 0.08), "steel", bevel=0.03)
        row(box(rear, (2.0, y, 0.075), (0.4, 1.0, 0.02), "hole", bevel=0), 13, (0.8, 0, 0))
        screw(rear, (13.2, y + 0.4, 0.06), 0.33)


def _front(frame: Frame, *, lit: bool) -> None:
    """The bezel with the power button, its lamp, two USB sockets and an air grille."""
    box(frame, (DEPTH + 1.6, TALL / 2, -0.5), (3.2, TALL + 0.6, WIDE + 0.8), "plastic", bevel=0.5)
    face = frame.at(DEPTH + 3.2, 0, WIDE, turn=(0, 90, 0))
    middle = WIDE / 2
    cylinder(face, (middle, 42.5, -0.02), 1.25, 0.06, "dark plastic", bevel=0.02)
    cylinder(face, (middle, 42.5, 0.02), 1.0, 0.14, "silver metal", bevel=0.05)
    power_sign(face.at(middle, 42.5, 0.17))
    cylinder(face, (middle, LAMP_Y, 0), 0.42, 0.06, "lamp" if lit else "hole", bevel=0)
    if lit:
        rays(face.at(middle, LAMP_Y, 0.1), 0.8, 2.2)
    for x in (middle - 3.4, middle + 3.4):
        box(face, (x, 39.2, 0), (1.4, 0.65, 0.04), "steel", bevel=0.02)
        box(face, (x, 39.2, 0.03), (1.2, 0.45, 0.02), "hole", bevel=0)
    row(box(face, (middle, 6.0, 0), (14.0, 0.5, 0.03), "hole", bevel=0), 24, (0, 1.2, 0))


def _feet(frame: Frame) -> None:
    for x in (4.0, DEPTH - 3):
        for z in (3.0, WIDE - 3):
            box(frame, (x, -0.65, z - 1.3), (4.0, 1.3, 2.6), "rubber", bevel=0.2)


def side_panel(tower: Tower, slid: float = 0, away: float = 0, *, screws: bool = True, out: float = 0) -> Frame:
    """The left side's panel, `slid` cm to the rear and `away` cm off; with its thumb screws, `out` cm drawn out."""
    own = tower.frame.at(-slid, 0, WIDE + away)
    box(own, (DEPTH / 2, TALL / 2, 0), (DEPTH - 0.2, TALL - 0.2, 0.14), "case paint", bevel=0.05)
    box(own, (-0.08, TALL / 2, -1.2), (0.14, TALL - 1.0, 1.3), "case paint", bevel=0.03)
    box(own, (6, TALL / 2, 0.13), (1.6, 8, 0.05), "case inside", bevel=0.04)
    if screws:
        for y in _PANEL_SCREWS:
            spot = tower.rear.at(_PANEL_SCREWS_X, y, slid + 0.15 + out)
            thumb_screw(spot, (0, 0, 0))
            if out:
                cylinder(spot, (0, 0, -0.9), 0.17, 0.9, "steel")
    return own


def drive_bays(tower: Tower, *, disk: bool = True, ssd: bool = True) -> tuple[Frame, Frame]:
    """A cage of two 3.5 inch bays in the lower front, a place for 2.5 inch on the tray; the frames of their drives."""
    cage = tower.frame.at(28.0, 0.8, 7.2, turn=(-90, -90, 0))
    bay = drives.tray_35(drives.cage(cage)[1]) if disk else drives.cage(cage)[1]
    if disk:
        drives.large_drive(bay)
    plate = tower.frame.at(36.0, 18.5, 0.1)
    box(plate, (0, 5, 0), (8.6, 11.4, 0.2), "case inside", bevel=0.06)
    small = plate.at(0, 0, 0.2)
    if ssd:
        drives.small_drive(small)
        for x in (-3.85, 3.85):
            for y in (0.2, 9.8):
                screw(plate, (x, y, 0.2), 0.25)
    return bay, small
