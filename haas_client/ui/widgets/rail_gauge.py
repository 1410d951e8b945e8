"""A voltage and its limits on one line."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt

_HEIGHT, _BAND, _MARK = 22, 8.0, 5.0
_MARGIN = 0.6
"""Share of the allowed range that is drawn on either side of it."""


class RailGauge(QWidget):
    """The allowed range as a band, the value as a mark; decoration beside the figures that say the same."""

    def __init__(self, volts: float, lowest: float, highest: float) -> None:
        super().__init__()
        self._volts, self._lowest, self._highest = volts, lowest, highest
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        return Tone.OK if self._lowest <= self._volts <= self._highest else Tone.BAD

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        colours = theme.current()
        foreground, _ = colours.of(self.tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(QRectF(0, middle - 1, self.width(), 2), 1, 1)
        allowed = QColor(colours.ok)
        allowed.setAlphaF(0.35)
        painter.setBrush(allowed)
        left, right = self._x(self._lowest), self._x(self._highest)
        painter.drawRoundedRect(QRectF(left, middle - _BAND / 2, right - left, _BAND), _BAND / 2, _BAND / 2)
        painter.setPen(QPen(QColor(colours.surface), 2))
        painter.setBrush(foreground)
        painter.drawEllipse(QPointF(self._x(self._volts), middle), _MARK + 1, _MARK + 1)

    def _x(self, volts: float) -> float:
        range_ = self._highest - self._lowest
        share = (volts - self._lowest + range_ * _MARGIN) / (range_ * (1 + 2 * _MARGIN))
        return _MARK + 2 + min(max(share, 0.0), 1.0) * (self.width() - 2 * _MARK - 4)
