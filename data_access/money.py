"""Sources, budget, ledger and forecasts. Amounts are SEK, `Decimal`."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Date, cast, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from data_access.facts import standing
from data_access.schema import money, programme
from domain.access import Right, Viewer, require
from domain.money import Forecast, FundingSource, PointMoney, PointOutcome, SourceYear


def fetch_source_years(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    year: int,
    today: date,
    as_of: datetime | None = None,
) -> tuple[SourceYear, ...]:
    """Return what a calendar year holds of each source whose period touches it, largest first.

    What is booked ahead of `today` is left out until its day comes: it closes no month.
    """
    require(viewer, Right.SEE_MONEY)
    budgets = _fetch_budgets(connection, programme_id, year, as_of)
    outcomes = _fetch_outcomes(connection, programme_id, year, today, as_of)
    forecasts = _fetch_forecasts(connection, programme_id, year, as_of)
    booked = fetch_booked_through(connection, viewer, programme_id, today, as_of)
    return tuple(
        SourceYear(
            source=source,
            year=year,
            budget=budgets.get(source.code),
            outcome_by_month=tuple(outcomes[source.code]),
            forecast=forecasts.get(source.code),
            booked_through=booked,
        )
        for source in fetch_sources(connection, viewer, programme_id)
        if source.starts_on.year <= year <= source.ends_on.year
    )


def fetch_sources(
    connection: Connection, viewer: Viewer, programme_id: int
) -> tuple[FundingSource, ...]:
    """Return the funding sources, the largest first."""
    require(viewer, Right.SEE_MONEY)
    table = money.funding_source
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
        )
        .where(table.c.programme_id == programme_id)
        .order_by(table.c.amount.desc(), table.c.code)
    ).mappings()
    return tuple(FundingSource(**row) for row in rows)


def fetch_booked_through(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    today: date,
    as_of: datetime | None = None,
) -> date | None:
    """Return the last booking day that has come and that the ledger holds, or None without any."""
    require(viewer, Right.SEE_MONEY, Right.SEE_OWN_MONEY)
    # The database's own word: what a unit sees of the ledger may end earlier.
    latest: date | None = connection.scalar(select(func.booked_through(programme_id, today, as_of)))
    return latest


def fetch_point_money(
    connection: Connection, viewer: Viewer, programme_id: int
) -> Mapping[int, PointMoney]:
    """Return budget and outcome of the points that the viewer sees the money of, all years."""
    require(viewer, Right.SEE_MONEY, Right.SEE_OWN_MONEY)
    sums = {}
    for table in (money.budget_line, money.ledger_entry):
        rows = connection.execute(
            select(table.c.point_number, func.sum(table.c.amount))
            .where(
                table.c.programme_id == programme_id,
                table.c.point_number.is_not(None),
                standing(table),
            )
            .group_by(table.c.point_number)
        )
        sums[table] = {int(number): Decimal(total) for number, total in rows}
    budgets, outcomes = sums[money.budget_line], sums[money.ledger_entry]
    return {
        number: PointMoney(budgets.get(number), outcomes.get(number, Decimal(0)))
        for number in sorted({*budgets, *outcomes})
    }


def fetch_budgeted_to(
    connection: Connection, viewer: Viewer, programme_id: int
) -> Mapping[int, int]:
    """Return the last year with a budget for each point that the viewer sees the money of."""
    require(viewer, Right.SEE_MONEY, Right.SEE_OWN_MONEY)
    table = money.budget_line
    rows = connection.execute(
        select(table.c.point_number, func.max(table.c.year))
        .where(
            table.c.programme_id == programme_id,
            table.c.point_number.is_not(None),
            standing(table),
        )
        .group_by(table.c.point_number)
    )
    return {int(number): int(year) for number, year in rows}


def fetch_point_outcome(
    connection: Connection, viewer: Viewer, programme_id: int, number: int
) -> Decimal:
    """Return what has been booked on a point, all years.

    Raises:
        AccessDeniedError: another unit answers for the point, and the viewer sees its own only.
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
            standing(table),
        )
    )
    return total or Decimal(0)


def fetch_unit_outcomes(
    connection: Connection, viewer: Viewer, programme_id: int, year: int, today: date
) -> tuple[PointOutcome, ...]:
    """Return what a calendar year has booked on each point of the viewer's unit, by number.

    Points without a booking are there too, with 0: the ledger holds all that is booked.
    """
    require(viewer, Right.SEE_OWN_MONEY)
    point, entry = programme.point, money.ledger_entry
    on_it = (
        (entry.c.programme_id == point.c.programme_id)
        & (entry.c.point_number == point.c.number)
        & entry.c.booked_on.between(date(year, 1, 1), min(date(year, 12, 31), today))
        & standing(entry)
    )
    rows = connection.execute(
        select(point.c.number, point.c.title, func.coalesce(func.sum(entry.c.amount), 0))
        .outerjoin(entry, on_it)
        .where(point.c.programme_id == programme_id, point.c.responsible_unit == viewer.unit)
        .group_by(point.c.number, point.c.title)
        .order_by(point.c.number)
    )
    return tuple(PointOutcome(*row) for row in rows)


def _fetch_budgets(
    connection: Connection, programme_id: int, year: int, as_of: datetime | None
) -> dict[str, Decimal]:
    table = money.budget_line
    rows = connection.execute(
        select(table.c.source_code, func.sum(table.c.amount))
        .where(table.c.programme_id == programme_id, table.c.year == year, standing(table, as_of))
        .group_by(table.c.source_code)
    )
    return {source: amount for source, amount in rows}  # noqa: C416 - dict() loses the types


def _fetch_outcomes(
    connection: Connection, programme_id: int, year: int, today: date, as_of: datetime | None
) -> dict[str, list[tuple[date, Decimal]]]:
    table = money.ledger_entry
    month = cast(func.date_trunc("month", table.c.booked_on), Date)
    rows = connection.execute(
        select(table.c.source_code, month, func.sum(table.c.amount))
        .where(
            table.c.programme_id == programme_id,
            table.c.booked_on.between(date(year, 1, 1), min(date(year, 12, 31), today)),
            standing(table, as_of),
        )
        .group_by(table.c.source_code, month)
        .order_by(month)
    )
    found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for source, first_day, amount in rows:
        found[source].append((first_day, amount))
    return found


def _fetch_forecasts(
    connection: Connection, programme_id: int, year: int, as_of: datetime | None
) -> dict[str, Forecast]:
    table = money.forecast
    rows = connection.execute(
        select(table.c.source_code, table.c.made_on, table.c.year, table.c.amount, table.c.reason)
        .ext(distinct_on(table.c.source_code))
        .where(
            table.c.programme_id == programme_id,
            table.c.year == year,
            table.c.point_number.is_(None),
            standing(table, as_of),
        )
        .order_by(table.c.source_code, table.c.made_on.desc(), table.c.recorded_at.desc())
    )
    return {source: Forecast(*judgement) for source, *judgement in rows}


def insert_source(connection: Connection, programme_id: int, source: FundingSource) -> None:
    """Insert a funding source."""
    connection.execute(
        insert(money.funding_source).values(programme_id=programme_id, **asdict(source))
    )
