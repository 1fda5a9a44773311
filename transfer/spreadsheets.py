"""What holds for every Excel file that is made here: no text in it calculates or links anywhere."""

import re
from datetime import datetime
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters that make a spreadsheet calculate a text (OWASP, CSV injection)."""

MISSING = "–"
"""How Kolada and Brå mark a number that is missing. It is never a zero, and never nothing."""

HEADING = {"bold": True, "font_color": "#ffffff", "bg_color": "#3f5564", "text_wrap": True}
"""The look of the row that names a table's columns."""

GUARDED = {"quote_prefix": True}
"""What keeps "=1+1" a text also when somebody edits the cell."""


def open_workbook(target: BinaryIO, *, title: str, created: datetime) -> Workbook:
    """Return a workbook to be closed by the caller; `created` is all that it knows of the time.

    The same sheets give the same bytes, on any day and machine.
    """
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "remove_timezone": True,
    }
    workbook = Workbook(target, options)
    workbook.set_properties({"title": title, "created": created})
    return workbook


def number_format(
    places: int = 0,
    more: int = 0,
    *,
    unit: str = "",
    is_signed: bool = False,
    is_share: bool = False,
) -> str:
    """Return the format of a number with so many decimals, as Swedish writes it.

    Excel takes its separators from the reader's settings, other programs from the language in it.

    Args:
        places: decimals, shown even where they are zeros.
        more: further decimals, not shown where they are zeros.
        unit: what stands after the number, with the space between them.
        is_signed: whether a number above zero has a plus.
        is_share: whether the number is a part of one, shown as hundredths; `unit` has the ``%``.
    """
    digits = "#,##0" + ("." + "0" * places + "#" * more if places else "")
    # Only outside quotation marks does the per cent sign multiply; a mark inside them ends them.
    parts = re.split('(["%])' if is_share else '(")', unit)
    after = "".join({'"': '\\"', "%": "%"}.get(part, f'"{part}"') for part in parts if part)
    plus = '"+"' if is_signed else ""
    return f'[$-41D]{plus}{digits}{after};"−"{digits}{after};{digits}{after}'


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def of(self, **properties: object) -> Format:
        """Return the format with XlsxWriter's properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def text(self, text: str, **properties: object) -> Format:
        """Return the format for a cell with this text: one that keeps it a text."""
        guarded = text.startswith(FORMULA_SIGNS)
        return self.of(**properties, **(GUARDED if guarded else {}))

    def write(
        self, sheet: Worksheet, row: int, column: int, text: str, **properties: object
    ) -> None:
        """Write a text to a cell: it stays a text, whatever it begins with."""
        look = self.text(text, **properties)
        if text:
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)
