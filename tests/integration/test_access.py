"""Who may see and do what: the table of rights, tried at each layer by each role."""

import importlib
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from config.vocabulary import TEAM_UNIT
from data_access import (
    accounts,
    activities,
    areas,
    audit,
    entries,
    money,
    months,
    programme,
    reports,
    sessions,
)
from data_access.engine import reading, writing
from domain.access import NOBODY, RIGHTS, AccessDeniedError, Right, Role, Viewer, operator
from domain.accounts import SessionLimits
from domain.activities import ActivityFilter
from domain.audit import AuditFilter
from domain.entries import EntryFilter
from domain.money import FundingSource
from domain.months import NOTHING, Move
from domain.records import ActivityRecord
from domain.statuses import Status
from domain.updates import Update
from domain.viewpoint import Viewpoint
from services import keep_accounts, register_activities, report_months, report_points
from services.add_source import add_source
from services.audit import take_out
from services.import_areas import import_areas
from services.import_file import ImportFile, import_file
from services.load_example import load_example
from services.start_programme import Start, start_programme
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database, administer, named
from transfer.areas import read_default_areas

TODAY = date(2026, 11, 20)
AT = Viewpoint(TODAY)
YEAR = ActivityFilter(date(2026, 1, 1), date(2026, 10, 1))
LIMITS = SessionLimits(30, 8)
MONTH = date(2026, 1, 1)
_RECORD = ActivityRecord(TODAY, "80", "outreach", "1", (), 1, None, None, (), None, None)

READS: dict[str, tuple[Callable[..., Any], tuple[Any, ...], tuple[Right, ...]]] = {
    "areas": (areas.fetch_areas, (1,), (Right.SEE_FRAME,)),
    "population": (areas.fetch_population, (1,), (Right.SEE_FRAME,)),
    "target groups": (programme.fetch_target_groups, (1,), (Right.SEE_FRAME,)),
    "kinds": (programme.fetch_kinds, (1,), (Right.SEE_FRAME,)),
    "partners": (programme.fetch_partners, (1,), (Right.SEE_FRAME,)),
    "standings": (programme.fetch_standings, (1,), (Right.SEE_POINTS,)),
    "reports": (programme.fetch_reports, (1, 7), (Right.SEE_POINTS,)),
    "withdrawn reports": (programme.fetch_withdrawn_reports, (1, 7), (Right.SEE_POINTS,)),
    "indicators": (programme.fetch_indicators, (1,), (Right.SEE_POINTS,)),
    "activity sums": (activities.fetch_activity_sums, (1, YEAR), (Right.SEE_COUNTS,)),
    "a point's occasions": (activities.fetch_point_occasions, (1, 11), (Right.SEE_COUNTS,)),
    "reporting": (
        activities.fetch_reporting_periods,
        (1, date(2026, 1, 1), date(2026, 10, 1)),
        (Right.SEE_COUNTS,),
    ),
    "sources of a year": (money.fetch_source_years, (1, 2026, AT), (Right.SEE_MONEY,)),
    "sources": (money.fetch_sources, (1,), (Right.SEE_MONEY,)),
    "points' money": (
        money.fetch_point_money,
        (1, AT),
        (Right.SEE_MONEY, Right.SEE_OWN_MONEY),
    ),
    "budgeted to": (
        money.fetch_budgeted_to,
        (1, AT),
        (Right.SEE_MONEY, Right.SEE_OWN_MONEY),
    ),
    "booked through": (
        money.fetch_booked_through,
        (1, AT),
        (Right.SEE_MONEY, Right.SEE_OWN_MONEY),
    ),
    "unit's outcomes": (money.fetch_unit_outcomes, (1, 2026, AT), (Right.SEE_OWN_MONEY,)),
    "accounts": (accounts.fetch_accounts, (1,), (Right.KEEP_ACCOUNTS,)),
    "units": (accounts.fetch_units, (1,), (Right.KEEP_ACCOUNTS,)),
    "reviews": (reports.fetch_reviews, (1,), (Right.UPDATE_POINTS, Right.APPROVE)),
    "latest report": (reports.fetch_latest_report, (1, 7), (Right.SEE_POINTS,)),
    "month sums": (months.fetch_month_sums, (1, date(2026, 1, 1)), (Right.SEE_COUNTS,)),
    "area months": (months.fetch_area_months, (1, date(2026, 1, 1)), (Right.SEE_COUNTS,)),
    "closed months": (months.fetch_closed_months, (1,), (Right.SEE_COUNTS,)),
    "steps": (months.fetch_steps, (1, date(2026, 1, 1)), (Right.SEE_COUNTS,)),
    "submissions": (months.fetch_waiting_months, (1,), (Right.SEE_COUNTS,)),
    "entries": (
        entries.fetch_entries,
        (1, EntryFilter(date(2026, 1, 1), date(2026, 12, 31)), 10),
        (Right.SEE_COUNTS,),
    ),
    "history": (entries.fetch_history, (1, 1), (Right.SEE_COUNTS,)),
    "sessions": (sessions.fetch_live_sessions, (1,), (Right.KEEP_ACCOUNTS,)),
    "audit": (
        audit.fetch_events,
        (AuditFilter(date(2020, 1, 1), date(2030, 1, 1)), 10),
        (Right.SEE_AUDIT,),
    ),
}

WRITES = {
    "insert into status_report (point_number, status, as_of_date)"
    " values (1, 'on_plan', current_date)": Right.UPDATE_POINTS,
    "update point set title = title || '.' where number = 1": Right.UPDATE_POINTS,
    "update milestone set done_on = due_on where done_on is null": Right.UPDATE_POINTS,
    "insert into activity (occurred_on, area_code, kind, target_group, occasions)"
    " values (current_date, '80', 'outreach', '1', 1)": Right.REGISTER_ACTIVITIES,
    "update activity set withdrawn_why = 'prov'"
    " where id = (select max(id) from activity)": Right.REGISTER_ACTIVITIES,
    "update reporting_period set state = 'submitted'"
    " where state = 'open' and month < '2026-11-01'": (Right.REGISTER_ACTIVITIES),
    "update reporting_period set state = 'open', comment = 'prov' where state = 'approved'": (
        Right.APPROVE
    ),
    "update reporting_period set wish = 'prov' where state = 'approved'": (
        Right.REGISTER_ACTIVITIES
    ),
    "update ledger_entry set withdrawn_why = 'prov' where id = 1": Right.KEEP_MONEY,
    "update funding_source set purpose = 'annat'": Right.KEEP_MONEY,
    "update area set name = name || '.'": Right.KEEP_FRAME,
    "update programme set name = 'Annat'": Right.KEEP_FRAME,
    "update app_user set role = 'admin' where role = 'board'": Right.KEEP_ACCOUNTS,
    "insert into app_user (name, email, role) values ('a', 'a@b', 'admin')": Right.KEEP_ACCOUNTS,
}


def _move(move: Move, pool: Any, who: Viewer) -> None:
    report_months.move_month(
        pool,
        viewer=who,
        programme_id=1,
        area_code="80",
        month=MONTH,
        move=move,
        seen=1,
        why="Därför",
    )


SERVICES: dict[str, tuple[Right, Callable[[Any, Viewer], object]]] = {
    "import points": (Right.UPDATE_POINTS, lambda pool, who: _import(pool, who, "points")),
    "import activities": (
        Right.REGISTER_ACTIVITIES,
        lambda pool, who: _import(pool, who, "activities"),
    ),
    "import ledger": (Right.KEEP_MONEY, lambda pool, who: _import(pool, who, "ledger")),
    "import budget": (Right.KEEP_MONEY, lambda pool, who: _import(pool, who, "budget")),
    "import areas": (
        Right.KEEP_FRAME,
        lambda pool, who: import_areas(pool, viewer=who, programme_id=1, areas=()),
    ),
    "add a source": (
        Right.KEEP_MONEY,
        lambda pool, who: add_source(pool, viewer=who, programme_id=1, source=_source()),
    ),
    "invite": (
        Right.KEEP_ACCOUNTS,
        lambda pool, who: keep_accounts.invite(
            pool, viewer=who, programme_id=1, name="Ny", email="ny@prov.example", role=Role.BOARD
        ),
    ),
    "change a role": (
        Right.KEEP_ACCOUNTS,
        lambda pool, who: keep_accounts.change_role(
            pool, viewer=who, programme_id=1, account_id=1, role=Role.ADMIN, unit=None
        ),
    ),
    "close an account": (
        Right.KEEP_ACCOUNTS,
        lambda pool, who: keep_accounts.change_active(
            pool, viewer=who, programme_id=1, account_id=1, is_active=False
        ),
    ),
    "correct an address": (
        Right.KEEP_ACCOUNTS,
        lambda pool, who: keep_accounts.change_email(
            pool, viewer=who, programme_id=1, account_id=1, email="ny@prov.example"
        ),
    ),
    "report a point": (
        Right.UPDATE_POINTS,
        lambda pool, who: report_points.report_point(
            pool,
            viewer=who,
            programme_id=1,
            number=1,
            update=Update(Status.LATE, None, None, None, None),
            based_on=None,
            today=TODAY,
        ),
    ),
    "send a report back": (
        Right.APPROVE,
        lambda pool, who: report_points.send_back(
            pool, viewer=who, programme_id=1, report_id=1, comment="Varför?"
        ),
    ),
    "register": (
        Right.REGISTER_ACTIVITIES,
        lambda pool, who: register_activities.register(
            pool, viewer=who, programme_id=1, record=_RECORD
        ),
    ),
    "withdraw": (
        Right.REGISTER_ACTIVITIES,
        lambda pool, who: register_activities.withdraw_entry(
            pool, viewer=who, programme_id=1, entry_id=1, why="Fel"
        ),
    ),
    "replace": (
        Right.REGISTER_ACTIVITIES,
        lambda pool, who: register_activities.replace_entry(
            pool, viewer=who, programme_id=1, entry_id=1, record=_RECORD, why="Fel"
        ),
    ),
    "submit a month": (
        Right.REGISTER_ACTIVITIES,
        lambda pool, who: report_months.submit_month(
            pool, viewer=who, programme_id=1, month=MONTH, seen={"80": NOTHING}
        ),
    ),
    "approve a month": (
        Right.APPROVE,
        lambda pool, who: report_months.approve_month(
            pool, viewer=who, programme_id=1, month=MONTH, seen={"80": 1}
        ),
    ),
    **{move.name: (move.value[2], partial(_move, move)) for move in Move},
    "end a session": (
        Right.KEEP_ACCOUNTS,
        lambda pool, who: keep_accounts.end_other_session(pool, viewer=who, session_id=1),
    ),
    "take out a file": (Right.EXPORT, lambda pool, who: take_out(pool, who, "a.csv", 10)),
}


@pytest.fixture(scope="module")
def example(server_url: str, template: str) -> Iterator[Database]:
    """Give the example programme with an account for each role; the tests change nothing of it."""
    administer(server_url, f"create database access template {template}")
    made = Database(named(server_url, "access"))
    load_example(made.engine(role=None), 2022, TODAY, read_default_areas())
    make_accounts(made.engine())
    with made.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into report_review (report_id, comment) select id, 'Varför?'"
                " from status_report where withdrawn_at is null order by as_of_date desc limit 1"
            )
        )
        connection.execute(
            text(
                "update status_report set withdrawn_why = 'Ersatt' where id ="
                " (select min(id) from status_report where point_number = 7)"
            )
        )
    yield made
    made.close()
    administer(server_url, "drop database access with (force)")


def _import(pool: Any, viewer: Viewer, kind: str) -> object:
    file = ImportFile(kind, "a.csv", "a" * 64)
    return import_file(pool, viewer=viewer, programme_id=1, file=file, records=())


def _source() -> FundingSource:
    return FundingSource("NY", "Ny", "Staten", Decimal(1), TODAY, TODAY, "Prov", None, None, None)


def _refusals(database: Database) -> int:
    with database.engine(role=None).connect() as connection:
        return int(
            connection.scalar(text("select count(*) from audit_event where action = 'refused'"))
            or 0
        )


def test_the_database_knows_the_same_rights(example: Database) -> None:
    with example.engine(role=None).connect() as connection:
        found = {tuple(row) for row in connection.execute(text("select * from role_right"))}
    assert found == {(str(role), str(right)) for role in Role for right in RIGHTS[role]}


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize("role", list(Role))
def test_a_query_answers_those_only_who_may(example: Database, name: str, role: Role) -> None:
    query, arguments, needed = READS[name]
    viewer, app = sign_in_as(example.engine("trygghet_app"), role), example.engine("trygghet_app")
    before = _refusals(example)
    if any(viewer.may(right) for right in needed):
        with reading(app, viewer) as connection:
            assert query(connection, viewer, *arguments)
        assert _refusals(example) == before
    else:
        with pytest.raises(AccessDeniedError), reading(app, viewer) as connection:
            query(connection, viewer, *arguments)
        assert _refusals(example) == before + 1


@pytest.mark.parametrize("name", READS)
def test_an_outsider_gets_nothing(example: Database, name: str) -> None:
    query, arguments, _needed = READS[name]
    with (
        pytest.raises(AccessDeniedError),
        reading(example.engine("trygghet_app"), NOBODY) as connection,
    ):
        query(connection, NOBODY, *arguments)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (name, role)
        for name, (_query, _arguments, needed) in READS.items()
        for role in (*Role, None)
        if not any(Viewer(role=role).may(right) for right in needed)
    ],
)
def test_without_the_check_in_python_the_database_still_gives_nothing(
    example: Database, monkeypatch: pytest.MonkeyPatch, name: str, role: Role | None
) -> None:
    query, arguments, _needed = READS[name]
    viewer = sign_in_as(example.engine("trygghet_app"), role) if role else NOBODY
    monkeypatch.setattr(importlib.import_module(query.__module__), "require", lambda *_: None)
    with reading(example.engine("trygghet_app"), viewer) as connection:
        assert not query(connection, viewer, *arguments)


@pytest.mark.parametrize("statement", WRITES)
@pytest.mark.parametrize("role", [*Role, None])
def test_sql_changes_only_what_the_role_may(
    example: Database, statement: str, role: Role | None
) -> None:
    viewer = sign_in_as(example.engine("trygghet_app"), role) if role else NOBODY
    with example.engine("trygghet_app").connect() as connection:
        _tell(connection, viewer)
        if viewer.may(WRITES[statement]):
            assert connection.execute(text(statement)).rowcount
        elif statement.startswith("insert"):
            with pytest.raises(DBAPIError, match="row-level security"):
                connection.execute(text(statement))
        else:
            assert not _changed(connection, statement)
        connection.rollback()


def _changed(connection: Connection, statement: str) -> int:
    """Return how many rows a statement changes; none where a rule of the table's refuses it."""
    try:
        return connection.execute(text(statement)).rowcount
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != "42501":
            raise
        return 0


def _tell(connection: Connection, viewer: Viewer) -> None:
    connection.execute(
        text("select set_config('trygghet.viewer', :key, true)"), {"key": viewer.key}
    )


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (name, role)
        for name, (right, _call) in SERVICES.items()
        for role in (*Role, None)
        if not Viewer(role=role).may(right)
    ],
)
def test_a_service_refuses_who_may_not_and_notes_it(
    example: Database, name: str, role: Role | None
) -> None:
    _right, call = SERVICES[name]
    viewer = sign_in_as(example.engine("trygghet_app"), role) if role else NOBODY
    before = _refusals(example)
    with pytest.raises(AccessDeniedError):
        call(example.engine("trygghet_app"), viewer)
    assert _refusals(example) == before + 1


def test_a_team_leader_sees_the_money_of_the_own_unit_only(example: Database) -> None:
    viewer = sign_in_as(example.engine("trygghet_app"), Role.TEAM_LEAD)
    with example.engine(role=None).connect() as connection:
        own = connection.scalars(
            text("select number from point where responsible_unit = :unit"), {"unit": TEAM_UNIT}
        ).all()
    with example.engine("trygghet_app").connect() as connection:
        _tell(connection, viewer)
        seen = connection.scalars(text("select distinct point_number from ledger_entry")).all()
    assert seen
    assert set(seen) <= set(own)


def test_the_audit_does_not_show_counts_to_who_may_not_see_them(example: Database) -> None:
    viewer = sign_in_as(example.engine("trygghet_app"), Role.ADMIN)
    everything = AuditFilter(date(2020, 1, 1), date(2030, 1, 1))
    with writing(example.engine(), operator("prov")) as connection:
        connection.execute(
            text(
                "insert into activity (occurred_on, area_code, kind, target_group, participants)"
                " values ('2026-11-02', '80', 'talk', '1', 2)"
            )
        )
    with reading(example.engine("trygghet_app"), viewer) as connection:
        events = audit.fetch_events(connection, viewer, everything, 1000)
    with example.engine("trygghet_app").connect() as connection:
        _tell(connection, viewer)
        with pytest.raises(DBAPIError):
            connection.execute(text("select changes from audit_event"))
    on_activities = [each for each in events if each.table_name == "activity"]
    assert on_activities
    assert all(each.changes is None and each.row_count is None for each in on_activities)
    assert any(each.changes and each.row_count for each in events if each.table_name == "area")


def test_an_administrator_cannot_change_the_own_account(example: Database) -> None:
    viewer = sign_in_as(example.engine("trygghet_app"), Role.ADMIN)
    app = example.engine("trygghet_app")
    with reading(app, viewer) as connection:
        own = next(
            each
            for each in accounts.fetch_accounts(connection, viewer, 1)
            if each.role is Role.ADMIN
        )
    with pytest.raises(keep_accounts.AccountUnchangedError):
        keep_accounts.change_role(
            app, viewer=viewer, programme_id=1, account_id=own.id, role=Role.DIRECTOR, unit=None
        )


def test_a_viewer_of_one_programme_sees_nothing_of_another(example: Database) -> None:
    places, population = read_default_areas()
    start = Start("annat", "Ett annat", date(2024, 1, 1), None, places, population)
    other = start_programme(example.engine(), viewer=operator("prov"), start=start)
    viewer = sign_in_as(example.engine("trygghet_app"), Role.DIRECTOR)
    with reading(example.engine("trygghet_app"), viewer) as connection:
        assert areas.fetch_areas(connection, viewer, other) == ()
        assert areas.fetch_areas(connection, viewer, 1)
    admin = sign_in_as(example.engine("trygghet_app"), Role.ADMIN)
    everything = AuditFilter(date(2020, 1, 1), date(2030, 1, 1), actor="prov")
    with reading(example.engine("trygghet_app"), admin) as connection:
        seen = {each.id for each in audit.fetch_events(connection, admin, everything, 100_000)}
    with example.engine(role=None).connect() as connection:
        others = text("select id from audit_event where programme_id = :other")
        noted = set(connection.scalars(others, {"other": other}))
    assert noted
    assert not seen & noted
