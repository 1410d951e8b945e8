"""Storage: every drive, what it says of itself, what that means, and all its values on demand."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from haas_client.diagnostics.finding import Part, PartState
from haas_client.diagnostics.kinds import PartKind, worst
from haas_client.diagnostics.rules.storage import part_of
from haas_client.diagnostics.snapshot import Drive, Health, Storage
from haas_client.diagnostics.unknown import Unknown
from haas_client.i18n import current, t
from haas_client.ui import part_icons, theme
from haas_client.ui.pages.page import PageName
from haas_client.ui.pages.part import PartPage, add_findings, add_state, verdict_pill
from haas_client.ui.result import Result
from haas_client.ui.session import Session
from haas_client.ui.tones import VERDICT_TONES
from haas_client.ui.widgets.basic import button, card, clear, column, label, one_tab_stop, row, scrolled
from haas_client.ui.widgets.choice import Choice
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.empty import beside
from haas_client.ui.widgets.figures import figure_row
from haas_client.ui.widgets.trends import trends
from haas_client.ui.widgets.value_table import ValueTable
from haas_client.wording import drives as words
from haas_client.wording import parts as part_words

_LIST_WIDTH = 270
_BAR = 10


class StoragePage(PartPage):
    name = PageName.STORAGE
    kind = PartKind.STORAGE

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._drives: list[tuple[Drive | None, PartState]] = []
        """Those in the PC, then those that should be and are not found."""
        self._chosen = 0
        self._wanted: Part | None = None
        self._choices: list[Choice] = []
        self._group = QButtonGroup(self)
        columns = row(gap=theme.GAP)
        inner = QWidget()
        self._list = column(inner, gap=10)
        self._side = scrolled(inner)
        self._side.setFixedWidth(_LIST_WIDTH)
        columns.addWidget(self._side)
        frame, layout = card()
        inside = QWidget()
        self._detail = column(inside, gap=14)
        # The scroll bar, when there is one, has its place in the card's padding.
        self._detail.setContentsMargins(0, 0, _BAR, 0)
        layout.setContentsMargins(theme.CARD_PADDING, theme.CARD_PADDING, theme.CARD_PADDING - _BAR, theme.CARD_PADDING)
        layout.addWidget(scrolled(inside))
        columns.addWidget(frame, 1)
        self.content.addLayout(columns, 1)
        self.build_footer()

    def show_part(self, part: Part) -> None:
        self._wanted = part

    def first_focus(self) -> QWidget:
        return self._choices[self._chosen] if self._choices else self.help

    def to_test(self) -> tuple[Part, str] | None:
        drive = self._drives[self._chosen][0] if self._drives else None
        return (part_of(drive), drive.name) if drive else None

    def show_result(self, result: Result) -> None:
        storage = result.collection.snapshot.storage
        drives = storage.drives if isinstance(storage, Storage) else ()
        # The rules give one state a drive, in the order of the drives.
        states = result.diagnosis.of_kind(PartKind.STORAGE)
        self._drives = [*zip(drives, states, strict=False), *((None, state) for state in states if state.is_missing)]
        self._chosen = self._first()
        self._fill_list()
        self._side.setVisible(bool(self._drives))
        if self._drives:
            self._show_drive(self._chosen)
        else:
            self._show_none(result)
        self.order_tabs()

    def _first(self) -> int:
        """The drive that was asked for; else the one that decides the verdict."""
        verdict = worst([state.verdict for _, state in self._drives])
        wanted = next((n for n, (_, state) in enumerate(self._drives) if state.part == self._wanted), None)
        decisive = next((n for n, (_, state) in enumerate(self._drives) if state.verdict == verdict), 0)
        return decisive if wanted is None else wanted

    def _fill_list(self) -> None:
        clear(self._list)
        self._choices = []
        for number, (drive, state) in enumerate(self._drives):
            said, tone = words.state(state, current()), VERDICT_TONES[state.verdict]
            title = words.title(drive, current()) if drive else part_words.label(state.part, current())
            place = words.place(drive, current()) if drive else part_words.facts(state, current())
            icon = part_icons.of_drive(drive) if drive else part_icons.of_part(state.part)
            choice = Choice(title, place, said, tone, icon=icon)
            choice.setChecked(number == self._chosen)
            choice.clicked.connect(partial(self._choose, number))
            self._group.addButton(choice)
            self._list.addWidget(choice)
            self._choices.append(choice)
        one_tab_stop(self._group)
        self._list.addStretch(1)

    def _choose(self, number: int, *_checked: bool) -> None:
        if number != self._chosen:
            self._chosen = number
            self._wanted = self._drives[number][1].part
            self._show_drive(number)
            self.show_ways()
            self.order_tabs()

    def _show_drive(self, number: int) -> None:
        clear(self._detail)
        result = self.session.result
        if result is None:
            return
        drive, state = self._drives[number]
        part = state.part
        self._detail.addLayout(_title(drive, state))
        add_state(self._detail, state)
        add_findings(self._detail, result.diagnosis, [part])
        figures = words.figures(drive, current()) if drive else ()
        if figures:
            self._detail.addWidget(figure_row(list(figures), columns=len(figures)))
        if drive and isinstance(drive.health, Health):
            self._detail.addWidget(trends(self.session.past, part))
            self._detail.addWidget(_all_values(drive.health))
        self._detail.addStretch(1)

    def _show_none(self, result: Result) -> None:
        clear(self._detail)
        states = result.diagnosis.of_kind(PartKind.STORAGE)
        self._detail.addLayout(beside("no-drive", label(t("No drive is shown"), "h1")))
        for state in states:
            add_state(self._detail, state)
        if not states:
            self._detail.addWidget(label(t("This PC names no drive. If it should have one, please ask us."), "sub"))
        self._detail.addStretch(1)


def _title(drive: Drive | None, state: PartState) -> QHBoxLayout:
    """Model, what tells it from others, and its verdict."""
    line = row(gap=12)
    names = column(gap=2)
    serial = "" if isinstance(state.part.serial, Unknown) else f"{t('serial number')} {state.part.serial}"
    names.addWidget(
        ElidedLabel(words.model(drive, current()) if drive else part_words.label(state.part, current()), "h1")
    )
    names.addWidget(ElidedLabel(words.identity(drive, current()) if drive else serial, "caption"))
    line.addLayout(names, 1)
    line.addWidget(verdict_pill(state), alignment=Qt.AlignmentFlag.AlignTop)
    return line


def _all_values(health: Health) -> QWidget:
    """A button, and the table behind it once it is wanted."""
    widget = QWidget()
    layout = column(widget, gap=8)
    tables: list[ValueTable] = []

    def flip() -> None:
        if not tables:
            titles, rows = words.table_titles(health, current()), words.table(health, current())
            tables.append(ValueTable(t("All values of the drive"), titles, rows, wide=titles.index(t("Attribute"))))
            tables[0].hide()
            layout.addWidget(tables[0])
            QWidget.setTabOrder(toggle, tables[0])
        tables[0].setVisible(tables[0].isHidden())
        toggle.setText(t("Show all values") if tables[0].isHidden() else t("Hide all values"))
        toggle.setAccessibleName(toggle.text())

    toggle = button(t("Show all values"), flip, "link")
    toggle.setEnabled(bool(health.nvme or health.attributes))
    layout.addWidget(toggle, alignment=Qt.AlignmentFlag.AlignLeft)
    source = t("Told by the drive through {source}").format(source=health.source)
    toggle.setToolTip(source)
    return widget
