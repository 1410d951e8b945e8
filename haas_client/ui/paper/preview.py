"""The sheet as it will come out of the printer, on the screen."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.ui import theme
from haas_client.ui.paper.sheet import HEIGHT, WIDTH, Sheet
from haas_client.ui.virtual import called_by_qt

_LEAST_WIDTH = 320


class Preview(QWidget):
    """As wide as it may be, in the shape of A4; white in the dark scheme too."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._drawn = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setAccessibleName(name)

    def show_sheet(self, sheet: Sheet, words: str) -> None:
        """``words``: what stands on it, for who cannot see it."""
        self._sheet = sheet
        self._drawn = QPixmap()
        self.setAccessibleDescription(words)
        self.update()

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(_LEAST_WIDTH, self.heightForWidth(_LEAST_WIDTH))

    @called_by_qt
    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(width * HEIGHT / WIDTH)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(self.width() * ratio), round(self.heightForWidth(self.width()) * ratio))
        if self._drawn.size() != wanted:
            self._drawn = self._draw(wanted)
            self._drawn.setDevicePixelRatio(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._drawn)
        painter.setPen(QColor(theme.current().line))
        painter.drawRect(0, 0, self.width() - 1, self.heightForWidth(self.width()) - 1)

    def _draw(self, size: QSize) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(QColor("white"))
        if self._sheet:
            painter = QPainter(drawn)
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            self._sheet.draw(painter, size.width() / WIDTH)
            painter.end()
        return drawn
