"""One figure over the seconds of a test, with its limits where it has some."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from haas_client.ui import theme
from haas_client.ui.load_lines import Line
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets import plot
from haas_client.ui.widgets.plot import Plot

_HEIGHT, _EDGE, _DOT = 50, 6.0, 3.0


class TimeChart(Plot):
    """Time from left to right. What is allowed is a band; where the figure is now, a dot."""

    def __init__(self, name: str) -> None:
        super().__init__(name, _HEIGHT)
        self._line: Line | None = None
        self._seconds = 1.0

    def show_line(self, line: Line, seconds: float) -> None:
        """``seconds`` is how long the whole test takes."""
        self._line, self._seconds = line, max(seconds, line.points[-1][0], 1.0)
        self.say(line.said)

    @property
    def tone(self) -> Tone:
        line = self._line
        if line is None or line.allowed is None:
            return Tone.ACCENT
        low, high = line.allowed
        return Tone.ACCENT if all(low <= value <= high for _, value in line.points) else Tone.WARN

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        line = self._line
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plot.draw_base(painter, 0, self.width(), self.height() - 0.5)
        if line.allowed:
            low, high = line.allowed
            band = QColor(theme.current().ok)
            band.setAlphaF(0.16)
            painter.fillRect(QRectF(0, self._y(high), self.width(), self._y(low) - self._y(high)), band)
        points = [QPointF(self._x(seconds), self._y(value)) for seconds, value in line.points]
        plot.draw_line(painter, points, self.tone, 2.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().of(self.tone)[0])
        painter.drawEllipse(points[-1], _DOT, _DOT)

    def _scale(self) -> tuple[float, float]:
        """What is drawn: all values, all that is allowed, and never less than the line's own least span."""
        line = self._line
        if line is None:
            return 0.0, 1.0
        values = [value for _, value in line.points] + list(line.allowed or ())
        low, high = min(values), max(values)
        lack = max(0.0, line.least_span - (high - low))
        return low - lack / 2, high + lack / 2

    def _x(self, seconds: float) -> float:
        return _DOT + min(1.0, seconds / self._seconds) * (self.width() - 2 * _DOT)

    def _y(self, value: float) -> float:
        low, high = self._scale()
        return self.height() - _EDGE - (value - low) / max(high - low, 1e-9) * (self.height() - 2 * _EDGE)
