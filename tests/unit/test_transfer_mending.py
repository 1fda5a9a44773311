"""A file that is looked at, mended and judged again, without being read anew."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.records import ActivityRecord
from transfer.activities import ActivityRow, read_activities
from transfer.faults import HeadersRefused, ParsedRow, RowNote
from transfer.fields import Cell
from transfer.mending import MOST_FAULTY, MOST_GOOD_SHOWN, MOST_NOTES, Preview, Reader, preview
from transfer.reference import Reference
from transfer.tabular import Table

HEADERS = ("Datum", "Område", "Aktivitetstyp", "Målgrupp", "Deltagare", "Källreferens", "Annat")
READ: Reader[ActivityRecord] = partial(
    read_activities,
    reference=Reference(
        areas={"602": "Backa"}, kinds={"out": "Uppsökande arbete"}, target_groups={"2": "På väg in"}
    ),
    today=date(2026, 11, 22),
    programme_start=date(2022, 5, 1),
    programme_end=None,
)
PARTICIPANTS, REFERENCE_CELL = 4, 5


def row(
    *, day: Cell = "2026-03-17", participants: Cell = "5", ref: Cell = "", area: Cell = "Backa"
) -> list[Cell]:
    return [day, area, "out", "2", participants, ref, "okänt"]


def table(*rows: list[Cell], headers: tuple[str, ...] = HEADERS) -> Table:
    return Table(headers, iter(list(enumerate(rows, start=2))), 1, len(rows))


def looked_at(*rows: list[Cell]) -> Preview[ActivityRecord]:
    return preview(table(*rows), ActivityRow, READ, lambda outcomes: outcomes)


def taken_in(found: Preview[ActivityRecord], *rows: list[Cell]) -> list[ActivityRecord]:
    """Return what a second reading of the file gives; a fault in it fails the test."""
    records = []
    for outcome in READ(found.laid_over(table(*rows))):
        if isinstance(outcome, ParsedRow):
            records.append(outcome.record)
        else:
            assert isinstance(outcome, RowNote), outcome
    return records


def test_counts_the_good_and_keeps_the_faulty_with_their_cells() -> None:
    found = looked_at(row(), row(participants="tolv", day="2026-02-30"), row())
    assert (found.ready, found.faulty, found.left_out) == (2, 1, 0)
    [kept] = found.to_mend
    assert kept.number == 3
    assert kept.cells == row(participants="tolv", day="2026-02-30")
    assert kept.verdict == (
        "Datum: ”2026-02-30” går inte; väntat är ett datum som 2026-11-22. "
        "Deltagare: ”tolv” går inte; väntat är ett heltal."
    )
    assert [note.message for note in found.notes] == ["Kolumnen ”Annat” är okänd och läses inte."]
    assert set(found.columns.values()) == {0, 1, 2, 3, PARTICIPANTS, REFERENCE_CELL}


def test_a_mended_row_is_taken_in_at_its_place_with_the_words_that_were_typed() -> None:
    rows = row(participants=1), row(participants="tolv"), row(participants=3)
    found = looked_at(*rows)
    found.rows[3].edit(PARTICIPANTS, "12")
    found.judge_again(READ)
    assert (found.ready, found.faulty, found.to_mend) == (3, 0, [])
    assert [each.participants for each in taken_in(found, *rows)] == [1, 12, 3]


def test_a_row_mended_wrongly_gets_its_new_verdict() -> None:
    found = looked_at(row(participants="tolv"))
    found.rows[2].edit(PARTICIPANTS, "6000")
    found.judge_again(READ)
    assert found.faulty == 1
    assert found.rows[2].verdict == (
        "Deltagare: ”6000” går inte; väntat är ett tal som är högst 5\u00a0000."
    )


def test_what_is_left_out_is_not_taken_in_and_can_be_brought_back() -> None:
    rows = row(participants=1), row(participants="tolv")
    found = looked_at(*rows)
    found.leave_out_faulty()
    assert (found.ready, found.faulty, found.left_out) == (1, 0, 1)
    assert [each.participants for each in taken_in(found, *rows)] == [1]
    assert [each.number for each in found.to_mend] == [3]
    found.rows[3].is_left_out = False
    found.judge_again(READ)
    assert (found.ready, found.faulty, found.left_out) == (1, 1, 0)


def test_an_emptied_row_is_left_out() -> None:
    found = looked_at(row(participants="tolv"))
    for index in range(len(HEADERS)):
        found.rows[2].edit(index, "")
    found.judge_again(READ)
    assert (found.ready, found.faulty, found.left_out) == (0, 0, 1)


@pytest.mark.parametrize(
    ("mended", "faulty"),
    [
        ({}, {4}),
        ({4: "A-2"}, set()),
        ({4: "A-9"}, {4}),  # stands on row 5, which is good and was never kept
        ({3: "A-3"}, set()),  # the first of the two makes way
        ({3: "A-2", 4: "A-2"}, {4}),
        ({3: "A-9"}, {3}),
    ],
)
def test_a_reference_is_unique_among_all_rows(mended: dict[int, str], faulty: set[int]) -> None:
    rows = row(ref="A-0"), row(ref="A-1", participants="x"), row(ref="A-1"), row(ref="A-9")
    found = looked_at(*rows)
    found.rows[3].edit(PARTICIPANTS, "1")
    for number, reference in mended.items():
        found.rows[number].edit(REFERENCE_CELL, reference)
    for _twice in range(2):
        found.judge_again(READ)
        assert {each.number for each in found.to_mend} == faulty
    found.leave_out_faulty()
    assert len(taken_in(found, *rows)) == 4 - len(faulty)


def test_leaving_out_the_first_of_two_clears_the_second() -> None:
    found = looked_at(row(ref="A-1", participants="x"), row(ref="A-1"))
    assert found.faulty == 2
    found.rows[2].is_left_out = True
    found.judge_again(READ)
    assert (found.ready, found.faulty, found.left_out) == (1, 0, 1)


def test_a_personal_number_is_never_shown_and_stays_a_fault_until_it_is_typed_over() -> None:
    headers = (*HEADERS[:6], "Anteckning")
    cells: list[Cell] = [*row()[:6], "Ring 121212-1212\nidag"]
    found = preview(table(cells, headers=headers), ActivityRow, READ, lambda each: each)
    kept = found.rows[2]
    assert kept.shown(6) == "Ring ******-**** idag"
    kept.edit(6, kept.shown(6))
    found.judge_again(READ)
    assert found.faulty == 1
    assert "1212" not in kept.verdict
    kept.edit(6, "Ring idag")
    found.judge_again(READ)
    assert found.faulty == 0


def test_text_beyond_the_last_heading_is_kept_to_be_taken_away() -> None:
    found = looked_at([*row(), "", "utanför", "mer"])
    assert found.has_text_beyond
    assert found.rows[2].cells[len(HEADERS)] == "utanför mer"
    found.rows[2].edit(len(HEADERS), "")
    found.judge_again(READ)
    assert found.ready == 1


def test_a_short_row_has_empty_cells_to_fill_in() -> None:
    found = looked_at(["2026-03-17", "Backa"])
    assert found.rows[2].cells == ["2026-03-17", "Backa", "", "", "", "", ""]
    found.rows[2].edit(2, "Uppsökande arbete")
    found.rows[2].edit(3, "2")
    found.judge_again(READ)
    assert found.ready == 1


def test_no_more_is_kept_than_can_be_shown() -> None:
    bad, totals = MOST_FAULTY + 3, MOST_NOTES + 5
    rows: list[list[Cell]] = [
        *[row() for _row in range(100)],
        *[row(participants="x") for _row in range(bad)],
        *[list[Cell](["Summa"]) for _row in range(totals)],
    ]
    found = looked_at(*rows)
    assert (found.good_rows, found.faulty) == (100, bad)
    assert (len(found.first), len(found.rows)) == (MOST_GOOD_SHOWN, MOST_FAULTY)
    assert not found.can_be_mended
    # One more note is of the unknown column.
    assert (len(found.notes), found.further_notes) == (MOST_NOTES, totals + 1 - MOST_NOTES)
    found.leave_out_faulty()
    assert found.faulty == 3


def test_a_missing_column_refuses_the_file_before_any_row() -> None:
    with pytest.raises(HeadersRefused, match="Område"):
        preview(table(["2026-03-17"], headers=("Datum",)), ActivityRow, READ, lambda each: each)


def test_the_step_sees_every_outcome_as_it_comes() -> None:
    seen: list[int] = []

    def step(outcomes: Iterator[object]) -> Iterator[object]:
        for outcome in outcomes:
            seen.append(outcome.row)  # type: ignore[attr-defined]
            yield outcome

    preview(table(row(), row(participants="x")), ActivityRow, READ, step)  # type: ignore[arg-type]
    assert seen == [1, 2, 3]


_cells = st.sampled_from(
    ["", "2026-03-17", "Backa", "out", "2", "tolv", "A-1", "A-2", "Summa", "–"]
)


@given(st.lists(st.lists(_cells, min_size=7, max_size=8), max_size=12), st.data())
def test_judging_by_parts_ends_as_reading_the_whole_would(
    rows: list[list[Cell]], data: st.DataObject
) -> None:
    """Whatever is typed: what is said to be ready is what the file then gives, with no fault."""
    found = looked_at(*rows)
    for kept in found.rows.values():
        for index in range(len(kept.cells)):
            if data.draw(st.booleans()):
                kept.edit(index, str(data.draw(_cells)))
        kept.is_left_out = data.draw(st.booleans())
    found.judge_again(READ)
    assert found.ready + found.faulty + found.left_out == found.good_rows + found.faulty_rows
    found.leave_out_faulty()
    # A row that now stands in another's way by its reference is told when it is judged.
    assert len(taken_in(found, *rows)) == found.ready
