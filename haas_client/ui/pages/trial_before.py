"""Before a test: what it finds, which there are, what each would cost, and why one cannot be begun."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.trials.values import TrialKind
from haas_client.i18n import N_, current, t
from haas_client.ui import theme
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.trials import Option
from haas_client.ui.widgets.basic import button, card, clear, column, label, line, notice, one_tab_stop, row, scrolled
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.tiles import PartTile
from haas_client.wording import parts as part_words
from haas_client.wording import trial_offers
from haas_client.wording import trials as words

_TITLES = {
    PartKind.STORAGE: N_("Test this drive"),
    PartKind.MEMORY: N_("Test the memory"),
    PartKind.POWER: N_("Test the power supply under load"),
}
_FINDS = {
    PartKind.STORAGE: N_(
        "A drive counts only the errors that it met while it was used. A test also reads what nobody has opened for "
        "long. Nothing is written and no file is changed."
    ),
    PartKind.MEMORY: N_(
        "Most PCs don't count errors of their memory. A test writes patterns to memory that is free, and reads them "
        "back. Your programs and files are not touched."
    ),
    PartKind.POWER: N_(
        "A power supply or a cooler that is near its end often shows it only under full load. The PC is loaded for a "
        "while, and its voltages, temperatures and clock are watched."
    ),
}
_STAY_ON = N_("Please leave the PC switched on until the test has ended.")
_CARE = {
    TrialKind.SELF_TEST_SHORT: _STAY_ON,
    TrialKind.SELF_TEST_LONG: N_(
        "Please leave the PC switched on, and don't let it sleep: a drive that is switched off ends its test."
    ),
    TrialKind.SURFACE: N_("Please leave the PC switched on, and don't pull the drive out."),
    TrialKind.MEMORY_SHORT: _STAY_ON,
    TrialKind.MEMORY_LONG: _STAY_ON,
    TrialKind.MEMTEST86_PREPARE: N_(
        "While the memory is tested, the PC cannot be used: for an hour or more. Until you restart, it can be taken "
        "back."
    ),
    TrialKind.LOAD: N_("Please save what you are working on, and don't pull the plug while the test runs."),
}
_ICONS = {
    TrialKind.SELF_TEST_SHORT: "check",
    TrialKind.SELF_TEST_LONG: "records",
    TrialKind.SURFACE: "storage",
    TrialKind.LOAD: "slow",
}
_START_ANY = N_("Start the test")
_START = {
    TrialKind.MEMTEST86_PREPARE: N_("Prepare the next start"),
    TrialKind.MEMTEST86_UNDO: N_("Take it back"),
}


class BeforeView(QWidget):
    """One of the options is always chosen; arrow keys move between them."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._trials = session.trials
        self._tiles: list[PartTile] = []
        self._chosen = 0
        self._group = QButtonGroup(self)
        outer = column(self, gap=theme.GAP)
        inner = QWidget()
        columns = row(gap=theme.GAP)
        inner.setLayout(columns)
        columns.addWidget(self._offer_card(), 8, alignment=Qt.AlignmentFlag.AlignTop)
        frame, self._costs = card()
        columns.addWidget(frame, 6, alignment=Qt.AlignmentFlag.AlignTop)
        self._area = scrolled(inner)
        outer.addWidget(self._area, 1)
        footer = row(gap=12)
        self._why = label("", "caption")
        footer.addWidget(self._why, 1)
        self._start = button(t(_START_ANY), self._begin, "primary")
        footer.addWidget(self._start)
        outer.addLayout(footer)
        self._trials.looked.connect(self._looked)
        for signal in (session.started, session.finished, session.stopped):
            signal.connect(self._show_start)

    def show_now(self) -> None:
        target = self._trials.target
        if target:
            self._title.setText(t(_TITLES[target.part.kind]))
            part = target.part
            identity = part_words.joined((part_words.label(part, current()), target.drive), current())
            self._part.show_text(identity)
            self._part.setVisible(bool(identity))
            self._finds.setText(t(_FINDS[part.kind]))
        self._chosen = 0
        self._fill()

    def first_focus(self) -> QWidget:
        return self._tiles[self._chosen] if self._tiles else self._start

    def _offer_card(self) -> QFrame:
        frame, layout = card()
        self._title = label("", "h1")
        self._part = ElidedLabel("", "caption")
        self._finds = label("", "sub")
        layout.addWidget(self._title)
        layout.addWidget(self._part)
        layout.addWidget(self._finds)
        layout.addSpacing(4)
        self._choices = column(gap=10)
        layout.addLayout(self._choices)
        return frame

    def _fill(self) -> None:
        """The options anew: which there are may change with what the PC answers."""
        clear(self._choices)
        self._tiles = []
        for number, option in enumerate(self._trials.options):
            tile = PartTile(_ICONS.get(option.kind, "memory"), _title(option), "", "", checkable=True)
            tile.setChecked(number == self._chosen)
            tile.clicked.connect(partial(self._choose, number))
            self._group.addButton(tile)
            self._choices.addWidget(tile)
            self._tiles.append(tile)
        one_tab_stop(self._group)
        self._order_tabs()
        self._show_options()

    def _order_tabs(self) -> None:
        """Tiles are newer than the button below them."""
        for tile in self._tiles:
            QWidget.setTabOrder(tile, self._start)

    def _looked(self) -> None:
        if self._trials.run is not None:
            return
        if len(self._trials.options) != len(self._tiles):
            had_focus = any(tile.hasFocus() for tile in self._tiles)
            self._fill()
            if had_focus:
                self.first_focus().setFocus()
        else:
            self._show_options()

    def _choose(self, number: int, *_checked: bool) -> None:
        self._chosen = number
        self._area.ensureWidgetVisible(self._tiles[number])
        one_tab_stop(self._group)
        self._show_options()

    def _show_options(self) -> None:
        for tile, option in zip(self._tiles, self._trials.options, strict=True):
            state = trial_offers.state(option.plan, option.missing, current())
            tile.show_state(state, Tone.NEUTRAL, words.about(option.kind, current()))
        clear(self._costs)
        chosen = self._option()
        if chosen:
            self._show_costs(chosen)
        self._show_start()

    def _show_costs(self, option: Option) -> None:
        self._costs.addWidget(label(t("Before you start"), "h2"))
        if option.missing:
            self._add_notice(*trial_offers.missing(option.missing, current()))
            return
        if option.plan is None:
            self._costs.addWidget(label(t("This PC is being looked at …"), "sub"))
            return
        hindrance = words.hindrance(option.plan, current())
        if hindrance:
            self._add_notice(hindrance)
        for number, cost in enumerate(words.costs(option.plan, current())):
            if number:
                self._costs.addWidget(line())
            self._costs.addWidget(label(cost, "sub"))
        care = _CARE.get(option.kind)
        if care:
            self._costs.addSpacing(4)
            self._costs.addWidget(label(t(care), "advice"))

    def _add_notice(self, text: str, remedy: str = "") -> None:
        frame, layout = notice(Tone.WARN)
        layout.addWidget(label(text, "sub"))
        if remedy:
            layout.addWidget(label(remedy, "advice"))
        self._costs.addWidget(frame)

    def _option(self) -> Option | None:
        options = self._trials.options
        return options[self._chosen] if self._chosen < len(options) else None

    def _show_start(self, *_problem: str) -> None:
        option = self._option()
        self._start.setText(t(_START.get(option.kind, _START_ANY) if option else _START_ANY))
        self._start.setAccessibleName(self._start.text())
        why = ""
        if self._session.running:
            why = t("A diagnosis is running. The test can be started as soon as it is finished.")
        elif option is None or not option.ready:
            looking = option is None or (option.plan is None and option.missing is None)
            why = "" if looking else t("This test cannot be started now: the reason stands above.")
        self._why.setText(why)
        self._start.setEnabled(not self._session.running and option is not None and option.ready)

    def _begin(self) -> None:
        option = self._option()
        if option and option.ready:
            self._trials.start(option)


def _title(option: Option) -> str:
    title = words.kind(option.kind, current())
    if option.kind != TrialKind.LOAD:
        return title
    minutes = current().plural("{count} minute", "{count} minutes", round(option.load_seconds / 60))
    return t("{title}, {duration}").format(title=title, duration=minutes)
