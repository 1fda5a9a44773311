"""Tables that readers take with them, for a Swedish Excel: CSV and workbook."""

import csv
import math
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from numbers import Integral, Real

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from texts import _
from transfer.spreadsheets import FORMULA_SIGNS, GUARDED, HEADING, MISSING, open_workbook


def file_stem(*parts: str) -> str:
    """Return a file's name of texts, in letters that every system takes: "medel-ar-2024"."""
    plain = unicodedata.normalize("NFKD", " ".join(parts)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("–", "-").lower()))[:120]


def to_csv(frame: pd.DataFrame) -> bytes:
    """Return the frame's columns (not its index) as UTF-8 with BOM, semicolons, comma decimals.

    Dates are ISO. A missing number is "–", a missing text or date an empty cell. A text that a
    spreadsheet would calculate gets an apostrophe before it; numbers stay numbers.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guarded(str(name)) for name in frame.columns])
    numeric = _numeric_columns(frame)
    for values in frame.itertuples(index=False, name=None):
        writer.writerow(
            [
                _csv_text(value, MISSING if is_number else "")
                for value, is_number in zip(values, numeric, strict=True)
            ]
        )
    return text.getvalue().encode("utf-8-sig")


def to_excel(
    frame: pd.DataFrame,
    *,
    title: str,
    source: str,
    made_on: date,
    notes: Sequence[str] = (),
    plain: Collection[str] = (),
) -> bytes:
    """Return a workbook: sheet "Data" with the frame's columns, "Om" with where they come from.

    `plain` names columns of numbers that are not quantities (years, point numbers): they get no
    thousands separator. The same arguments give the same bytes.
    """
    target = BytesIO()
    created = datetime.combine(made_on, time())
    with open_workbook(target, title=title, created=created) as workbook:
        styles = _Styles.of(workbook)
        _write_frame(workbook.add_worksheet(_("Data")), frame, styles, plain)
        facts = [
            (_("Rubrik"), title),
            (_("Källa"), source.removeprefix(_("Källa: "))),
            (_("Hämtad"), made_on.isoformat()),
            *((_("Anmärkning"), note) for note in notes),
        ]
        _write_about(workbook.add_worksheet(_("Om")), styles, facts)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of a workbook's cells."""

    heading: Format
    whole: Format
    plain: Format
    decimal: Format
    money: Format
    day: Format
    moment: Format
    missing: Format
    text: Format
    guarded: Format

    @classmethod
    def of(cls, workbook: Workbook) -> "_Styles":
        """Add the formats to a workbook."""
        return cls(
            heading=workbook.add_format(HEADING),
            whole=workbook.add_format({"num_format": "#,##0"}),
            plain=workbook.add_format({"num_format": "0"}),
            decimal=workbook.add_format({"num_format": "#,##0.0##"}),
            money=workbook.add_format({"num_format": "#,##0.00"}),
            day=workbook.add_format({"num_format": "yyyy-mm-dd"}),
            moment=workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            missing=workbook.add_format({"align": "right"}),
            text=workbook.add_format({"text_wrap": True, "valign": "top"}),
            guarded=workbook.add_format(GUARDED),
        )


def _write_frame(
    sheet: Worksheet, frame: pd.DataFrame, styles: _Styles, plain: Collection[str]
) -> None:
    numeric = _numeric_columns(frame)
    for index, name in enumerate(frame.columns):
        sheet.write_string(0, index, str(name), styles.heading)
        longest = max((len(_csv_text(value, "")) for value in frame.iloc[:, index]), default=0)
        sheet.set_column(index, index, min(60, max(10, len(str(name)) + 2, longest + 2)))
    for row, values in enumerate(frame.itertuples(index=False, name=None), start=1):
        for index, value in enumerate(values):
            if _is_missing(value):
                if numeric[index]:
                    sheet.write_string(row, index, MISSING, styles.missing)
            else:
                is_plain = str(frame.columns[index]) in plain
                sheet.write(row, index, *_excel_cell(value, styles, is_plain=is_plain))
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)


def _excel_cell(value: object, styles: _Styles, *, is_plain: bool) -> tuple[object, Format | None]:
    """Return a value as Excel holds it, and its look."""
    if isinstance(value, bool) or not isinstance(value, date | Real | Decimal):
        text = _plain_text(value)
        return text, styles.guarded if text.startswith(FORMULA_SIGNS) else None
    if isinstance(value, date):
        is_day = not isinstance(value, datetime) or value.time() == time()
        return value, styles.day if is_day else styles.moment
    if is_plain:
        return value, styles.plain
    if isinstance(value, Integral):
        return int(value), styles.whole
    return value, styles.money if isinstance(value, Decimal) else styles.decimal


def _write_about(sheet: Worksheet, styles: _Styles, facts: Sequence[tuple[str, str]]) -> None:
    rows = [
        *facts,
        ("0", _("Noll: inget har hänt, och det är rapporterat.")),
        (MISSING, _("Saknas: ingen har rapporterat eller räknat. Det betyder inte noll.")),
        ("..", _("Skyddat: talet ligger i spannet inom parentes. Det visas inte exakt.")),
        (".", _("Frågan är inte tillämplig.")),
    ]
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    for row, (name, text) in enumerate(rows):
        sheet.write_string(row, 0, name, styles.text)
        sheet.write_string(row, 1, text, styles.text)


def _numeric_columns(frame: pd.DataFrame) -> list[bool]:
    """Return for each column whether its cells are numbers, where there are any."""
    return [
        pd.api.types.is_numeric_dtype(frame.iloc[:, index].dtype)
        or any(isinstance(value, Decimal) for value in frame.iloc[:, index])
        for index in range(len(frame.columns))
    ]


def _is_missing(value: object) -> bool:
    if isinstance(value, float | Decimal):
        return not math.isfinite(value)
    return value is None or value is pd.NA or value is pd.NaT


def _csv_text(value: object, missing: str) -> str:
    if _is_missing(value):
        return missing
    if isinstance(value, bool) or not isinstance(value, Real | Decimal):
        return _guarded(_plain_text(value))
    if isinstance(value, Integral):
        return str(int(value))
    # A float has 15 sure digits; beyond them 0.1 + 0.2 is 0.30000000000000004.
    number = value if isinstance(value, Decimal) else Decimal(f"{float(value):.15g}")
    return f"{number:f}".replace(".", ",")


def _plain_text(value: object) -> str:
    """Return what is no number as text; a moment at midnight is a date."""
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return str(value)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
