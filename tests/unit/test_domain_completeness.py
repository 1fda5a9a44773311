"""What has been reported: silence is not zero."""

from datetime import date

import pytest

from domain.activities import PeriodState, ReportingPeriod
from domain.completeness import (
    Gap,
    Reporting,
    areas_by_months,
    find_gaps,
    late_gaps,
    months_due,
    spread_to_children,
)

JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
DUE = {JULY: date(2026, 8, 7), AUGUST: date(2026, 9, 7)}
OPEN, SUBMITTED, APPROVED = PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.APPROVED


def period(area: str, month: date, state: PeriodState = SUBMITTED) -> ReportingPeriod:
    return ReportingPeriod(area, month, state, DUE[month])


@pytest.mark.parametrize(
    ("today", "is_late"),
    [(date(2026, 8, 1), False), (date(2026, 8, 7), False), (date(2026, 8, 8), True)],
)
def test_an_open_month_is_late_from_the_day_after_its_last_day(today: date, is_late: bool) -> None:
    periods = [period("1", JULY, OPEN), period("2", JULY, SUBMITTED), period("3", JULY, APPROVED)]
    assert find_gaps(periods, today) == [Gap("1", JULY, DUE[JULY], is_late)]
    assert bool(late_gaps(periods, today)) is is_late


@pytest.mark.parametrize(
    ("areas", "may_sum", "why"),
    [
        (("1",), True, "submitted"),
        (("1", "2"), True, "submitted and approved"),
        (("1", "3"), False, "one is open"),
        (("1", "4"), False, "one has no row: nobody has said anything"),
        ((), False, "no area has no total"),
    ],
)
def test_which_months_may_be_summed(areas: tuple[str, ...], may_sum: bool, why: str) -> None:
    reporting = Reporting.of(
        [period("1", JULY), period("2", JULY, APPROVED), period("3", JULY, OPEN)]
    )
    assert reporting.may_sum(areas, JULY) is may_sum, why


def test_complete_months_keep_their_order() -> None:
    reporting = Reporting.of([period("1", JULY), period("1", AUGUST), period("2", AUGUST)])
    assert reporting.complete_months(("1", "2"), (JULY, AUGUST)) == [AUGUST]
    assert reporting.missing_areas(("1", "2"), JULY) == ("2",)


def test_areas_with_the_same_missing_months_are_told_together() -> None:
    periods = [
        *(period(code, AUGUST, OPEN) for code in ("3", "1", "2")),
        period("3", JULY, OPEN),
    ]
    gaps = find_gaps(periods, date(2026, 10, 1))
    assert areas_by_months((gap.area_code, gap.month) for gap in gaps) == {
        (JULY, AUGUST): ("3",),
        (AUGUST,): ("1", "2"),
    }


def test_months_due_are_those_whose_last_day_has_passed() -> None:
    periods = [period("1", JULY), period("2", JULY), period("1", AUGUST, OPEN)]
    assert months_due(periods, date(2026, 9, 7)) == [JULY]
    assert months_due(periods, date(2026, 9, 8)) == [JULY, AUGUST]
    assert months_due([], date(2026, 9, 8)) == []


def test_smaller_areas_are_reported_with_their_parent() -> None:
    children = spread_to_children([period("1", JULY)], {"1a": "1", "1b": "1", "2a": "2"})
    assert [child.area_code for child in children] == ["1a", "1b"]
    assert all(child.month == JULY and child.is_reported for child in children)
