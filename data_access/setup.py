"""Writing a programme's frame: itself, its words, and its areas."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.dialects.postgresql import insert as upsert

from data_access.schema import activities, areas, programme
from domain.areas import Area, Population


def insert_programme(
    connection: Connection,
    *,
    code: str,
    name: str,
    starts_on: date,
    ends_on: date | None,
    is_example: bool = False,
) -> int:
    """Insert a programme; returns its key. Only the owner may say that it is an example."""
    table = programme.programme
    values = {"code": code, "name": name, "starts_on": starts_on, "ends_on": ends_on}
    if is_example:
        values["is_example"] = True
    return int(connection.scalar(insert(table).values(values).returning(table.c.id)) or 0)


def insert_target_groups(
    connection: Connection, programme_id: int, rows: Sequence[tuple[str, str, str]]
) -> None:
    """Insert target groups as (code, name, short name), in the order they are shown."""
    names = ("code", "name", "short_name")
    _insert_in_order(connection, programme.target_group, programme_id, names, rows)


def insert_kinds(
    connection: Connection, programme_id: int, rows: Sequence[tuple[str, str, bool]]
) -> None:
    """Insert kinds of activity as (code, name, concerns individuals), in the order shown."""
    names = ("code", "name", "concerns_individuals")
    _insert_in_order(connection, activities.activity_kind, programme_id, names, rows)


def insert_partners(
    connection: Connection, programme_id: int, rows: Iterable[tuple[str, str]]
) -> None:
    """Insert partners as (code, name)."""
    connection.execute(
        insert(programme.partner).values(
            [{"programme_id": programme_id, "code": code, "name": name} for code, name in rows]
        )
    )


def save_areas(connection: Connection, programme_id: int, found: Iterable[Area]) -> None:
    """Insert areas, or replace what is known of them; parents before children."""
    table = areas.area
    for area in found:
        statement = upsert(table).values(programme_id=programme_id, **asdict(area))
        changed = {name: statement.excluded[name] for name in asdict(area) if name != "code"}
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[table.c.programme_id, table.c.code], set_=changed
            )
        )


def save_population(connection: Connection, programme_id: int, found: Iterable[Population]) -> None:
    """Insert population figures, or replace those of the same area, day and age group."""
    table = areas.area_population
    for population in found:
        statement = upsert(table).values(programme_id=programme_id, **asdict(population))
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=[
                    table.c.programme_id,
                    table.c.area_code,
                    table.c.on_date,
                    table.c.age_group,
                ],
                set_={
                    "population": statement.excluded.population,
                    "source": statement.excluded.source,
                },
            )
        )


def _insert_in_order(
    connection: Connection,
    table: Table,
    programme_id: int,
    names: Sequence[str],
    rows: Sequence[Sequence[Any]],
) -> None:
    connection.execute(
        insert(table).values(
            [
                {
                    "programme_id": programme_id,
                    "position": position,
                    **dict(zip(names, row, strict=True)),
                }
                for position, row in enumerate(rows)
            ]
        )
    )
