"""The same scene as black lines on white, for paper: edges found in what the renderer knows of every pixel.

One sample a pixel at twice the size gives each pixel's object, face normal and depth. A line stands where the object
changes, where a face bends, and where the depth jumps. Shades stay above mid grey, so that a printer keeps the lines.
"""

from __future__ import annotations

from pathlib import Path

import bpy
import numpy as np
from PIL import Image

from scenes.kit.frame import ARROW, DARK, FINE, LETTERING
from scenes.photo import HEIGHT, WIDTH, size

_OVERSIZE = 2
_BACKGROUND = 0  # the object number of what draws no line of its own
_BEND = np.cos(np.radians(28))
_ENDLESS = 1000  # cm: the table, whose far edge would be a horizon
_JUMP = 0.0035  # of the distance to the camera
_LIGHT = np.array((-0.35, -0.5, 0.8)) / np.linalg.norm((-0.35, -0.5, 0.8))

Grid = np.ndarray


def draw(folder: Path, target: Path) -> None:
    """Renders what the lines need into `folder` and writes the drawing as PNG. Changes the scene: call it last."""
    _prepare_scene()
    _prepare_passes(folder)
    bpy.ops.render.render()
    normal, depth, index = (_read(folder, name) for name in ("normal", "depth", "index"))
    picture = _ink(normal * 2 - 1, depth[..., 0], np.rint(index[..., 0]).astype(int))
    drawing = Image.fromarray(np.clip(picture * 255, 0, 255).astype(np.uint8))
    drawing.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(target)


def _prepare_scene() -> None:
    """Plain edges (no bevels), no fine detail, round cables, and a material that shows the face normal."""
    for curve in bpy.data.curves:
        if curve.bevel_depth:
            curve.bevel_resolution = 5  # enough sides that no line runs along the cable
    for thing in bpy.data.objects:
        if max(thing.dimensions) > _ENDLESS:
            thing.pass_index = _BACKGROUND
        thing.hide_render = thing.hide_render or bool(thing.get(FINE))
        for modifier in thing.modifiers:
            if modifier.type in ("BEVEL", "WEIGHTED_NORMAL"):
                modifier.show_render = False
    shown = bpy.data.materials.new("normal")
    shown.use_nodes = True
    nodes, links = shown.node_tree.nodes, shown.node_tree.links
    nodes.clear()
    geometry, shift = nodes.new("ShaderNodeNewGeometry"), nodes.new("ShaderNodeVectorMath")
    glow, output = nodes.new("ShaderNodeEmission"), nodes.new("ShaderNodeOutputMaterial")
    shift.operation = "MULTIPLY_ADD"
    shift.inputs[1].default_value = shift.inputs[2].default_value = (0.5, 0.5, 0.5)
    links.new(geometry.outputs["True Normal"], shift.inputs[0])
    links.new(shift.outputs[0], glow.inputs["Color"])
    links.new(glow.outputs[0], output.inputs["Surface"])
    bpy.context.view_layer.material_override = shown


def _prepare_passes(folder: Path) -> None:
    scene, layer = bpy.context.scene, bpy.context.view_layer
    scene.render.engine, scene.cycles.device = "CYCLES", "CPU"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.max_bounces = 1, False, 0
    scene.cycles.pixel_filter_type = "BOX"
    scene.cycles.filter_width = 0.01
    size(_OVERSIZE)
    layer.use_pass_z = layer.use_pass_object_index = True
    scene.use_nodes = True
    nodes, links = scene.node_tree.nodes, scene.node_tree.links
    nodes.clear()
    source, files = nodes.new("CompositorNodeRLayers"), nodes.new("CompositorNodeOutputFile")
    files.base_path = str(folder)
    files.format.file_format, files.format.color_depth, files.format.color_mode = "OPEN_EXR", "32", "RGB"
    files.format.exr_codec = "NONE"  # read once and thrown away
    files.file_slots.clear()
    for name, output in (("normal", "Image"), ("depth", "Depth"), ("index", "IndexOB")):
        files.file_slots.new(name)
        links.new(source.outputs[output], files.inputs[name])


def _read(folder: Path, name: str) -> Grid:
    """A pass as rows from the top, (height, width, channels)."""
    image = bpy.data.images.load(str(next(folder.glob(f"{name}*.exr"))))
    image.colorspace_settings.name = "Non-Color"
    values = np.empty(len(image.pixels), dtype=np.float32)
    image.pixels.foreach_get(values)
    return values.reshape(image.size[1], image.size[0], -1)[::-1]


def _ink(normal: Grid, depth: Grid, index: Grid) -> Grid:
    """The grey of every pixel, 0 to 1."""
    normal = normal[..., :3] / np.maximum(np.linalg.norm(normal[..., :3], axis=2, keepdims=True), 1e-6)
    nearness = 1 / np.maximum(depth, 1e-3)  # linear in the picture along any plane
    bent, jumped, changed = _bends(normal), _jumps(nearness), _changes(index)
    solid = index != _BACKGROUND  # where it ends the object changes; what it is made of draws no line
    outline, crease = _thick(changed | jumped & solid, 2), _thick(bent & solid, 1)
    tone = 0.9 + 0.1 * np.clip(normal @ _LIGHT, 0, 1)
    tone[~solid] = 1.0
    tone[index == LETTERING] = 0.1
    tone[index == ARROW] = 0.35
    tone[index == DARK] = 0.55
    tone[crease] = 0.12
    tone[outline] = 0.0
    return tone


def _bends(normal: Grid) -> Grid:
    found = np.zeros(normal.shape[:2], dtype=bool)
    found[:, 1:] |= (normal[:, 1:] * normal[:, :-1]).sum(axis=2) < _BEND
    found[1:, :] |= (normal[1:, :] * normal[:-1, :]).sum(axis=2) < _BEND
    return found


def _jumps(nearness: Grid) -> Grid:
    """Where 1/depth leaves the straight line through its neighbours: a step, not a slope."""
    found = np.zeros(nearness.shape, dtype=bool)
    for axis in (0, 1):
        middle = np.take(nearness, range(1, nearness.shape[axis] - 1), axis)
        before = np.take(nearness, range(nearness.shape[axis] - 2), axis)
        after = np.take(nearness, range(2, nearness.shape[axis]), axis)
        step = np.abs(before + after - 2 * middle) / middle > _JUMP
        if axis == 0:
            found[1:-1, :] |= step
        else:
            found[:, 1:-1] |= step
    return found


def _changes(index: Grid) -> Grid:
    found = np.zeros(index.shape, dtype=bool)
    found[:, 1:] |= index[:, 1:] != index[:, :-1]
    found[1:, :] |= index[1:, :] != index[:-1, :]
    return found


def _thick(found: Grid, pixels: int) -> Grid:
    grown = found.copy()
    for _ in range(pixels):
        wider = grown.copy()
        wider[1:, :] |= grown[:-1, :]
        wider[:, 1:] |= grown[:, :-1]
        grown = wider
    return grown
