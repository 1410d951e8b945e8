"""The power supply of a tower: leads off, unit out, new unit in with its own leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import cos, radians, sin

from mathutils import Vector

from scenes.kit import drives
from scenes.kit.fasteners import screwdriver
from scenes.kit.frame import Frame, Point, world
from scenes.kit.machine import EVERY_LEAD, Machine, machine
from scenes.kit.plugs import (
    DATA_X,
    EPS,
    MAIN,
    PCIE,
    PITCH,
    POWER_X,
    Kind,
    flat_cable,
    lead,
    plug,
    sata_data,
    sata_power,
    sata_wires,
)
from scenes.kit.signs import cross, tick
from scenes.kit.stage import arrow, table
from scenes.kit.supply import HOLES, supply
from scenes.kit.tower import STANDING, SUPPLY_AT, lying
from scenes.shot import Shot, circle, circles, rect

Leads = tuple[str, ...]


def _open(leads: Leads = EVERY_LEAD, *, card: bool = False, unit: bool = True, screws: bool = True) -> Machine:
    table(-0.6)
    return machine(leads=leads, card=card, unit=unit, screws=screws)


def cables_overview() -> Shot:
    made = _open((*EVERY_LEAD, "pcie"), card=True)
    board = made.board
    unit, card = made.supply(), made.power_socket()
    return Shot(
        (30, -6, 108),
        (22.3, 24, 4),
        40,
        46,
        markers={
            "psu": circle(unit.front.point(7.5, 4.5, 0.5), 4.5),
            "main": circle(board.main.point(0, 0, 1.5), 3.0),
            "eps": circle(board.eps.point(0, 0, 1.5), 1.7),
            "gpu": circle(card.point(0, 0, 1.5), 1.7),
            "sata": circle(drives.small_contacts(made.ssd).point(0, 0, 0.8), 2.4),
        },
    )


def _loose(frame: Frame, kind: Kind, lift: float) -> Frame:
    """A plug over its header with its lead bending away."""
    own = plug(frame, kind, lift)
    z = 2.0 + lift
    back = ((0, 0, z), (0, -0.1, z + 1.6), (0.2, -2.2, z + 3.6), (0.4, -6.0, z + 4.2), (0.5, -12.0, z + 1.5))
    lead(frame, kind, back, ((1, 0, 0),) * 5)
    return own


def _main_lifted(*, into: bool) -> Shot:
    made = _open(("eps", "sata"))
    place = made.board.main
    own = _loose(place, MAIN, 1.7)
    facing = place.point(0.2, 1, 0.4) - place.point()
    for x in (-3.4, 3.4):
        low, high = place.point(x, 0.3, 1.2), place.point(x, 0.3, 4.4)
        arrow([high, low] if into else [low, high], 0.6, facing)
    if not into:
        arrow([place.point(0, 3.4, 4.4), place.point(0, 1.0, 3.4)], 0.5, place.point(0.4, 0.4, 1) - place.point())
    return Shot(
        (40.5, 25, 15.5),
        (24.8, 35.9, 3.0),
        13,
        46,
        exposure=0.3,
        markers={
            "latch": circle(own.point(0, 0.6, 0.6), 0.8),
            "plug": circle(own.point(0, 0, 0.9), 2.9),
            "header": circle(place.point(0, 0.55, 0.5), 0.9),
        },
    )


def main_out() -> Shot:
    return _main_lifted(into=False)


def main_in() -> Shot:
    return _main_lifted(into=True)


def _eps_lifted(*, into: bool) -> Shot:
    """From over the board's middle, the processor's cooler left out: the corner lies behind it."""
    table(-0.6)
    made = machine(leads=("main", "sata"), cooled=False)
    place = made.board.eps
    own = plug(place, EPS, 1.7)
    z = 3.7
    away = ((0, 0, z), (-0.1, 0.1, z + 1.4), (-1.4, 0.5, z + 3.2), (-4.0, 1.0, z + 5.0), (-9, 1.4, z + 6))
    lead(place, EPS, away, ((1, 0, 0), (1, 0, 0), (1, 0, 0.4), (0.6, 0, 0.8), (0.5, 0, 0.8)))
    eye = Vector((15.5, 36.0, 17))
    beside = 1.9 if into else -2.1
    low, high = place.point(beside, -0.2, 2.0), place.point(beside, -0.2, 5.0)
    arrow([high, low] if into else [low, high], 0.6, eye - place.point())
    if not into:
        arrow([place.point(2.4, 1.6, 5.6), place.point(0.7, 1.0, 3.2)], 0.45, eye - place.point())
    return Shot(
        eye,
        (6.3, 43.7, 3.4),
        20,
        54,
        exposure=1.3,
        markers={
            "latch": circle(own.point(0, 0.6, 0.6), 0.8),
            "plug": circle(own.point(0, 0, 0.6), 1.6),
            "header": circle(place.point(0, 0, 0.9), 1.1),
        },
    )


def eps_out() -> Shot:
    return _eps_lifted(into=False)


def eps_in() -> Shot:
    return _eps_lifted(into=True)


def _lying_plug(frame: Frame, kind: Kind, apart: float) -> Frame:
    """A plug on the table, its ways looking to the viewer, its lead running away."""
    own = plug(frame.at(0, 0, 0.5, turn=(-78, 0, 0)), kind, -0.55, apart=apart)
    back = ((0, 0, 1.4), (0, 0.05, 3.0), (0.3, 0.3, 6.0), (1.0, 0.4, 12.0), (2.0, 0.4, 30))
    lead(own, kind, back, ((1, 0, 0),) * 5)
    return own


def eps_and_pcie() -> Shot:
    table()
    eps = _lying_plug(world(at=(-2.0, 0, 0.45)), EPS, 0.12)
    pcie = _lying_plug(world(at=(2.0, 0, 0.45)), PCIE, 0.12)
    return Shot(
        (0.3, -8.8, 5.8),
        (0.1, 0.9, 0.75),
        7,
        47,
        markers={
            "eps": circle(eps.point(0, 0, 0.3), 1.35),
            "pcie": circle(pcie.point(0, 0, 0.3), 1.35),
            "eps-split": circle(eps.point(0, 0, 0.1), 0.4),
            "pcie-split": circle(pcie.point(PITCH, 0, 0.1), 0.4),
        },
    )


def _pcie_sata(*, into: bool) -> Shot:
    made = _open(("main", "eps"), card=True)
    card = made.power_socket()
    own = plug(card, PCIE, 1.6)
    x, y, z = made.tower.frame.matrix.inverted() @ card.point(0, 0, 3.6)
    lead(
        made.tower.frame,
        PCIE,
        (
            (x, y, z),
            (x, y + 0.4, z + 1.4),
            (x - 2.6, y + 2.4, z + 2.0),
            (x - 7, y - 1, z + 1.4),
            (14.5, 8.4, 9),
            (14, 6.6, 6),
        ),
        ((1, 0, 0), (1, 0.2, 0), (0.6, 0.8, 0), (-0.6, 0.8, 0), (-0.6, 0.2, 0.6), (0, 0.2, 1)),
    )
    drive = drives.small_contacts(made.ssd)
    power = sata_power(drive.at(POWER_X, 0, 2.2))
    sata_data(drive.at(DATA_X, 0, 0))
    back = ((0, 0.05, 1.5), (0.1, 0.05, 2.6), (-0.6, 0.8, 4.6), (-4, 3.0, 8.5), (-12, 4.5, 12))
    sata_wires(power, back, ((1, 0, 0),) * 5)
    way = ((0, 1.2), (0.2, 2.4), (0.9, 4.0), (1.4, 2.0), (1.4, -2.0), (0.3, -5.0), (-0.4, -6.2))
    across = (DATA_X, DATA_X, -3.5, -7.2, -8.2, -8.2, -8.2)
    flat_cable(drive, tuple((x, y, z) for x, (y, z) in zip(across, way, strict=True)))
    for low, high, facing in (
        (card.point(1.9, 0, 0.8), card.point(1.9, 0, 5.2), (0.3, -1, 0.5)),
        (drive.point(POWER_X + 2.6, 0.4, 0.6), drive.point(POWER_X + 2.6, 0.4, 5.0), (0.2, -0.6, 1)),
    ):
        arrow([high, low] if into else [low, high], 1.3, facing)
    return Shot(
        (37, -12, 58),
        (27.0, 19.5, 5),
        26,
        46,
        markers={"pcie": circle(own.point(0, 0, 0.8), 1.8), "sata": circle(power.point(0, 0, 0.6), 1.9)},
    )


def pcie_sata_out() -> Shot:
    return _pcie_sata(into=False)


def pcie_sata_in() -> Shot:
    return _pcie_sata(into=True)


def rear_screws() -> Shot:
    """The rear of the case that lies, its panel off: x of the rear points up."""
    made = _open((), unit=False)
    unit = supply(made.tower.supply_frame(), on=False)
    x, y = HOLES[2]
    screwdriver(unit.rear, (x, y, 0.5), turn=(-38, 30, 0))
    return Shot(
        unit.rear.point(38, 1, 30),
        unit.rear.point(9.4, 4.9, 0),
        18,
        50,
        markers={"screws": circles(unit.holes(), 1.0)},
    )


def _moving(*, into: bool) -> Shot:
    made = _open((), unit=False)
    place = made.tower.frame.at(SUPPLY_AT[0] + 2.0, SUPPLY_AT[1], SUPPLY_AT[2] + 15.5, turn=(0, 0, 0))
    unit = supply(place, screws=False)
    middle = place.point(16.4, 3.0, 8)
    up = [(middle.x, middle.y, middle.z - 6), (middle.x, middle.y, middle.z + 3)]
    arrow(up[::-1] if into else up, 2.2, (0.5, -1, 0.4))
    return Shot(
        (52, -50, 62),
        (16, 13, 15),
        44,
        44,
        markers={"psu": rect(*unit.corners())},
    )


def out() -> Shot:
    return _moving(into=False)


def put_in() -> Shot:
    return _moving(into=True)


def fan_direction() -> Shot:
    """From below the case that lies: the fan looks to the same side as the vent in the case's bottom."""
    table(-0.6)
    tower = lying()
    place = tower.frame.at(1.2, SUPPLY_AT[1], 23.5)
    supply(place, screws=False)
    vent = tower.frame.at(SUPPLY_AT[0] + 7.0, -0.02, SUPPLY_AT[2] + 7.5, turn=(90, 0, 0))
    arrow([(19.5, -3.5, 29), (19.5, -3.5, 10)], 2.0, (0, -1, 0.2))
    return Shot(
        (32, -76, 50),
        (17, 3, 19.0),
        44,
        43,
        markers={"fan": circle(place.point(7, 0, 7.5), 6.4), "vent": circle(vent.point(), 6.4)},
    )


def _lead_on_table(frame: Frame, kind: Kind, points: Sequence[Point], heading: float) -> None:
    """A lead whose wires lie side by side on the table, its plug at the last point pointing to `heading` degrees."""
    side = (cos(radians(heading + 90)), sin(radians(heading + 90)), 0.0)
    lead(frame, kind, tuple(points), ((0, 0, 1), *(side,) * (len(points) - 1)))
    x, y, z = points[-1]
    plug(frame.at(x, y, z, turn=(90, 0, heading + 90)).at(0, 0, -1.9), kind, 0)


def new_cables() -> Shot:
    table()
    made = supply(world(STANDING, (-22, 9, 0.0)), screws=False, finish="silver metal")
    new, x, y = world(), -8.0, 1.5
    _lead_on_table(new, MAIN, ((x, y, 5.0), (x + 2, y - 1.5, 4.4), (x + 4, -6, 0.8), (x + 8.0, -9.5, 0.6)), -30)
    _lead_on_table(new, EPS, ((x, y - 2, 3.4), (x + 2, y - 5, 2.4), (x + 1, -10, 0.6), (x + 0.5, -14.5, 0.6)), -90)
    _lead_on_table(new, PCIE, ((x, y - 4, 3.4), (x - 0.5, y - 7, 2.0), (x - 4, -10, 0.6), (x - 6.5, -14.5, 0.6)), -110)
    _old_heap(world(at=(20, 0, 0)))
    eye = (4, -66, 48)
    tick(eye, (-1.5, 4, 14.0), 6)
    cross(eye, (21, 5, 9.5), 6.0)
    return Shot(
        eye,
        (2.2, -1.0, 4.2),
        40,
        47,
        markers={"new": circle((-6.5, -8, 1.5), 9.0), "old": circle((20, 0, 1.5), 8.5), "psu": rect(*made.corners())},
    )


def _old_heap(frame: Frame) -> None:
    """Leads of the old unit, coiled and set aside."""
    ring_ = [(6.2 * cos(radians(a)), 5.0 * sin(radians(a)), 0.8 + a / 700) for a in range(-200, 190, 30)]
    _lead_on_table(frame, MAIN, [*ring_, (-9.5, -3.5, 0.7)], 215)
    inner = [(3.4 * cos(radians(a)), 2.6 * sin(radians(a)), 0.7 + a / 700) for a in range(-160, 330, 30)]
    _lead_on_table(frame, EPS, [*inner, (6.5, -5.5, 2.2), (8.5, -7.5, 0.7)], -45)


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "psu-cables-overview": cables_overview,
    "psu-24pin-out": main_out,
    "psu-eps-out": eps_out,
    "psu-eps-vs-pcie": eps_and_pcie,
    "psu-pcie-sata-out": pcie_sata_out,
    "psu-rear-screws": rear_screws,
    "psu-out": out,
    "psu-fan-direction": fan_direction,
    "psu-in": put_in,
    "psu-new-cables": new_cables,
    "psu-24pin-in": main_in,
    "psu-eps-in": eps_in,
    "psu-pcie-sata-in": pcie_sata_in,
}
