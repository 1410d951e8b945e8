"""The diagnosis code, large enough to be read out."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame

from haas_client.diagnostics.readout import grouped
from haas_client.i18n import t
from haas_client.ui.widgets.basic import button, card, label, row


def code_card(code: str) -> QFrame:
    """``code`` in groups of four, to be read out, selected or copied."""
    frame, layout = card()
    layout.setSpacing(4)
    head = row(gap=8)
    head.addWidget(label(t("When you call, please read this code out"), "caption"), 1)
    copy = button(t("Copy"), lambda: QGuiApplication.clipboard().setText(grouped(code)), "link", t("Copy the code"))
    head.addWidget(copy, alignment=Qt.AlignmentFlag.AlignVCenter)
    layout.addLayout(head)
    layout.addWidget(label(grouped(code), "code", selectable=True))
    return frame
