"""Memory modules and their slots. DIMM 133.35 x 31.25 mm (JEDEC MO-309), SO-DIMM 69.6 x 30 mm (MO-310)."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

from scenes.kit.frame import Frame, Point
from scenes.kit.shapes import Outline, box, prism, row, sheet
from scenes.kit.textures import circuit, label

DIMM_LENGTH, DIMM_HEIGHT, _THICK = 13.335, 3.125, 0.14
DIMM_NOTCH = 0.45  # centre of the notch, right of the module's middle
SEATED = 0.42  # how high a seated module's edge stands in its slot
SLOT_LENGTH = 14.2

SODIMM_LENGTH, SODIMM_DEPTH = 6.96, 3.0
SODIMM_NOTCH = 0.75


def _notch(centre: float, half: float, depth: float) -> Outline:
    return [
        (centre - half, 0),
        (centre - half, depth * 0.7),
        (centre, depth),
        (centre + half, depth * 0.7),
        (centre + half, 0),
    ]


def _dimm_outline() -> Outline:
    x, h = DIMM_LENGTH / 2, DIMM_HEIGHT
    right = [(x, 0), (x, 0.45), (x - 0.13, 0.52), (x - 0.13, 0.7), (x, 0.77), (x, h - 0.1), (x - 0.1, h)]
    left = [(-u, v) for u, v in reversed(right)]
    return [*_notch(DIMM_NOTCH, 0.11, 0.38), *right, *left]


def _contacts(face: Frame, spans: tuple[tuple[float, float], ...], size: tuple[float, float], pitch: float) -> None:
    width, height = size
    for start, end in spans:
        strip = box(face, (start, height / 2 + 0.03, 0), (width, height, 0.008), "gold", bevel=0, fine=True)
        row(strip, max(1, int((end - start) / pitch)), (pitch, 0, 0))


def _dimm_face(face: Frame, *, labelled: bool) -> None:
    """One side of a module; x along it, y up from the contacts, z out of the board."""
    x = DIMM_LENGTH / 2
    _contacts(face, ((-x + 0.3, DIMM_NOTCH - 0.2), (DIMM_NOTCH + 0.2, x - 0.25)), (0.055, 0.26), 0.085)
    for start in (-x + 1.15, 1.45):
        row(box(face, (start, 1.7, 0), (0.95, 1.2, 0.11), "chip", bevel=0.02), 4, (1.38, 0, 0))
    row(box(face, (-x + 0.6, 0.62, 0), (0.1, 0.06, 0.05), "nylon", bevel=0, fine=True), 44, (0.275, 0, 0))
    row(box(face, (-x + 0.9, 2.75, 0), (0.12, 0.07, 0.05), "tin", bevel=0, fine=True), 20, (0.6, 0, 0))
    if labelled:
        sheet(face, (-2.9, 1.7, 0.112), (4.6, 1.3), "paper", picture=label(4.6, 1.3, 3))


def dimm(frame: Frame, height: float = SEATED, tilt: float = 0) -> Frame:
    """A module standing on its contacts `height` above the slot's foot; x along it, z up; tilted about y."""
    own = frame.at(0, 0, height, turn=(0, tilt, 0))
    board = own.at(turn=(90, 0, 0))
    picture = circuit(DIMM_LENGTH, DIMM_HEIGHT, (16, 96, 58), 5, 1.2, 90)
    prism(board, _dimm_outline(), _THICK, "green board", (0, 0, -_THICK / 2), bevel=0.012, picture=picture)
    _dimm_face(board.at(0, 0, _THICK / 2), labelled=True)
    _dimm_face(board.at(0, 0, -_THICK / 2, turn=(0, 180, 0)).at(), labelled=False)
    return own


@dataclass(frozen=True)
class Slot:
    """A DIMM slot: where a module goes, and its two clips (the near one is at -x)."""

    frame: Frame
    clips: tuple[Frame, Frame]

    def clip(self, end: int) -> Point:
        """The upper end of a clip in the world: 0 at -x, 1 at +x."""
        return self.clips[end].point(0, 0, 1.3)

    def key(self) -> Point:
        """The ridge that the notch goes over."""
        return self.frame.point(DIMM_NOTCH, 0, 0.9)


_LEVER = [
    (-0.14, 0),
    (0.2, 0),
    (0.24, 0.95),
    (0.6, 1.5),
    (0.52, 1.72),
    (0.1, 1.66),
    (-0.02, 1.34),
    (-0.4, 1.26),
    (-0.4, 1.06),
    (-0.12, 0.98),
]


def slot(frame: Frame, colour: str = "dark plastic", opened: tuple[float, float] = (0, 0)) -> Slot:
    """A slot along x; `opened` are the angles of its clips at -x and +x (0 shut, about 35 open)."""
    half = SLOT_LENGTH / 2
    for side in (-1, 1):
        box(frame, (0, side * 0.24, 0), (SLOT_LENGTH - 1.4, 0.18, 0.9), colour, bevel=0.03)
        strip = box(frame, (-half + 1, side * 0.13, 0.36), (0.03, 0.03, 0.5), "gold", bevel=0, fine=True)
        row(strip, int((SLOT_LENGTH - 2) / 0.085), (0.085, 0, 0))
    box(frame, (0, 0, 0), (SLOT_LENGTH - 1.4, 0.34, 0.34), colour, bevel=0)
    box(frame, (DIMM_NOTCH, 0, 0), (0.16, 0.34, 0.88), "grey plastic", bevel=0.01)
    clips = tuple(_clip(frame, side, colour, angle) for side, angle in zip((-1, 1), opened, strict=True))
    return Slot(frame, (clips[0], clips[1]))


def _clip(frame: Frame, side: int, colour: str, angle: float) -> Frame:
    tower = frame.at(side * (SLOT_LENGTH / 2 - 0.35), 0, 0)
    for y in (-0.28, 0.28):
        box(tower, (0, y, 0), (0.8, 0.15, 1.25), colour)
    box(tower, (0, 0, 0), (0.8, 0.5, 0.3), colour, bevel=0.02)
    lever = tower.at(side * 0.15, 0, 0.28, turn=(0, side * angle, 0))
    outline = _LEVER if side > 0 else [(-x, z) for x, z in reversed(_LEVER)]
    prism(lever.at(turn=(90, 0, 0)), outline, 0.36, "nylon", (0, 0, -0.18), bevel=0.04)
    return lever


def _sodimm_outline() -> Outline:
    x, d = SODIMM_LENGTH / 2, SODIMM_DEPTH
    bite = [(x - 0.18 * cos(a), 2.05 + 0.18 * sin(a)) for a in (-pi / 2 + i * pi / 8 for i in range(9))]
    right = [(x, 0), *((u, v) for u, v in bite), (x, d)]
    left = [(-u, v) for u, v in reversed(right)]
    return [*_notch(SODIMM_NOTCH, 0.09, 0.4), *right, *left]


def sodimm(frame: Frame, tilt: float = 0, out: float = 0) -> Frame:
    """A module in the socket at `frame`: contacts at y=0, depth along y, tilted up by `tilt`, `out` cm drawn out."""
    own = frame.at(0, 0, 0.35, turn=(tilt, 0, 0)).at(0, out, 0)
    picture = circuit(SODIMM_LENGTH, SODIMM_DEPTH, (16, 96, 58), 6, 1.2, 90)
    prism(own, _sodimm_outline(), 0.1, "green board", bevel=0.01, picture=picture)
    face = own.at(0, 0, 0.1)
    x = SODIMM_LENGTH / 2
    _contacts(face, ((-x + 0.2, SODIMM_NOTCH - 0.15), (SODIMM_NOTCH + 0.15, x - 0.15)), (0.035, 0.22), 0.05)
    for line in (1.1, 2.2):
        row(box(face, (-x + 0.75, line, 0), (0.85, 0.8, 0.1), "chip", bevel=0.02), 2, (1.0, 0, 0))
        row(box(face, (x - 1.75, line, 0), (0.85, 0.8, 0.1), "chip", bevel=0.02), 2, (1.0, 0, 0))
    sheet(face, (0.0, 1.85, 0.012), (1.9, 1.7), "paper", picture=label(1.9, 1.7, 8))
    return own


@dataclass(frozen=True)
class Socket:
    """An SO-DIMM socket; `arms` are the upper ends of its two spring clips in the world."""

    frame: Frame
    arms: tuple[Point, Point]


def sodimm_socket(frame: Frame, opened: float = 0) -> Socket:
    """A socket along x, the module's depth along y; `opened` is how far (cm) the two arms are pressed aside."""
    x = SODIMM_LENGTH / 2
    box(frame, (0, -0.35, 0), (SODIMM_LENGTH + 0.5, 0.8, 0.62), "plastic", bevel=0.04)
    box(frame, (0, 0.06, 0.3), (SODIMM_LENGTH - 0.2, 0.02, 0.16), "hole", bevel=0)
    box(frame, (SODIMM_NOTCH, 0.07, 0.26), (0.12, 0.06, 0.24), "grey plastic", bevel=0)
    ends = []
    for side in (-1, 1):
        shift = side * opened
        box(frame, (side * (x + 0.18) + shift / 2, 1.2, 0.1), (0.12, 2.4, 0.42), "steel", bevel=0.02)
        arm = frame.at(side * (x + 0.16) + shift, 2.05, 0.1)
        box(arm, (0, 0, 0), (0.3, 0.75, 0.62), "nylon", bevel=0.05)
        box(arm, (-side * 0.2, 0, 0.4), (0.2, 0.3, 0.14), "nylon", bevel=0.03)
        ends.append(arm.point(0, 0, 0.6))
    return Socket(frame, (ends[0], ends[1]))
