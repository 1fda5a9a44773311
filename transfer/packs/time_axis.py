"""What columns and lines are read against: a value axis, steps of time, and bands for silence."""

import re
from dataclasses import dataclass
from datetime import date

from domain.packs.content import Chart, Datum, Series
from texts import _
from texts.numbers import month_short
from transfer.packs.drawing import NOTE_SIZE, TEXT_SIZE, Drawing
from transfer.packs.lettering import text_width, wrapped
from transfer.packs.roles import line_paint_of, sign_of
from transfer.packs.scales import Scale, is_missing, scale_of, tick_text

LINE = 18
"""Pixels from a line of text to the next."""

_HEIGHT = 300
_HEIGHT_NARROW = 270
_NARROW = 520
_TOP = 44
"""Room for the unit, and below it for what is said of months without a report."""

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_NAME_ROOM = 90
"""Pixels of a line of a step's name, where that is no month."""


@dataclass(frozen=True, slots=True)
class Plot:
    """Where values are drawn, in pixels, and how many steps of time there are."""

    left: float
    right: float
    top: float
    foot: float
    steps: int
    scale: Scale

    @property
    def slot(self) -> float:
        """The width of a step."""
        return (self.right - self.left) / self.steps

    def x(self, step: float) -> float:
        """Return where the middle of a step is, the first being 0."""
        return self.left + self.slot * (step + 0.5)

    def y(self, value: float) -> float:
        """Return how far down a value lies."""
        return self.foot - (self.foot - self.top) * self.scale.share(value)


def picture_height(width: float) -> float:
    """Return how high a picture of a width is, in pixels."""
    return _HEIGHT if width >= _NARROW else _HEIGHT_NARROW


def frame(drawing: Drawing, chart: Chart, *, right: float) -> Plot:
    """Draw what values are read against, and return where they are to be drawn."""
    scale = scale_of(chart)
    ticks = {tick: tick_text(tick, scale) for tick in scale.ticks}
    left = 10 + max(text_width(text, TEXT_SIZE) for text in ticks.values())
    foot = picture_height(drawing.width) - 14 - LINE * _lines_of_names(chart)
    plot = Plot(left, drawing.width - right, _TOP, foot, len(chart.categories), scale)
    drawing.text((0, 8), chart.unit, size=NOTE_SIZE)
    for tick, text in ticks.items():
        drawing.line([(plot.left, plot.y(tick)), (plot.right, plot.y(tick))], "grid")
        drawing.text((plot.left - 8, plot.y(tick)), text, anchor="end")
    _bands(drawing, plot, chart)
    _write_steps(drawing, plot, chart)
    return plot


def zero_line(drawing: Drawing, plot: Plot) -> None:
    """Draw the line of zero, above what is drawn already."""
    drawing.line([(plot.left, plot.y(0)), (plot.right, plot.y(0))], "axis")


def upright_range(drawing: Drawing, plot: Plot, datum: Datum, x: float, role: str) -> None:
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


def last_told(series: Series) -> int:
    """Return the last step of which something is told, or -1 without any."""
    told = (place for place, datum in enumerate(series.data) if not is_missing(datum))
    return max(told, default=-1)


def is_gap(chart: Chart, step: int) -> bool:
    """Whether nothing at all is told of a step."""
    return all(is_missing(series.data[step]) for series in chart.series)


def step_names(chart: Chart) -> list[list[str]]:
    """Return each step's name as lines; a month has its year below where that begins."""
    months = _months(chart)
    if not months or len(months) != len(chart.categories):
        return [wrapped(name, _NAME_ROOM, TEXT_SIZE, most=2) for name in chart.categories]
    years = {month.year for month in months}
    return [
        [month_short(month), str(month.year)]
        if len(years) > 1 and (place == 0 or month.month == 1)
        else [month_short(month)]
        for place, month in enumerate(months)
    ]


def _bands(drawing: Drawing, plot: Plot, chart: Chart) -> None:
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
        if not is_gap(chart, step):
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


def _lines_of_names(chart: Chart) -> int:
    return max(len(lines) for lines in step_names(chart))


def _write_steps(drawing: Drawing, plot: Plot, chart: Chart) -> None:
    """Write the steps' names below: every one, or as many as stand clear, a year's first kept."""
    names = step_names(chart)
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
        drawing.lines((x, plot.foot + 16), name, apart=LINE, anchor="middle")
