"""What no row of any kind may say: a person's number, a day outside the programme, a novel."""

from collections.abc import Callable, Iterator
from datetime import date
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import pytest

from transfer.activities import read_activities
from transfer.budget import read_budget
from transfer.faults import RowFaults
from transfer.fields import Cell
from transfer.kinds import ROWS, RecordKind
from transfer.ledger import read_ledger
from transfer.points import read_points
from transfer.reference import Reference
from transfer.rows import columns_of
from transfer.tabular import Table

TODAY = date(2026, 11, 22)
REFERENCE = Reference(
    areas={"601": "Backa"},
    kinds={"out": "Uppsökande arbete"},
    target_groups={"2": "På väg in"},
    partners={"polis": "Polis"},
    points={7: "Trygga skolvägar"},
    funding_sources={"extra": "Extra trygghetsmedel"},
)
Read = Callable[..., Iterator[Any]]
READERS: dict[RecordKind, Read] = {
    RecordKind.POINTS: read_points,
    RecordKind.ACTIVITIES: read_activities,
    RecordKind.LEDGER: read_ledger,
    RecordKind.BUDGET: read_budget,
}


def holds_text(annotation: object) -> bool:
    """Whether a field is a text, or a text that may be missing; a tuple of texts is not."""
    if get_origin(annotation) is Annotated or get_origin(annotation) in (Union, UnionType):
        return any(holds_text(part) for part in get_args(annotation))
    return annotation is str


GOOD = {
    RecordKind.POINTS: {
        "Nummer": "1", "Rubrik": "Rubrik", "Inriktning": "Platser", "Start": "2026-01-01",
        "Klar senast": "2026-12-31",
    },
    RecordKind.ACTIVITIES: {
        "Datum": "2026-03-17", "Område": "Backa", "Aktivitetstyp": "out", "Målgrupp": "2",
    },
    RecordKind.LEDGER: {
        "Finansieringskälla": "extra", "Bokföringsdatum": "2026-03-31", "Konto": "5010",
        "Belopp": "1", "Verifikation": "A 1",
    },
    RecordKind.BUDGET: {"Finansieringskälla": "extra", "År": "2026", "Belopp": "1"},
}  # fmt: skip
FREE = [
    (kind, column.heading)
    for kind, model in ROWS.items()
    for name, column in columns_of(model).items()
    if not column.choices and holds_text(model.model_fields[name].annotation)
]


def faults_of(
    kind: RecordKind, cells: dict[str, str], end: date | None = date(2027, 12, 31)
) -> list[tuple[str, str]]:
    row = {**GOOD[kind], **cells}
    rows: Iterator[tuple[int, list[Cell]]] = iter([(2, list[Cell](row.values()))])
    [outcome] = READERS[kind](
        Table(tuple(row), rows, header_row=1, expected_rows=1),
        REFERENCE,
        today=TODAY,
        programme_start=date(2022, 5, 1),
        programme_end=end,
    )
    if not isinstance(outcome, RowFaults):
        return []
    return [(fault.column, fault.expected) for fault in outcome.faults]


def test_the_columns_of_free_text_are_known() -> None:
    assert len(FREE) == 15
    assert (RecordKind.POINTS, "Inriktning") in FREE
    assert (RecordKind.LEDGER, "Konto") in FREE


@pytest.mark.parametrize(("kind", "heading"), FREE)
@pytest.mark.parametrize("number", ["201212121212", "20121212-1212", "121212-1212"])
def test_no_text_that_is_stored_may_hold_a_personal_identity_number(
    kind: RecordKind, heading: str, number: str
) -> None:
    found = faults_of(kind, {heading: number})
    assert (heading, "en text utan personnummer, för här lagras bara antal") in found


@pytest.mark.parametrize(("kind", "heading"), FREE)
def test_every_text_that_is_stored_has_a_greatest_length(kind: RecordKind, heading: str) -> None:
    found = dict(faults_of(kind, {heading: "x" * 2001}))
    assert found[heading].endswith("tecken; texten har 2\u00a0001")


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        (RecordKind.ACTIVITIES, "Källreferens"),
        (RecordKind.LEDGER, "Källreferens"),
        (RecordKind.LEDGER, "Verifikation"),
    ],
)
def test_a_serial_number_that_begins_with_its_day_is_no_person(
    kind: RecordKind, heading: str
) -> None:
    assert faults_of(kind, {heading: "20260401-0013"}) == []
    assert faults_of(kind, {heading: "2026-04-01 0013"}) == []


def test_the_names_of_partners_and_milestones_are_judged_too() -> None:
    found = faults_of(
        RecordKind.POINTS,
        {"Samverkan med": "Polis, 121212 1212", "Delmål": "121212.1212 klar (2026-03-31)"},
    )
    assert [column for column, _expected in found] == ["Samverkan med", "Delmål"]


WITHIN = "ett datum i programmet, 2022-05-01–2027-12-31"


@pytest.mark.parametrize(
    ("kind", "cells", "expected"),
    [
        (RecordKind.ACTIVITIES, {"Datum": "2022-04-30"}, WITHIN),
        (RecordKind.LEDGER, {"Bokföringsdatum": "2010-09-25"}, WITHIN),
        (RecordKind.LEDGER, {"Bokföringsdatum": "2099-09-25"}, WITHIN),
        (RecordKind.LEDGER, {"Bokföringsdatum": "2027-11-23"},
         "ett datum senast 2027-11-22, ett år från i dag"),
        (RecordKind.POINTS, {"Start": "2001-01-01"}, WITHIN),
        (RecordKind.POINTS, {"Klar senast": "2028-01-01"}, WITHIN),
        (RecordKind.POINTS, {"Delmål": "A (2022-04-30)"}, WITHIN),
        (RecordKind.POINTS, {"Delmål": "A (2026-04-30); B (2028-01-01)"}, WITHIN),
    ],
)  # fmt: skip
def test_a_day_outside_the_programme_is_a_fault_of_its_row(
    kind: RecordKind, cells: dict[str, str], expected: str
) -> None:
    assert faults_of(kind, cells) == [(next(iter(cells)), expected)]


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        (RecordKind.ACTIVITIES, {"Datum": "2022-05-01"}),
        (RecordKind.ACTIVITIES, {"Datum": "2026-11-22"}),
        (RecordKind.LEDGER, {"Bokföringsdatum": "2027-11-22"}),
        (RecordKind.POINTS, {"Start": "2022-05-01", "Klar senast": "2027-12-31"}),
        (RecordKind.POINTS, {"Delmål": "A (2022-05-01); B (2027-12-31)"}),
    ],
)
def test_the_first_and_the_last_day_are_in_the_programme(
    kind: RecordKind, cells: dict[str, str]
) -> None:
    assert faults_of(kind, cells) == []


def test_a_programme_without_a_last_day_has_only_a_first() -> None:
    assert faults_of(RecordKind.POINTS, {"Klar senast": "2099-12-31"}, None) == []
    [(_column, expected)] = faults_of(RecordKind.POINTS, {"Start": "2022-04-30"}, None)
    assert expected == "ett datum i programmet, tidigast 2022-05-01"
    [(_column, expected)] = faults_of(RecordKind.LEDGER, {"Bokföringsdatum": "2099-01-01"}, None)
    assert expected == "ett datum senast 2027-11-22, ett år från i dag"


@pytest.mark.parametrize(
    "twin", ["A (2026-01-01); A (2026-02-01)", "A (2026-01-01)\na (2026-01-01)"]
)
def test_a_milestone_that_stands_twice_is_a_fault(twin: str) -> None:
    [(column, expected)] = faults_of(RecordKind.POINTS, {"Delmål": twin})
    assert column == "Delmål"
    assert expected == f"delmål med olika rubriker; ”{'a' if 'a' in twin else 'A'}” står två gånger"


def test_a_milestones_title_is_not_longer_than_a_title() -> None:
    [(column, expected)] = faults_of(RecordKind.POINTS, {"Delmål": f"{'x' * 201} (2026-01-01)"})
    assert (column, expected) == ("Delmål", "högst 200 tecken; texten har 201")
