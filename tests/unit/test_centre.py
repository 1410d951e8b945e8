"""Reception hours: the minute they begin and end, weekends, holidays, and any clock in the world."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from holidays.countries.japan import Japan
from hypothesis import given
from hypothesis import strategies as st

from haas_client import centre
from haas_client.centre import JAPAN, Day, is_business_day, kind_of_day, reception

MINUTE = timedelta(minutes=1)


def japan(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        ("2026-07-01 00:00", False),
        ("2026-07-01 09:59:59.999999", False),
        ("2026-07-01 10:00", True),
        ("2026-07-01 12:30", True),
        ("2026-07-01 16:29:59.999999", True),
        ("2026-07-01 16:30", False),
        ("2026-07-01 23:59:59", False),
    ],
)
def test_the_centre_opens_and_closes_on_the_minute(now: str, is_open: bool) -> None:
    found = reception(japan(now))
    assert found.is_open is is_open
    assert found.until == (japan("2026-07-01 16:30") if is_open else None)
    assert (found.opens_at is None) is is_open


@pytest.mark.parametrize(
    ("now", "opens_at"),
    [
        ("2026-07-01 09:59", "2026-07-01 10:00"),
        ("2026-07-01 16:30", "2026-07-02 10:00"),
        ("2026-07-01 00:00", "2026-07-01 10:00"),
        ("2026-07-03 16:30", "2026-07-06 10:00"),  # Friday evening
        ("2026-07-04 12:00", "2026-07-06 10:00"),  # Saturday
        ("2026-07-05 23:59", "2026-07-06 10:00"),  # Sunday
        ("2026-07-06 00:00", "2026-07-06 10:00"),
        ("2026-07-20 12:00", "2026-07-21 10:00"),  # Marine Day
        ("2026-07-17 17:00", "2026-07-21 10:00"),  # Friday before it
        ("2026-05-01 17:00", "2026-05-07 10:00"),  # Golden Week, with a substitute holiday
        ("2026-09-18 17:00", "2026-09-24 10:00"),  # a day between two holidays is one too
        ("2026-12-31 16:30", "2027-01-04 10:00"),  # New Year's Day, then a weekend
        ("2024-12-31 16:30", "2025-01-06 10:00"),  # the 2nd and the 3rd are not sure
        ("2025-12-31 15:00", "2026-01-05 10:00"),
        ("2024-02-29 17:00", "2024-03-01 10:00"),
    ],
)
def test_the_next_opening_is_the_next_weekday_that_is_no_holiday(now: str, opens_at: str | None) -> None:
    assert reception(japan(now)).opens_at == (japan(opens_at) if opens_at else None)


@pytest.mark.parametrize(
    ("day", "is_business"),
    [
        ("2026-07-01", True),
        ("2026-07-04", False),
        ("2026-07-05", False),
        ("2026-01-01", False),
        ("2026-01-02", False),
        ("2026-05-06", False),
        ("2026-11-23", False),
        ("2026-12-25", True),
    ],
)
def test_a_business_day_is_a_weekday_and_no_holiday(day: str, is_business: bool) -> None:
    assert is_business_day(date.fromisoformat(day)) is is_business


@pytest.mark.parametrize(
    ("now", "today", "tomorrow"),
    [
        ("2026-07-01 09:00", True, False),
        ("2026-07-01 17:00", False, True),
        ("2026-07-03 17:00", False, False),
        ("2026-07-05 12:00", False, True),
        ("2026-07-01 12:00", False, False),  # open
        ("2026-07-31 17:00", False, False),
        ("2026-06-30 17:00", False, True),
    ],
)
def test_today_and_tomorrow_are_called_so(now: str, today: bool, tomorrow: bool) -> None:
    found = reception(japan(now))
    assert (found.opens_today, found.opens_tomorrow) == (today, tomorrow)


@pytest.mark.parametrize(
    ("now", "offset_hours", "is_open"),
    [
        ("2026-07-01 01:00", 0, True),
        ("2026-07-01 00:59", 0, False),
        ("2026-07-01 07:30", 0, False),
        ("2026-06-30 21:00", -4, True),  # New York, the evening before
        ("2026-07-05 21:00", -4, True),  # Sunday evening there, Monday here
        ("2026-07-03 21:00", -4, False),  # Friday evening there, Saturday here
        ("2026-07-01 13:00", 12, True),
        ("2026-07-01 02:00", 14, False),
    ],
)
def test_a_clock_of_another_zone_is_understood(now: str, offset_hours: int, is_open: bool) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=timezone(timedelta(hours=offset_hours)))
    found = reception(moment)
    assert found.is_open is is_open
    assert found.now == moment
    assert found.now.utcoffset() == timedelta(hours=9)


@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2049, 12, 31)),  # noqa: DTZ001  the zone is drawn beside it
    st.integers(-12 * 60, 14 * 60),
)
def test_at_any_time_the_centre_is_open_or_will_be(moment: datetime, offset_minutes: int) -> None:
    now = moment.replace(tzinfo=timezone(timedelta(minutes=offset_minutes)))
    found = reception(now)
    if found.is_open:
        assert found.until is not None
        assert found.opens_at is None
        assert timedelta() < found.until - now <= timedelta(hours=6, minutes=30)
        assert is_business_day(found.until.date())
    else:
        assert found.opens_at is not None
        assert found.until is None
        assert timedelta() < found.opens_at - now <= timedelta(days=14)
        assert reception(found.opens_at).is_open
        assert not reception(found.opens_at - MINUTE).is_open


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("name", "differs"), [("JST-9", False), ("UTC0", True), ("EST5EDT", True), ("XST-9:30", True)])
def test_a_clock_that_does_not_run_as_japans_is_noticed(zone: pytest.MonkeyPatch, name: str, differs: bool) -> None:
    zone.setenv("TZ", name)
    time.tzset()
    assert centre.local_offset_differs(datetime(2026, 7, 1, tzinfo=UTC)) is differs
    assert centre.local_offset_differs() is differs


@pytest.mark.parametrize("year", range(2024, 2041))
def test_the_table_of_holidays_is_that_of_the_package(year: int) -> None:
    """Fails when the package knows better: run resources/holidays-update then."""
    assert centre._holidays(year) == frozenset(Japan(years=year))


def test_a_year_beyond_the_table_is_still_known() -> None:
    assert date(2045, 1, 1) in centre._holidays(2045)


# --- the year's end, and other closures

# Monday 28 December 2026 and Tuesday 5 January 2027 stand in it: a closure as the factory's file tells one.
TOLD = ((date(2026, 12, 28), date(2027, 1, 5)),)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-12-28", Day.OPEN),
        ("2026-12-29", Day.UNCERTAIN),
        ("2026-12-30", Day.UNCERTAIN),
        ("2026-12-31", Day.UNCERTAIN),
        ("2027-01-01", Day.CLOSED),  # a holiday
        ("2027-01-02", Day.CLOSED),  # Saturday
        ("2027-01-03", Day.CLOSED),
        ("2027-01-04", Day.OPEN),
        ("2025-01-02", Day.UNCERTAIN),
        ("2025-01-03", Day.UNCERTAIN),
        ("2023-01-02", Day.CLOSED),  # the substitute for New Year's Day, a Sunday
        ("2045-12-29", Day.UNCERTAIN),  # beyond the table of holidays
        ("2046-01-01", Day.CLOSED),
    ],
)
def test_of_the_years_end_only_weekdays_are_uncertain(day: str, kind: Day) -> None:
    assert kind_of_day(date.fromisoformat(day)) == kind


@pytest.mark.parametrize(
    ("now", "uncertain", "may_open_at", "opens_at", "changes_at"),
    [
        # Monday, the last sure day
        ("2026-12-28 16:29:59", False, None, None, "2026-12-28 16:30"),
        ("2026-12-28 16:30", False, "2026-12-29 10:00", "2027-01-04 10:00", "2026-12-29 10:00"),
        ("2026-12-29 09:59:59", False, "2026-12-29 10:00", "2027-01-04 10:00", "2026-12-29 10:00"),
        ("2026-12-29 10:00", True, "2026-12-29 10:00", "2027-01-04 10:00", "2026-12-29 16:30"),
        ("2026-12-29 16:29:59", True, "2026-12-29 10:00", "2027-01-04 10:00", "2026-12-29 16:30"),
        ("2026-12-29 16:30", False, "2026-12-30 10:00", "2027-01-04 10:00", "2026-12-30 10:00"),
        ("2026-12-31 16:29", True, "2026-12-31 10:00", "2027-01-04 10:00", "2026-12-31 16:30"),
        # no uncertain hour is left: closed for sure until the 4th
        ("2026-12-31 16:30", False, None, "2027-01-04 10:00", "2027-01-04 10:00"),
        ("2027-01-01 12:00", False, None, "2027-01-04 10:00", "2027-01-04 10:00"),
        ("2025-01-01 12:00", False, "2025-01-02 10:00", "2025-01-06 10:00", "2025-01-02 10:00"),
        ("2025-01-03 12:00", True, "2025-01-03 10:00", "2025-01-06 10:00", "2025-01-03 16:30"),
    ],
)
def test_at_the_years_end_neither_open_nor_closed_is_claimed(
    now: str, uncertain: bool, may_open_at: str | None, opens_at: str | None, changes_at: str
) -> None:
    found = reception(japan(now))
    assert found.uncertain is uncertain
    assert found.may_open_at == (japan(may_open_at) if may_open_at else None)
    assert found.opens_at == (japan(opens_at) if opens_at else None)
    assert found.changes_at == japan(changes_at)
    assert not (found.is_open and found.uncertain)


@pytest.mark.parametrize("hours", [-12, -4, 0, 9, 14])
def test_the_years_end_is_that_of_japan_whatever_the_clocks_zone(hours: int) -> None:
    there = japan("2026-12-29 10:00").astimezone(timezone(timedelta(hours=hours)))
    assert reception(there).uncertain
    assert reception(there - MINUTE).uncertain is False


@pytest.mark.parametrize(
    ("now", "is_open", "opens_at"),
    [
        ("2026-12-25 16:30", False, "2027-01-06 10:00"),
        ("2026-12-28 12:00", False, "2027-01-06 10:00"),
        ("2026-12-30 12:00", False, "2027-01-06 10:00"),
        ("2027-01-05 23:59", False, "2027-01-06 10:00"),
        ("2027-01-06 09:59", False, "2027-01-06 10:00"),
        ("2027-01-06 10:00", True, None),
    ],
)
def test_a_closure_that_is_told_is_sure(now: str, is_open: bool, opens_at: str | None) -> None:
    found = reception(japan(now), TOLD)
    assert found.is_open is is_open
    assert found.opens_at == (japan(opens_at) if opens_at else None)
    assert found.may_open_at is None
    assert not found.uncertain


def test_a_closure_tells_its_own_years_end_in_full_and_no_other() -> None:
    short = ((date(2026, 12, 31), date(2027, 1, 3)),)
    assert kind_of_day(date(2026, 12, 29), short) == Day.OPEN
    assert kind_of_day(date(2026, 12, 31), short) == Day.CLOSED
    assert kind_of_day(date(2027, 12, 29), short) == Day.UNCERTAIN
    assert kind_of_day(date(2025, 12, 29), short) == Day.UNCERTAIN
    before = ((date(2024, 12, 30), date(2024, 12, 31)),)
    assert kind_of_day(date(2025, 1, 2), before) == Day.OPEN
    assert kind_of_day(date(2026, 1, 2), before) == Day.UNCERTAIN
    summer = ((date(2026, 8, 13), date(2026, 8, 14)),)
    assert kind_of_day(date(2026, 8, 13), summer) == Day.CLOSED
    assert kind_of_day(date(2026, 8, 17), summer) == Day.OPEN
    assert kind_of_day(date(2026, 12, 29), summer) == Day.UNCERTAIN


def test_a_centre_that_is_closed_for_good_does_not_open() -> None:
    found = reception(japan("2026-07-01 12:00"), ((date(2026, 1, 1), date(2030, 1, 1)),))
    assert (found.is_open, found.opens_at, found.may_open_at, found.changes_at) == (False, None, None, None)


@given(
    st.datetimes(datetime(2024, 11, 1), datetime(2040, 12, 31)),  # noqa: DTZ001  taken as Japan's
    st.lists(st.tuples(st.dates(date(2024, 11, 1), date(2041, 1, 1)), st.integers(0, 20)), max_size=3),
)
def test_what_is_said_holds_on_every_day(moment: datetime, closed: list[tuple[date, int]]) -> None:
    closures = tuple((first, first + timedelta(days=days)) for first, days in closed)
    now = moment.replace(tzinfo=JAPAN)
    found = reception(now, closures)
    kind = kind_of_day(now.date(), closures)
    in_hours = centre.OPENS <= now.time() < centre.CLOSES
    assert found.is_open is (kind == Day.OPEN and in_hours)
    assert found.uncertain is (kind == Day.UNCERTAIN and in_hours)
    if found.opens_at:
        assert reception(found.opens_at, closures).is_open
    if found.changes_at:
        assert found.changes_at > now
        before, after = (
            (one.is_open, one.uncertain, one.opens_at, one.may_open_at)
            for one in (found, reception(found.changes_at, closures))
        )
        assert before != after
