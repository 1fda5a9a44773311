"""Everything that a board member or a researcher can fetch, attacked: what is hidden stays so.

In two steps. That the published counts do not give a small one away is tried by a solver on all
that the database shows them: every version, both measures at once, and the readers' view. That
nothing else is in the pages is tried by changing every exact count behind them, in the log and in
its summary: all that a page sends to the browser (figures with their hover texts, maps, text
alternatives, tables, sentences), and each file that it offers, must then be the same to the last
character.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import product
from typing import Any

import pandas as pd
import pytest
import streamlit as st
from sqlalchemy import Connection, Row, text

from domain.access import Role, operator
from domain.disclosure import THRESHOLD
from services.publish import publish_approved
from tests.accounts import sign_in_as
from tests.attacker import Paper, Standing, Told, linked_ends
from tests.conftest import Database
from tests.pages.collecting import Collector, sent
from tests.pages.conftest import QUARTER, open_page
from ui.session import engine

OUTSIDE = (Role.BOARD, Role.RESEARCHER)

_ALTERED = """
alter table activity_month disable trigger user;
update activity_month set occasions = occasions * 2 + 1, participants = participants * 3 + 2,
    uncounted = 0, minutes = minutes + 5;
alter table activity disable trigger user;
update activity set occasions = least(1000, occasions * 2 + 1), minutes = null,
    participants = least(5000, coalesce(participants, 0) * 3 + 2);
alter table reporting_period disable trigger user;
update reporting_period set state = 'open' where month >= '2026-04-01'
"""
"""Every exact count becomes another one; what was published stays as it was written."""


def _correct(database: Database) -> None:
    """Add to counts of two kinds that are public, and publish the correction."""
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into activity (occurred_on, area_code, kind, target_group, participants)"
                " values ('2026-01-15', '71', 'talk', '1', 1), ('2026-01-16', '80', 'talk', '3', 1)"
            )
        )
    made = publish_approved(
        database.engine(),
        viewer=operator("test"),
        programme_id=1,
        months=QUARTER[:1],
        threshold=THRESHOLD,
    )
    assert made == 1


@pytest.fixture
def corrected(published: Database) -> Database:
    """Give the published quarter with a second version of its first month."""
    _correct(published)
    return published


@pytest.mark.parametrize("role", OUTSIDE)
def test_nothing_that_an_outsider_is_sent_depends_on_a_hidden_count(
    corrected: Database, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = sign_in_as(corrected.engine("trygghet_app"), role)
    collector = Collector(monkeypatch)
    before = collector.everything(viewer, role)
    assert {name.rsplit(".", 1)[1] for name, _content in collector.files} == {"csv", "xlsx"}
    of_director = list(sent(open_page("aktiviteter", Role.DIRECTOR)))
    with corrected.engine(role=None).begin() as connection:
        for statement in _ALTERED.split(";"):
            connection.execute(text(statement))
    engine().dispose()
    st.cache_resource.clear()
    after = collector.everything(viewer, role)
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        assert _timeless(one) == _timeless(other)
    assert list(sent(open_page("aktiviteter", Role.DIRECTOR))) != of_director


def _timeless(sent_to: object) -> object:
    """Return what is sent without the time of the day: a form tells when it was opened."""
    return _TIME.sub("", sent_to) if isinstance(sent_to, str) else sent_to


_TIME = re.compile(r"\b[0-2]\d\\*:[0-5]\d\b")


def _told(row: Row[Any]) -> Told:
    first = pd.Timestamp(row.first_month)
    months = [f"{first + pd.DateOffset(months=step):%Y-%m}" for step in range(row.months)]
    places = [" ".join(place) for place in product(row.areas, row.groups, months)]
    return Told(row.measure, places, row.value, is_hidden=row.mark == "..")


def _counts(connection: Connection) -> Mapping[int, Mapping[str, Told]]:
    """Return every published count of every version, by publication and key."""
    rows = connection.execute(
        text(
            "select c.id, c.publication_id, c.first_month, c.months, c.measure, c.value, c.mark,"
            " array(select a.code from area a where a.level = 'mellanomrade'"
            " and a.code = coalesce(c.area_code, a.code) order by 1) as areas,"
            " array(select g.code from target_group g"
            " where g.code = coalesce(c.target_group, g.code) order by 1) as groups"
            " from published_count c"
        )
    )
    found: dict[int, dict[str, Told]] = {}
    for row in rows:
        found.setdefault(row.publication_id, {})[str(row.id)] = _told(row)
    return found


_STOOD = """
select case a.level when 'primaromrade' then a.parent_code else a.code end || ' ' || e.target_group
        || ' ' || to_char(e.occurred_on, 'YYYY-MM') as place,
    coalesce(sum(occasions) filter (where k.concerns_individuals
        and participants = occasions), 0)::int,
    coalesce(sum(occasions) filter (where k.concerns_individuals
        and (participants is null or participants <> occasions)), 0)::int,
    coalesce(sum(participants) filter (where k.concerns_individuals
        and participants <> occasions), 0)::int,
    coalesce(sum(occasions) filter (where not k.concerns_individuals), 0)::int,
    coalesce(sum(participants) filter (where not k.concerns_individuals), 0)::int,
    count(participants) > 0,
    count(participants) filter (where not k.concerns_individuals) > 0
from activity e
join area a on a.programme_id = e.programme_id and a.code = e.area_code
join activity_kind k on k.programme_id = e.programme_id and k.code = e.kind
where e.occurred_on between '2026-01-01' and '2026-03-31' and e.recorded_at <= :at
    and (e.withdrawn_at is null or e.withdrawn_at > :at)
group by 1
"""


def _stood(database: Database, at: datetime) -> dict[str, Standing]:
    """Return what stood registered in the quarter at a moment."""
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text(_STOOD), {"at": at})
        return {row.place: Standing(*row[1:]) for row in rows}


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_small_count_follows_from_all_versions_that_are_published(
    corrected: Database, role: Role
) -> None:
    app = corrected.engine("trygghet_app")
    outsider = sign_in_as(app, role)
    with app.connect() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": outsider.key})
        told = _counts(connection)
        made = connection.execute(
            text("select id, version, published_at from publication order by id")
        ).all()
    assert [each.version for each in made] == [1, 1, 1, 2]
    papers = [Paper(told[each.id], _stood(corrected, each.published_at)) for each in made]
    found = linked_ends(papers, THRESHOLD)
    assert len(found) > 100
    for name, (value, (low, high)) in found.items():
        assert high is None or high - low >= THRESHOLD, (name, value, low, high)


def test_the_readers_view_shows_the_latest_version_and_nothing_else(corrected: Database) -> None:
    columns = "first_month, months, measure, area_code, target_group, value, low, high, mark"
    with corrected.engine("trygghet_reader").connect() as connection:
        view = connection.execute(text(f"select {columns} from reporting_activity")).all()
    with corrected.engine(role=None).connect() as connection:
        rows = connection.execute(
            text(
                f"select {columns}, publication_id, p.month from published_count c"
                " join publication p on p.id = c.publication_id order by publication_id"
            )
        ).all()
    latest = {row[:5]: row for row in rows}
    newest = max(row.publication_id for row in rows)
    corrected_month = {row.month for row in rows if row.publication_id == newest}
    assert corrected_month == {QUARTER[0]}
    assert {tuple(row) for row in view} == {
        row[:9]
        for row in latest.values()
        # A quarter that is older than one of its months contradicts it, and is not told.
        if row.publication_id == newest or row.first_month not in corrected_month
    }
    assert len(view) == len({tuple(row) for row in view})
