"""Take a month from open to approved, and back with a reason."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import Engine

from data_access.engine import writing
from data_access.months import fetch_month_sums, take_step
from domain.access import Right, Viewer, require
from domain.activities import PeriodState
from domain.months import NOTHING, MonthSum, Move
from domain.outdated import OutdatedError

OPEN, SUBMITTED, APPROVED = PeriodState.OPEN, PeriodState.SUBMITTED, PeriodState.APPROVED


class MonthMovedError(OutdatedError):
    """Somebody has taken the month another way since the page was shown; nothing was written."""

    def __init__(self, month: date, area_code: str) -> None:
        super().__init__(f"registrera/{month:%Y-%m}")
        self.area_code = area_code


class MonthGrownError(OutdatedError):
    """Something was registered or withdrawn since the page was shown; nothing was written.

    `now` is what stands, where `seen` is what the writer was shown.
    """

    def __init__(self, month: date, area_code: str, seen: MonthSum, now: MonthSum) -> None:
        super().__init__(f"registrera/{month:%Y-%m}")
        self.area_code = area_code
        self.seen = seen
        self.now = now


def submit_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    month: date,
    seen: Mapping[str, MonthSum],
) -> None:
    """Vouch for what stands registered in a month, all of the areas or none.

    An area without activity is submitted as such: zero, and not silence.

    Args:
        engine: the application's pool.
        viewer: who submits.
        programme_id: the programme.
        month: first day of the month.
        seen: what the writer was shown, by mellanområde.

    Raises:
        AccessDeniedError: the viewer does not submit months.
        MonthMovedError: an area's month is not open any more; the audit notes the attempt.
        MonthGrownError: something else stands registered than was shown; noted likewise.
        sqlalchemy.exc.IntegrityError: the month is not over.
    """
    _close(engine, viewer, programme_id, month, seen, (OPEN, SUBMITTED, Right.REGISTER_ACTIVITIES))


def approve_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    month: date,
    seen: Mapping[str, MonthSum],
) -> None:
    """Approve a month as it was shown, all of the areas or none; it is then locked.

    Args:
        engine: the application's pool.
        viewer: who approves.
        programme_id: the programme.
        month: first day of the month.
        seen: what the approver was shown, by mellanområde.

    Raises:
        AccessDeniedError: the viewer does not approve.
        MonthMovedError: an area's month is not submitted any more; the audit notes the attempt.
        MonthGrownError: it was taken back and submitted with something else; noted likewise.
    """
    _close(engine, viewer, programme_id, month, seen, (SUBMITTED, APPROVED, Right.APPROVE))


def move_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    area_code: str,
    month: date,
    move: Move,
    why: str | None = None,
) -> None:
    """Do something with a month that was submitted.

    Args:
        engine: the application's pool.
        viewer: who does it.
        programme_id: the programme.
        area_code: the mellanområde.
        month: first day of the month.
        move: what is done.
        why: the reason; needed unless one's own submission is taken back or a wish declined.

    Raises:
        AccessDeniedError: it is not for the viewer to do.
        MonthMovedError: the month is not in that state any more; the audit notes the attempt.
        sqlalchemy.exc.IntegrityError: the reason is missing, or holds a person's number.
    """
    before, after, right = move.value
    with writing(engine, viewer) as connection:
        require(viewer, right)
        if not take_step(connection, programme_id, area_code, month, (before, after), why):
            raise MonthMovedError(month, area_code)


def _close(
    engine: Engine,
    viewer: Viewer,
    programme_id: int,
    month: date,
    seen: Mapping[str, MonthSum],
    way: tuple[PeriodState, PeriodState, Right],
) -> None:
    before, after, right = way
    with writing(engine, viewer) as connection:
        require(viewer, right)
        for code in sorted(seen):
            if not take_step(connection, programme_id, code, month, (before, after)):
                raise MonthMovedError(month, code)
        # Only now: who was writing in the area has been waited for.
        now = fetch_month_sums(connection, viewer, programme_id, month)
        for code in sorted(seen):
            if now.get(code, NOTHING) != seen[code]:
                raise MonthGrownError(month, code, seen[code], now.get(code, NOTHING))
