"""What charts over time and over a drive have in common: a base line, a line of values, captions at its edges."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.ui import theme
from haas_client.ui.theme import Tone

CAPTION_PIXELS = 12
CAPTION_HEIGHT = 18.0


class Plot(QWidget):
    """A drawing as wide as there is room. What it shows is said in its accessible description too."""

    def __init__(self, name: str, height: int) -> None:
        super().__init__()
        font = self.font()
        font.setPixelSize(CAPTION_PIXELS)
        self.setFont(font)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def say(self, words: str) -> None:
        """What the drawing shows, in words."""
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self.update()


def draw_base(painter: QPainter, left: float, right: float, height: float) -> None:
    painter.setPen(QPen(QColor(theme.current().line), 1))
    painter.drawLine(QPointF(left, height), QPointF(right, height))


def draw_level(painter: QPainter, left: float, right: float, height: float) -> None:
    """A faint line at a value that has a caption."""
    pen = QPen(QColor(theme.current().line), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 4])
    painter.setPen(pen)
    painter.drawLine(QPointF(left, height), QPointF(right, height))


def draw_line(painter: QPainter, points: Sequence[QPointF], tone: Tone, width: float) -> None:
    colours = theme.current()
    colour = QColor(colours.ink3) if tone == Tone.NEUTRAL else colours.of(tone)[0]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    if len(points) == 1:
        painter.drawPoint(points[0])
    else:
        painter.drawPolyline(QPolygonF(points))


def draw_caption(painter: QPainter, box: QRectF, text: str, side: Qt.AlignmentFlag) -> None:
    painter.setPen(QColor(theme.current().ink3))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)


def rounded_up(value: float) -> float:
    """The next of 1, 2, 5 with zeros, for the end of a scale."""
    step = 1.0
    while step * 10 <= value:
        step *= 10
    while step > value and step > 1e-9:
        step /= 10
    return next(step * factor for factor in (1, 2, 5, 10, 20) if step * factor >= value) if value > 0 else 1.0
