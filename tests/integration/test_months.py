"""A month's way from open to approved: who takes which step, what it locks, and who waits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.engine import reading, writing
from data_access.entries import fetch_history, fetch_own_latest
from data_access.months import (
    fetch_area_months,
    fetch_month_sums,
    fetch_steps,
    fetch_waiting_months,
    take_step,
)
from data_access.refusals import rule_of
from domain.access import NOBODY, AccessDeniedError, Role, Viewer
from domain.activities import PeriodState
from domain.months import NOTHING, MonthSum, Move, WaitingMonth
from domain.records import ActivityRecord
from services import report_months
from services.import_file import ImportFile, import_file
from services.register_activities import (
    AlreadyRegisteredError,
    EntryGoneError,
    MonthClosedError,
    register,
    replace_entry,
    withdraw_entry,
)
from services.report_months import MonthGrownError, MonthMovedError
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.small_programme import add_activity, make_small_programme

MAY = date(2024, 5, 1)
BACKA = "71"


@pytest.fixture
def programme(database: Database) -> Database:
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    return database


@pytest.fixture
def lead(programme: Database) -> Viewer:
    return sign_in_as(programme.engine("trygghet_app"), Role.TEAM_LEAD)


@pytest.fixture
def director(programme: Database) -> Viewer:
    return sign_in_as(programme.engine("trygghet_app"), Role.DIRECTOR)


def _record(**change: Any) -> ActivityRecord:
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


def _register(programme: Database, viewer: Viewer, **change: Any) -> None:
    app = programme.engine("trygghet_app")
    register(app, viewer=viewer, programme_id=1, record=_record(**change))


def _submit(programme: Database, viewer: Viewer, seen: MonthSum = NOTHING) -> None:
    report_months.submit_month(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        month=MAY,
        seen={BACKA: seen},
    )


def _approve(programme: Database, viewer: Viewer, seen: MonthSum = NOTHING) -> None:
    report_months.approve_month(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        month=MAY,
        seen={BACKA: seen},
    )


def _move(programme: Database, viewer: Viewer, move: Move, why: str | None = None) -> None:
    report_months.move_month(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        area_code=BACKA,
        month=MAY,
        move=move,
        why=why,
    )


def _open_again(programme: Database, viewer: Viewer, why: str = "En rad saknas") -> None:
    _move(programme, viewer, Move.REOPEN, why)


def _state(programme: Database) -> str:
    with programme.engine(role=None).connect() as connection:
        return str(connection.scalar(text("select state from reporting_period")))


def _count(programme: Database) -> int:
    with programme.engine(role=None).connect() as connection:
        return int(
            connection.scalar(text("select count(*) from activity where withdrawn_at is null")) or 0
        )


def test_a_month_goes_its_way_and_remembers_it(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    _register(programme, lead)
    _submit(programme, lead, MonthSum(1, 2))
    _approve(programme, director, MonthSum(1, 2))
    _open_again(programme, director)
    _submit(programme, lead, MonthSum(1, 2))
    _move(programme, director, Move.SEND_BACK, "Vad gjordes den 9?")
    app = programme.engine("trygghet_app")
    with reading(app, lead) as connection:
        steps = fetch_steps(connection, lead, 1, MAY)
        (backa,) = fetch_area_months(connection, lead, 1, MAY)
    assert [(step.state, step.comment, step.entries) for step in steps] == [
        (PeriodState.SUBMITTED, None, 1),
        (PeriodState.APPROVED, None, 1),
        (PeriodState.OPEN, "En rad saknas", 1),
        (PeriodState.SUBMITTED, None, 1),
        (PeriodState.OPEN, "Vad gjordes den 9?", 1),
    ]
    assert [step.by for step in steps] == [
        *("Arbetsledare", "Förvaltningsdirektör", "Förvaltningsdirektör"),
        *("Arbetsledare", "Förvaltningsdirektör"),
    ]
    assert backa.is_sent_back
    assert (backa.state, backa.total) == (PeriodState.OPEN, MonthSum(1, 2))


def test_nothing_is_submitted_as_nothing(programme: Database, lead: Viewer) -> None:
    _submit(programme, lead)
    assert _state(programme) == "submitted"


def test_a_month_that_is_not_over_is_not_submitted(programme: Database, lead: Viewer) -> None:
    with pytest.raises(IntegrityError) as caught:
        report_months.submit_month(
            programme.engine("trygghet_app"),
            viewer=lead,
            programme_id=1,
            month=date.today().replace(day=1),  # noqa: DTZ011 - any day of the month will do
            seen={BACKA: NOTHING},
        )
    assert rule_of(caught.value) == "month_is_over"


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_others_do_not_submit(programme: Database, role: Role) -> None:
    with pytest.raises(AccessDeniedError):
        _submit(programme, sign_in_as(programme.engine("trygghet_app"), role))


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_others_do_not_approve_or_open(programme: Database, lead: Viewer, role: Role) -> None:
    _submit(programme, lead)
    other = sign_in_as(programme.engine("trygghet_app"), role)
    with pytest.raises(AccessDeniedError):
        _approve(programme, other)
    with pytest.raises(AccessDeniedError):
        _open_again(programme, other)
    assert _state(programme) == "submitted"


STEPS = [
    (Role.TEAM_LEAD, "open", "approved"),
    (Role.TEAM_LEAD, "submitted", "approved"),
    (Role.TEAM_LEAD, "approved", "open"),
    (Role.TEAM_LEAD, "approved", "submitted"),
    (Role.DIRECTOR, "open", "submitted"),
    (Role.DIRECTOR, "open", "approved"),
    (Role.DIRECTOR, "approved", "submitted"),
    (Role.BOARD, "submitted", "approved"),
    (Role.ADMIN, "approved", "open"),
]


@pytest.mark.parametrize(("role", "before", "after"), STEPS)
def test_no_other_step_is_taken_by_sql(
    programme: Database, role: Role, before: str, after: str
) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into reporting_period (area_code, month, state, due_on)"
                " values ('71', '2024-05-01', :state, '2024-06-10')"
            ),
            {"state": before},
        )
    viewer = sign_in_as(programme.engine("trygghet_app"), role)
    change = text("update reporting_period set state = :state, comment = 'Därför'")
    refused = ""
    try:
        with writing(programme.engine("trygghet_app"), viewer) as connection:
            connection.execute(change, {"state": after})
    except DBAPIError as error:
        refused = rule_of(error)
    # To whom the row is hidden, there is nothing to refuse.
    assert refused in ("month_takes_its_steps", "")
    assert _state(programme) == before


def test_a_month_is_opened_with_a_reason(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    _submit(programme, lead)
    _approve(programme, director)
    with pytest.raises(IntegrityError):
        _open_again(programme, director, "  ")
    assert _state(programme) == "approved"


def test_one_takes_back_what_is_not_approved(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    _submit(programme, lead)
    _move(programme, lead, Move.TAKE_BACK)
    _submit(programme, lead)
    _approve(programme, director)
    with pytest.raises(MonthMovedError):
        _move(programme, lead, Move.TAKE_BACK)
    assert _state(programme) == "approved"


def test_what_was_submitted_again_with_more_is_not_approved_unseen(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    _submit(programme, lead)
    _move(programme, lead, Move.TAKE_BACK)
    _register(programme, lead)
    _submit(programme, lead, MonthSum(1, 2))
    with pytest.raises(MonthGrownError):
        _approve(programme, director)
    assert _state(programme) == "submitted"


def _waiting(programme: Database, viewer: Viewer) -> tuple[WaitingMonth, ...]:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        return fetch_waiting_months(connection, viewer, 1)


def test_an_approved_month_is_asked_to_be_opened(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    _submit(programme, lead)
    assert _waiting(programme, director) == (WaitingMonth(MAY, 1, 0),)
    with pytest.raises(MonthMovedError):
        _move(programme, lead, Move.ASK_TO_OPEN, "Ett pass saknas")
    _approve(programme, director)
    assert _waiting(programme, director) == ()
    with pytest.raises(IntegrityError):
        _move(programme, lead, Move.ASK_TO_OPEN, " ")
    _move(programme, lead, Move.ASK_TO_OPEN, "Ett pass saknas")
    assert _waiting(programme, director) == (WaitingMonth(MAY, 0, 1),)
    with pytest.raises(MonthClosedError):
        _register(programme, lead)
    _move(programme, director, Move.DECLINE)
    assert _waiting(programme, director) == ()
    _move(programme, lead, Move.ASK_TO_OPEN, "Två pass saknas")
    _open_again(programme, director, "Lägg till de två")
    with reading(programme.engine("trygghet_app"), lead) as connection:
        steps = fetch_steps(connection, lead, 1, MAY)
    assert [(step.state, step.comment) for step in steps][1:] == [
        (PeriodState.APPROVED, None),
        (PeriodState.APPROVED, "Ett pass saknas"),
        (PeriodState.APPROVED, None),
        (PeriodState.APPROVED, "Två pass saknas"),
        (PeriodState.OPEN, "Lägg till de två"),
    ]


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_closed_month_is_left_as_it_is_by_everybody(
    programme: Database, lead: Viewer, director: Viewer, *, is_approved: bool
) -> None:
    app = programme.engine("trygghet_app")
    _register(programme, lead)
    with reading(app, lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry
    _submit(programme, lead, MonthSum(1, 2))
    if is_approved:
        _approve(programme, director, MonthSum(1, 2))
    with pytest.raises(MonthClosedError):
        _register(programme, lead)
    with pytest.raises(MonthClosedError):
        withdraw_entry(app, viewer=lead, programme_id=1, entry_id=entry.id, why="Fel dag")
    with pytest.raises(MonthClosedError):
        replace_entry(
            app,
            viewer=lead,
            programme_id=1,
            entry_id=entry.id,
            record=_record(occurred_on=date(2024, 6, 2)),
            why="Fel månad",
        )
    with pytest.raises(IntegrityError, match="is"):
        import_file(
            app,
            viewer=lead,
            programme_id=1,
            file=ImportFile("activities", "a.csv", "a" * 64),
            records=[_record(occurred_on=date(2024, 6, 2)), _record()],
        )
    for role in ("trygghet_app", "trygghet_source", "trygghet_operator"):
        with pytest.raises(IntegrityError):
            _insert_by_sql(programme.engine(role), lead)
    assert _count(programme) == 1


def _insert_by_sql(engine: Engine, viewer: Viewer) -> None:
    with engine.begin() as connection:
        connection.execute(
            text("select set_config('trygghet.viewer', :key, true)"), {"key": viewer.key}
        )
        connection.execute(
            text(
                "insert into activity (occurred_on, area_code, kind, target_group)"
                " values ('2024-05-31', '409', 'outreach', '3')"
            )
        )


def test_a_snapshot_of_earlier_writes_no_activities(programme: Database) -> None:
    source = programme.engine("trygghet_source").execution_options(
        isolation_level="REPEATABLE READ"
    )
    with pytest.raises(DBAPIError) as caught:
        _insert_by_sql(source, NOBODY)
    assert getattr(caught.value.orig, "sqlstate", None) == "25001"


def test_what_was_registered_meanwhile_stops_a_submission(
    programme: Database, lead: Viewer
) -> None:
    _register(programme, lead)
    with pytest.raises(MonthGrownError) as caught:
        _submit(programme, lead, NOTHING)
    assert (caught.value.seen, caught.value.now) == (NOTHING, MonthSum(1, 2))
    with programme.engine(role=None).connect() as connection:
        assert connection.scalar(text("select count(*) from reporting_period")) == 0
        told = connection.execute(
            text("select actor, changes from audit_event where action = 'refused'")
        ).one()
    assert told.actor.startswith("Arbetsledare")
    assert told.changes == {"asked": "registrera/2024-05", "why": "outdated"}


def test_a_submission_waits_for_who_is_writing_and_sees_what_was_written(
    programme: Database, lead: Viewer
) -> None:
    with ThreadPoolExecutor(1) as other:
        with programme.engine(role=None).begin() as connection:
            connection.execute(text("set local role trygghet_operator"))
            add_activity(connection)
            submission = other.submit(_submit, programme, lead)
            # It waits for as long as the activity is neither there nor not.
            assert _is_waiting(programme)
            assert not submission.done()
        with pytest.raises(MonthGrownError):
            submission.result()


def test_a_writer_waits_for_a_submission_and_is_refused(programme: Database, lead: Viewer) -> None:
    app, taken, go_on = programme.engine("trygghet_app"), threading.Event(), threading.Event()

    def submit() -> None:
        with writing(app, lead) as connection:
            take_step(connection, 1, BACKA, MAY, (PeriodState.OPEN, PeriodState.SUBMITTED))
            taken.set()
            go_on.wait(20)

    with ThreadPoolExecutor(2) as others:
        submission = others.submit(submit)
        assert taken.wait(20)
        writer = others.submit(_register, programme, lead)
        assert _is_waiting(programme)
        go_on.set()
        submission.result()
        with pytest.raises(MonthClosedError):
            writer.result()
    assert _count(programme) == 0


def _is_waiting(programme: Database) -> bool:
    """Whether some connection soon waits for another's lock."""
    for _time in range(400):
        with programme.engine(role=None).connect() as connection:
            if connection.scalar(text("select count(*) from pg_locks where not granted")):
                return True
            connection.execute(text("select pg_sleep(0.02)"))
    return False


def test_a_form_is_saved_once(programme: Database, lead: Viewer) -> None:
    _register(programme, lead, source_ref="webb-1")
    with pytest.raises(AlreadyRegisteredError):
        _register(programme, lead, source_ref="webb-1")
    assert _count(programme) == 1


def test_an_entry_is_corrected_once(programme: Database, lead: Viewer) -> None:
    app = programme.engine("trygghet_app")
    _register(programme, lead)
    with reading(app, lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry
    told: dict[str, Any] = {
        "viewer": lead,
        "programme_id": 1,
        "entry_id": entry.id,
        "why": "Fel antal",
    }
    replace_entry(app, record=_record(occasions=3), **told)
    with pytest.raises(EntryGoneError):
        replace_entry(app, record=_record(occasions=4), **told)
    with reading(app, lead) as connection:
        assert fetch_month_sums(connection, lead, 1, MAY) == {BACKA: MonthSum(1, 3)}
        (old, new) = fetch_history(connection, lead, 1, entry.id)
    assert old.withdrawal
    assert (old.withdrawal.by, old.withdrawal.why) == ("Arbetsledare", "Fel antal")
    assert (new.replaces, new.record.occasions, new.withdrawal) == (old.id, 3, None)
    with reading(app, lead) as connection:
        assert fetch_history(connection, lead, 1, new.id) == (old, new)
