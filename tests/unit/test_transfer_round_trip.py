"""Records written as people's files and read back are the same records."""

import csv
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.privacy import find_personal_identity_numbers
from domain.records import ActivityRecord, BudgetRecord, LedgerRecord, PointRecord, is_short_title
from transfer.activities import read_activities
from transfer.budget import read_budget
from transfer.faults import ParsedRow, RowFaults
from transfer.fields import is_error
from transfer.kinds import ROWS, RecordKind, headings_of
from transfer.ledger import read_ledger
from transfer.points import PointRow, read_points
from transfer.reference import Reference
from transfer.rows import columns_of
from transfer.tabular import open_table
from transfer.templates import write_template

TODAY = date(2026, 11, 22)
START = date(2022, 5, 1)
END = date(2027, 12, 31)
REFERENCE = Reference(
    areas={"601": "Västra Biskopsgården", "602": "Backa", "603": "Tuve"},
    kinds={"out": "Uppsökande arbete", "fam": "Familjesamtal"},
    target_groups={"1": "Redan i brott", "2": "På väg in", "3": "Yngre"},
    partners={"polis": "Polis", "skola": "Skola", "civil": "Föreningar, samfund"},
    points={7: "Trygga skolvägar", 8: "Kvällsvandring"},
    funding_sources={"extra": "Extra trygghetsmedel", "stat": "Statsbidrag"},
)


def is_ordinary(text: str) -> bool:
    """Whether a text means itself: no formula, no program's word, no lone dash, no person."""
    return not (
        not text
        or text != unicodedata.normalize("NFC", text).strip()
        or text.startswith("=")
        or text in "-–—−"
        or is_error(text)
        or find_personal_identity_numbers(text)
    )


LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"]
)
TEXTS = st.text(st.one_of(LETTERS, st.sampled_from(';,"\n\t åäö')), min_size=1, max_size=30)
ORDINARY = TEXTS.filter(is_ordinary)
PLAIN = st.text("abcåäöÅÄÖ 123-:", min_size=1, max_size=30).map(str.strip).filter(is_ordinary)
DAYS = st.dates(START, TODAY)
AREAS = st.sampled_from(sorted(REFERENCE.areas))
POINTS = st.none() | st.sampled_from(sorted(REFERENCE.points))
SOURCES = st.sampled_from(sorted(REFERENCE.funding_sources))
GROUPS = st.sampled_from(sorted(REFERENCE.target_groups))


def several(codes: Sequence[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(codes)), unique=True).map(tuple)


SEVERAL_POINTS = st.lists(st.sampled_from(sorted(REFERENCE.points)), max_size=3, unique=True).map(
    lambda numbers: tuple(sorted(numbers))
)


def amounts(least: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, 10**9, places=2)


ACTIVITIES = st.builds(
    ActivityRecord,
    occurred_on=DAYS, area_code=AREAS, kind=st.sampled_from(["out", "fam"]), target_group=GROUPS,
    point_numbers=SEVERAL_POINTS,
    occasions=st.integers(1, 9), participants=st.none() | st.integers(0, 5000),
    minutes=st.none() | st.integers(0, 1440), partners=several([*REFERENCE.partners]),
    source_ref=st.none() | st.uuids().map(lambda value: f"R{value.hex}"),
    note=st.none() | ORDINARY,
)  # fmt: skip
POINT_RECORDS = st.builds(
    PointRecord,
    number=st.integers(1, 999), title=ORDINARY, short_title=ORDINARY.filter(is_short_title),
    description=st.none() | ORDINARY, problem=st.none() | ORDINARY, focus_area=PLAIN,
    responsible_unit=st.none() | ORDINARY, starts_on=st.dates(START, date(2024, 1, 1)),
    due_on=st.dates(date(2024, 1, 1), END), target_groups=several(["1", "2", "3"]),
    area_codes=several([*REFERENCE.areas]), partners=several([*REFERENCE.partners]),
    milestones=st.lists(
        st.tuples(PLAIN, DAYS), max_size=3, unique_by=lambda milestone: milestone[0].casefold()
    ).map(tuple),
    given=st.just(frozenset(PointRow.model_fields)),
)  # fmt: skip
LEDGERS = st.builds(
    LedgerRecord,
    source_code=SOURCES, point_number=POINTS, booked_on=DAYS,
    account=st.integers(1000, 99999).map(str), cost_centre=st.none() | PLAIN,
    amount=amounts(-(10**9)).filter(bool), voucher=PLAIN, text=st.none() | ORDINARY,
    source_ref=st.none() | st.uuids().map(lambda value: f"R{value.hex}"),
)  # fmt: skip
BUDGETS = st.builds(
    BudgetRecord,
    source_code=SOURCES, point_number=POINTS, year=st.integers(2000, 2100),
    month=st.none() | st.integers(1, 12), account_group=st.none() | PLAIN, amount=amounts(0),
    note=st.none() | ORDINARY,
)  # fmt: skip

Reader = Callable[..., Iterator[Any]]
KINDS: list[tuple[RecordKind, Reader, st.SearchStrategy[Any]]] = [
    (RecordKind.ACTIVITIES, read_activities, ACTIVITIES),
    (RecordKind.POINTS, read_points, POINT_RECORDS),
    (RecordKind.LEDGER, read_ledger, LEDGERS),
    (RecordKind.BUDGET, read_budget, BUDGETS),
]
by_kind = pytest.mark.parametrize(("kind", "read", "records"), KINDS)


def fields_of(record: Any) -> list[str]:
    return list(type(record).__slots__)


def written(value: Any) -> str:
    """A value as a Swede writes it in a cell."""
    if isinstance(value, tuple):
        parts = [
            f"{item[0]} ({item[1]})" if isinstance(item, tuple) else str(item) for item in value
        ]
        return "; ".join(parts)
    if isinstance(value, Decimal):
        return f"{value:,.2f}".replace(",", "\u00a0").replace(".", ",").replace("-", "−")
    return "" if value is None else str(value)


def read_back(path: Path, kind: RecordKind, read: Reader) -> list[Any]:
    table = open_table(path, known=headings_of(kind))
    found = list(read(table, REFERENCE, today=TODAY, programme_start=START, programme_end=END))
    assert [str(f) for row in found if isinstance(row, RowFaults) for f in row.faults] == []
    return [row.record for row in found if isinstance(row, ParsedRow)]


def distinct(kind: RecordKind) -> Callable[[Any], object] | None:
    return (lambda record: record.number) if kind is RecordKind.POINTS else None


@by_kind
@given(data=st.data())
def test_records_come_back_from_csv(
    kind: RecordKind,
    read: Reader,
    records: st.SearchStrategy[Any],
    data: st.DataObject,
    tmp_path: Path,
) -> None:
    given_records = data.draw(st.lists(records, min_size=1, max_size=4, unique_by=distinct(kind)))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    delimiter = data.draw(st.sampled_from(";,\t"))
    headers = data.draw(st.permutations(fields_of(given_records[0])))
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(headers)
        writer.writerows([written(getattr(row, name)) for name in headers] for row in given_records)
    assert read_back(path, kind, read) == given_records


@by_kind
@settings(max_examples=25)
@given(data=st.data())
def test_records_come_back_from_the_template(
    kind: RecordKind,
    read: Reader,
    records: st.SearchStrategy[Any],
    data: st.DataObject,
    tmp_path: Path,
) -> None:
    given_records = data.draw(st.lists(records, min_size=1, max_size=4, unique_by=distinct(kind)))
    path = tmp_path / "mall.xlsx"
    write_template(kind, REFERENCE, path, overwrite=True)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Data"]
    order = list(columns_of(ROWS[kind]))
    for number, record in enumerate(given_records, start=2):
        for index, name in enumerate(order, start=1):
            value = getattr(record, name)
            keeps_type = isinstance(value, date | int | Decimal)
            sheet.cell(number, index, value if keeps_type else written(value) or None)
    workbook.save(path)
    assert read_back(path, kind, read) == given_records
