"""The size of an Excel workbook, counted in its XML."""

import re
from array import array
from typing import IO
from xml.parsers import expat

from transfer.headers import column_letter
from transfer.sheet_xml import MOST_CELLS, MOST_TEXT, NotReadable, TooMuch, read_xml, whole

_SHEET = b"sheetData"
_DIGITS = "0123456789"
_LETTERS = re.compile("[A-Z]{1,3}", re.IGNORECASE)


class ExcelSize:
    """What the parts of a workbook come to, read one after the other.

    `has_errors`: a cell holds an error.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.has_errors = False
        self._cells = 0
        self._texts = 0
        self._lengths = array("L")
        self._characters = 0

    def add(self, part: IO[bytes]) -> None:
        """Count a part; any of them may turn out to be a sheet, or the texts that cells share.

        Raises:
            NotReadable: It is a sheet and is not well-formed.
            TooMuch: The sheets so far have more than `MOST_CELLS` cells.
        """
        sheet = _Part(self._lengths)
        read_xml(part, sheet.parser, _SHEET)
        self.has_errors = self.has_errors or sheet.has_errors
        self._texts += sheet.texts
        cells = sheet.last_row * sheet.last_column
        if cells > MOST_CELLS:
            raise TooMuch(f"{column_letter(sheet.last_column - 1)}{sheet.last_row}")
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise TooMuch

    def may_repeat_too_much(self) -> bool:
        """Whether there would be more text than `MOST_TEXT` if all cells had the longest one."""
        return self._texts * max(self._lengths, default=0) > MOST_TEXT

    def add_texts(self, part: IO[bytes]) -> None:
        """Count the texts that the cells of a part point at, once `add` has read every part.

        Raises:
            TooMuch: The sheets so far have more than `MOST_TEXT`.
        """
        texts = _Texts(self._lengths)
        read_xml(part, texts.parser, _SHEET)
        self._characters += texts.characters
        if self._characters > MOST_TEXT:
            raise TooMuch


class _Part:
    """How far a sheet goes; rows and cells without an address follow the one before."""

    __slots__ = (
        "_column", "_columns", "_lengths", "_row", "_row_name", "has_errors", "last_column",
        "last_row", "parser", "texts",
    )  # fmt: skip

    def __init__(self, lengths: "array[int]") -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.buffer_text = True
        self.last_row = self.last_column = self.texts = 0
        self.has_errors = False
        self._lengths = lengths
        self._row = self._column = 0
        self._row_name: str | None = None
        self._columns: dict[str, int] = {}

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element: millions of times, so the usual ones go first."""
        if tag == "c":
            self._cell(attributes)
        elif tag not in ("v", "t"):
            name = tag.rpartition(":")[2]
            if name == "c":
                self._cell(attributes)
            elif name == "row":
                self._row_name = attributes.get("r")
                self._row = self._row + 1 if self._row_name is None else whole(self._row_name)
                self._column = 0
            elif name == "si":
                self._lengths.append(0)
                self.parser.CharacterDataHandler = self._measure
                self.parser.EndElementHandler = self._end

    def _cell(self, attributes: dict[str, str]) -> None:
        row, address, kind = self._row, attributes.get("r"), attributes.get("t")
        if address is None:
            self._column += 1
        else:
            letters = address.rstrip(_DIGITS)
            number = address[len(letters) :]
            self._column = self._columns.get(letters) or self._column_number(letters)
            if number != self._row_name:
                row = whole(number)
        # Not max(), which would be felt: this is done for every cell.
        if self._column > self.last_column:  # noqa: PLR1730
            self.last_column = self._column
        if row > self.last_row:  # noqa: PLR1730
            self.last_row = row
        if kind == "s":
            self.texts += 1
        elif kind == "e":
            self.has_errors = True

    def _column_number(self, letters: str) -> int:
        if not _LETTERS.fullmatch(letters):
            raise NotReadable
        column = 0
        for letter in letters.upper():
            column = column * 26 + ord(letter) - ord("A") + 1
        self._columns[letters] = column
        return column

    def _measure(self, text: str) -> None:
        self._lengths[-1] += len(text)

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] == "si":
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = None


class _Texts:
    """How many characters the cells of a sheet show, of the texts that they share."""

    def __init__(self, lengths: "array[int]") -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.buffer_text = True
        self.characters = 0
        self._lengths = lengths
        self._is_shared = False
        self._number = ""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            self._is_shared = attributes.get("t") == "s"
        elif name == "v" and self._is_shared:
            self._number = ""
            self.parser.CharacterDataHandler = self._read

    def _read(self, text: str) -> None:
        self._number += text

    def _end(self, tag: str) -> None:
        if self.parser.CharacterDataHandler is None or tag.rpartition(":")[2] != "v":
            return
        self.parser.CharacterDataHandler = None
        number = whole(self._number)
        if not 0 <= number < len(self._lengths):
            raise NotReadable
        self.characters += self._lengths[number]
