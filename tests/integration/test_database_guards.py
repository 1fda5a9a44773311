"""The database guards itself: what no client may do, whatever program it is."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from tests.conftest import Database
from tests.integration.small_programme import add_activity

FACTS = (
    "activity",
    "status_report",
    "indicator_value",
    "budget_line",
    "ledger_entry",
    "forecast",
)


def test_app_has_no_right_to_delete_anything(programme: Database) -> None:
    with programme.engine().connect() as connection:
        rights = connection.scalars(
            text(
                "select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace"
                " and c.relkind in ('r', 'v') and (has_table_privilege(c.oid, 'delete')"
                " or has_table_privilege(c.oid, 'truncate'))"
            )
        ).all()
    assert rights == []


@pytest.mark.parametrize("fact", FACTS)
def test_app_may_change_only_the_reason_of_withdrawal(programme: Database, fact: str) -> None:
    with programme.engine().connect() as connection:
        columns = connection.scalars(
            text(
                "select attname from pg_attribute where attrelid = cast(:fact as regclass)"
                " and attnum > 0 and has_column_privilege(attrelid, attnum, 'update')"
            ),
            {"fact": fact},
        ).all()
    assert columns == ["withdrawn_why"]


@pytest.mark.parametrize(
    "statement",
    [
        "update activity set occasions = 9",
        "update activity set recorded_at = now()",
        "delete from activity",
        "truncate activity",
        (
            "insert into activity (occurred_on, area_code, kind, target_group, recorded_by)"
            " values ('2024-05-02', '71', 'outreach', '3', 'Någon annan')"
        ),
        (
            "insert into activity (occurred_on, area_code, kind, target_group, recorded_at)"
            " values ('2024-05-02', '71', 'outreach', '3', now() - interval '1 day')"
        ),
        "delete from audit_event",
        "update audit_event set actor = 'Annan'",
        (
            "insert into audit_event (actor, login, transaction, action, row_count)"
            " values ('a', 'a', '1', 'refused', 0)"
        ),
        "select key_digest from app_session",
        "update app_session set ended_at = null",
        "update role_right set action = 'see_counts'",
        "select find_account(1, '{}')",
        "select note_happening('refused', 1, 'Annan', '{}')",
        "update activity_month set occasions = 1",
        "insert into revision (table_name) values ('activity')",
        "delete from point",
        "select add_to_summary('[]')",
        "update partner set code = 'polis'",
        "update point set number = 2",
        (
            "insert into import_batch (kind, file_name, sha256, rows_read, accepted,"
            " already_present, rejected, recorded_by)"
            " values ('ledger', 'a', repeat('a', 64), 0, 0, 0, 0, 'Annan')"
        ),
    ],
)
def test_app_is_refused(programme: Database, statement: str) -> None:
    with programme.engine().begin() as connection:
        add_activity(connection)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        programme.engine().begin() as connection,
    ):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement", ["update activity set occasions = 9", "delete from activity", "truncate activity"]
)
def test_even_the_owner_cannot_rewrite_a_fact(programme: Database, statement: str) -> None:
    with programme.engine().begin() as connection:
        add_activity(connection)
    with (
        pytest.raises(ProgrammingError, match="fact"),
        programme.engine(role="trygghet_owner").begin() as connection,
    ):
        connection.execute(text(statement))


def test_a_fact_is_withdrawn_once_with_the_databases_own_time_and_person(
    programme: Database,
) -> None:
    with programme.engine().begin() as connection:
        connection.execute(text("select set_config('trygghet.actor', 'ledare', true)"))
        fact = add_activity(connection)
        connection.execute(
            text("update activity set withdrawn_why = 'fel dag' where id = :id"), {"id": fact}
        )
        row = connection.execute(text("select * from activity")).one()
    assert row.recorded_by == row.withdrawn_by == "ledare"
    assert row.recorded_at == row.withdrawn_at, "one moment a transaction"
    with (
        pytest.raises(DBAPIError, match="already withdrawn"),
        programme.engine().begin() as connection,
    ):
        connection.execute(text("update activity set withdrawn_why = 'igen'"))


def test_a_source_system_writes_activities_in_its_own_name_only(programme: Database) -> None:
    with programme.engine(role="trygghet_source").begin() as connection:
        connection.execute(text("select set_config('trygghet.actor', 'ledare', true)"))
        add_activity(connection)
    with programme.engine(role=None).connect() as connection:
        assert connection.scalar(text("select recorded_by from activity")) == "trygghet_admin"
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        programme.engine(role="trygghet_source").begin() as connection,
    ):
        connection.execute(text("select * from activity"))


def test_a_reader_of_reports_sees_the_reporting_views_only(programme: Database) -> None:
    with programme.engine(role="trygghet_reader").connect() as connection:
        seen = connection.scalars(
            text(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                " and relkind in ('r', 'v') and has_table_privilege(oid, 'select') order by 1"
            )
        ).all()
    assert seen == [
        "alembic_version",
        "reporting_activity",
        "reporting_money",
        "reporting_point",
    ]


TOMORROW = date.today() + timedelta(days=2)  # noqa: DTZ011 - a day's margin for the zone


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"occurred_on": date(2022, 4, 30)}, "outside the programme"),
        ({"occurred_on": TOMORROW}, "the last day that it may be"),
        ({"occasions": 0}, "occasions_range"),
        ({"participants": -1}, "participants_range"),
        ({"minutes": 1441}, "minutes_range"),
        ({"area_code": "99"}, "fk_activity_programme_id_area_code"),
        ({"area_code": "H"}, "a mellanområde or a primärområde"),
        ({"kind": "dans"}, "fk_activity_programme_id_kind"),
        ({"target_group": "9"}, "fk_activity_programme_id_target_group"),
        ({"point_numbers": [29]}, "no point with the code 29"),
        ({"point_numbers": [2, 1]}, "point_numbers_ordered"),
        ({"point_numbers": [1, 1]}, "point_numbers_ordered"),
        ({"partners": ["police", "nobody"]}, "no partner with the code nobody"),
    ],
)
def test_an_activity_that_breaks_a_rule_is_refused(
    programme: Database, change: dict[str, object], rule: str
) -> None:
    with (
        pytest.raises(IntegrityError, match=rule),
        programme.engine(role="trygghet_source").begin() as connection,
    ):
        add_activity(connection, **change)


@pytest.mark.parametrize("role", ["trygghet_app", "trygghet_source", "trygghet_reader"])
def test_no_client_can_attach_our_triggers_to_a_table_of_its_own(
    programme: Database, role: str
) -> None:
    with programme.engine(role=role).connect() as connection:
        connection.execute(text("create temp table activity (occurred_on date)"))
        for function in ("note_write", "summarise_activities"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                connection.begin_nested(),
            ):
                connection.execute(
                    text(
                        "create trigger forged after insert on pg_temp.activity referencing"
                        f" new table as new_rows for each statement execute function {function}()"
                    )
                )


def test_a_clients_own_tables_do_not_stand_in_for_ours(programme: Database) -> None:
    with programme.engine(role="trygghet_source").connect() as connection:
        connection.execute(
            text(
                "create temp table programme as select 1 as id, date '1900-01-01' as starts_on,"
                " null::date as ends_on"
            )
        )
        with pytest.raises(IntegrityError, match="outside the programme"):
            add_activity(connection, occurred_on=date(1999, 1, 1))


def test_every_function_looks_in_our_schema_first(programme: Database) -> None:
    with programme.engine(role=None).connect() as connection:
        loose = connection.scalars(
            text(
                "select proname from pg_proc where pronamespace = 'public'::regnamespace"
                " and coalesce(proconfig::text, '') not like '%search_path=public, pg_temp%'"
            )
        ).all()
    assert loose == []


def test_one_standing_status_a_point_and_day(programme: Database) -> None:
    def report(connection: Connection) -> None:
        connection.execute(
            text(
                "insert into status_report (point_number, status, as_of_date)"
                " values (1, 'on_plan', '2024-05-02')"
            )
        )

    with programme.engine().begin() as connection:
        report(connection)
    with pytest.raises(IntegrityError, match="standing"), programme.engine().begin() as connection:
        report(connection)
    with programme.engine().begin() as connection:
        connection.execute(text("update status_report set withdrawn_why = 'ny bedömning'"))
        report(connection)
        count = connection.scalar(
            text("select count(*) from status_report where withdrawn_at is null")
        )
    assert count == 1


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        (
            "update area set parent_code = '409' where code = '71'",
            "fk_area_programme_id_parent_code_parent_level",
        ),
        (
            "update area set parent_code = null, level = 'primaromrade' where code = '71'",
            "fk_area_programme_id_parent_code_parent_level",
        ),
        (
            (
                "insert into reporting_period (area_code, month, due_on)"
                " values ('409', '2024-05-01', '2024-06-10')"
            ),
            "fk_reporting_period_programme_id_area_code_area_level",
        ),
        (
            (
                "insert into reporting_period (area_code, month, due_on)"
                " values ('71', '2024-05-02', '2024-06-10')"
            ),
            "ck_reporting_period_month_first_of_month",
        ),
        (
            "update point set short_title = 'Ettordsomäralldelesförlångt'",
            "ck_point_short_title_words",
        ),
        ("update point set due_on = '2021-01-01', starts_on = '2021-01-01'", "outside"),
        ("update programme set starts_on = '2023-01-01'", "outside its new days"),
        (
            (
                "insert into import_batch (kind, file_name, sha256, rows_read, accepted,"
                " already_present, rejected) values ('ledger', 'a.csv', repeat('a', 64), 5, 1, 1, 1)"  # noqa: E501
            ),
            "ck_import_batch_rows_add_up",
        ),
    ],
)
def test_the_programmes_own_rules(programme: Database, statement: str, rule: str) -> None:
    with programme.engine().begin() as connection:
        add_activity(connection, occurred_on=date(2022, 5, 3))
    with pytest.raises(DBAPIError) as refused, programme.engine().begin() as connection:
        connection.execute(text(statement))
    # Its own words, not the statement, which names the table whatever is wrong.
    assert rule in str(refused.value.orig)


def test_every_write_leaves_an_audit_row_with_before_and_after(programme: Database) -> None:
    with programme.engine().begin() as connection:
        connection.execute(text("select set_config('trygghet.actor', 'ledare', true)"))
        connection.execute(text("update partner set name = 'Polisen' where code = 'police'"))
    with programme.engine(role=None).connect() as connection:
        event = connection.execute(text("select * from audit_event order by id desc limit 1")).one()
    assert (event.actor, event.action, event.table_name) == ("ledare", "update", "partner")
    assert event.login == "trygghet_admin/trygghet_operator"
    assert event.changes["before"][0]["name"] == "Polis"
    assert event.changes["after"][0]["name"] == "Polisen"


def test_every_table_is_watched(programme: Database) -> None:
    derived = {
        "activity_month",
        "revision",
        "revision_base",
        "audit_event",
        "audit_head",
        "alembic_version",
        # Its sign-ins and their ends are noted by triggers of their own, its use is not.
        "app_session",
        "role_right",
        # The history of what is noted in `reporting_period`.
        "reporting_step",
        # The history of what is noted in the tables themselves.
        "row_version",
        # What nobody has said yet, and what has been sent to whom.
        "draft",
        "reminder_sent",
    }
    with programme.engine(role=None).connect() as connection:
        unwatched = connection.scalars(
            text(
                "select relname from pg_class c where relnamespace = 'public'::regnamespace"
                " and relkind = 'r' and 4 > (select count(*) from pg_trigger t"
                " where t.tgrelid = c.oid and t.tgname like 'note%'"
                " and t.tgname <> 'note_writer')"
            )
        ).all()
    assert set(unwatched) == derived


def test_what_another_recorded_meanwhile_can_be_withdrawn(programme: Database) -> None:
    with programme.engine().begin() as first:
        add_activity(first, occurred_on=date(2024, 5, 2))
        with programme.engine().begin() as second:
            add_activity(second, occurred_on=date(2024, 5, 3))
        withdrawn = first.execute(
            text(
                "update activity set withdrawn_why = 'prov' where occurred_on = '2024-05-03'"
                " returning withdrawn_at - recorded_at"
            )
        ).scalar_one()
    assert withdrawn == timedelta(0)
