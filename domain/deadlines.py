"""The days ahead that a role should know of, as a calendar shows them.

Meetings are not among them: the panel does not know them yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from domain.access import Right, Viewer
from domain.activities import ReportingPeriod
from domain.calendar import due_day
from domain.due_months import APPROVE_PATH, SUBMIT_PATH
from domain.points import PointStanding
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


def deadlines_for(
    viewer: Viewer,
    standings: Sequence[PointStanding],
    periods: Iterable[ReportingPeriod],
    today: date,
) -> list[Deadline]:
    """Return the deadlines of a viewer's role, the earliest first.

    Who sees points has their due dates. Who reports or approves also has milestones and months;
    who reports as one of a unit has that unit's points alone. What is done has no deadline.

    Args:
        viewer: whose they are.
        standings: the points.
        periods: the areas' months, those to come too.
        today: the day.
    """
    works = viewer.may(Right.UPDATE_POINTS) or viewer.may(Right.APPROVE)
    found: list[Deadline] = []
    if viewer.may(Right.SEE_POINTS):
        for standing in standings:
            if standing.is_open() and _is_for(viewer, standing):
                found += _of_point(standing, with_milestones=works)
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
