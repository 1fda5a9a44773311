"""The board of points as a picture: a tile a point, with its number, title, state and sign."""

from dataclasses import dataclass
from math import ceil

from domain.packs.content import Tile, Tiles
from transfer.packs.drawing import Drawing, status_paint
from transfer.packs.lettering import cut, text_width, wrapped

_WIDE = 140
"""Pixels from which a tile has the sizes of the screen."""

_GAP = 6
_LEAST_SIZE = 7.5


@dataclass(frozen=True, slots=True)
class _Measures:
    """Pixels of a tile: its size, its inner edge, and the sizes of what is written in it."""

    width: float
    height: float
    inset: float
    number: float
    title: float
    word: float


def tile_board(tiles: Tiles, width: float, *, columns: int) -> str:
    """Return the board, its tiles in the order given, from the left and downwards."""
    measures = _measures((width - _GAP * (columns - 1)) / columns)
    drawing = Drawing(width)
    for place, tile in enumerate(tiles.items):
        left = (place % columns) * (measures.width + _GAP)
        top = (place // columns) * (measures.height + _GAP)
        _tile(drawing, tile, (left, top), measures)
    rows = ceil(len(tiles.items) / columns)
    return drawing.svg(rows * (measures.height + _GAP) - _GAP)


def _measures(width: float) -> _Measures:
    if width >= _WIDE:
        return _Measures(width, 106, 11, 24, 13, 13)
    # On paper a tile is a quarter of a hand wide; its texts shrink less than it does.
    return _Measures(width, 84, 7, 18, 10, 10)


def _tile(drawing: Drawing, tile: Tile, corner: tuple[float, float], measures: _Measures) -> None:
    left, top = corner
    paint = status_paint(tile.status)
    ink = f"{paint}-ink"
    drawing.box(
        (left + 0.75, top + 0.75),
        (measures.width - 1.5, measures.height - 1.5),
        fill=f"{paint}-fill",
        edge=f"{paint}-edge",
        edge_width=1.5,
        radius=6,
    )
    x, room = left + measures.inset, measures.width - 2 * measures.inset
    number_y = top + measures.inset + measures.number * 0.4
    drawing.text((x, number_y), str(tile.number), size=measures.number, weight=700, colour=ink)
    drawing.icon(tile.status, (left + measures.width - measures.inset - 9, number_y), ink)
    size = _fitting(tile.title, room, measures.title, 400)
    lines = wrapped(tile.title, room, size, most=3 if size < measures.title else 2)
    title_y = top + measures.inset + measures.number + size * 0.8
    drawing.lines((x, title_y), lines, apart=size * 1.3, size=size, colour=ink)
    word_y = top + measures.height - measures.inset - measures.word * 0.4
    size = _fitting(tile.word, room, measures.word, 700)
    word = cut(tile.word, room, size, 700)
    drawing.text((x, word_y), word, size=size, weight=700, colour=ink)


def _fitting(text: str, room: float, size: float, weight: int) -> float:
    """Return the size at which the longest word of a text fits, within bounds."""
    widest = max(text_width(word, size, weight) for word in text.split(" "))
    return max(_LEAST_SIZE, size * min(1, room / widest)) if widest else size
