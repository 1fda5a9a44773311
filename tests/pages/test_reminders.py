"""Where reminders and deadlines lead, and the button that takes the deadlines out."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data_access.sessions import SeenSession
from domain.access import Role, Viewer
from domain.accounts import SessionState
from domain.activities import PeriodState, ReportingPeriod
from domain.deadlines import deadlines_for
from domain.due_months import APPROVE_PATH, SUBMIT_PATH
from domain.due_questions import QUESTIONS_PATH
from domain.points import Point, PointStanding
from pages import MENU
from tests.accounts import sign_in_as
from tests.conftest import Database

POINT = Point(7, "Nattvandring", "Nattvandring", "P", None, date(2025, 1, 1), date(2025, 6, 30))


def _may_open(path: str, viewer: Viewer) -> bool:
    address = urlsplit(path).path.removeprefix("/")
    return any(entry.address == address and entry.is_for(viewer) for entry in MENU)


@pytest.mark.parametrize(
    ("role", "paths"),
    [
        (Role.TEAM_LEAD, {SUBMIT_PATH, "/uppdatera?nummer=7", QUESTIONS_PATH, "/punkt?nummer=7"}),
        (Role.DIRECTOR, {APPROVE_PATH, QUESTIONS_PATH, "/punkt?nummer=7"}),
    ],
)
def test_a_reminder_leads_to_a_page_that_its_reader_may_open(role: Role, paths: set[str]) -> None:
    assert {path for path in paths if not _may_open(path, Viewer(role))} == set()


@pytest.mark.parametrize("role", Role)
def test_a_deadline_leads_to_a_page_that_its_reader_may_open(role: Role) -> None:
    viewer = Viewer(role)
    period = ReportingPeriod("71", date(2026, 11, 1), PeriodState.OPEN, date(2026, 12, 7))
    found = deadlines_for(viewer, (PointStanding(POINT, None),), (period,), date(2026, 11, 20))
    assert bool(found) is (role not in (Role.RESEARCHER, Role.ADMIN))
    assert [each for each in found if not _may_open(each.path, viewer)] == []


_PAGE = """
from ui.cached import begin_run
from ui.calendar import deadlines_button

begin_run()
deadlines_button()
"""


def _buttons(small: Database, role: Role, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(
        "ui.calendar.st.download_button",
        lambda label, **told: drawn.append({"label": label, **told}),
    )
    app = AppTest.from_string(_PAGE, default_timeout=60)
    viewer = sign_in_as(small.engine("trygghet_app"), role)
    app.session_state["seen_session"] = SeenSession(SessionState.LIVE, viewer)
    assert not app.run().exception
    return drawn


def test_the_deadlines_are_taken_out_as_a_calendar_and_noted(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    (button,) = _buttons(small, Role.DIRECTOR, monkeypatch)
    assert (button["label"], button["mime"]) == ("Kalender (.ics)", "text/calendar")
    found = Calendar.from_ical(button["data"]())
    assert isinstance(found, Calendar)
    titles = [str(event["summary"]) for event in found.events]
    assert "Slutdatum: punkt 1, En punkt" in titles
    assert str(found.events[0]["url"]).startswith("https://panelen.example/")
    with small.engine(role=None).connect() as connection:
        noted = connection.scalar(
            text("select changes->>'file' from audit_event where action = 'exported'")
        )
    assert noted == "tidsgranser.ics"


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMIN])
def test_who_sees_no_points_is_offered_no_calendar(
    small: Database, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _buttons(small, role, monkeypatch) == []
