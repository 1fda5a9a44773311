from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer.downloads import to_csv, to_excel

FRAME = pd.DataFrame(
    {
        "Månad": pd.to_datetime(["2026-01-01", "2026-02-01"]),
        "Antal": pd.array([0, None], dtype="Int64"),
        "Per 1 000": [1234.5, float("nan")],
        "Belopp": [Decimal("-1234.50"), None],
        "Område": ["Backa; västra", "=1+1"],
        "Dag": [date(2026, 3, 17), None],
        "Klart": [True, False],
    }
)


def test_csv_is_what_a_swedish_excel_opens() -> None:
    content = to_csv(FRAME)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Månad;Antal;Per 1 000;Belopp;Område;Dag;Klart",
        '2026-01-01;0;1234,5;-1234,50;"Backa; västra";2026-03-17;ja',
        "2026-02-01;–;–;–;'=1+1;;nej",
        "",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+46", "-1", "@SUM", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_would_calculate_is_disarmed_in_cells_and_headings(text: str) -> None:
    lines = to_csv(pd.DataFrame({text: [text]})).decode("utf-8-sig")
    assert lines.count(f"'{text}") == 2


def test_numbers_stay_numbers_even_when_negative() -> None:
    frame = pd.DataFrame({"a": [-1], "b": [-0.5], "c": [0.1 + 0.2], "d": [1e-7], "e": [1e21]})
    line = to_csv(frame).decode("utf-8-sig").split("\r\n")[1]
    assert line == "-1;-0,5;0,3;0,0000001;1000000000000000000000"


def test_marks_are_kept_and_are_no_formulas() -> None:
    frame = pd.DataFrame({"Antal": ["0", "–", "..", "."]})
    assert to_csv(frame).decode("utf-8-sig").split("\r\n")[1:5] == ["0", "–", "..", "."]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), min_size=1))
def test_no_text_begins_as_a_formula(texts: list[str]) -> None:
    frame = pd.DataFrame({"n": range(len(texts)), "text": pd.Series(texts, dtype=object)})
    for line in to_csv(frame).decode("utf-8-sig").split("\r\n")[1:-1]:
        cell = line.partition(";")[2].removeprefix('"')
        assert not cell.startswith(("=", "+", "-", "@"))


def workbook(frame: pd.DataFrame, **options: Any) -> Any:
    content = to_excel(
        frame, title="Aktiviteter", source="Teamet", made_on=date(2026, 11, 22), **options
    )
    return openpyxl.load_workbook(BytesIO(content))


def test_excel_has_real_numbers_and_dates() -> None:
    sheet = workbook(FRAME)["Data"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    january = datetime.combine(date(2026, 1, 1), datetime.min.time())
    assert rows[0][:5] == (january, 0, 1234.5, -1234.5, "Backa; västra")
    assert rows[0][6] == "ja"
    assert rows[1][1:4] == ("–", "–", "–")
    assert rows[1][5] is None
    assert [sheet.cell(2, column).number_format for column in (1, 2, 3, 4)] == [
        "yyyy-mm-dd", "#,##0", "#,##0.0##", "#,##0.00",
    ]  # fmt: skip


def test_a_formula_in_excel_is_a_text_and_stays_one() -> None:
    cell = workbook(FRAME)["Data"]["E3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


def test_years_have_no_thousands_separator() -> None:
    frame = pd.DataFrame({"År": [2026], "Antal": [2026]})
    sheet = workbook(frame, plain=["År"])["Data"]
    assert (sheet["A2"].number_format, sheet["B2"].number_format) == ("0", "#,##0")


def test_the_sheet_about_says_where_it_comes_from_and_what_the_marks_mean() -> None:
    about = workbook(FRAME, notes=["Skyddade tal"])["Om"]
    facts = dict(about.iter_rows(values_only=True))
    assert facts["Källa"] == "Teamet"
    assert facts["Hämtad"] == "2026-11-22"
    assert facts["Anmärkning"] == "Skyddade tal"
    assert {"0", "–", "."} <= facts.keys()


def test_the_same_table_gives_the_same_bytes() -> None:
    first = to_excel(FRAME, title="a", source="b", made_on=date(2026, 11, 22))
    assert first == to_excel(FRAME, title="a", source="b", made_on=date(2026, 11, 22))
    assert first != to_excel(FRAME, title="a", source="b", made_on=date(2026, 11, 23))


@pytest.mark.parametrize("frame", [FRAME.iloc[:0], pd.DataFrame(columns=["Område", "Antal"])])
def test_an_empty_table_is_its_headings(frame: pd.DataFrame) -> None:
    assert len(to_csv(frame).decode("utf-8-sig").splitlines()) == 1
    assert workbook(frame)["Data"].max_row == 1


def test_numbers_of_numpy_and_moments_with_a_zone_are_written() -> None:
    moment = pd.Timestamp(datetime(2026, 11, 22, 18, 30, tzinfo=UTC))
    frame = pd.DataFrame({"n": pd.Series([np.int64(3)], dtype=object), "när": [moment]})
    sheet = workbook(frame)["Data"]
    assert sheet["A2"].value == 3
    assert sheet["B2"].number_format == "yyyy-mm-dd hh:mm"
    assert to_csv(frame).decode("utf-8-sig").splitlines()[1] == "3;2026-11-22 18:30+00:00"
