import struct
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwt

from transfer import faults, xls_size
from transfer.tabular import open_table

LAST = 1_234_567.891


def content_of(path: Path, sheets: int = 1) -> bytes:
    """An old workbook with a heading, a number and, in the last row and column, `LAST`."""
    workbook = xlwt.Workbook()
    for number in range(sheets):
        sheet = workbook.add_sheet(f"Blad{number}")
        sheet.write(0, 0, "Datum")
        sheet.write(1, 0, 1.5)
        sheet.write(2, 1, LAST)
    workbook.save(str(path))
    return path.read_bytes()


def with_last_cell_at(content: bytes, row: int, column: int) -> bytes:
    place = content.index(struct.pack("<d", LAST)) - 6
    return content[:place] + struct.pack("<HH", row, column) + content[place + 4 :]


def with_dimensions(content: bytes, rows: int, columns: int) -> bytes:
    place = content.index(struct.pack("<HH", 0x0200, 14)) + 4
    return content[:place] + struct.pack("<IIHH", 0, rows, 0, columns) + content[place + 12 :]


def with_a_chain_without_end(content: bytes) -> bytes:
    """The first sector of the table of sectors says that every sector is followed by itself."""
    start = 512 * (struct.unpack_from("<I", content, 76)[0] + 1)
    table = struct.pack("<128I", *range(128))
    return content[:start] + table + content[start + 512 :]


def test_an_ordinary_workbook_is_read(tmp_path: Path) -> None:
    content_of(tmp_path / "a.xls")
    table = open_table(tmp_path / "a.xls")
    assert list(table.rows) == [(2, [1.5]), (3, [""])]


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (lambda content: with_last_cell_at(content, 65535, 65535), "CRXP65536"),
        (lambda content: with_last_cell_at(content, 65535, 255), "IV65536"),
        (lambda content: with_dimensions(content, 65536, 65535), "CRXO65536"),
        (lambda content: with_dimensions(content, 4_294_967_295, 9), "I4294967295"),
    ],
)
def test_refuses_a_cell_far_from_the_others(
    tmp_path: Path, change: Callable[[bytes], bytes], cell: str
) -> None:
    (tmp_path / "a.xls").write_bytes(change(content_of(tmp_path / "a.xls")))
    with pytest.raises(faults.FileTooLarge, match=rf"cell långt från de andra \({cell}\)"):
        open_table(tmp_path / "a.xls")


def test_sheets_are_counted_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content_of(tmp_path / "a.xls", sheets=3)
    monkeypatch.setattr(xls_size, "MOST_CELLS", 18)
    xls_size.check_xls((tmp_path / "a.xls").read_bytes())
    monkeypatch.setattr(xls_size, "MOST_CELLS", 17)
    with pytest.raises(faults.FileTooLarge, match="fler celler eller mer text"):
        open_table(tmp_path / "a.xls")


def test_refuses_sectors_that_follow_themselves(tmp_path: Path) -> None:
    content = with_a_chain_without_end(content_of(tmp_path / "a.xls"))
    (tmp_path / "a.xls").write_bytes(content)
    with pytest.raises(faults.FileDamaged, match="är skadad"):
        open_table(tmp_path / "a.xls")


def test_a_zip_after_it_does_not_hide_an_old_workbook(tmp_path: Path) -> None:
    content = with_last_cell_at(content_of(tmp_path / "a.xls"), 65535, 65535)
    empty_zip = b"PK\x05\x06" + bytes(18)
    (tmp_path / "a.xls").write_bytes(content + empty_zip)
    with pytest.raises(faults.FileTooLarge):
        open_table(tmp_path / "a.xls")


def test_every_way_to_cut_it_off_is_told(tmp_path: Path) -> None:
    content = content_of(tmp_path / "a.xls")
    for length in range(8, len(content) - 1024, 200):
        (tmp_path / "a.xls").write_bytes(content[:length])
        with pytest.raises(faults.FileRefused, match="skadad"):
            open_table(tmp_path / "a.xls")
