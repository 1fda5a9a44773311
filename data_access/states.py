"""The programme's state from a viewpoint: what two of are compared by."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from data_access.activities import fetch_activity_sums, fetch_reporting_periods
from data_access.facts import standing
from data_access.money import fetch_balances
from data_access.programme import fetch_indicators, fetch_standings
from data_access.publications import fetch_published_counts
from data_access.schema import activities
from domain.access import Right, Viewer, require
from domain.activities import ActivityFilter, ActivitySum, Count
from domain.calendar import first_of_month, shift_month
from domain.changes import Place, State
from domain.published_counts import counts_of_months
from domain.revisions import KnownState
from domain.viewpoint import Viewpoint


def fetch_state(
    connection: Connection, viewer: Viewer, programme_id: int, year: int, at: Viewpoint
) -> State:
    """Return the programme's state from a viewpoint, as far as it is for the viewer.

    Args:
        connection: of a transaction that bears the viewer.
        viewer: who asks.
        programme_id: the programme.
        year: the calendar year whose forecasts are compared.
        at: the viewpoint.
    """
    state = _fetch_without_counts(connection, viewer, programme_id, year, at)
    if not viewer.may(Right.SEE_PUBLISHED):
        return state
    return replace(state, counts=_fetch_counts(connection, viewer, programme_id, at))


def fetch_known_state(
    connection: Connection, viewer: Viewer, programme_id: int, starts_on: date, at: Viewpoint
) -> KnownState:
    """Return what the pages tell from a viewpoint: exact counts to those who see them.

    A month that is not over by the day is counted up to the day, and no report of it is due yet.

    Args:
        connection: of a transaction that bears the viewer.
        viewer: who asks.
        programme_id: the programme.
        starts_on: the programme's first day.
        at: the viewpoint.
    """
    # Who sees the exact counts is told of no published ones.
    fetch = _fetch_without_counts if viewer.may(Right.SEE_COUNTS) else fetch_state
    state = fetch(connection, viewer, programme_id, at.day.year, at)
    sees_points = viewer.may(Right.SEE_POINTS)
    indicators = fetch_indicators(connection, viewer, programme_id, at) if sees_points else {}
    if not viewer.may(Right.SEE_COUNTS):
        return KnownState(state, indicators)
    whole = (first_of_month(starts_on), shift_month(first_of_month(at.day), -1))
    chosen = ActivityFilter(*whole)
    return KnownState(
        state,
        indicators,
        (
            *fetch_activity_sums(connection, viewer, programme_id, chosen, at),
            *_fetch_month_so_far(connection, viewer, programme_id, at),
        ),
        frozenset(
            (each.area_code, each.month)
            for each in fetch_reporting_periods(connection, viewer, programme_id, *whole, at)
            if each.is_reported
        ),
        _fetch_withdrawn_why(connection, viewer, programme_id, at),
    )


def _fetch_without_counts(
    connection: Connection, viewer: Viewer, programme_id: int, year: int, at: Viewpoint
) -> State:
    # Who is for the published counts alone is told of no points: there are none, and none change.
    sees_points = viewer.may(Right.SEE_POINTS)
    standings = fetch_standings(connection, viewer, programme_id, at) if sees_points else ()
    return State(
        at,
        {each.point.number: each for each in standings},
        fetch_balances(connection, viewer, programme_id, year, at)
        if viewer.may(Right.SEE_MONEY)
        else None,
    )


def _fetch_month_so_far(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint
) -> tuple[ActivitySum, ...]:
    """Return the cells of the month of a viewpoint's day, up to and with the day, from the log."""
    require(viewer, Right.SEE_COUNTS)
    log = activities.activity
    cell = (log.c.area_code, log.c.target_group, log.c.kind)
    rows = connection.execute(
        select(
            *cell,
            func.sum(log.c.occasions),
            func.coalesce(func.sum(log.c.participants), 0),
            func.count(),
            func.count().filter(log.c.participants.is_(None)),
        )
        .where(
            log.c.programme_id == programme_id,
            log.c.occurred_on.between(first_of_month(at.day), at.day),
            standing(log, at.known_at),
        )
        .group_by(*cell)
    )
    month = first_of_month(at.day)
    return tuple(
        ActivitySum(month, area, group, kind, *(int(count) for count in counts))
        for area, group, kind, *counts in rows
    )


def _fetch_withdrawn_why(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint
) -> dict[date, tuple[str, ...]]:
    """Return why activities that were known were withdrawn later, by month, the latest first."""
    require(viewer, Right.SEE_COUNTS)
    if at.known_at is None:
        return {}
    log = activities.activity
    rows = connection.execute(
        select(log.c.occurred_on, log.c.withdrawn_why)
        .where(
            log.c.programme_id == programme_id,
            log.c.occurred_on <= at.day,
            log.c.recorded_at <= at.known_at,
            log.c.withdrawn_at > at.known_at,
        )
        .order_by(log.c.withdrawn_at.desc(), log.c.id.desc())
    )
    found: dict[date, dict[str, None]] = defaultdict(dict)
    for occurred_on, why in rows:
        if why:
            found[first_of_month(occurred_on)][why] = None
    return {month: tuple(whys) for month, whys in found.items()}


def _fetch_counts(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint
) -> dict[Place, Count]:
    """Return the published counts of single months: what the board is told, whoever asks."""
    months = (date.min, first_of_month(at.day))
    told = fetch_published_counts(connection, viewer, programme_id, *months, at.known_at)
    return {
        Place(cell.span.first, cell.area_code or "", cell.target_group or "", cell.measure): count
        for cell, count in counts_of_months(told).items()
    }
