"""The tables of a pack, and its board of points, as sheets with numbers that can be reckoned on."""

import re

from config.colours import LIGHT
from domain.packs.content import Cell, Column, Table, Tiles
from texts import _
from texts.numbers import number
from transfer.packs.sheets import Book, Sheet
from transfer.spreadsheets import HEADING, number_format

_WIDEST = 60
_NARROWEST = 12

_GOES_ON = re.compile(r"[\s.,]?\d")
"""After a number's digits: more of them, so that they were those of another number."""


def write_table(book: Book, name: str, table: Table) -> None:
    """Add a sheet with a table: a cell with a number holds it, and shows what the table shows."""
    widths = [
        _width([column.name, *(row[place].text for row in table.rows)])
        for place, column in enumerate(table.columns)
    ]
    sheet = book.add(name, widths)
    sheet.across(table.title, size=16, bold=True)
    for text in (table.note, table.source):
        if text:
            sheet.across(text)
    sheet.next_row()
    for place, column in enumerate(table.columns):
        sheet.cell(place, column.name, **HEADING, **_side(place, column))
    sheet.next_row()
    sheet.head_ends()
    head = sheet.row - 1
    for row in table.rows:
        for place, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, place, column, cell)
        sheet.next_row()
    if table.rows and table.columns:
        sheet.worksheet.autofilter(head, 0, sheet.row - 1, len(table.columns) - 1)


def write_tiles(book: Book, name: str, tiles: Tiles) -> None:
    """Add a sheet with the board of points as a list: number, title, and the state's word."""
    sheet = book.add(name, (9, 44, 24))
    sheet.across(tiles.title, size=16, bold=True)
    sheet.across(tiles.alt)
    sheet.across(tiles.source)
    sheet.next_row()
    sheet.cells(_("Punkt"), _("Titel"), _("Läge"), **HEADING)
    sheet.head_ends()
    for tile in tiles.items:
        colours = LIGHT.statuses.get(tile.status, LIGHT.statuses[None])
        look = book.formats.of(num_format="0", align="left", valign="top")
        sheet.worksheet.write_number(sheet.row, 0, tile.number, look)
        sheet.cell(1, tile.title)
        state = {"bg_color": colours.fill, "font_color": colours.ink, "border_color": colours.edge}
        sheet.cell(2, tile.word, bold=True, border=1, **state)
        sheet.next_row()


def shown_as(cell: Cell, places: int) -> str | None:
    """Return the format in which a cell's number reads as its text; None: there is none.

    A sign may stand before the number, and a unit after it, also per cent of a part of one.
    """
    if cell.number is None:
        return None
    for value, is_share in ((cell.number, False), (cell.number * 100, True)):
        sign, found, unit = cell.text.partition(number(abs(value), places))
        fits = sign == "−" if value < 0 else sign in ("", "+")
        if is_share and "%" not in unit:
            continue
        if found and fits and not _GOES_ON.match(unit):
            return number_format(places, unit=unit, is_signed=sign == "+", is_share=is_share)
    return None


def _write_cell(sheet: Sheet, place: int, column: Column, cell: Cell) -> None:
    shown = shown_as(cell, column.places)
    if cell.number is None or shown is None:
        sheet.cell(place, cell.text, **_side(place, column))
        return
    look = sheet.formats.of(num_format=shown, align="right", valign="top")
    sheet.worksheet.write_number(sheet.row, place, float(cell.number), look)


def _side(place: int, column: Column) -> dict[str, object]:
    """Return on which side a column's cells stand: a text keeps away from a number before it."""
    return {"align": "right"} if column.is_number else {"align": "left", "indent": min(place, 1)}


def _width(texts: list[str]) -> int:
    longest = max(len(line) for text in texts for line in (text.split("\n") or [""]))
    return min(_WIDEST, max(_NARROWEST, longest + 3))
