"""How the months stand, area by area, and the steps that they have taken."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, Select, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from data_access.schema import activities, areas
from domain.access import Right, Viewer, require
from domain.activities import PeriodState
from domain.areas import AreaLevel
from domain.calendar import STOCKHOLM, due_day
from domain.months import NOTHING, AreaMonth, MonthStep, MonthSum, WaitingMonth
from domain.naming import person_of

_TOLD = ("area_code", "kind", "target_group", "point_numbers")
_COUNTED = ("entries", "occasions", "participants", "minutes", "uncounted")


def fetch_area_months(
    connection: Connection, viewer: Viewer, programme_id: int, month: date
) -> tuple[AreaMonth, ...]:
    """Return how a month stands in every mellanområde, by the areas' names."""
    require(viewer, Right.SEE_COUNTS)
    sums = fetch_month_sums(connection, viewer, programme_id, month)
    steps = {step.area_code: step for step in fetch_steps(connection, viewer, programme_id, month)}
    area, period = areas.area, activities.reporting_period
    rows = connection.execute(
        select(area.c.code, period.c.state)
        .outerjoin(
            period,
            (period.c.programme_id == area.c.programme_id)
            & (period.c.area_code == area.c.code)
            & (period.c.month == month),
        )
        .where(
            area.c.programme_id == programme_id,
            area.c.level == AreaLevel.MELLANOMRADE,
            func.may_see_counts(programme_id),
        )
        .order_by(area.c.name)
    )
    return tuple(
        AreaMonth(
            code,
            month,
            PeriodState(state or PeriodState.OPEN),
            sums.get(code, NOTHING),
            steps.get(code),
        )
        for code, state in rows
    )


def fetch_month_sums(
    connection: Connection, viewer: Viewer, programme_id: int, month: date
) -> Mapping[str, MonthSum]:
    """Return what stands registered in a month, by mellanområde; areas without any are not there.

    A primärområde is counted in its mellanområde.
    """
    require(viewer, Right.SEE_COUNTS)
    cells = _cells(programme_id, month).subquery()
    line = func.concat_ws("/", *(cells.c[name] for name in (*_TOLD, *_COUNTED)))
    rows = connection.execute(
        select(
            cells.c.reports_for,
            func.sum(cells.c.entries),
            func.sum(cells.c.occasions),
            func.md5(func.string_agg(line, aggregate_order_by(literal(" "), line))),
        ).group_by(cells.c.reports_for)
    )
    return {
        code: MonthSum(int(entries), int(occasions), fingerprint)
        for code, entries, occasions, fingerprint in rows
    }


def _cells(programme_id: int, month: date) -> Select[tuple[object, ...]]:
    """Return a month's counts, each with the mellanområde that reports it."""
    table, area = activities.activity_month, areas.area
    reports_for = case(
        (area.c.level == AreaLevel.PRIMAROMRADE, area.c.parent_code), else_=area.c.code
    )
    return (
        select(
            reports_for.label("reports_for"),
            *(table.c[name] for name in _TOLD),
            *(func.sum(table.c[name]).label(name) for name in _COUNTED),
        )
        .join(
            area,
            (area.c.programme_id == table.c.programme_id) & (area.c.code == table.c.area_code),
        )
        .where(table.c.programme_id == programme_id, table.c.month == month)
        .group_by(reports_for, *(table.c[name] for name in _TOLD))
        # Cells of what was withdrawn are left behind, empty.
        .having(func.sum(table.c.entries) != 0)
    )


def fetch_steps(
    connection: Connection, viewer: Viewer, programme_id: int, month: date
) -> tuple[MonthStep, ...]:
    """Return the steps that a month has taken in all areas, the oldest first."""
    require(viewer, Right.SEE_COUNTS)
    table = activities.reporting_step
    rows = connection.execute(
        select(
            table.c.id,
            table.c.area_code,
            table.c.month,
            table.c.state,
            table.c.comment,
            table.c.wish,
            table.c.entries,
            table.c.made_at,
            table.c.made_by,
        )
        .where(table.c.programme_id == programme_id, table.c.month == month)
        .order_by(table.c.made_at, table.c.id)
    )
    return tuple(
        MonthStep(
            key,
            area_code,
            of_month,
            PeriodState(state),
            comment,
            wish,
            entries,
            at.astimezone(STOCKHOLM),
            person_of(by),
        )
        for key, area_code, of_month, state, comment, wish, entries, at, by in rows
    )


def fetch_closed_months(
    connection: Connection, viewer: Viewer, programme_id: int
) -> frozenset[tuple[str, date]]:
    """Return the area and the first day of each month that takes no activities any more.

    A mellanområde's primärområden are among the areas, for they are closed with it.
    """
    require(viewer, Right.SEE_COUNTS)
    area, period = areas.area, activities.reporting_period
    rows = connection.execute(
        select(area.c.code, period.c.month)
        .join(
            period,
            (period.c.programme_id == area.c.programme_id)
            & period.c.area_code.in_((area.c.code, area.c.parent_code)),
        )
        .where(area.c.programme_id == programme_id, period.c.state != PeriodState.OPEN)
    )
    return frozenset((code, month) for code, month in rows)


def fetch_waiting_months(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[WaitingMonth, ...]:
    """Return the months that wait for the director, the oldest first."""
    require(viewer, Right.SEE_COUNTS)
    table = activities.reporting_period
    is_submitted = table.c.state == PeriodState.SUBMITTED
    is_asked = table.c.wish.is_not(None)
    rows = connection.execute(
        select(table.c.month, func.count().filter(is_submitted), func.count().filter(is_asked))
        .where(table.c.programme_id == programme_id, is_submitted | is_asked)
        .group_by(table.c.month)
        .order_by(table.c.month)
    )
    return tuple(WaitingMonth(month, submitted, asked) for month, submitted, asked in rows)


def take_step(
    connection: Connection,
    programme_id: int,
    area_code: str,
    month: date,
    way: tuple[PeriodState, PeriodState],
    *,
    seen: int | None = None,
    comment: str | None = None,
    wish: str | None = None,
) -> bool:
    """Bring an area's month from one state to another, or the same; False where it is in a third.

    Waits for those who are writing activities in the area, and they for this.

    Args:
        connection: an open transaction.
        programme_id: the programme.
        area_code: the mellanområde.
        month: first day of the month.
        way: the state before, and after.
        seen: the latest step that the viewer saw; with another since it is False too.
        comment: why it is sent back, opened again, or not opened.
        wish: why it should be opened.

    Raises:
        sqlalchemy.exc.ProgrammingError: the viewer's role does not take that step.
        sqlalchemy.exc.IntegrityError: the month is not over, or a reason is missing.
    """
    table, (before, after) = activities.reporting_period, way
    key = {"programme_id": programme_id, "area_code": area_code, "month": month}
    if before is PeriodState.OPEN:
        begun = insert(table).values(**key, due_on=due_day(month))
        connection.execute(begun.on_conflict_do_nothing())
    statement = update(table).filter_by(**key, state=before)
    if seen is not None:
        latest = select(func.max(activities.reporting_step.c.id)).filter_by(**key)
        statement = statement.where(latest.scalar_subquery() == seen)
    done = connection.execute(statement.values(state=after, comment=comment, wish=wish))
    return done.rowcount == 1
