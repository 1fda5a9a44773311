"""Borders made safe and small: repaired, compared with each other, simplified together."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import numpy as np
from shapely import (  # type: ignore[attr-defined]  # coverage_clean is not in the types yet
    MultiPolygon,
    coverage_clean,
    coverage_is_valid,
    coverage_simplify,
    get_coordinates,
    get_num_coordinates,
    get_parts,
    make_valid,
    set_precision,
    transform,
)
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from transfer.border_places import to_wgs_84

MOST_CHANGE = 0.01
"""A repair may change this share of the size; more, and nobody knows what was meant."""

MOST_OVERLAP = 0.01
"""Share of the smaller of two areas that both may cover: a sliver, not a contradiction."""

MOST_POINTS = 80
"""Points of an area, on average over a level: a long shore needs more, an inner district fewer."""

FIRST_TOLERANCE_M = 4.0
LAST_TOLERANCE_M = 150.0

LEAST_ISLAND = 0.005
"""Share of an area's size below which an island of its own is left out."""

SNAP_M = 1.0
"""Borders this near are one border that was drawn twice."""

FARTHEST = 1e9
"""No coordinate of a place on the Earth is greater, in any system."""

DECIMALS = 5
"""Of a degree: one metre."""


def is_on_earth(shape: BaseGeometry) -> bool:
    """Whether every coordinate is a number that a place can have."""
    return bool((np.abs(get_coordinates(shape)) <= FARTHEST).all())


def areal_parts(shape: BaseGeometry) -> MultiPolygon:
    """Return the polygons of a shape; empty when it has none, as a line."""
    parts = [part for part in get_parts(shape, return_index=False).tolist() if part.area > 0]
    polygons = [part for part in parts if part.geom_type == "Polygon"]
    nested = [inner for part in parts if part.geom_type == "MultiPolygon" for inner in part.geoms]
    return MultiPolygon([*polygons, *nested])


def repair(shape: BaseGeometry) -> MultiPolygon | None:
    """Return a valid form of a shape with the same size; None when it cannot be known."""
    if shape.is_valid:
        return areal_parts(shape)
    repaired = areal_parts(make_valid(shape))
    # A figure of eight turns its second half inside out: its signed size is the difference.
    change = abs(repaired.area - shape.area)
    return repaired if repaired.area and change <= MOST_CHANGE * repaired.area else None


def overlapping(shapes: Mapping[str, BaseGeometry]) -> list[tuple[str, str]]:
    """Return the pairs of keys whose shapes cover each other by more than a sliver."""
    return [
        (one, other)
        for (one, shape), (other, beside) in combinations(shapes.items(), 2)
        if shape.intersects(beside) and _overlap(shape, beside) > MOST_OVERLAP
    ]


def _overlap(one: BaseGeometry, other: BaseGeometry) -> float:
    shared: float = one.intersection(other).area
    return shared / min(one.area, other.area)


def simplify_together(
    shapes: Mapping[str, MultiPolygon],
) -> tuple[dict[str, BaseGeometry], bool]:
    """Simplify shapes in metres so that borders that were shared still are.

    Returns:
        The shapes by key, and whether neighbours first had to be fitted to each other.
    """
    coverage = [_without_small_islands(shape) for shape in shapes.values()]
    fitted = not coverage_is_valid(coverage)
    if fitted:
        coverage = list(coverage_clean(coverage, gap_width=SNAP_M, snapping_distance=SNAP_M))
    tolerance = FIRST_TOLERANCE_M
    simple = coverage_simplify(coverage, tolerance)
    while np.mean(get_num_coordinates(simple)) > MOST_POINTS and tolerance < LAST_TOLERANCE_M:
        tolerance *= 1.25
        simple = coverage_simplify(coverage, tolerance)
    return dict(zip(shapes, simple, strict=True)), fitted


def as_geojson(shape: BaseGeometry) -> dict[str, Any]:
    """Return a shape in metres as a GeoJSON geometry: WGS 84, rounded, with lists."""
    on_earth = transform(to_wgs_84(shape), lambda points: np.round(points, DECIMALS))
    if not on_earth.is_valid:
        on_earth = set_precision(to_wgs_84(shape), 10**-DECIMALS)
    geometry = mapping(on_earth)
    return {"type": geometry["type"], "coordinates": _listed(geometry["coordinates"])}


def _listed(nested: Any) -> Any:
    """JSON has no tuples: what is read back equals what was made."""
    return [_listed(inner) for inner in nested] if isinstance(nested, list | tuple) else nested


def _without_small_islands(shape: MultiPolygon) -> MultiPolygon:
    least = LEAST_ISLAND * shape.area
    return MultiPolygon([part for part in shape.geoms if part.area >= least])
