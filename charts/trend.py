"""Lines over months, with their names at their ends and their missing months in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from plotly.graph_objects import Figure, Scatter

from charts.labels import (
    LINE_HEIGHT,
    bold,
    gap_bands,
    has_years,
    label,
    left_margin,
    month_axis,
    not_reported,
    plain,
    runs,
    spread,
    value_axis,
)
from charts.theme import Theme, base_layout, empty_figure
from texts import _
from texts.numbers import month_short, number

MANY_MONTHS = 24
_APART = 0.16
"""How far the ranges of different lines stand apart, in months."""

CHARACTER = 8
"""Pixels that a character of a label takes, a little more than the mean of the type."""


Range = tuple[int, int | None]
"""The least and the largest value that a protected count can have; None: no largest is known."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chart. A value of None is a month that was not reported: it is no zero.

    Where `ranges` has something for such a month it is protected: its value lies between two. With
    no upper one no largest value is known.
    """

    label: str
    values: tuple[float | None, ...]
    colour: str
    symbol: str = "circle"
    ranges: tuple[Range | None, ...] = ()

    @property
    def last(self) -> int | None:
        """The index of the last reported month, or None without any."""
        return next((i for i in reversed(range(len(self.values))) if self.is_reported(i)), None)

    def is_reported(self, index: int) -> bool:
        """Whether the month has a value."""
        return self.values[index] is not None

    def is_told(self, index: int) -> bool:
        """Whether the month has a value, or a range that it lies in."""
        return self.is_reported(index) or bool(self.ranges and self.ranges[index])


def monthly_trend(
    months: Sequence[date],
    lines: Sequence[Line],
    theme: Theme,
    *,
    compact: bool = False,
    height: int = 300,
    gap_word: str | None = None,
) -> Figure:
    """Return the months' values as lines, and protected ones as the ranges that they lie in.

    Args:
        months: first days of consecutive months, oldest first.
        lines: as many values each as there are months.
        theme: the reader's theme.
        compact: for a phone: labels lie above the last points, and there is no right margin.
        height: pixels.
        gap_word: what is said of months of which nothing is told; None: that nobody has reported.

    Raises:
        ValueError: A line has another count of values than there are months.
    """
    ends = [
        end for line in lines for each in line.ranges if each for end in each if end is not None
    ]
    values = [*_all_values(lines, len(months)), *ends]
    if not values:
        return empty_figure(_("Ingen månad är rapporterad än"), theme)
    axis = value_axis(values, theme)
    if compact:
        # Room for the label above a last point that is the highest.
        axis["range"][1] *= 1.12
    margin = {**_margin(months, lines, compact=compact), "l": left_margin(axis)}
    layout = base_layout(theme, height=height, margin=margin)
    layout.update(xaxis=month_axis(months, theme, compact=compact), yaxis=axis)
    missing = [not any(line.is_told(i) for line in lines) for i in range(len(months))]
    word = gap_word or not_reported()
    bands, words = gap_bands(runs(missing), len(months), theme, word=word, compact=compact)
    low, high = axis["range"]
    pixel = (high - low) / (height - margin["t"] - margin["b"])
    labels = _end_labels(months, lines, pixel=pixel, bounds=(low, high), compact=compact)
    layout.update(shapes=bands, annotations=[*words, *labels, *_first_label(lines)])
    strokes = _strokes(lines, high)
    return Figure([*(_trace(line) for line in lines), *strokes], layout)


def _all_values(lines: Sequence[Line], count: int) -> list[float]:
    if any(len(line.values) != count for line in lines):
        raise ValueError("Every line has one value for each month")
    ranges = [each for line in lines for each in line.ranges if each]
    ends = [end for each in ranges for end in each if end is not None]
    return [*(value for line in lines for value in line.values if value is not None), *ends]


def _trace(line: Line) -> Scatter:
    # Beyond two years the markers would touch and hide the line.
    size = 9 if len(line.values) <= MANY_MONTHS else 6
    return Scatter(
        x=list(range(len(line.values))),
        y=list(line.values),
        name=line.label,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line={"color": line.colour, "width": 3},
        marker={"color": line.colour, "size": size, "symbol": line.symbol, "opacity": 1},
    )


def _strokes(lines: Sequence[Line], top: float) -> list[Scatter]:
    return [
        _range_trace(line, place, len(lines), top)
        for place, line in enumerate(lines)
        if any(line.ranges)
    ]


def _range_trace(line: Line, place: int, count: int, top: float) -> Scatter:
    """Return a line's protected months as upright strokes from end to end, each by its own side."""
    beside = (place - (count - 1) / 2) * _APART
    xs: list[float | None] = []
    ys: list[float | None] = []
    told: list[str] = []
    for month, each in enumerate(line.ranges):
        if each and not line.is_reported(month):
            low, high = each
            words = _("minst {low}").format(low=number(low))
            if high is not None:
                words = _("mellan {low} och {high}").format(low=number(low), high=number(high))
            xs += [month + beside, month + beside, None]
            ys += [low, top if high is None else high, None]
            told += [words, words, ""]
    return Scatter(
        x=xs,
        y=ys,
        text=told,
        name=line.label,
        mode="lines+markers",
        hovertemplate="%{text}<extra></extra>",
        cliponaxis=False,
        line={"color": line.colour, "width": 2, "dash": "dot"},
        marker={"symbol": "line-ew", "size": 12, "line": {"color": line.colour, "width": 3}},
    )


def _margin(months: Sequence[date], lines: Sequence[Line], *, compact: bool) -> dict[str, int]:
    longest = max(len(line.label) for line in lines)
    right = 48 if longest == 0 else min(208, 48 + CHARACTER * longest)
    bottom = 28 + LINE_HEIGHT * has_years(months)
    return {"r": 4 if compact else right, "t": 26, "b": bottom}


def _end_labels(
    months: Sequence[date],
    lines: Sequence[Line],
    *,
    pixel: float,
    bounds: tuple[float, float],
    compact: bool,
) -> list[dict[str, Any]]:
    """Return each line's last value and name, where its last reported value lies."""
    low, high = bounds
    above = 16 * pixel if compact else 0
    wanted = [(_last_value(line) or 0) + above for line in lines]
    half = LINE_HEIGHT * pixel / 2
    places = spread(
        wanted, apart=2 * half, lowest=low + half, highest=high - half * compact, upward=compact
    )
    end = len(months) - 1
    if compact:
        place = {"x": end, "xanchor": "right", "xshift": 8}
    else:
        place = {"x": end, "xanchor": "left", "xshift": 9}
    return [
        label(_end_text(line, months, compact=compact), y=y, **place)
        for line, y in zip(lines, places, strict=True)
    ]


def _last_value(line: Line) -> float | None:
    return None if line.last is None else line.values[line.last]


def _end_text(line: Line, months: Sequence[date], *, compact: bool) -> str:
    value = _last_value(line)
    figure = bold("–" if value is None else _value_text(value))
    # A value that is not of the last month says so, or it would be read as the newest.
    if line.last is not None and line.last < len(months) - 1:
        month = month_short(months[line.last])
        figure = _("{value} i {month}").format(value=figure, month=month)
    if not line.label:
        return figure
    parts = (plain(line.label), figure) if compact else (figure, plain(line.label))
    return "\u00a0 ".join(parts)


def _first_label(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return the first value of a line that is alone and unnamed, to compare the last with."""
    if len(lines) != 1 or lines[0].label:
        return []
    values = lines[0].values
    first = next((i for i in range(len(values)) if lines[0].is_reported(i)), None)
    if first is None:
        return []
    value = values[first]
    if value is None or first == lines[0].last:
        return []
    return [label(_value_text(value), first, value, yanchor="bottom", yshift=7)]


def _value_text(value: float) -> str:
    return number(value, 0 if value == int(value) else 1)
