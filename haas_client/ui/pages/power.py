"""Power: what is known of the supply and how surely, and what only its owner can tell."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from haas_client.diagnostics.checklist import Answer, PowerChecklist, PowerQuestion
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.rules.power.rails import Known, is_supply, known_rails
from haas_client.diagnostics.snapshot import Boot, BootEnd, Snapshot
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.dates import day
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.part import PartPage, add_findings, add_state, verdict_pill
from haas_client.ui.result import Result
from haas_client.ui.session import Session
from haas_client.ui.widgets.basic import card, clear, column, label, row, scrolled
from haas_client.ui.widgets.boot_timeline import BootMark, BootTimeline, recent
from haas_client.ui.widgets.checklist import Checklist
from haas_client.ui.widgets.figures import details
from haas_client.ui.widgets.rail_gauge import RailGauge
from haas_client.ui.widgets.trends import trends
from haas_client.wording import supply as words
from haas_client.wording.reasons import reason

_MOST_DAYS = 5


class PowerPage(PartPage):
    name = PageName.POWER
    kind = PartKind.POWER

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        inner = QWidget()
        columns: QHBoxLayout = row(gap=theme.GAP)
        inner.setLayout(columns)
        known = QWidget()
        self._known: QVBoxLayout = column(known, gap=theme.GAP)
        columns.addWidget(known, 8)
        columns.addWidget(self._questions(), 6, alignment=Qt.AlignmentFlag.AlignTop)
        self.content.addWidget(scrolled(inner), 1)
        self.build_footer()

    def enter(self) -> None:
        self._checklist.show_answers(self._answers())
        super().enter()

    def first_focus(self) -> QWidget:
        return self.help

    def show_result(self, result: Result) -> None:
        clear(self._known)
        snapshot = result.collection.snapshot
        self._known.addWidget(_judgement(result))
        self._known.addWidget(_rails(snapshot))
        self._known.addWidget(self._stops(result))
        others = words.figures(snapshot, current())
        if others:
            frame, layout = card()
            layout.addWidget(label(t("What else is known"), "h2"))
            layout.addWidget(details(others))
            self._known.addWidget(frame)
        self._known.addStretch(1)
        self.order_tabs()

    def _questions(self) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("What only you can tell"), "h2"))
        layout.addWidget(
            label(
                t("Your answers help to tell the power supply from other causes. Leave out what you don't know."), "sub"
            )
        )
        layout.addSpacing(4)
        self._checklist = Checklist(self._answers(), self._answer)
        layout.addWidget(self._checklist)
        return frame

    def _answers(self) -> PowerChecklist:
        return self.session.answers or PowerChecklist()

    def _answer(self, question: PowerQuestion, answer: Answer) -> None:
        self.session.answer(self._answers().with_answer(question, answer))

    def _stops(self, result: Result) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("The last 30 days"), "h2"))
        snapshot = result.collection.snapshot
        boots = _boots(snapshot)
        if isinstance(boots, Unknown):
            layout.addWidget(label(reason(boots, current()), "sub"))
            return frame
        said = words.boots(recent(boots, snapshot.taken_at), current())
        layout.addWidget(label(said, "sub"))
        layout.addWidget(BootTimeline(said, boots, snapshot.taken_at))
        layout.addLayout(_legend({boot.end for boot in recent(boots, snapshot.taken_at)}))
        unmarked = [day(boot.started_at) for boot in recent(boots, snapshot.taken_at) if boot.end == BootEnd.UNMARKED]
        if unmarked:
            shown = t(", ").join(unmarked[-_MOST_DAYS:])
            layout.addWidget(
                label(t("Started on {days}, and stopped without a shutdown.").format(days=shown), "caption")
            )
        states = result.diagnosis.of_kind(PartKind.POWER)
        if states and self.session.past.samples:
            layout.addWidget(trends(self.session.past, states[0].part))
        return frame


def _boots(snapshot: Snapshot) -> tuple[Boot, ...] | Unknown:
    return snapshot.records if isinstance(snapshot.records, Unknown) else snapshot.records.boots


def _judgement(result: Result) -> QFrame:
    """The verdict, what it means, and what to do."""
    frame, layout = card()
    states = result.diagnosis.of_kind(PartKind.POWER)
    line = row(gap=12)
    line.addWidget(label(t("What we know of the power supply"), "h2"), 1)
    for state in states[:1]:
        line.addWidget(verdict_pill(state), alignment=Qt.AlignmentFlag.AlignTop)
    layout.addLayout(line)
    for state in states[:1]:
        add_state(layout, state)
    parts = [finding.part for finding in result.diagnosis.findings if finding.part.kind == PartKind.POWER]
    add_findings(layout, result.diagnosis, parts, with_place=True)
    return frame


def _rails(snapshot: Snapshot) -> QFrame:
    """Gauges where the supply measures itself; a board's values only as figures, and called what they are."""
    frame, layout = card()
    layout.addWidget(label(t("Voltages"), "h2"))
    readings = known_rails(snapshot)
    layout.addWidget(label(words.how_sure(readings, current()), "sub"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    for number, reading in enumerate(readings):
        _add_rail(grid, number, reading)
    grid.setColumnStretch(2, 1)
    layout.addLayout(grid)
    return frame


def _add_rail(grid: QGridLayout, number: int, reading: Known) -> None:
    trusted = is_supply(reading.rail)
    volts, limits = words.volts(reading, current()), words.limits(reading, current())
    value = label(volts, "h3" if trusted else "sub")
    note = label(limits if trusted else t("reading of the board, not reliable"), "caption")
    for text in (value, note):
        text.setWordWrap(False)
    grid.addWidget(label(reading.rule.name, "h3"), number, 0)
    grid.addWidget(value, number, 1, Qt.AlignmentFlag.AlignRight)
    if trusted:
        gauge = RailGauge(reading.volts, reading.rule.lowest, reading.rule.highest)
        gauge.setAccessibleName(f"{reading.rule.name}: {volts} ({limits})")
        grid.addWidget(gauge, number, 2)
        grid.addWidget(note, number, 3)
    else:
        grid.addWidget(note, number, 2, 1, 2)


def _legend(shown: set[BootEnd]) -> QHBoxLayout:
    line = row(gap=6)
    for end in (end for end in BootEnd if end in shown):
        line.addWidget(BootMark(end))
        word = label(t(words.ENDS[end]), "caption")
        word.setWordWrap(False)
        line.addWidget(word)
        line.addSpacing(10)
    line.addStretch()
    return line
