"""A pack on the projector: which views there are, and the ways between them."""

import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from domain.packs.content import (
    Block,
    Cell,
    Column,
    Figure,
    Figures,
    Item,
    Items,
    Series,
    Subject,
    Table,
    Tiles,
)
from tests.pack_charts import chart, data
from tests.pack_sample import sample
from transfer.packs.presentation import to_presentation
from transfer.packs.views import MOST_CHARTS, MOST_ITEMS, MOST_SENTENCES, View, views_of

FINGERPRINT = "0123456789abcdef" * 4

TABLE = Table("Tabell", (Column("A"),), ((Cell("1"),),), "", "Källa.")
NUMBERS = Figures((Figure("Klara", "18", "Fler."),))
CHART = chart("bars", ("A",), Series("A", "activity", data(1)))
TILES = Tiles("Punkterna", "Mening.", "Källa.", ())
EMPTY_LIST = Items("Frågor", (), "Inga.")


def items(count: int) -> Items:
    return Items("Lista", tuple(Item(f"Sak {n}") for n in range(count)), "Inga.")


def views(*blocks: Block, sentences: tuple[str, ...] = ()) -> list[View]:
    subject = Subject("key", "Namn", "Rubrik", sentences, blocks)
    return views_of(replace(sample(), subjects=(subject,)))


def kinds(found: list[View]) -> list[str]:
    return ["+".join(block.kind for block in view.blocks) for view in found]


@pytest.mark.parametrize(
    ("blocks", "sentences", "expected"),
    [
        ((), (), [""]),
        ((TABLE,), ("En mening.",), [""]),
        ((NUMBERS, TILES), ("En mening.",), ["figures", "tiles"]),
        # Numbers stand with the sentences wherever they come.
        ((TILES, NUMBERS), ("En mening.",), ["figures", "tiles"]),
        ((CHART,), ("En mening.",), ["chart"]),
        ((CHART,), ("En mening.", "En till."), ["chart"]),
        # Long sentences leave no room for a picture.
        ((CHART,), ("En mening. " * 16,), ["", "chart"]),
        ((TILES,), (), ["", "tiles"]),
        ((items(2), EMPTY_LIST), (), ["items+items"]),
        ((items(4), items(4)), (), ["items", "items"]),
        ((items(2), CHART, items(2)), (), ["items", "chart", "items"]),
        ((CHART,) * 4, (), ["chart"] * MOST_CHARTS),
    ],
)
def test_a_subject_becomes_views(
    blocks: tuple[Block, ...], sentences: tuple[str, ...], expected: list[str]
) -> None:
    assert kinds(views(*blocks, sentences=sentences)) == expected


@pytest.mark.parametrize(
    ("blocks", "sentences", "is_part"),
    [
        ((NUMBERS, TILES, CHART, items(MOST_ITEMS)), ("A",) * MOST_SENTENCES, False),
        ((TABLE,), (), True),
        ((CHART,) * (MOST_CHARTS + 1), (), True),
        ((items(MOST_ITEMS + 1),), (), True),
        ((), ("A",) * (MOST_SENTENCES + 1), True),
    ],
)
def test_what_is_left_out_is_said(
    blocks: tuple[Block, ...], sentences: tuple[str, ...], *, is_part: bool
) -> None:
    assert views(*blocks, sentences=sentences)[0].is_part == is_part


def test_a_long_list_is_cut_to_its_weightiest() -> None:
    (view,) = views(items(9))
    (shown,) = view.blocks
    assert isinstance(shown, Items)
    assert [item.text for item in shown.items] == [f"Sak {n}" for n in range(MOST_ITEMS)]


def test_a_list_that_is_cut_says_so_where_it_stands() -> None:
    found = views(NUMBERS, items(MOST_ITEMS + 1), CHART)
    assert [view.is_part for view in found] == [True, True, False]


def test_a_picture_has_its_own_title_and_sentence_and_source() -> None:
    _first, view = views(TILES, sentences=())
    assert (view.subject, view.heading, view.sentences) == ("Namn", "Punkterna", ("Mening.",))
    assert view.source == "Källa."
    assert view.is_picture


def page(agenda: str | None = None) -> str:
    content = sample()
    if agenda is not None:
        content = replace(content, meeting=replace(content.meeting, agenda=agenda))
    return to_presentation(
        content, FINGERPRINT, back_href="/sammantrade?a=1&b=2", script_src="/p.js"
    ).decode()


def test_each_view_has_links_to_its_neighbours_its_place_and_the_way_back() -> None:
    written = page()
    count = 1 + len(views_of(sample()))
    assert re.findall(r'<section class="view[^"]*" id="([^"]+)"', written) == [
        f"bild-{place}" for place in range(1, count + 1)
    ]
    assert written.count('href="/sammantrade?a=1&amp;b=2" data-back') == count
    for place in range(1, count):
        assert f'href="#bild-{place + 1}" class="next"' in written
        assert f"{place} av {count}" in written
    assert written.count("Nästa") == written.count("Föregående") == count - 1


def test_the_first_view_is_the_meeting() -> None:
    first = page().partition('id="bild-2"')[0]
    for text in ("Socialnämnden Hisingen", "26 november 2026", "N164-0123/26", "2. Lägesrapport"):
        assert text in first
    assert "&lt;b&gt;Medel &amp; prognos&lt;/b&gt;" in first


@pytest.mark.parametrize(("lines", "rest"), [(12, None), (15, "… och 3 till")])
def test_a_long_agenda_is_cut_and_says_so(lines: int, rest: str | None) -> None:
    written = page("\n".join(f"{n}. Ärende" for n in range(1, lines + 1)))
    assert "12. Ärende" in written
    assert "13. Ärende" not in written
    assert (rest or "… och") in written or rest is None


def test_an_empty_agenda_is_left_out() -> None:
    assert "Dagordning" not in page("")


_MADE_BY_A_PROCESS = """
from hashlib import sha256
from tests.pack_charts import large_and_odd
from tests.pack_sample import sample
from transfer.packs.html import to_html
from transfer.packs.pictures import chart_svg
from transfer.packs.presentation import to_presentation
made = [
    to_html(sample(), "0" * 64),
    to_presentation(sample(), "0" * 64, back_href="/", script_src="/p.js"),
    *(chart_svg(chart).encode() for chart in large_and_odd().values()),
]
print(*(sha256(each).hexdigest() for each in made))
"""


def test_two_processes_make_the_same_bytes() -> None:
    made = {
        subprocess.run(
            [sys.executable, "-c", _MADE_BY_A_PROCESS],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(made) == 1
    assert made != {"\n"}
