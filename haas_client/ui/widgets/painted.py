"""Parts that draw themselves, because a style sheet cannot: pills, icon badges, status marks."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.ui import icons, theme
from haas_client.ui.app_icons import app_icon
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import row
from haas_client.ui.widgets.elided import ElidedLabel

_BESIDE_TEXT = 20


class Pill(QWidget):
    """A short state in its tone, with a dot: "● Good"."""

    spoken_as = QAccessible.Role.StaticText
    _HEIGHT, _SIDE, _DOT, _FONT = 24, 10, 8, 12
    _LEAST = 60

    def __init__(self, text: str, tone: Tone, *, dot: bool = True) -> None:
        super().__init__()
        self._text, self._tone, self._dot = text, tone, dot
        font = self.font()
        font.setPixelSize(self._FONT)
        self.setFont(font)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, tone: Tone) -> None:
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        dot = self._DOT + 6 if self._dot else 0
        return QSize(self.fontMetrics().horizontalAdvance(self._text) + 2 * self._SIDE + dot + 1, self._HEIGHT)

    @called_by_qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(min(self.sizeHint().width(), self._LEAST), self._HEIGHT)

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self.width() < self.sizeHint().width() and not self.toolTip():
            self.setToolTip(self._text)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        foreground, background = theme.current().of(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        neutral = self._tone == Tone.NEUTRAL
        painter.setPen(QPen(QColor(theme.current().line)) if neutral else Qt.PenStyle.NoPen)
        painter.setBrush(background)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        left = float(self._SIDE)
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(foreground)
            painter.drawEllipse(QRectF(left, (self.height() - self._DOT) / 2, self._DOT, self._DOT))
            left += self._DOT + 6
        painter.setPen(foreground)
        room = self.width() - left - self._SIDE + 1
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, int(room) + 1)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), Qt.AlignmentFlag.AlignVCenter, text)


class IconBadge(QWidget):
    """A line icon on a soft square, or alone; decoration beside a text, so screen readers pass it by."""

    def __init__(self, name: str, tone: Tone = Tone.ACCENT, *, size: int = 40, plain: bool = False) -> None:
        super().__init__()
        self.name, self._tone, self._plain = name, tone, plain
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, tone: Tone) -> None:
        self.name, self._tone = name, tone
        self.update()

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        foreground, background = theme.current().of(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = float(self.width())
        if not self._plain:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(background)
            painter.drawRoundedRect(QRectF(self.rect()), side / 4, side / 4)
        inset = 0.0 if self._plain else side * 0.225
        icons.paint(painter, self.name, QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), foreground)


def with_icon(icon: str, text: str) -> QWidget:
    """The name of a part in one line, with the icon of what it is."""
    widget, line = QWidget(), row(gap=8)
    widget.setLayout(line)
    line.addWidget(IconBadge(icon, Tone.NEUTRAL, size=_BESIDE_TEXT, plain=True))
    line.addWidget(ElidedLabel(text, "h3"), 1)
    return widget


class Brand(QWidget):
    """The mark in the header."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(28, 28)
        self._icon = app_icon()

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        self._icon.paint(QPainter(self), self.rect())
