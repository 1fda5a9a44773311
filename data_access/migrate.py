"""Bring the database's schema to the version of the program, and tell which it has."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import InsufficientPrivilege, LockNotAvailable
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from data_access.roles import OWNER, close_schema, ensure_roles
from texts import _

_NO_RIGHT = _(
    "Inloggningen får inte migrera databasen. Låt en administratör göra rollerna och ge "
    "inloggningen dem (docs/operations.md), och kör sedan om."
)
_STRANGERS = _(
    "I databasens schema public får andra än ägaren skapa egna saker, eller har redan gjort det: "
    "{names}. De skulle kunna ändra vad panelens funktioner gör. Ta bort det de har skapat, och "
    "kör som ägare: revoke create on schema public from public"
)

_FOLDER = Path(__file__).with_name("migrations")
_ONE_AT_A_TIME = 7_208_411

OLDEST_SERVER = (15,)


@dataclass(frozen=True, slots=True)
class SchemaVersion:
    """The version that the database has (None: an empty one) and the one the program needs."""

    found: str | None
    needed: str
    known: tuple[str, ...]

    @property
    def is_current(self) -> bool:
        """Whether the two are the same."""
        return self.found == self.needed

    @property
    def is_newer(self) -> bool:
        """Whether the database has a version that this program does not know."""
        return self.found is not None and self.found not in self.known


class SchemaMismatchError(RuntimeError):
    """The database's schema is not the program's; the message says what to do about it."""

    def __init__(self, version: SchemaVersion) -> None:
        self.version = version
        sentence = (
            _(
                "Databasen har version {found}, som är nyare än programmets {needed}. "
                "Uppdatera programmet till samma version som databasen."
            )
            if version.is_newer
            else _(
                "Databasen har version {found}, men programmet behöver {needed}. "
                "Kör kommandot: trygghet db migrate"
            )
        )
        super().__init__(sentence.format(found=version.found or _("ingen"), needed=version.needed))


class MigrationRefusedError(RuntimeError):
    """The database cannot be migrated as it stands; the message says why, and what to do."""


def schema_version(connection: Connection) -> SchemaVersion:
    """Return the schema's version as the database and the program know it."""
    found = MigrationContext.configure(connection).get_current_revision()
    needed, known = _versions()
    return SchemaVersion(found, needed, known)


@cache
def _versions() -> tuple[str, tuple[str, ...]]:
    scripts = ScriptDirectory.from_config(_config())
    head = scripts.get_current_head()
    if head is None:
        raise RuntimeError("The program has no migrations.")
    return head, tuple(script.revision for script in scripts.walk_revisions())


def upgrade(engine: Engine, to: str = "head") -> SchemaVersion:
    """Migrate up, as the owner role, in one transaction; a second caller waits and finds it done.

    Raises:
        SchemaMismatchError: the database is newer than the program.
        MigrationRefusedError: the server is older than version 15, strangers may write to its
            schema, the login lacks a right, or another migration does not end.
        sqlalchemy.exc.DBAPIError: nothing is then changed.
    """
    try:
        with engine.begin() as connection:
            return _upgrade(connection, to)
    except DBAPIError as error:
        if isinstance(error.orig, InsufficientPrivilege):
            raise MigrationRefusedError(_NO_RIGHT) from error
        if isinstance(error.orig, LockNotAvailable):
            raise MigrationRefusedError(_("En annan migrering pågår. Försök igen.")) from error
        raise


def _upgrade(connection: Connection, to: str) -> SchemaVersion:
    if (connection.dialect.server_version_info or (0,)) < OLDEST_SERVER:
        raise MigrationRefusedError(_("Databasen måste vara PostgreSQL 15 eller nyare."))
    before = schema_version(connection)
    if before.is_current:
        return before
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    before = schema_version(connection)
    if before.is_newer:
        raise SchemaMismatchError(before)
    ensure_roles(connection)
    strangers = close_schema(connection)
    if strangers:
        raise MigrationRefusedError(_STRANGERS.format(names=", ".join(strangers)))
    connection.execute(text(f"set local role {OWNER}"))
    command.upgrade(_config(connection), to)
    return schema_version(connection)


def downgrade(engine: Engine, to: str) -> None:
    """Migrate down to a version, or to ``base``: an empty database. For development."""
    with engine.begin() as connection:
        connection.execute(text(f"set local role {OWNER}"))
        command.downgrade(_config(connection), to)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    # A folder's name may hold a percent sign, which the option would take for its own.
    config.set_main_option("version_path_separator", "os")
    if connection is not None:
        config.attributes["connection"] = connection
    return config
