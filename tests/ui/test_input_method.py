"""Numbers typed as people in Japan type them: with the input method on, in full width, with a long-vowel mark."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from haas_client.ui.pages.page import PageName
from haas_client.ui.widgets.basic import button, column
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.window import Window
from tests.ui.conftest import OpenWindow
from tests.ui.desks import field


def compose(target: QLineEdit, text: str) -> None:
    """What the input method shows while it is being typed; it is not in the field yet."""
    QApplication.sendEvent(target, QInputMethodEvent(text, []))


def commit(target: QLineEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(target, event)


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow) -> Window:
    opened = open_window()
    with qtbot.waitSignal(opened._session.finished):
        opened._session.start()
    opened.open(PageName.SEND)
    return opened


@pytest.mark.parametrize(
    "typed",
    [
        "ＬＭ－２４－０１８２３３",
        "ｌｍー２４ー０１８２３３",
        "LMー24ー018233",
        "ＬＭ−２４−０１８２３３",
        "lm-24-018233",
        "　ＬＭ－２４－０１８２３３　",
    ],
)
def test_what_an_input_method_gives_is_the_number_on_the_card(qtbot: QtBot, window: Window, typed: str) -> None:
    number = field(window, "Warranty number")
    for length in range(1, len(typed)):
        compose(number, typed[:length])
    commit(number, typed)
    assert window._session.request.warranty_number == "LM-24-018233"
    assert number.text() == typed  # nothing changes under the hands
    qtbot.keyClick(number, Qt.Key.Key_Tab)
    assert number.text() == "LM-24-018233"


def test_nothing_is_judged_while_it_is_composed(window: Window) -> None:
    number = field(window, "Warranty number")
    commit(number, "ＬＭ")
    problem = window.page._problem  # type: ignore[attr-defined]  # of the page on which it goes
    for preedit in ("－", "－２", "－２４", "ー２４"):
        compose(number, preedit)
        window._session.changed.emit()  # something else on the page is answered meanwhile
        QApplication.processEvents()
        assert number.text() == "ＬＭ"
        assert window._session.request.warranty_number == "LM"
        assert problem.isHidden()
    commit(number, "－２４")
    assert number.text() == "ＬＭ－２４"


def test_a_commit_presses_no_default_button(qtbot: QtBot) -> None:
    """The Enter that ends a conversion is the input method's own; what reaches the field is the text."""
    pressed: list[bool] = []
    dialog = Dialog()
    qtbot.addWidget(dialog)
    layout = column(dialog)
    number, accept = QLineEdit(), button("Keep", lambda: pressed.append(True))
    accept.setDefault(True)
    layout.addWidget(number)
    layout.addWidget(accept)
    with qtbot.waitExposed(dialog):
        dialog.show()
    compose(number, "にほん")
    compose(number, "日本")
    commit(number, "日本")
    assert not pressed
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert pressed == [True]
