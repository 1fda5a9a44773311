"""The audit's chain: whole after any writing, and broken by any change, also the owner's."""

import threading

import pytest
from sqlalchemy import Connection, text

from data_access.audit import AuditFault, BrokenLink, count_events, fetch_broken_links
from data_access.migrate import downgrade, upgrade
from tests.conftest import Database, run_trygghet
from tests.integration.small_programme import add_activity


def _broken(programme: Database) -> tuple[BrokenLink, ...]:
    with programme.engine().connect() as connection:
        return fetch_broken_links(connection)


def _as_owner(programme: Database, statement: str) -> None:
    with programme.engine(role="trygghet_owner").begin() as connection:
        connection.execute(text(statement))


def _at(connection: Connection, position: int) -> int:
    key = text("select id from audit_event where position = :position")
    return int(connection.scalar(key, {"position": position}) or 0)


def test_the_chain_is_whole_after_writers_at_once(programme: Database) -> None:
    engine = programme.engine(pool_size=8)
    with programme.engine().connect() as connection:
        before = count_events(connection)

    def write() -> None:
        for turn in range(10):
            with engine.connect() as connection, connection.begin() as transaction:
                add_activity(connection)
                if turn % 3 == 0:
                    transaction.rollback()

    writers = [threading.Thread(target=write) for _writer in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert _broken(programme) == ()
    with programme.engine().connect() as connection:
        assert count_events(connection) == before + 6 * 6


def test_a_long_transaction_holds_no_other_up(programme: Database) -> None:
    with programme.engine().connect() as slow:
        add_activity(slow)
        with programme.engine().begin() as quick:
            quick.execute(text("set local lock_timeout = '1s'"))
            add_activity(quick)
        slow.commit()
    assert _broken(programme) == ()


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'Någon annan'",
        "row_count = row_count + 1",
        "address = '192.0.2.0/24'",
        "login = 'annan'",
        "table_name = 'point'",
        "programme_id = null",
        "at = at - interval '1 second'",
        "changes = jsonb_set(changes, '{after}', '[]')",
        "hash = sha256('x')",
        "previous = sha256('x')",
    ],
)
def test_a_changed_event_is_named(programme: Database, change: str) -> None:
    with programme.engine(role=None).connect() as connection:
        event = _at(connection, 3)
    _as_owner(programme, f"update audit_event set {change} where id = {event}")
    assert BrokenLink(3, event, AuditFault.CHANGED) in _broken(programme)


def test_an_event_that_was_changed_with_its_hash_is_named(programme: Database) -> None:
    with programme.engine(role=None).connect() as connection:
        event = _at(connection, 3)
    _as_owner(programme, f"update audit_event set actor = 'Annan' where id = {event}")
    _as_owner(programme, f"update audit_event e set hash = audit_hash(e) where id = {event}")
    assert _broken(programme) == (BrokenLink(3, event, AuditFault.CHANGED),)


def test_the_last_event_is_held_by_the_head(programme: Database) -> None:
    with programme.engine(role=None).connect() as connection:
        last = count_events(connection)
        event = _at(connection, last)
    _as_owner(programme, f"update audit_event set actor = 'Annan' where id = {event}")
    _as_owner(programme, f"update audit_event e set hash = audit_hash(e) where id = {event}")
    assert _broken(programme) == (BrokenLink(last, event, AuditFault.CHANGED),)
    _as_owner(programme, f"delete from audit_event where id = {event}")
    assert _broken(programme) == (BrokenLink(last, None, AuditFault.MISSING),)


def test_removed_events_are_told_by_their_places(programme: Database) -> None:
    _as_owner(programme, "delete from audit_event where position in (1, 4, 5)")
    assert [(link.position, link.fault) for link in _broken(programme)] == [
        (1, AuditFault.MISSING),
        (4, AuditFault.MISSING),
        (5, AuditFault.MISSING),
    ]


def test_an_event_slipped_in_without_the_chain_is_told(programme: Database) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(text("alter table audit_event disable trigger chain_event"))
        event = connection.scalar(
            text(
                "insert into audit_event (actor, login, transaction, action, table_name, row_count)"
                " values ('a', 'a', '1', 'insert', 'point', 1) returning id"
            )
        )
    assert _broken(programme) == (BrokenLink(None, event, AuditFault.UNLINKED),)


def test_a_database_from_before_the_chain_gets_one(programme: Database) -> None:
    admin = programme.engine(role=None)
    downgrade(admin, "0004")
    with programme.engine().begin() as connection:
        add_activity(connection)
    upgrade(admin)
    assert _broken(programme) == ()
    with programme.engine(role=None).connect() as connection:
        count = connection.scalar(text("select count(*) from audit_event"))
        assert count_events(connection) == count


def test_the_chain_reads_the_same_in_another_time_zone(programme: Database) -> None:
    with programme.engine().connect() as connection:
        connection.execute(text("set timezone = 'Asia/Tokyo'"))
        connection.execute(text("set datestyle = 'SQL, DMY'"))
        assert fetch_broken_links(connection) == ()


def test_doctor_names_what_is_wrong_and_fails(programme: Database) -> None:
    shared = {"TRYGGHET_DATABASE_URL": programme.url}
    well = run_trygghet("doctor", **shared)
    assert well.returncode == 0, well.stderr
    assert "Allt är som det ska" in well.stdout
    with programme.engine(role=None).connect() as connection:
        event = _at(connection, 2)
    _as_owner(programme, f"update audit_event set actor = 'Annan' where id = {event}")
    _as_owner(programme, "delete from audit_event where position = 6")
    sick = run_trygghet("doctor", **shared)
    assert sick.returncode == 1
    assert f"Händelse {event} (plats 2) har ändrats i efterhand." in sick.stderr
    assert "Händelsen på plats 6 har tagits bort." in sick.stderr


def test_doctor_sees_a_summary_that_differs_from_the_log(programme: Database) -> None:
    with programme.engine().begin() as connection:
        add_activity(connection)
    _as_owner(programme, "update activity_month set occasions = occasions + 1")
    sick = run_trygghet("doctor", TRYGGHET_DATABASE_URL=programme.url)
    assert sick.returncode == 1
    assert "Månadssummorna stämmer inte med loggen i 2 celler." in sick.stderr
