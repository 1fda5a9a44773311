"""What a meeting's pack says: one content, from which each of its files is made.

It holds all that the files need, in words and figures as they are read, so that the same files can
be made of it years later. Whoever makes a file formats no figure and forms no sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

FORMAT = 1
"""Raised when the content gets another form: an older one must still be read as it was."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Whose pack it is: name, whom to ask, and its colour for headings (``#rrggbb``)."""

    name: str
    contact: str
    colour: str


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """The meeting that a pack is for. `agenda` is plain text, a line an item."""

    held_on: date
    title: str
    diarienummer: str
    agenda: str = ""

    @property
    def agenda_items(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is read, e.g. ``18 av 28``, with what it counts and what to make of it."""

    label: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers side by side."""

    items: tuple[Figure, ...]
    kind: Literal["figures"] = "figures"


@dataclass(frozen=True, slots=True)
class Tile:
    """A point on the board of points. `status` is a code of `config.statuses`; None: no report."""

    number: int
    title: str
    status: str | None
    word: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """The board of all points, with a sentence that says what it shows."""

    title: str
    alt: str
    source: str
    items: tuple[Tile, ...]
    kind: Literal["tiles"] = "tiles"


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of its own, and the reason that was given for what it tells, if one was."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Sentences under a heading, the weightiest first. Where there are none, `none` says so."""

    title: str
    items: tuple[Item, ...]
    none: str
    kind: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; one of numbers stands to the right, with so many decimals."""

    name: str
    is_number: bool = False
    places: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and its number where it is one that may be told exactly."""

    text: str
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `note` explains its marks; `source` says where it comes from, as of when."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str
    source: str
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Datum:
    """A value of a series: a number, the ends between which a protected one lies, or nothing.

    A protected one without `high` has no known largest value. With neither, it is missing: a gap,
    never a zero.
    """

    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Values by category, in the categories' order. `role` gives it its colour and sign.

    The roles are ``activity``, ``money``, ``before``, ``rest`` and ``group 1`` to ``group 3``.
    """

    name: str
    role: str
    data: tuple[Datum, ...]


ChartForm = Literal["bars", "columns", "lines", "dumbbells"]
"""Bars lie, one row a category; columns stand, and lines run, along time; a dumbbell joins what
was (the first series, hollow) with what is (the second, filled), one row a category."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures, from zero. Its title is what it shows, `alt` a sentence on it."""

    title: str
    alt: str
    unit: str
    source: str
    form: ChartForm
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    kind: Literal["chart"] = "chart"


Block = Figures | Tiles | Items | Table | Chart


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the meeting: its finding as a heading, sentences, and what supports them.

    It is a view of its own on the projector, and a chapter of the files. `name` is what the agenda
    calls it, e.g. ``Medel``; `key` is its fixed code.
    """

    key: str
    name: str
    heading: str
    sentences: tuple[str, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All that a pack says.

    `as_of` is the moment to which it was known; `since` the day that changes are told from, if
    any. `replaces` is the fingerprint of the version whose place it takes. `language` is that of
    all its words (BCP 47).
    """

    organisation: Organisation
    programme: str
    is_example: bool
    meeting: MeetingHead
    as_of: datetime
    since: date | None
    title: str
    lead: str
    subjects: tuple[Subject, ...]
    definitions: tuple[Item, ...]
    replaces: str | None = None
    language: str = "sv"
    format: int = FORMAT


def texts(content: Content) -> Iterator[str]:
    """Yield every text that a reader of any of the files must find, cells of tables included."""
    yield from (content.title, content.lead, content.meeting.title, content.meeting.diarienummer)
    for subject in content.subjects:
        yield from (subject.heading, *subject.sentences)
        for block in subject.blocks:
            yield from _texts_of(block)
    for definition in content.definitions:
        yield from (definition.text, definition.reason)


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, Figures):
        for figure in block.items:
            yield from (figure.label, figure.value, figure.sentence)
        return
    yield block.title
    if isinstance(block, Tiles):
        yield from (block.alt, block.source)
        for tile in block.items:
            yield from (str(tile.number), tile.title, tile.word)
    elif isinstance(block, Items):
        for item in block.items:
            yield from (item.text, item.reason)
        if not block.items:
            yield block.none
    elif isinstance(block, Table):
        yield from (column.name for column in block.columns)
        for row in block.rows:
            yield from (cell.text for cell in row)
        yield from (block.note, block.source)
    else:
        yield from (block.alt, block.unit, block.source)
