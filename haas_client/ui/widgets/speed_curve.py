"""How quickly each place of a drive was read, drawn as it grows, with the places that could not be read."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen

from haas_client.diagnostics.trials.values import Bad, SpeedSample
from haas_client.i18n import current, t
from haas_client.sizes import drive_size
from haas_client.ui import theme
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets import plot
from haas_client.ui.widgets.plot import CAPTION_HEIGHT, Plot

_HEIGHT, _TOP, _LANE = 190, 22.0, 14.0
"""Above the curve is a caption; below the base line a lane for what could not be read, and then the positions."""
_MARK = 4.0
_MEGABYTE = 1e6


class SpeedCurve(Plot):
    """Position from left to right, speed upwards. Unreadable places are crosses below the base line."""

    def __init__(self) -> None:
        super().__init__(t("Reading speed over the drive"), _HEIGHT)
        self._size = 0.0
        self._speeds: Sequence[SpeedSample] = ()
        self._bad: Sequence[Bad] = ()

    def show_curve(self, size_bytes: int | None, speeds: Sequence[SpeedSample], bad: Sequence[Bad]) -> None:
        ends = (speeds[-1].position_bytes if speeds else 0, bad[-1].position_bytes if bad else 0)
        self._size = float(size_bytes or max(*ends, 1))
        self._speeds, self._bad = speeds, bad
        self.say(in_words(speeds, len(bad)))

    @called_by_qt
    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's own name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        base, width = self._base(), float(self.width())
        highest = plot.rounded_up(max((one.bytes_per_second for one in self._speeds), default=0) / _MEGABYTE)
        plot.draw_level(painter, 0, width, _TOP)
        plot.draw_base(painter, 0, width, base)
        if self._speeds:
            top = QRectF(0, 0, width, _TOP - 2)
            plot.draw_caption(
                painter, top, t("{speed} MB/s").format(speed=_number(highest)), Qt.AlignmentFlag.AlignLeft
            )
            points = [self._point(one, highest) for one in self._speeds]
            plot.draw_line(painter, points, Tone.ACCENT, 1.8)
        self._draw_bad(painter, base)
        below = QRectF(0, self.height() - CAPTION_HEIGHT, width, CAPTION_HEIGHT)
        plot.draw_caption(painter, below, t("start of the drive"), Qt.AlignmentFlag.AlignLeft)
        plot.draw_caption(painter, below, drive_size(int(self._size)), Qt.AlignmentFlag.AlignRight)

    def _draw_bad(self, painter: QPainter, base: float) -> None:
        painter.setPen(QPen(theme.current().of(Tone.BAD)[0], 1.8))
        middle = base + _LANE / 2 + 1
        for place in {round(self._x(one.position_bytes)) for one in self._bad}:
            painter.drawLine(QPointF(place - _MARK, middle - _MARK), QPointF(place + _MARK, middle + _MARK))
            painter.drawLine(QPointF(place - _MARK, middle + _MARK), QPointF(place + _MARK, middle - _MARK))
            line = QColor(theme.current().bad)
            line.setAlphaF(0.35)
            pen = painter.pen()
            painter.setPen(QPen(line, 1))
            painter.drawLine(QPointF(place, _TOP), QPointF(place, base))
            painter.setPen(pen)

    def _base(self) -> float:
        return self.height() - CAPTION_HEIGHT - _LANE - 4

    def _x(self, position: float) -> float:
        return _MARK + min(1.0, position / self._size) * (self.width() - 2 * _MARK)

    def _point(self, sample: SpeedSample, highest: float) -> QPointF:
        share = sample.bytes_per_second / _MEGABYTE / highest
        base = self._base()
        return QPointF(self._x(sample.position_bytes), base - share * (base - _TOP))


def in_words(speeds: Sequence[SpeedSample], bad: int) -> str:
    """Slowest and fastest stretch, and how many places could not be read."""
    if not speeds and not bad:
        return t("Nothing has been read yet.")
    said = []
    if speeds:
        rates = [one.bytes_per_second / _MEGABYTE for one in speeds]
        said.append(
            t("Read at {lowest} to {highest} MB/s.").format(lowest=_number(min(rates)), highest=_number(max(rates)))
        )
    places = current().plural("{count} place could not be read.", "{count} places could not be read.", bad)
    said.append(places if bad else t("Every place so far could be read."))
    return t("{first} {second}").format(first=said[0], second=said[1]) if len(said) > 1 else said[0]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"
