"""A case on paper, or as a PDF where there is no printer."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPageSize, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

from haas_client import case_record, files
from haas_client.cases.model import Case
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.ui import places
from haas_client.ui.case_work import CaseWork
from haas_client.ui.pages.case_dialogs import CaseDialog
from haas_client.ui.widgets.notice_bar import Said
from haas_client.wording import cases as words

_POINTS = 11.0
"""Of the text; the headings' sizes stand in the template."""


def print_case(work: CaseWork, case: Case) -> None:
    """Asks for a printer; where there is none, whether a PDF will do."""
    paper = document(case)
    if not QPrinterInfo.availablePrinterNames():
        _NoPrinterDialog(work, case, paper).open()
        return
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(words.title(case, current()))
    dialog = QPrintDialog(printer, work.page.window())
    dialog.setWindowTitle(t("Print"))
    if dialog.exec() == QPrintDialog.DialogCode.Accepted:
        paper.print_(printer)
        if printer.printerState() == QPrinter.PrinterState.Error:
            work.tell_failure(
                HaasError(
                    t("It could not be printed."), t("Nothing was lost. Please look at the printer and try again.")
                )
            )


def pdf(text: QTextDocument) -> bytes:
    """The document on A4 pages."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    text.print_(writer)
    del writer  # it writes its end with its own
    return bytes(buffer.data().data())


def document(case: Case) -> QTextDocument:
    """The case as it is printed."""
    text = QTextDocument()
    # The application's own font is in pixels: on a printer's 1200 dots an inch, headings and page numbers in it vanish.
    font = text.defaultFont()
    font.setPointSizeF(_POINTS)
    text.setDefaultFont(font)
    text.setHtml(case_record.html(case, current()))
    return text


class _NoPrinterDialog(CaseDialog):
    def __init__(self, work: CaseWork, case: Case, text: QTextDocument) -> None:
        sub = t("You can save the case as a PDF, and print that later or on another PC.")
        super().__init__(work, t("No printer is set up on this PC"), sub)
        self._text, self._case = text, case
        self.finish(t("Save as PDF"), self._save)
        self._accept.setFocus()

    def _save(self) -> None:
        name = f"linuxmania-{self._case.begun_at.astimezone():%Y%m%d}.pdf"
        path = places.chosen(self, name, title=t("Save as PDF"), pattern=t("PDF (*.pdf)"))
        if path is None:
            return
        try:
            files.write_atomically(path, pdf(self._text))
        except HaasError as error:
            self.tell(error)
            return
        self.accept()
        self.work.say(Said(title=t("The PDF was saved."), advice=str(path)))
