"""Pages with a line above and below, which say what they belong to and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from haas_client.ui.paper.blocks import INK, Block, Column, font, words
from haas_client.ui.paper.sheet import HEIGHT, MARGIN, WIDTH, draw_fitted

INNER_WIDTH = WIDTH - 2 * MARGIN
_HAIRLINE = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line of text at the upper or lower edge: cut short on the left where both have no room."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    blocks: Sequence[Block]
    head: Edge
    foot: Edge
    size: float
    """Of the letters at the edges."""

    def draw(self, painter: QPainter, scale: float) -> None:
        painter.save()
        painter.scale(scale, scale)
        painter.translate(MARGIN, MARGIN)
        edge, height = edge_height(self.size), HEIGHT - 2 * MARGIN
        self._draw_edge(painter, self.head, 0)
        painter.fillRect(QRectF(0, edge * 0.72, INNER_WIDTH, _HAIRLINE), INK)
        painter.fillRect(QRectF(0, height - edge * 0.72, INNER_WIDTH, _HAIRLINE), INK)
        self._draw_edge(painter, self.foot, height - edge * 0.62)
        painter.translate(0, edge)
        draw_fitted(painter, Column(blocks=self.blocks), INNER_WIDTH, room(self.size))
        painter.restore()

    def words(self) -> str:
        """What stands on it, for who cannot see it."""
        return "\n".join((self.head.right, *(text for text in words(self.blocks) if text)))

    def _draw_edge(self, painter: QPainter, edge: Edge, y: float) -> None:
        letters = font(self.size)
        metrics = QFontMetricsF(letters)
        painter.setFont(letters)
        painter.setPen(INK)
        right = metrics.horizontalAdvance(edge.right)
        left = metrics.elidedText(edge.left, Qt.TextElideMode.ElideRight, INNER_WIDTH - right - 2 * self.size)
        box = QRectF(0, y, INNER_WIDTH, metrics.height())
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | top), left)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | top), edge.right)


def edge_height(size: float) -> float:
    """Of the line above or below, with its rule and what is kept free of it."""
    return size * 2.4


def room(size: float) -> float:
    """How high what stands between both edges may be."""
    return HEIGHT - 2 * MARGIN - 2 * edge_height(size)
