"""Widgets side by side, in as many lines as they need."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem
from shiboken6 import isValid

from haas_client.ui.virtual import called_by_qt

_BETWEEN_LINES = 8


class Flow(QLayout):
    """Like words in a paragraph: what does not fit beside the others begins a new line."""

    def __init__(self, *, gap: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap

    @called_by_qt
    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802  Qt's own names
        self._items.append(item)

    @called_by_qt
    def count(self) -> int:
        return len(self._items)

    @called_by_qt
    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802  None ends Qt's loops
        return self._items[index] if 0 <= index < len(self._items) else None

    @called_by_qt
    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @called_by_qt
    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        return Qt.Orientation(0)

    @called_by_qt
    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    @called_by_qt
    def heightForWidth(self, width: int) -> int:  # noqa: N802
        margins = self.contentsMargins()
        places = self._places(width - margins.left() - margins.right())
        below = max((place.y() + place.height() for place in places), default=0)
        return below + margins.top() + margins.bottom()

    @called_by_qt
    def setGeometry(self, rectangle: QRect) -> None:  # noqa: N802
        super().setGeometry(rectangle)
        inside = rectangle.marginsRemoved(self.contentsMargins())
        for item, place in zip(self._living, self._places(inside.width()), strict=True):
            item.setGeometry(place.translated(inside.topLeft()))

    @called_by_qt
    def sizeHint(self) -> QSize:  # noqa: N802
        return self.minimumSize()

    @called_by_qt
    def minimumSize(self) -> QSize:  # noqa: N802
        """The widest widget alone in its line."""
        sizes = [item.minimumSize() for item in self._living]
        margins = self.contentsMargins()
        widest = QSize(max((size.width() for size in sizes), default=0), max((s.height() for s in sizes), default=0))
        return widest.grownBy(margins)

    @property
    def _living(self) -> list[QLayoutItem]:
        """While the widget around it is deleted Qt may still ask for sizes; Python has let go of the items by then."""
        return [item for item in self._items if isValid(item)]

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        at, line_height = QPoint(0, 0), 0
        for item in self._living:
            size = item.sizeHint()
            if at.x() and at.x() + size.width() > width:
                at, line_height = QPoint(0, at.y() + line_height + _BETWEEN_LINES), 0
            places.append(QRect(at, size))
            at += QPoint(size.width() + self._gap, 0)
            line_height = max(line_height, size.height())
        return places
