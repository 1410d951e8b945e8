"""What a Hands-on asks and explains: what to do about a line of the preparation, and what was done at the end."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt

from haas_client import web
from haas_client.cases.files import new_id
from haas_client.cases.model import MAX_NOTE, Case, Note, Party, Via
from haas_client.handson.installed import DOWNLOAD_PAGE
from haas_client.handson.model import Cause, Check
from haas_client.i18n import current, t
from haas_client.ui.case_work import CaseWork
from haas_client.ui.hands_on import finished
from haas_client.ui.pages.case_dialogs import CaseDialog, text_field
from haas_client.ui.pages.page import Page
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, column, label, row
from haas_client.ui.widgets.dialog import Dialog
from haas_client.ui.widgets.notice_bar import Said
from haas_client.ui.widgets.segments import Segments
from haas_client.wording import handson as words

_WIDTH = 520
_TO_DOWNLOAD = frozenset({Cause.NOT_INSTALLED, Cause.OLD_VERSION})


class RemedyDialog(Dialog):
    """Step by step; only what the owner presses is opened, and nothing is fetched."""

    def __init__(self, page: Page, check: Check, look_again: Callable[[], object]) -> None:
        super().__init__(page.window())
        self._page, self._look_again = page, look_again
        heading, steps = words.remedy(check, current()) or (words.title(check, current()), ())
        self.setWindowTitle(heading)
        self.setMinimumWidth(_WIDTH)
        body = column(self, margin=24, gap=8)
        body.addWidget(label(heading, "h2"))
        for number, step in enumerate(steps, start=1):
            line = row(gap=8)
            line.addWidget(label(f"{number}.", "step"), alignment=Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(step), 1)
            body.addLayout(line)
        self._problem = label("", "sub", Tone.BAD)
        self._problem.hide()
        body.addWidget(self._problem)
        body.addSpacing(8)
        buttons = row(gap=12)
        buttons.addStretch()
        if check.cause in _TO_DOWNLOAD:
            buttons.addWidget(button(t("Open TeamViewer's page"), self._open_page))
        buttons.addWidget(button(t("Close"), self.reject))
        again = button(t("Check again"), self.accept, "primary")
        again.setDefault(True)
        buttons.addWidget(again)
        body.addLayout(buttons)
        self.accepted.connect(self._look_again)
        again.setFocus()

    def _open_page(self) -> None:
        address = web.checked(DOWNLOAD_PAGE)
        self._page.session.bridge.submit(
            lambda: web.opened(address), self, self._opened, lambda _error: self._opened(opened=False)
        )

    def _opened(self, opened: bool) -> None:
        if not opened:
            self._problem.setText(t("No browser could be opened. Please type the address above into one."))
        self._problem.setVisible(not opened)


class Outcome(StrEnum):
    SOLVED = "solved"
    NOT_YET = "not_yet"


class FinishDialog(CaseDialog):
    """What was done, in the owner's words, and whether it helped. What is typed stays until it is kept."""

    def __init__(self, work: CaseWork, case: Case, on_finished: Callable[[], object]) -> None:
        super().__init__(
            work, t("How did the remote work go?"), t("Please disconnect first: close TeamViewer's window.")
        )
        self._case, self._on_finished, self._note_id = case, on_finished, new_id()
        question = t("Is your trouble solved?")
        self.body.addWidget(label(question, "caption"))
        choices = {Outcome.SOLVED: t("Yes, it is solved"), Outcome.NOT_YET: t("Not yet")}
        self._outcome = Segments(question, choices, Outcome.SOLVED, lambda _: self._show_meaning())
        self.body.addWidget(self._outcome)
        self._text = text_field(self.body, t("What was done, as far as you saw it (may stay empty)"), "", MAX_NOTE)
        self._meaning = label("", "sub")
        self.body.addWidget(self._meaning)
        self.finish(t("Keep it"), self._submit)
        self._show_meaning()
        self._text.setFocus()

    def _show_meaning(self) -> None:
        solved = self._outcome.chosen == Outcome.SOLVED
        self._meaning.setText(
            t("The case is noted as done. You can read it again in the list of cases.")
            if solved
            else t("The case stays open. On its page you can write to us, or go on with another kind of help.")
        )

    def _submit(self) -> None:
        case, note_id, solved = self._case, self._note_id, self._outcome.chosen == Outcome.SOLVED
        note = Note(text=self._text.toPlainText(), via=Via.OWN, by=Party.OWNER)
        self.submit(lambda store: finished(store, case, note_id, note, solved=solved), self._kept)

    def _kept(self, case: Case) -> None:
        self._on_finished()
        self.work.page.open_case.emit(case.id)
        done = t("Thank you. The remote work is noted as done.")
        self.work.say(Said(title=t("It was noted.") if case.open else done))
