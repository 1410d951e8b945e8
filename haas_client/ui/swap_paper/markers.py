"""Markers over a line drawing: each place in its shape, with its number beside it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from haas_client.handsbuy import markers
from haas_client.handsbuy.markers import COLOURS, WIDTH, Drawn
from haas_client.handsbuy.pack.vocabulary import Colour, Shape
from haas_client.handsbuy.sheet import SheetMarker
from haas_client.ui.paper.blocks import INK, PAPER, font

_STROKES = (0.44, 0.3, 0.18)
"""Of the white, the black and the coloured line of a shape, one upon the other, in sizes of a letter."""


def disc_radius(size: float) -> float:
    """Of a disc with a number of that size in it."""
    return size * 0.8


def draw_disc(painter: QPainter, middle: QPointF, number: int, colour: Colour, size: float) -> None:
    radius = disc_radius(size)
    ground, ink = COLOURS[colour]
    painter.setPen(QPen(INK, size / 14))
    painter.setBrush(QColor(ground))
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(QColor(ink))
    painter.setFont(font(size, bold=True))
    box = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip), str(number))


def draw(painter: QPainter, on: Sequence[SheetMarker], box: QRectF, size: float) -> None:
    """All places of the markers of a picture that fills ``box``; ``size`` is that of the numbers' letters."""
    scale = box.width() / WIDTH
    placed = markers.drawn(on, (disc_radius(size) + size / 28) / scale)
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    for one in placed:
        _draw_shape(painter, one, box.topLeft(), scale, size)
    painter.restore()
    for one in placed:
        middle = box.topLeft() + QPointF(one.badge_x, one.badge_y) * scale
        draw_disc(painter, middle, one.number, one.colour, size)


def _draw_shape(painter: QPainter, one: Drawn, corner: QPointF, scale: float, size: float) -> None:
    """Seen on lines and on grey, and without its colour: white, black and the colour, one upon the other."""
    path = _path(one, corner, scale)
    for width, ink in zip(_STROKES, (PAPER, INK, QColor(COLOURS[one.colour][0])), strict=True):
        solid, cap, join = Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.strokePath(path, QPen(ink, size * width, solid, cap, join))


def _path(one: Drawn, corner: QPointF, scale: float) -> QPainterPath:
    def at(x: float, y: float) -> QPointF:
        return corner + QPointF(x, y) * scale

    path = QPainterPath()
    around = QRectF(
        at(one.x - one.width / 2, one.y - one.height / 2), at(one.x + one.width / 2, one.y + one.height / 2)
    )
    if one.shape == Shape.CIRCLE:
        path.addEllipse(around)
    elif one.shape == Shape.RECT:
        path.addRect(around)
    else:
        tail = at(one.badge_x, one.badge_y) if one.shape == Shape.PIN else at(one.x + one.width, one.y + one.height)
        path.moveTo(tail)
        path.lineTo(at(one.x, one.y))
        if one.head:
            path.addPolygon(QPolygonF([at(*corner) for corner in one.head]))
            path.closeSubpath()
    return path
