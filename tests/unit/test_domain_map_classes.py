from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.map_classes import MapClass, class_label, class_of, decimals_of, map_classes

COUNTS = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=30)
RATES = st.lists(
    st.decimals(0, 10_000, places=2, allow_nan=False, allow_infinity=False), min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ((118, 71, 64, 41, 38, 29, 22, 17, 9), "0–14 15–29 30–59 60–89 90 och fler"),
        ((0, 6), "0 1 2–3 4–5 6 och fler"),
        ((3, 31), "0–4 5–9 10–19 20–29 30 och fler"),
        ((10, 9_000), "0–1 499 1 500–2 999 3 000–5 999 6 000–8 999 9 000 och fler"),
        # A few whole numbers: one class each, and no "och fler" that nobody reaches.
        ((0, 1, 3), "0 1 2 3"),
        ((0, 5), "0–1 2–3 4–5"),
        ((0, 0), "0"),
        ((7,), "7"),
        # Far from zero: classes that widen from zero would put them all in the last.
        ((31, 38, 47), "30–34 35–39 40–44 45–49"),
        ((), ""),
    ],
)
def test_the_classes_are_few_and_round(values: tuple[int, ...], labels: str) -> None:
    shown = " ".join(class_label(each) for each in map_classes(values))
    assert shown.replace("\u00a0", " ") == labels


def test_rates_get_bounds_with_a_decimal_at_most() -> None:
    classes = map_classes([Decimal("0.4"), Decimal("1.2"), Decimal("3.3")])
    labels = [class_label(each, decimals=decimals_of(classes)) for each in classes]
    assert labels == ["0,0–0,4", "0,5–0,9", "1,0–1,9", "2,0–2,9", "3,0 och mer"]


@pytest.mark.parametrize(
    ("most", "lows"), [(1, [0]), (2, [0, 100]), (3, [0, 50, 100]), (4, [0, 25, 50, 100])]
)
def test_fewer_classes_may_be_asked_for(most: int, lows: list[int]) -> None:
    assert [each.low for each in map_classes([0, 118], most)] == lows


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), Decimal("-0.1")])
def test_what_a_map_cannot_show_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="finite values from zero"):
        map_classes([3, value])


@pytest.mark.parametrize("most", [0, 6])
def test_no_map_has_more_classes_than_colours(most: int) -> None:
    with pytest.raises(ValueError, match="one to five"):
        map_classes([1], most)


def test_a_bound_belongs_to_the_class_above_it() -> None:
    classes = (MapClass(0, 0.1), MapClass(0.1, None))
    assert class_of(Decimal("0.1"), classes) == 1
    assert class_of(0.0999, classes) == 0


def test_a_value_outside_every_class_is_an_error() -> None:
    with pytest.raises(ValueError, match="is in none of"):
        class_of(7, [MapClass(0, 7)])


@given(values=COUNTS | RATES, most=st.integers(1, 5))
def test_every_value_is_in_exactly_one_class(values: list[int | Decimal], most: int) -> None:
    classes = map_classes(values, most)
    for value in values:
        holding = [
            index
            for index, each in enumerate(classes)
            if Decimal(str(each.low)) <= value
            and (each.high is None or value < Decimal(str(each.high)))
        ]
        assert holding == [class_of(value, classes)]


@given(values=COUNTS | RATES, most=st.integers(1, 5))
def test_classes_ascend_without_gaps_and_never_exceed_the_most(
    values: list[int | Decimal], most: int
) -> None:
    classes = map_classes(values, most)
    assert 1 <= len(classes) <= most
    assert all(before.high == after.low for before, after in pairwise(classes))
    assert all(each.high is None or each.low < each.high for each in classes)


@given(values=COUNTS)
def test_counts_have_whole_bounds_and_classes_from_zero_have_two_digits(values: list[int]) -> None:
    classes = map_classes(values)
    assert decimals_of(classes) == 0
    if classes[-1].high is None:
        assert classes[0].low == 0
        assert all(len(str(int(each.low)).rstrip("0")) <= 2 for each in classes)


@given(values=COUNTS)
def test_the_order_of_the_values_does_not_matter(values: list[int]) -> None:
    assert map_classes(values) == map_classes(sorted(values))
