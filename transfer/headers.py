"""Which column of a file is which: Swedish and English headings, in any order and spelling."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from texts import _
from transfer.characters import quoted
from transfer.faults import HeadersRefused

PREVIEW = 50
"""Rows among which the headings are looked for."""

LIKENESS = 74
"""Least `fuzz.ratio` at which a misspelt word is taken for a close miss."""


class CellFormat(StrEnum):
    """How a column's cells are written, which decides their look in a template."""

    TEXT = "text"
    DATE = "date"
    WHOLE = "whole"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record kind, as people see it.

    `choices` names the list in a `Reference` that its cells are taken from; `several` says that a
    cell may hold more than one, with semicolons between.
    """

    heading: str
    english: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    format: CellFormat = CellFormat.TEXT
    choices: str | None = None
    several: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every heading that means this column."""
        return (self.heading, self.english, *self.aliases)


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """Where each field stands: field name -> index of its column, and what was not understood."""

    positions: Mapping[str, int]
    headings: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class HeaderPlace:
    """How well a row serves as the row of headings; the greatest is the best.

    `recognised` counts its known headings, `filled` its cells with a letter or digit; `before` is
    minus its index, for of two equal rows the first one is the headings.
    """

    recognised: int
    filled: int
    before: int

    @property
    def index(self) -> int:
        """The row's index among those that were looked at."""
        return -self.before


def find_header_row(rows: Sequence[Sequence[str]], known: Collection[str]) -> HeaderPlace | None:
    """Find the headings among the first rows, which may be titles; None when all are blank.

    `known` holds normalised headings. Without them, the first of the fullest rows is taken.
    """
    places: list[HeaderPlace] = []
    for index, row in enumerate(rows):
        words = [word for word in map(normalise, row) if word]
        recognised = sum(word in known for word in set(words))
        places.append(HeaderPlace(recognised, len(words), -index))
    best = max(places, default=None)
    return best if best and best.filled else None


def normalise(text: str) -> str:
    """Return a text without case, spaces, punctuation and diacritics: "Målgrupp *" → "malgrupp"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def known_headings(columns: Mapping[str, Column]) -> frozenset[str]:
    """Return every heading of the columns, normalised; field names among them."""
    return frozenset(_fields_by_heading(columns))


def close_misses(word: str, candidates: Iterable[str], limit: int = 2) -> tuple[str, ...]:
    """Return the candidates most like a word, best first; empty when none is near."""
    found = process.extract(
        word, list(candidates), scorer=fuzz.ratio, processor=normalise,
        score_cutoff=LIKENESS, limit=limit,
    )  # fmt: skip
    return tuple(candidate for candidate, _score, _index in found)


def either(words: Iterable[str]) -> str:
    """Return words as a choice: "”A” eller ”B”"."""
    return _(" eller ").join(f"”{word}”" for word in words)


def did_you_mean(words: Sequence[str]) -> str:
    """Return "Menade du ”A” eller ”B”?", or an empty string for no words."""
    if not words:
        return ""
    return _("Menade du {words}?").format(words=either(words))


def match_headers(
    headers: Sequence[str], columns: Mapping[str, Column], required: Collection[str]
) -> HeaderMatch:
    """Find the column of each field. `columns` maps field names to what they are called.

    Raises:
        HeadersRefused: A required column is missing, or two columns mean the same field.
    """
    fields = _fields_by_heading(columns)
    places: dict[str, list[int]] = {}
    unknown: list[str] = []
    for index, header in enumerate(headers):
        name = fields.get(normalise(header))
        if name is not None:
            places.setdefault(name, []).append(index)
        elif header.strip():
            unknown.append(quoted(header))
    faults = [] if places else [_nothing_sentence()]
    faults += [
        _missing_sentence(columns[name], unknown)
        for name in columns
        if name in required and name not in places
    ]
    faults += [
        _twice_sentence(columns[name], indexes)
        for name, indexes in places.items()
        if len(indexes) > 1
    ]
    if faults:
        raise HeadersRefused(faults)
    unused = [column.heading for name, column in columns.items() if name not in places]
    return HeaderMatch(
        positions={name: indexes[0] for name, indexes in places.items()},
        headings={name: quoted(headers[indexes[0]]) for name, indexes in places.items()},
        notes=tuple(_unknown_sentence(header, unused) for header in unknown),
    )


def column_letter(index: int) -> str:
    """Return a column's name in a spreadsheet: 0 → "A", 26 → "AA"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _fields_by_heading(columns: Mapping[str, Column]) -> dict[str, str]:
    return {
        normalise(heading): name
        for name, column in columns.items()
        for heading in (name, *column.names)
    }


def _nothing_sentence() -> str:
    return _(
        "Ingen rubrik känns igen på de första {rows} raderna. Ta bort det som står ovanför "
        "rubrikerna, eller börja från en mall."
    ).format(rows=PREVIEW)


def _missing_sentence(column: Column, unknown: Sequence[str]) -> str:
    near = dict.fromkeys(miss for name in column.names for miss in close_misses(name, unknown, 1))
    sentence = _("Kolumnen ”{heading}” saknas.").format(heading=column.heading)
    if not near:
        return sentence
    return sentence + " " + _("Är det {headers} som ska heta så?").format(headers=either(near))


def _twice_sentence(column: Column, indexes: Sequence[int]) -> str:
    letters = ", ".join(column_letter(index) for index in indexes)
    return _("Kolumnen ”{heading}” finns flera gånger ({letters}); behåll en.").format(
        heading=column.heading, letters=letters
    )


def _unknown_sentence(header: str, unused: Sequence[str]) -> str:
    sentence = _("Kolumnen ”{header}” är okänd och läses inte.").format(header=header)
    return " ".join(filter(None, (sentence, did_you_mean(close_misses(header, unused)))))
