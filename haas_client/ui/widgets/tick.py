"""A box to be ticked with words of any length beside it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import label, row


class Tick(QWidget):
    """Tells ``on_tick`` of the owner's word; a click on the words counts as one on the box."""

    def __init__(self, text: str, on_tick: Callable[[bool], object], *, ticked: bool, role: str = "h3") -> None:
        super().__init__()
        layout = row(gap=10)
        self.setLayout(layout)
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.box.setChecked(ticked)
        self.box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.box.toggled.connect(on_tick)
        layout.addWidget(self.box, alignment=Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(text, role), 1)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @called_by_qt
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's own name
        super().mouseReleaseEvent(event)
        if self.rect().contains(event.position().toPoint()):
            self.box.toggle()
