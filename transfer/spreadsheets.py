"""What holds for every Excel file that is made here: no text in it calculates or links anywhere."""

from datetime import datetime
from typing import BinaryIO

from xlsxwriter import Workbook

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
