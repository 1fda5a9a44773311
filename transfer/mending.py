"""A file that is looked at before it is taken in: its faulty rows are mended and judged again.

Only the faulty rows are kept, and a few of the good ones: the file itself stays the one copy of the
rest, and is read once more when it is taken in, with what was mended laid over it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Generic, TypeVar

from transfer.characters import printable
from transfer.faults import ParsedRow, RowFault, RowFaults, RowNote
from transfer.fields import LONGEST_NOTE, Cell, as_text, is_blank
from transfer.headers import match_headers
from transfer.rows import Outcome, Row, columns_of, required_of
from transfer.tabular import NumberedRow, Table

Record = TypeVar("Record")
Reader = Callable[[Table], Iterator[Outcome[Record]]]
"""Reads a table of one kind, such as `transfer.activities.read_activities` with its lists."""

MOST_FAULTY = 2000
"""Faulty rows that are kept to be mended; with more of them it is the file that must be mended."""

MOST_NOTES = 50
MOST_GOOD_SHOWN = 10


@dataclass(slots=True)
class FaultyRow:
    """A row that had a fault when it was first read, and what has been done about it.

    `cells` are the file's, as many as the headings, and one more where text stands beyond them;
    `edits` are new texts by the index of their cell.
    """

    number: int
    cells: list[Cell]
    faults: tuple[RowFault, ...]
    edits: dict[int, str] = field(default_factory=dict)
    is_left_out: bool = False

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it any more."""
        return not self.faults

    @property
    def verdict(self) -> str:
        """What is wrong in each column."""
        return RowFaults(self.number, self.faults).verdict

    def mended(self) -> list[Cell]:
        """Return the cells as they now read."""
        return [self.edits.get(index, cell) for index, cell in enumerate(self.cells)]

    def shown(self, index: int) -> str:
        """Return a cell as it may be shown: printable, without personal identity numbers."""
        cell = self.edits.get(index, self.cells[index])
        return printable(as_text(cell))[:LONGEST_NOTE]

    def edit(self, index: int, text: str) -> None:
        """Let a cell read otherwise; the same words as those shown change nothing."""
        if text != self.shown(index):
            self.edits[index] = text


@dataclass(slots=True)
class Preview(Generic[Record]):
    """What a file holds: how many rows are good, a few of them, and those to be mended.

    `columns` are the indexes of the columns that are read, by field. `faulty_rows` counts every
    row with a fault, also those beyond `MOST_FAULTY`, which are not among `rows`.
    """

    headers: tuple[str, ...]
    header_row: int
    columns: dict[str, int]
    met: dict[str, int]
    good_rows: int = 0
    first: list[ParsedRow[Record]] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)
    further_notes: int = 0
    rows: dict[int, FaultyRow] = field(default_factory=dict)
    faulty_rows: int = 0

    @property
    def can_be_mended(self) -> bool:
        """Whether every faulty row was kept."""
        return self.faulty_rows <= MOST_FAULTY

    @property
    def to_mend(self) -> list[FaultyRow]:
        """The rows that still have a fault, those left out among them."""
        return [row for row in self.rows.values() if not row.is_good or row.is_left_out]

    @property
    def left_out(self) -> int:
        """How many rows are left out on purpose."""
        return sum(row.is_left_out for row in self.rows.values())

    @property
    def faulty(self) -> int:
        """How many rows stop the file from being taken in."""
        mended = sum(row.is_good and not row.is_left_out for row in self.rows.values())
        return self.faulty_rows - mended - self.left_out

    @property
    def ready(self) -> int:
        """How many rows can be taken in."""
        return self.good_rows + self.faulty_rows - self.faulty - self.left_out

    @property
    def has_text_beyond(self) -> bool:
        """Whether a row has text after the last heading."""
        return any(len(row.cells) > len(self.headers) for row in self.rows.values())

    def judge_again(self, read: Reader[Record]) -> None:
        """Judge the kept rows anew; one that has been emptied is left out.

        Those that were not mended too, for another row may have stood in their way.
        """
        for value in [value for value, number in self.met.items() if number in self.rows]:
            del self.met[value]
        judged = {row.number: row for row in self.rows.values() if not row.is_left_out}
        numbered = ((row.number, row.mended()) for row in judged.values())
        table = Table(self.headers, numbered, self.header_row, len(judged), met=self.met)
        verdicts: dict[int, tuple[RowFault, ...]] = {}
        for outcome in read(table):
            match outcome:
                case ParsedRow(row=number):
                    verdicts[number] = ()
                case RowFaults(row=number):
                    verdicts[number] = outcome.faults
        for number, row in judged.items():
            row.is_left_out = number not in verdicts
            row.faults = verdicts.get(number, row.faults)

    def leave_out_faulty(self) -> None:
        """Leave out every row that has a fault."""
        for row in self.rows.values():
            row.is_left_out = row.is_left_out or not row.is_good

    def laid_over(self, table: Table) -> Table:
        """Return the file's table as it is to be taken in: mended, and without what is left out."""
        return replace(table, rows=self._laid_over(table.rows))

    def _laid_over(self, rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
        for number, cells in rows:
            row = self.rows.get(number)
            if row is None:
                yield number, cells
            elif not row.is_left_out:
                yield number, row.mended()

    def add(self, outcome: Outcome[Record], cells: list[Cell]) -> None:
        """Take notice of what was read; `cells` are those of its row."""
        match outcome:
            case ParsedRow():
                self.good_rows += 1
                if len(self.first) < MOST_GOOD_SHOWN:
                    self.first.append(outcome)
            case RowFaults(row=number):
                self.faulty_rows += 1
                if len(self.rows) < MOST_FAULTY:
                    kept = _as_wide(cells, len(self.headers))
                    self.rows[number] = FaultyRow(number, kept, outcome.faults)
            case RowNote():
                if len(self.notes) < MOST_NOTES:
                    self.notes.append(outcome)
                else:
                    self.further_notes += 1


def preview(
    table: Table,
    model: type[Row],
    read: Reader[Record],
    step: Callable[[Iterator[Outcome[Record]]], Iterator[Outcome[Record]]],
) -> Preview[Record]:
    """Read a table through and return what it holds.

    Args:
        table: as opened; its rows are used up.
        model: how a row of its kind is read.
        read: reads it.
        step: what the outcomes go through on their way, such as the mover of a progress bar.

    Raises:
        HeadersRefused: A required column is missing or is there twice.
        FileDamaged: The file breaks off.
    """
    last: list[Cell] = []

    def remembered() -> Iterator[NumberedRow]:
        nonlocal last
        for number, cells in table.rows:
            last = cells
            yield number, cells

    match = match_headers(table.headers, columns_of(model), required_of(model))
    found: Preview[Record] = Preview(
        table.headers, table.header_row, dict(match.positions), table.met
    )
    for outcome in step(read(replace(table, rows=remembered()))):
        found.add(outcome, last)
    return found


def _as_wide(cells: list[Cell], width: int) -> list[Cell]:
    """Return as many cells as there are headings, and one with whatever stands beyond them."""
    kept = [*cells[:width], *[""] * (width - len(cells))]
    beyond = [as_text(cell) for cell in islice(cells, width, None) if not is_blank(cell)]
    return [*kept, " ".join(beyond)] if beyond else kept
