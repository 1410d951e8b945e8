"""What an owner writes, over an end of the program and in two windows at once: no word, choice or photo is lost."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from haas_client.bundle import photos
from haas_client.bundle.chosen import Section
from haas_client.cases.model import Case, Choices, FileKind
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.diagnostics.machine_host import machine_host
from haas_client.request import Request, Service, Symptom
from haas_client.ui.bridge import Bridge
from haas_client.ui.pages.page import PageName
from haas_client.ui.photos import Source
from haas_client.ui.session import Session
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow, Started, ready
from tests.ui.lives import photo
from tests.ui.seen import find, press, texts
from tests.ui.test_asking import begin, kept, settled, words_of

WRITTEN = Request(symptom=Symptom.STORAGE, words="since yesterday")


def another(folder: Path, home: Path) -> Session:
    """Another program on the same store."""
    host = machine_host(hand_written.failing_ssd(folder / "other"))
    return Session(Bridge(), lambda: host, home / "settings.json")


def taken_up(qtbot: QtBot, session: Session, case: Case) -> None:
    with qtbot.waitSignal(session.changed):
        session.resume(case)
    qtbot.waitUntil(lambda: not session.loading)


def test_what_was_left_out_stays_out_after_a_restart(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, own_home: Path
) -> None:
    window = open_window()
    begin(qtbot, window)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    window.open(PageName.SEND)
    ready(qtbot, window)
    window._session.leave_out(frozenset({Section.RECORDS, Section.RAW}))
    qtbot.waitUntil(lambda: kept()[0].choices == Choices(left_out=("raw", "records")))
    other = another(tmp_path, own_home)
    taken_up(qtbot, other, kept()[0])
    assert other.left_out == {Section.RECORDS, Section.RAW}
    assert Section.RECORDS not in other.build().manifest.sections


def test_who_asked_without_a_diagnosis_still_does_after_a_restart(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, own_home: Path
) -> None:
    window = open_window()
    begin(qtbot, window, symptom="How do I …?")
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    window.open(PageName.SYMPTOM)
    press(qtbot, window, "Ask without a diagnosis")
    qtbot.waitUntil(lambda: kept()[0].choices.without_diagnosis)
    other = open_window()
    taken_up(qtbot, other._session, kept()[0])
    other.open(PageName.SEND)
    assert other._session.evidence is None
    assert "You are asking without a diagnosis" in texts(other.page)


def test_what_two_windows_write_at_once_is_two_cases(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = store.begin(WRITTEN, Service.PHONE_MAIL)
    _, picture = store.add_file(case.id, FileKind.PHOTO, "photo-01.jpg", photo())
    window = open_window()
    taken_up(qtbot, window._session, store.get(case.id))
    window.open(PageName.SYMPTOM)
    store.edit(case.id, Request(symptom=Symptom.STORAGE, words="in the other window"))
    with qtbot.waitSignal(window._session.parted):
        words_of(window).setPlainText("in this window")
    settled(qtbot, window._session)
    assert "is being written in another window too" in texts(window)
    assert {one.request.words for one in kept()} == {"in this window", "in the other window"}
    own = store.get(window._session.case_id)
    assert own.request.words == "in this window"
    assert [file.sha256 for file in own.of_kind(FileKind.PHOTO)] == [picture.sha256]
    assert store.get(case.id).of_kind(FileKind.PHOTO) == (picture,)


def test_one_window_alone_never_parts(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    begin(qtbot, window)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    for words in ("a", "a b", "a b c"):
        window._session.change(words=words)
        window._session.draft.save()
    window._session.draft.photos.add([Source(name="x", read=_photo)])
    qtbot.waitUntil(lambda: bool(kept()[0].of_kind(FileKind.PHOTO)))
    settled(qtbot, window._session)
    assert [one.request.words for one in kept()] == ["a b c"]


def _photo() -> photos.Photo:
    return photos.prepare(photo())


def test_what_waits_for_the_store_is_kept_when_the_program_ends(qtbot: QtBot, start: Started) -> None:
    program = start(tray=False)
    session = program.session
    session.change(symptom=Symptom.STORAGE, words="first")
    session.begin_anew()
    session.change(symptom=Symptom.MEMORY, words="second")
    session.desk.ask(lambda store: store.begin(Request(words="third"), Service.PHONE_MAIL))
    program.close()
    session.bridge.settle()
    assert {one.request.words for one in kept()} == {"first", "second", "third"}


def test_words_that_could_not_be_kept_are_not_given_up_for_another_case(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    Cases().begin(Request(symptom=Symptom.MEMORY, words="of another case"), Service.PHONE_MAIL)
    window = open_window()
    qtbot.waitUntil(lambda: bool(window._session.desk.open))

    def full(*_arguments: object, **_named: object) -> Case:
        raise CasesUnusable("The disk is full.", "")

    monkeypatch.setattr(Cases, "begin", full)
    begin(qtbot, window)
    qtbot.waitUntil(lambda: window._session.draft.problem is not None)
    window.open(PageName.HOME)
    press(qtbot, window, find(window, "Go on writing — Phone and mail — Trouble with memory").accessibleName())
    assert window.page.name == PageName.HOME
    assert "What you were writing is still there" in texts(window)
    assert window._session.request.words == "since yesterday"
