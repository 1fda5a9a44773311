"""Which database this is, and whether it can be used as it stands."""

import time
from dataclasses import dataclass

from sqlalchemy import Engine, func, make_url, or_, select

from config.settings import Settings
from data_access.embedded import EmbeddedServer, cluster_folder, start_server
from data_access.engine import make_engine
from data_access.migrate import SchemaMismatchError, schema_version
from data_access.roles import OPERATOR, OWNER
from data_access.server_programs import EmbeddedServerError


@dataclass(frozen=True, slots=True)
class Database:
    """A database in use: its libpq address, and the embedded server if it is our own."""

    url: str
    server: EmbeddedServer | None

    def close(self) -> None:
        """Let go of the embedded server, for the whole process; a shared one is none of ours."""
        if self.server:
            self.server.release_all()

    def engine(self) -> Engine:
        """Return a pool that may do what the application may."""
        return make_engine(self.url)

    def operator_engine(self) -> Engine:
        """Return a pool for the command line: no session says there what may be seen."""
        return make_engine(self.url, role=OPERATOR)

    def admin_engine(self) -> Engine:
        """Return a pool that acts as the login itself: to migrate and to load the example."""
        return make_engine(self.url, role=None, pool_size=1)


def open_database(settings: Settings) -> Database:
    """Return the shared database that the settings name, else start or join the embedded one.

    Raises:
        data_access.server_programs.EmbeddedServerError: the embedded server could not be started.
    """
    if settings.database_url:
        libpq = make_url(settings.database_url).set(drivername="postgresql")
        return Database(libpq.render_as_string(hide_password=False), None)
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        server = start_server(cluster_folder(settings.var))
    except OSError as error:
        raise EmbeddedServerError(str(error)) from error
    return Database(server.url, server)


def require_current_schema(engine: Engine) -> str:
    """Return the schema's version.

    Raises:
        SchemaMismatchError: the schema is older or newer than the program.
    """
    with engine.connect() as connection:
        version = schema_version(connection)
    if not version.is_current:
        raise SchemaMismatchError(version)
    return version.needed


def may_more_than_the_panel(engine: Engine) -> bool:
    """Whether the login may act as the operator or the owner, whom every row is shown to."""
    held = (func.pg_has_role(func.session_user(), role, "member") for role in (OPERATOR, OWNER))
    with engine.connect() as connection:
        return bool(connection.scalar(select(or_(*held))))


def latency_ms(engine: Engine) -> float:
    """Return how long the database takes to answer the least question, in milliseconds."""
    with engine.connect() as connection:
        begun = time.perf_counter()
        connection.scalar(select(1))
        return (time.perf_counter() - begun) * 1000
