"""Money against time: tables of examples, and what must hold for any ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import last_of_month
from domain.money import Forecast, FundingSource, SourceYear
from domain.pace import (
    Pace,
    Tempo,
    is_booked_late,
    left_by_month,
    pace_of,
    total_pace,
)
from domain.repayment import repayment_of

SOURCE = FundingSource(
    code="extra",
    name="Extra medel",
    funder="Kommunen",
    amount=Decimal(12_000_000),
    starts_on=date(2026, 1, 1),
    ends_on=date(2026, 12, 31),
    purpose="Trygghet",
    conditions=None,
    report_by=None,
    repay_by=date(2027, 3, 31),
)


def year(
    months: list[int],
    budget: int = 12_000,
    forecast: int | None = None,
    source: FundingSource = SOURCE,
) -> SourceYear:
    """Outcome per month from January, in kronor; the ledger is read to the last of them."""
    booked = tuple((date(2026, n, 1), Decimal(sum_)) for n, sum_ in enumerate(months, 1))
    return SourceYear(
        source=source,
        year=2026,
        budget=Decimal(budget),
        outcome_by_month=tuple(pair for pair in booked if pair[1]),
        forecast=Forecast(date(2026, 6, 1), 2026, Decimal(forecast), None) if forecast else None,
        booked_through=last_of_month(booked[-1][0]) if booked else None,
    )


@pytest.mark.parametrize(
    ("months", "budget", "tempo", "why"),
    [
        ([], 12_000, None, "the ledger has not been read"),
        ([1_000] * 6, 0, None, "no budget"),
        ([1_000] * 6, 12_000, Tempo.EVEN, "half the money in half the year"),
        ([600] * 10, 12_000, Tempo.SLOW, "50 % of the money, 83 % of the year"),
        ([1_500] * 6, 12_000, Tempo.FAST, "75 % of the money, half the year"),
        ([900] * 6, 12_000, Tempo.EVEN, "45 %: within ten points"),
        ([0, 0, 0, 0], 12_000, Tempo.SLOW, "nothing used in four months"),
        ([0], 12_000, Tempo.EVEN, "the year has just begun"),
    ],
)
def test_tempo(months: list[int], budget: int, tempo: Tempo | None, why: str) -> None:
    assert pace_of(year(months, budget)).tempo is tempo, why


@pytest.mark.parametrize(
    ("months", "forecast", "expected", "why"),
    [
        ([], None, None, "nothing known"),
        ([], 9_000, 9_000, "a person's forecast needs no ledger"),
        ([1_000, 1_000], None, None, "two months are too few"),
        ([1_000] * 3, None, 12_000, "three months' mean for all twelve"),
        ([600, 800, 700], None, 8_400, "the mean, 700 a month"),
        ([0, 0, 900], None, 3_600, "months without bookings count as 0"),
        ([600] * 10, 8_900, 8_900, "the forecast goes before the pace"),
        ([600] * 12, 8_900, 7_200, "the year is over: what was used, not what was forecast"),
    ],
)
def test_expected(months: list[int], forecast: int | None, expected: int | None, why: str) -> None:
    pace = pace_of(year(months, forecast=forecast))
    assert pace.expected == (None if expected is None else Decimal(expected)), why


def test_the_range_follows_the_spread_of_the_months() -> None:
    pace = pace_of(year([600, 700, 800, 600, 700, 800, 600, 800]))
    assert pace.low is not None
    assert pace.high is not None
    assert pace.expected == 8_400
    # The months' standard deviation is 92.58, four are left: 2 x 92.58 x 2 = 370.
    assert round(pace.high - 8_400) == 370
    assert round(8_400 - pace.low) == 370
    assert pace.remaining_range == (12_000 - pace.high, 12_000 - pace.low)


def test_the_range_is_never_below_what_is_already_used() -> None:
    pace = pace_of(year([0, 0, 3_000, 0, 0, 0, 0, 0, 3_000, 0, 0]))
    assert pace.low == pace.outcome == 6_000


def test_equal_months_have_no_spread() -> None:
    pace = pace_of(year([700] * 10))
    assert pace.low == pace.high == pace.expected == 8_400


def test_no_range_from_two_months() -> None:
    assert pace_of(year([1, 2], forecast=9_000)).remaining_range is None


@pytest.mark.parametrize(
    ("months", "needed"),
    [
        ([700] * 10, Decimal(2_500)),
        ([1_000] * 12, None),
        ([600] * 12, None),
        ([6_000, 7_000], None),
        ([], Decimal(1_000)),
    ],
)
def test_needed_monthly(months: list[int], needed: Decimal | None) -> None:
    assert pace_of(year(months)).needed_monthly == needed


@pytest.mark.parametrize(
    ("months", "forecast", "runs_out", "why"),
    [
        ([1_000] * 6, None, None, "exactly enough"),
        ([700] * 6, None, None, "more than enough"),
        ([1_200] * 6, None, date(2026, 11, 1), "4 800 left is four months: none for November"),
        ([1_300] * 6, None, date(2026, 10, 1), "4 200 left is three months and a bit"),
        ([1_200] * 6, 11_000, None, "a person knows that it will suffice"),
        ([1_000] * 10, 13_000, date(2026, 12, 1), "2 000 left, 1 500 a month"),
        ([6_000, 7_000, 100], None, date(2026, 4, 1), "used up already"),
        ([1_100] * 12, None, date(2026, 12, 1), "the year ended over budget"),
    ],
)
def test_runs_out(months: list[int], forecast: int | None, runs_out: date | None, why: str) -> None:
    assert pace_of(year(months, forecast=forecast)).runs_out == runs_out, why


def test_time_is_counted_in_the_sources_own_period() -> None:
    half_year = replace(SOURCE, starts_on=date(2026, 7, 1))
    pace = pace_of(replace(year([0] * 6 + [1_000] * 3), source=half_year))
    assert pace.time_share == Decimal(92) / Decimal(184)
    assert pace.months_left == 3
    assert pace.monthly == 1_000


def test_a_period_that_ends_inside_a_month_is_closed_with_it() -> None:
    short = replace(SOURCE, ends_on=date(2026, 6, 15))
    pace = pace_of(replace(year([1_000] * 6), source=short))
    assert pace.months_left == 0
    assert pace.time_share == 1
    assert pace.expected == 6_000


def test_a_half_read_month_is_not_closed() -> None:
    pace = pace_of(replace(year([1_000] * 4), booked_through=date(2026, 4, 15)))
    assert pace.months_left == 9
    assert pace.expected == 12_000


def test_a_source_outside_the_year_is_refused() -> None:
    with pytest.raises(ValueError, match="no day in 2026"):
        pace_of(replace(year([]), source=replace(SOURCE, ends_on=date(2025, 12, 31))))


@pytest.mark.parametrize(
    ("source_year", "amount", "why"),
    [
        (year([600] * 10), 4_800, "what the pace leaves"),
        (year([600] * 10, forecast=9_600), 2_400, "what the forecast leaves"),
        (year([1_000] * 10), None, "nothing is left"),
        (year([1_200] * 10), None, "it does not suffice"),
        (year([1, 1]), None, "too early to say"),
        (year([600] * 10, forecast=11_900), None, "less than one per cent"),
        (year([600] * 10, source=replace(SOURCE, repay_by=None)), None, "not to be repaid"),
        (
            year([600] * 10, source=replace(SOURCE, ends_on=date(2027, 12, 31))),
            None,
            "may be used next year",
        ),
    ],
)
def test_repayment(source_year: SourceYear, amount: int | None, why: str) -> None:
    repayment = repayment_of(source_year)
    assert (repayment and repayment.amount) == (None if amount is None else Decimal(amount)), why


def test_a_repayment_names_its_days_and_the_needed_pace() -> None:
    repayment = repayment_of(year([600] * 10))
    assert repayment is not None
    assert (repayment.use_by, repayment.pay_by) == (date(2026, 12, 31), date(2027, 3, 31))
    assert (repayment.needed_monthly, repayment.monthly) == (Decimal(3_000), Decimal(600))


@pytest.mark.parametrize(
    ("months", "today", "is_late"),
    [
        ([1_000] * 10, date(2026, 11, 22), False),
        ([1_000] * 10, date(2026, 12, 16), True),
        ([1_000] * 12, date(2027, 8, 1), False),
        ([], date(2026, 2, 14), False),
        ([], date(2026, 2, 15), True),
    ],
)
def test_late_bookings(months: list[int], today: date, is_late: bool) -> None:
    assert is_booked_late(year(months), today) is is_late


def test_the_total_of_sources() -> None:
    total = total_pace([year([600] * 10, budget=7_200), year([100] * 10, budget=4_800)])
    assert total is not None
    assert total.budget == 12_000
    assert total.outcome == 7_000
    assert total.expected == 8_400
    assert total.remaining == 3_600
    assert total.tempo is Tempo.SLOW


def test_the_total_lacks_what_one_source_lacks() -> None:
    total = total_pace([year([600] * 10), year([])])
    assert total is not None
    assert total.expected is None
    assert total.read_to is None
    assert total_pace([]) is None


def test_without_a_budget_nothing_is_known_of_what_is_left() -> None:
    lacking = replace(year([1_000] * 6), budget=None)
    pace = pace_of(lacking)
    assert pace.outcome == 6_000
    assert pace.expected == 12_000
    unknown = ("left", "used_share", "even_outcome", "tempo", "remaining", "remaining_range")
    assert {name: getattr(pace, name) for name in (*unknown, "needed_monthly", "runs_out")} == (
        dict.fromkeys((*unknown, "needed_monthly", "runs_out"))
    )
    assert (
        repayment_of(replace(lacking, source=replace(SOURCE, ends_on=date(2026, 12, 31)))) is None
    )
    total = total_pace([year([1_000] * 6), lacking])
    assert total is not None
    assert (total.budget, total.left, total.remaining) == (None, None, None)
    assert total.outcome == 12_000
    assert left_by_month([lacking]) == []


def test_what_is_told_to_remain_is_the_told_budget_less_the_told_forecast() -> None:
    pace = pace_of(year([1_000_000] * 3, budget=18_000_000, forecast=14_850_000))
    assert pace.remaining == 3_150_000
    assert pace.remaining_as_told == 3_100_000, "18,0 less 14,9"
    small = pace_of(year([1_000] * 3, budget=12_000, forecast=11_155))
    assert small.remaining_as_told == small.remaining == 845


def test_left_by_month_begins_with_the_whole_budget() -> None:
    assert left_by_month([year([1_000, 0, 500]), year([500, 0, 0], budget=3_000)]) == [
        (date(2025, 12, 31), Decimal(15_000)),
        (date(2026, 1, 31), Decimal(13_500)),
        (date(2026, 2, 28), Decimal(13_500)),
        (date(2026, 3, 31), Decimal(13_000)),
    ]
    assert left_by_month([]) == []


paces = st.builds(
    lambda months, budget, forecast: pace_of(year(months, budget, forecast)),
    st.lists(st.integers(-1_000, 100_000), max_size=12),
    st.integers(0, 600_000),
    st.none() | st.integers(1, 900_000),
)


@given(paces)
def test_what_always_holds(pace: Pace) -> None:
    assert pace.left is not None
    assert pace.left + pace.outcome == pace.budget
    assert 0 <= pace.time_share <= 1
    assert 0 <= pace.months_left <= 12
    if pace.remaining is not None and pace.expected is not None:
        assert pace.remaining + pace.expected == pace.budget
    if pace.low is not None and pace.high is not None and pace.expected is not None:
        assert pace.low <= pace.expected <= pace.high


@given(paces)
def test_the_needed_pace_uses_everything(pace: Pace) -> None:
    if pace.needed_monthly is not None:
        used = pace.outcome + pace.needed_monthly * pace.months_left
        assert pace.budget is not None
        assert abs(used - pace.budget) < Decimal("0.01")


@given(paces)
def test_money_runs_out_within_the_period_or_not_at_all(pace: Pace) -> None:
    if pace.runs_out is not None:
        assert pace.first_day <= pace.runs_out <= pace.last_day
        assert pace.remaining is not None
        assert pace.remaining < 0


@given(st.lists(st.lists(st.integers(0, 9_000), min_size=3, max_size=12), min_size=1))
def test_a_total_is_the_sum_of_its_sources(ledgers: list[list[int]]) -> None:
    years = [year(months) for months in ledgers]
    total = total_pace(years)
    assert total is not None
    assert total.outcome == sum(each.outcome for each in years)
    assert total.left == sum(pace_of(each).left or 0 for each in years)
