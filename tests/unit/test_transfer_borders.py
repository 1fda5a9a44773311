"""Files are made from the schematic map: no test needs the city's own borders."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pytest
from shapely import (
    Point,
    Polygon,
    box,
    coverage_is_valid,
    get_num_coordinates,
    transform,
    union_all,
)
from shapely.affinity import translate
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from domain.areas import Area, AreaLevel, GeometryKind
from transfer.areas import read_default_areas
from transfer.border_shapes import MOST_POINTS, areal_parts
from transfer.borders import AreaBorders, read_area_borders

AREAS, _POPULATION = read_default_areas()
DISTRICTS = [area for area in AREAS if area.level is AreaLevel.MELLANOMRADE]
SMALL = [area for area in AREAS if area.level is AreaLevel.PRIMAROMRADE]
WGS_84, TM, ZONE = 4326, 3006, 3007

OFF_THE_SHORE = (
    "Den kända punkten för Hjuvik ligger strax utanför gränsen.",
    "Den kända punkten för Arendal ligger strax utanför gränsen.",
)
"""True of the schematic map, which the files are made from."""


def shape_of(area: Area) -> BaseGeometry:
    assert area.geometry is not None
    return shape(dict(area.geometry))


def frame(areas: list[Area], code: str | None = "kod", name: str | None = "namn") -> Any:
    """The areas as a table of shapes in WGS 84, with the columns that are asked for."""
    columns: dict[str, list[str]] = {}
    if code:
        columns[code] = [area.code for area in areas]
    if name:
        columns[name] = [area.name for area in areas]
    shapes = [shape_of(area) for area in areas]
    return geopandas.GeoDataFrame(columns, geometry=shapes, crs=WGS_84)


def swapped(table: Any) -> Any:
    turned = table.copy()
    turned["geometry"] = transform(table.geometry.values, lambda points: points[:, ::-1])
    return turned.set_crs(table.crs, allow_override=True)


def saved(table: Any, path: Path, *, without_crs: bool = False, layer: str | None = None) -> Path:
    table.to_file(path, layer=layer)
    if without_crs:
        content = json.loads(path.read_text(encoding="utf-8"))
        content.pop("crs", None)
        path.write_text(json.dumps(content), encoding="utf-8")
    return path


def with_shape(table: Any, code: str, change: Callable[[BaseGeometry], BaseGeometry | None]) -> Any:
    changed = table.copy()
    changed["geometry"] = [
        change(each) if own == code else each
        for own, each in zip(table["kod"], table.geometry, strict=True)
    ]
    return changed


def likeness(found: AreaBorders) -> float:
    """The least overlap, of the areas that came, with the shape that the file was made from."""
    before = {area.code: shape_of(area) for area in AREAS if area.geometry}
    shares = []
    for area in found.areas:
        one, other = before[area.code], shape_of(area)
        shares.append(one.intersection(other).area / one.union(other).area)
    return min(shares)


def only_fault(found: AreaBorders) -> str:
    assert found.areas == ()
    assert len(found.faults) == 1, found.faults
    return found.faults[0]


@pytest.mark.parametrize("ending", ["geojson", "gpkg"])
@pytest.mark.parametrize("crs", [WGS_84, TM, ZONE, 3857])
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "swapped"])
def test_any_coordinate_system_and_order_of_axes(
    tmp_path: Path, ending: str, crs: int, turned: bool
) -> None:
    table = frame(DISTRICTS).to_crs(crs)
    path = saved(swapped(table) if turned else table, tmp_path / f"omraden.{ending}")
    found = read_area_borders(path, AREAS)
    assert found.faults == ()
    assert [area.code for area in found.areas] == [area.code for area in DISTRICTS]
    assert likeness(found) > 0.99
    assert any("omkastade" in note for note in found.notes) is turned


@pytest.mark.parametrize(("crs", "told"), [(TM, "SWEREF99 TM"), (ZONE, "SWEREF99 12 00")])
def test_geojson_that_does_not_say_that_it_is_sweref(tmp_path: Path, crs: int, told: str) -> None:
    path = saved(frame(DISTRICTS).to_crs(crs), tmp_path / "a.geojson", without_crs=True)
    found = read_area_borders(path, AREAS)
    assert likeness(found) > 0.99
    assert any("inget koordinatsystem" in note and told in note for note in found.notes)


def test_a_file_that_names_the_wrong_system_is_read_as_what_it_is(tmp_path: Path) -> None:
    table = frame(DISTRICTS).to_crs(ZONE).set_crs(TM, allow_override=True)
    found = read_area_borders(saved(table, tmp_path / "a.gpkg"), AREAS)
    assert likeness(found) > 0.99
    assert "Filen uppger SWEREF99 TM, men koordinaterna är SWEREF99 12 00" in found.notes[0]


@pytest.mark.parametrize(
    ("code", "name"),
    [("kod", None), (None, "namn"), ("MELLANOMR_ID", "Benamning"), ("namn", "kod")],
)
def test_the_columns_find_themselves(tmp_path: Path, code: str | None, name: str | None) -> None:
    for areas in (DISTRICTS, SMALL):
        path = saved(frame(areas, code, name), tmp_path / f"{areas[0].code}.geojson")
        found = read_area_borders(path, AREAS)
        assert found.faults == ()
        assert likeness(found) > 0.99  # Backa and Kvillebäcken are names of both levels


def test_codes_may_be_numbers_and_other_columns_may_look_like_codes(tmp_path: Path) -> None:
    table = frame(SMALL)
    table["kod"] = [float(area.code) for area in SMALL]
    table["mellanomrade_kod"] = [area.parent_code for area in SMALL]
    table["folkmangd"] = [70 + index for index, _area in enumerate(SMALL)]
    found = read_area_borders(saved(table, tmp_path / "a.gpkg"), AREAS)
    assert found.faults == ()
    assert likeness(found) > 0.99


def test_mellanomraden_alone_leave_the_primaromraden(tmp_path: Path) -> None:
    found = read_area_borders(saved(frame(DISTRICTS), tmp_path / "a.geojson"), AREAS)
    assert {area.level for area in found.areas} == {AreaLevel.MELLANOMRADE}
    assert found.notes == (
        "Filen har bara mellanområden. Primärområdena har kvar de gränser de hade.",
    )


def test_mellanomraden_are_joined_from_primaromraden(tmp_path: Path) -> None:
    found = read_area_borders(saved(frame(SMALL), tmp_path / "a.geojson"), AREAS)
    assert [area.code for area in found.areas] == [area.code for area in [*DISTRICTS, *SMALL]]
    assert likeness(found) > 0.99
    for area in found.areas[: len(DISTRICTS)]:
        parts = [shape_of(p) for p in found.areas if p.parent_code == area.code]
        assert union_all(parts).symmetric_difference(shape_of(area)).area < 1e-9, area.name
    assert found.notes == (
        *OFF_THE_SHORE,
        "Filen har bara primärområden. Mellanområdenas gränser är sammanfogade av dem.",
    )


def test_both_levels_from_two_layers_or_one_of_them(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    saved(frame(DISTRICTS), path, layer="mellan")
    saved(frame(SMALL).to_crs(ZONE), path, layer="primar")
    both = read_area_borders(path, AREAS)
    assert (len(both.areas), both.notes, both.faults) == (35, OFF_THE_SHORE, ())
    assert len(read_area_borders(path, AREAS, layer="mellan").areas) == 11
    assert "inget lager som heter ”kvarter”. Den har: mellan, primar." in only_fault(
        read_area_borders(path, AREAS, layer="kvarter")
    )


def test_both_levels_mixed_by_name_are_told_apart_by_size(tmp_path: Path) -> None:
    table = frame([*SMALL, *DISTRICTS], code=None)
    found = read_area_borders(saved(table, tmp_path / "a.geojson"), AREAS)
    assert len(found.areas) == 35
    assert likeness(found) > 0.99


def test_what_comes_back_is_official_and_otherwise_the_same_area(tmp_path: Path) -> None:
    found = read_area_borders(saved(frame(DISTRICTS), tmp_path / "a.geojson"), AREAS)
    for before, after in zip(DISTRICTS, found.areas, strict=True):
        assert after.geometry_kind is GeometryKind.OFFICIAL
        assert after.geometry is not None
        same = replace(after, geometry=before.geometry, geometry_kind=before.geometry_kind)
        assert same == before
        assert json.loads(json.dumps(after.geometry)) == after.geometry


def wavy(polygon: BaseGeometry) -> BaseGeometry:
    """Many points on each border, the same from both sides: moved by a rule of their place."""
    dense = polygon.segmentize(10)
    return transform(dense, lambda points: points + 6 * ((points // 7) % 2))


def test_a_detailed_file_is_simplified_and_borders_stay_shared(tmp_path: Path) -> None:
    table = frame(DISTRICTS).to_crs(TM)
    table["geometry"] = [wavy(each) for each in table.geometry]
    found = read_area_borders(saved(table, tmp_path / "a.gpkg"), AREAS)
    shapes = [shape_of(area) for area in found.areas]
    points = sum(get_num_coordinates(shapes).tolist())
    assert points <= MOST_POINTS * len(shapes)
    assert coverage_is_valid(shapes)
    assert all(each.is_valid for each in shapes)
    assert likeness(found) > 0.95


def test_neighbours_that_do_not_quite_meet_are_fitted(tmp_path: Path) -> None:
    table = frame(DISTRICTS).to_crs(TM)
    table = with_shape(table, "72", lambda each: translate(each, 0.4, 0.3))
    found = read_area_borders(saved(table, tmp_path / "a.gpkg"), AREAS)
    assert coverage_is_valid([shape_of(area) for area in found.areas])
    assert "Grannars gränser möttes inte precis. De är fogade till varandra." in found.notes


def spiked(each: BaseGeometry) -> BaseGeometry:
    """A border that runs out and back on itself: no area is won or lost."""
    (x, y), *others = areal_parts(each).geoms[0].exterior.coords
    return Polygon([(x, y), (x + 0.01, y + 0.01), (x, y), *others])


def bow_tie(each: BaseGeometry) -> BaseGeometry:
    west, south, east, north = each.bounds
    return Polygon([(west, south), (east, north), (east, south), (west, north)])


def test_a_harmless_spike_is_mended_and_said(tmp_path: Path) -> None:
    path = saved(with_shape(frame(DISTRICTS), "72", spiked), tmp_path / "a.geojson")
    found = read_area_borders(path, AREAS)
    assert likeness(found) > 0.99
    assert "Gränsen för Kvillebäcken (objekt 3) korsade sig själv och är lagad." in found.notes


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (bow_tie, "Gränsen för Kvillebäcken (objekt 3) korsar sig själv"),
        (lambda each: None, "Kvillebäcken (objekt 3) har ingen gräns i filen."),
        (lambda each: Polygon(), "Kvillebäcken (objekt 3) har ingen gräns i filen."),
        (lambda each: each.centroid, "Kvillebäcken (objekt 3) är en punkt eller en linje"),
        (lambda each: each.boundary, "Kvillebäcken (objekt 3) är en punkt eller en linje"),
        (lambda each: translate(each, 1, 0), "Gränsen för Kvillebäcken ligger 5"),  # a degree
        (lambda each: each.buffer(0.004), "och Kvillebäcken täcker varandra"),
    ],
    ids=["bow tie", "none", "empty", "point", "line", "far away", "grown"],
)
def test_a_border_that_cannot_be_used_is_refused_with_its_place(
    tmp_path: Path, change: Callable[[BaseGeometry], BaseGeometry | None], sentence: str
) -> None:
    path = saved(with_shape(frame(DISTRICTS), "72", change), tmp_path / "a.geojson")
    found = read_area_borders(path, AREAS)
    assert found.areas == ()
    assert any(sentence in fault for fault in found.faults), found.faults


def test_a_missing_area_is_told_with_the_name_that_is_like_it(tmp_path: Path) -> None:
    table = frame(DISTRICTS, code=None)
    table["namn"] = table["namn"].replace("Tuve-Säve", "Tuve-Sävve")
    fault = only_fault(read_area_borders(saved(table, tmp_path / "a.geojson"), AREAS))
    assert fault == (
        "Tuve-Säve (kod 77) saknas i filen. Är det ”Tuve-Sävve”? "
        "Lägg till området, eller rätta dess kod eller namn."
    )


def test_an_area_that_is_there_twice_is_told_with_both_places(tmp_path: Path) -> None:
    path = saved(frame([*DISTRICTS, DISTRICTS[1]]), tmp_path / "a.geojson")
    fault = only_fault(read_area_borders(path, AREAS))
    assert fault.startswith("Backa finns 2 gånger: objekt 2, objekt 12.")


def test_areas_of_the_rest_of_the_city_are_passed_over(tmp_path: Path) -> None:
    table = frame(DISTRICTS)
    table.loc[len(table)] = ["32", "Krokslätt-Johanneberg", box(11.97, 57.68, 12.0, 57.69)]
    found = read_area_borders(saved(table, tmp_path / "a.geojson"), AREAS)
    assert len(found.areas) == 11
    assert found.notes[0] == (
        "1 område i filen hör inte till Hisingen och är förbigånget: Krokslätt-Johanneberg."
    )


def test_codes_of_two_areas_that_have_changed_places_are_refused(tmp_path: Path) -> None:
    table = frame(DISTRICTS)
    table["kod"] = table["kod"].replace({"70": "71", "71": "70"})
    found = read_area_borders(saved(table, tmp_path / "a.geojson"), AREAS)
    assert found.areas == ()
    assert found.faults[0].startswith("Där Kärra-Rödbo ska ligga har filen Backa.")
    assert "har koden för Kärra-Rödbo. Koden gäller." in " ".join(found.notes)


def test_a_map_of_somewhere_else_is_refused(tmp_path: Path) -> None:
    table = frame(DISTRICTS)
    table["geometry"] = [translate(each, 3, 1) for each in table.geometry]
    fault = only_fault(read_area_borders(saved(table, tmp_path / "a.geojson"), AREAS))
    assert fault.startswith("Områdena ligger inte på Hisingen, läst som WGS 84")


def test_a_file_without_any_known_area_tells_what_is_expected(tmp_path: Path) -> None:
    table = geopandas.GeoDataFrame(
        {"deso": ["1480C1010"]}, geometry=[box(11.8, 57.7, 11.9, 57.8)], crs=WGS_84
    )
    fault = only_fault(read_area_borders(saved(table, tmp_path / "a.geojson"), AREAS))
    assert "Inget i filen är ett område på Hisingen." in fault
    assert "Filens kolumner är: deso." in fault


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "är tom"),
        (b" \n", "är tom"),
        (b"<!DOCTYPE html><html><h1>404</h1></html>", "är en webbsida, inte en karta"),
        (b"<?xml version='1.0'?><ows:ExceptionReport/>", "varken GeoJSON eller GeoPackage"),
        (b"kod;namn\n70;Backa\n", "varken GeoJSON eller GeoPackage"),
        (b"PK\x03\x04shapes", "varken GeoJSON eller GeoPackage"),
        (b'{"hej": 1}', "går inte att läsa som karta"),
        (b'{"type": "FeatureCollection", "features": [{"type"', "går inte att läsa som karta"),
        (b'{"type": "FeatureCollection", "features": []}', "har inga områden"),
        (b"SQLite format 3\0" + b"\0" * 500, "går inte att läsa som karta"),
    ],
)
def test_what_is_no_map_is_refused_and_why(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "omraden.geojson"
    path.write_bytes(content)
    fault = only_fault(read_area_borders(path, AREAS))
    assert sentence in fault
    assert "omraden.geojson" in fault


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    fault = only_fault(read_area_borders(tmp_path / "saknas.gpkg", AREAS))
    assert "finns inte" in fault


def test_an_area_without_a_known_point_is_taken_as_the_file_has_it(tmp_path: Path) -> None:
    unknown = [replace(area, lon=None, lat=None) if area.code == "72" else area for area in AREAS]
    found = read_area_borders(saved(frame(DISTRICTS), tmp_path / "a.geojson"), unknown)
    assert len(found.areas) == 11
    assert shape_of(found.areas[2]).covers(Point(11.95074, 57.7233))
