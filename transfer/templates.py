"""Excel templates: the headings, lists to choose from, and how to fill them in."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from texts import _
from transfer.faults import TargetRefused
from transfer.fields import YEARS
from transfer.headers import CellFormat, Column
from transfer.kinds import ROWS, TITLES, RecordKind
from transfer.reference import Reference, label
from transfer.rows import columns_of, required_of
from transfer.spreadsheets import open_workbook

ROWS_WITH_LISTS = 20_000
"""Rows under the headings that have a drop-down list or a check."""

_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""The same lists give the same bytes on any day."""

_LISTS = "Listor"
_HEADING = {"bold": True, "font_color": "#ffffff", "border": 1, "valign": "top"}
_NUMBER_FORMATS = {
    CellFormat.TEXT: "@",  # or Excel would turn the code 0101 into 101
    CellFormat.DATE: "yyyy-mm-dd",
    CellFormat.WHOLE: "0",
    CellFormat.MONEY: "#,##0.00",
}


def write_template(
    kind: RecordKind | str,
    reference: Reference,
    target: Path | BinaryIO,
    *,
    overwrite: bool = False,
) -> None:
    """Write an empty workbook for one kind of record, with the reference's lists to choose from.

    Raises:
        ValueError: There is no such kind.
        TargetRefused: The target's name does not end in .xlsx, it is there already and is not to
            be overwritten, or it cannot be written.
    """
    kind = RecordKind(kind)
    if isinstance(target, Path):
        _save(_template(kind, reference), target, overwrite=overwrite)
    else:
        target.write(_template(kind, reference))


def _save(content: bytes, target: Path, *, overwrite: bool) -> None:
    if target.suffix.lower() != ".xlsx":
        raise TargetRefused(
            _("Mallen är en Excelfil. Ge den ett namn som slutar på .xlsx, inte ”{file}”.").format(
                file=target.name
            )
        )
    if target.exists() and not (overwrite and target.is_file()):
        raise TargetRefused(
            _("”{file}” finns redan och skrivs inte över. Välj ett annat namn.").format(file=target)
        )
    try:
        with target.open("wb" if overwrite else "xb") as file:
            file.write(content)
    except OSError as error:
        raise TargetRefused(
            _(
                "”{file}” går inte att skriva. Kontrollera att mappen finns, att du får skriva där "
                "och att filen inte är öppen i Excel."
            ).format(file=target)
        ) from error


def _template(kind: RecordKind, reference: Reference) -> bytes:
    content = BytesIO()
    columns, required = columns_of(ROWS[kind]), required_of(ROWS[kind])
    with open_workbook(content, title=TITLES[kind], created=_CREATED) as workbook:
        data = workbook.add_worksheet(_("Data"))
        guide = workbook.add_worksheet(_("Så fyller du i"))
        sources = _write_lists(workbook, reference, columns)
        _write_data(workbook, data, columns, required, sources)
        _write_guide(workbook, guide, TITLES[kind], columns, required)
        data.activate()
    return content.getvalue()


def _write_lists(
    workbook: Workbook, reference: Reference, columns: Mapping[str, Column]
) -> dict[str, str]:
    """Write each list to a hidden sheet; return where it is, by its name in `Reference`."""
    sheet = workbook.add_worksheet(_LISTS)
    sheet.hide()
    names = dict.fromkeys(column.choices for column in columns.values() if column.choices)
    sources: dict[str, str] = {}
    for index, name in enumerate(names):
        choices = reference.choices(name)
        labels = [_label(name, code, title, choices) for code, title in choices.items()]
        sheet.write_string(0, index, name)
        for row, text in enumerate(labels, start=1):
            sheet.write_string(row, index, text)
        if labels:
            letter = chr(ord("A") + index)
            sources[name] = f"={_LISTS}!${letter}$2:${letter}${len(labels) + 1}"
    return sources


def _label(choices: str, code: str, name: str, listed: Mapping[str, str]) -> str:
    """Return what the drop-down shows: the name, with the code where people or twins need it."""
    is_twin = sum(other.casefold() == name.casefold() for other in listed.values()) > 1
    return label(code, name) if is_twin or choices == "points" else name


def _write_data(
    workbook: Workbook,
    sheet: Worksheet,
    columns: Mapping[str, Column],
    required: frozenset[str],
    sources: Mapping[str, str],
) -> None:
    must = workbook.add_format({**_HEADING, "bg_color": "#3f5564"})
    may = workbook.add_format({**_HEADING, "bg_color": "#008391"})
    for index, (name, column) in enumerate(columns.items()):
        is_required = name in required
        cells = workbook.add_format({"num_format": _NUMBER_FORMATS[column.format]})
        sheet.set_column(index, index, _width(column), cells)
        heading = f"{column.heading} *" if is_required else column.heading
        sheet.write_string(0, index, heading, must if is_required else may)
        rule = _rule(column, sources)
        sheet.data_validation(1, index, ROWS_WITH_LISTS, index, rule)
    sheet.freeze_panes(1, 0)


def _width(column: Column) -> int:
    return min(40, max(12, len(column.heading) + 4, len(column.example) + 2))


def _rule(column: Column, sources: Mapping[str, str]) -> dict[str, Any]:
    """Return Excel's check of a column's cells: it warns, and the import decides."""
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": column.heading[:32],
        "input_message": column.help[:255],
        "error_type": "warning",
        "error_message": _("Det brukar se ut så här: {example}").format(example=column.example),
    }
    if column.choices in sources:
        # Excel can choose one thing; further ones are typed after a semicolon.
        rule |= {"validate": "list", "source": sources[column.choices or ""]}
        rule |= {"show_error": not column.several}
    elif column.format is CellFormat.DATE:
        first, last = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
        rule |= {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    elif column.format is CellFormat.WHOLE:
        rule |= {"validate": "integer", "criteria": ">=", "value": 0}
    elif column.format is CellFormat.MONEY:
        rule |= {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12}
    return rule


def _write_guide(
    workbook: Workbook,
    sheet: Worksheet,
    title: str,
    columns: Mapping[str, Column],
    required: frozenset[str],
) -> None:
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    heading = workbook.add_format({**_HEADING, "bg_color": "#3f5564"})
    sheet.set_column(0, 1, 20, wrapped)
    sheet.set_column(2, 3, 60, wrapped)
    sheet.write_string(0, 0, title, workbook.add_format({"bold": True, "font_size": 16}))
    row = _write_lines(sheet, workbook.add_format({"bold": True}))
    for index, text in enumerate((_("Kolumn"), _("Måste fyllas i"), _("Vad"), _("Exempel"))):
        sheet.write_string(row, index, text, heading)
    for place, (name, column) in enumerate(columns.items(), start=row + 1):
        several = " " + _("Flera skiljs åt med semikolon.") if column.several else ""
        is_required = _("ja") if name in required else _("nej")
        for index, text in enumerate(
            (column.heading, is_required, column.help + several, column.example)
        ):
            sheet.write_string(place, index, text, wrapped)


def _write_lines(sheet: Worksheet, strong: Format) -> int:
    """Write what holds for every column; return the row of the table that follows."""
    warning = _("Skriv aldrig namn, personnummer, ärendenummer eller annat om en enskild person.")
    lines = (
        _("Fyll i bladet Data, en rad för varje post. Rubriker med * måste ha ett värde."),
        _("Datum skrivs 2026-11-22. Decimaler skrivs med komma."),
        _("En tom cell betyder att uppgiften saknas. Skriv 0 bara när det är noll."),
    )
    sheet.write_string(2, 0, warning, strong)
    for row, line in enumerate(lines, start=3):
        sheet.write_string(row, 0, line)
    return 3 + len(lines) + 1
