"""A link of the centre's as an owner meets it: clicked, pasted, agreed to, refused, and a flood of them."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from haas_client.cases.model import Case, State
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.links import codec
from haas_client.links.model import Action, Details
from haas_client.request import Request, Service, Symptom
from haas_client.ui.following import MAX_WAITING
from haas_client.ui.pages.page import PageName
from haas_client.ui.window import Window
from tests import links
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow, ready
from tests.ui.desks import settled, told
from tests.ui.lives import brought
from tests.ui.seen import find, names, press, shows, texts


@pytest.fixture
def window(open_window: OpenWindow, tmp_path: Path) -> Window:
    """On a PC whose file of the centre's keys is there."""
    window = open_window(hand_written.failing_ssd)
    links.pin(window._session.facts.folder)
    return window


def made(case: Case, action: Action, number: int = 1, **changed: Any) -> str:
    return codec.encode(links.link(action, now=datetime.now(UTC), case=case.id, number=number, **changed), links.KEY)


def test_a_click_shows_who_asks_for_what_and_waits(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.ASKED)
    window.open_link(made(case, Action.CONFIRM_HANDS_ON))
    shows(qtbot, window.page, "Hands-on is confirmed, free of charge")
    assert "From Linuxmania's customer centre" in texts(window.page)
    assert "2 of 3" in texts(window.page)
    assert Cases().get(case.id).state == State.ASKED
    press(qtbot, window, "Agree, and note it")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    assert Cases().get(case.id).state == State.CONFIRMED_FREE
    assert "Hands-on is confirmed" in told(window)


def test_not_now_changes_nothing_and_the_link_stays_good(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.PAID)
    text = made(case, Action.SHIPPED)
    window.open_link(text)
    press(qtbot, window, "Not now: nothing is changed")
    assert window.page.name == PageName.HOME
    assert Cases().get(case.id) == case
    window.open_link(text)
    shows(qtbot, window.page, "The part has been shipped")


def test_used_a_second_time_it_says_so(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.PAID)
    text = made(case, Action.SHIPPED)
    window.open_link(text)
    press(qtbot, window, "Agree, and note it")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    window.open_link(text)
    shows(qtbot, window.page, "This link has been used already.")
    assert len([one for one in Cases().get(case.id).events if one.link]) == 1


def test_used_in_another_window_meanwhile_it_is_refused_here(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.PAID)
    window.open_link(made(case, Action.SHIPPED))
    shows(qtbot, window.page, "The part has been shipped")
    from haas_client.links import effects

    link = codec.opened(codec.sealed(made(case, Action.SHIPPED)))
    Cases().follow(case.id, effects.told(case, link), expected=case.state)
    press(qtbot, window, "Agree, and note it")
    shows(qtbot, window.page, "This link has been used already.")


def test_one_is_pasted_as_a_mail_program_left_it(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window.open(PageName.CENTRE)
    press(qtbot, window, "Paste a link from the centre's mail")
    assert not find(window, "Check the link").isEnabled()
    field = window.page.findChildren(QPlainTextEdit)[0]
    text = made(case, Action.OFFER_HANDSBUY)
    field.setPlainText(f"> {text[:70]}\n> {text[70:]}\n")
    press(qtbot, window, "Check the link")
    shows(qtbot, window.page, "The centre proposes HandsBuy")
    press(qtbot, window, "Agree to HandsBuy")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    assert Cases().get(case.id).state == State.FREE


def test_a_forged_one_is_told_plainly_and_offers_nothing_to_agree_to(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    text = codec.encode(links.link(Action.CLOSE, now=datetime.now(UTC), case=case.id), links.OTHER_KEY)
    window.open_link(text)
    shows(qtbot, window.page, "This link does not carry our centre's mark.")
    assert "warranty card" in texts(window.page)
    assert "Close the case" not in names(window.page)


def test_before_its_case_exists_it_is_refused(qtbot: QtBot, window: Window) -> None:
    window._session.change(warranty_number=links.WARRANTY)
    text = codec.encode(links.link(Action.CLOSE, now=datetime.now(UTC)), links.KEY)
    window.open_link(text)
    shows(qtbot, window.page, "is not on this PC")


def test_where_the_pc_is_not_known_its_number_is_asked_for(qtbot: QtBot, window: Window) -> None:
    store = Cases()
    case = store.begin(Request(symptom=Symptom.OTHER), Service.PHONE_MAIL)
    case = brought(store, Service.PHONE_MAIL, State.SENT, case)
    window.open_link(made(case, Action.MESSAGE))
    shows(qtbot, window.page, "Which PC this is, is not known yet.")
    field = window.page.findChildren(QLineEdit)[0]
    field.setText("ｌｍー24-018233")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    shows(qtbot, window.page, "A message of the centre")
    press(qtbot, window, "Keep it in the case")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)
    assert Cases().get(case.id).state == State.ANSWERED


def test_markup_in_a_message_is_text(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    evil = '<a href="https://evil.example/">click</a> <img src="file:///etc/passwd">'
    window.open_link(made(case, Action.MESSAGE, details=Details(text=evil)))
    shows(qtbot, window.page, "A message of the centre")
    shown = [one for one in window.page.findChildren(QLabel) if one.text().replace("\u200b", "") == evil]
    assert [one.textFormat() for one in shown] == [Qt.TextFormat.PlainText]


def test_a_diagnosis_that_is_asked_for_is_made_in_the_case(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window.open_link(made(case, Action.DIAGNOSE))
    press(qtbot, window, "Diagnose now")
    qtbot.waitUntil(lambda: window._session.result is not None, timeout=20_000)
    settled(qtbot, window)
    assert [file.kind for file in Cases().get(case.id).files] == ["diagnosis"]


def test_ten_thousand_at_once_leave_one_to_read_and_a_few_to_wait(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.PAID)
    window.open_link(made(case, Action.SHIPPED))
    shows(qtbot, window.page, "The part has been shipped")
    for number in range(10_000):
        window.open_link(f"linuxmania-haas:{number}")
    assert window.following.waiting == MAX_WAITING
    assert "The part has been shipped" in texts(window.page)
    press(qtbot, window, "Agree, and note it")
    shows(qtbot, window.page, "This is no whole link of our centre.")
    assert Cases().get(case.id).state == State.SHIPPED


def test_clicked_twice_it_is_looked_at_once(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.PAID)
    texts_ = [made(case, Action.SHIPPED), made(case, Action.MESSAGE, number=2)]
    for text in texts_ * 3:
        window.open_link(text)
    shows(qtbot, window.page, "The part has been shipped")
    assert window.following.waiting == 1
    press(qtbot, window, "Not now: nothing is changed")
    shows(qtbot, window.page, "A message of the centre")


def test_by_keyboard_alone(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.PAID)
    window.open_link(made(case, Action.SHIPPED))
    shows(qtbot, window.page, "The part has been shipped")
    yes = find(window, "Agree, and note it")
    qtbot.waitUntil(yes.hasFocus)
    qtbot.keyClick(yes, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)


def test_a_number_that_was_typed_is_not_asked_for_again_after_a_failure(
    qtbot: QtBot, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Cases()
    case = store.begin(Request(symptom=Symptom.OTHER), Service.PHONE_MAIL)
    case = brought(store, Service.PHONE_MAIL, State.SENT, case)
    window.following.look_at(made(case, Action.MESSAGE), links.WARRANTY)
    window.open(PageName.LINK)
    shows(qtbot, window.page, "A message of the centre")

    def full(*_: object, **__: object) -> Case:
        raise CasesUnusable("No room", "Make room")

    with monkeypatch.context() as patched:
        patched.setattr(Cases, "follow", full)
        press(qtbot, window, "Keep it in the case")
        qtbot.waitUntil(lambda: "No room" in told(window))
    press(qtbot, window, "Keep it in the case")
    qtbot.waitUntil(lambda: window.page.name == PageName.CASE)


def test_words_that_could_not_be_kept_are_not_given_up_for_a_diagnosis(qtbot: QtBot, window: Window) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window._session.draft.problem = ("No room", "Make room")
    window.open_link(made(case, Action.DIAGNOSE))
    press(qtbot, window, "Diagnose now")
    qtbot.waitUntil(lambda: "What you were writing is still there" in told(window))
    assert not window._session.running
    assert window._session.case_id != case.id


@pytest.mark.parametrize("with_diagnosis", [False, True])
def test_a_mail_names_the_case_that_links_find(qtbot: QtBot, window: Window, *, with_diagnosis: bool) -> None:
    session = window._session
    if with_diagnosis:  # and nothing typed: the case is begun only when it goes
        session.start()
        qtbot.waitUntil(lambda: session.result is not None, timeout=20_000)
    else:
        session.resume(brought(Cases(), Service.HANDSBUY, State.ASKED))
    window.open(PageName.SEND)
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.write_mail()
    (case,) = Cases().all()
    last = window.delivery.last
    assert last is not None
    assert last.draft is not None
    assert f"Case on the PC: {case.id}" in last.draft.body
    assert case.waiting[-1].mail is not None
    assert case.waiting[-1].mail.body == last.draft.body
