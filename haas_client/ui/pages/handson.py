"""Hands-on: what is ready for the expert, TeamViewer and its number, how it goes on, and what was done."""

from functools import partial

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from haas_client.cases.model import Case, State
from haas_client.handson.model import Check
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.case_work import CaseWork
from haas_client.ui.hands_on import READY, UNDER_WAY, Ending
from haas_client.ui.pages.handson_cards import IdCard, PreparationCard
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row, scrolled
from haas_client.ui.widgets.kept_focus import KeptFocus
from haas_client.ui.widgets.progress_line import ProgressLine
from haas_client.wording import cases as case_words
from haas_client.wording import handson as words

_BEHIND = {
    State.ASKED: words.STEPS.index(words.CONFIRM),
    State.PAYMENT_DUE: words.STEPS.index(words.CONFIRM),
    State.CONFIRMED_FREE: words.STEPS.index(words.START),
    State.PAID: words.STEPS.index(words.START),
    State.SESSION: words.STEPS.index(words.WORK),
    State.DONE: len(words.STEPS),
    State.CLOSED: len(words.STEPS),
}
"""How many of the service's steps lie behind."""


class HandsOnPage(Page):
    name = PageName.HANDS_ON

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._hands_on = session.hands_on
        self._came_from = PageName.HOME
        self._inner = QWidget()
        self._body = column(self._inner, gap=theme.GAP)
        self._focus = KeptFocus(self._inner, self.first_focus)
        self._primary: QPushButton | None = None
        self.content.addWidget(scrolled(self._inner), 1)
        warning, layout = notice(Tone.WARN)
        layout.addWidget(label(t(words.WARNING), "", Tone.WARN))
        self.content.addWidget(warning)  # always in sight
        self._foot = self.footer()
        self.work = CaseWork(self)
        self.work.busy.connect(lambda busy: self.setEnabled(not busy))
        self._hands_on.changed.connect(self._changed)
        session.desk.changed.connect(self._changed)

    def title(self) -> str:
        return t("Hands-on")

    def caption(self) -> str:
        case = self._hands_on.case
        return case_words.receipt(case.particulars, current()) if case else ""

    def state(self) -> tuple[str, Tone] | None:
        free = self._hands_on.free
        known = words.free(free, current())
        return (known, Tone.NEUTRAL if free.over else Tone.OK) if known else None

    def come_from(self, name: PageName) -> None:
        if name in (PageName.CASE, PageName.HOME, PageName.CENTRE):
            self._came_from = name

    def back(self) -> PageName:
        return self._came_from

    def enter(self) -> None:
        if not self.session.desk.loaded:
            self.session.desk.load()
        self._hands_on.look()

    def first_focus(self) -> QWidget | None:
        return self._primary

    @called_by_qt
    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's own name
        super().hideEvent(event)
        self._hands_on.cancel()

    def _changed(self) -> None:
        self._focus.keep()
        self._show()
        self._focus.give_back()
        self.retitled.emit()

    def _show(self) -> None:
        clear(self._body)
        clear(self._foot)
        case = self._hands_on.case
        columns = row(gap=theme.GAP)
        columns.addWidget(PreparationCard(self._hands_on, self._show_how), 11)
        number = IdCard(self._hands_on, self._show_how_to_install)
        self._primary = number.first
        columns.addWidget(number, 10)
        self._body.addLayout(columns)
        if self._hands_on.ending and case:  # what is asked comes first, for the eye and for the keyboard
            self._body.insertWidget(0, self._ended(case, self._hands_on.ending))
        self._body.addWidget(self._progress(case))
        self._body.addStretch(1)
        self._fill_foot(case)

    def _ended(self, case: Case, ending: Ending) -> QFrame:
        frame, layout = notice(Tone.ACCENT)
        line = row(gap=12)
        texts = column(gap=2)
        closed = ending == Ending.CLOSED
        title = t("TeamViewer was closed.") if closed else t("The connection to the expert seems to have ended.")
        texts.addWidget(label(title, "h3", Tone.ACCENT))
        texts.addWidget(label(t("Is the work done? If it is to go on, the expert can connect again."), "sub"))
        line.addLayout(texts, 1)
        line.addWidget(button(t("It goes on"), self._hands_on.dismiss))
        self._primary = button(t("It is over"), partial(self._finish, case), "primary")
        line.addWidget(self._primary)
        layout.addLayout(line)
        return frame

    def _progress(self, case: Case | None) -> QFrame:
        frame, layout = card()
        head = row(gap=16)
        head.addWidget(label(t("How it goes"), "h2"))
        head.addWidget(label(self._next(case), "sub"), 1)
        layout.addLayout(head)
        layout.addWidget(ProgressLine([t(step) for step in words.STEPS], behind(case, opened=self._hands_on.opened)))
        return frame

    def _next(self, case: Case | None) -> str:
        """What the owner does now."""
        if case is None:
            return t("Please call our centre and say that you wish for Hands-on. It tells you whether it fits.")
        if case.state in READY and self._hands_on.opened:
            return t("Call our centre and tell the ID and the password that TeamViewer's window shows.")
        return case_words.next_how(case.service, case.state, current())

    def _fill_foot(self, case: Case | None) -> None:
        for text, deed in (
            (t("Contact the centre"), partial(self.go.emit, PageName.CENTRE)),
            *(((t("View the case"), partial(self.open_case.emit, case.id)),) if case else ()),
        ):
            self._foot.addWidget(button(text, deed, "link"))
        self._foot.addStretch()
        if case and case.state in UNDER_WAY:
            self._foot.addWidget(button(t("The work is done"), partial(self._finish, case)))

    def _finish(self, case: Case) -> None:
        from haas_client.ui.pages.handson_dialogs import FinishDialog

        FinishDialog(self.work, case, self._hands_on.finish).open()

    def _show_how(self, check: Check) -> None:
        from haas_client.ui.pages.handson_dialogs import RemedyDialog

        RemedyDialog(self, check, self._hands_on.look).open()

    def _show_how_to_install(self) -> None:
        if self._hands_on.preflight:
            self._show_how(self._hands_on.preflight.teamviewer_check)


def behind(case: Case | None, *, opened: bool) -> int:
    """How many of the service's steps lie behind; ``opened``: whether TeamViewer is."""
    if case is None:
        return 0
    number = _BEHIND.get(case.state, 0)
    return number + 1 if case.state in READY and opened else number
