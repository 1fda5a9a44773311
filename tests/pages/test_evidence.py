"""Evidence beside the reported status: the director's list and the point's line."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, tzinfo

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Header, Markdown

from data_access.money import fetch_budgeted_to, fetch_point_money
from domain.access import NOBODY, AccessDeniedError, Role
from domain.viewpoint import Viewpoint
from tests.conftest import Database
from tests.pages.conftest import fill_with_example, open_page, texts_of

HEADING = "punkter har belägg som talar emot rapporterna"
DAY = date(2026, 11, 23)
"""The example is told from a day, and its list is another on another day."""

LISTED = {
    "6": "Indikatorn ”Elever som känner en vuxen att vända sig till” går inte i takt med målet.",
    "11": "187 % av den budget som hittills är lagd är använd.",
    "13": "Delmålet ”Åtgärdslista beslutad med fastighetsägarna” skulle ha varit klart 15 oktober.",
    "24": "Ingen ny statusrapport på 74 dagar.",
}
"""Each was worked out by hand from the example's plan and its rows in the database."""


class _Clock(datetime):
    """A clock that stands on the day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "_Clock":
        return cls(DAY.year, DAY.month, DAY.day, 12, tzinfo=tz or UTC)


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.session.datetime", _Clock)


@pytest.fixture
def example(empty: Database, the_day: None) -> Database:
    """Give the example programme as it is told from the day."""
    fill_with_example(empty)
    return empty


def spoken(app: AppTest) -> str:
    return read_aloud(texts_of(app))


def read_aloud(markdown: str) -> str:
    return markdown.replace("\\", "").replace("\u00a0", " ")


def listed(app: AppTest) -> dict[str, str]:
    """Return the list's reasons by the number of the point that each row links to."""
    (section,) = [block for block in blocks(app.main) if HEADING in heading_of(block)]
    rows = [row for row in section.children.values() if isinstance(row, Block)]
    return dict(told_of(row) for row in rows)


def told_of(row: Block) -> tuple[str, str]:
    title, reason = row.children.values()
    link = next(each for each in title.children.values() if each.type == "page_link")
    assert isinstance(reason, Markdown)
    return link.proto.query_string.removeprefix("nummer="), read_aloud(reason.value)


def blocks(within: Block) -> Iterator[Block]:
    for block in within.children.values():
        if isinstance(block, Block):
            yield block
            yield from blocks(block)


def heading_of(block: Block) -> str:
    first = next(iter(block.children.values()), None)
    return str(first.value) if isinstance(first, Header) else ""


def test_the_director_sees_exactly_where_report_and_evidence_differ(example: Database) -> None:
    app = open_page("", Role.DIRECTOR)
    assert f"Fyra {HEADING}" in spoken(app)
    assert listed(app) == LISTED


def test_others_see_no_such_list(example: Database) -> None:
    for role in (Role.TEAM_LEAD, Role.BOARD):
        app = open_page("", role)
        assert "kräver uppmärksamhet" in spoken(app)
        assert HEADING not in spoken(app)


def test_without_reports_there_is_nothing_to_differ(small: Database) -> None:
    words = spoken(open_page("", Role.DIRECTOR))
    assert "Ingen rapporterad status att ställa mot belägg ännu" in words


def test_a_point_tells_what_its_evidence_says(example: Database) -> None:
    words = spoken(open_page("punkt", Role.BOARD, nummer="13"))
    assert "Rapporterat: pågår enligt plan · Belägg: talar emot (1)" in words
    assert f"- {LISTED['13']}" in words


def test_a_point_tells_what_speaks_for_it_behind_a_click(example: Database) -> None:
    app = open_page("punkt", Role.DIRECTOR, nummer="17")
    assert "Rapporterat: försenad · Belägg: talar för (4)" in spoken(app)
    (folded,) = [each for each in app.expander if each.label == "Belägg som talar för rapporten"]
    reasons = read_aloud(folded.markdown[0].value)
    assert "91 % av budgeten är använd när 40 % är klart." in reasons


def test_evidence_does_not_tell_of_another_unit_s_money(example: Database) -> None:
    own = spoken(open_page("punkt", Role.TEAM_LEAD, nummer="11"))
    assert LISTED["11"] in own
    another = spoken(open_page("punkt", Role.TEAM_LEAD, nummer="17"))
    assert "Rapporterat: försenad · Belägg: talar för (3)" in another
    assert "budget" not in another


@pytest.mark.parametrize("query", [fetch_point_money, fetch_budgeted_to])
def test_an_outsider_gets_no_money(example: Database, query: Callable[..., object]) -> None:
    with (
        example.engine("trygghet_app").connect() as connection,
        pytest.raises(AccessDeniedError),
    ):
        query(connection, NOBODY, 1, Viewpoint(date(2026, 11, 20)))
