"""A memory slot as a small drawing: an empty socket, a module, or chips on the board."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt

_WIDTH, _HEIGHT = 104, 38
_SMALL_WIDTH = 66
"""Of a module for laptops, which is half as long."""
_CONTACTS = 7.0


class SlotPicture(QWidget):
    """Decoration beside its words; the tone is that of the module's state."""

    def __init__(self, tone: Tone, *, filled: bool, small: bool = False, soldered: bool = False) -> None:
        super().__init__()
        self._tone, self._filled, self._small, self._soldered = tone, filled, small, soldered
        self.setFixedSize(_WIDTH, _HEIGHT)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._soldered:
            self._chips(painter, QRectF(4, 7, _WIDTH - 8, 24), count=4)
        elif self._filled:
            self._module(painter)
        else:
            self._socket(painter)

    def _box(self) -> QRectF:
        width = _SMALL_WIDTH if self._small else _WIDTH
        return QRectF((_WIDTH - width) / 2 + 1, 4, width - 2, _HEIGHT - 8)

    def _colours(self) -> tuple[QColor, QColor]:
        """Outline and filling. A module without a judgement looks like one, not like a sound one."""
        foreground, background = theme.current().of(self._tone)
        return (QColor(theme.current().ink3), background) if self._tone == Tone.NEUTRAL else (foreground, background)

    def _module(self, painter: QPainter) -> None:
        box, (outline, filling) = self._box(), self._colours()
        painter.setPen(QPen(outline, 1.5))
        painter.setBrush(filling)
        painter.drawPath(_board(box))
        contacts = QRectF(box.left() + 6, box.bottom() - _CONTACTS, box.width() - 12, _CONTACTS)
        painter.setPen(QPen(outline, 1))
        notch = contacts.left() + contacts.width() * 0.46
        place = contacts.left()
        while place <= contacts.right():
            if abs(place - notch) > 4:
                painter.drawLine(QPointF(place, contacts.top() + 2), QPointF(place, contacts.bottom() - 1))
            place += 3
        self._chips(painter, box.adjusted(7, 6, -7, -_CONTACTS - 5), count=4 if self._small else 8)

    def _chips(self, painter: QPainter, area: QRectF, count: int) -> None:
        outline, _ = self._colours()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(outline)
        step = area.width() / count
        for number in range(count):
            painter.drawRoundedRect(
                QRectF(area.left() + number * step + 1, area.top(), step - 3, area.height()), 1.5, 1.5
            )

    def _socket(self, painter: QPainter) -> None:
        box = self._box()
        pen = QPen(QColor(theme.current().ink3), 1.2, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)


def _board(box: QRectF) -> QPainterPath:
    """A module's outline with its key notch at the lower edge."""
    outline, notch = QPainterPath(), QPainterPath()
    outline.addRoundedRect(box, 4, 4)
    middle = box.left() + box.width() * 0.46
    notch.addRoundedRect(QRectF(middle - 2, box.bottom() - 5, 4, 8), 1.5, 1.5)
    return outline.subtracted(notch)
