"""Reports of points: whole or not at all, none over another's, with drafts that outlive faults."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.drafts import find_draft
from data_access.engine import reading
from data_access.programme import fetch_reports, fetch_standings, fetch_withdrawn_reports
from data_access.refusals import rule_of
from data_access.reports import fetch_latest_report, fetch_reviews
from domain.access import NOBODY, AccessDeniedError, Role, Viewer
from domain.statuses import Status
from domain.updates import FaultyError, Tick, Update
from domain.viewpoint import Viewpoint
from services.keep_drafts import forget, keep
from services.report_points import (
    OutdatedMilestoneError,
    OutdatedReportError,
    UnknownPointError,
    draft_of_point,
    report_point,
    send_back,
)
from services.sign_in import sign_out
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.small_programme import make_small_programme

TODAY = date(2026, 11, 20)
DRAFT = draft_of_point(1)


@pytest.fixture
def programme(database: Database) -> Database:
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into milestone (point_number, title, due_on)"
                " values (1, 'Lokal klar', '2026-10-01')"
            )
        )
    return database


def _update(status: Status = Status.ON_PLAN, *ticks: Tick, **change: Any) -> Update:
    values: dict[str, Any] = {
        "progress_percent": 40,
        "comment": "Vi har börjat.",
        "risk": None,
        "forecast_date": None,
    }
    return Update(status=status, ticks=ticks, **values | change)


def _report(
    programme: Database,
    viewer: Viewer,
    based_on: int | None,
    update: Update,
    today: date = TODAY,
    number: int = 1,
) -> None:
    report_point(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        number=number,
        update=update,
        based_on=based_on,
        today=today,
    )


def _latest(programme: Database, viewer: Viewer) -> int:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        found = fetch_latest_report(connection, viewer, 1, 1)
    assert found
    return found.id


def _draft(programme: Database, viewer: Viewer) -> Any:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        found = find_draft(connection, viewer, DRAFT)
    return found and found.fields


def test_a_report_is_written_with_its_milestones_and_takes_its_draft_away(
    programme: Database, lead: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    keep(app, viewer=lead, subject=DRAFT, fields={"comment": "Vi har"})
    assert _draft(programme, lead) == {"comment": "Vi har"}
    _report(programme, lead, None, _update(Status.ON_PLAN, Tick("Lokal klar", TODAY, None)))
    assert _draft(programme, lead) is None
    with reading(app, lead) as connection:
        (standing,) = fetch_standings(connection, lead, 1)
    assert standing.report
    assert (standing.status, standing.report.progress_percent) == (Status.ON_PLAN, 40)
    assert standing.report.recorded_by == "Arbetsledare"
    assert standing.milestones[0].done_on == TODAY


def test_a_second_report_of_a_day_takes_the_place_of_the_first(
    programme: Database, lead: Viewer
) -> None:
    _report(programme, lead, None, _update())
    _report(programme, lead, _latest(programme, lead), _update(Status.LATE))
    with reading(programme.engine("trygghet_app"), lead) as connection:
        (report,) = fetch_reports(connection, lead, 1, 1)
    assert report.status is Status.LATE
    with programme.engine(role=None).connect() as connection:
        why = connection.scalars(
            text("select withdrawn_why from status_report where withdrawn_at is not null")
        ).all()
    assert why == ["Ersatt av en ny rapport samma dag"]


def test_what_stands_no_more_is_told_of_no_later_day_than_the_one_shown(
    programme: Database, lead: Viewer
) -> None:
    _report(programme, lead, None, _update())
    _report(programme, lead, _latest(programme, lead), _update(Status.LATE))
    earlier = Viewpoint(TODAY - timedelta(days=1))
    with reading(programme.engine("trygghet_app"), lead) as connection:
        told = [
            len(fetch_withdrawn_reports(connection, lead, 1, 1, at))
            for at in (None, Viewpoint(TODAY), earlier)
        ]
    assert told == [1, 1, 0]


@pytest.mark.parametrize("is_first", [True, False])
def test_nothing_is_written_over_what_the_writer_has_not_seen(
    programme: Database, lead: Viewer, *, is_first: bool
) -> None:
    seen = None
    if not is_first:
        _report(programme, lead, None, _update(), date(2026, 11, 1))
        seen = _latest(programme, lead)
    _report(programme, lead, seen, _update(Status.LATE, comment="Den andres."))
    app = programme.engine("trygghet_app")
    keep(app, viewer=lead, subject=DRAFT, fields={"comment": "Min."})
    with pytest.raises(OutdatedReportError) as caught:
        _report(programme, lead, seen, _update(Status.DONE, progress_percent=100))
    assert caught.value.theirs
    assert caught.value.theirs.comment == "Den andres."
    assert _draft(programme, lead) == {"comment": "Min."}
    with reading(app, lead) as connection:
        (standing,) = fetch_standings(connection, lead, 1)
    assert standing.status is Status.LATE
    with programme.engine(role=None).connect() as connection:
        told = connection.execute(
            text("select actor, changes from audit_event where action = 'refused'")
        ).one()
    assert told.actor.startswith("Arbetsledare")
    assert told.changes == {"asked": "punkt/1", "why": "outdated"}


def test_of_many_at_once_one_wins(programme: Database) -> None:
    app = programme.engine("trygghet_app", pool_size=8)
    leads = [sign_in_as(app, Role.TEAM_LEAD) for _each in range(6)]

    def save(viewer: Viewer) -> bool:
        try:
            _report(programme, viewer, None, _update())
        except OutdatedReportError:
            return False
        return True

    with ThreadPoolExecutor(6) as others:
        assert sum(others.map(save, leads)) == 1


def test_a_milestone_that_another_ticked_stops_the_report(
    programme: Database, lead: Viewer
) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(text("update milestone set done_on = '2026-09-01'"))
    with pytest.raises(OutdatedMilestoneError, match="punkt/1"):
        _report(programme, lead, None, _update(Status.ON_PLAN, Tick("Lokal klar", TODAY, None)))
    with reading(programme.engine("trygghet_app"), lead) as connection:
        (standing,) = fetch_standings(connection, lead, 1)
    assert standing.report is None
    assert standing.milestones[0].done_on == date(2026, 9, 1)


def test_a_point_that_is_not_there_is_not_reported(programme: Database, lead: Viewer) -> None:
    with pytest.raises(UnknownPointError):
        _report(programme, lead, None, _update(), number=2)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_others_report_nothing(programme: Database, role: Role) -> None:
    other = sign_in_as(programme.engine("trygghet_app"), role)
    with pytest.raises(AccessDeniedError):
        _report(programme, other, None, _update())


def test_a_report_is_sent_back_until_there_is_a_new_one(programme: Database, lead: Viewer) -> None:
    app = programme.engine("trygghet_app")
    director = sign_in_as(app, Role.DIRECTOR)
    _report(programme, lead, None, _update(), date(2026, 11, 1))
    sent: dict[str, Any] = {
        "programme_id": 1,
        "report_id": _latest(programme, lead),
        "comment": "Vad är risken?",
    }
    with pytest.raises(AccessDeniedError):
        send_back(app, viewer=lead, **sent)
    send_back(app, viewer=director, **sent)
    with pytest.raises(IntegrityError):
        send_back(app, viewer=director, **sent)
    with reading(app, lead) as connection:
        reviews = fetch_reviews(connection, lead, 1)
    assert {number: (each.comment, each.by) for number, each in reviews.items()} == {
        1: ("Vad är risken?", "Förvaltningsdirektör")
    }
    _report(programme, lead, _latest(programme, lead), _update())
    with reading(app, lead) as connection:
        assert fetch_reviews(connection, lead, 1) == {}


def test_a_report_that_is_not_the_latest_any_more_is_not_sent_back(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    _report(programme, lead, None, _update(), date(2026, 11, 1))
    shown = _latest(programme, lead)
    # One of another day comes, and one of the same day takes its place.
    _report(programme, lead, shown, _update())
    second = _latest(programme, lead)
    _report(programme, lead, second, _update())
    for report_id in (shown, second, None):
        with pytest.raises(IntegrityError) as refused:
            send_back(app, viewer=director, programme_id=1, report_id=report_id or 0, comment="?")
        assert rule_of(refused.value) == "review_of_latest_report"
    with reading(app, lead) as connection:
        assert fetch_reviews(connection, lead, 1) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.NOT_STARTED, "progress_percent": 90},
        {"status": Status.DONE, "progress_percent": 40},
        {"forecast_date": date(2001, 1, 1)},
        {"comment": "Anna 811218-9876 kom"},
        {"ticks": (Tick("Avtal", date(2040, 1, 1), None),)},
    ],
)
def test_what_breaks_a_rule_is_not_written_however_it_comes(
    programme: Database, lead: Viewer, change: dict[str, Any]
) -> None:
    with pytest.raises(FaultyError) as refused:
        _report(programme, lead, None, replace(_update(), **change))
    assert refused.value.faults
    with reading(programme.engine("trygghet_app"), lead) as connection:
        assert fetch_latest_report(connection, lead, 1, 1) is None


@pytest.fixture
def ended(programme: Database, lead: Viewer) -> Viewer:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("update app_session set last_seen_at = clock_timestamp() - interval '1 hour'")
        )
    return lead


def test_a_draft_is_kept_when_the_time_has_run_out_and_read_after_signing_in(
    programme: Database, ended: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    keep(app, viewer=ended, subject=DRAFT, fields={"comment": "Skrivet länge"})
    assert _draft(programme, sign_in_as(app, Role.TEAM_LEAD)) == {"comment": "Skrivet länge"}


def test_a_session_that_ran_out_long_ago_keeps_nothing(programme: Database, lead: Viewer) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("update app_session set last_seen_at = clock_timestamp() - interval '26 hours'")
        )
    with pytest.raises(DBAPIError):
        keep(programme.engine("trygghet_app"), viewer=lead, subject=DRAFT, fields={})


def test_what_was_typed_90_days_ago_is_forgotten_whoevers_it_is(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    keep(app, viewer=director, subject="annat", fields={"comment": "Gammalt"})
    with programme.engine(role=None).begin() as connection:
        connection.execute(text("update draft set saved_at = saved_at - interval '91 days'"))
    keep(app, viewer=lead, subject=DRAFT, fields={"comment": "Nytt"})
    with programme.engine(role=None).connect() as connection:
        assert list(connection.scalars(text("select subject from draft"))) == [DRAFT]


def test_a_session_that_somebody_ended_keeps_nothing(programme: Database, lead: Viewer) -> None:
    app = programme.engine("trygghet_app")
    sign_out(app, lead)
    for viewer in (lead, NOBODY):
        with pytest.raises(DBAPIError):
            keep(app, viewer=viewer, subject=DRAFT, fields={})


def test_a_draft_is_its_writers_alone(programme: Database, lead: Viewer) -> None:
    app = programme.engine("trygghet_app")
    keep(app, viewer=lead, subject=DRAFT, fields={"comment": "Mitt"})
    for role in (Role.DIRECTOR, Role.ADMIN, Role.BOARD):
        other = sign_in_as(app, role)
        assert _draft(programme, other) is None
        forget(app, viewer=other, subject=DRAFT)
    assert _draft(programme, lead) == {"comment": "Mitt"}
    with app.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("select * from draft"))
    forget(app, viewer=lead, subject=DRAFT)
    assert _draft(programme, lead) is None


@pytest.mark.parametrize("comment", ["Anna 811218-9876 kom", "x" * 60_000])
def test_a_draft_is_no_place_for_a_person_or_a_book(
    programme: Database, lead: Viewer, comment: str
) -> None:
    app = programme.engine("trygghet_app")
    with pytest.raises(IntegrityError):
        keep(app, viewer=lead, subject=DRAFT, fields={"comment": comment})
    assert _draft(programme, lead) is None
