"""Where a shot's markers are in the picture: fractions of the frame, origin at the top left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import bpy
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Vector

from scenes.photo import HEIGHT, WIDTH
from scenes.shot import Anchor, Marker, Shot

_SMALLEST = 0.03  # of the width: a marker that can still be seen on a telephone


def project(shot: Shot) -> dict[str, Any]:
    """{marker: {"shape", "at": centre, "size": [width, height]}} through the scene's camera; a pin has no size.

    Of a circle or pin with several anchors a list of these.
    """
    bpy.context.view_layer.update()
    return {name: _places(marker) for name, marker in shot.markers.items()}


def _places(marker: Marker) -> dict[str, Any] | list[dict[str, Any]]:
    if marker.shape == "rect" or len(marker.anchors) == 1:
        return _project(marker)
    return [_project(replace(marker, anchors=[anchor])) for anchor in marker.anchors]


def _project(marker: Marker) -> dict[str, Any]:
    places = [_place(anchor) for anchor in marker.anchors]
    left, right = min(x for x, _, _ in places), max(x for x, _, _ in places)
    top, bottom = min(y for _, y, _ in places), max(y for _, y, _ in places)
    known = {"shape": marker.shape, "at": [_rounded((left + right) / 2), _rounded((top + bottom) / 2)]}
    if marker.shape == "pin":
        return known
    if marker.shape == "circle":
        width = max(_SMALLEST, 2 * marker.radius * _scale() / places[0][2])
        return {**known, "size": [_rounded(width), _rounded(width * WIDTH / HEIGHT)]}
    size = [max(_SMALLEST, right - left), max(_SMALLEST * WIDTH / HEIGHT, bottom - top)]
    return {**known, "size": [_rounded(value) for value in size]}


def _place(anchor: Anchor) -> tuple[float, float, float]:
    """X and y in the frame, distance along the camera's axis."""
    seen = world_to_camera_view(bpy.context.scene, bpy.context.scene.camera, Vector(anchor))
    return seen.x, 1 - seen.y, seen.z


def _scale() -> float:
    """Widths of the frame that one centimetre takes at a distance of one centimetre."""
    camera = bpy.context.scene.camera.data
    return camera.lens / camera.sensor_width


def _rounded(value: float) -> float:
    return round(value, 4)
