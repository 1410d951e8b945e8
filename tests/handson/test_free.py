"""The free month, and the number in its groups."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from haas_client.handson.free import a_month_later, free
from haas_client.handson.identity import grouped
from haas_client.handson.model import Free

DAY = date(2026, 11, 15)


@pytest.mark.parametrize(
    ("bought", "until"),
    [
        ("2026-11-15", "2026-12-15"),
        ("2026-12-31", "2027-01-31"),
        ("2027-01-31", "2027-02-28"),
        ("2028-01-30", "2028-02-29"),
        ("2026-10-31", "2026-11-30"),
        ("2026-02-28", "2026-03-28"),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_months_last(bought: str, until: str) -> None:
    assert a_month_later(date.fromisoformat(bought)) == date.fromisoformat(until)


@given(st.dates())
def test_any_day_has_a_month_after_it(day: date) -> None:
    later = a_month_later(day)
    assert day <= later <= day + timedelta(days=31) if day < date(9999, 12, 1) else later == date.max


def test_on_the_last_day_it_is_not_over_and_on_the_next_it_is() -> None:
    assert free(DAY, None, date(2026, 12, 15)) == Free(until=date(2026, 12, 15))
    assert free(DAY, None, date(2026, 12, 16)) == Free(until=date(2026, 12, 15), over=True)


def test_the_centres_count_decides_even_after_the_month() -> None:
    assert free(DAY, 2, date(2027, 3, 1)) == Free(until=date(2026, 12, 15), used=2)


def test_without_a_day_of_purchase_only_the_count_is_known() -> None:
    assert free(None, None, DAY) == Free()
    assert free(None, 1, DAY) == Free(used=1)


@pytest.mark.parametrize("told", [-1, 4, 1000])
def test_a_count_that_cannot_be_is_none(told: int) -> None:
    assert free(DAY, told, DAY).used is None


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("1482903771", "1 482 903 771"),
        ("123456789", "123 456 789"),
        ("12", "12"),
        ("12345678901234", "12 345 678 901 234"),
    ],
)
def test_the_number_in_groups(number: str, shown: str) -> None:
    assert grouped(number) == shown


@given(st.text("0123456789", max_size=40))
def test_groups_lose_no_digit(number: str) -> None:
    assert grouped(number).replace(" ", "") == number
