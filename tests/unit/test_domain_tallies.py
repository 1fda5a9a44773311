"""Counts for a choice: sums agree with their parts, and silence never becomes zero."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities import (
    MISSING,
    ActivityFilter,
    ActivitySum,
    Count,
    Mark,
    Measure,
    PeriodState,
    ReportingPeriod,
    between,
)
from domain.calendar import months_between
from domain.figures import Rate, add, figure_text, rate_per_thousand, rates
from domain.tallies import Tally, rolled_up, tally

AREAS, GROUPS, KINDS = ("a", "b", "c"), ("1", "2", "3"), ("x", "y")
MONTHS = months_between(date(2026, 1, 1), date(2026, 4, 1))
CHOICE = ActivityFilter(MONTHS[0], MONTHS[-1])


def row(
    area: str = "a", month: date = MONTHS[0], group: str = "1", occasions: int = 3
) -> ActivitySum:
    return ActivitySum(month, area, group, "x", occasions, occasions * 5, occasions, 0)


def period(area: str, month: date, state: PeriodState = PeriodState.SUBMITTED) -> ReportingPeriod:
    return ReportingPeriod(area, month, state, month)


EVERYTHING = [period(area, month) for area in AREAS for month in MONTHS]
WITHOUT_B_IN_FEBRUARY = [
    period(area, month) for area in AREAS for month in MONTHS if (area, month) != ("b", MONTHS[1])
]

rows = st.builds(
    lambda month, area, group, kind, occasions, participants, blanks: ActivitySum(
        month, area, group, kind, occasions, participants, occasions, min(blanks, occasions)
    ),
    st.sampled_from(MONTHS),
    st.sampled_from(AREAS),
    st.sampled_from(GROUPS),
    st.sampled_from(KINDS),
    st.integers(0, 50),
    st.integers(0, 500),
    st.integers(0, 50),
)


def counted(sums: list[ActivitySum], periods: list[ReportingPeriod] = EVERYTHING) -> Tally:
    return tally(sums, periods, CHOICE, AREAS, GROUPS)


@given(st.lists(rows, max_size=30))
def test_parts_add_up_to_the_total_when_everything_is_reported(sums: list[ActivitySum]) -> None:
    result = counted(sums)
    assert result.total() == Count(sum(row.occasions for row in sums))
    assert add(count for _, count in result.by_month()) == result.total()
    assert add(result.by_area().values()) == result.total()
    assert add(result.by_group().values()) == result.total()
    for table in (result.by_group_and_month(),):
        for place, month in enumerate(MONTHS):
            column = add(series[place][1] for series in table.values())
            assert column == dict(result.by_month())[month]


@given(st.lists(rows, max_size=30), st.sets(st.sampled_from(EVERYTHING)))
def test_a_total_stands_exactly_when_every_cell_is_reported(
    sums: list[ActivitySum], reported: set[ReportingPeriod]
) -> None:
    result = counted(sums, list(reported))
    cells = {(period.area_code, period.month) for period in reported}
    for month, count in result.by_month():
        assert (count is not MISSING) == all((area, month) in cells for area in AREAS)
    for area, count in result.by_area().items():
        assert (count is not MISSING) == all((area, month) in cells for month in MONTHS)
    assert (result.total() is not MISSING) == (len(cells) == len(EVERYTHING))
    whole = result.only_complete()
    assert (whole.total() is not MISSING) == bool(result.complete_months())
    assert result.preliminary() + sum(
        row.occasions for row in sums if (row.area_code, row.month) in cells
    ) == sum(row.occasions for row in sums)


@given(st.lists(rows, max_size=30))
def test_the_order_of_rows_does_not_matter(sums: list[ActivitySum]) -> None:
    assert counted(sums[::-1]).by_area() == counted(sums).by_area()


def test_no_entry_is_zero_where_reported_and_missing_where_not() -> None:
    result = counted([row()], WITHOUT_B_IN_FEBRUARY)
    assert result.by_area() == {"a": Count(3), "b": MISSING, "c": Count(0)}
    assert [count for _, count in result.by_month()] == [Count(3), MISSING, Count(0), Count(0)]
    assert result.total() == MISSING
    assert result.only_complete().by_area() == {"a": Count(3), "b": Count(0), "c": Count(0)}


def test_entries_of_an_unreported_month_are_preliminary() -> None:
    result = counted([row(), row("b", MONTHS[1], occasions=7)], WITHOUT_B_IN_FEBRUARY)
    assert result.preliminary() == 7


def test_nothing_reported_gives_no_number_at_all() -> None:
    result = counted([row()], [])
    assert result.total() == MISSING
    assert set(result.by_area().values()) == {MISSING}
    assert result.only_complete().total() == MISSING


@pytest.mark.parametrize(
    ("choice", "total"),
    [
        (CHOICE, 6),
        (replace(CHOICE, area_codes=("a",)), 3),
        (replace(CHOICE, target_groups=("2",)), 3),
        (replace(CHOICE, kinds=("y",)), 0),
        (replace(CHOICE, first_month=MONTHS[1]), 3),
    ],
)
def test_the_choice_bounds_what_is_counted(choice: ActivityFilter, total: int) -> None:
    sums = [row(), row("b", MONTHS[2], "2")]
    assert tally(sums, EVERYTHING, choice, AREAS, GROUPS).total() == Count(total)


def test_a_choice_of_reported_areas_is_complete_though_others_are_silent() -> None:
    choice = replace(CHOICE, area_codes=("a", "c"))
    assert tally([row()], WITHOUT_B_IN_FEBRUARY, choice, AREAS, GROUPS).total() == Count(3)


def test_participants_and_those_nobody_counted() -> None:
    blank = ActivitySum(MONTHS[0], "b", "1", "x", 4, 0, 4, 4)
    partly = ActivitySum(MONTHS[0], "c", "1", "x", 4, 20, 4, 1)
    result = counted([row(), blank, partly]).measuring(Measure.PARTICIPANTS)
    assert result.by_area() == {"a": Count(15), "b": MISSING, "c": Count(20)}
    assert result.total() == Count(35)
    assert result.uncounted() == 5


@pytest.mark.parametrize(
    ("count", "population", "rate"),
    [
        (Count(25), 10_000, Rate(Decimal("2.5"))),
        (Count(1), 8_000, Rate(Decimal("0.1"))),
        (Count(5), 100_000, Rate(Decimal("0.1"))),
        (Count(0), 10_000, Rate(Decimal("0.0"))),
        (MISSING, 10_000, Rate(None, Mark.MISSING)),
        (
            between(1, 4),
            10_000,
            Rate(None, Mark.PROTECTED, Decimal("0.1"), Decimal("0.4")),
        ),
        (Count(25), None, Rate(None, Mark.MISSING)),
        (Count(25), 0, Rate(None, Mark.NOT_APPLICABLE)),
    ],
)
def test_rates(count: Count, population: int | None, rate: Rate) -> None:
    assert rate_per_thousand(count, population) == rate


def test_rates_of_areas_without_a_population_are_missing() -> None:
    found = rates({"a": Count(5), "b": Count(5)}, {"a": 1_000})
    assert [figure_text(rate) for rate in found.values()] == ["5,0", "–"]


def test_marks_stay_apart_in_text() -> None:
    counts = [Count(0), MISSING, between(1, 4), between(5, None), Count(None, Mark.NOT_APPLICABLE)]
    assert [figure_text(count) for count in counts] == [
        "0",
        "–",
        "..\u00a0(1–4)",
        "..\u00a0(minst 5)",
        ".",
    ]
    assert figure_text(Count(1234)) == "1\u00a0234"


def test_add_refuses_to_guess() -> None:
    assert add([Count(1), Count(2)]) == Count(3)
    assert add([Count(1), MISSING]) == MISSING
    assert add([]) == MISSING


def test_smaller_areas_are_counted_as_their_parent() -> None:
    sums = rolled_up([row("a1"), row("a2"), row("z")], {"a1": "a", "a2": "a"})
    assert [each.area_code for each in sums] == ["a", "a", "z"]
