"""Sessions: beginning one, whose it is, and ending it.

The application reaches them by the database's own functions only: it can read no key, and sees the
accounts of others only for a viewer who keeps them.
"""

import json
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, select, text

from data_access.accounts import own_account
from data_access.schema import access
from domain.access import Right, Role, Viewer, require
from domain.accounts import LiveSession, SessionLimits, SessionState, SignIn

_START = text(
    "select start_session(:programme_id, cast(:person as jsonb), :key, :provider, :signed_in_at,"
    " :believed_until, :idle_minutes, :hours)"
)


@dataclass(frozen=True, slots=True)
class SeenSession:
    """How it stands with a session, and whose it is; a viewer without a role unless it lasts."""

    state: SessionState
    viewer: Viewer


def start_session(
    connection: Connection, programme_id: int, sign_in: SignIn, limits: SessionLimits
) -> SessionState:
    """Begin the session of a sign-in, unless its key has had one.

    Returns:
        NONE when there is nothing against it: `look_at_session` then tells how it stands. Else
        UNKNOWN, INACTIVE or EXPIRED.
    """
    told = connection.scalar(
        _START,
        {
            "programme_id": programme_id,
            "person": json.dumps(asdict(sign_in.person)),
            "key": sign_in.key,
            "provider": sign_in.provider,
            "signed_in_at": sign_in.at,
            "believed_until": sign_in.believed_until,
            "idle_minutes": limits.idle_minutes,
            "hours": limits.hours,
        },
    )
    return SessionState.NONE if told == "known" else SessionState(str(told))


def look_at_session(
    connection: Connection, programme_id: int, key: str, address: str
) -> SeenSession:
    """Return how it stands with the session of a key, and note that it is used.

    Args:
        connection: a transaction that is committed: what is noted must stay.
        programme_id: the programme that the session has to be of.
        key: of the session, as `SignIn` has it.
        address: the network that it is used from.
    """
    row = connection.execute(
        text("select state, name, role, unit from look_at_session(:programme_id, :key)"),
        {"programme_id": programme_id, "key": key},
    ).one()
    viewer = Viewer(
        role=Role(row.role) if row.role else None,
        name=row.name or "",
        unit=row.unit,
        key=key,
        address=address,
    )
    return SeenSession(SessionState(row.state), viewer)


def end_session(connection: Connection, key: str) -> None:
    """End a session because its holder signs out."""
    connection.execute(select(func.end_session(key)))


def end_session_of_another(connection: Connection, session_id: int) -> bool:
    """End a session, if the viewer keeps the accounts; whether it lasted until now."""
    return bool(connection.scalar(select(func.end_session_of_another(session_id))))


def fetch_live_sessions(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[LiveSession, ...]:
    """Return the sessions that last, the one that was used last first."""
    require(viewer, Right.KEEP_ACCOUNTS)
    session, user = access.app_session, access.app_user
    rows = connection.execute(
        select(
            session.c.id,
            user.c.name,
            user.c.role,
            session.c.provider,
            session.c.address,
            session.c.started_at,
            session.c.last_seen_at,
            session.c.expires_at,
            session.c.user_id.is_not_distinct_from(own_account()),
        )
        .join(
            user,
            (user.c.programme_id == session.c.programme_id) & (user.c.id == session.c.user_id),
        )
        .where(
            session.c.programme_id == programme_id,
            session.c.ended_at.is_(None),
            session.c.expires_at > func.now(),
            session.c.last_seen_at + func.make_interval(0, 0, 0, 0, 0, session.c.idle_minutes)
            > func.now(),
        )
        .order_by(session.c.last_seen_at.desc())
    )
    return tuple(LiveSession(number, name, Role(role), *rest) for number, name, role, *rest in rows)
