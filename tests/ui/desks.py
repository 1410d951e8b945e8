"""What the tests of cases share: waiting for the desk, reading what is told, working the dialogs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from haas_client.cases.model import Case
from haas_client.ui.widgets.notice_bar import NoticeBar
from haas_client.ui.widgets.progress_line import ProgressLine
from haas_client.ui.window import Window
from tests.ui.seen import find, names, seen, texts


def settled(qtbot: QtBot, window: Window) -> None:
    """Until the desk has answered all that was asked."""
    desk = window._session.desk
    qtbot.waitUntil(lambda: (desk.loaded and not desk.busy) or (desk.problem is not None and not desk.busy))


def opened(qtbot: QtBot, window: Window, case: Case) -> None:
    """The page of a case, as from its card."""
    settled(qtbot, window)
    window.open_case(case.id)
    settled(qtbot, window)


def told(window: Window) -> str:
    """What stands above the page."""
    bars = seen(window, NoticeBar)
    return texts(bars[0]) if bars else ""


def lines(window: Window) -> list[str]:
    """The lines of progress, as they are read out."""
    return [line.accessibleName() for line in seen(window.page, ProgressLine)]


def menu_words(window: Window) -> list[str]:
    """Behind "Other"; empty where there is no such button."""
    if "Other steps" not in names(window):
        return []
    menu = find(window, "Other steps").menu()
    return [action.text() for action in menu.actions()]


def choose_other(window: Window, words: str) -> None:
    menu = find(window, "Other steps").menu()
    next(action for action in menu.actions() if action.text() == words).trigger()


def dialog(qtbot: QtBot, window: Window) -> QDialog:
    """The one that was opened."""

    def visible() -> list[QDialog]:
        return seen(window, QDialog)

    qtbot.waitUntil(lambda: bool(visible()))
    return visible()[-1]


def field(widget: QWidget, name: str) -> QLineEdit:
    return next(one for one in widget.findChildren(QLineEdit) if one.accessibleName() == name)


def write(qtbot: QtBot, widget: QWidget, name: str, text: str) -> None:
    """Types into the field of that name, in place of what is in it."""
    fields: list[QLineEdit | QPlainTextEdit] = [*widget.findChildren(QLineEdit), *widget.findChildren(QPlainTextEdit)]
    one = next(one for one in fields if one.accessibleName() == name)
    one.selectAll()
    qtbot.keyClick(one, Qt.Key.Key_Delete)
    qtbot.keyClicks(one, text)
