"""A swap guide on its way to paper: looked at, printed or saved, before the PC is switched off."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QSizePolicy, QVBoxLayout, QWidget

from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.ui import places, theme
from haas_client.ui.bridge import Bridge
from haas_client.ui.paper.outlet import Outlet
from haas_client.ui.paper.preview import Preview
from haas_client.ui.swap_paper import document
from haas_client.ui.swap_paper.document import Document
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, row, scrolled
from haas_client.ui.widgets.segments import Segments

_WIDTH, _HEIGHT = 960, 660


class Out(StrEnum):
    """How the guide left this PC."""

    PRINTED = "printed"
    """A printer has taken it; whether all pages came out, only the owner sees."""
    SAVED = "saved"


class PaperDialog(QDialog):
    """``make(big)`` lays the guide out; ``on_out`` is told each time it was printed or saved.

    To be shown with ``open()``: nothing here holds the caller.
    """

    def __init__(
        self, parent: QWidget, bridge: Bridge, make: Callable[[bool], Document], on_out: Callable[[Out], object]
    ) -> None:
        super().__init__(parent)
        self._make, self._on_out = make, on_out
        self.setWindowTitle(t("The guide on paper"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_WIDTH, _HEIGHT)
        self._outlet = Outlet(bridge)
        self._count, self._undrawn = label("", "sub"), label("", "sub", Tone.WARN)
        self._sheets = column(gap=theme.GAP)
        layout = column(self, margin=theme.PAGE_MARGIN, gap=theme.GAP)
        columns = row(gap=theme.GAP)
        columns.addWidget(self._preview(), 3)
        columns.addWidget(scrolled(self._side()), 2)
        layout.addLayout(columns, 1)
        foot = row()
        foot.addStretch()
        foot.addWidget(button(t("Close"), self.accept))
        layout.addLayout(foot)
        self._document = self._lay_out(big=False)
        self._print_button.setFocus()

    def _preview(self) -> QWidget:
        inner = QWidget()
        inner.setLayout(self._sheets)
        area = scrolled(inner)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that arrow keys move the pages
        area.setAccessibleName(t("Preview of the guide"))
        return area

    def _side(self) -> QWidget:
        inner = QWidget()
        layout = column(inner, gap=theme.GAP)
        frame, ways = card()
        ways.addWidget(label(t("The guide on paper"), "h2"))
        ways.addWidget(label(t("While you work the PC is off, and cannot show you the steps."), "sub"))
        ways.addWidget(self._count)
        ways.addWidget(self._undrawn)
        self._add_size(ways)
        self._print_button = button(t("Print"), self._print, "primary")
        for way in (self._print_button, button(t("Save as PDF"), self._save)):
            way.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            ways.addWidget(way)
        layout.addWidget(frame)
        layout.addWidget(self._outlet)
        layout.addStretch(1)
        return inner

    def _add_size(self, layout: QVBoxLayout) -> None:
        caption = t("Size of the letters")
        layout.addWidget(label(caption, "caption"))
        layout.addWidget(Segments(caption, {False: t("Usual"), True: t("Large")}, False, self._choose))

    def _choose(self, big: bool) -> None:
        self._document = self._lay_out(big=big)

    def _lay_out(self, *, big: bool) -> Document:
        made = self._make(big)
        clear(self._sheets)
        for number, page in enumerate(made.pages, start=1):
            sheet = Preview(t("Page {number} of {count}").format(number=number, count=len(made.pages)))
            sheet.show_sheet(page, page.words())
            self._sheets.addWidget(sheet)
        self._count.setText(current().plural("{count} page", "{count} pages", len(made.pages)))
        self._undrawn.setText(t("Some drawings could not be read. What is to be seen on them stands there in words."))
        self._undrawn.setVisible(bool(made.undrawn))
        return made

    def _print(self) -> None:
        without = HaasError(
            t("No printer is set up on this PC."),
            t("Please save the guide as a PDF, and print it from another PC or in a shop, or read it on your phone."),
        )
        made = self._document
        self._outlet.print(lambda printer: document.paint(made, printer), lambda: self._printed(made), without)

    def _printed(self, made: Document) -> None:
        advice = t("Before you switch the PC off, please look whether all {count} pages came out, and can be read.")
        self._outlet.tell(t("The guide was handed to the printer."), advice.format(count=len(made.pages)))
        self._on_out(Out.PRINTED)

    def _save(self) -> None:
        name = f"linuxmania-guide-{datetime.now().astimezone():%Y%m%d}.pdf"
        path = places.chosen(self, name, title=t("Save the guide as PDF"), pattern=t("PDF (*.pdf)"))
        if path:
            made = self._document
            self._outlet.save(path, lambda: document.pdf(made), self._saved)

    def _saved(self, path: Path) -> None:
        advice = t("This PC cannot show it while it is off. Copy it to your phone, or print it, before you go on.")
        self._outlet.tell(t("The guide was saved."), f"{advice}\n{path}", path)
        self._on_out(Out.SAVED)
