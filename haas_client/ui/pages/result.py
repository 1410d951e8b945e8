"""Step 3: what was found, in plain words, and which service fits."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from haas_client.bundle import report
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind, Severity, Verdict
from haas_client.i18n import N_, current, t
from haas_client.request import Service
from haas_client.ui import theme
from haas_client.ui.card.offer import CardOffer
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.result import Result
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, line, notice, row, scrolled
from haas_client.ui.widgets.code import code_card
from haas_client.ui.widgets.findings import KNOW, finding_card, part_rows
from haas_client.ui.widgets.painted import IconBadge, Pill
from haas_client.wording import requests as request_words

_WIDE, _FIXED = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed

_ASK = {
    Service.PHONE_MAIL: N_("Ask by phone or mail"),
    Service.HANDS_ON: N_("I would like Hands-on"),
    Service.HANDSBUY: N_("I would like HandsBuy"),
}


class ResultPage(Page):
    name = PageName.RESULT
    step = 3

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._left, self._right = column(), column()
        self._offer = CardOffer(session, self.go.emit)
        left, columns = column(gap=theme.GAP), row(gap=theme.GAP)
        left.addLayout(self._left, 1)
        left.addWidget(self._offer)
        columns.addLayout(left, 8)
        columns.addLayout(self._right, 5)
        self.content.addLayout(columns, 1)
        self._recommended: QPushButton | None = None
        self._notes_open = False
        self._cards: dict[Part, QFrame] = {}
        self._area: QScrollArea | None = None
        session.finished.connect(self._refresh)
        session.changed.connect(self._refresh)
        session.trial_changed.connect(self._refresh)

    def enter(self) -> None:
        self._offer.refresh()
        self._refresh()

    def first_focus(self) -> QWidget | None:
        return self._recommended

    def back(self) -> PageName:
        return PageName.SYMPTOM if self.session.request.symptom else PageName.HOME

    def _refresh(self) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        clear(self._left)
        clear(self._right)
        self._cards = {}
        result = self.session.result
        if result is None:
            return
        self._left.addWidget(self._found(result))
        self._right.addWidget(self._ways())
        if had_focus and self._recommended:
            self._recommended.setFocus()

    def _found(self, result: Result) -> QFrame:
        frame, layout = card()
        layout.addWidget(label(t("Result of the diagnosis"), "h2"))
        snapshot = result.collection.snapshot
        count = len(snapshot.sources) if isinstance(snapshot.sources, tuple) else 0
        took = t("{seconds} s · {count} items").format(seconds=f"{snapshot.seconds:.1f}", count=count)
        layout.addWidget(label(took, "caption"))
        if result.history_problem:
            layout.addWidget(label(result.history_problem, "caption"))
        inner = QWidget()
        found = column(inner, gap=0)
        blocks = report.blocks(result.diagnosis, current())
        # What the owner knows of comes after what is news.
        faults = sorted((one for one in blocks if one.severity != Severity.NOTE), key=lambda one: one.known)
        for shown in [self._card(fault) for fault in faults] or [_no_finding(result)]:
            found.addWidget(shown)
            found.addSpacing(8)
        told = {fault.part for fault in faults}
        rows = part_rows([state for state in result.diagnosis.parts if state.part not in told], self.look_at.emit)
        for number, one in enumerate(rows):
            if number:
                found.addWidget(line())
            found.addWidget(one)
        self._add_notes(found, [one for one in blocks if one.severity == Severity.NOTE])
        found.addStretch(1)
        self._area = scrolled(inner)
        layout.addWidget(self._area, 1)
        again = row()
        words = t("Show the running test") if self.session.trial_runs else t("Diagnose again")
        again.addWidget(button(words, self._again, "link"))
        again.addStretch()
        layout.addLayout(again)
        return frame

    def _card(self, finding: report.FindingBlock) -> QFrame:
        know = None if finding.severity == Severity.NOTE else partial(self._know, finding.part)
        shown = self._cards[finding.part] = finding_card(finding, know=know, on_more=self._way_to(finding.part))
        return shown

    def _add_notes(self, layout: QVBoxLayout, notes: list[report.FindingBlock]) -> None:
        """What is worth knowing and no fault: behind a button, below all parts."""
        if not notes:
            return
        folded = QWidget()
        inside = column(folded, gap=8)
        for note in notes:
            inside.addWidget(self._card(note))
        show = current().plural(
            "Show {count} remark that is no fault", "Show {count} remarks that are no faults", len(notes)
        )

        def name_button() -> None:
            toggle.setText(t("Hide the remarks") if self._notes_open else show)
            toggle.setAccessibleName(toggle.text())
            folded.setVisible(self._notes_open)

        def flip() -> None:
            self._notes_open = not self._notes_open
            name_button()

        toggle = button(show, flip, "link")
        layout.addWidget(line())
        layout.addSpacing(8)
        layout.addWidget(toggle, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addSpacing(4)
        layout.addWidget(folded)
        name_button()

    def _way_to(self, part: Part) -> Callable[[], object] | None:
        """Only the parts that are exchanged have a page."""
        return None if part.kind == PartKind.SYSTEM else partial(self.look_at.emit, part)

    def _ways(self) -> QWidget:
        side = QWidget()
        layout = column(side, gap=theme.GAP)
        service = self.session.request.service or self.session.recommended
        layout.addWidget(self._recommendation(service))
        layout.addWidget(self._other_ways(service))
        layout.addWidget(code_card(self.session.code))
        layout.addStretch(1)
        return side

    def _recommendation(self, service: Service) -> QFrame:
        frame, layout = card(Tone.ACCENT)
        recommended = service == self.session.recommended
        pill = Pill(t("Recommended") if recommended else t("Your choice"), Tone.ACCENT, dot=False)
        layout.addWidget(pill, alignment=Qt.AlignmentFlag.AlignLeft)
        words = row(gap=14)
        words.addWidget(IconBadge(service.value), alignment=Qt.AlignmentFlag.AlignTop)
        text = column(gap=2)
        text.addWidget(label(request_words.service(service, current()), "h2"))
        text.addWidget(label(request_words.service_detail(service, current()), "sub"))
        words.addLayout(text, 1)
        layout.addLayout(words)
        self._recommended = button(t(_ASK[service]), partial(self._choose, service), "primary")
        self._recommended.setSizePolicy(_WIDE, _FIXED)
        layout.addWidget(self._recommended)
        return frame

    def _other_ways(self, service: Service) -> QFrame:
        frame, layout = card()
        ways = row(gap=8)
        for other in Service:
            if other != service:
                way = button(request_words.service(other, current()), partial(self._choose, other))
                way.setSizePolicy(_WIDE, _FIXED)
                ways.addWidget(way)
        layout.addLayout(ways)
        layout.addWidget(label(t("You can also ask in another way. Our centre decides with you what fits."), "caption"))
        return frame

    def _choose(self, service: Service) -> None:
        self.session.change(service=service)
        self.go.emit(PageName.SEND)

    def _know(self, part: Part, known: bool) -> None:
        self.session.know(part, known=known)
        QTimer.singleShot(0, self, partial(self._return_to, part))  # once the new cards have their places

    def _return_to(self, part: Part) -> None:
        """The keyboard stays where it was, though the page was built anew and the card may have moved."""
        shown = self._cards.get(part)
        word = shown.findChild(QPushButton, KNOW) if shown else None
        if word and self._area:
            word.setFocus()
            self._area.ensureWidgetVisible(word)

    def _again(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)


def _no_finding(result: Result) -> QFrame:
    unclear = any(state.verdict != Verdict.OK for state in result.diagnosis.parts)
    frame, layout = notice(Tone.NEUTRAL if unclear else Tone.OK)
    if unclear:
        layout.addWidget(label(t("No fault was found in what could be read"), "h2"))
        layout.addWidget(
            label(t("Some parts could not be judged, so this does not mean that they are well. Please ask us."), "sub")
        )
    else:
        layout.addWidget(label(t("No fault was found"), "h2", Tone.OK))
        layout.addWidget(label(t("If something troubles you all the same, please ask us."), "sub"))
    return frame
