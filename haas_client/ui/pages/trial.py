"""Testing a part: what it would cost, how far it is, and what came of it. The test goes on without the page."""

from PySide6.QtWidgets import QStackedWidget, QWidget

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.kinds import PartKind
from haas_client.diagnostics.unknown import Reason, Unknown
from haas_client.i18n import N_, t
from haas_client.request import Symptom
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.pages.trial_after import AfterView
from haas_client.ui.pages.trial_before import BeforeView
from haas_client.ui.pages.trial_during import DuringView
from haas_client.ui.session import Session

TITLES = {
    PartKind.STORAGE: N_("Test of a drive"),
    PartKind.MEMORY: N_("Test of the memory"),
    PartKind.POWER: N_("Test of the power supply under load"),
}


class TrialPage(Page):
    name = PageName.TRIAL

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._trials = session.trials
        self._before = BeforeView(session)
        self._during = DuringView(self._trials)
        self._after = AfterView(self._trials)
        self._after.again.connect(self._again)
        self._after.help.connect(self._get_help)
        self._after.diagnose.connect(self._diagnose)
        self._after.done.connect(lambda: self.go.emit(self.back()))
        self._views = QStackedWidget()
        for view in (self._before, self._during, self._after):
            self._views.addWidget(view)
        self.content.addWidget(self._views, 1)
        self._trials.started.connect(self._changed)
        self._trials.ended.connect(self._changed)

    def title(self) -> str:
        return t(TITLES[self._kind()])

    def enter(self) -> None:
        if self._trials.target is None:  # every PC has a power supply
            self._trials.choose(self._supply())
        if self._trials.run is None:
            self._trials.look()
        self._show()

    def first_focus(self) -> QWidget | None:
        view = self._views.currentWidget()
        return view.first_focus() if isinstance(view, BeforeView | DuringView | AfterView) else None

    def back(self) -> PageName:
        return PageName(self._kind().value)

    def _kind(self) -> PartKind:
        shown = self._trials.run or self._trials
        return shown.target.part.kind if shown.target else PartKind.POWER

    def _supply(self) -> Part:
        unknown = Unknown(reason=Reason.NOT_REPORTED)
        return Part(kind=PartKind.POWER, slot=unknown, model=unknown, serial=unknown)

    def _show(self) -> None:
        run = self._trials.run
        view = self._before if run is None else self._during if run.running else self._after
        view.show_now()
        self._views.setCurrentWidget(view)

    def _changed(self) -> None:
        self._show()
        focus = self.first_focus()
        if focus and self.isVisible():
            focus.setFocus()

    def _again(self) -> None:
        run = self._trials.run
        if run:
            self._trials.choose(run.target.part, run.target.drive)
            self._trials.look()
        self._changed()

    def _get_help(self) -> None:
        self.session.change(symptom=Symptom(self._kind().value))
        self.go.emit(PageName.SYMPTOM)

    def _diagnose(self) -> None:
        self.session.start()
        self.go.emit(PageName.DIAGNOSIS)
