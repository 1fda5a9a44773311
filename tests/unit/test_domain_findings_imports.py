"""What is said of rows that are taken in."""

from datetime import date

import pytest

from domain.findings.imports import (
    closed_months_sentence,
    differing_sentence,
    preview_sentence,
    taken_in_sentence,
)
from domain.records import ImportResult, PointChange


@pytest.mark.parametrize(
    ("ready", "faulty", "left_out", "sentence"),
    [
        (19_700, 300, 0, "19\u00a0700 rader kan tas in, 300 har fel."),
        (1, 0, 0, "1 rad kan tas in."),
        (0, 1, 0, "0 rader kan tas in, 1 har fel."),
        (5, 0, 2, "5 rader kan tas in, 2 utelämnas."),
        (5, 1, 2, "5 rader kan tas in, 1 har fel, 2 utelämnas."),
        (0, 0, 0, "Filen har inga rader att ta in."),
    ],
)
def test_what_a_file_holds(ready: int, faulty: int, left_out: int, sentence: str) -> None:
    assert preview_sentence(ready, faulty, left_out) == sentence


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        (ImportResult(3, 1, 0, True), "Inläst: 3 nya, 1 fanns redan, 0 med fel."),
        (
            ImportResult(3, 1, 2, True, changes=(PointChange(7, ("title",)),)),
            "Inläst: 2 nya, 1 ändrade, 1 oförändrade, 2 med fel.",
        ),
    ],
)
def test_what_was_taken_in(result: ImportResult, sentence: str) -> None:
    assert taken_in_sentence(result) == sentence


@pytest.mark.parametrize(
    ("rows", "months", "begins"),
    [
        (0, [], ""),
        (1, [3], "1 rad gäller en månad som är inlämnad eller godkänd (mars 2026). Finns de redan"),
        (7, [3, 1], "7 rader gäller månader som är inlämnade eller godkända (januari 2026, mars"),
    ],
)
def test_rows_of_closed_months(rows: int, months: list[int], begins: str) -> None:
    told = closed_months_sentence(rows, [date(2026, each, 1) for each in months])
    assert told.startswith(begins)
    assert bool(told) is bool(rows)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, None), (1, "1 rad finns redan med andra uppgifter och lämnas som den är: A-0."),
     (10, "A-8, A-9."), (11, "A-8, A-9 ….")],
)  # fmt: skip
def test_rows_that_are_there_with_other_values_are_named_to_a_limit(
    count: int, words: str | None
) -> None:
    names = tuple(f"A-{number}" for number in range(count))
    told = differing_sentence(ImportResult(0, count, 0, True, differing=names))
    assert told.endswith(words) if words else told == ""
