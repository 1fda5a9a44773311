"""What has been made public of the team's work, and what a further publication is made of."""

from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Row,
    Select,
    cast,
    exists,
    func,
    insert,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import distinct_on

from data_access.areas import fetch_areas
from data_access.programme import fetch_target_groups
from data_access.registered_counts import fetch_registered_counts, fetch_registered_then
from data_access.schema import activities, publications
from domain.access import Right, Viewer, require
from domain.activities import Mark, Measure, PeriodState
from domain.calendar import STOCKHOLM
from domain.grounds import EarlierPublication, Ground
from domain.naming import person_of
from domain.publications import Cell, Division, Proposal, Publication, PublishedCount, Span


def fetch_publications(
    connection: Connection, viewer: Viewer, programme_id: int, as_of: datetime | None = None
) -> tuple[Publication, ...]:
    """Return what has been made public, now or by a moment, the oldest publication first."""
    require(viewer, Right.SEE_PUBLISHED)
    table = publications.publication
    made_by_then = true() if as_of is None else table.c.published_at <= as_of
    rows = connection.execute(
        select(
            table.c.id,
            table.c.month,
            table.c.version,
            table.c.threshold,
            table.c.method,
            table.c.area_codes,
            table.c.comment,
            table.c.published_at,
            table.c.published_by,
        )
        .where(table.c.programme_id == programme_id, made_by_then)
        .order_by(table.c.id)
    )
    return tuple(
        Publication(
            row.id,
            row.month,
            row.version,
            row.threshold,
            row.method,
            tuple(row.area_codes),
            row.comment,
            row.published_at.astimezone(STOCKHOLM),
            person_of(row.published_by),
        )
        for row in rows
    )


def fetch_published_counts(
    connection: Connection,
    viewer: Viewer,
    programme_id: int,
    first: date,
    last: date,
    as_of: datetime | None = None,
) -> tuple[PublishedCount, ...]:
    """Return the counts of the spans that lie within some months, as they were last made public.

    With `as_of` those that were public at that moment: a version, never a recomputation. A span
    that is older than one of its months is no longer told: it would contradict the month.
    """
    require(viewer, Right.SEE_PUBLISHED)
    table, publication = publications.published_count, publications.publication
    cell = (
        table.c.first_month,
        table.c.months,
        table.c.measure,
        table.c.area_code,
        table.c.target_group,
    )
    statement = (
        _counts()
        .join(
            publication,
            (publication.c.programme_id == table.c.programme_id)
            & (publication.c.id == table.c.publication_id),
        )
        .where(
            table.c.programme_id == programme_id,
            table.c.first_month >= first,
            _last_month() <= last,
            ~_is_outdated(as_of),
            true() if as_of is None else publication.c.published_at <= as_of,
        )
        .order_by(*cell, publication.c.id.desc())
        .ext(distinct_on(*cell))
    )
    return tuple(_count_of(row) for row in connection.execute(statement))


def fetch_earlier(
    connection: Connection, viewer: Viewer, programme_id: int, year: int
) -> tuple[EarlierPublication, ...]:
    """Return all that was made public of a calendar year, oldest first, and on what ground."""
    require(viewer, Right.PUBLISH)
    table = publications.published_count
    made = [
        each
        for each in fetch_publications(connection, viewer, programme_id)
        if each.month.year == year
    ]
    told: dict[int, list[PublishedCount]] = {each.id: [] for each in made}
    rows = connection.execute(
        # In one order always: who publishes compares what it is now with what was shown.
        _counts()
        .where(table.c.programme_id == programme_id, table.c.publication_id.in_(list(told)))
        .order_by(table.c.id)
    )
    for row in rows:
        told[row.publication_id].append(_count_of(row))
    then = fetch_registered_then(connection, viewer, programme_id, year, [each.at for each in made])
    return tuple(EarlierPublication(each, tuple(told[each.id]), then[each.at]) for each in made)


def fetch_approved(
    connection: Connection, viewer: Viewer, programme_id: int, year: int
) -> frozenset[tuple[str, date]]:
    """Return the mellanområde and first day of each month of a year that has been approved."""
    require(viewer, Right.PUBLISH)
    table = activities.reporting_period
    rows = connection.execute(
        select(table.c.area_code, table.c.month).where(
            table.c.programme_id == programme_id,
            table.c.month.between(date(year, 1, 1), date(year, 12, 31)),
            table.c.state == PeriodState.APPROVED,
        )
    )
    return frozenset((code, month) for code, month in rows)


def fetch_ground(connection: Connection, viewer: Viewer, programme_id: int, month: date) -> Ground:
    """Return what the publication of a month rests on, and nothing of what it does not."""
    return Ground(
        Division.of(
            fetch_areas(connection, viewer, programme_id),
            fetch_target_groups(connection, viewer, programme_id),
        ),
        fetch_registered_counts(connection, viewer, programme_id, month.year),
        fetch_approved(connection, viewer, programme_id, month.year),
        fetch_earlier(connection, viewer, programme_id, month.year),
    ).concerning(month)


def hold_publications(connection: Connection, programme_id: int) -> None:
    """Wait for whoever publishes or opens a month; they wait until the transaction ends.

    Raises:
        sqlalchemy.exc.ProgrammingError: the viewer does not publish.
    """
    connection.execute(select(func.hold_publications(programme_id)))


def write_publication(
    connection: Connection, programme_id: int, proposal: Proposal, comment: str | None
) -> int:
    """Write a publication with its counts; returns its key.

    Raises:
        sqlalchemy.exc.ProgrammingError: the viewer does not publish.
        sqlalchemy.exc.IntegrityError: a month is not approved, or a count is not as registered or
            is small.
    """
    key = connection.scalar(
        insert(publications.publication)
        .values(
            programme_id=programme_id,
            month=proposal.month,
            version=proposal.version,
            threshold=proposal.threshold,
            method=proposal.method,
            area_codes=list(proposal.area_codes),
            comment=comment,
        )
        .returning(publications.publication.c.id)
    )
    whose = {"programme_id": programme_id, "publication_id": key}
    connection.execute(
        insert(publications.published_count), [whose | _row_of(each) for each in proposal.counts]
    )
    return int(key or 0)


def _row_of(count: PublishedCount) -> dict[str, object]:
    return {
        "area_code": count.cell.area_code,
        "target_group": count.cell.target_group,
        "first_month": count.cell.span.first,
        "months": count.cell.span.months,
        "measure": count.cell.measure,
        "value": count.value,
        "low": count.low,
        "high": count.high,
        "mark": count.mark,
    }


def _counts() -> Select[tuple[object, ...]]:
    table = publications.published_count
    return select(
        table.c.publication_id,
        table.c.area_code,
        table.c.target_group,
        table.c.first_month,
        table.c.months,
        table.c.measure,
        table.c.value,
        table.c.low,
        table.c.high,
        table.c.mark,
    )


def _last_month() -> ColumnElement[date]:
    """Return the last month that a published count is of."""
    table = publications.published_count
    return cast(table.c.first_month + func.make_interval(0, table.c.months - 1), Date)


def _is_outdated(as_of: datetime | None) -> ColumnElement[bool]:
    """Return the condition that a month of a published count has been published again since."""
    table, later = publications.published_count, publications.publication.alias()
    return exists().where(
        later.c.programme_id == table.c.programme_id,
        later.c.id > publications.publication.c.id,
        later.c.month.between(table.c.first_month, _last_month()),
        true() if as_of is None else later.c.published_at <= as_of,
    )


def _count_of(row: "Row[tuple[object, ...]]") -> PublishedCount:
    span = Span(row.first_month, row.months)
    cell = Cell(row.area_code, row.target_group, span, Measure(row.measure))
    return PublishedCount(cell, row.value, row.low, row.high, Mark(row.mark))
