"""A pack's pictures: whole, inside their frame, told without colour, and always the same."""

import re
from decimal import Decimal
from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from config.colours import DARK, LIGHT
from config.statuses import NO_REPORT, STATUS_WORDS
from domain.packs.content import Chart, ChartForm, Datum, Series, Tile, Tiles
from tests.pack_charts import (
    AREAS,
    HOSTILE,
    MISSING,
    RANGE,
    TWO_YEARS,
    chart,
    data,
    large_and_odd,
)
from tests.pack_sample import sample
from transfer.packs.drawing import Drawing, paints, status_paint
from transfer.packs.lettering import text_width, wrapped
from transfer.packs.pictures import chart_svg, tiles_svg
from transfer.packs.scales import Scale, datum_text, scale_of, spread, tick_text

CHARTS = large_and_odd()
ALONG_AN_AXIS: tuple[ChartForm, ...] = ("bars", "columns", "lines")
SVG = "{http://www.w3.org/2000/svg}"


def texts_in(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]


def tiles_of(*tiles: Tile) -> Tiles:
    return Tiles("De 28 punkterna", "Mening.", "Källa.", tiles)


def sample_tiles() -> Tiles:
    (found,) = [
        block
        for subject in sample().subjects
        for block in subject.blocks
        if isinstance(block, Tiles)
    ]
    return found


def outside(svg: str) -> list[str]:
    """Return what stands outside the picture: texts by their measured widths, and rectangles."""
    root = ET.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    found = []
    for each in root.iter():
        if each.tag == f"{SVG}text":
            size, weight = float(each.get("font-size", 14)), int(each.get("font-weight", 400))
            wide = text_width(each.text or "", size, weight)
            left = {"start": 0.0, "middle": wide / 2, "end": wide}[each.get("text-anchor", "start")]
            x, y = float(each.attrib["x"]) - left, float(each.attrib["y"])
            if x < -1 or x + wide > width + 1 or y > height or y < size * 0.5:
                found.append(each.text or "")
        elif each.tag == f"{SVG}rect":
            x, y, wide, high = (float(each.attrib[name]) for name in ("x", "y", "width", "height"))
            if min(x, y, wide, high) < 0 or x + wide > width or y + high > height:
                found.append(ET.tostring(each).decode())
    return found


@pytest.mark.parametrize("width", [300, 340, 520, 643, 1060])
@pytest.mark.parametrize("name", CHARTS)
def test_all_of_a_chart_lies_inside_its_frame(name: str, width: int) -> None:
    svg = chart_svg(CHARTS[name], width_px=width)
    assert float(ET.fromstring(svg).attrib["width"]) == width
    assert outside(svg) == []


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_can_stand_on_any_page(name: str) -> None:
    svg = chart_svg(CHARTS[name])
    assert " id=" not in svg
    assert "href" not in svg
    assert "style" not in svg
    assert "nan" not in svg
    assert 'aria-hidden="true"' in svg


@pytest.mark.parametrize("name", CHARTS)
def test_texts_are_black_and_every_colour_is_of_the_palette_with_its_class(name: str) -> None:
    known = set(paints(LIGHT).values())
    for each in ET.fromstring(chart_svg(CHARTS[name])).iter():
        for paint, letter in (("fill", "f"), ("stroke", "s")):
            colour = each.get(paint, "none")
            classes = [c[2:] for c in each.get("class", "").split() if c.startswith(f"{letter}-")]
            assert (colour == "none" and not classes) or colour in known
            assert [paints(LIGHT)[name] for name in classes] == [colour] * (colour != "none")
        if each.tag == f"{SVG}text":
            assert each.get("fill") is None


@pytest.mark.parametrize("form", ALONG_AN_AXIS)
def test_missing_is_said_in_words_and_zero_is_a_number(form: ChartForm) -> None:
    svg = chart_svg(chart(form, TWO_YEARS[:3], Series("A", "activity", data(None, 7, 0))))
    assert "ej rapporterat" in texts_in(svg)
    assert any(text.startswith("0") for text in texts_in(svg))
    assert LIGHT.grid in svg


def test_one_missing_column_among_others_is_a_dash() -> None:
    both = (Series("A", "money", data(1, None)), Series("B", "rest", data(2, None)))
    assert "–" not in texts_in(chart_svg(chart("columns", TWO_YEARS[:2], *both)))
    one = (Series("A", "money", data(1, None)), Series("B", "rest", data(2, 2)))
    assert "–" in texts_in(chart_svg(chart("columns", TWO_YEARS[:2], *one)))


@pytest.mark.parametrize("form", ALONG_AN_AXIS)
def test_a_protected_value_is_a_range_with_hollow_ends(form: ChartForm) -> None:
    svg = chart_svg(
        chart(form, TWO_YEARS[:3], Series("A", "activity", (*data(9), RANGE, *data(8))))
    )
    assert "1–4" in texts_in(svg)
    hollow = [
        each
        for each in ET.fromstring(svg).iter(f"{SVG}circle")
        if each.get("fill") == LIGHT.background
    ]
    assert len(hollow) == 2


def test_groups_differ_by_their_signs_and_not_by_colour_alone() -> None:
    svg = chart_svg(CHARTS["two years of lines"])
    signs = {
        "circle": re.findall(rf'<circle[^>]+fill="{LIGHT.groups["3"].colour}"', svg),
        "square": re.findall(
            rf'<path d="M[^"]+L[^"]+Z"[^>]+fill="{LIGHT.groups["2"].colour}"', svg
        ),
        "diamond": re.findall(rf'<path d="M[^"]+Z"[^>]+fill="{LIGHT.groups["1"].colour}"', svg),
    }
    assert all(signs.values())
    for name in ("Yngre", "På väg in", "I brott"):
        assert any(name in text for text in texts_in(svg))


def test_a_dumbbell_is_hollow_before_and_filled_now_and_says_both() -> None:
    before, now = Series("I maj", "before", data(2)), Series("Nu", "money", data(5))
    svg = chart_svg(chart("dumbbells", ("A",), before, now))
    fills = [each.get("fill") for each in ET.fromstring(svg).iter(f"{SVG}circle")]
    assert fills == [LIGHT.background, LIGHT.money]
    assert {"2\u00a0 I maj", "5\u00a0 Nu", "0"} <= set(texts_in(svg))


def test_what_has_not_changed_is_told_once() -> None:
    same = [Series("I maj", "before", data(3)), Series("Nu", "money", data(3))]
    svg = chart_svg(chart("dumbbells", ("A",), *same))
    assert "3, oförändrat" in texts_in(svg)
    assert svg.count("<circle") == 1


def test_months_are_named_with_the_year_where_it_begins() -> None:
    shown = texts_in(chart_svg(CHARTS["two years of columns"]))
    assert {"jan", "2025", "2026"} <= set(shown)
    assert "2026" not in texts_in(chart_svg(CHARTS["outcome and budget"]))


@pytest.mark.parametrize("name", ["no data", "no category", "no series"])
def test_nothing_to_show_is_a_picture_that_says_so(name: str) -> None:
    svg = chart_svg(CHARTS[name])
    assert texts_in(svg) == ["Inget är rapporterat, så det finns inget att visa."]
    assert "stroke-dasharray" in svg


@pytest.mark.parametrize("form", get_args(ChartForm))
def test_hostile_names_stay_texts(form: ChartForm) -> None:
    svg = chart_svg(CHARTS[f"hostile {form}"])
    assert "<script" not in svg
    assert "script&gt;" in svg


@pytest.mark.parametrize("width", [643, 1060])
def test_the_board_has_each_point_with_number_word_and_sign(width: int) -> None:
    svg = tiles_svg(sample_tiles(), width_px=width)
    assert outside(svg) == []
    shown = texts_in(svg)
    assert [text for text in shown if text.isdigit()] == [str(number) for number in range(1, 29)]
    assert shown.count("Försenad") == 4
    assert svg.count("<rect") == 28


@pytest.mark.parametrize("status", [None, *STATUS_WORDS])
def test_a_tile_has_the_colours_and_the_word_of_its_state(status: str | None) -> None:
    word = (STATUS_WORDS[status] if status else NO_REPORT).short
    svg = tiles_svg(tiles_of(Tile(7, "Föräldrastöd på kvällstid", status, word)))
    colours = LIGHT.statuses[status]
    assert f'fill="{colours.fill}" stroke="{colours.edge}"' in svg
    assert f'fill="{colours.ink}"' in svg
    assert word in texts_in(svg)


def test_a_tile_holds_any_title_and_no_tile_is_a_sentence() -> None:
    assert outside(tiles_svg(tiles_of(Tile(100, HOSTILE, "late", HOSTILE)), width_px=643)) == []
    assert texts_in(tiles_svg(tiles_of())) == ["Inga punkter att visa."]


def test_both_themes_have_the_same_paints() -> None:
    assert list(paints(LIGHT)) == list(paints(DARK))
    assert status_paint(None) == "no-report"


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((144, 0), (0, 50, 100, 150)),
        ((3,), (0, 1, 2, 3)),
        ((1,), (0, 1)),
        ((0,), (0, 1)),
        (("1.2", "-0.012"), (-0.5, 0, 0.5, 1, 1.5)),
        (("-3", "-1"), (-3, -2, -1, 0)),
        (("0.4", "3.2"), (0, 1, 2, 3, 4)),
        ((9_000_000,), (0, 2_500_000, 5_000_000, 7_500_000, 10_000_000)),
    ],
)
def test_an_axis_goes_from_or_through_zero_by_round_steps(
    values: tuple[int | str, ...], ticks: tuple[float, ...]
) -> None:
    shown = chart("columns", AREAS[: len(values)], Series("A", "money", data(*values)))
    assert scale_of(shown).ticks == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("datum", "others", "text"),
    [
        (Datum(Decimal(1234)), (), "1\u00a0234"),
        (Datum(Decimal("2.0")), ("0.4",), "2,0"),
        (Datum(Decimal("-0.012")), (), "−0,012"),
        (Datum(Decimal("1E+2")), (), "100"),
        (RANGE, (), "1–4"),
        (Datum(high=Decimal(4)), (), "0–4"),
        (Datum(low=Decimal(3)), (), "minst\u00a03"),
        (MISSING, (), "–"),
    ],
)
def test_a_datum_is_written_as_it_is_read(
    datum: Datum, others: tuple[int | str, ...], text: str
) -> None:
    shown = (datum, *data(*others))
    assert datum_text(datum, chart("bars", AREAS[: len(shown)], Series("A", "x", shown))) == text


def test_ticks_have_the_decimals_of_their_distance() -> None:
    assert [tick_text(value, Scale(0, 0.5, 0.25)) for value in (0, 0.25)] == ["0,00", "0,25"]
    assert tick_text(2_500_000, Scale(0, 5_000_000, 2_500_000)) == "2\u00a0500\u00a0000"


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ((50, 10), (50, 10)),
        ((50, 52), (50, 70)),
        ((98, 99), (80, 100)),
        ((), ()),
    ],
)
def test_labels_stand_apart_near_where_they_belong(
    wanted: tuple[float, ...], places: tuple[float, ...]
) -> None:
    assert tuple(spread(wanted, apart=20, lowest=0, highest=100)) == places


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("Norra Torslanda", ["Norra", "Torslanda"]),
        ("Torslandasommarläger", ["Torslandas", "ommarläg", "er"]),
        ("3,1\u00a0mnkr kvar", ["3,1\u00a0mnkr", "kvar"]),
    ],
)
def test_a_text_breaks_at_spaces_or_else_where_it_must(text: str, lines: list[str]) -> None:
    assert wrapped(text, 72, 14) == lines
    assert all(text_width(line, 14) <= 72 for line in lines)


def test_a_text_of_too_many_lines_ends_with_an_ellipsis() -> None:
    assert wrapped("ett två tre fyra fem sex", 50, 14, most=2)[-1].endswith("…")


def test_a_drawing_takes_what_xml_does_not() -> None:
    drawing = Drawing(300)
    drawing.text((0, 10), 'a\x00b\ufffe<&"\ud800')
    (text,) = texts_in(drawing.svg(20))
    assert text.startswith("a\ufffdb")


def test_a_chart_is_small() -> None:
    assert isinstance(CHARTS["eleven areas"], Chart)
    assert len(chart_svg(CHARTS["eleven areas"]).encode()) < 5_000
    assert len(chart_svg(CHARTS["two years of lines"]).encode()) < 20_000
