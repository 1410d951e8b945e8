"""Linuxmania's customer centre: its mail address and its reception hours.

The telephone number is printed on the owner's warranty card and published nowhere, so none stands here.
Source: Linuxmania's service page (last updated 2021-06-09): customer@linuxmania.jp, weekdays 10:00-16:30, and
"weekday" leaves out Japanese national holidays.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache

from haas_client.paths import resources

MAIL_ADDRESS = "customer@linuxmania.jp"
OPENS = time(10, 0)
CLOSES = time(16, 30)

# Japan has kept UTC+9 without summer time since 1951: a fixed offset needs no time zone database on the PC.
JAPAN = timezone(timedelta(hours=9), "JST")

_SATURDAY = 5
_LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Whether the centre takes calls now, and when that changes (both in Japan time)."""

    is_open: bool
    until: datetime | None
    """When it closes today; ``None`` while closed."""
    opens_at: datetime | None
    """When it next opens; ``None`` while open."""
    now: datetime

    @property
    def opens_today(self) -> bool:
        return self.opens_at is not None and self.opens_at.date() == self.now.date()

    @property
    def opens_tomorrow(self) -> bool:
        return self.opens_at is not None and self.opens_at.date() == self.now.date() + timedelta(days=1)


def reception(now: datetime) -> Reception:
    """The reception at ``now``, an aware time of any zone."""
    here = now.astimezone(JAPAN)
    opening, closing = (datetime.combine(here.date(), at, JAPAN) for at in (OPENS, CLOSES))
    if is_business_day(here.date()) and opening <= here < closing:
        return Reception(is_open=True, until=closing, opens_at=None, now=here)
    first = here.date() if here < opening else here.date() + timedelta(days=1)
    return Reception(is_open=False, until=None, opens_at=_next_opening(first), now=here)


def is_business_day(day: date) -> bool:
    """Monday to Friday, national holidays of Japan left out."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


def _next_opening(first: date) -> datetime:
    day = next(day for day in (first + timedelta(days=n) for n in range(_LOOK_AHEAD_DAYS)) if is_business_day(day))
    return datetime.combine(day, OPENS, JAPAN)


@cache
def _holidays(year: int) -> frozenset[date]:
    """The national holidays of a year, out of the table that was made with the ``holidays`` package.

    For years beyond the table the package itself is asked; it loads 300 modules (24 MB, 160 ms) for the answer.
    """
    table = (resources() / "holidays-jp.txt").read_text(encoding="ascii").split()
    days = frozenset(date.fromisoformat(day) for day in table if day.startswith(f"{year}-"))
    if days:
        return days
    from holidays.countries.japan import Japan

    return frozenset(Japan(years=year))


def local_offset_differs(now: datetime | None = None) -> bool:
    """Whether this PC's clock runs in another zone than Japan's, so that times must say which is meant."""
    local = (now or datetime.now(UTC)).astimezone()
    return local.utcoffset() != JAPAN.utcoffset(None)
