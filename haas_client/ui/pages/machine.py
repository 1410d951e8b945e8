"""This PC as sold and now: what the factory wrote down of it, beside what the last diagnosis found."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from haas_client.diagnostics import as_sold
from haas_client.diagnostics.as_sold import Row, State
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import current, t
from haas_client.machine import Machine
from haas_client.ui import part_icons, theme
from haas_client.ui.dates import moment
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, line, notice, row, scrolled
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.empty import beside
from haas_client.ui.widgets.figures import figure_row
from haas_client.ui.widgets.painted import Pill, with_icon
from haas_client.wording import sold as words
from haas_client.wording.reasons import reason

# As sold is no word on its health, so it has not the tone of "good".
_TONES = {State.AS_SOLD: Tone.ACCENT, State.MISSING: Tone.WARN}
_NAME, _SOLD, _NOW, _STATE, _MORE = range(5)


class MachinePage(Page):
    """Built anew each time it is entered, and with each new diagnosis while it is shown."""

    name = PageName.MACHINE

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        inner = QWidget()
        self._column = column(inner, gap=theme.GAP)
        self.content.addWidget(scrolled(inner), 1)
        footer = self.footer()
        self._when = label("", "caption")
        self._when.setWordWrap(False)
        self._again: QPushButton = button(t("Diagnose again"), self._start, "link")
        self._begin: QPushButton = self._again
        footer.addWidget(self._when)
        footer.addWidget(self._again)
        footer.addStretch()
        session.finished.connect(self._judged_anew)
        session.changed.connect(self._judged_anew)
        session.trial_changed.connect(self._judged_anew)

    def title(self) -> str:
        return t("About this PC")

    def first_focus(self) -> QWidget:
        return self._again if self.session.result else self._begin

    def enter(self) -> None:
        clear(self._column)
        facts, result = self.session.facts.machine, self.session.result
        snapshot = result.collection.snapshot if result else None
        self._column.addWidget(self._who(facts))
        said = self._about_the_file()
        if said:
            self._column.addWidget(said)
        if result is None:
            self._column.addWidget(self._no_diagnosis())
        rows = as_sold.rows(facts.sold, snapshot)
        if rows:
            self._column.addWidget(self._parts(rows))
        self._column.addStretch(1)
        self._show_ways()

    def _show_ways(self) -> None:
        result = self.session.result
        self._when.setText(t("Now: as found {time}").format(time=moment(result.made_at)) if result else "")
        self._again.setVisible(result is not None and not self.session.trial_runs)

    def _judged_anew(self) -> None:
        if self.isVisible():
            self.enter()

    def _start(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)

    def _who(self, facts: Machine) -> QFrame:
        unknown = Unknown(reason=Reason.NOT_REPORTED)
        bought = words.day(facts.purchased_on, current()) if facts.purchased_on else unknown
        frame, layout = card()
        figures: list[tuple[str, str | Unknown]] = [
            (t("Warranty number"), self.session.request.warranty_number or unknown),
            (t("Model"), facts.model or unknown),
            (t("Purchased on"), bought),
        ]
        layout.addWidget(figure_row(figures, columns=len(figures)))
        return frame

    def _about_the_file(self) -> QFrame | None:
        """That there is no factory file, which is no fault; or that it cannot be used."""
        problem = self.session.facts.problem
        if problem:
            frame, layout = notice(Tone.WARN)
            layout.addWidget(label(problem.title, "h3"))
            layout.addWidget(label(problem.advice, "sub"))
            return frame
        if self.session.facts.machine == Machine():
            frame, layout = notice(Tone.NEUTRAL)
            layout.addWidget(label(t("Nothing is written down of how this PC was sold"), "h3"))
            layout.addWidget(label(t("That is no fault: PCs of earlier times have no such record."), "sub"))
            return frame
        return None

    def _no_diagnosis(self) -> QFrame:
        frame, layout = notice(Tone.ACCENT)
        side = row(gap=16)
        said = label(t("What is in the PC now is known after a diagnosis. It changes nothing on your PC."), "sub")
        side.addLayout(beside("not-diagnosed", said), 1)
        running = self.session.running
        self._begin = button(t("Show progress") if running else t("Diagnose now"), self._start, "primary")
        self._begin.setVisible(not self.session.trial_runs)
        side.addWidget(self._begin, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(side)
        return frame

    def _parts(self, rows: tuple[Row, ...]) -> QFrame:
        frame, layout = card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, title in ((_SOLD, t("As sold")), (_NOW, t("Now"))):
            grid.addWidget(label(title, "caption"), 0, place)
        for number, one in enumerate(rows):
            if number:
                grid.addWidget(line(), 2 * number, 0, 1, _MORE + 1)
            self._add_row(grid, 2 * number + 1, one)
        for place, stretch in ((_NAME, 3), (_SOLD, 4), (_NOW, 4)):
            grid.setColumnStretch(place, stretch)
        layout.addLayout(grid)
        return frame

    def _icon(self, one: Row) -> str:
        result, part = self.session.result, one.now or one.sold
        snapshot = result.collection.snapshot if result else None
        return part_icons.of_part(part, snapshot) if part else one.kind.value

    def _add_row(self, grid: QGridLayout, number: int, one: Row) -> None:
        name, state = words.name(one, current()), words.state(one.state, current())
        grid.addWidget(with_icon(self._icon(one), name), number, _NAME)
        grid.addWidget(_cell(*words.sold(one, self.session.facts.machine.sold, current())), number, _SOLD)
        grid.addWidget(_cell(*words.now(one, current())), number, _NOW)
        pill = Pill(state, _TONES.get(one.state, Tone.NEUTRAL))
        pill.setAccessibleName(f"{name}: {state}")
        if one.why:
            pill.setToolTip(reason(one.why, current()))
            pill.setAccessibleDescription(reason(one.why, current()))
        grid.addWidget(pill, number, _STATE, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        part = one.now or (one.sold if one.state == State.MISSING else None)
        if part and self.session.result:
            more = button(
                t("More"), partial(self.look_at.emit, part), "link", t("More about: {part}").format(part=name)
            )
            grid.addWidget(more, number, _MORE)


def _cell(what: str, more: str) -> QWidget:
    """The model, and below it size and serial number."""
    widget = QWidget()
    layout = column(widget)
    layout.addWidget(ElidedLabel(what or "—", "sub"))
    if more:
        layout.addWidget(ElidedLabel(more, "caption"))
    return widget
