"""Protected counts in a chart: each an upright stroke between the values that it can have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from plotly.graph_objects import Scatter

from charts.labels import label
from charts.theme import FONT, Theme
from domain.activities import Count, Mark
from domain.figures import range_text, range_words

APART = 0.3
"""How far the strokes of one month stand from each other, in months, where they are few."""

_WIDEST = 0.7
_REACH = 40


@dataclass(frozen=True, slots=True)
class Span:
    """Between which values a count lies, both included; without `high` no largest is known."""

    low: int
    high: int | None

    @property
    def text(self) -> str:
        """The span as a label: "1–4", or "minst 5"."""
        return range_text(self._count)

    @property
    def words(self) -> str:
        """The span as it is said: "mellan 1 och 4", or "minst 5"."""
        return range_words(self._count)

    @property
    def _count(self) -> Count:
        return Count(None, Mark.PROTECTED, self.low, self.high)

    def end(self, top: float) -> float:
        """Return where its stroke ends, which is the axis's top where no largest is known."""
        return top if self.high is None else self.high


@dataclass(frozen=True, slots=True)
class Stroke:
    """A span of the line with this number, at its place on the axis of months."""

    line: int
    month: int
    x: float
    span: Span


def strokes(spans: Sequence[Sequence[Span | None]]) -> Iterator[Stroke]:
    """Yield the strokes month by month; those of one month stand beside each other around it.

    Args:
        spans: for each line, for each month, its span or None.
    """
    for month, column in enumerate(zip(*spans, strict=True)):
        there = [(line, span) for line, span in enumerate(column) if span is not None]
        apart = min(APART, _WIDEST / max(1, len(there) - 1))
        for place, (line, span) in enumerate(there):
            beside = (place - (len(there) - 1) / 2) * apart
            yield Stroke(line, month, round(month + beside, 3), span)


def stroke_trace(
    shown: Sequence[Stroke],
    theme: Theme,
    *,
    name: str,
    colour: str,
    symbol: str,
    top: float,
    size: int,
) -> Scatter:
    """Return a line's strokes: hollow signs of the line at both ends, an arrow where one is open.

    Args:
        shown: at least one.
        theme: the reader's theme.
        name: the line's, which is told with the span; a line alone may have none.
        colour: the line's.
        symbol: the line's, so that strokes are told apart without colour.
        top: of the value axis, where strokes without an upper end go.
        size: pixels of the signs.
    """
    points = (_points(each, symbol, colour, theme, top) for each in shown)
    xs, ys, symbols, fills, words = zip(*chain.from_iterable(points), strict=True)
    marker: dict[str, Any] = {"symbol": symbol, "color": theme.background}
    if any(each.span.high is None for each in shown):
        marker = {"symbol": symbols, "color": fills}
    edge = {"color": colour, "width": 2}
    return Scatter(
        x=xs,
        y=ys,
        name=name,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line=edge,
        marker=marker | {"size": size, "opacity": 1, "line": edge},
        hovertext=words,
        hovertemplate=("%{fullData.name}<br>" if name else "") + "%{hovertext}<extra></extra>",
    )


def hover_layout(theme: Theme) -> dict[str, Any]:
    """Return the layout of a chart whose strokes tell their span when they are pointed at."""
    font = {"family": FONT, "color": theme.text}
    return {
        "hovermode": "closest",
        # A stroke is told by its ends, so that pointing at its middle has to reach one of them.
        "hoverdistance": _REACH,
        "hoverlabel": {"bgcolor": theme.surface, "bordercolor": theme.border, "font": font},
    }


def first_span(shown: Sequence[Stroke]) -> list[dict[str, Any]]:
    """Return the span of the first stroke that has an upper end, above it, as a label.

    One is enough to tell what strokes are; in a month of several it is the one that reaches up.
    """
    closed = [each for each in shown if each.span.high is not None]
    if not closed:
        return []
    first = min(closed, key=lambda each: (each.month, -each.span.end(0)))
    return [label(first.span.text, first.x, first.span.end(0), yanchor="bottom", yshift=5)]


def _points(
    each: Stroke, symbol: str, colour: str, theme: Theme, top: float
) -> Iterator[tuple[float, float | None, str, str, str]]:
    words = each.span.words
    yield each.x, each.span.low, symbol, theme.background, words
    if each.span.high is None:
        yield each.x, top, "arrow-up", colour, words
    else:
        yield each.x, each.span.high, symbol, theme.background, words
    # Nothing joins one stroke with the next.
    yield each.x, None, symbol, theme.background, ""
