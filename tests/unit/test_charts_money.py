from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from plotly.graph_objects import Figure

from charts.burn_down import burn_down
from charts.money import Bullet, money_bar, source_bullets
from charts.monthly_outcome import outcome_by_month
from charts.theme import DARK, LIGHT
from domain.calendar import months_between
from texts.numbers import NO_BREAK_SPACE as NBSP

MILLION = Decimal(1_000_000)
BULLET = Bullet(
    "Medel", 7 * MILLION, 4 * MILLION, 5 * MILLION, Decimal("4.5") * MILLION, 6 * MILLION
)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LEFT = [
    (date(2025, 12, 31), 12 * MILLION),
    (date(2026, 1, 31), 11 * MILLION),
    (date(2026, 2, 28), Decimal("10.5") * MILLION),
]


def texts_of(figure: Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def named(figure: Figure, name: str) -> Any:
    return next(trace for trace in figure.data if trace.name == name)


@pytest.mark.parametrize(("used", "edge", "marks"), [("0.59", 1, 1), ("0", 1, 1), ("1.2", 1.2, 2)])
def test_the_bar_is_the_share_and_an_overdraft_shows_the_edge(
    used: str, edge: float, marks: int
) -> None:
    figure = money_bar(Decimal(used), Decimal("0.89"), LIGHT, used_label="a", time_label="b")
    assert figure.data[1].x == (float(used),)
    assert figure.layout.xaxis.range == (0, edge)
    assert len(figure.layout.shapes) == marks
    assert figure.layout.shapes[0].x0 == 0.89
    assert texts_of(figure) == ["<b>a</b>", "<b>b</b>"]


def test_bullets_are_drawn_as_given_and_the_first_row_names_them() -> None:
    second = replace(BULLET, name="Två", outcome=3 * MILLION)
    figure = source_bullets([BULLET, second], LIGHT)
    assert named(figure, "budget").x == (7e6, 7e6)
    assert named(figure, "outcome").x == (4e6, 3e6)
    assert named(figure, "range").x == (1.5e6, 1.5e6)
    assert named(figure, "forecast").x == (5e6, 5e6, None) * 2
    assert {f"utfall 4{NBSP}000", f"3{NBSP}000"} <= set(texts_of(figure))


@pytest.mark.parametrize("compact", [True, False])
def test_without_forecast_there_is_no_mark_but_a_dash(compact: bool) -> None:
    bullet = replace(BULLET, forecast=None, low=None, high=None)
    figure = source_bullets([bullet], DARK, compact=compact)
    assert named(figure, "forecast").x == ()
    assert named(figure, "range").x == ()
    assert f"utfall 4{NBSP}000 · prognos – · budget 7{NBSP}000" in texts_of(figure)


def test_no_range_no_budget_and_too_much_used_are_drawn() -> None:
    bullets = [
        replace(BULLET, low=None, high=None),
        replace(BULLET, budget=Decimal(0)),
        replace(BULLET, outcome=9 * MILLION),
    ]
    figure = source_bullets(bullets, LIGHT)
    assert named(figure, "range").y == (1, 2)
    assert [shape.x0 for shape in figure.layout.shapes] == [0, 7e6]
    assert figure.layout.xaxis.range == (0, 9e6)


@pytest.mark.parametrize("compact", [True, False])
def test_a_budget_that_is_not_known_is_a_dash_and_no_bar(compact: bool) -> None:
    figure = source_bullets([replace(BULLET, budget=None), BULLET], LIGHT, compact=compact)
    assert named(figure, "budget").x == (None, 7e6)
    assert f"utfall 4{NBSP}000 · prognos 5{NBSP}000 · budget –" in texts_of(figure)


def test_where_no_ledger_has_been_read_nothing_is_drawn_as_used() -> None:
    figure = source_bullets([replace(BULLET, outcome=None)], LIGHT)
    assert named(figure, "outcome").x == (None,)
    assert f"utfall – · prognos 5{NBSP}000 · budget 7{NBSP}000" in texts_of(figure)


def test_no_sources_is_said() -> None:
    assert texts_of(source_bullets([], LIGHT)) == ["Inga medel är inlästa än"]


def test_what_is_left_even_pace_rest_and_range() -> None:
    rest, spread = 3 * MILLION, (2 * MILLION, 4 * MILLION)
    figure = burn_down(LEFT, 12 * MILLION, FIRST, LAST, rest, spread, LIGHT)
    even, wedge, expected, actual = figure.data
    assert actual.y == (12, 11, 10.5)
    assert even.y == (12, 0)
    assert expected.y == (10.5, 3)
    assert wedge.y == (10.5, 4, 2)
    assert figure.layout.yaxis.range[0] == 0
    texts = " ".join(texts_of(figure))
    assert f"<b>Kvar nu: 10,5{NBSP}mnkr</b>" in texts
    assert f"<b>Kvar 31 dec</b><br>3,0{NBSP}mnkr<br>(2,0–4,0)" in texts
    assert "Jämn takt" in texts


@pytest.mark.parametrize("compact", [True, False])
def test_without_expectation_only_what_is_left(compact: bool) -> None:
    figure = burn_down(LEFT, 12 * MILLION, FIRST, LAST, None, None, LIGHT, compact=compact)
    assert len(figure.data) == 2
    assert not any("Kvar 31 dec" in text for text in texts_of(figure))


def test_more_used_than_there_is_goes_below_zero() -> None:
    left = [*LEFT, (date(2026, 3, 31), -2 * MILLION)]
    figure = burn_down(left, 12 * MILLION, FIRST, LAST, -4 * MILLION, None, LIGHT)
    assert figure.layout.yaxis.range[0] <= -4
    assert len(figure.data) == 3


@pytest.mark.parametrize(("left", "budget"), [([], MILLION), (LEFT, Decimal(0))])
def test_nothing_to_follow_is_said(left: list[tuple[date, Decimal]], budget: Decimal) -> None:
    figure = burn_down(left, budget, FIRST, LAST, None, None, LIGHT)
    assert texts_of(figure) == ["Det finns ingen budget att följa"]


def test_outcome_of_a_month_that_is_not_booked_is_no_zero() -> None:
    months = months_between(FIRST, date(2026, 4, 1))
    outcome = [MILLION, Decimal(0), None, None]
    figure = outcome_by_month(months, [2 * MILLION] * 4, outcome, LIGHT)
    assert named(figure, "outcome").y == (1, 0, None, None)
    assert named(figure, "budget").y == (2,) * 6
    assert [(shape.x0, shape.x1) for shape in figure.layout.shapes] == [(1.5, 3.5)]
    assert {"ej bokfört", "mnkr"} <= set(texts_of(figure))


def test_outcome_without_budget_has_no_pace_and_wrong_counts_are_refused() -> None:
    assert len(outcome_by_month([FIRST], None, [MILLION], LIGHT).data) == 1
    with pytest.raises(ValueError, match="one outcome"):
        outcome_by_month([FIRST], None, [], LIGHT)


def test_the_figures_are_small() -> None:
    months = months_between(FIRST, LAST)
    figures = [
        source_bullets([BULLET] * 6, LIGHT),
        burn_down(LEFT, 12 * MILLION, FIRST, LAST, MILLION, None, LIGHT),
        outcome_by_month(months, [MILLION] * 12, [MILLION] * 12, LIGHT),
    ]
    for figure in figures:
        assert len(figure.to_json().encode()) <= 12_000
