"""The city's areas: what they are called, how they look, and how many live there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from texts import _


class AreaLevel(StrEnum):
    """The levels of the city's division, the largest first."""

    STADSOMRADE = "stadsomrade"
    MELLANOMRADE = "mellanomrade"
    PRIMAROMRADE = "primaromrade"


class GeometryKind(StrEnum):
    """Where a shape comes from."""

    SCHEMATIC = "schematic"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Area:
    """An area. The mellanområde reports; its primärområden are a drill-down.

    `lon` and `lat` are a point inside it and `geometry` a GeoJSON geometry, both in WGS 84.
    """

    code: str
    name: str
    level: AreaLevel
    parent_code: str | None
    lon: float | None
    lat: float | None
    area_km2: Decimal | None
    geometry: Mapping[str, Any] | None
    geometry_kind: GeometryKind | None


@dataclass(frozen=True, slots=True)
class Population:
    """How many lived in an area on a day. `age_group` is "all" or an interval such as "13-20"."""

    area_code: str
    on_date: date
    age_group: str
    population: int
    source: str


def telling_names(areas: Iterable[Area]) -> dict[str, str]:
    """Return each area's name by its code, so that no two are alike.

    A few primärområden bear the name of their mellanområde. The name alone means the larger one,
    which is the one that reports; the smaller says what it is.
    """
    every = list(areas)
    larger = {area.name for area in every if area.level is not AreaLevel.PRIMAROMRADE}
    return {
        area.code: _("{name} (primärområde)").format(name=area.name)
        if area.level is AreaLevel.PRIMAROMRADE and area.name in larger
        else area.name
        for area in every
    }
