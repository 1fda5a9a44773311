"""What somebody is reminded of: each rule by examples, and nothing twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access import Role
from domain.accounts import Account
from domain.activities import PeriodState
from domain.calendar import due_day
from domain.dues import Due, DueKind, Outlook
from domain.months import NOTHING, AreaMonth, MonthStep
from domain.points import Milestone, Point, PointStanding, Review, StatusReport
from domain.reminders import dues_of, reminders_for
from domain.statuses import Status

TODAY = date(2026, 11, 20)
UNIT = "Team för unga i riskzon"
OCTOBER = date(2026, 10, 1)
DUE = due_day(OCTOBER)
"""Friday 6 November 2026: Monday is the second, and no holiday falls on a working day."""


def account(role: Role = Role.TEAM_LEAD, **change: object) -> Account:
    made = Account(1, "Anna", "anna@k.example", role, UNIT, True, False, None, True, False)
    return replace(made, **change)  # type: ignore[arg-type]


def standing(
    status: Status | None = Status.ON_PLAN,
    *,
    number: int = 7,
    due: date = date(2027, 6, 30),
    starts: date = date(2025, 1, 1),
    unit: str | None = UNIT,
    milestones: tuple[Milestone, ...] = (),
    **report: object,
) -> PointStanding:
    point = Point(number, "Nattvandring", "Nattvandring", "Trygga platser", unit, starts, due)
    if status is None:
        return PointStanding(point, None, milestones)
    said = StatusReport(status, None, None, None, None, TODAY, datetime(2026, 11, 20, tzinfo=UTC))
    return PointStanding(point, replace(said, **report), milestones)  # type: ignore[arg-type]


def area_month(
    state: PeriodState = PeriodState.OPEN,
    code: str = "71",
    month: date = OCTOBER,
    **step: object,
) -> AreaMonth:
    at = datetime(2026, 11, 4, 10, tzinfo=UTC)
    last = MonthStep(1, code, month, state, None, None, 0, at, "Direktören") if step else None
    last = replace(last, **step) if last else None  # type: ignore[arg-type]
    return AreaMonth(code, month, state, NOTHING, last)


def outlook(*standings: PointStanding, months: tuple[AreaMonth, ...] = ()) -> Outlook:
    return Outlook(standings, {}, months, {"71": "Backa", "72": "Biskopsgården"})


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def kinds(dues: list[Due]) -> list[DueKind]:
    return [due.kind for due in dues]


@pytest.mark.parametrize(
    ("example", "expected"),
    [
        (standing(), []),
        (standing(as_of_date=ago(29)), []),
        (standing(as_of_date=ago(30)), [DueKind.POINT_SILENT]),
        (standing(None, starts=ago(29)), []),
        (standing(None, starts=ago(30)), [DueKind.POINT_SILENT]),
        (standing(None, starts=ago(-5)), []),
        (standing(due=ago(1)), [DueKind.POINT_PAST_DUE]),
        (standing(due=TODAY), [DueKind.POINT_DUE_SOON]),
        (standing(due=ago(-7)), [DueKind.POINT_DUE_SOON]),
        (standing(due=ago(-8)), []),
        # Told already, with a day that lies ahead.
        (standing(Status.LATE, due=ago(1), forecast_date=ago(-90)), []),
        (standing(due=ago(-3), forecast_date=ago(-90)), []),
        (
            standing(Status.LATE, due=ago(9), forecast_date=ago(1)),
            [DueKind.POINT_PAST_DUE, DueKind.FORECAST_PASSED],
        ),
        (standing(forecast_date=ago(1)), [DueKind.FORECAST_PASSED]),
        (standing(forecast_date=ago(-7)), [DueKind.FORECAST_SOON]),
        (standing(forecast_date=ago(-8)), []),
        # A forecast that is the due date says it once.
        (standing(due=ago(-2), forecast_date=ago(-2)), [DueKind.POINT_DUE_SOON]),
        (standing(milestones=(Milestone("Lokal", ago(1), None),)), [DueKind.MILESTONE_PASSED]),
        (standing(milestones=(Milestone("Lokal", TODAY, None),)), [DueKind.MILESTONE_SOON]),
        (standing(milestones=(Milestone("Lokal", ago(-7), None),)), [DueKind.MILESTONE_SOON]),
        (standing(milestones=(Milestone("Lokal", ago(-8), None),)), []),
        (standing(milestones=(Milestone("Lokal", ago(1), ago(1)),)), []),
        (standing(milestones=(Milestone("Lokal", ago(-1), ago(3)),)), []),
        (
            standing(milestones=(Milestone("A", ago(9), None), Milestone("B", ago(9), None))),
            [DueKind.MILESTONE_PASSED, DueKind.MILESTONE_PASSED],
        ),
        (standing(Status.DONE, due=ago(9), as_of_date=ago(99)), []),
        (standing(Status.DROPPED, milestones=(Milestone("Lokal", ago(1), None),)), []),
        (standing(unit="En annan", due=ago(1)), []),
        (standing(unit=None, due=ago(1)), []),
    ],
)
def test_what_a_team_leader_is_reminded_of_a_point(
    example: PointStanding, expected: list[DueKind]
) -> None:
    dues = list(dues_of(account(), outlook(example), TODAY))
    assert kinds(dues) == expected
    assert {due.path for due in dues} <= {"/uppdatera?nummer=7"}


def test_who_is_of_no_unit_is_reminded_of_all_points() -> None:
    points = (standing(number=1, unit="En annan", due=ago(1)), standing(number=2, due=ago(1)))
    assert len(list(dues_of(account(unit=None), outlook(*points), TODAY))) == 2
    assert len(list(dues_of(account(), outlook(*points), TODAY))) == 1


def test_a_report_that_was_sent_back_is_told_with_its_comment_also_of_a_closed_point() -> None:
    review = Review(12, "Vad är risken?", "Direktören", ago(1))
    asked = replace(outlook(standing(Status.DONE)), reviews={7: review})
    (due,) = dues_of(account(), asked, TODAY)
    assert due.text == "Rapporten är återsänd av Direktören: Vad är risken?"
    assert due.about == "Punkt 7, Nattvandring"
    assert due.keys == ("report_sent_back/2026-11-19/7/12",)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # The fifth working day is Friday 6 November; three working days before it is Tuesday.
        (date(2026, 10, 31), []),
        (date(2026, 11, 2), []),
        (date(2026, 11, 3), [DueKind.MONTH_SOON]),
        (date(2026, 11, 6), [DueKind.MONTH_SOON]),
        (date(2026, 11, 7), [DueKind.MONTH_LATE]),
        (date(2027, 3, 1), [DueKind.MONTH_LATE]),
    ],
)
def test_a_month_is_told_three_working_days_before_it_is_due_and_when_it_is_late(
    today: date, expected: list[DueKind]
) -> None:
    months = (area_month(), area_month(code="72"), area_month(PeriodState.APPROVED, "73"))
    dues = list(dues_of(account(), outlook(months=months), today))
    assert date(2026, 11, 6) == DUE
    assert kinds(dues) == expected
    for due in dues:
        assert due.text.startswith("Backa och Biskopsgården sk")
        assert "6 november 2026" in due.text
        assert due.about == "Oktober 2026"


def test_a_holiday_moves_the_days_before_a_month_is_due() -> None:
    december = (area_month(month=date(2026, 12, 1)),)
    # 1 and 6 January are holidays, and 2 and 3 a weekend: the fifth working day is Monday 11.
    assert kinds(list(dues_of(account(), outlook(months=december), date(2027, 1, 4)))) == []
    (due,) = dues_of(account(), outlook(months=december), date(2027, 1, 5))
    assert (due.kind, due.on) == (DueKind.MONTH_SOON, date(2027, 1, 11))


def test_a_month_that_was_opened_again_is_told_with_its_reason() -> None:
    months = (area_month(comment="En rad saknas"), area_month(PeriodState.SUBMITTED, "72"))
    # It has been submitted once, so it is not late; what is asked for is told.
    (back,) = dues_of(account(), outlook(months=months), date(2026, 12, 5))
    assert back.text == "Backa har öppnats igen av Direktören: En rad saknas"
    assert back.keys == ("month_sent_back/2026-11-04/2026-10/71/1",)


def test_a_director_is_reminded_of_submitted_months_and_of_no_points() -> None:
    submitted = area_month(PeriodState.SUBMITTED, entries=3)
    second = area_month(PeriodState.SUBMITTED, "72", id=2)
    months = (submitted, second, area_month(code="73"))
    asked = outlook(standing(due=ago(9)), months=months)
    (due,) = dues_of(account(Role.DIRECTOR), asked, TODAY)
    assert due.kind is DueKind.MONTH_TO_APPROVE
    assert due.text == "Två områden väntar på att du godkänner dem."
    whole = f"month_to_approve/{DUE}/2026-10"
    assert due.keys == (f"{whole}/71/1", f"{whole}/72/2")
    # When the one is approved, the other is no new thing; when it is submitted again, it is.
    told = {(1, key) for key in due.keys}
    left = [account(Role.DIRECTOR)]
    assert reminders_for(left, outlook(months=(submitted,)), told, TODAY) == []
    again = area_month(PeriodState.SUBMITTED, entries=3, id=9)
    (reminder,) = reminders_for(left, outlook(months=(again, second)), told, TODAY)
    assert reminder.dues[0].text == "Två områden väntar på att du godkänner dem."


def test_a_director_is_told_who_asks_for_an_approved_month() -> None:
    asked = area_month(PeriodState.APPROVED, wish="Ett pass saknas", by="Arbetsledaren", id=5)
    months = (asked, area_month(PeriodState.APPROVED, "72", entries=3))
    (due,) = dues_of(account(Role.DIRECTOR), outlook(months=months), TODAY)
    assert due.kind is DueKind.MONTH_TO_OPEN
    assert due.text == "Arbetsledaren ber dig öppna Backa igen: Ett pass saknas"
    assert due.keys == ("month_to_open/2026-11-04/2026-10/71/5",)
    assert list(dues_of(account(), outlook(months=months), TODAY)) == []


def test_who_asked_is_told_that_a_month_stays_closed() -> None:
    declined = area_month(PeriodState.APPROVED, comment="Passet står i november", id=6)
    (due,) = dues_of(account(), outlook(months=(declined,)), TODAY)
    assert due.text == "Backa öppnas inte, säger Direktören: Passet står i november"
    assert due.keys == ("month_stays_closed/2026-11-04/2026-10/71/6",)
    assert list(dues_of(account(Role.DIRECTOR), outlook(months=(declined,)), TODAY)) == []


@pytest.mark.parametrize("role", [Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_who_has_nothing_to_do_in_the_panel_is_not_reminded(role: Role) -> None:
    months = (area_month(), area_month(PeriodState.SUBMITTED, "72"))
    asked = outlook(standing(due=ago(9)), months=months)
    assert reminders_for([account(role, unit=None)], asked, (), TODAY) == []


def test_a_closed_account_is_not_reminded() -> None:
    asked = outlook(standing(due=ago(9)))
    assert reminders_for([account(is_active=False)], asked, (), TODAY) == []
    assert len(reminders_for([account()], asked, (), TODAY)) == 1


days = st.integers(-40, 40).map(ago)
points = st.builds(
    standing,
    st.sampled_from([None, *Status]),
    number=st.integers(1, 28),
    due=days,
    starts=days,
    as_of_date=days.filter(lambda day: day <= TODAY),
    forecast_date=st.none() | days,
    milestones=st.lists(
        st.builds(Milestone, st.text(max_size=5), days, st.none() | days),
        max_size=3,
        unique_by=lambda milestone: milestone.title,
    ).map(tuple),
)
months = st.builds(
    area_month,
    st.sampled_from(PeriodState),
    st.sampled_from(["71", "72", "73"]),
    st.sampled_from([date(2026, month, 1) for month in (8, 9, 10, 11)]),
    comment=st.none() | st.just("Se över raderna"),
)


@st.composite
def situations(draw: st.DrawFn) -> Outlook:
    standings = draw(st.lists(points, max_size=4, unique_by=lambda each: each.point.number))
    stand = draw(st.lists(months, max_size=6, unique_by=lambda each: (each.area_code, each.month)))
    return outlook(*standings, months=tuple(stand))


@given(
    found=situations(),
    role=st.sampled_from(Role),
    later=st.lists(st.integers(0, 30), max_size=5).map(sorted),
)
def test_nothing_is_said_twice_however_often_it_is_asked(
    found: Outlook, role: Role, later: list[int]
) -> None:
    sent: list[tuple[int, str]] = []
    for wait in (0, 0, *later):
        today = TODAY + timedelta(days=wait)
        for reminder in reminders_for([account(role)], found, sent, today):
            assert reminder.dues
            sent += [(reminder.account.id, key) for due in reminder.dues for key in due.keys]
    assert len(sent) == len(set(sent))
    today = TODAY + timedelta(days=max(later, default=0))
    everything = {key for due in dues_of(account(role), found, today) for key in due.keys}
    assert everything <= {key for _account, key in sent}


@given(found=situations())
def test_what_one_has_been_told_is_still_told_to_another(found: Outlook) -> None:
    first = reminders_for([account()], found, (), TODAY)
    sent = {(each.account.id, key) for each in first for due in each.dues for key in due.keys}
    both = reminders_for([account(), account(id=2, name="Bo")], found, sent, TODAY)
    assert [(each.account.name, each.dues) for each in both] == [
        ("Bo", each.dues) for each in first
    ]


moves = st.lists(
    st.tuples(st.sampled_from(["71", "72"]), st.sampled_from(PeriodState), st.sampled_from("cw-")),
    max_size=12,
)


@given(moves=moves, role=st.sampled_from([Role.TEAM_LEAD, Role.DIRECTOR]))
def test_of_a_month_that_goes_to_and_fro_each_step_is_told_once(
    moves: list[tuple[str, PeriodState, str]], role: Role
) -> None:
    """The areas take steps in any order, and a reminder goes out after each."""
    stand: dict[str, AreaMonth] = {}
    sent: set[tuple[int, str]] = set()
    for number, (code, state, said) in enumerate(moves, start=1):
        comment = "Se över" if said == "c" and state is not PeriodState.SUBMITTED else None
        wish = "Fel antal" if said == "w" and state is PeriodState.APPROVED else None
        stand[code] = area_month(state, code, id=number, comment=comment, wish=wish)
        found = outlook(months=tuple(stand.values()))
        told = {
            key
            for reminder in reminders_for([account(role)], found, sent, TODAY)
            for due in reminder.dues
            for key in due.keys
            if (1, key) not in sent
        }
        # Nothing but the step that was taken is new; what is late was told at the first.
        assert all(key.endswith(f"/{number}") or "month_late" in key for key in told)
        waits = {
            Role.DIRECTOR: state is PeriodState.SUBMITTED or bool(wish),
            Role.TEAM_LEAD: bool(comment) and state is not PeriodState.SUBMITTED,
        }
        assert any(key.endswith(f"/{code}/{number}") for key in told) is waits[role]
        sent |= {(1, key) for key in told}
        assert reminders_for([account(role)], found, sent, TODAY) == []
