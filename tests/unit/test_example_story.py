"""The example as it is told on a day: before that day, within the database's rules, and alive."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from config.example import read_example
from domain.activities import PeriodState
from domain.calendar import STOCKHOLM, due_day, months_apart, months_between, shift_month
from domain.example import ExampleProgramme, make_example
from domain.example.moments import at, programme_start
from domain.points import PointStanding, StatusReport
from domain.records import ActivityRecord
from domain.statuses import Status

PLACES = {
    "70": {"407": 10500, "408": 1000},
    "71": {"409": 3700, "410": 7300, "412": 8400, "413": 10900},
    "72": {"402": 13400},
    "80": {"701": 5300, "702": 5800, "708": 8300},
}
USUAL = date(2026, 11, 22)
DAYS = [
    pytest.param(USUAL, id="the day it was made for"),
    pytest.param(date(2027, 2, 28), id="no forecast yet this year"),
    pytest.param(date(2028, 2, 29), id="a leap day"),
    pytest.param(date(2028, 1, 1), id="nothing booked this year, nothing open but today"),
    pytest.param(date(2027, 4, 30), id="the longest programme"),
    pytest.param(date(2027, 5, 1), id="the shortest programme"),
    pytest.param(date(2027, 8, 3), id="July not yet due"),
]
ON = pytest.mark.parametrize("today", DAYS)


@cache
def example(today: date, seed: int = 2022) -> ExampleProgramme:
    return make_example(read_example(), seed, today, PLACES)


def standings(today: date) -> list[PointStanding]:
    told = example(today)
    latest = {
        report.fact.point_number: report for report in told.reports if report.withdrawal is None
    }
    return [
        PointStanding(
            point,
            StatusReport(
                latest[point.number].fact.status,
                latest[point.number].fact.progress_percent,
                latest[point.number].fact.comment,
                latest[point.number].fact.risk,
                latest[point.number].fact.forecast_date,
                latest[point.number].fact.as_of_date,
                latest[point.number].at,
            ),
            tuple(step for number, step in told.milestones if number == point.number),
        )
        for point in told.points
    ]


def moments(told: ExampleProgramme) -> Iterator[datetime]:
    money = told.money
    values = [value for indicator in told.indicators for value in indicator.values]
    for facts in (
        told.reports,
        told.activities,
        money.budget,
        money.ledger,
        money.forecasts,
        values,
    ):
        for recorded in facts:
            yield recorded.at
            if recorded.withdrawal:
                yield recorded.withdrawal.at
    for period in told.periods:
        if period.changed_at:
            yield period.changed_at


def happened_on(told: ExampleProgramme) -> Iterator[date]:
    yield from (report.fact.as_of_date for report in told.reports)
    yield from (entry.fact.occurred_on for entry in told.activities)
    yield from (entry.fact.booked_on for entry in told.money.ledger)
    yield from (forecast.fact.made_on for forecast in told.money.forecasts)
    yield from (step.done_on for _number, step in told.milestones if step.done_on)


def mellanomrade(area_code: str) -> str:
    return next((parent for parent, within in PLACES.items() if area_code in within), area_code)


def standing_entries(today: date) -> list[ActivityRecord]:
    return [entry.fact for entry in example(today).activities if entry.withdrawal is None]


def test_the_same_seed_and_day_give_the_same_records() -> None:
    again = make_example(read_example(), 2022, USUAL, PLACES)
    assert again == example(USUAL)
    assert make_example(read_example(), 7, USUAL, PLACES).activities != again.activities


@ON
def test_the_programme_begins_on_the_first_of_may_about_four_and_a_half_years_back(
    today: date,
) -> None:
    start = programme_start(today)
    assert (start.month, start.day) == (5, 1)
    assert 48 <= months_apart(start, today) < 60


def test_in_november_2026_it_begins_when_the_team_did() -> None:
    assert programme_start(USUAL) == date(2022, 5, 1)


@ON
def test_nothing_has_happened_or_been_recorded_after_yesterday(today: date) -> None:
    told = example(today)
    assert max(moments(told)) < at(today, 0, 0)
    assert max(happened_on(told)) < today
    assert {moment.tzinfo for moment in moments(told)} == {STOCKHOLM}


@ON
def test_nothing_lies_before_the_programme(today: date) -> None:
    told = example(today)
    assert min(happened_on(told)) >= told.starts_on
    assert min(point.starts_on for point in told.points) >= told.starts_on
    assert min(value.fact.period for made in told.indicators for value in made.values) >= (
        shift_month(told.starts_on, -1)
    )


@ON
def test_a_fact_is_withdrawn_after_it_was_recorded_and_happened_before_both(today: date) -> None:
    for entry in example(today).activities:
        assert entry.at.date() >= entry.fact.occurred_on
        assert entry.withdrawal is None or entry.withdrawal.at >= entry.at


@ON
def test_days_are_in_order(today: date) -> None:
    told = example(today)
    assert all(point.starts_on < point.due_on for point in told.points)
    assert all(source.starts_on < source.ends_on for source in told.money.sources)


@ON
def test_a_point_has_one_standing_report_a_day_in_the_order_they_were_recorded(today: date) -> None:
    for point in example(today).points:
        reports = [
            report
            for report in example(today).reports
            if report.fact.point_number == point.number and report.withdrawal is None
        ]
        assert all(a.fact.as_of_date < b.fact.as_of_date for a, b in pairwise(reports))
        assert all(a.at < b.at for a, b in pairwise(reports))


@ON
def test_the_statuses_are_spread_as_in_life(today: date) -> None:
    assert Counter(standing.status for standing in standings(today)) == {
        Status.DONE: 6,
        Status.ON_PLAN: 12,
        Status.DEVIATION: 4,
        Status.LATE: 3,
        Status.NOT_STARTED: 2,
        Status.DROPPED: 1,
    }


@ON
def test_every_late_point_is_past_its_day_and_one_by_about_sixty_days(today: date) -> None:
    late = {
        standing.point.number: standing.days_late(today)
        for standing in standings(today)
        if standing.days_late(today)
    }
    reported = {
        standing.point.number for standing in standings(today) if standing.status is Status.LATE
    }
    assert set(late) == reported
    assert any(50 <= days <= 70 for days in late.values())


@ON
def test_one_open_point_has_been_silent_for_more_than_seventy_days(today: date) -> None:
    silent = [s for s in standings(today) if s.is_open() and (s.days_silent(today) or 0) >= 70]
    assert len(silent) == 1


@ON
def test_some_open_points_have_passed_milestones(today: date) -> None:
    passed = [
        s for s in standings(today) if s.is_open() and any(m.is_passed(today) for m in s.milestones)
    ]
    assert 4 <= len(passed) <= 7


def test_a_withdrawn_report_is_followed_by_its_correction() -> None:
    reports = example(USUAL).reports
    mistaken = [index for index, report in enumerate(reports) if report.withdrawal]
    assert len(mistaken) == 1
    wrong, right = reports[mistaken[0]], reports[mistaken[0] + 1]
    assert wrong.withdrawal is not None
    assert wrong.withdrawal.at == right.at
    assert wrong.fact.as_of_date == right.fact.as_of_date
    assert wrong.fact.progress_percent != right.fact.progress_percent


def test_an_indicator_improves_one_worsens_and_one_has_too_few_values() -> None:
    gains = []
    for made in example(USUAL).indicators:
        values = [value.fact.value for value in made.values]
        gains.append((values[-1] - values[0]) * (1 if made.indicator.higher_is_better else -1))
    assert max(gains) > 0 > min(gains)
    assert min(len(made.values) for made in example(USUAL).indicators) == 2


@ON
def test_a_team_of_seven_does_nine_to_fourteen_thousand_things(today: date) -> None:
    assert 9_000 <= len(example(today).activities) <= 14_000


def test_the_year_has_seasons() -> None:
    months = Counter(entry.occurred_on.month for entry in standing_entries(USUAL))
    usual = (months[3] + months[4] + months[9] + months[10]) / 4
    assert months[7] < usual * 0.6
    assert months[12] < usual * 0.75
    outreach = Counter(
        entry.occurred_on.month for entry in standing_entries(USUAL) if entry.kind == "outreach"
    )
    assert outreach[6] > outreach[4]
    assert outreach[8] > outreach[10]


def test_the_team_grew_during_its_first_year() -> None:
    months = Counter(entry.occurred_on.replace(day=1) for entry in standing_entries(USUAL))
    assert months[date(2022, 5, 1)] < months[date(2023, 5, 1)] / 2


def test_need_decides_where_and_the_groups_grow_younger() -> None:
    entries = standing_entries(USUAL)
    areas = Counter(mellanomrade(entry.area_code) for entry in entries)
    assert [code for code, _count in areas.most_common(2)] == ["80", "71"]
    youngest = {
        year: sum(e.target_group == "3" for e in entries if e.occurred_on.year == year)
        / sum(e.occurred_on.year == year for e in entries)
        for year in (2023, 2026)
    }
    assert youngest[2026] > youngest[2023] + 0.05


def test_small_areas_have_small_counts_and_true_zeros() -> None:
    told = example(USUAL)
    done = Counter(
        (entry.area_code, entry.occurred_on.replace(day=1)) for entry in standing_entries(USUAL)
    )
    reported = [
        period.period.month
        for period in told.periods
        if period.period.area_code == "76" and period.period.is_reported
    ]
    counts = [done["76", month] for month in reported]
    assert counts.count(0) >= 3
    assert sum(1 <= count <= 4 for count in counts) > len(counts) / 2


def test_some_outreach_is_uncounted_and_individuals_are_one_an_occasion() -> None:
    individual = {kind.code for kind in example(USUAL).kinds if kind.concerns_individuals}
    for entry in (
        recorded.fact for recorded in example(USUAL).activities if not recorded.withdrawal
    ):
        if entry.kind in individual and entry.participants is not None:
            assert entry.participants == entry.occasions
        assert 0 < (entry.minutes or 0) <= 1440 * entry.occasions
    outreach = [entry for entry in standing_entries(USUAL) if entry.kind == "outreach"]
    assert 0.05 < sum(entry.participants is None for entry in outreach) / len(outreach) < 0.2


def test_about_one_entry_in_two_hundred_is_withdrawn_and_most_of_them_replaced() -> None:
    entries = example(USUAL).activities
    withdrawn = [entry for entry in entries if entry.withdrawal]
    replaced = {entry.at for entry in entries if not entry.withdrawal}
    assert 0.003 < len(withdrawn) / len(entries) < 0.008
    corrected = sum(entry.withdrawal.at in replaced for entry in withdrawn if entry.withdrawal)
    assert len(withdrawn) / 2 < corrected < len(withdrawn)


@ON
def test_one_passed_july_is_unreported_and_empty_and_two_months_came_late(today: date) -> None:
    told = example(today)
    late = [
        made.period
        for made in told.periods
        if not made.period.is_reported and made.period.due_on < today
    ]
    assert [(period.area_code, period.month.month) for period in late] == [("76", 7)]
    assert months_apart(late[0].month, today) <= 13
    assert not [
        entry
        for entry in told.activities
        if mellanomrade(entry.fact.area_code) == "76"
        and entry.fact.occurred_on.replace(day=1) == late[0].month
    ]
    slow = [
        made
        for made in told.periods
        if made.changed_at and made.changed_at.date() > made.period.due_on + timedelta(days=36)
    ]
    assert {made.period.area_code for made in slow} == {"70", "77"}


def test_the_last_months_are_approved_submitted_and_open() -> None:
    states = {
        month: Counter(
            made.period.state for made in example(USUAL).periods if made.period.month == month
        )
        for month in months_between(date(2026, 9, 1), date(2026, 11, 1))
    }
    assert list(states.values()) == [
        {PeriodState.APPROVED: 11},
        {PeriodState.SUBMITTED: 11},
        {PeriodState.OPEN: 11},
    ]


@ON
def test_there_is_a_period_for_every_area_and_month_due_as_the_calendar_says(today: date) -> None:
    told = example(today)
    months = months_between(told.starts_on, today.replace(day=1))
    keys = [(made.period.month, made.period.area_code) for made in told.periods]
    assert len(keys) == len(set(keys)) == 11 * len(months)
    assert {made.period.due_on for made in told.periods} == {due_day(month) for month in months}
