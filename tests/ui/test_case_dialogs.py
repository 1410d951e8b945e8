"""What is asked of the owner about a case: nothing typed is lost, and nothing is kept twice."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QSizeF, Qt
from PySide6.QtGui import QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from haas_client.bundle import archive
from haas_client.cases.model import Case, FileKind, Note, Particulars, Party, State, Via
from haas_client.cases.states import Move
from haas_client.cases.store import Cases, CasesUnusable
from haas_client.request import Service
from haas_client.ui import printing
from haas_client.ui.pages.case_photos import PhotoDialog
from haas_client.ui.pages.preview import KeptDialog
from haas_client.ui.window import Window
from tests.ui.conftest import OpenWindow
from tests.ui.desks import choose_other, dialog, field, menu_words, opened, settled, told, write
from tests.ui.lives import begun, brought, photo
from tests.ui.seen import find, names, press, shows, texts


def closed(qtbot: QtBot, one: QDialog) -> None:
    qtbot.waitUntil(lambda: not _visible(one))


def _visible(one: QDialog) -> bool:
    try:
        return one.isVisible()
    except RuntimeError:  # Qt has deleted it
        return False


def test_what_the_centre_told_goes_with_the_step(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.FREE)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Told: the part was shipped")
    asked = dialog(qtbot, window)
    write(qtbot, asked, "Part", "Example SSD 500")
    write(qtbot, asked, "Tracking number", "1234")
    qtbot.keyClick(field(asked, "Tracking number"), Qt.Key.Key_Return)
    closed(qtbot, asked)
    settled(qtbot, window)
    after = Cases().get(case.id)
    assert after.state == State.SHIPPED
    assert after.particulars == Particulars(reference="HB-1042", part="Example SSD 500", tracking="1234")
    shows(qtbot, window.page, "Part Example SSD 500 · Tracking number 1234")


def test_every_particular_may_stay_untold(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Told: free of charge")
    asked = dialog(qtbot, window)
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    settled(qtbot, window)
    after = Cases().get(case.id)
    assert (after.state, after.particulars) == (State.CONFIRMED_FREE, Particulars())


def test_which_free_hands_on_it_is(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDS_ON, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Told: free of charge")
    asked = dialog(qtbot, window)
    press(qtbot, asked, "Which free Hands-on this is: 2 of 3")
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    assert Cases().get(case.id).particulars.free_number == 2


def test_a_step_that_is_called_off_changes_nothing(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.FREE)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Told: the part was shipped")
    asked = dialog(qtbot, window)
    qtbot.keyClick(asked, Qt.Key.Key_Escape)
    closed(qtbot, asked)
    assert Cases().get(case.id).state == State.FREE


def test_an_address_that_is_none_is_asked_for_again(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.DECIDED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "A quotation came")
    asked = dialog(qtbot, window)
    write(qtbot, asked, "Price", "0 yen")
    write(qtbot, asked, "Address of the payment page", "https://user@pay.example.com/")
    press(qtbot, asked, "Note it")
    assert "This is no address of a payment page that can be opened safely." in texts(asked)
    assert field(asked, "Price").text() == "0 yen"
    assert Cases().get(case.id).state == State.DECIDED
    write(qtbot, asked, "Address of the payment page", " HTTPS://Pay.example.com/q ")
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    settled(qtbot, window)
    assert Cases().get(case.id).particulars.payment_address == "https://pay.example.com/q"
    shows(qtbot, window.page, "Payment page\npay.example.com")


def test_what_cannot_be_kept_stays_in_the_dialog(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.FREE)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Told: the part was shipped")
    asked = dialog(qtbot, window)
    write(qtbot, asked, "Tracking number", "1234")

    def full(*_: object, **__: object) -> Case:
        raise CasesUnusable("There is no space left.", "What was kept before is untouched.")

    with monkeypatch.context() as patched:
        patched.setattr(Cases, "move", full)
        press(qtbot, asked, "Note it")
        shows(qtbot, asked, "There is no space left.")
    assert field(asked, "Tracking number").text() == "1234"
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    assert Cases().get(case.id).particulars.tracking == "1234"


def test_a_dialog_on_a_step_that_was_made_elsewhere_closes(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.FREE)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Told: the part was shipped")
    asked = dialog(qtbot, window)
    store.move(case.id, Move.SHIP, expected=State.FREE)
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    assert "This step does not follow" in told(window)


def test_what_was_told_without_a_step(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.SHIPPED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Enter or correct what the centre told")
    asked = dialog(qtbot, window)
    assert field(asked, "Receipt number").text() == "HB-1042"
    write(qtbot, asked, "Receipt number", "HB-1043")
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    settled(qtbot, window)
    after = Cases().get(case.id)
    assert (after.particulars.reference, after.state) == ("HB-1043", State.SHIPPED)
    shows(qtbot, window.page, "What the centre told was noted\nReceipt number HB-1043")
    assert "Receipt number HB-1043" in texts(window._header)


def test_a_message_is_noted(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Note a message")
    asked = dialog(qtbot, window)
    assert not find(asked, "Note it").isEnabled()
    press(qtbot, asked, "How it came: Mail")
    write(qtbot, asked, "What was said", "It leaves tomorrow.")
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    notes = _notes(case)
    assert [(note.text, note.via, note.by) for note in notes] == [("It leaves tomorrow.", Via.MAIL, Party.CENTRE)]
    shows(qtbot, window.page, "The centre wrote by mail\nIt leaves tomorrow.")


def test_a_message_that_was_kept_after_all_is_not_noted_twice(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Note a message")
    asked = dialog(qtbot, window)
    write(qtbot, asked, "What was said", "It leaves tomorrow.")
    note = Cases.note

    def kept_and_failed(*arguments: Any) -> Case:
        note(*arguments)
        raise CasesUnusable("The drive does not answer.")

    with monkeypatch.context() as patched:
        patched.setattr(Cases, "note", kept_and_failed)
        press(qtbot, asked, "Note it")
        shows(qtbot, asked, "The drive does not answer.")
    press(qtbot, asked, "Note it")
    closed(qtbot, asked)
    assert len(_notes(case)) == 1


def test_a_dialog_that_is_closed_before_the_answer_keeps_what_was_asked(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    gate = _gated(monkeypatch, "note")
    press(qtbot, window, "Note a message")
    asked = dialog(qtbot, window)
    write(qtbot, asked, "What was said", "It leaves tomorrow.")
    press(qtbot, asked, "Note it")
    assert not find(asked, "Note it").isEnabled()
    with qtbot.waitSignal(asked.destroyed):
        qtbot.keyClick(asked, Qt.Key.Key_Escape)
    gate.set()
    qtbot.waitUntil(lambda: told(window) == "It was noted.")
    assert len(_notes(case)) == 1


def test_words_change_after_the_first_sending(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Change words or contact")
    asked = dialog(qtbot, window)
    write(qtbot, asked, "In your own words", "And it is loud")
    write(qtbot, asked, "Warranty number", "lm-24")
    press(qtbot, asked, "Keep the change")
    closed(qtbot, asked)
    settled(qtbot, window)
    after = Cases().get(case.id)
    assert (after.request.words, after.request.warranty_number) == ("And it is loud", "LM-24")
    assert after.request.symptom == case.request.symptom
    shows(qtbot, window.page, "Words or contact changed")


def test_a_draft_is_changed_by_writing_on(qtbot: QtBot, open_window: OpenWindow) -> None:
    case = begun(Cases(), Service.HANDSBUY)
    window = open_window()
    opened(qtbot, window, case)
    assert "Change words or contact" not in names(window.page)
    assert menu_words(window) == ["I have sent it"]
    choose_other(window, "I have sent it")
    settled(qtbot, window)
    assert Cases().get(case.id).state == State.ASKED


def test_photos_are_small_beside_the_words_and_large_when_pressed(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = begun(store, Service.HANDSBUY)
    case, _ = store.add_file(case.id, FileKind.PHOTO, "photo-01.jpg", photo())
    case, broken = store.add_file(case.id, FileKind.PHOTO, "photo-02.jpg", photo("peru"))
    store.files.path(case.id, broken).write_bytes(b"altered")
    window = open_window()
    opened(qtbot, window, case)
    settled(qtbot, window)
    small, gone = (find(window, f"Photo {number} of 2") for number in (1, 2))
    assert small.icon().actualSize(small.iconSize()).width() > 40
    assert gone.text() == "?"
    press(qtbot, window, "Photo 1 of 2")
    large = dialog(qtbot, window)
    assert isinstance(large, PhotoDialog)
    assert any(label.pixmap().size().width() == 320 for label in large.findChildren(QLabel))
    large.reject()
    closed(qtbot, large)
    press(qtbot, window, "Photo 2 of 2")
    qtbot.waitUntil(lambda: "photo-02.jpg of this case cannot be read any more" in told(window))


@pytest.fixture
def with_bundle(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> "tuple[Window, bytes]":
    """A window on the page of a case with a bundle in it."""
    window = open_window()
    session = window._session
    with qtbot.waitSignal(session.finished):
        session.start()
    path = tmp_path / "bundle.zip"
    archive.write(path, session.build().members)
    store = Cases()
    case = brought(store, Service.HANDSBUY, State.ASKED)
    store.add_file(case.id, FileKind.BUNDLE, "linuxmania-20260701-0912.zip", path.read_bytes())
    session.desk.load()
    opened(qtbot, window, case)
    return window, path.read_bytes()


def _press_file(qtbot: QtBot, window: Window, what: str) -> None:
    name = next(name for name in names(window.page) if name.startswith(f"{what}: Diagnostic file"))
    press(qtbot, window, name)


def test_a_kept_file_is_looked_into_section_by_section(qtbot: QtBot, with_bundle: tuple[Window, bytes]) -> None:
    window, _ = with_bundle
    _press_file(qtbot, window, "Look")
    inside = dialog(qtbot, window)
    press(qtbot, inside, "Look: Result of the diagnosis")
    shown = inside.findChildren(KeptDialog)
    assert shown
    shown[0].reject()
    inside.reject()


def test_a_copy_of_a_kept_file_is_the_same(
    qtbot: QtBot, with_bundle: tuple[Window, bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window, data = with_bundle
    _choose_path(monkeypatch, tmp_path / "copy.zip")
    _press_file(qtbot, window, "Save a copy")
    qtbot.waitUntil(lambda: "A copy was saved." in told(window))
    assert (tmp_path / "copy.zip").read_bytes() == data
    _choose_path(monkeypatch, tmp_path / "no such folder" / "copy.zip")
    _press_file(qtbot, window, "Save a copy")
    qtbot.waitUntil(lambda: "The file could not be saved." in told(window))


def test_an_encrypted_file_says_who_can_open_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    store = Cases()
    case = begun(store, Service.HANDSBUY)
    case, _ = store.add_file(case.id, FileKind.BUNDLE, "a.zip.age", b"age-encryption.org/v1\n")
    window = open_window()
    opened(qtbot, window, case)
    _press_file(qtbot, window, "Look")
    qtbot.waitUntil(lambda: "only our centre can open it" in told(window))


def test_without_a_printer_a_pdf_is_saved(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Print")
    asked = dialog(qtbot, window)
    assert "No printer is set up on this PC" in texts(asked)
    _choose_path(monkeypatch, tmp_path / "no such folder" / "case")
    press(qtbot, asked, "Save as PDF")
    assert "The file could not be saved." in texts(asked)
    path = tmp_path / "a-name-that-is-longer-than-what-a-label-breaks-at.pdf"
    _choose_path(monkeypatch, path)
    press(qtbot, asked, "Save as PDF")
    closed(qtbot, asked)
    assert path.read_bytes().startswith(b"%PDF-")
    assert "The PDF was saved." in told(window)
    assert str(path) in told(window).replace("\u200b", "")


def test_on_paper_a_heading_is_larger_than_the_text(qtbot: QtBot, open_window: OpenWindow) -> None:
    """The application's font is in pixels, of which a printer has 1200 an inch."""
    open_window()
    document = printing.document(brought(Cases(), Service.HANDSBUY, State.ASKED))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper = QPdfWriter(buffer)
    document.documentLayout().setPaintDevice(paper)
    document.setPageSize(QSizeF(paper.width(), paper.height()))
    heights: dict[int, list[float]] = {}
    block = document.begin()
    while block.isValid():
        if block.text().strip():
            height = block.layout().lineAt(0).height()
            heights.setdefault(block.blockFormat().headingLevel(), []).append(height)
        block = block.next()
    assert min(heights[1]) > max(heights[2]) >= min(heights[2]) > max(heights[0])


def test_with_a_printer_the_case_is_printed(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def to_file(self: QPrintDialog) -> int:
        self.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.printer().setOutputFileName(str(tmp_path / "printed.pdf"))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["A printer"]))
    monkeypatch.setattr(QPrintDialog, "exec", to_file)
    case = brought(Cases(), Service.HANDSBUY, State.ASKED)
    window = open_window()
    opened(qtbot, window, case)
    press(qtbot, window, "Print")
    assert (tmp_path / "printed.pdf").read_bytes().startswith(b"%PDF-")
    assert told(window) == ""


def _notes(case: Case) -> list[Note]:
    return [event.note for event in Cases().get(case.id).events if event.note]


def _choose_path(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    def chosen(*_: QWidget | str) -> tuple[str, str]:
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)


def _gated(monkeypatch: pytest.MonkeyPatch, name: str) -> threading.Event:
    gate = threading.Event()
    real: Callable[..., Case] = getattr(Cases, name)

    def waiting(*arguments: Any, **named: Any) -> Case:
        gate.wait(10)
        return real(*arguments, **named)

    monkeypatch.setattr(Cases, name, waiting)
    return gate
