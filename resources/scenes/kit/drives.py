"""Drives: 2.5 inch 100 x 69.85 x 7 mm (SFF-8201), 3.5 inch 147 x 101.6 x 26.1 mm (SFF-8301). Contacts look to -y."""

from __future__ import annotations

from scenes.kit.fasteners import screw
from scenes.kit.frame import Frame, Point
from scenes.kit.plugs import sata_tongues
from scenes.kit.shapes import box, cylinder, prism, rounded, sheet
from scenes.kit.textures import label

SMALL = (6.985, 10.0, 0.7)
LARGE = (10.16, 14.7, 2.61)
# Side screws of a 2.5 inch drive, along y from the contacts' edge (SFF-8201: 14 and 90.6 mm).
SMALL_HOLES = (1.4, 9.06)


def small_contacts(frame: Frame) -> Frame:
    """The tongues of a 2.5 inch drive (see plugs.sata_tongues): z points out of the drive."""
    return frame.at(0.4, 0.1, 0.34, turn=(90, 0, 0))


def large_contacts(frame: Frame) -> Frame:
    """The tongues of a 3.5 inch drive."""
    return frame.at(-1.6, 0.1, 0.6, turn=(90, 0, 0))


def small_drive(frame: Frame, *, serial: bool = False) -> Frame:
    """A 2.5 inch SSD lying with its label up; origin in the middle of the contacts' edge, foot at z=0."""
    width, depth, height = SMALL
    prism(frame.at(0, depth / 2, 0), rounded(width, depth, 0.3), height, "silver metal", bevel=0.06)
    sheet(frame, (0, 5.4, height), (6.0, 7.6), "paper", picture=label(6.0, 7.6, 31, serial))
    sata_tongues(small_contacts(frame))
    return frame


def large_drive(frame: Frame, *, serial: bool = False) -> Frame:
    """A 3.5 inch hard disk lying with its label up; origin in the middle of the contacts' edge, foot at z=0."""
    width, depth, height = LARGE
    prism(frame.at(0, depth / 2, 0), rounded(width, depth, 0.25), height - 0.5, "dark steel", bevel=0.08)
    prism(frame.at(0, depth / 2, height - 0.5), rounded(width - 0.3, depth - 0.3, 0.9), 0.5, "aluminium", bevel=0.1)
    cylinder(frame, (0, 9.2, height), 3.4, 0.04, "aluminium")
    sheet(frame, (0, 5.0, height + 0.045), (8.4, 7.4), "paper", picture=label(8.4, 7.4, 33, serial))
    for x in (-4.4, 4.4):
        for y in (0.8, 7.4, 14.0):
            cylinder(frame, (x, y, height), 0.24, 0.04, "dark steel")
    sata_tongues(large_contacts(frame))
    return frame


def tray_25(frame: Frame) -> Frame:
    """A sheet-metal bracket for a 2.5 inch drive, its side cheeks with screw holes; the drive's frame in it."""
    width, depth, _ = SMALL
    box(frame, (0, depth / 2, 0), (width + 1.0, depth + 0.8, 0.12), "black metal", bevel=0.03)
    for side in (-1, 1):
        box(frame, (side * (width / 2 + 0.1), depth / 2, 0.1), (0.12, depth, 0.75), "black metal", bevel=0.03)
    return frame.at(0, 0, 0.14)


def side_screws(frame: Frame, out: float = 0) -> list[Point]:
    """The four screws at the sides of a 2.5 inch drive in its bracket, `out` cm drawn out; their places."""
    places = []
    for side in (-1, 1):
        for y in SMALL_HOLES:
            x = side * (SMALL[0] / 2 + 0.17 + out)
            screw(frame, (x, y, 0.34), 0.25, turn=(0, side * 90, 0), shank=0.3 if out else 0)
            places.append(frame.point(x, y, 0.34))
    return places


def tray_35(frame: Frame) -> Frame:
    """A plastic drive tray with a handle at the front (+y), for a 3.5 inch drive; the drive's frame in it."""
    width, depth, height = LARGE
    for side in (-1, 1):
        box(frame, (side * (width / 2 + 0.25), depth / 2 + 0.3, 0), (0.4, depth + 0.8, 1.5), "blue plastic", bevel=0.06)
        for y in (3.2, 10.4):
            cylinder(frame.at(side * (width / 2 + 0.46), y, 0.8, turn=(0, side * 90, 0)), (0, 0, 0), 0.2, 0.06, "steel")
    box(frame, (0, depth + 0.7, 0), (width + 0.9, 0.4, height), "blue plastic", bevel=0.1)
    for side in (-1, 1):
        box(frame, (side * 2.8, depth + 1.1, height / 2 - 0.5), (0.5, 0.8, 1.0), "blue plastic", bevel=0.08)
    box(frame, (0, depth + 1.5, height / 2 - 0.5), (6.1, 0.4, 1.0), "blue plastic", bevel=0.12)
    box(frame, (0, depth / 2, 0), (width, depth, 0.1), "blue plastic", bevel=0.02)
    return frame.at(0, 0, 0.12)


def cage(frame: Frame, bays: int = 2) -> list[Frame]:
    """A cage for 3.5 inch trays, open at the front (+y) and at the contacts (-y); the bays' frames, lowest first."""
    width, depth, height = LARGE[0] + 1.5, LARGE[1], LARGE[2] + 0.6
    tall = bays * height + 0.3
    for side in (-1, 1):
        for y, long in ((0.9, 1.8), (depth / 2, 1.6), (depth - 0.9, 1.8)):
            box(frame, (side * width / 2, y, 0), (0.15, long, tall), "case inside", bevel=0.03)
        for z in (0, tall - 0.8):
            box(frame, (side * width / 2, depth / 2, z), (0.14, depth, 0.8), "case inside", bevel=0.03)
    for i in range(bays + 1):
        box(frame, (0, depth / 2, i * height), (width, depth, 0.12), "case inside", bevel=0.02)
    return [frame.at(0, 0, 0.2 + i * height) for i in range(bays)]
