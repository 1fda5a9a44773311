"""`trygghet db`: the database's address, its state, and its migrations."""

from typing import Annotated

import typer

from commands.console import database, err, fail, out
from commands.files import by_hand
from config.settings import settings
from data_access.database import require_current_schema
from data_access.engine import acting_as
from data_access.migrate import schema_version, upgrade
from data_access.roles import ALL
from services.audit import prune_audit
from texts import _, plural
from texts.numbers import number

app = typer.Typer(no_args_is_help=True, help=_("Databasen: adress, läge och schema."))


@app.command()
def url(
    role: Annotated[
        str | None,
        typer.Option(
            help=_(
                "Agera som en av rollerna, för att pröva dess rättigheter; den som har adressen "
                "kan lägga av rollen: "
            )
            + ", ".join(ALL)
        ),
    ] = None,
) -> None:
    """Print the address of the database in use, for psql and other clients."""
    if role is not None and role not in ALL:
        fail(
            _("Det finns ingen roll {role}. Välj en av: {all}.").format(
                role=role, all=", ".join(ALL)
            )
        )
    with database() as found:
        address = found.url
        if role:
            address = acting_as(role, address)
        print(address)  # noqa: T201 - the address itself, for $(trygghet db url)
        if found.server and not found.server.release():
            err.print(
                _(
                    "Ingen håller den inbyggda databasen igång, så adressen svarar inte. "
                    "Starta panelen: trygghet serve"
                )
            )


@app.command()
def status() -> None:
    """Tell the database's schema and the program's; exit code 1 if they differ."""
    with database() as found, found.admin_engine().connect() as connection:
        version = schema_version(connection)
    out.print(
        _("Databas: {kind}").format(kind=_("inbyggd") if settings().is_embedded else _("delad"))
    )
    out.print(
        _("Schema: {found} (programmet behöver {needed})").format(
            found=version.found or _("inget"), needed=version.needed
        )
    )
    if not version.is_current:
        raise typer.Exit(1)


@app.command()
def migrate() -> None:
    """Bring the database's schema to the program's version."""
    with database() as found:
        engine = found.admin_engine()
        after = upgrade(engine)
    out.print(_("Schemat är nu {needed}.").format(needed=after.needed))


@app.command()
def prune() -> None:
    """Take away what the audit has kept long enough; its chain stays whole."""
    with database() as found:
        engine = found.operator_engine()
        require_current_schema(engine)
        gone = prune_audit(engine, by_hand(), settings().audit_years)
    text = plural("{n} händelse är borttagen.", "{n} händelser är borttagna.", gone)
    out.print(text.format(n=number(gone)))
