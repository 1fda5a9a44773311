"""The way to the database: its address, the pool, and which role a connection acts as."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from data_access.audit import note_outdated, note_refusal
from data_access.roles import APP
from domain.access import AccessDeniedError, SessionEndedError, Viewer
from domain.outdated import OutdatedError

_INSUFFICIENT_PRIVILEGE = "42501"

DatabaseError = DBAPIError
"""What a failed statement raises."""


def is_lost_connection(error: DBAPIError) -> bool:
    """Whether the database could not be reached, or went away: worth another try."""
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    # A server that answers gives a state. These are no connection, too many, and shutting down;
    # a deadlock or a lock not gained is another matter, though of the same Python class.
    state = getattr(error.orig, "sqlstate", None) or "08"
    return isinstance(error, OperationalError) and state.startswith(("08", "53300", "57P"))


def make_engine(url: str, *, role: str | None = APP, pool_size: int = 5) -> Engine:
    """Return a pool of connections that act as a role (None: as the login itself).

    Args:
        url: address of a PostgreSQL, as libpq writes it (``postgresql://…``).
        role: what every connection of the pool may do.
        pool_size: connections kept open; half as many again under pressure.
    """
    address = make_url(url).set(drivername="postgresql+psycopg")
    given = address.query.get("options", "")
    own = (given,) if isinstance(given, str) else given
    options = [*own, "-c timezone=UTC", "-c lock_timeout=20s"]
    if role:
        options.append(f"-c role={role}")
    return create_engine(
        address,
        pool_size=pool_size,
        max_overflow=pool_size // 2,
        pool_pre_ping=True,
        pool_timeout=10,
        # What was written stays out of messages, which may be logged.
        hide_parameters=True,
        connect_args={
            "options": " ".join(option for option in options if option),
            "connect_timeout": 5,
            "application_name": "trygghetspanelen",
            # A network that is silently gone is found out in half a minute, also by who only
            # listens (`data_access.announcements`).
            "keepalives_idle": 15,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )


def is_address(url: str) -> bool:
    """Whether libpq can read a text as the address of a PostgreSQL."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        return False
    port = str(parts.get("port") or 5432)
    is_port = port.isdecimal() and 0 < int(port) < 65536
    return is_port and url.startswith(("postgresql://", "postgres://"))


def acting_as(role: str, url: str) -> str:
    """Return the address with which any libpq client acts as a role of its login's."""
    address = make_url(url)
    given = address.query.get("options", "")
    options = " ".join((*([given] if isinstance(given, str) else given), f"-c role={role}")).strip()
    named = address.set(query={**address.query, "options": options})
    place, _mark, query = named.render_as_string(hide_password=False).partition("?")
    # libpq takes a plus sign in an address for itself, not for a space.
    return f"{place}?{query.replace('+', '%20')}"


@contextmanager
def reading(engine: Engine, viewer: Viewer) -> Iterator[Connection]:
    """Give a transaction in which the database shows what the viewer may see, and no more.

    A refusal within it is noted in the audit.

    Raises:
        SessionEndedError: the viewer's session ended before all was read, so that some of what is
            there may not have been shown.
    """
    with _noting_refusals(engine, viewer, "read"), engine.begin() as connection:
        _require_session(connection, viewer)
        yield connection
        _require_session(connection, viewer)


@contextmanager
def writing(engine: Engine, viewer: Viewer) -> Iterator[Connection]:
    """Give a transaction in which every row bears a person; it commits at the end, whole or not.

    A refusal within it is noted in the audit; nothing else of it then stays.

    Args:
        engine: the pool.
        viewer: who writes; the audit and `recorded_by` name them.

    Raises:
        SessionEndedError: the viewer's session has ended; nothing is written.
    """
    with _noting_refusals(engine, viewer, "write"), engine.begin() as connection:
        _require_session(connection, viewer)
        yield connection


@contextmanager
def telling(engine: Engine, viewer: Viewer) -> Iterator[Connection]:
    """Give a transaction as `writing`, also where the session has ended meanwhile.

    Only for what the database itself then still lets the person do: leave a draft.
    """
    with _noting_refusals(engine, viewer, "write"), engine.begin() as connection:
        _tell_viewer(connection, viewer)
        yield connection


@contextmanager
def _noting_refusals(engine: Engine, viewer: Viewer, asked: str) -> Iterator[None]:
    try:
        yield
    except AccessDeniedError as error:
        _note_refusal(engine, viewer, asked, str(error))
        raise
    except OutdatedError as error:
        with engine.begin() as connection:
            _tell_viewer(connection, viewer)
            note_outdated(connection, error.subject)
        raise
    except DBAPIError as error:
        # What the database itself refuses takes all of its transaction back, a note in it too.
        if getattr(error.orig, "sqlstate", None) == _INSUFFICIENT_PRIVILEGE:
            _note_refusal(engine, viewer, asked, "sql")
        raise


def _note_refusal(engine: Engine, viewer: Viewer, asked: str, needed: str) -> None:
    with engine.begin() as connection:
        _tell_viewer(connection, viewer)
        note_refusal(connection, asked, needed)


def _require_session(connection: Connection, viewer: Viewer) -> None:
    lasts = _tell_viewer(connection, viewer)
    # Who has no role yet is about to sign in, and is shown nothing.
    if viewer.role is not None and not viewer.is_operator and not lasts:
        raise SessionEndedError


def _tell_viewer(connection: Connection, viewer: Viewer) -> bool:
    """Tell the database who asks; whether the session lasts, which it looks up itself."""
    told = {"key": viewer.key, "name": viewer.name, "address": viewer.address}
    return bool(connection.scalar(text("select begin_viewing(:key, :name, :address)"), told))
