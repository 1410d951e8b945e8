"""Drawn surfaces: the copper of a circuit board, a maker's label without a maker or a word."""

from __future__ import annotations

import random
import tempfile
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

Colour = tuple[int, int, int]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="scenes-"))


@cache
def circuit(width: float, depth: float, base: Colour, seed: int, density: float = 0.55, scale: int = 70) -> Path:
    """A board of `width` x `depth` cm at `scale` pixels a cm: bundles of traces, vias, pads. Same seed, same board."""
    chance = random.Random(seed)  # noqa: S311 - decoration
    image = Image.new("RGB", (int(width * scale), int(depth * scale)), base)
    pen = ImageDraw.Draw(image)
    trace = tuple(min(255, int(value * 1.4 + 9)) for value in base)
    for _ in range(int(width * depth * density)):
        _bundle(pen, chance, image.size, trace, scale)
    for _ in range(int(width * depth * density * 6)):
        x, y, r = chance.uniform(0, image.width), chance.uniform(0, image.height), scale * 0.018
        pen.ellipse((x - r, y - r, x + r, y + r), fill=(128, 112, 72))
    path = _folder() / f"circuit-{seed}.png"
    image.save(path)
    return path


def _bundle(pen: ImageDraw.ImageDraw, chance: random.Random, size: tuple[int, int], trace: Colour, scale: int) -> None:
    x, y = chance.randrange(size[0]), chance.randrange(size[1])
    first, slant, second = (chance.randrange(scale // 3, scale * 2) for _ in range(3))
    pitch, sideways = max(3, scale // 12), chance.random() < 0.5
    for lane in range(chance.choice((2, 4, 6, 8))):
        o = lane * pitch
        corners = [(0, o), (first - o * 0.41, o), (first - o * 0.41 + slant, slant + o)]
        corners.append((corners[-1][0] + second, slant + o))
        points = [(x + u, y + v) if sideways else (x + v, y + u) for u, v in corners]
        pen.line(points, fill=trace, width=max(2, scale // 28))
        for u, v in (points[0], points[-1]):
            r = scale * 0.03
            pen.ellipse((u - r, v - r, u + r, v + r), fill=(128, 112, 72))


@cache
def label(width: float, depth: float, seed: int, serial: bool = False, scale: int = 110) -> Path:
    """A white label: lines of print as grey bars, a bar code; with `serial` a framed field marked S/N as makers do."""
    chance = random.Random(seed)  # noqa: S311 - decoration
    w, h = int(width * scale), int(depth * scale)
    image = Image.new("RGB", (w, h), (240, 240, 236))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, w, h * 0.07), fill=(40, 96, 150))
    for line in range(3):
        top = h * (0.15 + 0.13 * line)
        pen.rectangle(
            (w * 0.06, top, w * chance.uniform(0.4, 0.9), top + h * (0.08 if line == 0 else 0.045)),
            fill=(70, 72, 78) if line == 0 else (150, 152, 156),
        )
    _bars(pen, chance, (w * 0.06, h * 0.62, w * 0.6, h * 0.76 if serial else h * 0.92), scale)
    if serial:
        font = ImageFont.load_default(w * 0.075)
        pen.text((w * 0.06, h * 0.8), "S/N 0123 4567 89", fill=(20, 20, 24), font=font, stroke_width=1)
    path = _folder() / f"label-{seed}-{int(serial)}.png"
    image.save(path)
    return path


def _bars(pen: ImageDraw.ImageDraw, chance: random.Random, area: tuple[float, float, float, float], scale: int) -> None:
    x, top, right, bottom = area
    while x < right:
        bar = chance.choice((1, 2, 3, 4)) * scale / 80
        pen.rectangle((x, top, x + bar, bottom), fill=(25, 25, 28))
        x += bar + chance.choice((1, 2, 3)) * scale / 60
