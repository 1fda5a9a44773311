"""A month at work, for the tests: what is registered, submitted, approved and counted."""

from datetime import date
from typing import Any

from sqlalchemy import Engine, text

from data_access.engine import reading
from data_access.months import (
    fetch_month_sums,
)
from domain.access import Viewer
from domain.months import NOTHING, MonthSum, Move
from domain.records import ActivityRecord
from services import report_months
from services.register_activities import (
    register,
)
from tests.conftest import Database

MAY = date(2024, 5, 1)
BACKA = "71"


def record_of(**change: Any) -> ActivityRecord:
    values: dict[str, Any] = {
        "occurred_on": date(2024, 5, 2),
        "area_code": "409",
        "kind": "outreach",
        "target_group": "3",
        "point_numbers": (1,),
        "occasions": 2,
        "participants": 5,
        "minutes": None,
        "partners": ("police",),
        "source_ref": None,
        "note": None,
    }
    return ActivityRecord(**values | change)


def register_in(programme: Database, viewer: Viewer, **change: Any) -> None:
    app = programme.engine("trygghet_app")
    register(app, viewer=viewer, programme_id=1, record=record_of(**change))


def submit_in(programme: Database, viewer: Viewer, seen: MonthSum | None = None) -> None:
    report_months.submit_month(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        month=MAY,
        seen={BACKA: seen_in(programme, viewer) if seen is None else seen},
    )


def approve_in(programme: Database, viewer: Viewer, seen: int | None = None) -> None:
    report_months.approve_month(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        month=MAY,
        seen={BACKA: latest_step(programme) if seen is None else seen},
    )


def move_in(
    programme: Database, viewer: Viewer, move: Move, why: str = "", seen: int | None = None
) -> None:
    report_months.move_month(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        area_code=BACKA,
        month=MAY,
        move=move,
        seen=latest_step(programme) if seen is None else seen,
        why=why,
    )


def latest_step(programme: Database) -> int:
    with programme.engine(role=None).connect() as connection:
        return int(connection.scalar(text("select max(id) from reporting_step")) or 0)


def seen_in(programme: Database, viewer: Viewer) -> MonthSum:
    """Return what stands registered in Backa, as the page of the month shows it."""
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        return fetch_month_sums(connection, viewer, 1, MAY).get(BACKA, NOTHING)


def state_of(programme: Database) -> str:
    with programme.engine(role=None).connect() as connection:
        return str(connection.scalar(text("select state from reporting_period")))


def count_standing(programme: Database) -> int:
    with programme.engine(role=None).connect() as connection:
        return int(
            connection.scalar(text("select count(*) from activity where withdrawn_at is null")) or 0
        )


def is_waiting(programme: Database) -> bool:
    """Whether some connection soon waits for another's lock."""
    for _time in range(400):
        with programme.engine(role=None).connect() as connection:
            if connection.scalar(text("select count(*) from pg_locks where not granted")):
                return True
            connection.execute(text("select pg_sleep(0.02)"))
    return False


INSERT = (
    "insert into activity (occurred_on, area_code, kind, target_group)"
    " values ('2024-05-31', '409', 'outreach', '3')"
)


def by_sql(engine: Engine, viewer: Viewer, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("select set_config('trygghet.viewer', :key, true)"), {"key": viewer.key}
        )
        connection.execute(text(statement))
