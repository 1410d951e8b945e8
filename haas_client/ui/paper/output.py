"""Sheets as they leave the program: a PDF, or paper from a printer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QFontDatabase, QPagedPaintDevice, QPageLayout, QPainter, QPdfWriter

from haas_client.errors import HaasError
from haas_client.i18n import Translator, current, t, translator
from haas_client.paths import PROGRAM
from haas_client.ui.paper.sheet import HEIGHT, UNITS_AN_INCH, WIDTH, Sheet, a4

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PDF_DPI = 1200


class NotTaken(HaasError):
    """A printer that refused sheets, or stopped in the middle of them."""

    def __init__(self, count: int) -> None:
        taken = t("The printer did not take the page.") if count == 1 else t("The printer did not take all pages.")
        super().__init__(taken, t("Nothing was lost. Please look whether it is on and has paper, or save a PDF."))


def language() -> Translator:
    """The interface's, unless this PC has no font for it: English is better than a page of empty boxes."""
    if current().language == "ja" and not QFontDatabase.families(QFontDatabase.WritingSystem.Japanese):
        return translator("en")
    return current()


def pdf(sheets: Sequence[Sheet], title: str) -> bytes:
    """A4 pages; their letters travel in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator(PROGRAM)
    writer.setResolution(_PDF_DPI)
    writer.setPageLayout(a4())
    _draw(sheets, writer, writer.width() / WIDTH)
    buffer.close()
    return bytes(buffer.data().data())


def print_on(sheets: Sequence[Sheet], printer: "QPrinter") -> None:
    """Hands the sheets to a printer, those that its owner asked for; raises :class:`NotTaken`."""
    printer.setFullPage(True)  # from the edge of the sheet, as the pages are laid out
    full = printer.pageLayout().fullRect(QPageLayout.Unit.Inch)
    scale = min(1 / UNITS_AN_INCH, full.width() / WIDTH, full.height() / HEIGHT)  # smaller, where the paper is
    wanted = _wanted(sheets, printer)
    _draw(wanted, printer, scale * printer.resolution())
    if printer.printerState() in (printer.PrinterState.Error, printer.PrinterState.Aborted):
        raise NotTaken(len(wanted))


def _wanted(sheets: Sequence[Sheet], printer: "QPrinter") -> Sequence[Sheet]:
    first, last = 1, len(sheets)
    if printer.printRange() == printer.PrintRange.PageRange:
        first, last = max(1, printer.fromPage()), printer.toPage() or last
    copies = 1 if printer.supportsMultipleCopies() else printer.copyCount()
    return [*sheets[first - 1 : last]] * copies


def _draw(sheets: Sequence[Sheet], device: QPagedPaintDevice, scale: float) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise NotTaken(len(sheets))
    # Lines of a drawing stay lines: a PDF would keep it as a photograph otherwise.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for number, sheet in enumerate(sheets):
            if number and not device.newPage():
                raise NotTaken(len(sheets))
            sheet.draw(painter, scale)
    finally:
        painter.end()
