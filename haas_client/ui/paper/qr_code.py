"""A QR code drawn: as a block of a page, or in any box."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath

from haas_client.card.qr import QUIET_ZONE, Matrix
from haas_client.ui.paper.blocks import INK, PAPER


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

    def words(self) -> Iterator[str]:
        yield from ()


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
    painter.fillRect(box, PAPER)
    painter.fillPath(_dark(matrix, x, y, module), INK)


def _dark(matrix: Matrix, x: float, y: float, module: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for number, row in enumerate(matrix):
        for place, dark in enumerate(row):
            if dark:
                left, top = x + (QUIET_ZONE + place) * module, y + (QUIET_ZONE + number) * module
                path.addRect(QRectF(left, top, module, module))
    return path
