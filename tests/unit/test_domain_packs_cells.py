"""How sums are written into a pack's pictures."""

from decimal import Decimal

import pytest

from domain.packs.cells import millions_datum


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("39166000", "39.2"),
        ("39150000", "39.2"),
        ("-1234567", "-1.2"),
        ("0", "0"),
        # Told with one decimal they would be nothing.
        ("49000", "0.049"),
        ("-400", "-0.0004"),
    ],
)
def test_a_sum_is_told_with_one_decimal_and_never_as_nothing(amount: str, told: str) -> None:
    assert millions_datum(Decimal(amount)).value == Decimal(told)


def test_what_is_missing_is_no_sum() -> None:
    assert millions_datum(None).value is None
