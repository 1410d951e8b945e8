"""Fans and the processor's cooler."""

from __future__ import annotations

from math import cos, pi, sin

from scenes.kit.frame import Frame
from scenes.kit.shapes import box, cylinder, ring, row, surface


def fan(frame: Frame, size: float, *, depth: float = 2.4, frame_finish: str = "plastic") -> Frame:
    """A fan of `size` cm across, foot at z=0, blowing along z; nine blades."""
    reach = size / 2 - 0.25
    ring(frame, (0, 0, 0), reach, 0.22, depth, frame_finish)
    for quarter in range(4):
        box(frame.at(turn=(0, 0, 45 + 90 * quarter)), (reach / 2, 0, 0.05), (reach, 0.35, 0.25), frame_finish)
    hub = size * 0.19
    cylinder(frame, (0, 0, 0.4), hub, depth - 0.6, "plastic", bevel=0.12)
    cylinder(frame, (0, 0, depth - 0.19), hub * 0.75, 0.02, "grey plastic", bevel=0)
    for blade in range(9):
        _blade(frame, blade * 2 * pi / 9, hub - 0.15, reach - 0.15, depth)
    return frame


def _blade(frame: Frame, start: float, inner: float, outer: float, depth: float) -> None:
    grid = []
    for i in range(8):
        radius = inner + (outer - inner) * i / 7
        angles = [start + (j / 5 - 0.5) * 0.72 + 0.05 * i for j in range(6)]
        grid.append([(radius * cos(a), radius * sin(a), 0.6 + (depth - 1.2) * j / 5) for j, a in enumerate(angles)])
    surface(frame, grid, 0.09, "plastic")


def cooler(frame: Frame) -> None:
    """A box cooler: copper core, a block of fins, a 92 mm fan on top; 9 cm square, 6 cm high."""
    row(box(frame, (-4.3, 0, 0.8), (0.07, 8.8, 2.7), "aluminium", bevel=0), 22, (0.41, 0, 0))
    cylinder(frame, (0, 0, 0.2), 1.6, 1.2, "copper")
    fan(frame.at(0, 0, 3.5), 9.2)
    for x in (-4.1, 4.1):
        for y in (-4.1, 4.1):
            cylinder(frame, (x, y, 0), 0.3, 1.2, "steel", bevel=0.05)


def case_fan(frame: Frame, size: float = 12) -> None:
    """A square case fan with its finger guard, guard at z=0, body below it."""
    fan(frame.at(0, 0, -2.5), size)
    for i in range(4):
        ring(frame, (0, 0, 0.0), 1.4 + i * 1.3, 0.14, 0.12, "steel")
    for i in range(4):
        box(frame, (0, 0, 0), (size - 0.6, 0.2, 0.1), "steel", bevel=0.02, turn=(0, 0, 22 + 45 * i))
