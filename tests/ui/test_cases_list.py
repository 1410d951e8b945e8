"""The list of all cases: what is shown, found, opened, taken back and erased."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from haas_client.cases.model import Note, State
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.request import Service, Symptom
from haas_client.ui.pages.page import PageName
from haas_client.ui.widgets.case_rows import CaseRows
from haas_client.ui.window import Window
from tests.ui.conftest import OpenWindow
from tests.ui.desks import dialog, settled, told
from tests.ui.lives import begun, brought
from tests.ui.seen import find, names, press, texts


def rows(window: Window) -> list[str]:
    """As they are read out."""
    shown = window.page.findChild(CaseRows)
    assert shown is not None
    if not shown.isVisible():
        return []
    return [str(shown.item(number).data(Qt.ItemDataRole.AccessibleTextRole)) for number in range(shown.count())]


def open_list(qtbot: QtBot, window: Window) -> None:
    window.open(PageName.CASES)
    settled(qtbot, window)


@pytest.fixture
def filled() -> Cases:
    store = Cases()
    brought(store, Service.HANDSBUY, State.SHIPPED)
    case = brought(store, Service.PHONE_MAIL, State.CLOSED)
    store.note(case.id, "a", Note(text="Ｐｒｉｎｔｅｒ driver"))
    gone = begun(store, Service.PHONE_MAIL, symptom=Symptom.OTHER)
    store.delete(gone.id)
    return store


def test_open_ones_come_first(qtbot: QtBot, open_window: OpenWindow, filled: Cases) -> None:
    window = open_window()
    open_list(qtbot, window)
    assert rows(window) == [
        "HandsBuy — Swap of storage. Your turn. Receipt number HB-1042 · Shipped · today · Since yesterday",
        "Phone and mail — Trouble with storage. Closed. Closed · today · Since yesterday",
    ]


@pytest.mark.parametrize(("which", "title"), [("Open", "HandsBuy"), ("Closed", "Phone"), ("Deleted", "Phone")])
def test_only_those_of_a_kind(qtbot: QtBot, open_window: OpenWindow, filled: Cases, which: str, title: str) -> None:
    window = open_window()
    open_list(qtbot, window)
    press(qtbot, window, f"Which cases: {which}")
    settled(qtbot, window)
    assert len(rows(window)) == 1
    assert rows(window)[0].startswith(title)


def test_words_are_found_in_any_width(qtbot: QtBot, open_window: OpenWindow, filled: Cases) -> None:
    window = open_window()
    open_list(qtbot, window)
    search = window.page.findChild(QLineEdit)
    assert search is not None
    search.setFocus()
    qtbot.keyClicks(search, "printer")
    qtbot.waitUntil(lambda: len(rows(window)) == 1)
    assert rows(window)[0].startswith("Phone and mail")
    qtbot.keyClicks(search, " nowhere")
    qtbot.waitUntil(lambda: rows(window) == [])
    assert "Nothing was found." in texts(window.page)
    assert window.focusWidget() is search


def test_the_list_is_walked_and_opened_by_keyboard(qtbot: QtBot, open_window: OpenWindow, filled: Cases) -> None:
    window = open_window()
    open_list(qtbot, window)
    shown = window.page.findChild(CaseRows)
    assert shown is not None
    assert window.focusWidget() is shown
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    settled(qtbot, window)
    assert "Phone and mail — Trouble with storage" in texts(window._header)
    press(qtbot, window, "Back")
    assert window.page.name == PageName.CASES


def test_a_deleted_case_is_taken_back(qtbot: QtBot, open_window: OpenWindow, filled: Cases) -> None:
    window = open_window()
    open_list(qtbot, window)
    press(qtbot, window, "Which cases: Deleted")
    settled(qtbot, window)
    assert "30 days left" in rows(window)[0]
    press(qtbot, window, "Restore the deleted case")
    settled(qtbot, window)
    assert told(window) == "The case is back."
    qtbot.waitUntil(lambda: rows(window) == [])
    assert "Nothing was deleted in the last 30 days." in texts(window.page)
    assert len(Cases().all()) == 3


def test_a_case_is_erased_once_that_was_asked(qtbot: QtBot, open_window: OpenWindow, filled: Cases) -> None:
    window = open_window()
    open_list(qtbot, window)
    press(qtbot, window, "Which cases: Deleted")
    settled(qtbot, window)
    press(qtbot, window, "Erase for good")
    asked = dialog(qtbot, window)
    assert asked.focusWidget() is find(asked, "Cancel")
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    assert len(Cases().all(deleted=True)) == 1
    press(qtbot, window, "Erase for good")
    press(qtbot, dialog(qtbot, window), "Erase for good")
    qtbot.waitUntil(lambda: rows(window) == [])
    assert Cases().all(deleted=True) == ()
    assert "Restore the deleted case" in names(window.page)
    assert not find(window, "Restore the deleted case").isEnabled()


def test_there_may_be_none_at_all(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    open_list(qtbot, window)
    assert rows(window) == []
    assert "There are no cases yet." in texts(window.page)
    assert not find(window, "View the case").isEnabled()


def test_a_store_that_cannot_be_read_is_told(
    qtbot: QtBot, open_window: OpenWindow, filled: Cases, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> tuple[()]:
        raise CasesUnusable("Your cases cannot be read.", "What was kept before is untouched.")

    window = open_window()
    settled(qtbot, window)
    monkeypatch.setattr(Cases, "search", broken)
    window.open(PageName.CASES)
    qtbot.waitUntil(lambda: "What was kept before is untouched." in texts(window.page))


def test_a_case_that_changes_elsewhere_changes_in_the_list(
    qtbot: QtBot, open_window: OpenWindow, filled: Cases
) -> None:
    window = open_window()
    open_list(qtbot, window)
    filled.delete(filled.all()[0].id)
    window._session.desk.load()
    qtbot.waitUntil(lambda: len(rows(window)) == 1)
