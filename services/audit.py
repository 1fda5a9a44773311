"""The audit where no table is written: refusals, files taken out, and what is old enough to go."""

from typing import NoReturn

from sqlalchemy import Engine

from data_access.audit import note_export, note_refusal, prune_events
from data_access.engine import writing
from domain.access import AccessDeniedError, Right, Viewer, require


class ExportLimitError(RuntimeError):
    """The viewer has taken out as many files as an hour allows."""


def refuse(engine: Engine, viewer: Viewer, asked: str, *needed: Right) -> NoReturn:
    """Refuse a viewer a page, and note it.

    Args:
        engine: the application's pool.
        viewer: who asked.
        asked: the page's address.
        needed: the rights of which one was missing.

    Raises:
        AccessDeniedError: always.
    """
    error = AccessDeniedError(*needed)
    with writing(engine, viewer) as connection:
        note_refusal(connection, asked, str(error))
    raise error


def take_out(engine: Engine, viewer: Viewer, file_name: str, most_an_hour: int) -> None:
    """Note that a viewer takes a table out as a file.

    Raises:
        AccessDeniedError: the viewer's role takes nothing out.
        ExportLimitError: too many files in an hour.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.EXPORT)
        is_noted = note_export(connection, file_name, most_an_hour)
    if not is_noted:
        raise ExportLimitError


def prune_audit(engine: Engine, viewer: Viewer, years: int) -> int:
    """Take away the events that are older than so many years; returns how many.

    Args:
        engine: the operator's pool: nobody else may.
        viewer: the operator.
        years: how long the audit is kept.
    """
    with writing(engine, viewer) as connection:
        return prune_events(connection, years)
