from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import find_personal_identity_numbers, mask_personal_identity_numbers

# 121212-1212 is the number that Swedish agencies use for an invented person.


def check_digit(digits: str) -> str:
    """Luhn, written out apart from the library that is tested through."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


@st.composite
def numbers(draw: st.DrawFn) -> str:
    day = draw(st.dates(date(1930, 1, 1), date(2025, 12, 31)))
    coordination = draw(st.sampled_from((0, 60)))
    serial = draw(st.integers(1, 999))
    short = f"{day:%y%m}{day.day + coordination:02}"
    if day.month == 2 and day.day == 29:
        short = f"{day:%y%m}{28 + coordination:02}"
    full = f"{short}{serial:03}"
    century = draw(st.sampled_from(("", f"{day:%Y}"[:2])))
    separator = draw(st.sampled_from(("", "-", "+", "–", "−")))
    return f"{century}{short}{separator}{serial:03}{check_digit(full)}"


WORDS = st.text(alphabet="abcåäö ,.;:()\n", max_size=20)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("121212-1212", ["******-****"]),
        ("20121212-1212", ["********-****"]),
        ("121212+1212", ["******+****"]),
        ("201212121212", ["************"]),
        ("Möte med 121212-1212, sedan hem", ["******-****"]),
        ("pnr:1212121212.", ["**********"]),
        ("121272-1219", ["******-****"]),
        ("121212-1212 och 201212121212", ["******-****", "************"]),
    ],
)
def test_finds_numbers_inside_text_and_masks_them(text: str, found: list[str]) -> None:
    assert find_personal_identity_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "121212-1213",  # the check digit is wrong
        "121312-1218",  # there is no month 13
        "556016-0680",  # an organisation number: its "month" is at least 20
        "031-365 00 00",
        "+46 31 365 00 00",
        "N164-0123/26",
        "4121212-1212",  # a longer number around it
        "121212-12123",
        "2026-03-17 18:00",
        "A 1024, 1 234 567,50 kr",
        "99121212-1212",  # no century of people
    ],
)
def test_leaves_other_numbers_alone(text: str) -> None:
    assert find_personal_identity_numbers(text) == []


def test_a_serial_number_of_the_programmes_own_time_is_no_birth_date() -> None:
    serial = "20260401-001" + check_digit("260401001")
    assert find_personal_identity_numbers(serial) == ["********-****"]
    assert find_personal_identity_numbers(serial, born_before=date(2022, 5, 1)) == []
    assert find_personal_identity_numbers("121212-1212", born_before=date(2022, 5, 1))


@given(numbers(), WORDS, WORDS)
def test_every_number_is_found_wherever_it_stands(number: str, before: str, after: str) -> None:
    assert len(find_personal_identity_numbers(f"{before}{number}{after}")) == 1


@given(numbers(), WORDS, WORDS)
def test_masking_leaves_no_digit_and_all_else(number: str, before: str, after: str) -> None:
    masked = mask_personal_identity_numbers(f"{before}{number}{after}")
    assert not any(letter.isdigit() for letter in masked)
    assert masked.startswith(before)
    assert masked.endswith(after)
    assert len(masked) == len(before) + len(number) + len(after)


@given(st.text())
def test_masked_text_holds_no_number(text: str) -> None:
    assert find_personal_identity_numbers(mask_personal_identity_numbers(text)) == []


@given(numbers())
def test_one_wrong_digit_is_no_number(number: str) -> None:
    last = int(number[-1])
    assert find_personal_identity_numbers(f"{number[:-1]}{(last + 1) % 10}") == []
