"""Columns that stand and lines that run, along months or other steps of time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.packs.content import Chart, Datum, Series
from texts import _
from texts.numbers import month_short
from transfer.packs.drawing import NOTE_SIZE, TEXT_SIZE, Drawing
from transfer.packs.lettering import text_width, wrapped
from transfer.packs.roles import line_paint_of, paint_of, sign_of
from transfer.packs.scales import (
    Scale,
    datum_text,
    is_missing,
    is_range,
    scale_of,
    spread,
    tick_text,
)

_HEIGHT = 300
_HEIGHT_NARROW = 270
_NARROW = 520
_TOP = 44
"""Room for the unit, and below it for what is said of months without a report."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_LINE = 18
_COLUMN_SHARE = 0.62
_RANGES_APART = 11
_MANY = 24
"""Steps beyond which signs of the usual size would touch."""


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where values are drawn, in pixels, and how many steps of time there are."""

    left: float
    right: float
    top: float
    foot: float
    steps: int
    scale: Scale

    @property
    def slot(self) -> float:
        return (self.right - self.left) / self.steps

    def x(self, step: float) -> float:
        return self.left + self.slot * (step + 0.5)

    def y(self, value: float) -> float:
        return self.foot - (self.foot - self.top) * self.scale.share(value)


def columns(chart: Chart, width: float) -> str:
    """Return standing columns, each with its value where there is room for all of them."""
    drawing = Drawing(width)
    plot = _frame(drawing, chart, right=4)
    _names_above(drawing, chart)
    wide = plot.slot * _COLUMN_SHARE / len(chart.series)
    labels = [text_width(_label(chart, each), NOTE_SIZE) for s in chart.series for each in s.data]
    has_room = max(labels) <= plot.slot / len(chart.series) - 2
    for place, series in enumerate(chart.series):
        for step, datum in enumerate(series.data):
            x = plot.x(step) + (place - (len(chart.series) - 1) / 2) * wide
            is_last = step == _last_told(series)
            _column(drawing, plot, series.role, datum, (x, wide))
            if not is_missing(datum) and (has_room or is_last):
                _label_column(drawing, plot, chart, datum, x)
    _zero_line(drawing, plot)
    return drawing.svg(_height(width))


def lines(chart: Chart, width: float) -> str:
    """Return lines with a gap where nothing is reported; each ends in its value and its name."""
    drawing = Drawing(width)
    widest = min(width * 0.36, 208)
    ends = [_end_lines(chart, series, widest) for series in chart.series]
    room = max(text_width(line, TEXT_SIZE, 600) for end in ends for line in end)
    plot = _frame(drawing, chart, right=room + 22)
    _zero_line(drawing, plot)
    for series in chart.series:
        _run(drawing, plot, series)
    _draw_ranges(drawing, plot, chart)
    _write_ends(drawing, plot, chart, ends)
    return drawing.svg(_height(width))


def _height(width: float) -> float:
    return _HEIGHT if width >= _NARROW else _HEIGHT_NARROW


def _frame(drawing: Drawing, chart: Chart, *, right: float) -> _Plot:
    """Draw what values are read against, and return where they are to be drawn."""
    scale = scale_of(chart)
    ticks = {tick: tick_text(tick, scale) for tick in scale.ticks}
    left = 10 + max(text_width(text, TEXT_SIZE) for text in ticks.values())
    foot = _height(drawing.width) - 14 - _LINE * _lines_of_names(chart)
    plot = _Plot(left, drawing.width - right, _TOP, foot, len(chart.categories), scale)
    drawing.text((0, 8), chart.unit, size=NOTE_SIZE)
    for tick, text in ticks.items():
        drawing.line([(plot.left, plot.y(tick)), (plot.right, plot.y(tick))], "grid")
        drawing.text((plot.left - 8, plot.y(tick)), text, anchor="end")
    _bands(drawing, plot, chart)
    _write_steps(drawing, plot, chart)
    return plot


def _zero_line(drawing: Drawing, plot: _Plot) -> None:
    drawing.line([(plot.left, plot.y(0)), (plot.right, plot.y(0))], "axis")


def _bands(drawing: Drawing, plot: _Plot, chart: Chart) -> None:
    """Draw a band over each run of steps of which nothing is told, and say so where it fits."""
    word = _("ej rapporterat")
    half = text_width(word, NOTE_SIZE) / 2
    clear_from = 0.0
    for first, last in _gaps(chart):
        left, right = plot.x(first - 0.5), plot.x(last + 0.5)
        drawing.box((left, plot.top), (right - left, plot.foot - plot.top), fill="grid")
        x = min(max((left + right) / 2, half), drawing.width - half)
        if x - half >= clear_from:
            drawing.text((x, plot.top - 12), word, size=NOTE_SIZE, anchor="middle")
            clear_from = x + half + 8


def _gaps(chart: Chart) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    for step in range(len(chart.categories)):
        if any(not is_missing(series.data[step]) for series in chart.series):
            continue
        if gaps and gaps[-1][1] == step - 1:
            gaps[-1] = (gaps[-1][0], step)
        else:
            gaps.append((step, step))
    return gaps


def _months(chart: Chart) -> list[date] | None:
    """Return the steps as months, or None where they are something else."""
    found = [_MONTH.fullmatch(category) for category in chart.categories]
    try:
        return [date(int(each[1]), int(each[2]), 1) for each in found if each]
    except ValueError:
        return None


def _step_names(chart: Chart, room: float) -> list[list[str]]:
    """Return each step's name as lines; a month has its year below where that begins."""
    months = _months(chart)
    if not months or len(months) != len(chart.categories):
        return [wrapped(name, room, TEXT_SIZE, most=2) for name in chart.categories]
    years = {month.year for month in months}
    return [
        [month_short(month), str(month.year)]
        if len(years) > 1 and (place == 0 or month.month == 1)
        else [month_short(month)]
        for place, month in enumerate(months)
    ]


def _lines_of_names(chart: Chart) -> int:
    return max(len(lines) for lines in _step_names(chart, 90))


def _write_steps(drawing: Drawing, plot: _Plot, chart: Chart) -> None:
    """Write the steps' names below: every one, or as many as stand clear, a year's first kept."""
    names = _step_names(chart, 90)
    half_widths = [max(text_width(line, TEXT_SIZE) for line in name) / 2 for name in names]
    every = next(
        every
        for every in (1, 2, 3, 4, 6, 12, len(names))
        if every * plot.slot >= 2 * max(half_widths) + 6 or every >= len(names)
    )
    # Counted from the first January, so that years begin with a name.
    start = next((place for place, name in enumerate(names) if place and len(name) > 1), 0)
    for place, name in enumerate(names):
        if (place - start) % every:
            continue
        x = min(plot.x(place), drawing.width - half_widths[place])
        drawing.lines((x, plot.foot + 16), name, apart=_LINE, anchor="middle")


def _names_above(drawing: Drawing, chart: Chart) -> None:
    """Name the series of columns, where there are several, each beside its sign."""
    if len(chart.series) == 1:
        return
    x = text_width(chart.unit, NOTE_SIZE) + 24
    for series in chart.series:
        drawing.box((x, 2), (12, 12), fill=paint_of(series.role), edge="axis")
        drawing.text((x + 18, 8), series.name, size=NOTE_SIZE)
        x += text_width(series.name, NOTE_SIZE) + 40


def _label(chart: Chart, datum: Datum) -> str:
    return "" if is_missing(datum) else datum_text(datum, chart)


def _column(
    drawing: Drawing, plot: _Plot, role: str, datum: Datum, place: tuple[float, float]
) -> None:
    x, wide = place
    if is_range(datum):
        _range(drawing, plot, datum, x, role)
    elif datum.value is not None:
        y, zero = plot.y(float(datum.value)), plot.y(0)
        drawing.box(
            (x - wide / 2, min(y, zero)),
            (wide, abs(y - zero)),
            fill=paint_of(role),
            edge="axis" if role == "rest" else None,
        )


def _label_column(drawing: Drawing, plot: _Plot, chart: Chart, datum: Datum, x: float) -> None:
    value = float(datum.value if datum.value is not None else datum.high or 0)
    end = plot.top if is_range(datum) and datum.high is None else plot.y(value)
    y = end + 11 if value < 0 else end - 11
    drawing.text((x, y), _label(chart, datum), size=NOTE_SIZE, weight=600, anchor="middle")


def _last_told(series: Series) -> int:
    """Return the last step of which something is told, or -1 without any."""
    told = (place for place, datum in enumerate(series.data) if not is_missing(datum))
    return max(told, default=-1)


def _run(drawing: Drawing, plot: _Plot, series: Series) -> None:
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


def _draw_ranges(drawing: Drawing, plot: _Plot, chart: Chart) -> None:
    """Draw protected values; those of one step stand beside each other, and one is labelled."""
    is_labelled = False
    for step in range(plot.steps):
        there = [series for series in chart.series if is_range(series.data[step])]
        for place, series in enumerate(there):
            datum = series.data[step]
            beside = (place - (len(there) - 1) / 2) * _RANGES_APART
            _range(drawing, plot, datum, plot.x(step) + beside, series.role)
            if is_labelled or datum.high is None or step == _last_told(series):
                continue
            at = (plot.x(step) + beside, plot.y(float(datum.high)) - 14)
            drawing.text(at, datum_text(datum, chart), size=NOTE_SIZE, anchor="middle")
            is_labelled = True


def _range(drawing: Drawing, plot: _Plot, datum: Datum, x: float, role: str) -> None:
    """Draw between which values a protected one lies, with an arrow where no largest is known."""
    colour, sign = line_paint_of(role), sign_of(role)
    low = plot.y(float(datum.low or 0))
    high = plot.top if datum.high is None else plot.y(float(datum.high))
    drawing.line([(x, low), (x, high)], colour, width=2)
    if datum.high is None:
        drawing.mark("arrow-up", (x, high + 4), colour, size=11)
    else:
        drawing.mark(sign, (x, high), colour, size=8, is_hollow=True)
    drawing.mark(sign, (x, low), colour, size=8, is_hollow=True)


def _end_lines(chart: Chart, series: Series, room: float) -> list[str]:
    """Return what stands at a line's end: its newest value, of which step if not the last, name."""
    last = _last_told(series)
    if last < 0:
        told = _("ej rapporterat")
    elif last == len(series.data) - 1:
        told = datum_text(series.data[last], chart)
    else:
        step = _step_names(chart, 90)[last][0]
        told = _("{value} i {month}").format(value=datum_text(series.data[last], chart), month=step)
    told = told.replace(" ", "\u00a0")
    return wrapped(f"{told}\u00a0\u00a0{series.name}", room, TEXT_SIZE, 600, most=3)


def _write_ends(drawing: Drawing, plot: _Plot, chart: Chart, ends: Sequence[Sequence[str]]) -> None:
    """Write the lines' ends at the right, near where each line ends and clear of each other."""
    tallest = max(len(end) for end in ends)
    wanted = [_end_height(plot, series) - (tallest - 1) * _LINE / 2 for series in chart.series]
    apart = _LINE * tallest
    places = spread(wanted, apart=apart, lowest=plot.top, highest=plot.foot - apart + _LINE / 2)
    for series, end, y in zip(chart.series, ends, places, strict=True):
        x = plot.right + 6
        sign = sign_of(series.role)
        drawing.mark(sign, (x, y), line_paint_of(series.role), size=9)
        drawing.lines((x + 12, y), end, apart=_LINE, weight=600)


def _end_height(plot: _Plot, series: Series) -> float:
    last = _last_told(series)
    if last < 0:
        return plot.foot
    datum = series.data[last]
    if datum.value is not None:
        return plot.y(float(datum.value))
    high = plot.top if datum.high is None else plot.y(float(datum.high))
    return (plot.y(float(datum.low or 0)) + high) / 2
