"""The free Hands-on of the first month after the purchase. The centre's count decides; this is shown only."""

import calendar
from datetime import date

from haas_client.handson.model import FREE_SESSIONS, Free


def free(purchased_on: date | None, told_number: int | None, today: date) -> Free:
    """``told_number``: which of the free ones this is, as the centre told; ``today``: the date in Japan."""
    until = a_month_later(purchased_on) if purchased_on else None
    used = told_number if told_number is not None and 0 <= told_number <= FREE_SESSIONS else None
    over = until is not None and today > until and used is None
    return Free(until=until, used=used, over=over)


def a_month_later(day: date) -> date:
    """The same day of the next month, or that month's last day. ``date.max`` where the calendar ends before."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    if year > date.max.year:
        return date.max
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
