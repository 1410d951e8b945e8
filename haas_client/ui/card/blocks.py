"""Blocks of a drawn page: each knows its height at a width, and draws itself there. Black on white only.

Lengths are in whatever unit the page is laid out in; the painter is scaled to the device before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from haas_client.card.qr import QUIET_ZONE, Matrix
from haas_client.text import phrased, printable, wrappable
from haas_client.ui import theme

_INK, _PAPER = QColor("black"), QColor("white")
_MONOSPACED = ("Noto Sans Mono CJK JP", "Noto Sans Mono", "DejaVu Sans Mono", "monospace")
_ENDLESS = 1e7
_SMALLER = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Shares of a value's size; at the smallest it is still no smaller than the text around it."""


class Block(Protocol):
    def height(self, width: float) -> float: ...

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Wrapped text; ``size`` is the height of its letters' body."""

    text: str
    size: float
    bold: bool = False
    fixed: bool = False
    """A number that is read out or copied: in a fixed-width face, and with no marks for the ends of lines in it."""

    def height(self, width: float) -> float:
        return _measured(self, width)[0]

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        height, flags = _measured(self, width)
        painter.setFont(self.font())
        painter.setPen(_INK)
        painter.drawText(QRectF(x, y, width, height + self.size), flags, self.shown())

    def fits(self, width: float) -> bool:
        """Whether all of it has room on one line."""
        return _line_width(self) <= width

    def shown(self) -> str:
        """With the places where its lines may end."""
        text = wrappable(printable(self.text))
        return text if self.fixed else phrased(text)

    def font(self) -> QFont:
        font = QFont(list(_MONOSPACED if self.fixed else theme.FONT_FAMILIES))
        font.setPixelSize(max(1, round(self.size)))
        font.setBold(self.bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)  # the same widths on every device
        return font


@lru_cache(maxsize=256)
def _line_width(text: Text) -> float:
    return QFontMetricsF(text.font()).horizontalAdvance(text.shown())


@lru_cache(maxsize=2048)
def _measured(text: Text, width: float) -> tuple[float, int]:
    """Its height at a width, and Qt's flags for it: lines end inside a word only where that is wider than the line.

    Kept, because blocks within blocks ask for it again and again.
    """
    metrics, shown, room = QFontMetricsF(text.font()), text.shown(), QRectF(0, 0, width, _ENDLESS)
    corner = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    flags = corner | int(Qt.TextFlag.TextWordWrap)
    box = metrics.boundingRect(room, flags, shown)
    if box.width() > width:
        flags = corner | int(Qt.TextFlag.TextWrapAnywhere)
        box = metrics.boundingRect(room, flags, shown)
    return box.height(), flags


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number or a name, bold: smaller where that keeps it on one line, wrapped where even that does not."""

    text: str
    size: float
    fixed: bool = False

    def height(self, width: float) -> float:
        return self._at(width).height(width)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        self._at(width).paint(painter, x, y, width)

    def _at(self, width: float) -> Text:
        sizes = (Text(text=self.text, size=self.size * each, bold=True, fixed=self.fixed) for each in _SMALLER)
        smallest = Text(text=self.text, size=self.size * _SMALLER[-1], bold=True, fixed=self.fixed)
        return next((each for each in sizes if each.fits(width)), smallest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    size: float

    def height(self, _width: float) -> float:
        return self.size

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Nothing to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line across; with ``room`` above it, one to write on."""

    thickness: float
    room: float = 0.0

    def height(self, _width: float) -> float:
        return self.room + self.thickness

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        painter.fillRect(QRectF(x, y + self.room, width, self.thickness), _INK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code with its quiet zone."""

    matrix: Matrix
    side: float

    def height(self, _width: float) -> float:
        return self.side

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        box = QRectF(x, y, min(width, self.side), self.side)
        draw_code(painter, self.matrix, box, whole=not painter.transform().isScaling())


def draw_code(painter: QPainter, matrix: Matrix, box: QRectF, *, whole: bool) -> None:
    """A QR code with its quiet zone, as large as ``box`` lets it be; ``whole`` where the painter's unit is a pixel.

    Its modules are whole pixels then. All of them are one shape, so that no device leaves white hairlines between them.
    """
    x, y, side = box.x(), box.y(), min(box.width(), box.height())
    count = len(matrix) + 2 * QUIET_ZONE
    module = side / count
    if whole and module >= 1:
        module = int(module)
        rest = (side - module * count) / 2
        x, y = round(x + rest), round(y + rest)
    painter.fillRect(box, _PAPER)
    painter.fillPath(_dark(matrix, x, y, module), _INK)


def _dark(matrix: Matrix, x: float, y: float, module: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for number, row in enumerate(matrix):
        for place, dark in enumerate(row):
            if dark:
                left, top = x + (QUIET_ZONE + place) * module, y + (QUIET_ZONE + number) * module
                path.addRect(QRectF(left, top, module, module))
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    blocks: Sequence[Block]
    gap: float = 0.0

    def height(self, width: float) -> float:
        return sum(block.height(width) for block in self.blocks) + self.gap * max(0, len(self.blocks) - 1)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        for block in self.blocks:
            block.paint(painter, x, y, width)
            y += block.height(width) + self.gap


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Blocks side by side; ``widths`` are lengths, and a share of what is left over where they are negative."""

    blocks: Sequence[Block]
    widths: Sequence[float]
    gap: float = 0.0

    def height(self, width: float) -> float:
        sides = zip(self.blocks, self._widths(width), strict=True)
        return max((block.height(each) for block, each in sides), default=0.0)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        for block, each in zip(self.blocks, self._widths(width), strict=True):
            block.paint(painter, x, y, each)
            x += each + self.gap

    def _widths(self, width: float) -> list[float]:
        rest = width - self.gap * (len(self.blocks) - 1) - sum(each for each in self.widths if each > 0)
        shares = -sum(each for each in self.widths if each < 0)
        return [each if each > 0 else rest * -each / shares for each in self.widths]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    block: Block
    padding: float
    thickness: float

    def height(self, width: float) -> float:
        return self.block.height(width - 2 * self.padding) + 2 * self.padding

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        self.block.paint(painter, x + self.padding, y + self.padding, width - 2 * self.padding)
        self.outline(painter, QRectF(x, y, width, self.height(width)))

    def outline(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(_INK)
        pen.setWidthF(self.thickness)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, self.padding / 2, self.padding / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class FramedRow:
    """Framed blocks of equal width side by side, all as high as the highest."""

    blocks: Sequence[Block]
    padding: float
    thickness: float
    gap: float

    def height(self, width: float) -> float:
        return max(frame.height(self._each(width)) for frame in self._frames())

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        each, height = self._each(width), self.height(width)
        for frame in self._frames():
            frame.block.paint(painter, x + self.padding, y + self.padding, each - 2 * self.padding)
            frame.outline(painter, QRectF(x, y, each, height))
            x += each + self.gap

    def _each(self, width: float) -> float:
        return (width - self.gap * (len(self.blocks) - 1)) / len(self.blocks)

    def _frames(self) -> list[Framed]:
        return [Framed(block=block, padding=self.padding, thickness=self.thickness) for block in self.blocks]
