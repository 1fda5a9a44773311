"""Rows of a table, one at a time, into records: every fault of a row at once."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import ErrorDetails

from texts import _
from texts.numbers import number
from transfer.faults import ParsedRow, RowFault, RowFaults, RowNote
from transfer.fields import EXPECTED, Cell, as_text, is_blank, is_error, refuse
from transfer.headers import Column, HeaderMatch, column_letter, match_headers
from transfer.reference import Context
from transfer.tabular import Table

Record = TypeVar("Record")
Outcome = ParsedRow[Record] | RowFaults | RowNote
"""What a row of a file turns out to be."""

_SUMMARY = re.compile(r"(?:del|slut)?(?:summa|total|totalt|totalsumma)\b", re.IGNORECASE)
_DASHES = frozenset("-–—−")
"""A lone dash is how people write that there is nothing to write."""


class Row(BaseModel):
    """A row as one kind of file has it. Each field is Annotated with how it is read and a Column.

    No two rows of a file may have the same value in `unique_field`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    unique_field: ClassVar[str | None] = "source_ref"

    @field_validator("*", mode="before")
    @classmethod
    def _refuse_errors(cls, cell: Cell) -> Cell:
        if is_error(cell):
            refuse(_("ett värde, inte ett felvärde från ett program"))
        return cell


@cache
def columns_of(model: type[Row]) -> dict[str, Column]:
    """Return the columns of a kind by field name, in the order of a template."""
    return {
        name: column
        for name, info in model.model_fields.items()
        for column in info.metadata
        if isinstance(column, Column)
    }


@cache
def required_of(model: type[Row]) -> frozenset[str]:
    """Return the fields that every row must give."""
    return frozenset(name for name, info in model.model_fields.items() if info.is_required())


def read_rows(
    table: Table, model: type[Row], build: Callable[..., Record], context: Context
) -> Iterator[Outcome[Record]]:
    """Read a table: first notes on its columns, then the outcome of each row, in the file's order.

    A row of totals is noted and left out. `build` makes the record of the model's fields.

    Raises:
        HeadersRefused: At once, before any row: a required column is missing or is there twice.
        FileDamaged: While iterating, where the file breaks off.
    """
    match = match_headers(table.headers, columns_of(model), required_of(model))
    return _outcomes(table, _RowReader(model, match, len(table.headers), table.met), build, context)


def _outcomes(
    table: Table, reader: "_RowReader", build: Callable[..., Record], context: Context
) -> Iterator[Outcome[Record]]:
    for message in (*table.notes, *reader.match.notes):
        yield RowNote(table.header_row, message)
    for row_number, cells in table.rows:
        given = reader.given(cells)
        if not given:
            continue
        if reader.is_summary(cells, given):
            yield RowNote(row_number, _("Raden är en summa och läses inte."))
            continue
        faults = reader.outer_faults(row_number, cells, given)
        try:
            row = reader.model.model_validate(given, context=context)
        except ValidationError as error:
            details = error.errors(include_url=False)
            faults += [reader.fault(row_number, detail, given) for detail in details]
            yield RowFaults(row_number, tuple(faults))
            continue
        if faults:
            yield RowFaults(row_number, tuple(faults))
        else:
            yield ParsedRow(row_number, build(**dict(row)))


@dataclass(slots=True)
class _RowReader:
    """What is known of one file's columns, and the unique values met so far."""

    model: type[Row]
    match: HeaderMatch
    width: int
    met: dict[str, int]

    def given(self, cells: list[Cell]) -> dict[str, Cell]:
        """Return the cells that say something, by field name."""
        width = len(cells)
        return {
            name: cells[index]
            for name, index in self.match.positions.items()
            if index < width and not _says_nothing(cells[index])
        }

    def is_summary(self, cells: list[Cell], given: dict[str, Cell]) -> bool:
        """Whether the row adds up others: it says so first, and lacks what a row must have."""
        if required_of(self.model) <= given.keys():
            return False
        first = next((cell for cell in cells if not is_blank(cell)), "")
        return isinstance(first, str) and _SUMMARY.match(first.strip()) is not None

    def outer_faults(self, row: int, cells: list[Cell], given: dict[str, Cell]) -> list[RowFault]:
        """Return what is wrong with the row among the others: too wide, or there before."""
        faults: list[RowFault] = []
        for index in range(self.width, len(cells)):
            if not is_blank(cells[index]):
                expected = _("inget efter den sista rubriken (skiljetecken i en text?)")
                value = as_text(cells[index])
                faults.append(RowFault(row, column_letter(index), value, expected))
                break
        name = self.model.unique_field
        if name in given:
            value = as_text(given[name])
            first = self.met.setdefault(value, row)
            if first != row:
                expected = _("ett värde som inte redan står på rad {row}").format(row=first)
                faults.append(RowFault(row, self.match.headings[name], value, expected))
        return faults

    def fault(self, row: int, detail: ErrorDetails, given: dict[str, Cell]) -> RowFault:
        """Return what pydantic found in a cell, in Swedish."""
        name = str(detail["loc"][0])
        column = columns_of(self.model)[name]
        heading = self.match.headings.get(name, column.heading)
        value = as_text(given[name]) if name in given else ""
        return RowFault(row, heading, value, _expected(detail, column))


def _says_nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and (not cell or cell.isspace() or cell.strip() in _DASHES)


def _expected(detail: ErrorDetails, column: Column) -> str:
    bounds = detail.get("ctx", {})
    match detail["type"]:
        case "expected":
            return str(bounds[EXPECTED])
        case "missing":
            return _("ett värde, till exempel {example}").format(example=column.example)
        case "greater_than_equal":
            return _("ett tal som är minst {least}").format(least=number(bounds["ge"]))
        case "less_than_equal":
            return _("ett tal som är högst {most}").format(most=number(bounds["le"]))
    return _("ett värde som {example}").format(example=column.example)
