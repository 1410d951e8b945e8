"""After a test: what came of it in words, what it means, the one next step, and the details on demand."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from haas_client.diagnostics.trials.values import (
    PREPARATIONS,
    Ending,
    LoadOutcome,
    MemoryOutcome,
    SelfTestOutcome,
    Stop,
    SurfaceOutcome,
    TrialRecord,
)
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.trials import Run, Trials
from haas_client.ui.widgets.basic import button, card, clear, column, label, notice, row, scrolled
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.trial_charts import TrialCharts
from haas_client.wording import parts as part_words
from haas_client.wording import trial_offers
from haas_client.wording import trials as words


class AfterView(QWidget):
    again = Signal()
    help = Signal()
    diagnose = Signal()
    done = Signal()

    def __init__(self, trials: Trials) -> None:
        super().__init__()
        self._trials = trials
        self._primary: QPushButton | None = None
        outer = column(self, gap=theme.GAP)
        inner = QWidget()
        layout = column(inner, gap=theme.GAP)
        frame, card_layout = card()
        self._outcome = column(gap=10)
        card_layout.addLayout(self._outcome)
        self._details = button(t("Show the details"), self._flip, "link")
        card_layout.addWidget(self._details, alignment=Qt.AlignmentFlag.AlignLeft)
        self._charts = TrialCharts()
        self._charts.hide()
        card_layout.addWidget(self._charts)
        layout.addWidget(frame)
        layout.addStretch(1)
        outer.addWidget(scrolled(inner), 1)
        self._footer = row(gap=12)
        outer.addLayout(self._footer)

    def first_focus(self) -> QWidget | None:
        return self._primary

    def show_now(self) -> None:
        run = self._trials.run
        if run is None:
            return
        clear(self._outcome)
        self._outcome.addWidget(label(words.kind(run.kind, current()), "h1"))
        identity = part_words.joined((part_words.label(run.target.part, current()), run.target.drive), current())
        if identity:
            self._outcome.addWidget(ElidedLabel(identity, "caption"))
        if run.record:
            self._show_record(run.record)
        elif run.problem:
            self._add(Tone.NEUTRAL, t("The test was not carried out"), (run.problem.title,), run.problem.advice)
        self._show_details(run)
        self._build_footer(run)

    def _show_record(self, record: TrialRecord) -> None:
        sentences: tuple[str, ...] = (words.ending(record, current()), *words.outcome(record, current()))
        if record.kind in PREPARATIONS and record.ending == Ending.COMPLETED:
            sentences = (words.prepared(record.kind, current()),)
        self._add(tone(record), headline(record), sentences, words.next_step(record, current()))
        if record.seconds >= 1:
            took = t("It ran for {time}.").format(time=trial_offers.clock(record.seconds))
            self._outcome.addWidget(label(took, "caption"))

    def _add(self, its_tone: Tone, title: str, sentences: tuple[str, ...], advice: str) -> None:
        frame, layout = notice(its_tone)
        layout.addWidget(label(title, "h2", its_tone))
        for sentence in filter(None, sentences):
            layout.addWidget(label(sentence, "sub"))
        if advice:
            layout.addWidget(label(advice, "advice"))
        frame.setAccessibleName(title)
        self._outcome.addWidget(frame)

    def _show_details(self, run: Run) -> None:
        self._charts.show_run(run)
        self._charts.hide()
        self._details.setVisible(not self._charts.empty)
        self._name_details()

    def _flip(self) -> None:
        self._charts.setVisible(self._charts.isHidden())
        self._name_details()

    def _name_details(self) -> None:
        self._details.setText(t("Show the details") if self._charts.isHidden() else t("Hide the details"))
        self._details.setAccessibleName(self._details.text())

    def _build_footer(self, run: Run) -> None:
        clear(self._footer)
        again = t("Other tests") if run.kind in PREPARATIONS else t("Test again")
        self._footer.addWidget(button(again, self.again.emit, "link"))
        if run.record and (wants_help(run.record) or _has_ended(run.record)):
            self._footer.addWidget(button(t("Diagnose again"), self.diagnose.emit, "link"))
        self._footer.addStretch()
        if run.record and wants_help(run.record):
            self._footer.addWidget(button(t("Done"), self.done.emit))
            self._primary = button(t("Get help with this part"), self.help.emit, "primary")
        else:
            self._primary = button(t("Done"), self.done.emit, "primary")
        self._footer.addWidget(self._primary)


def passed(record: TrialRecord) -> bool:
    """Whether it came to its end, looked at all that it was to look at, and found nothing."""
    outcome = record.outcome
    if record.ending != Ending.COMPLETED or words.found_fault(record):
        return False
    if isinstance(outcome, SelfTestOutcome):
        return outcome.passed is True
    if isinstance(outcome, SurfaceOutcome):
        return outcome.read_bytes >= outcome.size_bytes and not outcome.unreadable_count and not outcome.slow_bytes
    if isinstance(outcome, MemoryOutcome):
        return outcome.passes > 0 and outcome.tested_bytes > 0
    return isinstance(outcome, LoadOutcome)


def wants_help(record: TrialRecord) -> bool:
    return words.found_fault(record) or record.stop == Stop.HEAT


def tone(record: TrialRecord) -> Tone:
    if words.found_fault(record):
        # Which part is at fault is not known of a wrong result.
        unsure = isinstance(record.outcome, LoadOutcome) and not record.outcome.off_rails
        return Tone.WARN if unsure else Tone.BAD
    if record.stop == Stop.HEAT or _is_slow(record):
        return Tone.WARN
    return Tone.OK if passed(record) else Tone.NEUTRAL


def headline(record: TrialRecord) -> str:
    if words.found_fault(record):
        return t("A fault was found")
    if passed(record):
        return t("No fault was found")
    if record.ending == Ending.STOPPED:
        return t("The test was stopped")
    if record.ending == Ending.COMPLETED:
        if record.kind in PREPARATIONS:
            return t("The next start was changed")
        return t("Something was noticed") if _is_slow(record) else t("The test tells nothing for sure")
    return t("The test could not be carried out")


def _has_ended(record: TrialRecord) -> bool:
    """Whether there is something that a diagnosis would judge."""
    return record.ending == Ending.COMPLETED and record.outcome is not None


def _is_slow(record: TrialRecord) -> bool:
    return isinstance(record.outcome, SurfaceOutcome) and record.outcome.slow_bytes > 0
