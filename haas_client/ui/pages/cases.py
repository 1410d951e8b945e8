"""All cases: open ones first, what was closed, what was deleted and can still be taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import ceil

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from haas_client.cases.model import Case
from haas_client.cases.store import KEPT_AFTER_DELETION, Cases
from haas_client.errors import HaasError
from haas_client.i18n import current, t
from haas_client.ui.case_offers import owner_acts
from haas_client.ui.case_work import CaseWork
from haas_client.ui.dates import on_day
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, label, notice, row
from haas_client.ui.widgets.case_rows import CaseRows
from haas_client.ui.widgets.empty import Empty
from haas_client.ui.widgets.segments import Segments
from haas_client.wording import cases as words
from haas_client.wording.parts import joined

_TYPING_MS = 250
"""A pause in which one asks for what was typed so far."""
_FIELD_WIDTH = 260


class Which(StrEnum):
    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"
    DELETED = "deleted"


class CasesPage(Page):
    name = PageName.CASES

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.work = CaseWork(self)
        self.work.busy.connect(self._show_buttons)
        self._which = Which.ALL
        self._found: dict[str, Case] = {}
        self._asked = 0
        self._entered = False
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self._ask)
        self.content.addLayout(self._top())
        self._problem, layout = notice(Tone.BAD)
        self._problem_title, self._problem_advice = label("", "h3", Tone.BAD), label("", "sub")
        layout.addWidget(self._problem_title)
        layout.addWidget(self._problem_advice)
        self._problem.hide()
        self.content.addWidget(self._problem)
        self._list = CaseRows()
        self._list.setAccessibleName(t("Cases"))
        self._list.itemActivated.connect(lambda _item: self._open())
        self._list.currentItemChanged.connect(lambda *_: self._show_buttons())
        self.content.addWidget(self._list, 1)
        self._empty = Empty()
        self.content.addWidget(self._empty, 1)
        self._build_footer()
        session.desk.changed.connect(self._changed)

    def title(self) -> str:
        return t("All cases")

    def enter(self) -> None:
        self._entered = True
        self._ask()

    def _top(self) -> QHBoxLayout:
        layout = row(gap=12)
        names = {
            Which.ALL: t("All"),
            Which.OPEN: t("Open"),
            Which.CLOSED: t("Closed"),
            Which.DELETED: t("Deleted"),
        }
        layout.addWidget(Segments(t("Which cases"), names, Which.ALL, self._choose))
        layout.addStretch()
        self._search = QLineEdit()
        self._search.setPlaceholderText(t("Search words, numbers, notes"))
        self._search.setAccessibleName(t("Search in cases"))
        self._search.setClearButtonEnabled(True)
        self._search.setMinimumWidth(_FIELD_WIDTH)
        self._search.textChanged.connect(lambda _text: self._typing.start())
        self._search.returnPressed.connect(self._ask)
        layout.addWidget(self._search)
        return layout

    def _build_footer(self) -> None:
        footer = self.footer()
        footer.addStretch()
        self._look = button(t("View the case"), self._open, "primary")
        self._restore = button(t("Restore"), self._take_back, "primary", t("Restore the deleted case"))
        self._erase = button(t("Erase for good"), self._ask_erase)
        for one in (self._erase, self._restore, self._look):
            footer.addWidget(one)
        self._show_buttons()

    def _choose(self, which: Which) -> None:
        self._which = which
        self._ask()

    def _changed(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        """The answer to an earlier question is dropped: the words have changed since."""
        self._typing.stop()
        self._asked += 1
        asked, which, typed = self._asked, self._which, self._search.text()

        def show(cases: tuple[Case, ...]) -> None:
            if asked == self._asked:
                self._show(cases)

        self.session.desk.ask(_question(which, typed), self, show, self._failed)

    def _failed(self, error: Exception) -> None:
        known = error if isinstance(error, HaasError) else HaasError(t("Your cases cannot be read at the moment."))
        self._problem_title.setText(known.title)
        self._problem_advice.setText(known.advice)
        self._problem.show()

    def _show(self, cases: tuple[Case, ...]) -> None:
        self._problem.hide()
        before = self._list.current_id()
        had_focus = self._list.hasFocus()
        self._found = {case.id: case for case in cases}
        self._list.clear()
        for case in cases:
            state, tone = _state(case)
            self._list.add(case.id, words.title(case, current()), _caption(case), state, tone)
        self._list.setVisible(bool(cases))
        self._empty.setVisible(not cases)
        self._empty.show_why(*self._why_empty())
        self._list.go_to(before)
        if had_focus or self._entered:
            self._entered = False
            (self._list if cases else self._search).setFocus()
        self._show_buttons()

    def _why_empty(self) -> tuple[str, str]:
        """A drawing, and why there is nothing."""
        if self._search.text().strip():
            return "nothing-found", t("Nothing was found. Every word has to be in the case somewhere.")
        return {
            Which.ALL: ("no-cases", t("There are no cases yet. One begins when you get help.")),
            Which.OPEN: ("none-open", t("No case is open.")),
            Which.CLOSED: ("none-closed", t("No case is closed yet.")),
            Which.DELETED: ("none-deleted", t("Nothing was deleted in the last 30 days.")),
        }[self._which]

    def _show_buttons(self, busy: bool = False) -> None:
        case = self._case()
        deleted = self._which == Which.DELETED
        self._look.setVisible(not deleted)
        self._restore.setVisible(deleted)
        self._erase.setVisible(deleted)
        for one in (self._look, self._restore, self._erase):
            one.setEnabled(case is not None and not busy)

    def _case(self) -> Case | None:
        return self._found.get(self._list.current_id())

    def _open(self) -> None:
        case = self._case()
        if case and not case.deleted_at:
            self.open_case.emit(case.id)

    def _take_back(self) -> None:
        case = self._case()
        if case:
            self.work.restore(case)

    def _ask_erase(self) -> None:
        from haas_client.ui.pages.case_dialogs import EraseDialog

        case = self._case()
        if case:
            EraseDialog(self.work, case, self._ask).open()


def _question(which: Which, typed: str) -> Callable[[Cases], tuple[Case, ...]]:
    def work(store: Cases) -> tuple[Case, ...]:
        if which == Which.DELETED:
            return store.search(typed, deleted=True)
        found = store.search(typed)
        if which == Which.ALL:
            return tuple(sorted(found, key=lambda case: not case.open))
        return tuple(case for case in found if case.open == (which == Which.OPEN))

    return work


def _state(case: Case) -> tuple[str, Tone]:
    if case.deleted_at:
        left = max(0, ceil((case.deleted_at + KEPT_AFTER_DELETION - datetime.now(UTC)) / timedelta(days=1)))
        return current().plural("{count} day left", "{count} days left", left), Tone.WARN
    if case.open and owner_acts(case):
        return words.waits(case, current()), Tone.ACCENT
    return words.waits(case, current()), Tone.NEUTRAL


def _caption(case: Case) -> str:
    """Receipt number, where it stands, when it last changed, how it begins."""
    beginning = " ".join(case.request.words.split())[:80]
    state = words.state(case.state, current())
    return joined((words.receipt(case.particulars, current()), state, on_day(case.changed_at), beginning), current())
