"""Months, working days and how much of a period has gone. Every function is given its days."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from holidays import DE_FACTO, PUBLIC, country_holidays

STOCKHOLM = ZoneInfo("Europe/Stockholm")
"""Where the programme's days begin and end."""

REPORTING_WORKING_DAYS = 5
"""A month is to be reported by this working day of the next."""


def first_of_month(day: date) -> date:
    """Return the first day of the day's month, which is how a month is written here."""
    return day.replace(day=1)


def shift_month(month: date, by: int) -> date:
    """Return the first day of the month that lies `by` months later (earlier when negative)."""
    count = month.year * 12 + month.month - 1 + by
    return date(count // 12, count % 12 + 1, 1)


def last_of_month(month: date) -> date:
    """Return the last day of the month."""
    return shift_month(month, 1) - timedelta(days=1)


def months_apart(first: date, last: date) -> int:
    """Return how many months lie from the first to the last: 0 within the same month."""
    return (last.year - first.year) * 12 + last.month - first.month


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return every month from the first to the last, both included; none when backwards."""
    return tuple(shift_month(first, step) for step in range(months_apart(first, last) + 1))


def is_working_day(day: date) -> bool:
    """Whether Swedish offices are open: no weekend, public holiday or eve that is kept as one.

    Source: lagen (1989:253) om allmänna helgdagar, and the eves of midsummer, Christmas and the
    new year, which semesterlagen (1977:480) 3 a § puts on a level with Sundays.
    """
    closed = country_holidays("SE", years=day.year, categories=(PUBLIC, DE_FACTO))
    return day.weekday() < 5 and day not in closed


def working_days_from(day: date) -> Iterator[date]:
    """Yield the working days from a day on, that day included, without end."""
    while True:
        if is_working_day(day):
            yield day
        day += timedelta(days=1)


def due_day(month: date) -> date:
    """Return the last day to report a month: the fifth working day of the next month."""
    days = working_days_from(shift_month(month, 1))
    return [next(days) for _ in range(REPORTING_WORKING_DAYS)][-1]


def share_gone(first: date, last: date, day: date) -> Decimal:
    """Return the part of a period that has gone when the day is over, from 0 to 1.

    Raises:
        ValueError: The period ends before it begins.
    """
    if last < first:
        raise ValueError(f"The period ends before it begins: {first} to {last}")
    gone = (min(day, last) - first).days + 1
    return Decimal(max(0, gone)) / Decimal((last - first).days + 1)


def share_of_year_gone(day: date) -> Decimal:
    """Return the part of the day's calendar year that has gone when the day is over."""
    return share_gone(date(day.year, 1, 1), date(day.year, 12, 31), day)
