"""What a publication is made of is read from the log: now, and as it was when others were made."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from data_access.engine import reading
from data_access.registered_counts import fetch_registered_counts, fetch_registered_then
from domain.access import Viewer, operator
from domain.grounds import MonthlyCount
from tests.conftest import Database
from tests.integration.small_programme import add_activity

MAY = date(2024, 5, 1)
ONE: dict[str, object] = {"kind": "talk"}


@pytest.fixture
def viewer() -> Viewer:
    return operator("test")


def registered(database: Database, viewer: Viewer) -> tuple[MonthlyCount, ...]:
    with reading(database.engine(), viewer) as connection:
        return fetch_registered_counts(connection, viewer, 1, 2024)


def add(database: Database, *rows: dict[str, object]) -> datetime:
    """Register activities; returns a moment at which they stand."""
    with database.engine(role=None).begin() as connection:
        for row in rows:
            add_activity(connection, **row)
    with database.engine(role=None).begin() as connection:
        moment: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
        return moment


def test_single_occasions_are_told_apart_by_whether_their_one_participant_was_counted(
    programme: Database, viewer: Viewer
) -> None:
    add(
        programme,
        ONE | {"participants": 1},
        ONE | {"occasions": 3, "participants": 3},
        ONE | {"occasions": 2, "participants": None},
        ONE | {"occasions": 1, "participants": 4, "area_code": "409"},
        ONE | {"occasions": 1, "participants": 0},
        {"occasions": 5, "participants": 20},
        {"occasions": 1, "participants": None},
    )
    (count,) = registered(programme, viewer)
    assert count == MonthlyCount(MAY, "71", "3", 8, 6, 28, 7, 2, 4, 4)
    assert (count.paired, count.common_participants) == (4, 20)


@pytest.mark.parametrize(
    ("row", "is_counted"),
    [({"participants": None}, False), ({"participants": 0}, True), (ONE, True)],
)
def test_it_is_told_whether_anybody_counted_at_common_occasions(
    programme: Database, viewer: Viewer, row: dict[str, object], is_counted: bool
) -> None:
    add(programme, row)
    (count,) = registered(programme, viewer)
    assert count.is_common_counted is is_counted


def test_each_moment_is_read_as_it_was(programme: Database, viewer: Viewer) -> None:
    first = add(programme, ONE | {"participants": 1})
    second = add(programme, ONE | {"participants": 1, "target_group": "1"})
    with reading(programme.engine(), viewer) as connection:
        then = fetch_registered_then(connection, viewer, 1, 2024, [first, second])
    assert [each.target_group for each in then[first]] == ["3"]
    assert [each.target_group for each in then[second]] == ["1", "3"]
    assert then[second] == registered(programme, viewer)
