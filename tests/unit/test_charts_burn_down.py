from datetime import date
from decimal import Decimal

import pytest

from charts.burn_down import burn_down
from charts.theme import LIGHT
from texts.numbers import NO_BREAK_SPACE as NBSP

MILLION = Decimal(1_000_000)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LEFT = [(date(2025, 12, 31), 12 * MILLION), (date(2026, 4, 30), 9 * MILLION)]


@pytest.mark.parametrize(
    ("rest", "low", "high", "told"),
    [
        (3_100_000, 2_100_000, 3_900_000, f"3,1{NBSP}mnkr<br>(2,1–3,9)"),
        (85_000, 20_000, 150_000, f"85{NBSP}tkr<br>(20–150)"),
        (1_200_000, 20_000, 2_400_000, f"1{NBSP}200{NBSP}tkr<br>(20–2{NBSP}400)"),
        (400, 0, 900, f"400{NBSP}kr<br>(0–900)"),
        (1_000_000, 0, 2_000_000, f"1,0{NBSP}mnkr<br>(0,0–2,0)"),
        (-50_000, -90_000, 10_000, f"−50{NBSP}tkr<br>(−90–10)"),
    ],
)
def test_a_range_is_in_the_unit_of_its_amount(rest: int, low: int, high: int, told: str) -> None:
    bounds = (Decimal(low), Decimal(high))
    figure = burn_down(LEFT, 12 * MILLION, FIRST, LAST, Decimal(rest), bounds, LIGHT)
    assert f"<b>Kvar 31 dec</b><br>{told}" in [note.text for note in figure.layout.annotations]


@pytest.mark.parametrize(("april", "side"), [(9, "top"), (5, None)])
def test_the_even_pace_is_named_on_the_side_where_the_line_was_then(
    april: int, side: str | None
) -> None:
    left = [LEFT[0], (date(2026, 4, 30), april * MILLION), (date(2026, 11, 30), MILLION / 5)]
    figure = burn_down(left, 12 * MILLION, FIRST, LAST, None, None, LIGHT)
    name = next(note for note in figure.layout.annotations if note.text == "Jämn takt")
    assert name.yanchor == side
