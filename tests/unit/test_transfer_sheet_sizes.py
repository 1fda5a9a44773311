"""Workbooks of some kilobytes that would ask for hundreds of gigabytes."""

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from transfer import excel_size, faults, ods_size
from transfer.tabular import open_table

SHEET = (
    '<?xml version="1.0"?>{before}<worksheet xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
)
HEADINGS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Datum</t></is></c></row>'
    '<row r="2"><c r="A2"><v>46348</v></c></row>'
)


def workbook(path: Path, sheet: bytes, name: str = "xl/worksheets/sheet1.xml") -> Path:
    """A workbook as openpyxl makes it, but with a sheet written by hand."""
    made = BytesIO()
    openpyxl.Workbook().save(made)
    usual = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member == "xl/_rels/workbook.xml.rels":
                content = content.replace(usual.encode(), name.encode())
            if member != usual:
                target.writestr(member, content)
        target.writestr(name, sheet)
    return path


def rows_of(path: Path) -> int:
    return sum(1 for _row in open_table(path).rows)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='XFD1048576'><v>1</v></c></row>",
        "<row r = '1'><c\n r\t=\n'XFD1048576'><v>1</v></c></row>",
        '<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>',
        '<row r="1"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576"/></row>',
        '<x:row xmlns:x="u" r="1"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
        '<row r="1048576"/><row>' + "<c><v>1</v></c>" * 20 + "</row>",
        '<row r="1048575"><c r="L1"/></row><row><c><v>1</v></c></row>',
        '<row r="1"><c r="XFA1"/>' + "<c><v>1</v></c>" * 3 + '</row><row r="99999"><c/></row>',
        '<row r="4294967297"><c><v>1</v></c></row>',
    ],
)
def test_refuses_a_cell_far_from_the_others_however_it_is_written(
    tmp_path: Path, rows: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", SHEET.format(before="", rows=HEADINGS + rows).encode())
    with pytest.raises(faults.FileTooLarge, match="cell långt från de andra"):
        open_table(path)


@pytest.mark.parametrize("name", ["xl/blad.xml", "annat/worksheets/a.bin", "xl/sharedStrings2.xml"])
def test_a_sheet_is_counted_wherever_it_lies(tmp_path: Path, name: str) -> None:
    rows = HEADINGS + '<row><c r="XFD1048576"><v>1</v></c></row>'
    path = workbook(tmp_path / "a.xlsx", SHEET.format(before="", rows=rows).encode(), name)
    with pytest.raises(faults.FileTooLarge):
        open_table(path)


@pytest.mark.parametrize(
    "sheet",
    [
        "junk" + SHEET.format(before="", rows=HEADINGS),
        SHEET.format(before="", rows=HEADINGS)[:-20],
        SHEET.format(before="", rows=HEADINGS + "<row r='x'/>"),
        SHEET.format(before="", rows=HEADINGS + "<row><c r='$A$1'/></row>"),
        SHEET.format(before="", rows=HEADINGS + "<row><c r='AAAA1'/></row>"),
        SHEET.format(before="<!DOCTYPE x [<!ENTITY a ']>'>]>", rows=HEADINGS),
    ],
)
def test_refuses_a_sheet_that_two_readers_would_see_differently(tmp_path: Path, sheet: str) -> None:
    path = workbook(tmp_path / "a.xlsx", sheet.encode())
    with pytest.raises(faults.FileDamaged, match="är skadad"):
        open_table(path)


def test_rows_and_cells_without_addresses_are_read(tmp_path: Path) -> None:
    rows = "".join("<row><c><v>46348</v></c></row>" for _row in range(50))
    heading = '<row><c t="inlineStr"><is><t>Datum</t></is></c></row>'
    path = workbook(tmp_path / "a.xlsx", SHEET.format(before="", rows=heading + rows).encode())
    assert rows_of(path) == 50


def test_the_sheets_of_a_workbook_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_size, "MOST_CELLS", 50)
    made = openpyxl.Workbook()
    for sheet in (made.worksheets[0], made.create_sheet("B")):
        for _row in range(10):
            sheet.append(["x", "y", "z"])
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(faults.FileTooLarge, match="fler celler eller mer text"):
        open_table(tmp_path / "a.xlsx")


def with_shared_texts(path: Path, rows: list[list[str]]) -> Path:
    """A workbook in which a text stands once, and the cells that have it point at it."""
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return path


def test_refuses_a_long_text_that_very_many_cells_share(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_size, "MOST_TEXT", 10_000)
    rows = [[f"rad {number}", "x" * 900] for number in range(11)]
    assert rows_of(with_shared_texts(tmp_path / "a.xlsx", rows)) == 10
    with pytest.raises(faults.FileTooLarge, match="fler celler eller mer text"):
        open_table(with_shared_texts(tmp_path / "b.xlsx", rows + rows[:1]))


def test_one_long_text_among_many_short_ones_is_no_excess(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excel_size, "MOST_TEXT", 10_000)
    rows = [["Rubrik", "x" * 5000], *([f"rad {number}"] for number in range(100))]
    assert rows_of(with_shared_texts(tmp_path / "a.xlsx", rows)) == 100


def test_a_sheets_own_word_for_its_extent_is_not_believed(tmp_path: Path) -> None:
    rows = HEADINGS + '<row r="3"><c r="A3" t="e"><v>#N/A</v></c></row>'
    sheet = SHEET.format(before="", rows=rows).replace(
        "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
    )
    table = open_table(workbook(tmp_path / "a.xlsx", sheet.encode()))
    assert [cells for _number, cells in table.rows] == [[46348.0], ["#N/A"]]


CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def ods(path: Path, rows: str) -> Path:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("META-INF/manifest.xml", "<m/>")
        target.writestr("content.xml", CONTENT.format(rows=rows))
    return path


def cell(text: str = "x", repeated: str = "") -> str:
    kind = "office:value-type='string'"
    return f"<table:table-cell {repeated} {kind}><text:p>{text}</text:p></table:table-cell>"


def row(cells: str, repeated: str = "") -> str:
    return f"<table:table-row {repeated}>{cells}</table:table-row>"


COLUMNS = "number-columns-repeated"
ROWS = "number-rows-repeated"


@pytest.mark.parametrize(
    "rows",
    [
        row(cell(repeated=f"table:{COLUMNS}='999'"), f"table:{ROWS}='999'") * 60,
        row(cell(repeated=f'table:{COLUMNS}="16384"'), f'table:{ROWS}="1048576"'),
        row(cell(repeated=f"t:{COLUMNS}\n=\n'16384'"), f"t:{ROWS} = '1048576'"),
        row(cell(repeated=f"table:{COLUMNS}='&#49;6384'"), f"table:{ROWS}='+1048576'"),
        row(cell(repeated=f"table:{COLUMNS}='20000000'")),
        row(f"<table:table-cell table:{COLUMNS}='16383'/>" + cell(), f"table:{ROWS}='1000'"),
        row(cell() * 20) + row("<table:table-cell/>", f"table:{ROWS}='1048570'") + row(cell()),
        row(f"<table:table-cell table:{COLUMNS}='99' office:value='1'/>", f"table:{ROWS}='999999'"),
        row(cell("y" * 1_000_000), f"table:{ROWS}='1000'"),
        row(f"<table:covered-table-cell table:{COLUMNS}='99999999' table:formula='x'/>"),
    ],
)
def test_refuses_an_ods_whose_content_repeats_itself(tmp_path: Path, rows: str) -> None:
    with pytest.raises(faults.FileTooLarge, match="mycket större än den ser ut"):
        open_table(ods(tmp_path / "a.ods", row(cell("Datum")) + rows))


@pytest.mark.parametrize(
    "rows",
    [
        row("<table:table-cell>" + row(cell()) + "</table:table-cell>"),
        row(cell(), f"table:{ROWS}='många'"),
        row(cell()) + "<table:table-row>",
    ],
)
def test_refuses_an_ods_that_contradicts_itself(tmp_path: Path, rows: str) -> None:
    with pytest.raises(faults.FileDamaged, match="är skadad"):
        open_table(ods(tmp_path / "a.ods", row(cell("Datum")) + rows))


def test_an_ods_filled_up_with_empty_cells_is_read(tmp_path: Path) -> None:
    empty = f"<table:table-cell table:{COLUMNS}='16383'/>"
    rows = row(cell("Datum") + empty) + row(cell() + empty, f"table:{ROWS}='5'")
    path = ods(tmp_path / "a.ods", rows + row(empty, f"table:{ROWS}='1048570'"))
    assert rows_of(path) == 5


def test_sheets_of_an_ods_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ods_size, "MOST_CELLS", 25)
    document = OpenDocumentSpreadsheet()
    for name in ("A", "B", "C"):
        table = Table(name=name)
        for _number in range(10):
            line = TableRow()
            filled = TableCell(valuetype="string")
            filled.addElement(P(text="x"))
            line.addElement(filled)
            table.addElement(line)
        document.spreadsheet.addElement(table)
    document.save(str(tmp_path / "a.ods"))
    with pytest.raises(faults.FileTooLarge):
        open_table(tmp_path / "a.ods")


def test_refuses_an_ods_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        target.writestr("META-INF/manifest.xml", "<m><manifest:encryption-data/></m>")
        target.writestr("content.xml", b"\x00\x17krypterat")
    with pytest.raises(faults.PasswordProtected, match="skyddad med lösenord"):
        open_table(path)
