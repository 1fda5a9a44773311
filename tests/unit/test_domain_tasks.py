"""What a team leader should update now: each rule by examples, and the order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.points import Milestone, Point, PointStanding, Review, StatusReport
from domain.statuses import Status
from domain.tasks import UPDATE_DAYS, Urgency, next_after, own_points, tasks_of

TODAY = date(2026, 11, 20)
REVIEW = Review(1, "Vad är risken?", "Direktören", date(2026, 11, 18))


def standing(
    status: Status | None = Status.ON_PLAN,
    *,
    number: int = 7,
    due: date = date(2027, 6, 30),
    starts: date = date(2025, 1, 1),
    milestones: tuple[Milestone, ...] = (),
    **report: object,
) -> PointStanding:
    point = Point(number, "Nattvandring", "Nattvandring", "Trygga platser", None, starts, due)
    if status is None:
        return PointStanding(point, None, milestones)
    said = StatusReport(status, None, None, None, None, TODAY, datetime(2026, 11, 20, tzinfo=UTC))
    return PointStanding(point, replace(said, **report), milestones)  # type: ignore[arg-type]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("example", "urgencies"),
    [
        (standing(), []),
        (standing(as_of_date=ago(UPDATE_DAYS - 1)), []),
        (standing(as_of_date=ago(UPDATE_DAYS)), [Urgency.SILENT]),
        (standing(None), [Urgency.NEVER_REPORTED]),
        (standing(None, starts=TODAY + timedelta(days=1)), []),
        (standing(due=ago(1)), [Urgency.PAST_DUE]),
        (standing(due=TODAY), []),
        # Told already, with a day that lies ahead.
        (
            standing(Status.LATE, due=ago(1), forecast_date=date(2027, 1, 31)),
            [Urgency.FORECAST_PAST_DUE],
        ),
        (standing(forecast_date=ago(1)), [Urgency.FORECAST_PASSED]),
        (standing(forecast_date=TODAY), []),
        (standing(Status.LATE, due=ago(9), forecast_date=ago(1)), [Urgency.PAST_DUE]),
        (standing(forecast_date=date(2027, 7, 1)), [Urgency.FORECAST_PAST_DUE]),
        (standing(forecast_date=date(2027, 6, 30)), []),
        (standing(milestones=(Milestone("Lokal", ago(1), None),)), [Urgency.MILESTONE_PASSED]),
        (standing(milestones=(Milestone("Lokal", ago(1), ago(1)),)), []),
        (standing(milestones=(Milestone("Lokal", TODAY, None),)), [Urgency.MILESTONE_SOON]),
        (standing(milestones=(Milestone("Lokal", ago(-7), None),)), [Urgency.MILESTONE_SOON]),
        (standing(milestones=(Milestone("Lokal", ago(-8), None),)), []),
        (standing(Status.DONE, due=ago(9), as_of_date=ago(99)), []),
        (standing(Status.DROPPED, milestones=(Milestone("Lokal", ago(1), None),)), []),
        (
            standing(due=ago(1), as_of_date=ago(40)),
            [Urgency.PAST_DUE, Urgency.SILENT],
        ),
    ],
)
def test_the_reasons_to_update_a_point(example: PointStanding, urgencies: list[Urgency]) -> None:
    (task,) = tasks_of([example], {}, TODAY)
    assert [need.urgency for need in task.needs] == urgencies


def test_what_was_sent_back_goes_first_closed_points_too() -> None:
    closed = standing(Status.DONE, number=3)
    pressing = standing(number=1, due=ago(200))
    tasks = tasks_of([pressing, closed], {3: REVIEW}, TODAY)
    assert [task.standing.point.number for task in tasks] == [3, 1]
    assert tasks[0].sentence == "Återsänd av Direktören: Vad är risken?"


def test_points_are_sorted_by_urgency_then_by_how_long_then_by_number() -> None:
    points = [
        standing(number=1),
        standing(number=2, as_of_date=ago(31)),
        standing(number=3, as_of_date=ago(90)),
        standing(number=4, due=ago(1)),
        standing(number=5),
    ]
    tasks = tasks_of(points, {}, TODAY)
    assert [task.standing.point.number for task in tasks] == [4, 3, 2, 1, 5]
    assert tasks[-1].sentence == "Uppdaterad."
    following = next_after(tasks, 4)
    assert following
    assert following.standing.point.number == 3
    # Round and round: none is passed over, none comes back before its turn.
    walked = [4]
    while len(walked) < 2 * len([each for each in tasks if each.needs]):
        after = next_after(tasks, walked[-1])
        assert after
        walked.append(after.standing.point.number)
    half = len(walked) // 2
    assert walked[:half] == walked[half:] == [t.standing.point.number for t in tasks if t.needs]
    assert next_after(tasks_of([standing(number=4, due=ago(1))], {}, TODAY), 4) is None


def test_one_has_the_units_points_and_what_was_sent_back() -> None:
    units = {1: "Vår", 2: "En annan", 3: "En annan"}
    points = [
        replace(each, point=replace(each.point, responsible_unit=unit))
        for each, unit in ((standing(number=number), unit) for number, unit in units.items())
    ]
    mine, _other, back = points
    assert own_points(points, {3: REVIEW}, "Vår") == [mine, back]
    assert own_points(points, {}, None) == points


@given(
    ages=st.lists(st.integers(0, 400), min_size=1, max_size=8),
    order=st.randoms(use_true_random=False),
)
def test_every_point_is_there_once_whatever_the_order(ages: list[int], order: object) -> None:
    points = [standing(number=n, as_of_date=ago(age)) for n, age in enumerate(ages, start=1)]
    shuffled = [*points]
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    tasks = tasks_of(shuffled, {}, TODAY)
    assert tasks == tasks_of(points, {}, TODAY)
    assert sorted(task.standing.point.number for task in tasks) == list(range(1, len(ages) + 1))
    assert [task.urgency for task in tasks] == sorted(
        (task.urgency for task in tasks), reverse=True
    )
