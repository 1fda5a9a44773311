"""The areas that the program ships: their facts, and the schematic map."""

import csv
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from config.areas import DISTRICTS, SCHEMATIC_MAP, SMALL_AREAS
from domain.areas import Area, AreaLevel, GeometryKind, Population

CITY_PART = Area("H", "Hisingen", AreaLevel.STADSOMRADE, None, None, None, None, None, None)
"""The stadsområde. The city's files give it no code; this one is the project's own."""

POPULATION_SOURCE = "exempeldata i kartarkivet gothenburg_maps, inte officiell statistik"

_COUNTED = {"population_2025_01": date(2025, 1, 1), "population_2025_10": date(2025, 10, 1)}


def read_default_areas() -> tuple[list[Area], list[Population]]:
    """Return Hisingen, its mellanområden and their primärområden, and how many live there.

    Parents come before children.
    """
    shapes = _shapes()
    areas, population = [CITY_PART], []
    for path, level in (
        (DISTRICTS, AreaLevel.MELLANOMRADE),
        (SMALL_AREAS, AreaLevel.PRIMAROMRADE),
    ):
        for row in _rows(path):
            areas.append(_area(row, level, shapes[level, row["code"]]))
            population += [
                Population(row["code"], day, "all", int(row[column]), POPULATION_SOURCE)
                for column, day in _COUNTED.items()
            ]
    return areas, population


def _area(row: dict[str, str], level: AreaLevel, geometry: dict[str, Any]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        level=level,
        parent_code=row.get("parent_code", CITY_PART.code),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        area_km2=Decimal(row["area_km2"]),
        geometry=geometry,
        geometry_kind=GeometryKind.SCHEMATIC,
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def _shapes() -> dict[tuple[str, str], dict[str, Any]]:
    features = json.loads(SCHEMATIC_MAP.read_text(encoding="utf-8"))["features"]
    return {
        (feature["properties"]["level"], feature["properties"]["code"]): feature["geometry"]
        for feature in features
    }
