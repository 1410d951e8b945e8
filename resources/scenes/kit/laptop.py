"""A laptop of 32 x 22 x 1.8 cm lying on its lid, bottom up: x to the right, y away from its hinge, z up."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.kit import m2
from scenes.kit.cooling import fan
from scenes.kit.desk import Picture, screen
from scenes.kit.fasteners import screw
from scenes.kit.frame import Frame, Point
from scenes.kit.memory import Socket, sodimm, sodimm_socket
from scenes.kit.outside import power_sign, vents
from scenes.kit.shapes import box, cylinder, prism, ribbon, rounded, row, sheet, surface
from scenes.kit.textures import circuit, label

WIDTH, DEPTH, TALL = 32.0, 22.0, 1.5
SCREWS = tuple((x, y) for y in (-10.0, 0.0, 10.0) for x in (-15.0, 0.0, 15.0) if (x, y) != (0.0, 0.0))


@dataclass(frozen=True)
class Laptop:
    """An open laptop. `plug` is where the battery's plug stands on the board, in the world."""

    frame: Frame
    sockets: tuple[Socket, Socket]
    m2: Frame
    plug: Point


def closed(frame: Frame) -> list[Point]:
    """The bottom with its screws; their places in the world."""
    prism(frame, rounded(WIDTH, DEPTH, 1.0), TALL, "laptop", bevel=0.25)
    top = frame.at(0, 0, TALL)
    _underside(top)
    places = []
    for x, y in SCREWS:
        screw(top, (x, y, -0.02), 0.36)
        places.append(top.point(x, y, 0.1))
    return places


def _underside(top: Frame) -> None:
    """Air inlets and rubber feet."""
    vents(top, (5, 5.6, 0), 22, 3.2, 0.5)
    vents(top, (-8, 5.6, 0), 10, 2.2, 0.5)
    for y in (-8.4, 8.6):
        prism(top, rounded(26.0, 0.7, 0.3), 0.16, "rubber", (0, y, 0), bevel=0.05)


RIM = 1.2  # height of an open laptop's edge, on which its base lies


def base(frame: Frame) -> None:
    """The base by itself, its screws out: foot at z=0, outside up."""
    prism(frame, rounded(WIDTH, DEPTH, 1.0), 0.22, "laptop", bevel=0.08)
    top = frame.at(0, 0, 0.22)
    _underside(top)
    for x, y in SCREWS:
        cylinder(top, (x, y, 0), 0.36, 0.01, "hole", bevel=0)


def opened(frame: Frame, *, plugged: bool = False, modules: bool = True) -> Laptop:
    """Without its bottom: battery in front, board behind with two SO-DIMM sockets, M.2 and blower."""
    prism(frame, rounded(WIDTH, DEPTH, 1.0), 0.35, "laptop", bevel=0.1)
    for x, y, w, d in ((-15.85, 0, 0.3, 20), (15.85, 0, 0.3, 20), (0, -10.85, 30, 0.3), (0, 10.85, 30, 0.3)):
        box(frame, (x, y, 0.3), (w, d, 0.9), "laptop", bevel=0.04)
    for x, y in SCREWS:
        prism(frame, rounded(0.9, 0.9, 0.4), 0.8, "laptop", (x * 0.985, y * 1.02, 0.35), bevel=0.03)
    _battery(frame.at(-1.0, -5.6, 0.35))
    board = frame.at(0, 0, 0.35)
    picture = circuit(29, 11.6, (20, 44, 52), 17, 0.6, 64)
    prism(board, rounded(29, 11.6, 0.5), 0.14, "chip", (0, 4.6, 0), bevel=0.01, picture=picture)
    return _board(frame, board.at(0, 0, 0.14), plugged=plugged, modules=modules)


def _battery(place: Frame) -> None:
    prism(place, rounded(26, 8.2, 0.3), 0.62, "plastic", bevel=0.08)
    for x in (-8.7, 0, 8.7):
        prism(place, rounded(8.2, 7.4, 0.3), 0.04, "dark plastic", (x, 0, 0.62), bevel=0.02)
    sheet(place, (-8.7, 0, 0.665), (5.4, 4.2), "paper", picture=label(5.4, 4.2, 51))


def _board(frame: Frame, top: Frame, *, plugged: bool, modules: bool) -> Laptop:
    sockets = (sodimm_socket(top.at(-2.6, 2.6, 0)), sodimm_socket(top.at(-2.6, 6.6, 0)))
    place = top.at(3.2, 2.6, 0)
    m2.place(place)
    if modules:
        for socket in sockets:
            sodimm(socket.frame)
        m2.module(place)
        m2.hold(place)
    fan(top.at(10.2, 7.2, -0.3), 5.2, depth=0.8)
    box(top, (5.0, 7.2, 0), (5.0, 1.0, 0.35), "copper", bevel=0.1)
    box(top, (3.6, 7.0, 0), (3.4, 3.4, 0.3), "dark steel", bevel=0.05)
    box(top, (-11.6, 6.6, 0), (3.2, 3.2, 0.3), "dark steel", bevel=0.05)
    for x in (-13.6, 13.4):
        box(top, (x, 3.2, 0), (1.4, 2.6, 0.5), "tin", bevel=0.05)
    return Laptop(frame, sockets, place, _battery_plug(top.at(-9.4, -0.6, 0), plugged=plugged))


def _battery_plug(spot: Frame, *, plugged: bool) -> Point:
    """Socket on the board, plug with its wires from the battery: in, or drawn back towards the battery."""
    box(spot, (0, 0.4, 0), (2.2, 0.9, 0.38), "nylon", bevel=0.04)
    box(spot, (0, -0.06, 0.08), (1.9, 0.02, 0.2), "hole", bevel=0)
    back = 0.0 if plugged else 1.0
    plug = spot.at(0, -0.3 - back, 0.05 + back * 0.45, turn=(-8 * back, 0, 0))
    box(plug, (0, 0, 0), (1.9, 0.7, 0.34), "white plastic", bevel=0.05)
    box(plug, (0, 0.36, 0.06), (1.7, 0.14, 0.2), "tin", bevel=0.02)
    y = -0.6 - back
    for x, ways, finish in ((-0.6, 3, "red plastic"), (0.35, 4, "wire")):
        ribbon(
            spot,
            ((x, y, 0.22 + back * 0.4), (x, y - 0.6, 0.5 + back * 0.3), (x, -2.2, 0.8), (x, -2.9, 0.3)),
            ((1, 0, 0),) * 4,
            (ways, 1),
            0.25,
            0.1,
            finish,
        )
    return spot.point(0, -0.1, 0.3)


def in_use(frame: Frame, *, opening: float = 108, shows: Picture = "own") -> Frame:
    """A laptop as it stands on a desk, its lid open by `opening` degrees: x to the right, the user at -y.

    The frame of its power button, z out of the keyboard's side.
    """
    prism(frame, rounded(WIDTH, DEPTH, 1.0), TALL, "laptop", bevel=0.2)
    top = frame.at(0, 0, TALL)
    prism(top, rounded(28.5, 10.6, 0.5), 0.02, "dark plastic", (0, 2.8, 0), bevel=0)
    for line in range(5):
        key = box(top, (-13.1 + 0.35 * line, 7.0 - line * 2.05, 0.02), (1.65, 1.7, 0.12), "plastic", bevel=0.04)
        row(key, 14 - (line > 2), (1.92, 0, 0))
    prism(top, rounded(10.5, 6.2, 0.4), 0.03, "case inside", (0, -6.8, 0), bevel=0.01)
    lid = frame.at(0, DEPTH / 2 - 0.2, TALL + 0.1, turn=(180 - opening, 0, 0))
    prism(lid, rounded(WIDTH, DEPTH - 1, 1.0), 0.6, "laptop", (0, (DEPTH - 1) / 2 + 0.3, -0.6), bevel=0.15)
    box(lid, (0, (DEPTH - 1) / 2 + 0.4, 0.0), (WIDTH - 1.2, DEPTH - 2.6, 0.04), "dark plastic", bevel=0.01)
    screen(lid.at(0, (DEPTH - 1) / 2 + 0.6, 0.04), WIDTH - 2.2, DEPTH - 4.2, shows)
    button = top.at(BUTTON[0], BUTTON[1], 0)
    cylinder(button, (0, 0, 0), 0.8, 0.08, "silver metal", bevel=0.02)
    power_sign(button.at(0, 0, 0.08), 0.85)
    return button


BUTTON = (13.4, 9.3)


def swollen(frame: Frame) -> Point:
    """An open laptop whose battery has swollen; the middle of the highest bulge in the world."""
    opened(frame, plugged=True)
    place = frame.at(-1.0, -5.6, 0.9)
    for x, high in ((-8.7, 1.9), (0, 2.6), (8.7, 1.9)):
        surface(place, [_pillow(x, u / 10 - 1, high) for u in range(21)], 0.05, "plastic")
    return place.point(0, 0, 2.6)


def _pillow(x: float, u: float, high: float) -> list[Point]:
    """A line of a swollen cell, `u` from its left to its right edge (-1 to 1)."""
    across = (v / 8 - 1 for v in range(17))
    return [(x + u * 4.2, v * 3.9, high * (1 - u * u) ** 0.55 * (1 - v * v) ** 0.55) for v in across]
