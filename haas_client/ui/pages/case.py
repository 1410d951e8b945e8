"""A case: where it stands, what comes next, what has happened, and all that belongs to it."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from haas_client.cases.model import Case
from haas_client.cases.states import Move
from haas_client.cases.store import CaseGone
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.case_offers import Offer, offers, owner_acts
from haas_client.ui.case_work import CaseWork
from haas_client.ui.dates import on_day
from haas_client.ui.pages.case_cards import CaseCards
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row, scrolled
from haas_client.ui.widgets.flow import Flow
from haas_client.ui.widgets.kept_focus import KeptFocus
from haas_client.ui.widgets.notice_bar import failure
from haas_client.ui.widgets.painted import IconBadge
from haas_client.ui.widgets.progress_line import case_line
from haas_client.wording import cases as words

if TYPE_CHECKING:
    from haas_client.ui.pages.case_photos import Photos

_MOST_BESIDE = 400
"""Pixels of buttons beside the words; more of them stand below."""


class CasePage(Page):
    name = PageName.CASE

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._id = ""
        self._case: Case | None = None
        self._came_from = PageName.HOME
        self._leaving = False
        self._primary: QPushButton | None = None
        self._photos: Photos | None = None
        self.work = CaseWork(self)
        self.work.busy.connect(self._show_busy)
        self._inner = QWidget()
        self._column = column(self._inner, gap=theme.GAP)
        self._area = scrolled(self._inner)
        self.content.addWidget(self._area, 1)
        self._focus = KeptFocus(self._inner, self.first_focus)
        session.desk.changed.connect(self._changed)

    def show_case(self, case_id: str) -> None:
        """Told which case to show, before the page is entered."""
        if case_id != self._id:
            self._id, self._photos = case_id, None
            self._area.verticalScrollBar().setValue(0)

    def enter(self) -> None:
        self._leaving = False
        self._show()
        if not self.session.desk.loaded:
            self.session.desk.load()

    def come_from(self, name: PageName) -> None:
        self._came_from = PageName.CASES if name == PageName.CASES else PageName.HOME

    def back(self) -> PageName:
        return self._came_from

    def first_focus(self) -> QWidget | None:
        return self._primary

    def title(self) -> str:
        return words.title(self._case, current()) if self._case else t("Case")

    def caption(self) -> str:
        return words.receipt(self._case.particulars, current()) if self._case else ""

    def header_buttons(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return ((t("Print"), self._print),) if self._case else ()

    def _changed(self) -> None:
        if self.isVisible() and not self._leaving:
            self._show()

    def _show(self) -> None:
        desk = self.session.desk
        self._focus.keep()
        self._case = desk.find(self._id)
        self._clear()
        if self._case:
            self._show_case(self._case)
            self._focus.give_back()
        elif desk.problem:
            self._column.addWidget(_problem(desk.problem))
        elif desk.loaded and self.isVisible():
            self._gone()
        else:
            self._column.addWidget(label(t("One moment …"), "sub"))
        self._column.addStretch(1)
        self.retitled.emit()

    def _clear(self) -> None:
        self._primary = None
        clear(self._column)

    def _gone(self) -> None:
        self._leaving = True
        self.go.emit(PageName.HOME)
        self.say.emit(failure(CaseGone()))

    def _show_case(self, case: Case) -> None:
        progress, layout = card()
        layout.addWidget(case_line(case))
        self._column.addWidget(progress)
        self._column.addWidget(self._next_card(case))
        cards = CaseCards(self.work, case)
        columns = row(gap=theme.GAP)
        columns.addWidget(cards.timeline(), 8)
        side = column(gap=theme.GAP)
        side.addWidget(cards.request(self._with_photos(case)))
        for one in (cards.files(), cards.told(), self._help_card(case)):
            if one:
                side.addWidget(one)
        for whole in (
            button(t("Save everything as one file"), self._export, "link"),
            button(t("Delete this case"), self._delete, "link"),
        ):
            side.addWidget(whole, alignment=Qt.AlignmentFlag.AlignRight)
        side.addStretch(1)
        columns.addLayout(side, 5)
        self._column.addLayout(columns)

    def _with_photos(self, case: Case) -> QWidget | None:
        from haas_client.ui.pages.case_photos import Photos

        if self._photos is None:
            self._photos = Photos(self.work)
        return self._photos.of(case)

    def _next_card(self, case: Case) -> QFrame:
        frame, layout = card(Tone.ACCENT if case.open else None)
        line = row(gap=14)
        line.addWidget(IconBadge(case.service.value), alignment=Qt.AlignmentFlag.AlignTop)
        what, how = _next_words(case)
        text = column(gap=2)
        text.addWidget(label(what, "h2"))
        text.addWidget(label(how, "sub"))
        line.addLayout(text, 1)
        layout.addLayout(line)
        buttons, buttons_width = self._buttons(case)
        if buttons_width <= _MOST_BESIDE:
            line.addLayout(buttons)
        else:
            buttons.insertStretch(0)
            layout.addLayout(buttons)
        return frame

    def _buttons(self, case: Case) -> tuple[QHBoxLayout, int]:
        """And how wide they are together."""
        first, *rest = offers(case) or (None,)
        beside = next((one for one in rest if one.beside), None)
        others = [one for one in rest if one is not beside]
        placed = [self._menu(case, others)] if others else []
        if beside:
            placed.append(button(beside.words, partial(self.work.do, case, beside)))
        if first:
            # While the centre has to act, nothing asks to be pressed.
            role = "primary" if owner_acts(case) or first.deed else ""
            self._primary = button(first.words, partial(self.work.do, case, first), role)
            placed.append(self._primary)
        layout = row(gap=12)
        for one in placed:
            one.ensurePolished()  # a button's width is known with its style only
            layout.addWidget(one)
        return layout, sum(one.sizeHint().width() for one in placed)

    def _menu(self, case: Case, others: list[Offer]) -> QPushButton:
        shown = button(t("Other"), lambda: None, "", t("Other steps"))
        menu = QMenu(shown)
        for one in others:
            menu.addAction(one.words, partial(self.work.do, case, one))
        shown.setMenu(menu)
        return shown

    def _help_card(self, case: Case) -> QFrame:
        repair = next((one for one in offers(case) if _in_help(one)), None)
        frame, layout = card()
        layout.addWidget(label(t("Do you need help?"), "h2"))
        if repair:
            layout.addWidget(
                label(t("If the work seems too hard, you can change to a repair at our centre at any time."), "sub")
            )
        buttons = Flow(gap=8)
        buttons.addWidget(button(t("Contact the centre"), partial(self.go.emit, PageName.CENTRE)))
        if repair:
            buttons.addWidget(button(repair.words, partial(self.work.do, case, repair)))
        layout.addLayout(buttons)
        return frame

    def _show_busy(self, busy: bool) -> None:
        """Nothing is pressed twice."""
        if busy:
            self._focus.keep()
        self._inner.setEnabled(not busy)
        self._focus.give_back()

    def _delete(self) -> None:
        if self._case:
            self._leaving = True
            self.work.delete(self._case, self._came_from)

    def _export(self) -> None:
        from haas_client.ui.pages.kept_file import export

        if self._case:
            export(self.work, self._case)

    def _print(self) -> None:
        from haas_client.ui.printing import print_case

        if self._case:
            print_case(self.work, self._case)


def _in_help(offer: Offer) -> bool:
    return offer.step is not None and offer.step.move == Move.CHANGE_TO_REPAIR


def _next_words(case: Case) -> tuple[str, str]:
    what = words.next_what(case.service, case.state, current())
    how = words.next_how(case.service, case.state, current())
    if case.waiting:
        parcel = case.waiting[-1]
        what = t("Send what is ready")
        how = t("Made ready {day}: {what}. This program cannot see whether it was sent; please say so here.").format(
            day=on_day(parcel.made_at), what=words.parcel(parcel, current())
        )
    return (t("Next: {what}").format(what=what) if case.open or case.waiting else what), how


def _problem(problem: tuple[str, str]) -> QFrame:
    frame, layout = notice(Tone.BAD)
    layout.addWidget(label(problem[0], "h3", Tone.BAD))
    layout.addWidget(label(problem[1], "sub"))
    return frame
