"""What differs between two states, and that the earlier with the changes is the later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities import MISSING, Count, Measure, between
from domain.changes import (
    Change,
    Changes,
    Movement,
    State,
    compare,
    has_new_report,
    has_withdrawn_report,
    milestone_changes,
    movement,
)
from domain.points import Milestone, PointStanding
from domain.statuses import Status
from domain.viewpoint import Viewpoint
from tests.unit.changes_made import MEETING, TODAY, balance, place, standing, state

DAY = timedelta(days=1)

counts = st.one_of(
    st.just(MISSING),
    st.integers(0, 30).map(Count),
    st.tuples(st.integers(0, 9), st.none() | st.integers(1, 9)).map(
        lambda ends: between(ends[0], None if ends[1] is None else ends[0] + ends[1])
    ),
)
steps = st.lists(
    st.builds(
        Milestone,
        st.sampled_from(["Avtal", "Lokal", "Start"]),
        st.dates(date(2026, 6, 1), date(2026, 12, 31)),
        st.none() | st.dates(date(2026, 6, 1), date(2026, 12, 31)),
    ),
    max_size=3,
    unique_by=lambda each: each.title,
)
standings = st.lists(
    st.builds(
        lambda number, status, made, due: standing(number, status, *made, due_on=due),
        st.integers(1, 5),
        st.none() | st.sampled_from(Status),
        steps,
        st.dates(date(2026, 6, 1), date(2027, 1, 1)),
    ),
    max_size=5,
    unique_by=lambda each: each.point.number,
)
balances = st.none() | st.lists(
    st.builds(
        lambda code, booked, budget, forecast: balance(
            booked, budget=budget, forecast=forecast, code=code
        ),
        st.sampled_from(["extra", "stat"]),
        st.integers(-5, 5),
        st.none() | st.integers(0, 3),
        st.none() | st.integers(0, 3),
    ),
    max_size=2,
    unique_by=lambda each: each.source.code,
)
places = st.builds(
    place, st.integers(1, 3), st.sampled_from(["", "71"]), st.just(""), st.sampled_from(Measure)
)


@st.composite
def two_states(draw: st.DrawFn) -> tuple[State, State]:
    """Two states that the same viewer sees: what is not for them is in neither."""
    made = []
    sees_money, sees_counts = draw(st.booleans()), draw(st.booleans())
    for on in (MEETING, TODAY):
        money = draw(balances) or []
        told = draw(st.dictionaries(places, counts, max_size=5))
        seen = state(*draw(standings), on=on, balances=money, counts=told)
        if not sees_money:
            seen = replace(seen, balances=None)
        made.append(seen if sees_counts else replace(seen, counts=None))
    return made[0], made[1]


@settings(max_examples=40)
@given(two_states())
def test_the_earlier_state_with_what_changed_is_the_later(states: tuple[State, State]) -> None:
    earlier, later = states
    changes = compare(earlier, later)
    assert changes.added_to(earlier) == later
    assert changes.is_nothing is (replace(earlier, at=later.at) == later)


@settings(max_examples=40)
@given(two_states())
def test_from_a_state_to_itself_nothing_changes(states: tuple[State, State]) -> None:
    assert compare(states[0], states[0]).is_nothing


@settings(max_examples=40)
@given(two_states())
def test_a_change_is_told_once_and_differs(states: tuple[State, State]) -> None:
    changes = compare(*states)
    for told in (changes.points, changes.balances, changes.counts):
        assert len({each.key for each in told}) == len(told)
        assert all(each.before != each.after for each in told)
        assert [each.key for each in told] == sorted(each.key for each in told)


def test_what_is_not_for_the_one_who_asks_is_not_compared() -> None:
    without = state(standing(1), balances=None)
    seeing = state(standing(1, Status.DONE), balances=[balance(5)], on=TODAY)
    changes = compare(without, seeing)
    assert [each.key for each in changes.points] == [1]
    assert changes.balances == ()
    assert changes.added_to(without).balances is None


L, D, N, P, F, X = (
    Status.LATE,
    Status.DEVIATION,
    Status.NOT_STARTED,
    Status.ON_PLAN,
    Status.DONE,
    Status.DROPPED,
)


@pytest.mark.parametrize(
    ("was", "now", "way"),
    [
        *((worse, better, Movement.FORWARD) for worse, better in ((L, D), (D, P), (N, P), (P, F))),
        *((L, each, Movement.FORWARD) for each in (N, P, F)),
        *((D, each, Movement.FORWARD) for each in (N, F)),
        *((N, each, Movement.FORWARD) for each in (F,)),
        *((each, L, Movement.BACKWARD) for each in (D, N, P, F)),
        *((each, D, Movement.BACKWARD) for each in (N, P, F)),
        *((each, N, Movement.BACKWARD) for each in (P, F)),
        (F, P, Movement.BACKWARD),
        *((each, X, Movement.ASIDE) for each in (L, D, N, P, F, None)),
        *((X, each, Movement.ASIDE) for each in (L, D, N, P, F, None)),
        *((None, each, Movement.ASIDE) for each in (L, D, N, P, F)),
        *((each, None, Movement.ASIDE) for each in (L, D, N, P, F)),
        *((each, each, Movement.NONE) for each in (L, D, N, P, F, X, None)),
    ],
)
def test_movement_of_every_pair(was: Status | None, now: Status | None, way: Movement) -> None:
    assert movement(Change(1, standing(1, was), standing(1, now))) is way


def test_every_pair_of_statuses_stands_in_the_table_above() -> None:
    parameters = test_movement_of_every_pair.pytestmark[0].args[1]  # type: ignore[attr-defined]
    every = [*Status, None]
    assert {each[:2] for each in parameters} == {(was, now) for was in every for now in every}
    assert len(parameters) == len(every) ** 2


@pytest.mark.parametrize(
    ("before", "after", "is_new"),
    [
        pytest.param(None, standing(1, P), True, id="a new point with a report"),
        pytest.param(standing(1), standing(1, P), True, id="the first report"),
        pytest.param(standing(1, P), standing(1, P), False, id="the same report"),
        pytest.param(standing(1, P), standing(1, P, report={"id": 2}), True, id="said again"),
        pytest.param(standing(1, P), standing(1), False, id="withdrawn, and none stands"),
        pytest.param(standing(1, P), None, False, id="the point is removed"),
        pytest.param(standing(1, P), standing(1, P, title="A"), False, id="another title alone"),
    ],
)
def test_has_new_report(
    before: PointStanding | None, after: PointStanding | None, is_new: bool
) -> None:
    assert has_new_report(Change(1, before, after), Viewpoint.back_on(MEETING)) is is_new


MARCH = {"id": 1, "as_of_date": date(2026, 3, 1), "recorded_at": datetime(2026, 3, 1, tzinfo=UTC)}
AUGUST = {"id": 2, "as_of_date": date(2026, 8, 1), "recorded_at": datetime(2026, 8, 1, tzinfo=UTC)}
SEPTEMBER = {**AUGUST, "id": 4, "recorded_at": datetime(2026, 9, 1, tzinfo=UTC)}
IN_AUGUST_OF_MAY = {**AUGUST, "id": 3, "as_of_date": date(2026, 5, 1)}


@pytest.mark.parametrize("since", [Viewpoint.back_on(MEETING), Viewpoint(MEETING)])
@pytest.mark.parametrize(
    ("before", "after", "is_withdrawn"),
    [
        pytest.param(AUGUST, MARCH, True, id="an older one stands again"),
        pytest.param(AUGUST, IN_AUGUST_OF_MAY, True, id="so does one of an earlier day"),
        pytest.param(AUGUST, None, True, id="none stands"),
        pytest.param(AUGUST, AUGUST, False, id="it stands"),
        pytest.param(MARCH, SEPTEMBER, False, id="a new one came"),
        pytest.param(None, MARCH, False, id="there was none"),
    ],
)
def test_a_report_that_stands_again_is_not_new(
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    is_withdrawn: bool,
    since: Viewpoint,
) -> None:
    was, now = (standing(1, P if each else None, report=each) for each in (before, after))
    change = Change(1, was, now)
    assert has_withdrawn_report(change, since) is is_withdrawn
    assert has_new_report(change, since) is (not is_withdrawn and before != after)


def step(due: date, done: date | None = None, title: str = "Avtal") -> Milestone:
    return Milestone(title, due, done)


AHEAD = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param(step(AHEAD), step(AHEAD), None, id="as it was, its day to come"),
        pytest.param(step(MEETING - DAY), step(MEETING - DAY), None, id="passed by then already"),
        pytest.param(step(MEETING), step(MEETING), "passed", id="its day was that of the meeting"),
        pytest.param(step(TODAY - DAY), step(TODAY - DAY), "passed", id="its day was yesterday"),
        pytest.param(step(TODAY), step(TODAY), None, id="its day is today, and not over"),
        pytest.param(step(AHEAD), step(AHEAD, TODAY), "done", id="ticked"),
        pytest.param(step(MEETING, MEETING), step(MEETING, MEETING), None, id="done then too"),
        pytest.param(step(AHEAD, MEETING), step(AHEAD), "", id="not done any more"),
        pytest.param(step(AHEAD), step(AHEAD + DAY), "moved", id="moved"),
        pytest.param(step(MEETING - DAY), step(AHEAD), "moved", id="was passed, and is moved on"),
        pytest.param(step(AHEAD), step(MEETING), "moved passed", id="moved back to a day gone"),
        pytest.param(None, step(AHEAD), "new", id="new"),
        pytest.param(None, step(MEETING), "new passed", id="new, of a day gone"),
        pytest.param(None, step(AHEAD, TODAY), "new done", id="new and done"),
        pytest.param(step(AHEAD), None, "", id="removed"),
    ],
)
def test_milestone_changes(
    before: Milestone | None, after: Milestone | None, told: str | None
) -> None:
    earlier = state(standing(1, None, *([before] if before else [])))
    later = state(standing(1, None, *([after] if after else [])), on=TODAY)
    found = milestone_changes(earlier, later)
    if told is None:
        assert found == []
        return
    (change,) = found
    says = {
        "new": change.is_new,
        "moved": change.is_moved,
        "passed": change.is_passed,
        "done": change.is_done,
    }
    assert {name for name, is_so in says.items() if is_so} == set(told.split())


def test_the_milestones_of_new_and_removed_points_are_told_of() -> None:
    earlier = state(standing(1, None, step(AHEAD, title="Gammalt")))
    later = state(standing(2, None, step(AHEAD, title="Nytt")), on=TODAY)
    found = milestone_changes(earlier, later)
    assert [(each.number, each.before is None, each.after is None) for each in found] == [
        (1, False, True),
        (2, True, False),
    ]


def test_changes_keep_from_where_to_where_they_are() -> None:
    then, now = Viewpoint.back_on(MEETING), Viewpoint(TODAY)
    changes = compare(State(then, {}), State(now, {}))
    assert changes == Changes(then, now)
    assert changes.added_to(State(then, {})) == State(now, {})
    assert Decimal(0) == balance().booked
