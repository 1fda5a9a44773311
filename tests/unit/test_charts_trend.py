from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plotly.graph_objects import Figure

from charts.labels import month_ticks, runs, spread, ticks
from charts.monthly_outcome import outcome_by_month
from charts.theme import DARK, LIGHT
from charts.trend import Line, monthly_trend
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


def test_a_protected_month_is_a_range_and_no_gap() -> None:
    line = Line("3 Yngre", (4.0, None, None, 9.0), "#123456", ranges=(None, (0, 7), None, None))
    figure = monthly_trend(MONTHS[:4], [line], LIGHT)
    drawn, ranges = figure.data
    assert list(drawn.y) == [4.0, None, None, 9.0]
    assert list(ranges.x) == [1.0, 1.0, None]
    assert list(ranges.y) == [0, 7, None]
    assert list(ranges.text)[:2] == ["mellan 0 och 7", "mellan 0 och 7"]
    # Only the month that nobody has told of is a gap.
    bands = [each for each in figure.layout.shapes if each.type == "rect"]
    assert [(each.x0, each.x1) for each in bands] == [(1.5, 2.5)]


def test_a_range_without_an_upper_end_goes_to_the_top_and_sets_no_scale() -> None:
    line = Line("", (4.0, None), "#123456", ranges=(None, (3, None)))
    figure = monthly_trend(MONTHS[:2], [line], LIGHT)
    ranges = figure.data[1]
    assert ranges.y[1] == figure.layout.yaxis.range[1]
    assert ranges.text[0] == "minst 3"


def test_ranges_of_several_lines_stand_beside_each_other() -> None:
    lines = [Line(name, (None,), "#123456", ranges=((0, 5),)) for name in "abc"]
    figure = monthly_trend(MONTHS[:1], lines, LIGHT, gap_word="inte publicerat")
    assert len({trace.x[0] for trace in figure.data[3:]}) == 3
    assert not figure.layout.shapes
