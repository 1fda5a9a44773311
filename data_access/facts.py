"""What stands, now or as of a moment: the one predicate of facts, and how one is withdrawn."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, Table, and_, func, or_, select, update


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


def settle(connection: Connection, moment: datetime) -> None:
    """Wait until no transaction can still commit facts of a moment.

    Raises:
        sqlalchemy.exc.DataError: the moment has not come yet.
    """
    connection.execute(select(func.await_settled(moment)))


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
