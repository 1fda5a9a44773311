"""A pack's files are opened by another office program, which must find all of them in them."""

import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
from odf import teletype
from odf.opendocument import load
from odf.table import Table as Sheet
from odf.table import TableCell, TableRow
from pptx import Presentation

from domain.packs.content import Content, Table
from tests.conftest import lacking
from tests.pack_extremes import hostile
from tests.pack_sample import sample
from transfer.packs.legible import legible
from transfer.packs.slides import to_slides
from transfer.packs.workbook import to_workbook

PRINT = "0123456789abcdef" * 4

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def soffice() -> str:
    path = shutil.which("soffice")
    if path is None:
        lacking("soffice (libreoffice-calc-nogui and libreoffice-impress-nogui)")
    return str(path)


class Office:
    """LibreOffice with a profile of its own, so that it starts for anybody, root included."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder

    def converted(self, content: bytes, name: str, form: str) -> Path:
        source = self._folder / name
        source.write_bytes(content)
        profile = (self._folder / "profile").as_uri()
        target = self._folder / "out"
        subprocess.run(
            [
                self._program,
                f"-env:UserInstallation={profile}",
                *("--headless", "--convert-to", form, "--outdir", str(target), str(source)),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
        return target / Path(name).with_suffix(f".{form}").name


@pytest.fixture(scope="module")
def office(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(soffice, tmp_path_factory.mktemp("office"))


def cells_of(book: Any) -> Iterator[tuple[str, str, object]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield sheet.title, cell.coordinate, cell.value


@pytest.mark.parametrize("make", [sample, hostile])
def test_each_cell_of_the_workbook_is_read_as_it_was_written(office: Office, make: Any) -> None:
    made = to_workbook(make(), PRINT)
    read = office.converted(made, f"{make.__name__}.xlsx", "xlsx")
    written = list(cells_of(openpyxl.load_workbook(BytesIO(made))))
    assert list(cells_of(openpyxl.load_workbook(read))) == written


def test_numbers_are_shown_as_the_pack_says_them(office: Office) -> None:
    content = sample()
    read = office.converted(to_workbook(content, PRINT), "shown.xlsx", "ods")
    shown = {
        tuple(teletype.extractText(cell) for cell in row.getElementsByType(TableCell))
        for sheet in load(read).getElementsByType(Sheet)
        for row in sheet.getElementsByType(TableRow)
    }
    for row in rows_of(content):
        assert any(told[: len(row)] == row for told in shown), row


def rows_of(content: Content) -> list[tuple[str, ...]]:
    return [
        tuple(cell.text for cell in row)
        for subject in legible(content).subjects
        for block in subject.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def texts_on(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from texts_on(shape.shapes)
        elif shape.has_text_frame:
            yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
        elif shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_chart:
            yield from shape.chart.plots[0].categories


def bare(text: str) -> str:
    """A text without spaces: where a line is broken is the program's own matter."""
    return "".join(text.split()).replace("\u00ad", "")


@pytest.mark.parametrize("make", [sample, hostile])
def test_each_slide_is_shown_with_all_its_texts(office: Office, make: Any) -> None:
    made = to_slides(make(), PRINT)
    slides = list(Presentation(BytesIO(made)).slides)
    pages = pypdf.PdfReader(office.converted(made, f"{make.__name__}.pptx", "pdf")).pages
    assert len(pages) == len(slides)
    for slide, page in zip(slides, pages, strict=True):
        shown = bare(page.extract_text())
        if make is sample:
            missing = [text for text in texts_on(slide.shapes) if bare(text) not in shown]
            assert missing == []


@pytest.mark.parametrize("make", [sample, hostile])
def test_each_slide_is_read_as_it_was_written(office: Office, make: Any) -> None:
    made = to_slides(make(), PRINT)
    read = office.converted(made, f"{make.__name__}-again.pptx", "pptx")
    before, after = Presentation(BytesIO(made)).slides, Presentation(str(read)).slides
    for told, found in zip(before, after, strict=True):
        kept = bare(" ".join(texts_on(found.shapes)))
        *texts, _number = texts_on(told.shapes)
        assert [text for text in texts if bare(text) not in kept] == []
        numbers = [charts_on(slide) for slide in (told, found)]
        assert numbers[0] == numbers[1]


def charts_on(slide: Any) -> list[list[tuple[float | None, ...]]]:
    return [
        [series.values for series in shape.chart.plots[0].series]
        for shape in slide.shapes
        if shape.has_chart
    ]
