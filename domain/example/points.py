"""The example's points: their days, milestones, status histories and indicators."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from config.example.plans import IndicatorPlan, PointPlan, ReportPlan
from domain.calendar import last_of_month, shift_month
from domain.example.moments import Story, at, even_day, office_moment, working_day_before
from domain.example.records import (
    ExampleIndicator,
    ExampleReport,
    ExampleValue,
    Recorded,
    Withdrawal,
)
from domain.points import Indicator, Milestone, Point
from domain.statuses import Status

ActiveDays = Mapping[int, tuple[date, date]]
"""The first and last day on which each point is worked on, by number."""

_FIRST_REPORT_AFTER = timedelta(days=40)
_THICKENING = 1.6
"""Reports come closer to each other towards today: more was asked for as the programme grew."""

_DAYS_TO_MEASURE = 20
_DAYS_TO_CORRECT = 2


def make_point(plan: PointPlan, story: Story) -> Point:
    """Return a point with its days: it begins on the first of a month, within the programme."""
    return Point(
        number=plan.number,
        title=plan.title,
        short_title=plan.short_title,
        focus_area=plan.focus_area,
        responsible_unit=plan.unit,
        starts_on=max(story.starts_on, story.day(plan.starts_in).replace(day=1)),
        due_on=even_day(story.day(plan.due_in)),
        description=plan.description,
        problem=plan.problem,
        target_groups=tuple(plan.target_groups),
        area_codes=tuple(plan.areas),
        partners=tuple(plan.partners),
    )


def make_milestones(plan: PointPlan, story: Story) -> Iterator[Milestone]:
    """Yield a point's steps; one whose day of doing has not come is not done."""
    for step in plan.milestones:
        due_on = even_day(story.day(step.due_in))
        done_on = None if step.done_after is None else due_on + timedelta(days=step.done_after)
        if done_on and done_on >= story.today:
            done_on = None
        yield Milestone(step.title, due_on, done_on)


def make_reports(
    plan: PointPlan, point: Point, story: Story, writer: str
) -> Iterator[Recorded[ExampleReport]]:
    """Yield a point's reports, oldest first; a corrected one right before what replaced it."""
    chance = story.chance("reports", plan.number)
    for told, day in zip(plan.reports, _report_days(plan, point, story), strict=True):
        report = _report(told, point, day, told.progress)
        moment = office_moment(chance, day)
        if told.first_said is not None and told.why is not None:
            corrected = office_moment(chance, day + timedelta(days=_DAYS_TO_CORRECT))
            mistaken = _report(told, point, day, told.first_said)
            yield Recorded(mistaken, moment, writer, Withdrawal(corrected, writer, told.why))
            moment = corrected
        yield Recorded(report, moment, writer)


def active_days(
    point: Point, reports: Sequence[Recorded[ExampleReport]], story: Story
) -> tuple[date, date]:
    """Return the days between which work is done on a point: backwards if it has not begun."""
    last = reports[-1].fact
    if last.status is Status.NOT_STARTED:
        return story.today, point.starts_on - timedelta(days=1)
    return point.starts_on, last.as_of_date if last.status.is_closed else story.today


def under_way_on(day: date, numbers: Iterable[int], active: ActiveDays) -> list[int]:
    """Return those of some points that are worked on on a day."""
    return [number for number in numbers if active[number][0] <= day <= active[number][1]]


def make_indicator(plan: IndicatorPlan, number: int, story: Story, writer: str) -> ExampleIndicator:
    """Return an indicator with a value for each of the latest quarters that has been measured."""
    indicator = Indicator(
        name=plan.name,
        definition=plan.definition,
        unit=plan.unit,
        higher_is_better=plan.higher_is_better,
        baseline=plan.baseline,
        target=plan.target,
        target_date=None if plan.target_in is None else even_day(story.day(plan.target_in)),
        source=plan.source,
    )
    chance = story.chance("values", number, plan.name)
    latest = _latest_quarter(story)
    quarters = [shift_month(latest, -3 * back) for back in reversed(range(len(plan.values)))]
    values = tuple(
        Recorded(ExampleValue(quarter, value), office_moment(chance, _measured_on(quarter)), writer)
        for quarter, value in zip(quarters, plan.values, strict=True)
    )
    return ExampleIndicator(number, indicator, values)


def _report(told: ReportPlan, point: Point, day: date, progress: int) -> ExampleReport:
    forecast = None if told.slip is None else even_day(point.due_on + timedelta(days=told.slip))
    return ExampleReport(
        point.number, Status(told.status), progress, told.comment, told.risk, forecast, day
    )


def _report_days(plan: PointPlan, point: Point, story: Story) -> list[date]:
    first = point.starts_on + _FIRST_REPORT_AFTER
    if plan.first_report is not None:
        first = story.day(-plan.first_report)
    span = (story.day(-plan.last_report) - first).days
    steps = len(plan.reports) - 1
    days = [span - span * (1 - step / steps) ** _THICKENING for step in range(steps + 1)]
    return [working_day_before(first + timedelta(days=round(day))) for day in days]


def _latest_quarter(story: Story) -> date:
    quarter = date(story.today.year, (story.today.month - 1) // 3 * 3 + 1, 1)
    while not story.has_happened(at(_measured_on(quarter), 23, 59)):
        quarter = shift_month(quarter, -3)
    return quarter


def _measured_on(quarter: date) -> date:
    end = last_of_month(shift_month(quarter, 2))
    return working_day_before(end + timedelta(days=_DAYS_TO_MEASURE))
