"""From a picture's function to a lit scene with a camera."""

from __future__ import annotations

from collections.abc import Callable

from scenes.kit.frame import clear
from scenes.kit.stage import camera, light
from scenes.shot import Shot


def build(describe: Callable[[], Shot]) -> Shot:
    """An empty file, the picture's parts, light and camera."""
    clear()
    shot = describe()
    light(shot)
    camera(shot)
    return shot
