"""Screws, stand-offs and the tools for them."""

from __future__ import annotations

from scenes.kit.frame import Frame, Point
from scenes.kit.shapes import box, cylinder, prism, ring, row


def screw(frame: Frame, at: Point, radius: float = 0.32, turn: Point = (0, 0, 0), *, shank: float = 0) -> Frame:
    """A cross-head screw, its head rising along z from `at`; `shank` cm of thread below it when it is out."""
    own = frame.at(*at, turn=turn)
    cylinder(own, (0, 0, 0), radius, radius * 0.55, "steel", bevel=radius * 0.15)
    for angle in (35, 125):
        box(
            own, (0, 0, radius * 0.5), (radius * 1.2, radius * 0.26, radius * 0.08), "hole", bevel=0, turn=(0, 0, angle)
        )
    if shank:
        cylinder(own, (0, 0, -shank), radius * 0.45, shank, "steel", bevel=0.01)
        turns = max(2, int(shank / 0.07))
        row(
            ring(own, (0, 0, -shank), radius * 0.43, radius * 0.12, 0.03, "steel", sides=24),
            turns,
            (0, 0, shank / turns),
        )
    return own


def thumb_screw(frame: Frame, at: Point, turn: Point = (0, 0, 0)) -> Frame:
    """A knurled screw for fingers, its head rising along z."""
    own = frame.at(*at, turn=turn)
    cylinder(own, (0, 0, 0), 0.38, 0.2, "steel")
    for i in range(18):
        box(own.at(turn=(0, 0, i * 20)), (0.52, 0, 0.2), (0.12, 0.1, 0.62), "dark steel", bevel=0.02)
    cylinder(own, (0, 0, 0.18), 0.54, 0.66, "dark steel", bevel=0.05)
    for angle in (40, 130):
        box(own, (0, 0, 0.82), (0.62, 0.12, 0.04), "hole", bevel=0, turn=(0, 0, angle))
    return own


def standoff(frame: Frame, at: Point, height: float = 0.26) -> Frame:
    """The brass post that carries the end of an M.2 module."""
    own = frame.at(*at)
    cylinder(own, (0, 0, 0), 0.29, height, "brass", sides=6)
    cylinder(own, (0, 0, height), 0.14, 0.012, "hole", bevel=0)
    return own


def opening_tool(frame: Frame, at: Point, turn: Point = (0, 0, 0)) -> Frame:
    """A thin plastic lever for covers, 13 cm long: its edge at `at`, its grip along z."""
    own = frame.at(*at, turn=turn)
    blade = [(-0.9, 0.0), (0.9, 0.0), (0.8, 3.0), (0.65, 5.0), (-0.65, 5.0), (-0.8, 3.0)]
    prism(own.at(turn=(90, 0, 0)), blade, 0.16, "blue plastic", (0, 0, -0.08), bevel=0.04)
    box(own, (0, 0, 4.6), (1.5, 0.5, 8.4), "blue plastic", bevel=0.2)
    return own


def screwdriver(frame: Frame, at: Point, turn: Point = (0, 0, 0), *, scale: float = 1.0) -> Frame:
    """A cross-head screwdriver, its tip at `at`, its handle along z."""
    own = frame.at(*at, turn=turn)
    s = scale
    cylinder(own, (0, 0, 0.5 * s), 0.28 * s, 7.5 * s, "steel")
    tip = [(-0.28 * s, 0.55 * s), (-0.07 * s, 0), (0.07 * s, 0), (0.28 * s, 0.55 * s)]
    for angle in (0, 90):
        prism(own.at(turn=(90, 0, 0)), tip, 0.1 * s, "dark steel", (0, 0, -0.05 * s), (0, angle, 0), bevel=0)
    cylinder(own, (0, 0, 7.9 * s), 0.75 * s, 0.9 * s, "plastic", bevel=0.15 * s)
    cylinder(own, (0, 0, 8.6 * s), 1.15 * s, 7.6 * s, "red plastic", bevel=0.4 * s, sides=8)
    return own
