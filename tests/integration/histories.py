"""A small programme's history, written step by step, and all that can be read of it as of a day."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, text

from config.vocabulary import TEAM_UNIT
from data_access.engine import reading
from data_access.facts import settle
from data_access.meetings import fetch_meetings
from data_access.money import (
    fetch_point_money,
    fetch_point_outcome,
    fetch_unit_outcomes,
)
from data_access.months import fetch_month_sums
from data_access.programme import (
    fetch_programme,
)
from data_access.questions import fetch_people_to_answer, fetch_questions
from data_access.states import fetch_state
from domain.access import Role, Viewer
from domain.activities import PeriodState
from domain.calendar import STOCKHOLM
from domain.changes import State
from domain.meetings import SUBJECTS, Meeting, MeetingPlan, MeetingState
from domain.months import NOTHING, Move
from domain.packs.compose import content_of
from domain.packs.content import Organisation
from domain.questions import Asked
from domain.viewpoint import Viewpoint
from services import keep_meetings, keep_questions, report_months
from services.make_pack import Moments, brief
from services.publish import propose_month, publish_month
from tests.accounts import sign_in_as
from tests.conftest import Database
from tests.integration.history_reads import MONTHS, TODAY, all_but_state
from transfer.packs.canonical import fingerprint, to_json

BACKA = "71"

FURTHER_ROWS = f"""
update point set responsible_unit = '{TEAM_UNIT}';
insert into point (number, title, short_title, focus_area, starts_on, due_on)
    values (2, 'En annan punkt', 'En annan', 'Tidigt stöd', '2022-06-01', '2026-12-31');
insert into milestone (point_number, title, due_on) values (1, 'Ett avtal', '2026-03-01');
insert into indicator (point_number, name, definition, unit, higher_is_better, source)
    values (1, 'Avhopp', 'Hur många', 'antal', true, 'Teamet');
"""

ORGANISATION = Organisation("Socialförvaltningen", "panelen@kommunen.example", "#0069a8")
MEETING = Meeting(
    *(1, TODAY, "Nämnden", "N164-0123/26", "1. Trygghet", SUBJECTS, MeetingState.PLANNED),
    *(None, "Prov", datetime(2026, 1, 1, tzinfo=UTC)),
)

STATUSES = ("not_started", "on_plan", "deviation", "late", "done", "dropped")


@dataclass(frozen=True)
class Known:
    """All that is read as of a moment."""

    moment: datetime
    state: State
    others: dict[str, Any]
    pack: str
    since: datetime | None = None


class History:
    """Writes what clients write, one transaction a step, and reads as of moments.

    Each step is named by its method and takes two numbers, by which it chooses what it is about;
    one that has nothing to be about does nothing.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.app = database.engine("trygghet_app")
        self.lead = sign_in_as(self.app, Role.TEAM_LEAD)
        self.director = sign_in_as(self.app, Role.DIRECTOR)
        self.board = sign_in_as(self.app, Role.BOARD)
        with self.app.connect() as connection:
            found = fetch_programme(connection, "hisingen")
        assert found
        self.programme = found

    @classmethod
    def steps(cls) -> dict[str, Callable[["History", int, int], None]]:
        """Return the steps that a history is made of, by name."""
        return {
            name.removeprefix("step_"): getattr(cls, name)
            for name in dir(cls)
            if name.startswith("step_")
        }

    def moment(self) -> datetime:
        """Return what the database's clock says, in Sweden."""
        with self.database.engine().connect() as connection:
            told: datetime = connection.scalar(text("select clock_timestamp()"))
        return told.astimezone(STOCKHOLM)

    def known(self, moment: datetime, since: datetime | None) -> Known:
        """Return all that is read as of a moment, with a pack that tells changes since another."""
        at = Viewpoint.back_at(moment)
        with reading(self.app, self.director) as connection:
            settle(connection, moment)
            state = fetch_state(connection, self.director, 1, TODAY.year, at)
            briefing = brief(
                connection,
                self.director,
                self.programme,
                MEETING,
                Moments(
                    at,
                    moment,
                    Viewpoint.back_at(since) if since else None,
                    "det förra sammanträdet",
                ),
                ORGANISATION,
                None,
            )
            others = all_but_state(connection, self.director, at)
        others |= self._of_own_unit(at)
        pack = to_json(content_of(briefing))
        return Known(moment, state, others, f"{fingerprint(pack)} {pack.decode()}", since)

    def present(self) -> tuple[State, dict[str, Any]]:
        """Return all that is read without looking back."""
        at = Viewpoint(TODAY)
        with reading(self.app, self.director) as connection:
            state = fetch_state(connection, self.director, 1, TODAY.year, at)
            others = all_but_state(connection, self.director, at)
        return state, others | self._of_own_unit(at)

    def _of_own_unit(self, at: Viewpoint) -> dict[str, Any]:
        """Return what a team leader reads of the own unit's money, by name."""
        with reading(self.app, self.lead) as connection:
            return {
                "unit's outcomes": fetch_unit_outcomes(connection, self.lead, 1, TODAY.year, at),
                "unit's money": fetch_point_money(connection, self.lead, 1, at),
                "unit's point": fetch_point_outcome(connection, self.lead, 1, 1, at),
            }

    def state_for(self, viewer: Viewer, moment: datetime) -> State:
        """Return the state as of a moment as another sees it."""
        with reading(self.app, viewer) as connection:
            return fetch_state(connection, viewer, 1, TODAY.year, Viewpoint.back_at(moment))

    # What is said of the points ------------------------------------------------------------------

    def step_report(self, one: int, other: int) -> None:
        point, day = 1 + one % 2, TODAY - timedelta(days=other % 3)
        status = STATUSES[(one + other) % len(STATUSES)]
        with self._writing() as connection:
            connection.execute(
                text(
                    "update status_report set withdrawn_why = 'Ersatt' where withdrawn_at is null"
                    " and point_number = :point and as_of_date = :day"
                ),
                {"point": point, "day": day},
            )
            connection.execute(
                text(
                    "insert into status_report (point_number, status, progress_percent, comment,"
                    " forecast_date, as_of_date)"
                    " values (:point, :status, :done, :said, :ends, :day)"
                ),
                {
                    "point": point,
                    "status": status,
                    "done": 100 if status == "done" else other,
                    "said": f"Läget är {other}" if other % 2 else None,
                    "ends": TODAY + timedelta(days=one),
                    "day": day,
                },
            )

    def step_withdraw_report(self, one: int, other: int) -> None:
        self._withdraw("status_report", one + other)

    def step_milestone(self, one: int, other: int) -> None:
        title, due = f"Delmål {one % 3}", TODAY + timedelta(days=other - 5)
        done = TODAY - timedelta(days=other) if other % 2 else None
        self._run(
            "insert into milestone (point_number, title, due_on, done_on)"
            " values (:point, :title, :due, :done) on conflict (programme_id, point_number, title)"
            " do update set due_on = excluded.due_on, done_on = excluded.done_on",
            point=1 + one % 2,
            title=title,
            due=due,
            done=done,
        )

    def step_remove_milestone(self, one: int, other: int) -> None:
        self._run_as_owner(
            "delete from milestone where id = (select id from milestone order by id"
            " offset :at limit 1)",
            at=(one + other) % 3,
        )

    def step_point(self, one: int, other: int) -> None:
        self._run(
            "update point set title = :title, description = :told, due_on = :due,"
            " area_codes = :areas where number = :point",
            title=f"Punkt med text {other}",
            told=f"Beskrivning {one}" if one % 2 else None,
            due=date(2027, 1, 1) + timedelta(days=other),
            areas=[BACKA] if other % 2 else [],
            point=1 + one % 2,
        )

    def step_new_point(self, one: int, other: int) -> None:
        self._run(
            "insert into point (number, title, short_title, focus_area, starts_on, due_on)"
            " values (:number, 'Ny', 'Ny', 'Tidigt stöd', '2026-01-01', :due)"
            " on conflict do nothing",
            number=3 + one % 3,
            due=date(2027, 1, 1) + timedelta(days=other),
        )

    def step_remove_point(self, one: int, other: int) -> None:
        # Of the others something may have been told, which keeps them.
        self._run_as_owner("delete from point where number = :number", number=3 + (one + other) % 3)

    def step_indicator(self, one: int, other: int) -> None:
        self._run(
            "update indicator set target = :target, target_date = :day, name = :name",
            target=one,
            day=TODAY + timedelta(days=other),
            name=f"Avhopp {other % 2}",
        )

    def step_indicator_value(self, one: int, other: int) -> None:
        with self._writing() as connection:
            period = MONTHS[one % 2]
            connection.execute(
                text(
                    "update indicator_value set withdrawn_why = 'Rättad'"
                    " where withdrawn_at is null and period = :period"
                ),
                {"period": period},
            )
            connection.execute(
                text(
                    "insert into indicator_value (indicator_id, period, value)"
                    " select id, :period, :value from indicator"
                ),
                {"period": period, "value": other + 0.5},
            )

    # The money -----------------------------------------------------------------------------------

    def step_book(self, one: int, other: int) -> None:
        self._run(
            "insert into ledger_entry (source_code, point_number, booked_on, account, amount,"
            " voucher) values ('EXTRA', :point, :day, '5010', :amount, 'V1')",
            point=1 + one % 2,
            day=TODAY - timedelta(days=7 * other - 10),
            amount=Decimal(1000 * one + 250) * (-1 if other == 1 else 1),
        )

    def step_correct_entry(self, one: int, other: int) -> None:
        with self._writing() as connection:
            self._withdraw_in(connection, "ledger_entry", one)
            connection.execute(
                text(
                    "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
                    " values ('EXTRA', :day, '5010', :amount, 'V2')"
                ),
                {"day": TODAY - timedelta(days=other), "amount": 500 + other},
            )

    def step_withdraw_entry(self, one: int, other: int) -> None:
        self._withdraw("ledger_entry", one + other)

    def step_budget(self, one: int, other: int) -> None:
        with self._writing() as connection:
            if other % 2:
                self._withdraw_in(connection, "budget_line", one)
            connection.execute(
                text(
                    "insert into budget_line (source_code, year, amount)"
                    " values ('EXTRA', :year, :amount)"
                ),
                {"year": TODAY.year, "amount": 10_000 * one},
            )

    def step_forecast(self, one: int, other: int) -> None:
        self._run(
            "insert into forecast (source_code, made_on, year, amount, reason)"
            " values ('EXTRA', :day, :year, :amount, :reason)",
            day=TODAY - timedelta(days=other % 3),
            year=TODAY.year,
            amount=10_000 * one,
            reason="Två tjänster är tillsatta" if other % 2 else None,
        )

    def step_withdraw_forecast(self, one: int, other: int) -> None:
        self._withdraw("forecast", one + other)

    def step_source(self, one: int, other: int) -> None:
        self._run(
            "update funding_source set amount = :amount, name = :name, repay_by = :day"
            " where code = 'EXTRA'",
            amount=1_000_000 + one,
            name=f"Extra medel {other % 2}",
            day=TODAY + timedelta(days=other) if other % 3 else None,
        )

    def step_new_source(self, one: int, other: int) -> None:
        self._run(
            "insert into funding_source (code, name, funder, amount, starts_on, ends_on, purpose)"
            " values (:code, :code, 'Staten', :amount, '2026-01-01', '2027-12-31', 'Mer')"
            " on conflict do nothing",
            code=f"NY{one % 2}",
            amount=100 * other + 1,
        )

    # What the team has done ----------------------------------------------------------------------

    def step_activity(self, one: int, other: int) -> None:
        month = MONTHS[one % 2]
        if self._is_open(month):
            self._run(
                "insert into activity (occurred_on, area_code, kind, target_group, occasions,"
                " participants) values (:day, :area, :kind, :group, :occasions, :participants)",
                day=month + timedelta(days=other),
                area="409" if other % 3 else BACKA,
                kind="talk" if one % 3 else "outreach",
                group="1" if other % 2 else "3",
                occasions=1 + one,
                participants=other if other % 4 else None,
            )

    def step_withdraw_activity(self, one: int, other: int) -> None:
        month = MONTHS[one % 2]
        if self._is_open(month):
            self._run(
                "update activity set withdrawn_why = 'Fel' where id = (select id from activity"
                " where withdrawn_at is null and date_trunc('month', occurred_on) = :month"
                " order by id offset :at limit 1)",
                month=month,
                at=other % 3,
            )

    def step_correct_activity(self, one: int, other: int) -> None:
        self.step_withdraw_activity(one, other)
        self.step_activity(one, other + 1)

    def step_submit(self, one: int, other: int) -> None:
        month = MONTHS[(one + other) % 2]
        if self._is_open(month):
            with reading(self.app, self.lead) as connection:
                seen = fetch_month_sums(connection, self.lead, 1, month).get(BACKA, NOTHING)
            report_months.submit_month(
                self.app, viewer=self.lead, programme_id=1, month=month, seen={BACKA: seen}
            )

    def step_approve(self, one: int, other: int) -> None:
        month = MONTHS[(one + other) % 2]
        self.step_submit(one, other)
        state, seen = self._step_of(month)
        if state is PeriodState.SUBMITTED:
            report_months.approve_month(
                self.app, viewer=self.director, programme_id=1, month=month, seen={BACKA: seen}
            )

    def step_open_again(self, one: int, other: int) -> None:
        month = MONTHS[(one + other) % 2]
        state, seen = self._step_of(month)
        if state is not PeriodState.OPEN:
            report_months.move_month(
                self.app,
                viewer=self.director,
                programme_id=1,
                area_code=BACKA,
                month=month,
                move=Move.REOPEN if state is PeriodState.APPROVED else Move.SEND_BACK,
                seen=seen,
                why="En rad saknas",
            )

    def step_publish(self, one: int, other: int) -> None:
        month = MONTHS[(one + other) % 2]
        self.step_approve(one, other)
        whose: dict[str, Any] = {"viewer": self.director, "programme_id": 1}
        ground, proposal = propose_month(
            self.app, month=month, threshold=5, time_limit_s=0.2, **whose
        )
        if proposal.area_codes:
            publish_month(self.app, ground=ground, proposal=proposal, comment=None, **whose)

    def step_correct_published(self, one: int, other: int) -> None:
        self.step_open_again(one, other)
        self.step_activity(one + other, other)
        self.step_publish(one, other)

    # The board -----------------------------------------------------------------------------------

    def step_ask(self, one: int, other: int) -> None:
        asked = Asked(1 + one % 2, None, "Punkten", self.moment(), f"Varför {other}?")
        keep_questions.ask(self.app, viewer=self.board, programme_id=1, asked=asked)

    def step_handle(self, one: int, other: int) -> None:
        with reading(self.app, self.director) as connection:
            waiting = [
                each
                for each in fetch_questions(connection, self.director, 1)
                if not each.is_answered
            ]
            people = fetch_people_to_answer(connection, self.director, 1)
        if not waiting:
            return
        question = waiting[one % len(waiting)]
        told: dict[str, Any] = {
            "viewer": self.director,
            "programme_id": 1,
            "question_id": question.id,
            "seen": question.handling.id if question.handling else None,
            "today": TODAY,
        }
        if other % 2:
            keep_questions.answer(self.app, text=f"Därför {other}.", **told)
        else:
            owner, due_on = people[other % len(people)].id, TODAY + timedelta(days=other)
            keep_questions.assign(self.app, owner_id=owner, due_on=due_on, **told)

    def step_meeting(self, one: int, other: int) -> None:
        told: dict[str, Any] = {"viewer": self.director, "programme_id": 1}
        with reading(self.app, self.director) as connection:
            meetings = fetch_meetings(connection, self.director, 1)
        going = next((each for each in meetings if each.state is not MeetingState.CLOSED), None)
        if going is None:
            day, title = TODAY - timedelta(days=one), f"Nämnden {len(meetings)} {other}"
            plan = MeetingPlan(day, title, "N164-0123/26", "1. Trygghet", SUBJECTS)
            keep_meetings.plan_meeting(self.app, plan=plan, today=TODAY, **told)
            return
        told |= {"meeting_id": going.id, "seen": going.changed_at}
        if going.state is MeetingState.PLANNED:
            keep_meetings.open_meeting(self.app, **told)
        else:
            keep_meetings.close_meeting(self.app, today=TODAY, **told)

    def _run(self, statement: str, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(text(statement), values)

    def _run_as_owner(self, statement: str, **values: Any) -> None:
        with self.database.engine("trygghet_owner").begin() as connection:
            connection.execute(text(statement), values)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.database.engine().begin() as connection:
            yield connection

    def _withdraw(self, table: str, which: int) -> None:
        with self._writing() as connection:
            self._withdraw_in(connection, table, which)

    def _withdraw_in(self, connection: Connection, table: str, which: int) -> None:
        connection.execute(
            text(
                f"update {table} set withdrawn_why = 'Fel' where id = (select id from {table}"
                " where withdrawn_at is null order by id offset :at limit 1)"
            ),
            {"at": which % 4},
        )

    def _is_open(self, month: date) -> bool:
        return self._step_of(month)[0] is PeriodState.OPEN

    def _step_of(self, month: date) -> tuple[PeriodState, int]:
        """Return how a month stands, and the key of its latest step."""
        with self.database.engine().connect() as connection:
            found = connection.execute(
                text("select state, id from reporting_step where month = :month order by id desc"),
                {"month": month},
            ).first()
        return (PeriodState(found.state), found.id) if found else (PeriodState.OPEN, 0)
