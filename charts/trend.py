"""Lines over months, with their names at their ends and their missing months in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from plotly.graph_objects import Bar, Figure, Scatter

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
    unit_note,
    value_axis,
)
from charts.theme import NOTE_SIZE, Theme, base_layout, empty_figure
from texts import _
from texts.numbers import million_kronor, month_short, number

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
    bands, words = gap_bands(
        runs(missing), len(months), theme, word=gap_word or not_reported(), compact=compact
    )
    low, high = axis["range"]
    pixel = (high - low) / (height - margin["t"] - margin["b"])
    labels = _end_labels(months, lines, pixel=pixel, bounds=(low, high), compact=compact)
    layout.update(shapes=bands, annotations=[*words, *labels, *_first_label(lines)])
    strokes = [
        _range_trace(line, place, len(lines), high)
        for place, line in enumerate(lines)
        if any(line.ranges)
    ]
    return Figure([*(_trace(line) for line in lines), *strokes], layout)


def outcome_by_month(
    months: Sequence[date],
    budget_by_month: Sequence[Decimal] | None,
    outcome: Sequence[Decimal | None],
    theme: Theme,
    *,
    compact: bool = False,
) -> Figure:
    """Return each month's outcome as a bar, and the budget's even pace as a dashed step.

    Args:
        months: first days of consecutive months, oldest first.
        budget_by_month: SEK a month, one for each month, or None where there is no budget.
        outcome: SEK, one for each month; None is a month that the ledger does not cover.
        theme: the reader's theme.
        compact: for a phone: the pace is named above the plot.

    Raises:
        ValueError: The counts of months, budgets and outcomes differ.
    """
    budget = list(budget_by_month or ())
    if len(outcome) != len(months) or (budget and len(budget) != len(months)):
        raise ValueError("Every month has one outcome, and one budget if there are any")
    if not months or (not budget and all(amount is None for amount in outcome)):
        return empty_figure(_("Ingen månad är bokförd än"), theme)
    booked = [None if amount is None else float(amount / 1_000_000) for amount in outcome]
    paces = [float(amount / 1_000_000) for amount in budget]
    axis = value_axis([amount for amount in (*booked, *paces) if amount is not None], theme)
    top = 26 + LINE_HEIGHT * (compact and bool(budget))
    bottom = 28 + LINE_HEIGHT * has_years(months)
    margin = {"l": left_margin(axis), "r": 4 if compact else 112, "t": top, "b": bottom}
    layout = base_layout(theme, height=280, margin=margin)
    layout.update(xaxis=month_axis(months, theme, compact=compact), yaxis=axis)
    bands, words = _unbooked(outcome, theme, compact=compact)
    traces = [_bars_of_months(booked, theme, compact=compact)]
    if budget:
        traces.append(_pace_steps(paces, theme))
        words.append(_pace_label(budget[-1], len(months), compact=compact))
    layout.update(shapes=bands, annotations=[unit_note(theme, margin["l"]), *words])
    return Figure(traces, layout)


def _all_values(lines: Sequence[Line], count: int) -> list[float]:
    if any(len(line.values) != count for line in lines):
        raise ValueError("Every line has one value for each month")
    return [value for line in lines for value in line.values if value is not None]


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


def _unbooked(
    outcome: Sequence[Decimal | None], theme: Theme, *, compact: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    gaps = runs([amount is None for amount in outcome])
    return gap_bands(gaps, len(outcome), theme, word=_("ej bokfört"), compact=compact)


def _bars_of_months(booked: Sequence[float | None], theme: Theme, *, compact: bool) -> Bar:
    # Beyond a dozen bars, half on a phone, the figures would touch; then the axis has to do.
    is_told = len(booked) <= (6 if compact else 12)
    texts = ["" if amount is None else number(amount, 1) for amount in booked]
    return Bar(
        x=list(range(len(booked))),
        y=list(booked),
        name="outcome",
        width=0.62,
        cliponaxis=False,
        marker={"color": theme.money, "line": {"width": 0}, "opacity": 1},
        **({"text": texts, "textposition": "outside"} if is_told else {}),
        textfont={"size": NOTE_SIZE, "color": theme.text},
    )


def _pace_steps(paces: Sequence[float], theme: Theme) -> Scatter:
    # The first and last month are drawn to their outer edges, as every other is.
    return Scatter(
        x=[-0.5, *range(len(paces)), len(paces) - 0.5],
        y=[paces[0], *paces, paces[-1]],
        name="budget",
        mode="lines",
        line={"color": theme.text, "width": 2, "dash": "dash", "shape": "hvh"},
    )


def _pace_label(last: Decimal, count: int, *, compact: bool) -> dict[str, Any]:
    amount = million_kronor(last)
    if compact:
        text = _("Streckad linje: jämn takt, {amount}").format(amount=amount)
        place = {"xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": "bottom"}
        return label(text, 1, 1, yshift=LINE_HEIGHT, **place)
    text = f"{_('Jämn takt')}<br>{bold(amount)}"
    return label(text, count - 0.5, float(last / 1_000_000), xanchor="left", xshift=8, align="left")
