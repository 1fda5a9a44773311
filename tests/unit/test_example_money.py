"""The example's money: sums that hold to the öre, and a year in which it is used too slowly."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.example import read_example
from domain.calendar import last_of_month, shift_month
from domain.example import make_example
from domain.example.money import split
from domain.example.records import ExampleMoney

USUAL = date(2026, 11, 22)
ON = pytest.mark.parametrize(
    "today",
    [
        pytest.param(USUAL, id="autumn"),
        pytest.param(date(2027, 2, 28), id="one month booked"),
        pytest.param(date(2028, 2, 29), id="a leap day"),
        pytest.param(date(2028, 1, 1), id="nothing booked this year"),
    ],
)


@cache
def money(today: date) -> ExampleMoney:
    return make_example(read_example(), 2022, today, {}).money


def budgets(today: date) -> dict[tuple[str, int], Decimal]:
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for line in money(today).budget:
        sums[line.fact.source_code, line.fact.year] += line.fact.amount
    return sums


def outcomes(today: date) -> dict[tuple[str, int], Decimal]:
    sums: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for row in money(today).ledger:
        if row.withdrawal is None:
            sums[row.fact.source_code, row.fact.booked_on.year] += row.fact.amount
    return sums


@given(
    ore=st.integers(0, 10**12),
    weights=st.lists(st.floats(0.01, 100), min_size=1, max_size=40),
)
def test_parts_add_up_to_the_ore(ore: int, weights: list[float]) -> None:
    amount = Decimal(ore).scaleb(-2)
    parts = split(amount, weights)
    assert sum(parts) == amount
    assert all(part >= 0 and part == part.quantize(Decimal("0.01")) for part in parts)


@ON
def test_a_source_gives_what_its_years_are_budgeted_with(today: date) -> None:
    for source in money(today).sources:
        given_in_all = sum(
            amount for (code, _year), amount in budgets(today).items() if code == source.code
        )
        assert source.amount == given_in_all


@ON
def test_the_ledger_is_booked_to_the_end_of_last_month(today: date) -> None:
    booked = max(row.fact.booked_on for row in money(today).ledger)
    assert booked == last_of_month(shift_month(today, -1))


@ON
def test_a_month_has_a_believable_number_of_bookings(today: date) -> None:
    months = Counter(row.fact.booked_on.replace(day=1) for row in money(today).ledger)
    assert all(8 <= count <= 40 for count in months.values())
    assert sum(months.values()) / len(months) >= 15


@ON
def test_no_source_is_wildly_overspent_and_one_earlier_year_slightly(today: date) -> None:
    shares = {key: outcomes(today)[key] / budget for key, budget in budgets(today).items()}
    over = {key: share for key, share in shares.items() if share > 1}
    assert [code for code, _year in over] == ["RAM"]
    assert all(year < today.year and share < Decimal("1.04") for (_, year), share in over.items())


def test_this_years_extra_money_is_used_slower_than_time_goes() -> None:
    used = outcomes(USUAL)["EXTRA", 2026] / budgets(USUAL)["EXTRA", 2026]
    assert Decimal("0.55") < used < Decimal("0.63") < Decimal(10) / 12


def test_forecasts_are_made_three_times_a_year_and_foresee_what_is_left() -> None:
    rounds = [
        (judged.fact.made_on.month, judged.fact.amount)
        for judged in money(USUAL).forecasts
        if (judged.fact.source_code, judged.fact.year) == ("EXTRA", 2026)
    ]
    assert [month for month, _amount in rounds] == [3, 8, 10]
    assert sorted((amount for _month, amount in rounds), reverse=True) == [
        amount for _month, amount in rounds
    ]
    assert budgets(USUAL)["EXTRA", 2026] - rounds[-1][1] > 3_000_000


def test_one_booking_was_moved_and_one_credited() -> None:
    moved = [row for row in money(USUAL).ledger if row.withdrawal]
    credited = [row for row in money(USUAL).ledger if row.fact.amount < 0]
    assert (len(moved), len(credited)) == (1, 1)
    right = [
        row
        for row in money(USUAL).ledger
        if row.fact.voucher == moved[0].fact.voucher and row.withdrawal is None
    ]
    assert [row.fact.amount for row in right] == [moved[0].fact.amount]
    assert right[0].fact.point_number != moved[0].fact.point_number


def test_the_unused_is_repaid_except_the_boards_own() -> None:
    days = {source.code: (source.report_by, source.repay_by) for source in money(USUAL).sources}
    assert days["EXTRA"][1] == date(2027, 3, 31)
    assert None not in days["STAT"]
    assert days["RAM"] == (None, None)


def test_every_amount_differs_from_zero_and_every_voucher_is_its_own() -> None:
    standing = [row.fact for row in money(USUAL).ledger if row.withdrawal is None]
    assert all(row.amount for row in standing)
    assert len({row.voucher for row in standing}) == len(standing)
