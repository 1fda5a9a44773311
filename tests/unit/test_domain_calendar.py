"""Months, working days and shares of a period."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import calendar

MONTHS = st.dates(date(2000, 1, 1), date(2060, 12, 31)).map(calendar.first_of_month)


@pytest.mark.parametrize(
    ("month", "by", "shifted"),
    [
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 11, 22), 0, date(2026, 11, 1)),
        (date(2026, 3, 1), -27, date(2023, 12, 1)),
    ],
)
def test_shift_month(month: date, by: int, shifted: date) -> None:
    assert calendar.shift_month(month, by) == shifted


@given(MONTHS, st.integers(min_value=-500, max_value=500))
def test_shifting_and_counting_are_each_others_inverse(month: date, by: int) -> None:
    assert calendar.months_apart(month, calendar.shift_month(month, by)) == by


@given(MONTHS, st.integers(min_value=0, max_value=60))
def test_months_between_are_consecutive(first: date, count: int) -> None:
    months = calendar.months_between(first, calendar.shift_month(first, count))
    assert len(months) == count + 1
    assert list(months) == sorted(set(months))
    assert calendar.months_between(calendar.shift_month(first, 1), first) == ()


@pytest.mark.parametrize(
    ("month", "last"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_last_of_month(month: date, last: date) -> None:
    assert calendar.last_of_month(month) == last


@pytest.mark.parametrize(
    ("day", "is_open", "why"),
    [
        (date(2026, 11, 20), True, "a Friday"),
        (date(2026, 11, 21), False, "a Saturday"),
        (date(2026, 11, 22), False, "a Sunday"),
        (date(2026, 1, 6), False, "Epiphany"),
        (date(2026, 4, 3), False, "Good Friday"),
        (date(2026, 6, 19), False, "Midsummer Eve, kept as a holiday"),
        (date(2026, 12, 24), False, "Christmas Eve, kept as a holiday"),
        (date(2026, 12, 31), False, "New Year's Eve, kept as a holiday"),
        (date(2026, 6, 6), False, "the national day, a Saturday"),
        (date(2025, 6, 6), False, "the national day, a Friday"),
        (date(2026, 5, 15), True, "the day after Ascension Day"),
    ],
)
def test_working_days(day: date, is_open: bool, why: str) -> None:
    assert calendar.is_working_day(day) is is_open, why


@pytest.mark.parametrize(
    ("month", "due"),
    [
        (date(2026, 10, 1), date(2026, 11, 6)),
        (date(2026, 7, 1), date(2026, 8, 7)),
        (date(2025, 12, 1), date(2026, 1, 9)),
        (date(2026, 3, 1), date(2026, 4, 9)),
    ],
)
def test_due_day_is_the_fifth_working_day_of_the_next_month(month: date, due: date) -> None:
    assert calendar.due_day(month) == due


@given(MONTHS)
def test_due_day_is_a_working_day_early_in_the_next_month(month: date) -> None:
    due = calendar.due_day(month)
    assert calendar.months_apart(month, due) == 1
    assert 5 <= due.day <= 11
    assert calendar.is_working_day(due)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 12, 31), Decimal(0)),
        (date(2026, 1, 1), Decimal(1) / 365),
        (date(2026, 10, 31), Decimal(304) / 365),
        (date(2026, 12, 31), Decimal(1)),
        (date(2027, 5, 1), Decimal(1)),
    ],
)
def test_share_gone(day: date, share: Decimal) -> None:
    assert calendar.share_gone(date(2026, 1, 1), date(2026, 12, 31), day) == share


def test_share_of_year_gone_knows_leap_years() -> None:
    assert calendar.share_of_year_gone(date(2024, 12, 31)) == 1
    assert calendar.share_of_year_gone(date(2024, 1, 1)) == Decimal(1) / 366


def test_a_period_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        calendar.share_gone(date(2026, 2, 1), date(2026, 1, 1), date(2026, 1, 1))
