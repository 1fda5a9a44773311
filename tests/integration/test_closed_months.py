"""What a closed month keeps as it is, whoever writes; and how entries are corrected."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.engine import reading, writing
from data_access.entries import fetch_history, fetch_own_latest, insert_entry
from data_access.refusals import rule_of
from domain.access import NOBODY, Role, Viewer
from services.import_file import ImportFile, import_file
from services.register_activities import (
    AlreadyRegisteredError,
    EntryGoneError,
    MonthClosedError,
    replace_entry,
    withdraw_entry,
)
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import (
    INSERT,
    approve_in,
    by_sql,
    count_standing,
    record_of,
    register_in,
    seen_in,
    submit_in,
)


@pytest.fixture(autouse=True)
def accounts(programme: Database) -> None:
    """Give an account for each role."""
    make_accounts(programme.engine())


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_closed_month_is_left_as_it_is_by_everybody(
    programme: Database, lead: Viewer, director: Viewer, *, is_approved: bool
) -> None:
    app = programme.engine("trygghet_app")
    register_in(programme, lead)
    with reading(app, lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry
    submit_in(programme, lead)
    if is_approved:
        approve_in(programme, director)
    with pytest.raises(MonthClosedError):
        register_in(programme, lead)
    with pytest.raises(MonthClosedError):
        withdraw_entry(app, viewer=lead, programme_id=1, entry_id=entry.id, why="Fel dag")
    with pytest.raises(MonthClosedError):
        replace_entry(
            app,
            viewer=lead,
            programme_id=1,
            entry_id=entry.id,
            record=record_of(occurred_on=date(2024, 6, 2)),
            why="Fel månad",
        )
    with pytest.raises(IntegrityError) as refused:
        import_file(
            app,
            viewer=lead,
            programme_id=1,
            file=ImportFile("activities", "a.csv", "a" * 64),
            records=[record_of(occurred_on=date(2024, 6, 2)), record_of()],
        )
    assert rule_of(refused.value) == "month_is_open"
    for role in ("trygghet_app", "trygghet_source", "trygghet_operator"):
        with pytest.raises(IntegrityError) as refused:
            by_sql(programme.engine(role), lead, INSERT)
        assert rule_of(refused.value) == "month_is_open"
        # The row is refused for its month alone.
        by_sql(programme.engine(role), lead, INSERT.replace("05-31", "06-30"))
    with pytest.raises(IntegrityError) as refused:
        by_sql(
            app, lead, "update activity set withdrawn_why = 'Fel' where occurred_on < '2024-06-01'"
        )
    assert rule_of(refused.value) == "month_is_open"
    assert count_standing(programme) == 4


@pytest.mark.parametrize("state", ["submitted", "approved"])
def test_a_closed_month_keeps_its_areas_and_its_last_day(
    programme: Database, lead: Viewer, director: Viewer, state: str
) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into area (code, name, level) values ('70', 'Tuve', 'mellanomrade')")
        )
    admin = sign_in_as(programme.engine("trygghet_app"), Role.ADMIN)
    move = "update area set parent_code = '{}' where code = '409'"
    app = programme.engine("trygghet_app")
    submit_in(programme, lead)
    if state == "approved":
        approve_in(programme, director)
    with pytest.raises(IntegrityError) as refused:
        by_sql(app, admin, move.format("70"))
    assert rule_of(refused.value) == "division_of_closed_months"
    with pytest.raises(DBAPIError, match="permission denied"):
        by_sql(app, lead, "update reporting_period set due_on = '2090-01-01'")


def test_an_area_without_closed_months_moves(programme: Database) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into area (code, name, level) values ('70', 'Tuve', 'mellanomrade')")
        )
    app = programme.engine("trygghet_app")
    admin = sign_in_as(app, Role.ADMIN)
    by_sql(app, admin, "update area set parent_code = '70' where code = '409'")
    with programme.engine(role=None).connect() as connection:
        assert connection.scalar(text("select parent_code from area where code = '409'")) == "70"


def test_what_is_replaced_is_withdrawn_first(programme: Database, lead: Viewer) -> None:
    register_in(programme, lead)
    with reading(programme.engine("trygghet_app"), lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry
    with (
        pytest.raises(IntegrityError) as refused,
        writing(programme.engine("trygghet_app"), lead) as connection,
    ):
        insert_entry(connection, 1, record_of(), replaces=entry.id)
    assert rule_of(refused.value) == "replaced_is_withdrawn"


@pytest.mark.parametrize("column", ["point_numbers", "partners"])
@pytest.mark.parametrize("role", ["trygghet_app", "trygghet_source"])
def test_nothing_is_no_point_and_no_partner(
    programme: Database, lead: Viewer, column: str, role: str
) -> None:
    statement = INSERT.replace("target_group)", f"target_group, {column})").replace(
        "'3')", "'3', '{NULL}')"
    )
    with pytest.raises(DBAPIError):
        by_sql(programme.engine(role), lead, statement)


def test_a_snapshot_of_earlier_writes_no_activities(programme: Database) -> None:
    source = programme.engine("trygghet_source").execution_options(
        isolation_level="REPEATABLE READ"
    )
    with pytest.raises(DBAPIError) as caught:
        by_sql(source, NOBODY, INSERT)
    assert getattr(caught.value.orig, "sqlstate", None) == "25001"


def test_a_form_is_saved_once(programme: Database, lead: Viewer) -> None:
    register_in(programme, lead, source_ref="webb-1")
    with pytest.raises(AlreadyRegisteredError):
        register_in(programme, lead, source_ref="webb-1")
    assert count_standing(programme) == 1


def test_an_entry_is_corrected_once(programme: Database, lead: Viewer) -> None:
    app = programme.engine("trygghet_app")
    register_in(programme, lead)
    with reading(app, lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry
    told: dict[str, Any] = {
        "viewer": lead,
        "programme_id": 1,
        "entry_id": entry.id,
        "why": "Fel antal",
    }
    replace_entry(app, record=record_of(occasions=3), **told)
    with pytest.raises(EntryGoneError):
        replace_entry(app, record=record_of(occasions=4), **told)
    with reading(app, lead) as connection:
        (old, new) = fetch_history(connection, lead, 1, entry.id)
    backa = seen_in(programme, lead)
    assert (backa.entries, backa.occasions) == (1, 3)
    assert old.withdrawal
    assert (old.withdrawal.by, old.withdrawal.why) == ("Arbetsledare", "Fel antal")
    assert (new.replaces, new.record.occasions, new.withdrawal) == (old.id, 3, None)
    with reading(app, lead) as connection:
        assert fetch_history(connection, lead, 1, new.id) == (old, new)
