"""Writing what files bring: many rows at once, each only if it is not there before."""

from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, Table, insert, text, update

from data_access.schema import imports
from domain.records import ImportResult


def begin_batch(
    connection: Connection, programme_id: int, kind: str, file_name: str, sha256: str
) -> int:
    """Insert the row of a file that is about to be read in; returns its key."""
    table = imports.import_batch
    values = {
        "programme_id": programme_id,
        "kind": kind,
        "file_name": file_name,
        "sha256": sha256,
        "rows_read": 0,
        "accepted": 0,
        "already_present": 0,
        "rejected": 0,
    }
    key = connection.scalar(insert(table).values(values).returning(table.c.id))
    return int(key or 0)


def finish_batch(
    connection: Connection, programme_id: int, batch_id: int, result: ImportResult
) -> None:
    """Note how a file went."""
    table = imports.import_batch
    connection.execute(
        update(table)
        .where(table.c.programme_id == programme_id, table.c.id == batch_id)
        .values(
            rows_read=result.accepted + result.already_present + result.rejected,
            accepted=result.accepted,
            already_present=result.already_present,
            rejected=result.rejected,
        )
    )


def insert_new_facts(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[int, int, tuple[str, ...]]:
    """Insert the rows whose `source_ref` is not there, standing or withdrawn.

    A withdrawn fact stays withdrawn when its file is read in again. The rows are streamed to a
    table of the transaction's own and inserted by one statement, so that the triggers of the
    target run once and the memory that is used does not grow with the file.

    Args:
        connection: an open transaction.
        table: a table of facts.
        columns: their names; `programme_id` and `source_ref` are among them.
        rows: values in the order of the columns.

    Returns:
        How many rows came, how many of them were new, and the names of those that are there with
        other values, which they keep.
    """
    names = ", ".join(columns)
    connection.execute(
        text(f"create temp table staged on commit drop as select {names} from {table} limit 0")  # noqa: S608 - names of our own schema
    )
    came = _copy(connection, columns, rows)
    result = connection.execute(
        text(
            f"insert into {table} ({names}) select {names} from staged s"  # noqa: S608
            f" where not exists (select from {table} t where t.programme_id = s.programme_id"
            # In one order for all, so that two files with the same rows do not lock each other.
            " and t.source_ref = s.source_ref) order by s.source_ref"
            " on conflict (programme_id, source_ref)"
            " where withdrawn_at is null and source_ref is not null do nothing"
        )
    )
    differing = _differing(connection, table, columns)
    connection.execute(text("drop table staged"))
    return came, result.rowcount, differing


def _differing(connection: Connection, table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    told = [name for name in columns if name not in ("programme_id", "import_batch_id")]
    theirs, ours = (", ".join(f"{alias}.{name}" for name in told) for alias in ("s", "t"))
    return tuple(
        connection.scalars(
            text(
                f"select source_ref from staged s where not exists (select from {table} t"  # noqa: S608
                " where t.programme_id = s.programme_id and t.source_ref = s.source_ref"
                f" and ({ours}) is not distinct from ({theirs})) order by source_ref"
            )
        )
    )


def _copy(connection: Connection, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The connection is closed.")
    statement = sql.SQL("copy staged ({}) from stdin").format(
        sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    came = 0
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            came += 1
    return came
