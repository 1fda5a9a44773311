"""Numbers, dates and lists read as a Swedish reader writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts import numbers, words

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (1000, 0, "1_000"),
        (1234567.5, 1, "1_234_567,5"),
        (Decimal("-1234.5"), 0, "−1_235"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("3.5"), 0, "4"),
        (Decimal("-2.5"), 0, "−3"),
        (0.145, 2, "0,15"),
        (-0.04, 1, "0,0"),
        (7, 2, "7,00"),
    ],
)
def test_number(value: float | Decimal, decimals: int, shown: str) -> None:
    assert numbers.number(value, decimals) == shown.replace("_", NBSP)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_not_finite_is_refused(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="can be shown"):
        numbers.number(value)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_number_reads_back(value: int) -> None:
    shown = numbers.number(value)
    assert int(shown.replace(NBSP, "").replace("−", "-")) == value
    assert " " not in shown


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        (0.59, "59_%"),
        (Decimal("0.585"), "59_%"),
        (0, "0_%"),
        (1.2, "120_%"),
        (-0.05, "−5_%"),
        (0.285, "29_%"),
    ],
)
def test_share(fraction: float | Decimal, shown: str) -> None:
    assert numbers.share(fraction) == shown.replace("_", NBSP)


def test_part_of_stays_on_one_line() -> None:
    assert numbers.part_of(18, 28) == f"18{NBSP}av{NBSP}28"


@pytest.mark.parametrize(("value", "shown"), [(12, "+12"), (-3, "−3"), (0, "0"), (0.2, "0")])
def test_signed(value: float, shown: str) -> None:
    assert numbers.signed(value) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, "noll"), (1, "en"), (2, "två"), (12, "tolv"), (13, "13"), (1200, "1_200"), (-1, "−1")],
)
def test_number_word(count: int, shown: str) -> None:
    assert numbers.number_word(count) == shown.replace("_", NBSP)


def test_one_agrees_with_its_noun() -> None:
    assert numbers.number_word(1, neuter=True) == "ett"
    assert numbers.number_word(2, neuter=True) == "två"


def test_days_and_months() -> None:
    moment = date(2026, 11, 2)
    assert numbers.day(moment) == "2 november 2026"
    assert numbers.day_without_year(moment) == "2 november"
    assert numbers.iso(moment) == "2026-11-02"
    assert numbers.month(moment) == "november 2026"
    assert numbers.month_name(moment) == "november"


def test_the_year_is_named_only_when_it_is_another() -> None:
    today = date(2026, 11, 22)
    assert numbers.month_seen_from(date(2026, 7, 1), today) == "juli"
    assert numbers.month_seen_from(date(2025, 12, 1), today) == "december 2025"
    assert numbers.day_seen_from(date(2026, 8, 7), today) == "7 augusti"
    assert numbers.day_seen_from(date(2027, 2, 28), today) == "28 februari 2027"


def test_short_months_have_three_letters_and_no_point() -> None:
    shown = " ".join(numbers.month_short(date(2026, number, 1)) for number in range(1, 13))
    assert shown == "jan feb mar apr maj jun jul aug sep okt nov dec"


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 1, 1), date(2026, 10, 1), "januari–oktober 2026"),
        (date(2026, 10, 1), date(2026, 10, 1), "oktober 2026"),
        (date(2025, 11, 1), date(2026, 1, 1), "november 2025–januari 2026"),
    ],
)
def test_month_span(first: date, last: date, shown: str) -> None:
    assert numbers.month_span(first, last) == shown


def test_a_span_backwards_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        numbers.month_span(date(2026, 2, 1), date(2026, 1, 1))


def test_money() -> None:
    amount = Decimal(3_900_000)
    assert numbers.million_kronor(Decimal("3149999.99")) == f"3,1{NBSP}mnkr"
    assert numbers.millions(Decimal(3_150_000)) == "3,2"
    assert numbers.thousand_kronor(amount) == f"3{NBSP}900"
    assert numbers.kronor(amount) == f"3{NBSP}900{NBSP}000{NBSP}kr"
    assert numbers.whole_million_kronor(Decimal(12_000_000)) == f"12{NBSP}mnkr"
    assert numbers.whole_million_kronor(Decimal(7_200_000)) == f"7,2{NBSP}mnkr"


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "0_kr"),
        (400, "400_kr"),
        (85_000, "85_tkr"),
        (-85_000, "−85_tkr"),
        (100_000, "0,1_mnkr"),
        (3_100_000, "3,1_mnkr"),
    ],
)
def test_money_is_never_rounded_to_nothing(amount: int, shown: str) -> None:
    assert numbers.money(Decimal(amount)) == shown.replace("_", NBSP)


@pytest.mark.parametrize(
    ("names", "shown"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_join_words(names: list[str], shown: str) -> None:
    assert words.join_words(names) == shown


def test_join_at_most_counts_the_rest() -> None:
    assert words.join_at_most(["a", "b"], 2, "{n} till") == "a och b"
    assert words.join_at_most(["a", "b", "c", "d"], 2, "{n} till") == "a, b och 2 till"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("två till", "Två till."),
        ("Redan klar.", "Redan klar."),
        (" vem vet? ", "Vem vet?"),
        ("östra", "Östra."),
    ],
)
def test_sentence(text: str, shown: str) -> None:
    assert words.sentence(text) == shown


def test_sentences_leave_out_what_is_empty() -> None:
    assert words.sentences("en sak", "", "två saker.") == "En sak. Två saker."


@pytest.mark.parametrize(("text", "shown"), [("Enligt plan", "enligt plan"), ("SSPF", "SSPF")])
def test_lowered(text: str, shown: str) -> None:
    assert words.lowered(text) == shown
