"""The accounts of those who may sign in."""

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data_access.schema import access
from domain.access import Right, Role, Viewer, require
from domain.accounts import Account


def fetch_accounts(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[Account, ...]:
    """Return the accounts by name, the active ones first."""
    require(viewer, Right.KEEP_ACCOUNTS)
    user, session = access.app_user, access.app_session
    seen = (
        select(session.c.user_id, func.max(session.c.last_seen_at).label("last_seen_at"))
        .where(session.c.programme_id == programme_id)
        .group_by(session.c.user_id)
        .subquery()
    )
    rows = connection.execute(
        select(
            user.c.id,
            user.c.name,
            user.c.email,
            user.c.role,
            user.c.unit,
            user.c.is_active,
            user.c.role_from == "groups",
            seen.c.last_seen_at,
        )
        .outerjoin(seen, seen.c.user_id == user.c.id)
        .where(user.c.programme_id == programme_id)
        .order_by(user.c.is_active.desc(), func.lower(user.c.name), user.c.id)
    )
    return tuple(
        Account(number, name, email, Role(role), *rest) for number, name, email, role, *rest in rows
    )


def insert_account(
    connection: Connection,
    programme_id: int,
    *,
    name: str,
    email: str,
    role: Role,
    unit: str | None,
) -> None:
    """Insert an invited person's account.

    Raises:
        sqlalchemy.exc.IntegrityError: there is an account with that address, whatever its case, or
            the address is none.
    """
    connection.execute(
        insert(access.app_user).values(
            programme_id=programme_id, name=name, email=email, role=role, unit=unit
        )
    )


def insert_known_account(
    connection: Connection,
    programme_id: int,
    *,
    name: str,
    email: str,
    role: Role,
    unit: str | None,
    issuer: str,
    subject: str,
) -> None:
    """Insert an account by the provider's own name for the person, if it is not there."""
    statement = upsert(access.app_user).values(
        programme_id=programme_id,
        name=name,
        email=email,
        role=role,
        unit=unit,
        issuer=issuer,
        subject=subject,
    )
    connection.execute(statement.on_conflict_do_nothing())


def update_account(
    connection: Connection, programme_id: int, account_id: int, *, role: Role, unit: str | None
) -> bool:
    """Change what an account may; whether the database let it. Its sessions then end."""
    return _change(connection, programme_id, account_id, role=role, unit=unit)


def set_active(
    connection: Connection, programme_id: int, account_id: int, *, is_active: bool
) -> bool:
    """Deactivate an account, or let it in again; whether the database let it."""
    return _change(connection, programme_id, account_id, is_active=is_active)


def _change(
    connection: Connection, programme_id: int, account_id: int, **values: str | bool | None
) -> bool:
    table = access.app_user
    answer = connection.execute(
        update(table)
        .where(table.c.programme_id == programme_id, table.c.id == account_id)
        .values(**values)
    )
    return bool(answer.rowcount)
