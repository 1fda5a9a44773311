"""What was and what is, joined: a row for each name, hollow before and filled now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plotly.graph_objects import Figure, Scatter

from charts.labels import bold, label, note, plain, value_axis
from charts.theme import Theme, base_layout, empty_figure
from texts import _
from texts.numbers import number

ROW_HEIGHT = 68
_NAME_SHIFT, _VALUE_SHIFT = 24, -22
"""Pixels above and below the markers."""


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """A row: its name, and its two values in the chart's unit."""

    name: str
    before: float
    now: float


def dumbbells(
    rows: Sequence[Dumbbell], theme: Theme, *, before_label: str, decimals: int = 1
) -> Figure:
    """Return the figure, its axis from zero; the first row's hollow marker is named.

    Args:
        rows: from the top.
        theme: the reader's theme.
        before_label: when it was so: "27 augusti".
        decimals: of the values as they are told.
    """
    if not rows:
        return empty_figure(_("Det finns inget att jämföra"), theme)
    axis = value_axis([value for each in rows for value in (each.before, each.now)], theme)
    layout = base_layout(
        theme, height=ROW_HEIGHT * len(rows) + 36, margin={"l": 12, "r": 36, "t": 8, "b": 28}
    )
    layout.update(
        xaxis=axis,
        yaxis={"range": [len(rows) - 0.4, -0.6], "visible": False, "fixedrange": True},
        shapes=[_line(each, place, theme) for place, each in enumerate(rows)],
        annotations=[
            text
            for place, each in enumerate(rows)
            for text in _texts(each, place, before_label if place == 0 else "", decimals, theme)
        ],
    )
    before = [each.before for each in rows]
    now = [each.now for each in rows]
    return Figure(
        [_markers(before, theme.background, theme), _markers(now, theme.money, theme)], layout
    )


def _markers(values: Sequence[float], fill: str, theme: Theme) -> Scatter:
    return Scatter(
        x=list(values),
        y=list(range(len(values))),
        mode="markers",
        hoverinfo="skip",
        marker={
            "size": 14,
            "opacity": 1,
            "color": fill,
            "line": {"color": theme.money, "width": 3},
        },
    )


def _line(row: Dumbbell, place: int, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": row.before,
        "x1": row.now,
        "y0": place,
        "y1": place,
        "line": {"color": theme.money, "width": 3},
        "layer": "below",
    }


def _texts(
    row: Dumbbell, place: int, before_label: str, decimals: int, theme: Theme
) -> list[dict[str, Any]]:
    was, now = number(row.before, decimals), number(row.now, decimals)
    shift = {"yshift": _VALUE_SHIFT}
    found = [
        label(plain(row.name), 0, place, xanchor="left", yshift=_NAME_SHIFT),
        label(bold(now), row.now, place, xanchor="left" if was != now else "center", **shift),
    ]
    if was != now:
        told = plain(f"{before_label} {was}".strip())
        found.append(note(told, row.before, place, theme, xanchor="right", **shift))
    return found
