"""Everything that a board member can fetch, attacked: what is hidden stays so, wherever one looks.

In two steps. That the published counts do not give a small one away is tried by a solver on all
that the database shows the board: every version, and the readers' view. That nothing else is in
the pages is tried by changing every exact count behind them: all that a page sends to the browser
(figures with their hover texts, maps, text alternatives, tables, sentences, files) must then be
the same to the last character.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import pandas as pd
import pytest
import streamlit as st
from sqlalchemy import Connection, Row, text
from streamlit.testing.v1 import AppTest

from domain.access import Role, operator
from domain.activities import Measure
from domain.disclosure import THRESHOLD
from services.publish import publish_approved
from tests.accounts import sign_in_as
from tests.attacker import solved
from tests.conftest import Database
from tests.pages.conftest import QUARTER, open_page
from ui import show
from ui.session import engine

MOST = 100_000
_DRAWN = re.compile(r'(?:uuid|deferred_file_id): "([^"]+)"')


def sent(app: AppTest) -> Iterator[str]:
    """Yield all that a page sends: every element, as it goes to the browser.

    But for what is drawn by lot in each run: the names of tables' cells and of files to fetch.
    """
    assert not app.exception
    for block in (app.main, app.sidebar):
        for node in block:
            drawn = _DRAWN.findall(str(node.proto))
            words = str(node.proto)
            for each in drawn:
                words = words.replace(each, "?")
            yield words


def looked_through(role: Role, files: list[str]) -> list[str]:
    """Return all that a role is sent on every page of counts, by every filter that there is."""
    found: list[str] = []
    for address in ("", "punkt", "program", "skydd", "om"):
        found.extend(sent(open_page(address, role, nummer="11")))
    app = open_page("aktiviteter", role)
    measures = ("occasions", "participants", "per_thousand")
    periods = app.selectbox(key="period").options
    for period, measure in product(periods, measures):
        app.selectbox(key="period").set_value(period)
        app.session_state["matt"] = measure
        found.extend(sent(app.run()))
    for code, group in product(("71", "74", "80", "alla"), (["1"], ["2"], ["3"], ["1", "3"])):
        app.selectbox(key="omrade").set_value(code)
        app.session_state["malgrupp"] = group
        found.extend(sent(app.run()))
    return [*found, *files]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give what the files hold that the pages offer."""
    held: list[str] = []
    offered = show.downloads

    def noted(frame: pd.DataFrame, **further: str) -> None:
        held.append(frame.to_csv())
        offered(frame, **further)

    monkeypatch.setattr(show, "downloads", noted)
    return held


def test_nothing_that_the_board_is_sent_depends_on_a_hidden_count(
    published: Database, files: list[str]
) -> None:
    before = looked_through(Role.BOARD, files)
    files.clear()
    of_director = list(sent(open_page("aktiviteter", Role.DIRECTOR)))
    files.clear()
    with published.engine(role=None).begin() as connection:
        # Every exact count becomes another one; what was published stays as it was written.
        connection.execute(text("alter table activity_month disable trigger user"))
        connection.execute(
            text(
                "update activity_month set occasions = occasions * 2 + 1,"
                " participants = participants * 3 + 2, uncounted = 0, minutes = minutes + 5"
            )
        )
    engine().dispose()
    st.cache_resource.clear()
    assert looked_through(Role.BOARD, files) == before
    assert list(sent(open_page("aktiviteter", Role.DIRECTOR))) != of_director


CORRECTED = ("71", "1", "2026-01")
"""The area, target group and month of which a count is corrected between two versions."""


def _correct(database: Database) -> None:
    """Add to a count that is public, and publish the correction."""
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into activity (occurred_on, area_code, kind, target_group, participants)"
                " values ('2026-01-15', '71', 'talk', '1', 1)"
            )
        )
    app = database.engine()
    made = publish_approved(
        app,
        viewer=operator("test"),
        programme_id=1,
        months=QUARTER[:1],
        threshold=THRESHOLD,
    )
    assert made == 1


class Told(NamedTuple):
    """A published sum: what it is of, its inner cells, and its value if that is shown."""

    measure: Measure
    cells: list[str]
    value: int | None


def _told(connection: Connection) -> dict[str, Told]:
    """Return every published sum of every version.

    A corrected count is another inner cell from then on; that the others are the same is what an
    outsider may know at worst.
    """
    rows = connection.execute(
        text(
            "select c.id, c.first_month, c.months, c.measure, c.value, c.mark,"
            " p.id > 3 as is_later,"
            " array(select a.code from area a where a.level = 'mellanomrade'"
            " and a.code = coalesce(c.area_code, a.code) order by 1) as areas,"
            " array(select g.code from target_group g"
            " where g.code = coalesce(c.target_group, g.code) order by 1) as groups"
            " from published_count c join publication p on p.id = c.publication_id"
        )
    )
    told = {}
    for row in rows:
        first = pd.Timestamp(row.first_month)
        months = [f"{first + pd.DateOffset(months=step):%Y-%m}" for step in range(row.months)]
        cells = [
            " ".join(place) + (" now" if row.is_later and place == CORRECTED else "")
            for place in product(row.areas, row.groups, months)
        ]
        value = 0 if row.mark == "–" else row.value
        told[f"{row.id}"] = Told(Measure(row.measure), cells, None if value is None else int(value))
    return told


def _registered(database: Database) -> dict[str, Row[Any]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(
            text("select * from registered_by_month(1, '2026-01-01', '2026-03-01')")
        )
        return {f"{row.area_code} {row.target_group} {row.month:%Y-%m}": row for row in rows}


def test_no_small_count_follows_from_all_versions_that_are_published(published: Database) -> None:
    registered = _registered(published)
    _correct(published)
    corrected = " ".join(CORRECTED)
    registered[f"{corrected} now"] = _registered(published)[corrected]
    assert registered[f"{corrected} now"].participants == registered[corrected].participants + 1
    app = published.engine("trygghet_app")
    board = sign_in_as(app, Role.BOARD)
    with app.connect() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": board.key})
        told = _told(connection)
        versions = connection.scalars(text("select max(version) from publication")).one()
    assert versions == 2
    # Where nothing took place nobody took part; of everything else it is told that it took place.
    idle = {
        cell
        for each in told.values()
        if each.measure is Measure.OCCASIONS and each.value == 0
        for cell in each.cells
    }
    places = {cell for each in told.values() for cell in each.cells}
    assert idle == {cell for cell in places if cell not in registered}
    people = {cell: int(row.participants) for cell, row in registered.items()}
    _attack(told, Measure.PARTICIPANTS, people, idle, {})
    # The outsider is even told how many of the occasions were about nobody in particular.
    single = {cell: int(row.individual) for cell, row in registered.items()}
    common = {cell: int(row.occasions - row.individual) for cell, row in registered.items()}
    known = {
        name: each._replace(value=each.value - sum(common.get(cell, 0) for cell in each.cells))
        if each.value is not None
        else each
        for name, each in told.items()
        if each.measure is Measure.OCCASIONS
    }
    floors = {cell: max(0, 1 - common[cell]) for cell in registered}
    _attack(known, Measure.OCCASIONS, single, idle, floors)


def _attack(
    told: Mapping[str, Told],
    measure: Measure,
    truth: Mapping[str, int],
    idle: Collection[str],
    floors: Mapping[str, int],
) -> None:
    of_measure = {name: each for name, each in told.items() if each.measure is measure}
    sums = {name: each.cells for name, each in of_measure.items()} | {each: [each] for each in idle}
    values = {name: sum(truth.get(cell, 0) for cell in cells) for name, cells in sums.items()}
    shown = {name: each.value for name, each in of_measure.items() if each.value is not None}
    assert shown == {name: values[name] for name in shown}
    small = [name for name, value in values.items() if 0 < value < THRESHOLD]
    assert len(small) > 10
    assert not set(small) & set(shown)
    known = shown | dict.fromkeys(idle, 0)
    for name, (low, high) in solved(known, sums, small, MOST, at_least=floors).items():
        assert high is None or high - low >= THRESHOLD, (name, values[name], low, high)


def test_the_readers_view_shows_what_is_published_and_nothing_else(published: Database) -> None:
    with published.engine("trygghet_reader").connect() as connection:
        view = connection.execute(
            text(
                "select area_code, first_month, months, measure, value, low, high, mark"
                " from reporting_activity order by 1, 2, 3, 4, target_group"
            )
        ).all()
    with published.engine(role=None).connect() as connection:
        rows = connection.execute(
            text(
                "select area_code, first_month, months, measure, value, low, high, mark"
                " from published_count order by 1, 2, 3, 4, target_group"
            )
        ).all()
    assert view == rows
