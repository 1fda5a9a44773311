"""What speaks for and against a reported status: each rule by examples, for each status."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.evidence import FAR_AHEAD, Known, Rule, Side, disputed, weigh
from domain.money import PointMoney
from domain.point_concerns import SILENT_DAYS
from domain.points import Indicator, Milestone, Point, PointStanding, StatusReport
from domain.statuses import Status

TODAY = date(2026, 11, 20)
ON_PLAN, DEVIATION, LATE = Status.ON_PLAN, Status.DEVIATION, Status.LATE
NOT_STARTED, DONE, DROPPED = Status.NOT_STARTED, Status.DONE, Status.DROPPED
FOR, AGAINST = Side.FOR, Side.AGAINST

INDICATOR = Indicator(
    "Tryggheten",
    "Andel",
    "%",
    higher_is_better=True,
    baseline=40.0,
    target=60.0,
    target_date=date(2027, 1, 1),
    source="Enkät",
    values=((date(2026, 1, 1), 40.0), (date(2026, 7, 1), 50.0)),
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def known(
    status: Status | None,
    *,
    due: date = date(2027, 6, 30),
    milestones: tuple[Milestone, ...] = (),
    indicators: tuple[Indicator, ...] = (),
    money: PointMoney | None = None,
    number: int = 7,
    **report: Any,
) -> Known:
    point = Point(number, "En punkt", "En punkt", "Fokus", None, date(2026, 1, 1), due)
    said = None
    if status is not None:
        base = StatusReport(status, None, None, None, None, TODAY, datetime.now(UTC))
        said = replace(base, **report)
    return Known(PointStanding(point, said, milestones), indicators, money)


def sides(example: Known) -> set[tuple[Rule, Side]]:
    verdict = weigh(example, TODAY)
    found = (*verdict.speaks_for, *verdict.speaks_against)
    assert all(each.text.endswith(".") for each in found)
    return {(each.rule, each.side) for each in found}


def by_status(rule: Rule, *expected: Side | None) -> list[tuple[Status, set[tuple[Rule, Side]]]]:
    """Return what each status should meet, in the order of the arguments below."""
    order = (ON_PLAN, DEVIATION, LATE, NOT_STARTED, DONE, DROPPED)
    return [
        (status, {(rule, side)} if side else set())
        for status, side in zip(order, expected, strict=True)
    ]


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.DUE_DATE, AGAINST, AGAINST, FOR, AGAINST, None, None)
)
def test_a_due_date_that_has_passed(status: Status, told: object) -> None:
    assert sides(known(status, due=ago(1))) == told
    assert sides(known(status, due=TODAY)) == set()


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.MILESTONES, AGAINST, FOR, FOR, None, AGAINST, None)
)
def test_a_milestone_that_has_passed(status: Status, told: object) -> None:
    assert sides(known(status, milestones=(Milestone("Lokal", ago(1), None),))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.MILESTONES, None, None, None, None, AGAINST, None)
)
def test_a_milestone_that_is_ahead(status: Status, told: object) -> None:
    assert sides(known(status, milestones=(Milestone("Lokal", TODAY, None),))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.MILESTONES, FOR, None, None, AGAINST, FOR, None)
)
def test_milestones_that_are_done(status: Status, told: object) -> None:
    assert sides(known(status, milestones=(Milestone("Lokal", ago(9), ago(1)),))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.FORECAST, AGAINST, FOR, FOR, None, None, None)
)
@pytest.mark.parametrize("forecast", [date(2027, 7, 1), ago(1)])
def test_a_forecast_past_the_due_date_or_past_itself(
    status: Status, told: object, forecast: date
) -> None:
    assert sides(known(status, forecast_date=forecast)) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.FORECAST, FOR, None, AGAINST, None, None, None)
)
@pytest.mark.parametrize("forecast", [date(2027, 6, 30), TODAY])
def test_a_forecast_within_the_due_date(status: Status, told: object, forecast: date) -> None:
    assert sides(known(status, forecast_date=forecast)) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.INDICATORS, FOR, None, None, None, AGAINST, None)
)
def test_an_indicator_on_its_path(status: Status, told: object) -> None:
    assert sides(known(status, indicators=(INDICATOR,))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.INDICATORS, AGAINST, FOR, FOR, None, AGAINST, None)
)
def test_an_indicator_below_its_path(status: Status, told: object) -> None:
    below = replace(INDICATOR, values=((date(2026, 1, 1), 40.0), (date(2026, 7, 1), 48.0)))
    assert sides(known(status, indicators=(below,))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.INDICATORS, FOR, None, None, None, FOR, None)
)
def test_an_indicator_that_has_reached_its_target(status: Status, told: object) -> None:
    there = replace(INDICATOR, values=((date(2026, 1, 1), 40.0), (date(2026, 7, 1), 60.0)))
    assert sides(known(status, indicators=(there,))) == told


@pytest.mark.parametrize(
    "without",
    [
        {"values": ()},
        {"baseline": None},
        {"target": None},
        {"target_date": None},
    ],
)
def test_an_indicator_without_a_path_says_nothing(without: dict[str, Any]) -> None:
    vague = replace(INDICATOR, **without)
    for status in Status:
        assert sides(known(status, indicators=(vague,))) == set()


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.MONEY, AGAINST, FOR, FOR, AGAINST, None, None)
)
def test_money_far_ahead_of_progress(status: Status, told: object) -> None:
    money = PointMoney(Decimal(1000), Decimal(660))
    assert sides(known(status, money=money, progress_percent=40)) == told


@pytest.mark.parametrize(
    ("money", "progress"),
    [
        (PointMoney(Decimal(1000), Decimal(650)), 40),
        (PointMoney(None, Decimal(9000)), 40),
        (PointMoney(Decimal(0), Decimal(9000)), 40),
        (PointMoney(Decimal(1000), Decimal(9000)), None),
        (None, 40),
    ],
)
def test_money_that_says_nothing(money: PointMoney | None, progress: int | None) -> None:
    assert Decimal("0.65") - Decimal("0.40") == FAR_AHEAD
    for status in (ON_PLAN, DEVIATION, LATE, DONE, DROPPED):
        assert sides(known(status, money=money, progress_percent=progress)) == set()


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.SILENCE, AGAINST, AGAINST, AGAINST, AGAINST, None, None)
)
def test_silence(status: Status, told: object) -> None:
    assert sides(known(status, as_of_date=ago(SILENT_DAYS))) == told
    assert sides(known(status, as_of_date=ago(SILENT_DAYS - 1))) == set()


def test_without_a_report_there_is_nothing_to_speak_against() -> None:
    silent = known(None, due=ago(9), milestones=(Milestone("Lokal", ago(9), None),))
    assert sides(silent) == set()


def test_the_most_disputed_come_first() -> None:
    little = weigh(known(ON_PLAN, number=1, due=ago(1)), TODAY)
    much = weigh(known(ON_PLAN, number=9, due=ago(1), forecast_date=ago(1)), TODAY)
    fine = weigh(known(ON_PLAN, number=3), TODAY)
    assert [each.standing.point.number for each in disputed([fine, little, much])] == [9, 1]


@given(
    status=st.sampled_from(Status),
    due=st.integers(-400, 400),
    forecast=st.none() | st.integers(-400, 400),
    silent=st.integers(0, 200),
    dates=st.lists(st.tuples(st.integers(-300, 300), st.none() | st.integers(0, 300)), max_size=4),
)
def test_a_rule_never_speaks_on_both_sides_and_a_passed_milestone_never_helps_a_plan(
    status: Status,
    due: int,
    forecast: int | None,
    silent: int,
    dates: list[tuple[int, int | None]],
) -> None:
    milestones = tuple(
        Milestone(f"M{n}", ago(-at), None if done is None else ago(done))
        for n, (at, done) in enumerate(dates)
    )
    told: dict[str, Any] = {
        "due": ago(-due),
        "forecast_date": None if forecast is None else ago(-forecast),
        "as_of_date": ago(silent),
    }
    found = sides(known(status, milestones=milestones, **told))
    assert len({rule for rule, _side in found}) == len(found)
    assert status is not DROPPED or not found
    if status is ON_PLAN:
        worse = (*milestones, Milestone("Sist", ago(1), None))
        before = weigh(known(status, milestones=milestones, **told), TODAY)
        after = weigh(known(status, milestones=worse, **told), TODAY)
        assert len(after.speaks_against) >= len(before.speaks_against)
        assert after.is_disputed
