"""The migrations: one line, up and down, and the same tables as the model."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from data_access.migrate import downgrade, schema_version, upgrade
from data_access.schema import metadata
from tests.conftest import Database

VERSIONS = Path("data_access/migrations/versions")


def _objects(connection: Connection) -> set[str]:
    return set(
        connection.scalars(
            text(
                "select 'table ' || relname from pg_class"
                " where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')"
                " union all select 'function ' || proname from pg_proc"
                " where pronamespace = 'public'::regnamespace"
                " union all select 'trigger ' || tgname from pg_trigger where not tgisinternal"
            )
        )
    )


def test_names_are_four_digits_and_stand_in_one_line() -> None:
    names = sorted(path.stem for path in VERSIONS.glob("*.py"))
    numbers = [int(re.fullmatch(r"(\d{4})_[a-z_]+", name).group(1)) for name in names]  # type: ignore[union-attr]
    assert numbers == list(range(1, len(names) + 1))


def test_the_model_is_what_the_migrations_make(database: Database) -> None:
    with database.engine(role=None).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_the_models_rules_are_the_databases(database: Database) -> None:
    # Alembic compares no check constraints.
    written = {
        str(name)
        for table in metadata.tables.values()
        for name in (
            *(constraint.name for constraint in table.constraints),
            *(index.name for index in table.indexes),
        )
        if name
    }
    with database.engine(role=None).connect() as connection:
        found = connection.scalars(
            text(
                "select conname from pg_constraint c where connamespace = 'public'::regnamespace"
                " and contype not in ('n', 't') union select indexname from pg_indexes"
                " where schemaname = 'public'"
            )
        ).all()
    own_to_alembic = {"alembic_version_pkc"}
    assert set(found) - own_to_alembic == written


def test_down_to_nothing_and_up_again(database: Database) -> None:
    engine = database.engine(role=None)
    with engine.connect() as connection:
        made = _objects(connection)
        newest = schema_version(connection).needed
    for version in range(int(newest) - 1, 0, -1):
        downgrade(engine, f"{version:04}")
    downgrade(engine, "base")
    with engine.connect() as connection:
        assert _objects(connection) == {"table alembic_version"}
        assert not schema_version(connection).is_current
    upgrade(engine)
    with engine.connect() as connection:
        assert _objects(connection) == made
        assert schema_version(connection).is_current


def test_each_step_up_and_down_leaves_what_was_there(database: Database) -> None:
    engine = database.engine(role=None)
    downgrade(engine, "base")
    with engine.connect() as connection:
        count = len(schema_version(connection).known)
    for version in range(1, count + 1):
        with engine.connect() as connection:
            before = _objects(connection)
        upgrade(engine, f"{version:04}")
        downgrade(engine, f"{version - 1:04}" if version > 1 else "base")
        with engine.connect() as connection:
            assert _objects(connection) == before | {"table alembic_version"}
        upgrade(engine, f"{version:04}")


def test_everything_belongs_to_the_owner_role(database: Database) -> None:
    with database.engine(role=None).connect() as connection:
        owners = connection.scalars(
            text(
                "select distinct relowner::regrole::text from pg_class"
                " where relnamespace = 'public'::regnamespace union"
                " select distinct proowner::regrole::text from pg_proc"
                " where pronamespace = 'public'::regnamespace"
            )
        ).all()
    assert owners == ["trygghet_owner"]


def test_a_newer_database_is_told_from_an_older_one(database: Database) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
        assert schema_version(connection).is_newer
        connection.execute(text("update alembic_version set version_num = '0001'"))
        version = schema_version(connection)
    assert not version.is_newer
    assert not version.is_current


def test_every_table_and_column_says_what_it_is(database: Database) -> None:
    with database.engine(role=None).connect() as connection:
        silent = connection.scalars(
            text(
                "select c.relname || '.' || a.attname from pg_class c join pg_attribute a"
                " on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
                " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"
                " and c.relname <> 'alembic_version'"
                " and (col_description(c.oid, a.attnum) is null"
                " or obj_description(c.oid, 'pg_class') is null)"
            )
        ).all()
    assert silent == []
