"""Which of these is it? Pictures for the questions that a guide asks where the PC could not tell."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit import drives, laptop, m2, minipc
from scenes.kit.frame import Frame, world
from scenes.kit.memory import dimm, sodimm
from scenes.kit.outside import bag
from scenes.kit.stage import table
from scenes.kit.tower import side_panel, standing
from scenes.shot import Shot, circle


def _on_table() -> Frame:
    table()
    return world()


def tower() -> Shot:
    table()
    side_panel(standing())
    return Shot((112, -98, 66), (23, -10, 22), 58, 47)


def mini_pc() -> Shot:
    minipc.in_use(_on_table().at(turn=(0, 0, -24)))
    return Shot((2, -34, 19), (0, 0, 2.2), 20, 50)


def portable() -> Shot:
    laptop.in_use(_on_table().at(turn=(0, 0, 14)))
    return Shot((4, -62, 36), (0.5, 3, 8.5), 40, 46)


def long_module() -> Shot:
    dimm(_on_table().at(0, 0, 0.06, turn=(-90, 0, -6)), 0)
    return _modules_shot()


def short_module() -> Shot:
    """At the same distance as the long one: it is half as long."""
    sodimm(_on_table().at(0, 0.2, -0.3, turn=(0, 0, -6)))
    return _modules_shot()


def _modules_shot() -> Shot:
    return Shot((0.6, -10.5, 14.5), (0.1, 1.4, 0), 14, 44)


def _drives_shot() -> Shot:
    """The three kinds of drive at one distance, so that their sizes can be compared."""
    return Shot((1, -17.5, 21), (0, 0.2, 0.6), 20, 48)


def drive_25() -> Shot:
    drives.small_drive(_on_table().at(-4.9, -0.4, 0, turn=(0, 0, -86)))
    return _drives_shot()


def drive_35() -> Shot:
    drives.large_drive(_on_table().at(-7.3, -0.4, 0, turn=(0, 0, -86)))
    return _drives_shot()


def drive_m2() -> Shot:
    m2.module(_on_table().at(-4.0, -0.3, -0.2, turn=(0, 0, 4)))
    return _drives_shot()


def new_part_in_its_bag() -> Shot:
    bag(_on_table().at(turn=(0, 0, 12)), 18, 10, 0.9)
    return Shot((3, -22, 24), (0, 0.3, 0.3), 20, 46, markers={"bag": circle((0, 0, 0.8), 5.5)})


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "kind-tower": tower,
    "kind-minipc": mini_pc,
    "kind-laptop": portable,
    "kind-dimm": long_module,
    "kind-sodimm": short_module,
    "kind-drive-25": drive_25,
    "kind-drive-35": drive_35,
    "kind-drive-m2": drive_m2,
    "new-part-bag": new_part_in_its_bag,
}
