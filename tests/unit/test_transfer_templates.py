from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from domain.records import ActivityRecord
from transfer.activities import read_activities
from transfer.faults import FileRefused, OnlyHeaders, ParsedRow, RowNote, TargetRefused
from transfer.headers import CellFormat, match_headers
from transfer.kinds import ROWS, RecordKind, headings_of
from transfer.reference import Reference
from transfer.rows import columns_of, required_of
from transfer.tabular import open_table
from transfer.templates import write_template

REFERENCE = Reference(
    areas={"601": "Backa", "602": "Tuve", "603": "Tuve"},
    kinds={"out": "Uppsökande arbete"},
    target_groups={"1": "Redan i brott", "2": "På väg in"},
    points={7: "Trygga skolvägar"},
    funding_sources={"extra": "Extra trygghetsmedel"},
)


def template(kind: RecordKind, path: Path) -> Any:
    write_template(kind, REFERENCE, path)
    return openpyxl.load_workbook(path)


@pytest.mark.parametrize("kind", RecordKind)
def test_a_templates_headings_are_all_understood(kind: RecordKind, tmp_path: Path) -> None:
    workbook = template(kind, tmp_path / "mall.xlsx")
    headers = [cell.value for cell in workbook["Data"][1]]
    columns, required = columns_of(ROWS[kind]), required_of(ROWS[kind])
    match = match_headers(headers, columns, required)
    assert list(match.positions) == list(columns)
    assert match.notes == ()
    marked = {name for name, index in match.positions.items() if headers[index].endswith("*")}
    assert marked == required


@pytest.mark.parametrize("kind", RecordKind)
def test_an_empty_template_is_a_file_with_only_headings(kind: RecordKind, tmp_path: Path) -> None:
    write_template(kind, REFERENCE, tmp_path / "mall.xlsx")
    with pytest.raises(OnlyHeaders):
        open_table(tmp_path / "mall.xlsx", known=headings_of(kind))


def test_a_row_in_the_template_is_read_without_faults(tmp_path: Path) -> None:
    path = tmp_path / "mall.xlsx"
    workbook = template(RecordKind.ACTIVITIES, path)
    workbook["Data"].append(
        [date(2026, 3, 17), "Backa", "Uppsökande arbete", "På väg in", "7 Trygga skolvägar", 2, 12]
    )
    workbook.save(path)
    opened = open_table(path, known=headings_of(RecordKind.ACTIVITIES))
    found = list(
        read_activities(
            opened,
            REFERENCE,
            today=date(2026, 11, 22),
            programme_start=date(2022, 5, 1),
            programme_end=None,
        )
    )
    record = ActivityRecord(
        occurred_on=date(2026, 3, 17), area_code="601", kind="out", target_group="2",
        point_numbers=(7,), occasions=2, participants=12, minutes=None, partners=(),
        source_ref=None, note=None,
    )  # fmt: skip
    assert found == [
        RowNote(1, "Bladet ”Data” läses, inte ”Så fyller du i”."),
        ParsedRow(2, record),
    ]


def test_the_lists_are_hidden_and_hold_what_can_be_chosen(tmp_path: Path) -> None:
    workbook = template(RecordKind.ACTIVITIES, tmp_path / "mall.xlsx")
    assert workbook["Listor"].sheet_state == "hidden"
    lists = [[cell.value for cell in column if cell.value] for column in workbook["Listor"].columns]
    assert lists == [
        ["areas", "Backa", "602 Tuve", "603 Tuve"],  # two of one name are told by code
        ["kinds", "Uppsökande arbete"],
        ["target_groups", "Redan i brott", "På väg in"],
        ["points", "7 Trygga skolvägar"],
        ["partners"],
    ]


def test_cells_have_lists_formats_and_messages(tmp_path: Path) -> None:
    sheet = template(RecordKind.ACTIVITIES, tmp_path / "mall.xlsx")["Data"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules["B2"].formula1 == "Listor!$A$2:$A$4"
    assert rules["A2"].type == "date"
    assert rules["I2"].type is None  # no partner to choose: no list, but the message stands
    assert all(rule.promptTitle and rule.prompt for rule in rules.values())
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width >= 12


@pytest.mark.parametrize("kind", RecordKind)
def test_the_guide_has_a_line_for_each_column_and_the_warning(
    kind: RecordKind, tmp_path: Path
) -> None:
    guide = template(kind, tmp_path / "mall.xlsx")["Så fyller du i"]
    first = [row[0] for row in guide.iter_rows(values_only=True) if row[0]]
    headings = [column.heading for column in columns_of(ROWS[kind]).values()]
    assert first[-len(headings) :] == headings
    assert any("personnummer" in line for line in first)


@pytest.mark.parametrize("kind", RecordKind)
def test_examples_in_the_guide_are_of_the_columns_own_format(kind: RecordKind) -> None:
    for column in columns_of(ROWS[kind]).values():
        assert column.help.endswith(".")
        if column.format is CellFormat.DATE:
            assert date.fromisoformat(column.example).isoformat() == column.example
        elif column.format is not CellFormat.TEXT:
            assert column.example.replace(" ", "").replace(",", "").isdigit()


def test_the_same_lists_give_the_same_bytes_on_any_day() -> None:
    first, second = BytesIO(), BytesIO()
    write_template("budget", REFERENCE, first)
    write_template(RecordKind.BUDGET, REFERENCE, second)
    assert first.getvalue() == second.getvalue()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="weather"):
        write_template("weather", REFERENCE, BytesIO())


def test_a_file_that_is_there_is_not_written_over_unasked(tmp_path: Path) -> None:
    path = tmp_path / "mall.xlsx"
    path.write_bytes(b"viktigt")
    with pytest.raises(TargetRefused, match="finns redan och skrivs inte över"):
        write_template(RecordKind.BUDGET, REFERENCE, path)
    assert path.read_bytes() == b"viktigt"
    write_template(RecordKind.BUDGET, REFERENCE, path, overwrite=True)
    assert openpyxl.load_workbook(path).sheetnames[0] == "Data"


@pytest.mark.parametrize("name", ["mall.csv", "mall", "mall.xls", "mall.xlsx.txt"])
def test_a_template_is_an_xlsx(tmp_path: Path, name: str) -> None:
    with pytest.raises(TargetRefused, match=r"slutar på \.xlsx, inte ”mall"):
        write_template(RecordKind.BUDGET, REFERENCE, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_template_in_capitals_is_an_xlsx_too(tmp_path: Path) -> None:
    write_template(RecordKind.BUDGET, REFERENCE, tmp_path / "MALL.XLSX")
    assert openpyxl.load_workbook(tmp_path / "MALL.XLSX").sheetnames[0] == "Data"


def test_a_target_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    assert issubclass(TargetRefused, FileRefused)
    with pytest.raises(TargetRefused, match="går inte att skriva"):
        write_template(RecordKind.BUDGET, REFERENCE, tmp_path / "saknas" / "mall.xlsx")
    (tmp_path / "mapp.xlsx").mkdir()
    for overwrite in (False, True):
        with pytest.raises(TargetRefused, match="finns redan"):
            write_template(
                RecordKind.BUDGET, REFERENCE, tmp_path / "mapp.xlsx", overwrite=overwrite
            )
