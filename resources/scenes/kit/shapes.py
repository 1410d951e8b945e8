"""Bodies that parts are made of. Each stands with its foot at `at` (middle of its lowest face) and rises along z."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, radians, sin
from pathlib import Path

import bpy
from mathutils import Vector

from scenes.kit.frame import LETTERING, Frame, Point, add
from scenes.kit.materials import material

Outline = Sequence[tuple[float, float]]
Faces = Sequence[Sequence[int]]
_SHARP = radians(35)


def _body(
    frame: Frame,
    vertices: Sequence[Point],
    faces: Faces,
    finish: str,
    at: Point,
    turn: Point,
    *,
    bevel: float = 0,
    fine: bool = False,
    picture: Path | None = None,
) -> bpy.types.Object:
    mesh = bpy.data.meshes.new("body")
    mesh.from_pydata(vertices, [], faces)
    mesh.materials.append(material(finish, picture))
    mesh.polygons.foreach_set("use_smooth", [True] * len(mesh.polygons))
    thing = add(mesh, frame, at, turn, fine=fine)
    if bevel > 0:
        _round(thing, bevel)
    else:
        mesh.set_sharp_from_angle(angle=_SHARP)
    return thing


def _round(thing: bpy.types.Object, width: float) -> None:
    edge = thing.modifiers.new("edge", "BEVEL")
    edge.width, edge.segments, edge.limit_method, edge.angle_limit = width, 2, "ANGLE", _SHARP
    thing.modifiers.new("light", "WEIGHTED_NORMAL")


def prism(
    frame: Frame,
    outline: Outline,
    height: float,
    finish: str,
    at: Point = (0, 0, 0),
    turn: Point = (0, 0, 0),
    *,
    bevel: float = 0.02,
    fine: bool = False,
    picture: Path | None = None,
) -> bpy.types.Object:
    """An outline (counter-clockwise) in the xy plane, `height` thick; `picture` covers its bounding rectangle."""
    count = len(outline)
    vertices = [(x, y, 0.0) for x, y in outline] + [(x, y, height) for x, y in outline]
    sides = [(i, (i + 1) % count, count + (i + 1) % count, count + i) for i in range(count)]
    faces = [tuple(reversed(range(count))), tuple(range(count, 2 * count)), *sides]
    thing = _body(frame, vertices, faces, finish, at, turn, bevel=bevel, fine=fine, picture=picture)
    if picture is not None:
        _spread(thing.data, outline)
    return thing


def _spread(mesh: bpy.types.Mesh, outline: Outline) -> None:
    left, right = min(x for x, _ in outline), max(x for x, _ in outline)
    low, high = min(y for _, y in outline), max(y for _, y in outline)
    layer = mesh.uv_layers.new()
    for loop, texel in zip(mesh.loops, layer.data, strict=True):
        x, y, _ = mesh.vertices[loop.vertex_index].co
        texel.uv = ((x - left) / (right - left), (y - low) / (high - low))


def rectangle(width: float, depth: float) -> Outline:
    x, y = width / 2, depth / 2
    return [(-x, -y), (x, -y), (x, y), (-x, y)]


def rounded(width: float, depth: float, radius: float) -> Outline:
    """A rectangle with round corners."""
    corners = ((width / 2 - radius, depth / 2 - radius), (-width / 2 + radius, depth / 2 - radius))
    corners = (*corners, *((-x, -y) for x, y in corners))
    points = []
    for quarter, (x, y) in enumerate(corners):
        angles = (quarter * pi / 2 + step * pi / 12 for step in range(7))
        points += [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]
    return points


def box(
    frame: Frame,
    at: Point,
    size: Point,
    finish: str,
    *,
    bevel: float = 0.04,
    turn: Point = (0, 0, 0),
    fine: bool = False,
) -> bpy.types.Object:
    width, depth, height = size
    edge = min(bevel, min(size) * 0.3)
    return prism(frame, rectangle(width, depth), height, finish, at, turn, bevel=edge, fine=fine)


def circle(radius: float, count: int = 40) -> Outline:
    return [(radius * cos(2 * pi * i / count), radius * sin(2 * pi * i / count)) for i in range(count)]


def cylinder(
    frame: Frame,
    at: Point,
    radius: float,
    height: float,
    finish: str,
    *,
    bevel: float = 0.02,
    sides: int = 40,
    turn: Point = (0, 0, 0),
    fine: bool = False,
) -> bpy.types.Object:
    return prism(frame, circle(radius, sides), height, finish, at, turn, bevel=bevel, fine=fine)


def ring(
    frame: Frame,
    at: Point,
    radius: float,
    wall: float,
    height: float,
    finish: str,
    *,
    turn: Point = (0, 0, 0),
    sides: int = 56,
    fine: bool = False,
) -> bpy.types.Object:
    """A tube: `radius` inside, `wall` thick."""
    return shell(frame, at, circle(radius, sides), circle(radius + wall, sides), height, finish, turn=turn, fine=fine)


def shell(
    frame: Frame,
    at: Point,
    inside: Outline,
    outside: Outline,
    height: float,
    finish: str,
    *,
    turn: Point = (0, 0, 0),
    fine: bool = False,
) -> bpy.types.Object:
    """A wall between two outlines of as many points: a tube, the sides of a housing."""
    sides = len(inside)
    vertices = [
        (x, y, z) for circle_, z in ((inside, 0), (outside, 0), (outside, height), (inside, height)) for x, y in circle_
    ]
    faces = [
        (k * sides + i, (k + 1) % 4 * sides + i, (k + 1) % 4 * sides + (i + 1) % sides, k * sides + (i + 1) % sides)
        for k in range(4)
        for i in range(sides)
    ]
    return _body(frame, vertices, [tuple(reversed(face)) for face in faces], finish, at, turn, fine=fine)


def sheet(
    frame: Frame,
    at: Point,
    size: tuple[float, float],
    finish: str,
    *,
    picture: Path | None = None,
    turn: Point = (0, 0, 0),
) -> bpy.types.Object:
    """Paper: a label, a card."""
    return prism(frame, rectangle(*size), 0.012, finish, at, turn, bevel=0, picture=picture)


def surface(frame: Frame, grid: Sequence[Sequence[Point]], thickness: float, finish: str) -> bpy.types.Object:
    """A curved skin through a grid of points (a fan blade, a bag), thickened on both sides."""
    columns = len(grid[0])
    vertices = [point for line in grid for point in line]
    faces = [
        (i * columns + j, (i + 1) * columns + j, (i + 1) * columns + j + 1, i * columns + j + 1)
        for i in range(len(grid) - 1)
        for j in range(columns - 1)
    ]
    thing = _body(frame, vertices, faces, finish, (0, 0, 0), (0, 0, 0))
    skin = thing.modifiers.new("skin", "SOLIDIFY")
    skin.thickness, skin.offset = thickness, 0
    return thing


def row(thing: bpy.types.Object, count: int, step: Point) -> bpy.types.Object:
    """The same thing `count` times, each `step` further in its own axes."""
    copies = thing.modifiers.new("row", "ARRAY")
    copies.use_relative_offset, copies.use_constant_offset = False, True
    copies.constant_offset_displace, copies.count = step, count
    return thing


def wire(frame: Frame, points: Sequence[Sequence[float]], radius: float, finish: str = "wire") -> bpy.types.Object:
    """A round cable, smoothly through the points."""
    curve = bpy.data.curves.new("wire", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.resolution_u = (
        "3D",
        radius,
        3 if radius > 0.18 else 2,
        10,
    )
    curve.use_fill_caps = True
    spline = curve.splines.new("BEZIER")
    spline.bezier_points.add(len(points) - 1)
    for knot, point in zip(spline.bezier_points, points, strict=True):
        knot.co = point
        knot.handle_left_type = knot.handle_right_type = "AUTO"
    curve.materials.append(material(finish))
    return add(curve, frame, (0, 0, 0), (0, 0, 0))


def ribbon(
    frame: Frame,
    points: Sequence[Point],
    across: Sequence[Point],
    ways: tuple[int, int],
    pitch: float,
    radius: float,
    finish: str = "wire",
) -> None:
    """A flat bundle of columns x rows wires; `across` is the direction of the columns at each point."""
    columns, rows = ways
    path = [Vector(point) for point in points]
    last = len(path) - 1
    for column in range(columns):
        for line in range(rows):
            strand = []
            for i, point in enumerate(path):
                along = (path[min(i + 1, last)] - path[max(i - 1, 0)]).normalized()
                side = Vector(across[i]).normalized()
                up = along.cross(side).normalized()
                drift = 0 if i in (0, last) else 0.05 * sin(column * 5.1 + line * 2.3 + i * 1.7)
                offset = side * ((column - (columns - 1) / 2) * pitch + drift)
                strand.append(point + offset + up * ((line - (rows - 1) / 2) * pitch + drift))
            wire(frame, strand, radius, finish)


def lettering(frame: Frame, words: str, at: Point, size: float, finish: str = "silk", turn: Point = (0, 0, 0)) -> None:
    """Letters lying in the xy plane, centred at `at`. Only neutral marks (A2, I, O): pictures hold no language."""
    curve = bpy.data.curves.new("letters", "FONT")
    curve.body, curve.size, curve.extrude, curve.align_x, curve.align_y = words, size, 0.004, "CENTER", "CENTER"
    curve.materials.append(material(finish))
    add(curve, frame, at, turn).pass_index = LETTERING
