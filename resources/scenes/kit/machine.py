"""A tower put together: board, supply, leads, drives, as the scenes of several guides need it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scenes.kit import drives, graphics, m2
from scenes.kit.board import GRAPHICS_Y, THICK, Board, board
from scenes.kit.frame import Frame, Point
from scenes.kit.plugs import (
    DATA_X,
    EPS,
    MAIN,
    PCIE,
    POWER_X,
    flat_cable,
    lead,
    plug,
    sata_data,
    sata_power,
    sata_wires,
)
from scenes.kit.shapes import ribbon
from scenes.kit.supply import Supply, supply
from scenes.kit.tower import Tower, drive_bays, lying

Path = tuple[Point, ...]
EVERY_LEAD = ("main", "eps", "sata")
Y, X = (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Machine:
    """A tower with its insides; `disk` and `ssd` are the drives' frames. What was not asked for is not there."""

    tower: Tower
    board: Board
    disk: Frame
    ssd: Frame
    unit: Supply | None = None
    card: Frame | None = None

    def supply(self) -> Supply:
        if self.unit is None:
            raise ValueError("this machine has no supply")
        return self.unit

    def power_socket(self) -> Frame:
        """Of the graphics card."""
        if self.card is None:
            raise ValueError("this machine has no graphics card")
        return self.card


def machine(
    *,
    leads: Collection[str] = EVERY_LEAD,
    unit: bool = True,
    card: bool = False,
    modules: Iterable[str] = ("A2", "B2"),
    opened: Mapping[str, tuple[float, float]] | None = None,
    screws: bool = True,
    cooled: bool = True,
) -> Machine:
    """A tower lying with its open side up. `leads` are those plugged in: main, eps, sata, pcie."""
    tower = lying()
    mounted = board(tower.board_frame(), modules=modules, opened=opened, cooled=cooled)
    m2.module(mounted.m2)
    m2.hold(mounted.m2)
    disk, ssd = drive_bays(tower)
    socket = graphics.card(mounted.frame.at(-1.3, GRAPHICS_Y, THICK)) if card else None
    power = supply(tower.supply_frame(), screws=screws) if unit else None
    made = Machine(tower, mounted, disk, ssd, power, socket)
    for name in leads:
        _LEADS[name](made)
    return made


def _main(made: Machine) -> None:
    plug(made.board.main, MAIN)
    points = ((24.7, 35.9, 2.7), (24.9, 35.9, 4.6), (26.8, 36.1, 5.6), (28.3, 36.6, 4.0), (28.4, 36.8, 0.0))
    lead(made.tower.frame, MAIN, points, (Y,) * 5)
    ribbon(
        made.tower.frame,
        ((14, 6.2, 13.2), (18.5, 7.0, 13.6), (24, 9, 9), (26.2, 12.6, 3), (26.2, 13.6, 0.0)),
        ((0, 0.3, 1), (0, 0.6, 1), (1, 0.3, 0.3), X, X),
        (10, 2),
        0.32,
        0.14,
    )


def _eps(made: Machine) -> None:
    plug(made.board.eps, EPS)
    points = ((5.9, 44.0, 2.7), (5.9, 44.2, 4.4), (5.9, 45.4, 5.0), (5.9, 46.3, 3.4), (5.9, 46.4, 0.0))
    lead(made.tower.frame, EPS, points, (X,) * 5)
    ribbon(
        made.tower.frame,
        ((14, 4.0, 13.4), (16.5, 4.6, 13.8), (18.6, 8.6, 9), (19.0, 12.4, 3), (19.0, 13.6, 0.0)),
        ((0, 0.3, 1), (0.3, 0.3, 1), (1, 0.3, 0), X, X),
        (4, 2),
        0.34,
        0.14,
    )


def _sata(made: Machine) -> None:
    for contacts in (drives.large_contacts(made.disk), drives.small_contacts(made.ssd)):
        sata_data(contacts.at(DATA_X, 0, 0))
        sata_power(contacts.at(POWER_X, 0, 0))
    frame = made.tower.frame
    sata_wires(frame, ((14, 3.0, 5.5), (18, 3.2, 5.5), (22.5, 4.3, 5.4), (26.4, 4.8, 6.3)), ((0, 0.2, 1),) * 4)
    sata_wires(
        frame,
        ((26.4, 4.9, 6.6), (23.8, 7.6, 8.4), (28, 14.6, 8), (35.0, 15.4, 3), (37.1, 16.8, 0.6)),
        ((0, 0.2, 1), (0, 0.4, 1), (0.5, 0.3, 0.6), (1, 0, 0.1), X),
    )
    flat_cable(
        frame,
        ((25.8, 22.9, 1.3), (27.6, 22.9, 1.6), (29.4, 20, 1.6), (31, 15.6, 1.4), (34.6, 15.3, 1.0), (34.95, 17.2, 0.6)),
    )
    flat_cable(
        frame, ((25.8, 20.7, 1.3), (27.4, 20.7, 1.8), (27.6, 16, 3), (25.4, 10, 4), (24.6, 5.5, 4.1), (26.6, 4.8, 4.15))
    )


def _pcie(made: Machine) -> None:
    socket = made.power_socket()
    plug(socket, PCIE)
    x, y, z = made.tower.frame.matrix.inverted() @ socket.point(0, 0, 1.9)
    lead(
        made.tower.frame,
        PCIE,
        ((x, y, z), (x, y - 0.3, z + 1.6), (x - 1, y - 5.5, z + 2.6), (17.5, 8.2, 11.5), (14, 6.6, 6.0)),
        (X, X, (1, 0, 0.1), (0.3, 0.2, 1), (0, 0.2, 1)),
    )


_LEADS = {"main": _main, "eps": _eps, "sata": _sata, "pcie": _pcie}
