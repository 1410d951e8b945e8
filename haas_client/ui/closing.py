"""Asked where closing the window would end the program, and a running test with it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from haas_client.i18n import t
from haas_client.ui.widgets.basic import button, column, label, row
from haas_client.ui.widgets.dialog import Dialog

_WIDTH = 440


class ClosingDialog(Dialog):
    def __init__(self, parent: QWidget, close: Callable[[], object]) -> None:
        super().__init__(parent)
        self.setWindowTitle(t("A test is running"))
        self.setMinimumWidth(_WIDTH)
        layout = column(self, margin=24, gap=8)
        layout.addWidget(label(t("Stop the test and close the program?"), "h2"))
        why = t("On this desktop the program ends with its window. A window that is minimised lets the test go on.")
        layout.addWidget(label(why, "sub"))
        layout.addSpacing(8)
        buttons = row(gap=12)
        buttons.addStretch()
        self.accepted.connect(close)
        buttons.addWidget(button(t("Stop and close"), self.accept))
        stay = button(t("Keep the test running"), self.reject, "primary")
        buttons.addWidget(stay)
        layout.addLayout(buttons)
        stay.setFocus()
