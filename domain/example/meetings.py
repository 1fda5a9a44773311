"""The example's meetings of the board, and what its members have asked."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count

from config.example.plans import BoardPlan, QuestionPlan, Writers
from domain.example.moments import Story, at, office_moment, working_day_before, works
from domain.example.records import (
    ExampleHandling,
    ExampleMeeting,
    ExampleQuestion,
    ExampleReport,
    Recorded,
    Withdrawal,
)
from domain.findings.questions import told_by_point
from domain.meetings import MeetingState
from domain.points import Point, PointStanding, StatusReport
from domain.questions import Asked, figure_name
from domain.statuses import Status
from texts import _

Reports = Mapping[int, Sequence[Recorded[ExampleReport]]]
"""Each point's reports by its number, the oldest first."""

_THURSDAY = 3
_WEEK = timedelta(days=7)


def make_meetings(plan: BoardPlan, story: Story, writers: Writers) -> Iterator[ExampleMeeting]:
    """Yield the meetings: those that have been are closed, and were shown the week before."""
    for told in plan.days:
        held_on = _meeting_day(story.day(told.held_in))
        is_closed = held_on < story.today
        planned_at = at(working_day_before(min(held_on, story.today) - 5 * _WEEK), 10, 20)
        yield ExampleMeeting(
            held_on=held_on,
            title=plan.title,
            diarienummer=f"N164-{told.number:04}/{held_on:%y}",
            agenda="\n".join(plan.agenda),
            subjects=tuple(plan.subjects),
            state=MeetingState.CLOSED if is_closed else MeetingState.PLANNED,
            as_of=at(held_on - _WEEK, 12, 0) if is_closed else None,
            changed_by=writers.director,
            changed_at=at(held_on, 16, 30) if is_closed else planned_at,
        )


def make_questions(
    plan: BoardPlan, points: Sequence[Point], reports: Reports, story: Story, writers: Writers
) -> Iterator[ExampleQuestion]:
    """Yield the questions, each with what was seen as it was asked."""
    by_number = {point.number: point for point in points}
    for told in plan.questions:
        chance = story.chance("question", told.question)
        day = working_day_before(story.day(told.asked_in))
        moment = office_moment(chance, day)
        asked = Asked(
            told.point,
            told.figure,
            _seen(told, by_number, reports, moment),
            moment,
            told.question,
        )
        yield ExampleQuestion(
            Recorded(asked, moment, writers.board), tuple(_handlings(told, day, story, writers))
        )


def _handlings(
    told: QuestionPlan, asked_on: date, story: Story, writers: Writers
) -> Iterator[Recorded[ExampleHandling]]:
    owner, due_on = getattr(writers, told.owner), story.day(told.due_in)
    given = at(asked_on + timedelta(days=told.given_after), 9, 40)
    if told.answered_after is None:
        yield Recorded(ExampleHandling(owner, due_on, None), given, writers.director)
        return
    answered = at(asked_on + timedelta(days=told.answered_after), 13, 15)
    replaced = Withdrawal(answered, owner, _("Ersatt av en ny uppgift"))
    yield Recorded(ExampleHandling(owner, due_on, None), given, writers.director, replaced)
    yield Recorded(ExampleHandling(owner, due_on, told.answer), answered, owner)


def _meeting_day(day: date) -> date:
    """Return the first Thursday from a day on when offices are open."""
    thursdays = (day + timedelta(days=(_THURSDAY - day.weekday()) % 7) + n * _WEEK for n in count())
    return next(each for each in thursdays if works(each))


def _seen(
    told: QuestionPlan, points: Mapping[int, Point], reports: Reports, moment: datetime
) -> str:
    """Return what the panel told of a point, or of the points that were late, at a moment."""
    if told.point is not None:
        report = _latest(reports[told.point], moment)
        return told_by_point(PointStanding(points[told.point], report))
    latest = (_latest(each, moment) for each in reports.values())
    late = sum(report is not None and report.status is Status.LATE for report in latest)
    return _("{name}: {n}").format(name=figure_name(told.figure or ""), n=late)


def _latest(reports: Sequence[Recorded[ExampleReport]], moment: datetime) -> StatusReport | None:
    standing = [
        each
        for each in reports
        if each.at <= moment and not (each.withdrawal and each.withdrawal.at <= moment)
    ]
    if not standing:
        return None
    told = standing[-1].fact
    return StatusReport(
        status=told.status,
        progress_percent=told.progress_percent,
        comment=told.comment,
        risk=told.risk,
        forecast_date=told.forecast_date,
        as_of_date=told.as_of_date,
        recorded_at=standing[-1].at,
    )
