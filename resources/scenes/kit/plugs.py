"""Plugs of a PC supply and their sockets. Mini-Fit pitch 4.2 mm: 24-pin 2x12, EPS 4+4, PCIe 6+2; SATA L-keyed."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.kit.frame import Frame, Point
from scenes.kit.shapes import box, ribbon, row, wire

PITCH = 0.42
DATA_X, POWER_X = -1.45, 0.72  # where the plugs sit on the tongues


@dataclass(frozen=True)
class Kind:
    """A Mini-Fit plug: columns of two ways; `parts` are its separable halves in columns."""

    columns: int
    parts: tuple[int, ...]
    finish: str = "plastic"


MAIN = Kind(12, (12,))
EPS = Kind(4, (2, 2))
PCIE = Kind(4, (3, 1))

_DEPTH = 2 * PITCH + 0.16


def header(frame: Frame, kind: Kind, finish: str = "grey plastic") -> None:
    """The socket on a board, its mouth at z=1; x along the columns, the catch for the latch at +y."""
    length = kind.columns * PITCH + 0.2
    box(frame, (0, 0, 0), (length, _DEPTH + 0.06, 1.0), finish, bevel=0.03)
    for way in (-1, 1):
        hole = box(frame, (-(kind.columns - 1) / 2 * PITCH, way * PITCH / 2, 0.985), (0.3, 0.3, 0.03), "hole", bevel=0)
        row(hole, kind.columns, (PITCH, 0, 0))
    box(frame, (0, _DEPTH / 2 + 0.1, 0.3), (0.5, 0.16, 0.42), finish, bevel=0.03)


def plug(frame: Frame, kind: Kind, lift: float = 0, *, apart: float = 0.02) -> Frame:
    """A plug over its header, `lift` cm above being seated; pins look to -z, wires leave at +z, latch at +y."""
    own = frame.at(0, 0, 0.55 + lift)
    start = -kind.columns / 2 * PITCH
    for part in kind.parts:
        width = part * PITCH
        _half(own.at(start + width / 2, 0, 0), part, kind.finish, apart, latch=part == max(kind.parts))
        start += width
    return own


def _half(own: Frame, columns: int, finish: str, apart: float, *, latch: bool) -> None:
    width = columns * PITCH - apart
    box(own, (0, 0, 0.45), (width, _DEPTH, 0.95), finish, bevel=0.05)
    for way in (-1, 1):
        pin = box(own, (-(columns - 1) / 2 * PITCH, way * PITCH / 2, 0), (0.31, 0.31, 0.46), finish, bevel=0.03)
        row(pin, columns, (PITCH, 0, 0))
        hole = box(own, (-(columns - 1) / 2 * PITCH, way * PITCH / 2, -0.01), (0.17, 0.17, 0.012), "hole", bevel=0)
        row(hole, columns, (PITCH, 0, 0))
    if latch:
        box(own, (0, _DEPTH / 2 + 0.2, -0.1), (0.62, 0.1, 1.45), finish, bevel=0.04)
        box(own, (0, _DEPTH / 2 + 0.05, 0.75), (0.5, 0.26, 0.25), finish, bevel=0.02)
        box(own, (0, _DEPTH / 2 + 0.13, -0.12), (0.6, 0.14, 0.14), finish, bevel=0.02)


def lead(frame: Frame, kind: Kind, points: tuple[Point, ...], across: tuple[Point, ...]) -> None:
    """The wires of a plug of that kind through points of `frame`."""
    ribbon(frame, points, across, (kind.columns, 2), 0.36, 0.14)


def _ell(frame: Frame, length: float, at: Point, finish: str) -> None:
    """The L of a SATA plug's mouth or tongue: a long stroke, a short foot."""
    x, y, z = at
    box(frame, (x, y, z), (length, 0.12, 0.02), finish, bevel=0)
    box(frame, (x + length / 2 - 0.06, y + 0.1, z), (0.12, 0.2, 0.02), finish, bevel=0)


def sata_data(frame: Frame, finish: str = "red plastic") -> Frame:
    """A data plug, its mouth at z=0 looking to -z, the cable leaving at +z; x along the L."""
    box(frame, (0, 0, 0), (1.2, 0.5, 0.95), finish, bevel=0.05)
    box(frame, (0, 0, 0.9), (0.95, 0.36, 0.55), finish, bevel=0.08)
    box(frame, (0, -0.29, 0.2), (0.4, 0.08, 0.9), "steel", bevel=0.02)
    _ell(frame, 0.86, (0, -0.05, -0.012), "hole")
    return frame


def sata_power(frame: Frame) -> Frame:
    """A power plug, nearly twice as long as the data plug."""
    box(frame, (0, 0, 0), (2.45, 0.6, 1.0), "plastic", bevel=0.05)
    box(frame, (0, 0.05, 0.95), (2.2, 0.42, 0.6), "plastic", bevel=0.05)
    _ell(frame, 2.05, (0, -0.05, -0.012), "hole")
    return frame


def sata_tongues(frame: Frame) -> None:
    """A drive's two L tongues, mouth looking along z: data (short) at -x, power (long) at +x."""
    box(frame, (0, 0, -0.5), (4.3, 0.62, 0.35), "plastic", bevel=0.03)
    for x, length in ((DATA_X, 0.86), (POWER_X, 2.05)):
        box(frame, (x, -0.05, -0.2), (length, 0.12, 0.55), "dark plastic", bevel=0.01)
        box(frame, (x + length / 2 - 0.06, 0.06, -0.2), (0.12, 0.2, 0.55), "dark plastic", bevel=0.01)
        strip = box(frame, (x - length / 2 + 0.08, -0.118, -0.15), (0.06, 0.02, 0.42), "gold", bevel=0, fine=True)
        row(strip, int(length / 0.127), (0.127, 0, 0))


def sata_wires(frame: Frame, points: tuple[Point, ...], across: tuple[Point, ...]) -> None:
    """The five wires of SATA power."""
    ribbon(frame, points, across, (5, 1), 0.36, 0.13)


def flat_cable(frame: Frame, points: tuple[Point, ...], finish: str = "red plastic") -> None:
    """The SATA data cable."""
    wire(frame, points, 0.22, finish)
