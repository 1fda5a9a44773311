"""What must hold after any mix of writes by clients at once."""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, select, text

from data_access.facts import NotSettledError, settle, standing, withdraw
from data_access.revisions import fetch_revision_token
from data_access.schema import activities
from tests.conftest import Database, administer, named
from tests.integration.small_programme import add_activity, make_small_programme

_SUMMARY = """
select month, area_code, kind, target_group, point_numbers, sum(occasions), sum(participants),
    sum(minutes), sum(entries), sum(uncounted)
from activity_month group by 1, 2, 3, 4, 5 having sum(entries) <> 0 order by 1, 2, 3, 4, 5
"""
_LOG = """
select date_trunc('month', occurred_on)::date, area_code, kind, target_group, point_numbers,
    sum(occasions), coalesce(sum(participants), 0), coalesce(sum(minutes), 0), count(*),
    count(*) filter (where participants is null)
from activity where withdrawn_at is null group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
"""

entries = st.fixed_dictionaries(
    {
        "occurred_on": st.dates(date(2024, 4, 20), date(2024, 6, 10)),
        "area_code": st.sampled_from(["71", "409"]),
        "kind": st.sampled_from(["outreach", "talk"]),
        "point_numbers": st.sampled_from([[], [1]]),
        "occasions": st.integers(1, 5),
        "participants": st.none() | st.integers(0, 9),
        "minutes": st.none() | st.integers(0, 600),
    }
)


@pytest.fixture(scope="module")
def shared(server_url: str, template: str) -> Iterator[Database]:
    yield from _a_database(server_url, template, "properties")


def _a_database(server_url: str, template: str, name: str) -> Iterator[Database]:
    administer(server_url, f"create database {name} template {template}")
    made = Database(named(server_url, name))
    make_small_programme(made.engine(role=None))
    yield made
    made.close()
    administer(server_url, f"drop database {name} with (force)")


def _insert_many(connection: Connection, rows: list[dict[str, Any]]) -> None:
    connection.execute(
        activities.activity.insert().values([{"target_group": "3", **row} for row in rows])
    )


def _withdraw(connection: Connection, share: int) -> None:
    connection.execute(
        text(
            "update activity set withdrawn_why = 'prov'"
            " where withdrawn_at is null and id % 10 < :share"
        ),
        {"share": share},
    )


def assert_summary_equals_log(database: Database) -> None:
    with database.engine().connect() as connection:
        assert connection.execute(text(_SUMMARY)).all() == connection.execute(text(_LOG)).all()


class TwoClients(RuleBasedStateMachine):
    """Two clients in open transactions, each step in any order."""

    database: Database

    @initialize()
    def connect(self) -> None:
        engine = self.database.engine(pool_size=3)
        self.clients = [engine.connect(), engine.connect()]
        self.tokens: list[str] = [self._token()]

    def _token(self) -> str:
        with self.database.engine().connect() as reader:
            return fetch_revision_token(reader)

    @rule(client=st.integers(0, 1), rows=st.lists(entries, min_size=1, max_size=4))
    def insert(self, client: int, rows: list[dict[str, Any]]) -> None:
        _insert_many(self.clients[client], rows)

    @rule(client=st.integers(0, 1), share=st.integers(1, 4))
    def withdraw_own(self, client: int, share: int) -> None:
        # Only rows that the other has not touched, or this single thread would wait for itself.
        self.clients[client].execute(
            text(
                "update activity set withdrawn_why = 'prov' where id in (select id from activity"
                " where withdrawn_at is null and id % 10 < :share for update skip locked)"
            ),
            {"share": share},
        )

    @rule(client=st.integers(0, 1))
    def commit(self, client: int) -> None:
        wrote = self.clients[client].scalar(
            text("select pg_current_xact_id_if_assigned() is not null")
        )
        self.clients[client].commit()
        token = self._token()
        if wrote:
            assert token not in self.tokens
        self.tokens.append(token)

    @rule(client=st.integers(0, 1))
    def roll_back(self, client: int) -> None:
        self.clients[client].rollback()
        assert self._token() == self.tokens[-1]

    @invariant()
    def summary_equals_log(self) -> None:
        assert_summary_equals_log(self.database)

    def teardown(self) -> None:
        for client in self.clients:
            client.close()
        self.database.close()


def test_summary_and_token_with_two_clients_in_any_order(shared: Database) -> None:
    # What it asserts stands in the machine's rules and its invariant, after every step.
    class Here(TwoClients):
        database = shared

    run_state_machine_as_test(
        Here, settings=settings(max_examples=25, stateful_step_count=12, deadline=None)
    )


@settings(max_examples=8)
@given(seed=st.integers(0, 1000))
def test_summary_equals_log_after_threads_that_write_at_once(shared: Database, seed: int) -> None:
    engine = shared.engine(pool_size=4)

    def work(number: int) -> None:
        for step in range(6):
            with engine.begin() as connection:
                row = {
                    "occurred_on": date(2024, 5, 1 + (seed + step) % 3),
                    "area_code": "71",
                    "kind": "outreach",
                    "occasions": 1 + number,
                    "participants": None if step % 3 else step,
                }
                _insert_many(connection, [row] * (1 + step % 2))
            if step % 3 == 2:
                with engine.begin() as connection:
                    connection.execute(
                        text(
                            "update activity set withdrawn_why = 'prov' where id in (select id from"
                            " activity where withdrawn_at is null and id % 7 = :seven"
                            " order by id for update skip locked)"
                        ),
                        {"seven": (seed + number) % 7},
                    )

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_summary_equals_log(shared)
    shared.close()


def test_a_writer_never_waits_for_another_in_the_same_cell(shared: Database) -> None:
    engine = shared.engine()
    with engine.connect() as first, engine.connect() as second:
        add_activity(first)
        second.execute(text("set local lock_timeout = '500ms'"))
        add_activity(second)
        second.commit()
        first.commit()
    assert_summary_equals_log(shared)


def test_the_token_changes_when_a_lower_revision_commits_last(shared: Database) -> None:
    engine = shared.engine()
    with engine.connect() as early, engine.connect() as late, engine.connect() as reader:
        add_activity(early)
        add_activity(late)
        late.commit()
        before = fetch_revision_token(reader)
        reader.rollback()
        early.commit()
        assert fetch_revision_token(reader) != before


def test_plain_sql_of_another_program_changes_the_token(shared: Database) -> None:
    with shared.engine().connect() as reader, psycopg.connect(shared.url) as other:
        before = fetch_revision_token(reader)
        other.execute("update partner set name = name || '.'")
        other.commit()
        reader.rollback()
        assert fetch_revision_token(reader) != before


def test_folding_leaves_the_token_as_it_was_and_few_rows(shared: Database) -> None:
    with shared.engine(role=None).begin() as connection:
        for _ in range(5):
            connection.execute(text("update partner set name = name"))
        before = fetch_revision_token(connection)
        connection.execute(text("select fold_revisions()"))
        assert fetch_revision_token(connection) == before
        assert connection.scalar(text("select count(*) from revision")) == 1


@settings(max_examples=12)
@given(
    steps=st.lists(
        st.one_of(st.lists(entries, min_size=1, max_size=3), st.integers(1, 4)),
        min_size=1,
        max_size=6,
    )
)
def test_as_of_gives_what_was_known_then(shared: Database, steps: list[Any]) -> None:
    engine = shared.engine()
    seen: list[tuple[datetime, list[int]]] = []
    for step in steps:
        with engine.begin() as connection:
            if isinstance(step, int):
                _withdraw(connection, step)
            else:
                _insert_many(connection, step)
        with engine.begin() as connection:
            moment = connection.scalar(text("select clock_timestamp()"))
            assert moment is not None
            seen.append((moment, _standing_ids(connection, None)))
    with engine.connect() as connection:
        for moment, ids in seen:
            assert _standing_ids(connection, moment) == ids
    shared.close()


def _standing_ids(connection: Connection, moment: datetime | None) -> list[int]:
    table = activities.activity
    return list(
        connection.scalars(select(table.c.id).where(standing(table, moment)).order_by(table.c.id))
    )


def test_no_moment_shows_half_of_a_correction(shared: Database) -> None:
    engine = shared.engine()
    with engine.begin() as connection:
        wrong = add_activity(connection)
    with engine.begin() as connection:
        begun = connection.scalar(text("select clock_timestamp()"))
        assert withdraw(connection, activities.activity, 1, wrong, "fel dag")
        assert not withdraw(connection, activities.activity, 1, wrong, "igen")
        connection.execute(text("select pg_sleep(0.05)"))
        right = add_activity(connection)
    assert begun is not None
    with engine.connect() as connection:
        for step in range(80):
            standing_then = _standing_ids(connection, begun + timedelta(milliseconds=step))
            assert len({wrong, right} & set(standing_then)) == 1


def test_as_of_waits_for_a_write_that_began_before(shared: Database) -> None:
    engine = shared.engine()
    answers: list[list[int]] = []
    with engine.connect() as writer, engine.connect() as reader:
        add_activity(writer)
        moment = reader.scalar(text("select clock_timestamp()"))
        assert moment is not None

        def ask() -> None:
            with engine.connect() as other:
                settle(other, moment)
                answers.append(_standing_ids(other, moment))

        asking = threading.Thread(target=ask)
        asking.start()
        asking.join(timeout=0.3)
        assert asking.is_alive(), "the answer came before the write was decided"
        writer.commit()
        asking.join(timeout=10)
        reader.rollback()
        assert answers == [_standing_ids(reader, moment)]


def test_a_moment_to_come_is_refused(shared: Database) -> None:
    with shared.engine().connect() as connection, pytest.raises(NotSettledError):
        settle(connection, datetime.now(UTC) + timedelta(hours=1))
