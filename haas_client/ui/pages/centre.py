"""The customer centre: its number to call, when it answers, and what to have ready."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from haas_client import telephone
from haas_client.centre import MAIL_ADDRESS
from haas_client.i18n import t
from haas_client.request import MAX_FIELD
from haas_client.ui import theme
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.reception import ReceptionPill
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import button, card, clear, column, label, line, row, scrolled
from haas_client.ui.widgets.code import code_card
from haas_client.ui.widgets.painted import IconBadge
from haas_client.ui.widgets.qr import QrCode


class CentrePage(Page):
    name = PageName.CENTRE

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._came_from = PageName.HOME
        self._typing = False
        self._first: QWidget | None = None
        inner = QWidget()
        columns = row(gap=theme.GAP)
        inner.setLayout(columns)
        left, right = QWidget(), QWidget()
        self._reach, self._ready = column(left, gap=theme.GAP), column(right, gap=theme.GAP)
        columns.addWidget(left, 1)
        columns.addWidget(right, 1)
        self.content.addWidget(scrolled(inner), 1)
        session.finished.connect(self._show)
        session.changed.connect(self._show)
        session.desk.changed.connect(self._desk_changed)

    def title(self) -> str:
        return t("Call our centre")

    def come_from(self, name: PageName) -> None:
        if name not in (PageName.DIAGNOSIS, PageName.CARD):
            self._came_from = name

    def enter(self) -> None:
        self._typing = False
        self._show()

    def back(self) -> PageName:
        return self._came_from

    def first_focus(self) -> QWidget | None:
        return self._first

    def _desk_changed(self) -> None:
        if self.isVisible() and not self._typing:
            self._show()

    def _references(self) -> str:
        """Receipt numbers of open cases, to be named on the telephone."""
        numbers = dict.fromkeys(case.particulars.reference for case in self.session.desk.open)
        return ", ".join(filter(None, numbers))

    def _show(self) -> None:
        for layout in (self._reach, self._ready):
            clear(layout)
        number = self.session.telephone
        self._reach.addWidget(self._ask_card(number) if self._typing or not number else self._number_card(number))
        self._reach.addWidget(_mail_card(lambda: self.go.emit(PageName.LINK)))
        self._reach.addWidget(_remote_card(lambda: self.go.emit(PageName.HANDS_ON)))
        self._reach.addStretch(1)
        self._ready.addWidget(self._ready_card())
        if self.session.code:
            self._ready.addWidget(code_card(self.session.code))
        self._ready.addStretch(1)

    def _number_card(self, number: str) -> QFrame:
        frame, layout = self._telephone_card()
        layout.addWidget(label(number, "number", selectable=True))
        buttons = row(gap=8)
        copy = button(t("Copy"), lambda: _copy(number), name=t("Copy the telephone number"))
        buttons.addWidget(copy)
        if not self.session.facts.telephone:
            buttons.addWidget(button(t("Change"), self._type, "link", t("Change the telephone number")))
        buttons.addStretch()
        layout.addLayout(buttons)
        link = telephone.link(number)
        if link:
            layout.addWidget(line())
            layout.addLayout(_scan_row(link, number))
        self._first = copy
        return frame

    def _ask_card(self, number: str) -> QFrame:
        frame, layout = self._telephone_card()
        where = t("The number is printed on your warranty card. Type it once, and it stands here.")
        layout.addWidget(label(where, "sub"))
        entry = row(gap=8)
        field = QLineEdit(number)
        field.setMaxLength(MAX_FIELD)
        field.setPlaceholderText(t("As on your warranty card"))
        field.setAccessibleName(t("Telephone number of our centre"))
        field.returnPressed.connect(lambda: self._keep(field.text()))
        entry.addWidget(field, 1)
        entry.addWidget(button(t("Keep"), lambda: self._keep(field.text()), "primary", t("Keep the telephone number")))
        layout.addLayout(entry)
        self._first = field
        return frame

    def _telephone_card(self) -> tuple[QFrame, QVBoxLayout]:
        frame, layout = card()
        head = row(gap=12)
        head.addWidget(IconBadge("phone_mail"))
        head.addWidget(label(t("By telephone"), "h2"), 1)
        layout.addLayout(head)
        reception = ReceptionPill(self.session.bridge, lambda: self.session.facts.closed)
        reception.refresh()
        layout.addWidget(reception, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(label(t("Advice is free; you pay your provider for the call."), "caption"))
        return frame, layout

    def _ready_card(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("Have this ready before you call"), "h2"))
        number = self.session.request.warranty_number
        layout.addWidget(label(t("Warranty number"), "caption"))
        if number:
            layout.addWidget(label(number, "h1", selectable=True))
        else:
            layout.addWidget(label(t("It is printed on your warranty card, the paper that came with the PC."), "sub"))
        if self._references():
            layout.addWidget(label(t("Receipt number"), "caption"))
            layout.addWidget(label(self._references(), "h2", selectable=True))
        if not self.session.code:
            layout.addWidget(line())
            layout.addWidget(label(t("Diagnosis code"), "caption"))
            none = t("There is none yet. Please diagnose this PC first: the code tells us what was found.")
            layout.addWidget(label(none, "sub"))
            layout.addWidget(button(t("Diagnose now"), self._diagnose))
        layout.addWidget(line())
        for words in (
            t("Paper and something to write with."),
            t("Please sit at the PC, and switch it on if you can."),
        ):
            layout.addWidget(label(words, "sub"))
        return frame

    def _type(self) -> None:
        self._typing = True
        self._show_anew()

    def _keep(self, typed: str) -> None:
        self.session.keep_telephone(typed)
        self._typing = False
        self._show_anew()

    def _show_anew(self) -> None:
        self._show()
        QTimer.singleShot(0, self, self._focus_first)  # once the new card has its place

    def _focus_first(self) -> None:
        if self._first:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _diagnose(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)


def _scan_row(link: str, number: str) -> QHBoxLayout:
    layout = row(gap=12)
    layout.addWidget(QrCode(link, t("Code for the telephone number {number}").format(number=number)))
    words = column(gap=2)
    words.addWidget(label(t("With a smartphone"), "h3"))
    words.addWidget(label(t("Point the phone's camera at this code: it has the number ready to be called."), "sub"))
    words.addStretch(1)
    layout.addLayout(words, 1)
    return layout


def _mail_card(open_link: Callable[[], object]) -> QFrame:
    frame, layout = card()
    layout.addWidget(label(t("By mail"), "h2"))
    entry = row(gap=8)
    entry.addWidget(label(MAIL_ADDRESS, "h3", selectable=True), 1)
    entry.addWidget(button(t("Copy"), lambda: _copy(MAIL_ADDRESS), "link", t("Copy the address")))
    layout.addLayout(entry)
    layout.addWidget(label(t("The answer may come on a later day."), "caption"))
    layout.addWidget(line())
    follow = row()
    follow.addWidget(button(t("Paste a link from the centre's mail"), open_link, "link"))
    follow.addStretch()
    layout.addLayout(follow)
    return frame


def _remote_card(prepare: Callable[[], object]) -> QFrame:
    frame, layout = card()
    head = row(gap=12)
    head.addWidget(label(t("Hands-on"), "h2"), 1)
    head.addWidget(button(t("Prepare Hands-on"), prepare))
    layout.addLayout(head)
    layout.addWidget(label(t("An expert works on your PC over TeamViewer, once our centre has confirmed it."), "sub"))
    return frame


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
