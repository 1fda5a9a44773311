import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Pt

from domain.packs.content import (
    Chart,
    Content,
    Datum,
    Organisation,
    Series,
    Table,
    Tiles,
    texts,
)
from tests.pack_extremes import LONG_NAME, crowded, empty, hollow, hostile, with_texts
from tests.pack_sample import sample
from transfer.packs.chart_look import ends, lowest
from transfer.packs.chart_rows import chart_rows
from transfer.packs.legible import legible
from transfer.packs.slides import to_slides
from transfer.packs.type_fit import LINE, Paragraph, break_lines, fit, text_pages, text_width

PRINT = "0123456789abcdef" * 4
CONTENTS = [sample, empty, hollow, hostile, crowded]


def long_names() -> Content:
    """The sample with a name of 120 characters in the place of each text."""
    return with_texts(sample(), lambda text: LONG_NAME if text else "")


@cache
def slides_of(content: Content) -> bytes:
    return to_slides(content, PRINT)


def opened(content: Content) -> Any:
    return Presentation(BytesIO(slides_of(content)))


def blocks(content: Content, kind: type[Any]) -> list[Any]:
    content = legible(content)
    return [b for s in content.subjects for b in s.blocks if isinstance(b, kind)]


def all_shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type is not None and hasattr(shape, "shapes"):
            yield from all_shapes(shape.shapes)


def texts_of(slide: Any) -> Iterator[str]:
    """Yield what is on a slide and in its notes, as it is stored."""
    for shape in all_shapes(slide.shapes):
        if shape.has_text_frame:
            yield shape.text_frame.text
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            yield from shape.chart.plots[0].categories
            yield from (series.name for series in shape.chart.series)
    yield slide.notes_slide.notes_text_frame.text


def charts_of(presentation: Any) -> list[Any]:
    return [s for slide in presentation.slides for s in slide.shapes if s.has_chart]


def kept(slide: Any) -> str:
    """One text of all that a slide says, with single spaces: lines may break anywhere."""
    return " ".join(" ".join(texts_of(slide)).replace("\v", " ").split())


@pytest.mark.parametrize("make", [*CONTENTS, long_names])
def test_every_text_is_in_the_file(make: Callable[[], Content]) -> None:
    content = make()
    said = " ".join(kept(slide) for slide in opened(content).slides)
    missing = {t for t in texts(legible(content)) if " ".join(t.split()) not in said}
    assert not missing


@pytest.mark.parametrize("make", [*CONTENTS, long_names])
def test_nothing_runs_out_of_its_place_or_over_another(make: Callable[[], Content]) -> None:
    presentation = opened(make())
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height
        for one, other in combinations(list(slide.shapes), 2):
            across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
            down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
            assert across <= Pt(1) or down <= Pt(1), (one.name, other.name)
        for shape in all_shapes(slide.shapes):
            if shape.has_text_frame and shape.text_frame.text:
                assert needed(shape) <= shape.height + Pt(2), shape.text_frame.text[:80]


def needed(shape: Any) -> float:
    """How high a shape's text is, with its margins and the spaces between paragraphs."""
    frame = shape.text_frame
    room = (shape.width - frame.margin_left - frame.margin_right) / Pt(1)
    height = (frame.margin_top + frame.margin_bottom) / Pt(1)
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            size = run.font.size.pt if run.font.size else 10
            lines = break_lines(run.text, room, size, is_bold=bool(run.font.bold))
            height += len(lines) * size * LINE
        height += (paragraph.space_before or 0) / Pt(1)
    return float(height * Pt(1))


@pytest.mark.parametrize("make", [*CONTENTS, long_names])
def test_each_slide_has_a_title_notes_a_foot_and_a_number(make: Callable[[], Content]) -> None:
    content = make()
    slides = list(opened(content).slides)
    for slide in slides:
        assert slide.shapes[0] == slide.shapes.title
        foot, number = list(slide.shapes)[-2:]
        if make not in (hostile, long_names):
            assert foot.text_frame.text.startswith(f"{content.meeting.diarienummer} · {PRINT[:12]}")
        assert number.element.xpath(".//a:fld/@type") == ["slidenum"]
        identities = slide.shapes.element.xpath(".//p:cNvPr/@id")
        assert len(set(identities)) == len(identities)
    if make in (sample, crowded):
        titles = [slide.shapes.title.text_frame.text for slide in slides]
        assert len(set(titles)) == len(titles)


def test_each_slide_of_an_example_says_so_and_no_other() -> None:
    feet = [list(slide.shapes)[-2].text_frame.text for slide in opened(sample()).slides]
    assert all("Exempelprogram med påhittade siffror" in foot for foot in feet)
    assert not any("Exempel" in kept(slide) for slide in opened(real()).slides)


def real() -> Content:
    """A content of a real programme."""
    return replace(empty(), organisation=Organisation("Förvaltningen", "", "#0069a8"))


def test_the_notes_have_the_sentence_and_the_source() -> None:
    slides = list(opened(sample()).slides)
    for block in (*blocks(sample(), Chart), *blocks(sample(), Tiles)):
        slide = next(s for s in slides if s.shapes.title.text_frame.text == block.title and kept(s))
        notes = slide.notes_slide.notes_text_frame.text
        assert block.alt in notes
        assert block.source in notes
    assert PRINT in slides[0].notes_slide.notes_text_frame.text


@pytest.mark.parametrize("make", CONTENTS)
def test_charts_are_powerpoints_own_and_draw_what_the_pack_says(
    make: Callable[[], Content],
) -> None:
    content = make()
    drawn = charts_of(opened(content))
    for chart in (c for c in blocks(content, Chart) if c.categories and c.series):
        categories: list[str] = []
        values: list[list[float | None]] = [[] for _series in chart.series]
        while len(categories) < len(chart.categories):
            frame = drawn.pop(0)
            plot = frame.chart.plots[0]
            categories += list(plot.categories)
            for place, series in enumerate(plot.series):
                assert series.name == chart.series[place].name
                values[place] += series.values
            properties = frame.element.xpath(".//p:cNvPr")[0]
            assert properties.get("descr").split() == (chart.alt or chart.title).split()
        assert categories == list(chart.categories)
        for told, shown in zip(chart.series, values, strict=True):
            assert shown == [None if d.value is None else float(d.value) for d in told.data]
    assert drawn == []


@pytest.mark.parametrize("make", [sample, hostile, crowded])
def test_a_charts_figures_can_be_edited_and_calculate_nothing(
    make: Callable[[], Content],
) -> None:
    for frame in charts_of(opened(make())):
        part = frame.chart.part.chart_workbook.xlsx_part
        sheet = openpyxl.load_workbook(BytesIO(part.blob))["Data"]
        cells = list(sheet.iter_rows())
        plot = frame.chart.plots[0]
        assert [row[0].value for row in cells[1:]] == list(plot.categories)
        for place, series in enumerate(plot.series, start=1):
            assert cells[0][place].value == series.name
            assert tuple(row[place].value for row in cells[1:]) == series.values
        assert all(cell.data_type != "f" for row in cells for cell in row)
        places = [f.text for f in frame.chart.element.iter("{*}f")]
        assert all(place.startswith("Data!") for place in places)
        assert frame.chart.element.xpath(".//c:dispBlanksAs/@val") == ["gap"]


def test_what_is_protected_is_told_in_words_and_in_the_charts_sheet() -> None:
    chart = next(c for c in blocks(sample(), Chart) if c.form == "bars")
    presentation = opened(sample())
    slide = next(s for s in presentation.slides if chart.title == s.shapes.title.text_frame.text)
    assert "Skyddat: Västra Biskopsgården (1–4)" in kept(slide)
    assert "Saknas: Björlanda." in kept(slide)
    frame = next(s for s in slide.shapes if s.has_chart)
    sheet = openpyxl.load_workbook(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))["Data"]
    assert [row[1:] for row in sheet.iter_rows(values_only=True)][1:] == [
        row[1:] for row in chart_rows(chart).rows
    ]


def test_a_chart_of_many_rows_goes_on_on_the_same_scale() -> None:
    frames = [frame for frame in charts_of(opened(crowded())) if frame.name == "Sextio, bars"]
    assert len(frames) > 1
    assert len({frame.chart.value_axis.maximum_scale for frame in frames}) == 1
    assert all(frame.chart.value_axis.minimum_scale == 0 for frame in frames)


@pytest.mark.parametrize(
    ("values", "low", "scale"),
    [
        ((3, 12), 0, (0, 20)),
        ((0, 95), 0, (0, 100)),
        ((-1, 240), None, (-1, 250)),
        ((-13,), None, (-20, None)),
        ((0, 0), 0, (0, None)),
        ((), 0, (0, None)),
    ],
)
def test_axes_go_from_zero_to_a_round_number(
    values: tuple[int, ...], low: float | None, scale: tuple[float, float | None]
) -> None:
    series = Series("Antal", "activity", tuple(Datum(Decimal(value)) for value in values))
    names = tuple(str(value) for value in values)
    chart = Chart("Titel", "", "antal", "", "bars", names, (series,))
    assert lowest(chart) == low
    assert ends(chart) == scale


def test_tables_have_their_head_on_each_slide_and_at_most_twelve_rows() -> None:
    table = blocks(crowded(), Table)[0]
    slides = opened(crowded()).slides
    tables = [s.table for slide in slides for s in slide.shapes if s.has_table]
    shown = [drawn for drawn in tables if len(drawn.columns) == len(table.columns)]
    assert len(shown) > 2
    rows = []
    for part in shown:
        head, *body = [[cell.text for cell in row.cells] for row in part.rows]
        assert part.first_row
        assert head == [column.name for column in table.columns]
        assert 1 <= len(body) <= 12
        rows += body
    for told, made in zip(table.rows, rows, strict=True):
        assert [cell.text for cell in told[1:]] == made[1:]
        assert told[0].text == made[0] or made[0].endswith("…")


def test_a_board_is_a_group_that_is_told_in_words_with_a_tile_a_point() -> None:
    tiles = blocks(sample(), Tiles)[0]
    slide = next(
        s for s in opened(sample()).slides if s.shapes.title.text_frame.text == tiles.title
    )
    group = next(s for s in slide.shapes if hasattr(s, "shapes"))
    assert group.element.xpath("./p:nvGrpSpPr/p:cNvPr/@descr") == [tiles.alt]
    assert len(group.shapes) == len(tiles.items)
    late = next(tile for tile in tiles.items if tile.status == "late")
    shape, word, *_signs = group.shapes[late.number - 1].shapes
    assert str(shape.fill.fore_color.rgb) == "C8401D"
    assert shape.text_frame.text.split("\n")[0] == str(late.number)
    assert word.text_frame.text == "Försenad"
    assert str(word.text_frame.paragraphs[0].runs[0].font.color.rgb) == "FFFFFF"


def test_all_words_are_marked_as_swedish_and_no_look_of_offices_is_left() -> None:
    with ZipFile(BytesIO(slides_of(sample()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.startswith("ppt/") and name.endswith(".xml"):
            assert set(re.findall(rb'lang="([^"]*)"', part)) <= {b"sv-SE"}
            assert b"Calibri" not in part
        assert b'TargetMode="External"' not in part
    assert b"0069A8" in parts["ppt/theme/theme1.xml"].upper()
    assert b'typeface="Open Sans"' in parts["ppt/theme/theme1.xml"]
    assert not [name for name in parts if "thumbnail" in name or "printer" in name]
    assert len([name for name in parts if re.match(r"ppt/slideLayouts/[^/]*\.xml", name)]) == 2


def test_the_file_says_what_it_is_and_as_of_when() -> None:
    facts = opened(sample()).core_properties
    assert facts.title == sample().title
    assert facts.language == "sv-SE"
    assert facts.author == sample().organisation.name
    assert {str(m) for m in (facts.created, facts.modified, facts.last_printed)} == {
        "2026-11-24 11:00:00"
    }


PROGRAM = """
import sys, time
long_ago = float(sys.argv[1])
real = time.localtime
time.time = lambda: long_ago
time.localtime = lambda seconds=None: real(long_ago if seconds is None else seconds)
from hashlib import sha256
from tests.pack_extremes import hostile
from tests.pack_sample import sample
from transfer.packs.slides import to_slides
for make in (sample, hostile):
    print(sha256(to_slides(make(), "ab" * 32)).hexdigest())
"""


@pytest.mark.slow
def test_the_same_content_gives_the_same_bytes_anywhere() -> None:
    settings = [("0", "UTC", "400000000"), ("77", "Pacific/Auckland", "2000000000")]
    made = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, moment],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone, moment in settings
    }
    assert len(made) == 1


def test_a_text_is_set_smaller_until_it_fits_and_then_shortened() -> None:
    assert fit("kort", 100, 30, (20, 10)).size == 20
    assert fit("låg", 100, 5, (20, 10)).text == "låg"
    assert fit("ett längre stycke text", 100, 30, (20, 10)).size == 10
    cut = fit("ord " * 200, 100, 30, (20, 10))
    assert cut.text.endswith("…")
    assert cut.height <= 30
    assert len(break_lines(cut.text, 100, 10)) * 10 * LINE <= 30


def test_a_word_that_is_wider_than_its_place_is_broken_and_a_no_break_space_is_not() -> None:
    assert "".join(break_lines("x" * 300, 100, 12)) == "x" * 300
    assert break_lines("18\u00a0av\u00a028", text_width("18\u00a0av\u00a028", 12), 12) == [
        "18\u00a0av\u00a028"
    ]
    assert break_lines("", 100, 12) == [""]


def test_long_texts_go_on_on_more_pages_with_no_word_lost() -> None:
    groups = [(Paragraph("ett två tre fyra fem " * 90), Paragraph("skäl", scale=0.8))]
    pages = text_pages(groups, 300, 200, (20, 16))
    assert len(pages) > 1
    assert all(page.height(300) <= 200 for page in pages)
    words = " ".join(p.text for page in pages for p in page.paragraphs).split()
    assert words == ["ett", "två", "tre", "fyra", "fem"] * 90 + ["skäl"]
    assert text_pages([], 300, 200, (20, 16)) == []
