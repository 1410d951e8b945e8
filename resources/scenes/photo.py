"""Cycles on the CPU: the coloured picture of a scene that has been built."""

from __future__ import annotations

from pathlib import Path

import bpy

from scenes.shot import Shot

WIDTH, HEIGHT = 1280, 800
# Samples a pixel and size of the render: the denoiser makes clean surfaces of few. Ten samples differ from five in
# nothing that is seen at the 600 pixels of a guide's page; less than the full size is seen on a screen at 200 %.
QUALITY = {"draft": (4, 0.6), "final": (5, 1.0)}


def photograph(shot: Shot, target: Path, samples: int, scale: float) -> None:
    """Renders the scene that has been built for the shot and writes a PNG."""
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    cycles = scene.cycles
    cycles.device, cycles.samples, cycles.seed = "CPU", samples, 1
    cycles.use_adaptive_sampling, cycles.adaptive_threshold = True, 0.05
    cycles.use_denoising, cycles.denoiser = True, "OPENIMAGEDENOISE"
    cycles.denoising_prefilter, cycles.denoising_quality = "FAST", "BALANCED"
    cycles.max_bounces, cycles.diffuse_bounces, cycles.glossy_bounces = 3, 2, 2
    cycles.transmission_bounces = cycles.volume_bounces = cycles.transparent_max_bounces = 0
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.use_light_tree = False
    size(scale)
    # Keeps arrows and signs as saturated as they are meant; the exposure is per shot.
    scene.view_settings.view_transform = "Khronos PBR Neutral"
    scene.view_settings.exposure = shot.exposure
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(target)
    bpy.ops.render.render(write_still=True)


def use_cycles() -> None:
    """The renderer, also where only lines are drawn: the one that gives object numbers without a graphics card."""
    scene = bpy.context.scene
    scene.render.engine, scene.cycles.device = "CYCLES", "CPU"


def size(scale: float) -> None:
    render = bpy.context.scene.render
    render.resolution_x, render.resolution_y = WIDTH, HEIGHT
    render.resolution_percentage = round(100 * scale)
