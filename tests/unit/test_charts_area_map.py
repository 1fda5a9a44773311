import json
from itertools import combinations
from typing import Any

import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box, mapping

from charts.area_map import AreaShade, area_map, legend
from charts.map_labels import Frame, Label, Wish, fit, place_labels, size_of
from charts.theme import DARK, LIGHT, Theme
from domain.activities import Mark
from domain.map_classes import MapClass

CLASSES = (MapClass(0, 15), MapClass(15, 30), MapClass(30, None))
FIVE_CLASSES = tuple(map(MapClass, (0, 15, 30, 60, 90), (15, 30, 60, 90, None)))
WEST = box(11.80, 57.70, 11.90, 57.80)
EAST = box(11.90, 57.70, 12.00, 57.80)
HOLED = Polygon(WEST.exterior.coords, [box(11.83, 57.73, 11.87, 57.77).exterior.coords])
BOTH = {Mark.PROTECTED: "skyddat", Mark.MISSING: "ej rapporterat"}


def shade(
    code: str,
    area: Polygon | MultiPolygon,
    *,
    index: int | None = 0,
    mark: Mark = Mark.SHOWN,
    text: str = "7",
) -> AreaShade:
    return AreaShade(code, f"Område {code}", mapping(area), text, index, mark)


def drawn(*shades: AreaShade, theme: Theme = LIGHT, compact: bool = False) -> dict[str, Any]:
    deck = area_map(shades, theme, width=520, height=480, compact=compact)
    return json.loads(deck.to_json())  # type: ignore[no-any-return]


def layers(*shades: AreaShade, theme: Theme = LIGHT, compact: bool = False) -> dict[str, Any]:
    found = drawn(*shades, theme=theme, compact=compact)["layers"]
    return {each["id"]: each for each in found}


def frame_of(label: Label) -> Polygon:
    wide, high = size_of(label.text)
    return box(label.x - wide / 2, label.y - high / 2, label.x + wide / 2, label.y + high / 2)


def test_the_map_asks_for_no_background_and_stands_still() -> None:
    deck = drawn(shade("a", WEST))
    assert deck.get("mapProvider") is None
    # pydeck's own word for "none was asked for"; an address would be fetched from abroad.
    assert deck["mapStyle"] == "__MAP_STYLE__"
    assert [view["controller"] for view in deck["views"]] == [False]


def test_layers_keep_their_names_and_only_areas_can_be_clicked() -> None:
    found = layers(shade("a", WEST))
    assert list(found) == ["areas", "hatch", "outlines", "leaders", "halo", "labels"]
    assert [name for name, each in found.items() if each.get("pickable")] == ["areas"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_an_area_has_the_colour_of_its_class(theme: Theme) -> None:
    rows = layers(shade("a", WEST), shade("b", EAST, index=4), theme=theme)["areas"]["data"]
    assert {row["code"]: bytes(row["fill"]).hex() for row in rows} == {
        "a": theme.map_classes[0][1:],
        "b": theme.map_classes[4][1:],
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_marks_are_told_apart_without_colour(theme: Theme) -> None:
    looks = {}
    for mark in (Mark.MISSING, Mark.PROTECTED, Mark.NOT_APPLICABLE):
        found = layers(shade("a", WEST, index=None, mark=mark, text=mark.value), theme=theme)
        ground = f"#{bytes(found['areas']['data'][0]['fill']).hex()}"
        looks[mark] = (ground, bool(found["hatch"]["data"]), bool(found["outlines"]["data"]))
    assert looks == {
        Mark.MISSING: (theme.background, False, True),
        Mark.PROTECTED: (theme.protected, True, False),
        Mark.NOT_APPLICABLE: (theme.protected, False, False),
    }


def test_an_area_with_a_number_has_neither_hatch_nor_outline() -> None:
    found = layers(shade("a", WEST))
    assert found["hatch"]["data"] == found["outlines"]["data"] == []


def test_the_hatch_keeps_inside_its_area() -> None:
    rows = layers(shade("a", HOLED, index=None, mark=Mark.PROTECTED), shade("b", EAST))["hatch"]
    roomy = HOLED.buffer(0.001)
    assert len(rows["data"]) > 20
    assert all(roomy.covers(LineString(row["path"])) for row in rows["data"])


def test_the_outline_goes_around_every_part_and_hole() -> None:
    islands = MultiPolygon([HOLED, box(11.95, 57.70, 12.00, 57.75)])
    rows = layers(shade("a", islands, index=None, mark=Mark.MISSING))["outlines"]["data"]
    paths = [LineString(row["path"]) for row in rows]
    assert len(paths) == 3
    assert all(path.is_ring for path in paths)
    assert all(islands.boundary.buffer(0.001).covers(path) for path in paths)


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("text", ["1–4", "..", "minst 12"])
def test_a_protected_area_has_the_text_that_it_is_given_and_no_other(
    text: str, compact: bool
) -> None:
    hidden = shade("a", WEST, index=None, mark=Mark.PROTECTED, text=text)
    found = layers(hidden, shade("b", EAST), compact=compact)
    labels = [row["text"] for row in found["labels"]["data"]]
    assert labels == ([text, "7"] if compact else [f"Område a\n{text}", "Område b\n7"])
    assert all(set(row) == {"code", "rings", "fill"} for row in found["areas"]["data"])
    assert all(set(row) == {"path"} for row in found["hatch"]["data"])


def test_each_part_of_an_area_answers_with_its_code() -> None:
    islands = MultiPolygon([WEST, box(11.95, 57.70, 12.00, 57.75)])
    rows = layers(shade("a", islands))["areas"]["data"]
    assert [row["code"] for row in rows] == ["a", "a"]
    assert set(rows[0]) == {"code", "rings", "fill"}


def test_a_label_has_eight_halos_below_it_and_compact_is_the_number_alone() -> None:
    wide = layers(shade("a", WEST))
    assert [row["text"] for row in wide["labels"]["data"]] == ["Område a\n7"]
    assert len({tuple(row["offset"]) for row in wide["halo"]["data"]}) == 8
    compact = layers(shade("a", WEST), compact=True)
    assert [row["text"] for row in compact["labels"]["data"]] == ["7"]


def test_a_small_area_has_its_label_in_free_space_at_the_end_of_a_line() -> None:
    small = box(11.995, 57.74, 12.005, 57.75)
    found = layers(shade("a", WEST), shade("b", small))
    (leader,) = found["leaders"]["data"]
    assert small.covers(Point(leader["path"][0]))
    (at,) = [row["at"] for row in found["labels"]["data"] if "Område b" in row["text"]]
    assert not WEST.union(small).covers(Point(at))
    assert layers(shade("a", WEST), shade("b", small), compact=True)["leaders"]["data"] == []


def test_nothing_to_draw_is_an_empty_map() -> None:
    nowhere = AreaShade("a", "Område a", {}, "7", 0, Mark.SHOWN)
    assert drawn()["layers"] == []
    assert drawn(nowhere)["layers"] == []


@pytest.mark.parametrize("has_room", [False, True])
@pytest.mark.parametrize("size", [(520, 480), (350, 380), (200, 600)])
def test_the_view_shows_every_area_inside_its_frame(size: tuple[int, int], has_room: bool) -> None:
    frame = fit([WEST, EAST], width=size[0], height=size[1], has_room=has_room)
    for area in (WEST, EAST):
        left, top, right, bottom = frame.pixels(area).bounds
        assert left >= 9.99
        assert top >= 9.99
        assert right <= size[0] - 9.99
        assert bottom <= size[1] - 9.99


def test_pixels_and_degrees_are_each_others_inverse() -> None:
    frame = fit([WEST], width=520, height=480)
    there = frame.pixels(Point(11.85123, 57.75321))
    assert frame.degrees(*there.coords[0]) == pytest.approx((11.85123, 57.75321), abs=2e-5)


def test_the_whole_world_at_zoom_zero_is_512_pixels_wide() -> None:
    frame = Frame(1, 0, 0, 512, 512)
    assert frame.zoom == pytest.approx(0)
    assert frame.centre == pytest.approx((0, 0))
    assert frame.pixels(Point(180, 0)).coords[0] == pytest.approx((512, 256))


@pytest.mark.parametrize("compact", [False, True])
def test_labels_of_a_crowded_map_keep_off_each_other(compact: bool) -> None:
    cells = {
        f"{row}{column}": box(60 + column * 60, 120 + row * 60, 120 + column * 60, 180 + row * 60)
        for row in range(3)
        for column in range(3)
    }
    wishes = {code: Wish("Långa Gatan", "118", compact) for code in cells}
    placed = place_labels(wishes, cells, width=520, height=480)
    assert set(placed) == set(cells)
    for one, other in combinations(placed.values(), 2):
        assert not frame_of(one).intersects(frame_of(other))
        if one.leader and other.leader:
            assert not LineString(one.leader).intersects(LineString(other.leader))
    assert all(box(0, 0, 520, 480).covers(frame_of(label)) for label in placed.values())


def test_an_area_far_from_free_space_keeps_its_number_alone() -> None:
    shapes = {"ring": box(0, 0, 520, 480).difference(box(250, 230, 265, 245))}
    shapes["mitt"] = box(250, 230, 265, 245)
    wishes = {"ring": Wish("Ring", "1", compact=False), "mitt": Wish("Mitt", "2", compact=False)}
    label = place_labels(wishes, shapes, width=520, height=480)["mitt"]
    assert (label.text, label.leader) == ("2", None)


@pytest.mark.parametrize(("end_x", "anchor"), [(20.0, "start"), (180.0, "end"), (100.0, "middle")])
def test_a_label_is_written_from_the_side_that_its_line_comes_from(
    end_x: float, anchor: str
) -> None:
    label = Label("Kvillebäcken", 100, 50, ((0, 0), (end_x, 50)))
    assert label.anchor == anchor
    assert (label.place[0] - 100) * (end_x - 100) >= 0


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_legend_names_each_class_and_then_each_mark_as_the_map_has_it(theme: Theme) -> None:
    figure = legend(CLASSES, theme, marks=BOTH)
    words = [each.text for each in figure.layout.annotations]
    assert words == ["0–14", "15–29", "30 och fler", "skyddat", "ej rapporterat"]
    assert figure.data[0].marker.color == (
        *theme.map_classes[:3],
        theme.protected,
        theme.background,
    )
    assert figure.data[0].marker.pattern.shape == ("", "", "", "/", "")


def test_the_marks_of_a_legend_stand_in_the_order_given() -> None:
    figure = legend(CLASSES, LIGHT, marks=dict(reversed(BOTH.items())))
    assert [each.text for each in figure.layout.annotations][3:] == ["ej rapporterat", "skyddat"]
    assert figure.data[0].marker.pattern.shape == ("", "", "", "", "/")


def test_a_legend_where_every_area_has_a_number_has_the_classes_alone() -> None:
    figure = legend(CLASSES, DARK, marks={})
    assert len(figure.layout.annotations) == 3
    assert set(figure.data[0].marker.pattern.shape) == {""}


@pytest.mark.parametrize(
    ("marks", "compact", "words"),
    [
        (BOTH, True, ["90 och<br>fler", "skyddat", "ej<br>rapporterat"]),
        (BOTH, False, ["90 och fler", "skyddat", "ej rapporterat"]),
        ({Mark.PROTECTED: "skyddat"}, True, ["90 och fler", "skyddat"]),
    ],
)
def test_words_that_a_phone_has_no_room_for_are_broken(
    marks: dict[Mark, str], compact: bool, words: list[str]
) -> None:
    figure = legend(FIVE_CLASSES, LIGHT, marks=marks, compact=compact)
    assert [each.text for each in figure.layout.annotations][4:] == words
    # All of the broken words are seen, below boxes that are as high as before.
    has_two = any("<br>" in word for word in words)
    assert figure.layout.margin.b == (38 if has_two else 22)
    assert figure.layout.height - figure.layout.margin.b == 24


def test_long_ranges_that_a_phone_has_no_room_for_are_broken_too() -> None:
    thousands = tuple(map(MapClass, (0, 500, 1000, 2000, 3000), (500, 1000, 2000, 3000, None)))
    figure = legend(thousands, LIGHT, marks=BOTH, compact=True)
    words = [each.text.replace("\u00a0", " ") for each in figure.layout.annotations]
    assert words == [
        "0–499",
        "500–999",
        "1 000–<br>1 999",
        "2 000–<br>2 999",
        "3 000 och<br>fler",
        "skyddat",
        "ej<br>rapporterat",
    ]


def test_a_legend_has_the_decimals_of_its_bounds() -> None:
    figure = legend((MapClass(0, 0.5), MapClass(0.5, None)), LIGHT, marks={})
    assert [each.text for each in figure.layout.annotations] == ["0,0–0,4", "0,5 och mer"]
