"""The team's activities, read from the monthly summary, and how far reporting has come."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Select,
    and_,
    any_,
    case,
    cast,
    except_,
    func,
    literal,
    select,
    text,
    true,
    union_all,
)

from data_access.facts import standing
from data_access.schema import activities, areas
from data_access.schema import programme as frame
from domain.access import Right, Viewer, require
from domain.activities import (
    ActivityFilter,
    ActivitySum,
    PeriodState,
    Registered,
    ReportingPeriod,
)
from domain.areas import AreaLevel
from domain.calendar import STOCKHOLM, due_day, last_of_month
from domain.viewpoint import Viewpoint


def fetch_activity_sums(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    chosen: ActivityFilter,
    at: Viewpoint | None = None,
) -> tuple[ActivitySum, ...]:
    """Return the cells of the summary that a choice covers, in no order that means anything.

    A chosen mellanområde covers its primärområden too.
    """
    require(viewer, Right.SEE_COUNTS)
    table = _summary(programme_id, at)
    cell = (table.c.month, table.c.area_code, table.c.target_group, table.c.kind)
    rows = connection.execute(
        select(
            *cell,
            func.sum(table.c.occasions),
            func.sum(table.c.participants),
            func.sum(table.c.entries),
            func.sum(table.c.uncounted),
        )
        .where(*_covered(table, programme_id, chosen))
        .group_by(*cell)
        # A cell whose entries were all withdrawn has none left: it is no longer a cell.
        .having(func.sum(table.c.entries) > 0)
    )
    return tuple(
        ActivitySum(month, area, group, kind, *(int(count) for count in counts))
        for month, area, group, kind, *counts in rows
    )


def fetch_point_occasions(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    number: int,
    at: Viewpoint | None = None,
) -> tuple[tuple[date, int], ...]:
    """Return the occasions per month that name a point, oldest first."""
    require(viewer, Right.SEE_COUNTS)
    table = _summary(programme_id, at)
    until = table.c.month <= at.day if at else true()
    rows = connection.execute(
        select(table.c.month, func.sum(table.c.occasions))
        .where(table.c.programme_id == programme_id, any_(table.c.point_numbers) == number, until)
        .group_by(table.c.month)
        .having(func.sum(table.c.entries) > 0)
        .order_by(table.c.month)
    )
    return tuple((month, int(occasions)) for month, occasions in rows)


def fetch_registered(
    connection: Connection, viewer: Viewer, programme_id: int, month: date
) -> Registered:
    """Return what has been registered of a month so far, and when the latest entry came."""
    require(viewer, Right.SEE_COUNTS)
    table, log = activities.activity_month, activities.activity
    occasions = connection.scalar(
        select(func.sum(table.c.occasions)).where(
            table.c.programme_id == programme_id, table.c.month == month
        )
    )
    latest = connection.scalar(
        select(func.max(log.c.recorded_at)).where(
            log.c.programme_id == programme_id,
            log.c.occurred_on.between(month, last_of_month(month)),
            standing(log),
        )
    )
    return Registered(month, int(occasions or 0), latest and latest.astimezone(STOCKHOLM))


def fetch_reporting_periods(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    first: date,
    last: date,
    at: Viewpoint | None = None,
) -> tuple[ReportingPeriod, ...]:
    """Return the mellanområden's months of the programme from a first to a last, both counted.

    Also those that nobody has said anything of: they have no row, and are open.
    """
    require(viewer, Right.SEE_COUNTS)
    area, table = areas.area, activities.reporting_period
    state: ColumnElement[Any] = table.c.state
    due_on: ColumnElement[Any] = table.c.due_on
    if at and at.known_at:
        state = _state_at(at.known_at)
        # Until somebody had acted, the month was due as any other.
        due_on = case((state.is_not(None), due_on))
    months = _months(programme_id, first, last)
    rows = connection.execute(
        select(area.c.code, months.c.month, state, due_on)
        .join(months, months.c.id == area.c.programme_id)
        .outerjoin(
            table,
            (table.c.programme_id == area.c.programme_id)
            & (table.c.area_code == area.c.code)
            & (table.c.month == months.c.month),
        )
        .where(area.c.level == AreaLevel.MELLANOMRADE, func.may_see_counts(programme_id))
        .order_by(months.c.month, area.c.code)
    )
    return tuple(
        ReportingPeriod(
            code, of_month, PeriodState(told or PeriodState.OPEN), due or due_day(of_month)
        )
        for code, of_month, told, due in rows
    )


def count_summary_gaps(connection: Connection) -> int:
    """Return in how many cells the monthly summary differs from the standing log: none, ever."""
    log, summary = activities.activity, activities.activity_month
    month = cast(func.date_trunc("month", log.c.occurred_on), Date).label("month")
    shared = ("programme_id", "area_code", "kind", "target_group", "point_numbers")
    logged = (
        select(
            month,
            *(log.c[name] for name in shared),
            func.sum(log.c.occasions).label("occasions"),
            func.coalesce(func.sum(log.c.participants), 0).label("participants"),
            func.coalesce(func.sum(log.c.minutes), 0).label("minutes"),
            func.count().label("entries"),
            func.count().filter(log.c.participants.is_(None)).label("uncounted"),
        )
        .where(standing(log))
        .group_by(month, *(log.c[name] for name in shared))
    )
    summed = (
        select(
            summary.c.month,
            *(summary.c[name] for name in shared),
            *(
                func.sum(summary.c[name])
                for name in ("occasions", "participants", "minutes", "entries", "uncounted")
            ),
        )
        .group_by(summary.c.month, *(summary.c[name] for name in shared))
        .having(func.sum(summary.c.entries) != 0)
    )
    gaps = union_all(
        select(except_(logged, summed).subquery()), select(except_(summed, logged).subquery())
    ).subquery()
    return int(connection.scalar(select(func.count()).select_from(gaps)) or 0)


def _months(programme_id: int, first: date, last: date) -> FromClause:
    """Return a programme's months from a first to a last: columns ``id`` and ``month``."""
    whole = frame.programme
    begins, ends = func.date_trunc("month", whole.c.starts_on), func.coalesce(whole.c.ends_on, last)
    month = cast(
        func.generate_series(
            func.greatest(begins, first), func.least(ends, last), text("interval '1 month'")
        ),
        Date,
    )
    return select(whole.c.id, month.label("month")).where(whole.c.id == programme_id).subquery()


def _summary(programme_id: int, at: Viewpoint | None) -> FromClause:
    """Return the monthly summary as it stands, or as it stood at a moment.

    Then it is today's, less what was recorded later and with what was withdrawn later: the cost
    grows with what has happened since, and not with the log.
    """
    table, log = activities.activity_month, activities.activity
    if at is None or at.known_at is None:
        return table
    names = [
        *("programme_id", "month", "area_code", "kind", "target_group", "point_numbers"),
        *("occasions", "participants", "entries", "uncounted"),
    ]
    came_later = and_(log.c.recorded_at > at.known_at, log.c.withdrawn_at.is_(None))
    stood_then = and_(log.c.recorded_at <= at.known_at, log.c.withdrawn_at > at.known_at)
    return union_all(
        select(*(table.c[name] for name in names)).where(table.c.programme_id == programme_id),
        _logged(-1).where(log.c.programme_id == programme_id, came_later),
        _logged(1).where(log.c.programme_id == programme_id, stood_then),
    ).subquery("summary")


def _logged(sign: int) -> Select[Any]:
    """Return the log's entries as rows of the summary, added (1) or taken away (-1)."""
    log = activities.activity
    return select(
        log.c.programme_id,
        cast(func.date_trunc("month", log.c.occurred_on), Date).label("month"),
        log.c.area_code,
        log.c.kind,
        log.c.target_group,
        log.c.point_numbers,
        (sign * log.c.occasions).label("occasions"),
        (sign * func.coalesce(log.c.participants, 0)).label("participants"),
        literal(sign).label("entries"),
        (sign * cast(log.c.participants.is_(None), Integer)).label("uncounted"),
    )


def _state_at(moment: datetime) -> ColumnElement[Any]:
    """Return the state of a row of `reporting_period` as of a moment; null: nobody had acted."""
    step, period = activities.reporting_step, activities.reporting_period
    return (
        select(step.c.state)
        .where(
            step.c.programme_id == period.c.programme_id,
            step.c.area_code == period.c.area_code,
            step.c.month == period.c.month,
            step.c.made_at <= moment,
        )
        .order_by(step.c.made_at.desc(), step.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _covered(
    table: FromClause, programme_id: int, chosen: ActivityFilter
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        table.c.programme_id == programme_id,
        table.c.month.between(chosen.first_month, chosen.last_month),
    ]
    if chosen.area_codes:
        within = select(areas.area.c.code).where(
            areas.area.c.programme_id == programme_id,
            areas.area.c.code.in_(chosen.area_codes)
            | areas.area.c.parent_code.in_(chosen.area_codes),
        )
        conditions.append(table.c.area_code.in_(within))
    for column, codes in (
        (table.c.target_group, chosen.target_groups),
        (table.c.kind, chosen.kinds),
    ):
        if codes:
            conditions.append(column.in_(codes))
    return conditions
