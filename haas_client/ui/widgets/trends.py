"""A part's figures over time: those that changed, or a calm word where there is nothing to compare yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from haas_client.diagnostics.finding import Part
from haas_client.diagnostics.past import Past, part_key
from haas_client.i18n import t
from haas_client.ui.dates import day
from haas_client.ui.widgets.basic import column, label, row
from haas_client.ui.widgets.elided import ElidedLabel
from haas_client.ui.widgets.sparkline import Readings, Sparkline, finite, in_words, number
from haas_client.wording.trends import TRENDS, Trend

_MOST = 3
_MOST_POINTS = 400


def trends(past: Past, part: Part) -> QWidget:
    """At most three lines; figures that never moved are not drawn, unless none did: then the first is."""
    widget = QWidget()
    layout = column(widget, gap=14)
    known = [(trend, finite(past.readings(part_key(part), trend.figure))) for trend in TRENDS[part.kind]]
    drawn = [(trend, readings[-_MOST_POINTS:]) for trend, readings in known if len(readings) > 1]
    moved = [one for one in drawn if len({value for _, value in one[1]}) > 1]
    for trend, readings in moved[:_MOST] or drawn[:1]:
        layout.addWidget(_trend(trend, readings))
    if not drawn:
        layout.addWidget(label(t("The trend shows after a few diagnoses."), "caption"))
    return widget


def _trend(trend: Trend, readings: Readings) -> QWidget:
    widget = QWidget()
    layout = column(widget, gap=4)
    line = row(gap=8)
    line.addWidget(ElidedLabel(t(trend.title), "h3"), 1)
    since = label(t("since {day}").format(day=day(readings[0][0])), "caption")
    since.setWordWrap(False)
    line.addWidget(since, alignment=Qt.AlignmentFlag.AlignBottom)
    layout.addLayout(line)
    layout.addWidget(Sparkline(t(trend.title), readings, worse=trend.worse, limit=trend.limit))
    words = in_words(readings)
    if trend.limit is not None and max(value for _, value in readings) * 3 >= trend.limit:
        words = t("{words} · dashed line: replace from {limit}").format(words=words, limit=number(trend.limit))
    layout.addWidget(label(words, "caption"))
    return widget
