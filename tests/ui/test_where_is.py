"""The drawing of the opened PC lights what is meant, and says it."""

import pytest
from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from haas_client.handsbuy.places import Spot
from haas_client.handsbuy.whereabouts import AREAS, MOST, Area, Shape, Whereabouts
from haas_client.ui import drawings, theme
from haas_client.ui.theme import Theme
from haas_client.ui.widgets.case_drawing import CaseDrawing
from haas_client.ui.widgets.where_is import where_in_short, where_is

ALL = [(shape, area) for shape in Shape for area in sorted(AREAS[shape])]


def found(shape: Shape, area: Area | None, count: int, *meant: int, exact: bool = True) -> Whereabouts:
    places = tuple(Spot(label=f"PLACE {n}", filled=True, meant=n in meant) for n in range(count))
    return Whereabouts(shape=shape, area=area, places=places, exact=exact)


def drawn(qtbot: QtBot, of: Whereabouts, width: int = 480) -> tuple[CaseDrawing, QImage]:
    drawing = CaseDrawing(of)
    qtbot.addWidget(drawing)
    drawing.resize(width, drawing.heightForWidth(width))
    return drawing, drawing.grab().toImage()


def is_accent(image: QImage, point: QPointF) -> bool:
    ratio = image.devicePixelRatio()
    return bool(image.pixelColor((point * ratio).toPoint()) == QColor(theme.current().accent))


def accented(image: QImage) -> int:
    accent = QColor(theme.current().accent).rgb()
    return sum(image.pixel(x, y) == accent for y in range(image.height()) for x in range(image.width()))


def _scaled(box: QRectF, ratio: float) -> QRect:
    return QRectF(box.topLeft() * ratio, box.size() * ratio).toRect()


@pytest.mark.parametrize(("shape", "area"), ALL)
@pytest.mark.parametrize("meant", [0, 1, 2])
def test_exactly_the_meant_place_is_lit(qtbot: QtBot, shape: Shape, area: Area, meant: int) -> None:
    drawing, image = drawn(qtbot, found(shape, area, 3, meant))
    assert [is_accent(image, box.center()) for box in drawing.boxes()] == [n == meant for n in range(3)]


@pytest.mark.parametrize("shape", Shape)
def test_where_nothing_is_known_nothing_is_lit(qtbot: QtBot, shape: Shape) -> None:
    drawing, image = drawn(qtbot, found(shape, None, 0))
    assert drawing.boxes() == []
    assert accented(image) == 0


@pytest.mark.parametrize(("shape", "area"), ALL)
def test_of_several_alike_none_is_lit_and_a_dashed_line_runs_around_all(qtbot: QtBot, shape: Shape, area: Area) -> None:
    drawing, image = drawn(qtbot, found(shape, area, 2, 1, exact=False))
    assert [is_accent(image, box.center()) for box in drawing.boxes()] == [False, False]
    assert accented(image) > 0


def test_what_is_lit_has_a_pin_and_no_dashed_line_around(qtbot: QtBot) -> None:
    drawing, image = drawn(qtbot, found(Shape.TOWER, Area.DRIVE_35, 3, 1))
    boxes, ratio = drawing.boxes(), image.devicePixelRatio()
    right = image.copy(_scaled(QRectF(boxes[0].topRight(), boxes[2].bottomRight()).adjusted(6, 0, 60, 0), ratio))
    left = image.copy(_scaled(QRectF(boxes[0].topLeft(), boxes[2].bottomLeft()).adjusted(-12, -10, -3, 10), ratio))
    assert accented(right) > 300
    assert accented(left) == 0


@pytest.mark.parametrize(("shape", "area"), ALL)
@pytest.mark.parametrize("width", [240, 480])
def test_all_places_lie_inside_the_drawing_and_apart(qtbot: QtBot, shape: Shape, area: Area, width: int) -> None:
    drawing, _ = drawn(qtbot, found(shape, area, MOST[shape], 0), width)
    boxes = drawing.boxes()
    assert len(boxes) == MOST[shape]
    for number, box in enumerate(boxes):
        assert QPointF(box.width(), box.height()).manhattanLength() > 4
        assert drawing.rect().toRectF().contains(box)
        assert not any(box.intersects(other) for other in boxes[number + 1 :])


@pytest.mark.parametrize("shape", Shape)
def test_a_drawing_has_the_areas_of_its_shape_and_no_other(qapp: QApplication, shape: Shape) -> None:
    renderer = drawings.renderer("case", shape.value)
    assert renderer.isValid()
    assert {area for area in Area if renderer.elementExists(f"area-{area}")} == AREAS[shape]
    for area in AREAS[shape]:
        without = drawings.renderer("case", shape.value, without=f"generic-{area}")
        assert renderer.elementExists(f"generic-{area}")
        assert not without.elementExists(f"generic-{area}")
        assert without.elementExists(f"area-{area}")


def test_it_is_told_apart_without_colours(qtbot: QtBot) -> None:
    """Name or number on a pin: the picture in grey differs by more than a tint between two meant places."""
    images = [drawn(qtbot, found(Shape.TOWER, Area.MEMORY, 4, n))[1] for n in (0, 3)]
    grey = [image.convertToFormat(QImage.Format.Format_Mono) for image in images]
    differ = sum(
        grey[0].pixelIndex(x, y) != grey[1].pixelIndex(x, y)
        for y in range(grey[0].height())
        for x in range(grey[0].width())
    )
    assert differ > 500


def test_the_drawing_follows_the_scheme(qtbot: QtBot, qapp: QApplication) -> None:
    shown = found(Shape.NOTEBOOK, Area.M2, 1, 0)
    Theme(qapp, dark=False)
    light = drawn(qtbot, shown)[1]
    dark_theme = Theme(qapp, dark=True)
    drawing, dark = drawn(qtbot, shown)
    assert light.pixelColor(240, 20) != dark.pixelColor(240, 20)
    assert is_accent(dark, drawing.boxes()[0].center())
    Theme(qapp, dark=False)
    del dark_theme


def test_who_does_not_see_it_hears_it(qtbot: QtBot) -> None:
    drawing, _ = drawn(qtbot, found(Shape.TOWER, Area.MEMORY, 2, 1))
    name = drawing.accessibleName()
    assert "PLACE 1" in name
    assert "PLACE 0" not in name
    assert "Schematic" in name


@pytest.mark.parametrize("frame", [lambda of: where_is(of, of.places), where_in_short])
def test_a_schematic_says_that_it_is_one(qtbot: QtBot, frame: object) -> None:
    widget = frame(found(Shape.MINI_PC, Area.MEMORY, 2, 0))  # type: ignore[operator]  # one of the two above
    qtbot.addWidget(widget)
    said = [one.text() for one in widget.findChildren(QLabel)]
    assert "Schematic: your PC may look different." in said
    assert any("PLACE 0" in text for text in said)
