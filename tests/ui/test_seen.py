"""The tests' own eyes: what was put into a shown page is seen at once, what was hidden is not."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from haas_client.ui.widgets.basic import button, card, label
from tests.ui.seen import labels, names


def test_what_waits_to_be_shown_is_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QVBoxLayout(window)
    with qtbot.waitExposed(window):
        window.show()
    frame, inside = card()
    inside.addWidget(label("new", "h2"))
    page.addWidget(frame)
    page.addWidget(button("Press", window.close))
    hidden = label("not to be read")
    hidden.hide()
    page.addWidget(hidden)
    assert labels(window) == ["new"]
    assert names(window) == ["Press"]
    frame.hide()
    assert labels(window) == []
