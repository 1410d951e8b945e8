"""What stands on a desk beside a PC: a monitor that is dark or shows something, the power adapter of a small PC."""

from __future__ import annotations

import random
from typing import Literal

from scenes.kit.frame import DARK, Frame, Point
from scenes.kit.outside import screwed_cable
from scenes.kit.shapes import box, cylinder, prism, rectangle, ring, rounded

WIDTH, TALL = 50.0, 29.0  # of the screen
_MIDDLE = 24.5  # height of the screen's middle above the desk

Picture = Literal["dark", "own", "words"]


def monitor(frame: Frame, shows: Picture = "dark") -> Frame:
    """A monitor on its foot, looking to -y: dark, the owner's own screen, or lines of words. The screen's frame."""
    prism(frame, rounded(22, 17, 2.0), 0.9, "plastic", (0, 1, 0), bevel=0.2)
    box(frame, (0, 3.2, 0.8), (5.0, 1.6, _MIDDLE - 6), "plastic", bevel=0.3)
    box(frame, (0, 1.2, _MIDDLE - TALL / 2 - 1.6), (WIDTH + 1.8, 3.0, TALL + 2.6), "plastic", bevel=0.35)
    face = frame.at(0, -0.32, _MIDDLE, turn=(90, 0, 0))
    screen(face, WIDTH, TALL, shows)
    return face


def screen(face: Frame, width: float, tall: float, shows: Picture) -> None:
    """What a screen shows, in the xy plane of its frame, y up: without a word that could be read."""
    base = prism(face, rectangle(width, tall), 0.05, "screen lit" if shows == "own" else "screen", bevel=0)
    if shows == "dark":
        base.pass_index = DARK
    elif shows == "own":
        _desktop(face.at(0, 0, 0.05), width, tall)
    else:
        base.pass_index = DARK
        _words(face.at(0, 0, 0.05), width, tall)


def _desktop(face: Frame, width: float, tall: float) -> None:
    """A panel along the foot, two windows, three icons."""
    box(face, (0, -0.46 * tall, 0), (width, 0.08 * tall, 0.02), "plastic", bevel=0)
    for x in (-0.46, -0.41, -0.36):
        box(face, (x * width, -0.46 * tall, 0.02), (0.03 * width, 0.05 * tall, 0.02), "screen window", bevel=0)
    for x, y, wide, high in ((-0.08, 0.08, 0.5, 0.6), (0.24, -0.12, 0.36, 0.42)):
        own = face.at(x * width, y * tall, 0.04 if x > 0 else 0.02)
        box(own, (0, 0, 0), (wide * width, high * tall, 0.01), "screen window", bevel=0)
        box(own, (0, high * tall * 0.46, 0.01), (wide * width, high * tall * 0.1, 0.01), "blue plastic", bevel=0)
        for line in range(4):
            long = wide * width * (0.8, 0.62, 0.74, 0.4)[line]
            foot = (-0.42 * wide * width + long / 2, high * tall * (0.26 - 0.18 * line), 0.01)
            box(own, foot, (long, high * tall * 0.06, 0.01), "pale plastic", bevel=0)


def _words(face: Frame, width: float, tall: float) -> None:
    """Lines of type, each word a bar: what a PC without a system shows."""
    chance = random.Random(11)  # noqa: S311 - decoration
    for line in range(9):
        x = -0.46 * width
        for _ in range(chance.choice((2, 3, 5, 6)) if line != 8 else 1):
            long = width * chance.uniform(0.05, 0.13)
            foot = (x + long / 2, tall * (0.43 - 0.075 * line), 0)
            box(face, foot, (long, tall * 0.032, 0.01), "screen words", bevel=0)
            x += long + width * 0.02


def adapter(frame: Frame) -> None:
    """The power adapter of a mini PC or notebook, lying: a black block 12 x 5 x 3 cm, its leads along x."""
    prism(frame, rounded(12, 5.2, 0.8), 3.0, "plastic", bevel=0.35)
    for side in (-1, 1):
        end = frame.at(side * 6, 0, 1.5, turn=(0, side * 90, 0))
        for i in range(3):
            ring(end, (0, 0, i * 0.4), 0.24, 0.24 - 0.05 * i, 0.24, "plastic", sides=24)


def adapter_plug(frame: Frame, cord: tuple[Point, ...]) -> Frame:
    """Its round plug: tip to -z from z=0, the lead leaving at +z along `cord` (in the plug's frame)."""
    cylinder(frame, (0, 0, -1.1), 0.28, 1.1, "tin")
    cylinder(frame, (0, 0, -1.11), 0.12, 0.02, "hole", bevel=0)
    cylinder(frame, (0, 0, 0), 0.55, 2.4, "plastic", bevel=0.12)
    for i in range(3):
        ring(frame, (0, 0, 2.4 + i * 0.35), 0.22, 0.22 - 0.05 * i, 0.22, "plastic", sides=24)
    screwed_cable(frame, ((0, 0, 2.4), (0, 0, 3.6), *cord), 0.24)
    return frame
