"""A chart's series as a sheet's rows: what Excel and the slides draw their charts from.

A value that may not be told, or that is not known, is an empty cell, which both draw as a gap.
What is known of it stands beside: never a zero, and never a number between its ends.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter.worksheet import Worksheet

from domain.packs.content import Chart, Datum, Series
from texts import _
from texts.numbers import number
from transfer.spreadsheets import HEADING, MISSING, Formats, number_format, open_workbook

DATA_SHEET = "Data"

MOST_PLACES = 3
"""Decimals of a chart's numbers, at most; the cell holds them all."""


@dataclass(frozen=True, slots=True)
class ChartRows:
    """The head and the rows of a chart's sheet: texts, numbers, and None for an empty cell.

    The first column is the categories; the next ones the series' values, in the series' order.
    After them come three columns for each series that has a value which is not told exactly: what
    stands in its place, and its least and its largest, as far as they are known.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str | Decimal | None, ...], ...]
    places: int


def chart_rows(chart: Chart) -> ChartRows:
    """Return a chart's series as rows, one a category."""
    columns: list[tuple[str, tuple[str | Decimal | None, ...]]] = [
        (series.name, tuple(datum.value for datum in series.data)) for series in chart.series
    ]
    places = _places(chart)
    for series in chart.series:
        if any(datum.value is None for datum in series.data):
            columns += _beside(series, places)
    rows = zip(chart.categories, *(cells for _name, cells in columns), strict=True)
    head = (_("Kategori"), *(name for name, _cells in columns))
    return ChartRows(head, tuple(rows), places)


def untold(chart: Chart) -> Iterator[str]:
    """Yield a sentence for each series that has gaps: what is known of each, by category."""
    places = _places(chart)
    for series in chart.series:
        data = list(zip(chart.categories, series.data, strict=True))
        protected = [
            f"{category} ({in_place(datum, places)})" for category, datum in data if _is_span(datum)
        ]
        missing = [category for category, datum in data if datum == Datum()]
        facts = (
            _("Skyddat: {what}.").format(what=", ".join(protected)) if protected else "",
            _("Saknas: {what}.").format(what=", ".join(missing)) if missing else "",
        )
        if any(facts):
            name = f"{series.name}." if len(chart.series) > 1 else ""
            yield " ".join(part for part in (name, *facts) if part)


def _is_span(datum: Datum) -> bool:
    return datum.value is None and datum != Datum()


def in_place(datum: Datum, places: int) -> str:
    """Return what stands in place of a number that is not told: "1–4", "minst 3", or "–"."""
    low = None if datum.low is None else number(datum.low, places)
    high = None if datum.high is None else number(datum.high, places)
    if low and high:
        return f"{low}–{high}"
    if low:
        return _("minst {low}").format(low=low)
    return _("högst {high}").format(high=high) if high else MISSING


def write_rows(sheet: Worksheet, rows: ChartRows, formats: Formats, *, first_row: int = 0) -> None:
    """Write the rows to a sheet, with their head in `first_row`, from the first column on."""
    for column, name in enumerate(rows.head):
        formats.write(sheet, first_row, column, name, **HEADING)
    numbers = formats.of(num_format=number_format(rows.places))
    for row, cells in enumerate(rows.rows, start=first_row + 1):
        for column, cell in enumerate(cells):
            # Nothing at all is written for None: Excel draws a cell that only has a look as zero.
            if isinstance(cell, Decimal):
                sheet.write_number(row, column, float(cell), numbers)
            elif cell is not None:
                formats.write(sheet, row, column, cell)


def chart_workbook(chart: Chart, *, created: datetime) -> bytes:
    """Return a workbook of the chart's rows alone, headed in row 1 of its only sheet, `Data`."""
    target = BytesIO()
    rows = chart_rows(chart)
    with open_workbook(target, title=chart.title, created=created) as workbook:
        sheet = workbook.add_worksheet(DATA_SHEET)
        write_rows(sheet, rows, Formats(workbook))
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, len(rows.head) - 1, 16)
        sheet.freeze_panes(1, 1)
    return target.getvalue()


def _beside(series: Series, places: int) -> list[tuple[str, tuple[str | Decimal | None, ...]]]:
    """Return the columns that say what stands in place of a series' gaps."""
    gaps = [datum if datum.value is None else Datum() for datum in series.data]
    return [
        (
            _("{series}: i stället för tal").format(series=series.name),
            tuple(
                None if datum.value is not None else in_place(datum, places)
                for datum in series.data
            ),
        ),
        (_("{series}: lägst").format(series=series.name), tuple(gap.low for gap in gaps)),
        (_("{series}: högst").format(series=series.name), tuple(gap.high for gap in gaps)),
    ]


def _places(chart: Chart) -> int:
    """Return how many decimals the chart's numbers need, at most `MOST_PLACES`."""
    numbers = (
        end
        for series in chart.series
        for datum in series.data
        for end in (datum.value, datum.low, datum.high)
        if end is not None
    )
    exponents = (value.normalize().as_tuple().exponent for value in numbers)
    return min(
        MOST_PLACES, max((-int(exponent) for exponent in exponents if int(exponent) < 0), default=0)
    )
