"""Geographic files that are broken, crafted or odd: a sentence for each, never a stack trace."""

import json
from pathlib import Path
from typing import Any

import geopandas
import pytest

from transfer import border_files, faults
from transfer.areas import read_default_areas
from transfer.border_files import read_border_layers
from transfer.borders import AreaBorders, read_area_borders

AREAS, _POPULATION = read_default_areas()
SQUARE = [[11.9, 57.7], [12.0, 57.7], [12.0, 57.8], [11.9, 57.8], [11.9, 57.7]]
NAN = float("nan")


def collection(geometry: Any, properties: Any = None, **members: Any) -> str:
    feature = {
        "type": "Feature",
        "properties": {"namn": "Tuve-Säve"} if properties is None else properties,
        "geometry": geometry,
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature], **members})


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def borders(tmp_path: Path, content: str | bytes, name: str = "a.geojson") -> AreaBorders:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found = read_area_borders(path, AREAS)
    assert found.areas == ()
    return found


@pytest.mark.parametrize(
    "ring",
    [
        SQUARE[:-1],
        [[NAN, 57.7], *SQUARE[1:4], [NAN, 57.7]],
        [[1e308, 57.7], *SQUARE[1:4], [1e308, 57.7]],
        [[11.9, 57.7], [12.0, 57.7], [12.0, 1e300], [11.9, 57.7]],
    ],
    ids=["open", "nan", "huge", "high"],
)
def test_a_damaged_border_is_named_with_its_place(tmp_path: Path, ring: Any) -> None:
    found = borders(tmp_path, collection(polygon(ring)))
    assert found.faults[0] == (
        "Gränsen för Tuve-Säve (objekt 1) är skadad: den är inte sluten, eller har koordinater som "
        "ingen plats har. Rätta den i ett kartprogram, eller hämta filen igen."
    )


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Polygon"},
        polygon([["a", "b"], ["c", "d"]]),
        polygon(5),
        {"type": "Curve"},
    ],
)
def test_a_border_that_is_not_there_is_named_with_its_place(tmp_path: Path, geometry: Any) -> None:
    found = borders(tmp_path, collection(geometry))
    assert found.faults[0].startswith("Tuve-Säve (objekt 1) har ingen gräns i filen.")


@pytest.mark.parametrize("name", [["Tuve-Säve"], "Tuve-Säve", "TUVE-SÄVE "])
def test_a_list_is_read_as_what_it_holds(tmp_path: Path, name: Any) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(collection(polygon(SQUARE), {"namn": name, "x": {"a": [1]}, "y": [1, 2]}))
    [layer] = read_border_layers(path, None)
    [feature] = layer.features
    assert feature.properties["namn"] == (name if isinstance(name, str) else "Tuve-Säve")
    assert feature.properties["y"] == "1, 2"


@pytest.mark.parametrize("properties", [{}, {"namn": None}, {"namn": {}}, {"namn": 5}])
def test_features_without_a_name_are_no_areas(tmp_path: Path, properties: Any) -> None:
    found = borders(tmp_path, collection(polygon(SQUARE), properties))
    assert found.faults[0].startswith("Inget i filen är ett område på Hisingen.")


@pytest.mark.parametrize(
    "crs",
    [
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::99999"}},
        {"type": "name", "properties": {"name": ""}},
        {"type": "name", "properties": {"name": "x" * 5000}},
    ],
)
def test_a_coordinate_system_that_is_none_is_said(tmp_path: Path, crs: Any) -> None:
    found = borders(tmp_path, collection(polygon(SQUARE), {"namn": "Backa"}, crs=crs))
    assert found.notes == (
        "Filen uppger inget koordinatsystem som går att förstå. Koordinaterna är WGS 84.",
    )


@pytest.mark.parametrize("crs", [["x"], None, 5, {"type": "name"}, {"properties": []}])
def test_a_crs_of_the_wrong_kind_breaks_nothing(tmp_path: Path, crs: Any) -> None:
    found = borders(tmp_path, collection(polygon(SQUARE), {"namn": "Backa"}, crs=crs))
    assert all("saknas i filen" in fault for fault in found.faults)


BROKEN = "går inte att läsa som karta: den är avbruten eller skadad"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"a":', BROKEN),
        ('{"type":"FeatureCollection","features":{"a":1}}', BROKEN),
        ('{"type":"FeatureCollection","features":' + "[" * 100_000, BROKEN),
        ('{"a":' * 100_000, BROKEN),
        (collection(polygon(SQUARE))[:-30], BROKEN),
        (b"SQLite format 3\0junk", BROKEN),
        (b"SQLite format 3\0" + bytes(5000), BROKEN),
        ('{"type":"FeatureCollection","features":[null,5]}', "har inga områden"),
        ("[1,2]", "varken GeoJSON eller GeoPackage"),
        ("null", "varken GeoJSON eller GeoPackage"),
        ("[" * 100_000, "varken GeoJSON eller GeoPackage"),
        ("<!doctype html>", "är en webbsida"),
        ("", "är tom"),
    ],
)
def test_a_broken_file_is_one_sentence_with_its_name(
    tmp_path: Path, content: str | bytes, sentence: str
) -> None:
    [fault] = borders(tmp_path, content, "121212-1212 \x1b.geojson").faults
    assert sentence in fault
    assert "”******-**** �.geojson”" in fault


def test_what_a_file_calls_its_areas_is_shown_with_care(tmp_path: Path) -> None:
    features = [
        json.loads(collection(polygon(SQUARE), {"namn": name}))["features"][0]
        for name in ("Tuve-Säve", "121212-1212\x1b[31m", "x" * 5000)
    ]
    found = borders(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}))
    [note] = [note for note in found.notes if "förbigångna" in note]
    assert "******-****�[31m" in note
    assert len(note) < 300


def test_a_map_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "stor.geojson"
    with path.open("wb") as file:
        file.truncate(border_files.MAX_BYTES + 1)
    with pytest.raises(faults.FileTooLarge, match="är 201 MB; gränsen är 200 MB"):
        read_border_layers(path, None)


def test_every_way_to_cut_a_geopackage_off_is_told(tmp_path: Path) -> None:
    whole = tmp_path / "hel.gpkg"
    source = tmp_path / "a.geojson"
    source.write_text(collection(polygon(SQUARE)))
    geopandas.read_file(source).to_file(whole)
    content = whole.read_bytes()
    for length in range(20, len(content), len(content) // 25):
        [fault] = borders(tmp_path, content[:length], "a.gpkg").faults
        assert BROKEN in fault
