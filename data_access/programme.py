"""The programme, its points and what is reported of them."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, case, select
from sqlalchemy.dialects.postgresql import distinct_on

from data_access.facts import rows_at, standing
from data_access.schema import activities, programme
from domain.access import Right, Viewer, require
from domain.naming import person_of
from domain.points import Indicator, Milestone, Point, PointStanding, StatusReport
from domain.programme import ActivityKind, Partner, Programme, TargetGroup
from domain.statuses import Status
from domain.viewpoint import Viewpoint


def fetch_programme(connection: Connection, code: str) -> Programme | None:
    """Return the programme with a code, or None."""
    table = programme.programme
    row = connection.execute(select(table).where(table.c.code == code)).mappings().first()
    return Programme(**row) if row else None


def fetch_standings(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint | None = None
) -> tuple[PointStanding, ...]:
    """Return every point with its latest standing report and its milestones, by number.

    From a viewpoint: as it was known then, of what had happened by its day.
    """
    require(viewer, Right.SEE_POINTS)
    points = rows_at(programme.point, programme_id, _known_at(at))
    rows = connection.execute(select(points).order_by(points.c.number)).mappings()
    reports = _fetch_latest_reports(connection, programme_id, at)
    milestones = _fetch_milestones(connection, programme_id, at)
    return tuple(
        PointStanding(point_of(row), reports.get(row["number"]), tuple(milestones[row["number"]]))
        for row in rows
    )


def fetch_reports(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    number: int,
    at: Viewpoint | None = None,
) -> tuple[StatusReport, ...]:
    """Return a point's standing reports, oldest first."""
    require(viewer, Right.SEE_POINTS)
    return _fetch_reports(connection, programme_id, number, _reported(at))


def fetch_withdrawn_reports(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    number: int,
    at: Viewpoint | None = None,
) -> tuple[StatusReport, ...]:
    """Return a point's reports that stand no more, as those that another took the place of.

    From a viewpoint: those that were withdrawn by then, of its day or earlier.
    """
    require(viewer, Right.SEE_POINTS)
    table, known_at = programme.status_report, _known_at(at)
    withdrawn = ~standing(table)
    if known_at is not None:
        withdrawn = table.c.withdrawn_at <= known_at
    if at is not None:
        withdrawn = and_(withdrawn, table.c.as_of_date <= at.day)
    return _fetch_reports(connection, programme_id, number, withdrawn)


def _fetch_reports(
    connection: Connection, programme_id: int, number: int, chosen: ColumnElement[bool]
) -> tuple[StatusReport, ...]:
    table = programme.status_report
    rows = connection.execute(
        select(table)
        .where(table.c.programme_id == programme_id, table.c.point_number == number, chosen)
        .order_by(table.c.as_of_date, table.c.recorded_at)
    ).mappings()
    return tuple(report_of(row) for row in rows)


def fetch_indicators(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint | None = None
) -> Mapping[int, tuple[Indicator, ...]]:
    """Return each point's indicators with their standing values for the whole programme."""
    require(viewer, Right.SEE_POINTS)
    table = rows_at(programme.indicator, programme_id, _known_at(at))
    values = _fetch_values(connection, programme_id, at)
    rows = connection.execute(select(table).order_by(table.c.id)).mappings()
    found: dict[int, tuple[Indicator, ...]] = {}
    for row in rows:
        indicator = Indicator(
            name=row["name"],
            definition=row["definition"],
            unit=row["unit"],
            higher_is_better=row["higher_is_better"],
            baseline=_float(row["baseline"]),
            target=_float(row["target"]),
            target_date=row["target_date"],
            source=row["source"],
            values=tuple(values[row["id"]]),
        )
        found[row["point_number"]] = (*found.get(row["point_number"], ()), indicator)
    return found


def fetch_target_groups(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[TargetGroup, ...]:
    """Return the target groups in the order they are shown."""
    require(viewer, Right.SEE_FRAME)
    table = programme.target_group
    rows = connection.execute(
        select(table.c.code, table.c.name, table.c.short_name)
        .where(table.c.programme_id == programme_id)
        .order_by(table.c.position, table.c.code)
    )
    return tuple(TargetGroup(*row) for row in rows)


def fetch_kinds(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[ActivityKind, ...]:
    """Return the kinds of activity in the order they are shown."""
    require(viewer, Right.SEE_FRAME)
    table = activities.activity_kind
    rows = connection.execute(
        select(table.c.code, table.c.name, table.c.concerns_individuals)
        .where(table.c.programme_id == programme_id)
        .order_by(table.c.position, table.c.code)
    )
    return tuple(ActivityKind(*row) for row in rows)


def fetch_partners(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[Partner, ...]:
    """Return the partners by name."""
    require(viewer, Right.SEE_FRAME)
    table = programme.partner
    rows = connection.execute(
        select(table.c.code, table.c.name)
        .where(table.c.programme_id == programme_id)
        .order_by(table.c.name)
    )
    return tuple(Partner(*row) for row in rows)


def _fetch_latest_reports(
    connection: Connection, programme_id: int, at: Viewpoint | None
) -> dict[int, StatusReport]:
    table = programme.status_report
    rows = connection.execute(
        select(table)
        .ext(distinct_on(table.c.point_number))
        .where(table.c.programme_id == programme_id, _reported(at))
        .order_by(table.c.point_number, table.c.as_of_date.desc())
    ).mappings()
    return {row["point_number"]: report_of(row) for row in rows}


def _fetch_milestones(
    connection: Connection, programme_id: int, at: Viewpoint | None
) -> dict[int, list[Milestone]]:
    table = rows_at(programme.milestone, programme_id, _known_at(at))
    done_on: ColumnElement[Any] = table.c.done_on
    if at is not None:
        # What was done later had not been done by that day, whenever it was told.
        done_on = case((done_on <= at.day, done_on))
    rows = connection.execute(
        select(table.c.point_number, table.c.title, table.c.due_on, done_on).order_by(
            table.c.due_on, table.c.id
        )
    )
    found: dict[int, list[Milestone]] = defaultdict(list)
    for number, *milestone in rows:
        found[number].append(Milestone(*milestone))
    return found


def _fetch_values(
    connection: Connection, programme_id: int, at: Viewpoint | None
) -> dict[int, list[tuple[date, float]]]:
    table = programme.indicator_value
    chosen = [standing(table, _known_at(at))]
    if at is not None:
        chosen.append(table.c.period <= at.day)
    rows = connection.execute(
        select(table.c.indicator_id, table.c.period, table.c.value)
        .where(table.c.programme_id == programme_id, table.c.area_code.is_(None), *chosen)
        .order_by(table.c.period)
    )
    found: dict[int, list[tuple[date, float]]] = defaultdict(list)
    for indicator, period, value in rows:
        found[indicator].append((period, float(value)))
    return found


def _known_at(at: Viewpoint | None) -> datetime | None:
    return at.known_at if at else None


def _reported(at: Viewpoint | None) -> ColumnElement[bool]:
    table = programme.status_report
    stands = standing(table, _known_at(at))
    return stands if at is None else and_(stands, table.c.as_of_date <= at.day)


def point_of(row: RowMapping) -> Point:
    """Return what a row of the table of points tells."""
    return Point(
        number=row["number"],
        title=row["title"],
        short_title=row["short_title"],
        focus_area=row["focus_area"],
        responsible_unit=row["responsible_unit"],
        starts_on=row["starts_on"],
        due_on=row["due_on"],
        description=row["description"],
        problem=row["problem"],
        target_groups=tuple(row["target_groups"]),
        area_codes=tuple(row["area_codes"]),
        partners=tuple(row["partners"]),
    )


def report_of(row: RowMapping) -> StatusReport:
    """Return the report that a row of `status_report` holds."""
    return StatusReport(
        status=Status(row["status"]),
        progress_percent=row["progress_percent"],
        comment=row["comment"],
        risk=row["risk"],
        forecast_date=row["forecast_date"],
        as_of_date=row["as_of_date"],
        recorded_at=row["recorded_at"],
        id=row["id"],
        recorded_by=person_of(row["recorded_by"]),
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
