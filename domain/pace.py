"""How fast the money is used against how fast the time goes, and what that leads to.

Time is counted to the day the ledger has been read (`read_to`), not to today: money booked in
October must not be held against the time of late November.

Rules, all in SEK as `Decimal`:

- A closed month is one that the ledger covers to its last day. Without bookings its outcome is 0.
- `monthly` is the mean outcome of the closed months.
- `expected` is what will have been used when the period ends: the latest forecast by a person, or
  else the closed months and `monthly` for each month that is left, at least what is booked. With
  fewer than three closed months and no forecast nothing is expected: it would be a guess.
- `low` and `high` lie 2 s sqrt(m) from it, where s is the standard deviation of the closed months
  and m the count of months left: about 19 of 20 outcomes, if months vary independently of each
  other. They are never below the outcome, and None with fewer than three closed months.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import stdev

from domain.calendar import (
    first_of_month,
    last_of_month,
    months_apart,
    months_between,
    share_gone,
    shift_month,
)
from domain.money import SourceYear

_MILLION = Decimal(1_000_000)

LEAST_MONTHS = 3
"""Closed months needed before a pace says something of the year."""

EVEN_MARGIN = Decimal("0.10")
"""How far the share of money may lie from the share of time and still be called even."""

NOTABLE_REST = Decimal("0.01")
"""The part of a budget that has to be left before a repayment is worth a notice."""

BOOKING_DELAY_DAYS = 45
"""A month is booked within two weeks of its end, so a ledger older than this is late."""


class Tempo(StrEnum):
    """How the share of money used lies against the share of time gone."""

    SLOW = "slow"
    EVEN = "even"
    FAST = "fast"


@dataclass(frozen=True, slots=True)
class Pace:
    """Money against time for a source's part of a year, or for several sources together.

    `first_day` and `last_day` bound the part of the year in which the money may be used.
    `months_left` are the months that the ledger has not yet closed. Without a `budget` nothing is
    known of what is left of it.
    """

    budget: Decimal | None
    outcome: Decimal
    time_share: Decimal
    monthly: Decimal | None
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_forecast: bool
    months_left: int
    first_day: date
    last_day: date
    read_to: date | None

    @property
    def left(self) -> Decimal | None:
        """What has not been used; negative when more than the budget has been."""
        return None if self.budget is None else self.budget - self.outcome

    @property
    def used_share(self) -> Decimal | None:
        """The part of the budget that has been used, or None without a budget."""
        return self.outcome / self.budget if self.budget else None

    @property
    def even_outcome(self) -> Decimal | None:
        """What would have been used at an even pace."""
        return None if self.budget is None else self.budget * self.time_share

    @property
    def tempo(self) -> Tempo | None:
        """Slow, even or fast; None without a budget or a read ledger."""
        if self.used_share is None or self.read_to is None:
            return None
        ahead = self.used_share - self.time_share
        if abs(ahead) <= EVEN_MARGIN:
            return Tempo.EVEN
        return Tempo.FAST if ahead > 0 else Tempo.SLOW

    @property
    def remaining(self) -> Decimal | None:
        """What is expected to be left at the end; negative when the money does not suffice."""
        if self.budget is None or self.expected is None:
            return None
        return self.budget - self.expected

    @property
    def remaining_as_told(self) -> Decimal | None:
        """What remains, so that told budget less told forecast is told rest: in millions, 0,1.

        14,85 of 18,00 leave 3,15; rounded each by itself that would be 14,9 of 18,0 and 3,2.
        """
        rest = self.remaining
        if rest is None or self.budget is None or self.expected is None or abs(rest) < _MILLION:
            return rest
        budget, expected = (
            (amount / _MILLION).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            for amount in (self.budget, self.expected)
        )
        return (budget - expected) * _MILLION

    @property
    def remaining_range(self) -> tuple[Decimal, Decimal] | None:
        """The least and most that may be left at the end, or None where no range is known."""
        if self.budget is None or self.low is None or self.high is None:
            return None
        return self.budget - self.high, self.budget - self.low

    @property
    def needed_monthly(self) -> Decimal | None:
        """What each month left has to use for nothing to remain; None if that is over."""
        if self.months_left == 0 or self.left is None or self.left <= 0:
            return None
        return self.left / self.months_left

    @property
    def runs_out(self) -> date | None:
        """The month in which the money is used up before its time, or None if it suffices.

        The months left are taken to share what is expected of them evenly.
        """
        if self.read_to is None or self.expected is None:
            return None
        if self.budget is None or self.left is None or self.expected <= self.budget:
            return None
        next_month = shift_month(self.last_day, 1 - self.months_left)
        if self.left <= 0 or self.months_left == 0:
            return min(next_month, first_of_month(self.last_day))
        each = (self.expected - self.outcome) / self.months_left
        return shift_month(next_month, int(self.left // each))


def pace_of(year: SourceYear) -> Pace:
    """Return a source's pace in a calendar year, as far as its ledger has been read.

    Raises:
        ValueError: The source's period does not touch the year.
    """
    first_day, last_day = _usable_days(year)
    read_to = min(year.booked_through, last_day) if year.booked_through else None
    months = months_between(first_day, last_day)
    closed = [month for month in months if read_to and last_of_month(month) <= read_to]
    if read_to == last_day:
        closed = list(months)
    booked = dict(year.outcome_by_month)
    outcomes = [booked.get(month, Decimal(0)) for month in closed]
    months_left = len(months) - len(closed)
    expected = _expected(year, outcomes, months_left)
    low, high = _range(expected, outcomes, months_left, year.outcome)
    return Pace(
        budget=year.budget,
        outcome=year.outcome,
        time_share=share_gone(first_day, last_day, read_to) if read_to else Decimal(0),
        monthly=_mean(outcomes),
        expected=expected,
        low=low,
        high=high,
        is_forecast=year.forecast is not None and months_left > 0,
        months_left=months_left,
        first_day=first_day,
        last_day=last_day,
        read_to=read_to,
    )


def total_pace(years: Sequence[SourceYear]) -> Pace | None:
    """Return the pace of all sources together, or None without any.

    Shares of time are weighed by budget. A range is the sum of the ranges, which is wide, since
    sources seldom all miss the same way. What one source lacks, the total lacks.
    """
    paces = [pace_of(year) for year in years]
    if not paces:
        return None
    budget = _sum_if_all(pace.budget for pace in paces)
    even = _sum_if_all(pace.even_outcome for pace in paces)
    read = [pace.read_to for pace in paces if pace.read_to]
    return Pace(
        budget=budget,
        outcome=sum((pace.outcome for pace in paces), Decimal(0)),
        time_share=even / budget if budget and even else max(pace.time_share for pace in paces),
        monthly=_sum_if_all(pace.monthly for pace in paces),
        expected=_sum_if_all(pace.expected for pace in paces),
        low=_sum_if_all(pace.low for pace in paces),
        high=_sum_if_all(pace.high for pace in paces),
        is_forecast=any(pace.is_forecast for pace in paces),
        months_left=max(pace.months_left for pace in paces),
        first_day=min(pace.first_day for pace in paces),
        last_day=max(pace.last_day for pace in paces),
        read_to=min(read) if len(read) == len(paces) else None,
    )


def is_booked_late(year: SourceYear, today: date) -> bool:
    """Whether bookings that should exist by today have not been read."""
    first_day, last_day = _usable_days(year)
    read_to = year.booked_through or first_day - timedelta(days=1)
    return read_to < last_day and (today - read_to).days > BOOKING_DELAY_DAYS


def left_by_month(years: Sequence[SourceYear]) -> list[tuple[date, Decimal]]:
    """Return what was left of the budgets at the end of each closed month, oldest first.

    The first value is the whole budget on the day before the first month.
    """
    total = total_pace(years)
    if total is None or total.budget is None:
        return []
    start = first_of_month(total.first_day)
    left = total.budget
    points = [(start - timedelta(days=1), left)]
    closed = months_apart(start, shift_month(total.last_day, 1)) - total.months_left
    for month in months_between(start, shift_month(start, closed - 1)):
        left -= sum(
            (
                amount
                for year in years
                for booked, amount in year.outcome_by_month
                if booked == month
            ),
            Decimal(0),
        )
        points.append((last_of_month(month), left))
    return points


def _usable_days(year: SourceYear) -> tuple[date, date]:
    first_day = max(year.source.starts_on, date(year.year, 1, 1))
    last_day = min(year.source.ends_on, date(year.year, 12, 31))
    if last_day < first_day:
        raise ValueError(f"The source {year.source.code} has no day in {year.year}")
    return first_day, last_day


def _mean(outcomes: Sequence[Decimal]) -> Decimal | None:
    return sum(outcomes, Decimal(0)) / len(outcomes) if outcomes else None


def _expected(year: SourceYear, outcomes: Sequence[Decimal], months_left: int) -> Decimal | None:
    if months_left == 0:
        return year.outcome
    if year.forecast is not None:
        return year.forecast.amount
    mean = _mean(outcomes)
    if mean is None or len(outcomes) < LEAST_MONTHS:
        return None
    return max(year.outcome, sum(outcomes, Decimal(0)) + mean * months_left)


def _range(
    expected: Decimal | None, outcomes: Sequence[Decimal], months_left: int, outcome: Decimal
) -> tuple[Decimal | None, Decimal | None]:
    if expected is None or len(outcomes) < LEAST_MONTHS:
        return None, None
    half = 2 * stdev(outcomes) * Decimal(months_left).sqrt()
    return min(expected, max(outcome, expected - half)), expected + half


def _sum_if_all(amounts: Iterable[Decimal | None]) -> Decimal | None:
    values = list(amounts)
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None
