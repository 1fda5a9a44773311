"""A pack's tables as PowerPoint's own, at most twelve rows on a slide, each under the head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from config.colours import LIGHT
from domain.packs.content import Cell, Table
from transfer.packs.deck import Deck
from transfer.packs.slide_page import (
    BLACK,
    WHITE,
    Box,
    Line,
    Page,
    colour_of,
    describe,
    put_source,
    write,
)
from transfer.packs.slide_texts import of_several
from transfer.packs.type_fit import LINE, break_lines, fit, text_width

_MOST_ROWS = 12
_SIZES = (18, 16, 14, 12, 11, 10, 9, 8)
_PADDING = 5
_LONG = 120
"""Characters of a cell from which on it stands among the notes too, since it may be cut."""

_SURE = 1.2
"""What a column is made wider than its texts, for a typeface in place of Open Sans is often wide,
and a word that is broken before its last letter is ugly."""

_GOOD_SIZE = 14
"""Letters that a projector shows well."""

_NARROWEST, _EASY = 30, 120
"""Points of the narrowest column, and of one whose texts may well have several lines."""

_SOURCE_ROOM = 60
"""Points that a table leaves for its note and source, at most."""

_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's name for a table without a style of its own."""

Row = tuple[Cell, ...]


def add_table(deck: Deck, table: Table, name: str) -> None:
    """Add slides with a table, its note and source under each part of it.

    A text that is too long for its cell is whole among the notes.
    """
    room = deck.room(of_several(table.title, 2, 2))
    room = room.without_last(_SOURCE_ROOM if table.note or table.source else 0)
    grid = _Grid.of(table, room)
    parts = list(grid.parts(table.rows))
    for number, rows in enumerate(parts, start=1):
        title = of_several(table.title, number, len(parts))
        heads = [column.name for column in table.columns]
        told = [*heads, *(cell.text for row in rows for cell in row)]
        long = [text for text in told if len(text) > _LONG]
        page = deck.add(title, [table.note, table.source, *long], name=name)
        page = put_source(page, table.note, table.source)
        if table.columns:
            _put_table(page, table, grid, rows)


@dataclass(frozen=True, slots=True)
class _Grid:
    """The size of a table's letters, and the widths of its columns, in a room for it."""

    size: float
    widths: tuple[float, ...]
    head: float
    room: float
    is_easy: bool

    @classmethod
    def of(cls, table: Table, room: Box) -> "_Grid":
        """Choose the largest letters in which columns are read with ease, and rows fit a slide."""
        grids = (cls._in(size, table, room) for size in _SIZES)
        for grid in grids:
            # Smaller than good only where the columns need it: rows can go on on more slides.
            if grid.is_easy and (grid.size <= _GOOD_SIZE or grid.holds(table.rows)):
                return grid
        return cls._in(_SIZES[-1], table, room)

    @classmethod
    def _in(cls, size: float, table: Table, room: Box) -> "_Grid":
        natural = [_natural(table, place, size) for place in range(len(table.columns))]
        most = _most(natural, room.width)
        widths = [min(width, most) for width in natural]
        spare = (room.width - sum(widths)) / max(1, len(widths))
        is_easy = most >= min(_EASY, max(natural, default=0))
        grid = cls(size, tuple(width + spare for width in widths), 0, room.height, is_easy)
        head = grid.height([column.name for column in table.columns], is_bold=True)
        return replace(grid, head=min(head, room.height / 2))

    def holds(self, rows: Sequence[Row]) -> bool:
        """Whether no slide has fewer rows than it may, for their height."""
        return len(list(self.parts(rows))) <= max(1, ceil(len(rows) / _MOST_ROWS))

    def height(self, texts: Sequence[str], *, is_bold: bool = False) -> float:
        """Return how high a row of texts is, but no higher than the room."""
        lines = max(
            (
                len(break_lines(text, width - 2 * _PADDING, self.size, is_bold=is_bold))
                for text, width in zip(texts, self.widths, strict=True)
            ),
            default=1,
        )
        return min(lines * self.size * LINE + 2 * _PADDING, self.room - self.head)

    def parts(self, rows: Sequence[Row]) -> Iterator[list[Row]]:
        """Yield the rows that go on each slide; without rows there is one, of the head alone."""
        part: list[Row] = []
        height = self.head
        for row in rows:
            own = self.height([cell.text for cell in row])
            if part and (len(part) == _MOST_ROWS or height + own > self.room):
                yield part
                part, height = [], self.head
            part.append(row)
            height += own
        yield part


@dataclass(frozen=True, slots=True)
class _CellLook:
    """What a cell's text has to fit, and where it stands. `row` 0 is the head."""

    width: float
    height: float
    is_number: bool
    row: int

    @property
    def is_head(self) -> bool:
        return self.row == 0

    @property
    def fill(self) -> str:
        """The colour behind it: every other row is toned, to be followed with the eye."""
        if self.is_head:
            return LIGHT.money
        return LIGHT.background if self.row % 2 else LIGHT.surface


def _natural(table: Table, place: int, size: float) -> float:
    """Return how wide a column is whose texts all stand on one line."""
    head = text_width(table.columns[place].name, size, is_bold=True)
    cells = (text_width(row[place].text, size) for row in table.rows)
    return max(head, *cells, _NARROWEST) * _SURE + 2 * _PADDING


def _most(natural: Sequence[float], width: float) -> float:
    """Return the width that no column may exceed, for all of them to fit beside each other."""
    left = width
    for place, own in enumerate(sorted(natural)):
        share = left / (len(natural) - place)
        if own > share:
            return share
        left -= own
    return width


def _put_table(page: Page, table: Table, grid: _Grid, rows: Sequence[Row]) -> None:
    heights = [grid.head, *(grid.height([cell.text for cell in row]) for row in rows)]
    box = page.room.first(sum(heights))
    frame = page.slide.shapes.add_table(len(heights), len(grid.widths), *box.places())
    describe(frame, table.title, " ".join(part for part in (table.title, table.note) if part))
    drawn = frame.table
    drawn.horz_banding = False
    frame.element.find(".//" + qn("a:tableStyleId")).text = _NO_STYLE
    for place, width in enumerate(grid.widths):
        drawn.columns[place].width = Pt(width)
    texts = [[column.name for column in table.columns]]
    texts += [[cell.text for cell in row] for row in rows]
    for number, (height, row) in enumerate(zip(heights, texts, strict=True)):
        drawn.rows[number].height = Pt(height)
        for place, (column, text) in enumerate(zip(table.columns, row, strict=True)):
            look = _CellLook(grid.widths[place], height, column.is_number, number)
            _fill(drawn.cell(number, place), text, grid.size, look)


def _fill(cell: Any, text: str, size: float, look: _CellLook) -> None:
    """Write a cell's text as it fits, and colour the cell."""
    room = (look.width - 2 * _PADDING, look.height - 2 * _PADDING + 1)
    shown = fit(text, *room, (size,), is_bold=look.is_head)
    side = PP_ALIGN.RIGHT if look.is_number else PP_ALIGN.LEFT
    ink = WHITE if look.is_head else BLACK
    write(
        cell.text_frame,
        [Line(shown.text, size, look.is_head)],
        colour=ink,
        align=side,
        padding=_PADDING,
    )
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if look.is_head else MSO_ANCHOR.TOP
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour_of(look.fill)
