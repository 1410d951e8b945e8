"""One figure over time as a small line, with its limit; what it shows is said in words too."""

import math
from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.dates import on_day
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt

Readings = Sequence[tuple[datetime, float]]
"""A figure at several times, oldest first."""

_HEIGHT, _TOP, _BOTTOM, _LABEL_GAP, _DOT = 72, 10.0, 6.0, 8, 3.5
_LABEL_PIXELS = 13


class Sparkline(QWidget):
    """At least two readings. The last one is labelled; the tone is that of :func:`tone`."""

    def __init__(self, name: str, readings: Readings, *, worse: int = 1, limit: float | None = None) -> None:
        super().__init__()
        self._points = finite(readings)
        self._limit = limit
        self._tone = tone(self._points, worse, limit)
        self._last = number(self._points[-1][1]) if self._points else ""
        font = self.font()
        font.setPixelSize(_LABEL_PIXELS)
        font.setBold(True)
        self.setFont(font)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{name}: {in_words(self._points)}")
        self.setToolTip(in_words(self._points))

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        if len(self._points) < 2:
            return
        colours = theme.current()
        colour = colours.of(self._tone)[0]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 1))
        base = self.height() - 0.5
        painter.drawLine(QPointF(0, base), QPointF(self.width(), base))
        if self._limit is not None and self._limit <= self._scale()[1]:
            self._draw_limit(painter)
        line = self._line()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(line)
        painter.setBrush(colour)
        painter.drawEllipse(line.last(), _DOT, _DOT)
        box = QRectF(self.width() - self._label_width(), 0, self._label_width(), self.height())
        middle = min(max(line.last().y(), _LABEL_PIXELS * 0.75), self.height() - _LABEL_PIXELS * 0.75)
        box.moveCenter(QPointF(box.center().x(), middle))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._last)

    def _draw_limit(self, painter: QPainter) -> None:
        pen = QPen(QColor(theme.current().bad), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        height = self._y(self._limit or 0)
        painter.drawLine(QPointF(0, height), QPointF(self.width() - self._label_width(), height))

    def _label_width(self) -> float:
        return self.fontMetrics().horizontalAdvance(self._last) + _LABEL_GAP + _DOT

    def _scale(self) -> tuple[float, float]:
        """Lowest and highest value of the drawing; a limit that is near belongs to it."""
        values = [value for _, value in self._points]
        low, high = min(0.0, *values), max(values)
        if self._limit is not None and self._limit <= 3 * max(high, 1):
            high = max(high, self._limit)
        return low, max(high, low + 1)

    def _y(self, value: float) -> float:
        low, high = self._scale()
        return self.height() - _BOTTOM - (value - low) / (high - low) * (self.height() - _TOP - _BOTTOM)

    def _line(self) -> QPolygonF:
        first, last = self._points[0][0], self._points[-1][0]
        span = max((last - first).total_seconds(), 1.0)
        width = self.width() - self._label_width() - _DOT
        return QPolygonF(
            [QPointF((at - first).total_seconds() / span * width, self._y(value)) for at, value in self._points]
        )


def finite(readings: Readings) -> Readings:
    """Without what cannot be drawn (a kept file may hold anything), in the order of time."""
    kept = [(at, value) for at, value in readings if math.isfinite(value) and abs(value) < 1e18]
    return sorted(kept, key=lambda reading: reading[0])


def tone(readings: Readings, worse: int, limit: float | None) -> Tone:
    """Whether the figure got worse (``worse``: 1 where more is worse, -1 where less is); bad from the limit on."""
    if len(readings) < 2 or (readings[-1][1] - readings[0][1]) * worse <= 0:
        return Tone.NEUTRAL
    if limit is not None and readings[-1][1] >= limit:
        return Tone.BAD
    return Tone.WARN


def in_words(readings: Readings) -> str:
    """First and last reading: "0 on May 1, 8 today"."""
    said = t("{value} {when}")
    ends = (readings[0], readings[-1]) if len(readings) > 1 else readings
    return t(", ").join(said.format(value=number(value), when=on_day(at)) for at, value in ends)


def number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
