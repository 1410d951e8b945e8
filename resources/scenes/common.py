"""What every guide begins and ends with: power off, case open, closed again, the old part returned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, radians, sin

from scenes.kit.frame import Frame, Point, world
from scenes.kit.machine import machine
from scenes.kit.outside import (
    bag,
    display_plug,
    mains_plug,
    network_plug,
    padding,
    parcel,
    screwed_cable,
    wrist_strap,
)
from scenes.kit.stage import arc, arrow, table
from scenes.kit.supply import INLET, SWITCH, Supply, supply
from scenes.kit.tower import DEPTH, DISPLAYS, NETWORK, SHIELD, TALL, WIDE, Tower, lying, side_panel, standing
from scenes.shot import Marker, Shot, circle, circles, rect

UP: Point = (0, 0, 1)


def _rear(*, on: bool = True) -> tuple[Tower, Supply]:
    """A closed tower on a table, seen from behind."""
    table()
    tower = standing()
    side_panel(tower)
    return tower, supply(tower.supply_frame(), on=on)


def _supply_shot(unit: Supply, **markers: Marker) -> Shot:
    rear = unit.rear
    return Shot(rear.point(19, 12.5, 26), rear.point(9.4, 3.9, 0), 14, 52, markers=markers)


def _push(rear: Frame, x: float, y: float) -> None:
    """An arrow that presses on a place of the rear, from the lower right."""
    facing = rear.point(0.5, 1, 0.8) - rear.point()
    arrow([rear.point(x + 2.2, y - 1.2, 5.0), rear.point(x + 0.15, y - 0.5, 0.8)], 0.7, facing)


def _side(on_side: float) -> tuple[float, float]:
    return SWITCH[0] + on_side, SWITCH[1]


def switch_off() -> Shot:
    _, unit = _rear(on=False)
    _push(unit.rear, *_side(0.55))
    return _supply_shot(unit, switch=circle(unit.switch(), 1.7))


def switch_on() -> Shot:
    _, unit = _rear(on=True)
    mains_plug(unit.rear.at(*INLET, 0.35))
    _cord(unit, 0)
    _push(unit.rear, *_side(-0.55))
    return _supply_shot(unit, switch=circle(unit.switch(), 1.7))


def _cord(unit: Supply, out: float) -> None:
    x, y = INLET
    z = 5.0 + out
    screwed_cable(
        unit.rear,
        (
            (x, y, z),
            (x, y - 0.2, z + 2.5),
            (x + 1.5, y - 4.6, z + 6),
            (x + 4, -1.6, z + 9),
            (x + 12, -1.65, z + 16),
            (x + 60, -1.65, z + 10),
        ),
    )


def unplug() -> Shot:
    _, unit = _rear(on=False)
    x, y = INLET
    mains_plug(unit.rear.at(x, y, 4.2))
    _cord(unit, 4.2)
    facing = unit.rear.point(0.3, 1, 0.2) - unit.rear.point()
    arrow([unit.rear.point(x, y + 2.6, 3.6), unit.rear.point(x, y + 2.6, 8.6)], 1.0, facing)
    return Shot(
        unit.rear.point(25, 14.5, 26),
        unit.rear.point(10.8, 4.6, 3.0),
        17,
        48,
        markers={"plug": circle(unit.rear.point(x, y, 6.0), 2.4), "inlet": circle(unit.inlet(), 2.0)},
    )


def touch_metal() -> Shot:
    table(-0.6)
    made = machine(leads=("main", "eps"))
    frame = made.tower.frame
    spot = frame.point(31, 0.4, WIDE)
    wrist_strap(world().at(18, -15, -0.6), (13.2, 15.2, WIDE + 0.9))
    arrow([(43, -4, WIDE + 9), (32.4, -0.6, WIDE + 1)], 1.7, (0.3, -0.7, 0.6))
    return Shot(
        (50, -54, 60),
        (25, -0.6, 10.2),
        40,
        45,
        markers={"metal": circle(spot, 2.6), "strap": circle((18, -15, 0.5), 3.7)},
    )


def tower_lay() -> Shot:
    table(-0.6)
    tower = lying()
    supply(tower.supply_frame())
    side_panel(tower)
    arrow(arc((49.5, 2, 2), (49.5, -5, 36), (1, 0, 0), -64), 3.2, (1, -0.2, 0.2))
    return Shot(
        (108, -56, 74),
        (27, 17, 15),
        56,
        45,
        markers={"panel": rect(*(tower.frame.point(x, y, WIDE) for x in (2, DEPTH - 2) for y in (2, TALL - 2)))},
    )


def _panel_screws_shot(turn: float) -> Shot:
    """`turn` in degrees, to the right as the screws are seen from behind."""
    table()
    tower = standing()
    side_panel(tower, out=0.9)
    supply(tower.supply_frame())
    for x, y, z in tower.panel_screws():
        middle, half = (x - 0.6, y, z), radians(turn / 2)
        start = (x - 0.6, y + 2.9 * sin(half), z + 2.9 * cos(half))
        arrow(arc(middle, start, (1, 0, 0), turn), 1.0, (-1, 0, 0))
    return Shot(
        (-86, -58, 52),
        (4, -12, 24.0),
        50,
        48,
        markers={"screws": circles(tower.panel_screws(), 1.7)},
    )


def panel_screws() -> Shot:
    return _panel_screws_shot(-250)


def panel_screws_in() -> Shot:
    return _panel_screws_shot(250)


def _panel_shot(*, back: bool) -> Shot:
    """The panel of the tower that lies, some 3 cm to the rear: on its way off, or on again."""
    table(-0.6)
    tower, slid = lying(), 3.0
    supply(tower.supply_frame())
    side_panel(tower, slid=slid, screws=False)
    ends = [(11, 22, WIDE + 1.4), (30, 22, WIDE + 1.4)]
    arrow(ends if back else ends[::-1], 3.2, (0, 0, 1))
    return Shot(
        (72, -74, 84),
        (21, 22, 11),
        56,
        44,
        markers={"panel": rect(*(tower.frame.point(x - slid, y, WIDE) for x in (2, DEPTH - 2) for y in (2, TALL - 2)))},
    )


def panel_slide() -> Shot:
    return _panel_shot(back=False)


def panel_back() -> Shot:
    return _panel_shot(back=True)


def inside_overview() -> Shot:
    table(-0.6)
    made = machine(leads=("main", "eps", "sata", "pcie"), card=True)
    board, tower = made.board, made.tower.frame
    card = board.frame
    return Shot(
        (22.5, 17, 116),
        (22.0, 23.2, 2),
        40,
        47,
        markers={
            "psu": rect(*made.supply().corners()),
            "dimm": rect(*(board.frame.point(x, y, 2) for x in (15.9, 20.5) for y in (15, 29.3))),
            "m2": rect(board.frame.point(4.2, 11.7, 0.5), board.frame.point(12.9, 13.7, 0.5)),
            "bays": rect(
                tower.point(28, 1, 13), tower.point(43, 7.5, 1), tower.point(32, 18, 1), tower.point(40, 29, 1)
            ),
            "24pin": circle(board.main.point(0, 0, 1.5), 3.0),
            "eps": circle(board.eps.point(0, 0, 1.5), 1.6),
            "gpu": rect(card.point(0, 10.3, 11), card.point(22.6, 6.4, 11)),
        },
    )


def cables_back() -> Shot:
    tower, unit = _rear(on=True)
    rear = tower.rear
    mains_plug(unit.rear.at(*INLET, 0.35))
    _cord(unit, 0)
    x, y = SHIELD[0], SHIELD[1] + DISPLAYS[0]
    screen = rear.at(x, y, 0.1)
    display_plug(screen)
    screwed_cable(rear, ((x, y, 4.4), (x, y - 0.5, 8), (-3, 20, 14), (-8, -1.2, 17), (-60, -1.2, 20)), 0.36)
    y = SHIELD[1] + NETWORK
    lan = rear.at(x, y, 0.1)
    network_plug(lan)
    way = ((x, y, 2.8), (x, y - 0.7, 6), (1.0, 18, 12), (-3, -1.3, 22), (-60, -1.3, 28))
    screwed_cable(rear, way, 0.28, "blue plastic")
    x, y = INLET
    return Shot(
        (-88, -40, 52),
        (0, -8.5, 23.0),
        50,
        45,
        markers={
            "mains": circle(unit.rear.point(x, y, 3), 2.8),
            "monitor": circle(screen.point(0, 0, 2), 2.0),
            "network": circle(lan.point(0, 0, 1.2), 1.8),
        },
    )


def parcel_return() -> Shot:
    table()
    box_ = world((0, 0, 24))
    parcel(box_, 30, 22, 14)
    padding(box_.at(0, 0, 0.4), 29, 21, 4.5)
    bag(box_.at(0, 0, 5.2, turn=(4, 0, 14)), 16, 12, 2.2)
    return Shot((20, -42, 76), (0, -1, 7), 42, 45, markers={"old-part": circle((0, 0, 7), 7.5)})


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "power-switch-rear": switch_off,
    "unplug": unplug,
    "touch-metal": touch_metal,
    "tower-lay": tower_lay,
    "side-panel-screws": panel_screws,
    "side-panel-screws-in": panel_screws_in,
    "side-panel-slide": panel_slide,
    "inside-overview": inside_overview,
    "panel-back": panel_back,
    "cables-back": cables_back,
    "switch-on": switch_on,
    "parcel-return": parcel_return,
}
