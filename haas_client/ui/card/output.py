"""The card as it leaves the program: a PDF, a picture for the phone, or a sheet from the printer."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from haas_client.card.contents import Card
from haas_client.i18n import translator
from haas_client.ui.card.paper import paper
from haas_client.ui.card.phone import picture
from haas_client.ui.paper import output

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


def pdf(card: Card) -> bytes:
    """One A4 page."""
    return output.pdf([paper(card)], translator(card.language)("If this PC does not start"))


def png(card: Card) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(picture(card))
    buffer.close()
    return bytes(buffer.data().data())


def print_on(card: Card, printer: "QPrinter") -> None:
    """Hands the page to a printer; raises :class:`HaasError` where that does not take it."""
    output.print_on([paper(card)], printer)
