"""What the commands share: the way to print, to fail, and to reach the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer
from rich.console import Console
from sqlalchemy.exc import OperationalError

from config.settings import settings
from data_access.database import Database, SchemaMismatchError, open_database
from data_access.embedded import EmbeddedServerError
from texts import _

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(sentence: str) -> NoReturn:
    """Say why it cannot be done, and leave with exit code 1."""
    err.print(f"[red]✗[/red] {sentence}")
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
    except SchemaMismatchError as error:
        fail(str(error))
