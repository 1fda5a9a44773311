"""What the commands share: the way to print, to fail, and to reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from sqlalchemy.exc import ArgumentError, OperationalError

from config.settings import settings
from data_access.database import Database, open_database
from data_access.embedded import EmbeddedServerError
from data_access.migrate import MigrationRefusedError, SchemaMismatchError
from texts import _

# What people have written is never read as the console's own markup.
out = Console(highlight=False, soft_wrap=True, markup=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)


def fail(sentence: str) -> NoReturn:
    """Say why it cannot be done, and leave with exit code 1."""
    err.print(f"✗ {sentence}")
    raise typer.Exit(1)


@contextmanager
def database() -> Iterator[Database]:
    """Give the database of the settings; what goes wrong with it becomes a sentence."""
    try:
        yield open_database(settings())
    except EmbeddedServerError as error:
        fail(_("Den inbyggda databasen kunde inte startas: {why}").format(why=error))
    except OperationalError as error:
        fail(_("Databasen går inte att nå: {why}").format(why=str(error.orig).strip()))
    except ArgumentError:
        fail(_("TRYGGHET_DATABASE_URL ska se ut så här: postgresql://namn:lösenord@server/databas"))
    except (SchemaMismatchError, MigrationRefusedError) as error:
        fail(str(error))
