"""Writing what is reported of a point, and what the director asks of a report."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection, insert, select, update

from data_access.facts import standing
from data_access.programme import point_of, report_of
from data_access.schema import programme
from domain.access import Right, Viewer, require
from domain.calendar import STOCKHOLM
from domain.naming import person_of
from domain.points import Point, Review, StatusReport
from domain.updates import Tick, Update


def lock_point(connection: Connection, programme_id: int, number: int) -> Point | None:
    """Return a point, having waited for others who report it, and let them wait; None: no such."""
    table = programme.point
    found = connection.execute(
        select(table)
        .where(table.c.programme_id == programme_id, table.c.number == number)
        .with_for_update(key_share=True)
    )
    row = found.mappings().first()
    return point_of(row) if row else None


def fetch_latest_report(
    connection: Connection, viewer: Viewer, programme_id: int, number: int
) -> StatusReport | None:
    """Return a point's latest standing report, or None."""
    require(viewer, Right.SEE_POINTS)
    table = programme.status_report
    row = (
        connection.execute(
            select(table)
            .where(
                table.c.programme_id == programme_id,
                table.c.point_number == number,
                standing(table),
            )
            .order_by(table.c.as_of_date.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    return report_of(row) if row else None


def insert_report(
    connection: Connection, programme_id: int, number: int, told: Update, as_of_date: date
) -> None:
    """Insert a report of a point as of a day, on which no other may stand."""
    connection.execute(
        insert(programme.status_report).values(
            programme_id=programme_id,
            point_number=number,
            status=told.status,
            progress_percent=told.progress_percent,
            comment=told.comment,
            risk=told.risk,
            forecast_date=told.forecast_date,
            as_of_date=as_of_date,
        )
    )


def tick_milestone(connection: Connection, programme_id: int, number: int, tick: Tick) -> bool:
    """Note when a milestone was done; False where it is not any more as the writer saw it."""
    table = programme.milestone
    done = connection.execute(
        update(table)
        .where(
            table.c.programme_id == programme_id,
            table.c.point_number == number,
            table.c.title == tick.title,
            table.c.done_on.is_not_distinct_from(tick.was),
        )
        .values(done_on=tick.done_on)
    )
    return done.rowcount == 1


def insert_review(connection: Connection, programme_id: int, report_id: int, comment: str) -> None:
    """Send a report back, once."""
    connection.execute(
        insert(programme.report_review).values(
            programme_id=programme_id, report_id=report_id, comment=comment
        )
    )


def fetch_reviews(
    connection: Connection, viewer: Viewer, programme_id: int
) -> Mapping[int, Review]:
    """Return what is asked for, by a point's number, where the latest report was sent back."""
    require(viewer, Right.UPDATE_POINTS, Right.APPROVE)
    reviews, reports = programme.report_review, programme.status_report
    later = reports.alias()
    rows = connection.execute(
        select(
            reports.c.point_number,
            reviews.c.report_id,
            reviews.c.comment,
            reviews.c.recorded_by,
            reviews.c.recorded_at,
        )
        .join(
            reports,
            (reports.c.programme_id == reviews.c.programme_id)
            & (reports.c.id == reviews.c.report_id),
        )
        .where(
            reviews.c.programme_id == programme_id,
            standing(reviews),
            standing(reports),
            ~select(later.c.id)
            .where(
                later.c.programme_id == reports.c.programme_id,
                later.c.point_number == reports.c.point_number,
                later.c.as_of_date > reports.c.as_of_date,
                standing(later),
            )
            .exists(),
        )
    )
    return {
        number: Review(report_id, comment, person_of(by), at.astimezone(STOCKHOLM).date())
        for number, report_id, comment, by, at in rows
    }
