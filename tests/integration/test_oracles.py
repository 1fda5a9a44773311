"""What a login may not read it is not told by the way: by plans, locks, waits or refusals."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data_access import publications
from data_access.refusals import rule_of
from domain.access import Role, Viewer
from domain.activities import PeriodState
from domain.grounds import Ground
from domain.publications import Proposal
from services.publish import propose_month, publish_month
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import (
    MAY,
    approve_in,
    by_sql,
    register_in,
    state_of,
    submit_in,
)

HIDDEN_TABLES = ("activity", "activity_month")

REOPENING = (
    "set local lock_timeout = '300ms';"
    "update reporting_period set state = 'open', comment = 'Prov' where area_code = '71'"
)


@pytest.fixture(autouse=True)
def accounts(programme: Database) -> None:
    """Give an account for each role."""
    make_accounts(programme.engine())


@pytest.fixture
def approved(programme: Database, lead: Viewer, director: Viewer) -> Database:
    """Give the programme with a month approved."""
    register_in(programme, lead, target_group="1", kind="talk", occasions=2, participants=2)
    for people in (3, 4, 4, 90):
        register_in(programme, lead, target_group="3", occasions=7, participants=people)
    submit_in(programme, lead)
    approve_in(programme, director)
    return programme


def proposed(database: Database, viewer: Viewer) -> tuple[Ground, Proposal]:
    app = database.engine("trygghet_app")
    return propose_month(app, viewer=viewer, programme_id=1, month=MAY, threshold=5)


def published(database: Database, viewer: Viewer, made: tuple[Ground, Proposal]) -> int:
    return publish_month(
        database.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        ground=made[0],
        proposal=made[1],
        comment=None,
    )


@pytest.mark.parametrize("role", [Role.BOARD, Role.RESEARCHER])
def test_the_planner_expects_the_same_of_every_value(approved: Database, role: Role) -> None:
    with (
        approved.engine(role=None)
        .connect()
        .execution_options(isolation_level="AUTOCOMMIT") as connection
    ):
        connection.execute(text("analyze"))
        conditions = {
            (table, column): connection.scalars(
                text(
                    f"select distinct format('{column} = %L', {column}) from {table}"
                    f" where {column} is not null"
                )
            ).all()
            for table in HIDDEN_TABLES
            for column in connection.scalars(
                text(
                    "select attname from pg_attribute where attrelid = cast(:t as regclass)"
                    " and attnum > 0 and not attisdropped"
                ),
                {"t": table},
            ).all()
        }
    assert max(map(len, conditions.values())) > 3
    app = approved.engine("trygghet_app")
    viewer = sign_in_as(app, role)
    with app.begin() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": viewer.key})
        for (table, column), asked in conditions.items():
            assert connection.scalar(text(f"select count(*) from {table}")) == 0
            expected = {
                condition: connection.execute(
                    text("explain (format json) select from " + table + " where " + condition)
                ).scalar_one()[0]["Plan"]["Plan Rows"]
                for condition in asked
            }
            assert len(set(expected.values())) <= 1, (table, column, expected)


def test_nobody_but_who_publishes_holds_publishing_up(approved: Database, director: Viewer) -> None:
    made = proposed(approved, director)
    app = approved.engine("trygghet_app")
    board = sign_in_as(app, Role.BOARD)
    with pytest.raises(DBAPIError) as raised:
        by_sql(app, board, "select hold_publications(1)")
    assert getattr(raised.value.orig, "sqlstate", None) == "42501"
    with approved.engine("trygghet_reader").connect() as reader:
        reader.execute(text("select pg_advisory_lock(7209, 1)"))
        assert published(approved, director, made)


def test_no_month_is_opened_while_it_is_published(
    approved: Database, director: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = proposed(approved, director)
    write = publications.write_publication
    states = []

    def write_while_somebody_opens(*arguments: Any) -> int:
        with pytest.raises(DBAPIError) as raised:
            by_sql(approved.engine("trygghet_app"), director, REOPENING)
        assert getattr(raised.value.orig, "sqlstate", None) == "55P03"
        states.append(state_of(approved))
        return write(*arguments)

    monkeypatch.setattr("services.publish.write_publication", write_while_somebody_opens)
    assert published(approved, director, made)
    assert states == [PeriodState.APPROVED]


def test_a_refusal_tells_nothing_of_the_months(approved: Database) -> None:
    app = approved.engine("trygghet_app")
    board = sign_in_as(app, Role.BOARD)
    told = set()
    for area in ("71", "72", "nowhere"):
        with pytest.raises(DBAPIError) as raised:
            by_sql(
                app,
                board,
                "insert into publication (month, version, threshold, method, area_codes)"
                f" values ('2024-05-01', 1, 5, 'prov', '{{{area}}}')",
            )
        told.add(str(raised.value.orig).splitlines()[0])
    assert len(told) == 1


def test_what_was_protected_as_about_individuals_stays_so(
    approved: Database, director: Viewer
) -> None:
    admin = sign_in_as(approved.engine("trygghet_app"), Role.ADMIN)
    change = "update activity_kind set concerns_individuals = not concerns_individuals"
    by_sql(approved.engine("trygghet_app"), admin, change)
    by_sql(approved.engine("trygghet_app"), admin, change)
    assert published(approved, director, proposed(approved, director))
    with pytest.raises(DBAPIError) as raised:
        by_sql(approved.engine("trygghet_app"), admin, change)
    assert rule_of(raised.value) == "kind_of_published_counts"
    by_sql(approved.engine("trygghet_app"), admin, "update activity_kind set name = name || ' x'")
