"""Mini PCs and laptops: bottom off, battery off, what is inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mathutils import Vector

from scenes.kit import laptop, minipc
from scenes.kit.fasteners import opening_tool, screwdriver
from scenes.kit.frame import Point, world
from scenes.kit.signs import cross, tick
from scenes.kit.stage import arrow, table
from scenes.shot import Shot, circle, circles, rect

UP: Point = (0, 0, 1)


def minipc_bottom() -> Shot:
    table()
    frame = world()
    places = minipc.closed(frame, 1.0)
    x, y, z = places[2]
    screwdriver(frame, (x, y, z + 1.3), turn=(16, 24, 0), scale=0.8)
    return Shot(
        (9, -27, 27),
        (1.6, -0.4, 5.6),
        17,
        42,
        markers={"screws": circles(places, 1.0)},
    )


def minipc_open() -> Shot:
    table()
    frame = world()
    inside = minipc.opened(frame)
    lid = world(at=(17.5, 0.5, 0))
    bay = minipc.lid_with_bay(lid)
    top, ssd = inside.sockets[1].frame, bay
    return Shot(
        (9.6, -25, 33),
        (8.9, -0.6, 1.2),
        22,
        38,
        markers={
            "sodimm": rect(*(top.point(x, y, 0.6) for x in (-3.8, 3.8) for y in (-0.7, 3.1))),
            "m2": rect(inside.m2.point(-0.6, -1.2, 0.4), inside.m2.point(8.4, 1.2, 0.4)),
            "bay": rect(*(ssd.point(x, y, 0.7) for x in (-3.6, 3.6) for y in (0, 10))),
        },
    )


def laptop_screws() -> Shot:
    table()
    places = laptop.closed(world())
    x, y, z = places[2]
    screwdriver(world(), (x, y, z + 0.1), turn=(0, 16, 0), scale=0.8)
    return Shot(
        (7, -38, 42),
        (0.8, -0.6, 0.8),
        30,
        44,
        markers={"screws": circles(places, 0.95)},
    )


def _battery_shot(*, into: bool) -> Shot:
    table()
    made = laptop.opened(world())
    x, y, z = made.plug
    for side in (-1, 1):
        ends = [(x + side * 1.75, y + 0.5, z + 0.8), (x + side * 1.75, y - 2.3, z + 0.8)]
        arrow(ends[::-1] if into else ends, 0.5, (0.1, -0.3, 1))
    return Shot(
        (x + 3.0, y - 11.5, z + 12),
        (x + 0.9, y - 0.7, z),
        12,
        50,
        markers={"battery-plug": circle((x, y - 0.9, z), 1.5)},
    )


def battery_unplug() -> Shot:
    return _battery_shot(into=False)


def battery_plug_in() -> Shot:
    return _battery_shot(into=True)


def battery_swollen() -> Shot:
    """A flat battery, and one that has swollen."""
    table()
    flat, swollen = world((0, 0, 0), (-17, 0, 0)), world((0, 0, 0), (17, 0, 0))
    laptop.opened(flat, plugged=True)
    middle = laptop.swollen(swollen)
    eye = (0, -56, 24)
    tick(eye, (-17, 8, 11), 6)
    cross(eye, (17, 8, 11), 6)
    return Shot(
        eye,
        (0, -1.5, 3.6),
        50,
        34,
        markers={"bulge": circle(middle, 4.5), "flat": circle(flat.point(-1.0, -5.6, 1.0), 4.5)},
    )


def base_off() -> Shot:
    """The base comes up at its front edge, the opening tool in the gap."""
    table()
    body = world()
    laptop.opened(body, plugged=True)
    lid = body.at(0, laptop.DEPTH / 2, laptop.RIM, turn=(-13, 0, 0)).at(0, -laptop.DEPTH / 2, 0)
    laptop.base(lid)
    gap = (8.5, -laptop.DEPTH / 2 + 0.1, laptop.RIM + 0.2)
    opening_tool(world(), gap, turn=(58, 0, 62))
    edge = lid.point(-5, -laptop.DEPTH / 2, 0)
    arrow([edge + Vector((0, -1.0, 0.6)), edge + Vector((0, -1.0, 6.6))], 1.6, (0.1, -1, 0.3))
    return Shot(
        (14, -52, 27),
        (1.5, -4.0, 3.0),
        36,
        47,
        markers={"gap": circle((8.5, -laptop.DEPTH / 2, laptop.RIM + 0.8), 2.4)},
    )


def base_on() -> Shot:
    """The base comes down flat; then its edge is pressed all the way round."""
    table()
    body = world()
    laptop.opened(body, plugged=True)
    lid = body.at(0, 0, laptop.RIM + 3.2)
    laptop.base(lid)
    edges = [(-14.6, -4), (14.6, -4), (-6, -10.2), (7, -10.2)]
    for x, y in edges:
        spot = lid.point(x, y, 0.4)
        arrow([spot + Vector((0, 0, 6.2)), spot + Vector((0, 0, 0.8))], 1.3, (0.1, -1, 0.3))
    return Shot(
        (10, -48, 36),
        (0.5, -1.6, 4.0),
        36,
        44,
        markers={"edge": circles([lid.point(x, y, 0.3) for x, y in edges], 1.5)},
    )


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "minipc-bottom": minipc_bottom,
    "minipc-open": minipc_open,
    "laptop-bottom-screws": laptop_screws,
    "laptop-battery-unplug": battery_unplug,
    "laptop-battery-plug-in": battery_plug_in,
    "laptop-battery-swollen": battery_swollen,
    "laptop-base-off": base_off,
    "laptop-base-on": base_on,
}
