"""A pack's charts as PowerPoint's own: their figures lie in them, to be edited."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pptx.chart.chart import Chart as Drawing
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries, LineSeries
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from config.colours import LIGHT
from domain.packs.content import Chart, ChartForm, Series
from transfer.packs.chart_look import (
    LYING,
    axis_places,
    ends,
    has_labels,
    look_of,
    lowest,
    names_skipped,
)
from transfer.packs.chart_rows import DATA_SHEET, chart_rows, chart_workbook, untold
from transfer.packs.deck import Deck
from transfer.packs.slide_page import BLACK, colour_of, describe, put_sentence, put_source
from transfer.packs.slide_texts import of_several
from transfer.packs.type_fit import LINE, fit
from transfer.spreadsheets import number_format

_KINDS: Mapping[ChartForm, XL_CHART_TYPE] = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "lines": XL_CHART_TYPE.LINE_MARKERS,
    "dumbbells": XL_CHART_TYPE.BAR_CLUSTERED,
}
_SIGNS = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "x": XL_MARKER_STYLE.X,
}
_MOST_BARS = 15
"""Bars that lie below each other on one slide, of all series together."""

_BAR_GAP = 50
"""Between the rows, in hundredths of a bar."""

_UNIT_SIZE, _TEXT_SIZE = 13, 13

Scale = tuple[float | None, float | None]
"""Where an axis begins and ends; None leaves it to PowerPoint, also when a figure is edited."""


def add_chart(deck: Deck, chart: Chart, name: str) -> None:
    """Add slides with a chart; one of many rows goes on, on the same scale, on the next."""
    parts = list(_parts(chart))
    for number, part in enumerate(parts, start=1):
        title = of_several(chart.title, number, len(parts))
        gaps = list(untold(part))
        page = deck.add(title, [chart.alt, *gaps, chart.source], name=name)
        page = put_source(put_sentence(page, chart.alt), *gaps, chart.source)
        unit = fit(chart.unit, page.room.width, _UNIT_SIZE * LINE, (_UNIT_SIZE,))
        page.fitted(page.room.first(unit.height), unit)
        if not (part.categories and part.series):
            continue
        shapes: Any = page.slide.shapes
        frame = shapes.add_chart(
            _KINDS[chart.form], *page.room.below(unit.height).places(), _data(part)
        )
        describe(frame, chart.title, chart.alt or chart.title)
        _dress(frame.chart, part, ends(chart) if len(parts) > 1 else (lowest(chart), None))
        _replace_workbook(frame.chart, part, deck)
        _set_language(frame.chart, deck.language)


def _parts(chart: Chart) -> Iterator[Chart]:
    """Yield the chart in parts of as many rows as a slide has room for; one that stands whole."""
    most = len(chart.categories)
    if chart.form in LYING:
        most = max(1, _MOST_BARS // max(1, len(chart.series)))
    for first in range(0, max(1, len(chart.categories)), max(1, most)):
        shown = slice(first, first + most)
        series = (replace(one, data=one.data[shown]) for one in chart.series)
        yield replace(chart, categories=chart.categories[shown], series=tuple(series))


def _data(chart: Chart) -> Any:
    rows = chart_rows(chart)
    # It has no types of its own.
    chart_data: Callable[..., Any] = CategoryChartData
    data = chart_data(number_format=number_format(rows.places))
    data.categories = [str(row[0]) for row in rows.rows]
    for place, series in enumerate(chart.series, start=1):
        values = (row[place] for row in rows.rows)
        data.add_series(series.name, [None if cell is None else float(cell) for cell in values])
    return data


def _replace_workbook(drawing: Drawing, chart: Chart, deck: Deck) -> None:
    """Put the pack's own workbook in: python-pptx's tells the day, and takes texts for formulas."""
    part: Any = drawing.part
    part.chart_workbook.update_from_xlsx_blob(chart_workbook(chart, created=deck.created))
    for place in drawing.element.iter(qn("c:f")):
        place.text = place.text.replace("Sheet1!", f"{DATA_SHEET}!")


def _set_language(drawing: Drawing, language: str) -> None:
    for style in drawing.element.iter(qn("a:defRPr"), qn("a:endParaRPr")):
        style.set("lang", language)
    own = drawing.element.makeelement(qn("c:lang"), {"val": language})
    drawing.element.find(qn("c:date1904")).addnext(own)


def _dress(drawing: Drawing, chart: Chart, scale: Scale) -> None:
    """Give a chart its colours, signs, labels and axes."""
    drawing.has_title = False
    drawing.font.size = Pt(_TEXT_SIZE)
    drawing.font.color.rgb = BLACK
    drawing.has_legend = len(chart.series) > 1
    if drawing.has_legend:
        drawing.legend.position = XL_LEGEND_POSITION.TOP
        drawing.legend.include_in_layout = False
    plot = drawing.plots[0]
    if chart.form == "lines":
        for drawn, series in zip(plot.series, chart.series, strict=True):
            _dress_line(drawn, series)
    else:
        plot.gap_width, plot.overlap = _BAR_GAP, 0
        for drawn, series in zip(plot.series, chart.series, strict=True):
            _dress_bars(drawn, series)
    places = chart_rows(chart).places
    if has_labels(chart):
        plot.has_data_labels = True
        labels = plot.data_labels
        labels.show_value = True
        labels.number_format = number_format(*axis_places(places))
        labels.number_format_is_linked = False
        labels.position = (
            XL_LABEL_POSITION.ABOVE if chart.form == "lines" else XL_LABEL_POSITION.OUTSIDE_END
        )
    _dress_axes(drawing, chart, places, scale)


def _dress_line(drawn: LineSeries, series: Series) -> None:
    look = look_of(series.role)
    drawn.smooth = False
    drawn.format.line.width = Pt(2.5)
    drawn.format.line.color.rgb = colour_of(look.edge)
    drawn.marker.style = _SIGNS.get(look.symbol, XL_MARKER_STYLE.X)
    drawn.marker.size = 9
    drawn.marker.format.fill.solid()
    drawn.marker.format.fill.fore_color.rgb = colour_of(look.fill)
    drawn.marker.format.line.color.rgb = colour_of(look.edge)


def _dress_bars(drawn: BarSeries, series: Series) -> None:
    look = look_of(series.role)
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = colour_of(look.fill)
    drawn.format.line.color.rgb = colour_of(look.edge)
    drawn.format.line.width = Pt(1.5)


def _dress_axes(drawing: Drawing, chart: Chart, places: int, scale: Scale) -> None:
    """Lay the axis of values on a scale; the rows of a lying chart run from the top."""
    values, names = drawing.value_axis, drawing.category_axis
    name_axis: Any = drawing.element.find(".//" + qn("c:catAx"))
    values.minimum_scale, values.maximum_scale = scale
    values.major_gridlines.format.line.color.rgb = colour_of(LIGHT.grid)
    values.format.line.fill.background()
    labels = values.tick_labels
    labels.number_format = number_format(*axis_places(places))
    labels.number_format_is_linked = False
    names.format.line.color.rgb = colour_of(LIGHT.axis)
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    skipped = name_axis.makeelement(qn("c:tickLblSkip"), {"val": str(names_skipped(chart))})
    name_axis.find(qn("c:lblOffset")).addnext(skipped)
    if chart.form in LYING:
        names.reverse_order = True
        # That turns the axis of values to the top too; "high" is its foot then.
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
