"""Whatever past moment a page reads of, it waits first until nobody can still write of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from domain.access import Role
from domain.viewpoint import end_of
from tests.conftest import Database
from tests.pages.conftest import open_page
from ui.session import engine, today

THEN = today() - timedelta(days=60)


@contextmanager
def settled() -> Iterator[list[datetime]]:
    """Give the moments for which the pages have waited, as they do."""
    moments: list[datetime] = []

    def note(*told: Any) -> None:
        _connection, _cursor, statement, parameters = told[:4]
        if "await_settled" in statement:
            moments.extend(parameters.values())

    event.listen(engine(), "before_cursor_execute", note)
    yield moments
    event.remove(engine(), "before_cursor_execute", note)


@pytest.mark.parametrize("knowledge", [{}, {"kunskap": "idag"}])
@pytest.mark.parametrize("address", ["", "program", "punkt", "aktiviteter", "medel"])
def test_an_earlier_day_is_settled_also_where_it_is_told_by_what_is_known_today(
    published: Database, address: str, knowledge: dict[str, Any]
) -> None:
    with settled() as moments:
        app = open_page(address, Role.BOARD, per=THEN.isoformat(), nummer="7", **knowledge)
    assert not app.exception
    assert end_of(THEN) in moments


def test_what_a_closed_meeting_was_shown_is_settled_also_where_another_day_is_shown(
    example: Database,
) -> None:
    with example.engine(role=None).connect() as connection:
        first = connection.execute(
            text("select id, as_of from meeting where as_of is not null order by as_of limit 1")
        ).one()
    query: dict[str, Any] = {"lage": "en annan dag", "lage-dag": THEN.isoformat()}
    query |= {"jamfor": "en annan dag", "jamfor-dag": (THEN - timedelta(days=9)).isoformat()}
    with settled() as moments:
        app = open_page("sammantrade", Role.BOARD, mote=str(first.id), **query)
    assert not app.exception
    assert {first.as_of, end_of(THEN), end_of(THEN - timedelta(days=9))} <= set(moments)
