"""Protected figures in words: a range is told alike everywhere, and never narrower than known."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities import Count, between
from domain.figures import Rate, figure_text, range_text, range_words, rate_per_thousand
from domain.findings.reporting import protected_note

NBSP = "\u00a0"


def test_the_note_below_a_rate_tells_the_range_of_its_cell() -> None:
    rate = rate_per_thousand(between(4, 17), 9_300)
    assert figure_text(rate) == f"..{NBSP}(0,4–1,9)"
    assert protected_note([rate]) == (
        f"..{NBSP}(0,4–1,9) är ett skyddat tal: det ligger mellan 0,4 och 1,9. Det visas inte, "
        "för att ingen ska kunna pekas ut."
    )


def test_a_range_that_tells_nothing_is_a_mark_alone_and_the_note_says_so() -> None:
    nothing = between(0, None)
    assert (figure_text(nothing), range_text(nothing)) == ("..", "..")
    why = "Det visas inte, för att ingen ska kunna pekas ut."
    assert protected_note([nothing]) == f".. är ett skyddat tal. {why}"
    assert protected_note([nothing, between(20, None)]) == (
        f"..{NBSP}(minst 20) är ett skyddat tal: det är minst 20. {why}"
        " Där det står .. utan spann finns inget spann att visa."
    )


@pytest.mark.parametrize(
    ("count", "population", "low", "high"),
    [
        # 0,0625: rounded half up it would be told as 0,1, which is more than it may be.
        (between(1, 4), 16_000, "0.0", "0.3"),
        (between(1, None), 16_000, "0.0", None),
        # Exact ends stay where they are.
        (between(1, 4), 10_000, "0.1", "0.4"),
        (between(0, 3), 9_000, "0.0", "0.4"),
    ],
)
def test_the_ends_of_a_rate_are_rounded_outwards(
    count: Count, population: int, low: str, high: str | None
) -> None:
    rate = rate_per_thousand(count, population)
    assert (rate.low, rate.high) == (Decimal(low), None if high is None else Decimal(high))


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 200_000))
def test_a_rate_is_never_told_as_narrower_than_its_count(
    low: int, wide: int, population: int
) -> None:
    rate = rate_per_thousand(between(low, low + wide), population)
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low * population <= low * 1000
    assert rate.high * population >= (low + wide) * 1000


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (between(1, 4), "mellan 1 och 4"),
        (between(5, None), "minst 5"),
        (between(1_000, 2_000), f"mellan 1{NBSP}000 och 2{NBSP}000"),
        (rate_per_thousand(between(5, None), 10_000), "minst 0,5"),
    ],
)
def test_a_range_is_said_in_words(figure: Count | Rate, words: str) -> None:
    assert range_words(figure) == words
