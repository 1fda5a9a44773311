"""Files of planned money: one row an amount for a month or a whole year."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar

from pydantic import AfterValidator

from domain.records import BudgetRecord
from texts import _
from transfer.fields import Money, Month, Name, Note, Year, refuse
from transfer.headers import CellFormat, Column
from transfer.reference import Context, FundingSource, PointNumber, Reference
from transfer.rows import Outcome, Row, read_rows
from transfer.tabular import Table


def _not_negative(amount: Decimal) -> Decimal:
    if amount < 0:
        refuse(_("ett belopp som är 0 eller mer"))
    return amount


class BudgetRow(Row):
    """A row of a budget file."""

    unique_field: ClassVar[str | None] = None

    source_code: Annotated[
        FundingSource,
        Column(
            _("Finansieringskälla"),
            "Funding source",
            _("Medlen som planeras."),
            _("Extra trygghetsmedel"),
            aliases=("Källa", "Medel", "Bidrag", "Source"),
            choices="funding_sources",
        ),
    ]
    year: Annotated[
        Year,
        Column(_("År"), "Year", _("Budgetåret."), "2026", aliases=("Budgetår",)),
    ]
    amount: Annotated[
        Annotated[Money, AfterValidator(_not_negative)],
        Column(
            _("Belopp"),
            "Amount",
            _("Kronor, 0 eller mer, med högst två decimaler."),
            "250 000",
            aliases=("Belopp (kr)", "Belopp kr", "Belopp i kronor", "Belopp (SEK)", "Budget"),
            format=CellFormat.MONEY,
        ),
    ]
    month: Annotated[
        Month | None,
        Column(
            _("Månad"),
            "Month",
            _("1–12 eller månadens namn. Tomt: hela året."),
            "3",
        ),
    ] = None
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
    account_group: Annotated[
        Name | None,
        Column(
            _("Kontogrupp"),
            "Account group",
            _("Vad pengarna är till."),
            _("Personal"),
            aliases=("Kostnadsslag", "Konto", "Account"),
        ),
    ] = None
    note: Annotated[
        Note | None,
        Column(
            _("Anteckning"),
            "Note",
            _("Om beloppet; aldrig om en enskild person."),
            _("Halva året"),
            aliases=("Anmärkning", "Kommentar", "Comment"),
        ),
    ] = None


def read_budget(
    table: Table,
    reference: Reference,
    *,
    today: date,
    programme_start: date,
    programme_end: date | None,
) -> Iterator[Outcome[BudgetRecord]]:
    """Read a budget file.

    Raises:
        HeadersRefused: See `transfer.rows.read_rows`.
    """
    context = Context(reference, today, programme_start, programme_end)
    return read_rows(table, BudgetRow, BudgetRecord, context)
