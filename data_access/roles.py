"""The database's roles: who may do what, made once per server by the one who migrates."""

from contextlib import suppress

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.sql import quoted_name

OWNER = "trygghet_owner"
APP = "trygghet_app"
SOURCE = "trygghet_source"
READER = "trygghet_reader"
OPERATOR = "trygghet_operator"
"""The command line: what the application may, for every viewer."""

ALL = (OWNER, APP, SOURCE, READER, OPERATOR)


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
    if not connection.scalar(text(f"select pg_has_role('{OPERATOR}', '{APP}', 'usage')")):
        connection.execute(text(f'grant "{APP}" to "{OPERATOR}"'))
    connection.execute(text(f'grant usage, create on schema public to "{OWNER}"'))


def close_schema(connection: Connection) -> list[str]:
    """Let nobody but the owners make things in our schema; returns who still can, or has.

    A function planted there could be chosen before the server's own by our functions, which run
    with the owner's rights. A database from before version 15 lets everybody do it.
    """
    if connection.scalar(text(_CREATORS)):
        with suppress(ProgrammingError), connection.begin_nested():
            connection.execute(text("revoke create on schema public from public"))
    return [*connection.scalars(text(_CREATORS)), *connection.scalars(text(_STRANGERS))]


_OWNERS = f"""
    select '{OWNER}'::regrole::oid
    union select datdba from pg_database where datname = current_database()
    union select nspowner from pg_namespace where nspname = 'public'
    union select oid from pg_roles where rolsuper
"""  # noqa: S608 - a name of our own
_CREATORS = f"""
    select case r.grantee when 0 then 'PUBLIC' else r.grantee::regrole::text end
    from pg_namespace n, aclexplode(n.nspacl) r
    where n.nspname = 'public' and r.privilege_type = 'CREATE' and r.grantee not in ({_OWNERS})
"""  # noqa: S608
_STRANGERS = f"""
    select distinct owner::regrole::text from (
        select proowner from pg_proc where pronamespace = 'public'::regnamespace
        union select oprowner from pg_operator where oprnamespace = 'public'::regnamespace
        union select relowner from pg_class where relnamespace = 'public'::regnamespace
    ) as made (owner) where owner not in ({_OWNERS})
"""  # noqa: S608
