"""Listening to the database: what is announced is heard, and a lost connection is known of."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from data_access.announcements import Listener
from data_access.migrate import SchemaMismatchError, SchemaVersion
from tests.conftest import Database

WORD = "ett_ord"


@pytest.fixture
def heard() -> list[str]:
    """Give the words in the order in which they were heard; "" where some may have been missed."""
    return []


@pytest.fixture
def listener(database: Database, heard: list[str]) -> Iterator[Listener]:
    made = Listener(
        lambda: database.engine("trygghet_app"), WORD, heard.append, lambda: heard.append("")
    )
    made.start()
    _until(lambda: made.hears)
    yield made
    made.stop()
    assert not made.hears


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _say(database: Database, told: str) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(text("select pg_notify(:word, :told)"), {"word": WORD, "told": told})


def test_what_is_announced_is_heard_in_its_order(
    database: Database, listener: Listener, heard: list[str]
) -> None:
    for told in ("ett", "två", "tre"):
        _say(database, told)
    _until(lambda: len(heard) == 4)
    assert heard == ["", "ett", "två", "tre"]


def test_who_was_cut_off_is_told_and_listens_again(
    database: Database, listener: Listener, heard: list[str]
) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where query ilike :what"),
            {"what": f'listen "{WORD}"'},
        )
    _until(lambda: len(heard) == 2 or not listener.hears)
    _until(lambda: listener.hears)
    _say(database, "åter")
    _until(lambda: "åter" in heard)
    assert heard == ["", "", "", "åter"]


@pytest.mark.parametrize(
    "passing", [SchemaMismatchError(SchemaVersion(None, "0012", ())), PoolTimeoutError()]
)
def test_who_begins_before_the_database_is_ready_listens_when_it_is(
    database: Database, passing: Exception
) -> None:
    answers: list[Exception] = [passing]

    def engine() -> Engine:
        if answers:
            raise answers.pop()
        return database.engine("trygghet_app")

    made = Listener(engine, WORD, lambda _word: None, lambda: None)
    made.start()
    _until(lambda: made.hears)
    made.stop()
    assert answers == []


def test_a_connection_that_listens_is_never_given_to_another(
    database: Database, listener: Listener
) -> None:
    pool = database.engine("trygghet_app")
    with pool.connect() as one, pool.connect() as other:
        for each in (one, other):
            assert each.scalars(text("select pg_listening_channels()")).all() == []
