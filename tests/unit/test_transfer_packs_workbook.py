import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest

from domain.packs.content import Cell, Chart, Content, Table, Tiles, texts
from tests.pack_extremes import crowded, empty, hollow, hostile
from tests.pack_sample import sample
from transfer.packs.chart_rows import chart_rows
from transfer.packs.legible import legible
from transfer.packs.sheets import sheet_names
from transfer.packs.table_sheet import shown_as
from transfer.packs.workbook import to_workbook

PRINT = "0123456789abcdef" * 4
CONTENTS = [sample, empty, hollow, hostile, crowded]
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def workbook_of(content: Content) -> bytes:
    return to_workbook(content, PRINT)


def opened(content: Content) -> Any:
    return openpyxl.load_workbook(BytesIO(workbook_of(content)))


def parts(content: Content, pattern: str) -> dict[str, bytes]:
    with ZipFile(BytesIO(workbook_of(content))) as archive:
        return {n: archive.read(n) for n in archive.namelist() if re.search(pattern, n)}


def blocks(content: Content, kind: type[Any]) -> list[Any]:
    content = legible(content)
    return [b for s in content.subjects for b in s.blocks if isinstance(b, kind)]


def as_told(text: str) -> str:
    """XML keeps no difference between the ends of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def points(data: ET.Element | None, count: int) -> list[str | None]:
    """What a chart has kept of its data: by place, None for a gap."""
    assert data is not None
    kept = {int(p.attrib["idx"]): p.findtext(f"{DRAWN}v") for p in data.iter(f"{DRAWN}pt")}
    return [kept.get(place) for place in range(count)]


@pytest.mark.parametrize("make", CONTENTS)
def test_every_text_is_in_the_file(make: Callable[[], Content]) -> None:
    content = make()
    found = {
        str(cell.value)
        for sheet in opened(content)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    numbers = {
        cell.text
        for table in blocks(content, Table)
        for row in table.rows
        for cell in row
        if cell.number is not None
    }
    missing = {text for text in texts(legible(content)) if text} - found - numbers
    assert not missing
    assert PRINT in found


@pytest.mark.parametrize("make", CONTENTS)
def test_numbers_of_tables_are_numbers_and_marks_are_texts(make: Callable[[], Content]) -> None:
    content = make()
    book = opened(content)
    tables = blocks(content, Table)
    sheets = [s for s in book if any(s["A1"].value == t.title for t in tables)]
    assert len(sheets) >= len(tables) > 0 or not tables
    for table, sheet in zip(tables, sheets, strict=True):
        written = list(sheet.iter_rows(values_only=True))[-len(table.rows) :]
        for row, cells in zip(table.rows, written if table.rows else [], strict=True):
            for column, cell, value in zip(table.columns, row, cells, strict=False):
                if isinstance(value, str):
                    assert value == cell.text
                    assert shown_as(cell, column.places) is None
                else:
                    assert Decimal(str(value)) == cell.number


@pytest.mark.parametrize(
    ("text", "number", "places", "shown"),
    [
        ("3\u00a0200", "3200.40", 0, '[$-41D]#,##0;"−"#,##0;#,##0'),
        ("−12", "-12", 0, '[$-41D]#,##0;"−"#,##0;#,##0'),
        ("+12", "12", 0, '[$-41D]"+"#,##0;"−"#,##0;#,##0'),
        ("1,5", "1.5", 1, '[$-41D]#,##0.0;"−"#,##0.0;#,##0.0'),
        ("3,1\u00a0mnkr", "3.1", 1, None),
        ("59\u00a0%", "59", 0, None),
        ("59\u00a0%", "0.59", 0, '[$-41D]#,##0"\u00a0"%;"−"#,##0"\u00a0"%;#,##0"\u00a0"%'),
        # The number is not what the text says: the text stands.
        ("120", "12", 0, "none"),
        ("12\u00a0000", "12", 0, "none"),
        ("..", None, 0, "none"),
        ("12", "-12", 0, "none"),
    ],
)
def test_a_number_is_shown_as_the_pack_says_it(
    text: str, number: str | None, places: int, shown: str | None
) -> None:
    cell = Cell(text, None if number is None else Decimal(number))
    made = shown_as(cell, places)
    if shown == "none":
        assert made is None
    elif shown is None:
        unit = re.sub(r"^[\d,]+", "", text)
        assert made is not None
        assert f'0"{unit}";' in made
    else:
        assert made == shown


@pytest.mark.parametrize("make", CONTENTS)
def test_charts_are_excels_own_and_draw_what_the_pack_says(make: Callable[[], Content]) -> None:
    content = make()
    charts = [c for c in blocks(content, Chart) if c.categories and c.series]
    drawn = parts(content, r"charts/chart\d+\.xml")
    in_order = [drawn[f"xl/charts/chart{n}.xml"] for n in range(1, len(drawn) + 1)]
    for chart, xml in zip(charts, in_order, strict=True):
        series = list(ET.fromstring(xml).iter(f"{DRAWN}ser"))
        for told, one in zip(chart.series, series, strict=True):
            count = len(chart.categories)
            assert points(one.find(f"{DRAWN}tx"), 1) == [as_told(told.name)]
            assert points(one.find(f"{DRAWN}cat"), count) == list(map(as_told, chart.categories))
            assert [
                None if value is None else Decimal(value)
                for value in points(one.find(f"{DRAWN}val"), count)
            ] == [datum.value for datum in told.data]
        assert b'<c:dispBlanksAs val="gap"/>' in xml


def test_what_is_not_told_exactly_is_an_empty_cell_with_its_ends_beside() -> None:
    chart = next(c for c in blocks(sample(), Chart) if c.form == "bars")
    rows = chart_rows(chart)
    assert [row[1:] for row in rows.rows] == [
        (12, None, None, None),
        (None, "1–4", 1, 4),
        (None, "minst 3", 3, None),
        (None, "–", None, None),
    ]
    sheet = opened(sample())[sheet_names([chart.title])[0]]
    written = [tuple(cell.value for cell in row[1:5]) for row in sheet.iter_rows()][-4:]
    assert written == [row[1:] for row in rows.rows]


@pytest.mark.parametrize("make", CONTENTS)
def test_each_chart_tells_in_words_what_it_shows(make: Callable[[], Content]) -> None:
    content = make()
    drawings = parts(content, r"drawings/drawing\d+\.xml")
    told = [
        frame.attrib["descr"]
        for n in range(1, len(drawings) + 1)
        for frame in ET.fromstring(drawings[f"xl/drawings/drawing{n}.xml"]).iter()
        if frame.tag.endswith("cNvPr") and frame.attrib.get("descr")
    ]
    charts = [c for c in blocks(content, Chart) if c.categories and c.series]
    spaced = [re.sub(r"\s", " ", chart.alt or chart.title) for chart in charts]
    assert [re.sub(r"\s", " ", text) for text in told] == spaced


@pytest.mark.parametrize("make", CONTENTS)
def test_nothing_calculates_or_leads_out_of_the_file(make: Callable[[], Content]) -> None:
    content = make()
    for sheet in opened(content):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target is None
                if isinstance(cell.value, str) and cell.value.startswith(tuple("=+-@\t")):
                    assert cell.quotePrefix
    assert all(b"External" not in rels for rels in parts(content, r"\.rels$").values())
    assert not any(b"<f>" in xml for xml in parts(content, r"worksheets/").values())


def test_a_chart_takes_no_text_for_an_address() -> None:
    for xml in parts(hostile(), r"charts/chart").values():
        for place in ET.fromstring(xml).iter(f"{DRAWN}f"):
            assert place.text is not None
            assert not place.text.startswith(("Data!", "="))


def test_the_first_sheet_says_what_the_file_is_and_leads_to_the_others() -> None:
    content = sample()
    book = opened(content)
    first = book.worksheets[0]
    said = " ".join(str(c.value) for row in first.iter_rows() for c in row if c.value is not None)
    for text in (
        *(content.title, content.lead, content.meeting.title, content.meeting.diarienummer),
        *("2026-11-26", "2026-11-24 12:00", "Exempelprogram med påhittade siffror"),
        *(PRINT, content.replaces, content.organisation.contact, content.programme),
    ):
        assert str(text) in said
    led = [c.hyperlink.location for row in first.iter_rows() for c in row if c.hyperlink]
    assert led == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    assert book.sheetnames[0] == "Innehåll"
    assert book.sheetnames[-1] == "Definitioner"


def test_a_real_programme_is_not_called_an_example() -> None:
    assert b"Exempelprogram" not in b"".join(parts(empty(), "sharedStrings").values())


def test_names_of_sheets_are_such_as_excel_takes() -> None:
    titles = [
        "",
        "History",
        "a" * 40,
        "A" * 40,
        "[x]:*?/\\",
        "'citat'",
        "👍",
        "Flest unga, och fler " * 3,
    ]
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    for name in names:
        assert 1 <= len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
    assert "History" not in names


def test_pages_print_lying_with_their_head_and_what_they_are_of() -> None:
    content = sample()
    for sheet in opened(content):
        assert sheet.page_setup.orientation == "landscape"
        assert content.meeting.diarienummer in sheet.oddHeader.right.text
        assert sheet.oddFooter.left.text == PRINT[:12]
    book = opened(content)
    table = book["Budget och utfall"]
    head = next(row for row in range(1, 9) if table.cell(row, 1).value == "Källa")
    assert table.print_title_rows == f"${head}:${head}"
    assert table.freeze_panes == f"A{head + 1}"


def test_the_board_of_points_has_the_colours_of_their_states() -> None:
    tiles = blocks(sample(), Tiles)[0]
    sheet = opened(sample())[tiles.title]
    rows = list(sheet.iter_rows())[-28:]
    assert [(row[0].value, row[1].value, row[2].value) for row in rows] == [
        (tile.number, tile.title, tile.word) for tile in tiles.items
    ]
    late = next(
        row[2] for row, tile in zip(rows, tiles.items, strict=True) if tile.status == "late"
    )
    assert late.fill.start_color.rgb == "FFC8401D"
    assert late.font.color.rgb == "FFFFFFFF"


PROGRAM = """
import sys, time
long_ago = float(sys.argv[1])
real = time.localtime
time.time = lambda: long_ago
time.localtime = lambda seconds=None: real(long_ago if seconds is None else seconds)
from hashlib import sha256
from tests.pack_extremes import crowded, hostile
from tests.pack_sample import sample
from transfer.packs.workbook import to_workbook
for make in (sample, hostile, crowded):
    print(sha256(to_workbook(make(), "ab" * 32)).hexdigest())
"""


def test_the_same_content_gives_the_same_bytes_anywhere() -> None:
    settings = [("0", "UTC", "100000000"), ("77", "Pacific/Auckland", "2000000000")]
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
    assert b"2026-11-24T11:00:00Z" in parts(sample(), "core.xml")["docProps/core.xml"]
