"""What stood in the rows that may be changed is kept, whoever writes, and by nobody else's hand."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Row, text
from sqlalchemy.exc import DBAPIError

from config.vocabulary import TEAM_UNIT
from data_access.engine import reading
from data_access.facts import rows_at, settle
from data_access.migrate import downgrade, upgrade
from data_access.money import fetch_unit_outcomes
from data_access.reports import tick_milestone
from data_access.schema import metadata
from domain.access import Role
from domain.money import PointOutcome
from domain.updates import Tick
from domain.viewpoint import Viewpoint
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import by_sql
from tests.integration.small_programme import run_rows

MILESTONE = (
    "insert into milestone (point_number, title, due_on) values (1, 'Avtal', '2026-03-01');\n"
)


def run(database: Database, statement: str, role: str | None = "trygghet_operator") -> None:
    with database.engine(role).begin() as connection:
        connection.execute(text(statement))


def versions(database: Database, table: str) -> list[Row[Any]]:
    """Return the versions of a table's rows: key, content, whether it stands, and who made it."""
    with database.engine(None).connect() as connection:
        return list(
            connection.execute(
                text(
                    "select row_key, content, replaced_at is null as stands, recorded_at,"
                    " replaced_at, recorded_by from row_version where table_name = :table"
                    " order by id"
                ),
                {"table": table},
            )
        )


def stood(database: Database, table: str, moment: datetime) -> list[dict[str, Any]]:
    """Return a table's rows as they stood at a moment, by the predicate that all readers use."""
    with database.engine().begin() as connection:
        settle(connection, moment)
        rows = rows_at(metadata.tables[table], 1, moment)
        return [dict(row) for row in connection.execute(rows.select()).mappings()]


def clock(database: Database) -> datetime:
    with database.engine().connect() as connection:
        told: datetime = connection.scalar(text("select clock_timestamp()"))
    return told


@pytest.mark.parametrize("role", [None, "trygghet_owner", "trygghet_operator"])
def test_versions_are_kept_whoever_writes(programme: Database, role: str | None) -> None:
    before = clock(programme)
    run(programme, "update point set title = 'Ändrad'", role)
    was, now = versions(programme, "point")
    assert (was.content["title"], now.content["title"]) == ("En punkt", "Ändrad")
    assert (was.stands, now.stands) == (False, True)
    assert was.replaced_at == now.recorded_at > before
    assert now.recorded_by


def test_what_the_panel_ticks_is_kept_with_the_person(programme: Database) -> None:
    run_rows(programme.engine(None), MILESTONE)
    make_accounts(programme.engine())
    viewer = sign_in_as(programme.engine("trygghet_app"), Role.TEAM_LEAD)
    with programme.engine("trygghet_app").begin() as connection:
        connection.execute(
            text("select set_config('trygghet.viewer', :key, true)"), {"key": viewer.key}
        )
        done = datetime.fromisoformat("2026-02-01").date()
        assert tick_milestone(connection, 1, 1, Tick("Avtal", done, None))
    was, now = versions(programme, "milestone")
    assert (was.content["done_on"], now.content["done_on"]) == (None, "2026-02-01")
    assert "Arbetsledare" in now.recorded_by


def test_an_update_that_changes_nothing_keeps_no_version(programme: Database) -> None:
    run(programme, "update point set title = title, due_on = due_on")
    assert len(versions(programme, "point")) == 1


def test_each_type_of_a_column_comes_back_as_it_was(programme: Database) -> None:
    run(
        programme,
        "update point set area_codes = '{71}', target_groups = '{1,3}', description = 'Å \"ä\" ö'",
    )
    run(programme, "update funding_source set amount = 0.10, repay_by = null")
    for table in ("point", "funding_source", "milestone", "indicator"):
        rows = rows_at(metadata.tables[table], 1)
        with programme.engine().connect() as connection:
            present = [dict(row) for row in connection.execute(rows.select()).mappings()]
        assert stood(programme, table, clock(programme)) == present


def test_a_changed_key_and_a_removed_row_are_told_as_of_then(programme: Database) -> None:
    first = clock(programme)
    run(programme, "update point set number = 7", None)
    second = clock(programme)
    run(programme, "delete from point", None)
    third = clock(programme)
    told = [
        [row["number"] for row in stood(programme, "point", moment)]
        for moment in (first, second, third)
    ]
    assert told == [[1], [7], []]


def test_what_is_changed_twice_in_a_transaction_is_told_as_it_ended(programme: Database) -> None:
    before = clock(programme)
    with programme.engine().begin() as connection:
        connection.execute(text("update point set title = 'En'"))
        connection.execute(text("select pg_sleep(0.02)"))
        connection.execute(text("update point set title = 'Två'"))
    after = clock(programme)
    seen = {stood(programme, "point", moment)[0]["title"] for moment in (before, after)}
    assert seen == {"En punkt", "Två"}
    one = versions(programme, "point")[1]
    assert one.recorded_at == one.replaced_at


@pytest.mark.parametrize("role", ["trygghet_operator", "trygghet_app", "trygghet_source"])
@pytest.mark.parametrize(
    "statement",
    [
        "update row_version set replaced_at = now()",
        "delete from row_version",
        "truncate row_version",
        (
            "insert into row_version (programme_id, table_name, row_key, content, recorded_at,"
            " recorded_by) values (1, 'point', '9', '{}', now(), 'jag')"
        ),
    ],
)
def test_nobody_but_the_owner_writes_versions(
    programme: Database, role: str, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        run(programme, statement, role)


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.DIRECTOR, {"point", "funding_source"}),
        (Role.BOARD, {"point", "funding_source"}),
        (Role.TEAM_LEAD, {"point"}),
        (Role.RESEARCHER, set()),
        (Role.ADMIN, set()),
    ],
)
def test_versions_are_for_those_who_see_the_rows(
    programme: Database, role: Role, seen: set[str]
) -> None:
    make_accounts(programme.engine())
    app = programme.engine("trygghet_app")
    with reading(app, sign_in_as(app, role)) as connection:
        found = connection.scalars(text("select distinct table_name from row_version"))
        assert set(found) == seen


def test_without_a_viewer_there_are_no_versions(programme: Database) -> None:
    with programme.engine("trygghet_app").connect() as connection:
        assert connection.scalar(text("select count(*) from row_version")) == 0


def test_a_viewer_changes_no_version_by_way_of_sql(programme: Database) -> None:
    make_accounts(programme.engine())
    app = programme.engine("trygghet_app")
    director = sign_in_as(app, Role.DIRECTOR)
    with pytest.raises(DBAPIError, match="permission denied"):
        by_sql(app, director, "update row_version set content = '{}'")


CHANGES = (
    "update point set title = 'Andra' where number = 1",
    "update point set title = 'Tredje', due_on = '2026-11-30'",
    (
        "insert into milestone (point_number, title, due_on)"
        " values (1, 'Avtal', '2026-03-01'), (1, 'Lokal', '2026-04-01')"
    ),
    "update milestone set done_on = '2026-02-01' where title = 'Avtal'",
    "update milestone set due_on = due_on + 30",
    "delete from milestone where title = 'Lokal'",
    "update funding_source set amount = amount * 2",
)
TABLES = ("point", "milestone", "indicator", "funding_source")


def present(database: Database) -> dict[str, list[dict[str, Any]]]:
    found = {}
    with database.engine().connect() as connection:
        for table in TABLES:
            kept = metadata.tables[table]
            rows = connection.execute(kept.select().order_by(*kept.primary_key)).mappings()
            found[table] = [dict(row) for row in rows]
    return found


def ordered(database: Database, moment: datetime) -> dict[str, list[dict[str, Any]]]:
    return {
        table: sorted(
            stood(database, table, moment), key=lambda row: row.get("id") or row.get("number") or 0
        )
        for table in TABLES
    }


def test_the_audit_tells_what_was_before_versions_were_kept(programme: Database) -> None:
    owner = programme.engine(None)
    downgrade(owner, "0011")
    told = [(clock(programme), present(programme))]
    for change in CHANGES:
        run(programme, change, None)
        told.append((clock(programme), present(programme)))
    with owner.begin() as connection:
        # Two in one transaction, as a correction of an import is.
        connection.execute(text("update point set title = 'Fjärde'"))
        connection.execute(text("update point set title = 'Femte'"))
    told.append((clock(programme), present(programme)))
    upgrade(owner)
    assert present(programme) == told[-1][1]
    for moment, rows in told:
        assert ordered(programme, moment) == rows
    run(programme, "update point set title = 'Sjätte'")
    assert ordered(programme, told[-1][0]) == told[-1][1]
    assert ordered(programme, clock(programme)) == present(programme)


def test_down_and_up_again_keeps_what_the_audit_knows(programme: Database) -> None:
    run_rows(programme.engine(None), MILESTONE)
    before = clock(programme)
    run(programme, "update milestone set done_on = '2026-02-01'")
    after = clock(programme)
    told = [ordered(programme, moment) for moment in (before, after)]
    downgrade(programme.engine(None), "0011")
    with programme.engine(None).connect() as connection:
        assert connection.scalar(text("select to_regclass('row_version')")) is None
    upgrade(programme.engine(None))
    assert [ordered(programme, moment) for moment in (before, after)] == told


def test_a_units_money_is_told_of_the_points_and_titles_that_it_had_then(
    programme: Database,
) -> None:
    make_accounts(programme.engine())
    run(programme, f"update point set responsible_unit = '{TEAM_UNIT}'")
    run(
        programme,
        "insert into ledger_entry (source_code, point_number, booked_on, account, amount, voucher)"
        " values ('EXTRA', 1, '2024-05-01', '5010', 100, 'V1')",
    )
    then = Viewpoint.back_at(clock(programme))
    app = programme.engine("trygghet_app")
    viewer = sign_in_as(app, Role.TEAM_LEAD)

    def outcomes(at: Viewpoint) -> list[PointOutcome]:
        with reading(app, viewer) as connection:
            return list(fetch_unit_outcomes(connection, viewer, 1, 2024, at))

    told = [PointOutcome(1, "En punkt", Decimal(100))]
    assert outcomes(then) == told
    run(programme, "update point set title = 'Ändrad'")
    assert outcomes(then) == told
    assert outcomes(then.known_now) == [PointOutcome(1, "Ändrad", Decimal(100))]
    run(
        programme,
        "insert into point (number, title, short_title, focus_area, starts_on, due_on,"
        f" responsible_unit) select 2, 'Ny', 'Ny', focus_area, starts_on, due_on, '{TEAM_UNIT}'"
        " from point",
    )
    assert outcomes(then) == told
    # What is booked on it is another's today: the unit sees nothing of it, and so no 0 either.
    run(programme, "update point set responsible_unit = 'Fältenheten' where number = 1")
    assert outcomes(then) == []
