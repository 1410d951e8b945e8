"""The emergency card: offered once, looked at, completed, saved and printed."""

import dataclasses
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontDatabase, QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from haas_client import files, i18n, settings
from haas_client.card import offer, qr
from haas_client.channels import folder
from haas_client.errors import HaasError
from haas_client.machine import Machine
from haas_client.settings import Settings
from haas_client.ui.card import output
from haas_client.ui.card.phone import picture
from haas_client.ui.facts import Facts
from haas_client.ui.pages.page import PageName
from haas_client.ui.paper import output as paper_output
from haas_client.ui.paper.blocks import Framed, Text
from haas_client.ui.paper.preview import Preview
from haas_client.ui.paper.sheet import HEIGHT, WIDTH, a4
from haas_client.ui.theme import Theme
from haas_client.ui.widgets.qr import QrCode
from haas_client.ui.window import Window
from tests.machines import hand_written
from tests.ui import render_card
from tests.ui.conftest import OpenWindow
from tests.ui.seen import find, labels, press, seen

_OFFER = "If this PC does not start one day, this card helps."


def page(window: Window) -> PageName:
    return window.page.name


def preview(window: Window) -> str:
    """The card as a screen reader reads it."""
    shown = window.page.findChild(Preview)
    assert isinstance(shown, Preview)
    return shown.accessibleDescription()


def field(window: Window, name: str) -> QLineEdit:
    return next(one for one in window.page.findChildren(QLineEdit) if one.accessibleName() == name)


def diagnose(qtbot: QtBot, window: Window) -> None:
    with qtbot.waitSignal(window._session.finished):
        window._session.start()


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_it_is_there_before_any_diagnosis(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(qtbot, window, "Emergency card")
    assert page(window) == PageName.CARD
    assert "Diagnosis code: no diagnosis has been made yet" in preview(window)
    assert "Storage: Not known" in preview(window)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window) == PageName.HOME


def test_it_follows_the_diagnosis_and_what_is_typed(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    press(qtbot, window, "Emergency card")
    diagnose(qtbot, window)
    assert "serial no. 2034E2B51F3A · Replace" in preview(window)
    number = field(window, "Warranty number")
    qtbot.keyClicks(number, "lm-24")
    qtbot.waitUntil(lambda: "Warranty number: LM-24" in preview(window))
    qtbot.keyClick(number, Qt.Key.Key_Return)
    telephone = field(window, "Telephone number of our centre")
    qtbot.keyClicks(telephone, "03 0000 0000")
    qtbot.keyClick(telephone, Qt.Key.Key_Return)
    assert "Telephone: 03 0000 0000" in preview(window)
    kept = settings.load(window._session.settings_path)
    assert (kept.warranty_number, kept.telephone) == ("LM-24", "03 0000 0000")


def test_what_the_factory_wrote_is_not_typed_again(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Facts, "_is_there", True)
    monkeypatch.setattr(Facts, "_read", (render_card.SOLD, None))
    window = open_window()
    press(qtbot, window, "Emergency card")
    assert field(window, "Warranty number").text() == "LM-24-018233"
    telephone = field(window, "Telephone number of our centre")
    assert telephone.text() == "03-0000-0000"
    assert telephone.isReadOnly()
    assert "Power supply (as sold)" in preview(window)


@pytest.mark.parametrize("way", ["Save as PDF", "Save for the phone"])
def test_it_is_saved(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    name, start = {"Save as PDF": ("card.pdf", b"%PDF-"), "Save for the phone": ("card.png", b"\x89PNG")}[way]
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.CARD)
    chosen(monkeypatch, tmp_path / name)
    press(qtbot, window, way)
    qtbot.waitUntil(lambda: "The card was saved." in labels(window.page))
    assert str(tmp_path / name) in labels(window.page)
    assert (tmp_path / name).read_bytes().startswith(start)
    monkeypatch.setattr(folder, "show", lambda path: path != tmp_path / name)
    press(qtbot, window, "Show in its folder")
    qtbot.waitUntil(lambda: any("No file manager" in text for text in labels(window.page)))
    assert offer.DIAGNOSED in settings.load(window._session.settings_path).card_seen


def test_a_name_without_an_ending_gets_one_and_replaces_nothing(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    press(qtbot, window, "Emergency card")
    (tmp_path / "card.pdf").write_bytes(b"older")
    chosen(monkeypatch, tmp_path / "card")
    press(qtbot, window, "Save as PDF")
    qtbot.waitUntil((tmp_path / "card-2.pdf").exists)
    assert (tmp_path / "card.pdf").read_bytes() == b"older"


def test_saving_that_was_called_off_leaves_no_word(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    press(qtbot, window, "Emergency card")
    chosen(monkeypatch, "")
    monkeypatch.setattr(files, "write_atomically", lambda *_: pytest.fail("something was written"))
    press(qtbot, window, "Save as PDF")
    assert "The card was saved." not in labels(window.page)


def test_a_card_that_cannot_be_saved_is_told_and_stays_offered(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.CARD)
    chosen(monkeypatch, tmp_path / "missing" / "card.pdf")
    press(qtbot, window, "Save as PDF")
    qtbot.waitUntil(lambda: any("The folder does not exist." in text for text in labels(window.page)))
    assert settings.load(window._session.settings_path).card_seen == ()
    assert not any(button.text() == "Show in its folder" for button in seen(window.page, QPushButton))


# --- printing


def test_without_a_printer_the_pdf_is_named(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    press(qtbot, window, "Emergency card")
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    press(qtbot, window, "Print")
    assert "No printer is set up on this PC." in labels(window.page)
    assert window.page.findChildren(QPrintDialog) == []


def test_with_a_printer_the_dialog_is_asked_and_the_sheet_goes(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.CARD)
    printed: list[str] = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Example"]))
    monkeypatch.setattr(output, "print_on", lambda card, printer: printed.append(card.code))
    press(qtbot, window, "Print")
    (dialog,) = window.page.findChildren(QPrintDialog)
    dialog.accept()
    assert printed == [window._session.card(i18n.current()).code]
    assert "The card was handed to the printer." in labels(window.page)
    assert offer.DIAGNOSED in settings.load(window._session.settings_path).card_seen


def test_a_printer_that_does_not_take_it_is_told(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    press(qtbot, window, "Emergency card")
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Example"]))
    monkeypatch.setattr(QPainter, "begin", lambda *_: False)
    press(qtbot, window, "Print")
    window.page.findChildren(QPrintDialog)[0].accept()
    monkeypatch.undo()
    assert "The printer did not take the page." in labels(window.page)
    assert "The card was handed to the printer." not in labels(window.page)


def test_what_a_printer_gets_is_one_whole_sheet(qapp: QApplication, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    printer.setPageLayout(a4())
    output.print_on(render_card.card(render_card.SOLD, render_card.crowded()), printer)
    data = (tmp_path / "printed.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.count(b"/Type /Page\n") == 1


def test_a_pdf_that_cannot_be_drawn_is_an_error_and_no_empty_file(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPainter, "begin", lambda *_: False)
    with pytest.raises(HaasError):
        output.pdf(render_card.card(Machine(), None))


# --- what is drawn


def test_the_sheet_holds_all_of_a_crowded_card(qapp: QApplication) -> None:
    size = QSize(round(WIDTH * 150 / 720), round(HEIGHT * 150 / 720))
    for language in i18n.LANGUAGES:
        i18n.use(language)
        for shown in (
            render_card.card(render_card.SOLD, render_card.crowded()),
            render_card.card(Machine(), None),
            msgspec.structs.replace(full := render_card.card(Machine(), None), remedies=full.remedies * 3),
            render_card.card(Machine(model="W" * 48, telephone="0" * 60, warranty_number="9" * 120), None),
        ):
            image = render_card.sheet(shown)
            assert image.size() == size
            assert all(map(_is_white, _margins(image)))
            assert not _is_white(image)


def _margins(image: QImage) -> list[QImage]:
    """The strips around the page, where nothing may be drawn."""
    width, height, strip = image.width(), image.height(), 70
    return [
        image.copy(0, 0, width, strip),
        image.copy(0, height - strip, width, strip),
        image.copy(0, 0, strip, height),
        image.copy(width - strip, 0, strip, height),
    ]


def _is_white(image: QImage) -> bool:
    white = image.copy()
    white.fill("white")
    return image == white


def test_a_word_wider_than_the_line_is_broken_and_others_are_not(qapp: QApplication) -> None:
    wide = Text(text="W" * 25, size=20)
    assert wide.height(200) > 2 * Text(text="W", size=20).height(200)
    words = Text(text="serial no. 2034E2B51F3A", size=20)
    assert words.height(180) == pytest.approx(2 * Text(text="W", size=20).height(180), rel=0.01)
    assert Framed(block=wide, padding=10, thickness=1).height(220) == wide.height(200) + 20


def test_the_picture_is_as_wide_as_a_phone_and_as_long_as_it_takes(qapp: QApplication) -> None:
    usual = picture(render_card.card(render_card.SOLD, None))
    crowded = picture(render_card.card(render_card.SOLD, render_card.crowded()))
    assert usual.width() == crowded.width() == 1080
    assert crowded.height() > usual.height()
    assert {usual.pixel(1070, y) for y in range(usual.height())} == {0xFFFFFFFF}


def test_without_japanese_letters_the_card_is_in_english(
    qapp: QApplication, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    i18n.use("ja")
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(lambda *_: ["Noto Sans CJK JP"]))
    assert paper_output.language().language == "ja"
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(lambda *_: []))
    assert paper_output.language().language == "en"
    window = open_window()
    window.open(PageName.CARD)
    assert preview(window).startswith("If this PC does not start")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("content", ["tel:0300000000", "mailto:" + "x" * 400])
def test_a_code_on_the_screen_is_the_matrix_dark_on_white(qapp: QApplication, content: str, dark: bool) -> None:
    theme = Theme(qapp, dark=dark)
    widget = QrCode(content, "name", side=240)
    matrix, image = qr.matrix(content), widget.grab().toImage()
    count = len(matrix) + 2 * qr.QUIET_ZONE
    module = image.width() // count
    corner = (image.width() - module * count) // 2 + qr.QUIET_ZONE * module
    seen = tuple(
        tuple(image.pixelColor(_centre(corner, module, x, y)).lightness() < 128 for x in range(len(matrix)))
        for y in range(len(matrix))
    )
    assert seen == matrix
    assert {image.pixelColor(x, 2).name() for x in range(image.width())} == {"#ffffff"}
    assert widget.accessibleName() == "name"
    widget.deleteLater()
    del theme


def _centre(corner: int, module: int, x: int, y: int) -> QPoint:
    return QPoint(corner + x * module + module // 2, corner + y * module + module // 2)


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="no reader of QR codes (zbar-tools) is installed")
def test_a_reader_of_codes_reads_both_from_the_sheet_and_from_the_picture(qapp: QApplication, tmp_path: Path) -> None:
    shown = render_card.card(render_card.SOLD, render_card.crowded())
    draw: dict[str, Callable[[], QImage]] = {
        "sheet": lambda: render_card.sheet(shown),
        "phone": lambda: picture(shown),
    }
    for name, image in draw.items():
        image().save(str(tmp_path / f"{name}.png"))
        command = ["zbarimg", "--quiet", "--raw", str(tmp_path / f"{name}.png")]
        read = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
        assert sorted(read) == [shown.mail_link, shown.telephone_link]


# --- the offer


def test_it_is_offered_after_the_first_diagnosis_until_it_is_answered(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    assert _OFFER not in labels(window)
    diagnose(qtbot, window)
    for name in (PageName.RESULT, PageName.HOME):
        window.open(name)
        qtbot.waitUntil(lambda: _OFFER in labels(window.page))
    press(qtbot, window, "Not now: no emergency card")
    assert _OFFER not in labels(window)
    window.open(PageName.RESULT)
    assert _OFFER not in labels(window)
    diagnose(qtbot, window)
    assert _OFFER not in labels(window)


def test_the_offer_is_no_window_of_its_own(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.RESULT)
    QApplication.processEvents()
    assert QApplication.activeWindow() is window
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [window]


def test_the_offer_leads_to_the_card_and_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.RESULT)
    press(qtbot, window, "Make the card")
    assert page(window) == PageName.CARD
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert page(window) == PageName.RESULT
    assert _OFFER in labels(window.page)  # looked at is not made


def test_it_is_offered_again_when_a_part_turns_bad(qtbot: QtBot, open_window: OpenWindow, own_home: Path) -> None:
    path = own_home / "settings.json"
    settings.save(dataclasses.replace(Settings(), card_seen=(offer.DIAGNOSED,)), path)
    window = open_window()
    diagnose(qtbot, window)
    window.open(PageName.RESULT)
    assert any(text.startswith("A part should be replaced.") for text in labels(window.page))
    find(window, "Not now: no emergency card").click()
    assert not any(text.startswith("A part should be replaced.") for text in labels(window.page))


def test_a_healthy_pc_whose_owner_has_answered_is_left_in_peace(
    qtbot: QtBot, open_window: OpenWindow, own_home: Path
) -> None:
    settings.save(dataclasses.replace(Settings(), card_seen=(offer.DIAGNOSED,)), own_home / "settings.json")
    window = open_window(hand_written.healthy)
    diagnose(qtbot, window)
    window.open(PageName.RESULT)
    assert not any(button.text() == "Make the card" for button in seen(window.page, QPushButton))
