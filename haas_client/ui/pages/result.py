"""Step 3: what was found, in plain words, and which service fits."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from haas_client.bundle import report
from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind, Verdict
from haas_client.i18n import N_, current, t
from haas_client.request import Service
from haas_client.ui import theme
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Result, Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.basic import button, card, clear, column, label, line, notice, row, scrolled
from haas_client.ui.widgets.code import code_card
from haas_client.ui.widgets.findings import finding_card, part_row
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
        self._columns = row(gap=theme.GAP)
        self.content.addLayout(self._columns, 1)
        self._recommended: QPushButton | None = None
        session.finished.connect(self._refresh)
        session.changed.connect(self._refresh)

    def enter(self) -> None:
        self._refresh()

    def first_focus(self) -> QWidget | None:
        return self._recommended

    def back(self) -> PageName:
        return PageName.SYMPTOM if self.session.request.symptom else PageName.HOME

    def _refresh(self) -> None:
        clear(self._columns)
        result = self.session.result
        if result is None:
            return
        self._columns.addWidget(self._found(result), 8)
        self._columns.addWidget(self._ways(), 5)

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
        parts = dict.fromkeys(finding.part for finding in result.diagnosis.findings)
        for part, finding in zip(parts, report.blocks(result.diagnosis, current()), strict=True):
            know = partial(self._know, finding.part)
            found.addWidget(finding_card(finding, know=know, on_more=self._way_to(part)))
            found.addSpacing(8)
        if not result.diagnosis.findings:
            found.addWidget(_no_finding(result))
            found.addSpacing(8)
        told = {finding.part for finding in result.diagnosis.findings}
        for number, state in enumerate(state for state in result.diagnosis.parts if state.part not in told):
            if number or result.diagnosis.findings:
                found.addWidget(line())
            found.addWidget(part_row(state, partial(self.look_at.emit, state.part)))
        found.addStretch(1)
        layout.addWidget(scrolled(inner), 1)
        again = row()
        again.addWidget(button(t("Diagnose again"), self._again, "link"))
        again.addStretch()
        layout.addLayout(again)
        return frame

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
