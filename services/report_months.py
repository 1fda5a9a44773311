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
    with writing(engine, viewer) as connection:
        require(viewer, Right.REGISTER_ACTIVITIES)
        for code in sorted(seen):
            if not take_step(connection, programme_id, code, month, (OPEN, SUBMITTED)):
                raise MonthMovedError(month, code)
        # Only now: who was writing in the area has been waited for.
        now = fetch_month_sums(connection, viewer, programme_id, month)
        for code in sorted(seen):
            if now.get(code, NOTHING) != seen[code]:
                raise MonthGrownError(month, code, seen[code], now.get(code, NOTHING))


def approve_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    month: date,
    seen: Mapping[str, int],
) -> None:
    """Approve a month as it was shown, all of the areas or none; it is then locked.

    Args:
        engine: the application's pool.
        viewer: who approves.
        programme_id: the programme.
        month: first day of the month.
        seen: the key of the submission that the approver was shown, by mellanområde.

    Raises:
        AccessDeniedError: the viewer does not approve.
        MonthMovedError: an area was taken back since; the audit notes the attempt.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.APPROVE)
        for code in sorted(seen):
            way = (SUBMITTED, APPROVED)
            if not take_step(connection, programme_id, code, month, way, seen=seen[code]):
                raise MonthMovedError(month, code)


def move_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    area_code: str,
    month: date,
    move: Move,
    seen: int,
    why: str = "",
) -> None:
    """Do something with a month that was submitted.

    Args:
        engine: the application's pool.
        viewer: who does it.
        programme_id: the programme.
        area_code: the mellanområde.
        month: first day of the month.
        move: what is done.
        seen: the key of the latest step that the viewer was shown.
        why: the reason; needed unless one's own submission is taken back.

    Raises:
        AccessDeniedError: it is not for the viewer to do.
        MonthMovedError: the month has taken another step since; the audit notes the attempt.
        sqlalchemy.exc.IntegrityError: the reason is missing, or holds a person's number.
    """
    before, after, right = move.value
    with writing(engine, viewer) as connection:
        require(viewer, right)
        wish = why if move is Move.ASK_TO_OPEN else None
        comment = None if move in (Move.TAKE_BACK, Move.ASK_TO_OPEN) else why
        place = (connection, programme_id, area_code, month)
        if not take_step(*place, (before, after), seen=seen, comment=comment, wish=wish):
            raise MonthMovedError(month, area_code)
