"""Where a chart's words go: direct labels that never collide, and texts of the axes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from math import ceil, floor, log10
from typing import Any

from charts.theme import NOTE_SIZE, Theme
from texts import _
from texts.numbers import month_short, number

LINE_HEIGHT = 20
"""Pixels that a line of chart text takes."""

PHONE_WIDTH = 300
"""Pixels of a plot on a phone."""

MOST_TICKS = 5
LEAST_SPAN = 1e-6
MONTH_STEPS = (1, 2, 3, 6, 12)


def spread(
    wanted: Sequence[float], *, apart: float, lowest: float, highest: float, upward: bool = False
) -> tuple[float, ...]:
    """Return places for labels, as near as possible to those wanted, in the order given.

    The places keep the order of those wanted, lie at least `apart` from each other and between
    the bounds. Where that is more than there is room for, they share the room evenly. `upward`
    moves labels up only, as far as the bounds let it, so that none covers what it stands above.

    Source: least squares under an order is isotonic regression, here by pooling adjacent
    violators; bounds are met by clipping (Barlow et al. 1972, Statistical Inference under Order
    Restrictions).
    """
    if not wanted:
        return ()
    steps = len(wanted) - 1
    if steps:
        apart = min(apart, (highest - lowest) / steps)
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    # With each place's share of the distance taken away, all that is left is to keep the order.
    pools: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        mean, count = wanted[index] - rank * apart, 1
        while pools and pools[-1][0] > mean:
            before, size = pools.pop()
            if upward:
                mean = before
            mean = (before * size + mean * count) / (size + count)
            count += size
        pools.append((mean, count))
    base = [mean for mean, count in pools for _rank in range(count)]
    top = max(lowest, highest - steps * apart)
    places = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        places[index] = min(max(base[rank], lowest), top) + rank * apart
    return tuple(places)


def ticks(lowest: float, highest: float) -> tuple[float, ...]:
    """Return at most five even, round values around zero and both bounds.

    Steps are 1, 2 or 5 times a power of ten, 25 and its tenfolds, and 3, which divides a dozen.
    """
    lowest, highest = min(0.0, lowest), max(0.0, highest)
    if highest - lowest < LEAST_SPAN:
        return (0.0, 1.0)
    exponent = floor(log10((highest - lowest) / MOST_TICKS))
    for step in _round_steps(exponent):
        first, last = floor(lowest / step), ceil(highest / step)
        if last - first < MOST_TICKS:
            return tuple(round(count * step, 9) for count in range(first, last + 1))
    raise AssertionError("Some step is always wide enough")


def tick_texts(values: Sequence[float]) -> list[str]:
    """Return the texts of an axis, all with as many decimals as the finest needs."""
    decimals = next(
        (few for few in range(6) if all(round(value, few) == value for value in values)), 6
    )
    return [number(value, decimals if value else 0) for value in values]


def value_axis(values: Sequence[float], theme: Theme) -> dict[str, Any]:
    """Return a y axis from zero, with its own round ticks and some air above the highest."""
    places = ticks(min(values, default=0), max(values, default=0))
    top = places[-1] + 0.08 * (places[-1] - places[0])
    return {
        "range": [places[0], top],
        "tickvals": list(places),
        "ticktext": tick_texts(places),
        "ticklabelstandoff": 6,
        "gridcolor": theme.grid,
        "zeroline": True,
        "zerolinecolor": theme.axis,
        "fixedrange": True,
    }


def left_margin(axis: Mapping[str, Any]) -> int:
    """Return the pixels that the texts of a y axis need."""
    return 16 + 8 * max(len(text) for text in axis["ticktext"])


def month_ticks(months: Sequence[date], *, most: int) -> list[tuple[int, str]]:
    """Return which months are named on an axis, as (index, text), at most `most` or nearly so.

    Months are thinned to even parts of the calendar year. Where there is more than one year, the
    first named month of each year carries it on a line of its own.
    """
    if not months:
        return []
    step = next((step for step in MONTH_STEPS if len(months) <= step * most), MONTH_STEPS[-1])
    named = [index for index, month in enumerate(months) if (month.month - 1) % step == 0]
    shows_year = len({month.year for month in months}) > 1
    texts = []
    year = None
    for index in named or [0]:
        month = months[index]
        is_new = shows_year and month.year != year
        texts.append(
            (index, f"{month_short(month)}<br>{month.year}" if is_new else month_short(month))
        )
        year = month.year
    return texts


def month_axis(months: Sequence[date], theme: Theme, *, compact: bool) -> dict[str, Any]:
    """Return an x axis on which month number i lies at i."""
    named = month_ticks(months, most=5 if compact else 11)
    return {
        "range": [-0.5, len(months) - 0.5],
        "tickvals": [index for index, _text in named],
        "ticktext": [text for _index, text in named],
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "linecolor": theme.axis,
        "fixedrange": True,
    }


def has_years(months: Sequence[date]) -> bool:
    """Whether the months' axis needs a second line of text, for the years."""
    return len({month.year for month in months}) > 1


def runs(marked: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the first and last index of every unbroken run of what is marked."""
    starts = [i for i, is_in in enumerate(marked) if is_in and not (i and marked[i - 1])]
    ends = [i for i, is_in in enumerate(marked) if is_in and not any(marked[i + 1 : i + 2])]
    return list(zip(starts, ends, strict=True))


def gap_bands(
    gaps: Sequence[tuple[int, int]], count: int, theme: Theme, *, word: str, compact: bool
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the grey bands over months without values, and the word above them.

    Args:
        gaps: first and last index of each run of months.
        count: how many months the axis has.
        theme: the reader's theme.
        word: what the bands mean.
        compact: whether the plot is a phone's.
    """
    shapes = [
        {
            "type": "rect",
            "layer": "below",
            "line": {"width": 0},
            "fillcolor": theme.grid,
            "x0": first - 0.5,
            "x1": last + 0.5,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
        }
        for first, last in gaps
    ]
    centres = [(first + last) / 2 for first, last in gaps]
    # A word takes some 95 of the pixels of a phone, or of the 440 of half a page.
    room = count * 95 / (PHONE_WIDTH if compact else 440)
    words = [
        note(word, _kept_inside(centre, count, room), 1, theme, yref="paper", yanchor="bottom")
        for centre in _kept_apart(centres, room)
    ]
    return shapes, words


def note(text: str, x: Any, y: Any, theme: Theme, **place: Any) -> dict[str, Any]:
    """Return a small text at a place, without an arrow."""
    font = {"size": NOTE_SIZE, "color": theme.text}
    return {"text": text, "x": x, "y": y, "showarrow": False, "font": font, **place}


def label(text: str, x: Any, y: Any, **place: Any) -> dict[str, Any]:
    """Return a text in the chart's own size at a place, without an arrow."""
    return {"text": text, "x": x, "y": y, "showarrow": False, **place}


def unit_note(theme: Theme, left: int) -> dict[str, Any]:
    """Return the unit of a y axis of money, above it, from the left edge of the margin."""
    place = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return note(_("mnkr"), 0, 1, theme, **place, xshift=-left)


def bold(text: str) -> str:
    """Return a text, whatever signs it holds, in bold."""
    return f"<b>{escape(text, quote=False)}</b>"


def plain(text: str) -> str:
    """Return a text whose signs are shown and not read as markup."""
    return escape(text, quote=False)


def not_reported() -> str:
    """Return the word over months that nobody has reported."""
    return _("ej rapporterat")


def _round_steps(exponent: int) -> Iterator[float]:
    while True:
        for first in (1, 2, *(2.5,) * (exponent > 0), *(3,) * (exponent == 0), 5):
            yield first * 10.0**exponent
        exponent += 1


def _kept_apart(centres: Sequence[float], room: float) -> Iterator[float]:
    last = float("-inf")
    for centre in centres:
        if centre - last >= room:
            yield centre
            last = centre


def _kept_inside(centre: float, count: int, room: float) -> float:
    left, right = (room - 1) / 2, count - (room + 1) / 2
    return min(max(centre, left), right) if left < right else centre
