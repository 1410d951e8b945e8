"""A table of values to look up, by mouse and by keyboard: arrow keys move in it, Tab leaves it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from haas_client.ui.widgets.elided import one_line, tooltip

_ROW_HEIGHT = 28
_MOST_ROWS = 40
"""Rows that are shown without scrolling inside the table; no drive has more."""
_WIDEST = 180


class ValueTable(QTableWidget):
    """Text only; the column ``wide`` takes what room there is, cells that are cut have tooltips."""

    def __init__(self, name: str, titles: Sequence[str], rows: Sequence[Sequence[str]], *, wide: int) -> None:
        super().__init__(len(rows), len(titles))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalHeaderLabels(list(titles))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                self.setItem(number, place, _cell(text, left=place == wide))
        self._arrange(wide)
        if rows:
            self.setCurrentCell(0, 0)
        height = self.horizontalHeader().sizeHint().height() + _ROW_HEIGHT * min(len(rows), _MOST_ROWS)
        self.setFixedHeight(height + 2 * self.frameWidth() + 4)

    def _arrange(self, wide: int) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMaximumSectionSize(_WIDEST)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item = self.horizontalHeaderItem(wide)
        if item:
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _cell(text: str, *, left: bool) -> QTableWidgetItem:
    shown = one_line(text)
    item = QTableWidgetItem(shown)
    item.setToolTip(tooltip(shown))
    side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
    item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return item
