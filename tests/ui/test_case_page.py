"""The page of a case: every step that the owner may record, what has happened, and what comes of it."""

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from haas_client.cases import states
from haas_client.cases.model import Actor, Case, FileKind, State, Way
from haas_client.cases.states import Move
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.i18n import translator
from haas_client.request import Service
from haas_client.ui.pages.page import PageName
from haas_client.ui.window import MINIMUM, Window
from haas_client.wording import cases as words
from tests import pseudo
from tests.ui.conftest import OpenWindow
from tests.ui.desks import choose_other, lines, menu_words, opened, settled, told
from tests.ui.lives import PLACES, begun, brought, photo
from tests.ui.seen import find, names, press, texts

EN = translator("en")


@pytest.mark.parametrize(("service", "state"), PLACES)
def test_every_step_that_the_owner_may_record_is_there(
    qtbot: QtBot, open_window: OpenWindow, service: Service, state: State
) -> None:
    case = brought(Cases(), service, state)
    window = open_window()
    opened(qtbot, window, case)
    offered = {*names(window.page), *menu_words(window)}
    possible = {
        words.move_button(step.move, EN, state) for step in states.steps(service, state) if Actor.OWNER in step.by
    }
    assert possible <= offered
    every = {words.move_button(move, EN, state) for move in Move}
    assert offered & every == possible
    assert words.next_how(service, state, EN) in texts(window.page)
    assert len(lines(window)) == 1


def test_a_longer_language_has_room_in_the_smallest_window(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window()
    pseudo.use()
    window.resize(*MINIMUM)
    opened(qtbot, window, case)
    area = window.page._area  # type: ignore[attr-defined]  # a case's page
    qtbot.waitUntil(lambda: area.viewport().width() >= area.widget().width() > 0)
    assert any(pseudo.OPEN in name for name in names(window.page))


def test_a_case_is_taken_from_its_first_word_to_its_end(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    for button, state in (
        ("The part has arrived", State.SWAP),
        ("Swapped, and it works", State.CHECKED),
        ("Told: no return needed", State.KEEPS_OLD_PART),
        ("Close the case", State.CLOSED),
    ):
        press(qtbot, window, button)
        settled(qtbot, window)
        assert Cases().get(case.id).state == state
    qtbot.waitUntil(lambda: lines(window) == ["7 / 7: Finished"])


def test_the_header_says_which_case_it_is_and_prints_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window()
    opened(qtbot, window, case)
    assert "HandsBuy — Swap of storage" in texts(window._header)
    assert "Receipt number HB-1042" in texts(window._header)
    qtbot.waitUntil(lambda: "Print" in names(window._header))
    press(qtbot, window, "Back")
    assert "Print" not in names(window._header)
    assert "HB-1042" not in texts(window._header)


def test_the_timeline_has_the_newest_first_and_what_was_taken_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.PAID)
    case = store.take_back(case.id, expected=State.PAID)
    window = open_window()
    opened(qtbot, window, case)
    shown = texts(window.page)
    order = ["Taken back: Payment made", "Payment made (taken back)", "Quotation", "HandsBuy agreed", "Request sent"]
    assert [shown.index(text) for text in order] == sorted(shown.index(text) for text in order)
    assert "Centre (noted by you) · Price 0 yen" in shown
    assert not any(name.startswith("Take back") for name in names(window.page))


def test_the_last_step_is_taken_back_from_the_timeline(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Take back: Part arrived")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.SHIPPED
    assert told(window) == "Taken back: Part arrived"


@pytest.mark.parametrize("other", [False, True])
def test_of_two_that_wait_the_one_that_is_shown_is_meant(qtbot: QtBot, open_window: OpenWindow, other: bool) -> None:
    """As after a sending that was taken back while more was made ready."""
    store = Cases()
    case = store.prepare(begun(store, Service.HANDSBUY).id, Way.FILE)
    case = store.confirm_sent(case.id, case.waiting[0].id)
    store.prepare(case.id, Way.TELEPHONE)
    case = store.take_back(case.id, expected=State.ASKED)
    assert [parcel.way for parcel in case.waiting] == [Way.FILE, Way.TELEPHONE]
    window = open_window()
    opened(qtbot, window, case)
    if other:
        choose_other(window, "It need not be sent")
    else:
        press(qtbot, window, "I have sent it")
    settled(qtbot, window)
    assert [parcel.way for parcel in store.get(case.id).waiting] == [Way.FILE]


def test_a_step_from_the_others(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    choose_other(window, "Go on with Hands-on")
    settled(qtbot, window)
    assert Cases().get(case.id).service == Service.HANDS_ON
    assert "Hands-on — Trouble with storage" in texts(window._header)


def test_work_that_is_too_hard_changes_to_a_repair(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SWAP)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Change to a repair")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.REPAIR
    press(qtbot, window, "Undo")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.SWAP


def test_what_waits_is_confirmed_as_sent(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = begun(store, Service.HANDSBUY)
    store.prepare(case.id, Way.MAIL)
    window = open_window()
    opened(qtbot, window, case)
    assert "Send what is ready" in texts(window.page)
    press(qtbot, window, "I have sent it")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.ASKED
    assert not Cases().get(case.id).waiting


def test_what_waits_need_not_be_sent(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = begun(store, Service.HANDSBUY)
    store.prepare(case.id, Way.MAIL)
    window = open_window()
    opened(qtbot, window, case)
    choose_other(window, "It need not be sent")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.DRAFT
    assert not Cases().get(case.id).waiting
    qtbot.waitUntil(lambda: "Go on writing" in names(window.page))


def test_what_is_sent_more_says_so_and_offers_no_other_step_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.ASKED)
    store.prepare(case.id, Way.MAIL)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "I have sent it")
    settled(qtbot, window)
    assert told(window) == "Noted: More was sent"
    assert "Undo" not in names(window)


def test_a_step_made_in_another_window_is_not_made_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    store.move(case.id, Move.RECEIVE, expected=State.SHIPPED)
    press(qtbot, window, "The part has arrived")
    settled(qtbot, window)
    assert "This step does not follow from where your case stands now." in told(window)
    assert "Nothing was changed." in told(window)
    qtbot.waitUntil(lambda: "Swapped, and it works" in names(window.page))
    assert [event.move for event in Cases().get(case.id).events].count(Move.RECEIVE) == 1


def test_a_case_that_is_gone_leads_home(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    store.erase(case.id)
    press(qtbot, window, "The part has arrived")
    settled(qtbot, window)
    assert window.page.name == PageName.HOME
    assert "This case is not there any more." in told(window)


def test_a_case_that_goes_while_it_is_looked_at_leads_home(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    store.delete(case.id)
    window._session.desk.load()
    qtbot.waitUntil(lambda: window.page.name == PageName.HOME)
    assert "This case is not there any more." in told(window)


def test_a_step_that_cannot_be_kept_is_told_and_can_be_made_again(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)

    def full(*_: object, **__: object) -> Case:
        raise CasesUnusable("There is no space left.", "What was kept before is untouched.")

    with monkeypatch.context() as patched:
        patched.setattr(Cases, "move", full)
        press(qtbot, window, "The part has arrived")
        qtbot.waitUntil(lambda: "There is no space left." in told(window))
    press(qtbot, window, "The part has arrived")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.SWAP


def test_nothing_is_pressed_twice_while_a_step_is_kept(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    gate = _gated(monkeypatch)
    button = find(window, "The part has arrived")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert not button.isEnabled()
    gate.set()
    settled(qtbot, window)
    qtbot.waitUntil(lambda: _focused(window) == "Swap it with the guide")


def test_a_deleted_case_comes_back_by_undo(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Delete this case")
    settled(qtbot, window)
    assert window.page.name == PageName.HOME
    assert told(window) == "The case was deleted."
    assert Cases().all() == ()
    press(qtbot, window, "Undo")
    settled(qtbot, window)
    assert told(window) == "The case is back."
    assert [one.id for one in Cases().all()] == [case.id]


def test_a_notice_goes_with_the_page_it_was_told_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "The part has arrived")
    settled(qtbot, window)
    assert told(window)
    press(qtbot, window, "Back")
    assert told(window) == ""


def test_a_notice_is_reached_from_the_header_by_keyboard(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "The part has arrived")
    settled(qtbot, window)
    find(window, "Back").setFocus()
    for expected in ("Print", "Undo"):  # as they are read: all of the header, then what stands below it
        qtbot.keyClick(window, Qt.Key.Key_Tab)
        assert _focused(window) == expected
    qtbot.keyClick(find(window, "Undo"), Qt.Key.Key_Return)
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.SHIPPED


def test_asking_again_goes_on_with_the_same_case(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.PHONE_MAIL, State.ANSWERED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Ask again")
    assert window.page.name == PageName.SEND
    assert window._session.case_id == case.id


def test_the_page_of_a_case_is_there_before_the_desk_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    window.open_case(case.id)
    assert "One moment …" in texts(window.page)
    qtbot.waitUntil(lambda: "The part has arrived" in names(window.page))


def _gated(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    gate = threading.Event()
    move: Callable[..., Case] = Cases.move

    def waiting(*arguments: Any, **named: Any) -> Case:
        gate.wait(10)
        return move(*arguments, **named)

    monkeypatch.setattr(Cases, "move", waiting)
    return gate


def _focused(window: Window) -> str:
    focused = window.focusWidget()
    return focused.accessibleName() if isinstance(focused, QPushButton) else ""


def test_all_of_a_case_is_saved_as_one_file(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.SHIPPED)
    _, lost = store.add_file(case.id, FileKind.PHOTO, "photo-01.jpg", photo())
    store.add_file(case.id, FileKind.PHOTO, "photo-02.jpg", photo())
    store.files.path(case.id, lost).unlink()
    window = open_window()
    opened(qtbot, window, case)
    place = tmp_path / "all.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(place), ""))
    press(qtbot, window, "Save everything as one file")
    qtbot.waitUntil(lambda: "All of it was saved." in texts(window))
    assert "Not in it, for they cannot be read any more: photo-01.jpg" in texts(window)
    with zipfile.ZipFile(place) as saved:
        assert saved.namelist() == ["case.html", "case.json", "files/02-photo-02.jpg"]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "all.zip"), ""))
    press(qtbot, window, "Save everything as one file")
    qtbot.waitUntil(lambda: "The folder does not exist." in texts(window))
