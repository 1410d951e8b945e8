"""A way as a line of points: what lies behind, what is under way, what is to come."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.cases import states
from haas_client.cases.model import Case
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.elided import tooltip
from haas_client.wording import cases as words

_DOT, _HALO, _LINE, _RING = 16.0, 24.0, 2.0, 2.0
_FONT, _GAP = 12, 4
_TOP = 4
_APART = 6
"""Between two labels."""
_WRAPPED = (Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop).value | Qt.TextFlag.TextWordWrap.value


def case_line(case: Case) -> "ProgressLine":
    """Of a case."""
    progress = states.progress(case)
    return ProgressLine([words.milestone(point, current()) for point in progress.milestones], progress.reached)


class ProgressLine(QWidget):
    """Each label has the width of one point's share, in up to two lines, so that no two ever meet."""

    def __init__(self, labels: Sequence[str], reached: int) -> None:
        """``reached``: how many of them lie behind; the next one is under way, unless that is all of them."""
        super().__init__()
        self._labels = tuple(labels)
        self._reached = reached
        font = self.font()
        font.setPixelSize(_FONT)
        self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._tell()

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(60 * len(self._labels), _TOP + int(_HALO) + _GAP + self._label_height() + _TOP)

    @called_by_qt
    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.updateGeometry()  # labels wrap anew, and the height follows

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line(painter)
        for number in range(len(self._labels)):
            self._paint_point(painter, number)
            self._paint_label(painter, number)

    def _tell(self) -> None:
        count = len(self._labels)
        title = self._labels[self._reached] if self._reached < count else t("Finished")
        text = t("{number} / {count}: {title}").format(number=min(self._reached + 1, count), count=count, title=title)
        self.setAccessibleName(text)
        self.setToolTip(tooltip(text))

    @property
    def _share(self) -> float:
        return self.width() / len(self._labels)

    def _point(self, number: int) -> QPointF:
        return QPointF(self._share * (number + 0.5), _TOP + _HALO / 2)

    def _label_font(self, number: int) -> QFont:
        font = QFont(self.font())
        font.setBold(number == self._reached)
        return font

    def _label_height(self) -> int:
        """Of two lines where one of the labels needs them at this width, so that all begin at the same height."""
        heights = [
            QFontMetrics(self._label_font(number)).boundingRect(self._label_box(number, 0), _WRAPPED, text).height()
            for number, text in enumerate(self._labels)
        ]
        return max(heights, default=0)

    def _label_box(self, number: int, height: int) -> QRect:
        width = max(int(self._share) - _APART, 1)
        left = int(self._share * number) + _APART // 2
        return QRect(left, _TOP + int(_HALO) + _GAP, width, height)

    def _paint_line(self, painter: QPainter) -> None:
        colours = theme.current()
        reached = min(self._reached, len(self._labels) - 1)
        painter.setPen(QPen(QColor(colours.line), _LINE))
        painter.drawLine(self._point(reached), self._point(len(self._labels) - 1))
        painter.setPen(QPen(QColor(colours.accent), _LINE))
        painter.drawLine(self._point(0), self._point(reached))

    def _paint_point(self, painter: QPainter, number: int) -> None:
        colours, at = theme.current(), self._point(number)
        painter.setPen(Qt.PenStyle.NoPen)
        if number < self._reached:
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(at, _DOT / 2, _DOT / 2)
            return
        under_way = number == self._reached
        if under_way:
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawEllipse(at, _HALO / 2, _HALO / 2)
        painter.setPen(QPen(QColor(colours.accent if under_way else colours.line), _RING))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(at, (_DOT - _RING) / 2, (_DOT - _RING) / 2)

    def _paint_label(self, painter: QPainter, number: int) -> None:
        colours = theme.current()
        under_way, done = number == self._reached, number < self._reached
        painter.setFont(self._label_font(number))
        painter.setPen(QColor(colours.accent if under_way else colours.ink2 if done else colours.ink3))
        box = self._label_box(number, self.height())
        painter.drawText(box, _WRAPPED, self._labels[number])
