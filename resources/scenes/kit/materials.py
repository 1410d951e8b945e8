"""What things are made of. Colours are linear RGB; dark parts are lighter than life, so that they can be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import bpy


@dataclass(frozen=True)
class Finish:
    """A surface. `grain` is the depth of a fine roughness (powder coat).

    `glow` is the share of its colour that is light of its own: such a surface takes that much less from the lamps, so
    that arrows and signs have one colour in every picture.
    """

    colour: tuple[float, float, float]
    metallic: float = 0.0
    roughness: float = 0.5
    grain: float = 0.0
    glow: float = 0.0


FINISHES = {
    "plastic": Finish((0.047, 0.048, 0.053), roughness=0.42),
    "dark plastic": Finish((0.015, 0.015, 0.017), roughness=0.4),
    "grey plastic": Finish((0.16, 0.165, 0.175), roughness=0.45),
    "pale plastic": Finish((0.45, 0.46, 0.48), roughness=0.45),
    "white plastic": Finish((0.78, 0.78, 0.75), roughness=0.45),
    "nylon": Finish((0.8, 0.77, 0.68), roughness=0.5),
    "blue plastic": Finish((0.03, 0.14, 0.45), roughness=0.4),
    "red plastic": Finish((0.5, 0.03, 0.025), roughness=0.42),
    "chip": Finish((0.028, 0.028, 0.031), roughness=0.45),
    "rubber": Finish((0.022, 0.022, 0.023), roughness=0.75),
    "wire": Finish((0.04, 0.04, 0.044), roughness=0.5),
    "hole": Finish((0.004, 0.004, 0.004), roughness=0.9),
    "gold": Finish((1.0, 0.7, 0.28), 1, 0.28),
    "brass": Finish((0.9, 0.65, 0.28), 1, 0.35),
    "steel": Finish((0.62, 0.63, 0.65), 1, 0.34),
    "dark steel": Finish((0.2, 0.2, 0.21), 1, 0.4),
    "tin": Finish((0.75, 0.75, 0.77), 1, 0.38),
    "aluminium": Finish((0.78, 0.79, 0.81), 1, 0.36),
    "copper": Finish((0.9, 0.45, 0.25), 1, 0.28),
    "case paint": Finish((0.34, 0.36, 0.39), 0.25, 0.46, grain=0.08),
    "case inside": Finish((0.42, 0.43, 0.45), 0.35, 0.45),
    "laptop": Finish((0.3, 0.31, 0.33), 0.4, 0.42, grain=0.06),
    "black metal": Finish((0.045, 0.046, 0.052), 0.25, 0.5, grain=0.2),
    "silver metal": Finish((0.4, 0.41, 0.43), 0.5, 0.42, grain=0.1),
    "green board": Finish((0.02, 0.16, 0.08), roughness=0.35),
    "blue board": Finish((0.02, 0.07, 0.2), roughness=0.35),
    "pad": Finish((0.3, 0.42, 0.66), roughness=0.85),
    "film": Finish((0.35, 0.62, 0.9), roughness=0.12),
    "silk": Finish((0.85, 0.85, 0.83), roughness=0.6),
    "table": Finish((0.74, 0.75, 0.76), roughness=0.75),
    "wall": Finish((0.72, 0.71, 0.68), roughness=0.9),
    "cardboard": Finish((0.52, 0.36, 0.2), roughness=0.85),
    "paper": Finish((0.86, 0.86, 0.84), roughness=0.8),
    "antistatic": Finish((0.4, 0.42, 0.48), 0.75, 0.24),
    "blue cloth": Finish((0.04, 0.15, 0.42), roughness=0.8),
    "arrow": Finish((0.95, 0.17, 0.01), roughness=0.6, glow=0.8),
    "good": Finish((0.02, 0.42, 0.1), roughness=0.6, glow=0.7),
    "bad": Finish((0.75, 0.02, 0.02), roughness=0.6, glow=0.7),
    "sign": Finish((0.92, 0.92, 0.92), roughness=0.8, glow=0.8),
    "sign rim": Finish((0.03, 0.031, 0.036), roughness=0.6, glow=0.5),
    "screen": Finish((0.008, 0.009, 0.011), roughness=0.28),
    "screen lit": Finish((0.16, 0.36, 0.62), roughness=0.5, glow=0.9),
    "screen words": Finish((0.75, 0.77, 0.78), roughness=0.6, glow=0.9),
    "screen window": Finish((0.86, 0.88, 0.9), roughness=0.6, glow=0.9),
    "lamp": Finish((0.25, 0.75, 1.0), roughness=0.4, glow=1.0),
}


def material(name: str, picture: Path | None = None) -> bpy.types.Material:
    """The material of that finish, made at its first use; with `picture` its colour comes from that image by UV."""
    key = name if picture is None else f"{name}:{picture.name}"
    known = bpy.data.materials.get(key)
    return known if known is not None else _make(key, FINISHES[name], picture)


def _make(key: str, finish: Finish, picture: Path | None) -> bpy.types.Material:
    made = bpy.data.materials.new(key)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    surface = nodes["Principled BSDF"]
    colour = (*finish.colour, 1)
    surface.inputs["Base Color"].default_value = (*(part * (1 - finish.glow) for part in finish.colour), 1)
    surface.inputs["Metallic"].default_value = finish.metallic
    surface.inputs["Roughness"].default_value = finish.roughness
    surface.inputs["Emission Color"].default_value = colour
    surface.inputs["Emission Strength"].default_value = finish.glow
    if picture is not None:
        image = nodes.new("ShaderNodeTexImage")
        image.image = bpy.data.images.load(str(picture), check_existing=True)
        links.new(image.outputs["Color"], surface.inputs["Base Color"])
    if finish.grain:
        noise, bump = nodes.new("ShaderNodeTexNoise"), nodes.new("ShaderNodeBump")
        noise.inputs["Scale"].default_value = 40
        bump.inputs["Strength"].default_value = finish.grain
        bump.inputs["Distance"].default_value = 0.02
        links.new(noise.outputs[0], bump.inputs["Height"])
        links.new(bump.outputs["Normal"], surface.inputs["Normal"])
    return made
