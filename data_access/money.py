"""Sources, budget, ledger and forecasts. Amounts are SEK, `Decimal`."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    Select,
    cast,
    exists,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from data_access.facts import rows_at, standing
from data_access.schema import money, programme
from domain.access import Right, Viewer, require
from domain.changes import SourceBalance
from domain.money import Forecast, FundingSource, PointMoney, PointOutcome, SourceYear
from domain.viewpoint import Viewpoint


def fetch_source_years(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    year: int,
    at: Viewpoint,
) -> tuple[SourceYear, ...]:
    """Return what a calendar year holds of each source whose period touches it, largest first.

    What is booked ahead of the viewpoint's day is left out until its day comes: it closes no month.
    """
    require(viewer, Right.SEE_MONEY)
    budgets = _fetch_budgets(connection, programme_id, year, at)
    outcomes = _fetch_outcomes(connection, programme_id, year, at)
    forecasts = _fetch_forecasts(connection, programme_id, year, at)
    booked = fetch_booked_through(connection, viewer, programme_id, at)
    return tuple(
        SourceYear(
            source=source,
            year=year,
            budget=budgets.get(source.code),
            outcome_by_month=tuple(outcomes[source.code]),
            forecast=forecasts.get(source.code),
            booked_through=booked,
        )
        for source in fetch_sources(connection, viewer, programme_id, at.known_at)
        if source.starts_on.year <= year <= source.ends_on.year
    )


def fetch_sources(
    connection: Connection, viewer: Viewer, programme_id: int, as_of: datetime | None = None
) -> tuple[FundingSource, ...]:
    """Return the funding sources, the largest first, as they stand or as of a moment."""
    require(viewer, Right.SEE_MONEY)
    table = rows_at(money.funding_source, programme_id, as_of)
    rows = connection.execute(
        select(
            table.c.code,
            table.c.name,
            table.c.funder,
            table.c.amount,
            table.c.starts_on,
            table.c.ends_on,
            table.c.purpose,
            table.c.conditions,
            table.c.report_by,
            table.c.repay_by,
        ).order_by(table.c.amount.desc(), table.c.code)
    ).mappings()
    return tuple(FundingSource(**row) for row in rows)


def fetch_booked_through(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    at: Viewpoint,
) -> date | None:
    """Return the last booking day that has come and that the ledger holds, or None without any."""
    require(viewer, Right.SEE_MONEY, Right.SEE_OWN_MONEY)
    # The database's own word: what a unit sees of the ledger may end earlier.
    latest: date | None = connection.scalar(
        select(func.booked_through(programme_id, at.day, at.known_at))
    )
    return latest


def fetch_point_money(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint
) -> Mapping[int, PointMoney]:
    """Return budget and outcome of the points that the viewer sees the money of, all years."""
    require(viewer, Right.SEE_MONEY, Right.SEE_OWN_MONEY)
    entry = money.ledger_entry
    given = _sum_by(money.budget_line.c.point_number, programme_id, at)
    booked = _sum_by(entry.c.point_number, programme_id, at, entry.c.booked_on <= at.day)
    budgets = {int(number): Decimal(total) for number, total in connection.execute(given)}
    outcomes = {int(number): Decimal(total) for number, total in connection.execute(booked)}
    return {
        number: PointMoney(budgets.get(number), outcomes.get(number, Decimal(0)))
        for number in sorted({*budgets, *outcomes})
    }


def fetch_budgeted_to(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint
) -> Mapping[int, int]:
    """Return the last year with a budget for each point that the viewer sees the money of."""
    require(viewer, Right.SEE_MONEY, Right.SEE_OWN_MONEY)
    table = money.budget_line
    rows = connection.execute(
        select(table.c.point_number, func.max(table.c.year))
        .where(
            table.c.programme_id == programme_id,
            table.c.point_number.is_not(None),
            standing(table, at.known_at),
        )
        .group_by(table.c.point_number)
    )
    return {int(number): int(year) for number, year in rows}


def fetch_point_outcome(
    connection: Connection, viewer: Viewer, programme_id: int, number: int, at: Viewpoint
) -> Decimal:
    """Return what has been booked on a point, all years.

    Raises:
        AccessDeniedError: another unit answers for the point today, whenever it is seen from, and
            the viewer sees its own only.
    """
    point = programme.point
    unit = connection.scalar(
        select(point.c.responsible_unit).where(
            point.c.programme_id == programme_id, point.c.number == number
        )
    )
    if not viewer.may_see_money_of(unit):
        require(viewer, Right.SEE_MONEY)
    table = money.ledger_entry
    total = connection.scalar(
        select(func.sum(table.c.amount)).where(
            table.c.programme_id == programme_id,
            table.c.point_number == number,
            table.c.booked_on <= at.day,
            standing(table, at.known_at),
        )
    )
    return total or Decimal(0)


def fetch_balances(
    connection: Connection, viewer: Viewer, programme_id: int, year: int, at: Viewpoint
) -> dict[str, SourceBalance]:
    """Return each source over all its years, by its code, with the forecast of a calendar year."""
    require(viewer, Right.SEE_MONEY)
    entry = money.ledger_entry
    budgets = _sum_by(money.budget_line.c.source_code, programme_id, at)
    booked = _sum_by(entry.c.source_code, programme_id, at, entry.c.booked_on <= at.day)
    told = {code: Decimal(total) for code, total in connection.execute(budgets)}
    spent = {code: Decimal(total) for code, total in connection.execute(booked)}
    forecasts = _fetch_forecasts(connection, programme_id, year, at)
    return {
        source.code: SourceBalance(
            source,
            told.get(source.code),
            spent.get(source.code, Decimal(0)),
            forecasts.get(source.code),
        )
        for source in fetch_sources(connection, viewer, programme_id, at.known_at)
    }


def fetch_unit_outcomes(
    connection: Connection, viewer: Viewer, programme_id: int, year: int, at: Viewpoint
) -> tuple[PointOutcome, ...]:
    """Return what a calendar year has booked on each point of the viewer's unit, by number.

    Points without a booking are there too, with 0: the ledger holds all that is booked. From a
    viewpoint they are those that the unit answered for then, under their titles of then, and still
    answers for: the database shows nothing of what is booked on others.
    """
    require(viewer, Right.SEE_OWN_MONEY)
    point, entry = rows_at(programme.point, programme_id, at.known_at), money.ledger_entry
    present = programme.point.alias("present")
    of_another = (
        (present.c.programme_id == programme_id)
        & (present.c.number == point.c.number)
        & present.c.responsible_unit.is_distinct_from(viewer.unit)
    )
    on_it = (
        (entry.c.programme_id == point.c.programme_id)
        & (entry.c.point_number == point.c.number)
        & entry.c.booked_on.between(date(year, 1, 1), min(date(year, 12, 31), at.day))
        & standing(entry, at.known_at)
    )
    rows = connection.execute(
        select(point.c.number, point.c.title, func.coalesce(func.sum(entry.c.amount), 0))
        .outerjoin(entry, on_it)
        .where(point.c.responsible_unit == viewer.unit, ~exists().where(of_another))
        .group_by(point.c.number, point.c.title)
        .order_by(point.c.number)
    )
    return tuple(PointOutcome(*row) for row in rows)


def _sum_by(
    key: Column[Any], programme_id: int, at: Viewpoint, *further: ColumnElement[bool]
) -> Select[Any]:
    """Return the query of a table's standing amounts, summed by one of its columns."""
    table = key.table
    return (
        select(key, func.sum(table.c.amount))
        .where(
            table.c.programme_id == programme_id,
            key.is_not(None),
            standing(table, at.known_at),
            *further,
        )
        .group_by(key)
    )


def _fetch_budgets(
    connection: Connection, programme_id: int, year: int, at: Viewpoint
) -> dict[str, Decimal]:
    table = money.budget_line
    rows = connection.execute(
        select(table.c.source_code, func.sum(table.c.amount))
        .where(
            table.c.programme_id == programme_id,
            table.c.year == year,
            standing(table, at.known_at),
        )
        .group_by(table.c.source_code)
    )
    return {source: amount for source, amount in rows}  # noqa: C416 - dict() loses the types


def _fetch_outcomes(
    connection: Connection, programme_id: int, year: int, at: Viewpoint
) -> dict[str, list[tuple[date, Decimal]]]:
    table = money.ledger_entry
    month = cast(func.date_trunc("month", table.c.booked_on), Date)
    rows = connection.execute(
        select(table.c.source_code, month, func.sum(table.c.amount))
        .where(
            table.c.programme_id == programme_id,
            table.c.booked_on.between(date(year, 1, 1), min(date(year, 12, 31), at.day)),
            standing(table, at.known_at),
        )
        .group_by(table.c.source_code, month)
        .order_by(month)
    )
    found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for source, first_day, amount in rows:
        found[source].append((first_day, amount))
    return found


def _fetch_forecasts(
    connection: Connection, programme_id: int, year: int, at: Viewpoint
) -> dict[str, Forecast]:
    table = money.forecast
    rows = connection.execute(
        select(table.c.source_code, table.c.made_on, table.c.year, table.c.amount, table.c.reason)
        .ext(distinct_on(table.c.source_code))
        .where(
            table.c.programme_id == programme_id,
            table.c.year == year,
            table.c.point_number.is_(None),
            table.c.made_on <= at.day,
            standing(table, at.known_at),
        )
        .order_by(table.c.source_code, table.c.made_on.desc(), table.c.recorded_at.desc())
    )
    return {source: Forecast(*judgement) for source, *judgement in rows}


def insert_source(connection: Connection, programme_id: int, source: FundingSource) -> None:
    """Insert a funding source."""
    connection.execute(
        insert(money.funding_source).values(programme_id=programme_id, **asdict(source))
    )
