"""A QR code to be scanned from the screen."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.card import qr
from haas_client.ui.paper.qr_code import draw_code
from haas_client.ui.virtual import called_by_qt


class QrCode(QWidget):
    """Dark on white in the dark scheme too: many scanners read no other. ``name`` says what is in it."""

    def __init__(self, content: str, name: str, *, side: int = 168) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_code(content, name)

    def show_code(self, content: str, name: str) -> None:
        self._matrix = qr.matrix(content)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)  # in the screen's own pixels, so that every module has the same number
        draw_code(painter, self._matrix, QRectF(0, 0, self.width() * ratio, self.height() * ratio), whole=True)
