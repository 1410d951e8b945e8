"""A wrapped text with bold pieces in it, as a block of a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from haas_client.text import phrased, printable, wrappable
from haas_client.ui.paper.blocks import INK, font


@dataclass(frozen=True, slots=True, kw_only=True)
class Rich:
    pieces: tuple[tuple[str, bool], ...]
    """Texts one behind the other, and whether each is bold."""
    size: float

    def height(self, width: float) -> float:
        return _height(self, width)

    def paint(self, painter: QPainter, x: float, y: float, width: float) -> None:
        painter.setPen(INK)
        _laid(self, width)[0].draw(painter, QPointF(x, y))

    def words(self) -> Iterator[str]:
        yield "".join(text for text, _ in self.pieces)


@lru_cache(maxsize=2048)
def _height(rich: Rich, width: float) -> float:
    return _laid(rich, width)[1]


def _laid(rich: Rich, width: float) -> tuple[QTextLayout, float]:
    """The text in lines of ``width``, and how high they are together."""
    layout = QTextLayout("", font(rich.size))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    text, formats = "", []
    for piece, bold in rich.pieces:
        shown = phrased(wrappable(printable(piece)))
        if bold:
            formats.append(_bold(_units(text), _units(shown)))
        text += shown
    layout.setText(text)
    layout.setFormats(formats)
    y = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLeadingIncluded(True)
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout, y


def _bold(start: int, length: int) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length = start, length
    look = QTextCharFormat()
    look.setFontWeight(QFont.Weight.Bold)
    found.format = look
    return found


def _units(text: str) -> int:
    """As Qt counts: in UTF-16, where an emoji is two."""
    return len(text.encode("utf-16-le")) // 2
