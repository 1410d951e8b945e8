"""Signs drawn without letters of a font: a caution's, a box to tick, what stands before a line. Readable in grey."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from haas_client.handsbuy.pack.vocabulary import Level
from haas_client.handsbuy.sheet import SheetMarker
from haas_client.ui.paper.blocks import INK, PAPER, font
from haas_client.ui.swap_paper.markers import draw_disc


def line_height(size: float) -> float:
    """Of a line of text of that size: what stands before it has its middle there."""
    return QFontMetricsF(font(size)).height()


def pen(width: float) -> QPen:
    return QPen(INK, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A triangle with an exclamation mark, black for a danger; an i in a circle for a notice."""

    level: Level
    size: float

    def height(self, _width: float) -> float:
        return self.size

    def paint(self, painter: QPainter, x: float, y: float, _width: float) -> None:
        painter.save()
        painter.translate(x, y)
        painter.scale(self.size / 100, self.size / 100)
        filled = self.level == Level.DANGER
        painter.setPen(pen(9 if self.level in (Level.DANGER, Level.WARNING) else 5))
        painter.setBrush(INK if filled else PAPER)
        ink = PAPER if filled else INK
        if self.level == Level.NOTICE:
            painter.drawEllipse(QRectF(8, 8, 84, 84))
            painter.fillPath(_stroke(QRectF(45, 44, 10, 32), QRectF(44, 24, 12, 12)), ink)
        else:
            painter.drawPolygon(QPolygonF([QPointF(50, 8), QPointF(96, 90), QPointF(4, 90)]))
            painter.fillPath(_stroke(QRectF(45, 34, 10, 30), QRectF(44, 70, 12, 12)), ink)
        painter.restore()

    def words(self) -> Iterator[str]:
        yield from ()


def _stroke(bar: QRectF, dot: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(bar, bar.width() / 2, bar.width() / 2)
    path.addEllipse(dot)
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class TickBox:
    side: float
    line: float
    """Height of the line of text that it stands before."""

    def height(self, _width: float) -> float:
        return max(self.side, self.line)

    def paint(self, painter: QPainter, x: float, y: float, _width: float) -> None:
        painter.setPen(pen(self.side / 13))
        painter.setBrush(PAPER)
        painter.drawRoundedRect(QRectF(x, y + (self.line - self.side) / 2, self.side, self.side), 8, 8)

    def words(self) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullet:
    """What stands before a line that has no marker."""

    size: float

    def height(self, _width: float) -> float:
        return line_height(self.size)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        side = self.size * 0.3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(INK)
        painter.drawEllipse(QRectF(x + (width - side) / 2, y + (line_height(self.size) - side) / 2, side, side))

    def words(self) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A marker's number in its colour, as on the picture."""

    marker: SheetMarker
    size: float

    def height(self, _width: float) -> float:
        return line_height(self.size)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        middle = QPointF(x + width / 2, y + line_height(self.size) / 2)
        draw_disc(painter, middle, self.marker.number, self.marker.colour, self.size)

    def words(self) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A step's number or a screw's letter in a box: white on black, or black on white."""

    text: str
    size: float
    filled: bool = True

    def height(self, _width: float) -> float:
        return line_height(self.size)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        line = self.size / 14
        inner = line / 2
        box = QRectF(x, y, width, line_height(self.size)).adjusted(inner, inner, -inner, -inner)
        painter.setPen(pen(line))
        painter.setBrush(INK if self.filled else PAPER)
        painter.drawRoundedRect(box, self.size / 4, self.size / 4)
        painter.setPen(PAPER if self.filled else INK)
        painter.setFont(font(self.size, bold=True))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.text)

    def words(self) -> Iterator[str]:
        yield self.text
