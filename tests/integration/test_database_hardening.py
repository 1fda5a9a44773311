"""What a determined client, or a careless one, might try: each was once possible."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from data_access.engine import is_lost_connection, make_engine
from data_access.facts import settle
from data_access.migrate import MigrationRefusedError, downgrade, upgrade
from data_access.money import fetch_source_years
from domain.access import operator
from domain.privacy import find_personal_identity_numbers
from domain.viewpoint import Viewpoint
from tests.conftest import Database
from tests.integration.small_programme import add_activity


@pytest.fixture
def stranger(database: Database) -> Iterator[Engine]:
    """Give a login of its own that is a source system and nothing else."""
    name = f"stranger_{make_url(database.url).database}"
    admin = database.engine(role=None)
    with admin.begin() as connection:
        connection.execute(text(f"create role {name} login password 'x' in role trygghet_source"))
    url = make_url(database.url).set(username=name, password="x")
    engine = make_engine(url.render_as_string(hide_password=False), role=None)
    yield engine
    engine.dispose()
    with admin.begin() as connection:
        connection.execute(text(f"drop owned by {name}; drop role {name}"))


PLANT = """
create function public.pg_has_role(name, text, text) returns boolean language sql
as 'select true'
"""


def test_migrating_closes_the_schema_to_everybody(database: Database, stranger: Engine) -> None:
    admin = database.engine(role=None)
    downgrade(admin, "0003")
    with admin.begin() as connection:
        connection.execute(text("grant create on schema public to public"))
    upgrade(admin)
    with pytest.raises(ProgrammingError, match="permission denied"), stranger.begin() as connection:
        connection.execute(text(PLANT))


def test_nothing_is_migrated_where_a_stranger_has_planted_something(
    database: Database, stranger: Engine
) -> None:
    admin = database.engine(role=None)
    downgrade(admin, "0003")
    with admin.begin() as connection:
        connection.execute(text("grant create on schema public to public"))
    with stranger.begin() as connection:
        connection.execute(text(PLANT))
    with pytest.raises(MigrationRefusedError, match=r"stranger_.*revoke create"):
        upgrade(admin)


def test_a_planted_function_does_not_lend_the_owners_voice(
    programme: Database, stranger: Engine
) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(text("grant create on schema public to public"))
    with stranger.begin() as connection:
        connection.execute(text(PLANT))
        connection.execute(text("select set_config('trygghet.actor', 'ledare', true)"))
        add_activity(connection)
    with programme.engine(role=None).connect() as connection:
        assert str(connection.scalar(text("select recorded_by from activity"))).startswith(
            "stranger_"
        )


def test_a_login_without_rights_is_told_whom_to_ask(database: Database, stranger: Engine) -> None:
    downgrade(database.engine(role=None), "0003")
    with pytest.raises(MigrationRefusedError, match="administratör"):
        upgrade(stranger)


def test_a_current_schema_needs_no_rights_to_stay_so(database: Database) -> None:
    assert upgrade(database.engine()).is_current


@pytest.mark.parametrize("held", ["select pg_advisory_lock(7208, 411)", "lock table activity"])
def test_a_stranger_holds_up_no_writer(programme: Database, stranger: Engine, held: str) -> None:
    with stranger.connect() as blocking:
        try:
            blocking.execute(text(held))
        except ProgrammingError:
            blocking.rollback()
        with programme.engine().begin() as connection:
            connection.execute(text("set local lock_timeout = '1s'"))
            assert add_activity(connection)


def test_no_stranger_can_pretend_to_be_writing(programme: Database, stranger: Engine) -> None:
    with stranger.connect() as connection:
        for table in ("revision_base", "revision"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                connection.begin_nested(),
            ):
                connection.execute(text(f"lock table {table} in row share mode"))


def test_settling_waits_for_a_writer_and_no_longer(programme: Database) -> None:
    with programme.engine().connect() as writer, programme.engine().connect() as reader:
        add_activity(writer)
        moment = reader.scalar(text("select clock_timestamp()"))
        reader.execute(text("set statement_timeout = '300ms'"))
        with pytest.raises(DBAPIError, match="statement timeout"):
            settle(reader, moment)
        reader.rollback()
        writer.commit()
        settle(reader, moment)


def test_a_moment_noted_before_the_first_fact_stamps_none(programme: Database) -> None:
    count = text(
        "select count(*) from activity where recorded_at <= :moment"
        " and (withdrawn_at is null or withdrawn_at > :moment)"
    )
    with programme.engine().connect() as writer, programme.engine().connect() as reader:
        writer.execute(text("select writing_moment()"))
        moment = reader.scalar(text("select clock_timestamp()"))
        settle(reader, moment)
        before = reader.scalar(count, {"moment": moment})
        reader.rollback()
        add_activity(writer)
        writer.commit()
        assert reader.scalar(count, {"moment": moment}) == before == 0


def test_a_deadlock_is_no_lost_connection(programme: Database) -> None:
    engine = programme.engine(role=None)
    met = threading.Barrier(2)
    errors: list[DBAPIError] = []

    def cross(first: str, second: str) -> None:
        change = text("update partner set name = name || '.' where code = :code")
        try:
            with engine.begin() as connection:
                connection.execute(change, {"code": first})
                met.wait()
                connection.execute(change, {"code": second})
        except DBAPIError as error:
            errors.append(error)

    both = [
        threading.Thread(target=cross, args=codes)
        for codes in (("police", "school"), ("school", "police"))
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert [is_lost_connection(error) for error in errors] == [False]


@pytest.mark.parametrize("role", ["trygghet_source", "trygghet_reader"])
def test_every_client_may_ask_whether_anything_is_new(programme: Database, role: str) -> None:
    question = text("select revision_token()")
    with programme.engine(role=role).connect() as connection:
        before = connection.scalar(question)
        with programme.engine().begin() as writer:
            add_activity(writer)
        assert connection.scalar(question) != before


SOURCE = (
    "insert into funding_source (code, name, funder, amount, starts_on, ends_on, purpose)"
    " values ({code}, {name}, {funder}, {amount}, '2022-05-01', '2026-12-31', {purpose})"
)
GOOD = {"code": "'NY'", "name": "'Nya'", "funder": "'Staten'", "amount": "1", "purpose": "'Stöd'"}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"amount": "'NaN'"}, "amount_finite"),
        ({"funder": "' '"}, "funder_filled"),
        ({"purpose": "''"}, "purpose_filled"),
        ({"code": "'extra'"}, "code_caseless"),
        ({"code": "'A B'"}, "code_plain"),
        ({"code": "'ÅÄÖ'"}, "code_plain"),
        ({"code": "''"}, "code_plain"),
        ({"name": "'Extra medel'"}, "programme_id_name"),
    ],
)
def test_a_source_that_would_be_mistaken_is_refused(
    programme: Database, change: dict[str, str], rule: str
) -> None:
    with programme.engine().begin() as connection:
        connection.execute(text(SOURCE.format(**GOOD)))
    with pytest.raises(IntegrityError, match=rule), programme.engine().begin() as connection:
        connection.execute(text(SOURCE.format(**{**GOOD, "code": "'C'", "name": "'D'", **change})))


def test_no_amount_is_not_a_number(programme: Database) -> None:
    with pytest.raises(IntegrityError, match="finite"), programme.engine().begin() as connection:
        connection.execute(
            text(
                "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
                " values ('EXTRA', '2024-05-02', '5010', 'NaN', 'V1')"
            )
        )


def test_a_booking_is_at_most_a_year_ahead(programme: Database) -> None:
    def book(day: date) -> None:
        with programme.engine().begin() as connection:
            connection.execute(
                text(
                    "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
                    " values ('EXTRA', :day, '5010', 1, 'V1')"
                ),
                {"day": day},
            )

    today = date.today()  # noqa: DTZ011 - a day's margin for the zone
    book(today + timedelta(days=360))
    with pytest.raises(IntegrityError, match="the last day that it may be"):
        book(today + timedelta(days=370))


def test_what_is_booked_ahead_closes_no_month(programme: Database) -> None:
    with programme.engine().begin() as connection:
        for day, amount in (("2024-05-02", 100), ("2024-11-30", 7)):
            connection.execute(
                text(
                    "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
                    " values ('EXTRA', :day, '5010', :amount, 'V')"
                ),
                {"day": day, "amount": amount},
            )
        (year,) = fetch_source_years(
            connection, operator("test"), 1, 2024, Viewpoint(date(2024, 6, 10))
        )
    assert year.booked_through == date(2024, 5, 2)
    assert year.outcome == 100
    assert year.budget is None, "no line has been read in, which is not a budget of 0"


def test_the_programme_cannot_be_made_shorter_than_its_ledger(programme: Database) -> None:
    with programme.engine().begin() as connection:
        connection.execute(
            text(
                "insert into ledger_entry (source_code, booked_on, account, amount, voucher)"
                " values ('EXTRA', '2022-05-02', '5010', 1, 'V1')"
            )
        )
    with (
        pytest.raises(IntegrityError, match="2022-05-02"),
        programme.engine().begin() as connection,
    ):
        connection.execute(text("update programme set starts_on = '2022-05-03'"))


def test_the_app_cannot_say_that_an_example_is_real(programme: Database) -> None:
    for statement in (
        "update programme set is_example = false",
        "insert into programme (code, name, starts_on, is_example) values ('b', 'B', now(), false)",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            programme.engine().begin() as connection,
        ):
            connection.execute(text(statement))


def test_who_set_the_state_of_a_month_is_the_databases_word(programme: Database) -> None:
    with programme.engine().begin() as connection:
        connection.execute(text("select set_config('trygghet.actor', 'ledare', true)"))
        connection.execute(
            text(
                "insert into reporting_period (area_code, month, due_on)"
                " values ('71', '2024-05-01', '2024-06-10')"
            )
        )
        connection.execute(text("update reporting_period set state = 'submitted'"))
        row = connection.execute(text("select *, now() as now from reporting_period")).one()
    assert row.changed_by == "ledare"
    assert row.changed_at >= row.now
    for column in ("changed_by = 'Annan'", "changed_at = '2020-01-01'", "due_on = '2090-01-01'"):
        with (
            pytest.raises(DBAPIError, match="permission denied"),
            programme.engine().begin() as connection,
        ):
            connection.execute(text(f"update reporting_period set {column}"))


def _latest_event(connection: Connection) -> tuple[str, int | None]:
    row = connection.execute(text("select * from audit_event order by id desc limit 1")).one()
    return row.table_name, row.programme_id


def test_the_audit_knows_the_programme_of_every_write(programme: Database) -> None:
    admin = programme.engine(role=None)
    with admin.begin() as connection:
        connection.execute(text("update programme set name = 'Nytt'"))
        assert _latest_event(connection) == ("programme", 1)
        connection.execute(
            text(
                "insert into partner (code, name)"
                " select 'p' || n, 'P' || n from generate_series(1, 150) n"
            )
        )
        assert _latest_event(connection) == ("partner", 1)


@given(
    born=st.dates(date(1900, 1, 1), date(2025, 12, 31)),
    serial=st.integers(1, 999),
    coordination=st.booleans(),
)
def test_a_persons_number_is_refused_whoever_writes_it(
    identity_judge: Connection, born: date, serial: int, coordination: bool
) -> None:
    day = born.day + 60 * coordination
    digits = f"{born:%y%m}{day:02}{serial:03}"
    weighed = "".join(str(int(digit) * (2 - place % 2)) for place, digit in enumerate(digits))
    check = -sum(map(int, weighed)) % 10
    long = f"{born:%Y}{digits[2:]}{check}"
    assert personnummer.valid(long)
    for written in (
        long,
        f"{long[:8]}-{long[8:]}",
        f"{long[2:8]}-{long[8:]}",
        f"{long[2:8]}+{long[8:]}",
    ):
        free = text("select is_free_of_identity_numbers(:words)")
        assert identity_judge.scalar(free, {"words": f"Ring {written}, tack"}) is False
        assert find_personal_identity_numbers(written), "the importer lets nothing more through"
        assert identity_judge.scalar(free, {"words": f"{written}-12-31"}) is True, "a period"
        wrong = f"{written[:-1]}{(check + 1) % 10}"
        assert identity_judge.scalar(free, {"words": wrong}) is True


@pytest.fixture
def identity_judge(database: Database) -> Iterator[Connection]:
    with database.engine().connect() as connection:
        yield connection


def test_a_persons_number_in_a_note_is_refused(programme: Database) -> None:
    with (
        pytest.raises(IntegrityError, match="note_impersonal"),
        programme.engine(role="trygghet_source").begin() as connection,
    ):
        add_activity(connection, note="Mötte 19811218-9876")
    with programme.engine(role="trygghet_source").begin() as connection:
        assert add_activity(connection, note="Ärende 8112189876 och konto 5010")
