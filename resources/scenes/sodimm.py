"""Notebook memory: SO-DIMMs in an open laptop."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit import laptop
from scenes.kit.frame import Frame, world
from scenes.kit.memory import SODIMM_DEPTH, SODIMM_LENGTH, SODIMM_NOTCH, Socket, sodimm, sodimm_socket
from scenes.kit.shapes import box, prism, rectangle, row
from scenes.kit.stage import arrow, table
from scenes.kit.textures import circuit
from scenes.shot import Marker, Shot, circle, circles, rect

HALF = SODIMM_LENGTH / 2


def slots() -> Shot:
    table()
    made = laptop.opened(world())
    boxes = {
        f"slot-{i + 1}": rect(*(socket.frame.point(x, y, 0.5) for x in (-3.9, 3.9) for y in (-0.7, 3.1)))
        for i, socket in enumerate(made.sockets)
    }
    return Shot((3, -17, 27), (-0.6, 3.4, 0.5), 19, 46, markers=boxes)


def _bench(opened: float = 0) -> Socket:
    """A socket on a piece of board, seen close."""
    table()
    base = world()
    picture = circuit(24, 20, (20, 44, 52), 18, 0.6, 70)
    prism(base, rectangle(24, 20), 0.16, "chip", (0, 1, 0), bevel=0.02, picture=picture)
    for x, y in ((-8, 3), (8, 4)):
        box(base, (x, y, 0.16), (3, 3, 0.3), "chip", bevel=0.04)
        row(box(base, (x - 1.2, y - 2.6, 0.16), (0.5, 0.3, 0.25), "nylon", bevel=0.03), 4, (0.8, 0, 0))
    return sodimm_socket(base.at(0, 0, 0.16), opened)


def _bench_shot(**markers: Marker) -> Shot:
    return Shot((5.0, -10.4, 10.0), (0.3, 1.3, 1.2), 10, 42, markers=markers)


def _tilted(socket: Socket, angle: float, out: float) -> Frame:
    return sodimm(socket.frame, angle, out)


def release() -> Shot:
    socket = _bench(0.28)
    _tilted(socket, 24, 0)
    frame = socket.frame
    for side in (-1, 1):
        arrow([frame.point(side * 4.4, 2.1, 1.1), frame.point(side * 6.1, 2.1, 1.1)], 0.55, (0.3, -0.8, 1))
    return _bench_shot(**{"arm-left": circle(socket.arms[0], 0.75), "arm-right": circle(socket.arms[1], 0.75)})


def at_45() -> Shot:
    socket = _bench()
    module = _tilted(socket, 45, 0.8)
    facing = module.point(0, 0, 1) - module.point()
    for x in (-2.2, 2.2):
        arrow([module.point(x, SODIMM_DEPTH + 2.3, 0.05), module.point(x, SODIMM_DEPTH + 0.4, 0.05)], 0.55, facing)
    return Shot(
        (11.5, -8.0, 6.2),
        (0.5, 1.5, 2.0),
        10,
        40,
        markers={
            "notch": circle(module.point(SODIMM_NOTCH, 0.1, 0.1), 0.6),
            "angle": circle(module.point(HALF, 0.6, 0), 1.0),
        },
    )


def out() -> Shot:
    """Both arms aside, the module risen: it is drawn out along its slant."""
    socket = _bench(0.28)
    module = _tilted(socket, 24, 1.7)
    facing = module.point(0, 0, 1) - module.point()
    for x in (-2.2, 2.2):
        arrow([module.point(x, SODIMM_DEPTH + 0.4, 0.05), module.point(x, SODIMM_DEPTH + 2.3, 0.05)], 0.55, facing)
    sides = [module.point(side * HALF, 1.4, 0.05) for side in (-1, 1)]
    return Shot((7.5, -10.6, 8.2), (0.4, 2.1, 1.7), 10, 42, markers={"hold": circles(sides, 0.7)})


def down() -> Shot:
    socket = _bench()
    _tilted(socket, 20, 0)
    frame = socket.frame
    for x in (-2.0, 2.0):
        arrow([frame.point(x, 2.7, 4.1), frame.point(x, 2.7, 1.9)], 0.6, (0.2, -1, 0.3))
    return _bench_shot(**{"arm-left": circle(socket.arms[0], 0.75), "arm-right": circle(socket.arms[1], 0.75)})


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "sodimm-slots": slots,
    "sodimm-release": release,
    "sodimm-out": out,
    "sodimm-45": at_45,
    "sodimm-down": down,
}
