"""The example in a real database: whole or not at all, and with something to worry about."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import typer
from psycopg.errors import ForeignKeyViolation
from sqlalchemy import Connection, Engine, Table, func, select, text

import commands.demo
from config.example import read_example
from config.settings import Settings
from data_access.activities import fetch_activity_sums, fetch_reporting_periods
from data_access.areas import fetch_areas
from data_access.database import Database as FoundDatabase
from data_access.meetings import fetch_meetings
from data_access.money import fetch_source_years
from data_access.programme import fetch_indicators, fetch_programme, fetch_standings
from data_access.questions import fetch_questions
from data_access.schema import activities, money, programme
from domain.access import operator
from domain.activities import ActivityFilter
from domain.areas import AreaLevel
from domain.attention import Attention, MonthsSubject, SourceSubject, needs_attention
from domain.calendar import STOCKHOLM
from domain.completeness import Reporting
from domain.concerns import Concern
from domain.example.moments import at
from domain.meetings import MeetingState, meeting_before
from domain.money import SourceYear
from domain.pace import Tempo, pace_of
from domain.points import count_by_status
from domain.questions import QuestionState, by_weight
from domain.repayment import repayment_of
from domain.statuses import Status
from domain.viewpoint import Viewpoint
from services.load_example import (
    TABLES,
    LoadedExample,
    ProgrammeExistsError,
    load_example,
    places_of,
)
from tests.conftest import Database, administer, named
from transfer.areas import read_default_areas

pytestmark = pytest.mark.database

# A day that has passed, for the database takes nothing that has not.
TODAY = date(2025, 11, 22)
MONTHS = (date(2021, 5, 1), date(2025, 11, 1))


def load(database: Database) -> LoadedExample:
    return load_example(database.engine(role=None), 2022, TODAY, read_default_areas())


@pytest.fixture(scope="module")
def filled(server_url: str, template: str) -> Iterator[Database]:
    """Give one database with the example, for the tests that only read it."""
    administer(server_url, f"create database filled_example template {template}")
    made = Database(named(server_url, "filled_example"))
    load(made)
    yield made
    made.close()
    administer(server_url, "drop database filled_example with (force)")


@pytest.fixture
def loaded(filled: Database) -> Iterator[Connection]:
    """Give a connection of the application to the example."""
    with filled.engine().connect() as connection:
        yield connection


def key(connection: Connection) -> int:
    found = fetch_programme(connection, read_example().code)
    assert found is not None
    return found.id


def attention(connection: Connection) -> list[Attention]:
    return needs_attention(
        fetch_standings(connection, operator("test"), key(connection)),
        fetch_source_years(
            connection, operator("test"), key(connection), TODAY.year, Viewpoint(TODAY)
        ),
        fetch_reporting_periods(connection, operator("test"), key(connection), *MONTHS),
        TODAY,
        {
            area.code: area.name
            for area in fetch_areas(connection, operator("test"), key(connection))
        },
    )


def rows_of(engine: Engine) -> dict[str, int]:
    counted = ("programme", "point", "activity", "ledger_entry", "audit_event", "revision")
    with engine.connect() as connection:
        return {
            table: int(connection.scalar(text(f"select count(*) from {table}")) or 0)
            for table in counted
        }


def test_it_counts_what_it_wrote_and_tells_of_every_table(database: Database) -> None:
    told: list[str] = []
    begun = datetime.now(STOCKHOLM)
    counts = load_example(
        database.engine(role=None), 2022, TODAY, read_default_areas(), told.append
    )
    seconds = (datetime.now(STOCKHOLM) - begun).total_seconds()
    print(f"loaded in {seconds:.1f} s")  # noqa: T201 - told, for a slow machine is no fault
    assert (counts.points, counts.areas) == (28, 36)
    assert counts.activities > 9_000
    assert len(told) == len(set(told)) == TABLES
    assert rows_of(database.engine(role=None))["activity"] == counts.activities


def test_the_programme_is_marked_as_an_example(loaded: Connection) -> None:
    found = fetch_programme(loaded, Settings().programme)
    assert found is not None
    assert found.is_example
    assert found.starts_on == date(2021, 5, 1)


def test_the_board_has_met_and_meets_again(loaded: Connection) -> None:
    meetings = fetch_meetings(loaded, operator("test"), key(loaded))
    ahead, *closed = meetings
    assert ahead.state is MeetingState.PLANNED
    assert 10 <= (ahead.held_on - TODAY).days <= 20
    assert len(closed) == 6
    for each in closed:
        assert each.state is MeetingState.CLOSED
        assert each.as_of == at(each.held_on - timedelta(days=7), 12, 0)
    assert (TODAY - closed[-1].held_on).days < 366
    assert meeting_before(ahead, meetings) == closed[0]


def test_the_board_has_an_answer_waits_for_one_and_has_waited_too_long(loaded: Connection) -> None:
    questions = fetch_questions(loaded, operator("test"), key(loaded))
    assert [each.state(TODAY) for each in by_weight(questions, TODAY)] == [
        QuestionState.OVERDUE,
        QuestionState.IN_HAND,
        QuestionState.ANSWERED,
    ]
    # As the first was answered its owner had been told some days before.
    first = next(each for each in questions if each.is_answered)
    then = at(first.asked_on + timedelta(days=3), 12, 0)
    (earlier,) = fetch_questions(loaded, operator("test"), key(loaded), then)
    assert earlier.state(then.date()) is QuestionState.IN_HAND
    assert "enligt rapporten" in first.told


def test_what_may_be_changed_has_stood_since_the_first_day(loaded: Connection) -> None:
    first = at(date(2021, 5, 1), 0, 0)
    standing = text(
        "select count(*) from row_version where table_name = :kept and recorded_at <= :moment"
        " and (replaced_at is null or replaced_at > :moment)"
    )
    for kept in ("point", "milestone", "indicator", "funding_source"):
        rows = loaded.scalar(text(f"select count(*) from {kept}"))
        for moment in (first, at(date(2024, 6, 1), 12, 0), at(TODAY, 0, 0)):
            assert loaded.scalar(standing, {"kept": kept, "moment": moment}) == rows
    # A milestone was not done until it was.
    done = loaded.execute(
        text(
            "select m.done_on, v.content ->> 'done_on' as told, v.recorded_at, v.replaced_at"
            " from row_version v join milestone m on m.id::text = v.row_key"
            " where v.table_name = 'milestone' and m.done_on is not null order by v.recorded_at"
        )
    ).all()
    assert done
    for row in done:
        moment = max(at(row.done_on, 16, 0), first)
        assert (row.recorded_at if row.told else row.replaced_at) == moment


def test_the_summary_equals_the_standing_log(loaded: Connection) -> None:
    log = activities.activity
    cell = (log.c.area_code, log.c.kind, log.c.target_group)
    month = func.date_trunc("month", log.c.occurred_on)
    standing = {
        (day.date(), *where): (occasions, participants or 0, entries, uncounted)
        for day, *where, occasions, participants, entries, uncounted in loaded.execute(
            select(
                month,
                *cell,
                func.sum(log.c.occasions),
                func.sum(log.c.participants),
                func.count(),
                func.count().filter(log.c.participants.is_(None)),
            )
            .where(log.c.withdrawn_at.is_(None))
            .group_by(month, *cell)
        )
    }
    summary = {
        (found.month, found.area_code, found.kind, found.target_group): (
            found.occasions,
            found.participants,
            found.entries,
            found.uncounted,
        )
        for found in fetch_activity_sums(
            loaded, operator("test"), key(loaded), ActivityFilter(*MONTHS)
        )
    }
    assert summary == standing


@pytest.mark.parametrize(
    "table",
    [
        activities.activity,
        programme.status_report,
        programme.indicator_value,
        money.budget_line,
        money.ledger_entry,
        money.forecast,
    ],
    ids=lambda table: str(table.name),
)
def test_every_fact_is_recorded_over_the_years_and_none_today(
    loaded: Connection, table: Table
) -> None:
    first, last = loaded.execute(
        select(func.min(table.c.recorded_at), func.max(table.c.recorded_at))
    ).one()
    assert at(date(2021, 5, 1), 0, 0) <= first < at(date(2022, 11, 1), 0, 0)
    assert last < at(TODAY, 0, 0)


def test_as_of_an_earlier_day_less_was_known(loaded: Connection) -> None:
    earlier = at(date(2024, 6, 1), 12, 0)
    now = count_by_status(fetch_standings(loaded, operator("test"), key(loaded)))
    then = count_by_status(
        fetch_standings(loaded, operator("test"), key(loaded), Viewpoint.back_at(earlier))
    )
    assert now[Status.DONE] == 6
    assert then[Status.DONE] < 6
    assert then[None] > now[None] == 0


def test_the_director_finds_something_to_worry_about(loaded: Connection) -> None:
    rows = attention(loaded)
    kinds = {row.kind for row in rows}
    assert {Concern.LATE, Concern.REPAYMENT, Concern.UNREPORTED, Concern.SILENT} <= kinds
    assert sum(row.badge is Status.LATE and row.kind is Concern.LATE for row in rows) == 3
    assert 8 <= len(rows) <= 14
    assert [row.subject for row in rows if isinstance(row.subject, SourceSubject)] == [
        SourceSubject("EXTRA")
    ]
    assert [row.subject for row in rows if isinstance(row.subject, MonthsSubject)] == [
        MonthsSubject(("76",), (date(2025, 7, 1),))
    ]


def extra(connection: Connection) -> SourceYear:
    years = fetch_source_years(
        connection, operator("test"), key(connection), TODAY.year, Viewpoint(TODAY)
    )
    return next(year for year in years if year.source.code == "EXTRA")


def test_money_goes_slower_than_time_and_may_have_to_be_repaid(loaded: Connection) -> None:
    year = extra(loaded)
    repayment = repayment_of(year)
    assert year.booked_through == date(2025, 10, 31)
    assert pace_of(year).tempo is Tempo.SLOW
    assert repayment is not None
    assert repayment.amount > 3_000_000
    assert repayment.pay_by == date(2026, 3, 31)


def test_last_month_is_whole_and_july_is_not(loaded: Connection) -> None:
    codes = [
        area.code
        for area in fetch_areas(loaded, operator("test"), key(loaded))
        if area.level is AreaLevel.MELLANOMRADE
    ]
    reporting = Reporting.of(
        fetch_reporting_periods(loaded, operator("test"), key(loaded), *MONTHS)
    )
    assert reporting.may_sum(codes, date(2025, 10, 1))
    assert reporting.missing_areas(codes, date(2025, 7, 1)) == ("76",)


def test_indicators_have_their_values(loaded: Connection) -> None:
    first = fetch_indicators(loaded, operator("test"), key(loaded))[1][0]
    assert [value for _quarter, value in first.values] == read_example().points[0].indicators[
        0
    ].values
    assert first.values[-1][0] == date(2025, 7, 1)


def test_loading_twice_is_refused_and_changes_nothing(database: Database) -> None:
    load(database)
    before = rows_of(database.engine(role=None))
    with pytest.raises(ProgrammeExistsError, match="finns redan") as refused:
        load(database)
    assert refused.value.is_example
    assert rows_of(database.engine(role=None)) == before


def test_another_programme_is_left_alone(database: Database) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into programme (code, name, starts_on) values ('a', 'Skarpt', '2024-01-01')"
            )
        )
    with pytest.raises(ProgrammeExistsError, match="”Skarpt”") as refused:
        load(database)
    assert not refused.value.is_example
    assert rows_of(database.engine(role=None))["point"] == 0


def test_a_failure_leaves_the_database_empty(database: Database) -> None:
    areas, populations = read_default_areas()
    with pytest.raises(ForeignKeyViolation):
        load_example(
            database.engine(role=None),
            2022,
            TODAY,
            ([area for area in areas if area.code != "71"], populations),
        )
    assert rows_of(database.engine(role=None))["programme"] == 0


def test_small_areas_are_weighed_by_their_inhabitants() -> None:
    places = places_of(*read_default_areas())
    assert len(places) == 11
    assert sum(len(within) for within in places.values()) == 24
    assert places["75"]["707"] < places["75"]["704"]


class TestCommand:
    def test_a_shared_database_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        shared = Settings(database_url="postgresql://shared.example/trygghet")
        monkeypatch.setattr(commands.demo, "settings", lambda: shared)
        with pytest.raises(typer.Exit) as left:
            commands.demo.demo()
        assert left.value.exit_code == 1
        assert "delad databas" in capsys.readouterr().err

    def test_it_fills_an_empty_database_once_and_says_so(
        self,
        database: Database,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.setattr(
            "commands.console.open_database", lambda _settings: FoundDatabase(database.url, None)
        )
        # A pool that the test closes; the command leaves that to the end of its process.
        monkeypatch.setattr(FoundDatabase, "admin_engine", lambda _found: database.engine(None))
        monkeypatch.setattr(commands.demo, "settings", lambda: Settings(database_url=None))
        commands.demo.demo()
        first = capsys.readouterr().out
        commands.demo.demo()
        assert first.startswith("Exempelprogrammet är på plats: 28 punkter, ")
        assert "finns redan" in capsys.readouterr().out
