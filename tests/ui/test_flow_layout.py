"""Widgets side by side in as many lines as they need, also while they are taken away."""

import shiboken6
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from haas_client.ui.widgets.flow import Flow


def test_lines_do_not_touch(qtbot: QtBot) -> None:
    widget, flow = QWidget(), Flow(gap=4)
    widget.setLayout(flow)
    qtbot.addWidget(widget)
    buttons = [QPushButton(name) for name in ("one", "two")]
    for one in buttons:
        flow.addWidget(one)
    narrow = max(one.sizeHint().width() for one in buttons)
    widget.resize(narrow, flow.heightForWidth(narrow))
    widget.show()
    first, second = (one.geometry() for one in buttons)
    assert first.left() == second.left()
    assert second.top() > first.bottom() + 1


def test_what_is_being_deleted_takes_no_room(qtbot: QtBot) -> None:
    """Python lets go of the items before Qt asks the layout for the last time."""
    widget, flow = QWidget(), Flow(gap=4)
    widget.setLayout(flow)
    qtbot.addWidget(widget)
    for name in ("one", "two", "three"):
        flow.addWidget(QPushButton(name))
    high = flow.heightForWidth(60)
    first = flow.itemAt(0)
    assert first
    shiboken6.invalidate(first)
    assert 0 < flow.heightForWidth(60) < high
    assert flow.minimumSize().isValid()
