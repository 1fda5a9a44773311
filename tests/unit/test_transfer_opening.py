import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from transfer import faults
from transfer.activities import ActivityRow
from transfer.border_files import read_border_layers
from transfer.headers import match_headers
from transfer.kinds import RecordKind, headings_of
from transfer.rows import columns_of
from transfer.tabular import Table, open_table

KNOWN = headings_of(RecordKind.ACTIVITIES)
HEADERS = ["Datum", "Område", "Målgrupp", "Anteckning"]
ROWS = [
    ["2026-03-17", "Biskopsgården", "2", "Kväll; torget, \t och ”bron”"],
    ["2026-03-18", "Backa", "3", "Två\nrader"],
    ["2026-03-19", "Tuve", "1", "5,5 timmar"],
]


def csv_bytes(encoding: str, delimiter: str, line_end: str = "\r\n") -> bytes:
    quoted = [[f'"{cell}"' for cell in row] for row in ROWS]
    lines = [delimiter.join(row) for row in [HEADERS, *quoted]]
    return (line_end.join(lines) + line_end).encode(encoding)


def workbook_bytes(**sheets: list[list[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def as_lists(table: Table) -> list[list[object]]:
    return [list(cells) for _number, cells in table.rows]


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def _save(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return _save


Save = Callable[[str, bytes], Path]


@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_reads_csv_of_every_encoding_and_delimiter(
    save: Save, encoding: str, delimiter: str, line_end: str
) -> None:
    table = open_table(save("a.csv", csv_bytes(encoding, delimiter, line_end)), known=KNOWN)
    assert table.headers == tuple(HEADERS)
    assert as_lists(table) == ROWS


def test_reads_latin_1_where_it_differs_from_windows(save: Save) -> None:
    table = open_table(save("a.csv", "Område;Text\nBacka;\x85 \x81 å".encode("latin-1")))
    assert as_lists(table) == [["Backa", "\x85 \x81 å"]]


def test_the_delimiter_is_told_without_known_headings_too(save: Save) -> None:
    table = open_table(save("a.csv", "Källa;Belopp\nA;1,5\nB;2,5\n".encode()))
    assert as_lists(table) == [["A", "1,5"], ["B", "2,5"]]


def test_rows_are_numbered_as_in_excel(save: Save) -> None:
    content = 'Rapport\n\nDatum;Anteckning\n\n2026-01-01;"två\nrader"\n;\n2026-01-02;b\n'
    table = open_table(save("a.csv", content.encode()), known=KNOWN)
    assert table.header_row == 3
    assert [number for number, _cells in table.rows] == [5, 7]


def test_a_line_that_names_the_delimiter_is_not_counted(save: Save) -> None:
    table = open_table(save("a.csv", b"sep=|\nDatum|Anteckning\n2026-01-01|a;b;c\n"), known=KNOWN)
    assert (table.header_row, table.headers) == (1, ("Datum", "Anteckning"))
    assert list(table.rows) == [(2, ["2026-01-01", "a;b;c"])]


def test_a_long_csv_is_expected_to_be_long(save: Save) -> None:
    lines = ["Datum;Anteckning", *["2026-01-01;x"] * 5000]
    table = open_table(save("a.csv", "\n".join(lines).encode()), known=KNOWN)
    assert table.expected_rows == 5000
    assert sum(1 for _row in table.rows) == 5000


def test_a_csv_is_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "lång.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Datum;Anteckning\n")
        for _chunk in range(100):
            file.write(f"2026-01-01;{'å' * 50}\n" * 1000)
    tracemalloc.start()
    rows = sum(1 for _row in open_table(path, known=KNOWN).rows)
    _size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 100_000
    assert peak < 8_000_000 < path.stat().st_size


def test_an_open_quotation_mark_does_not_swallow_the_rest(save: Save) -> None:
    content = 'Datum;Anteckning\n2026-01-01;a\n2026-01-02;"b\n2026-01-03;c\n'
    with pytest.raises(faults.FileDamaged, match="efter rad 2: ett citattecken"):
        as_lists(open_table(save("a.csv", content.encode()), known=KNOWN))


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_that_is_too_long_is_told_as_that(save: Save, quote: str) -> None:
    content = f"Datum;Anteckning\n2026-01-01;{quote}{'x' * 140_000}\n"
    with pytest.raises(
        faults.FileDamaged, match="efter rad 1 en cell med mer än 131\u00a0072 teck"
    ):
        as_lists(open_table(save("a.csv", content.encode()), known=KNOWN))


@pytest.mark.parametrize(
    "line", ["”å”;Tomaševic…sedan väg", "x;”citat” – vänta…", "†död†;väg", "Žižkov;Škoda"]
)
def test_signs_of_windows_are_not_taken_for_letters_of_dos(save: Save, line: str) -> None:
    table = open_table(save("a.csv", f"Area;Text\n{line}\n".encode("cp1252")))
    assert as_lists(table) == [line.split(";")]


def test_headings_far_down_are_found_and_else_looked_for_in_vain(save: Save) -> None:
    far = "Rapport\n" * 40 + "Datum;Anteckning\n2026-01-01;x\n"
    assert open_table(save("a.csv", far.encode()), known=KNOWN).header_row == 41
    table = open_table(save("b.csv", ("Rapport\n" * 60 + far).encode()), known=KNOWN)
    with pytest.raises(faults.HeadersRefused, match="Ingen rubrik känns igen på de första 50 rade"):
        match_headers(table.headers, columns_of(ActivityRow), ["occurred_on"])


def test_reads_xlsx_with_titles_and_an_empty_margin(save: Save) -> None:
    rows: list[list[object]] = [
        [None, "Uttag ur systemet"],
        [],
        [None, "Datum", "Område", "Deltagare"],
        [None, date(2026, 3, 17), "Backa", 12, "bredvid"],
    ]
    table = open_table(save("a.xlsx", workbook_bytes(Blad1=rows)), known=KNOWN)
    assert (table.sheet, table.header_row, table.expected_rows) == ("Blad1", 3, 1)
    assert table.headers == ("", "Datum", "Område", "Deltagare")
    assert list(table.rows) == [(4, ["", date(2026, 3, 17), "Backa", 12.0])]


def test_reads_xls(tmp_path: Path) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("Data")
    for index, header in enumerate(["Datum", "Deltagare"]):
        sheet.write(0, index, header)
    sheet.write(1, 0, date(2026, 3, 17), xlwt.easyxf(num_format_str="YYYY-MM-DD"))
    sheet.write(1, 1, 12)
    workbook.save(str(tmp_path / "a.xls"))
    table = open_table(tmp_path / "a.xls", known=KNOWN)
    assert list(table.rows) == [(2, [date(2026, 3, 17), 12.0])]


def ods_table(rows: list[list[TableCell]]) -> OdfTable:
    table = OdfTable(name="Data")
    for cells in rows:
        row = TableRow()
        for cell in cells:
            row.addElement(cell)
        table.addElement(row)
    return table


def ods_text(text: str, **attributes: object) -> TableCell:
    cell = TableCell(valuetype="string", **attributes)
    cell.addElement(P(text=text))
    return cell


def save_ods(path: Path, rows: list[list[TableCell]]) -> Path:
    document = OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(ods_table(rows))
    document.save(str(path))
    return path


def test_reads_ods(tmp_path: Path) -> None:
    day = TableCell(valuetype="date", datevalue="2026-03-17")
    rows = [[ods_text("Datum"), ods_text("Deltagare")], [day, ods_text("12")]]
    table = open_table(save_ods(tmp_path / "a.ods", rows), known=KNOWN)
    assert list(table.rows) == [(2, [date(2026, 3, 17), "12"])]


def test_an_error_in_a_cell_is_not_read_as_a_blank(save: Save) -> None:
    rows: list[list[object]] = [
        [],
        [None, "Datum", "Deltagare"],
        [None, "2026-03-17", 3],
        [],
        [None, "2026-03-18", "#N/A"],
    ]
    table = open_table(save("a.xlsx", workbook_bytes(Data=rows)), known=KNOWN)
    assert list(table.rows) == [(3, ["", "2026-03-17", 3.0]), (5, ["", "2026-03-18", "#N/A"])]


DATA: list[list[object]] = [["Datum", "Område", "Målgrupp"], ["2026-03-17", "Backa", "2"]]
GUIDE: list[list[object]] = [["Så här"], ["Datum", "skrivs 2026-03-17"]]


def test_the_sheet_with_the_headings_is_read_and_said(save: Save) -> None:
    table = open_table(save("a.xlsx", workbook_bytes(Guide=GUIDE, Data=DATA)), known=KNOWN)
    assert table.sheet == "Data"
    assert table.notes == ("Bladet ”Data” läses, inte ”Guide”.",)


def test_of_two_sheets_with_the_headings_one_must_be_named(save: Save) -> None:
    path = save("a.xlsx", workbook_bytes(Mars=DATA, April=DATA, Guide=GUIDE))
    with pytest.raises(faults.SheetUnclear, match="”Mars”, ”April”"):
        open_table(path, known=KNOWN)
    assert open_table(path, sheet=" april", known=KNOWN).sheet == "April"


def test_an_unknown_sheet_is_answered_with_those_there_are(save: Save) -> None:
    path = save("a.xlsx", workbook_bytes(Mars=DATA, April=DATA))
    with pytest.raises(faults.SheetMissing, match=r"inget blad ”Maj”\. Bladen är ”Mars”, ”April”"):
        open_table(path, sheet="Maj", known=KNOWN)


def test_a_text_file_has_no_sheets(save: Save) -> None:
    with pytest.raises(faults.SheetMissing, match="har inga blad"):
        open_table(save("a.csv", csv_bytes("utf-8", ";")), sheet="Data")


def archive(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_x", ".x"), content)
    return target.getvalue()


PAGE = b"<!DOCTYPE html>\n<html lang='sv'><title>404</title><p>Sidan finns inte</p>"
REFUSALS = [
    ("tom.csv", b"", faults.FileEmpty, "är tom"),
    ("blank.csv", b"\xef\xbb\xbf\r\n  \r\n", faults.FileEmpty, "är tom"),
    ("kommatecken.csv", b";;;\n;;;\n", faults.FileEmpty, "är tom"),
    ("rubriker.csv", b"Datum;Anteckning\n\n", faults.OnlyHeaders, "rubriker på rad 1"),
    ("rubriker.xlsx", workbook_bytes(Data=[["Datum", "Text"]]), faults.OnlyHeaders, "inga rader"),
    ("tom.xlsx", workbook_bytes(Data=[]), faults.FileEmpty, "inget blad"),
    ("sida.csv", PAGE, faults.WebPage, "är en webbsida"),
    ("sida.xlsx", b"\xef\xbb\xbf\n<!-- x --><HTML>", faults.WebPage, "är en webbsida"),
    ("sida.xls", b"<html><table><tr><td>1</td></tr></table>", faults.WebPage, "webbsida"),
    ("a.csv", b"%PDF-1.7\n...", faults.WrongType, "är en PDF"),
    ("a.csv", b"\x89PNG\r\n\x1a\n\0\0", faults.WrongType, "är en bild"),
    ("a.csv", b'{"fel": 404}', faults.WrongType, "JSON"),
    ("a.xml", b"<?xml version='1.0'?><a/>", faults.WrongType, "XML"),
    ("a.csv", b"\x7fELF\0\0\0", faults.WrongType, "varken text eller en arbetsbok"),
    ("a.csv", b"Datum;Text\n" + b"x" * 5000 + b"\0", faults.WrongType, "tecken som ingen text"),
    ("a.txt", "Datum;Text\nx".encode("utf-16") + b"y", faults.WrongType, "ingen text"),
    ("a.csv", "Område;Målgrupp".encode("utf-32"), faults.WrongType, "UTF-32"),
    ("a.csv", "Område;Målgrupp\nx;y".encode("cp850"), faults.WrongType, r"CP850 \(DOS\)"),
    ("a.csv", "Område;Målgrupp\nx;y".encode("mac_roman"), faults.WrongType, "Mac Roman"),
    ("a.csv", "Område;Text\nå;".encode() + b"\xe5", faults.FileDamaged, "två teckenkodningar"),
    ("a.xlsx", archive(word__document_xml=b""), faults.WrongType, "Word-dokument"),
    ("a.xlsb", archive(xl__workbook_bin=b"").replace(b"workbook_bin", b"workbook.bin"),
     faults.WrongType, "binär arbetsbok"),
    ("a.xlsx", archive(ppt__a_xml=b""), faults.WrongType, "en presentation"),
    ("a.zip", archive(a=b"Datum;Text"), faults.WrongType, "zip-arkiv"),
    ("a.xlsx", workbook_bytes(Data=DATA)[:3000], faults.FileDamaged, "är skadad"),
    ("a.xlsx", archive(xl__workbook_xml=b"<x"), faults.FileDamaged, "är skadad"),
    ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), faults.FileDamaged, "är skadad"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "refusal", "sentence"), REFUSALS)
def test_refuses_what_is_no_table_and_says_why(
    save: Save, name: str, content: bytes, refusal: type[faults.FileRefused], sentence: str
) -> None:
    with pytest.raises(refusal, match=sentence) as caught:
        open_table(save(name, content), known=KNOWN)
    assert name in str(caught.value)


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.csv", "a"])
def test_refuses_an_xlsx_with_a_password_whatever_its_name(save: Save, name: str) -> None:
    target = BytesIO()
    OOXMLFile(BytesIO(workbook_bytes(Data=DATA))).encrypt("hemligt", target)
    with pytest.raises(faults.PasswordProtected, match="skyddad med lösenord"):
        open_table(save(name, target.getvalue()))


class LockedWorkbook(xlwt.Workbook):  # type: ignore[misc]
    """An .xls whose stream begins with the record that announces encryption."""

    def _Workbook__bof_rec(self) -> bytes:  # noqa: N802 - the writer's own name
        beginning: bytes = xlwt.Workbook._Workbook__bof_rec(self)
        return beginning + struct.pack("<HHHHH", 0x2F, 54, 1, 1, 1) + bytes(48)


def test_refuses_an_xls_with_a_password(tmp_path: Path) -> None:
    workbook = LockedWorkbook()
    workbook.add_sheet("Data").write(0, 0, "Datum")
    workbook.save(str(tmp_path / "a.xls"))
    with pytest.raises(faults.PasswordProtected, match="skyddad med lösenord"):
        open_table(tmp_path / "a.xls")


def test_refuses_an_old_word_document(save: Save) -> None:
    stream = "WordDocument".encode("utf-16-le")
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + stream + bytes(1000)
    with pytest.raises(faults.WrongType, match="Word-dokument"):
        open_table(save("a.xls", content))


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(faults.FileMissing, match="finns inte"):
        open_table(tmp_path / "saknas.csv")
    with pytest.raises(faults.FileMissing, match="går inte att läsa"):
        open_table(tmp_path)


@pytest.mark.parametrize("open_it", [open_table, lambda path: read_border_layers(path, None)])
def test_refuses_a_pipe_without_waiting_for_it(
    tmp_path: Path, open_it: Callable[[Path], object]
) -> None:
    os.mkfifo(tmp_path / "rör.csv")
    with pytest.raises(faults.FileMissing, match="ingen fil utan en mapp, ett rör eller en enhet"):
        open_it(tmp_path / "rör.csv")
    with pytest.raises(faults.FileMissing, match="ingen fil"):
        open_it(Path("/dev/null"))


def test_refuses_300_megabytes_before_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "stor.csv"
    with path.open("wb") as file:
        file.truncate(300_000_000)
    with pytest.raises(faults.FileTooLarge, match="är 300 MB; gränsen är 100 MB"):
        open_table(path)


def test_refuses_a_workbook_that_unpacks_without_end(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _chunk in range(601):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 5_000_000
    with pytest.raises(faults.FileTooLarge, match="mycket större än den ser ut"):
        open_table(path)
