"""Columns of tables: what is missing is NaN, and what is protected a text with its range."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from domain.activities import Count, Mark
from domain.figures import Rate, figure_text

THOUSAND = Decimal(1000)


def counts_column(counts: Iterable[Count]) -> "pd.Series[Any]":
    """Return a column of counts; with a protected one among them of texts, for it is a range."""
    every = list(counts)
    if any(count.is_protected for count in every):
        return pd.Series([figure_text(count) for count in every], dtype="str")
    return pd.Series([count.value for count in every], dtype="Int64")


def rates_column(rates: Iterable[Rate | None]) -> "pd.Series[Any]":
    """Return a column of rates, likewise; None is missing."""
    every = list(rates)
    if any(rate and rate.mark is Mark.PROTECTED for rate in every):
        return pd.Series([figure_text(rate) if rate else "–" for rate in every], dtype="str")
    return numbers_column(rate.value if rate else None for rate in every)


def numbers_column(values: Iterable[float | Decimal | None]) -> "pd.Series[float]":
    """Return a column of numbers; None is NaN."""
    return pd.Series([None if value is None else float(value) for value in values], dtype="float64")


def thousands_column(amounts: Iterable[Decimal | None]) -> "pd.Series[float]":
    """Return a column of tkr of amounts in kronor."""
    # To the krona; a sum of rounded thousands would not be the rounded sum.
    return numbers_column(
        None if amount is None else round(amount / THOUSAND, 3) for amount in amounts
    )


def with_sum(amounts: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Return amounts and their sum, which is missing where one of them is."""
    known = [amount for amount in amounts if amount is not None]
    whole = sum(known, Decimal(0)) if len(known) == len(amounts) else None
    return [*amounts, whole]
