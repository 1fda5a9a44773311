"""What the commands share: the way to print, to fail, and to reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from psycopg import Error as DriverError
from rich.console import Console
from sqlalchemy.exc import DBAPIError

from config.settings import settings
from data_access.database import Database, open_database
from data_access.facts import NotSettledError
from data_access.migrate import MigrationRefusedError, SchemaMismatchError
from data_access.refusals import refusal_of
from data_access.server_programs import EmbeddedServerError
from domain.outdated import OutdatedError
from domain.updates import FaultyError
from texts import _
from ui.settings_faults import settings_faults

# What people have written is never read as the console's own markup.
out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def fail(sentence: str) -> NoReturn:
    """Say why it cannot be done, and leave with exit code 1."""
    err.print(f"✗ {sentence}")
    raise typer.Exit(1)


def require_settings() -> None:
    """End with a sentence where a setting of the environment cannot be used."""
    faults = settings_faults()
    if faults:
        fail("\n✗ ".join(faults))


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
    except OutdatedError:
        fail(_("Någon annan har ändrat under tiden. Inget är sparat: försök igen."))
    except FaultyError as error:
        fail(error.faults[0].text)
    except NotSettledError:
        fail(_("Någon skriver just nu i databasen. Vänta en stund och försök igen."))
    except (SchemaMismatchError, MigrationRefusedError) as error:
        fail(str(error))


def _follows_interrupt(error: BaseException) -> bool:
    before: BaseException | None = error
    while before is not None and not isinstance(before, KeyboardInterrupt):
        before = before.__cause__ or before.__context__
    return before is not None
