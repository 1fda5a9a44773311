"""What stands registered of a calendar year, by place: what publications are made of."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    TIMESTAMP,
    Connection,
    Date,
    Label,
    Row,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    select,
)

from data_access.facts import standing
from data_access.schema import activities, areas
from domain.access import Right, Viewer, require
from domain.areas import AreaLevel
from domain.grounds import MonthlyCount


def fetch_registered_counts(
    connection: Connection, viewer: Viewer, programme_id: int, year: int
) -> tuple[MonthlyCount, ...]:
    """Return what stands registered of a calendar year now.

    From the log, which alone tells single entries apart: publishing is rare, and reads one year.
    """
    require(viewer, Right.PUBLISH)
    statement = _of_year(programme_id, year).where(standing(activities.activity))
    return _counted(connection.execute(statement))


def fetch_registered_then(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    year: int,
    moments: Sequence[datetime],
) -> dict[datetime, tuple[MonthlyCount, ...]]:
    """Return what stood registered of a calendar year at each of some moments."""
    require(viewer, Right.PUBLISH)
    asked = bindparam("moments", list(moments), ARRAY(TIMESTAMP(timezone=True)))
    moment = func.unnest(asked).column_valued("moment")
    statement = (
        _of_year(programme_id, year)
        .add_columns(moment)
        .where(standing(activities.activity, moment))
        .group_by(moment)
    )
    then: dict[datetime, list[Row[tuple[object, ...]]]] = {each: [] for each in moments}
    for row in connection.execute(statement):
        then[row.moment].append(row)
    return {each: _counted(rows) for each, rows in then.items()}


def _of_year(programme_id: int, year: int) -> Select[tuple[object, ...]]:
    """Return a query of the sums of entries by month, reporting area and target group.

    Which entries stand is for the caller to say.
    """
    log, area, kind = activities.activity, areas.area, activities.activity_kind
    month = cast(func.date_trunc("month", log.c.occurred_on), Date).label("of_month")
    code = case((area.c.level == AreaLevel.PRIMAROMRADE, area.c.parent_code), else_=area.c.code)
    place = (month, code.label("reporting_area"), log.c.target_group)
    return (
        select(*place, *_sums())
        .join(area, (area.c.programme_id == log.c.programme_id) & (area.c.code == log.c.area_code))
        .join(kind, (kind.c.programme_id == log.c.programme_id) & (kind.c.code == log.c.kind))
        .where(
            log.c.programme_id == programme_id,
            log.c.occurred_on.between(date(year, 1, 1), date(year, 12, 31)),
        )
        .group_by(*place)
        .order_by(*place)
    )


def _sums() -> tuple[Label[Any], ...]:
    """Return the sums that a `MonthlyCount` holds, by their names."""
    log = activities.activity
    occasions, participants = log.c.occasions, log.c.participants
    is_individual = activities.activity_kind.c.concerns_individuals
    is_unpaired = and_(is_individual, participants.is_distinct_from(occasions))
    is_common_counted = func.bool_or(participants.is_not(None)).filter(~is_individual)
    sums = (
        func.coalesce(func.sum(occasions).filter(is_individual), 0).label("individual"),
        func.coalesce(func.sum(occasions).filter(~is_individual), 0).label("common"),
        func.coalesce(func.sum(participants), 0).label("participants"),
        func.count().label("entries"),
        func.count().filter(participants.is_(None)).label("uncounted"),
        func.coalesce(func.sum(occasions).filter(is_unpaired), 0).label("unpaired"),
        func.coalesce(func.sum(participants).filter(is_unpaired), 0).label("unpaired_participants"),
    )
    return (*sums, func.coalesce(is_common_counted, True).label("is_common_counted"))


def _counted(rows: Iterable[Row[tuple[object, ...]]]) -> tuple[MonthlyCount, ...]:
    return tuple(
        MonthlyCount(
            row.of_month,
            row.reporting_area,
            row.target_group,
            individual=int(row.individual),
            common=int(row.common),
            participants=int(row.participants),
            entries=row.entries,
            uncounted=row.uncounted,
            unpaired=int(row.unpaired),
            unpaired_participants=int(row.unpaired_participants),
            is_common_counted=row.is_common_counted,
        )
        for row in rows
    )
