"""What the commands share: the way to print, to fail, and to reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer
from psycopg import Error as DriverError
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from config.settings import NESTED, PREFIX, Settings, settings, unknown_settings
from data_access.database import Database, open_database
from data_access.engine import is_address
from data_access.migrate import MigrationRefusedError, SchemaMismatchError
from data_access.refusals import refusal_of
from data_access.server_programs import EmbeddedServerError
from texts import _
from transfer.headers import close_misses, did_you_mean

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# What people have written is never read as the console's own markup.
out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def fail(sentence: str) -> NoReturn:
    """Say why it cannot be done, and leave with exit code 1."""
    err.print(f"✗ {sentence}")
    raise typer.Exit(1)


def require_settings() -> None:
    """End with a sentence where a setting of the environment cannot be used."""
    for name in unknown_settings():
        known = [PREFIX + field.upper() for field in Settings.model_fields]
        near = close_misses(name, known)
        # Others too name things after us: a cluster tells the addresses of its services so.
        if near:
            fail(
                _("{name} är ingen inställning. {near}").format(name=name, near=did_you_mean(near))
            )
    try:
        url = settings().database_url
    except ValidationError as error:
        fail("\n✗ ".join(_setting_fault(fault) for fault in error.errors()))
    if url and not is_address(url):
        # It holds a password, so it is not repeated.
        fail(
            _("TRYGGHET_DATABASE_URL går inte; väntat är {expected}.").format(
                expected=_("postgresql://namn:lösenord@server:5432/databas")
            )
        )


def _setting_fault(fault: "ErrorDetails") -> str:
    if not fault["loc"]:
        return _(
            "TRYGGHET_PROVIDERS behöver TRYGGHET_ADDRESS och TRYGGHET_COOKIE_SECRET "
            "(docs/security.md)."
        )
    field = str(fault["loc"][-1])
    name = PREFIX + NESTED.join(map(str, fault["loc"])).upper()
    if fault["type"] == "missing":
        return _("{name} saknas (docs/security.md).").format(name=name)
    if field.endswith("secret"):
        # What was given is never repeated.
        return _("{name} går inte; väntat är minst 32 tecken.").format(name=name)
    expected = {
        "max_import_megabytes": _("ett heltal, minst 1"),
        "address": _("https://panelen.kommunen.se"),
        "server_metadata_url": "https://…/.well-known/openid-configuration",
        "session_idle_minutes": _("ett heltal, minst 1"),
        "session_hours": _("ett heltal, minst 1"),
        "sign_ins_per_minute": _("ett heltal, minst 1"),
        "exports_per_hour": _("ett heltal, minst 1"),
        "audit_years": _("ett heltal, minst 1"),
        "log_level": "DEBUG, INFO, WARNING, ERROR",
    }.get(field, _("något annat"))
    return _("{name} ”{value}” går inte; väntat är {expected}.").format(
        name=name, value=fault["input"], expected=expected
    )


@contextmanager
def database() -> Iterator[Database]:
    """Give the database of the settings; what goes wrong with it becomes a sentence."""
    try:
        yield open_database(settings())
    except EmbeddedServerError as error:
        fail(
            _("Den inbyggda databasen i {folder} (TRYGGHET_VAR) kunde inte startas: {why}").format(
                folder=settings().var, why=error
            )
        )
    except (DBAPIError, DriverError) as error:
        # A statement that Ctrl+C cancels may end with an error of its own, after the interrupt.
        if _follows_interrupt(error):
            raise KeyboardInterrupt from error
        if not isinstance(error, DBAPIError):
            raise
        fail(refusal_of(error))
    except (SchemaMismatchError, MigrationRefusedError) as error:
        fail(str(error))


def _follows_interrupt(error: BaseException) -> bool:
    before: BaseException | None = error
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__cause__ or before.__context__
    return before is not None
