"""Take a month from open to approved, and back with a reason."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Engine

from data_access.engine import writing
from data_access.months import fetch_month_sums, take_step
from domain.access import Right, Viewer, require
from domain.activities import PeriodState
from domain.months import NOTHING, MonthSum
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


def take_back_month(
    engine: Engine, *, viewer: Viewer, programme_id: int, area_code: str, month: date
) -> None:
    """Open a month again that one has submitted and that nobody has approved yet.

    Raises:
        AccessDeniedError: the viewer does not submit months.
        MonthMovedError: it is not submitted any more.
    """
    _step(engine, viewer, programme_id, (area_code,), month, (SUBMITTED, OPEN), None)


def approve_month(
    engine: Engine, *, viewer: Viewer, programme_id: int, area_codes: Collection[str], month: date
) -> None:
    """Approve a month in some areas, all of them or none; it is then locked.

    Raises:
        AccessDeniedError: the viewer does not approve.
        MonthMovedError: an area's month is not submitted any more.
    """
    _step(engine, viewer, programme_id, area_codes, month, (SUBMITTED, APPROVED), None)


def send_back_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    area_code: str,
    month: date,
    comment: str,
) -> None:
    """Send a submitted month back with what is missed in it.

    Raises:
        AccessDeniedError: the viewer does not approve.
        MonthMovedError: it is not submitted any more.
        sqlalchemy.exc.IntegrityError: the comment is empty, or holds a person's number.
    """
    _step(engine, viewer, programme_id, (area_code,), month, (SUBMITTED, OPEN), comment)


def reopen_month(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    area_code: str,
    month: date,
    comment: str,
) -> None:
    """Open an approved month for a late correction.

    Raises:
        AccessDeniedError: the viewer does not approve.
        MonthMovedError: it is not approved any more.
        sqlalchemy.exc.IntegrityError: the comment is empty, or holds a person's number.
    """
    _step(engine, viewer, programme_id, (area_code,), month, (APPROVED, OPEN), comment)


def _step(
    engine: Engine,
    viewer: Viewer,
    programme_id: int,
    area_codes: Collection[str],
    month: date,
    way: tuple[PeriodState, PeriodState],
    comment: str | None,
) -> None:
    is_own = way == (SUBMITTED, OPEN) and comment is None
    with writing(engine, viewer) as connection:
        require(viewer, Right.REGISTER_ACTIVITIES if is_own else Right.APPROVE)
        for code in sorted(area_codes):
            if not take_step(connection, programme_id, code, month, way, comment):
                raise MonthMovedError(month, code)
