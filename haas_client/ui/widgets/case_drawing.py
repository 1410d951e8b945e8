"""The opened PC as a schematic, with the places of one area in it, and the ones that are meant."""

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client.handsbuy.places import Spot
from haas_client.handsbuy.whereabouts import Area, Shape, Whereabouts
from haas_client.i18n import current, t
from haas_client.ui import drawings, theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.wording import whereabouts as words

_RATIO = 320 / 480
"""Of the drawings' height to their width."""
_BEST, _LEAST = 480, 240
_GAP = 4.0
_PIN, _POINT = 20.0, 6.0
_FONT = 12
_THIN = 12.0
_ACROSS = frozenset({(Shape.TOWER, Area.MEMORY)})
"""Where places stand side by side; else one is below the other."""


class CaseDrawing(QWidget):
    """A place is told by filling, frame, and a pin with its name or number: never by colour alone."""

    def __init__(self, found: Whereabouts) -> None:
        super().__init__()
        self._found = found
        font = self.font()
        font.setPixelSize(_FONT)
        font.setBold(True)
        self.setFont(font)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMaximumWidth(_BEST)
        self.setAccessibleName(words.alternative(found, current()))

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802  Qt's own name
        return QSize(_BEST, self.heightForWidth(_BEST))

    @called_by_qt
    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(_LEAST, self.heightForWidth(_LEAST))

    @called_by_qt
    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return round(min(width, _BEST) * _RATIO)

    def boxes(self) -> list[QRectF]:
        """Where each place is drawn, in the widget's own pixels."""
        area = self._area()
        return [] if area is None else _split(area, len(self._found.places), across=self._is_across())

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._found.area
        without = f"generic-{area}" if area else ""
        drawings.renderer("case", self._found.shape.value, without=without).render(painter, self._whole())
        for place, box in zip(self._found.places, self.boxes(), strict=False):
            self._paint_place(painter, place, box)
        if not self._found.exact:
            self._paint_area(painter)
        lit = [box for place, box in zip(self._found.places, self.boxes(), strict=False) if place in self._found.lit]
        for number, box in enumerate(lit, start=1):
            self._paint_pin(painter, box, self._pin_text(number))

    def _whole(self) -> QRectF:
        width = min(float(self.width()), self.height() / _RATIO)
        return QRectF((self.width() - width) / 2, 0, width, width * _RATIO)

    def _area(self) -> QRectF | None:
        """That of the meant kind, scaled from the drawing."""
        if self._found.area is None:
            return None
        drawing = drawings.renderer("case", self._found.shape.value)
        whole, scale = self._whole(), self._whole().width() / drawing.viewBoxF().width()
        area = drawing.boundsOnElement(f"area-{self._found.area}")
        corner = QPointF(whole.left() + area.left() * scale, whole.top() + area.top() * scale)
        return QRectF(corner, area.size() * scale)

    def _is_across(self) -> bool:
        return (self._found.shape, self._found.area) in _ACROSS

    def _paint_place(self, painter: QPainter, place: Spot, box: QRectF) -> None:
        colours, lit = theme.current(), place in self._found.lit
        accent, soft = colours.of(Tone.ACCENT)
        pen = QPen(accent, 3) if lit else QPen(QColor(colours.ink3), 1.2)
        if not place.filled:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(soft if lit else QColor(colours.surface))
        painter.drawRoundedRect(box, 3, 3)
        if place.filled:
            inset = min(box.width(), box.height()) * (0.25 if box.height() > _THIN else 0.1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent if lit else QColor(colours.line))
            painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 2, 2)

    def _paint_area(self, painter: QPainter) -> None:
        """One of the places in it is meant, and none of them is lit."""
        area = self._area()
        if area is None:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.current().accent), 2.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(area.adjusted(-5, -5, 5, 5), 6, 6)

    def _pin_text(self, number: int) -> str:
        if len(self._found.lit) > 1:
            return str(number)
        return self._found.lit[0].label or t("here")

    def _paint_pin(self, painter: QPainter, box: QRectF, text: str) -> None:
        """Its point touches the place, and it covers no other one."""
        metrics = painter.fontMetrics()
        text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, int(self._whole().width() / 3))
        size = QSizeF(max(_PIN, metrics.horizontalAdvance(text) + 14.0), _PIN)
        stacked = len(self._found.places) > 1 and not self._is_across()
        flag, foot, tip = _beside(box, size, self.width()) if stacked else _above(box, size, self.width())
        point = QPolygonF([*foot, tip])
        painter.setPen(QPen(QColor(theme.current().surface), 1.5))
        painter.setBrush(QColor(theme.current().accent))
        painter.drawPolygon(point)
        painter.drawRoundedRect(flag, 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawPolygon(point)
        painter.setPen(QColor(theme.current().on_accent))
        painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, text)


_Flag = tuple[QRectF, tuple[QPointF, QPointF], QPointF]
"""The flag, where its point begins on it, and the point."""


def _above(box: QRectF, size: QSizeF, width: int) -> _Flag:
    """Below where there is no room above."""
    above = box.top() >= size.height() + _POINT
    tip = QPointF(box.center().x(), box.top() + 3 if above else box.bottom() - 3)
    top = tip.y() - _POINT - size.height() if above else tip.y() + _POINT
    flag = QRectF(QPointF(min(max(tip.x() - size.width() / 2, 1), width - size.width() - 1), top), size)
    base = flag.bottom() - 1 if above else flag.top() + 1
    return flag, (QPointF(tip.x() - 5, base), QPointF(tip.x() + 5, base)), tip


def _beside(box: QRectF, size: QSizeF, width: int) -> _Flag:
    """At the right; at the left where there is no room."""
    right = box.right() + _POINT + size.width() < width
    tip = QPointF(box.right() - 3 if right else box.left() + 3, box.center().y())
    left = tip.x() + _POINT if right else tip.x() - _POINT - size.width()
    flag = QRectF(QPointF(left, tip.y() - size.height() / 2), size)
    base = flag.left() + 1 if right else flag.right() - 1
    return flag, (QPointF(base, tip.y() - 5), QPointF(base, tip.y() + 5)), tip


def _split(area: QRectF, count: int, *, across: bool) -> list[QRectF]:
    """``count`` equal boxes with a gap between them."""
    whole = area.width() if across else area.height()
    step = whole / max(count, 1)
    gap = min(_GAP, step / 4) if count > 1 else 0.0
    boxes = []
    for number in range(count):
        along = number * step + gap / 2
        if across:
            boxes.append(QRectF(area.left() + along, area.top(), step - gap, area.height()))
        else:
            boxes.append(QRectF(area.left(), area.top() + along, area.width(), step - gap))
    return boxes
