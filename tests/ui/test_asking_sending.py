"""Sending: what is shown is what goes, byte for byte; it waits for the owner's word; nothing is lost."""

import errno
import os
import threading
from pathlib import Path
from typing import Any

import pyrage
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QPlainTextEdit
from pytestqt.qtbot import QtBot

from haas_client import files, machine
from haas_client.bundle import archive, contents, encryption
from haas_client.bundle.contents import Contents
from haas_client.cases.model import Case, EventKind, FileKind, Particulars, State, Way
from haas_client.cases.store import Cases
from haas_client.channels import channel, folder, removable
from haas_client.channels.channel import Handover, Outcome
from haas_client.channels.mail import Mail
from haas_client.channels.removable import Drive
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.request import Request, Service
from haas_client.ui import kept_case
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.preview import MailDialog, PreviewDialog
from haas_client.ui.widgets.painted import Pill
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui.conftest import OpenWindow, ready
from tests.ui.seen import find, press, shows, texts
from tests.ui.test_asking import begin, find_all, kept, settled, words_of


@pytest.fixture(autouse=True)
def nothing_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file manager, no stick of whoever runs the test."""
    monkeypatch.setattr(folder, "show", lambda path: True)
    monkeypatch.setattr(removable, "drives", lambda: ())


class Mails:
    """A mail program that notes what it was given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.outcome = Outcome.OPENED
        self.parcels: list[channel.Parcel] = []

        def hand_over(_self: Mail, parcel: channel.Parcel) -> Handover:
            self.parcels.append(parcel)
            return Handover(outcome=self.outcome, way=channel.Way.PORTAL, path=parcel.path)

        monkeypatch.setattr(Mail, "hand_over", hand_over)


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> Mails:
    return Mails(monkeypatch)


def at_send(qtbot: QtBot, window: Window, words: str = "since yesterday") -> None:
    begin(qtbot, window, words=words)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    press(qtbot, window, "I would like HandsBuy")
    ready(qtbot, window)


def saved(qtbot: QtBot, window: Window, path: Path) -> Case:
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.save_to(path)
    settled(qtbot, window._session)
    [case] = kept()
    return case


def bytes_in_case(case: Case) -> bytes:
    return Cases().files.read(case.id, case.of_kind(FileKind.BUNDLE)[-1])


def test_what_is_shown_is_what_is_saved_and_kept_byte_for_byte(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    at_send(qtbot, window)
    built = window.delivery.outgoing.built
    assert built is not None
    assert built.contents is not None
    dialog = PreviewDialog(window, window._session, window.delivery.outgoing, None)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: "case.json" in shown(dialog))
    case = saved(qtbot, window, tmp_path / "out.zip")
    data = (tmp_path / "out.zip").read_bytes()
    assert bytes_in_case(case) == data
    assert archive.packed(built.contents.members, ()) == data
    assert shown(dialog)["case.json"] == archive.read(tmp_path / "out.zip").members["case.json"].decode()


def shown(dialog: PreviewDialog) -> dict[str, str]:
    return {editor.accessibleName(): editor.toPlainText() for editor in dialog.findChildren(QPlainTextEdit)}


def test_nothing_may_go_while_what_would_go_is_not_what_is_shown(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    at_send(qtbot, window)
    names = ("Write the mail", "Save as a file", "Ask by telephone")
    assert all(find(window, name).isEnabled() for name in names)
    qtbot.keyClicks(words_of(window), "!")
    assert not any(find(window, name).isEnabled() for name in names)
    window.delivery.save_to(tmp_path / "too-soon.zip")
    ready(qtbot, window)
    assert all(find(window, name).isEnabled() for name in names)
    [switch] = [one for one in window.page.findChildren(QCheckBox) if one.text() == "List of parts"]
    switch.setChecked(False)
    assert not any(find(window, name).isEnabled() for name in names)
    ready(qtbot, window)
    saved(qtbot, window, tmp_path / "out.zip")
    assert "!" in archive.read(tmp_path / "out.zip").request.words
    assert not (tmp_path / "too-soon.zip").exists()


def test_what_is_made_of_one_case_does_not_go_with_another(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Cases().begin(Request(words="of another case"), Service.PHONE_MAIL)
    window = open_window()
    at_send(qtbot, window, "of the first case")
    making, made, read = threading.Event(), threading.Event(), threading.Event()
    real_build, real_read = contents.build, kept_case.read

    def slow_build(*arguments: Any, **named: Any) -> Contents:
        making.set()
        made.wait(10)
        return real_build(*arguments, **named)

    def slow_read(store: Cases, case: Case) -> kept_case.KeptCase:
        read.wait(10)
        return real_read(store, case)

    monkeypatch.setattr(contents, "build", slow_build)
    monkeypatch.setattr(kept_case, "read", slow_read)
    window.delivery.outgoing.refresh()
    qtbot.waitUntil(making.is_set)
    window._session.resume(other)
    window.open(PageName.HOME)
    window.open(PageName.SEND)
    made.set()
    qtbot.waitUntil(lambda: not window.delivery.outgoing._at_work)
    assert window.delivery.outgoing.built is None
    assert not find(window, "Write the mail").isEnabled()
    read.set()
    ready(qtbot, window)
    assert _words_to_go(window) == "of another case"


def _words_to_go(window: Window) -> str:
    built = window.delivery.outgoing.built
    assert built
    return built.request.words


def test_words_are_changed_right_in_the_preview(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    at_send(qtbot, window)
    press(qtbot, window, "Look at: What you wrote")
    dialog = window.page.findChild(PreviewDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: "case.json" in shown(dialog))
    qtbot.keyClicks(dialog.focusWidget(), "It clicks; ")
    qtbot.waitUntil(lambda: "It clicks; since yesterday" in shown(dialog)["case.json"])
    dialog.accept()
    ready(qtbot, window)
    saved(qtbot, window, tmp_path / "out.zip")
    assert archive.read(tmp_path / "out.zip").request.words == "It clicks; since yesterday"
    window.open(PageName.SEND)
    assert words_of(window).toPlainText() == "It clicks; since yesterday"


def test_private_words_are_marked_and_counted_and_the_marks_follow(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    at_send(qtbot, window, "mail someone@example.org or call 03-0000-0000")
    assert "2 words look private" in texts(window.page)
    editor = words_of(window)
    qtbot.waitUntil(lambda: marked(editor) == ["someone@example.org", "03-0000-0000"])
    press(qtbot, window, "Look at: What you wrote")
    dialog = window.page.findChild(PreviewDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: "2 words look private: someone@example.org, 03-0000-0000" in texts(dialog))
    [read] = [one for one in dialog.findChildren(QPlainTextEdit) if one.accessibleName() == "To read"]
    press(qtbot, dialog, "Next word that looks private")
    assert read.textCursor().selectedText() == "someone@example.org"
    press(qtbot, dialog, "Next word that looks private")
    assert read.textCursor().selectedText() == "03-0000-0000"
    press(qtbot, dialog, "Next word that looks private")
    assert read.textCursor().selectedText() == "someone@example.org"
    dialog.accept()
    editor.setPlainText("😀 write to other@example.org")
    qtbot.waitUntil(lambda: marked(editor) == ["other@example.org"])
    ready(qtbot, window)
    assert "1 word looks private" in texts(window.page)


def marked(editor: QPlainTextEdit) -> list[str]:
    return [selection.cursor.selectedText() for selection in editor.extraSelections()]


def test_the_text_of_the_mail_is_looked_at_before(qtbot: QtBot, open_window: OpenWindow, mails: Mails) -> None:
    window = open_window()
    at_send(qtbot, window)
    press(qtbot, window, "Look at the text of the mail")
    dialog = window.page.findChild(MailDialog)
    assert dialog is not None
    [body] = dialog.findChildren(QPlainTextEdit)
    looked_at = body.toPlainText()
    assert "since yesterday" in looked_at
    assert "To: customer@linuxmania.jp" in texts(dialog)
    dialog.accept()
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    assert mails.parcels[0].draft.body == looked_at


def test_with_the_centres_key_only_the_centre_can_open_it(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    identity = pyrage.x25519.Identity.generate()
    machine.CENTRE_KEY.write_text(f"{identity.to_public()}\n")
    window = open_window()
    at_send(qtbot, window, "a secret")
    assert "The file is encrypted: only our centre can open it." in texts(window.page)
    (tmp_path / "out.zip.age").write_text("another's")
    case = saved(qtbot, window, tmp_path / "out.zip")
    assert not (tmp_path / "out.zip").exists()
    assert (tmp_path / "out.zip.age").read_text() == "another's"
    (tmp_path / "out-2.zip.age").rename(tmp_path / "out.zip.age")
    data = (tmp_path / "out.zip.age").read_bytes()
    assert data.startswith(encryption.MARK)
    assert bytes_in_case(case) == data
    assert archive.read(tmp_path / "out.zip.age", [identity]).request.words == "a secret"


def test_an_encrypted_file_that_goes_with_a_mail_takes_a_name_of_its_own(
    qtbot: QtBot, open_window: OpenWindow, mails: Mails
) -> None:
    machine.CENTRE_KEY.write_text(f"{pyrage.x25519.Identity.generate().to_public()}\n")
    window = open_window()
    at_send(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    with qtbot.waitSignal(window.delivery.done):
        window.delivery.write_mail()
    first, second = (parcel.path for parcel in mails.parcels)
    assert first is not None
    assert second is not None
    assert first.name.endswith(".zip.age")
    assert first != second
    assert first.read_bytes().startswith(encryption.MARK)
    assert second.name in mails.parcels[1].draft.body


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_what_cannot_be_encrypted_is_not_written(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, when: str
) -> None:
    window = open_window()
    begin(qtbot, window)
    with qtbot.waitSignal(window._session.finished):
        press(qtbot, window, "Start the diagnosis")
    if when == "before":
        machine.CENTRE_KEY.write_text("age1nonsense\n")
        press(qtbot, window, "I would like HandsBuy")
        qtbot.waitUntil(lambda: "The file cannot be encrypted for our centre" in texts(window.page))
        assert not find(window, "Write the mail").isEnabled()
    else:
        press(qtbot, window, "I would like HandsBuy")
        ready(qtbot, window)
        machine.CENTRE_KEY.write_text(f"{pyrage.x25519.Identity.generate().to_public()}\n")
        with qtbot.waitSignal(window.delivery.failed):
            window.delivery.save_to(tmp_path / "out.zip")
        assert "The file cannot be encrypted for our centre" in texts(window.page)
    assert not list(tmp_path.glob("out*"))
    assert not kept()[0].of_kind(FileKind.BUNDLE)


def stick(folder_: Path, **changes: object) -> Drive:
    folder_.mkdir(exist_ok=True)
    drive = Drive(
        label="BLUE", mount=folder_, free_bytes=10**9, writable=True, volume="/b", device=folder_.stat().st_dev
    )
    return Drive(**{name: changes.get(name, getattr(drive, name)) for name in drive.__struct_fields__})  # type: ignore[arg-type]


def test_a_stick_is_named_where_one_is_there_and_looked_for_when_asked(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[Drive] = []
    asked: list[bool] = []

    def drives() -> tuple[Drive, ...]:
        asked.append(True)
        return tuple(there)

    monkeypatch.setattr(removable, "drives", drives)
    window = open_window()
    at_send(qtbot, window)
    qtbot.waitUntil(lambda: "No USB stick is there now." in texts(window.page))
    there.extend([stick(tmp_path / "blue"), stick(tmp_path / "red", label="RED", writable=False)])
    assert len(asked) == 1
    press(qtbot, window, "Look for USB sticks again")
    qtbot.waitUntil(lambda: bool(find_all(window, "Save on “BLUE”")))
    assert "RED: can only be read" in texts(window.page)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Save on “BLUE”")
    settled(qtbot, window._session)
    [file] = (tmp_path / "blue").iterdir()
    [case] = kept()
    assert file.read_bytes() == bytes_in_case(case)
    assert case.waiting[0].way == Way.FILE
    assert case.waiting[0].saved_as == str(file)
    assert "The file is on the USB stick" in texts(window.page)


def test_a_stick_that_was_pulled_is_told_and_the_rest_is_as_before(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = stick(tmp_path / "blue", device=1)
    monkeypatch.setattr(removable, "drives", lambda: (gone,))
    window = open_window()
    at_send(qtbot, window)
    qtbot.waitUntil(lambda: bool(find_all(window, "Save on “BLUE”")))
    with qtbot.waitSignal(window.delivery.failed):
        press(qtbot, window, "Save on “BLUE”")
    assert window.page.name == PageName.SEND
    assert "The USB stick is no longer there." in texts(window.page)
    assert not list((tmp_path / "blue").iterdir())
    assert find(window, "Save on “BLUE”").isEnabled()
    assert kept()[0].request.words == "since yesterday"


def test_where_sticks_cannot_be_looked_for_it_says_why(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removable, "drives", lambda: Unknown(reason=Reason.NO_TOOL))
    window = open_window()
    at_send(qtbot, window)
    qtbot.waitUntil(lambda: "USB sticks cannot be looked for: The program" in texts(window.page))


def test_a_disk_that_is_full_is_told_and_saving_is_offered_again(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    at_send(qtbot, window)
    real = files.write_atomically

    def full(path: Path, data: bytes) -> None:
        def fsync(_: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            real(path, data)

    monkeypatch.setattr(files, "write_atomically", full)
    with qtbot.waitSignal(window.delivery.failed):
        window.delivery.save_to(tmp_path / "out.zip")
    assert "There is no space left on the drive." in texts(window.page)
    assert not list(tmp_path.glob("*out*"))
    monkeypatch.setattr(files, "write_atomically", real)
    saved(qtbot, window, tmp_path / "out.zip")
    assert "There is no space left on the drive." not in texts(window.page)


def test_a_mail_that_was_called_off_is_offered_again(qtbot: QtBot, open_window: OpenWindow, mails: Mails) -> None:
    mails.outcome = Outcome.CANCELLED
    window = open_window()
    at_send(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    assert "The mail was called off, so it is not open." in texts(window.page)
    mails.outcome = Outcome.OPENED
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Open the mail again")
    assert mails.parcels[0] == mails.parcels[1]
    shows(qtbot, window, "Nearly done")
    settled(qtbot, window._session)
    assert len(kept()[0].waiting) == 1


def test_the_owner_says_that_it_is_sent_and_may_take_that_back(
    qtbot: QtBot, open_window: OpenWindow, mails: Mails
) -> None:
    window = open_window()
    at_send(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    settled(qtbot, window._session)
    assert kept()[0].state == State.DRAFT
    assert "Did you send it?" in texts(window.page)
    assert QApplication.focusWidget() is find(window, "Yes, I sent it")
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I sent it")
    [case] = kept()
    assert case.state == State.ASKED
    assert not case.waiting
    shows(qtbot, window, "Our centre decides with you whether HandsBuy applies")
    said = texts(window.page)
    assert "on a later day" in said
    assert "weekdays from 10:00 to 16:30 (Japan time)" in said
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Undo: it was not sent")
    [case] = kept()
    assert case.state == State.DRAFT
    assert len(case.waiting) == 1
    shows(qtbot, window, "Did you send it?")
    qtbot.waitUntil(lambda: bool(find_all(window, "Yes, I sent it")))
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I sent it")
    press(qtbot, window, "Back to the start")
    assert window.page.name == PageName.HOME
    assert window._session.case_id == ""
    assert kept()[0].state == State.ASKED


def test_more_that_was_sent_does_not_take_back_the_first_sending(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    first = open_window()
    at_send(qtbot, first)
    case = saved(qtbot, first, tmp_path / "out.zip")
    store = Cases()
    store.confirm_sent(case.id, case.waiting[0].id)
    store.prepare(case.id, Way.FILE)
    window = offered_again(qtbot, open_window)
    qtbot.waitUntil(lambda: bool(find_all(window, "Yes, I sent it")))
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I sent it")
    shows(qtbot, window, "It is noted as sent")
    assert kept()[0].events[-1].kind == EventKind.SENT_MORE
    assert not find_all(window, "Undo: it was not sent")


def test_what_waits_is_offered_again_after_a_restart_the_same_bytes(
    qtbot: QtBot, open_window: OpenWindow, mails: Mails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = open_window()
    at_send(qtbot, first)
    with qtbot.waitSignal(first.delivery.done):
        press(qtbot, first, "Write the mail")
    press(qtbot, first, "Not yet")
    assert "Waiting to be sent" in {one.accessibleName() for one in first.page.findChildren(Pill)}
    first.close()
    settled(qtbot, first._session)
    [case] = kept()
    Cases().tell(case.id, Particulars(reference="HB-1042"))  # the mail stays as it was shown
    window = offered_again(qtbot, open_window)
    shows(qtbot, window, "This mail is waiting to be sent")
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Open the mail again")
    assert mails.parcels[1] == mails.parcels[0]
    # The file was put away meanwhile: there is a copy.
    path = mails.parcels[0].path
    assert path is not None
    data = path.read_bytes()
    path.unlink()
    window = offered_again(qtbot, open_window)
    shows(qtbot, window, "The saved file is not where it was")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "again.zip"), ""))
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Save again")
    assert (tmp_path / "again.zip").read_bytes() == data
    settled(qtbot, window._session)
    assert kept()[0].waiting[0].saved_as == str(tmp_path / "again.zip")
    qtbot.waitUntil(lambda: bool(find_all(window, "Yes, I sent it")))
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I sent it")
    assert kept()[0].state == State.ASKED


def offered_again(qtbot: QtBot, open_window: OpenWindow) -> Window:
    """Another start of the program, on a PC that was not diagnosed since."""
    window = open_window(hand_written.healthy)
    session = window._session
    with qtbot.waitSignal(session.desk.changed):
        session.desk.load()
    session.offer_again(session.desk.open[0])
    with qtbot.waitSignal(window.delivery.changed):
        window.open(PageName.HANDOVER)
    assert window.page.name == PageName.HANDOVER
    return window


@pytest.mark.parametrize("again", ["offered", "saved", "mailed"])
def test_what_was_made_before_the_centres_key_came_does_not_go_plain(  # noqa: PLR0917  fixtures
    qtbot: QtBot, open_window: OpenWindow, mails: Mails, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    window = open_window()
    at_send(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    settled(qtbot, window._session)
    machine.CENTRE_KEY.write_text(f"{pyrage.x25519.Identity.generate().to_public()}\n")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "again.zip"), ""))
    [case] = kept()
    with qtbot.waitSignal(window.delivery.failed) as told:
        if again == "offered":
            window.delivery.offer(case)
        elif again == "saved":
            window.delivery.save_again(window)
        else:
            window.delivery.open_mail_again()
    assert told.args
    assert "before the key of our centre came to this PC" in told.args[0]
    assert len(mails.parcels) == 1
    assert not list(tmp_path.glob("again*"))
    settled(qtbot, window._session)
    assert kept() == (case,), "it still waits for the owner's word"


def test_by_telephone_what_to_have_ready_is_shown(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    at_send(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Ask by telephone")
    settled(qtbot, window._session)
    [case] = kept()
    assert case.waiting[0].way == Way.TELEPHONE
    assert case.waiting[0].bundle is None
    said = texts(window.page)
    assert "Have your warranty card ready" in said
    assert "since yesterday" in said
    assert window._session.code[:4] in said
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I called")
    assert kept()[0].state == State.ASKED


def test_a_question_without_a_diagnosis_goes_as_a_mail_without_a_file(
    qtbot: QtBot, open_window: OpenWindow, mails: Mails
) -> None:
    window = open_window()
    press(qtbot, window, "Get help")
    press(qtbot, window, "How do I …?")
    qtbot.keyClicks(words_of(window), "how do I print")
    press(qtbot, window, "Ask without a diagnosis")
    ready(qtbot, window)
    with qtbot.waitSignal(window.delivery.done):
        press(qtbot, window, "Write the mail")
    [parcel] = mails.parcels
    assert parcel.path is None
    assert "how do I print" in parcel.draft.body
    settled(qtbot, window._session)
    [case] = kept()
    assert case.files == ()
    assert case.waiting[0].bundle is None
    assert "The file" not in texts(window.page)
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I sent it")
    assert kept()[0].state == State.SENT


def test_a_window_that_is_closed_at_the_question_leaves_it_waiting(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    at_send(qtbot, window)
    saved(qtbot, window, tmp_path / "out.zip")
    window.close()
    [case] = kept()
    assert case.state == State.DRAFT
    assert case.waiting[0].saved_as == str(tmp_path / "out.zip")
    window = offered_again(qtbot, open_window)
    shows(qtbot, window, "out.zip")


def test_what_was_erased_meanwhile_is_told(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    at_send(qtbot, window)
    case = saved(qtbot, window, tmp_path / "out.zip")
    Cases().erase(case.id)
    with qtbot.waitSignal(window.delivery.failed):
        press(qtbot, window, "Yes, I sent it")
    shows(qtbot, window, "This case is not there any more.")
    assert (tmp_path / "out.zip").exists()


def test_the_same_bytes_are_kept_once(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    at_send(qtbot, window)
    saved(qtbot, window, tmp_path / "one.zip")
    window.open(PageName.SEND)
    ready(qtbot, window)
    case = saved(qtbot, window, tmp_path / "two.zip")
    assert len(case.of_kind(FileKind.BUNDLE)) == 1
    assert len(case.waiting) == 1


@pytest.mark.parametrize("leave", ["Escape", "the window is closed"])
def test_what_is_written_after_sending_is_another_case(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, leave: str
) -> None:
    window = open_window()
    at_send(qtbot, window)
    saved(qtbot, window, tmp_path / "out.zip")
    with qtbot.waitSignal(window.delivery.changed):
        press(qtbot, window, "Yes, I sent it")
    if leave == "Escape":
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.page.name == PageName.HOME
    else:
        window.close()
    assert window._session.case_id == ""
    assert window._session.request.words == ""
    settled(qtbot, window._session)
    [case] = kept()
    assert case.request.words == "since yesterday"


def test_another_file_in_the_place_of_the_saved_one_is_not_taken_for_it(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    at_send(qtbot, window)
    saved(qtbot, window, tmp_path / "out.zip")
    (tmp_path / "out.zip").write_bytes(b"something else")
    window = offered_again(qtbot, open_window)
    shows(qtbot, window, "The saved file is not where it was")
