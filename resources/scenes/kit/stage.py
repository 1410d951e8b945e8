"""The studio around the parts: table, light, camera, and the arrows and signs that a photographer would add."""

from __future__ import annotations

from collections.abc import Sequence
from math import radians

import bpy
from mathutils import Matrix, Vector

from scenes.kit.frame import ARROW, add, world
from scenes.kit.materials import material
from scenes.kit.shapes import box
from scenes.shot import Shot


def camera(shot: Shot) -> bpy.types.Object:
    """The scene's camera at the shot's eye, upright."""
    data = bpy.data.cameras.new("camera")
    data.lens, data.clip_start, data.clip_end = shot.lens, 0.5, 9000
    thing = add(data, None, tuple(shot.eye), (0, 0, 0))
    _aim(thing, shot.target)
    bpy.context.scene.camera = thing
    return thing


def _aim(thing: bpy.types.Object, target: Sequence[float]) -> None:
    thing.rotation_euler = (Vector(target) - thing.location).to_track_quat("-Z", "Y").to_euler()


# Direction from the target (camera's right, away from the camera, up), size, power, colour: key, fill, top.
_LAMPS = (
    ((-1.1, 0.5, 1.7), 1.1, 95.0, (1.0, 0.97, 0.93)),
    ((1.5, -0.9, 1.4), 1.4, 60.0, (0.92, 0.96, 1.0)),
    ((0.0, 0.2, 2.4), 1.8, 48.0, (1.0, 1.0, 1.0)),
)


_SKY = (0.88, 0.92, 1, 1)
_PAPER = (0.7, 0.715, 0.75, 1)  # the sky's light on the table's colour, measured at the table's far end


def light(shot: Shot) -> None:
    """Three soft lamps around the target as the camera stands, scaled to the span: every size is equally bright."""
    target = Vector(shot.target)
    away = (target - Vector(shot.eye)) * Vector((1, 1, 0))
    away = away.normalized() if away.length > 1e-3 else Vector((0, 1, 0))
    right = away.cross(Vector((0, 0, 1)))
    for (x, y, z), size, power, colour in _LAMPS:
        data = bpy.data.lights.new("lamp", "AREA")
        data.size, data.energy, data.color = size * shot.span, power * shot.span**2, colour
        place = target + (right * x + away * y + Vector((0, 0, z))) * shot.span * 1.6
        _aim(add(data, None, tuple(place), (0, 0, 0)), target)
    _sky(0.8)


def _sky(strength: float) -> None:
    sky = bpy.data.worlds.new("sky")
    bpy.context.scene.world = sky
    sky.use_nodes = True
    background = sky.node_tree.nodes["Background"]
    background.inputs["Color"].default_value = _SKY
    background.inputs["Strength"].default_value = strength
    _backdrop(sky)


def _backdrop(sky: bpy.types.World) -> None:
    """To the camera the sky is what the table is in the distance: no horizon, as before a photographer's paper."""
    nodes, links = sky.node_tree.nodes, sky.node_tree.links
    seen, ray = nodes.new("ShaderNodeBackground"), nodes.new("ShaderNodeLightPath")
    choice = nodes.new("ShaderNodeMixShader")
    seen.inputs["Color"].default_value = _PAPER
    links.new(ray.outputs["Is Camera Ray"], choice.inputs["Fac"])
    links.new(nodes["Background"].outputs[0], choice.inputs[1])
    links.new(seen.outputs[0], choice.inputs[2])
    links.new(choice.outputs[0], nodes["World Output"].inputs["Surface"])


def table(height: float = 0, finish: str = "table") -> None:
    """A table without an edge, its top at `height`."""
    box(world(), (0, 0, height - 2), (12000, 12000, 2), finish, bevel=0)


def arrow(
    path: Sequence[Sequence[float]], width: float, facing: Sequence[float], finish: str = "arrow"
) -> bpy.types.Object:
    """A flat arrow along world points; its flat side looks towards `facing`. Straight or curved."""
    points = [Vector(point) for point in path]
    head = width * 1.9
    shaft, tip = _shortened(points, head), points[-1]
    thin = width * 0.16
    sides = [_normal(shaft, i, facing) * (width / 2) for i in range(len(shaft))]
    along = (tip - shaft[-1]).normalized()
    barb = Vector(facing).cross(along).normalized() * (width * 1.15)
    left = [point + side for point, side in zip(shaft, sides, strict=True)]
    right = [point - side for point, side in zip(shaft, sides, strict=True)]
    rim = [*right, shaft[-1] - barb, tip, shaft[-1] + barb, *reversed(left)]
    return _plate(rim, len(shaft), Vector(facing).normalized() * thin, finish)


def _normal(shaft: Sequence[Vector], i: int, facing: Sequence[float]) -> Vector:
    along = shaft[min(i + 1, len(shaft) - 1)] - shaft[max(i - 1, 0)]
    return Vector(facing).cross(along).normalized()


def _shortened(points: list[Vector], length: float) -> list[Vector]:
    shaft = list(points)
    while len(shaft) > 2 and (shaft[-1] - shaft[-2]).length <= length:
        length -= (shaft[-1] - shaft[-2]).length
        shaft.pop()
    step = shaft[-1] - shaft[-2]
    shaft[-1] = shaft[-1] - step.normalized() * min(length, step.length * 0.9)
    return shaft


def _plate(rim: list[Vector], shaft: int, lift: Vector, finish: str) -> bpy.types.Object:
    """A closed plate over a rim: quads along the shaft, then the head's triangle."""
    count = len(rim)
    vertices = [tuple(point - lift / 2) for point in rim] + [tuple(point + lift / 2) for point in rim]
    strips = [(i, i + 1, count - 2 - i, count - 1 - i) for i in range(shaft - 1)]
    strips.append((shaft, shaft + 1, shaft + 2))
    top = [tuple(count + i for i in face) for face in strips]
    walls = [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    mesh = bpy.data.meshes.new("arrow")
    mesh.from_pydata(vertices, [], [*(tuple(reversed(face)) for face in strips), *top, *walls])
    mesh.materials.append(material(finish))
    mesh.validate()
    thing = add(mesh, None, (0, 0, 0), (0, 0, 0))
    as_sign(thing)
    return thing


def as_sign(thing: bpy.types.Object, index: int = ARROW) -> None:
    """Not part of the world: it neither shines on things nor throws a shadow nor is mirrored."""
    thing.pass_index = index
    thing.visible_diffuse = thing.visible_glossy = thing.visible_shadow = False


def arc(centre: Sequence[float], start: Sequence[float], axis: Sequence[float], angle: float) -> list[Vector]:
    """Points on the circle about `centre` from `start`, turned by `angle` degrees about `axis`."""
    middle, spoke = Vector(centre), Vector(start) - Vector(centre)
    steps = 14
    return [middle + Matrix.Rotation(radians(angle * i / steps), 3, Vector(axis)) @ spoke for i in range(steps + 1)]
