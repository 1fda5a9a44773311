"""`trygghet users`: who may sign in. The first administrator is made here."""

from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import Engine

from commands.console import database, fail, out
from commands.files import by_hand, require_programme
from data_access.accounts import fetch_accounts
from data_access.database import require_current_schema
from data_access.engine import reading
from domain.access import Role, role_name
from domain.accounts import Account
from domain.calendar import STOCKHOLM
from services.keep_accounts import change_active, invite
from texts import _
from texts.numbers import at_minute

app = typer.Typer(no_args_is_help=True, help=_("Konton: vilka som får logga in, och som vad."))

Email = Annotated[str, typer.Argument(metavar=_("E-POST"))]


@app.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help=_("Personens namn."))],
    role: Annotated[Role, typer.Option(help=_("Vad kontot får."), metavar="|".join(Role))],
    unit: Annotated[
        str | None, typer.Option(help=_("Enheten vars punkters pengar en arbetsledare ser."))
    ] = None,
) -> None:
    """Invite a person, who is known by the address at the first sign-in."""
    with database() as found:
        engine = found.operator_engine()
        programme_id, _accounts = _known(engine)
        invite(
            engine,
            viewer=by_hand(),
            programme_id=programme_id,
            name=name,
            email=email,
            role=role,
            unit=unit,
        )
    out.print(_("{name} kan logga in som {role}.").format(name=name, role=role_name(role).lower()))


@app.command(name="list")
def list_() -> None:
    """List the accounts, the active ones first."""
    with database() as found:
        _programme_id, accounts = _known(found.operator_engine())
    table = Table(box=None)
    for heading in (_("Namn"), _("E-post"), _("Roll"), _("Enhet"), _("Aktivt"), _("Senast")):
        table.add_column(heading, overflow="fold")
    for account in accounts:
        table.add_row(
            account.name,
            account.email,
            role_name(account.role),
            account.unit or "",
            _("ja") if account.is_active else _("nej"),
            at_minute(account.last_seen_at.astimezone(STOCKHOLM)) if account.last_seen_at else "–",
        )
    out.print(table)


@app.command()
def deactivate(email: Email) -> None:
    """Close a person's account; every session of it ends at once."""
    with database() as found:
        engine = found.operator_engine()
        programme_id, accounts = _known(engine)
        account = next(
            (each for each in accounts if (each.email or "").lower() == email.lower()), None
        )
        if account is None:
            fail(_("Det finns inget konto med adressen {email}.").format(email=email))
        change_active(
            engine,
            viewer=by_hand(),
            programme_id=programme_id,
            account_id=account.id,
            is_active=False,
        )
    out.print(_("Kontot för {name} är stängt.").format(name=account.name))


def _known(engine: Engine) -> tuple[int, tuple[Account, ...]]:
    require_current_schema(engine)
    with reading(engine, by_hand()) as connection:
        programme_id = require_programme(connection).id
        return programme_id, fetch_accounts(connection, by_hand(), programme_id)
