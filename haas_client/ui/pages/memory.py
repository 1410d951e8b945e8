"""Memory: its slots as a drawing, what is in each of them, and what is known of errors."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QWidget

from haas_client.diagnostics.finding import Part, PartState
from haas_client.diagnostics.kinds import PartKind, Severity, worst
from haas_client.diagnostics.rules.memory import part_of
from haas_client.diagnostics.snapshot import Memory, Module
from haas_client.i18n import current, t
from haas_client.ui import theme
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.part import PartPage, add_findings, add_state, section, verdict_pill
from haas_client.ui.result import Result
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.tones import VERDICT_TONES
from haas_client.ui.widgets.basic import card, clear, column, label, one_tab_stop, row, scrolled
from haas_client.ui.widgets.choice import Choice
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.empty import beside
from haas_client.ui.widgets.figures import details, figure_row
from haas_client.ui.widgets.slot_picture import SlotPicture
from haas_client.ui.widgets.trends import trends
from haas_client.wording import kinds as kind_words
from haas_client.wording import slots as words


class MemoryPage(PartPage):
    name = PageName.MEMORY
    kind = PartKind.MEMORY

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._modules: list[Module] = []
        self._states: dict[Part, PartState] = {}
        self._chosen = 0
        self._wanted: Part | None = None
        self._choices: list[Choice] = []
        self._group = QButtonGroup(self)
        inner = QWidget()
        self._column = column(inner, gap=theme.GAP)
        self._detail = column(gap=12)
        self.content.addWidget(scrolled(inner), 1)
        self.build_footer()

    def show_part(self, part: Part) -> None:
        self._wanted = part

    def first_focus(self) -> QWidget:
        return self._choices[self._chosen] if self._choices else self.help

    def show_result(self, result: Result) -> None:
        clear(self._column)
        self._choices = []
        memory = result.collection.snapshot.memory
        self._states = {state.part: state for state in result.diagnosis.of_kind(PartKind.MEMORY)}
        known = memory.modules if isinstance(memory, Memory) and isinstance(memory.modules, tuple) else ()
        self._modules = [module for _, group in words.channels(known, current()) for module in group]
        self._chosen = self._first()
        if isinstance(memory, Memory):
            frame, layout = card()
            layout.addWidget(figure_row(words.whole(memory, current()), columns=5))
            self._column.addWidget(frame)
        faults, notes = self._unplaced(result)
        self._add_unplaced(result, faults)
        if not self._modules and not faults and not notes:
            self._add_states()
        if isinstance(memory, Memory) and self._modules:
            columns = row(gap=theme.GAP)
            columns.addWidget(self._slots(memory, known), 5)
            columns.addWidget(self._detail_card(), 6)
            self._column.addLayout(columns)
            self._show_slot(self._chosen)
        self._add_unplaced(result, notes)
        self._column.addStretch(1)
        self.order_tabs()

    def _unplaced(self, result: Result) -> tuple[list[Part], list[Part]]:
        """The memory as a whole, or a place that no slot is named after: parts with a fault, and with remarks only."""
        places = {part_of(module) for module in self._modules}
        by_part = {
            finding.part: finding.severity
            for finding in reversed(result.diagnosis.findings)
            if finding.part.kind == PartKind.MEMORY and finding.part not in places
        }
        notes = [part for part, severity in by_part.items() if severity == Severity.NOTE]
        return [part for part in by_part if part not in notes], notes

    def _add_unplaced(self, result: Result, parts: list[Part]) -> None:
        if parts:
            frame, layout = card()
            add_findings(layout, result.diagnosis, parts, with_place=True)
            self._column.addWidget(frame)

    def _add_states(self) -> None:
        for state in self._states.values():
            frame, layout = card()
            add_state(layout, state)
            self._column.addWidget(frame)

    def _first(self) -> int:
        """The slot that was asked for; else the one that decides the verdict; else the first that is filled."""
        parts = [part_of(module) for module in self._modules]
        states = [self._states.get(part) for part in parts]
        verdict = worst([state.verdict for state in states if state])
        if self._wanted in parts:
            return parts.index(self._wanted)
        return next((n for n, state in enumerate(states) if state and state.verdict == verdict), 0)

    def _slots(self, memory: Memory, modules: tuple[Module, ...]) -> QWidget:
        frame, layout = card()
        filled = sum(not words.is_empty(module) for module in modules)
        title = t("{filled} of {count} slots are filled").format(filled=filled, count=len(modules))
        if all(words.is_soldered(module) for module in modules):
            title = t("Memory on the board")
        layout.addWidget(label(title, "h2"))
        most = words.most(memory, current())
        if most:
            layout.addWidget(label(most, "caption"))
        for channel, group in words.channels(modules, current()):
            if channel:
                layout.addSpacing(4)
                layout.addWidget(ElidedLabel(channel, "caption"))
            for module in group:
                layout.addWidget(self._choice(module))
        one_tab_stop(self._group)
        layout.addStretch(1)
        return frame

    def _choice(self, module: Module) -> Choice:
        number = len(self._choices)
        state = self._states.get(part_of(module))
        empty = words.is_empty(module)
        tone = VERDICT_TONES[state.verdict] if state else Tone.NEUTRAL
        verdict = kind_words.verdict(state.verdict, current()) if state else t("Empty slot")
        picture = SlotPicture(
            tone, filled=not empty, small=module.form_factor == "SODIMM", soldered=words.is_soldered(module)
        )
        content = "" if empty else words.content(module, current())
        choice = Choice(
            words.slot(module, current()) or t("Slot {number}").format(number=number + 1),
            content,
            verdict,
            tone,
            picture,
        )
        choice.setChecked(number == self._chosen)
        choice.clicked.connect(partial(self._choose, number))
        self._group.addButton(choice)
        self._choices.append(choice)
        return choice

    def _choose(self, number: int, *_checked: bool) -> None:
        if number != self._chosen:
            self._chosen = number
            self._wanted = part_of(self._modules[number])
            self._show_slot(number)
            self.order_tabs()

    def _detail_card(self) -> QWidget:
        frame, layout = card()
        self._detail = column(gap=12)
        layout.addLayout(self._detail)
        layout.addStretch(1)
        return frame

    def _show_slot(self, number: int) -> None:
        clear(self._detail)
        result = self.session.result
        memory = result.collection.snapshot.memory if result else None
        if result is None or not isinstance(memory, Memory):
            return
        module = self._modules[number]
        part = part_of(module)
        state = self._states.get(part)
        line = row(gap=12)
        names = column(gap=2)
        names.addWidget(ElidedLabel(self._choices[number].title, "h1"))
        names.addWidget(ElidedLabel(words.content(module, current()), "caption"))
        line.addLayout(names, 1)
        if state:
            line.addWidget(verdict_pill(state), alignment=Qt.AlignmentFlag.AlignTop)
        self._detail.addLayout(line)
        if state is None:
            said = label(t("Nothing is in this slot. Memory can be added here."), "sub")
            self._detail.addLayout(beside("no-slot", said))
            return
        add_state(self._detail, state)
        add_findings(self._detail, result.diagnosis, [part])
        if words.is_soldered(module):
            self._detail.addWidget(label(t("This memory is soldered to the board and cannot be exchanged."), "sub"))
        self._detail.addWidget(details(words.details(module, current())))
        counted = words.counts(memory, module, current())
        if counted:
            self._detail.addWidget(section(t("Errors since the start of the PC"), figure_row(counted, columns=3)))
            self._detail.addWidget(trends(self.session.past, part))
