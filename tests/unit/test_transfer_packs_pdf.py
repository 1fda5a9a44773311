"""A pack as a PDF: what a validator, a screen reader, a search and an archive find in it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pdfua import validate
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from domain.packs.content import (
    Cell,
    Chart,
    Column,
    Content,
    Figure,
    Figures,
    Item,
    Items,
    Subject,
    Table,
    Tile,
    Tiles,
    texts,
)
from tests.hostile import SEEDS
from tests.pack_sample import sample
from transfer.packs.canonical import fingerprint, to_json
from transfer.packs.pdf import to_pdf

_FINGERPRINT = fingerprint(to_json(sample()))

_NAME = (
    "Verksamhetsområdet för trygghetsskapande och brottsförebyggande samordningsinsatser i "
    "stadsområde Hisingen och närliggande stråk"
)

_ROOT = Path(__file__).parents[2]


def _empty() -> Content:
    """Return a content with a meeting and nothing told for it."""
    meeting = replace(sample().meeting, title="", diarienummer="", agenda="")
    bare = replace(sample(), meeting=meeting, title="", lead="", subjects=(), definitions=())
    return replace(bare, is_example=False, since=None, replaces=None)


def _bare_blocks() -> Content:
    """Return a content of blocks that have nothing in them."""
    nothing = (
        Figures(()),
        Tiles("Punkterna", "Det finns inga punkter.", "", ()),
        Items("Frågor", (), "Inga frågor är ställda."),
        Table("Områden", (Column("Område"), Column("Antal", is_number=True)), (), "", ""),
        Chart("Utfall", "Inget utfall är bokfört.", "tkr", "", "lines", (), ()),
    )
    return replace(sample(), subjects=(Subject("x", "Läget", "", (), nothing),))


def _told(*told: str) -> Content:
    """Return a content that tells some texts at every place of one."""
    first, second = told[0], told[1]
    subject = Subject(
        "x",
        first,
        second,
        told,
        (
            Figures(tuple(Figure(text, text, text) for text in told)),
            Tiles(first, second, first, tuple(Tile(7, text, "late", first) for text in told)),
            Items(first, tuple(Item(text, text) for text in told), second),
            Table(
                first,
                tuple(Column(text) for text in told[:3]),
                tuple((Cell(text), Cell(second), Cell(text)) for text in told),
                first,
                second,
            ),
            replace(_chart(), title=first, alt=second, unit=first, source=second),
        ),
    )
    return replace(
        sample(),
        organisation=replace(sample().organisation, name=first, contact=second),
        meeting=replace(sample().meeting, title=first, diarienummer=second, agenda="\n".join(told)),
        title=second,
        lead=first,
        subjects=(subject,),
        definitions=tuple(Item(text, text) for text in told),
    )


def _chart() -> Chart:
    blocks = (block for subject in sample().subjects for block in subject.blocks)
    return next(block for block in blocks if isinstance(block, Chart))


def _long_table(rows: int, before: int = 0) -> Content:
    """Return a content with a table of so many rows, after so many sentences."""
    table = Table(
        "Rubriken",
        (Column("Område"), Column("Antal", is_number=True)),
        tuple((Cell(f"Rad {row}."), Cell(str(row))) for row in range(rows)),
        "",
        "Källa: rapporter.",
    )
    sentences = tuple(f"Mening {place}." for place in range(before))
    return replace(sample(), subjects=(Subject("x", "Läget", "Så är det", sentences, (table,)),))


@pytest.fixture(scope="module")
def sample_pdf() -> bytes:
    return to_pdf(sample(), _FINGERPRINT)


def _reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def _folded(text: str) -> str:
    """Return a text without spaces, and without the hyphens that part a word at a line's end."""
    return re.sub(r"[\s\u00ad]", "", text)


def _read(pdf: bytes) -> str:
    return _folded("".join(page.extract_text() for page in _reader(pdf).pages))


def _elements(pdf: bytes) -> Iterator[Any]:
    """Yield what the file is marked up as, in the order in which it is read aloud."""
    root: Any = _reader(pdf).trailer["/Root"]
    waiting = [root["/StructTreeRoot"]["/K"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, ArrayObject):
            waiting.extend(reversed(element))
        elif isinstance(element, DictionaryObject) and "/S" in element:
            yield element
            waiting.extend([element["/K"]] if "/K" in element else [])


def _tags(pdf: bytes) -> list[str]:
    return [str(element["/S"]) for element in _elements(pdf)]


CONTENTS = {
    "everything": sample(),
    "nothing": _empty(),
    "blocks with nothing in them": _bare_blocks(),
    "hostile texts": _told(*SEEDS),
    "long names": _told(_NAME, _NAME.replace(" ", ""), "a" * 120, f"https://{'b' * 120}.example"),
    "a table over pages": _long_table(120),
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_it_passes_a_check_of_pdf_ua(content: Content, tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(to_pdf(content, _FINGERPRINT))
    assert validate(str(path)).findings == ()


@pytest.mark.parametrize("profile", ["ua1", "2a"])
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
def test_it_passes_every_rule_of_pdf_ua_and_pdf_a(content: Content, profile: str) -> None:
    page = pytest.importorskip("page", reason="needs page-validation")
    report = page.validate_pdf_bytes(to_pdf(content, _FINGERPRINT), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_every_text_of_the_content_is_in_it(sample_pdf: bytes) -> None:
    read = _read(sample_pdf)
    assert [text for text in texts(sample()) if _folded(text) not in read] == []


def test_what_surrounds_the_content_is_in_it(sample_pdf: bytes) -> None:
    first = _folded(_reader(sample_pdf).pages[0].extract_text())
    content = sample()
    for told in (
        content.organisation.name,
        content.organisation.contact,
        content.programme,
        "Exempelprogram med påhittade siffror",
        "26 november 2026",
        "24 november 2026 kl. 12.00",
        "27 augusti 2026",
        _FINGERPRINT,
        f"Ersätter version {'ab' * 32}",
        "2. Lägesrapport",
        "3. <b>Medel & prognos</b>",
        *(subject.name for subject in content.subjects),
    ):
        assert _folded(told) in first, told


def test_a_text_is_never_markup() -> None:
    told = (
        '#panic(1) #import "x" #{1+1}',
        "*a* _b_ `c` $d$ ~e @f <g> = h - i + j / k \\ l // m /* n */ [o] {p} \"q\" 'r' -- ...",
        "<script>alert(1)</script> & &amp;",
        "https://ond.example/a_b?c=d#e",
        "\\u{41} \\n \\",
    )
    read = _read(to_pdf(_told(*told), _FINGERPRINT))
    assert [text for text in told if _folded(text) not in read] == []


def test_a_word_without_a_place_to_break_is_whole_when_it_is_read() -> None:
    told = (_NAME.replace(" ", ""), "a" * 120, f"https://{'b' * 120}.example")
    read = _read(to_pdf(_told(*told), _FINGERPRINT))
    assert [text for text in told if text not in read] == []


def test_a_character_that_cannot_be_shown_is_told_to_be_missing() -> None:
    read = _read(to_pdf(_told("före 名 efter", "före 🏳️‍🌈 efter", "tab\there"), _FINGERPRINT))
    assert "före\ufffdefter" in read
    assert "tabhere" in read
    assert "名" not in read


def test_it_tells_its_language_title_and_author_and_that_it_is_tagged(sample_pdf: bytes) -> None:
    reader = _reader(sample_pdf)
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("sv", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == sample().title
    assert reader.metadata.author == sample().organisation.name
    assert reader.metadata.creation_date == sample().as_of


def test_a_region_goes_with_its_language() -> None:
    root: Any = _reader(to_pdf(replace(_empty(), language="en-GB"), _FINGERPRINT)).trailer["/Root"]
    assert root["/Lang"] == "en-GB"


def test_each_subject_is_bookmarked_with_its_finding(sample_pdf: bytes) -> None:
    marks: Any = _reader(sample_pdf).outline
    assert [mark["/Title"] for mark in marks] == [
        *(f"{subject.name}: {subject.heading}" for subject in sample().subjects),
        "Ord och tecken",
    ]


def test_headings_go_down_a_level_at_a_time(sample_pdf: bytes) -> None:
    levels = [int(tag[2:]) for tag in _tags(sample_pdf) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_chart_is_told_in_words_and_a_tile_is_text(sample_pdf: bytes) -> None:
    blocks = [block for subject in sample().subjects for block in subject.blocks]
    pictures = [element for element in _elements(sample_pdf) if element["/S"] == "/Figure"]
    assert [picture["/Alt"] for picture in pictures] == [
        block.alt for block in blocks if isinstance(block, Chart)
    ]


def test_a_table_has_a_caption_and_heads_over_its_columns(sample_pdf: bytes) -> None:
    tables = [
        block
        for subject in sample().subjects
        for block in subject.blocks
        if isinstance(block, Table)
    ]
    tags = _tags(sample_pdf)
    assert tags.count("/Caption") == len(tables)
    assert tags.count("/TH") == sum(len(table.columns) for table in tables)
    assert tags.count("/TD") == sum(len(table.columns) * len(table.rows) for table in tables)


def test_each_page_says_of_what_and_which_it_is() -> None:
    pages = _reader(to_pdf(_long_table(120), _FINGERPRINT)).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        read = _folded(page.extract_text())
        for told in (
            sample().meeting.diarienummer,
            f"{sample().meeting.title}, 26 november 2026",
            f"Fingeravtryck {_FINGERPRINT[:12]}",
            "Exempelprogram med påhittade siffror",
            f"{number} ({len(pages)})",
        ):
            assert _folded(told) in read


def test_the_head_of_a_table_is_seen_on_each_of_its_pages() -> None:
    pages = [page.extract_text() for page in _reader(to_pdf(_long_table(120), _FINGERPRINT)).pages]
    assert all("Område" in page for page in pages if "Rad " in page)


@pytest.mark.parametrize("before", range(20, 40, 3))
def test_a_heading_is_on_the_page_of_what_it_is_over(before: int) -> None:
    pdf = to_pdf(_long_table(40, before), _FINGERPRINT)
    pages = [page.extract_text() for page in _reader(pdf).pages]
    assert next(page for page in pages if "Rubriken" in page).count("Rad 0.") == 1


def test_a_short_table_stays_on_one_page() -> None:
    for before in range(20, 40, 3):
        pdf = to_pdf(_long_table(5, before), _FINGERPRINT)
        assert sum("Rad " in page.extract_text() for page in _reader(pdf).pages) == 1


def test_the_real_programme_is_not_called_an_example() -> None:
    assert "Exempelprogram" not in _read(to_pdf(replace(sample(), is_example=False), "0" * 64))


def test_what_is_not_known_takes_no_line() -> None:
    read = _read(to_pdf(_empty(), "0" * 64))
    assert not {"Jämfört", "Ersätter", "Diarienummer", "Innehåll", "Dagordning"} & set(
        re.findall("[A-ZÅÄÖ][a-zåäö]+", read)
    )


def test_another_process_at_another_time_and_place_gives_the_same_bytes(
    sample_pdf: bytes, tmp_path: Path
) -> None:
    code = (
        "import sys\n"
        "from tests.pack_sample import sample\n"
        "from transfer.packs.pdf import to_pdf\n"
        f"sys.stdout.buffer.write(to_pdf(sample(), {_FINGERPRINT!r}))\n"
    )
    settings = {"PYTHONPATH": str(_ROOT), "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"}
    made = subprocess.run(
        [sys.executable, "-c", code],
        env=settings | {"SOURCE_DATE_EPOCH": "1", "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert made.stdout == sample_pdf


def test_another_content_gives_other_bytes(sample_pdf: bytes) -> None:
    meeting = replace(sample().meeting, held_on=date(2026, 11, 27))
    assert to_pdf(replace(sample(), meeting=meeting), _FINGERPRINT) != sample_pdf
