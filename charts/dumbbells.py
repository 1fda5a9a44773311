"""What was and what is, joined: hollow then and filled now, on a track from zero to the whole."""

from dataclasses import dataclass
from typing import Any

from plotly.graph_objects import Figure, Scatter

from charts.labels import bold, label, plain, tick_texts, ticks
from charts.theme import NOTE_SIZE, Theme, base_layout
from texts import _

HEIGHT = 104
NARROWEST = 160
"""Pixels of the track in the narrowest column that the picture stands in."""

SIGN_WIDTH = 8.5
"""Pixels of a sign of a label, about; bold ones are wider than others."""

_SIDE = 16
_ABOVE, _BELOW = 20, -20
"""Pixels from the line to the labels: then above and now below, so that they never meet."""


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Two values with their texts; `whole` is what they are a part of, if there is such a thing."""

    before: float
    now: float
    whole: float | None
    before_text: str
    now_text: str


def dumbbell(row: Dumbbell, theme: Theme) -> Figure:
    """Return the figure; values that are read alike are one marker."""
    lowest, highest = _ends(row)
    layout = base_layout(theme, height=HEIGHT, margin={"l": _SIDE, "r": _SIDE, "t": 8, "b": 24})
    layout.update(
        xaxis={
            "range": [lowest, highest],
            "tickvals": [lowest, highest],
            "ticktext": tick_texts([lowest, highest]),
            "tickfont": {"size": NOTE_SIZE},
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={"range": [-1, 1], "visible": False, "fixedrange": True},
        shapes=[
            _line(lowest, highest, theme.grid, 5),
            _line(row.before, row.now, theme.money, 5),
        ],
        annotations=list(_texts(row, lowest, highest)),
    )
    is_same = row.before_text == row.now_text
    was = [] if is_same else [_marker(row.before, theme.background, theme)]
    return Figure([*was, _marker(row.now, theme.money, theme)], layout)


def _ends(row: Dumbbell) -> tuple[float, float]:
    places = ticks(min(row.before, row.now), max(row.before, row.now))
    return places[0], places[-1] if row.whole is None else max(row.whole, row.before, row.now)


def _texts(row: Dumbbell, lowest: float, highest: float) -> list[dict[str, Any]]:
    if row.before_text == row.now_text:
        told = _("{value}, oförändrat").format(value=row.now_text)
        return [_placed(bold(told), told, row.now, (lowest, highest), _ABOVE)]
    then, now = (
        _("{value} då").format(value=row.before_text),
        _("{value} nu").format(value=row.now_text),
    )
    return [
        _placed(plain(then), then, row.before, (lowest, highest), _ABOVE),
        _placed(bold(now), now, row.now, (lowest, highest), _BELOW),
    ]


def _placed(
    written: str, told: str, value: float, ends: tuple[float, float], shift: int
) -> dict[str, Any]:
    """Return a label over or under its marker, or beside it where it would leave the frame."""
    place = (value - ends[0]) / (ends[1] - ends[0])
    half = len(told) * SIGN_WIDTH / NARROWEST / 2
    anchor, aside = "center", 0
    if place < half:
        anchor, aside = "left", -_SIDE
    elif place > 1 - half:
        anchor, aside = "right", _SIDE
    return label(written, value, 0, xanchor=anchor, xshift=aside, yshift=shift)


def _marker(value: float, fill: str, theme: Theme) -> Scatter:
    return Scatter(
        x=[value],
        y=[0],
        mode="markers",
        hoverinfo="skip",
        cliponaxis=False,
        marker={
            "size": 15,
            "opacity": 1,
            "color": fill,
            "line": {"color": theme.money, "width": 3},
        },
    )


def _line(start: float, end: float, colour: str, width: int) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": start,
        "x1": end,
        "y0": 0,
        "y1": 0,
        "line": {"color": colour, "width": width},
        "layer": "below",
    }
