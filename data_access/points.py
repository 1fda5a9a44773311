"""Writing the programme's points and their milestones."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from data_access.schema import programme
from domain.records import PointRecord


def save_points(
    connection: Connection, programme_id: int, records: Iterable[PointRecord]
) -> tuple[int, int]:
    """Insert new points and change those that differ, with their focus areas and milestones.

    Returns:
        How many points came, and how many of them were new or changed.
    """
    came = changed = 0
    for record in records:
        came += 1
        _save_focus_area(connection, programme_id, record.focus_area)
        # Both are done, whatever the first says.
        differs = _save_point(connection, programme_id, record)
        changed += _save_milestones(connection, programme_id, record) or differs
    return came, changed


def _save_focus_area(connection: Connection, programme_id: int, name: str) -> None:
    table = programme.focus_area
    there = select(table.c.name).where(table.c.programme_id == programme_id, table.c.name == name)
    if connection.scalar(there) is None:
        connection.execute(insert(table).values(programme_id=programme_id, name=name))


def _save_point(connection: Connection, programme_id: int, record: PointRecord) -> bool:
    table = programme.point
    values = asdict(record)
    del values["milestones"]
    values = {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
    statement = upsert(table).values(programme_id=programme_id, **values)
    differs = [table.c[name].is_distinct_from(statement.excluded[name]) for name in values]
    condition = differs[0]
    for difference in differs[1:]:
        condition = condition | difference
    saved = connection.execute(
        statement.on_conflict_do_update(
            index_elements=[table.c.programme_id, table.c.number],
            set_={name: statement.excluded[name] for name in values if name != "number"},
            where=condition,
        ).returning(table.c.number)
    )
    return saved.first() is not None


def _save_milestones(connection: Connection, programme_id: int, record: PointRecord) -> bool:
    table = programme.milestone
    here = (table.c.programme_id == programme_id) & (table.c.point_number == record.number)
    rows = connection.execute(select(table.c.title, table.c.due_on).where(here))
    there = {row.title: row.due_on for row in rows}
    changed = False
    for title, due_on in record.milestones:
        if title not in there:
            values = {"point_number": record.number, "title": title, "due_on": due_on}
            connection.execute(insert(table).values(programme_id=programme_id, **values))
        elif there[title] != due_on:
            connection.execute(
                update(table).where(here, table.c.title == title).values(due_on=due_on)
            )
        else:
            continue
        changed = True
    return changed
