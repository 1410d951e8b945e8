"""Home: the way to get help, the state of the three parts, open cases, the three services."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from haas_client import centre, paths
from haas_client.diagnostics.kinds import PartKind
from haas_client.i18n import current, t
from haas_client.request import Service
from haas_client.ui import theme
from haas_client.ui.dates import moment
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.tones import VERDICT_TONES
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.basic import button, card, column, label, notice, row, scrolled
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.tiles import PartTile, Tile
from haas_client.wording import kinds as kind_words
from haas_client.wording import requests as request_words

if TYPE_CHECKING:
    from haas_client.diagnostics.diagnosis import Diagnosis
    from haas_client.ui.card.offer import CardOffer
    from haas_client.ui.pages.swap_notice import SwapNotice

_PARTS = (PartKind.POWER, PartKind.MEMORY, PartKind.STORAGE)


class HomePage(Page):
    name = PageName.HOME

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tiles: dict[PartKind, PartTile] = {}
        self._painted = False
        self._trial_notice: QWidget | None = None
        self._offer: CardOffer | None = None
        self._swap_notice: SwapNotice | None = None
        self._cases = column()
        inner = QWidget()
        self._column = column(inner, gap=theme.GAP)
        self._column.addWidget(self._help_card())
        self._notice, notice_layout = notice(Tone.WARN)
        self._notice_text = label("")
        notice_layout.addWidget(self._notice_text)
        self._notice.hide()
        self._column.addWidget(self._notice)
        self._below = column(gap=theme.GAP)
        self._column.addLayout(self._below)
        self._column.addStretch(1)
        self.content.addWidget(scrolled(inner), 1)
        self._build_footer()
        session.started.connect(self._show)
        session.finished.connect(self._show)
        session.stopped.connect(self._stopped)
        session.changed.connect(self._show)
        session.trial_changed.connect(self._show)
        self._show()

    @called_by_qt
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        """The way to get help is there with the first frame; the rest follows at once (and never holds it back)."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._build_below)

    def _build_below(self) -> None:
        from haas_client.ui.card.offer import CardOffer
        from haas_client.ui.pages.swap_notice import SwapNotice
        from haas_client.ui.pages.trial_notice import TrialNotice

        self._trial_notice = TrialNotice(self.session, self.go.emit)
        self._below.addWidget(self._trial_notice)
        self._swap_notice = SwapNotice(self.session, self.go.emit)
        self._below.addWidget(self._swap_notice)
        self._offer = CardOffer(self.session, self.go.emit)
        self._below.addWidget(self._offer)
        self._offer.refresh()
        self._tiles = self._part_tiles()
        self._below.addLayout(self._cases)
        self._service_tiles()
        self._look_for_cases()
        self._show()

    def enter(self) -> None:
        if self._offer:
            self._offer.refresh()
        if self._swap_notice:
            self._swap_notice.refresh()

    def first_focus(self) -> QWidget:
        return self._help

    def _help_card(self) -> QWidget:
        frame, layout = card()
        layout.setContentsMargins(24, 22, 24, 22)
        line = row(gap=24)
        words = column(gap=2)
        words.addWidget(label(t("Do you need help?"), "h1"))
        words.addWidget(label(t("Choose what is wrong: your PC is diagnosed, and we show you which help fits."), "sub"))
        line.addLayout(words, 1)
        self._help = button(t("Get help"), lambda: self._ask(None), "big")
        line.addWidget(self._help, alignment=Qt.AlignmentFlag.AlignVCenter)
        layout.addLayout(line)
        return frame

    def _part_tiles(self) -> dict[PartKind, PartTile]:
        line = row(gap=theme.GAP)
        tiles = {}
        for kind in _PARTS:
            tile = PartTile(kind.value, kind_words.kind(kind, current()), t("Not diagnosed yet"), "")
            tile.clicked.connect(partial(self._open_part, kind))
            line.addWidget(tile, 1)
            tiles[kind] = tile
        self._below.addLayout(line)
        return tiles

    def _look_for_cases(self) -> None:
        """Where no case was ever kept, nothing of them is loaded until one is (30 ms)."""
        if any(paths.data_home().glob(f"{paths.cases().name}*")):  # also one that was put aside
            self._add_cases()
        else:
            self.session.desk.changed.connect(self._add_cases)

    def _add_cases(self) -> None:
        from haas_client.ui.home_cases import HomeCases

        if self._cases.count():
            return
        cases = HomeCases(self)
        self._cases.addWidget(cases)
        self._footer.insertWidget(self._footer.indexOf(self._save), cases.more)
        cases.begin()

    def _service_tiles(self) -> None:
        line = row(gap=theme.GAP)
        for service in Service:
            tile = Tile(
                service.value,
                request_words.service(service, current()),
                request_words.service_detail(service, current()),
            )
            tile.clicked.connect(partial(self._ask, service))
            line.addWidget(tile, 1)
        self._below.addLayout(line)
        contact = row(gap=8)
        contact.addWidget(button(t("Call our centre"), lambda: self.go.emit(PageName.CENTRE), "link"))
        contact.addWidget(
            label(t("Mail: {address}").format(address=centre.MAIL_ADDRESS), "caption", selectable=True), 1
        )
        self._below.addLayout(contact)

    def _build_footer(self) -> None:
        footer = self._footer = self.footer()
        self._last = ElidedLabel("", "caption")
        self._last.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._again = button(t("Diagnose now"), self._diagnose, "link")
        self._save = button(t("Save the diagnostic file"), self._save_file, "link")
        footer.addWidget(self._last)
        footer.addWidget(self._again)
        footer.addStretch()
        footer.addWidget(button(t("Emergency card"), lambda: self.go.emit(PageName.CARD), "link"))
        footer.addWidget(self._save)

    def _ask(self, service: Service | None, *_checked: bool) -> None:
        self.session.change(service=service)
        self.go.emit(PageName.SYMPTOM)

    def _save_file(self) -> None:
        self.session.ask_without_diagnosis(without=False)
        self.go.emit(PageName.SEND)

    def _diagnose(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)

    def _open_part(self, kind: PartKind, *_checked: bool) -> None:
        if self.session.result:
            self.go.emit(PageName(kind.value))
        else:
            self._diagnose()

    def _stopped(self, problem: str) -> None:
        self._notice_text.setText(problem)
        self._notice.setVisible(bool(problem))
        self._show()

    def _show(self) -> None:
        result = self.session.result
        running = self.session.running
        self._again.setVisible(not self.session.trial_runs)
        self._again.setText(t("Show progress") if running else t("Diagnose again") if result else t("Diagnose now"))
        self._again.setAccessibleName(self._again.text())
        self._save.setVisible(result is not None)
        if running:
            self._notice.hide()
        if result is None:
            self._last.show_text(t("Diagnosing …") if running else t("No diagnosis has been made yet."))
            for tile in self._tiles.values():
                tile.show_state(t("Not diagnosed yet"), Tone.NEUTRAL, t("Click to diagnose this PC."))
            return
        self._notice.hide()
        self._last.show_text(t("Last diagnosis: {time}").format(time=moment(result.made_at)))
        for kind, tile in self._tiles.items():
            verdict = result.diagnosis.verdict(kind)
            detail = _summary(result.diagnosis, kind)
            tile.show_state(kind_words.verdict(verdict, current()), VERDICT_TONES[verdict], detail)


def _summary(diagnosis: "Diagnosis", kind: PartKind) -> str:
    """The part that decides, and how many there are where they are several; below it what was found, or why not."""
    from haas_client.wording import findings as words
    from haas_client.wording import parts as part_words

    t_ = current()
    states, verdict = diagnosis.of_kind(kind), diagnosis.verdict(kind)
    decisive = next((state for state in states if state.verdict == verdict), None)
    if decisive is None:
        return t("None was found.")
    meanings = [words.meaning(found, t_) for found in diagnosis.findings if found.part == decisive.part]
    others = len(states) - 1
    more = t_.plural("and {count} more", "and {count} more", others) if others else ""
    what = [part_words.label(decisive.part, t_), more]
    if kind == PartKind.MEMORY:
        what = [part_words.memory_total(states)]
    if meanings:  # they say more than the part's key figures
        return "\n".join(filter(None, (part_words.joined(what, t_), meanings[0])))
    figures = part_words.joined((*what, part_words.facts(decisive, t_)), t_)
    return "\n".join(filter(None, (figures, part_words.why(decisive, t_))))
