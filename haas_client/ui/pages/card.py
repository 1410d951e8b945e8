"""The emergency card: looked at, completed, and taken out of this PC before it is needed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from haas_client.card import text
from haas_client.card.contents import Card
from haas_client.errors import HaasError
from haas_client.i18n import t
from haas_client.request import MAX_FIELD, normalise_warranty_number
from haas_client.ui import places, theme
from haas_client.ui.card import output
from haas_client.ui.card.offer import answer
from haas_client.ui.card.paper import paper
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.paper.outlet import Outlet
from haas_client.ui.paper.output import language
from haas_client.ui.paper.preview import Preview
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import button, card, column, label, row, scrolled

_FOLLOWS_MS = 200


class CardPage(Page):
    name = PageName.CARD

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._came_from = PageName.HOME
        self._preview = Preview(t("Preview of the card"))
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
        self._outlet.hide()
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
        return self.session.card(language())

    def _refresh(self) -> None:
        card = self.card
        self._preview.show_sheet(paper(card), "\n".join(text.lines(card)))

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
        self._outlet = Outlet(self.session.bridge)
        layout.addWidget(self._outlet)
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
        without = HaasError(
            t("No printer is set up on this PC."),
            t("Please save the card as a PDF, and print it from another PC or in a shop."),
        )
        self._outlet.print(lambda printer: output.print_on(self.card, printer), self._printed, without)

    def _printed(self) -> None:
        answer(self.session)
        self._outlet.tell(t("The card was handed to the printer."), t("Please look whether it came out whole."))

    def _save_pdf(self) -> None:
        self._save(t("Save the card as PDF"), "pdf", t("PDF (*.pdf)"), output.pdf)

    def _save_picture(self) -> None:
        self._save(t("Save the card for the phone"), "png", t("Picture (*.png)"), output.png)

    def _save(self, title: str, ending: str, kind: str, make: Callable[[Card], bytes]) -> None:
        name = f"linuxmania-card-{datetime.now().astimezone():%Y%m%d}.{ending}"
        path = places.chosen(self, name, title=title, pattern=kind)
        if path:
            self._outlet.save(path, lambda: make(self.card), self._kept)

    def _kept(self, path: Path) -> None:
        answer(self.session)
        self._outlet.tell(t("The card was saved."), str(path), path)


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
