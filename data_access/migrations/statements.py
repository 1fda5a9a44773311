"""Runs the SQL files that the migrations consist of."""

from pathlib import Path

from alembic import op


def run_sql(name: str) -> None:
    """Run one of the files of `sql/` in the migration's transaction.

    The driver is called straight: SQLAlchemy would take ``:=`` and ``%`` for parameters.
    """
    statements = Path(__file__).with_name("sql").joinpath(name).read_text(encoding="utf-8")
    connection = op.get_bind().connection.driver_connection
    if connection is None:
        raise RuntimeError("A migration needs an open connection.")
    connection.execute(statements)
