from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from domain.records import ActivityRecord, BudgetRecord, LedgerRecord, PointRecord
from transfer.activities import read_activities
from transfer.budget import read_budget
from transfer.faults import HeadersRefused, ParsedRow, RowFault, RowFaults, RowNote
from transfer.fields import Cell
from transfer.kinds import RecordKind, headings_of
from transfer.ledger import read_ledger
from transfer.points import read_points
from transfer.reference import Reference
from transfer.tabular import Table, open_table

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


def table(headers: str, *rows: str) -> Table:
    """A table of cells with bars between, whose rows begin at 2."""
    cells: Iterator[tuple[int, list[Cell]]] = (
        (number, list[Cell](row.split("|"))) for number, row in enumerate(rows, start=2)
    )
    return Table(tuple(headers.split("|")), cells, header_row=1, expected_rows=len(rows))


def outcomes(read: Callable[..., Iterator[Any]], headers: str, *rows: str) -> list[Any]:
    return list(
        read(
            table(headers, *rows), REFERENCE, today=TODAY, programme_start=START, programme_end=END
        )
    )


ACTIVITY_HEADERS = (
    "Datum|Område|Aktivitetstyp|Målgrupp|Punkt|Tillfällen|Deltagare|Minuter|Samverkan med"
    "|Källreferens|Anteckning"
)
GOOD = {
    "Datum": "2026-03-17", "Område": "Backa", "Aktivitetstyp": "Familjesamtal", "Målgrupp": "2",
}  # fmt: skip


def activity(**cells: str) -> str:
    return "|".join({**GOOD, **cells}.get(header, "") for header in ACTIVITY_HEADERS.split("|"))


def activity_faults(**cells: str) -> list[RowFault]:
    [outcome] = outcomes(read_activities, ACTIVITY_HEADERS, activity(**cells))
    return list(outcome.faults) if isinstance(outcome, RowFaults) else []


def test_reads_an_activity_in_full() -> None:
    row = activity(
        Datum="17/3 2026", Område="vastra biskopsgarden", Målgrupp="På väg in", Punkt="Punkt 7",
        Tillfällen="2", Deltagare="0", Minuter="1 440", Källreferens="A-1", Anteckning=" Torget ",
        **{"Samverkan med": "Polis; Föreningar, samfund\nskola, polis"},
    )  # fmt: skip
    [outcome] = outcomes(read_activities, ACTIVITY_HEADERS, row)
    record = ActivityRecord(
        occurred_on=date(2026, 3, 17), area_code="601", kind="fam", target_group="2",
        point_numbers=(7,), occasions=2, participants=0, minutes=1440,
        partners=("polis", "civil", "skola"), source_ref="A-1", note="Torget",
    )  # fmt: skip
    assert outcome == ParsedRow(2, record)


@pytest.mark.parametrize("nothing", ["", "  ", "–", "-"])
def test_nobody_counted_is_not_zero(nothing: str) -> None:
    row = activity(Deltagare=nothing, Minuter=nothing, Tillfällen=nothing, Punkt=nothing)
    [outcome] = outcomes(read_activities, ACTIVITY_HEADERS, row)
    record = outcome.record
    assert (record.participants, record.minutes, record.point_numbers) == (None, None, ())
    assert record.occasions == 1


# Twelve kinds of fault: the cells of a row, and for each fault its column and its sentence's end.
FAULTS: list[tuple[dict[str, str], str, str]] = [
    ({"Datum": "2026-02-30"}, "Datum", "väntat är ett datum som 2026-11-22."),
    ({"Datum": "2026-11-23"}, "Datum", "väntat är ett datum som har varit, senast 2026-11-22."),
    ({"Datum": "2022-04-30"}, "Datum", "är ett datum i programmet, 2022-05-01–2027-12-31."),
    ({"Datum": ""}, "Datum", "cellen är tom; väntat är ett värde, till exempel 2026-03-17."),
    ({"Område": "Baka"}, "Område", "med namn eller kod (menade du ”Backa”?)."),
    ({"Aktivitetstyp": "Fotboll"}, "Aktivitetstyp", "en aktivitetstyp, med namn eller kod."),
    ({"Tillfällen": "0"}, "Tillfällen", "väntat är ett tal som är minst 1."),
    ({"Deltagare": "5001"}, "Deltagare", "väntat är ett tal som är högst 5\u00a0000."),
    ({"Deltagare": "tolv"}, "Deltagare", "väntat är ett heltal."),
    ({"Minuter": "1441"}, "Minuter", "högst 1\u00a0440 minuter, 24 timmar för varje tillfälle."),
    ({"Deltagare": "#SAKNAS!"}, "Deltagare", "ett värde, inte ett felvärde från ett program."),
    ({"Anteckning": "Ring 121212-1212"}, "Anteckning", "för här lagras bara antal."),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "sentence"), FAULTS)
def test_each_kind_of_fault_is_one_sentence(
    cells: dict[str, str], column: str, sentence: str
) -> None:
    [fault] = activity_faults(**cells)
    assert str(fault).startswith(f"Rad 2, kolumn ”{column}”: ")
    assert str(fault).endswith(sentence)
    assert "121212" not in repr(fault)


def test_fifty_faults_of_twelve_kinds_are_all_reported_and_nothing_else(tmp_path: Path) -> None:
    """Ten rows with each two faults, and thirty with one, among a hundred good ones."""
    bad = [{**FAULTS[0][0], **FAULTS[6 + n % 6][0]} for n in range(10)]
    bad += [FAULTS[n % 12][0] for n in range(30)]
    rows = [activity(Källreferens=f"A-{n}") for n in range(100)]
    for n, cells in enumerate(bad):
        rows.insert(3 * n, activity(**cells))
    path = tmp_path / "femtio fel.csv"
    path.write_text("\n".join([ACTIVITY_HEADERS, *rows]).replace("|", ";"), encoding="cp1252")
    opened = open_table(path, known=headings_of(RecordKind.ACTIVITIES))
    found = list(
        read_activities(opened, REFERENCE, today=TODAY, programme_start=START, programme_end=END)
    )
    faulty = [outcome for outcome in found if isinstance(outcome, RowFaults)]
    faults = [fault for outcome in faulty for fault in outcome.faults]
    assert len(faulty) == 40
    assert len(faults) == 50
    assert len({fault.expected for fault in faults}) == 12
    assert Counter(type(outcome) for outcome in found) == {ParsedRow: 100, RowFaults: 40}
    assert [outcome.row for outcome in faulty] == [2 + 3 * n for n in range(40)]


def test_every_fault_of_a_row_is_reported() -> None:
    faults = activity_faults(
        Datum="i går", Område="Mars", Aktivitetstyp="", Målgrupp="9", Deltagare="-1",
        Anteckning="=1+1",
    )  # fmt: skip
    assert [fault.column for fault in faults] == [
        "Datum", "Område", "Aktivitetstyp", "Målgrupp", "Deltagare", "Anteckning",
    ]  # fmt: skip


def test_a_reference_that_comes_twice_names_the_first_row() -> None:
    rows = [activity(Källreferens=reference) for reference in ("A-1", "A-2", "A-1")]
    found = outcomes(read_activities, ACTIVITY_HEADERS, *rows)
    [fault] = found[2].faults
    assert str(fault) == (
        "Rad 4, kolumn ”Källreferens”: ”A-1” går inte; "
        "väntat är ett värde som inte redan står på rad 2."
    )


@pytest.mark.parametrize(
    ("reference", "is_taken"),
    [("20121212-1212", False), ("1212121212", False), ("20260401-0013", True), ("A-7", True)],
)
def test_a_reference_may_be_a_serial_number_but_no_person(reference: str, is_taken: bool) -> None:
    assert (activity_faults(Källreferens=reference) == []) is is_taken


def test_a_cell_beyond_the_headings_is_a_fault() -> None:
    [outcome] = outcomes(read_activities, ACTIVITY_HEADERS, activity() + "|och bron")
    assert [(fault.column, fault.value) for fault in outcome.faults] == [("L", "och bron")]


def test_a_line_of_totals_is_noted_and_left_out() -> None:
    found = outcomes(read_activities, ACTIVITY_HEADERS, activity(), "Summa|||||1|12", "")
    assert [type(outcome) for outcome in found] == [ParsedRow, RowNote]
    assert found[1] == RowNote(3, "Raden är en summa och läses inte.")


def test_a_line_that_only_begins_like_a_total_is_judged() -> None:
    [outcome] = outcomes(read_activities, ACTIVITY_HEADERS, "Summarum|Backa|Familjesamtal|2")
    assert isinstance(outcome, RowFaults)


def test_unread_columns_are_noted_before_the_rows() -> None:
    found = outcomes(read_activities, ACTIVITY_HEADERS + "|Väder", activity() + "|Regn")
    assert found[0] == RowNote(1, "Kolumnen ”Väder” är okänd och läses inte.")
    assert isinstance(found[1], ParsedRow)


def test_missing_columns_are_refused_before_any_row_is_asked_for() -> None:
    with pytest.raises(HeadersRefused, match="”Område” saknas"):
        read_activities(
            table("Datum", "x"), REFERENCE, today=TODAY, programme_start=START, programme_end=END
        )


@pytest.mark.parametrize("read", [read_activities, read_points, read_ledger, read_budget])
def test_every_reader_refuses_strange_headings(read: Callable[..., Iterator[Any]]) -> None:
    with pytest.raises(HeadersRefused):
        outcomes(read, "Väder|Vind", "Sol|Lä")


POINT_HEADERS = (
    "Nummer|Rubrik|Kort rubrik|Inriktning|Start|Klar senast|Målgrupper|Områden|Samverkan med|Delmål"
)


def test_reads_a_point_in_full() -> None:
    row = (
        "7|Trygga vägar till och från skolan|Trygga skolvägar|Platser|2026-01-01|2026-12-31|2;1"
        "|Backa, Tuve|Polis|Rutin (utkast) klar (2026-03-31); Utbildning (30 juni 2026)"
    )
    [outcome] = outcomes(read_points, POINT_HEADERS, row)
    assert outcome.record == PointRecord(
        number=7, title="Trygga vägar till och från skolan", short_title="Trygga skolvägar",
        description=None, problem=None, focus_area="Platser", responsible_unit=None,
        starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31), target_groups=("2", "1"),
        area_codes=("602", "603"), partners=("polis",),
        milestones=(("Rutin (utkast) klar", date(2026, 3, 31)), ("Utbildning", date(2026, 6, 30))),
        given=frozenset(("number", "title", "short_title", "focus_area", "starts_on", "due_on",
                         "target_groups", "area_codes", "partners", "milestones")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "short", "taken"),
    [
        ("Trygga skolvägar", "", "Trygga skolvägar"),
        ("En rubrik som är för lång för en ruta", "Kort", "Kort"),
        ("En rubrik som är för lång för en ruta", "", None),
        ("Trygghetsvandringar i väst", "", None),  # one word of 19 letters
        ("Rubrik", "Avhopparverksamhet", None),
        ("Rubrik", "x" * 15 + " " + "y" * 12, "x" * 15 + " " + "y" * 12),
        ("Rubrik", "x" * 15 + " " + "y" * 13, None),
    ],
)
def test_the_short_title_fits_a_tile_or_is_a_fault(
    title: str, short: str, taken: str | None
) -> None:
    row = f"1|{title}|{short}|Platser|2026-01-01|2026-12-31"
    [outcome] = outcomes(read_points, POINT_HEADERS, row)
    if taken is None:
        [fault] = outcome.faults
        assert (fault.column, fault.value) == ("Kort rubrik", short)
        assert fault.expected == "högst 28 tecken och inget ord över 15"
    else:
        assert outcome.record.short_title == taken


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("0|Rubrik||P|2026-01-01|2026-12-31", ["Nummer"]),
        ("1|Rubrik||P|2026-01-01|2025-12-31", ["Klar senast"]),
        ("1|Rubrik||P|2026-01-01|2026-12-31||||Rutin klar i mars", ["Delmål"]),
        ("1|Rubrik||P|2026-01-01|2026-12-31||||Rutin (2026-02-30)", ["Delmål"]),
        ("1|Rubrik||P|2026-01-01|2026-12-31|1;9|Backa;Mars", ["Målgrupper", "Områden"]),
        ("1|||P|2026-01-01|2026-12-31", ["Rubrik"]),
    ],
)
def test_points_that_break_a_rule(row: str, columns: list[str]) -> None:
    [outcome] = outcomes(read_points, POINT_HEADERS, row)
    assert [fault.column for fault in outcome.faults] == columns


def test_a_points_number_comes_once() -> None:
    row = "1|Rubrik||P|2026-01-01|2026-12-31"
    found = outcomes(read_points, POINT_HEADERS, row, row)
    assert [type(outcome) for outcome in found] == [ParsedRow, RowFaults]


LEDGER_HEADERS = "Källa|Bokföringsdatum|Konto|Belopp (kr)|Ver.nr|Punkt|Ansvar|Text|Källreferens"


def test_reads_a_booked_amount_in_full() -> None:
    row = "Statsbidrag|2026-03-31|5010|−12 500,50 kr|A 1024|8|31205|Lokalhyra|R-1"
    [outcome] = outcomes(read_ledger, LEDGER_HEADERS, row)
    assert outcome.record == LedgerRecord(
        source_code="stat", point_number=8, booked_on=date(2026, 3, 31), account="5010",
        cost_centre="31205", amount=Decimal("-12500.50"), voucher="A 1024", text="Lokalhyra",
        source_ref="R-1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("stat|2026-03-31|5010|0|A 1", ["Belopp (kr)"]),
        ("stat|2026-03-31|5010|1,234|A 1", ["Belopp (kr)"]),
        ("stat|2026-03-31|50X0|1|A 1", ["Konto"]),
        ("stat|2026-03-31|5010|1|", ["Ver.nr"]),
        ("stad|2026-03-31|5010|1|A 1|9", ["Källa", "Punkt"]),
        ("stat|2026-03-31|5010|1|A 1|||Till 121212-1212", ["Text"]),
    ],
)
def test_booked_amounts_that_break_a_rule(row: str, columns: list[str]) -> None:
    [outcome] = outcomes(read_ledger, LEDGER_HEADERS, row)
    assert [fault.column for fault in outcome.faults] == columns


BUDGET_HEADERS = "Finansieringskälla|År|Belopp|Månad|Punkt|Kontogrupp|Anteckning"


def test_reads_planned_amounts_of_a_month_and_of_a_year() -> None:
    found = outcomes(
        read_budget, BUDGET_HEADERS, "extra|2026|250 000|mars|7|Personal|", "extra|2026|0|"
    )
    assert [outcome.record for outcome in found] == [
        BudgetRecord("extra", 7, 2026, 3, "Personal", Decimal("250000.00"), None),
        BudgetRecord("extra", None, 2026, None, None, Decimal("0.00"), None),
    ]


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ("extra|2026|-1|", ["Belopp"]),
        ("extra|1926|1|", ["År"]),
        ("extra|2026|1|13", ["Månad"]),
        ("extra|26|12 %|0", ["År", "Belopp", "Månad"]),
    ],
)
def test_planned_amounts_that_break_a_rule(row: str, columns: list[str]) -> None:
    [outcome] = outcomes(read_budget, BUDGET_HEADERS, row)
    assert sorted(fault.column for fault in outcome.faults) == sorted(columns)
