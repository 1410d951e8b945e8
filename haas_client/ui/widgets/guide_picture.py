"""A picture of a guide with its numbered markers, as large as there is room for."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.handsbuy.markers import COLOURS
from haas_client.handsbuy.pack.model import PICTURE_SIZE, Place
from haas_client.handsbuy.pack.vocabulary import Shape
from haas_client.handsbuy.sheet import SheetMarker, SheetPicture
from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.virtual import called_by_qt

_LEAST = QSize(360, 225)
_BADGE, _FONT, _LINE, _HALO = 24.0, 13, 3.0, 6.0
_HEAD = 14.0


class GuidePicture(QWidget):
    """What it shows is read out: the picture's words, and each marker's number with its name."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: SheetPicture | None = None
        self._pixmap = QPixmap()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        font = self.font()
        font.setPixelSize(_FONT)
        font.setBold(True)
        self.setFont(font)

    def show_picture(self, picture: SheetPicture) -> None:
        if self._picture is None or picture.file != self._picture.file:
            self._pixmap = QPixmap(str(picture.file))
        self._picture = picture
        markers = "、".join(f"{marker.number} {marker.label}" for marker in picture.markers)
        self.setAccessibleName(f"{picture.alt} {markers}".strip())
        self.update()

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(PICTURE_SIZE[0] // 2, PICTURE_SIZE[1] // 2)

    @called_by_qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return _LEAST

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = self._box()
        shape = QPainterPath()
        shape.addRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)
        painter.setClipPath(shape)
        if self._pixmap.isNull():
            self._paint_missing(painter, box)
        else:
            painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))
        for marker in self._picture.markers if self._picture else ():
            for place in marker.places:
                paint_marker(painter, box, marker, place)

    def _box(self) -> QRectF:
        """The picture's own proportions, in the middle at the top."""
        width = min(float(self.width()), self.height() * PICTURE_SIZE[0] / PICTURE_SIZE[1])
        height = width * PICTURE_SIZE[1] / PICTURE_SIZE[0]
        return QRectF((self.width() - width) / 2, 0, width, height)

    def _paint_missing(self, painter: QPainter, box: QRectF) -> None:
        """Words stand without it."""
        colours = theme.current()
        painter.fillRect(box, QColor(colours.line))
        painter.setPen(QColor(colours.ink2))
        words = self._picture.alt if self._picture else t("There is no picture for this step.")
        inner = box.adjusted(24, 24, -24, -24)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def paint_marker(painter: QPainter, box: QRectF, marker: SheetMarker, place: Place) -> None:
    """One place of a marker over the picture in ``box``, with its number; a white halo parts it from the ground."""
    colour, ink = map(QColor, COLOURS[marker.colour])
    at = QPointF(box.left() + place.at[0] * box.width(), box.top() + place.at[1] * box.height())
    size = QPointF(place.size[0] * box.width(), place.size[1] * box.height())
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(255, 255, 255, 200), _HALO), QPen(colour, _LINE)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        _paint_shape(painter, place.shape, at, size)
    _paint_badge(painter, box, _badge_at(place.shape, at, size), marker.number, (colour, ink))


def _paint_shape(painter: QPainter, shape: Shape, at: QPointF, size: QPointF) -> None:
    if shape == Shape.CIRCLE:
        painter.drawEllipse(at, size.x() / 2, size.y() / 2)
    elif shape == Shape.RECT:
        painter.drawRoundedRect(QRectF(at.x() - size.x() / 2, at.y() - size.y() / 2, size.x(), size.y()), 6, 6)
    elif shape == Shape.ARROW:
        tail = at + size
        painter.drawLine(tail, at)
        angle = math.atan2(size.y(), size.x())
        wings = [at + QPointF(math.cos(angle + turn), math.sin(angle + turn)) * _HEAD for turn in (-0.5, 0.5)]
        painter.drawPolyline(QPolygonF([wings[0], at, wings[1]]))
    else:
        painter.drawEllipse(at, 2, 2)


def _badge_at(shape: Shape, at: QPointF, size: QPointF) -> QPointF:
    """Beside what is marked, never on it."""
    if shape == Shape.CIRCLE:
        return at + QPointF(-size.x() / 2 * 0.7071, -size.y() / 2 * 0.7071) + QPointF(-_BADGE / 2, -_BADGE / 2)
    if shape == Shape.RECT:
        return at + QPointF(-size.x() / 2, -size.y() / 2)
    if shape == Shape.ARROW:
        return at + size
    return at + QPointF(0, -_BADGE)


def _paint_badge(painter: QPainter, box: QRectF, at: QPointF, number: int, colours: tuple[QColor, QColor]) -> None:
    half = _BADGE / 2
    x = min(max(at.x(), box.left() + half + 2), box.right() - half - 2)
    y = min(max(at.y(), box.top() + half + 2), box.bottom() - half - 2)
    badge = QRectF(x - half, y - half, _BADGE, _BADGE)
    painter.setPen(QPen(QColor(255, 255, 255, 220), 2))
    painter.setBrush(colours[0])
    painter.drawRoundedRect(badge, 6, 6)
    painter.setPen(colours[1])
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(number))
