from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from transfer.fields import (
    LONGEST_NAME,
    LONGEST_NOTE,
    Cell,
    as_text,
    is_error,
    parse_money,
    read_day,
    read_decimal,
    read_free_text,
    read_money,
    read_month,
    read_text,
    read_whole,
)

DAY = date(2026, 11, 22)
MIDNIGHT = datetime.combine(DAY, time())  # a workbook's moments have no time zone
EVENING = datetime.combine(DAY, time(18, 30))


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-22",
        " 2026-11-22 ",
        "2026–11–22",  # as a word processor writes it
        "2026-11-22 18:30",
        "2026-11-22T18:30:00",
        "2026/11/22",
        "2026.11.22",
        "20261122",
        20261122.0,
        "22.11.2026",
        "22/11 2026",
        "22/11-2026",
        "22 november 2026",
        "22\u00a0november\u00a02026",
        "22 nov. 2026",
        "22 Nov 2026",
        "den 22 november 2026",
        "22:e november 2026",
        DAY,
        MIDNIGHT,
        EVENING,
        46348,
        46348.0,
        46348.75,
    ],
)
def test_reads_the_dates_that_people_write(cell: Cell) -> None:
    assert read_day(cell) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "2025-02-29",
        "2026-13-01",
        "11/22/2026",  # American
        "3/4/2026",  # the third of April or the fourth of March
        "22-11-2026",
        "26-11-22",
        "22 nov",
        "i går",
        "november 2026",
        "46348",  # a day number that has lost its format: it could be anything
        7.0,
        True,
        "1926-11-22",
        date(1899, 12, 30),
        time(12, 0),
        timedelta(hours=2),
    ],
)
def test_refuses_what_is_no_certain_day(cell: Cell) -> None:
    with pytest.raises(PydanticCustomError, match="ett datum som 2026-11-22"):
        read_day(cell)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_from_its_iso_text(day: date) -> None:
    assert read_day(day.isoformat()) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_from_excels_number(day: date) -> None:
    assert read_day(float((day - date(1899, 12, 30)).days)) == day


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1 234 567,50", "1234567.50"),
        ("1\u00a0234\u00a0567,50", "1234567.50"),
        ("1\u202f234,5", "1234.5"),
        ("−3,5", "-3.5"),
        ("–3,5", "-3.5"),
        ("-3.5", "-3.5"),
        ("3,5-", "-3.5"),
        ("12 %", "0.12"),
        ("12,5\u00a0%", "0.125"),
        ("1.234.567,50", "1234567.50"),
        ("1,234,567.50", "1234567.50"),
        ("0", "0"),
        (0.1 + 0.2, "0.3"),
        (7, "7"),
    ],
)
def test_reads_the_numbers_that_people_write(cell: Cell, number: str) -> None:
    assert read_decimal(cell) == Decimal(number)


@pytest.mark.parametrize(
    "cell", ["", "tolv", "1 23", "12 34", "1,2,3", "--5", "-5-", "1e5", "0x10", "5 st", "=5", True]
)
def test_other_texts_are_no_numbers(cell: Cell) -> None:
    assert read_decimal(cell) is None


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1 234,5", "1234.50"),
        ("1 234,50 kr", "1234.50"),
        ("1 234 SEK", "1234.00"),
        (12.1, "12.10"),
        ("−0,00", "0.00"),
    ],
)
def test_money_has_two_decimals(cell: Cell, amount: str) -> None:
    assert str(read_money(cell)) == amount


@pytest.mark.parametrize(
    "cell",
    [
        "1,234",
        "1.234",
        "12 %",
        "125 tkr",
        "1,5 mnkr",
        "gratis",
        0.001,
        1e15,
        float("inf"),
        float("nan"),
        "9" * 40,
        "kr",
    ],
)
def test_money_in_another_unit_or_with_more_decimals_is_refused(cell: Cell) -> None:
    with pytest.raises(PydanticCustomError, match="ett belopp i kronor"):
        read_money(cell)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("7 200 000 kr", "7200000.00"),
        ("7\u00a0200\u00a0000", "7200000.00"),
        ("7,2", "7.20"),
        ("−999 999 999 999,99", "-999999999999.99"),
    ],
)
def test_an_amount_from_the_command_line(text: str, amount: str) -> None:
    assert str(parse_money(text)) == amount


@pytest.mark.parametrize(
    "text",
    ["", "kr", "NaN", "Infinity", "-inf", "1e5", "7,201", "7,2 mnkr", "12 %", "9" * 5000,
     "1 000 000 000 000", "1" + "0" * 12 + ",00", "0," + "0" * 40 + "1", "7 2"],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_swedish(text: str) -> None:
    with pytest.raises(ValueError, match=r"^ett belopp i kronor som 1 234,50, med högst två dec"):
        parse_money(text)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_an_amount_is_read_back_from_swedish_text(amount: Decimal) -> None:
    text = f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",").replace("-", "−")
    assert read_money(text) == amount


@pytest.mark.parametrize(
    ("cell", "number"), [("3", 3), (3.0, 3), ("3,0", 3), ("1 234", 1234), ("−2", -2)]
)
def test_reads_whole_numbers(cell: Cell, number: int) -> None:
    assert read_whole(cell) == number


@pytest.mark.parametrize("cell", ["3,5", 3.5, "100 %", "tre", False])
def test_refuses_what_is_no_whole_number(cell: Cell) -> None:
    with pytest.raises(PydanticCustomError, match="ett heltal"):
        read_whole(cell)


@pytest.mark.parametrize(
    ("cell", "month"), [("3", 3), (3.0, 3), ("mars", 3), ("Mar.", 3), ("12", 12)]
)
def test_reads_months(cell: Cell, month: int) -> None:
    assert read_month(cell) == month


@pytest.mark.parametrize("cell", ["0", "13", "1,5", "vår", -1])
def test_refuses_what_is_no_month(cell: Cell) -> None:
    with pytest.raises(PydanticCustomError, match="en månad"):
        read_month(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (4010.0, "4010"),
        (2.5, "2,5"),
        (" a\r\nb ", "a\nb"),
        ("\ufeffTrygg\u00adhets\u200b\u2060punkt\u200e", "Trygghetspunkt"),
        ("Bisk a\u030a", "Bisk å"),  # a Mac's two characters for å
        (MIDNIGHT, "2026-11-22"),
        (EVENING, "2026-11-22 18:30"),
        (True, "SANT"),
    ],
)
def test_a_cell_reads_as_on_the_screen(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize("cell", ["#N/A", "#saknas!", "#DIV/0!", "NaN", "NULL", float("nan")])
def test_knows_a_programs_word_for_no_value(cell: Cell) -> None:
    assert is_error(cell)


@pytest.mark.parametrize("cell", ["", "Nan", "# 5", 0.0, 7, "N/A"])
def test_other_cells_are_no_errors(cell: Cell) -> None:
    assert not is_error(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=SUMMA(A1:A3)", "inte en formel"),
        ("=cmd|'/c calc'!A1", "inte en formel"),
        ("a\0b", "utan styrtecken"),
        ("a\x1bb", "utan styrtecken"),
        ("a\u202eb", "utan styrtecken"),  # turns the rest of the line around
        ("a\u2066b", "utan styrtecken"),
        ("a\u2028b", "utan styrtecken"),
        ("a\U000e0041b", "utan styrtecken"),  # a letter that nobody sees
        ("a\ud800b", "utan styrtecken"),
        ("x" * 201, "högst 200 tecken; texten har 201"),
    ],
)
def test_refuses_formulas_and_unseen_characters(cell: str, expected: str) -> None:
    with pytest.raises(PydanticCustomError, match=expected):
        read_text(cell, LONGEST_NAME)


@pytest.mark.parametrize("cell", ["Samtal med 121212-1212", 1212121212.0])
def test_free_text_with_a_personal_identity_number_is_refused(cell: Cell) -> None:
    with pytest.raises(PydanticCustomError, match="utan personnummer"):
        read_free_text(cell)


def test_a_long_text_is_refused_with_its_length() -> None:
    assert read_free_text("x" * LONGEST_NOTE) == "x" * LONGEST_NOTE
    with pytest.raises(PydanticCustomError, match="högst 2\u00a0000 tecken; texten har 2\u00a0001"):
        read_free_text("x" * (LONGEST_NOTE + 1))
