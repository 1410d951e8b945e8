"""While a test runs: how far it is, what it sees, what the owner may do meanwhile, and the way to stop it."""

import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from haas_client.diagnostics.trials.values import TrialKind
from haas_client.i18n import N_, current, t
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.trials import Run, Trials
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.announce import announce
from haas_client.ui.widgets.basic import button, card, column, label, notice, row, scrolled
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.trial_charts import TrialCharts
from haas_client.wording import parts as part_words
from haas_client.wording import trial_offers
from haas_client.wording import trials as words

_USE_IT = N_(
    "You can go on using the PC; it may answer more slowly. Please leave it switched on, and don't let it sleep."
)
_MEANWHILE = {
    TrialKind.SELF_TEST_SHORT: N_("You can go on using the PC. Please leave it switched on."),
    TrialKind.SELF_TEST_LONG: N_(
        "You can go on using the PC. Please leave it switched on, and don't let it sleep until the test is finished."
    ),
    TrialKind.LOAD: N_(
        "Please leave the PC alone until the test is finished. Loud fans and warm air are normal; if it gets too hot, "
        "the test stops by itself. If the PC goes off, just switch it on again: that is a result too."
    ),
}
_SECOND_MS = 1000
_STEPS = 1000
"""Of the progress bar."""


class DuringView(QWidget):
    def __init__(self, trials: Trials) -> None:
        super().__init__()
        self._trials = trials
        self._drawing = False
        outer = column(self, gap=theme.GAP)
        inner = QWidget()
        layout = column(inner, gap=theme.GAP)
        layout.addWidget(self._progress_card())
        frame, inside = notice(Tone.ACCENT)
        self._meanwhile = label("", "sub")
        inside.addWidget(self._meanwhile)
        layout.addWidget(frame)
        self._charts_card, charts_layout = card()
        self._charts = TrialCharts()
        charts_layout.addWidget(self._charts)
        layout.addWidget(self._charts_card)
        layout.addStretch(1)
        outer.addWidget(scrolled(inner), 1)
        footer = row(gap=12)
        leave = t("You can leave this page or close the window: the test goes on.")
        footer.addWidget(label(leave, "caption"), 1)
        self._stop = button(t("Stop the test"), trials.stop)
        footer.addWidget(self._stop)
        outer.addLayout(footer)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._show_time)
        trials.progressed.connect(self._progressed)

    def first_focus(self) -> QWidget:
        return self._stop

    def show_now(self) -> None:
        run = self._trials.run
        if run is None:
            return
        self._title.setText(words.kind(run.kind, current()))
        identity = (part_words.label(run.target.part, current()), run.target.drive)
        self._part.show_text(part_words.joined(identity, current()))
        self._part.setVisible(any(identity))
        self._meanwhile.setText(t(_MEANWHILE.get(run.kind, _USE_IT)))
        self._show(run)

    @called_by_qt
    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's own name
        super().showEvent(event)
        self._progressed()
        self._second.start()

    @called_by_qt
    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        self._second.stop()  # nothing ticks where nobody looks
        super().hideEvent(event)

    def _progress_card(self) -> QWidget:
        frame, layout = card()
        self._title = label("", "h1")
        self._part = ElidedLabel("", "caption")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, _STEPS)
        self._bar.setAccessibleName(t("Progress of the test"))
        self._step, self._left, self._clock = label("", "h3"), label("", "sub"), label("", "caption")
        for text in (self._left, self._clock):
            text.setWordWrap(False)
        layout.addWidget(self._title)
        layout.addWidget(self._part)
        layout.addSpacing(4)
        layout.addWidget(self._bar)
        line = row(gap=12)
        line.addWidget(self._step, 1)
        line.addWidget(self._left)
        layout.addLayout(line)
        layout.addWidget(self._clock)
        return frame

    def _progressed(self) -> None:
        """Drawn once for all that came at once: events of a helper come in bundles."""
        if self.isVisible() and not self._drawing:
            self._drawing = True
            QTimer.singleShot(0, self, self._draw)

    def _draw(self) -> None:
        self._drawing = False
        run = self._trials.run
        if run and run.running:
            self._show(run)

    def _show(self, run: Run) -> None:
        self._bar.setValue(round(min(1.0, run.advance.done) * _STEPS))
        step = _step(run)
        if step != self._step.text():
            self._step.setText(step)
            announce(self._step, step)
        self._stop.setEnabled(not run.halt.asked)
        self._stop.setText(t("Stopping …") if run.halt.asked else t("Stop the test"))
        self._charts.show_run(run)
        self._charts_card.setVisible(not self._charts.empty)
        self._show_time()

    def _show_time(self) -> None:
        run = self._trials.run
        if run is None:
            return
        self._left.setText("" if run.halt.asked else trial_offers.left(run.remaining_seconds, current()))
        elapsed = trial_offers.clock(time.monotonic() - run.began)
        self._clock.setText(t("running for {time}").format(time=elapsed))
        self._bar.setAccessibleDescription(self._left.text())


def _step(run: Run) -> str:
    if run.halt.asked:
        return t("The test is being stopped …")
    if run.step is None:
        return t("The test is being started …")
    said = words.step(run.step.code, current())
    if run.step.total < 2:
        return said
    return t("Step {number} of {count}: {title}").format(number=run.step.number, count=run.step.total, title=said)
