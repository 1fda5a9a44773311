"""Workbooks (.xlsx, .xls, .ods), checked before they are unpacked."""

import warnings
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, is_zipfile

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
from transfer.contents import (
    COMPOUND,
    damaged_sentence,
    locked_sentence,
    read_head,
    refuse_compound,
)
from transfer.excel_size import ExcelSize
from transfer.faults import (
    FileDamaged,
    FileEmpty,
    FileTooLarge,
    PasswordProtected,
    SheetMissing,
    SheetUnclear,
)
from transfer.fields import Cell, as_text, is_blank
from transfer.headers import PREVIEW, find_header_row
from transfer.ods_size import check_ods
from transfer.sheet_xml import NotReadable, TooMuch
from transfer.xls_size import Locked, check_xls

MOST_UNPACKED_BYTES = 600_000_000
"""What a workbook may unpack to: about a million rows of activities."""


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
    _check_old(path)
    has_errors = _check_archive(path) if is_zipfile(path) else False
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheet, notes = _choose(path, workbook, wanted, known)
    except PasswordError as error:
        raise PasswordProtected(locked_sentence(path)) from error
    except CalamineError as error:
        refuse_compound(path)
        raise FileDamaged(damaged_sentence(path)) from error
    errors = _error_cells(path, sheet) if has_errors and sheet.end else {}
    return Sheet(sheet.name, sheet.end[0] + 1 if sheet.end else 0, _rows(sheet, errors), notes)


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


def _check_old(path: Path) -> None:
    """Refuse an old workbook that would take too much memory; other files pass."""
    if read_head(path, len(COMPOUND)) != COMPOUND:
        return
    try:
        check_xls(path.read_bytes())
    except Locked as error:
        raise PasswordProtected(locked_sentence(path)) from error
    except TooMuch as excess:
        raise FileTooLarge(_excess(path, excess)) from excess
    except NotReadable as error:
        refuse_compound(path)
        raise FileDamaged(damaged_sentence(path)) from error


def _check_archive(path: Path) -> bool:
    """Read a workbook's parts once, in pieces; return whether any cell holds an error."""
    try:
        with ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise FileTooLarge(_unpacks_too_large(path))
            return _check_parts(archive)
    except TooMuch as excess:
        raise FileTooLarge(_excess(path, excess)) from excess
    # NotImplementedError is what zipfile says of a way of packing that it does not know.
    except (
        BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, NotReadable
    ) as error:  # fmt: skip
        raise FileDamaged(damaged_sentence(path)) from error


def _check_parts(archive: ZipFile) -> bool:
    """Count what every part holds: which of them is a sheet is for another part to say.

    Every part is read to its end, which also proves its checksum.
    """
    size = ExcelSize()
    for member in archive.infolist():
        with archive.open(member) as part:
            if member.filename == "content.xml":
                check_ods(part)
            else:
                size.add(part)
    if size.may_repeat_too_much():
        for member in archive.infolist():
            with archive.open(member) as part:
                size.add_texts(part)
    return size.has_errors


def _error_cells(path: Path, sheet: CalamineSheet) -> dict[tuple[int, int], str]:
    """Return (row number, column index) -> error: the fast reader gives blanks for them."""
    last_row, last_column = sheet.end or (0, 0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # of styles and lists it does not know
            workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
            errors = {
                (number, index): str(cell.value)
                # The sheet's own word for how far it goes is not to be trusted.
                for number, row in enumerate(
                    workbook[sheet.name].iter_rows(1, last_row + 1, 1, last_column + 1), start=1
                )
                for index, cell in enumerate(row)
                if cell.data_type == "e"
            }
            workbook.close()
    except (LookupError, ValueError, TypeError, AttributeError, OSError, ParseError) as error:
        raise FileDamaged(damaged_sentence(path)) from error
    return errors


def _excess(path: Path, excess: TooMuch) -> str:
    if not excess.last_cell:
        return _unpacks_too_large(path)
    return _(
        "Filen ”{file}” har ett blad med en cell långt från de andra ({cell}). Ta bort tomma rader "
        "och kolumner efter uppgifterna, spara och försök igen."
    ).format(file=path.name, cell=excess.last_cell)


def _unpacks_too_large(path: Path) -> str:
    return _(
        "Filen ”{file}” är mycket större än den ser ut: den har fler celler eller mer text än som "
        "går att läsa. Spara bara de rader som behövs i en ny fil."
    ).format(file=path.name)


def _listed(names: list[str]) -> str:
    return ", ".join(f"”{name}”" for name in names)
