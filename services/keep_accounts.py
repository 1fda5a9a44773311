"""Invite people, change what they may, and end their sessions."""

from sqlalchemy import Engine

from data_access.accounts import (
    insert_account,
    insert_known_account,
    set_active,
    update_account,
    update_email,
)
from data_access.engine import writing
from data_access.sessions import end_session_of_another
from domain.access import Right, Role, Viewer, require, role_name


class AccountUnchangedError(RuntimeError):
    """There is no such account, or it is the viewer's own, which nobody changes for themselves."""


class AddressUsedError(RuntimeError):
    """Somebody has signed in by the address, so the provider's name for the person counts now."""


class SessionGoneError(RuntimeError):
    """The session that is to be ended has ended by itself."""


def invite(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    name: str,
    email: str,
    role: Role,
    unit: str | None = None,
) -> None:
    """Make an account for a person, who is known by the address at the first sign-in.

    Raises:
        AccessDeniedError: the viewer does not keep the accounts.
        sqlalchemy.exc.IntegrityError: there is one with that address, or it is none.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        insert_account(connection, programme_id, name=name, email=email, role=role, unit=unit)


def change_role(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    account_id: int,
    role: Role,
    unit: str | None,
) -> None:
    """Change what an account may; its sessions end, so that it holds from the next page on.

    Raises:
        AccessDeniedError: the viewer does not keep the accounts.
        AccountUnchangedError: there is none such that the viewer may change.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        if not update_account(connection, programme_id, account_id, role=role, unit=unit):
            raise AccountUnchangedError


def change_email(
    engine: Engine, *, viewer: Viewer, programme_id: int, account_id: int, email: str
) -> None:
    """Correct the address by which an invited person is known, before the first sign-in.

    Raises:
        AccessDeniedError: the viewer does not keep the accounts.
        AddressUsedError: somebody has signed in with the account, or there is none.
        sqlalchemy.exc.IntegrityError: there is one with that address, or it is none.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        if not update_email(connection, programme_id, account_id, email=email):
            raise AddressUsedError


def change_active(
    engine: Engine, *, viewer: Viewer, programme_id: int, account_id: int, is_active: bool
) -> None:
    """Close an account, which ends its sessions, or open it again.

    Raises:
        AccessDeniedError: the viewer does not keep the accounts.
        AccountUnchangedError: there is none such that the viewer may change.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        if not set_active(connection, programme_id, account_id, is_active=is_active):
            raise AccountUnchangedError


def end_other_session(engine: Engine, *, viewer: Viewer, session_id: int) -> None:
    """End a session of anybody's.

    Raises:
        AccessDeniedError: the viewer does not keep the accounts.
        SessionGoneError: it had ended already.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        if not end_session_of_another(connection, session_id):
            raise SessionGoneError


def let_try_roles(
    engine: Engine, *, viewer: Viewer, programme_id: int, issuer: str, unit: str
) -> None:
    """Make an account for each role, by which the roles of an embedded database are tried.

    Args:
        engine: the operator's pool.
        viewer: the operator.
        programme_id: the programme.
        issuer: what vouches for them: no provider of a deployment's.
        unit: the unit of the team leader.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.KEEP_ACCOUNTS)
        for role in Role:
            insert_known_account(
                connection,
                programme_id,
                name=role_name(role),
                email=f"{role}@exempel.invalid",
                role=role,
                unit=unit if role is Role.TEAM_LEAD else None,
                issuer=issuer,
                subject=role,
            )
