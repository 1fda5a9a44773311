"""The deadlines of each role, and that their keys stay when a day moves."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.access import NOBODY, Role, Viewer
from domain.activities import PeriodState, ReportingPeriod
from domain.calendar import due_day, shift_month
from domain.deadlines import BoardDays, deadlines_for
from domain.due_months import APPROVE_PATH, SUBMIT_PATH
from domain.meetings import Meeting, MeetingState
from domain.points import Milestone, Point, PointStanding
from domain.questions import Handling, Question

TODAY = date(2026, 11, 4)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
OPEN, CLOSED = MeetingState.OPEN, MeetingState.CLOSED
UNIT = "Team för unga i riskzon"


OCTOBER = date(2026, 10, 1)


def periods(*reported: date) -> list[ReportingPeriod]:
    """Return two areas' months from October on for a year; one of them has reported some."""
    months = [shift_month(OCTOBER, ahead) for ahead in range(13)]
    return [
        ReportingPeriod(
            area,
            month,
            PeriodState.SUBMITTED if month in reported or area == "72" else PeriodState.OPEN,
            due_day(month),
        )
        for month in months
        for area in ("71", "72")
    ]


def standing(number: int, unit: str | None = UNIT) -> PointStanding:
    point = Point(
        number, "Nattvandring", "Nattvandring", "Plats", unit, date(2025, 1, 1), date(2027, 6, 30)
    )
    done = Milestone("Start", date(2025, 3, 1), date(2025, 3, 1))
    return PointStanding(point, None, (done, Milestone("Lokal", date(2026, 12, 1), None)))


@pytest.mark.parametrize(
    ("viewer", "points", "milestones", "months"),
    [
        (Viewer(Role.TEAM_LEAD, unit=UNIT), 1, 1, 13),
        (Viewer(Role.TEAM_LEAD), 2, 2, 13),
        (Viewer(Role.DIRECTOR), 2, 2, 13),
        # A unit narrows only the points that somebody reports.
        (Viewer(Role.DIRECTOR, unit=UNIT), 2, 2, 13),
        (Viewer(Role.BOARD), 2, 0, 0),
        (Viewer(Role.RESEARCHER), 0, 0, 0),
        (Viewer(Role.ADMIN), 0, 0, 0),
        (NOBODY, 0, 0, 0),
    ],
)
def test_each_role_has_its_own_deadlines(
    viewer: Viewer, points: int, milestones: int, months: int
) -> None:
    found = deadlines_for(viewer, (standing(1), standing(2, "En annan")), periods(), TODAY)
    titles = [deadline.title for deadline in found]
    assert sum(title.startswith("Slutdatum: punkt ") for title in titles) == points
    assert sum(title.startswith("Delmål: Lokal") for title in titles) == milestones
    assert len(titles) - points - milestones == months
    assert [deadline.on for deadline in found] == sorted(deadline.on for deadline in found)


HANDLING = Handling(1, "arbetsledaren", date(2026, 12, 4), None, "Di", NOON)
BOARD = BoardDays(
    (
        Meeting(3, date(2026, 11, 26), "Nämnden", None, None, ("money",), OPEN, None, "Di", NOON),
        Meeting(2, date(2026, 9, 3), "Nämnden", None, None, ("money",), CLOSED, NOON, "Di", NOON),
    ),
    (
        Question(5, 7, None, "Punkt 7", NOON, "Varför?", "Le", TODAY, HANDLING),
        Question(6, 7, None, "Punkt 7", NOON, "Varför?", "Le", TODAY),
        Question(7, 7, None, "7", NOON, "Varför?", "Le", TODAY, replace(HANDLING, answer="Så.")),
    ),
)


@pytest.mark.parametrize(
    ("role", "keys"),
    [
        (Role.TEAM_LEAD, ["sammantrade/3", "fraga/5"]),
        (Role.DIRECTOR, ["sammantrade/3", "fraga/5"]),
        (Role.BOARD, ["sammantrade/3"]),
        (Role.RESEARCHER, []),
        (Role.ADMIN, []),
    ],
)
def test_meetings_are_for_who_sees_points_and_questions_for_who_answers(
    role: Role, keys: list[str]
) -> None:
    found = deadlines_for(Viewer(role), (), (), TODAY, BOARD)
    assert [deadline.key for deadline in found] == keys
    titles = {
        "sammantrade/3": "Sammanträde: Nämnden",
        "fraga/5": "Arbetsledaren svarar nämnden om punkt 7",
    }
    assert [deadline.title for deadline in found] == [titles[key] for key in keys]
    paths = {"sammantrade/3": "/sammantrade?mote=3", "fraga/5": "/punkt?nummer=7"}
    assert [deadline.path for deadline in found] == [paths[key] for key in keys]


def test_a_month_is_submitted_by_one_and_awaited_by_the_other() -> None:
    lead = deadlines_for(Viewer(Role.TEAM_LEAD), (), periods(), TODAY)[0]
    director = deadlines_for(Viewer(Role.DIRECTOR), (), periods(), TODAY)[0]
    assert (lead.title, lead.path) == ("Lämna in oktober 2026", f"{SUBMIT_PATH}oktober%202026")
    assert director.title == "Oktober 2026 ska vara inlämnad"
    assert director.path == f"{APPROVE_PATH}oktober%202026"
    assert (lead.on, lead.key) == (date(2026, 11, 6), "manad/2026-10")


def test_a_month_that_was_due_yesterday_is_no_deadline_any_more() -> None:
    first = deadlines_for(Viewer(Role.TEAM_LEAD), (), periods(), date(2026, 11, 7))[0]
    assert first.title == "Lämna in november 2026"


def test_a_month_that_is_reported_is_no_deadline_any_more() -> None:
    first = deadlines_for(Viewer(Role.TEAM_LEAD), (), periods(OCTOBER), TODAY)[0]
    assert first.title == "Lämna in november 2026"


def test_a_day_that_moves_keeps_its_key() -> None:
    before = standing(7)
    after = replace(before, point=replace(before.point, due_on=date(2027, 9, 30)))
    keys = [
        {deadline.key for deadline in deadlines_for(Viewer(Role.BOARD), (each,), (), TODAY)}
        for each in (before, after)
    ]
    assert keys == [{"punkt/7"}, {"punkt/7"}]
