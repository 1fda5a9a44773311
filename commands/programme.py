"""`trygghet programme`: start a programme, and name the money that it is given."""

from datetime import datetime
from typing import Annotated

import typer

from commands.console import database, fail, out
from commands.files import by_hand, require_programme
from config.settings import settings
from data_access.database import require_current_schema
from domain.money import FundingSource
from services.add_source import add_source
from services.start_programme import Start, start_programme
from texts import _
from transfer.areas import read_default_areas
from transfer.fields import parse_money

app = typer.Typer(no_args_is_help=True, help=_("Programmet: starta det, lägg till medel."))

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]
OptionalDay = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


@app.command()
def start(
    name: Annotated[str, typer.Option(help=_("Programmets namn."))],
    starts_on: Day,
    ends_on: OptionalDay = None,
) -> None:
    """Start the programme with Hisingen's areas and the usual words; then read in the points."""
    areas, population = read_default_areas()
    begun = Start(
        code=settings().programme,
        name=name,
        starts_on=starts_on.date(),
        ends_on=ends_on.date() if ends_on else None,
        areas=areas,
        population=population,
    )
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        start_programme(engine, viewer=by_hand(), start=begun)
    out.print(_("Programmet {name} är startat.").format(name=name), markup=False)


@app.command()
def source(
    code: Annotated[str, typer.Option(help=_("Kort namn som används i filer."))],
    name: Annotated[str, typer.Option(help=_("Namn som visas."))],
    funder: Annotated[str, typer.Option(help=_("Vem som ger pengarna."))],
    amount: Annotated[str, typer.Option(help=_("Belopp i kronor för hela perioden."))],
    starts_on: Day,
    ends_on: Day,
    purpose: Annotated[str, typer.Option(help=_("Vad pengarna får användas till."))],
    repay_by: OptionalDay = None,
) -> None:
    """Add a funding source, which budget and ledger files can then name."""
    try:
        given = parse_money(amount)
    except ValueError as error:
        fail(_("--amount ”{amount}” går inte; väntat är {why}").format(amount=amount, why=error))
    added = FundingSource(
        code=code,
        name=name,
        funder=funder,
        amount=given,
        starts_on=starts_on.date(),
        ends_on=ends_on.date(),
        purpose=purpose,
        conditions=None,
        report_by=None,
        repay_by=repay_by.date() if repay_by else None,
    )
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        with engine.connect() as connection:
            programme = require_programme(connection)
        add_source(engine, viewer=by_hand(), programme_id=programme.id, source=added)
    out.print(_("Källan {name} är tillagd.").format(name=name), markup=False)
