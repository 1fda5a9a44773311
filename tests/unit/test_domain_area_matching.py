from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.area_matching import match_area, normalise_code, normalise_name
from domain.areas import Area, AreaLevel


def area(code: str, name: str, level: AreaLevel = AreaLevel.MELLANOMRADE) -> Area:
    return Area(code, name, level, None, None, None, Decimal(1), None, None)


BACKA = area("71", "Backa")
SMALL_BACKA = area("412", "Backa", AreaLevel.PRIMAROMRADE)
TUVE_SAVE = area("77", "Tuve-Säve")
RAMBERGET = area("73", "Kyrkbyn-Rambergsstaden")
AREAS = (BACKA, SMALL_BACKA, TUVE_SAVE, RAMBERGET)


@pytest.mark.parametrize(
    ("codes", "names", "found"),
    [
        (["77"], [], ["77"]),
        ([" 077 "], [], ["77"]),  # leading zeros and blanks, as a fixed-width export has them
        (["77.0"], [], ["77"]),  # a whole number that a table kept as a float
        (["77.5"], [], []),
        ([], ["TUVE - SAVE"], ["77"]),
        ([], ["Tuve–Säve"], ["77"]),  # a dash for the hyphen
        (["77"], ["Backa"], ["77"]),  # the code decides
        (["10"], ["Tuve-Säve"], ["77"]),  # an unknown code does not hide the name
        (["", "412"], [], ["412"]),
        ([], ["Backa"], ["71", "412"]),  # both levels have it: the caller decides
        ([], ["", "Askim-Hovås"], []),
        ([], [], []),
    ],
)
def test_a_row_is_matched_by_code_and_then_by_name(
    codes: list[str], names: list[str], found: list[str]
) -> None:
    assert [match.code for match in match_area(codes, names, AREAS).areas] == found


def test_it_tells_what_an_area_was_found_by() -> None:
    assert match_area(["71"], ["Backa"], AREAS).by_code
    assert not match_area([], ["Tuve-Säve"], AREAS).by_code


@pytest.mark.parametrize(
    "written", ["Kyrkbyn-Rambergstaden", "Kyrkbyn Ramberget", "kyrkbyrambergsstaden"]
)
def test_a_misspelt_name_is_suggested_but_never_taken(written: str) -> None:
    match = match_area([], [written], AREAS)
    assert match.areas == ()
    assert match.close == (RAMBERGET,)


def test_nothing_is_suggested_for_a_name_of_somewhere_else() -> None:
    assert match_area([], ["Frölunda Torg-Tofta"], AREAS).close == ()


@given(st.text())
def test_a_normalised_name_stays_as_it_is(text: str) -> None:
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@given(st.from_regex(r"\s{0,2}0{0,3}[0-9A-Z]{1,6}(\.0{0,2})?", fullmatch=True))
def test_a_normalised_code_stays_as_it_is(code: str) -> None:
    assert normalise_code(code)
    assert normalise_code(normalise_code(code)) == normalise_code(code)


@given(st.sampled_from(AREAS), st.booleans())
def test_every_area_is_found_by_its_own_code(own: Area, shout: bool) -> None:
    code = own.code.upper() if shout else f" {own.code}"
    assert match_area([code], [], AREAS).areas == (own,)
