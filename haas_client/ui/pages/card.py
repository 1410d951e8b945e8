"""The emergency card: looked at, completed, and taken out of this PC before it is needed."""

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from haas_client import files
from haas_client.card.contents import Card
from haas_client.channels import folder
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.request import MAX_FIELD, normalise_warranty_number
from haas_client.ui import places, theme
from haas_client.ui.card import output
from haas_client.ui.card.offer import answer
from haas_client.ui.card.preview import Preview
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, column, label, notice, row, scrolled

_log = logging.getLogger(__name__)

_FOLLOWS_MS = 200


class CardPage(Page):
    name = PageName.CARD

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._came_from = PageName.HOME
        self._saved: Path | None = None
        self._preview = Preview()
        self._soon = QTimer(self)  # the sheet follows the hand that types, but not every key
        self._soon.setSingleShot(True)
        self._soon.setInterval(_FOLLOWS_MS)
        self._soon.timeout.connect(self._refresh)
        columns = row(gap=theme.GAP)
        columns.addWidget(self._sheet(), 3)
        columns.addWidget(scrolled(self._side()), 2)
        self.content.addLayout(columns, 1)
        session.finished.connect(self._refresh)
        session.changed.connect(self._refresh)

    def title(self) -> str:
        return t("Emergency card")

    def come_from(self, name: PageName) -> None:
        if name != PageName.CENTRE:
            self._came_from = name

    def enter(self) -> None:
        self._told.hide()
        self._warranty.setText(self.session.request.warranty_number)
        self._telephone.setText(self.session.telephone)
        self._refresh()

    def back(self) -> PageName:
        return self._came_from

    def first_focus(self) -> QWidget:
        return self._print_button

    @property
    def card(self) -> Card:
        """As it is shown now."""
        return self.session.card(output.language())

    def _refresh(self) -> None:
        self._preview.show_card(self.card)

    def _sheet(self) -> QWidget:
        inner = QWidget()
        column(inner).addWidget(self._preview, alignment=Qt.AlignmentFlag(0))
        area = scrolled(inner)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that arrow keys move the sheet
        area.setAccessibleName(t("Preview of the card"))
        return area

    def _side(self) -> QWidget:
        inner = QWidget()
        layout = column(inner, gap=theme.GAP)
        layout.addWidget(self._ways_card())
        self._told, told = notice(Tone.ACCENT)
        self._told_title, self._told_advice = label("", "h3"), label("", "sub", selectable=True)
        told.addWidget(self._told_title)
        told.addWidget(self._told_advice)
        self._show_folder = button(t("Show in its folder"), self._open_folder, "link")
        told.addWidget(self._show_folder, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._told)
        layout.addWidget(self._numbers_card())
        layout.addWidget(_phone_card())
        layout.addStretch(1)
        return inner

    def _ways_card(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("If this PC does not start one day"), "h2"))
        why = t("This program cannot help then. Keep the card with your warranty card, or on your phone.")
        layout.addWidget(label(why, "sub"))
        self._print_button = button(t("Print"), self._print, "primary")
        for way in (
            self._print_button,
            button(t("Save as PDF"), self._save_pdf),
            button(t("Save for the phone"), self._save_picture),
        ):
            way.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            layout.addWidget(way)
        return frame

    def _numbers_card(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("What stands on your warranty card"), "h2"))
        self._warranty = _field(layout, t("Warranty number"))
        self._telephone = _field(layout, t("Telephone number of our centre"))
        self._telephone.setReadOnly(bool(self.session.facts.telephone))  # as printed on the card: nothing to correct
        self._warranty.textEdited.connect(self._warranty_typed)
        self._warranty.editingFinished.connect(self.session.remember_owner)
        self._telephone.editingFinished.connect(self._telephone_typed)
        return frame

    def _warranty_typed(self, text: str) -> None:
        self.session.change(warranty_number=normalise_warranty_number(text))
        self._soon.start()

    def _telephone_typed(self) -> None:
        if self._telephone.isModified():
            self.session.keep_telephone(self._telephone.text())
            self._telephone.setText(self.session.telephone)
            self._refresh()

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # 10 MB that only printing needs

        if not QPrinterInfo.availablePrinterNames():
            self._tell(
                t("No printer is set up on this PC."),
                t("Please save the card as a PDF, and print it from another PC or in a shop."),
            )
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(output.a4())
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._print_on(lambda: output.print_on(self.card, printer)))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def _print_on(self, work: Callable[[], None]) -> None:
        try:
            work()
        except HaasError as error:
            self._tell(error.title, error.advice)
            return
        answer(self.session)
        self._tell(t("The card was handed to the printer."), t("Please look whether it came out whole."))

    def _save_pdf(self) -> None:
        self._save(t("Save the card as PDF"), "pdf", t("PDF (*.pdf)"), output.pdf)

    def _save_picture(self) -> None:
        self._save(t("Save the card for the phone"), "png", t("Picture (*.png)"), output.png)

    def _save(self, title: str, ending: str, kind: str, make: Callable[[Card], bytes]) -> None:
        name = f"linuxmania-card-{datetime.now().astimezone():%Y%m%d}.{ending}"
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(folder.unused(places.documents()[0] / name)), kind)
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() != f".{ending}":  # the dialog has asked about the name that was typed only
            path = folder.unused(path.with_name(f"{path.name}.{ending}"))
        data = make(self.card)
        self.session.bridge.submit(
            lambda: files.write_atomically(path, data), self, lambda _: self._kept(path), self._not_kept
        )

    def _kept(self, path: Path) -> None:
        self._saved = path
        answer(self.session)
        self._tell(t("The card was saved."), str(path), folder_too=True)

    def _not_kept(self, error: Exception) -> None:
        if isinstance(error, HaasError):
            self._tell(error.title, error.advice)
            return
        _log.error("card", exc_info=error)
        self._tell(t("The file could not be made."), t("Nothing was lost. Please try again, or call our centre."))

    def _open_folder(self) -> None:
        if self._saved:
            path = self._saved
            self.session.bridge.submit(lambda: folder.show(path), self, self._folder_shown, self._not_kept)

    def _folder_shown(self, shown: bool) -> None:
        if not shown:
            self._tell(t("No file manager could be opened. The file is in the folder named here."), str(self._saved))

    def _tell(self, title: str, advice: str, *, folder_too: bool = False) -> None:
        self._told_title.setText(title)
        self._told_advice.setText(advice)
        self._show_folder.setVisible(folder_too)
        self._told.show()


def _field(layout: QVBoxLayout, caption: str) -> QLineEdit:
    text = label(caption, "caption")
    field = QLineEdit()
    field.setMaxLength(MAX_FIELD)
    field.setPlaceholderText(t("As on your warranty card"))
    field.setAccessibleName(caption)
    text.setBuddy(field)
    layout.addWidget(text)
    layout.addWidget(field)
    return field


def _phone_card() -> QFrame:
    frame, layout = card()
    layout.addWidget(label(t("How the picture gets onto the phone"), "h2"))
    for words in (
        t("By mail: send the picture to yourself, open the mail on the phone and save the picture there."),
        t("By USB cable: connect the phone, allow the PC to see its files, and copy the picture into its pictures."),
        t("Or simply photograph the card on this screen with the phone."),
    ):
        layout.addWidget(label(words, "sub"))
    return frame
