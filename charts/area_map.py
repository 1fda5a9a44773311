"""The map of the areas: a colour for each class, and labels.

Where no number is shown the reason is told without colour: an area that is protected is hatched,
for there is a number behind it; one that is missing is empty in its outline; one to which the
measure does not apply is a plain ground.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pydeck as pdk
import shapely
from plotly.graph_objects import Figure
from shapely.geometry import LineString, Polygon, shape
from shapely.geometry.base import BaseGeometry

from charts.map_labels import LINE_HEIGHT, TEXT_SIZE, Frame, Label, Wish, fit, place_labels
from charts.theme import FONT, Theme, base_layout
from domain.activities import Mark
from domain.map_classes import MapClass, class_label, decimals_of

_HATCH_APART = 5
_DETAIL = 1.5
_LEGEND_SIZE = 12
_LEGEND_LINE = 16
_LEAST_LETTERS = 8
_MOST_LETTERS = 66
"""What a phone has room for on one line of the legend."""
_HALO = tuple((x, y) for x in (-1.5, 0, 1.5) for y in (-1.5, 0, 1.5) if x or y)
# Labels lie above the polygons although all lie at the same height.
_ON_TOP = {"depthCompare": "always"}


@dataclass(frozen=True, slots=True)
class AreaShade:
    """An area as the map shows it.

    `geometry` is a GeoJSON Polygon or MultiPolygon in WGS 84; an area without one is not drawn.
    `text` is the finished number or mark; `class_index` is None where `mark` says why.
    """

    code: str
    name: str
    geometry: Mapping[str, Any]
    text: str
    class_index: int | None
    mark: Mark


def area_map(
    shades: Sequence[AreaShade], theme: Theme, *, width: int, height: int, compact: bool = False
) -> pdk.Deck:
    """Return the map, still and fitted to its frame; a click gives an object with "code".

    Args:
        shades: the areas; with none to draw, the map is empty.
        theme: the reader's theme.
        width: pixels of the frame that labels and zoom are fitted to.
        height: pixels of the same frame.
        compact: numbers without names and lines, for a phone.
    """
    shapes = {each.code: shape(dict(each.geometry)) for each in shades if each.geometry}
    if not shapes:
        return _deck([], pdk.ViewState())
    frame = fit(shapes.values(), width=width, height=height)
    drawn = _drawn(shapes, frame)
    labels = _labels(shades, drawn, frame, compact=compact)
    if any(label.leader for label in labels.values()):
        frame = fit(shapes.values(), width=width, height=height, has_room=True)
        drawn = _drawn(shapes, frame)
        labels = _labels(shades, drawn, frame, compact=compact)
    hatch = [line for each in _marked(shades, drawn, Mark.PROTECTED) for line in _hatch(each)]
    outlines = [line for each in _marked(shades, drawn, Mark.MISSING) for line in _rings(each)]
    leaders = [LineString(label.leader) for label in labels.values() if label.leader]
    layers = [
        _areas(shades, drawn, theme, frame),
        _lines("hatch", hatch, theme.border, frame),
        _lines("outlines", outlines, theme.axis, frame),
        _lines("leaders", leaders, theme.text, frame),
        _texts("halo", labels, theme.background, frame, offsets=_HALO),
        _texts("labels", labels, theme.text, frame, offsets=((0, 0),)),
    ]
    lon, lat = frame.centre
    return _deck(layers, pdk.ViewState(longitude=lon, latitude=lat, zoom=round(frame.zoom, 4)))


def legend(
    classes: Sequence[MapClass],
    theme: Theme,
    *,
    marks: Mapping[Mark, str],
    decimals: int = 0,
    compact: bool = False,
) -> Figure:
    """Return the map's key: a slim row of boxes with the classes and marks written below.

    Args:
        classes: as the map's, at most five.
        theme: the reader's theme.
        marks: what each mark on the map is called, in order; empty where every area has a number.
        decimals: how many the map's numbers are shown with.
        compact: words on two lines where one has no room for them all, for a phone.
    """
    words = _legend_words(classes, list(marks.values()), decimals, compact=compact)
    # Each box is as wide as its words need, so that they keep apart on a phone.
    widths = [_letters(each) for each in words]
    middles = [end - wide / 2 for end, wide in zip(accumulate(widths), widths, strict=True)]
    below = _LEGEND_LINE * (2 if any("<br>" in word for word in words) else 1)
    margin = {"l": 1, "r": 1, "t": 1, "b": below + 6}
    figure = Figure(layout=base_layout(theme, height=30 + below, margin=margin))
    figure.add_bar(
        x=middles,
        y=[1] * len(words),
        width=[wide - 0.3 for wide in widths],
        marker=_boxes(len(classes), list(marks), theme),
        hoverinfo="skip",
    )
    place = {"y": 0, "yanchor": "top", "showarrow": False, "font": {"size": _LEGEND_SIZE}}
    for middle, word in zip(middles, words, strict=True):
        figure.add_annotation(place | {"x": middle, "text": word})
    figure.update_xaxes(visible=False, fixedrange=True, range=[0, sum(widths)])
    figure.update_yaxes(visible=False, fixedrange=True, range=[0, 1.02])
    return figure


def _legend_words(
    classes: Sequence[MapClass], marks: Sequence[str], decimals: int, *, compact: bool
) -> list[str]:
    """Return what stands below each box, on as few lines as there is room for."""
    shown = max(decimals, decimals_of(classes))
    words = [*(class_label(each, decimals=shown) for each in classes), *marks]
    if compact and sum(map(_letters, words)) > _MOST_LETTERS:
        words = ["<br>".join(word.rsplit(" ", 1)) for word in words]
        if sum(map(_letters, words)) > _MOST_LETTERS:
            words = [_broken_at_dash(word) for word in words]
    return words


def _boxes(classes: int, marks: Sequence[Mark], theme: Theme) -> dict[str, Any]:
    """Return how the legend's boxes look: as the areas do."""
    hatches = ["/" if mark is Mark.PROTECTED else "" for mark in marks]
    shapes = [*[""] * classes, *hatches]
    return {
        "color": [*theme.map_classes[:classes], *(_ground(mark, theme) for mark in marks)],
        "line": {"color": theme.border, "width": 1},
        "pattern": {"shape": shapes, "fgcolor": theme.border, "size": 5, "solidity": 0.25},
    }


def _broken_at_dash(word: str) -> str:
    return word.replace("–", "–<br>") if len(word) > _LEAST_LETTERS else word


def _letters(word: str) -> int:
    return max(max(map(len, word.split("<br>"))) + 2, _LEAST_LETTERS)


def _deck(layers: list[pdk.Layer], view: pdk.ViewState) -> pdk.Deck:
    # A given map_style, None as well, would fetch a background from a foreign server.
    return pdk.Deck(
        layers=layers,
        initial_view_state=view,
        views=[pdk.View(type="MapView", controller=False)],
        map_provider=None,
        tooltip=False,
    )


def _ground(mark: Mark, theme: Theme) -> str:
    return theme.background if mark is Mark.MISSING else theme.protected


def _marked(
    shades: Sequence[AreaShade], drawn: Mapping[str, BaseGeometry], mark: Mark
) -> list[BaseGeometry]:
    return [drawn[each.code] for each in shades if each.mark is mark and each.code in drawn]


def _drawn(shapes: Mapping[str, BaseGeometry], frame: Frame) -> dict[str, BaseGeometry]:
    """Return the shapes in pixels, without what no eye can see: every click sends them again."""
    pixels = [frame.pixels(each) for each in shapes.values()]
    # Each by itself would come apart from its neighbours; together they keep shared borders.
    return dict(zip(shapes, shapely.coverage_simplify(pixels, _DETAIL), strict=True))


def _labels(
    shades: Sequence[AreaShade], drawn: Mapping[str, BaseGeometry], frame: Frame, *, compact: bool
) -> dict[str, Label]:
    wishes = {each.code: Wish(each.name, each.text, compact) for each in shades}
    return place_labels(wishes, drawn, width=frame.width, height=frame.height)


def _areas(
    shades: Sequence[AreaShade], drawn: Mapping[str, BaseGeometry], theme: Theme, frame: Frame
) -> pdk.Layer:
    rows = [
        {
            "code": each.code,
            "rings": [[frame.degrees(x, y) for x, y in ring.coords] for ring in _rings(part)],
            "fill": _rgb(
                _ground(each.mark, theme)
                if each.class_index is None
                else theme.map_classes[each.class_index]
            ),
        }
        for each in shades
        if each.code in drawn
        for part in _parts(drawn[each.code])
    ]
    return pdk.Layer(
        "PolygonLayer",
        rows,
        id="areas",
        get_polygon="rings",
        get_fill_color="fill",
        get_line_color=_rgb(theme.background),
        get_line_width=1.5,
        line_width_units=pdk.types.String("pixels"),
        pickable=True,
    )


def _hatch(area: BaseGeometry) -> Iterator[LineString]:
    """Yield the diagonals of an area, one in so many pixels of the whole map's."""
    left, top, right, bottom = area.bounds
    first = int((left + top) // _HATCH_APART)
    last = int((right + bottom) // _HATCH_APART)
    diagonals = [
        LineString([(at - top, top), (at - bottom, bottom)])
        for at in (step * _HATCH_APART for step in range(first, last + 1))
    ]
    for clipped in shapely.intersection(diagonals, area):
        for part in shapely.get_parts(clipped):
            if isinstance(part, LineString) and part.length > 1:
                yield part


def _lines(name: str, lines: Sequence[LineString], colour: str, frame: Frame) -> pdk.Layer:
    return pdk.Layer(
        "PathLayer",
        [{"path": [frame.degrees(x, y) for x, y in line.coords]} for line in lines],
        id=name,
        get_path="path",
        get_color=_rgb(colour),
        get_width=1,
        width_units=pdk.types.String("pixels"),
        parameters=_ON_TOP,
    )


def _texts(
    name: str,
    labels: Mapping[str, Label],
    colour: str,
    frame: Frame,
    *,
    offsets: Sequence[tuple[float, float]],
) -> pdk.Layer:
    """Return the labels once for each offset: the halo is their background, drawn around."""
    rows = [
        {
            "at": frame.degrees(*label.place),
            "text": label.text,
            "anchor": label.anchor,
            "offset": offset,
        }
        for label in labels.values()
        for offset in offsets
    ]
    return pdk.Layer(
        "TextLayer",
        rows,
        id=name,
        get_position="at",
        get_text="text",
        get_text_anchor="anchor",
        get_pixel_offset="offset",
        get_color=_rgb(colour),
        get_size=TEXT_SIZE,
        line_height=LINE_HEIGHT,
        font_family=pdk.types.String(FONT),
        font_weight=700,
        character_set=pdk.types.String("auto"),
        parameters=_ON_TOP,
    )


def _rings(area: BaseGeometry) -> Iterator[LineString]:
    for part in _parts(area):
        yield from (part.exterior, *part.interiors)


def _parts(area: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(area) if isinstance(part, Polygon)]


def _rgb(colour: str) -> list[int]:
    return list(bytes.fromhex(colour.removeprefix("#")))
