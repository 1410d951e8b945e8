"""Signs without words, added to the picture: this one, not this one, for how long, lit."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from mathutils import Matrix, Vector

from scenes.kit.frame import FIRST_PLAIN, LETTERING, Frame, add
from scenes.kit.shapes import Outline, box, cylinder, prism, rectangle, ring
from scenes.kit.stage import as_sign

Place = Sequence[float]


def _facing(eye: Place, at: Place) -> Frame:
    """A frame at `at` whose z axis looks at the eye, its y axis up."""
    turn = (Vector(eye) - Vector(at)).to_track_quat("Z", "Y").to_matrix().to_4x4()
    matrix = Matrix.Translation(Vector(at)) @ turn
    holder = add(None, None, (0, 0, 0), (0, 0, 0))
    holder.matrix_world = matrix
    return Frame(holder, matrix)


def cross(eye: Place, at: Place, size: float) -> None:
    """A red cross that looks at the eye: not this one."""
    frame = _facing(eye, at)
    for angle in (45, -45):
        as_sign(prism(frame, rectangle(size, size * 0.16), size * 0.05, "bad", turn=(0, 0, angle)))


def tick(eye: Place, at: Place, size: float) -> None:
    """A green tick that looks at the eye: this one."""
    outline = [(-0.5, 0.05), (-0.15, -0.4), (0.5, 0.35), (0.38, 0.46), (-0.14, -0.16), (-0.38, 0.15)]
    as_sign(prism(_facing(eye, at), [(x * size, y * size) for x, y in outline], size * 0.05, "good"))


def clock(eye: Place, at: Place, size: float, share: float, *, stopwatch: bool = False) -> None:
    """A clock face `size` across that looks at the eye: so long. `share` of a turn is filled, from 12 on.

    A stopwatch counts seconds (a quarter is 15 of them), a clock minutes (a sixth is 10 of them).
    """
    frame, radius = _facing(eye, at), size / 2
    plain = FIRST_PLAIN - 1
    as_sign(cylinder(frame, (0, 0, 0), radius, radius * 0.06, "sign", bevel=0), plain)
    as_sign(ring(frame, (0, 0, 0), radius, radius * 0.13, radius * 0.14, "sign rim"), LETTERING)
    if stopwatch:
        for angle, tall in ((0, 0.3), (-40, 0.2)):
            knob = frame.at(turn=(0, 0, angle))
            foot = (0, radius * (1.13 + tall / 2), 0)
            as_sign(box(knob, foot, (radius * 0.22, radius * tall, radius * 0.14), "sign rim", bevel=0), LETTERING)
    as_sign(prism(frame, _sector(radius * 0.74, share), radius * 0.02, "arrow", (0, 0, radius * 0.065), bevel=0))
    for hour in range(12):
        long = 0.16 if hour % 3 == 0 else 0.09
        mark = frame.at(turn=(0, 0, 30 * hour))
        foot = (0, radius * (0.95 - long / 2), radius * 0.09)
        as_sign(box(mark, foot, (radius * 0.06, radius * long, radius * 0.01), "sign rim", bevel=0), LETTERING)


def _sector(radius: float, share: float) -> Outline:
    steps = max(2, round(share * 48))
    angles = (pi / 2 - 2 * pi * share * (1 - i / steps) for i in range(steps + 1))
    return [(0.0, 0.0), *((radius * cos(angle), radius * sin(angle)) for angle in angles)]


def rays(face: Frame, inner: float, outer: float) -> None:
    """Eight strokes around a lamp in its face (z out of it): it is lit."""
    for i in range(8):
        own = face.at(turn=(0, 0, 45 * i))
        stroke = box(
            own, (0, (inner + outer) / 2, 0.05), ((outer - inner) * 0.22, outer - inner, 0.05), "lamp", bevel=0
        )
        as_sign(stroke)
