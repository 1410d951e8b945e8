"""The sheet of paper that everything is laid out for: A4, upright, from its edge."""

from typing import Protocol

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter

from haas_client.ui.paper.blocks import Block

WIDTH, HEIGHT = 5953.0, 8419.0
"""A4 (210 x 297 mm) in tenths of a point."""
UNITS_AN_INCH = 720
MARGIN = 400.0
"""14 mm: no printer for the home leaves more of the edge white."""


class Sheet(Protocol):
    def draw(self, painter: QPainter, scale: float) -> None:
        """``scale`` device pixels a unit; the sheet's corner is the painter's."""


def a4() -> QPageLayout:
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())


def draw_fitted(painter: QPainter, block: Block, width: float, room: float) -> None:
    """Draws at the painter's corner; all of it smaller where it is higher than ``room``."""
    too_high = block.height(width) / room
    if too_high > 1:
        painter.scale(1 / too_high, 1 / too_high)
    block.paint(painter, 0, 0, width)
