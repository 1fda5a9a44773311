"""Take in a file's records: all or nothing, each once, in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import Any

from sqlalchemy import Connection, Engine, Table

from data_access.drafts import drop_draft
from data_access.engine import writing
from data_access.imports import begin_batch, finish_batch, insert_new_facts
from data_access.points import save_points
from data_access.schema import activities, money
from domain.access import Right, Viewer, require
from domain.fingerprints import ContentReferences
from domain.records import (
    ActivityRecord,
    BudgetRecord,
    ImportResult,
    LedgerRecord,
    PointChange,
    PointRecord,
)

Record = ActivityRecord | LedgerRecord | BudgetRecord | PointRecord


class Rejected(Enum):
    """Stands in the stream of records for a row that has faults."""

    ROW = "row"


@dataclass(frozen=True, slots=True)
class ImportFile:
    """The file that the records come from. `sha256` is hexadecimal; `kind` as in `import_batch`."""

    kind: str
    name: str
    sha256: str


_FACTS: dict[str, tuple[Table, type[Any]]] = {
    "activities": (activities.activity, ActivityRecord),
    "ledger": (money.ledger_entry, LedgerRecord),
    "budget": (money.budget_line, BudgetRecord),
}

_RIGHTS = {
    "points": Right.UPDATE_POINTS,
    "activities": Right.REGISTER_ACTIVITIES,
    "ledger": Right.KEEP_MONEY,
    "budget": Right.KEEP_MONEY,
}


def import_file(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    file: ImportFile,
    records: Iterable[Record | Rejected],
    accept_good: bool = False,
    dry_run: bool = False,
    draft: str | None = None,
) -> ImportResult:  # Half of its lines are its signature and its contract.
    """Write the records that are not there before, and forget the draft that they come from.

    Nothing is written when a row was rejected, save with `accept_good`; nor in a `dry_run`, which
    does all the work, the database's own rules too, and takes it back.

    Raises:
        AccessDeniedError: the viewer may not write what the file holds.
        sqlalchemy.exc.IntegrityError: a rule of the database's own is broken; nothing is written.
    """
    good = _Good(records)
    with writing(engine, viewer) as connection:
        require(viewer, Right.IMPORT_FILES)
        require(viewer, _RIGHTS[file.kind])
        batch = begin_batch(connection, programme_id, file.kind, file.name, file.sha256)
        went = _write(connection, programme_id, batch, file.kind, iter(good))
        accepted = went.new + len(went.changes)
        result = ImportResult(
            accepted=accepted,
            already_present=went.came - accepted,
            rejected=good.rejected,
            is_written=not dry_run and (accept_good or not good.rejected),
            changes=went.changes,
            differing=went.differing,
        )
        finish_batch(connection, programme_id, batch, result)
        if draft:
            drop_draft(connection, draft)
        if not result.is_written:
            connection.rollback()
    return result


@dataclass(frozen=True, slots=True)
class _Went:
    """How many records came, how many were new, and what happened with the others."""

    came: int
    new: int
    changes: tuple[PointChange, ...] = ()
    differing: tuple[str, ...] = ()


class _Good:
    """The records of a stream, counting the rejected rows that go by."""

    def __init__(self, records: Iterable[Record | Rejected]) -> None:
        self._records = records
        self.rejected = 0

    def __iter__(self) -> Iterator[Record]:
        for record in self._records:
            if isinstance(record, Rejected):
                self.rejected += 1
            else:
                yield record


def _write(
    connection: Connection, programme_id: int, batch: int, kind: str, records: Iterator[Any]
) -> _Went:
    if kind == "points":
        came, new, changes = save_points(connection, programme_id, records)
        return _Went(came, new, changes=changes)
    table, record_type = _FACTS[kind]
    names = [field.name for field in fields(record_type) if field.name != "source_ref"]
    rows = _rows(records, names, programme_id, batch)
    columns = [*names, "source_ref", "programme_id", "import_batch_id"]
    came, new, differing = insert_new_facts(connection, table, columns, rows)
    return _Went(came, new, differing=differing)


def _rows(
    records: Iterator[Any], names: Sequence[str], programme_id: int, batch: int
) -> Iterator[list[Any]]:
    references = ContentReferences()
    for record in records:
        values = [getattr(record, name) for name in names]
        told = [_as_named(name, value) for name, value in zip(names, values, strict=True)]
        reference = getattr(record, "source_ref", None) or references.name(told)
        values = [list(value) if isinstance(value, tuple) else value for value in values]
        yield [*values, reference, programme_id, batch]


def _as_named(name: str, value: Any) -> Any:
    # One point, or none, names a row as before there could be several: files of then stay known.
    if name == "point_numbers" and len(value) < 2:
        return value[0] if value else None
    return value
