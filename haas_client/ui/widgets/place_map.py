"""A drawing of the places that parts of a kind have on this machine, with the one that is meant."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.handsbuy.places import Spot
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.wording.parts import joined

_WIDTH, _HEIGHT, _ARROW, _LABEL, _MOST = 96.0, 40.0, 16.0, 18.0, 8
_FONT = 12


class PlaceMap(QWidget):
    """In the order in which the machine counts them; on the board they may stand otherwise."""

    def __init__(self, spots: tuple[Spot, ...]) -> None:
        super().__init__()
        meant = next((number for number, spot in enumerate(spots) if spot.meant), 0)
        first = max(0, min(meant - _MOST // 2, len(spots) - _MOST))
        self._spots = spots[first : first + _MOST]
        font = self.font()
        font.setPixelSize(_FONT)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        which = joined((spot.label for spot in spots if spot.meant), current())
        self.setAccessibleName(t("Drawing of the places; this one is meant: {which}").format(which=which))

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(int(_WIDTH) * len(self._spots), int(_ARROW + _HEIGHT + _LABEL + 4))

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = min(_WIDTH, self.width() / max(len(self._spots), 1))
        for number, spot in enumerate(self._spots):
            self._paint(painter, spot, QRectF(number * share + 4, _ARROW, share - 8, _HEIGHT))

    def _paint(self, painter: QPainter, spot: Spot, box: QRectF) -> None:
        colours = theme.current()
        accent, soft = colours.of(Tone.ACCENT)
        pen = QPen(accent, 2.5) if spot.meant else QPen(QColor(colours.ink3), 1)
        if not spot.filled:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(soft if spot.meant else QColor(colours.surface))
        painter.drawRoundedRect(box, 6, 6)
        if spot.filled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent if spot.meant else QColor(colours.line))
            painter.drawRoundedRect(box.adjusted(10, 12, -10, -12), 3, 3)
        if spot.meant:
            middle = box.center().x()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawPolygon(QPolygonF([QPointF(middle - 7, 2), QPointF(middle + 7, 2), QPointF(middle, 12)]))
        font = QFont(self.font())
        font.setBold(spot.meant)
        painter.setFont(font)
        painter.setPen(accent if spot.meant else QColor(colours.ink2))
        text = painter.fontMetrics().elidedText(spot.label, Qt.TextElideMode.ElideMiddle, int(box.width()))
        painter.drawText(QRectF(box.left(), box.bottom() + 2, box.width(), _LABEL), Qt.AlignmentFlag.AlignCenter, text)
