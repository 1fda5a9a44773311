"""A month's way from open to approved: who takes which step, what it locks, and who waits."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.engine import reading, writing
from data_access.entries import fetch_own_latest, hold_areas, insert_entry
from data_access.facts import withdraw
from data_access.months import (
    fetch_area_months,
    fetch_steps,
    fetch_waiting_months,
    take_step,
)
from data_access.refusals import rule_of
from data_access.schema import activities
from domain.access import AccessDeniedError, Role, Viewer
from domain.activities import PeriodState
from domain.months import NOTHING, Move, WaitingMonth
from services import report_months
from services.register_activities import (
    MonthClosedError,
    replace_entry,
)
from services.report_months import MonthGrownError, MonthMovedError
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import (
    BACKA,
    MAY,
    approve_in,
    count_standing,
    is_waiting,
    latest_step,
    move_in,
    record_of,
    register_in,
    seen_in,
    state_of,
    submit_in,
)
from tests.integration.small_programme import add_activity


@pytest.fixture(autouse=True)
def accounts(programme: Database) -> None:
    """Give an account for each role."""
    make_accounts(programme.engine())


def _open_again(programme: Database, viewer: Viewer, why: str = "En rad saknas") -> None:
    move_in(programme, viewer, Move.REOPEN, why)


def test_a_month_goes_its_way_and_remembers_it(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    register_in(programme, lead)
    submit_in(programme, lead)
    approve_in(programme, director)
    _open_again(programme, director)
    submit_in(programme, lead)
    move_in(programme, director, Move.SEND_BACK, "Vad gjordes den 9?")
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
    assert (backa.state, backa.total.entries, backa.total.occasions) == (PeriodState.OPEN, 1, 2)


def test_nothing_is_submitted_as_nothing(programme: Database, lead: Viewer) -> None:
    submit_in(programme, lead)
    assert state_of(programme) == "submitted"


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
        submit_in(programme, sign_in_as(programme.engine("trygghet_app"), role))


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_others_do_not_approve_or_open(programme: Database, lead: Viewer, role: Role) -> None:
    submit_in(programme, lead)
    other = sign_in_as(programme.engine("trygghet_app"), role)
    with pytest.raises(AccessDeniedError):
        approve_in(programme, other)
    with pytest.raises(AccessDeniedError):
        _open_again(programme, other)
    assert state_of(programme) == "submitted"


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
    assert state_of(programme) == before


def test_a_month_is_opened_with_a_reason(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    submit_in(programme, lead)
    approve_in(programme, director)
    with pytest.raises(IntegrityError):
        _open_again(programme, director, "  ")
    assert state_of(programme) == "approved"


def test_one_takes_back_what_is_not_approved(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    submit_in(programme, lead)
    move_in(programme, lead, Move.TAKE_BACK)
    submit_in(programme, lead)
    approve_in(programme, director)
    with pytest.raises(MonthMovedError):
        move_in(programme, lead, Move.TAKE_BACK)
    assert state_of(programme) == "approved"


def test_what_was_taken_back_and_submitted_again_is_not_approved_unseen(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    submit_in(programme, lead)
    shown = latest_step(programme)
    move_in(programme, lead, Move.TAKE_BACK)
    submit_in(programme, lead)
    with pytest.raises(MonthMovedError):
        approve_in(programme, director, shown)
    with pytest.raises(MonthMovedError):
        move_in(programme, director, Move.SEND_BACK, "Vad saknas?", shown)
    assert state_of(programme) == "submitted"


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "talk"},
        {"target_group": "1"},
        {"participants": 4999},
        {"participants": None},
        {"minutes": 60},
        {"point_numbers": ()},
        {"area_code": "71"},
    ],
)
def test_what_a_colleague_corrects_meanwhile_stops_a_submission(
    programme: Database, lead: Viewer, change: dict[str, Any]
) -> None:
    app = programme.engine("trygghet_app")
    register_in(programme, lead)
    with reading(app, lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry
    shown = seen_in(programme, lead)
    replace_entry(
        app,
        viewer=lead,
        programme_id=1,
        entry_id=entry.id,
        record=record_of(**change),
        why="Fel",
    )
    with pytest.raises(MonthGrownError):
        submit_in(programme, lead, shown)


def _waiting(programme: Database, viewer: Viewer) -> tuple[WaitingMonth, ...]:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        return fetch_waiting_months(connection, viewer, 1)


def test_an_approved_month_is_asked_to_be_opened(
    programme: Database, lead: Viewer, director: Viewer
) -> None:
    submit_in(programme, lead)
    assert _waiting(programme, director) == (WaitingMonth(MAY, 1, 0),)
    with pytest.raises(MonthMovedError):
        move_in(programme, lead, Move.ASK_TO_OPEN, "Ett pass saknas")
    approve_in(programme, director)
    assert _waiting(programme, director) == ()
    for nothing in (" ", ""):
        with pytest.raises(IntegrityError):
            move_in(programme, lead, Move.ASK_TO_OPEN, nothing)
    approved = latest_step(programme)
    with pytest.raises(DBAPIError, match="who registers asks"):
        move_in(programme, director, Move.DECLINE, "Ingen har bett om det")
    move_in(programme, lead, Move.ASK_TO_OPEN, "Ett pass saknas")
    assert _waiting(programme, director) == (WaitingMonth(MAY, 0, 1),)
    with pytest.raises(MonthClosedError):
        register_in(programme, lead)
    # The director answers what was asked last, not what was shown before.
    with pytest.raises(MonthMovedError):
        move_in(programme, director, Move.DECLINE, "Nej", approved)
    with pytest.raises(IntegrityError):
        move_in(programme, director, Move.DECLINE)
    move_in(programme, director, Move.DECLINE, "Det är rätt")
    assert _waiting(programme, director) == ()
    move_in(programme, lead, Move.ASK_TO_OPEN, "Två pass saknas")
    _open_again(programme, director, "Lägg till de två")
    with reading(programme.engine("trygghet_app"), lead) as connection:
        steps = fetch_steps(connection, lead, 1, MAY)
    assert [(step.state, step.wish, step.comment) for step in steps][1:] == [
        (PeriodState.APPROVED, None, None),
        (PeriodState.APPROVED, "Ett pass saknas", None),
        (PeriodState.APPROVED, None, "Det är rätt"),
        (PeriodState.APPROVED, "Två pass saknas", None),
        (PeriodState.OPEN, None, "Lägg till de två"),
    ]
    assert [step.by for step in steps][2:4] == ["Arbetsledare", "Förvaltningsdirektör"]


def test_who_moves_an_entry_and_who_submits_do_not_wait_for_each_other_for_ever(
    programme: Database, lead: Viewer
) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into area (code, name, level) values ('70', 'Tuve', 'mellanomrade')")
        )
    app, held, go_on = programme.engine("trygghet_app"), threading.Event(), threading.Event()
    register_in(programme, lead)
    with reading(app, lead) as connection:
        entry = fetch_own_latest(connection, lead, 1)
    assert entry

    def correct() -> None:
        with writing(app, lead) as connection:
            hold_areas(connection, 1, entry.id, "70")
            held.set()
            go_on.wait(20)
            withdraw(connection, activities.activity, 1, entry.id, "Fel område")
            insert_entry(connection, 1, record_of(area_code="70"), replaces=entry.id)

    with ThreadPoolExecutor(2) as others:
        correction = others.submit(correct)
        assert held.wait(20)
        submission = others.submit(
            report_months.submit_month,
            app,
            viewer=lead,
            programme_id=1,
            month=MAY,
            seen={"70": NOTHING, BACKA: seen_in(programme, lead)},
        )
        assert is_waiting(programme)
        go_on.set()
        correction.result()
        with pytest.raises(MonthGrownError):
            submission.result()
    assert count_standing(programme) == 1


def test_what_was_registered_meanwhile_stops_a_submission(
    programme: Database, lead: Viewer
) -> None:
    register_in(programme, lead)
    with pytest.raises(MonthGrownError) as caught:
        submit_in(programme, lead, NOTHING)
    assert (caught.value.seen, caught.value.now) == (NOTHING, seen_in(programme, lead))
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
            submission = other.submit(submit_in, programme, lead)
            # It waits for as long as the activity is neither there nor not.
            assert is_waiting(programme)
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
        writer = others.submit(register_in, programme, lead)
        assert is_waiting(programme)
        go_on.set()
        submission.result()
        with pytest.raises(MonthClosedError):
            writer.result()
    assert count_standing(programme) == 0
