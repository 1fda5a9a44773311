"""The days ahead that a role should know of, as a calendar shows them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from domain.access import Right, Viewer
from domain.activities import ReportingPeriod
from domain.calendar import due_day
from domain.due_months import APPROVE_PATH, SUBMIT_PATH
from domain.due_questions import path_of
from domain.meetings import Meeting, MeetingState
from domain.points import PointStanding
from domain.questions import Question, figure_name
from texts import _
from texts.numbers import month
from texts.words import capitalised

MONTHS_AHEAD = 12
"""A year of months: a calendar is taken out now and then, not every week."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day, what should be done by it, and the page of it.

    `key` is the same when the day moves, so that a calendar moves it too.
    """

    key: str
    on: date
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class BoardDays:
    """The board's meetings and its questions, of which some have a day to come."""

    meetings: Sequence[Meeting] = ()
    questions: Sequence[Question] = ()


NO_BOARD_DAYS = BoardDays()


def deadlines_for(
    viewer: Viewer,
    standings: Sequence[PointStanding],
    periods: Iterable[ReportingPeriod],
    today: date,
    board: BoardDays = NO_BOARD_DAYS,
) -> list[Deadline]:
    """Return the deadlines of a viewer's role, the earliest first.

    Who sees points has their due dates and the meetings that are not closed. Who reports or
    approves also has milestones and months; who reports as one of a unit has that unit's points
    alone. Who answers has the days of the questions that wait. What is done has no deadline.

    Args:
        viewer: whose they are.
        standings: the points.
        periods: the areas' months, those to come too.
        today: the day.
        board: the board's meetings and questions.
    """
    works = viewer.may(Right.UPDATE_POINTS) or viewer.may(Right.APPROVE)
    found: list[Deadline] = []
    if viewer.may(Right.SEE_POINTS):
        for standing in standings:
            if standing.is_open() and _is_for(viewer, standing):
                found += _of_point(standing, with_milestones=works)
        found += _of_meetings(board.meetings)
    if viewer.may(Right.ANSWER):
        found += _of_questions(board.questions)
    if works:
        found += _of_months(viewer, periods, today)
    return sorted(found, key=lambda deadline: (deadline.on, deadline.key))


def _is_for(viewer: Viewer, standing: PointStanding) -> bool:
    is_everybodys = viewer.unit is None or not viewer.may(Right.UPDATE_POINTS)
    return is_everybodys or standing.point.responsible_unit == viewer.unit


def _of_point(standing: PointStanding, *, with_milestones: bool) -> Iterator[Deadline]:
    point = standing.point
    key, path = f"punkt/{point.number}", f"/punkt?nummer={point.number}"
    title = _("Slutdatum: punkt {number}, {title}")
    yield Deadline(
        key, point.due_on, title.format(number=point.number, title=point.short_title), path
    )
    for milestone in standing.milestones if with_milestones else ():
        if milestone.done_on is None:
            title = _("Delmål: {milestone} (punkt {number})")
            yield Deadline(
                f"{key}/{milestone.title}",
                milestone.due_on,
                title.format(milestone=milestone.title, number=point.number),
                path,
            )


def _of_meetings(meetings: Iterable[Meeting]) -> Iterator[Deadline]:
    for each in meetings:
        if each.state is not MeetingState.CLOSED:
            title = _("Sammanträde: {title}").format(title=each.title)
            path = f"/sammantrade?mote={each.id}"
            yield Deadline(f"sammantrade/{each.id}", each.held_on, title, path)


def _of_questions(questions: Iterable[Question]) -> Iterator[Deadline]:
    for each in questions:
        if each.handling is None or each.is_answered:
            continue
        about = (
            figure_name(each.figure).lower()
            if each.figure
            else _("punkt {number}").format(number=each.point_number)
        )
        title = _("{owner} svarar nämnden om {about}").format(
            owner=capitalised(each.handling.owner), about=about
        )
        yield Deadline(f"fraga/{each.id}", each.handling.due_on, title, path_of(each))


def _of_months(
    viewer: Viewer, periods: Iterable[ReportingPeriod], today: date
) -> Iterator[Deadline]:
    submits = viewer.may(Right.REGISTER_ACTIVITIES)
    for each in sorted({period.month for period in periods if not period.is_reported}):
        if due_day(each) >= today:
            title = _("Lämna in {month}") if submits else _("{month} ska vara inlämnad")
            yield Deadline(
                f"manad/{each:%Y-%m}",
                due_day(each),
                capitalised(title.format(month=month(each))),
                (SUBMIT_PATH if submits else APPROVE_PATH) + quote(month(each)),
            )
