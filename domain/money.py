"""Earmarked money: budget, outcome and forecast. Amounts are SEK as `Decimal`, never float."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FundingSource:
    """Money given for a purpose and a period, with what is asked in return."""

    code: str
    name: str
    funder: str
    amount: Decimal
    starts_on: date
    ends_on: date
    purpose: str
    conditions: str | None
    report_by: date | None
    repay_by: date | None


@dataclass(frozen=True, slots=True)
class PointOutcome:
    """What has been booked on a point in a year."""

    number: int
    title: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """Somebody's judgement, on a day, of what will have been used when the year ends."""

    made_on: date
    year: int
    amount: Decimal
    reason: str | None


@dataclass(frozen=True, slots=True)
class SourceYear:
    """One source in one calendar year.

    `outcome_by_month` holds (first day of month, amount booked that month); a month without
    bookings is absent. `booked_through` is the last day up to which the ledger has been read.
    `budget` is None where no budget has been read in for the year, which is not a budget of 0.
    """

    source: FundingSource
    year: int
    budget: Decimal | None
    outcome_by_month: tuple[tuple[date, Decimal], ...]
    forecast: Forecast | None
    booked_through: date | None

    @property
    def outcome(self) -> Decimal:
        """What has been booked in the year so far."""
        return sum((amount for _, amount in self.outcome_by_month), Decimal(0))


@dataclass(frozen=True, slots=True)
class PointMoney:
    """What a point has been given and what has been booked on it, all years, in SEK.

    `budget` is None where no budget is divided by points.
    """

    budget: Decimal | None
    outcome: Decimal
