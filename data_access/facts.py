"""What stands, now or as of a moment: the one predicate of facts, and how one is withdrawn."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Table,
    and_,
    column,
    func,
    or_,
    select,
    text,
    true,
    update,
)
from sqlalchemy.exc import DBAPIError

from data_access.schema import system
from domain.calendar import STOCKHOLM

_NOT_SETTLED = ("55P03", "22023")


def standing(
    table: FromClause, as_of: datetime | ColumnElement[datetime] | None = None
) -> ColumnElement[bool]:
    """Return the condition that a fact of the table stands, now or at a moment.

    For a moment call `settle` first, else a write that is under way could change the answer.
    """
    if as_of is None:
        return table.c.withdrawn_at.is_(None)
    return and_(
        table.c.recorded_at <= as_of,
        or_(table.c.withdrawn_at.is_(None), table.c.withdrawn_at > as_of),
    )


def rows_at(table: Table, programme_id: int, as_of: datetime | None = None) -> FromClause:
    """Return a programme's rows of what is no fact, as they stand, or as they stood at a moment.

    Its columns have the table's names either way. The table's versions must be kept
    (`keep_versions` in the migrations).
    """
    if as_of is None:
        return select(table).where(table.c.programme_id == programme_id).subquery(table.name)
    version = system.row_version
    kept = (
        select(version.c.content)
        .where(
            version.c.programme_id == programme_id,
            version.c.table_name == table.name,
            version.c.recorded_at <= as_of,
            or_(version.c.replaced_at.is_(None), version.c.replaced_at > as_of),
        )
        .subquery()
    )
    # The name of a type cannot be bound; it is one of the schema's own, and not the built-in point.
    row = (
        func.jsonb_populate_record(text(f"null::public.{table.name}"), kept.c.content)
        .table_valued(*(column(each.name, each.type) for each in table.columns))
        .lateral()
    )
    return select(*row.c).select_from(kept.join(row, true())).subquery(table.name)


class NotSettledError(RuntimeError):
    """What was known at a moment is not settled: somebody is still writing, or it has not come."""


def fetch_moment(connection: Connection) -> datetime:
    """Return the present moment by the database's clock, by which every fact is recorded."""
    moment: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return moment.astimezone(STOCKHOLM)


def settle(connection: Connection, moment: datetime) -> None:
    """Wait until no transaction can still commit facts of a moment; an hour later none can.

    Raises:
        NotSettledError: one has not ended in time, or the moment has not come by the database's
            clock.
    """
    try:
        connection.execute(select(func.await_settled(moment)))
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) in _NOT_SETTLED:
            raise NotSettledError from error
        raise


def withdraw(
    connection: Connection, table: Table, programme_id: int, fact_id: int, why: str
) -> bool:
    """Withdraw a standing fact with a reason; False when there is none with that key.

    The database sets the time and the person.
    """
    statement = (
        update(table)
        .where(table.c.programme_id == programme_id, table.c.id == fact_id, standing(table))
        .values(withdrawn_why=why)
    )
    return connection.execute(statement).rowcount == 1
