from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy import find_personal_identity_numbers, mask_personal_identity_numbers

# 121212-1212 is the number that Swedish agencies use for an invented person.


def check_digit(digits: str) -> str:
    """Luhn, written out apart from the library that is tested through."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(digits)]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


NOTHING_SEEN = st.sampled_from(("", "", "\u00ad", "\u200b", "\u202e", "\ufeff", "\u0336"))
GAPS = st.sampled_from((" ", "\u00a0", "\u202f"))
MARKS = st.sampled_from(("-", "–", "−", ".", "/", "_"))


@st.composite
def loosely_written(draw: st.DrawFn) -> str:
    """A number as people write it where no form asks for it."""
    number = draw(numbers())
    digits = "".join(letter for letter in number if letter.isdigit())
    within = draw(st.one_of(st.just(""), MARKS, GAPS))
    between = draw(
        st.one_of(MARKS, GAPS, GAPS.flatmap(lambda gap: MARKS.map(f"{gap}{{}}{gap}".format)))
    )
    year, month, day, serial = digits[:-8], digits[-8:-6], digits[-6:-4], digits[-4:]
    unseen = draw(NOTHING_SEEN)
    return f"{year}{within}{month}{unseen}{within}{day}{between}{serial[:2]}{unseen}{serial[2:]}"


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
        ("2012-12-12-1212", ["****-**-**-****"]),
        ("2012-12-12 1212", ["****-**-** ****"]),
        ("12 12 12 1212", ["** ** ** ****"]),
        ("12 12 12 12 12", ["** ** ** ** **"]),
        ("12/12/12/1212", ["**/**/**/****"]),
        ("121212 1212", ["****** ****"]),
        ("121212\u00a01212", ["******\u00a0****"]),
        ("121212 - 1212", ["****** - ****"]),
        ("121212.1212", ["******.****"]),
        ("20121212_1212", ["********_****"]),
        ("121212/1212", ["******/****"]),
        ("１２１２１２-１２１２", ["******-****"]),  # as a Japanese keyboard writes digits
        ("121212\u00ad-1212", ["******\u00ad-****"]),
        ("12\u202e1212\u200b1212", ["**\u202e****\u200b****"]),
        ("2\u03362\u033601212-1212 121212-1212", ["******-****"]),
        ("7 121212 1212", ["****** ****"]),
        ("2026-03-17 121212-1212", ["******-****"]),
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
        "12 1212 1212",  # the date is divided in one way or not at all
        "12-12 12 1212",
        "121212,1212",
        "121212\n1212",
        "2012-12-12–2012-12-13",  # a period, not a number of somebody born on its first day
        "2012-12-12 2013-12-12",
        "2012/12/12-2012/12/31",
        "2012-12-12 12:12",
        "2012.12.12 12.12",
        "2012-12-12 kl. 1212",
        "121 212 121 212,00 kr",
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


@given(loosely_written(), WORDS, WORDS)
def test_every_loosely_written_number_is_found_and_masked(
    number: str, before: str, after: str
) -> None:
    text = f"{before}{number}{after}"
    assert len(find_personal_identity_numbers(text)) == 1
    assert not any(letter.isdigit() for letter in mask_personal_identity_numbers(text))


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(st.decimals(-(10**13), 10**13, places=2), st.sampled_from((" ", "\u00a0", "\u202f", ".")))
def test_an_amount_with_its_thousands_apart_is_nobody(amount: Decimal, gap: str) -> None:
    text = f"{amount:,.2f}".replace(".", ";").replace(",", gap).replace(";", ",")
    assert find_personal_identity_numbers(f"Belopp {text} kr") == []


@given(DAYS, DAYS, st.times(), st.sampled_from(("–", " – ", " ", "-", "/")))
def test_a_moment_and_a_period_are_nobody(day: date, other: date, clock: time, gap: str) -> None:
    assert find_personal_identity_numbers(f"{day}{gap}{other}") == []
    assert find_personal_identity_numbers(f"{day} {clock:%H:%M}, {day} {clock:%H.%M}") == []


@given(st.integers(0, 9), st.integers(2, 9), st.integers(0, 10**7 - 1), MARKS | GAPS)
def test_a_companys_number_is_nobody(first: int, third: int, rest: int, gap: str) -> None:
    digits = f"{first}6{third}{rest:07}"
    assert find_personal_identity_numbers(f"{digits[:6]}{gap}{digits[6:]}") == []


@pytest.mark.parametrize(
    "form", ["{:03}-{:03} {:02} {:02}", "0{:02}-{:03} {:03} {:02}", "+46 {:02} {:03} {:02} {:02}",
             "0{:02} {:03} {:02} {:02}"],
)  # fmt: skip
@given(st.lists(st.integers(0, 99), min_size=4, max_size=4))
def test_a_telephone_number_is_nobody(form: str, digits: list[int]) -> None:
    assert find_personal_identity_numbers(form.format(*digits)) == []


@given(st.text())
def test_masked_text_holds_no_number(text: str) -> None:
    assert find_personal_identity_numbers(mask_personal_identity_numbers(text)) == []


@given(numbers())
def test_one_wrong_digit_is_no_number(number: str) -> None:
    last = int(number[-1])
    assert find_personal_identity_numbers(f"{number[:-1]}{(last + 1) % 10}") == []
