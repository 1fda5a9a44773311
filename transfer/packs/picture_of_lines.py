"""Lines along time: broken where nothing is reported, and named where they end."""

from collections.abc import Sequence

from domain.packs.content import Chart, Datum, Series
from texts import _
from transfer.packs.drawing import NOTE_SIZE, TEXT_SIZE, Drawing
from transfer.packs.lettering import text_width, wrapped
from transfer.packs.roles import line_paint_of, sign_of
from transfer.packs.scales import datum_text, is_range, spread
from transfer.packs.time_axis import (
    LINE,
    Plot,
    frame,
    last_told,
    picture_height,
    step_names,
    upright_range,
    zero_line,
)

_RANGES_APART = 11
_SIGN_ROOM = 28
"""Between a line's end and its name, where the line's sign is repeated."""

_MANY = 24
"""Steps beyond which signs of the usual size would touch."""


def lines(chart: Chart, width: float) -> str:
    """Return lines with a gap where nothing is reported; each ends in its value and its name."""
    drawing = Drawing(width)
    widest = min(width * 0.36, 208)
    ends = [_end_lines(chart, series, widest) for series in chart.series]
    room = max(text_width(line, TEXT_SIZE, 600) for end in ends for line in end)
    plot = frame(drawing, chart, right=room + (_SIGN_ROOM if len(chart.series) > 1 else 4))
    zero_line(drawing, plot)
    for series in chart.series:
        _run(drawing, plot, series)
    _draw_ranges(drawing, plot, chart)
    _write_ends(drawing, plot, chart, ends)
    return drawing.svg(picture_height(width))


def _run(drawing: Drawing, plot: Plot, series: Series) -> None:
    """Draw a line through neighbouring values, and a sign at each."""
    colour, size = line_paint_of(series.role), 9 if plot.steps <= _MANY else 6
    run: list[tuple[float, float]] = []
    for step, datum in enumerate((*series.data, Datum())):
        if datum.value is not None:
            run.append((plot.x(step), plot.y(float(datum.value))))
            continue
        if len(run) > 1:
            drawing.line(run, colour, width=3)
        for point in run:
            drawing.mark(sign_of(series.role), point, colour, size=size)
        run = []


def _draw_ranges(drawing: Drawing, plot: Plot, chart: Chart) -> None:
    """Draw protected values; those of one step stand beside each other, and one is labelled."""
    closed: list[tuple[int, float, float, Datum]] = []
    for step in range(plot.steps):
        there = [series for series in chart.series if is_range(series.data[step])]
        for place, series in enumerate(there):
            datum = series.data[step]
            x = plot.x(step) + (place - (len(there) - 1) / 2) * _RANGES_APART
            upright_range(drawing, plot, datum, x, series.role)
            if datum.high is not None and step != last_told(series):
                closed.append((step, plot.y(float(datum.high)), x, datum))
    if closed:
        # One tells what the strokes are: in the first month the one that reaches highest.
        _step, y, x, datum = min(closed, key=lambda each: each[:2])
        drawing.text((x, y - 14), datum_text(datum, chart), size=NOTE_SIZE, anchor="middle")


def _end_lines(chart: Chart, series: Series, room: float) -> list[str]:
    """Return what stands at a line's end: its newest value, of which step if not the last, name."""
    last = last_told(series)
    if last < 0:
        told = _("ej rapporterat")
    elif last == len(series.data) - 1:
        told = datum_text(series.data[last], chart)
    else:
        step = step_names(chart)[last][0]
        told = _("{value} i {month}").format(value=datum_text(series.data[last], chart), month=step)
    told = told.replace(" ", "\u00a0")
    whole = f"{told}\u00a0\u00a0{series.name}"
    if text_width(whole, TEXT_SIZE, 600) <= room:
        return [whole]
    return [told, *wrapped(series.name, room, TEXT_SIZE, 600, most=2)]


def _write_ends(drawing: Drawing, plot: Plot, chart: Chart, ends: Sequence[Sequence[str]]) -> None:
    """Write the lines' ends at the right, near where each line ends and clear of each other."""
    tallest = max(len(end) for end in ends)
    wanted = [_end_height(plot, series) - (tallest - 1) * LINE / 2 for series in chart.series]
    apart = LINE * tallest
    places = spread(wanted, apart=apart, lowest=plot.top, highest=plot.foot - apart + LINE / 2)
    for series, end, y in zip(chart.series, ends, places, strict=True):
        x = plot.right + 2
        if len(chart.series) > 1:
            x = plot.right + _SIGN_ROOM - 2
            drawing.mark(sign_of(series.role), (x - 12, y), line_paint_of(series.role), size=9)
        drawing.lines((x, y), end, apart=LINE, weight=600)


def _end_height(plot: Plot, series: Series) -> float:
    last = last_told(series)
    if last < 0:
        return plot.foot
    datum = series.data[last]
    if datum.value is not None:
        return plot.y(float(datum.value))
    high = plot.top if datum.high is None else plot.y(float(datum.high))
    return (plot.y(float(datum.low or 0)) + high) / 2
