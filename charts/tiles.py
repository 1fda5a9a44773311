"""The programme at a glance: one tile a point, with its number, title, state and sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil
from textwrap import wrap
from typing import Any

from plotly.graph_objects import Figure

from charts.icons import icon_shape
from charts.theme import NOTE_SIZE, StatusColours, Theme, base_layout, empty_figure
from config.statuses import NO_REPORT, STATUS_WORDS
from domain.points import PointStanding
from texts import _

TILE_WIDTH, TILE_HEIGHT = 0.955, 0.93
"""Of a column and of a row; the rest is the gap."""

TITLE_LINES, TITLE_WIDTH = 2, 14
"""Lines, and characters a line: what a tile of 108 pixels holds on a tablet."""

LONGEST_WORD = 15
"""Characters of a single word that may stand over the line's width; beyond, it is cut."""

_CORNER_RADIUS = 6
_EDGE_WIDTH = 1.5
_TOP_ROOM = 0.015
"""Rows above the board, or the edge of the topmost tiles would be cut."""

_NUMBER_SIZE, _TITLE_SIZE = 24, 12
_BOLD, _REGULAR = 700, 400


@dataclass(frozen=True, slots=True)
class _Measures:
    """Pixels, all but `inset`, which is in columns. Heights are from a tile's upper edge."""

    row: int
    inset: float
    number: float
    word_above_foot: float
    word_size: float
    icon: tuple[float, float]
    title: float | None = None


_WIDE = _Measures(
    row=112,
    inset=0.055,
    number=6,
    title=36,
    word_above_foot=5,
    word_size=NOTE_SIZE,
    icon=(-17, -19),
)
_COMPACT = _Measures(
    row=70,
    inset=0.045,
    number=5,
    word_above_foot=6,
    # "Ingen rapport", the longest, must fit in a quarter of a phone that is 390 pixels wide.
    word_size=11.5,
    icon=(-15, -17),
)


@dataclass(frozen=True, slots=True)
class _Tile:
    """A point with its place: the column, the height of the tile's foot, and its colours."""

    standing: PointStanding
    column: int
    foot: float
    colours: StatusColours

    @property
    def head(self) -> float:
        return self.foot + TILE_HEIGHT


def tile_board(
    standings: Sequence[PointStanding], theme: Theme, *, columns: int = 7, compact: bool = False
) -> Figure:
    """Return the board of tiles in the order given, read from the left and downwards.

    The first trace is the tiles, with their points' numbers as `customdata`; the rest is texts.

    Args:
        standings: one a tile; none gives the picture that says so.
        theme: the reader's theme.
        columns: tiles a row, at least one.
        compact: for phones: low tiles without a title.
    """
    if not standings:
        return empty_figure(_("Inga punkter att visa."), theme)
    rows = ceil(len(standings) / columns)
    tiles = [
        _Tile(
            standing,
            place % columns,
            rows - place // columns - TILE_HEIGHT,
            theme.statuses[standing.status],
        )
        for place, standing in enumerate(standings)
    ]
    measures = _COMPACT if compact else _WIDE
    layout = base_layout(theme, height=rows * measures.row, margin=dict.fromkeys("lrtb", 0))
    layout["xaxis"] = hidden_axis(-0.5, columns - 0.5)
    layout["yaxis"] = hidden_axis(0, rows + _TOP_ROOM)
    layout["shapes"] = [
        icon_shape(
            tile.standing.status,
            x=tile.column + TILE_WIDTH / 2,
            y=tile.head,
            shift=measures.icon,
            colour=tile.colours.ink,
        )
        for tile in tiles
    ]
    return Figure(data=[_bars(tiles), *_texts(tiles, measures)], layout=layout)


def title_lines(title: str, *, width: int = TITLE_WIDTH, lines: int = TITLE_LINES) -> list[str]:
    """Return a title as at most so many lines, with an ellipsis where something is left out.

    A line is at most `width` characters, but for a single word of at most `LONGEST_WORD`. No
    word is carried on to the next line, for a break in the wrong place makes another word.
    """
    longest = max(width, LONGEST_WORD)
    wrapped = wrap(title, width, break_long_words=False, break_on_hyphens=False)
    shown = [
        line if len(line) <= longest else f"{line[: longest - 1]}…" for line in wrapped[:lines]
    ]
    if len(wrapped) > lines and not shown[-1].endswith("…"):
        shown[-1] = f"{shown[-1][: width - 1].rstrip()}…"
    return shown


def status_word(standing: PointStanding) -> str:
    """Return the short word of a point's state; silence has a word of its own."""
    known = NO_REPORT if standing.status is None else STATUS_WORDS[standing.status]
    return _(known.short)


def hidden_axis(start: float, end: float) -> dict[str, Any]:
    """Return an axis that only measures: unseen, and fixed from one value to another."""
    return {"visible": False, "fixedrange": True, "range": [start, end]}


def _bars(tiles: Sequence[_Tile]) -> dict[str, Any]:
    # Without this Plotly fades every tile but the one that was clicked.
    unchanged = {"marker": {"opacity": 1}}
    return {
        "type": "bar",
        "x": [tile.column for tile in tiles],
        "base": [round(tile.foot, 3) for tile in tiles],
        "y": [TILE_HEIGHT] * len(tiles),
        "width": TILE_WIDTH,
        "customdata": [tile.standing.point.number for tile in tiles],
        "marker": {
            "color": [tile.colours.fill for tile in tiles],
            "cornerradius": _CORNER_RADIUS,
            "line": {"color": [tile.colours.edge for tile in tiles], "width": _EDGE_WIDTH},
        },
        "selected": unchanged,
        "unselected": unchanged,
        # Streamlit turns hovering on where tiles can be picked; "none" still lets them be.
        "hoverinfo": "none",
    }


def _texts(tiles: Sequence[_Tile], measures: _Measures) -> list[dict[str, Any]]:
    numbers = [str(tile.standing.point.number) for tile in tiles]
    words = [status_word(tile.standing) for tile in tiles]
    heads = [tile.head - measures.number / measures.row for tile in tiles]
    feet = [tile.foot + measures.word_above_foot / measures.row for tile in tiles]
    traces = [
        _text(tiles, numbers, heads, measures, ("bottom right", _NUMBER_SIZE, _BOLD)),
        _text(tiles, words, feet, measures, ("top right", measures.word_size, _BOLD)),
    ]
    if measures.title is not None:
        titles = [_title(tile.standing) for tile in tiles]
        heights = [tile.head - measures.title / measures.row for tile in tiles]
        traces.insert(
            1, _text(tiles, titles, heights, measures, ("bottom right", _TITLE_SIZE, _REGULAR))
        )
    return traces


def _title(standing: PointStanding) -> str:
    # Plotly reads tags in texts; a title is somebody's words, and is to be shown as written.
    return "<br>".join(
        escape(line, quote=False) for line in title_lines(standing.point.short_title)
    )


def _text(
    tiles: Sequence[_Tile],
    texts: Sequence[str],
    heights: Sequence[float],
    measures: _Measures,
    style: tuple[str, float, int],
) -> dict[str, Any]:
    """Return one text a tile; `style` is the side of its point, the size and the weight."""
    position, size, weight = style
    return {
        "type": "scatter",
        "mode": "text",
        "x": [round(tile.column - TILE_WIDTH / 2 + measures.inset, 3) for tile in tiles],
        "y": [round(height, 3) for height in heights],
        "text": list(texts),
        "textposition": position,
        "textfont": {
            "size": size,
            "weight": weight,
            "color": [tile.colours.ink for tile in tiles],
        },
        # Texts are never selected; that they have a colour for it keeps Plotly from fading them
        # when a tile is.
        "selected": {"textfont": {"color": tiles[0].colours.ink}},
        "hoverinfo": "skip",
    }
