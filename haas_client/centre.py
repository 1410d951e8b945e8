"""Linuxmania's customer centre: its mail address and its reception hours.

The telephone number is printed on the owner's warranty card and published nowhere, so none stands here.
Source: Linuxmania's service page (last updated 2021-06-09): customer@linuxmania.jp, weekdays 10:00-16:30, and
"weekday" leaves out Japanese national holidays. Other days on which it is closed are published nowhere: the factory's
file may tell them (docs/machine-file.md), and of the year's end without them nothing is claimed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import cache

from haas_client.paths import resources

MAIL_ADDRESS = "customer@linuxmania.jp"
OPENS = time(10, 0)
CLOSES = time(16, 30)

# Japan has kept UTC+9 without summer time since 1951: a fixed offset needs no time zone database on the PC.
JAPAN = timezone(timedelta(hours=9), "JST")

_SATURDAY = 5
_LOOK_AHEAD_DAYS = 400
"""How far the next opening is looked for: beyond any closure that is told of, and the one that may follow it."""

Closures = Sequence[tuple[date, date]]
"""First and last day of times in which the centre is closed besides weekends and holidays."""

# 行政機関の休日に関する法律 (Act No. 91 of 1988), art. 1 (1) iii: public offices rest from 29 December to 3 January.
# Whether the centre does too is published nowhere, so on these days nothing is claimed.
_YEAR_END_FROM, _YEAR_END_TO = (12, 29), (1, 3)


class Day(StrEnum):
    """What a day is to the centre."""

    OPEN = "open"
    CLOSED = "closed"
    UNCERTAIN = "uncertain"
    """A weekday of the year's end, of which nobody has told whether the centre is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Whether the centre takes calls now, and when that changes (both in Japan time)."""

    is_open: bool
    """Open for sure."""
    until: datetime | None
    """When it closes today; ``None`` while it is not open for sure."""
    opens_at: datetime | None
    """When it next opens for sure; ``None`` while open, and where no such day is known within a year."""
    now: datetime
    may_open_at: datetime | None = None
    """When, before ``opens_at``, it opens unless it is closed for the year's end; in the past while that hour runs."""

    @property
    def uncertain(self) -> bool:
        """Whether nobody can say if it takes calls now: not open for sure, and not closed for sure."""
        return self.may_open_at is not None and self.may_open_at <= self.now

    @property
    def changes_at(self) -> datetime | None:
        """When something else is to be said."""
        if self.uncertain:
            return datetime.combine(self.now.date(), CLOSES, JAPAN)
        return self.until or self.may_open_at or self.opens_at

    @property
    def opens_today(self) -> bool:
        return self.opens_at is not None and self.opens_at.date() == self.now.date()

    @property
    def opens_tomorrow(self) -> bool:
        return self.opens_at is not None and self.opens_at.date() == self.now.date() + timedelta(days=1)


def reception(now: datetime, closures: Closures = ()) -> Reception:
    """The reception at ``now``, an aware time of any zone; ``closures`` as the factory's file tells them."""
    here = now.astimezone(JAPAN)
    today = here.date()
    opening, closing = (datetime.combine(today, at, JAPAN) for at in (OPENS, CLOSES))
    if kind_of_day(today, closures) == Day.OPEN and opening <= here < closing:
        return Reception(is_open=True, until=closing, opens_at=None, now=here)
    first = today if here < closing else today + timedelta(days=1)
    may, surely = _next_openings(first, closures)
    return Reception(is_open=False, until=None, opens_at=surely, may_open_at=may, now=here)


def is_business_day(day: date, closures: Closures = ()) -> bool:
    """Whether the centre is open on ``day`` for sure."""
    return kind_of_day(day, closures) == Day.OPEN


def kind_of_day(day: date, closures: Closures = ()) -> Day:
    """Open are weekdays that are no national holiday of Japan and in no closure; the year's end is uncertain.

    A closure that touches a year's end tells all of that year's end: its other weekdays are open.
    """
    if day.weekday() >= _SATURDAY or day in _holidays(day.year) or any(a <= day <= b for a, b in closures):
        return Day.CLOSED
    end = _year_end(day)
    if end is None or any(a <= end[1] and end[0] <= b for a, b in closures):
        return Day.OPEN
    return Day.UNCERTAIN


def _year_end(day: date) -> tuple[date, date] | None:
    """First and last day of the year's end that ``day`` is in."""
    place = (day.month, day.day)
    if _YEAR_END_TO < place < _YEAR_END_FROM:
        return None
    year = day.year if place >= _YEAR_END_FROM else day.year - 1
    return date(year, *_YEAR_END_FROM), date(year + 1, *_YEAR_END_TO)


def _next_openings(first: date, closures: Closures) -> tuple[datetime | None, datetime | None]:
    """The next opening from ``first`` on that is uncertain, where one comes before; and the next sure one."""
    may: datetime | None = None
    for day in (first + timedelta(days=n) for n in range(_LOOK_AHEAD_DAYS)):
        kind = kind_of_day(day, closures)
        if kind == Day.OPEN:
            return may, datetime.combine(day, OPENS, JAPAN)
        if kind == Day.UNCERTAIN and may is None:
            may = datetime.combine(day, OPENS, JAPAN)
    return may, None


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
