"""A swap guide or its return slip on the way to paper: looked at, printed or saved."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

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
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.segments import Segments

_WIDTH, _HEIGHT = 960, 660


class Out(StrEnum):
    """How the paper left this PC."""

    PRINTED = "printed"
    """A printer has taken it; whether all pages came out, only the owner sees."""
    SAVED = "saved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the dialog says of the paper at hand."""

    title: str
    why: str
    without_printer: str
    printed: str
    """May hold ``{count}``, of pages."""
    saved: str
    file: str
    """How a file of it begins."""


def guide() -> Told:
    return Told(
        title=t("The guide on paper"),
        why=t("While you work the PC is off, and cannot show you the steps."),
        without_printer=t(
            "Please save the guide as a PDF, and print it from another PC or in a shop, or read it on your phone."
        ),
        printed=t("Before you switch the PC off, please look whether all {count} pages came out, and can be read."),
        saved=t("This PC cannot show it while it is off. Copy it to your phone, or print it, before you go on."),
        file="linuxmania-guide",
    )


def return_slip() -> Told:
    return Told(
        title=t("Return slip"),
        why=t("It goes into the parcel, so that we know whose part it is. What is left open can be written by hand."),
        without_printer=t("Please save it as a PDF, and print it elsewhere. Or write on any paper what stands here."),
        printed=t("Please put it into the parcel with the old part."),
        saved=t("Please print it, and put it into the parcel with the old part."),
        file="linuxmania-return",
    )


class PaperDialog(Dialog):
    """``make(big)`` lays it out; ``on_out`` is told each time it was printed or saved.

    To be shown with ``open()``: nothing here holds the caller.
    """

    def __init__(
        self,
        parent: QWidget,
        bridge: Bridge,
        told: Told,
        make: Callable[[bool], Document],
        on_out: Callable[[Out], object] = lambda _: None,
    ) -> None:
        super().__init__(parent)
        self._told, self._make, self._on_out = told, make, on_out
        self.setWindowTitle(told.title)
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
        area.setAccessibleName(t("Preview"))
        return area

    def _side(self) -> QWidget:
        inner = QWidget()
        layout = column(inner, gap=theme.GAP)
        frame, ways = card()
        ways.addWidget(label(self._told.title, "h2"))
        ways.addWidget(label(self._told.why, "sub"))
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
        without = HaasError(t("No printer is set up on this PC."), self._told.without_printer)
        made = self._document
        self._outlet.print(lambda printer: document.paint(made, printer), lambda: self._printed(made), without)

    def _printed(self, made: Document) -> None:
        advice = self._told.printed.format(count=len(made.pages))
        self._outlet.tell(t("It was handed to the printer."), advice)
        self._on_out(Out.PRINTED)

    def _save(self) -> None:
        name = f"{self._told.file}-{datetime.now().astimezone():%Y%m%d}.pdf"
        path = places.chosen(self, name, title=t("Save as PDF"), pattern=t("PDF (*.pdf)"))
        if path:
            made = self._document
            self._outlet.save(path, lambda: document.pdf(made), self._saved)

    def _saved(self, path: Path) -> None:
        self._outlet.tell(t("It was saved."), f"{self._told.saved}\n{path}", path)
        self._on_out(Out.SAVED)
