"""Cells as people write them in Sweden, read into dates, numbers, codes and texts.

Each reader takes a cell that is not blank and returns its value, or raises the pydantic error
whose `expected` completes the sentence "väntat är …".
"""

import math
import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Annotated, NoReturn

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from domain.privacy import find_personal_identity_numbers
from texts import _
from texts.numbers import number as written
from transfer.characters import has_unseen, without_harmless

Cell = str | int | float | bool | date | datetime | time | timedelta

LONGEST_NAME = 200
"""Characters of a title, a name or a reference: a line or two."""

LONGEST_NOTE = 2000
"""Characters of what is told in sentences: most of a page."""

NO_IDENTITY_NUMBER = _("en text utan personnummer, för här lagras bara antal")

EXPECTED = "expected"
"""Type and context key of the errors raised here."""

EXCEL_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
     "#SAKNAS!", "#REFERENS!", "#VÄRDEFEL!", "#DIVISION/0!", "#NAMN?", "#OGILTIGT!",
     "#SKÄRNING!")
)  # fmt: skip
"""What Excel writes where a formula failed, in English and Swedish: a fault, never a blank."""

_NO_VALUE = frozenset(("nan", "NaN", "NaT", "null", "NULL", "None", "<NA>"))
"""What programs write where they have no value."""

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NAMES = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
                "september", "oktober", "november", "december")  # fmt: skip
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(_MONTHS, start=1)},
    **{name: number for number, name in enumerate(_MONTH_NAMES, start=1)},
    "sept": 9,
}

_CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_DATE_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + _CLOCK),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})[ -](?P<y>\d{4})"),
    re.compile(r"(?:den )?(?P<d>\d{1,2}):?e? (?P<name>[^\W\d]+)\.? (?P<y>\d{4})", re.IGNORECASE),
)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Excel's day numbers of 2000-01-01 to 2100-01-01; other numbers are not taken for days."""

YEARS = range(2000, 2101)
"""The years that a date or a budget can be of; others are typing errors."""

_GAPS = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2013": "-"})
_NUMBER = re.compile(
    r"-?(?:\d+|\d{1,3}(?: \d{3})+)(?:[.,]\d+)?-?"  # 1 234 567,50
    r"|-?\d{1,3}(?:\.\d{3})+,\d+-?|-?\d{1,3}(?:,\d{3})+\.\d+-?"  # 1.234.567,50 and 1,234,567.50
)
_MONEY_LIMIT = Decimal(10) ** 12
"""An amount in the database has 14 digits, two of them decimals."""

_AMOUNT = _(
    "ett belopp i kronor som 1 234,50, med högst två decimaler och högst tolv siffror före dem"
)
_CURRENCY = re.compile(r"\s*(?:kr|sek)\.?$", re.IGNORECASE)


def refuse(expected: str) -> NoReturn:
    """Raise the error that says what a cell should have held instead."""
    raise PydanticCustomError(EXPECTED, "{expected}", {EXPECTED: expected})


def as_text(cell: Cell) -> str:
    """Return a cell as it reads on the screen: 4010.0 → "4010", lines kept, ends trimmed."""
    if isinstance(cell, str):
        # Files from a Mac write å as two characters; names must still be found.
        text = cell if cell.isascii() else without_harmless(unicodedata.normalize("NFC", cell))
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if isinstance(cell, bool):
        return _("SANT") if cell else _("FALSKT")
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.15g}".replace(".", ",")
    if isinstance(cell, datetime):
        is_whole_day = cell.time() == time()
        return cell.date().isoformat() if is_whole_day else cell.isoformat(" ", "minutes")
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return isinstance(cell, str) and not cell.strip()


def is_error(cell: Cell) -> bool:
    """Whether a cell holds an error of Excel, or a program's word for "no number"."""
    if isinstance(cell, float):
        return not math.isfinite(cell)
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return text in _NO_VALUE or text.upper() in EXCEL_ERRORS


def read_text(cell: Cell, most: int) -> str:
    """Return a text of at most so many characters; formulas and control characters are refused."""
    text = as_text(cell)
    if text.startswith("="):
        refuse(_("en text, inte en formel"))
    if has_unseen(text):
        refuse(_("en text utan styrtecken"))
    if len(text) > most:
        refuse(
            _("högst {most} tecken; texten har {length}").format(
                most=written(most), length=written(len(text))
            )
        )
    return text


def read_free_text(cell: Cell, most: int = LONGEST_NOTE) -> str:
    """Return a text that people write freely; one with a personal identity number is refused."""
    text = read_text(cell, most)
    if find_personal_identity_numbers(text):
        refuse(NO_IDENTITY_NUMBER)
    return text


def read_day(cell: Cell) -> date:
    """Return a date of 2000-2100 from a date, Excel's day number, or Swedish or ISO text.

    3/4/2026 is refused: it is two different days in Sweden and in the United States.
    """
    expected = _("ett datum som 2026-11-22")
    if isinstance(cell, datetime):
        found: date | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    elif isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
        found = _EXCEL_EPOCH + timedelta(days=int(cell))
    else:
        found = _day_in(as_text(cell))
    if found is None or found.year not in YEARS:
        refuse(expected)
    return found


def _day_in(text: str) -> date | None:
    text = " ".join(text.translate(_GAPS).split())
    for form in _DATE_FORMS:
        match = form.fullmatch(text)
        if match is None:
            continue
        parts = match.groupdict()
        month = _MONTH_NUMBERS.get(parts.get("name", "").lower()) or int(parts.get("m", 0))
        try:
            return date(int(parts["y"]), month, int(parts["d"]))
        except ValueError:
            return None
    return None


def read_decimal(cell: Cell) -> Decimal | None:
    """Return a number from a number or Swedish text, or None when it is none.

    "1 234 567,50", "−3,5" and "12 %" are understood (0.12, as Excel holds it); so is a minus
    after the number, as finance systems print it.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        # A spreadsheet holds 15 digits; beyond them 0.1 + 0.2 is 0.30000000000000004.
        return Decimal(f"{cell:.15g}")
    text = as_text(cell).translate(_GAPS)
    is_percent = text.endswith("%")
    text = text.removesuffix("%").strip()
    if not _NUMBER.fullmatch(text) or (text[0] == text[-1] == "-"):
        return None
    digits = text.strip("-").replace(" ", "")
    if "." in digits and "," in digits:
        thousands = "." if digits.rindex(",") > digits.rindex(".") else ","
        digits = digits.replace(thousands, "")
    number = Decimal(digits.replace(",", ".")) * (-1 if "-" in text else 1)
    return number / 100 if is_percent else number


def read_whole(cell: Cell) -> int:
    """Return a whole number; "3,0" is one, "3,5" and "12 %" are not."""
    number = None if _has_percent(cell) else read_decimal(cell)
    if number is None or number != number.to_integral_value():
        refuse(_("ett heltal"))
    return int(number)


def read_money(cell: Cell) -> Decimal:
    """Return an amount in SEK with two decimals; a unit such as tkr or % is refused."""
    if isinstance(cell, str):
        cell = _CURRENCY.sub("", cell.strip())
    number = None if _has_percent(cell) else read_decimal(cell)
    if (
        number is None
        or not number.is_finite()
        or abs(number) >= _MONEY_LIMIT
        or number != round(number, 2)
    ):
        refuse(_AMOUNT)
    return round(number, 2) + Decimal("0.00")  # adding turns -0.00 into 0.00


def parse_money(text: str) -> Decimal:
    """Return the amount in SEK that a person wrote: "7 200 000 kr" is 7200000.00.

    Raises:
        ValueError: It is no amount, has a third decimal, or has more than twelve digits before
            them. The text completes "väntat är …".
    """
    try:
        return read_money(text)
    except PydanticCustomError as error:
        raise ValueError(str(error)) from error


def read_year(cell: Cell) -> int:
    """Return a year of 2000-2100."""
    number = None if _has_percent(cell) else read_decimal(cell)
    if number is None or number not in YEARS:
        refuse(_("ett år som 2026"))
    return int(number)


def read_month(cell: Cell) -> int:
    """Return a month 1-12 from its number or its Swedish name."""
    named = _MONTH_NUMBERS.get(as_text(cell).lower().rstrip("."))
    number = named or (None if _has_percent(cell) else read_decimal(cell))
    if number is None or number not in range(1, 13):
        refuse(_("en månad, 1–12 eller dess namn"))
    return int(number)


def _has_percent(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.rstrip().endswith("%")


WholeNumber = BeforeValidator(read_whole)

Name = Annotated[str, BeforeValidator(partial(read_free_text, most=LONGEST_NAME))]
Note = Annotated[str, BeforeValidator(partial(read_free_text, most=LONGEST_NOTE))]
Day = Annotated[date, BeforeValidator(read_day)]
Money = Annotated[Decimal, BeforeValidator(read_money)]
Year = Annotated[int, BeforeValidator(read_year)]
Month = Annotated[int, BeforeValidator(read_month)]
Count = Annotated[int, Field(ge=0), WholeNumber]
