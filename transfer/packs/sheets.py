"""The sheets of a pack's workbook: their names, how they print, and lines that run across them."""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from domain.packs.content import Content
from texts import _
from transfer.packs.canonical import DIGITS_SHOWN
from transfer.spreadsheets import Formats

_LONGEST_NAME = 31
_LINE = 96
"""Characters of running text beside each other, before a line breaks."""

_NARROWEST = 9
_LINE_HEIGHT, _HIGHEST = 15, 409
"""Points: of a line of text, and of the highest row that there can be."""

TEXT_SIZE = 11
_A4 = 9
_TITLE_ROOM, _NUMBER_ROOM = 80, 40
"""Characters of the head of a printed page, which Excel takes 255 of, each ``&`` as two."""

_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffd]|[^\u0000-\uffff]")


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return a name for each title's sheet, as Excel takes it: short, and each its own."""
    names: list[str] = []
    for title in titles:
        plain = " ".join(_NOT_IN_NAME.sub(" ", title).split()).strip("' ") or _("Blad")
        # "History" is a name that Excel keeps for itself.
        taken = {"history", *(name.casefold() for name in names)}
        name, number = _cut(plain, _LONGEST_NAME), 1
        while name.casefold() in taken:
            number += 1
            suffix = f" ({number})"
            name = _cut(plain, _LONGEST_NAME - len(suffix)) + suffix
        names.append(name)
    return names


def _cut(text: str, length: int) -> str:
    """Return the text in at most so many characters, at a word's end where that is near."""
    if len(text) <= length:
        return text
    whole, _space, _rest = text[: length - 1].rpartition(" ")
    short = whole if len(whole) > length / 2 else text[: length - 1]
    return short.rstrip("' ,") + "…"


def link_to(name: str) -> str:
    """Return the address of a sheet's first cell, as XlsxWriter takes it."""
    return "internal:'{}'!A1".format(name.replace("'", "''"))


class Sheet:
    """A sheet that is written downwards, from `row` on."""

    def __init__(self, worksheet: Worksheet, formats: Formats, widths: Sequence[float]) -> None:
        self.worksheet = worksheet
        self.formats = formats
        self.row = 0
        self._height = 0.0
        self._widths = list(widths)
        while sum(self._widths) < _LINE or len(self._widths) < 2:
            self._widths.append(_NARROWEST)
        reaches = list(accumulate(self._widths))
        # A line runs over two columns at least, since only so many can be joined.
        self._last = next(n for n, reach in enumerate(reaches) if reach >= _LINE and n)
        self._reach = reaches[self._last]
        for column, width in enumerate(self._widths):
            worksheet.set_column(column, column, width)

    def across(self, text: str, *, size: int = TEXT_SIZE, bold: bool = False) -> None:
        """Write a text over as many columns as a line is long, and as many lines as it needs."""
        look = self.formats.text(text, font_size=size, bold=bold, text_wrap=True, valign="top")
        self.worksheet.merge_range(self.row, 0, self.row, self._last, text, look)
        self._grow(_lines(text, self._reach * TEXT_SIZE / size) * _LINE_HEIGHT * size / TEXT_SIZE)
        self.next_row()

    def cell(self, column: int, text: str, **properties: object) -> None:
        """Write a text, broken into the lines that it needs; the row goes on."""
        look = {"text_wrap": True, "valign": "top"} | properties
        self.formats.write(self.worksheet, self.row, column, text, **look)
        self._grow(_lines(text, self._widths[column]) * _LINE_HEIGHT)

    def cells(self, *texts: str, **properties: object) -> None:
        """Write a row of texts."""
        for column, text in enumerate(texts):
            self.cell(column, text, **properties)
        self.next_row()

    def next_row(self) -> None:
        """End the row; it is as high as its highest cell."""
        # Excel would find the height of a row itself, but not where cells are joined.
        if self._height > _LINE_HEIGHT:
            self.worksheet.set_row(self.row, min(_HIGHEST, self._height + 3))
        self._height = 0.0
        self.row += 1

    def _grow(self, height: float) -> None:
        self._height = max(self._height, height)

    def head_ends(self) -> None:
        """Keep what is written so far in sight, and its last row on top of each printed page."""
        self.worksheet.freeze_panes(self.row, 0)
        self.worksheet.repeat_rows(self.row - 1)


def line_height(texts: Sequence[str], width: float) -> float:
    """Return how high, in points, a row is whose cells are so many characters wide."""
    lines = max((_lines(text, width) for text in texts), default=1)
    return min(_HIGHEST, lines * _LINE_HEIGHT + 3)


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes where so many characters stand beside each other."""
    # Words do not fill their lines, and a letter may be wider than the digit that widths are of.
    return sum(max(1, ceil(len(line) * 1.1 / width)) for line in text.split("\n"))


class Book:
    """The workbook of a pack, to which sheets are added in order."""

    def __init__(self, workbook: Workbook, content: Content, fingerprint: str) -> None:
        self.workbook = workbook
        self.formats = Formats(workbook)
        title = _in_print(content.title, _TITLE_ROOM)
        self._head = f"&L{title}&R{_in_print(content.meeting.diarienummer, _NUMBER_ROOM)}"
        page = _("Sida {page} av {pages}").format(page="&P", pages="&N")
        self._foot = f"&L{fingerprint[:DIGITS_SHOWN]}&C&A&R{page}"

    def add(self, name: str, widths: Sequence[float]) -> Sheet:
        """Add a sheet, with the widths of its first columns in characters."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.5, right=0.5)
        worksheet.set_header(self._head)
        worksheet.set_footer(self._foot)
        return Sheet(worksheet, self.formats, widths)


def _in_print(text: str, room: int) -> str:
    """Return a text as a header of Excel takes it, where ``&`` begins a command."""
    return _cut(" ".join(text.split()), room).replace("&", "&&")
