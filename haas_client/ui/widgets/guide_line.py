"""A line of a guide's step: its number or marker, and its words with what is of this machine in bold."""

import html

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from haas_client.handsbuy.markers import COLOURS
from haas_client.handsbuy.sheet import SheetLine, SheetMarker
from haas_client.text import phrased
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import fit, label, row

_BADGE = 24
_INDENT = 20


class MarkerBadge(QWidget):
    """The number of a marker as the picture has it."""

    spoken_as = QAccessible.Role.StaticText

    def __init__(self, marker: SheetMarker) -> None:
        super().__init__()
        self._marker = marker
        self.setFixedSize(_BADGE, _BADGE)
        self.setAccessibleName(f"{marker.number} {marker.label}")

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour, ink = map(QColor, COLOURS[self._marker.colour])
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        font = self.font()
        font.setPixelSize(13)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._marker.number))


class GuideLine(QWidget):
    """``number`` is that of a line without a marker."""

    def __init__(self, line: SheetLine, number: int, role: str) -> None:
        super().__init__()
        layout = row(gap=10)
        layout.setContentsMargins(line.level * _INDENT, 0, 0, 0)
        self.setLayout(layout)
        mark: QWidget = MarkerBadge(line.marker) if line.marker else _number(number, role)
        layout.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(_words(line, role), 1)


def _number(number: int, role: str) -> QLabel:
    shown = label(f"{number}.", role)
    shown.setWordWrap(False)
    shown.setFixedWidth(_BADGE)
    shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return shown


def _words(line: SheetLine, role: str) -> QLabel:
    """Bold needs markup; everything that is put into it is escaped, so that no fact is ever markup itself."""
    shown = label(line.text, role)
    escaped = ((html.escape(phrased(fit(piece.text))), piece.is_fact) for piece in line.pieces)
    QLabel.setText(shown, "".join(f"<b>{text}</b>" if fact else text for text, fact in escaped))
    shown.setTextFormat(Qt.TextFormat.RichText)
    return shown
