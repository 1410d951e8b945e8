"""Step 2: the diagnosis as it runs, probe by probe, with a way to stop it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar, QWidget

from haas_client.diagnostics.collect import ProbeName, Progress, Stage
from haas_client.i18n import N_, t
from haas_client.ui.pages.page import Page, PageName
from haas_client.ui.session import Session
from haas_client.ui.theme import Tone
from haas_client.ui.widgets.announce import announce
from haas_client.ui.widgets.basic import button, card, column, label, line, row
from haas_client.ui.widgets.painted import IconBadge

_TITLES = {
    ProbeName.SYSTEM: (N_("This PC"), N_("Model, board and system")),
    ProbeName.POWER: (N_("Power supply"), N_("Voltages, power supply and battery")),
    ProbeName.MEMORY: (N_("Memory"), N_("Modules, slots and error counts")),
    ProbeName.STORAGE: (N_("Storage"), N_("What each drive says of its health")),
    ProbeName.RECORDS: (N_("Records"), N_("Sudden stops, and errors that the kernel noted")),
}


class DiagnosisPage(Page):
    name = PageName.DIAGNOSIS
    step = 2

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        title = column(gap=2)
        title.addWidget(label(t("Your PC is being diagnosed"), "h1"))
        title.addWidget(
            label(
                t("It is only read; nothing is changed, nothing is sent. A slow drive may take half a minute."), "sub"
            )
        )
        self.content.addLayout(title)
        frame, layout = card()
        layout.setSpacing(12)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("Progress of the diagnosis"))
        layout.addWidget(self._bar)
        self._rows = {}
        for number, probe in enumerate(ProbeName):
            if number:
                layout.addWidget(line())
            self._rows[probe] = _Row(probe)
            layout.addWidget(self._rows[probe])
        self.content.addWidget(frame)
        self.content.addStretch(1)
        footer = self.footer()
        footer.addStretch()
        self._cancel = button(t("Stop the diagnosis"), self._stop)
        footer.addWidget(self._cancel)
        session.progressed.connect(self._progress)
        session.finished.connect(self._finished)
        session.stopped.connect(self._stopped)

    def enter(self) -> None:
        for probe, probe_row in self._rows.items():
            probe_row.show_progress(self.session.last_progress.get(probe))
        self._show_bar()

    def first_focus(self) -> QWidget:
        return self._cancel

    def back(self) -> PageName:
        return PageName.SYMPTOM

    def _stop(self) -> None:
        self.session.cancel()
        self.go.emit(PageName.SYMPTOM)

    def _progress(self, progress: Progress) -> None:
        self._rows[progress.probe].show_progress(progress)
        self._show_bar()

    def _finished(self) -> None:
        if self.isVisible():
            self.go.emit(PageName.RESULT)

    def _stopped(self, problem: str) -> None:
        if problem and self.isVisible():
            self.go.emit(PageName.HOME)  # which shows what happened

    def _show_bar(self) -> None:
        """A probe with several devices counts by how many have answered."""
        total = 100 * len(ProbeName)
        done = 0
        for progress in self.session.last_progress.values():
            if progress.stage != Stage.RUNNING:
                done += 100
            elif progress.total:
                done += 100 * progress.done // progress.total
        self._bar.setRange(0, total)
        self._bar.setValue(done)


class _Row(QWidget):
    """One probe: a mark, its name, what it reads, and how far it is."""

    def __init__(self, probe: ProbeName) -> None:
        super().__init__()
        title, detail = (t(text) for text in _TITLES[probe])
        self._title = title
        layout = row(gap=14)
        self.setLayout(layout)
        self._badge = IconBadge(probe.value, Tone.NEUTRAL, size=32)
        words = column(gap=0)
        words.addWidget(label(title, "h3"))
        words.addWidget(label(detail, "caption"))
        self._state = label("", "sub")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._badge)
        layout.addLayout(words, 1)
        layout.addWidget(self._state)
        self._icon = probe.value
        self.show_progress(None)

    def show_progress(self, progress: Progress | None) -> None:
        text, icon, tone = self._words(progress)
        self._state.setText(text)
        self._badge.show_icon(icon, tone)
        self.setAccessibleName(f"{self._title}: {text}")
        if progress and progress.stage != Stage.RUNNING and self.isVisible():
            announce(self, self.accessibleName())

    def _words(self, progress: Progress | None) -> tuple[str, str, Tone]:
        if progress is None:
            return t("Waiting"), self._icon, Tone.NEUTRAL
        if progress.stage == Stage.DONE and progress.done == progress.total:
            return t("Read"), "check", Tone.OK
        if progress.stage == Stage.DONE:
            text = t("{done} of {total} items could be read").format(done=progress.done, total=progress.total)
            return text, "check", Tone.NEUTRAL
        if progress.stage == Stage.UNREADABLE:
            return t("Could not be read"), "unknown", Tone.NEUTRAL
        if progress.total:
            text = t("{done} of {total} answered").format(done=progress.done, total=progress.total)
            return text, self._icon, Tone.ACCENT
        return t("Reading …"), self._icon, Tone.ACCENT
