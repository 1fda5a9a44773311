"""Opening a file as a table: headings, and rows numbered as the user sees them in Excel."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from texts import _
from transfer.contents import Content, identify
from transfer.delimited import inspect, read_delimited
from transfer.faults import FileEmpty, OnlyHeaders, SheetMissing
from transfer.fields import Cell, as_text
from transfer.headers import PREVIEW, find_header_row
from transfer.workbooks import open_sheet

MAX_BYTES = 100_000_000
"""Size above which a file is refused before it is read."""

NumberedRow = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is being read. `rows` can be walked through once; blank rows are left out.

    `header_row` and the rows' numbers are those of a spreadsheet, from 1. `expected_rows` is no
    less than what will come. `notes` say what was chosen on the way. `met` is filled while the rows
    are read: each value that only one row may have, and that row's number.
    """

    headers: tuple[str, ...]
    rows: Iterator[NumberedRow]
    header_row: int
    expected_rows: int
    sheet: str | None = None
    notes: tuple[str, ...] = ()
    met: dict[str, int] = field(default_factory=dict)


def sha256_of(path: Path) -> str:
    """Return the fingerprint of a file's bytes, hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def open_table(
    path: Path,
    *,
    sheet: str | None = None,
    max_bytes: int = MAX_BYTES,
    known: Collection[str] = (),
) -> Table:
    """Open CSV, .xlsx, .xls or .ods, told by content and not by name.

    `known` holds the normalised headings that may come (`transfer.kinds.headings_of`): they
    decide which row, sheet and delimiter is meant. Text files are read in bounded memory.

    Raises:
        FileRefused: A subclass for each reason, with a Swedish sentence that says what to do.
    """
    if identify(path, max_bytes) is Content.TEXT:
        if sheet is not None:
            raise SheetMissing(
                _("Filen ”{file}” är en textfil och har inga blad.").format(file=path.name)
            )
        dialect = inspect(path, known)
        return _table(path, _cells(read_delimited(path, dialect)), dialect.lines, known)
    chosen = open_sheet(path, sheet, known)
    table = _table(path, chosen.rows, chosen.last_row, known)
    width = len(table.headers)
    return Table(
        table.headers,
        # What stands beside a table in a sheet is not a part of it.
        ((number, cells[:width]) for number, cells in table.rows),
        table.header_row,
        table.expected_rows,
        chosen.name,
        chosen.notes,
    )


def _cells(rows: Iterator[tuple[int, list[str]]]) -> Iterator[NumberedRow]:
    for number, texts in rows:
        yield number, list[Cell](texts)


def _table(path: Path, rows: Iterator[NumberedRow], last_row: int, known: Collection[str]) -> Table:
    first = list(islice(rows, PREVIEW))
    texts = [[as_text(cell) for cell in cells] for _number, cells in first]
    place = find_header_row(texts, known)
    if place is None:
        raise FileEmpty(_("Filen ”{file}” är tom.").format(file=path.name))
    header_row = first[place.index][0]
    headers = texts[place.index]
    while not headers[-1].strip():
        headers.pop()
    following = first[place.index + 1 :]
    if not following:
        following = list(islice(rows, 1))
    if not following:
        raise OnlyHeaders(
            _("Filen ”{file}” har rubriker på rad {row} men inga rader under dem.").format(
                file=path.name, row=header_row
            )
        )
    return Table(
        headers=tuple(headers),
        rows=chain(following, rows),
        header_row=header_row,
        expected_rows=max(last_row - header_row, len(following)),
    )
