"""M.2 modules: 2280 is 80 x 22 mm, edge notch for key M five contacts from the right, key B six from the left."""

from __future__ import annotations

from math import cos, pi, sin

from scenes.kit.fasteners import screw, standoff
from scenes.kit.frame import Frame
from scenes.kit.shapes import Outline, box, prism, row, sheet
from scenes.kit.textures import circuit, label

LENGTH, WIDTH = 8.0, 2.2
# Middles of the notches across the module, contacts to the left and label up (PCIe M.2 specification 1.0, 2.3.5.2).
KEY_M, KEY_B = 0.6125, -0.5625
_KEYS = {"B": KEY_B, "M": KEY_M}
_NOTCH = 0.12  # its width
SEAT = 0.26  # height of connector's tongue and of the stand-off above the board
_EDGE = 0.99  # half the width of the contact tongue


def _outline(keys: str) -> Outline:
    tongue = [(0.36, -1.1), (0.36, -_EDGE), (0, -_EDGE)]
    for middle in sorted(_KEYS[key] for key in keys):
        low, high = middle - _NOTCH / 2, middle + _NOTCH / 2
        tongue += [(0, low), (0.36, low), (0.36, high), (0, high)]
    tongue += [(0, _EDGE), (0.36, _EDGE), (0.36, 1.1)]
    hole = [(LENGTH - 0.18 * sin(a), 0.18 * cos(a)) for a in (i * pi / 8 for i in range(9))]
    far = [(LENGTH, 1.1), *hole, (LENGTH, -1.1)]
    return list(reversed([*tongue, *far]))


def module(frame: Frame, tilt: float = 0, out: float = 0, keys: str = "M", *, labelled: bool = True) -> Frame:
    """An SSD whose contacts are at x=0, the far end up by `tilt`, drawn `out` cm from its connector."""
    own = frame.at(0, 0, SEAT, turn=(0, -tilt, 0)).at(out, 0, 0)
    picture = circuit(LENGTH, WIDTH, (14, 44, 96), 9, 1.2, 90)
    prism(own, _outline(keys), 0.08, "blue board", bevel=0.008, picture=picture)
    face = own.at(0, 0, 0.08)
    _contacts(face, keys)
    for x, width, depth in ((1.7, 1.3, 1.3), (3.6, 1.4, 1.8), (5.4, 1.4, 1.8), (6.9, 0.8, 1.1)):
        box(face, (x, 0, 0), (width, depth, 0.12), "chip", bevel=0.02)
    row(box(face, (0.75, -0.85, 0), (0.14, 0.08, 0.06), "nylon", bevel=0, fine=True), 8, (0, 0.24, 0))
    if labelled:
        sheet(face, (4.5, 0, 0.125), (4.6, 1.9), "paper", picture=label(4.6, 1.9, 12))
    return own


def _contacts(face: Frame, keys: str) -> None:
    for i in range(38):
        y = -0.94 + i * 0.05
        if all(abs(y - _KEYS[key]) > _NOTCH / 2 + 0.03 for key in keys):
            box(face, (0.17, y, 0), (0.26, 0.034, 0.006), "gold", bevel=0, fine=True)


def connector(frame: Frame) -> None:
    """The board's connector for a module that lies along x from the frame's origin."""
    box(frame, (-0.3, 0, 0), (0.9, 2.4, 0.46), "plastic", bevel=0.03)
    box(frame, (0.16, 0, 0.16), (0.02, 2.05, 0.18), "hole", bevel=0)
    box(frame, (0.17, KEY_M, 0.14), (0.03, 0.12, 0.22), "grey plastic", bevel=0)


def place(frame: Frame) -> Frame:
    """Connector and stand-off; the frame of the stand-off's top."""
    connector(frame)
    return standoff(frame, (LENGTH + 0.02, 0, 0), SEAT).at(0, 0, SEAT)


def hold(frame: Frame, up: float = 0) -> Frame:
    """The screw at the far end, `up` cm above where it holds the module."""
    return screw(frame, (LENGTH + 0.02, 0, SEAT + 0.09 + up), 0.26, shank=0.35 if up else 0)


def heat_sink(
    frame: Frame, at: tuple[float, float, float] = (0, 0, 0), turn: tuple[float, float, float] = (0, 0, 0)
) -> Frame:
    """A finned cover 8.6 x 2.6 cm with a thermal pad below; in place its foot lies on the module's chips."""
    x, y, z = at
    own = frame.at(x + 4.3, y, z + SEAT + 0.32, turn=turn)
    box(own, (0, 0, 0), (8.8, 2.6, 0.25), "dark steel", bevel=0.05)
    row(box(own, (-4.1, 0, 0.2), (0.3, 2.5, 0.5), "dark steel", bevel=0.05), 14, (0.6, 0, 0))
    box(own, (0, 0, -0.1), (7.2, 2.0, 0.1), "pad", bevel=0.02)
    return own
