"""Mini PCs and laptops: bottom off, battery off, what is inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit import laptop, minipc
from scenes.kit.fasteners import screwdriver
from scenes.kit.frame import Point, world
from scenes.kit.stage import arrow, table
from scenes.shot import Shot, circle, circles, rect

UP: Point = (0, 0, 1)


def minipc_bottom() -> Shot:
    table()
    frame = world()
    places = minipc.closed(frame, 1.0)
    x, y, z = places[2]
    screwdriver(frame, (x, y, z + 1.3), turn=(0, 18, 0), scale=0.8)
    return Shot(
        (15, -25, 27),
        (1, 0, 5.6),
        17,
        44,
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
        (9, -26, 31),
        (7.6, -0.6, 1.5),
        22,
        43,
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
    ends = [(x - 2.3, y + 0.6, z + 1.2), (x - 2.3, y - 2.6, z + 1.2)]
    arrow(ends[::-1] if into else ends, 0.6, UP)
    return Shot(
        (x + 4.5, y - 14, z + 15), (x + 1.2, y - 0.6, z), 13, 50, markers={"battery-plug": circle((x, y - 0.6, z), 1.7)}
    )


def battery_unplug() -> Shot:
    return _battery_shot(into=False)


def battery_plug_in() -> Shot:
    return _battery_shot(into=True)


def battery_swollen() -> Shot:
    table()
    middle = laptop.swollen(world())
    return Shot((10, -37, 17), (0, -2.0, 1.0), 30, 43, markers={"bulge": circle(middle, 4.5)})


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "minipc-bottom": minipc_bottom,
    "minipc-open": minipc_open,
    "laptop-bottom-screws": laptop_screws,
    "laptop-battery-unplug": battery_unplug,
    "laptop-battery-plug-in": battery_plug_in,
    "laptop-battery-swollen": battery_swollen,
}
