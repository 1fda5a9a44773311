"""A write under way as a moment passes: the moment's readers wait for it, or it is later."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, text

from data_access.activities import fetch_reporting_periods
from data_access.engine import reading, writing
from data_access.facts import settle
from data_access.money import fetch_balances
from data_access.programme import fetch_standings
from data_access.publications import fetch_publications, write_publication
from domain.access import Viewer
from domain.viewpoint import Viewpoint
from tests.accounts import make_accounts
from tests.conftest import Database
from tests.integration.month_moves import approve_in, register_in, submit_in
from tests.integration.test_publications import proposed

Ask = Callable[[Connection, Viewer, datetime], object]

WRITES: list[Any] = [
    pytest.param(
        "insert into status_report (point_number, status, as_of_date)"
        " values (1, 'late', '2024-05-01')",
        lambda connection, viewer, moment: fetch_standings(
            connection, viewer, 1, Viewpoint.back_at(moment)
        ),
        id="a fact",
    ),
    pytest.param(
        "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
        " values ('EXTRA', '2024-05-01', '5010', 100, 'V1')",
        lambda connection, viewer, moment: fetch_balances(
            connection, viewer, 1, 2024, Viewpoint.back_at(moment)
        ),
        id="money",
    ),
    pytest.param(
        "update point set title = 'En ny titel'",
        lambda connection, viewer, moment: fetch_standings(
            connection, viewer, 1, Viewpoint.back_at(moment)
        ),
        id="a point's text",
    ),
    pytest.param(
        "insert into milestone (point_number, title, due_on) values (1, 'Nytt', '2024-05-01')",
        lambda connection, viewer, moment: fetch_standings(
            connection, viewer, 1, Viewpoint.back_at(moment)
        ),
        id="a milestone",
    ),
    pytest.param(
        "update funding_source set amount = 5",
        lambda connection, viewer, moment: fetch_balances(
            connection, viewer, 1, 2024, Viewpoint.back_at(moment)
        ),
        id="a source",
    ),
    pytest.param(
        "insert into reporting_period (area_code, month, state, due_on)"
        " values ('71', '2024-04-01', 'submitted', '2024-05-10')",
        lambda connection, viewer, moment: fetch_reporting_periods(
            connection, viewer, 1, date(2024, 4, 1), date(2024, 4, 1), Viewpoint.back_at(moment)
        ),
        id="a month's step",
    ),
]


@pytest.fixture(autouse=True)
def accounts(programme: Database) -> None:
    """Give an account for each role."""
    make_accounts(programme.engine())


def _now(connection: Connection) -> datetime:
    told: datetime = connection.scalar(text("select clock_timestamp()"))
    return told


def _answer(programme: Database, viewer: Viewer, moment: datetime, ask: Ask) -> object:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        settle(connection, moment)
        return ask(connection, viewer, moment)


def _asked_meanwhile(
    programme: Database, viewer: Viewer, moment: datetime, ask: Ask, end: Callable[[], None]
) -> object:
    """Ask as of a moment while a write is under way, and end it when the asker waits for it."""
    answers: list[object] = []
    asking = threading.Thread(
        target=lambda: answers.append(_answer(programme, viewer, moment, ask))
    )
    asking.start()
    asking.join(timeout=0.3)
    assert asking.is_alive(), "the answer came before the write was decided"
    end()
    asking.join(timeout=20)
    return answers[0]


@pytest.mark.parametrize(("statement", "ask"), WRITES)
@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "taken back"])
def test_a_reader_waits_for_what_began_before_the_moment(
    programme: Database, director: Viewer, statement: str, ask: Ask, is_kept: bool
) -> None:
    with programme.engine().connect() as writer:
        before = _now(writer)
        writer.execute(text(statement))
        moment = _now(writer)
        end = writer.commit if is_kept else writer.rollback
        told = _asked_meanwhile(programme, director, moment, ask, end)
    assert (told == _answer(programme, director, before, ask)) is not is_kept
    # What was told then is told ever after.
    assert _answer(programme, director, moment, ask) == told


@pytest.mark.parametrize(("statement", "ask"), WRITES)
def test_what_begins_after_the_moment_is_not_in_it_and_not_waited_for(
    programme: Database, director: Viewer, statement: str, ask: Ask
) -> None:
    with programme.engine().connect() as writer:
        # The transaction is there before the moment, as are those of a pool; the write is not.
        moment = _now(writer)
        told = _answer(programme, director, moment, ask)
        writer.execute(text(statement))
        writer.commit()
        assert _answer(programme, director, moment, ask) == told
        assert _answer(programme, director, _now(writer), ask) != told


def test_a_reader_waits_for_a_publication(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    register_in(programme, lead, occasions=7, participants=90)
    submit_in(programme, lead)
    approve_in(programme, director)
    _ground, proposal = proposed(programme, director)

    def ask(connection: Connection, viewer: Viewer, moment: datetime) -> object:
        return len(fetch_publications(connection, viewer, 1, moment))

    with programme.engine().connect() as other:
        before = _now(other)
        with writing(programme.engine("trygghet_app"), director) as connection:
            write_publication(connection, 1, proposal, None)
            moment = _now(other)
            told = _asked_meanwhile(programme, director, moment, ask, connection.commit)
    assert told == 1
    assert _answer(programme, director, before, ask) == 0


def test_who_began_first_and_comes_last_to_a_row_stands_as_of_now(
    programme: Database, director: Viewer
) -> None:
    rename = text("update point set title = :title where number = 1")
    app = programme.engine()
    with app.connect() as early, app.connect() as late:
        # As an import does, which has many rows to write before it comes to this one.
        early.execute(text("update funding_source set amount = amount + 1"))
        late.execute(rename, {"title": "Den andras"})
        late.commit()
        between = _now(late)
        early.execute(rename, {"title": "Den förstas"})
        early.commit()
        now = _now(late)

    def titles(connection: Connection, viewer: Viewer, moment: datetime) -> list[str]:
        standings = fetch_standings(connection, viewer, 1, Viewpoint.back_at(moment))
        return [each.point.title for each in standings]

    assert _answer(programme, director, now, titles) == ["Den förstas"]
    # Whoever asked then waited for the first: it is the same answer.
    assert _answer(programme, director, between, titles) == ["Den förstas"]
