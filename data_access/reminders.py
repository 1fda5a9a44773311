"""What somebody has been reminded of."""

from collections.abc import Collection

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from data_access.schema import access
from domain.access import Right, Viewer, require


def fetch_sent(
    connection: Connection, viewer: Viewer, programme_id: int
) -> frozenset[tuple[int, str]]:
    """Return what has been said: pairs of an account's number and a reminder's key."""
    require(viewer, Right.KEEP_ACCOUNTS)
    table = access.reminder_sent
    rows = connection.execute(
        select(table.c.user_id, table.c.key).where(table.c.programme_id == programme_id)
    )
    return frozenset((account, key) for account, key in rows)


def claim_reminders(
    connection: Connection, programme_id: int, account_id: int, keys: Collection[str]
) -> frozenset[str]:
    """Note keys as said to a person; returns those that nobody has noted before.

    Waits for another transaction that notes the same, until it is known what came of it.
    """
    table = access.reminder_sent
    # In one order for all: two at once do not lock each other.
    rows = [
        {"programme_id": programme_id, "user_id": account_id, "key": key} for key in sorted(keys)
    ]
    statement = insert(table).values(rows).on_conflict_do_nothing().returning(table.c.key)
    return frozenset(connection.scalars(statement))
