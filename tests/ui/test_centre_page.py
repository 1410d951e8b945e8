"""The page to call the centre from: the number typed once, and what to have ready."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from haas_client import settings
from haas_client.cases.model import Particulars, State
from haas_client.cases.store import Cases
from haas_client.machine import Machine
from haas_client.request import Service
from haas_client.ui.facts import Facts
from haas_client.ui.pages.page import PageName
from haas_client.ui.reception import ReceptionPill
from haas_client.ui.widgets.qr import QrCode
from haas_client.ui.window import Window
from tests.ui import lives
from tests.ui.conftest import OpenWindow
from tests.ui.seen import find, labels, names, press, seen


def codes(window: Window) -> list[str]:
    return [code.accessibleName() for code in seen(window.page, QrCode)]


def entry(window: Window) -> QLineEdit:
    (field,) = seen(window.page, QLineEdit)
    return field


def type_number(field: QLineEdit, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def open_page(qtbot: QtBot, window: Window) -> None:
    qtbot.waitUntil(lambda: "Call our centre" in names(window.page))  # home builds it behind its first frame
    press(qtbot, window, "Call our centre")


@pytest.fixture
def window(qtbot: QtBot, open_window: OpenWindow) -> Window:
    opened = open_window()
    open_page(qtbot, opened)
    assert opened.page.name == PageName.CENTRE
    return opened


def test_the_number_is_typed_once_and_shown_from_then_on(qtbot: QtBot, window: Window) -> None:
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    type_number(focused, "０３ー００００ー００００")
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert "03-0000-0000" in labels(window.page)
    assert codes(window) == ["Code for the telephone number 03-0000-0000"]
    press(qtbot, window, "Copy the telephone number")
    assert QApplication.clipboard().text() == "03-0000-0000"
    assert settings.load(window._session.settings_path).telephone == "03-0000-0000"
    window.open(PageName.HOME)
    open_page(qtbot, window)
    assert QApplication.focusWidget() is find(window, "Copy the telephone number")


def test_a_wrong_number_is_corrected_or_taken_away(qtbot: QtBot, window: Window) -> None:
    window._session.keep_telephone("03-1111-1111")
    window.open(PageName.CENTRE)
    assert "03-1111-1111" in labels(window.page)
    press(qtbot, window, "Change the telephone number")
    field = entry(window)
    qtbot.waitUntil(field.hasFocus)
    assert field.text() == "03-1111-1111"
    field.clear()
    qtbot.keyClicks(field, "03-0000-0000")
    press(qtbot, window, "Keep the telephone number")
    assert "03-0000-0000" in labels(window.page)
    press(qtbot, window, "Change the telephone number")
    field = entry(window)
    field.clear()
    press(qtbot, window, "Keep the telephone number")
    assert settings.load(window._session.settings_path).telephone == ""
    assert codes(window) == []


def test_what_is_no_number_is_kept_as_it_was_typed_without_a_code(qtbot: QtBot, window: Window) -> None:
    window._session.keep_telephone("see the card")
    window.open(PageName.CENTRE)
    assert "see the card" in labels(window.page)
    assert codes(window) == []


def test_the_factorys_number_needs_no_typing(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = Machine(telephone="03-0000-0000", warranty_number="LM-24-018233")
    monkeypatch.setattr(Facts, "_is_there", True)
    monkeypatch.setattr(Facts, "_read", (facts, None))
    window = open_window()
    open_page(qtbot, window)
    assert {"03-0000-0000", "LM-24-018233"} <= set(labels(window.page))
    assert "Change the telephone number" not in names(window.page)


def test_what_to_have_ready(qtbot: QtBot, window: Window) -> None:
    shown = labels(window.page)
    assert "It is printed on your warranty card, the paper that came with the PC." in shown
    assert "Paper and something to write with." in shown
    assert "Receipt number" not in shown
    window._session.change(warranty_number="LM-24")
    window.open(PageName.CENTRE)
    assert "LM-24" in labels(window.page)


def test_without_a_code_a_diagnosis_is_one_press_away(qtbot: QtBot, window: Window) -> None:
    session = window._session
    with qtbot.waitSignal(session.finished):
        press(qtbot, window, "Diagnose now")
    assert window.page.name == PageName.RESULT
    window.open(PageName.CENTRE)
    assert "Copy the code" in names(window.page)
    assert "Diagnose now" not in names(window.page)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.name == PageName.RESULT


def test_hours_and_mail_are_there(qtbot: QtBot, window: Window) -> None:
    (pill,) = window.page.findChildren(ReceptionPill)
    qtbot.waitUntil(lambda: pill.accessibleName().startswith(("Open", "Closed", "Reception closed")))
    press(qtbot, window, "Copy the address")
    assert QApplication.clipboard().text() == "customer@linuxmania.jp"


def test_a_number_that_could_not_be_kept_costs_nothing_else(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    window._session.settings_path = tmp_path / "file" / "settings.json"
    field = entry(window)
    qtbot.keyClicks(field, "03-0000-0000")
    press(qtbot, window, "Keep the telephone number")
    assert "03-0000-0000" in labels(window.page)


def test_receipt_numbers_of_open_cases_are_at_hand(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = lives.brought(store, Service.HANDSBUY, State.ASKED)
    store.tell(case.id, Particulars(reference="HB-1042"))
    closed = lives.brought(store, Service.PHONE_MAIL, State.CLOSED)
    store.tell(closed.id, Particulars(reference="PM-7"))
    window = open_window()
    open_page(qtbot, window)
    qtbot.waitUntil(lambda: {"Receipt number", "HB-1042"} <= set(labels(window.page)))
    assert "PM-7" not in labels(window.page)
