"""M.2 drives: screw, heat sink, in at an angle, down on the stand-off."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit import m2
from scenes.kit.board import Board, board
from scenes.kit.fasteners import screwdriver
from scenes.kit.frame import Frame, world
from scenes.kit.shapes import prism, rectangle, surface
from scenes.kit.stage import arc, arrow, table
from scenes.shot import Marker, Shot, circle, rect

FAR = m2.LENGTH


def _board() -> Board:
    table(-0.4, "case inside")
    return board(world())


def _near(place: Frame, **markers: Marker) -> Shot:
    """The M.2 place from the board's lower edge."""
    x, y, _ = place.point(4.4, 0, 0)
    return Shot((x + 8.6, y - 14.5, 14.0), (x + 0.7, y, 1.2), 11, 46, markers=markers)


def place() -> Shot:
    made = _board()
    m2.module(made.m2)
    m2.hold(made.m2)
    corners = [made.m2.point(x, y, 0.4) for x in (-0.7, FAR + 0.4) for y in (-1.3, 1.3)]
    x, y, _ = corners[0]
    return Shot((x + 13, y - 19, 23), (x + 6.5, y + 2.2, 0.5), 18, 48, markers={"m2": rect(*corners)})


def heat_sink_off() -> Shot:
    made = _board()
    m2.module(made.m2, labelled=False)
    m2.hold(made.m2)
    sink = m2.heat_sink(made.m2, (0, 0, 2.3), (-10, 0, 0))
    arrow([made.m2.point(9.9, 0.4, 0.9), made.m2.point(9.9, 0.4, 3.6)], 0.65, (0.5, -1, 0.3))
    return _near(
        made.m2,
        **{"heat-sink": rect(*(sink.point(x, y, z) for x in (-4.4, 4.4) for y in (-1.3, 1.3) for z in (-0.1, 0.7)))},
    )


def screw_out() -> Shot:
    made = _board()
    m2.module(made.m2)
    m2.hold(made.m2, 1.3)
    top = made.m2.point(FAR, 0, m2.SEAT + 1.6)
    screwdriver(world(), tuple(top), turn=(0, 14, 0), scale=0.55)
    arrow([made.m2.point(FAR + 1.5, -0.6, 0.6), made.m2.point(FAR + 1.5, -0.6, 3.4)], 0.6, (0.5, -1, 0.3))
    return _near(made.m2, screw=circle(made.m2.point(FAR, 0, m2.SEAT + 1.3), 0.75))


def _slanting(*, into: bool) -> Shot:
    made = _board()
    module = m2.module(made.m2, 30, 0.9)
    facing = module.point(0, -0.6, 1) - module.point()
    near, far = module.point(FAR + 0.4, 0, 0), module.point(FAR + 2.8, 0, 0)
    arrow([far, near] if into else [near, far], 0.6, facing)
    return _near(
        made.m2,
        notch=circle(module.point(0.1, m2.KEY_M, 0.1), 0.6),
        angle=circle(made.m2.point(1.6, -1.1, 0.9), 0.9),
        standoff=circle(made.m2.point(FAR, 0, 0.3), 0.75),
    )


def at_30() -> Shot:
    return _slanting(into=True)


def out() -> Shot:
    return _slanting(into=False)


def down() -> Shot:
    made = _board()
    m2.module(made.m2, 9)
    pivot = made.m2.point(0, -0.2, 0.4)
    arrow(arc(pivot, made.m2.point(4.4, -0.2, 4.8), (0, 1, 0), 24), 0.65, (0.3, -1, 0.3))
    m2.hold(made.m2, 2.6)
    return _near(
        made.m2,
        screw=circle(made.m2.point(FAR, 0, m2.SEAT + 2.6), 0.75),
        standoff=circle(made.m2.point(FAR, 0, 0.3), 0.75),
    )


def film_off() -> Shot:
    """The heat sink on its back, its pad up, the film half peeled."""
    table()
    sink = m2.heat_sink(world(), (-4.3, 0, 1.0 - m2.SEAT - 0.32), (180, 0, 0))
    peeled = world(at=(0, 0, 1.115))
    _film(peeled)
    arrow(arc((0.2, 0, 1.1), (2.5, -0.2, 3.3), (0, 1, 0), -58), 0.5, (0.1, -1, 0.5))
    return Shot(
        (4.0, -11.5, 9.0),
        (-0.2, 0, 1.75),
        9,
        46,
        markers={
            "pad": rect(*(sink.point(x, y, -0.1) for x in (-3.6, 1.0) for y in (-1, 1))),
            "film": circle((1.8, 0, 2.2), 1.1),
        },
    )


def _film(frame: Frame) -> None:
    """A clear blue film: still flat on the left half of the pad, rolled up over the right half."""
    flat = [(-3.7 + i * 0.7, 0.0) for i in range(8)]
    roll = [(point.x, point.z) for point in arc((1.3, 0, 1.4), (1.3, 0, 0), (0, 1, 0), -150)]
    grid = [[(x, -1.05, z + 0.01), (x, 1.05, z + 0.01)] for x, z in [*flat, *roll]]
    surface(frame, grid, 0.02, "film")


def keys() -> Shot:
    """Key M only (NVMe) beside B and M (often SATA): the contacts' ends look to the viewer."""
    table()
    shown = {}
    for name, x, cut in (("key-m", -1.9, "M"), ("key-b-m", 1.9, "BM")):
        own = m2.module(world((0, 0, 90), (x, -3.4, 0.0)), 0, 0, cut)
        prism(own.at(4, 0, -0.25), rectangle(7.4, 2.1), 0.2, "paper", bevel=0.02)
        shown[name] = circle(own.point(0.2, m2.KEY_M, 0.1), 0.5)
        if "B" in cut:
            shown["key-b"] = circle(own.point(0.2, m2.KEY_B, 0.1), 0.5)
    return Shot((0, -11.0, 10.5), (0, -1.0, 0.2), 9, 52, markers=shown)


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "m2-place": place,
    "m2-heatsink-off": heat_sink_off,
    "m2-screw-out": screw_out,
    "m2-out": out,
    "m2-30deg": at_30,
    "m2-down-screw": down,
    "m2-film-off": film_off,
    "m2-key-m-vs-b": keys,
}
