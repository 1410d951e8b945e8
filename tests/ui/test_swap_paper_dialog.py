"""The guide on its way to paper: looked at, printed, saved, and what is told where that fails."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPagedPaintDevice, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from haas_client.channels import folder
from haas_client.handsbuy.pack.load import load
from haas_client.ui.bridge import Bridge
from haas_client.ui.paper import output
from haas_client.ui.paper.output import NotTaken
from haas_client.ui.paper.preview import Preview
from haas_client.ui.paper.sheet import a4
from haas_client.ui.swap_paper import document
from haas_client.ui.swap_paper.dialog import Out, PaperDialog, guide
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.theme import Theme
from tests import packs, whole_guides
from tests.ui import papers
from tests.ui.seen import find, press, seen


class Opened:
    """The dialog, and what it told its caller."""

    def __init__(self, qtbot: QtBot, folder_: Path, bridge: Bridge) -> None:
        root = folder_ / "guides"
        changes = {f"{packs.ID}/pictures/dimm-insert.line.webp": whole_guides.drawing()}
        self.guide = load(packs.written(root, changes), root / "common")
        self.root, self.told = root, papers.usual(self.guide)
        self.out: list[Out] = []
        self.parent = QWidget()
        qtbot.addWidget(self.parent)
        self.dialog = PaperDialog(self.parent, bridge, guide(), self.make, self.out.append)
        with qtbot.waitActive(self.dialog):
            self.dialog.open()

    def make(self, big: bool) -> Document:
        return papers.paper(self.guide, self.told, "en", big=big)

    @property
    def words(self) -> list[str]:
        return [label.text() for label in seen(self.dialog, QLabel)]

    @property
    def sheets(self) -> list[Preview]:
        return seen(self.dialog, Preview)


@pytest.fixture
def opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Opened]:
    theme, bridge = Theme(qapp, dark=False), Bridge()
    yield Opened(qtbot, tmp_path, bridge)
    bridge.close()
    del theme


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def with_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Example"]))


def to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(a4())
    return printer


def page_count(path: Path) -> int:
    return path.read_bytes().count(b"/Type /Page\n")


def test_every_page_is_shown_and_read_out(opened: Opened) -> None:
    pages = opened.make(False).pages
    assert [sheet.accessibleDescription() for sheet in opened.sheets] == [page.words() for page in pages]
    assert [sheet.accessibleName() for sheet in opened.sheets] == [page.head.right for page in pages]
    assert f"{len(pages)} pages" in opened.words
    assert QApplication.focusWidget() is find(opened.dialog, "Print")


def test_large_letters_are_laid_out_anew(qtbot: QtBot, opened: Opened) -> None:
    press(qtbot, opened.dialog, "Size of the letters: Large")
    pages = opened.make(True).pages
    wanted = [page.words() for page in pages]
    qtbot.waitUntil(lambda: [sheet.accessibleDescription() for sheet in opened.sheets] == wanted)
    assert pages[0].size > opened.make(False).pages[0].size


def test_a_drawing_that_cannot_be_read_is_told(qtbot: QtBot, opened: Opened) -> None:
    warning = "Some drawings could not be read. What is to be seen on them stands there in words."
    assert warning not in opened.words
    (opened.root / packs.ID / "pictures/dimm-insert.line.webp").unlink()
    press(qtbot, opened.dialog, "Size of the letters: Large")
    assert warning in opened.words


def test_without_a_printer_the_pdf_is_named(qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    press(qtbot, opened.dialog, "Print")
    assert "No printer is set up on this PC." in opened.words
    assert opened.out == []


def test_with_a_printer_nobody_waits_and_the_caller_hears_of_it(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Document] = []
    with_printer(monkeypatch)
    monkeypatch.setattr(document, "paint", lambda made, _printer: printed.append(made))
    press(qtbot, opened.dialog, "Print")
    (dialog,) = opened.dialog.findChildren(QPrintDialog)
    assert opened.out == []
    dialog.accept()
    assert len(printed) == 1
    assert opened.out == [Out.PRINTED]
    assert "It was handed to the printer." in opened.words
    told = f"please look whether all {len(printed[0].pages)} pages came out"
    assert any(told in words for words in opened.words)


def test_a_printer_that_is_called_off_prints_nothing(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_printer(monkeypatch)
    monkeypatch.setattr(document, "paint", lambda *_: pytest.fail("something was printed"))
    press(qtbot, opened.dialog, "Print")
    opened.dialog.findChildren(QPrintDialog)[0].reject()
    assert opened.out == []


@pytest.mark.parametrize("kind", [QPainter, QPagedPaintDevice])
def test_a_printer_that_does_not_take_it_is_told_and_nothing_counts_as_printed(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch, kind: type, tmp_path: Path
) -> None:
    with_printer(monkeypatch)
    made = opened.make(False)
    monkeypatch.setattr(document, "paint", lambda *_: output.print_on(made.pages, to_file(tmp_path / "printed.pdf")))
    if kind is QPainter:
        monkeypatch.setattr(QPainter, "begin", lambda *_: False)
    else:
        monkeypatch.setattr(QPrinter, "newPage", lambda *_: False)
    press(qtbot, opened.dialog, "Print")
    opened.dialog.findChildren(QPrintDialog)[0].accept()
    monkeypatch.undo()
    assert "The printer did not take all pages." in opened.words
    assert opened.out == []


def test_it_is_saved_and_the_caller_hears_of_it(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "guide"
    chosen(monkeypatch, path)
    press(qtbot, opened.dialog, "Save as PDF")
    qtbot.waitUntil(lambda: opened.out == [Out.SAVED])
    saved = tmp_path / "guide.pdf"
    assert page_count(saved) == len(opened.make(False).pages)
    assert any("This PC cannot show it while it is off." in words and str(saved) in words for words in opened.words)
    monkeypatch.setattr(folder, "show", lambda shown: shown != saved)
    press(qtbot, opened.dialog, "Show in its folder")
    qtbot.waitUntil(lambda: any("No file manager" in words for words in opened.words))


def test_saving_that_is_called_off_leaves_no_word(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, "")
    monkeypatch.setattr(document, "pdf", lambda *_: pytest.fail("something was made"))
    press(qtbot, opened.dialog, "Save as PDF")
    assert opened.out == []


@pytest.mark.parametrize(
    "failure",
    [
        (errno.ENOSPC, "There is no space left on the drive."),
        (errno.EACCES, "The right to do so is missing."),
        (errno.EIO, "The drive does not answer."),
    ],
)
def test_what_cannot_be_saved_is_told_with_what_is_safe_and_what_next(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, failure: tuple[int, str]
) -> None:
    number, told = failure

    def fails(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    chosen(monkeypatch, tmp_path / "guide.pdf")
    monkeypatch.setattr(os, "fsync", fails)
    press(qtbot, opened.dialog, "Save as PDF")
    qtbot.waitUntil(lambda: any(told in words for words in opened.words))
    assert any("Nothing was lost. Please choose another place" in words for words in opened.words)
    assert opened.out == []
    assert not (tmp_path / "guide.pdf").exists()


def test_escape_closes_it(qtbot: QtBot, opened: Opened) -> None:
    with qtbot.waitSignal(opened.dialog.rejected):
        qtbot.keyClick(opened.dialog, Qt.Key.Key_Escape)


# --- what a printer gets


def test_a_printer_gets_all_pages_or_those_that_were_asked_for(opened: Opened, tmp_path: Path) -> None:
    made = opened.make(False)
    count = len(made.pages)
    assert count >= 4
    path = tmp_path / "printed.pdf"
    document.paint(made, to_file(path))
    assert page_count(path) == count
    for first, last, wanted in ((2, 3, 2), (3, 0, count - 2), (1, 99, count)):
        printer = to_file(path)
        printer.setPrintRange(QPrinter.PrintRange.PageRange)
        printer.setFromTo(first, last) if last else printer.setFromTo(first, count)
        document.paint(made, printer)
        assert page_count(path) == wanted


def test_where_the_system_makes_no_copies_we_do(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, path = opened.make(False), tmp_path / "printed.pdf"
    for supported, wanted in ((True, 1), (False, 2)):
        printer = to_file(path)
        printer.setCopyCount(2)
        monkeypatch.setattr(QPrinter, "supportsMultipleCopies", lambda _self, given=supported: given)
        document.paint(made, printer)
        assert page_count(path) == wanted * len(made.pages)


def test_a_printer_in_trouble_is_an_error(opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = opened.make(False)
    monkeypatch.setattr(QPrinter, "printerState", lambda _self: QPrinter.PrinterState.Error)
    with pytest.raises(NotTaken):
        document.paint(made, to_file(tmp_path / "printed.pdf"))
