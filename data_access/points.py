"""Writing the programme's points and their milestones."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data_access.schema import programme
from domain.records import PointChange, PointRecord


def save_points(
    connection: Connection, programme_id: int, records: Iterable[PointRecord]
) -> tuple[int, int, tuple[PointChange, ...]]:
    """Insert new points and change those that differ, with their focus areas and milestones.

    A point that is there keeps what the file does not speak of.

    Returns:
        How many points came, how many of them were new, and what was changed in the others.
    """
    came = new = 0
    changes = []
    # In one order for all: two files with the same points do not lock each other.
    for record in sorted(records, key=lambda record: record.number):
        came += 1
        _save_focus_area(connection, programme_id, record.focus_area)
        if _insert(connection, programme_id, record):
            new += 1
            _save_milestones(connection, programme_id, record)
            continue
        there = _find(connection, programme_id, record.number)
        fields = tuple(_change(connection, programme_id, record, there))
        if fields:
            changes.append(PointChange(record.number, fields))
    return came, new, tuple(changes)


def _save_focus_area(connection: Connection, programme_id: int, name: str) -> None:
    statement = upsert(programme.focus_area).values(programme_id=programme_id, name=name)
    connection.execute(statement.on_conflict_do_nothing())


def _insert(connection: Connection, programme_id: int, record: PointRecord) -> bool:
    """Insert a point that is not there; whether it was not."""
    table = programme.point
    statement = upsert(table).values(programme_id=programme_id, **_columns(record))
    made = connection.execute(statement.on_conflict_do_nothing().returning(table.c.number))
    return made.first() is not None


def _find(connection: Connection, programme_id: int, number: int) -> RowMapping:
    table = programme.point
    return (
        connection.execute(
            select(table)
            .where(table.c.programme_id == programme_id, table.c.number == number)
            # Two files at once change a point one after the other, each seeing what it changes.
            .with_for_update()
        )
        .mappings()
        .one()
    )


def _change(
    connection: Connection, programme_id: int, record: PointRecord, there: RowMapping
) -> Iterator[str]:
    """Change what differs; yields the names of the changed fields."""
    table = programme.point
    differing = {
        name: value
        for name, value in _columns(record).items()
        if name in record.given and value != there[name]
    }
    if differing:
        connection.execute(
            update(table)
            .where(table.c.programme_id == programme_id, table.c.number == record.number)
            .values(differing)
        )
    yield from differing
    if _save_milestones(connection, programme_id, record):
        yield "milestones"


def _columns(record: PointRecord) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(record).items()
        if name not in ("milestones", "given")
    }


def _save_milestones(connection: Connection, programme_id: int, record: PointRecord) -> bool:
    """Insert the new milestones and move those whose day differs; whether any did."""
    table = programme.milestone
    changed = False
    for title, due_on in record.milestones:
        statement = upsert(table).values(
            programme_id=programme_id, point_number=record.number, title=title, due_on=due_on
        )
        saved = connection.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c.programme_id, table.c.point_number, table.c.title],
                set_={"due_on": due_on},
                where=table.c.due_on != due_on,
            ).returning(table.c.id)
        )
        changed = saved.first() is not None or changed
    return changed
