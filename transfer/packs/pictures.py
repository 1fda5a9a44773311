"""A chart or the board of points as SVG, for print and the web: the same bytes every time.

A picture is light of itself. Texts are texts in it, in Open Sans, which whoever shows it has to
bring along (`transfer.packs.typefaces`). On a page its classes may give it other colours
(`transfer.packs.drawing.paints`).
"""

from collections.abc import Callable, Mapping

from domain.packs.content import Chart, ChartForm, Tiles
from texts import _
from transfer.packs.drawing import TEXT_SIZE, Drawing
from transfer.packs.lettering import wrapped
from transfer.packs.picture_of_columns import columns
from transfer.packs.picture_of_lines import lines
from transfer.packs.picture_of_rows import bars, dumbbells
from transfer.packs.picture_of_tiles import tile_board
from transfer.packs.scales import is_empty

_FORMS: Mapping[ChartForm, Callable[[Chart, float], str]] = {
    "bars": bars,
    "columns": columns,
    "lines": lines,
    "dumbbells": dumbbells,
}

TILES_A_ROW = 7


def chart_svg(chart: Chart, *, width_px: float = 720) -> str:
    """Return a chart as an ``<svg>`` element of a width, and of the height that it needs.

    It holds neither the title nor the source, which stand beside it. One that has nothing to show
    says so.

    Args:
        chart: every series has a datum for each category.
        width_px: at least 300; texts have the same size at every width.
    """
    if is_empty(chart):
        return _empty(_("Inget är rapporterat, så det finns inget att visa."), width_px)
    return _FORMS[chart.form](chart, width_px)


def tiles_svg(tiles: Tiles, *, width_px: float = 1060, columns: int = TILES_A_ROW) -> str:
    """Return the board of points as an ``<svg>`` element of a width, of 90 a column or more."""
    if not tiles.items:
        return _empty(_("Inga punkter att visa."), width_px)
    return tile_board(tiles, width_px, columns=columns)


def _empty(sentence: str, width: float) -> str:
    drawing = Drawing(width)
    text = wrapped(sentence, width - 40, TEXT_SIZE)
    height = 76 + 20 * len(text)
    drawing.box(
        (0.5, 0.5), (width - 1, height - 1), fill="surface", edge="border", radius=6, dash="4 4"
    )
    drawing.lines((width / 2, 48), text, apart=20, anchor="middle")
    return drawing.svg(height)
