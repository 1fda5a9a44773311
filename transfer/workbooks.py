"""Workbooks (.xlsx, .xls, .ods), checked before they are unpacked."""

import re
import warnings
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

import openpyxl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from texts import _
from transfer.contents import damaged_sentence, locked_sentence, refuse_compound
from transfer.delimited import PREVIEW
from transfer.faults import (
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    PasswordProtected,
    SheetMissing,
    SheetUnclear,
)
from transfer.fields import Cell, as_text, is_blank
from transfer.headers import find_header_row

MOST_UNPACKED_BYTES = 600_000_000
"""What a workbook may unpack to: about a million rows of activities."""

MOST_CELLS = 12_000_000
"""Cells between the first and the last used one, a million rows of eleven columns.

The reader takes memory for all of them: one forgotten cell in the sheet's last corner would
otherwise ask for hundreds of gigabytes and end the process.
"""

_CHUNK = 1 << 20
_OVERLAP = 512
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\bt="e"')
_REPEATED_CONTENT = re.compile(
    rb'<table:table-cell[^>]*number-columns-repeated="\d{4,}"[^>]*office:value-type'
    rb'|<table:table-cell[^>]*office:value-type[^>]*number-columns-repeated="\d{4,}"'
    rb'|<table:table-row[^>]*number-rows-repeated="\d{4,}"[^>]*>'
    rb"(?:(?!</table:table-row>).){0,400}office:value-type",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that has been chosen: its name, how far it goes, and its rows from the first."""

    name: str
    last_row: int
    rows: Iterator[tuple[int, list[Cell]]]
    notes: tuple[str, ...] = ()


def open_sheet(path: Path, wanted: str | None, known: Collection[str]) -> Sheet:
    """Open the sheet that was asked for, or the one that has the known headings.

    Raises:
        FileRefused: One of `FileTooLarge`, `FileDamaged`, `FileEmpty`, `PasswordProtected`,
            `WrongType`, `SheetMissing` and `SheetUnclear`.
    """
    has_errors = _check_archive(path) if is_zipfile(path) else False
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheet, notes = _choose(path, workbook, wanted, known)
    except PasswordError as error:
        raise PasswordProtected(locked_sentence(path)) from error
    except CalamineError as error:
        refuse_compound(path)
        raise FileDamaged(damaged_sentence(path)) from error
    errors = _error_cells(path, sheet.name) if has_errors else {}
    _first, last = sheet.start, sheet.end
    return Sheet(sheet.name, last[0] + 1 if last else 0, _rows(sheet, errors), notes)


def _choose(
    path: Path, workbook: CalamineWorkbook, wanted: str | None, known: Collection[str]
) -> tuple[CalamineSheet, tuple[str, ...]]:
    if wanted is not None:
        for name in workbook.sheet_names:
            if name.strip().casefold() == wanted.strip().casefold():
                return workbook.get_sheet_by_name(name), ()
        raise SheetMissing(
            _("Filen ”{file}” har inget blad ”{sheet}”. Bladen är {names}.").format(
                file=path.name, sheet=wanted, names=_listed(workbook.sheet_names)
            )
        )
    sheets = [
        workbook.get_sheet_by_name(sheet.name)
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    sheets = [sheet for sheet in sheets if sheet.start is not None]
    if not sheets:
        raise FileEmpty(
            _("Filen ”{file}” är tom: inget blad har några celler.").format(file=path.name)
        )
    if len(sheets) == 1:
        return sheets[0], ()
    return _best(path, sheets, known)


def _best(
    path: Path, sheets: list[CalamineSheet], known: Collection[str]
) -> tuple[CalamineSheet, tuple[str, ...]]:
    """Return the one sheet with the headings; two that could be it are for the user to tell."""
    recognised = {sheet.name: _recognised(sheet, known) for sheet in sheets}
    most = max(recognised.values())
    rivals = [sheet for sheet in sheets if 2 * recognised[sheet.name] >= most]
    if most and len(rivals) > 1:
        raise SheetUnclear(
            _("Flera blad i ”{file}” har rubrikerna: {names}. Ange vilket som ska läsas.").format(
                file=path.name, names=_listed([sheet.name for sheet in rivals])
            )
        )
    chosen = rivals[0]
    others = _listed([sheet.name for sheet in sheets if sheet is not chosen])
    note = _("Bladet ”{sheet}” läses, inte {others}.").format(sheet=chosen.name, others=others)
    return chosen, (note,)


def _recognised(sheet: CalamineSheet, known: Collection[str]) -> int:
    rows = [[as_text(cell) for cell in row] for row in islice(sheet.iter_rows(), PREVIEW)]
    place = find_header_row(rows, known)
    return place.recognised if place else 0


def _rows(
    sheet: CalamineSheet, errors: dict[tuple[int, int], str]
) -> Iterator[tuple[int, list[Cell]]]:
    """Yield (row number as Excel shows it, cells from column A) of every row that is not blank."""
    left: list[Cell] = [""] * (sheet.start[1] if sheet.start else 0)
    rows_with_errors = {row for row, _column in errors}
    for number, found in enumerate(sheet.iter_rows(), start=1):
        cells = left + list(found)
        if number in rows_with_errors:
            for index in range(len(cells)):
                cells[index] = errors.get((number, index), cells[index])
        if not all(is_blank(cell) for cell in cells):
            yield number, cells


def _check_archive(path: Path) -> bool:
    """Read a workbook's parts once, in pieces; return whether any cell holds an error."""
    try:
        with ZipFile(path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
                raise FileTooLarge(_unpacks_too_large(path))
            # Every part is read, for reading it to its end also proves its checksum.
            has_errors = [_check_part(path, archive, member) for member in members]
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileDamaged(damaged_sentence(path)) from error
    return any(has_errors)


def _check_part(path: Path, archive: ZipFile, member: ZipInfo) -> bool:
    is_sheet = member.filename.startswith("xl/worksheets/")
    is_content = member.filename == "content.xml"
    has_errors, rows, columns, tail = False, 0, b"", b""
    with archive.open(member) as part:
        while chunk := part.read(_CHUNK):
            text, tail = tail + chunk, chunk[-_OVERLAP:]
            if is_sheet:
                has_errors = has_errors or _ERROR_CELL.search(text) is not None
                for column, row in _CELL.findall(text):
                    rows = max(rows, int(row))
                    columns = max(columns, column, key=_column_order)
            elif is_content and _REPEATED_CONTENT.search(text):
                raise FileTooLarge(_unpacks_too_large(path))
    if rows * _column_count(columns) > MOST_CELLS:
        raise FileTooLarge(
            _(
                "Filen ”{file}” har ett blad med en cell långt från de andra ({cell}). Ta bort "
                "tomma rader och kolumner efter uppgifterna, spara och försök igen."
            ).format(file=path.name, cell=f"{columns.decode()}{rows}")
        )
    return has_errors


def _column_order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


def _column_count(letters: bytes) -> int:
    count = 0
    for letter in letters:
        count = count * 26 + letter - ord("A") + 1
    return count


def _error_cells(path: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Return (row number, column index) -> error: the fast reader gives blanks for them."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of styles and lists it does not know
            workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
            errors = {
                (number, index): str(cell.value)
                for number, row in enumerate(workbook[sheet].iter_rows(min_row=1), start=1)
                for index, cell in enumerate(row)
                if cell.data_type == "e"
            }
            workbook.close()
    except (LookupError, ValueError, TypeError) as error:
        raise FileDamaged(damaged_sentence(path)) from error
    return errors


def _unpacks_too_large(path: Path) -> str:
    return _(
        "Filen ”{file}” är mycket större än den ser ut: packad data som upprepas. "
        "Spara bara de rader som behövs i en ny fil."
    ).format(file=path.name)


def _listed(names: list[str]) -> str:
    return ", ".join(f"”{name}”" for name in names)
