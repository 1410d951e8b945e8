"""Writing to the centre: nothing typed is lost, whatever ends the program, and it is taken up where it was left."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from haas_client import i18n
from haas_client.bundle import archive
from haas_client.cases.model import Case, FileKind, State, Way
from haas_client.cases.store import Cases
from haas_client.diagnostics.checklist import Answer, PowerQuestion
from haas_client.diagnostics.machine_host import machine_host
from haas_client.request import Request, Service, Symptom
from haas_client.ui.bridge import Bridge
from haas_client.ui.case_draft import Writing
from haas_client.ui.pages.page import PageName
from haas_client.ui.photos import Refused
from haas_client.ui.session import Session
from haas_client.ui.widgets.words_edit import WordsEdit
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow, Started, ready
from tests.ui.lives import photo
from tests.ui.seen import labels, press, seen, texts
from tests.ui.test_flow import cut_off


def words_of(window: Window) -> WordsEdit:
    found = seen(window.page, WordsEdit)
    assert len(found) == 1
    return found[0]


def settled(qtbot: QtBot, session: Session) -> None:
    """Waits until all that was asked of the store is done."""
    done: list[bool] = []
    session.desk.ask(lambda store: True, session, done.append, lambda error: done.append(False))
    qtbot.waitUntil(lambda: bool(done))


def kept() -> tuple[Case, ...]:
    """What another program would find."""
    return Cases().all()


def begin(qtbot: QtBot, window: Window, symptom: str = "Trouble with storage", words: str = "since yesterday") -> None:
    press(qtbot, window, "Get help")
    press(qtbot, window, symptom)
    qtbot.keyClicks(words_of(window), words)


@pytest.fixture
def other_session(qtbot: QtBot, tmp_path: Path, own_home: Path) -> "Session":
    """Another start of the program, on the same store."""
    host = machine_host(hand_written.healthy(tmp_path / "other"))
    return Session(Bridge(), lambda: host, own_home / "settings.json")


def test_the_first_choice_begins_a_draft_and_words_follow_a_second_later(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(qtbot, window, "Get help")
    assert not window._session.draft.begun
    press(qtbot, window, "Trouble with storage")
    qtbot.waitUntil(lambda: len(kept()) == 1)
    qtbot.keyClicks(words_of(window), "it clicks")
    qtbot.waitUntil(lambda: kept()[0].request.words == "it clicks")
    [case] = kept()
    assert case.state == State.DRAFT
    assert case.request.symptom == Symptom.STORAGE
    assert case.id == window._session.case_id


def test_typing_is_not_written_letter_by_letter(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window, words="")
    settled(qtbot, window._session)
    qtbot.keyClicks(words_of(window), "many letters")
    settled(qtbot, window._session)
    assert kept()[0].request.words == ""
    assert window._session.draft._timer.isActive()


def test_leaving_the_page_keeps_the_words_at_once(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window, words="half a sen")
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert window.page.name == PageName.HOME
    assert not window._session.draft._timer.isActive()
    settled(qtbot, window._session)
    assert kept()[0].request.words == "half a sen"


def test_closing_the_window_keeps_what_was_typed_last(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window, words="last w")
    window.close()
    assert [case.request.words for case in kept()] == ["last w"]


def test_cancel_erases_a_draft_with_nothing_in_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window, words="")
    press(qtbot, window, "Cancel")
    settled(qtbot, window._session)
    assert window.page.name == PageName.HOME
    assert kept() == ()
    assert window._session.request.symptom is None
    assert window._session.case_id == ""


def test_cancel_leaves_a_draft_with_words_among_the_cases(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window, words="it clicks")
    press(qtbot, window, "Cancel")
    settled(qtbot, window._session)
    [case] = kept()
    assert case.request.words == "it clicks"
    assert window._session.case_id == ""
    press(qtbot, window, "Get help")
    assert words_of(window).toPlainText() == ""
    window.open(PageName.HOME)
    window._session.resume(window._session.desk.open[0])
    window.open(PageName.SYMPTOM)
    assert words_of(window).toPlainText() == "it clicks"
    assert window._session.case_id == case.id


def test_a_diagnosis_goes_into_the_draft_whole(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    settled(qtbot, window._session)
    [case] = kept()
    [file] = case.of_kind(FileKind.DIAGNOSIS)
    bundle = archive.read(Cases().files.path(case.id, file))
    assert window._session.result is not None
    assert len(bundle.manifest.sections) == 5  # all of them; there are no photos
    assert {one.code for one in bundle.diagnosis.findings} == {  # type: ignore[union-attr]  # of a known machine
        one.code for one in window._session.result.diagnosis.findings
    }


def test_a_diagnosis_without_a_request_makes_no_case(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Diagnose now")
    settled(qtbot, window._session)
    assert kept() == ()


def test_another_start_of_the_program_goes_on_where_it_was_left(
    qtbot: QtBot, open_window: OpenWindow, other_session: Session
) -> None:
    """As after a kill: nothing of the first session is closed, saved or told."""
    window = open_window()
    begin(qtbot, window)
    checklist = window._session.answers
    assert checklist is None
    from haas_client.diagnostics.checklist import PowerChecklist

    window._session.answer(PowerChecklist().with_answer(PowerQuestion.FAN_SPINS, Answer.NO))
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    press(qtbot, window, "I would like HandsBuy")
    settled(qtbot, window._session)
    first = window._session.result
    assert first is not None

    desk = other_session.desk
    with qtbot.waitSignal(desk.changed):
        desk.load()
    [case] = desk.open
    assert case.service == Service.HANDSBUY
    with qtbot.waitSignal(other_session.changed):
        other_session.resume(case)
    assert other_session.request.words == "since yesterday"
    assert other_session.answers is not None
    assert other_session.answers.of(PowerQuestion.FAN_SPINS) == Answer.NO
    evidence = other_session.evidence
    assert evidence is not None
    assert [one.code for one in evidence.diagnosis.findings] == [one.code for one in first.diagnosis.findings]
    # The same bundle can be made of it: nothing is redacted twice, nothing is lost.
    first_members, again = window._session.build().members, other_session.build().members
    assert again.keys() == first_members.keys()
    assert again["snapshot.json"] == first_members["snapshot.json"]
    assert {name: again[name] for name in again if name.startswith("raw/")} == {
        name: first_members[name] for name in first_members if name.startswith("raw/")
    }
    other_session.bridge.close()


def test_a_draft_that_was_taken_up_before_its_diagnosis_gets_a_recommendation(
    qtbot: QtBot, open_window: OpenWindow, other_session: Session
) -> None:
    """Its service is what fitted the words alone; nobody chose it."""
    window = open_window()
    begin(qtbot, window)
    settled(qtbot, window._session)
    desk = other_session.desk
    with qtbot.waitSignal(desk.changed):
        desk.load()
    [case] = desk.open
    with qtbot.waitSignal(other_session.changed):
        other_session.resume(case)
    assert other_session.request.service is None
    other_session.bridge.close()


def test_a_draft_that_was_taken_up_is_shown_and_can_be_sent(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    first = open_window()
    begin(qtbot, first)
    with qtbot.waitSignal(first._session.finished):
        press(qtbot, first, "Start the diagnosis")
    settled(qtbot, first._session)
    window = open_window(hand_written.healthy)
    session = window._session
    with qtbot.waitSignal(session.finished):
        session.start()  # the PC is another by now
    session.desk.load()
    qtbot.waitUntil(lambda: bool(session.desk.open))
    with qtbot.waitSignal(session.changed):
        session.resume(session.desk.open[0])
    window.open(PageName.SEND)
    assert window.page.name == PageName.SEND
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "out.zip")
    assert "2034E2B51F3A" in archive.read(tmp_path / "out.zip").members["snapshot.json"].decode()


def test_a_case_is_taken_up_as_it_was_kept_last(qtbot: QtBot, open_window: OpenWindow) -> None:
    """Its last words were still on their way to the store when it was taken up from a card."""
    store = Cases()
    on_card = store.begin(Request(symptom=Symptom.STORAGE, words="since"), Service.PHONE_MAIL)
    store.edit(on_card.id, Request(symptom=Symptom.STORAGE, words="since yesterday"))
    store.add_file(on_card.id, FileKind.PHOTO, "photo-01.jpg", photo())
    window = open_window()
    with qtbot.waitSignal(window._session.changed):
        window._session.resume(on_card)
    window.open(PageName.SYMPTOM)
    assert words_of(window).toPlainText() == "since yesterday"
    assert [one.name for one in window._session.draft.photos.shown] == ["photo-01.jpg"]
    window._session.draft.save()
    settled(qtbot, window._session)
    assert store.get(on_card.id).request.words == "since yesterday"


def test_what_is_written_while_a_case_is_read_stays(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    on_card = store.begin(Request(symptom=Symptom.STORAGE, words="since"), Service.PHONE_MAIL)
    store.edit(on_card.id, Request(symptom=Symptom.STORAGE, words="since yesterday"))
    session = open_window()._session
    with qtbot.waitSignal(session.changed):
        session.resume(on_card)
        session.change(words="since today")
    assert session.request.words == "since today"


def test_a_kept_diagnosis_that_cannot_be_read_is_told(qtbot: QtBot, open_window: OpenWindow) -> None:
    first = open_window()
    begin(qtbot, first)
    with qtbot.waitSignal(first._session.finished):
        press(qtbot, first, "Start the diagnosis")
    settled(qtbot, first._session)
    (case,) = Cases().all()
    Cases().files.path(case.id, case.of_kind(FileKind.DIAGNOSIS)[0]).write_bytes(b"something else")
    window = open_window()
    qtbot.waitUntil(lambda: bool(window._session.desk.open))
    window._session.resume(case)
    window.open(PageName.SEND)
    assert window.delivery.outgoing.built is None
    qtbot.waitUntil(lambda: "cannot be read any more" in texts(window.page))


def test_where_nothing_can_be_kept_all_goes_on_and_that_is_said(
    qtbot: QtBot, open_window: OpenWindow, own_home: Path, tmp_path: Path
) -> None:
    folder = own_home / "data" / "linuxmania-haas"
    folder.mkdir(parents=True)
    (folder / "cases").write_text("no folder")
    window = open_window()
    begin(qtbot, window, words="kept nowhere")
    notice = "What you write here cannot be kept at the moment"
    qtbot.waitUntil(lambda: notice in texts(window.page))
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    press(qtbot, window, "I would like HandsBuy")
    ready(qtbot, window)
    assert notice in texts(window.page)
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(tmp_path / "out.zip")
    assert archive.read(tmp_path / "out.zip").request.words == "kept nowhere"
    assert "This could not be kept among your cases" in texts(window.page)
    assert "Did you send it?" not in texts(window.page)


def test_cancel_keeps_the_words_in_the_form_where_no_case_can_keep_them(
    qtbot: QtBot, open_window: OpenWindow, own_home: Path
) -> None:
    folder = own_home / "data" / "linuxmania-haas"
    folder.mkdir(parents=True)
    (folder / "cases").write_text("no folder")
    window = open_window()
    begin(qtbot, window, words="kept nowhere")
    settled(qtbot, window._session)
    press(qtbot, window, "Cancel")
    press(qtbot, window, "Get help")
    assert words_of(window).toPlainText() == "kept nowhere"


def test_a_case_that_is_deleted_elsewhere_is_not_written_any_more(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    session = window._session
    begin(qtbot, window)
    settled(qtbot, session)
    with qtbot.waitSignal(session.draft.gone):
        session.desk.ask(lambda store: store.delete(session.case_id))
    assert session.case_id == ""
    assert words_of(window).toPlainText() == ""
    settled(qtbot, session)
    assert kept() == ()


def test_back_at_the_start_the_next_request_is_another_case(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window, words="the first")
    window._session.begin_anew()
    window.open(PageName.HOME)
    begin(qtbot, window, words="the second")
    window._session.draft.save()
    settled(qtbot, window._session)
    assert sorted(case.request.words for case in kept()) == ["the first", "the second"]


def test_a_question_without_a_diagnosis_is_only_the_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(qtbot, window, "Get help")
    press(qtbot, window, "Trouble with storage")
    assert "Ask without a diagnosis" not in [one.text() for one in seen(window.page, QPushButton)]
    press(qtbot, window, "How do I …?")
    qtbot.keyClicks(words_of(window), "how do I print")
    press(qtbot, window, "Ask without a diagnosis")
    assert window.page.name == PageName.SEND
    ready(qtbot, window)
    shown = texts(window.page)
    assert "You are asking without a diagnosis" in shown
    assert "List of parts" not in labels(window.page)
    assert not find_all(window, "Save as a file")
    press(qtbot, window, "Look at: What you wrote")


def find_all(window: QWidget, name: str) -> list[QPushButton]:
    return [one for one in seen(window, QPushButton) if one.accessibleName() == name]


def test_two_changes_at_once_make_one_case(qtbot: QtBot, open_window: OpenWindow) -> None:
    """The end of the program in the middle of the first saving: the case is begun once."""
    window = open_window()
    session = window._session
    gate = threading.Event()
    session.desk.ask(lambda store: gate.wait(5))  # whatever follows waits behind it
    begin(qtbot, window, words="once")
    window.close()
    assert len(kept()) == 1
    gate.set()
    settled(qtbot, session)
    assert [case.request.words for case in kept()] == ["once"]


def test_a_diagnosis_that_cannot_be_read_any_more_is_told(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    settled(qtbot, window._session)
    [case] = kept()
    [file] = case.of_kind(FileKind.DIAGNOSIS)
    Cases().files.path(case.id, file).write_bytes(b"broken")
    other = open_window(hand_written.healthy)
    other._session.resume(case)
    other.open(PageName.SYMPTOM)
    qtbot.waitUntil(lambda: f"The file {file.name} of this case cannot be read any more." in texts(other.page))
    assert words_of(other).toPlainText() == "since yesterday"


def test_a_case_that_was_sent_elsewhere_is_not_written_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    session = window._session
    begin(qtbot, window)
    settled(qtbot, session)
    case_id = session.case_id

    def send(store: Cases) -> None:
        case = store.prepare(case_id, Way.TELEPHONE)
        store.confirm_sent(case_id, case.waiting[0].id)

    session.desk.ask(send)
    settled(qtbot, session)
    window.open(PageName.HOME)
    press(qtbot, window, "Get help")
    assert words_of(window).toPlainText() == ""
    assert session.case_id == ""


def test_the_end_in_the_middle_of_the_first_saving_makes_no_second_case(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ending = threading.Event(), threading.Event()
    real_begin, real_keep = Cases.begin, Writing.keep

    def slow(self: Cases, *wanted: Any) -> Case:
        if not begun.is_set():
            begun.set()
            ending.wait(5)
        return real_begin(self, *wanted)

    def keep(self: Writing, store: Cases) -> str:
        if begun.is_set():  # the window is being closed
            ending.set()
        return real_keep(self, store)

    monkeypatch.setattr(Cases, "begin", slow)
    monkeypatch.setattr(Writing, "keep", keep)
    window = open_window()
    begin(qtbot, window, words="")
    qtbot.waitUntil(begun.is_set)
    qtbot.keyClicks(words_of(window), "at last")
    window.close()
    settled(qtbot, window._session)
    assert [case.request.words for case in kept()] == ["at last"]


def test_leaving_the_program_keeps_what_was_typed_last(qtbot: QtBot, start: Started) -> None:
    program = start(tray=True)
    window = program.show_window()
    qtbot.waitExposed(window)
    begin(qtbot, window, words="bye")
    program.close()
    assert [case.request.words for case in kept()] == ["bye"]


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("symptom", [Symptom.STORAGE, Symptom.HOW_TO])
def test_while_a_test_runs_a_question_can_be_asked_and_nothing_is_cut_off(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, language: str, symptom: Symptom
) -> None:
    i18n.use(language)
    monkeypatch.setattr(Session, "trial_runs", True)
    window = open_window()
    window.resize(window.minimumSize())
    window._session.change(symptom=symptom)
    window.open(PageName.SYMPTOM)
    assert find_all(window, i18n.t("Ask without a diagnosis"))
    qtbot.waitUntil(lambda: cut_off(window) == [])


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_with_all_that_can_be_told_nothing_is_cut_off(qtbot: QtBot, open_window: OpenWindow, language: str) -> None:
    i18n.use(language)
    window = open_window()
    window.resize(window.minimumSize())
    session = window._session
    session.change(symptom=Symptom.STORAGE, words="someone@example.org")
    with qtbot.waitSignal(session.finished):
        session.start()
    photos = session.draft.photos
    photos.refused = (Refused(name="A" * 90 + ".heic", title="told " * 20, advice="advice " * 30),)
    photos.left_over = 180
    photos.changed.emit()
    session.draft.problem = ("what " * 20, "do " * 20)
    session.draft.changed.emit()
    for name in (PageName.SYMPTOM, PageName.SEND):
        window.open(name)
        if name == PageName.SEND:
            ready(qtbot, window)
        qtbot.waitUntil(lambda: cut_off(window) == [])
