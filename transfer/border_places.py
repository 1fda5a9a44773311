"""In which coordinates a file really is: told by where its areas are known to lie.

Files say wrong things of themselves: GeoJSON written in SWEREF 99 without saying so, northing
before easting. Each possible reading is tried with a known point of each area.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely import Point, transform
from shapely.geometry.base import BaseGeometry

from domain.areas import Area

WGS_84 = CRS.from_epsg(4326)
METRES = CRS.from_epsg(3006)
"""SWEREF 99 TM: lengths and sizes are right within a per mille in all of Sweden."""

LIKELY = (WGS_84, METRES, CRS.from_epsg(3007))
"""What Swedish files hold: WGS 84, SWEREF 99 TM, and the zone 12 00 of the west coast."""

LEAST_SHARE = 0.5
"""A reading is believed when this share of the areas have their known point."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A coordinate system, and whether the numbers stand in the other order."""

    crs: CRS
    swapped: bool


def find_reading(crs: CRS | None, matched: Sequence[tuple[Area, BaseGeometry]]) -> Reading | None:
    """Return the first reading by which the areas lie where they are known to lie.

    `matched` pairs areas with valid shapes in the file's coordinates. What the file itself says is
    tried first. None when no reading fits.
    """
    placed = [
        (area.lon, area.lat, shape)
        for area, shape in matched
        if area.lon is not None and area.lat is not None
    ]
    for reading in _readings(crs):
        hits = sum(shape.covers(_to_file(reading, lon, lat)) for lon, lat, shape in placed)
        if hits and hits >= LEAST_SHARE * len(placed):
            return reading
    return None


def to_metres(shape: BaseGeometry, reading: Reading) -> BaseGeometry:
    """Return a shape of the file in SWEREF 99 TM, easting first."""
    if reading.swapped:
        shape = transform(shape, lambda points: points[:, ::-1])
    return _between(reading.crs, METRES, shape)


def to_wgs_84(shape: BaseGeometry) -> BaseGeometry:
    """Return a shape in metres as longitudes and latitudes."""
    return _between(METRES, WGS_84, shape)


def known_point(area: Area) -> Point | None:
    """Return the point that is known to lie in an area, in metres."""
    if area.lon is None or area.lat is None:
        return None
    return Point(Transformer.from_crs(WGS_84, METRES, always_xy=True).transform(area.lon, area.lat))


def _readings(crs: CRS | None) -> Iterator[Reading]:
    told = [] if crs is None else [crs]
    systems = [*told, *(likely for likely in LIKELY if likely not in told)]
    for system in systems:
        yield Reading(system, swapped=False)
        yield Reading(system, swapped=True)


def _to_file(reading: Reading, lon: float, lat: float) -> Point:
    try:
        x, y = Transformer.from_crs(WGS_84, reading.crs, always_xy=True).transform(lon, lat)
    except ProjError:
        return Point()
    return Point(y, x) if reading.swapped else Point(x, y)


def _between(source: CRS, target: CRS, shape: BaseGeometry) -> BaseGeometry:
    transformer = Transformer.from_crs(source, target, always_xy=True)

    def projected(points: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return transform(shape, projected)
