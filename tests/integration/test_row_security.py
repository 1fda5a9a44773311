"""Row-level security, table by table: what each role sees and writes by SQL of its own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from config.vocabulary import TEAM_UNIT
from data_access.engine import writing
from domain.access import Right, Role, Viewer
from services.load_example import load_example
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database, administer, named
from transfer.areas import read_default_areas

Needed = Right | tuple[Right, ...] | None
"""A right, any of several, or None: nobody."""

RULES: dict[str, tuple[Needed, Needed]] = {
    "area": (Right.SEE_FRAME, Right.KEEP_FRAME),
    "area_population": (Right.SEE_FRAME, Right.KEEP_FRAME),
    "target_group": (Right.SEE_FRAME, Right.KEEP_FRAME),
    "partner": (Right.SEE_FRAME, Right.KEEP_FRAME),
    "activity_kind": (Right.SEE_FRAME, Right.KEEP_FRAME),
    "focus_area": (Right.SEE_POINTS, Right.UPDATE_POINTS),
    "point": (Right.SEE_POINTS, Right.UPDATE_POINTS),
    "milestone": (Right.SEE_POINTS, Right.UPDATE_POINTS),
    "status_report": (Right.SEE_POINTS, Right.UPDATE_POINTS),
    "indicator": (Right.SEE_POINTS, Right.UPDATE_POINTS),
    "indicator_value": (Right.SEE_POINTS, Right.UPDATE_POINTS),
    "activity": (Right.SEE_COUNTS, Right.REGISTER_ACTIVITIES),
    "activity_month": (Right.SEE_COUNTS, None),
    "reporting_period": (Right.SEE_COUNTS, Right.REGISTER_ACTIVITIES),
    "reporting_step": (Right.SEE_COUNTS, None),
    "publication": (Right.SEE_PUBLISHED, Right.PUBLISH),
    "published_count": (Right.SEE_PUBLISHED, Right.PUBLISH),
    "report_review": ((Right.UPDATE_POINTS, Right.APPROVE), Right.APPROVE),
    "funding_source": (Right.SEE_MONEY, Right.KEEP_MONEY),
    "budget_line": (Right.SEE_MONEY, Right.KEEP_MONEY),
    "ledger_entry": (Right.SEE_MONEY, Right.KEEP_MONEY),
    "forecast": (Right.SEE_MONEY, Right.KEEP_MONEY),
    "row_version": (Right.SEE_POINTS, None),
    "meeting": (Right.SEE_POINTS, Right.KEEP_MEETINGS),
    "meeting_pack": (Right.SEE_PACKS, Right.KEEP_MEETINGS),
    "board_question": (Right.SEE_POINTS, Right.ASK),
    "question_handling": (Right.SEE_POINTS, Right.ANSWER),
    "import_batch": (Right.IMPORT_FILES, Right.IMPORT_FILES),
    "app_user": (Right.KEEP_ACCOUNTS, Right.KEEP_ACCOUNTS),
    "app_session": (Right.KEEP_ACCOUNTS, None),
    "audit_reading": (Right.SEE_AUDIT, None),
}
"""What one needs to see, and to write, each table; `domain/access.py` says who has it."""

UPDATED_BY: dict[str, Needed] = {
    "reporting_period": (Right.REGISTER_ACTIVITIES, Right.APPROVE),
    "report_review": None,
    "publication": None,
    "published_count": None,
}
"""Where a row is changed by others than who inserts it, or by nobody."""

NEW_ROW = {"reporting_period": "where state = 'open'"}
"""Which row is one that may be inserted, where not any is."""

OF_OWN_UNIT = ("budget_line", "ledger_entry", "forecast")
"""A team leader sees the rows of the own unit's points."""

_MEETING = """
with held as (insert into meeting (held_on, title, subjects)
    values ('2026-08-27', 'Nämnden', '{money}') returning id),
pack as (insert into meeting_pack (meeting_id, content, fingerprint, as_of, digests)
    select id, '{}', encode(sha256('{}'), 'hex'), '2026-08-20', '{}' from held),
asked as (insert into board_question (figure, told, as_of, question, recorded_by)
    select 'money', '3 mnkr', '2026-08-20', 'Varför?', format('%s (konto %s)', name, id)
    from app_user where role = 'board' returning id)
insert into question_handling (question_id, owner, due_on)
    select id, 'Annan', '2026-12-01' from asked
"""
"""A meeting with a pack, and a question of the board's own account that somebody answers."""

OPEN = ("alembic_version", "programme", "revision", "revision_base")
"""What everybody may see: which version it is, and which programme."""


@pytest.fixture(scope="module")
def example(server_url: str, template: str) -> Iterator[Database]:
    """Give the example programme with an account for each role; the tests change nothing of it."""
    administer(server_url, f"create database row_security template {template}")
    made = Database(named(server_url, "row_security"))
    load_example(made.engine(role=None), 2022, date(2026, 11, 20), read_default_areas())
    make_accounts(made.engine())
    with made.engine().begin() as connection:
        connection.execute(
            text(
                "insert into import_batch (kind, file_name, sha256, rows_read, accepted,"
                " already_present, rejected) values ('points', 'a', :hash, 0, 0, 0, 0)"
            ),
            {"hash": "a" * 64},
        )
        connection.execute(
            text(
                "insert into forecast (source_code, point_number, made_on, year, amount)"
                " select source_code, number, made_on, year, f.amount from forecast f, point"
                " where responsible_unit = :unit limit 1"
            ),
            {"unit": TEAM_UNIT},
        )
        connection.execute(
            text(
                "insert into report_review (report_id, comment) select id, 'Vad gör vi?'"
                " from status_report where withdrawn_at is null order by as_of_date desc limit 1"
            )
        )
        connection.execute(
            text(
                "with made as (insert into publication (month, version, threshold, method,"
                " area_codes) values ('2026-08-01', 1, 5, 'prov', '{71}') returning id)"
                " insert into published_count (publication_id, area_code, first_month, months,"
                " measure, low, mark)"
                " select id, '71', '2026-08-01', 1, 'participants', 0, '..' from made"
            )
        )
    with made.engine(role=None).begin() as connection:
        connection.execute(text(_MEETING))
    yield made
    made.close()
    administer(server_url, "drop database row_security with (force)")


@contextmanager
def _as(database: Database, role: Role | None) -> Iterator[Connection]:
    """Give a transaction of the application's with a role's session, which is taken back."""
    key = sign_in_as(database.engine("trygghet_app"), role).key if role else ""
    with database.engine("trygghet_app").connect() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": key})
        yield connection
        connection.rollback()


def _may(role: Role | None, needed: Needed) -> bool:
    rights = needed if isinstance(needed, tuple) else (needed,) if needed else ()
    return any(Viewer(role=role).may(right) for right in rights)


def _named(needed: Needed) -> Needed:
    """Return the right that is noted as missing: of several, the last that is asked for."""
    return needed[-1] if isinstance(needed, tuple) else needed


def _columns(database: Database, table: str, privilege: str) -> list[str]:
    with database.engine(role=None).connect() as connection:
        return list(
            connection.scalars(
                text(
                    "select attname from pg_attribute where attrelid = cast(:table as regclass)"
                    " and attnum > 0 and not attisdropped and attidentity = ''"
                    " and attgenerated = ''"
                    " and has_column_privilege('trygghet_app', attrelid, attnum, :privilege)"
                ),
                {"table": table, "privilege": privilege},
            )
        )


def test_every_relation_of_the_applications_has_a_rule(example: Database) -> None:
    with example.engine(role=None).connect() as connection:
        rows = connection.execute(
            text(
                "select relname, relrowsecurity or relkind = 'v' and relname = 'audit_reading'"
                " from pg_class where relnamespace = 'public'::regnamespace"
                " and relkind in ('r', 'p', 'v', 'm', 'f')"
                " and has_any_column_privilege('trygghet_app', oid, 'select')"
            )
        ).all()
    found = {str(name): bool(is_guarded) for name, is_guarded in rows}
    assert set(found) - set(OPEN) == set(RULES) | {"role_right", "audit_head"} & set(found)
    assert [name for name in RULES if not found[name]] == []


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("table", RULES)
def test_a_role_sees_the_rows_that_are_for_it(
    example: Database, table: str, role: Role | None
) -> None:
    with _as(example, role) as connection:
        seen = connection.scalar(text(f"select count(*) from {table}"))
    own = table in OF_OWN_UNIT and _may(role, Right.SEE_OWN_MONEY)
    assert bool(seen) is (_may(role, RULES[table][0]) or own)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("table", RULES)
def test_what_a_role_is_not_shown_is_noted_once(example: Database, table: str, role: Role) -> None:
    needed = RULES[table][0]
    with _as(example, role) as connection:
        for _time in range(2):
            connection.execute(text(f"select count(*) from {table}"))
        noted = _refusals(connection)
    own = table in OF_OWN_UNIT and _may(role, Right.SEE_OWN_MONEY)
    # Which points are of the own unit is asked of the points, which others may not see either.
    told = [each for each in noted if not (table in OF_OWN_UNIT and each[1] == Right.SEE_POINTS)]
    assert told == ([] if _may(role, needed) or own else [("sql", _named(needed))])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    "table", [name for name, rule in RULES.items() if rule[1] and name != "app_user"]
)
def test_what_a_role_does_not_change_is_noted(example: Database, table: str, role: Role) -> None:
    seen = RULES[table][0]
    written = UPDATED_BY.get(table, RULES[table][1])
    with _as(example, role) as connection:
        if written is None or _may(role, written) or not (_may(role, seen)):
            return
        column = _columns(example, table, "update")[0]
        connection.execute(text(f"update {table} set {column} = {column}"))
        assert ("sql", _named(written)) in _refusals(connection)


def test_what_the_database_refuses_to_write_is_noted(example: Database) -> None:
    board = sign_in_as(example.engine("trygghet_app"), Role.BOARD)
    with (
        pytest.raises(DBAPIError),
        writing(example.engine("trygghet_app"), board) as connection,
    ):
        connection.execute(text("insert into focus_area (name) values ('Annat')"))
    with example.engine(role=None).connect() as connection:
        told = connection.execute(
            text("select actor, action, changes from audit_event order by id desc limit 1")
        ).one()
    assert told.actor.startswith("Nämndledamot")
    assert (told.action, told.changes) == ("refused", {"asked": "write", "needed": "sql"})


def _refusals(connection: Connection) -> list[tuple[str, str]]:
    """Return what the transaction has noted as refused, read with the superuser's rights."""
    connection.execute(text("set local role none"))
    rows = connection.execute(
        text(
            "select changes ->> 'asked', changes ->> 'needed' from audit_event"
            " where action = 'refused' and transaction = pg_current_xact_id()::text order by id"
        )
    )
    return [(str(asked), str(needed)) for asked, needed in rows]


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("table", [name for name in RULES if name != "audit_reading"])
def test_a_role_inserts_what_it_may(example: Database, table: str, role: Role | None) -> None:
    columns = _columns(example, table, "insert")
    if not columns:
        assert RULES[table][1] is None
        return
    with example.engine(role=None).connect() as connection:
        row = connection.scalar(
            text(f"select to_jsonb(t) from {table} t {NEW_ROW.get(table, '')} limit 1")
        )
    refused = _refused(
        example,
        role,
        f"insert into {table} ({', '.join(columns)}) select {', '.join(columns)}"
        f" from jsonb_populate_record(null::public.{table}, cast(:row as jsonb))",
        row=json.dumps(row),
    )
    assert refused is not _may(role, RULES[table][1])


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("table", [name for name in RULES if name != "audit_reading"])
def test_a_role_updates_what_it_may(example: Database, table: str, role: Role | None) -> None:
    columns, written = _columns(example, table, "update"), UPDATED_BY.get(table, RULES[table][1])
    if not columns:
        assert written is None
        return
    change = f"{columns[0]} = 'prov'" if "withdrawn_why" in columns else f"{columns[0]} = default"
    if table == "reporting_period":
        # Of its columns the first is its state, which has rules of its own.
        change = "comment = null"
    refused = _refused(example, role, f"update {table} set {change}")
    assert refused is not _may(role, written)


@pytest.mark.parametrize("role", [*Role, None])
def test_nobody_deletes_or_writes_the_audit(example: Database, role: Role | None) -> None:
    tables = [name for name in RULES if name != "audit_reading"]
    for table in (*tables, "audit_event", "audit_head", "role_right", "programme"):
        assert _refused(example, role, f"delete from {table}")
    for statement in (
        "update audit_event set actor = 'Annan'",
        (
            "insert into audit_event (actor, login, transaction, action, row_count)"
            " values ('Annan', 'a', '1', 'sign_in', 0)"
        ),
        "update role_right set role = 'board'",
        (
            "insert into app_session (user_id, key_digest, provider, idle_minutes, expires_at)"
            " values (1, '', 'a', 1, now())"
        ),
        "update app_session set expires_at = now() + interval '1 year'",
        "select key_digest from app_session",
        "select * from reporting_money",
        "select * from reporting_point",
        "select * from reporting_activity",
        "select * from registered_by_month(1, '2026-01-01', '2026-12-01')",
        "select prune_audit(now())",
        "select note_happening('sign_in', 1, 'Annan', '{}')",
        "select find_account(1, '{}')",
        "select sweep_sessions(1)",
    ):
        assert _refused(example, role, statement), statement


def _refused(database: Database, role: Role | None, statement: str, **values: Any) -> bool:
    """Whether a statement is refused for want of a right, or finds no row; other faults are not."""
    with _as(database, role) as connection:
        try:
            done = connection.execute(text(statement), values)
        except DBAPIError as error:
            state = str(getattr(error.orig, "sqlstate", ""))
            # A rule on what a row holds has been asked after the right to write it.
            if state != "42501" and not state.startswith(("22", "23", "55")):
                raise
            return state == "42501"
        return not done.rowcount
