"""The starts of the last 30 days as dots on a line: how each of them ended."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.diagnostics.snapshot import Boot, BootEnd
from haas_client.ui import theme
from haas_client.ui.dates import day
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt

DAYS = 30
_HEIGHT, _SIDE, _RADIUS, _MARKED_RADIUS = 50, 10.0, 3.5, 6.0
_CAPTION_PIXELS = 12
TONES = {BootEnd.CLEAN: Tone.OK, BootEnd.UNMARKED: Tone.WARN, BootEnd.RUNNING: Tone.ACCENT}


class BootTimeline(QWidget):
    """Shapes differ as well as tones: a full dot, a larger ring with a cross, a ring. The words stand below it."""

    def __init__(self, name: str, boots: Sequence[Boot], now: datetime) -> None:
        super().__init__()
        self._now = now
        self._boots = recent(boots, now)
        font = self.font()
        font.setPixelSize(_CAPTION_PIXELS)
        self.setFont(font)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        colours = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line), 2))
        middle = 16.0
        painter.drawLine(QPointF(_SIDE, middle), QPointF(self.width() - _SIDE, middle))
        for boot in sorted(self._boots, key=lambda boot: boot.end == BootEnd.UNMARKED):  # those on top
            draw_mark(painter, QPointF(self._x(boot.started_at), middle), boot.end)
        painter.setPen(QColor(colours.ink3))
        below = QRectF(0, _HEIGHT - 20, self.width(), 20)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, day(self._now - timedelta(days=DAYS)))
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, day(self._now))

    def _x(self, at: datetime) -> float:
        share = 1 - (self._now - at) / timedelta(days=DAYS)
        return 2 * _SIDE + share * (self.width() - 4 * _SIDE)


class BootMark(QWidget):
    """A mark of the timeline beside its word."""

    def __init__(self, end: BootEnd) -> None:
        super().__init__()
        self._end = end
        self.setFixedSize(16, 18)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, QRectF(self.rect()).center(), self._end)


def recent(boots: Sequence[Boot], now: datetime) -> tuple[Boot, ...]:
    """Those that started in the last 30 days."""
    return tuple(boot for boot in boots if timedelta(0) <= now - boot.started_at <= timedelta(days=DAYS))


def draw_mark(painter: QPainter, at: QPointF, end: BootEnd) -> None:
    colours = theme.current()
    foreground, background = colours.of(TONES[end])
    if end == BootEnd.CLEAN:
        painter.setPen(QPen(QColor(colours.surface), 1.5))
        painter.setBrush(foreground)
        painter.drawEllipse(at, _RADIUS + 0.75, _RADIUS + 0.75)
        return
    painter.setPen(QPen(foreground, 2))
    painter.setBrush(background)
    radius = _MARKED_RADIUS if end == BootEnd.UNMARKED else _RADIUS + 1
    painter.drawEllipse(at, radius, radius)
    if end == BootEnd.UNMARKED:
        reach = radius * 0.45
        painter.drawLine(at + QPointF(-reach, -reach), at + QPointF(reach, reach))
        painter.drawLine(at + QPointF(-reach, reach), at + QPointF(reach, -reach))
