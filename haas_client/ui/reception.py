"""The centre's reception hours as a pill; looked up beside the interface, after the first frame."""

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent

from haas_client import centre
from haas_client.centre import Closures, Reception
from haas_client.i18n import t
from haas_client.ui.bridge import Bridge
from haas_client.ui.theme import Tone
from haas_client.ui.virtual import called_by_qt
from haas_client.ui.widgets.painted import Pill


class ReceptionPill(Pill):
    """Refreshed when the window is shown, and once at the next change while it is; nothing runs while it is hidden."""

    def __init__(self, bridge: Bridge, closures: Callable[[], Closures]) -> None:
        """``closures`` is asked beside the interface: it may read the factory's file."""
        super().__init__(t("Weekdays 10:00–16:30"), Tone.NEUTRAL)
        self._bridge = bridge
        self._closures = closures
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.refresh)

    def refresh(self) -> None:
        self._bridge.submit(lambda: centre.reception(_now(), self._closures()), self, self._show, lambda error: None)

    @called_by_qt
    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802  Qt's own name
        self._timer.stop()
        super().hideEvent(event)

    def _show(self, reception: Reception) -> None:
        zone_differs = centre.local_offset_differs(reception.now)
        self.show_state(words(reception, zone_differs=zone_differs), _tone(reception))
        more = sure(reception, zone_differs=zone_differs)
        self.setToolTip(more)
        self.setAccessibleDescription(more)
        change = reception.changes_at
        if change and self.isVisible():
            seconds = (change - reception.now).total_seconds() + 1
            self._timer.start(int(min(seconds, 86400) * 1000))


def words(reception: Reception, *, zone_differs: bool) -> str:
    """Open until or opens at, in Japan time and saying so where this PC's clock runs in another zone.

    At the year's end neither open nor closed is claimed where nobody has told which.
    """
    if reception.uncertain:
        return t("May be closed over the New Year")
    if reception.may_open_at:
        return t("Closed · perhaps over the New Year too")
    if reception.until:
        text = t("Open · today until {time}").format(time=f"{reception.until:%H:%M}")
    elif reception.opens_today:
        text = t("Closed · opens today at {time}").format(time=f"{reception.opens_at:%H:%M}")
    elif reception.opens_tomorrow:
        text = t("Closed · opens tomorrow at {time}").format(time=f"{reception.opens_at:%H:%M}")
    elif reception.opens_at:
        opens = reception.opens_at
        text = t("Closed · opens on {day} at {time}").format(day=_day(opens), time=f"{opens:%H:%M}")
    else:
        return t("Reception closed")
    return text + (t(" (Japan time)") if zone_differs else "")


def sure(reception: Reception, *, zone_differs: bool) -> str:
    """From when on it is open without doubt, where there is doubt; else empty."""
    opens = reception.opens_at
    if reception.may_open_at is None or opens is None:
        return ""
    text = t("Open for sure from {day} at {time}").format(day=_day(opens), time=f"{opens:%H:%M}")
    return text + (t(" (Japan time)") if zone_differs else "")


def _day(day: datetime) -> str:
    names = t("Mon Tue Wed Thu Fri Sat Sun").split()
    pattern = t("{weekday} {month}/{day}")
    return pattern.format(weekday=names[day.weekday() % len(names)], month=day.month, day=day.day)


def _tone(reception: Reception) -> Tone:
    return Tone.OK if reception.is_open else Tone.NEUTRAL


def _now() -> datetime:
    return datetime.now(UTC)
