"""The accounts of those who may sign in."""

from sqlalchemy import Connection, ScalarSelect, func, insert, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data_access.schema import access
from domain.access import Right, Role, Viewer, require
from domain.accounts import Account


def own_account() -> ScalarSelect[int | None]:
    """Return what gives the number of the viewer's account; null for the command line."""
    return select(literal_column("(viewer_user()).id")).scalar_subquery()


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
            user.c.issuer.is_not(None),
            user.c.id.is_not_distinct_from(own_account()),
        )
        .outerjoin(seen, seen.c.user_id == user.c.id)
        .where(user.c.programme_id == programme_id)
        .order_by(user.c.is_active.desc(), func.lower(user.c.name), user.c.id)
    )
    return tuple(
        Account(number, name, email, Role(role), *rest) for number, name, email, role, *rest in rows
    )


def fetch_units(connection: Connection, viewer: Viewer, programme_id: int) -> tuple[str, ...]:
    """Return the units that answer for points, by name; all that is told of points to who asks."""
    require(viewer, Right.KEEP_ACCOUNTS)
    units = connection.scalars(
        text("select unit from account_units(:programme_id) as unit"),
        {"programme_id": programme_id},
    )
    return tuple(units)


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


def update_email(connection: Connection, programme_id: int, account_id: int, *, email: str) -> bool:
    """Correct the address of an account that no provider has vouched for yet; whether it is one.

    Raises:
        sqlalchemy.exc.IntegrityError: there is an account with that address, whatever its case, or
            the address is none.
    """
    return _change(connection, programme_id, account_id, only_if_unknown=True, email=email)


def set_active(
    connection: Connection, programme_id: int, account_id: int, *, is_active: bool
) -> bool:
    """Deactivate an account, or let it in again; whether the database let it."""
    return _change(connection, programme_id, account_id, is_active=is_active)


def _change(
    connection: Connection,
    programme_id: int,
    account_id: int,
    *,
    only_if_unknown: bool = False,
    **values: str | bool | None,
) -> bool:
    table = access.app_user
    change = update(table).where(table.c.programme_id == programme_id, table.c.id == account_id)
    if only_if_unknown:
        change = change.where(table.c.issuer.is_(None))
    return bool(connection.execute(change.values(**values)).rowcount)
