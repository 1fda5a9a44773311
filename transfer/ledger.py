"""Files from the finance system: one row a booked amount."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, ValidationInfo, field_validator

from domain.records import LedgerRecord
from texts import _
from transfer.fields import Day, Money, Name, Note, refuse
from transfer.headers import CellFormat, Column
from transfer.reference import Context, FundingSource, PointNumber, Reference, SourceRef
from transfer.rows import Outcome, Row, read_rows
from transfer.tabular import Table

FARTHEST_AHEAD = timedelta(days=365)
"""How far ahead finance systems date a booking; what is later is a typing error."""


def _digits(text: str) -> str:
    if not re.fullmatch(r"[0-9]{3,12}", text):
        refuse(_("ett kontonummer med bara siffror"))
    return text


def _not_zero(amount: Decimal) -> Decimal:
    if amount == 0:
        refuse(_("ett belopp som inte är 0"))
    return amount


class LedgerRow(Row):
    """A row of a ledger file."""

    source_code: Annotated[
        FundingSource,
        Column(
            _("Finansieringskälla"),
            "Funding source",
            _("Medlen som beloppet togs från."),
            _("Extra trygghetsmedel"),
            aliases=("Källa", "Medel", "Bidrag", "Source"),
            choices="funding_sources",
        ),
    ]
    booked_on: Annotated[
        Day,
        Column(
            _("Bokföringsdatum"),
            "Booked on",
            _("Dagen då beloppet bokfördes."),
            "2026-03-31",
            aliases=("Bokföringsdag", "Bokfört", "Datum", "Date"),
            format=CellFormat.DATE,
        ),
    ]
    account: Annotated[
        Annotated[Name, AfterValidator(_digits)],
        Column(
            _("Konto"),
            "Account",
            _("Kontonumret, bara siffror."),
            "5010",
            aliases=("Kontonummer", "Kontonr"),
        ),
    ]
    amount: Annotated[
        Annotated[Money, AfterValidator(_not_zero)],
        Column(
            _("Belopp"),
            "Amount",
            _("Kronor med högst två decimaler; minus är en återföring."),
            "12 500,00",
            aliases=("Belopp (kr)", "Belopp kr", "Belopp i kronor", "Belopp (SEK)", "Utfall"),
            format=CellFormat.MONEY,
        ),
    ]
    voucher: Annotated[
        SourceRef,
        Column(
            _("Verifikation"),
            "Voucher",
            _("Verifikationens nummer."),
            "A 1024",
            aliases=("Verifikationsnummer", "Ver.nr", "Ver nr", "Verifikat"),
        ),
    ]
    point_number: Annotated[
        PointNumber | None,
        Column(
            _("Punkt"),
            "Point",
            _("Punkten i programmet som beloppet hör till."),
            "7",
            aliases=("Punktnummer", "Punkt nr", "Point number"),
            choices="points",
        ),
    ] = None
    cost_centre: Annotated[
        Name | None,
        Column(
            _("Ansvar"),
            "Cost centre",
            _("Ansvar eller kostnadsställe."),
            "31205",
            aliases=("Kostnadsställe", "Ansvarskod"),
        ),
    ] = None
    text: Annotated[
        Note | None,
        Column(
            _("Text"),
            "Text",
            _("Vad beloppet gällde; aldrig om en enskild person."),
            _("Lokalhyra mars"),
            aliases=("Verifikationstext", "Beskrivning", "Description"),
        ),
    ] = None
    source_ref: Annotated[
        SourceRef | None,
        Column(
            _("Källreferens"),
            "Source reference",
            _("Radens eget nummer i ekonomisystemet."),
            "2026-A1024-3",
            aliases=("Referens", "Externt id", "Id", "Reference"),
        ),
    ] = None

    @field_validator("booked_on")
    @classmethod
    def _within_programme(cls, day: date, info: ValidationInfo[Context]) -> date:
        info.context.refuse_outside(day)
        latest = info.context.today + FARTHEST_AHEAD
        if day > latest:
            refuse(_("ett datum senast {day}, ett år från i dag").format(day=latest))
        return day


def read_ledger(
    table: Table,
    reference: Reference,
    *,
    today: date,
    programme_start: date,
    programme_end: date | None,
) -> Iterator[Outcome[LedgerRecord]]:
    """Read a ledger file; each booking within the programme, at most a year after `today`.

    Raises:
        HeadersRefused: See `transfer.rows.read_rows`.
    """
    context = Context(reference, today, programme_start, programme_end)
    return read_rows(table, LedgerRow, LedgerRecord, context)
