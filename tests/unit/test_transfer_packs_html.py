"""A pack's page: all is there, it needs nothing, and what people write stays text."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from domain.packs.content import (
    Cell,
    Chart,
    Column,
    Content,
    Item,
    Items,
    MeetingHead,
    Organisation,
    Series,
    Subject,
    Table,
    texts,
)
from tests.pack_charts import HOSTILE, MISSING
from tests.pack_sample import sample
from transfer.packs.canonical import fingerprint, to_json
from transfer.packs.html import to_html
from transfer.packs.presentation import to_presentation
from transfer.packs.web import OWN_COLOUR, heading_colour

FINGERPRINT = "0123456789abcdef" * 4
VOID = {"meta", "br", "path", "rect", "circle"}


class Read(HTMLParser):
    """What a reader finds: the texts, the tags with their attributes, and if they are closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for each, attributes in self.tags if each == tag]


def page_of(content: Content) -> Read:
    return Read(to_html(content, FINGERPRINT).decode())


def empty() -> Content:
    """Return a content with nothing in it that may be left out."""
    return replace(
        sample(),
        meeting=MeetingHead(date(2026, 11, 26), "Nämnd", "N1"),
        is_example=False,
        since=None,
        subjects=(),
        definitions=(),
        replaces=None,
    )


def hostile() -> Content:
    """Return a content that is somebody's script, wherever there is room for it."""
    series = (Series(HOSTILE, "activity", (MISSING,)), Series(HOSTILE, HOSTILE, (MISSING,)))
    table = Table(HOSTILE, (Column(HOSTILE),), ((Cell(HOSTILE),),), HOSTILE, HOSTILE)
    items = Items(HOSTILE, (Item(HOSTILE, HOSTILE),), HOSTILE)
    chart = Chart(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "lines", (HOSTILE,), series)
    subject = Subject(HOSTILE, HOSTILE, f"{HOSTILE}.", (HOSTILE,), (table, items, chart))
    return replace(
        sample(),
        organisation=Organisation(HOSTILE, HOSTILE, 'red"><script>alert(1)</script>'),
        programme=HOSTILE,
        meeting=MeetingHead(date(2026, 11, 26), HOSTILE, HOSTILE, HOSTILE),
        title=HOSTILE,
        lead="a\x00\u202eb",
        subjects=(subject,),
        definitions=(Item(HOSTILE, HOSTILE),),
    )


@pytest.mark.parametrize("content", [sample(), empty()], ids=["sample", "empty"])
def test_every_text_is_on_the_page(content: Content) -> None:
    shown = page_of(content).text
    assert [text for text in texts(content) if text not in shown] == []


def test_the_page_says_which_version_it_is() -> None:
    shown = page_of(sample()).text
    assert FINGERPRINT in shown
    assert "Exempelprogram med påhittade siffror" in shown
    assert "ersätter version abababababab" in shown
    assert "26 november 2026" in shown
    assert "2026-11-24 12:00" in shown
    assert "3. <b>Medel & prognos</b>" in shown


def test_what_does_not_apply_is_not_said() -> None:
    shown = page_of(empty()).text
    for word in ("Exempelprogram", "ersätter", "Ersätter", "Jämfört", "Dagordning", "Ord och"):
        assert word not in shown


@pytest.mark.parametrize("content", [sample(), empty(), hostile()], ids=["sample", "empty", "bad"])
def test_the_page_runs_nothing_and_asks_for_nothing(content: Content) -> None:
    page = page_of(content)
    assert {"script", "link", "img", "iframe", "object", "base", "form"}.isdisjoint(
        tag for tag, _attributes in page.tags
    )
    for _tag, attributes in page.tags:
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")  # type: ignore[union-attr]
    written = to_html(content, FINGERPRINT).decode()
    addresses = re.findall(r"url\((.{5})|https?://([^\"' )]+)", written)
    assert {address for pair in addresses for address in pair if address} <= {
        "data:",
        "www.w3.org/2000/svg",
    }
    assert "@import" not in written


def test_what_people_write_stays_text() -> None:
    written = to_html(hostile(), FINGERPRINT).decode()
    assert "<script" not in written
    page = Read(written)
    assert HOSTILE in page.text
    assert page.named("html")[0]["style"] == f"--own: {OWN_COLOUR}"
    assert "\x00" not in written
    assert "\u202e" not in written


@pytest.mark.parametrize(
    ("told", "used"),
    [("#0a0B0c", "#0a0B0c"), ("#fff", OWN_COLOUR), ("red;}", OWN_COLOUR), ("", OWN_COLOUR)],
)
def test_an_organisations_colour_is_a_colour(told: str, used: str) -> None:
    assert heading_colour(told) == used


def test_headings_go_down_by_one_and_the_first_is_alone() -> None:
    levels = [int(tag[1]) for tag, _a in page_of(sample()).tags if re.fullmatch(r"h\d", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert max(levels) == 3


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    page = page_of(sample())
    ids = [attributes["id"] for _tag, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    asked = [str(link["href"])[1:] for link in page.named("a")]
    asked += [str(a["aria-labelledby"]) for _t, a in page.tags if "aria-labelledby" in a]
    assert set(asked) <= set(ids)


def test_a_picture_is_told_once_and_has_its_numbers_beside_it() -> None:
    page = page_of(sample())
    charts = [b for s in sample().subjects for b in s.blocks if isinstance(b, Chart)]
    pictures = [a for a in page.named("div") if a.get("role") == "img"]
    assert len(pictures) == len(charts)
    assert all(svg["aria-hidden"] == "true" for svg in page.named("svg"))
    for chart in charts:
        assert page.text.count(chart.alt) == 1
    assert len(page.named("details")) == len(charts)
    assert "minst\u00a03" in page.text


def test_a_table_has_a_caption_and_heads_in_both_directions() -> None:
    page = page_of(sample())
    assert len(page.named("caption")) == len(page.named("table"))
    assert {a["scope"] for a in page.named("th")} == {"col", "row"}
    regions = [a for a in page.named("div") if a.get("class") == "scroll"]
    assert all(a["tabindex"] == "0" and a["role"] == "region" for a in regions)
    assert len(regions) == len(page.named("table"))


def test_a_title_that_the_heading_has_told_is_not_repeated() -> None:
    page = page_of(sample())
    told = "Östra Biskopsgården har flest aktiviteter"
    headings = [t for t in page.texts if t == told]
    # The heading, and the table of the chart's numbers, which has a name of its own.
    assert len(headings) == 1


def test_the_language_is_the_contents() -> None:
    assert page_of(sample()).named("html")[0]["lang"] == "sv"
    assert page_of(replace(sample(), language="en")).named("html")[0]["lang"] == "en"


def test_the_page_is_small_enough_to_be_mailed() -> None:
    assert len(to_html(sample(), fingerprint(to_json(sample())))) < 150_000


def test_the_presentation_is_hostile_to_scripts_too() -> None:
    written = to_presentation(
        hostile(), FINGERPRINT, back_href="/sammantrade", script_src="/presentation.js"
    ).decode()
    page = Read(written)
    assert page.named("script") == [{"src": "/presentation.js", "defer": None}]
    assert HOSTILE in page.text
