"""The database's roles: who may do what, made once per server by the one who migrates."""

from sqlalchemy import Connection, text
from sqlalchemy.sql import quoted_name

OWNER = "trygghet_owner"
APP = "trygghet_app"
SOURCE = "trygghet_source"
READER = "trygghet_reader"

ALL = (OWNER, APP, SOURCE, READER)


def ensure_roles(connection: Connection) -> None:
    """Make the roles that are missing, and let the present login act as each of them.

    Raises:
        sqlalchemy.exc.ProgrammingError: the login may not create roles. The database's
            administrator then makes them (docs/operations.md).
    """
    # Before version 16 every member could act as the role.
    version = connection.dialect.server_version_info or (0,)
    right = "SET" if version >= (16,) else "MEMBER"
    for role in ALL:
        name = quoted_name(role, quote=True)
        if not connection.scalar(
            text("select 1 from pg_roles where rolname = :role"), {"role": role}
        ):
            connection.execute(text(f'create role "{name}" nologin'))
        if not connection.scalar(
            text("select pg_has_role(current_user, :role, :right)"), {"role": role, "right": right}
        ):
            connection.execute(text(f'grant "{name}" to current_user'))
    connection.execute(text(f'grant usage, create on schema public to "{OWNER}"'))
