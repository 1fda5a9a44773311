"""How figures are written into a pack's tables and pictures."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from domain.activities import Count, Mark
from domain.figures import figure_text
from domain.packs.content import Cell, Column, Datum, Table
from texts.numbers import iso, number, rounded

_THOUSAND = Decimal(1000)
_MILLION = Decimal(1_000_000)


def text_cell(text: str | None) -> Cell:
    """Return a text, or the mark of what is missing."""
    return Cell(text or Mark.MISSING.value)


def number_cell(value: int | None) -> Cell:
    """Return a whole number, or the mark of what is missing."""
    return Cell(Mark.MISSING.value) if value is None else Cell(number(value), Decimal(value))


def day_cell(day: date | None) -> Cell:
    """Return a day as tables write it: 2026-11-26."""
    return text_cell(iso(day) if day else None)


def count_cell(count: Count) -> Cell:
    """Return a count, its range, or its mark; only a count that is shown has a number."""
    return Cell(figure_text(count), None if count.value is None else Decimal(count.value))


def thousands_cell(amount: Decimal | None) -> Cell:
    """Return an amount in SEK as thousands of kronor."""
    if amount is None:
        return Cell(Mark.MISSING.value)
    return Cell(number(amount / _THOUSAND), amount / _THOUSAND)


def count_datum(count: Count) -> Datum:
    """Return a count as a picture draws it."""
    if count.is_protected:
        high = None if count.high is None else Decimal(count.high)
        return Datum(low=Decimal(count.low or 0), high=high)
    return Datum(None if count.value is None else Decimal(count.value))


def millions_datum(amount: Decimal | None) -> Datum:
    """Return an amount in SEK in millions of kronor, as it is told: with one decimal.

    A sum that is not zero and would be read as zero keeps all of its own.
    """
    if amount is None:
        return Datum(None)
    exact = amount / _MILLION
    return Datum(rounded(exact, 1) or exact)


def table(
    title: str,
    columns: Iterable[Column],
    rows: Iterable[Iterable[Cell]],
    *,
    note: str = "",
    source: str = "",
) -> Table:
    """Return a table of its parts."""
    return Table(title, tuple(columns), tuple(tuple(row) for row in rows), note, source)
