"""The card as it leaves the program: a PDF, a picture for the phone, or a sheet from the printer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF
from PySide6.QtGui import QFontDatabase, QImageWriter, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from haas_client.card.contents import Card
from haas_client.errors import HaasError
from haas_client.i18n import Translator, current, t, translator
from haas_client.paths import PROGRAM
from haas_client.ui.card.paper import WIDTH, paper
from haas_client.ui.card.phone import picture

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_PDF_DPI = 1200
_A4_INCHES = WIDTH / 720


def language() -> Translator:
    """The interface's, unless this PC has no font for it: English is better than a page of empty boxes."""
    if current().language == "ja" and not QFontDatabase.families(QFontDatabase.WritingSystem.Japanese):
        return translator("en")
    return current()


def pdf(card: Card) -> bytes:
    """One A4 page; its letters travel in it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(translator(card.language)("If this PC does not start"))
    writer.setCreator(PROGRAM)
    writer.setResolution(_PDF_DPI)
    writer.setPageLayout(a4())
    _draw(card, writer, writer.width())
    buffer.close()
    return bytes(buffer.data().data())


def png(card: Card) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture(card))
    buffer.close()
    return bytes(buffer.data().data())


def print_on(card: Card, printer: "QPrinter") -> None:
    """Hands the page to a printer; raises :class:`HaasError` where that does not take it."""
    printer.setFullPage(True)  # from the edge of the sheet, as the page is laid out
    inches = printer.pageLayout().fullRect(QPageLayout.Unit.Inch).width()
    _draw(card, printer, min(inches, _A4_INCHES) * printer.resolution())


def _draw(card: Card, device: QPagedPaintDevice, width: float) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise HaasError(
            t("The printer did not take the page."),
            t("Please look whether it is on and has paper, or save the card as a PDF."),
        )
    paper(card).draw(painter, width / WIDTH)
    painter.end()


def a4() -> QPageLayout:
    """Upright, laid out from the edge of the sheet."""
    return QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
