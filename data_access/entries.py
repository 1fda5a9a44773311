"""The activities one by one: found, told with their history, written and withdrawn."""

from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, Select, func, insert, select

from data_access.facts import standing
from data_access.schema import activities, areas
from domain.access import Right, Viewer, require
from domain.calendar import STOCKHOLM
from domain.entries import Entry, EntryFilter, Withdrawal
from domain.naming import person_of
from domain.records import ActivityRecord

_TABLE = activities.activity


def insert_entry(
    connection: Connection,
    programme_id: int,
    record: ActivityRecord,
    replaces: int | None = None,
) -> int:
    """Insert an activity; returns its key.

    Raises:
        sqlalchemy.exc.IntegrityError: a rule of the database's own is broken, or one with that
            `source_ref` stands already.
    """
    values = asdict(record) | {
        "point_numbers": list(record.point_numbers),
        "partners": list(record.partners),
    }
    statement = insert(_TABLE).values(programme_id=programme_id, replaces=replaces, **values)
    return int(connection.scalar(statement.returning(_TABLE.c.id)) or 0)


def hold_areas(
    connection: Connection, programme_id: int, entry_id: int, further_area_code: str
) -> None:
    """Wait for who submits the month of an entry's area or of a further one, and let them wait.

    Before writing in both: without it they and this could wait for each other.
    """
    connection.execute(select(func.hold_areas(programme_id, entry_id, further_area_code)))


def fetch_entries(
    connection: Connection, viewer: Viewer, programme_id: int, chosen: EntryFilter, most: int
) -> tuple[Entry, ...]:
    """Return the entries of a choice, the latest day first, so many at most.

    A chosen mellanområde covers its primärområden too.
    """
    require(viewer, Right.SEE_COUNTS)
    statement = _entries(programme_id).where(
        _TABLE.c.occurred_on.between(chosen.first_day, chosen.last_day)
    )
    if not chosen.withdrawn_too:
        statement = statement.where(standing(_TABLE))
    if chosen.area_codes:
        within = select(areas.area.c.code).where(
            areas.area.c.programme_id == programme_id,
            areas.area.c.code.in_(chosen.area_codes)
            | areas.area.c.parent_code.in_(chosen.area_codes),
        )
        statement = statement.where(_TABLE.c.area_code.in_(within))
    if chosen.kinds:
        statement = statement.where(_TABLE.c.kind.in_(chosen.kinds))
    statement = statement.order_by(_TABLE.c.occurred_on.desc(), _TABLE.c.id.desc()).limit(most)
    return tuple(_entry(row) for row in connection.execute(statement).mappings())


def fetch_own_latest(connection: Connection, viewer: Viewer, programme_id: int) -> Entry | None:
    """Return the latest of the entries that stand and that the viewer has registered here."""
    require(viewer, Right.REGISTER_ACTIVITIES)
    row = (
        connection.execute(
            _entries(programme_id)
            .where(
                standing(_TABLE),
                _TABLE.c.recorded_by == func.viewer_name(),
                _TABLE.c.import_batch_id.is_(None),
            )
            .order_by(_TABLE.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return _entry(row) if row else None


def fetch_by_ref(
    connection: Connection, viewer: Viewer, programme_id: int, source_ref: str
) -> Entry | None:
    """Return the standing entry that a form or a source system calls by a name, or None."""
    require(viewer, Right.SEE_COUNTS)
    row = (
        connection.execute(
            _entries(programme_id).where(standing(_TABLE), _TABLE.c.source_ref == source_ref)
        )
        .mappings()
        .first()
    )
    return _entry(row) if row else None


def fetch_history(
    connection: Connection, viewer: Viewer, programme_id: int, entry_id: int
) -> tuple[Entry, ...]:
    """Return an entry with those that it took the place of and gave way to, the oldest first."""
    require(viewer, Right.SEE_COUNTS)
    chain = _linked(programme_id, entry_id, earlier=True).union(
        _linked(programme_id, entry_id, earlier=False)
    )
    rows = connection.execute(
        _entries(programme_id).where(_TABLE.c.id.in_(chain)).order_by(_TABLE.c.id)
    )
    return tuple(_entry(row) for row in rows.mappings())


def _linked(programme_id: int, entry_id: int, *, earlier: bool) -> Select[tuple[int]]:
    """Return the keys from an entry on, along the corrections, one way."""
    way = select(_TABLE.c.id, _TABLE.c.replaces).where(
        _TABLE.c.programme_id == programme_id, _TABLE.c.id == entry_id
    )
    linked = way.cte("earlier" if earlier else "later", recursive=True)
    step = _TABLE.alias()
    joins = step.c.id == linked.c.replaces if earlier else step.c.replaces == linked.c.id
    return select(
        linked.union(
            select(step.c.id, step.c.replaces).where(step.c.programme_id == programme_id, joins)
        ).c.id
    )


def _entries(programme_id: int) -> Select[tuple[object, ...]]:
    return select(_TABLE).where(_TABLE.c.programme_id == programme_id)


def _entry(row: RowMapping) -> Entry:
    record = ActivityRecord(
        occurred_on=row["occurred_on"],
        area_code=row["area_code"],
        kind=row["kind"],
        target_group=row["target_group"],
        point_numbers=tuple(row["point_numbers"]),
        occasions=row["occasions"],
        participants=row["participants"],
        minutes=row["minutes"],
        partners=tuple(row["partners"]),
        source_ref=row["source_ref"],
        note=row["note"],
    )
    withdrawal = None
    if row["withdrawn_at"]:
        withdrawal = Withdrawal(
            row["withdrawn_at"].astimezone(STOCKHOLM),
            person_of(row["withdrawn_by"]),
            row["withdrawn_why"],
        )
    return Entry(
        id=row["id"],
        record=record,
        recorded_at=row["recorded_at"].astimezone(STOCKHOLM),
        recorded_by=person_of(row["recorded_by"]),
        withdrawal=withdrawal,
        replaces=row["replaces"],
    )
