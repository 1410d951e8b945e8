"""Blocks of a drawn page: each knows its height at a width, and draws itself there. Black on white only.

Lengths are in whatever unit the page is laid out in; the painter is scaled to the device before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from haas_client.text import phrased, printable, wrappable
from haas_client.ui import theme

INK, PAPER = QColor("black"), QColor("white")
_MONOSPACED = ("Noto Sans Mono CJK JP", "Noto Sans Mono", "DejaVu Sans Mono", "monospace")
_WITHOUT = ("locl", "liga")
"""Features of a font that put letters in the place of others: a PDF then has no text for them, seen with digits of Noto
Sans CJK JP among Latin letters, so that they could neither be found nor copied nor read aloud (PySide6 6.11.3)."""
_ENDLESS = 1e7
_SMALLER = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
"""Shares of a value's size, tried in this order."""


class Block(Protocol):
    def height(self, width: float) -> float: ...

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None: ...

    def words(self) -> Iterator[str]:
        """What stands in it, from top to bottom, for who cannot see it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Wrapped text; ``size`` is the height of its letters' body."""

    text: str
    size: float
    bold: bool = False
    fixed: bool = False
    """A number that is read out or copied: in a fixed-width face, and with no marks for the ends of lines in it."""
    inverse: bool = False
    """White, for who has painted a black ground below it."""

    def height(self, width: float) -> float:
        return _measured(self, width)[0]

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        height, flags = _measured(self, width)
        painter.setFont(self.font())
        painter.setPen(PAPER if self.inverse else INK)
        painter.drawText(QRectF(x, y, width, height + self.size), flags, self.shown())

    def words(self) -> Iterator[str]:
        yield self.text

    def fits(self, width: float) -> bool:
        """Whether all of it has room on one line."""
        return self.advance() <= width

    def advance(self) -> float:
        """Its width on one line."""
        return _line_width(self)

    def shown(self) -> str:
        """With the places where its lines may end."""
        text = wrappable(printable(self.text))
        return text if self.fixed else phrased(text)

    def font(self) -> QFont:
        return font(self.size, bold=self.bold, families=_MONOSPACED if self.fixed else theme.FONT_FAMILIES)


def font(size: float, *, bold: bool = False, families: Sequence[str] = theme.FONT_FAMILIES) -> QFont:
    """One whose letters' body is ``size`` high, and that has the same widths on every device."""
    made = QFont(list(families))
    made.setPixelSize(max(1, round(size)))
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in _WITHOUT:
        made.setFeature(QFont.Tag(feature), 0)
    return made


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
    least: float
    """What its letters are never smaller than."""
    fixed: bool = False

    def height(self, width: float) -> float:
        return self._at(width).height(width)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        self._at(width).paint(painter, x, y, width)

    def words(self) -> Iterator[str]:
        yield self.text

    def _at(self, width: float) -> Text:
        sizes = [max(self.size * share, self.least) for share in _SMALLER]
        shown = [Text(text=self.text, size=size, bold=True, fixed=self.fixed) for size in sizes]
        return next((each for each in shown if each.fits(width)), shown[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    size: float

    def height(self, _width: float) -> float:
        return self.size

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        """Nothing to be seen."""

    def words(self) -> Iterator[str]:
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A line across; with ``room`` above it, one to write on."""

    thickness: float
    room: float = 0.0

    def height(self, _width: float) -> float:
        return self.room + self.thickness

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        painter.fillRect(QRectF(x, y + self.room, width, self.thickness), INK)

    def words(self) -> Iterator[str]:
        yield from ()


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

    def words(self) -> Iterator[str]:
        return words(self.blocks)


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

    def words(self) -> Iterator[str]:
        return words(self.blocks)

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

    def words(self) -> Iterator[str]:
        return self.block.words()

    def outline(self, painter: QPainter, box: QRectF) -> None:
        pen = QPen(INK)
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

    def words(self) -> Iterator[str]:
        return words(self.blocks)

    def _each(self, width: float) -> float:
        return (width - self.gap * (len(self.blocks) - 1)) / len(self.blocks)

    def _frames(self) -> list[Framed]:
        return [Framed(block=block, padding=self.padding, thickness=self.thickness) for block in self.blocks]


def words(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from block.words()
