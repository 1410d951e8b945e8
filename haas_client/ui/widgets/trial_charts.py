"""What a test sees, drawn: the speed over a drive, or temperature, voltages and clock under load."""

from PySide6.QtWidgets import QGridLayout, QWidget

from haas_client.diagnostics.trials.values import TrialKind
from haas_client.i18n import current, t
from haas_client.ui import load_lines
from haas_client.ui.load_lines import Line
from haas_client.ui.trials import Run
from haas_client.ui.widgets.basic import column, label, row
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.speed_curve import SpeedCurve, in_words
from haas_client.ui.widgets.time_chart import TimeChart
from haas_client.wording.trial_offers import clock as clock_time

_COLUMNS = 2


class TrialCharts(QWidget):
    """Charts are made when there is something to draw, and then only drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = column(self, gap=10)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(12)
        for number in range(_COLUMNS):
            self._grid.setColumnStretch(number, 1)
        self._run: Run | None = None
        self._curve: SpeedCurve | None = None
        self._said = label("", "caption")
        self._rows: dict[str, _Row] = {}
        self._missing = label("", "caption")
        self._layout.addWidget(self._said)
        self._layout.addLayout(self._grid)
        self._layout.addWidget(self._missing)
        self._said.hide()
        self._missing.hide()

    @property
    def empty(self) -> bool:
        """Nothing is drawn of a self-test or a memory test."""
        return self._curve is None and not self._rows and self._missing.isHidden()

    def show_run(self, run: Run) -> None:
        if run is not self._run:
            self._begin(run)
        if run.kind == TrialKind.SURFACE:
            self._show_curve(run)
        elif run.kind == TrialKind.LOAD and run.samples:
            self._show_load(run)

    def _begin(self, run: Run) -> None:
        self._run = run
        for one in (self._curve, *self._rows.values()):
            if one:
                one.hide()
                one.deleteLater()
        self._curve, self._rows = None, {}
        self._said.hide()
        self._missing.hide()

    def _show_curve(self, run: Run) -> None:
        if self._curve is None:
            self._curve = SpeedCurve()
            self._grid.addWidget(self._curve, 0, 0, 1, _COLUMNS)
            self._said.show()
        self._curve.show_curve(run.size_bytes, run.speeds, run.bad)
        self._said.setText(in_words(run.speeds, len(run.bad)))

    def _show_load(self, run: Run) -> None:
        heat, rails, clock = (
            load_lines.temperature(run.samples),
            load_lines.voltages(run.samples),
            load_lines.clock(run.samples),
        )
        for line in filter(None, (heat, clock, *rails)):
            self._row(line).show_line(line, run.load_seconds)
        throttled = load_lines.throttled(run.samples)
        said = [
            "" if heat else t("This PC does not tell its temperatures."),
            "" if rails else t("This PC does not tell the voltages of its power supply."),
            current().plural(
                "The processor slowed down for heat {count} time.",
                "The processor slowed down for heat {count} times.",
                throttled,
            )
            if throttled
            else "",
        ]
        if self._rows:
            ends = clock_time(max(run.load_seconds, run.samples[-1].seconds))
            said.insert(0, t("From the start of the test to {time}").format(time=ends))
        self._missing.setText("\n".join(filter(None, said)))
        self._missing.setVisible(any(said))

    def _row(self, line: Line) -> "_Row":
        shown = self._rows.get(line.name)
        if shown is None:
            place = divmod(len(self._rows), _COLUMNS)
            shown = self._rows[line.name] = _Row(line.name)
            self._grid.addWidget(shown, *place)
        return shown


class _Row(QWidget):
    """A figure's name, its values in words, and its line."""

    def __init__(self, name: str) -> None:
        super().__init__()
        layout = column(self, gap=2)
        head = row(gap=12)
        title = label(name, "h3")
        title.setWordWrap(False)
        self._said = ElidedLabel("", "caption")
        head.addWidget(title)
        head.addWidget(self._said, 1)
        layout.addLayout(head)
        self._chart = TimeChart(name)
        layout.addWidget(self._chart)

    def show_line(self, line: Line, seconds: float) -> None:
        self._said.show_text(line.said)
        self._chart.show_line(line, seconds)
