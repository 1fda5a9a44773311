"""Text files with delimiters (CSV), read in bounded memory whatever their size."""

import codecs
import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from texts import _
from texts.numbers import number as written
from transfer.faults import FileDamaged, WrongType
from transfer.headers import PREVIEW, HeaderPlace, find_header_row

_DELIMITERS = ";\t,|"
_CHUNK = 1 << 20
_UTF8_LETTER = re.compile(rb"\xc3[\xa5\xa4\xb6\x85\x84\x96]")  # å ä ö Å Ä Ö
_WINDOWS = "Windows-1252"
_LETTERS_WITHIN_WORDS = {
    _WINDOWS: re.compile(rb"[a-z][\xe4\xe5\xf6](?=[a-z])"),
    "CP850 (DOS)": re.compile(rb"[a-z][\x84\x86\x94](?=[a-z])"),
    "Mac Roman": re.compile(rb"[a-z][\x8a\x8c\x9a](?=[a-z])"),
}
"""ä, å and ö inside words, where the signs that Windows has in their places do not stand."""

_NOT_IN_CP1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written. `lines` bounds its rows from above.

    `skipped` is 1 where the first line only names the delimiter ("sep=;"): Excel does not show it.
    """

    encoding: str
    delimiter: str
    skipped: int
    lines: int


def inspect(path: Path, known: Collection[str]) -> Dialect:
    """Find out how a text file is written, by reading it once.

    UTF-8 is told by its rules over the whole file; what breaks them is Windows-1252, or Latin-1.
    The delimiter is the one that gives the best row of headings.

    Raises:
        WrongType: There are bytes that no text has, or the letters are of DOS or an old Mac.
        FileDamaged: A part of the file is UTF-8, another is not.
    """
    encoding, lines = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline(20).strip()
    if first.lower().startswith("sep=") and len(first) == len("sep=;"):
        return Dialect(encoding, first[-1], 1, lines)
    best: tuple[HeaderPlace | None, str] = (None, _DELIMITERS[0])
    for delimiter in _DELIMITERS:
        place = _header_place(path, encoding, delimiter, known)
        if place and (best[0] is None or place > best[0]):
            best = (place, delimiter)
    return Dialect(encoding, best[1], 0, lines)


def read_delimited(path: Path, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number as Excel shows it, cells) of every row that is not blank.

    Raises:
        FileDamaged: A quotation mark is not closed, or text follows one that is, or a cell is
            longer than a cell can be.
    """
    number = 0
    with path.open(encoding=dialect.encoding, newline="") as file:
        for _line in islice(file, dialect.skipped):
            pass
        try:
            for cells in csv.reader(file, delimiter=dialect.delimiter, strict=True):
                number += 1
                if any(cells):
                    yield number, cells
        except csv.Error as error:
            raise FileDamaged(_broken_off(path, number, error)) from error


def _broken_off(path: Path, row: int, error: csv.Error) -> str:
    if "field limit" in str(error):
        return _(
            "Filen ”{file}” har efter rad {row} en cell med mer än {most} tecken. Korta texten, "
            "eller stäng ett citattecken som står öppet."
        ).format(file=path.name, row=row, most=written(csv.field_size_limit()))
    return _(
        "Filen ”{file}” bryts efter rad {row}: ett citattecken öppnas men stängs inte. "
        "Rätta raden, eller spara filen som .xlsx."
    ).format(file=path.name, row=row)


def _encoding(path: Path) -> tuple[str, int]:
    """Return a text file's encoding and its number of line breaks, at most a few too many."""
    with path.open("rb") as file:
        is_utf16 = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-16" if is_utf16 else "utf-8")()
        decodes, is_cp1252, has_utf8_letters, lines = True, True, False, 1
        while chunk := file.read(_CHUNK):
            lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
            is_cp1252 = is_cp1252 and chunk.translate(None, _NOT_IN_CP1252) == chunk
            has_utf8_letters = has_utf8_letters or _UTF8_LETTER.search(chunk) is not None
            if not is_utf16 and b"\0" in chunk:
                raise WrongType(_no_text(path))
            decodes = decodes and _decodes(decoder, chunk)
        decodes = decodes and _decodes(decoder, b"", final=True)
    if decodes:
        return ("utf-16" if is_utf16 else "utf-8-sig"), lines
    if is_utf16:
        raise WrongType(_no_text(path))
    if has_utf8_letters:
        raise FileDamaged(
            _(
                "Filen ”{file}” blandar två teckenkodningar, så å, ä och ö går inte att lita på. "
                "Hämta den på nytt, eller spara den som .xlsx."
            ).format(file=path.name)
        )
    _refuse_older_encodings(path)
    return ("cp1252" if is_cp1252 else "latin-1"), lines


def _refuse_older_encodings(path: Path) -> None:
    """Refuse what DOS or an old Mac has written: its å, ä and ö are other signs in Windows."""
    counts = dict.fromkeys(_LETTERS_WITHIN_WORDS, 0)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            for name, letters in _LETTERS_WITHIN_WORDS.items():
                counts[name] += len(letters.findall(chunk))
    likely = max(counts, key=lambda name: counts[name])  # of equals the first: Windows
    if likely != _WINDOWS:
        raise WrongType(
            _(
                "Filen ”{file}” är skriven i teckenkodningen {encoding}, så å, ä och ö går inte "
                "att läsa. Spara den som CSV UTF-8 eller .xlsx."
            ).format(file=path.name, encoding=likely)
        )


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _no_text(path: Path) -> str:
    return _("Filen ”{file}” har tecken som ingen text har. Spara uppgifterna som CSV.").format(
        file=path.name
    )


def _header_place(
    path: Path, encoding: str, delimiter: str, known: Collection[str]
) -> HeaderPlace | None:
    with path.open(encoding=encoding, newline="") as file:
        try:
            rows = list(islice(csv.reader(file, delimiter=delimiter), PREVIEW))
        except csv.Error:
            return None
    return find_header_row(rows, known)
