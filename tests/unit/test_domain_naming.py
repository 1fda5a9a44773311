"""Areas and months as sentences name them."""

from datetime import date

import pytest

from domain.calendar import months_between
from domain.naming import all_areas, count_areas, name_areas, name_months

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["Backa"], "Backa"),
        (["Backa", "Björlanda", "Tuve-Säve"], "Backa, Björlanda och Tuve-Säve"),
        (["a", "b", "c", "d"], "fyra områden"),
    ],
)
def test_name_areas(names: list[str], text: str) -> None:
    assert name_areas(names) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 7, 1), date(2026, 7, 1), "juli"),
        (date(2025, 12, 1), date(2026, 1, 1), "december 2025 och januari"),
        (date(2026, 7, 1), date(2026, 10, 1), "fyra månader"),
    ],
)
def test_name_months(first: date, last: date, text: str) -> None:
    assert name_months(months_between(first, last), TODAY) == text


def test_counts_of_areas_agree_with_their_noun() -> None:
    assert [count_areas(n) for n in (1, 2, 11, 24)] == [
        "ett område",
        "två områden",
        "elva områden",
        "24 områden",
    ]
    assert [all_areas(n) for n in (1, 2, 11)] == [
        "området",
        "båda områdena",
        "alla elva områden",
    ]
