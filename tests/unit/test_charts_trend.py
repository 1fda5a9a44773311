from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from charts.labels import month_ticks, runs, spread, ticks
from charts.monthly_outcome import outcome_by_month
from charts.theme import DARK, LIGHT
from charts.trend import Line, Range, monthly_trend
from domain.calendar import months_between
from texts.numbers import NO_BREAK_SPACE

MONTHS = months_between(date(2026, 1, 1), date(2026, 6, 1))
PLACES = st.lists(st.floats(-50, 150), max_size=12)


def texts_of(figure: Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


@given(PLACES, st.booleans())
def test_labels_keep_their_distance_their_order_and_the_plot(
    wanted: list[float], upward: bool
) -> None:
    places = spread(wanted, apart=20, lowest=0, highest=100, upward=upward)
    ordered = sorted(places)
    apart = min(20, 100 / max(1, len(wanted) - 1))
    assert all(b - a >= apart - 1e-6 for a, b in pairwise(ordered))
    assert all(-1e-6 <= place <= 100 + 1e-6 for place in places)
    assert sorted(range(len(wanted)), key=lambda i: wanted[i]) == sorted(
        range(len(wanted)), key=lambda i: places[i]
    )


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert spread([70, 10, 40], apart=20, lowest=0, highest=100) == (70, 10, 40)


def test_two_labels_part_evenly_or_upward() -> None:
    assert spread([50, 50], apart=20, lowest=0, highest=100) == (40, 60)
    assert spread([50, 50], apart=20, lowest=0, highest=100, upward=True) == (50, 70)


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        (0, 144, (0, 50, 100, 150)),
        (0, 79, (0, 20, 40, 60, 80)),
        (0, 12, (0, 3, 6, 9, 12)),
        (0, 1, (0, 0.5, 1)),
        (0, 0, (0, 1)),
        (-4, 12, (-5, 0, 5, 10, 15)),
    ],
)
def test_ticks_are_round_and_hold_zero(
    lowest: float, highest: float, expected: tuple[float, ...]
) -> None:
    assert ticks(lowest, highest) == expected


@given(st.floats(-1e7, 1e7), st.floats(-1e7, 1e7))
def test_ticks_are_at_most_five_and_hold_everything(one: float, other: float) -> None:
    places = ticks(min(one, other), max(one, other))
    assert 2 <= len(places) <= 5
    assert 0 in places
    assert places[0] <= min(one, other, 0) + 1e-6
    assert places[-1] >= max(one, other, 0) - 1e-6


def test_the_year_stands_where_it_changes() -> None:
    months = months_between(date(2025, 11, 1), date(2026, 2, 1))
    texts = [text for _index, text in month_ticks(months, most=12)]
    assert texts == ["nov<br>2025", "dec", "jan<br>2026", "feb"]


@pytest.mark.parametrize("count", [1, 7, 12, 13, 25, 60])
def test_many_months_are_thinned(count: int) -> None:
    months = months_between(date(2026, 1, 1), date(2031, 12, 1))[:count]
    assert 1 <= len(month_ticks(months, most=6)) <= 6


def test_runs_are_found_at_both_ends() -> None:
    assert runs([True, True, False, True]) == [(0, 1), (3, 3)]


def test_values_are_drawn_as_given_and_silence_is_a_gap_with_a_band() -> None:
    values = (0, 3, None, None, 5, 0)
    figure = monthly_trend(MONTHS, [Line("", values, LIGHT.activity)], LIGHT)
    assert figure.data[0].y == values
    assert figure.data[0].connectgaps is False
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(1.5, 3.5)]
    assert texts_of(figure) == ["ej rapporterat", "<b>0</b>", "0"]


def test_a_month_that_one_line_has_gets_no_band() -> None:
    one, other = (1, None, 3, 4, 5, 6), (1, 2, 3, 4, 5, 6)
    lines = [Line("A", one, LIGHT.money), Line("B", other, LIGHT.activity)]
    assert not monthly_trend(MONTHS, lines, LIGHT).layout.shapes


def test_an_older_last_value_says_its_month_and_none_is_a_dash() -> None:
    lines = [
        Line("A < B", (1, 2, None, None, None, None), LIGHT.money),
        Line("C", (None,) * 6, LIGHT.activity),
    ]
    texts = texts_of(monthly_trend(MONTHS, lines, LIGHT))
    assert f"<b>2</b> i feb{NO_BREAK_SPACE} A &lt; B" in texts
    assert f"<b>–</b>{NO_BREAK_SPACE} C" in texts


@pytest.mark.parametrize("compact", [True, False])
def test_end_labels_lie_in_the_plot_and_the_axis_begins_at_zero(compact: bool) -> None:
    lines = [Line(f"L{i}", (100.0,) * 6, LIGHT.money) for i in range(5)]
    figure = monthly_trend(MONTHS, lines, DARK, compact=compact)
    low, high = figure.layout.yaxis.range
    places = [annotation.y for annotation in figure.layout.annotations]
    assert low == 0
    assert all(low <= place <= high for place in places)
    assert len({round(place, 3) for place in places}) == 5


def test_a_point_alone_is_seen_and_told_once() -> None:
    figure = monthly_trend(MONTHS, [Line("", (None, 7, *[None] * 4), LIGHT.money)], LIGHT)
    assert figure.data[0].mode == "lines+markers"
    assert texts_of(figure).count("<b>7</b> i feb") == 1
    assert "7" not in texts_of(figure)


@pytest.mark.parametrize("lines", [[], [Line("A", (None,) * 6, LIGHT.money)]])
def test_nothing_reported_is_said(lines: list[Line]) -> None:
    figure = monthly_trend(MONTHS, lines, LIGHT)
    assert not figure.data
    assert texts_of(figure) == ["Ingen månad är rapporterad än"]


def test_a_line_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="one value"):
        monthly_trend(MONTHS, [Line("A", (1,), LIGHT.money)], LIGHT)


def test_five_years_of_three_lines_stay_small() -> None:
    months = months_between(date(2022, 3, 1), date(2027, 2, 1))
    values = tuple(None if i % 9 == 5 else 100.0 + i for i in range(60))
    lines = [Line(f"Linje {i}", values, LIGHT.money) for i in range(3)]
    figure = monthly_trend(months, lines, LIGHT)
    assert len(figure.to_json().encode()) <= 12_000
    assert outcome_by_month([], None, [], LIGHT).data == ()


def test_the_label_of_a_falling_line_lies_above_all_that_it_would_cover_on_a_phone() -> None:
    values = (10.0, 20, 30, 90, 80, 60)
    figure = monthly_trend(MONTHS[:6], [Line("3 Yngre", values, "#000")], LIGHT, compact=True)
    (end,) = figure.layout.annotations
    assert end.text.startswith("3 Yngre")
    assert end.y > 80
    rising = [Line("3 Yngre", values[:3], "#000")]
    assert monthly_trend(MONTHS[:3], rising, LIGHT, compact=True).layout.annotations[0].y > 30


@pytest.mark.parametrize("compact", [True, False])
def test_a_protected_month_is_a_hollow_stroke_a_gap_in_the_line_and_no_band(compact: bool) -> None:
    line = Line("3 Yngre", (4.0, None, None, 9.0), "#123456", "square", (None, (0, 7), None, None))
    figure = monthly_trend(MONTHS[:4], [line], LIGHT, compact=compact)
    stroke, drawn = figure.data
    assert drawn.y == (4.0, None, None, 9.0)
    assert (stroke.x, stroke.y) == ((1, 1, 1), (0, 7, None))
    assert stroke.connectgaps is drawn.connectgaps is False
    # Hollow signs of the line tell whose it is without colour, and that no value is known.
    assert stroke.marker.symbol == "square"
    assert (stroke.marker.color, stroke.marker.line.color) == (LIGHT.background, "#123456")
    # Only the month that nobody has told of is a gap.
    assert [(each.x0, each.x1) for each in figure.layout.shapes] == [(1.5, 2.5)]
    assert "0–7" in texts_of(figure)


@pytest.mark.parametrize(
    ("label", "span", "words", "template"),
    [
        ("", (1, 4), "mellan 1 och 4", "%{hovertext}<extra></extra>"),
        ("", (5, None), "minst 5", "%{hovertext}<extra></extra>"),
        (
            "A < B",
            (1200, 1204),
            f"mellan 1{NO_BREAK_SPACE}200 och 1{NO_BREAK_SPACE}204",
            "%{fullData.name}<br>%{hovertext}<extra></extra>",
        ),
    ],
)
def test_a_stroke_tells_its_range_when_it_is_pointed_at_and_a_point_tells_nothing(
    label: str, span: Range, words: str, template: str
) -> None:
    figure = monthly_trend(
        MONTHS[:2], [Line(label, (4.0, None), "#123", ranges=(None, span))], DARK
    )
    stroke, drawn = figure.data
    assert figure.layout.hovermode == "closest"
    assert figure.layout.hoverlabel.font.color == DARK.text
    assert stroke.hovertext == (words, words, "")
    assert stroke.hovertemplate == template
    assert stroke.name == label.replace("<", "&lt;")
    assert drawn.hoverinfo == "skip"


def test_a_chart_without_protected_months_is_not_pointed_at() -> None:
    line = Line("", (4.0, 5.0), "#123456", ranges=(None, None))
    figure = monthly_trend(MONTHS[:2], [line], LIGHT)
    assert figure.layout.hovermode is False
    assert len(figure.data) == 1


@pytest.mark.parametrize("compact", [True, False])
def test_a_range_without_an_upper_end_is_an_arrow_to_the_top(compact: bool) -> None:
    line = Line("", (None, 40.0, None), "#123456", ranges=((3, None), None, (1, 4)))
    figure = monthly_trend(MONTHS[:3], [line], LIGHT, compact=compact)
    low, top, *_rest = figure.data[0].y
    assert (low, top) == (3, pytest.approx(40 * 1.08))
    assert top <= figure.layout.yaxis.range[1]
    assert figure.data[0].marker.symbol[:2] == ("circle", "arrow-up")
    assert figure.data[0].marker.symbol[3:5] == ("circle", "circle")


def test_the_value_axis_holds_the_ranges() -> None:
    line = Line("", (4.0, None, None), "#123456", ranges=(None, (12, 31), (60, None)))
    axis = monthly_trend(MONTHS[:3], [line], LIGHT).layout.yaxis
    assert axis.range[0] == 0
    assert axis.range[1] > 60


@pytest.mark.parametrize("count", [2, 3, 7])
def test_ranges_of_one_month_stand_beside_each_other_within_it(count: int) -> None:
    lines = [Line(f"L{i}", (None,), "#123456", ranges=((0, 5),)) for i in range(count)]
    figure = monthly_trend(MONTHS[:1], lines, LIGHT, gap_word="inte publicerat")
    places = [trace.x[0] for trace in figure.data[:count]]
    assert all(b - a >= 0.1 for a, b in pairwise(places))
    assert sum(places) == pytest.approx(0, abs=0.01)
    assert max(places) < 0.5
    assert not figure.layout.shapes
    # Names stand beside the outermost.
    names = [each for each in figure.layout.annotations if "L" in each.text]
    assert [each.x for each in names] == [max(places)] * count


def test_a_protected_month_beside_a_reported_one_stands_in_its_middle() -> None:
    one = Line("A", (7.0,), "#123456")
    other = Line("B", (None,), "#654321", ranges=((1, 4),))
    assert monthly_trend(MONTHS[:1], [one, other], LIGHT).data[0].x[0] == 0


def test_the_newest_is_told_be_it_a_value_or_a_range() -> None:
    lines = [
        Line("A", (1, 2, None), "#111111", ranges=(None, None, (1, 4))),
        Line("B", (1, None, None), "#222222", ranges=(None, (5, None), None)),
        Line("C", (None, None, 8), "#333333", ranges=((1, 3), (1, 2), None)),
    ]
    texts = texts_of(monthly_trend(MONTHS[:3], lines, LIGHT))
    named = [f"<b>1–4</b>{NO_BREAK_SPACE} A", f"<b>minst 5</b> i feb{NO_BREAK_SPACE} B"]
    # The first stroke that has an upper end, and is not told at the end of its line, tells its own.
    assert texts == [*named, f"<b>8</b>{NO_BREAK_SPACE} C", "1–3"]


def test_a_line_of_protected_months_alone_is_no_silence() -> None:
    figure = monthly_trend(MONTHS, [Line("", (None,) * 6, "#123456", ranges=((1, 4),) * 6)], LIGHT)
    assert texts_of(figure) == ["<b>1–4</b>", "1–4"]
    assert not figure.layout.shapes


def test_a_reported_month_is_drawn_as_its_value_whatever_range_it_has() -> None:
    figure = monthly_trend(MONTHS[:2], [Line("", (3, 4), "#123456", ranges=((0, 99), None))], LIGHT)
    assert len(figure.data) == 1
    assert figure.layout.yaxis.range[1] < 10


def test_ranges_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one range"):
        monthly_trend(MONTHS[:2], [Line("A", (1, None), "#123456", ranges=((1, 4),))], LIGHT)


@given(
    low=st.integers(0, 50),
    width=st.one_of(st.none(), st.integers(1, 50)),
    others=st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=5, max_size=5),
)
def test_nothing_in_the_figure_comes_from_elsewhere_than_values_and_ends(
    low: int, width: int | None, others: list[int | None]
) -> None:
    span = (low, None if width is None else low + width)
    line = Line("", (None, *others), "#123456", ranges=(span, *[None] * 5))
    figure = monthly_trend(MONTHS, [line], LIGHT)
    stroke = figure.data[0]
    top = figure.layout.yaxis.range[1]
    assert stroke.y == (low, top if width is None else low + width, None)
    assert figure.data[1].y == (None, *others)
    # Each is there because the drawing needs it; more would be a place for what is hidden.
    common = {"type", "x", "y", "mode", "connectgaps", "cliponaxis", "line", "marker"}
    sent = [set(trace) for trace in figure.to_plotly_json()["data"]]
    assert sent[0] - {"name"} == common | {"hovertext", "hovertemplate"}
    assert sent[1] - {"name"} == common | {"hoverinfo"}
    # At least none says nothing: the mark stands alone.
    least = f"minst {low}" if low else ".."
    assert set(stroke.hovertext) == {f"mellan {low} och {span[1]}" if width else least, ""}


def test_a_year_of_three_protected_lines_stays_small() -> None:
    months = months_between(date(2026, 1, 1), date(2026, 12, 1))
    lines = [
        Line(f"Linje {i}", (None,) * 12, LIGHT.money, "square", ((1, 4), (12, None)) * 6)
        for i in range(3)
    ]
    assert len(monthly_trend(months, lines, LIGHT).to_json().encode()) <= 12_000
