"""The example programme, told from a seed and a day: no clock, no I/O, no chance but the seed's.

The same seed and day give the same records.
"""

from datetime import date

from config.example import ExamplePlan
from domain.example.activities import Places, TeamWork
from domain.example.meetings import make_meetings, make_questions
from domain.example.moments import Story
from domain.example.money import Books
from domain.example.points import (
    active_days,
    make_indicator,
    make_milestones,
    make_point,
    make_reports,
)
from domain.example.records import ExampleProgramme
from domain.example.reporting import make_periods, make_submissions
from domain.programme import ActivityKind, Partner, TargetGroup

__all__ = ["ExampleProgramme", "Places", "make_example"]


def make_example(plan: ExamplePlan, seed: int, today: date, places: Places) -> ExampleProgramme:
    """Return the example programme as it stands at the beginning of a day in Stockholm.

    `places` gives each mellanområde's primärområden with their weights (inhabitants).
    """
    story = Story.of(seed, today)
    writer = plan.writers.team_lead
    points = tuple(make_point(told, story) for told in plan.points)
    told_points = tuple(zip(plan.points, points, strict=True))
    reports = {
        point.number: tuple(make_reports(told, point, story, writer)) for told, point in told_points
    }
    active = {point.number: active_days(point, reports[point.number], story) for point in points}
    submissions = make_submissions(plan.reporting.slips, plan.activities.areas, story)
    work = TeamWork(plan.activities, plan.kinds, places, active, story, writer)
    return ExampleProgramme(
        code=plan.code,
        name=plan.name,
        starts_on=story.starts_on,
        target_groups=tuple(TargetGroup(*group) for group in plan.target_groups),
        partners=tuple(Partner(*partner) for partner in plan.partners),
        kinds=tuple(
            ActivityKind(kind.code, kind.name, kind.concerns_individuals) for kind in plan.kinds
        ),
        points=points,
        milestones=tuple(
            (told.number, step) for told in plan.points for step in make_milestones(told, story)
        ),
        indicators=tuple(
            make_indicator(measure, told.number, story, writer)
            for told in plan.points
            for measure in told.indicators
        ),
        reports=tuple(report for told in reports.values() for report in told),
        periods=tuple(make_periods(submissions, story, plan.writers)),
        activities=tuple(work.entries(submissions)),
        money=Books(plan.money, active, story, plan.writers).money(),
        meetings=tuple(make_meetings(plan.board, story, plan.writers)),
        questions=tuple(make_questions(plan.board, points, reports, story, plan.writers)),
    )
