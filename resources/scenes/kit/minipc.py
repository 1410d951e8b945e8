"""A mini PC of 13 x 13 x 4.6 cm, lying on its top: x to the right, y away, z up out of the bottom."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.kit import drives, m2
from scenes.kit.cooling import fan
from scenes.kit.fasteners import screw
from scenes.kit.frame import Frame, Point
from scenes.kit.memory import Socket, sodimm, sodimm_socket
from scenes.kit.outside import vents
from scenes.kit.plugs import flat_cable, sata_tongues
from scenes.kit.shapes import box, cylinder, prism, rounded, shell
from scenes.kit.textures import circuit

SIZE, TALL = 13.0, 4.6
CORNERS = tuple((x, y) for x in (-5.3, 5.3) for y in (-5.3, 5.3))


@dataclass(frozen=True)
class MiniPc:
    """An open mini PC and what is in it."""

    frame: Frame
    sockets: tuple[Socket, Socket]
    m2: Frame


def housing(frame: Frame) -> None:
    """The closed housing, bottom upwards."""
    prism(frame, rounded(SIZE, SIZE, 1.4), TALL, "case paint", bevel=0.15)


def closed(frame: Frame, out: float = 0) -> list[Point]:
    """Bottom with four screws in its feet, `out` cm drawn out; the screws' places in the world."""
    housing(frame)
    top = frame.at(0, 0, TALL)
    prism(top, rounded(SIZE - 0.5, SIZE - 0.5, 1.2), 0.1, "plastic", bevel=0.04)
    vents(top, (0, 0, 0.1), 12, 5.0)
    places = []
    for x, y in CORNERS:
        cylinder(top, (x, y, 0.1), 0.75, 0.3, "rubber", bevel=0.08)
        cylinder(top, (x, y, 0.4), 0.36, 0.012, "hole", bevel=0)
        screw(top, (x, y, 0.3 + out), 0.3, shank=0.9 if out else 0)
        places.append(top.point(x, y, 0.4))
    return places


def in_use(frame: Frame) -> Frame:
    """A mini PC on its feet, its front (-y) with button and sockets; the frame of the front, z towards the user."""
    housing(frame.at(0, 0, 0.3))
    for x, y in CORNERS:
        cylinder(frame, (x, y, 0), 0.75, 0.4, "rubber", bevel=0.05)
    front = frame.at(0, -SIZE / 2, 0.3 + TALL / 2, turn=(90, 0, 0))
    box(front, (0, 0, 0), (SIZE - 3.2, TALL - 0.8, 0.05), "plastic", bevel=0.02)
    cylinder(front, (3.9, 0, 0.05), 0.6, 0.1, "silver metal", bevel=0.03)
    for x in (-3.8, -2.0):
        box(front, (x, 0, 0.05), (1.4, 0.65, 0.03), "steel", bevel=0.02)
        box(front, (x, 0, 0.075), (1.2, 0.45, 0.02), "hole", bevel=0)
    prism(front, rounded(0.9, 0.34, 0.16), 0.03, "hole", (-0.4, 0, 0.05), bevel=0)
    cylinder(front, (1.0, 0, 0.05), 0.24, 0.03, "hole", bevel=0)
    return front


REAR_JACK = 4.4  # x of the power socket on the rear, as seen from behind


def rear(frame: Frame) -> Frame:
    """The rear of a mini PC on its feet: power socket, two for monitors, network, USB. Its frame, z to the viewer."""
    back = frame.at(0, SIZE / 2, 0.3 + TALL / 2, turn=(90, 0, 180))
    box(back, (0, 0, 0), (SIZE - 2.4, TALL - 0.8, 0.05), "plastic", bevel=0.02)
    cylinder(back, (REAR_JACK, 0, 0.05), 0.5, 0.05, "grey plastic", bevel=0.02)
    cylinder(back, (REAR_JACK, 0, 0.1), 0.3, 0.01, "hole", bevel=0)
    for y in (-0.75, 0.75):
        box(back, (2.2, y, 0.05), (1.5, 0.55, 0.04), "steel", bevel=0.02)
        box(back, (2.2, y, 0.085), (1.25, 0.35, 0.02), "hole", bevel=0)
    box(back, (-0.2, 0, 0.05), (1.7, 1.5, 0.06), "tin", bevel=0.03)
    box(back, (-0.2, 0, 0.1), (1.2, 1.05, 0.02), "hole", bevel=0)
    for y in (-0.75, 0.75):
        box(back, (-2.7, y, 0.05), (1.5, 0.7, 0.04), "steel", bevel=0.02)
        box(back, (-2.7, y, 0.085), (1.25, 0.45, 0.02), "hole", bevel=0)
    return back


def opened(frame: Frame, *, modules: bool = True) -> MiniPc:
    """Without its bottom: two SO-DIMM sockets, an M.2 place, the processor's blower."""
    prism(frame, rounded(SIZE, SIZE, 1.4), 0.3, "case paint", bevel=0.05)
    inside, outside = rounded(SIZE - 0.5, SIZE - 0.5, 1.15), rounded(SIZE, SIZE, 1.4)
    shell(frame, (0, 0, 0.2), inside, outside, TALL - 0.2, "case paint")
    for x, y in CORNERS:
        cylinder(frame, (x, y, 0.2), 0.7, TALL - 0.3, "case paint", bevel=0.05)
        cylinder(frame, (x, y, TALL - 0.1), 0.22, 0.02, "hole", bevel=0)
    board = frame.at(0, 0, 2.4)
    picture = circuit(12.2, 12.2, (24, 34, 44), 15, 0.6, 70)
    prism(board, rounded(12.2, 12.2, 1.3), 0.16, "chip", (0, 0, 0), bevel=0.01, picture=picture)
    return _fill(board.at(0, 0, 0.16), frame, modules=modules)


def _fill(top: Frame, frame: Frame, *, modules: bool) -> MiniPc:
    lower = top.at(-1.6, -4.6, 0)
    upper = top.at(-1.6, -4.2, 0.75)
    box(top, (-1.6, -4.6, 0), (7.2, 0.9, 0.8), "plastic", bevel=0.03)
    sockets = (sodimm_socket(lower), sodimm_socket(upper))
    if modules:
        for socket in sockets:
            sodimm(socket.frame)
    place = top.at(-4.6, 1.6, 0)
    m2.place(place)
    if modules:
        m2.module(place)
        m2.hold(place)
    box(top, (4.6, 1.8, 0), (2.2, 5.8, 0.9), "plastic", bevel=0.1)
    fan(top.at(4.2, -3.6, -0.2), 3.6, depth=1.0)
    for y in (3.6, 4.5):
        box(top, (-1.4, y, 0), (6.2, 0.5, 0.5), "grey plastic", bevel=0.04)
    return MiniPc(frame, sockets, place)


def lid_with_bay(frame: Frame, *, drive: bool = True) -> Frame:
    """The bottom plate lying with its inside up, a 2.5 inch bay on it, its cable to the board on the left.

    The drive's frame.
    """
    prism(frame, rounded(SIZE, SIZE, 1.4), 0.16, "plastic", bevel=0.04)
    bay = drives.tray_25(frame.at(0, -5.0, 0.16))
    if drive:
        drives.small_drive(bay)
    else:
        sata_tongues(bay.at(0.4, 0.1, 0.34, turn=(90, 0, 0)))
    way = (
        (0, -5.6, 0.6),
        (-0.6, -6.8, 0.7),
        (-4.0, -8.4, 2.2),
        (-9.4, -6.4, 5.2),
        (-12.0, -5.2, 4.4),
        (-13.0, -4.4, 2.9),
    )
    flat_cable(frame, way, "plastic")
    return bay
