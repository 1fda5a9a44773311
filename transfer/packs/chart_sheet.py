"""A pack's charts as Excel's own, each on a sheet beside the figures that it is drawn from."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.chart import Chart as Drawing

from config.colours import LIGHT
from domain.packs.content import Chart, ChartForm, Series
from texts import _
from transfer.packs.chart_look import LYING, axis_places, has_labels, look_of, lowest, names_skipped
from transfer.packs.chart_rows import ChartRows, chart_rows, untold, write_rows
from transfer.packs.sheets import Book, line_height
from transfer.spreadsheets import number_format

_KINDS: Mapping[ChartForm, str] = {
    "bars": "bar",
    "columns": "column",
    "lines": "line",
    "dumbbells": "bar",
}

_WIDTH, _LEAST_HEIGHT = 760, 400
_ROW, _AROUND = 24, 140
"""Pixels of a lying bar, and of all that stands around the bars."""

_ROWS_ABOVE = 20
"""Rows under which the chart stands; beside more of them, or they would hide it."""

_NAMES_WIDTH, _NUMBERS_WIDTH = 48, 14


def write_chart(book: Book, name: str, chart: Chart) -> None:
    """Add a sheet with a chart's figures, and the chart itself, to be edited, beside them."""
    rows = chart_rows(chart)
    sheet = book.add(name, (_NAMES_WIDTH, *(_NUMBERS_WIDTH for _name in rows.head[1:])))
    sheet.across(chart.title, size=16, bold=True)
    for text in (chart.alt, *untold(chart), chart.source):
        if text:
            sheet.across(text)
    sheet.next_row()
    sheet.cells(_("Enhet"), chart.unit)
    unit_row, head = sheet.row - 1, sheet.row
    write_rows(sheet.worksheet, rows, book.formats, first_row=head)
    sheet.worksheet.set_row(head, line_height(rows.head[1:], _NUMBERS_WIDTH))
    if not (chart.categories and chart.series):
        return
    drawing = book.workbook.add_chart({"type": _KINDS[chart.form]})
    for column, series in enumerate(chart.series, start=1):
        drawing.add_series(_series(name, chart, series, rows, (head, column)))
    _set_axes(drawing, chart, rows, [name, unit_row, 1])
    drawing.set_title({"name": [name, 0, 0], "name_font": {"size": 13}, "overlay": False})
    drawing.set_chartarea({"border": {"none": True}})
    drawing.set_size({"width": _WIDTH, "height": _height(chart)})
    told = {"description": chart.alt or chart.title, "x_offset": 8, "y_offset": 12}
    is_short = len(rows.rows) <= _ROWS_ABOVE
    place = (head + len(rows.rows) + 1, 0) if is_short else (unit_row, len(rows.head))
    if is_short:
        sheet.worksheet.fit_to_pages(1, 1)
    sheet.worksheet.insert_chart(*place, drawing, told)


def explicit(name: str, part: bytes) -> bytes:
    """Return a part of the workbook; a chart says that it is Swedish, and that a gap is a gap.

    XlsxWriter leaves out that empty cells are gaps, for Excel takes them so; not every program
    that reads its files does.
    """
    if not name.startswith("xl/charts/"):
        return part
    part = part.replace(b'<c:lang val="en-US"/>', b'<c:lang val="sv-SE"/>', 1)
    shown = b'<c:plotVisOnly val="1"/>'
    return part.replace(shown, shown + b'<c:dispBlanksAs val="gap"/>', 1)


def _height(chart: Chart) -> int:
    if chart.form not in LYING:
        return _LEAST_HEIGHT
    return max(_LEAST_HEIGHT, _AROUND + _ROW * len(chart.categories) * len(chart.series))


def _series(
    name: str, chart: Chart, series: Series, rows: ChartRows, head: tuple[int, int]
) -> dict[str, Any]:
    """Return a series as XlsxWriter takes it; `head` is the row and column of its name."""
    row, column = head
    look = look_of(series.role)
    last = row + len(rows.rows)
    drawn: dict[str, Any] = {
        "name": [name, row, column],
        "categories": [name, row + 1, 0, last, 0],
        "values": [name, row + 1, column, last, column],
    }
    if chart.form == "lines":
        sign = {"type": look.symbol, "size": 8, "border": {"color": look.edge}}
        drawn["line"] = {"color": look.edge, "width": 2.5}
        drawn["marker"] = sign | {"fill": {"color": look.fill}}
    else:
        drawn |= {"fill": {"color": look.fill}, "border": {"color": look.edge, "width": 1.5}}
        drawn |= {"gap": 60, "overlap": 0}
    if has_labels(chart):
        side = "above" if chart.form == "lines" else "outside_end"
        labels = {
            "value": True,
            "position": side,
            "num_format": number_format(*axis_places(rows.places)),
        }
        drawn["data_labels"] = labels
    return drawn


def _set_axes(drawing: Drawing, chart: Chart, rows: ChartRows, unit: list[object]) -> None:
    """Lay the values' axis from zero; the rows of a lying chart run from the top."""
    line = {"color": LIGHT.axis}
    values = {
        "min": lowest(chart),
        "num_format": number_format(*axis_places(rows.places)),
        "major_gridlines": {"visible": True, "line": {"color": LIGHT.grid}},
        "line": {"none": True},
        "name": unit,
        "name_font": {"bold": False},
    }
    names = {"line": line, "label_position": "low", "text_axis": True}
    if chart.form in LYING:
        # The order from the top turns the axis of values to the top too; "high" is its foot then.
        drawing.set_x_axis(values | {"label_position": "high"})
        drawing.set_y_axis(names | {"reverse": True})
    else:
        drawing.set_x_axis(names | {"interval_unit": names_skipped(chart)})
        drawing.set_y_axis(values)
    drawing.set_legend({"position": "top"} if len(chart.series) > 1 else {"none": True})
