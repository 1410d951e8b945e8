"""Home with cases: what is open, the one thing to do next, and what is told where the store needs a word."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from haas_client import paths, settings
from haas_client.cases.model import Particulars, State, Way
from haas_client.cases.states import Move
from haas_client.cases.store import Cases
from haas_client.request import Service, Symptom
from haas_client.ui.home_cases import HomeCases
from haas_client.ui.pages.page import PageName
from haas_client.ui.widgets.progress_line import _WRAPPED
from tests.ui.conftest import OpenWindow
from tests.ui.desks import dialog, lines, settled, told
from tests.ui.lives import begun, brought
from tests.ui.seen import find, names, press, texts

_TITLE = "HandsBuy — Swap of storage"


def test_without_cases_nothing_is_told_of_them_until_one_begins(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    qtbot.waitUntil(lambda: "HandsBuy" in names(window.page))
    assert not window.page.findChildren(HomeCases)
    assert not any(name.startswith("All cases") for name in names(window.page))
    assert not paths.cases().exists()
    window._session.desk.ask(lambda store: begun(store, Service.HANDSBUY))
    qtbot.waitUntil(lambda: f"Go on writing — {_TITLE}" in names(window.page))
    assert "All cases (1)" in names(window.page)
    assert len(window.page.findChildren(HomeCases)) == 1
    window._session.desk.ask(lambda store: begun(store, Service.HANDSBUY))
    qtbot.waitUntil(lambda: "All cases (2)" in names(window.page))
    assert len(window.page.findChildren(HomeCases)) == 1


def test_an_open_case_shows_how_far_it_is_and_one_thing_to_do(qtbot: QtBot, open_window: OpenWindow) -> None:
    brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    settled(qtbot, window)
    assert lines(window) == ["5 / 7: Swap"]
    assert "Receipt number HB-1042 · Your turn" in texts(window.page)
    press(qtbot, window, f"The part has arrived — {_TITLE}")
    settled(qtbot, window)
    assert Cases().all()[0].state == State.SWAP
    assert told(window) == "Noted: Part arrived"
    press(qtbot, window, "Undo")
    settled(qtbot, window)
    assert Cases().all()[0].state == State.SHIPPED


@pytest.mark.parametrize(
    ("service", "state", "words"),
    [
        (Service.PHONE_MAIL, State.DRAFT, "Go on writing"),
        (Service.PHONE_MAIL, State.SENT, "View the case"),
        (Service.PHONE_MAIL, State.ANSWERED, "View the case"),
        (Service.HANDS_ON, State.PAYMENT_DUE, "Open the payment page"),
        (Service.HANDSBUY, State.QUOTED, "Open the payment page"),
        (Service.HANDSBUY, State.SWAP, "Swap it with the guide"),
        (Service.HANDSBUY, State.RETURN_DUE, "I have sent the old part back"),
    ],
)
def test_the_one_thing_to_do_fits_where_the_case_stands(
    qtbot: QtBot, open_window: OpenWindow, service: Service, state: State, words: str
) -> None:
    brought(Cases(), service, state)
    window = open_window()
    settled(qtbot, window)
    offered = [name for name in names(window.page) if " — " in name and not name.startswith("View the case:")]
    assert [name.partition(" — ")[0] for name in offered] == [words]


def test_a_draft_goes_on_where_it_was_left(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = begun(store, Service.HANDSBUY, "Since yesterday")
    answers = {"starts": "no", "of another version": "no"}
    store.edit(case.id, dataclasses.replace(case.request, power_answers=answers))
    window = open_window()
    settled(qtbot, window)
    press(qtbot, window, f"Go on writing — {_TITLE}")
    assert window.page.name == PageName.SYMPTOM
    session = window._session
    assert session.case_id == case.id
    assert session.request.words == "Since yesterday"
    assert session.request.symptom == Symptom.STORAGE
    assert session.request.service is None, "nobody chose one"
    assert session.answers
    assert session.answers.told() == {"starts": "no"}


def test_what_waits_to_be_sent_is_offered_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = begun(store, Service.HANDSBUY)
    store.prepare(case.id, Way.TELEPHONE)
    window = open_window()
    settled(qtbot, window)
    press(qtbot, window, f"Send it — {_TITLE}")
    assert window.page.name == PageName.HANDOVER
    qtbot.waitUntil(lambda: "Did you reach our centre?" in texts(window))


def test_two_cards_at_most_and_the_owners_turn_first(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    brought(store, Service.HANDSBUY, State.RETURN_DUE)
    for _ in range(3):
        brought(store, Service.HANDS_ON, State.ASKED)
    brought(store, Service.PHONE_MAIL, State.CLOSED)
    window = open_window()
    settled(qtbot, window)
    assert lines(window) == ["7 / 7: Return", "2 / 5: Confirmation"]
    press(qtbot, window, "All cases (5)")
    assert window.page.name == PageName.CASES


def test_closed_cases_alone_leave_only_the_way_to_them(qtbot: QtBot, open_window: OpenWindow) -> None:
    brought(Cases(), Service.PHONE_MAIL, State.CLOSED)
    window = open_window()
    settled(qtbot, window)
    assert lines(window) == []
    assert "All cases (1)" in names(window.page)


def test_the_title_opens_the_case_and_back_leads_home(qtbot: QtBot, open_window: OpenWindow) -> None:
    brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window()
    settled(qtbot, window)
    title = find(window, f"View the case: {_TITLE}")
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert window.page.name == PageName.CASE
    assert "Next: Swap of the part" in texts(window.page)
    press(qtbot, window, "Back")
    assert lines(window) == ["5 / 7: Swap"]  # home's card
    assert "Do you need help?" in texts(window.page)


def test_a_case_that_changes_elsewhere_changes_its_card(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    settled(qtbot, window)
    store.move(case.id, Move.RECEIVE, expected=State.SHIPPED)
    window._session.desk.load()
    qtbot.waitUntil(lambda: f"Swap it with the guide — {_TITLE}" in names(window.page))


def test_the_keyboard_stays_on_the_card(qtbot: QtBot, open_window: OpenWindow) -> None:
    brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    settled(qtbot, window)
    button = find(window, f"The part has arrived — {_TITLE}")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    settled(qtbot, window)

    def focused() -> str:
        widget: QWidget | None = window.focusWidget()
        return widget.accessibleName() if widget else ""

    qtbot.waitUntil(lambda: focused() == f"Swap it with the guide — {_TITLE}")


def test_the_payment_page_opens_once_its_host_was_looked_at(
    qtbot: QtBot, open_window: OpenWindow, browser: Path
) -> None:
    brought(Cases(), Service.HANDSBUY, State.QUOTED)
    window = open_window()
    settled(qtbot, window)
    press(qtbot, window, f"Open the payment page — {_TITLE}")
    asked = dialog(qtbot, window)
    assert "pay.example.com" in texts(asked).replace("\u200b", "").splitlines()
    assert not browser.exists()
    press(qtbot, asked, "Open in the browser")
    qtbot.waitUntil(lambda: "The payment page was opened" in told(window))
    assert browser.read_text() == "https://pay.example.com/q?id=1042"
    assert Cases().all()[0].state == State.QUOTED


def test_a_long_host_is_seen_to_its_end(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.DECIDED)
    host = "pay." + "m" * 58 + ".evil.example.com"
    told_ = Particulars(payment_address=f"https://{host}/")
    store.move(case.id, Move.QUOTE, expected=State.DECIDED, particulars=told_)
    window = open_window()
    settled(qtbot, window)
    press(qtbot, window, f"Open the payment page — {_TITLE}")
    asked = dialog(qtbot, window)
    shown = next(label for label in asked.findChildren(QLabel) if label.accessibleName().startswith("pay."))
    assert shown.accessibleName() == shown.text().replace("\u200b", "") == host
    assert shown.visibleRegion().boundingRect() == shown.rect()
    metrics = QFontMetrics(shown.font())
    needed = metrics.boundingRect(QRect(0, 0, shown.width(), 1000), _WRAPPED, shown.text()).size()
    assert needed.width() <= shown.width()
    assert needed.height() <= shown.height()


def test_without_a_browser_the_address_can_be_copied(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    brought(Cases(), Service.HANDSBUY, State.QUOTED)
    window = open_window()
    settled(qtbot, window)
    press(qtbot, window, f"Open the payment page — {_TITLE}")
    asked = dialog(qtbot, window)
    press(qtbot, asked, "Open in the browser")
    qtbot.waitUntil(lambda: "No browser could be opened" in texts(asked))
    assert find(asked, "Open in the browser").isEnabled()


def test_an_address_that_is_none_is_not_opened(qtbot: QtBot, open_window: OpenWindow, browser: Path) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.DECIDED)
    bad = Particulars(payment_address="https://pay.example.com@evil.example/")
    store.move(case.id, Move.QUOTE, expected=State.DECIDED, particulars=bad)
    window = open_window()
    settled(qtbot, window)
    press(qtbot, window, f"Open the payment page — {_TITLE}")
    assert "can be opened safely" in told(window)
    assert not browser.exists()


def test_a_store_that_was_put_aside_is_told_until_it_was_seen(qtbot: QtBot, open_window: OpenWindow) -> None:
    brought(Cases(), Service.PHONE_MAIL, State.SENT)
    next(paths.cases().glob("*.sqlite3")).write_bytes(b"no database" * 500)
    window = open_window()
    settled(qtbot, window)
    assert "were kept aside" in texts(window.page)
    assert "cases-broken-" in texts(window.page)
    press(qtbot, window, "Put this notice away")
    assert "were kept aside" not in texts(window.page)
    assert "cases-broken-" in settings.load(window._session.settings_path).seen_put_aside
    window.close()
    again = open_window()
    settled(qtbot, again)
    assert "were kept aside" not in texts(again.page)


def test_a_store_that_cannot_be_used_is_told_with_what_is_safe(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = paths.cases() / "cases.sqlite3"
    store.mkdir(parents=True)
    window = open_window()
    settled(qtbot, window)
    assert "Your cases cannot be read or kept at the moment" in texts(window.page)
    assert "What was kept before is untouched" in texts(window.page)
    store.rmdir()
    press(qtbot, window, "Try again")
    qtbot.waitUntil(lambda: "cannot be read" not in texts(window.page))


_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from haas_client.ui.bridge import Bridge
from haas_client.ui.session import Session
from haas_client.ui.theme import Theme
from haas_client.ui.window import Window
application = QApplication([])
theme = Theme(application, dark=False)
session = Session(Bridge(), lambda: None, Path(sys.argv[1]))
window = Window(session)
window.show()
window.repaint()
if sys.argv[2] == "whole":
    QTimer.singleShot(300, application.quit)
    application.exec()
print(*sorted(name for name in sys.modules if name.startswith("haas_client.cases") or name == "sqlite3"))
"""


@pytest.mark.parametrize("until", ["first frame", "whole"])
def test_a_start_without_cases_loads_nothing_of_them(tmp_path: Path, until: str) -> None:
    assert _loaded(tmp_path, until) == ""


def test_the_first_frame_waits_for_nothing_of_cases(tmp_path: Path) -> None:
    begun(Cases(), Service.HANDSBUY)
    assert _loaded(tmp_path, "first frame") == ""


def _loaded(tmp_path: Path, until: str) -> str:
    command = (sys.executable, "-P", "-c", _START, str(tmp_path / "settings.json"), until)
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    return ended.stdout.strip()


def test_every_button_of_a_card_can_be_reached_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window()
    settled(qtbot, window)
    window.page.first_focus().setFocus()  # type: ignore[union-attr]
    reached = set()
    for _ in range(20):
        qtbot.keyClick(window, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        if isinstance(focused, QPushButton):
            reached.add(focused.accessibleName())
    assert {f"View the case: {_TITLE}", f"Swap it with the guide — {_TITLE}", "All cases (1)"} <= reached
