"""Markers as they are drawn over a picture: their outlines in pixels, and where the badge with the number goes.

The badge stands beside what it means, not on it, and in no other marker's way where there is room.
"""

import math
from collections.abc import Iterable, Iterator

import msgspec

from haas_client.handsbuy.pack.model import PICTURE_SIZE, Place
from haas_client.handsbuy.pack.vocabulary import Colour, Shape
from haas_client.handsbuy.sheet import SheetMarker

WIDTH, HEIGHT = PICTURE_SIZE

COLOURS = {
    Colour.RED: ("#d6353c", "#ffffff"),
    Colour.ORANGE: ("#b85c00", "#ffffff"),
    Colour.YELLOW: ("#f2c200", "#16202b"),
    Colour.GREEN: ("#1a7f45", "#ffffff"),
    Colour.BLUE: ("#0b6bcb", "#ffffff"),
    Colour.VIOLET: ("#7b3fbf", "#ffffff"),
    Colour.BLACK: ("#16202b", "#ffffff"),
}
"""Of a marker, and of the number on it: at least 4.5 to 1 against each other (WCAG 2.2, 1.4.3)."""


_HEAD, _HEAD_DEGREES = 48, 27
"""Of an arrow's head: the length of its sides in pixels, and how far each leans from the arrow."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a marker. All in pixels of the picture, from its top left."""

    number: int
    colour: Colour
    shape: Shape
    x: float
    """The middle of a circle or rectangle, the tip of an arrow or pin."""
    y: float
    width: float
    """Of a circle or rectangle; of an arrow the way from its tip to its tail. 0 for a pin."""
    height: float
    badge_x: float
    badge_y: float

    @property
    def head(self) -> tuple[tuple[float, float], ...]:
        """The three corners of an arrow's head; none of another shape."""
        if self.shape != Shape.ARROW:
            return ()
        way = math.atan2(self.height, self.width)
        spread = math.radians(_HEAD_DEGREES)
        corners = [(math.cos(way + turn), math.sin(way + turn)) for turn in (spread, -spread)]
        return ((self.x, self.y), *((self.x + _HEAD * dx, self.y + _HEAD * dy) for dx, dy in corners))


def drawn(markers: Iterable[SheetMarker], radius: float) -> tuple[Drawn, ...]:
    """All places of a picture's markers, with badges of ``radius`` that lie whole in the picture."""
    places = [(marker, place) for marker in markers for place in marker.places]
    taken: list[tuple[float, float]] = []
    return tuple(_drawn(marker, place, places, taken, radius) for marker, place in places)


def _drawn(
    marker: SheetMarker,
    place: Place,
    places: list[tuple[SheetMarker, Place]],
    taken: list[tuple[float, float]],
    radius: float,
) -> Drawn:
    x, y, width, height = _box(place)
    others = [*taken, *(_box(other)[:2] for _, other in places if other is not place)]
    badge = max(_candidates(place, radius), key=lambda one: _worth(one, others, radius))[0]
    taken.append(badge)
    return Drawn(
        number=marker.number,
        colour=marker.colour,
        shape=place.shape,
        x=x,
        y=y,
        width=width,
        height=height,
        badge_x=badge[0],
        badge_y=badge[1],
    )


def _box(place: Place) -> tuple[float, float, float, float]:
    return place.at[0] * WIDTH, place.at[1] * HEIGHT, place.size[0] * WIDTH, place.size[1] * HEIGHT


def _candidates(place: Place, radius: float) -> Iterator[tuple[tuple[float, float], float]]:
    """Where the badge may go, the best first, and how far the picture's edge pushed it from where it belongs."""
    x, y, width, height = _box(place)
    if place.shape == Shape.ARROW:
        ways = [(width, height)]
    elif place.shape == Shape.PIN:
        ways = [(0.0, -2 * radius), (0.0, 2 * radius)]
    else:
        # A circle's corner is farther from it than a rectangle's: there the badge touches the ring.
        near = 0.35 if place.shape == Shape.CIRCLE else 0.5
        across, down = width / 2 + near * radius, height / 2 + near * radius
        ways = [(-across, -down), (across, -down), (-across, down), (across, down)]
    for dx, dy in ways:
        there = (min(max(x + dx, radius), WIDTH - radius), min(max(y + dy, radius), HEIGHT - radius))
        yield there, math.dist(there, (x + dx, y + dy))


def _worth(candidate: tuple[tuple[float, float], float], others: list[tuple[float, float]], radius: float) -> float:
    """Its room, up to 2.5 radii (more makes nothing clearer), less what it was pushed."""
    there, pushed = candidate
    most = 2.5 * radius
    return min([most, *(math.dist(there, other) for other in others)]) - pushed
