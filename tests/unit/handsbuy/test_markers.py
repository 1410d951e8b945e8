"""Markers over a picture: outlines where the scene has them, badges beside them and whole in the picture."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.handsbuy.markers import COLOURS, HEIGHT, WIDTH, Drawn, drawn
from haas_client.handsbuy.pack.model import Place
from haas_client.handsbuy.pack.vocabulary import Colour, Shape
from haas_client.handsbuy.sheet import SheetMarker

RADIUS = 46.0


def marker(*places: Place, number: int = 1) -> SheetMarker:
    return SheetMarker(number=number, colour=Colour.RED, label="ツメ", places=places)


def circle(x: float, y: float, width: float = 0.1, height: float = 0.16) -> Place:
    return Place(shape=Shape.CIRCLE, at=(x, y), size=(width, height))


def one(place: Place) -> Drawn:
    (found,) = drawn([marker(place)], RADIUS)
    return found


def test_a_circle_is_where_the_scene_has_it_in_pixels() -> None:
    found = one(circle(0.5, 0.25))
    assert (found.x, found.y, found.width, found.height) == pytest.approx((640, 200, 128, 128))
    assert found.head == ()


def test_its_badge_stands_at_its_upper_left_and_not_on_it() -> None:
    found = one(circle(0.5, 0.5))
    assert found.badge_x < found.x
    assert found.badge_y < found.y
    assert math.dist((found.badge_x, found.badge_y), (found.x, found.y)) > found.width / 2


def test_at_the_edge_the_badge_goes_where_it_is_not_pushed_onto_the_part() -> None:
    found = one(circle(0.05, 0.08))
    assert (found.badge_x > found.x, found.badge_y > found.y) == (True, True)


def test_two_badges_do_not_cover_each_other_or_the_other_part() -> None:
    near = drawn([marker(circle(0.5, 0.5), number=1), marker(circle(0.44, 0.42), number=2)], RADIUS)
    assert math.dist((near[0].badge_x, near[0].badge_y), (near[1].badge_x, near[1].badge_y)) >= 2 * RADIUS
    assert math.dist((near[0].badge_x, near[0].badge_y), (near[1].x, near[1].y)) >= 2 * RADIUS


def test_an_arrow_has_a_head_at_its_tip_and_the_badge_at_its_tail() -> None:
    found = one(Place(shape=Shape.ARROW, at=(0.5, 0.5), size=(0.2, 0.0)))
    assert (found.badge_x, found.badge_y) == pytest.approx((896, 400))
    tip, *corners = found.head
    assert tip == pytest.approx((640, 400))
    assert len(corners) == 2
    assert all(x > 640 for x, _ in corners)
    assert sum(y for _, y in corners) == pytest.approx(800)


def test_a_pins_badge_hangs_where_there_is_room() -> None:
    assert one(Place(shape=Shape.PIN, at=(0.5, 0.5))).badge_y == 400 - 2 * RADIUS
    assert one(Place(shape=Shape.PIN, at=(0.5, 0.01))).badge_y == 8 + 2 * RADIUS


def test_places_of_one_marker_share_its_number() -> None:
    assert [one.number for one in drawn([marker(circle(0.2, 0.2), circle(0.8, 0.8), number=7)], RADIUS)] == [7, 7]


fractions = st.floats(0, 1)
sizes = st.floats(0.01, 1)
places = st.one_of(
    st.builds(circle, fractions, fractions, sizes, sizes),
    st.builds(lambda x, y: Place(shape=Shape.PIN, at=(x, y)), fractions, fractions),
    st.builds(lambda x, y, w: Place(shape=Shape.ARROW, at=(x, y), size=(w, -w)), fractions, fractions, sizes),
)


@given(st.lists(places, max_size=8))
def test_badges_lie_whole_in_the_picture(found: list[Any]) -> None:
    for mark in drawn([marker(place) for place in found], RADIUS):
        assert RADIUS <= mark.badge_x <= WIDTH - RADIUS
        assert RADIUS <= mark.badge_y <= HEIGHT - RADIUS


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", Colour)
def test_every_colour_has_a_number_that_can_be_read_on_it(colour: Colour) -> None:
    dark, light = sorted(map(luminance, COLOURS[colour]))
    assert (light + 0.05) / (dark + 0.05) >= 4.5
