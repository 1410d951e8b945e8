"""A drawing of TeamViewer's window that shows where the ID stands, and the password below it. No picture of theirs."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.i18n import t
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt

_WIDTH, _HEIGHT = 232, 112
_TITLE, _SIDE = 16.0, 34.0
_FONT = 11


class WhereId(QWidget):
    def __init__(self) -> None:
        super().__init__()
        font = self.font()
        font.setPixelSize(_FONT)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(t("Drawing: in TeamViewer's window, the ID stands above the password."))

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(_WIDTH, _HEIGHT)

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_window(painter)
        left, width = _SIDE + 14, _WIDTH - _SIDE - 30
        self._paint_field(painter, QRectF(left, 34, width, 28), t("“Your ID”"), marked=True)
        self._paint_field(painter, QRectF(left, 70, width, 28), t("Password"), marked=False)

    def _paint_window(self, painter: QPainter) -> None:
        colours = theme.current()
        frame = QRectF(0.5, 0.5, _WIDTH - 1, _HEIGHT - 1)
        painter.setPen(QPen(QColor(colours.ink3)))
        painter.setBrush(QColor(colours.bg))
        painter.drawRoundedRect(frame, 6, 6)
        painter.drawLine(QPointF(0, _TITLE), QPointF(_WIDTH, _TITLE))
        painter.drawLine(QPointF(_SIDE, _TITLE), QPointF(_SIDE, _HEIGHT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        for number in range(3):  # the buttons of its frame, the entries at its side
            painter.drawEllipse(QPointF(_WIDTH - 10.0 - 12 * number, _TITLE / 2), 3, 3)
            painter.drawRoundedRect(QRectF(10, _TITLE + 12 + 24 * number, 14, 14), 3, 3)

    def _paint_field(self, painter: QPainter, box: QRectF, text: str, *, marked: bool) -> None:
        colours = theme.current()
        accent, soft = colours.of(Tone.ACCENT)
        painter.setPen(QPen(accent if marked else QColor(colours.line), 2 if marked else 1))
        painter.setBrush(soft if marked else QColor(colours.surface))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(colours.ink if marked else colours.ink2))
        painter.drawText(box.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, text)
        digits = "••• ••• •••" if marked else "••••••"
        painter.drawText(
            box.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, digits
        )
