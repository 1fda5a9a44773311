"""What began to be written before a publication does not come to a month that it told.

What stood when a publication was made is read as of its moment: an entry that has an earlier one,
and came later, would be taken for told ever after.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from data_access.refusals import refusal_of, rule_of
from domain.access import Role, Viewer
from domain.calendar import months_between
from domain.months import Move
from services import report_months
from services.publish import propose_month
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import BACKA, by_sql, register_in
from tests.integration.test_reporting_view import close, publish, step_of

APRIL, MAY, JUNE, JULY = months_between(date(2024, 4, 1), date(2024, 7, 1))

INSERT = (
    "insert into activity (occurred_on, area_code, kind, target_group)"
    " values ('{day}', '{area}', 'outreach', '3')"
)
WITHDRAW = (
    "update activity set withdrawn_why = 'Fel' where withdrawn_at is null and occurred_on = '{day}'"
)


@pytest.fixture
def closed(programme: Database) -> tuple[Database, Viewer, Viewer]:
    """Give a programme with two months of a quarter made public and the third one approved."""
    app = programme.engine("trygghet_app")
    make_accounts(programme.engine())
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into area (code, name, level) values ('70', 'Tuve', 'mellanomrade')")
        )
    lead, director = sign_in_as(app, Role.TEAM_LEAD), sign_in_as(app, Role.DIRECTOR)
    for month in (APRIL, MAY, JUNE):
        register_in(programme, lead, occurred_on=month, participants=40)
        close(programme, lead, director, month)
        if month != JUNE:
            publish(programme, director, month)
    return programme, lead, director


@pytest.fixture
def slow(closed: tuple[Database, Viewer, Viewer]) -> Iterator[Connection]:
    """Give a team leader's connection whose transaction began to write before June is public."""
    programme, lead, _director = closed
    with programme.engine("trygghet_app").connect() as connection:
        connection.execute(
            text("select set_config('trygghet.viewer', :key, false)"), {"key": lead.key}
        )
        connection.commit()
        # In another area, so that nobody waits for it who opens a month of the first.
        connection.execute(text(INSERT.format(day="2024-07-01", area="70")))
        yield connection


def reopen(programme: Database, director: Viewer, month: date) -> None:
    report_months.move_month(
        programme.engine("trygghet_app"),
        viewer=director,
        programme_id=1,
        area_code=BACKA,
        month=month,
        move=Move.REOPEN,
        seen=step_of(programme, month),
        why="Sen uppgift",
    )


@pytest.mark.parametrize("statement", [INSERT, WITHDRAW])
# April is told by June's publication too: in the quarter.
@pytest.mark.parametrize("month", [APRIL, JUNE])
def test_what_began_earlier_does_not_come_to_a_month_that_is_public_since(
    closed: tuple[Database, Viewer, Viewer], slow: Connection, month: date, statement: str
) -> None:
    programme, _lead, director = closed
    publish(programme, director, JUNE)
    reopen(programme, director, month)
    # Another month is nobody's concern.
    slow.execute(text(INSERT.format(day="2024-07-02", area="71")))
    with pytest.raises(IntegrityError) as refused:
        slow.execute(text(statement.format(day=month, area="409")))
    assert rule_of(refused.value) == "written_before_it_was_public"
    assert "Försök igen" in refusal_of(refused.value)
    assert f"{month:%Y-%m} Backa" in refusal_of(refused.value)
    slow.rollback()
    # From now on it is a correction like any other.
    slow.execute(text(statement.format(day=month, area="409")))
    slow.commit()
    app = programme.engine("trygghet_app")
    ground, _made = propose_month(app, viewer=director, programme_id=1, month=month, threshold=5)
    assert (BACKA, month) not in ground.standing


def test_a_moment_that_the_client_puts_forward_does_not_help(
    closed: tuple[Database, Viewer, Viewer], slow: Connection
) -> None:
    programme, _lead, director = closed
    publish(programme, director, JUNE)
    reopen(programme, director, JUNE)
    # The first row has the early moment; the setting is another one when the guard looks.
    with pytest.raises(IntegrityError) as refused:
        slow.execute(
            text(
                "insert into activity (occurred_on, area_code, kind, target_group, note)"
                " select '2024-06-02', '409', 'outreach', '3',"
                " case n when 2 then set_config('trygghet.moment', clock_timestamp()::text, true)"
                " end from generate_series(1, 2) n"
            )
        )
    assert rule_of(refused.value) == "written_before_it_was_public"


def test_an_area_that_is_in_public_counts_is_not_moved_though_its_months_are_open(
    closed: tuple[Database, Viewer, Viewer],
) -> None:
    programme, _lead, director = closed
    publish(programme, director, JUNE)
    for month in (APRIL, MAY, JUNE):
        reopen(programme, director, month)
    admin = sign_in_as(programme.engine("trygghet_app"), Role.ADMIN)
    with pytest.raises(IntegrityError) as refused:
        by_sql(
            programme.engine("trygghet_app"),
            admin,
            "update area set parent_code = '70' where code = '409'",
        )
    assert rule_of(refused.value) == "division_of_published_counts"
