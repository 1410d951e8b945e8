"""Shut down and cut off from the mains; plugged in and started again: desktops, mini PCs, notebooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scenes.kit import laptop, minipc
from scenes.kit.desk import TALL as SCREEN_TALL
from scenes.kit.desk import Picture, adapter, adapter_plug, monitor
from scenes.kit.frame import Frame, Point, world
from scenes.kit.outside import screwed_cable, wall_plug, wall_socket
from scenes.kit.shapes import box
from scenes.kit.signs import clock
from scenes.kit.stage import arrow, table
from scenes.kit.tower import STANDING, Tower, placed, side_panel, standing
from scenes.shot import Shot, circle, rect

UP: Point = (0, 0, 1)


def _desk(x: float, shows: Picture, *, lit: bool) -> tuple[Frame, Tower]:
    """A monitor with the PC to its right, its front to the viewer."""
    face = monitor(world((0, 0, 3), (x - 13, 0, 0)), shows)
    # The tower's x runs from its rear to its front: turned, the front looks to the viewer.
    tower = placed(world((90, 0, -90), (x + 37, 40, 1.3)), lit=lit)
    side_panel(tower)
    return face, tower


def pc_off() -> Shot:
    """On the left as it was, on the right as it is to be: screen and lamp dark."""
    table()
    _desk(-46, "own", lit=True)
    face, tower = _desk(48, "dark", lit=False)
    arrow([(-7, -10, 16), (8.5, -10, 16)], 5.6, (0, -1, 0.3))
    return Shot(
        (0, -190, 86),
        (0.5, 0, 19),
        110,
        38,
        markers={"screen": circle(face.point(0, 0, 0), 10), "lamp": circle(tower.lamp(), 4.2)},
    )


def wait_dark() -> Shot:
    """The lamp is lit, the screen still dark: ten minutes may pass."""
    table()
    face, tower = _desk(0, "dark", lit=True)
    eye = (0, -120, 60)
    clock(eye, face.point(0, 0.5, 6), 20, 10 / 60)
    return Shot(
        eye,
        (-1.0, 0, 22),
        70,
        46,
        markers={"screen": rect(*_corners(face)), "lamp": circle(tower.lamp(), 4.0)},
    )


def _corners(face: Frame) -> list[Point]:
    return [face.point(x, y, 0) for x in (-25, 25) for y in (-SCREEN_TALL / 2, SCREEN_TALL / 2)]


def first_screens() -> Shot:
    """The screen that its owner knows, and one with lines of words alone."""
    table()
    own = monitor(world((0, 0, 4), (-29, 0, 0)), "own")
    words = monitor(world((0, 0, -4), (29, 0, 0)), "words")
    return Shot(
        (0, -120, 66),
        (0, 0, 21.0),
        80,
        36,
        markers={"own": rect(*_corners(own)), "words": rect(*_corners(words))},
    )


def _button_shot(*, hold: bool) -> Shot:
    table()
    tower = standing()
    side_panel(tower)
    x, y, z = tower.button()
    eye = (x + 34, y - 24, z + 12)
    arrow([(x + 9.5, y - 5.2, z + 0.6), (x + 1.4, y - 1.2, z - 0.3)], 1.3, (0.3, -1, 0.7))
    if hold:
        clock(eye, (x + 8, y + 8.6, z + 0.5), 6.0, 0.25, stopwatch=True)
    return Shot(eye, (x - 1.5, y + 2.2, z - 4.0), 24, 52, markers={"button": circle((x, y, z), 1.9)})


def hold_power() -> Shot:
    """A quarter of a stopwatch's minute: 15 seconds."""
    return _button_shot(hold=True)


def press_power() -> Shot:
    return _button_shot(hold=False)


def laptop_press_power() -> Shot:
    table()
    button = laptop.in_use(world((0, 0, 10)), shows="dark")
    spot = button.point(0, 0, 0.1)
    arrow([button.point(1.0, -1.6, 7.2), button.point(0.1, -0.3, 0.8)], 1.8, (0.1, -1, 0.4))
    return Shot((10, -58, 43), (2.0, 2.0, 8.2), 36, 45, markers={"button": circle(spot, 1.7)})


def laptop_hold_power() -> Shot:
    """Standing on its side like a book, its screen opened a little."""
    table()
    stood = world((0, -90, 24), (0, 0, laptop.WIDTH / 2))
    button = laptop.in_use(stood, opening=62, shows="dark")
    spot = button.point(0, 0, 0.1)
    eye = (-38, -56, 40)
    arrow([button.point(4.6, -10.5, 2.6), button.point(0.5, -1.2, 0.6)], 1.8, eye)
    clock(eye, (16.5, -9, 23), 11, 0.25, stopwatch=True)
    return Shot(eye, (1.2, -1.0, 16.4), 40, 40, markers={"button": circle(spot, 1.8)})


def _wall(*, into: bool) -> Shot:
    table(-14, "wall")
    wall = world(STANDING)
    box(wall, (0, 0, -3), (400, 200, 3), "wall", bevel=0)
    wall_socket(wall)
    wall_plug(wall.at(0, 2.45, 4.6))
    screwed_cable(wall, ((0, 2.45, 8.2), (0.3, 2.2, 10.5), (3, -6, 12), (8, -30, 10)), 0.32)
    near, far = (0.4, -3.4, 5.2), (0.4, -9.6, 5.2)
    arrow([far, near] if into else [near, far], 1.1, (0.8, -0.2, 0.7))
    return Shot((16, -24, 11), (-0.3, -2.6, 0.9), 13, 42, markers={"plug": circle(wall.point(0, 2.45, 6), 1.9)})


def wall_unplug() -> Shot:
    return _wall(into=False)


def wall_plug_in() -> Shot:
    return _wall(into=True)


def _adapter_shot(*, into: bool) -> Shot:
    """The rear of a mini PC, its adapter's plug before its socket."""
    table()
    stood = world((0, 0, 180))
    minipc.in_use(stood)
    back = minipc.rear(stood)
    block = world((0, 0, 12), (19.0, -3.0, 0))
    adapter(block)
    plug = back.at(minipc.REAR_JACK, 0, 3.2)
    end = plug.matrix.inverted() @ block.point(-6.9, 0, 1.5)
    adapter_plug(plug, ((0.0, -1.0, 6.0), (2.6, -2.3, 8.4), (6.2, -2.3, 4.6), tuple(end)))
    screwed_cable(block, ((6.6, 0, 1.5), (9, 0.6, 1.0), (14, 3, 0.3), (40, 6, 0.3)), 0.24)
    x = minipc.REAR_JACK
    near, far = back.point(x - 1.9, 0.2, 1.4), back.point(x - 1.9, 0.2, 6.0)
    arrow([far, near] if into else [near, far], 1.0, (-0.3, -0.5, 1))
    return Shot(
        (-4, -33, 21),
        (6.2, -6.2, 1.9),
        22,
        42,
        markers={"plug": circle(plug.point(0, 0, 1.0), 1.5), "jack": circle(back.point(x, 0, 0.1), 0.9)},
    )


def adapter_out() -> Shot:
    return _adapter_shot(into=False)


def adapter_in() -> Shot:
    return _adapter_shot(into=True)


PICTURES: Mapping[str, Callable[[], Shot]] = {
    "pc-off": pc_off,
    "unplug-wall": wall_unplug,
    "adapter-out": adapter_out,
    "hold-power": hold_power,
    "laptop-hold-power": laptop_hold_power,
    "adapter-in": adapter_in,
    "plug-wall": wall_plug_in,
    "press-power": press_power,
    "laptop-press-power": laptop_press_power,
    "wait-dark": wait_dark,
    "first-screens": first_screens,
}
