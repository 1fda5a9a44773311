"""Say how it goes with a point, tick its milestones, and send a report back."""

from datetime import date

from sqlalchemy import Connection, Engine

from data_access.drafts import drop_draft
from data_access.engine import writing
from data_access.facts import withdraw
from data_access.reports import (
    fetch_latest_report,
    insert_report,
    insert_review,
    lock_point,
    tick_milestone,
)
from data_access.schema import programme
from domain.access import Right, Viewer, require
from domain.outdated import OutdatedError
from domain.points import StatusReport
from domain.updates import FaultyError, Tick, Update, faults_of
from texts import _


class UnknownPointError(LookupError):
    """The programme has no point with that number."""


class OutdatedReportError(OutdatedError):
    """Somebody has reported the point since the form was opened; nothing was written.

    `theirs` is the other's report; None: the others' was withdrawn, and none stands.
    """

    def __init__(self, number: int, theirs: StatusReport | None) -> None:
        super().__init__(draft_of_point(number))
        self.theirs = theirs


class OutdatedMilestoneError(OutdatedError):
    """Somebody has changed a milestone since the form was opened; nothing was written."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(draft_of_point(number))
        self.title = title


def draft_of_point(number: int) -> str:
    """Return the subject of a draft of a point's report."""
    return f"punkt/{number}"


def report_point(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    number: int,
    update: Update,
    based_on: int | None,
    today: date,
) -> None:  # Most of its lines are its signature and its contract.
    """Write a report and its milestones, whole or not at all, and forget the draft of it.

    A second report on the same day takes the place of the first, which is withdrawn.

    Args:
        engine: the application's pool.
        viewer: who reports.
        programme_id: the programme.
        number: the point.
        update: what is said.
        based_on: the key of the report that the writer saw; None: there was none.
        today: the day that the report describes.

    Raises:
        AccessDeniedError: the viewer does not report points.
        UnknownPointError: there is no such point.
        FaultyError: what is said breaks a rule of `domain.updates`.
        OutdatedReportError: another report has come since; the audit notes the attempt.
        OutdatedMilestoneError: a milestone is not as the writer saw it; noted likewise.
        sqlalchemy.exc.IntegrityError: a rule of the database's own is broken.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.UPDATE_POINTS)
        _require_sound(connection, programme_id, number, update, today)
        latest = fetch_latest_report(connection, viewer, programme_id, number)
        if (latest.id if latest else None) != based_on:
            raise OutdatedReportError(number, latest)
        if latest and latest.as_of_date == today:
            why = _("Ersatt av en ny rapport samma dag")
            withdraw(connection, programme.status_report, programme_id, latest.id, why)
        insert_report(connection, programme_id, number, update, today)
        _tick(connection, programme_id, number, update.ticks)
        drop_draft(connection, draft_of_point(number))


def _require_sound(
    connection: Connection, programme_id: int, number: int, update: Update, today: date
) -> None:
    """Hold the point, and refuse what breaks a rule of what can be said of it."""
    point = lock_point(connection, programme_id, number)
    if point is None:
        raise UnknownPointError(number)
    faults = faults_of(update, point, today)
    if faults:
        raise FaultyError(faults)


def _tick(connection: Connection, programme_id: int, number: int, ticks: tuple[Tick, ...]) -> None:
    for tick in ticks:
        if tick.is_changed and not tick_milestone(connection, programme_id, number, tick):
            raise OutdatedMilestoneError(number, tick.title)


def send_back(
    engine: Engine, *, viewer: Viewer, programme_id: int, report_id: int, comment: str
) -> None:
    """Ask for a new report of a point, with what is missed in the latest.

    Raises:
        AccessDeniedError: the viewer does not approve.
        sqlalchemy.exc.IntegrityError: it was sent back already, is not the point's latest, or the
            comment breaks a rule.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.APPROVE)
        insert_review(connection, programme_id, report_id, comment)
