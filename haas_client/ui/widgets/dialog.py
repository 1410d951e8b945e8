"""A dialog that a keyboard moves through as through a page."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QWidget

from haas_client.ui import reading
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import grow_to_fit
from haas_client.ui.widgets.focus import FocusRing, is_tab


class Dialog(QDialog):
    """Tab goes in the order of reading, what has the focus is framed, and all texts have the height that they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring = FocusRing(self)

    @called_by_qt
    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  Qt's own name and argument
        return reading.go_on(self, forward=forward)

    @called_by_qt
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        grow_to_fit(self)

    @called_by_qt
    def event(self, event: QEvent) -> bool:
        if is_tab(event):
            self._ring.follow_keyboard()
        return super().event(event)
