"""What a picture is: where it is seen from, and what a guide may point at. Knows nothing of Blender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Anchor = Sequence[float]  # a point in the world, cm


@dataclass(frozen=True)
class Marker:
    """Something to point at. A circle or pin stands on its anchor, or on each of several; a rect encloses all.

    `radius` (cm) is the size of a circle in the world; pins have none.
    """

    shape: Literal["circle", "rect", "arrow", "pin"]
    anchors: Sequence[Anchor]
    radius: float = 0.0


def circle(at: Anchor, radius: float) -> Marker:
    return Marker("circle", [at], radius)


def circles(places: Sequence[Anchor], radius: float) -> Marker:
    """Several places that share a number, as the screws of one cover; at most eight (docs/guide-format.md)."""
    return Marker("circle", places, radius)


def pin(at: Anchor) -> Marker:
    return Marker("pin", [at])


def rect(*anchors: Anchor) -> Marker:
    return Marker("rect", anchors)


@dataclass(frozen=True)
class Shot:
    """A picture that has been set up: the camera (cm; `lens` in mm of a 36 mm wide film) and its markers.

    `span` (cm) is how much of the world the light rig has to light around the target.
    """

    eye: Anchor
    target: Anchor
    span: float
    lens: float = 50
    markers: Mapping[str, Marker] = field(default_factory=dict)
    exposure: float = 0.0
