"""The programme's state from a viewpoint: what two of are compared by."""

from datetime import date

from sqlalchemy import Connection

from data_access.money import fetch_balances
from data_access.programme import fetch_standings
from data_access.publications import fetch_published_counts
from domain.access import Right, Viewer
from domain.activities import Count
from domain.calendar import first_of_month
from domain.changes import Place, State
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
    # Who is for the published counts alone is told of no points: there are none, and none change.
    sees_points = viewer.may(Right.SEE_POINTS)
    standings = fetch_standings(connection, viewer, programme_id, at) if sees_points else ()
    return State(
        at,
        {each.point.number: each for each in standings},
        fetch_balances(connection, viewer, programme_id, year, at)
        if viewer.may(Right.SEE_MONEY)
        else None,
        _fetch_counts(connection, viewer, programme_id, at)
        if viewer.may(Right.SEE_PUBLISHED)
        else None,
    )


def _fetch_counts(
    connection: Connection, viewer: Viewer, programme_id: int, at: Viewpoint
) -> dict[Place, Count]:
    """Return the published counts of single months: what the board is told, whoever asks."""
    months = (date.min, first_of_month(at.day))
    return {
        Place(
            each.cell.span.first,
            each.cell.area_code or "",
            each.cell.target_group or "",
            each.cell.measure,
        ): each.count
        for each in fetch_published_counts(connection, viewer, programme_id, *months, at.known_at)
        if each.cell.span.months == 1
    }
