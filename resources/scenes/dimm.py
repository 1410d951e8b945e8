"""Desktop memory: DIMMs on an ATX board."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit.board import SLOTS, Board, board
from scenes.kit.frame import Frame, world
from scenes.kit.memory import DIMM_HEIGHT, SLOT_LENGTH, Slot
from scenes.kit.signs import cross, tick
from scenes.kit.stage import arc, arrow, table
from scenes.shot import Marker, Shot, circle, pin

HALF = SLOT_LENGTH / 2
Angles = tuple[float, float]
OPEN: Angles = (34, 34)


def _board(
    modules: tuple[str, ...] = ("A2", "B2"), opened: Mapping[str, Angles] | None = None, *, cooled: bool = True
) -> Board:
    table(-0.4, "case inside")
    return board(world(), modules=modules, opened=opened, cooled=cooled)


def _near(markers: Mapping[str, Marker]) -> Shot:
    """The four slots from the board's lower front edge, as somebody who sits before the open case."""
    return Shot((35.5, -2.5, 20.5), (17.4, 21.2, 2.3), 15, lens=49, markers=markers)


def slots() -> Shot:
    made = _board()
    labels = {name.lower(): pin(made.frame.point(x, 14.5, 0.3)) for name, x in SLOTS.items()}
    return Shot((22.0, -1.0, 30.0), (18.4, 21.3, 0.4), 18, lens=50, markers=labels)


def clips_open() -> Shot:
    made = _board(opened={"A2": OPEN})
    slot = made.slots["A2"]
    for end in (0, 1):
        _clip_arrow(slot, end)
    return _near({"clip-near": circle(slot.clip(0), 1.1), "clip-far": circle(slot.clip(1), 1.1)})


def _clip_arrow(slot: Slot, end: int) -> None:
    side = -1 if end == 0 else 1
    pivot = slot.frame.point(side * (HALF - 0.2), 0, 0.3)
    start = slot.frame.point(side * (HALF + 0.9), 0, 3.6)
    axis = slot.frame.point(0, 1, 0) - slot.frame.point()
    arrow(arc(pivot, start, axis, side * 50), 0.6, slot.frame.point(0, -0.8, 0.6) - slot.frame.point())


def _lift_arrow(frame: Frame, at: float, low: float, high: float) -> None:
    facing = frame.point(0, -1, 0.2) - frame.point()
    arrow([frame.point(at, 0, low), frame.point(at, 0, high)], 0.7, facing)


def out() -> Shot:
    made = _board(modules=("B2",), opened={"A2": OPEN})
    made.module("A2", 2.6)
    frame = made.slots["A2"].frame
    for end in (-4.6, 4.6):
        _lift_arrow(frame, end, 6.2, 8.6)
    return Shot(
        (35, -3, 22),
        (17.2, 21, 3.4),
        16,
        lens=48,
        markers={
            "hold-near": circle(frame.point(-HALF + 0.6, 0, 4.6), 1.2),
            "hold-far": circle(frame.point(HALF - 0.6, 0, 4.6), 1.2),
        },
    )


def notch() -> Shot:
    made = _board(modules=(), opened={"A2": OPEN}, cooled=False)
    made.module("A2", 2.3)
    slot = made.slots["A2"]
    arrow([slot.frame.point(0.45, -0.5, 2.2), slot.frame.point(0.45, -0.5, 1.1)], 0.4, (1, -0.4, 0.2))
    return Shot(
        (31.0, 13.5, 8.5),
        (17.4, 22.3, 1.9),
        9,
        lens=52,
        markers={"notch": circle(slot.frame.point(0.45, 0, 2.5), 0.55), "key": circle(slot.key(), 0.55)},
    )


def insert() -> Shot:
    made = _board(modules=("B2",), opened={"A2": OPEN})
    made.module("A2", 1.5)
    frame = made.slots["A2"].frame
    for end in (-4.9, 4.9):
        _lift_arrow(frame, end, 7.9, 5.2)
    return _near(
        {
            "press-near": circle(frame.point(-4.9, 0, 1.5 + DIMM_HEIGHT), 0.9),
            "press-far": circle(frame.point(4.9, 0, 1.5 + DIMM_HEIGHT), 0.9),
        }
    )


def seated() -> Shot:
    made = _board(modules=(), opened={"B2": (0, 34)}, cooled=False)
    made.module("A2")
    made.module("B2", 0.75, 2.5)
    eye = (27.0, 39.5, 11.0)
    good, bad = made.slots["A2"].frame, made.slots["B2"].frame
    tick(eye, good.point(5.9, -0.8, 3.1), 1.2)
    cross(eye, bad.point(5.4, -0.9, 2.7), 1.2)
    return Shot(
        eye,
        (18.5, 28.5, 2.3),
        9,
        54,
        markers={
            "closed": circle(made.slots["A2"].clip(1), 0.75),
            "open": circle(made.slots["B2"].clip(1), 0.95),
        },
    )


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "dimm-slots": slots,
    "dimm-clips-open": clips_open,
    "dimm-out": out,
    "dimm-notch": notch,
    "dimm-in": insert,
    "dimm-seated-vs-not": seated,
}
