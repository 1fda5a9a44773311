"""Files from the finance system: one row a booked amount."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from domain.records import LedgerRecord
from texts import _
from transfer.fields import Day, FreeText, Money, Text, refuse
from transfer.headers import CellFormat, Column
from transfer.reference import Context, FundingSource, PointNumber, Reference
from transfer.rows import Outcome, Row, read_rows
from transfer.tabular import Table


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
        Annotated[Text, AfterValidator(_digits)],
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
        Text,
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
        FreeText | None,
        Column(
            _("Ansvar"),
            "Cost centre",
            _("Ansvar eller kostnadsställe."),
            "31205",
            aliases=("Kostnadsställe", "Ansvarskod"),
        ),
    ] = None
    text: Annotated[
        FreeText | None,
        Column(
            _("Text"),
            "Text",
            _("Vad beloppet gällde; aldrig om en enskild person."),
            _("Lokalhyra mars"),
            aliases=("Verifikationstext", "Beskrivning", "Description"),
        ),
    ] = None
    source_ref: Annotated[
        Text | None,
        Column(
            _("Källreferens"),
            "Source reference",
            _("Radens eget nummer i ekonomisystemet."),
            "2026-A1024-3",
            aliases=("Referens", "Externt id", "Id", "Reference"),
        ),
    ] = None


def read_ledger(
    table: Table, reference: Reference, *, today: date, programme_start: date
) -> Iterator[Outcome[LedgerRecord]]:
    """Read a ledger file. A booking may be dated ahead of `today`, as finance systems do.

    Raises:
        HeadersRefused: See `transfer.rows.read_rows`.
    """
    return read_rows(table, LedgerRow, LedgerRecord, Context(reference, today, programme_start))
