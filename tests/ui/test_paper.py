"""Blocks on paper: what they draw is where they say, and pages hold all of it."""

import math
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from haas_client.handsbuy.markers import COLOURS
from haas_client.handsbuy.pack.model import Place
from haas_client.handsbuy.pack.vocabulary import Colour, Level, Shape
from haas_client.handsbuy.sheet import SheetMarker
from haas_client.ui.paper.blocks import Block, Column, Rule, Space, Text
from haas_client.ui.paper.flow import Chunk, flow, together
from haas_client.ui.paper.rich import Rich
from haas_client.ui.swap_paper import markers
from haas_client.ui.swap_paper.screws import Places
from haas_client.ui.swap_paper.signs import Bullet, Disc, Sign, Tag, TickBox, line_height

pytestmark = pytest.mark.usefixtures("qapp")

_X, _Y = 40, 40
_JAPANESE = "メモリの切り欠きと DIMM_A2 の突起を合わせます。力は入れません。"


def painted(draw: Callable[[QPainter], None], width: int = 400, height: int = 400) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return image


def ink(image: QImage) -> QRect:
    """The least box around all that is not white."""
    spots = [
        (x, y) for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y).lightness() < 250
    ]
    left, right = min(x for x, _ in spots), max(x for x, _ in spots)
    top, bottom = min(y for _, y in spots), max(y for _, y in spots)
    return QRect(left, top, right - left + 1, bottom - top + 1)


def marker(colour: Colour = Colour.RED, *places: Place, number: int = 1) -> SheetMarker:
    return SheetMarker(number=number, colour=colour, label="clip", places=places)


BLOCKS: dict[str, tuple[Callable[[], Block], int]] = {
    "text": (lambda: Text(text=_JAPANESE, size=20), 170),
    "bold": (lambda: Text(text="Mains voltage can kill. The power cord must be out.", size=20, bold=True), 170),
    "pieces": (lambda: Rich(pieces=((_JAPANESE, False), ("DIMM_A2", True), ("を抜きます。", False)), size=20), 170),
    "one-long-word": (lambda: Rich(pieces=(("W" * 60, True),), size=20), 170),
    "tick-box": (lambda: TickBox(side=26, line=line_height(20)), 26),
    "bullet": (lambda: Bullet(size=20), 34),
    "tag": (lambda: Tag(text="12", size=20), 40),
    "places": (lambda: Places(count=1), 240),
    "danger": (lambda: Sign(level=Level.DANGER, size=60), 60),
    "warning": (lambda: Sign(level=Level.WARNING, size=60), 60),
    "caution": (lambda: Sign(level=Level.CAUTION, size=60), 60),
    "notice": (lambda: Sign(level=Level.NOTICE, size=60), 60),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_draws_where_it_says(name: str) -> None:
    make, width = BLOCKS[name]
    block = make()
    height = block.height(width)
    found = ink(painted(lambda painter: block.paint(painter, _X, _Y, width)))
    assert QRectF(_X - 1, _Y - 1, width + 2, height + 2).contains(QRectF(found))


def test_each_line_of_a_text_takes_its_height() -> None:
    """So that two texts one below the other never touch."""
    one = Rich(pieces=(("漢", False),), size=20)
    assert one.height(100) == pytest.approx(Text(text="漢", size=20).height(100), abs=1)
    many = Rich(pieces=(("漢" * 30, False),), size=20)
    assert many.height(100) == pytest.approx(6 * one.height(100), abs=1)


def test_only_what_is_bold_is_drawn_bold() -> None:
    """An emoji before it counts as two for Qt."""

    def drawn(*pieces: tuple[str, bool]) -> QImage:
        return painted(lambda painter: Rich(pieces=pieces, size=24).paint(painter, 0, 0, 400), 400, 60)

    whole = drawn(("🔧工具", False), ("電源", True), ("部品", False))
    assert whole == drawn(("🔧", False), ("工具", False), ("電", True), ("源", True), ("部品", False))
    assert whole != drawn(("🔧工具電源部品", False))
    assert whole != drawn(("🔧工具電", False), ("源部", True), ("品", False))
    assert whole != drawn(("🔧工", False), ("具電", True), ("源部品", False))


def _sign(level: Level) -> QImage:
    return painted(lambda painter: Sign(level=level, size=90).paint(painter, 0, 0, 90), 90, 90)


def test_danger_warning_caution_and_notice_are_told_apart_without_colour() -> None:
    seen = [_sign(level) for level in Level]
    assert all(one != other for number, one in enumerate(seen) for other in seen[:number])
    colours = {image.pixelColor(x, y).saturation() for image in seen for x in range(90) for y in range(90)}
    assert colours == {0}


@pytest.mark.parametrize("colour", Colour)
def test_a_number_is_read_on_its_colour_and_in_grey(colour: Colour) -> None:
    ground, number = (QColor(one) for one in COLOURS[colour])
    assert _contrast(ground, number) >= 4.5
    image = painted(lambda painter: Disc(marker=marker(colour), size=60).paint(painter, 0, 0, 120), 130, 130)
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    shades = sorted({grey.pixelColor(x, grey.height() // 3).lightness() for x in range(grey.width())})
    assert shades[-1] - shades[0] > 100
    assert ground.name() in {image.pixelColor(x, 40).name() for x in range(image.width())}


def _contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = zip((0.2126, 0.7152, 0.0722), (colour.redF(), colour.greenF(), colour.blueF()), strict=True)
    return sum(
        share * (one / 12.92 if one <= 0.04045 else math.pow((one + 0.055) / 1.055, 2.4)) for share, one in parts
    )


@pytest.mark.parametrize(
    "place",
    [
        Place(shape=Shape.CIRCLE, at=(0.5, 0.5), size=(0.2, 0.3)),
        Place(shape=Shape.RECT, at=(0.5, 0.5), size=(0.2, 0.3)),
        Place(shape=Shape.ARROW, at=(0.5, 0.5), size=(0.3, 0.2)),
        Place(shape=Shape.PIN, at=(0.5, 0.5)),
        Place(shape=Shape.CIRCLE, at=(0.0, 1.0), size=(0.4, 0.4)),
        Place(shape=Shape.PIN, at=(1.0, 0.0)),
    ],
    ids=["circle", "rectangle", "arrow", "pin", "corner", "pin-in-a-corner"],
)
def test_a_marker_is_drawn_in_its_shape_inside_its_picture(place: Place) -> None:
    box = QRectF(_X, _Y, 320, 200)
    image = painted(lambda painter: markers.draw(painter, [marker(Colour.BLUE, place)], box, 20))
    assert box.adjusted(-1, -1, 1, 1).contains(QRectF(ink(image)))
    blue = QColor(COLOURS[Colour.BLUE][0]).name()
    spots = [(x, y) for x in range(400) for y in range(300) if image.pixelColor(x, y).name() == blue]
    radius = markers.disc_radius(20)
    assert len(spots) > 3.14 * radius**2 / 2
    width, height = (max(one) - min(one) for one in zip(*spots, strict=True))
    assert max(width, height) > 2 * radius  # more than its number: its shape, too


heights = st.lists(st.floats(1, 150), max_size=40)


@given(heights=heights, new=st.sets(st.integers(0, 39)), gap=st.floats(0, 20))
@settings(suppress_health_check=list(HealthCheck))
def test_pages_hold_everything_in_order_and_no_more_than_they_have_room_for(
    heights: list[float], new: set[int], gap: float
) -> None:
    blocks: list[Block] = [Space(size=height) for height in heights]
    chunks = [Chunk(block=block, new_page=number in new) for number, block in enumerate(blocks)]
    between = Rule(thickness=gap)
    pages = flow(chunks, 10, 100, between)
    assert [id(one) for page in pages for one in page if one is not between] == list(map(id, blocks))
    for page in pages:
        assert page[0] is not between
        assert page[-1] is not between
        assert sum(one.height(10) for one in page) <= 100.001 or len(page) == 1
    for number in new & set(range(len(blocks))):
        assert any(page[0] is blocks[number] for page in pages)


@given(heights=heights.filter(bool), gap=st.floats(0, 20))
@settings(suppress_health_check=list(HealthCheck))
def test_what_belongs_together_is_parted_only_where_no_page_holds_it(heights: list[float], gap: float) -> None:
    blocks: list[Block] = [Space(size=height) for height in heights]
    chunk = together(blocks, 10, gap)
    pages = flow([chunk], 10, 100, Space(size=0))
    if chunk.block.height(10) <= 100:
        assert pages == [[chunk.block]]
        return
    columns = [page[0] for page in pages if isinstance(page[0], Column)]
    assert [id(block) for column in columns for block in column.blocks] == list(map(id, blocks))
    assert all(column.height(10) <= 100 or len(column.blocks) == 1 for column in columns)
