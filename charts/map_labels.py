"""Where all is in the map's frame: the fitted view, and the labels.

A label stands inside its area, or in free space at the end of a line to it.
All is measured in pixels from the frame's upper left corner, y downwards.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan, degrees, log2, pi, sinh

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import GeometryCollection, LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

TEXT_SIZE = 13
LINE_HEIGHT = 1.15
# Open Sans 700 is about 0.58 of its size a letter; a little more keeps labels off each other.
_LETTER = 0.6
_LONGEST_LINE = 12
_AIR = 3
_GAP = 5
_GRID = 8
# How much of a label its own area has to hold; the halo carries the rest over the border.
_HELD = 0.72
# A longer line than this is lost among the others: then the number stands alone on its area.
_LONGEST_LEADER = 200
_NO_ROOM = 10_000

_WORLD = 512
"""Pixels of the whole world at zoom 0 in deck.gl's web mercator."""

_EDGE = 10
_ROOM_RIGHT = 0.26
_ROOM_BELOW = 48


@dataclass(frozen=True, slots=True)
class Frame:
    """A fitted view: from degrees to pixels from the frame's upper left corner, and back."""

    scale: float
    left: float
    top: float
    width: int
    height: int

    @property
    def zoom(self) -> float:
        """The zoom of deck.gl, where each step is twice as near."""
        return log2(self.scale)

    @property
    def centre(self) -> tuple[float, float]:
        """Longitude and latitude of the frame's middle."""
        return self.degrees(self.width / 2, self.height / 2)

    def pixels(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in degrees as one in pixels."""
        return shapely.transform(
            geometry, lambda points: _world(points) * self.scale - (self.left, self.top)
        )

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """Return longitude and latitude of a pixel, to about a metre."""
        across = (x + self.left) / self.scale / _WORLD
        down = (y + self.top) / self.scale / _WORLD
        return round(across * 360 - 180, 5), round(degrees(atan(sinh(pi * (1 - 2 * down)))), 5)


def fit(
    shapes: Iterable[BaseGeometry], *, width: int, height: int, has_room: bool = False
) -> Frame:
    """Return the nearest view that shows every shape.

    Args:
        shapes: at least one, in degrees.
        width: pixels.
        height: pixels.
        has_room: leave space for labels to the right and below.
    """
    west, south, east, north = shapely.total_bounds(list(shapes))
    (x_low, y_low), (x_high, y_high) = _world(np.array([(west, north), (east, south)]))
    right = width * _ROOM_RIGHT if has_room else _EDGE
    below = _ROOM_BELOW if has_room else _EDGE
    room_x, room_y = width - _EDGE - right, height - _EDGE - below
    scale = float(min(room_x / (x_high - x_low), room_y / (y_high - y_low)))
    spare_x = room_x - (x_high - x_low) * scale
    spare_y = room_y - (y_high - y_low) * scale
    left = float(x_low * scale - _EDGE - spare_x / 2)
    return Frame(scale, left, float(y_low * scale - _EDGE - spare_y / 2), width, height)


@dataclass(frozen=True, slots=True)
class Label:
    """A placed label: its lines, its middle, and the line from it to its area, if it has one."""

    text: str
    x: float
    y: float
    leader: tuple[tuple[float, float], tuple[float, float]] | None = None

    @property
    def anchor(self) -> str:
        """Which part of the text the place is for: the side that its line comes from."""
        wide, _high = size_of(self.text)
        if self.leader is None or abs(self.leader[1][0] - self.x) < wide / 2:
            return "middle"
        return "start" if self.leader[1][0] < self.x else "end"

    @property
    def place(self) -> tuple[float, float]:
        """Where the anchor is."""
        half = size_of(self.text)[0] / 2
        return self.x + {"start": -half, "middle": 0.0, "end": half}[self.anchor], self.y


@dataclass(frozen=True, slots=True)
class Wish:
    """What a label says: the name, broken or not, and the number; compact is the number alone."""

    name: str
    text: str
    compact: bool

    @property
    def inside(self) -> tuple[str, ...]:
        """The ways to write it inside an area, the best first."""
        if self.compact:
            return (self.text,)
        return tuple(f"{name}\n{self.text}" for name in _broken(self.name))

    @property
    def outside(self) -> str:
        """The way to write it beside the areas, where lines are few and wide."""
        return self.text if self.compact else f"{_broken(self.name)[-1]} {self.text}"


def place_labels(
    wishes: Mapping[str, Wish], shapes: Mapping[str, BaseGeometry], *, width: int, height: int
) -> dict[str, Label]:
    """Return a place for each label by its area's code; none overlaps another where there is room.

    Args:
        wishes: what to write, by code.
        shapes: the areas in pixels, by the same codes.
        width: of the frame.
        height: of the frame.
    """
    land = shapely.union_all(list(shapes.values())).buffer(_AIR)
    middles = {code: _middle(shape) for code, shape in shapes.items()}
    placed: dict[str, Label] = {}
    taken: list[Polygon] = []
    # The largest areas first: they have room, and it is the small that have to give way.
    for code in sorted(shapes, key=lambda each: -shapes[each].area):
        label = _inside(wishes[code], shapes[code], middles[code], taken)
        if label is not None:
            placed[code] = label
            taken.append(_frame(label.text, label.x, label.y))
    shapely.prepare(land)
    choices = {
        code: _outside(wishes[code], middles[code], land, (width, height))
        for code in shapes
        if code not in placed
    }
    small = {code: middles[code] for code in choices}
    tries = [
        _around({code: choices[code] for code in order}, taken) for order in _orders(small, land)
    ]
    return placed | min(tries, key=_disorder)


def size_of(text: str) -> tuple[float, float]:
    """Return about how wide and high a text is written, in pixels."""
    lines = text.split("\n")
    return max(map(len, lines)) * TEXT_SIZE * _LETTER, len(lines) * TEXT_SIZE * LINE_HEIGHT


def _world(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return points in pixels of the whole world at zoom 0, y downwards (EPSG:3857)."""
    north = np.log(np.tan(pi / 4 + np.radians(points[:, 1]) / 2))
    across = (points[:, 0] + 180) / 360
    return np.column_stack([across, (1 - north / pi) / 2]) * _WORLD


def _broken(name: str) -> tuple[str, ...]:
    """Return the name on one line and, when it is long, on two: after a hyphen or at a space."""
    breaks = [at + 1 for at, letter in enumerate(name) if letter in " -"]
    if not breaks or len(name) <= _LONGEST_LINE:
        return (name,)
    at = min(breaks, key=lambda each: abs(each - len(name) / 2))
    return name, f"{name[:at].rstrip()}\n{name[at:]}"


def _middle(shape: BaseGeometry) -> Point:
    """Return the point of the area that lies the furthest from its border."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    largest = max(parts, key=lambda part: part.area)
    return Point(shapely.maximum_inscribed_circle(largest, tolerance=1).coords[0])


def _frame(text: str, x: float, y: float) -> Polygon:
    width, height = size_of(text)
    return box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def _inside(
    wish: Wish, shape: BaseGeometry, middle: Point, taken: Sequence[Polygon]
) -> Label | None:
    """Return the label in its area, where it is held by it and free of the others."""
    for text in wish.inside:
        # A bare number is short enough to stand on its area however small that is.
        needed = 0.0 if wish.compact else _HELD
        for down in (0, -8, 8, -16, 16):
            for right in (0, -8, 8, -16, 16):
                x, y = middle.x + right, middle.y + down
                frame = _frame(text, x, y)
                if frame.intersection(shape).area < needed * frame.area:
                    continue
                if shape.covers(Point(x, y)) and not any(map(frame.intersects, taken)):
                    return Label(text, x, y)
    return None


def _orders(middles: Mapping[str, Point], land: BaseGeometry) -> Iterable[list[str]]:
    """Yield orders to place the small areas' labels in: the first takes the best place."""
    ways: tuple[Callable[[Point], float], ...] = (
        # The nearest to free space first: their lines are short, and in nobody's way.
        land.boundary.distance,
        lambda middle: middle.x,
        lambda middle: -middle.x,
        lambda middle: middle.y,
        lambda middle: -middle.y,
    )
    for way in ways:
        yield sorted(middles, key=lambda code, way=way: way(middles[code]))  # type: ignore[misc]


def _around(choices: Mapping[str, Sequence[Label]], taken: Sequence[Polygon]) -> dict[str, Label]:
    """Return each label's first place that the ones before it leave free, in the order given.

    The last choice is the number alone, which is taken however crowded it is.
    """
    placed: dict[str, Label] = {}
    obstacles: list[BaseGeometry] = list(taken)
    for code, labels in choices.items():
        blocked = shapely.union_all(obstacles)
        shapely.prepare(blocked)
        label = next((each for each in labels if _is_free(each, blocked)), labels[-1])
        placed[code] = label
        obstacles.append(_ground(label).buffer(_AIR))
    return placed


def _is_free(label: Label, blocked: BaseGeometry) -> bool:
    """Return whether nothing is in the way; its words are the quicker to try, so they are first."""
    if blocked.intersects(_frame(label.text, label.x, label.y)):
        return False
    return label.leader is None or not blocked.intersects(LineString(label.leader))


def _ground(label: Label) -> BaseGeometry:
    """Return what a label covers: its words, and its line if it has one."""
    frame = _frame(label.text, label.x, label.y)
    return frame if label.leader is None else GeometryCollection([frame, LineString(label.leader)])


def _disorder(labels: Mapping[str, Label]) -> float:
    """Return how hard a try is to read: the length of its lines, and names that found no room."""
    lengths = (LineString(each.leader).length if each.leader else None for each in labels.values())
    return sum(_NO_ROOM if length is None else length for length in lengths)


def _outside(wish: Wish, middle: Point, land: BaseGeometry, size: tuple[int, int]) -> list[Label]:
    """Return the label at each place off the land, the nearest first, and then without its name."""
    wide, high = size_of(wish.outside)
    columns, rows = np.meshgrid(
        np.arange(wide / 2 + 2, size[0] - wide / 2, _GRID),
        np.arange(high / 2 + 2, size[1] - high / 2, _GRID),
    )
    xs, ys = columns.ravel(), rows.ravel()
    # The line ends above or below the words where it can, and beside the nearest of them else.
    ends_x = np.clip(middle.x, xs - wide / 2 - _GAP, xs + wide / 2 + _GAP)
    reach = np.where(np.abs(xs - middle.x) < wide / 2, high / 2, high / 2 - _GAP)
    ends_y = np.clip(middle.y, ys - reach, ys + reach)
    lengths = np.hypot(ends_x - middle.x, ends_y - middle.y)
    near = np.argsort(lengths, kind="stable")[: np.count_nonzero(lengths <= _LONGEST_LEADER)]
    x, y = xs[near], ys[near]
    frames = shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    free = near[~shapely.intersects(land, frames)]
    start = (middle.x, middle.y)
    return [
        Label(wish.outside, float(xs[at]), float(ys[at]), (start, (ends_x[at], ends_y[at])))
        for at in free.tolist()
    ] + [Label(wish.text, *start)]
