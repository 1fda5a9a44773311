"""Money month by month, against an even pace."""

from datetime import date
from decimal import Decimal

import pytest

from domain.calendar import last_of_month, months_between
from domain.money import FundingSource, SourceYear
from domain.monthly_money import describe_months, even_budgets, monthly_heading, outcomes

TODAY = date(2026, 11, 22)
MONTHS = months_between(date(2026, 1, 1), date(2026, 12, 1))


def year(months: list[int], budget: int | None, until: date = date(2026, 12, 31)) -> SourceYear:
    """Kronor per month from January; the ledger is read to the last of them."""
    booked = tuple((date(2026, n, 1), Decimal(sum_)) for n, sum_ in enumerate(months, 1))
    return SourceYear(
        source=FundingSource(
            code="a",
            name="A",
            funder="Kommunen",
            amount=Decimal(1),
            starts_on=date(2026, 1, 1),
            ends_on=until,
            purpose="Trygghet",
            conditions=None,
            report_by=None,
            repay_by=None,
        ),
        year=2026,
        budget=None if budget is None else Decimal(budget),
        outcome_by_month=booked,
        forecast=None,
        booked_through=last_of_month(date(2026, len(months), 1)) if months else None,
    )


def test_an_even_use_is_over_the_sources_own_months() -> None:
    half = year([100], 600, until=date(2026, 6, 30))
    assert (
        even_budgets([half, year([100], 1_200)], MONTHS) == [Decimal(200)] * 6 + [Decimal(100)] * 6
    )


def test_a_budget_that_is_not_known_leaves_no_even_use_of_the_whole() -> None:
    assert even_budgets([year([100], 1_200), year([100], None)], MONTHS) is None


def test_a_month_that_one_ledger_has_not_closed_is_not_known() -> None:
    both = [year([100, 200], 1_200), year([50], 1_200)]
    assert outcomes(both, MONTHS[:3]) == [Decimal(150), None, None]


@pytest.mark.parametrize(
    ("months", "budget", "heading"),
    [
        ([], 1_200, "Inget är bokfört ännu"),
        ([50, 60], 1_200, "Varje månad har det använts mindre än jämn takt"),
        ([150, 100], 1_200, "Varje månad har det använts minst så mycket som jämn takt"),
        ([50, 150, 70], 1_200, "I två av tre månader har det använts mindre än jämn takt"),
        ([50, 150, 70], None, "Utfall per månad"),
        ([], None, "Inget är bokfört ännu"),
    ],
)
def test_the_heading(months: list[int], budget: int | None, heading: str) -> None:
    assert monthly_heading([year(months, budget)], MONTHS, TODAY) == heading


def test_the_alternative_names_the_most_and_the_least() -> None:
    told = describe_months([year([50, 150, 70], None)], MONTHS, TODAY)
    assert told == "Mest bokfördes i februari (150\u00a0kr), minst i januari (50\u00a0kr)."
