"""The board of points as shapes: a tile each, with its number, title, state and sign."""

from collections.abc import Sequence

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.shapes.autoshape import Shape
from pptx.shapes.shapetree import GroupShapes
from pptx.util import Pt

from config.colours import LIGHT, StatusColours
from config.icons import ICONS
from domain.packs.content import Tile, Tiles
from transfer.packs.deck import Deck
from transfer.packs.slide_page import (
    Box,
    Line,
    colour_of,
    describe,
    plain_shape,
    put_sentence,
    put_source,
    unstyled,
    write,
)
from transfer.packs.slide_texts import of_several
from transfer.packs.type_fit import LINE, fit

_COLUMNS, _ROWS = 7, 4
_GAP = 6
_PADDING = 7
_HIGHEST = 84
_ROUND, _CORNER = 0.06, 0.29
"""The radius of a corner, in the lesser side's length; how far text keeps from it, in radii."""

_SIGN = "Sign"

_NUMBER_SIZE, _WORD_SIZE = 18, 11
_TITLE_SIZES = (11, 10, 9, 8)
_ICON, _STROKE = 0.72, 1.5
"""Points of a sign's pixel, and the width of its strokes."""


def add_tiles(deck: Deck, tiles: Tiles, name: str) -> None:
    """Add slides with the board, at most 28 points on each, as a group that one text tells."""
    most = _COLUMNS * _ROWS
    parts = [tiles.items[first : first + most] for first in range(0, len(tiles.items), most)]
    for number, part in enumerate(parts or [()], start=1):
        title = of_several(tiles.title, number, len(parts))
        page = deck.add(title, [tiles.alt, *map(_told, part), tiles.source], name=name)
        board = put_source(put_sentence(page, tiles.alt), tiles.source).room
        if part:
            group = page.slide.shapes.add_group_shape()
            describe(group, tiles.title, tiles.alt)
            _put_tiles(group.shapes, board, part)


def _told(tile: Tile) -> str:
    return f"{tile.number}. {tile.title}: {tile.word}"


def _put_tiles(shapes: GroupShapes, board: Box, tiles: Sequence[Tile]) -> None:
    width = (board.width - _GAP * (_COLUMNS - 1)) / _COLUMNS
    height = min(_HIGHEST, (board.height - _GAP * (_ROWS - 1)) / _ROWS)
    for place, tile in enumerate(tiles):
        row, column = divmod(place, _COLUMNS)
        left = board.left + column * (width + _GAP)
        top = board.top + row * (height + _GAP)
        group = shapes.add_group_shape()
        group.name = _told(tile)
        _put_tile(group.shapes, Box(left, top, width, height), tile)


def _put_tile(shapes: GroupShapes, box: Box, tile: Tile) -> None:
    colours = LIGHT.statuses.get(tile.status, LIGHT.statuses[None])
    ink = colour_of(colours.ink)
    shape = plain_shape(
        shapes, MSO_SHAPE.ROUNDED_RECTANGLE, box, fill=colours.fill, edge=colours.edge
    )
    shape.adjustments[0] = _ROUND
    inner = box.inside(_PADDING, _PADDING / 2)
    number_height, word_height = _NUMBER_SIZE * LINE, _WORD_SIZE * LINE
    room = inner.height - number_height - word_height
    title = fit(tile.title, inner.width, room, _TITLE_SIZES)
    lines = [Line(str(tile.number), _NUMBER_SIZE, is_bold=True), Line(title.text, title.size)]
    write(shape.text_frame, lines, colour=ink)
    # A shape with round corners keeps its text out of them.
    beside = _PADDING - _CORNER * _ROUND * box.height
    shape.text_frame.margin_left = shape.text_frame.margin_right = Pt(beside)
    shape.text_frame.margin_top = Pt(_PADDING / 2)
    foot = shapes.add_textbox(*inner.last(word_height).places())
    word = fit(tile.word, inner.width, word_height, (_WORD_SIZE, 10, 9, 8), is_bold=True)
    write(
        foot.text_frame,
        [Line(word.text, word.size, is_bold=True)],
        colour=ink,
        anchor=MSO_ANCHOR.BOTTOM,
    )
    _put_icon(shapes, box, tile.status, colours)


def _put_icon(shapes: GroupShapes, box: Box, status: str | None, colours: StatusColours) -> None:
    """Draw a state's sign at a tile's upper right."""
    icon = ICONS.get(status, ICONS[None])
    x, y = box.left + box.width - 15, box.top + 15
    if icon.ring is not None:
        radius = icon.ring * _ICON
        ring = Box(x - radius, y - radius, 2 * radius, 2 * radius)
        _ink(shapes.add_shape(MSO_SHAPE.OVAL, *ring.places()), colours.ink)
    for stroke in icon.strokes:
        points = [(Pt(x + right * _ICON), Pt(y - up * _ICON)) for right, up in stroke]
        builder = shapes.build_freeform(*points[0])
        builder.add_line_segments(points[1:], close=points[0] == points[-1])
        _ink(builder.convert_to_shape(), colours.ink, is_filled=icon.is_solid)


def _ink(shape: Shape, colour: str, *, is_filled: bool = False) -> None:
    """Draw a shape in strokes of a colour, and fill it or not."""
    unstyled(shape).name = _SIGN
    shape.line.color.rgb = colour_of(colour)
    shape.line.width = Pt(_STROKE)
    if is_filled:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour_of(colour)
    else:
        shape.fill.background()
