"""Money month by month: what was booked, against an even use of the budget. SEK, `Decimal`."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.calendar import first_of_month, last_of_month, months_between
from domain.money import SourceYear
from domain.pace import pace_of
from texts import _
from texts.numbers import money, month_seen_from, number_word


def outcomes(years: Sequence[SourceYear], months: Sequence[date]) -> list[Decimal | None]:
    """Return what was booked in each month, all sources together.

    None for a month that the ledger has not been read to the end of: it is not yet known.
    """
    return [_outcome(years, month) if _is_closed(years, month) else None for month in months]


def even_budgets(years: Sequence[SourceYear], months: Sequence[date]) -> list[Decimal] | None:
    """Return what an even use of each budget over its own months would be in each month.

    None where a source has no budget: an even use of the others is not that of the whole.
    """
    budgets = [(year, year.budget) for year in years if year.budget is not None]
    if len(budgets) < len(years):
        return None
    return [
        sum((_even(year, budget, month) for year, budget in budgets), Decimal(0))
        for month in months
    ]


def monthly_heading(years: Sequence[SourceYear], months: Sequence[date], today: date) -> str:
    """Return in how many months less was used than an even pace, or when the most was used."""
    budgets = even_budgets(years, months)
    spent_by_month = outcomes(years, months)
    if all(spent is None for spent in spent_by_month):
        return _("Inget är bokfört ännu")
    if budgets is None:
        return _("Utfall per månad")
    known = [
        (month, spent, even)
        for month, spent, even in zip(months, spent_by_month, budgets, strict=True)
        if spent is not None
    ]
    below = sum(spent < even for _month, spent, even in known)
    if below == len(known) > 1:
        return _("Varje månad har det använts mindre än jämn takt")
    if below == 0 and len(known) > 1:
        return _("Varje månad har det använts minst så mycket som jämn takt")
    if len(known) == 1:
        return _("{amount} i {month}").format(
            amount=money(known[0][1]), month=month_seen_from(known[0][0], today)
        )
    return _("I {below} av {all} månader har det använts mindre än jämn takt").format(
        below=number_word(below), all=number_word(len(known))
    )


def describe_months(years: Sequence[SourceYear], months: Sequence[date], today: date) -> str:
    """Return the text alternative: the months with the most and the least booked."""
    known = [
        (spent, month)
        for month, spent in zip(months, outcomes(years, months), strict=True)
        if spent is not None
    ]
    if not known:
        return _("Inget är bokfört ännu.")
    most, least = max(known), min(known)
    return _("Mest bokfördes i {most} ({much}), minst i {least} ({little}).").format(
        most=month_seen_from(most[1], today),
        much=money(most[0]),
        least=month_seen_from(least[1], today),
        little=money(least[0]),
    )


def _outcome(years: Sequence[SourceYear], month: date) -> Decimal:
    return sum(
        (amount for year in years for booked, amount in year.outcome_by_month if booked == month),
        Decimal(0),
    )


def _is_closed(years: Sequence[SourceYear], month: date) -> bool:
    through = [year.booked_through for year in years]
    return bool(through) and all(day is not None and day >= last_of_month(month) for day in through)


def _even(year: SourceYear, budget: Decimal, month: date) -> Decimal:
    pace = pace_of(year)
    own = months_between(first_of_month(pace.first_day), first_of_month(pace.last_day))
    return budget / len(own) if month in own else Decimal(0)
