"""Lines over months, with their names at their ends; missing and protected months in the open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from plotly.graph_objects import Figure, Scatter

from charts.labels import (
    LINE_HEIGHT,
    PHONE_WIDTH,
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
from charts.ranges import Span, Stroke, first_span, hover_layout, stroke_trace, strokes
from charts.theme import Theme, base_layout, empty_figure
from domain.activities import Mark
from texts import _
from texts.numbers import month_short, number

MANY_MONTHS = 24
"""Beyond two years larger signs would touch and hide the line."""

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
        """The index of the last month that is told, or None without any."""
        return next((i for i in reversed(range(len(self.values))) if self.is_told(i)), None)

    def is_reported(self, index: int) -> bool:
        """Whether the month has a value."""
        return self.values[index] is not None

    def is_told(self, index: int) -> bool:
        """Whether the month has a value, or a range that it lies in."""
        return self.is_reported(index) or self.span(index) is not None

    def span(self, index: int) -> Span | None:
        """Return what is drawn of a protected month, or None where the month has a value."""
        ends = self.ranges[index] if self.ranges else None
        return None if ends is None or self.is_reported(index) else Span(*ends)


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
        lines: as many values each as there are months, and as many ranges, or none.
        theme: the reader's theme.
        compact: for a phone: labels lie above the last points, and there is no right margin.
        height: pixels.
        gap_word: what is said of months of which nothing is told; None: that nobody has reported.

    Raises:
        ValueError: A line has another count of values or ranges than there are months.
    """
    values = _all_values(lines, len(months))
    if not values:
        return empty_figure(_("Ingen månad är rapporterad än"), theme)
    axis, top = _value_axis(values, theme, compact=compact)
    margin = {**_margin(months, lines, compact=compact), "l": left_margin(axis)}
    layout = base_layout(theme, height=height, margin=margin)
    layout |= {"xaxis": month_axis(months, theme, compact=compact), "yaxis": axis}
    shown = list(strokes([[line.span(i) for i in range(len(months))] for line in lines]))
    bands, words = _gaps(months, lines, theme, word=gap_word, compact=compact)
    words += [
        *_end_labels(months, lines, shown, layout, top=top, compact=compact),
        *_first_label(lines),
        *first_span([each for each in shown if each.month != lines[each.line].last]),
    ]
    layout.update(shapes=bands, annotations=words, **(hover_layout(theme) if shown else {}))
    return Figure([*_stroke_traces(lines, shown, top, theme), *map(_trace, lines)], layout)


def _value_axis(
    values: Sequence[float], theme: Theme, *, compact: bool
) -> tuple[dict[str, Any], float]:
    """Return the axis, and where it would end without labels above the last points."""
    axis = value_axis(values, theme)
    top = axis["range"][1]
    if compact:
        # Room for the label above a last point that is the highest.
        axis["range"][1] *= 1.12
    return axis, top


def _gaps(
    months: Sequence[date], lines: Sequence[Line], theme: Theme, *, word: str | None, compact: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the bands of the months of which no line tells anything, and the words on them."""
    missing = [not any(line.is_told(i) for line in lines) for i in range(len(months))]
    return gap_bands(
        runs(missing), len(months), theme, word=word or not_reported(), compact=compact
    )


def _all_values(lines: Sequence[Line], count: int) -> list[float]:
    if any(len(line.values) != count for line in lines):
        raise ValueError("Every line has one value for each month")
    if any(len(line.ranges) not in {0, count} for line in lines):
        raise ValueError("Every line has one range for each month, or none at all")
    spans = [line.span(i) for line in lines for i in range(count)]
    ends = [end for each in spans if each for end in (each.low, each.high) if end is not None]
    return [*(value for line in lines for value in line.values if value is not None), *ends]


def _stroke_traces(
    lines: Sequence[Line], shown: Sequence[Stroke], top: float, theme: Theme
) -> list[Scatter]:
    """Return the strokes of every line that has some. Points that are drawn later lie on them."""
    own = [[each for each in shown if each.line == index] for index in range(len(lines))]
    return [
        stroke_trace(
            each,
            theme,
            name=plain(line.label),
            colour=line.colour,
            symbol=line.symbol,
            top=top,
            size=_sign_size(line) - 2,
        )
        for line, each in zip(lines, own, strict=True)
        if each
    ]


def _trace(line: Line) -> Scatter:
    return Scatter(
        x=list(range(len(line.values))),
        y=list(line.values),
        name=line.label,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line={"color": line.colour, "width": 3},
        marker={
            "color": line.colour,
            "size": _sign_size(line),
            "symbol": line.symbol,
            "opacity": 1,
        },
        hoverinfo="skip",
    )


def _sign_size(line: Line) -> int:
    return 9 if len(line.values) <= MANY_MONTHS else 6


def _margin(months: Sequence[date], lines: Sequence[Line], *, compact: bool) -> dict[str, int]:
    longest = max(len(line.label) + len(_newest(line, months, str)) for line in lines)
    right = min(208, max(48, 24 + CHARACTER * longest))
    bottom = 28 + LINE_HEIGHT * has_years(months)
    return {"r": 4 if compact else right, "t": 26, "b": bottom}


def _end_labels(
    months: Sequence[date],
    lines: Sequence[Line],
    shown: Sequence[Stroke],
    layout: Mapping[str, Any],
    *,
    top: float,
    compact: bool,
) -> list[dict[str, Any]]:
    """Return each line's newest value or range and its name, where that lies."""
    low, high = layout["yaxis"]["range"]
    pixel = (high - low) / (layout["height"] - layout["margin"]["t"] - layout["margin"]["b"])
    texts = [_end_text(line, months, compact=compact) for line in lines]
    if compact:
        wanted = [
            _highest_under(line, text, top) + 16 * pixel
            for line, text in zip(lines, texts, strict=True)
        ]
    else:
        wanted = [_end_place(line, top) for line in lines]
    half = LINE_HEIGHT * pixel / 2
    places = spread(
        wanted, apart=2 * half, lowest=low + half, highest=high - half * compact, upward=compact
    )
    end = len(months) - 1
    if compact:
        place = {"x": end, "xanchor": "right", "xshift": 8}
    else:
        # Beside all that is drawn of the last month.
        end_x = max([end, *(each.x for each in shown if each.month == end)])
        place = {"x": end_x, "xanchor": "left", "xshift": 9}
    return [label(text, y=y, **place) for text, y in zip(texts, places, strict=True)]


def _end_place(line: Line, top: float) -> float:
    if line.last is None:
        return 0
    span = line.span(line.last)
    return (line.values[line.last] or 0) if span is None else (span.low + span.end(top)) / 2


def _highest_under(line: Line, text: str, top: float) -> float:
    """Return how high a line reaches in the last months, above which its label lies on a phone."""
    count = len(line.values)
    letters = len(text) - len(bold(""))
    covered = ceil(letters * CHARACTER * count / PHONE_WIDTH)
    spans = [line.span(i) for i in range(count)]
    heights = [
        span.end(top) if span else value or 0
        for value, span in zip(line.values, spans, strict=True)
    ]
    return max(heights[-covered:])


def _newest(line: Line, months: Sequence[date], write: Callable[[str], str]) -> str:
    """Return a line's newest value or range; one that is not of the last month says its month.

    It would be read as the newest of all else.
    """
    if line.last is None:
        return write(Mark.MISSING.value)
    value, span = line.values[line.last], line.span(line.last)
    figure = write(span.text if span else _value_text(value or 0))
    if line.last == len(months) - 1:
        return figure
    return _("{value} i {month}").format(value=figure, month=month_short(months[line.last]))


def _end_text(line: Line, months: Sequence[date], *, compact: bool) -> str:
    figure = _newest(line, months, bold)
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
