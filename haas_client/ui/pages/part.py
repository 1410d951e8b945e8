"""What the pages of the three parts have in common."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from haas_client.bundle import report
from haas_client.diagnostics.diagnosis import Diagnosis
from haas_client.diagnostics.finding import Part, PartState
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, current, t
from haas_client.request import Symptom
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.result import Result
from haas_client.ui.session import Session
from haas_client.ui.tones import VERDICT_TONES
from haas_client.ui.widgets.basic import button, column, label, notice
from haas_client.ui.widgets.findings import finding_card
from haas_client.ui.widgets.flow import Flow
from haas_client.ui.widgets.painted import Pill
from haas_client.wording import kinds as kind_words
from haas_client.wording import states as state_words

_FROM = (PageName.HOME, PageName.RESULT, PageName.MACHINE)
_TESTS = {
    PartKind.STORAGE: N_("Test this drive"),
    PartKind.MEMORY: N_("Test the memory"),
    PartKind.POWER: N_("Test the power supply under load"),
}


class PartPage(Page):
    """Built anew each time it is entered, and with each new judgement while it is shown."""

    kind: PartKind

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._came_from = PageName.HOME
        session.finished.connect(self._judged_anew)
        session.changed.connect(self._judged_anew)
        session.trial_changed.connect(self.show_ways)

    def title(self) -> str:
        return kind_words.kind(self.kind, current())

    def come_from(self, name: PageName) -> None:
        if name in _FROM:
            self._came_from = name

    def back(self) -> PageName:
        return self._came_from

    def enter(self) -> None:
        if self.session.result:
            self.show_result(self.session.result)
        self.show_ways()

    def show_result(self, result: Result) -> None:
        raise NotImplementedError

    def to_test(self) -> tuple[Part, str] | None:
        """What a test of this page would be of, and the kernel's name of the drive; ``None`` where there is nothing.

        Memory and supply are tested as a whole: no test tells which module it was.
        """
        unknown = Unknown(reason=Reason.NOT_REPORTED)
        return Part(kind=self.kind, slot=unknown, model=unknown, serial=unknown), ""

    def build_footer(self) -> None:
        """The way to a new diagnosis, to a test, and the way to help."""
        footer, ways = self.footer(), Flow(gap=12)
        self._again: QPushButton = button(t("Diagnose again"), self._diagnose, "link")
        self.test: QPushButton = button(t(_TESTS[self.kind]), self._test, "link")
        ways.addWidget(self._again)
        ways.addWidget(self.test)
        self.swap: QPushButton = button(t("Swap it yourself"), self._swap, "link")
        ways.addWidget(self.swap)
        footer.addLayout(ways, 1)
        self.help: QPushButton = button(t("Get help with this part"), self._get_help, "primary")
        footer.addWidget(self.help)

    def order_tabs(self) -> None:
        """Tab goes from top to bottom, though parts of the page are newer than its footer."""
        foot = [self._again, self.test, self.swap, self.help]
        above = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget not in foot and widget.isVisibleTo(self)
        ]
        for widget, following in pairwise([*above, *foot]):
            QWidget.setTabOrder(widget, following)

    def _judged_anew(self) -> None:
        if self.isVisible() and self.session.result:
            self.show_result(self.session.result)

    def show_ways(self) -> None:
        """A test that runs has the place of a diagnosis: one of them at a time. A recording can't be tested."""
        runs, result = self.session.trial_runs, self.session.result
        self._again.setVisible(not runs)
        self.test.setText(t("Show the running test") if runs else t(_TESTS[self.kind]))
        self.test.setAccessibleName(self.test.text())
        recorded = result is not None and result.collection.snapshot.replayed
        self.test.setVisible(runs or (not recorded and self.to_test() is not None))

    def _diagnose(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)

    def _test(self) -> None:
        what = self.to_test()
        if what and not self.session.trial_runs:
            self.session.trials.choose(*what)
        self.go.emit(PageName.TRIAL)

    def _swap(self) -> None:
        """The owner's own maintenance, without a case."""
        from haas_client.ui.swapping import Wish, kind_of_part

        self.session.swapping.prepare(Wish(kind=kind_of_part(self.kind)))
        self.go.emit(PageName.SWAP)

    def _get_help(self) -> None:
        self.session.change(symptom=Symptom(self.kind.value))
        self.go.emit(PageName.SYMPTOM)


def add_findings(layout: QVBoxLayout, diagnosis: Diagnosis, parts: Iterable[Part], *, with_place: bool = False) -> None:
    """The findings on these parts, worst first."""
    wanted = set(parts)
    found = tuple(finding for finding in diagnosis.findings if finding.part in wanted)
    for block in report.blocks(Diagnosis(findings=found, parts=()), current()):
        layout.addWidget(finding_card(block, with_place=with_place))


def add_state(layout: QVBoxLayout, state: PartState) -> None:
    """What a state means and what to do, where no finding says it."""
    meaning, advice = state_words.meaning(state, current()), state_words.advice(state, current())
    if meaning:
        frame, inside = notice(VERDICT_TONES[state.verdict])
        inside.addWidget(label(meaning, "sub"))
        inside.addWidget(label(advice, "advice"))
        layout.addWidget(frame)


def verdict_pill(state: PartState) -> Pill:
    return Pill(kind_words.verdict(state.verdict, current()), VERDICT_TONES[state.verdict])


def section(title: str, *rest: QWidget) -> QWidget:
    """A title and what belongs under it."""
    widget = QWidget()
    layout = column(widget, gap=8)
    layout.addWidget(label(title, "h3"))
    for one in rest:
        layout.addWidget(one)
    return widget
