"""Add a source of money to a programme."""

from sqlalchemy import Engine

from data_access.engine import writing
from data_access.money import insert_source
from domain.money import FundingSource


def add_source(engine: Engine, *, actor: str, programme_id: int, source: FundingSource) -> None:
    """Write a funding source.

    Raises:
        sqlalchemy.exc.IntegrityError: its code is taken, or its days or amount are impossible.
    """
    with writing(engine, actor) as connection:
        insert_source(connection, programme_id, source)
