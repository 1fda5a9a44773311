"""The size of an OpenDocument spreadsheet, counted in its XML with every repetition."""

import re
from typing import IO
from xml.parsers import expat

from transfer.sheet_xml import MOST_CELLS, MOST_TEXT, NotReadable, TooMuch, read_xml, whole

_FILLED = re.compile(r"(?:\w+:)?(?:value-type|value|[a-z]+-value|formula)")
"""Attributes of a cell that holds something; only then does the reader repeat it."""

_CELLS = ("table-cell", "covered-table-cell")


def check_ods(part: IO[bytes]) -> None:
    """Count the cells and the text of `content.xml`.

    Raises:
        NotReadable: It is not well-formed.
        TooMuch: There are more than `MOST_CELLS` cells, or than `MOST_TEXT` characters.
    """
    read_xml(part, _Content().parser, b"table")


class _Content:
    """The sheets read so far, and the row that is being read.

    Empty rows and cells count only where filled ones follow: programs fill a sheet up with them.
    """

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.buffer_text = True
        self._done = self._characters = 0
        self._rows = self._columns = self._filled_rows = 0
        self._row_repeats = self._cell_repeats = 1
        self._row_columns = self._row_filled = self._row_characters = 0
        self._is_in_row = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in _CELLS:
            self._cell_repeats = _repeats(attributes, "number-columns-repeated")
            self._row_columns += self._cell_repeats
            if any(_FILLED.fullmatch(attribute) for attribute in attributes):
                self._row_filled = self._row_columns
                self._read("".join(attributes.values()))
                self.parser.CharacterDataHandler = self._read
        elif name == "table-row":
            if self._is_in_row:
                raise NotReadable  # a table in a cell of a table: no spreadsheet has it
            self._is_in_row = True
            self._row_repeats = _repeats(attributes, "number-rows-repeated")
            self._row_columns = self._row_filled = self._row_characters = 0

    def _read(self, text: str) -> None:
        self._row_characters += len(text) * self._cell_repeats

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in _CELLS:
            self.parser.CharacterDataHandler = None
        elif name == "table-row":
            self._is_in_row = False
            self._end_row()
        elif name == "table":
            self._done += self._filled_rows * self._columns
            self._rows = self._columns = self._filled_rows = 0

    def _end_row(self) -> None:
        self._rows += self._row_repeats
        if not self._row_filled:
            return
        self._filled_rows = self._rows
        self._columns = max(self._columns, self._row_filled)
        self._characters += self._row_characters * self._row_repeats
        cells = self._done + self._filled_rows * self._columns
        if cells > MOST_CELLS or self._characters > MOST_TEXT:
            raise TooMuch


def _repeats(attributes: dict[str, str], wanted: str) -> int:
    """Return how many times a row or cell is repeated, whatever prefix the file uses."""
    found = (value for name, value in attributes.items() if name.rpartition(":")[2] == wanted)
    return max((1, *map(whole, found)))
