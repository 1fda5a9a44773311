"""Writing a whole programme at once, with a history: what no one but the login itself may do."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from psycopg import Connection as DriverConnection
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Table, select, text

from data_access.schema import activities, areas, meetings, money, programme
from data_access.setup import insert_programme
from domain.areas import Area, Population
from domain.example.moments import at
from domain.example.records import ExampleProgramme, Recorded
from domain.programme import Programme

Rows = Sequence[Mapping[str, Any]]
"""Rows to write, all with the same columns, without the programme's key."""


def find_programme_alone(connection: Connection) -> Programme | None:
    """Return any programme of the database, having kept others from making one until the end."""
    connection.execute(text("lock table programme in share row exclusive mode"))
    row = connection.execute(select(programme.programme).limit(1)).mappings().first()
    return Programme(**row) if row else None


def write_example(
    connection: Connection,
    example: ExampleProgramme,
    places: Sequence[Area],
    populations: Sequence[Population],
) -> Iterator[tuple[str, int]]:
    """Write a programme table by table, and yield each table's name and number of rows.

    One statement a table: the triggers that keep the audit and the summary run once for each.

    Raises:
        sqlalchemy.exc.IntegrityError: the programme is there already.
        psycopg.Error: a record breaks a rule of the database.
    """
    programme_id = insert_programme(
        connection,
        code=example.code,
        name=example.name,
        starts_on=example.starts_on,
        ends_on=None,
        is_example=True,
    )
    tables = [*_words(example), *_places(places, populations), *_points(example), *_facts(example)]
    for table, rows in tables:
        yield table.name, copy_rows(connection, table, programme_id, rows)
    values = _indicator_values(connection, programme_id, example)
    table = programme.indicator_value
    yield table.name, copy_rows(connection, table, programme_id, values)
    table, handlings = meetings.question_handling, _handlings(connection, programme_id, example)
    yield table.name, copy_rows(connection, table, programme_id, handlings)
    _tell_submissions(connection, programme_id, example)
    _tell_versions_from(connection, programme_id, example.starts_on)


def copy_rows(connection: Connection, table: Table, programme_id: int, rows: Rows) -> int:
    """Write rows with one COPY, within the connection's transaction; returns how many."""
    if not rows:
        return 0
    columns = list(rows[0])
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, ["programme_id", *columns])),
    )
    driver: DriverConnection[Any] | None = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("The connection is closed")
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([programme_id, *(_cell(row[column]) for column in columns)])
    return len(rows)


def _words(example: ExampleProgramme) -> Iterator[tuple[Table, Rows]]:
    yield programme.focus_area, _ordered({"name": name} for name in example.focus_areas)
    yield programme.target_group, _ordered(map(asdict, example.target_groups))
    yield programme.partner, [asdict(partner) for partner in example.partners]
    yield activities.activity_kind, _ordered(map(asdict, example.kinds))


def _places(
    places: Sequence[Area], populations: Sequence[Population]
) -> Iterator[tuple[Table, Rows]]:
    yield areas.area, [asdict(place) for place in places]
    yield areas.area_population, [asdict(population) for population in populations]


def _points(example: ExampleProgramme) -> Iterator[tuple[Table, Rows]]:
    yield programme.point, [asdict(point) for point in example.points]
    yield (
        programme.milestone,
        [{"point_number": number, **asdict(step)} for number, step in example.milestones],
    )
    yield (
        programme.indicator,
        [
            {
                "point_number": made.point_number,
                **{
                    name: value
                    for name, value in asdict(made.indicator).items()
                    if name != "values"
                },
            }
            for made in example.indicators
        ],
    )
    yield (
        activities.reporting_period,
        [
            {**asdict(made.period), "changed_by": made.changed_by, "changed_at": made.changed_at}
            for made in example.periods
        ],
    )


def _facts(example: ExampleProgramme) -> Iterator[tuple[Table, Rows]]:
    yield programme.status_report, _recorded(example.reports)
    yield activities.activity, _recorded(example.activities)
    yield money.funding_source, [asdict(source) for source in example.money.sources]
    yield money.budget_line, _recorded(example.money.budget)
    yield money.ledger_entry, _recorded(example.money.ledger)
    yield money.forecast, _recorded(example.money.forecasts)
    yield meetings.meeting, [asdict(meeting) for meeting in example.meetings]
    yield meetings.board_question, _recorded(each.asked for each in example.questions)


def _indicator_values(
    connection: Connection, programme_id: int, example: ExampleProgramme
) -> list[dict[str, Any]]:
    table = programme.indicator
    keys = select(table.c.point_number, table.c.name, table.c.id)
    found = {
        (number, name): key
        for number, name, key in connection.execute(
            keys.where(table.c.programme_id == programme_id)
        )
    }
    return [
        {"indicator_id": found[made.point_number, made.indicator.name], **row}
        for made in example.indicators
        for row in _recorded(made.values)
    ]


def _handlings(
    connection: Connection, programme_id: int, example: ExampleProgramme
) -> list[dict[str, Any]]:
    table = meetings.board_question
    keys = select(table.c.question, table.c.id).where(table.c.programme_id == programme_id)
    found = {row.question: row.id for row in connection.execute(keys)}
    return [
        {"question_id": found[each.asked.fact.question], **row}
        for each in example.questions
        for row in _recorded(each.handlings)
    ]


def _tell_versions_from(connection: Connection, programme_id: int, first_day: date) -> None:
    """Have what may be changed stand since the first day, and milestones since they were done.

    As it was loaded, all of it came into being just now: as of a day before there was nothing.
    """
    since = {"programme_id": programme_id, "since": at(first_day, 0, 0)}
    connection.execute(text(_ALL_SINCE), since)
    connection.execute(text(_DONE_SINCE), since)


def _tell_submissions(connection: Connection, programme_id: int, example: ExampleProgramme) -> None:
    """Have approved months been submitted before: a period knows its last step only."""
    submitted = [
        {
            "area_code": each.period.area_code,
            "month": each.period.month.isoformat(),
            "at": each.submitted_at.isoformat(),
            "by": each.submitted_by,
        }
        for each in example.periods
        if each.submitted_at
    ]
    told = {"programme_id": programme_id, "submitted": json.dumps(submitted)}
    connection.execute(text(_SUBMITTED_BEFORE), told)


def tell_publications_from(connection: Connection, programme_id: int) -> None:
    """Have each month been published when it had been approved and nothing of it changed any more.

    As it was loaded, all was published just now: as of a day before the board saw no counts. What
    is published never changes, so it takes the owner to say so of an example.
    """
    connection.execute(text("alter table publication disable trigger guard_published"))
    connection.execute(text(_PUBLISHED_SINCE), {"programme_id": programme_id})
    connection.execute(text("alter table publication enable trigger guard_published"))


_PUBLISHED_SINCE = """
    update publication p set published_at = least(p.published_at, interval '1 hour' + greatest(
        (select max(r.changed_at) from reporting_period r
         where r.programme_id = p.programme_id and r.month = p.month and r.state = 'approved'),
        (select max(greatest(a.recorded_at, a.withdrawn_at)) from activity a
         where a.programme_id = p.programme_id and a.occurred_on < p.month + interval '1 month'
             and a.occurred_on >= date_trunc('year', p.month))))
    where p.programme_id = :programme_id
"""
_SUBMITTED_BEFORE = """
    insert into reporting_step
        (programme_id, area_code, month, state, entries, made_at, made_by)
    select s.programme_id, s.area_code, s.month, 'submitted', s.entries, w.at, w.by
    from reporting_step s
    join jsonb_to_recordset(:submitted) as w (area_code text, month date, at timestamptz, by text)
        on w.area_code = s.area_code and w.month = s.month
    where s.programme_id = :programme_id and s.state = 'approved'
"""
_ALL_SINCE = "update row_version set recorded_at = :since where programme_id = :programme_id"
_DONE_SINCE = """
    with done as (
        update row_version set recorded_at = greatest(:since,
            ((content ->> 'done_on')::date + time '16:00') at time zone 'Europe/Stockholm')
        where programme_id = :programme_id and table_name = 'milestone'
            and content ->> 'done_on' is not null
        returning *
    )
    insert into row_version
        (programme_id, table_name, row_key, content, recorded_at, recorded_by, replaced_at)
    select programme_id, table_name, row_key, content || '{"done_on": null}', :since, recorded_by,
        recorded_at
    from done
"""


def _recorded(facts: Iterable[Recorded[Any]]) -> list[dict[str, Any]]:
    return [
        {
            **asdict(recorded.fact),
            "recorded_at": recorded.at,
            "recorded_by": recorded.by,
            "withdrawn_at": recorded.withdrawal and recorded.withdrawal.at,
            "withdrawn_by": recorded.withdrawal and recorded.withdrawal.by,
            "withdrawn_why": recorded.withdrawal and recorded.withdrawal.why,
        }
        for recorded in facts
    ]


def _ordered(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "position": position} for position, row in enumerate(rows, start=1)]


def _cell(value: object) -> object:
    """Return a value as psycopg writes it to a column: an array is a list, JSON is marked."""
    if isinstance(value, tuple):
        return list(value)
    return Jsonb(value) if isinstance(value, Mapping) else value
