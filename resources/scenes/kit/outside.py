"""What surrounds the PC: wall socket and plugs, monitor lead, wrist strap, antistatic bag, parcel."""

from __future__ import annotations

from math import cos, pi, sin

from scenes.kit.frame import Frame, Point
from scenes.kit.shapes import box, cylinder, prism, ring, rounded, row, sheet, surface, wire
from scenes.kit.textures import label


def mains_plug(frame: Frame) -> Frame:
    """The plug at the PC's end (IEC 60320 C13): mouth at z=0 looking to -z, the cord leaving at +z; x across."""
    outline = [(-1.25, -0.85), (1.25, -0.85), (1.25, 0.45), (0.8, 0.85), (-0.8, 0.85), (-1.25, 0.45)]
    prism(frame, outline, 1.7, "plastic", bevel=0.08)
    prism(frame, [(x * 1.12, y * 1.15) for x, y in outline], 2.4, "plastic", (0, 0, 1.6), bevel=0.25)
    for x, y in ((-0.7, -0.15), (0, 0.3), (0.7, -0.15)):
        box(frame, (x, y, -0.012), (0.22, 0.5, 0.02), "hole", bevel=0)
    for i in range(4):
        ring(frame, (0, 0, 4.0 + i * 0.35), 0.3, 0.22 - 0.03 * i, 0.22, "plastic", sides=24)
    return frame


def wall_socket(frame: Frame) -> None:
    """A Japanese double socket (JIS C 8303, two flat slots and earth), in the xy plane, looking along z."""
    prism(frame, rounded(7.0, 12.0, 0.5), 0.6, "white plastic", bevel=0.12)
    for y in (2.2, -2.2):
        prism(frame, rounded(4.0, 3.4, 0.4), 0.2, "white plastic", (0, y, 0.6), bevel=0.05)
        for x, tall in ((-0.635, 0.85), (0.635, 0.7)):
            box(frame, (x, y + 0.25, 0.8), (0.2, tall, 0.02), "hole", bevel=0)
        cylinder(frame, (0, y - 0.85, 0.79), 0.24, 0.02, "hole", bevel=0)


def wall_plug(frame: Frame) -> None:
    """A plug with two flat blades: blades look to -z from z=0, the cord leaves at +z."""
    for x in (-0.635, 0.635):
        box(frame, (x, 0, -1.7), (0.15, 0.63, 1.75), "brass", bevel=0.02)
    prism(frame, rounded(2.6, 2.0, 0.6), 2.2, "plastic", bevel=0.2)
    for i in range(4):
        ring(frame, (0, 0, 2.2 + i * 0.35), 0.3, 0.24 - 0.04 * i, 0.22, "plastic", sides=24)


def display_plug(frame: Frame) -> None:
    """A monitor lead's plug, mouth at z=0 looking to -z."""
    box(frame, (0, 0, 0), (1.4, 0.45, 0.9), "steel", bevel=0.05)
    box(frame, (0, 0, 0.8), (2.1, 1.1, 2.8), "plastic", bevel=0.15)
    cylinder(frame, (0, 0, 3.5), 0.38, 1.0, "plastic", bevel=0.1)


def network_plug(frame: Frame) -> None:
    """A network lead's plug, mouth at z=0 looking to -z."""
    box(frame, (0, 0, 0), (1.15, 0.85, 2.1), "pale plastic", bevel=0.06)
    box(frame, (0, 0.5, 0.4), (0.6, 0.14, 1.5), "pale plastic", bevel=0.04)
    cylinder(frame, (0, 0, 2.0), 0.36, 0.9, "blue plastic", bevel=0.08)


def wrist_strap(frame: Frame, clip: Point) -> None:
    """An earthing strap lying at the frame, its coiled lead leading to a crocodile clip at `clip` (in the frame)."""
    loop = [
        (3.2 * cos(a) * (1 + 0.02 * k), 2.6 * sin(a), k * 0.0) for k in (0, 1) for a in (i * pi / 20 for i in range(41))
    ]
    surface(frame, [[(x, y, 0.05), (x, y, 1.7)] for x, y, _ in loop[:41]], 0.16, "blue cloth")
    box(frame, (3.25, 0, 0.3), (0.6, 1.6, 1.2), "plastic", bevel=0.1)
    x0, y0, z0 = 3.6, 0.0, 0.9
    x1, y1, z1 = clip
    steps = 160
    coil = []
    for i in range(steps + 1):
        t = i / steps
        r = 0.32 * min(1, 8 * t, 8 * (1 - t))
        a = t * 2 * pi * 18
        sag = -2.2 * sin(pi * t) * 0.2
        coil.append(
            (
                x0 + (x1 - x0) * t + r * sin(a) * 0.3,
                y0 + (y1 - y0) * t + r * cos(a),
                z0 + (z1 - z0) * t + r * sin(a) + sag,
            )
        )
    wire(frame, coil, 0.1, "blue plastic")
    jaw = frame.at(*clip)
    for angle in (-14, 14):
        box(jaw.at(turn=(0, 0, angle)), (0.9, 0, -0.2), (2.2, 0.16, 0.6), "tin", bevel=0.04)
    cylinder(jaw, (-0.2, 0, -0.3), 0.32, 0.75, "dark steel")


def bag(frame: Frame, width: float, depth: float, height: float) -> None:
    """A closed antistatic bag lying at z=0 around something `height` high, sealed at its +y edge with a fold."""
    grid = []
    for i in range(17):
        u = i / 16 * 2 - 1
        line = []
        for j in range(17):
            v = j / 16 * 2 - 1
            swell = max(0.0, 1 - abs(u) ** 6) ** 0.6 * max(0.0, 1 - abs(v) ** 6) ** 0.6
            wrinkle = min(1, 4 * max(abs(u), abs(v)) ** 4) * (0.05 * sin(9 * u + 5 * v) + 0.04 * sin(17 * v - 6 * u))
            line.append((u * width / 2, v * depth / 2, 0.06 + swell * (height + wrinkle)))
        grid.append(line)
    surface(frame, grid, 0.03, "antistatic")
    box(frame, (0, depth / 2 + 0.3, 0.02), (width, 1.2, 0.08), "antistatic", bevel=0.02)
    sheet(frame.at(0, 0, height + 0.17), (0, 0, 0), (width * 0.36, depth * 0.26), "paper", picture=label(6.5, 2.6, 41))


def parcel(frame: Frame, width: float, depth: float, height: float) -> None:
    """An open cardboard box, its four flaps folded out; foot at z=0."""
    thick = 0.35
    box(frame, (0, 0, 0), (width, depth, thick), "cardboard", bevel=0.02)
    for side in (-1, 1):
        box(frame, (side * width / 2, 0, 0), (thick, depth, height), "cardboard", bevel=0.03)
        box(frame, (0, side * depth / 2, 0), (width, thick, height), "cardboard", bevel=0.03)
        long_flap = frame.at(side * width / 2, 0, height, turn=(0, side * 118, 0))
        box(long_flap, (0, 0, 0), (thick * 0.7, depth - 0.6, width * 0.42), "cardboard", bevel=0.03)
        short_flap = frame.at(0, side * depth / 2, height, turn=(-side * 122, 0, 0))
        box(short_flap, (0, 0, 0), (width - 0.6, thick * 0.7, depth * 0.42), "cardboard", bevel=0.03)


def padding(frame: Frame, width: float, depth: float, height: float) -> None:
    """Air cushions: pillows in rows that fill the foot of a box."""
    columns = 4
    step = width / columns
    for i in range(columns):
        for j in range(4):
            own = frame.at(-width / 2 + step * (i + 0.5), -depth / 2 + depth / 4 * (j + 0.5), 0)
            pillow = prism(own, rounded(step * 0.96, depth / 4 * 0.94, 0.9), height, "white plastic", bevel=0.5)
            pillow.rotation_euler[2] = 0.05 * ((i * 7 + j * 3) % 3 - 1)


def screwed_cable(frame: Frame, points: tuple[Point, ...], radius: float = 0.36, finish: str = "plastic") -> None:
    """A round cord: mains, monitor, network."""
    wire(frame, points, radius, finish)


def power_sign(face: Frame, size: float = 1.0) -> None:
    """The ring and stroke of IEC 60417-5009, as on every power button."""
    ring(face, (0, 0, 0), 0.42 * size, 0.11 * size, 0.02, "dark plastic", sides=32)
    box(face, (0, 0.5 * size, 0.0), (0.3 * size, 0.34 * size, 0.024), "silver metal", bevel=0)
    box(face, (0, 0.42 * size, 0.01), (0.11 * size, 0.5 * size, 0.03), "dark plastic", bevel=0)


def feet(frame: Frame, width: float, depth: float, radius: float = 0.9, height: float = 0.3) -> list[Point]:
    """Four rubber feet of something that lies upside down; their middles in the world."""
    places = []
    for x in (-width / 2, width / 2):
        for y in (-depth / 2, depth / 2):
            cylinder(frame, (x, y, 0), radius, height, "rubber", bevel=0.08)
            places.append(frame.point(x, y, height))
    return places


def vents(frame: Frame, at: Point, count: int, length: float, pitch: float = 0.55) -> None:
    """A field of slots in a housing, side by side along x, each along y."""
    x, y, z = at
    slit = box(frame, (x - (count - 1) / 2 * pitch, y, z), (0.2, length, 0.02), "hole", bevel=0)
    row(slit, count, (pitch, 0, 0))
