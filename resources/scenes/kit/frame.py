"""Frames of reference: what moves together. Every part is built in a frame, so it can be put anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

import bpy
from mathutils import Euler, Matrix, Vector

Point = tuple[float, float, float]

# Object.pass_index tells the line drawing what an object is; plain objects are numbered from FIRST_PLAIN.
LETTERING = 1
ARROW = 2
DARK = 3  # a screen that is off: grey in lines, as a lit one is white
FIRST_PLAIN = 10
# Objects that only the photograph shows: contacts, stitches of detail that would be a black blot in lines.
FINE = "fine"


def clear() -> None:
    """An empty file: no objects, no materials, nothing of Blender's default scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)


def turned(turn: Point) -> Euler:
    return Euler([radians(angle) for angle in turn], "XYZ")


def add(
    data: bpy.types.ID | None, frame: Frame | None, at: Point, turn: Point, *, fine: bool = False
) -> bpy.types.Object:
    """A new object of `data` at `at` in `frame`, turned about its own origin by `turn` (degrees about x, then y, z)."""
    thing = bpy.data.objects.new("part", data)
    bpy.context.collection.objects.link(thing)
    thing.location = at
    thing.rotation_euler = turned(turn)
    thing.pass_index = FIRST_PLAIN + len(bpy.data.objects)
    thing[FINE] = fine
    if frame is not None:
        thing.parent = frame.empty
    return thing


@dataclass(frozen=True)
class Frame:
    """A place with axes of its own. `matrix` leads from it to the world."""

    empty: bpy.types.Object
    matrix: Matrix

    def at(self, x: float = 0, y: float = 0, z: float = 0, turn: Point = (0, 0, 0)) -> Frame:
        """A frame within this one."""
        empty = add(None, self, (x, y, z), turn)
        return Frame(empty, self.matrix @ Matrix.Translation((x, y, z)) @ turned(turn).to_matrix().to_4x4())

    def point(self, x: float = 0, y: float = 0, z: float = 0) -> Vector:
        """Where a point of this frame is in the world."""
        return self.matrix @ Vector((x, y, z))


def world(turn: Point = (0, 0, 0), at: Point = (0, 0, 0)) -> Frame:
    """An outermost frame."""
    matrix = Matrix.Translation(at) @ turned(turn).to_matrix().to_4x4()
    return Frame(add(None, None, at, turn), matrix)
