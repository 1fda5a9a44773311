"""Add a source of money to a programme."""

from sqlalchemy import Engine

from data_access.engine import writing
from data_access.money import insert_source
from domain.access import Right, Viewer, require
from domain.money import FundingSource


def add_source(engine: Engine, *, viewer: Viewer, programme_id: int, source: FundingSource) -> None:
    """Write a funding source.

    Raises:
        AccessDeniedError: the viewer has no right to.
        sqlalchemy.exc.IntegrityError: its code is taken, or its days or amount are impossible.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_MONEY)
        insert_source(connection, programme_id, source)
