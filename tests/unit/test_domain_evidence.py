"""What speaks for and against a reported status: each rule by examples, for each status."""

from collections.abc import Iterator
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
    budgeted_to: int | None = 2027,
    number: int = 7,
    **report: Any,
) -> Known:
    point = Point(number, "En punkt", "En punkt", "Fokus", None, date(2026, 1, 1), due)
    said = None
    if status is not None:
        base = StatusReport(status, None, None, None, None, TODAY, datetime.now(UTC))
        said = replace(base, **report)
    return Known(PointStanding(point, said, milestones), indicators, money, budgeted_to)


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


def path_of(value: float, day: date = date(2026, 7, 1)) -> Indicator:
    return replace(INDICATOR, values=((date(2026, 1, 1), 40.0), (day, value)))


def falling(value: float) -> Indicator:
    """Return the same way downwards, from 60 to 40."""
    values = ((date(2026, 1, 1), 60.0), (date(2026, 7, 1), value))
    return replace(INDICATOR, higher_is_better=False, baseline=60.0, target=40.0, values=values)


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.INDICATORS, FOR, None, None, None, None, None)
)
@pytest.mark.parametrize(
    "indicator",
    # The even way has 49.92 (50.08 downwards) on the first of July; a twentieth of it is 1.
    [pytest.param(path_of(48.92), id="up"), pytest.param(falling(51.08), id="down")],
)
def test_an_indicator_on_its_path(status: Status, told: object, indicator: Indicator) -> None:
    assert sides(known(status, indicators=(indicator,))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.INDICATORS, AGAINST, FOR, FOR, None, AGAINST, None)
)
@pytest.mark.parametrize(
    "indicator",
    [
        pytest.param(path_of(48.91), id="up"),
        pytest.param(falling(51.09), id="down"),
        pytest.param(path_of(58.99, date(2027, 4, 1)), id="after its last day"),
        pytest.param(path_of(59.99, date(2027, 1, 1)), id="on its last day"),
        pytest.param(
            replace(path_of(50.0), target_date=date(2026, 11, 19)), id="its last day was yesterday"
        ),
        pytest.param(
            replace(INDICATOR, values=((date(2027, 6, 1), 40.0),)), id="one value, after all"
        ),
    ],
)
def test_an_indicator_below_its_path(status: Status, told: object, indicator: Indicator) -> None:
    assert sides(known(status, indicators=(indicator,))) == told


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.INDICATORS, FOR, None, None, None, FOR, None)
)
def test_an_indicator_that_has_reached_its_target(status: Status, told: object) -> None:
    assert sides(known(status, indicators=(path_of(60.0),))) == told


@pytest.mark.parametrize(
    "without",
    [
        {"values": ()},
        # One value is the beginning of a way, and says nothing of it.
        {"values": ((date(2026, 7, 1), 40.0),)},
        {"values": ((date(2026, 7, 1), 20.0),)},
        {"baseline": None},
        {"target": None},
        {"target_date": None},
    ],
)
def test_an_indicator_without_a_path_says_nothing(without: dict[str, Any]) -> None:
    vague = replace(INDICATOR, **without)
    for status in Status:
        assert sides(known(status, indicators=(vague,))) == set()


def used(amount: str, budget: str | None = "1000") -> PointMoney:
    return PointMoney(None if budget is None else Decimal(budget), Decimal(amount))


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.MONEY, AGAINST, FOR, FOR, AGAINST, None, None)
)
@pytest.mark.parametrize(
    ("money", "progress", "budgeted_to"),
    [
        pytest.param(used("650.01"), 40, 2027, id="of the whole budget, against progress"),
        pytest.param(used("1250.01"), 40, 2026, id="of a budget that is not laid to the end"),
        pytest.param(used("1250.01"), None, 2026, id="and nobody has told the progress"),
        pytest.param(used("1250.01"), None, 2027, id="of the whole budget, and nobody has told"),
    ],
)
def test_money_far_ahead_of_progress(
    status: Status, told: object, money: PointMoney, progress: int | None, budgeted_to: int
) -> None:
    example = known(status, money=money, progress_percent=progress, budgeted_to=budgeted_to)
    assert sides(example) == told


@pytest.mark.parametrize(
    ("money", "progress", "budgeted_to"),
    [
        pytest.param(used("650"), 40, 2027, id="a quarter ahead, and no more"),
        pytest.param(used("1000"), 40, 2026, id="this year's is used, and next year's not laid"),
        pytest.param(used("1250"), 40, 2026, id="a quarter beyond it, and no more"),
        pytest.param(used("9000", None), 40, None, id="no budget"),
        pytest.param(used("9000", "0"), 40, 2027, id="a budget of nothing"),
        pytest.param(used("1250"), None, 2027, id="no progress told"),
        pytest.param(None, 40, None, id="not for the viewer"),
    ],
)
def test_money_that_says_nothing(
    money: PointMoney | None, progress: int | None, budgeted_to: int | None
) -> None:
    assert Decimal("0.65") - Decimal("0.40") == FAR_AHEAD
    for status in (ON_PLAN, DEVIATION, LATE, DONE, DROPPED):
        example = known(status, money=money, progress_percent=progress, budgeted_to=budgeted_to)
        assert sides(example) == set()


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.MONEY, None, None, None, AGAINST, None, None)
)
def test_money_is_booked(status: Status, told: object) -> None:
    assert sides(known(status, money=used("0.01"), progress_percent=0)) == told
    assert sides(known(status, money=used("0"), progress_percent=0)) == set()


@pytest.mark.parametrize(
    ("status", "told"), by_status(Rule.SILENCE, AGAINST, AGAINST, AGAINST, AGAINST, None, None)
)
def test_silence(status: Status, told: object) -> None:
    assert sides(known(status, as_of_date=ago(SILENT_DAYS))) == told
    assert sides(known(status, as_of_date=ago(SILENT_DAYS - 1))) == set()


def test_a_point_that_has_not_begun_is_not_silent() -> None:
    said = known(NOT_STARTED, as_of_date=ago(SILENT_DAYS))
    tomorrow = replace(said.standing.point, starts_on=ago(-1))
    waiting = replace(said, standing=replace(said.standing, point=tomorrow))
    assert sides(waiting) == set()


def test_late_is_spoken_against_by_its_own_forecast_and_for_by_what_has_passed() -> None:
    passed = (Milestone("Lokal", ago(1), None),)
    told = sides(known(LATE, milestones=passed, forecast_date=TODAY))
    assert told == {(Rule.MILESTONES, FOR), (Rule.FORECAST, AGAINST)}


def test_without_a_report_there_is_nothing_to_speak_against() -> None:
    silent = known(None, due=ago(9), milestones=(Milestone("Lokal", ago(9), None),))
    assert sides(silent) == set()


def test_the_most_disputed_come_first() -> None:
    little = weigh(known(ON_PLAN, number=1, due=ago(1)), TODAY)
    much = weigh(known(ON_PLAN, number=9, due=ago(1), forecast_date=ago(1)), TODAY)
    fine = weigh(known(ON_PLAN, number=3), TODAY)
    assert [each.standing.point.number for each in disputed([fine, little, much])] == [9, 1]


@given(
    status=st.none() | st.sampled_from(Status),
    due=st.integers(-400, 400),
    forecast=st.none() | st.integers(-400, 400),
    silent=st.integers(0, 200),
    progress=st.none() | st.integers(0, 100),
    booked=st.none() | st.integers(0, 3000),
    budgeted_to=st.sampled_from((2026, 2028)),
    dates=st.lists(st.tuples(st.integers(-300, 300), st.none() | st.integers(0, 300)), max_size=4),
    values=st.lists(st.floats(30, 70), max_size=3),
)
def test_whatever_is_known(
    *,
    status: Status | None,
    due: int,
    forecast: int | None,
    silent: int,
    progress: int | None,
    booked: int | None,
    budgeted_to: int,
    dates: list[tuple[int, int | None]],
    values: list[float],
) -> None:
    report: dict[str, Any] = {
        "forecast_date": None if forecast is None else ago(-forecast),
        "as_of_date": ago(silent),
        "progress_percent": progress,
    }
    example = known(
        status,
        due=ago(-due),
        milestones=tuple(
            Milestone(f"M{n}", ago(-at), None if done is None else ago(done))
            for n, (at, done) in enumerate(dates)
        ),
        indicators=tuple(replace(path_of(value), name=f"I{n}") for n, value in enumerate(values)),
        money=None if booked is None else used(str(booked)),
        budgeted_to=budgeted_to,
        **(report if status else {}),
    )
    verdict = weigh(example, TODAY)
    found = (*verdict.speaks_for, *verdict.speaks_against)
    # A rule speaks once and on one side, but of each indicator by itself.
    told = [each.rule for each in found if each.rule is not Rule.INDICATORS]
    assert len(set(told)) == len(told)
    assert len({each.text for each in found}) == len(found)
    assert status not in (None, DROPPED) or not found
    if status is DONE:
        assert {each.rule for each in found} <= {Rule.MILESTONES, Rule.INDICATORS}
    for worse in _worse(example):
        assert len(weigh(worse, TODAY).speaks_against) >= len(verdict.speaks_against)
    if status is ON_PLAN:
        assert all(weigh(worse, TODAY).is_disputed for worse in _worse(example))


def _worse(example: Known) -> Iterator[Known]:
    """Yield the example with one thing more that goes wrong; far wrong, each by itself enough."""
    standing = example.standing
    passed = (*standing.milestones, Milestone("Sist", ago(1), None))
    yield replace(example, standing=replace(standing, milestones=passed))
    yield replace(example, indicators=(*example.indicators, path_of(30.0)))
    yield replace(example, money=used("9000"), budgeted_to=2026)
    if standing.report:
        old = replace(standing.report, as_of_date=ago(300))
        yield replace(example, standing=replace(standing, report=old))
