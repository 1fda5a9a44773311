"""A session in the database: whose it is, what ends it, and that an ended one shows nothing."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from data_access.database import may_more_than_the_panel
from data_access.engine import make_engine, reading, writing
from data_access.programme import fetch_standings
from data_access.sessions import fetch_live_sessions
from domain.access import Role, SessionEndedError, Viewer, operator
from domain.accounts import Person, SessionLimits, SessionState, SignIn
from services.sign_in import continue_session, sign_out
from services.start_programme import Start, start_programme
from tests.accounts import ISSUER, make_accounts
from tests.conftest import Database
from tests.integration.small_programme import make_small_programme
from transfer.areas import read_default_areas

LIMITS = SessionLimits(idle_minutes=30, hours=8)

ENDINGS: dict[str, tuple[str, SessionState]] = {
    "signed out": (
        "update app_session set ended_at = clock_timestamp(), ended_why = 'signed_out'",
        SessionState.SIGNED_OUT,
    ),
    "not used": (
        "update app_session set last_seen_at = now() - interval '30 minutes 1 second'",
        SessionState.IDLE,
    ),
    "too old": ("update app_session set expires_at = now()", SessionState.EXPIRED),
    "closed": (
        "update app_user set is_active = false where role = 'director'",
        SessionState.ACCOUNT_CHANGED,
    ),
    "another role": (
        "update app_user set role = 'admin' where role = 'director'",
        SessionState.ACCOUNT_CHANGED,
    ),
    "another unit": ("update app_user set unit = 'Annan'", SessionState.ACCOUNT_CHANGED),
    "closed, and nothing has ended its sessions": (
        (
            "set session_replication_role = replica; update app_user set is_active = false;"
            " set session_replication_role = origin"
        ),
        SessionState.ACCOUNT_CHANGED,
    ),
}


@pytest.fixture
def programme(database: Database) -> Database:
    """Give a small programme with an account for each role."""
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    return database


def _begin(
    database: Database, role: Role = Role.DIRECTOR, minutes_ago: int = 0
) -> tuple[SignIn, Viewer]:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    sign_in = SignIn(
        person=Person(ISSUER, role, None, email_is_verified=False, name=None),
        provider="prov",
        key=secrets.token_hex(),
        at=at,
        believed_until=at + timedelta(hours=1),
    )
    return sign_in, _look(database, sign_in)[1]


def _look(
    database: Database, sign_in: SignIn, programme_id: int = 1
) -> tuple[SessionState, Viewer]:
    app = database.engine("trygghet_app")
    seen = continue_session(app, programme_id, sign_in, LIMITS, "192.0.2.0/24")
    return seen.state, seen.viewer


def _do(database: Database, statement: str) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(text(statement))


def _one(database: Database, question: str) -> Any:
    with database.engine(role=None).connect() as connection:
        return connection.scalar(text(question))


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ended_session_shows_nothing_and_says_why(programme: Database, ending: str) -> None:
    statement, state = ENDINGS[ending]
    sign_in, viewer = _begin(programme)
    app = programme.engine("trygghet_app")
    with reading(app, viewer) as connection:
        assert fetch_standings(connection, viewer, 1)
    _do(programme, statement)
    # By SQL, as a program that forgets to ask whether the session lasts.
    with app.begin() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": viewer.key})
        assert connection.scalar(text("select count(*) from point")) == 0
    for transaction in (reading, writing):
        with pytest.raises(SessionEndedError), transaction(app, viewer):
            pytest.fail("a transaction was given")
    assert _look(programme, sign_in)[0] is state
    assert _look(programme, sign_in)[1].role is None


def test_a_session_that_ends_while_it_reads_gives_no_answer_that_could_be_kept(
    programme: Database,
) -> None:
    _sign_in, viewer = _begin(programme)
    app = programme.engine("trygghet_app")

    def read_after_signing_out() -> object:
        with reading(app, viewer) as connection:
            sign_out(app, viewer)
            return fetch_standings(connection, viewer, 1)

    with pytest.raises(SessionEndedError):
        read_after_signing_out()


def test_a_session_is_of_one_programme(programme: Database) -> None:
    places, population = read_default_areas()
    start = Start("annat", "Ett annat", date(2024, 1, 1), None, places, population)
    other = start_programme(programme.engine(), viewer=operator("prov"), start=start)
    sign_in, viewer = _begin(programme)
    assert viewer.role is Role.DIRECTOR
    assert _look(programme, sign_in, other) == (SessionState.NONE, Viewer(key=sign_in.key))
    assert _look(programme, sign_in)[0] is SessionState.LIVE


def test_use_keeps_a_session_alive_and_its_greatest_age_does_not_move(programme: Database) -> None:
    sign_in, _viewer = _begin(programme, minutes_ago=50)
    ends = _one(programme, "select expires_at from app_session")
    assert abs(ends - sign_in.at - timedelta(hours=8)) < timedelta(seconds=1)
    for _each in range(3):
        _do(programme, "update app_session set last_seen_at = last_seen_at - interval '20 minutes'")
        assert _look(programme, sign_in)[0] is SessionState.LIVE
    assert _one(programme, "select now() - last_seen_at < interval '1 minute' from app_session")
    assert _one(programme, "select expires_at from app_session") == ends


def test_the_next_sign_in_ends_what_nobody_has_asked_for_and_forgets_what_is_old(
    programme: Database,
) -> None:
    _begin(programme)
    _begin(programme, Role.BOARD)
    _do(programme, "update app_session set last_seen_at = now() - interval '1 hour' where id = 1")
    _do(
        programme,
        "update app_session set ended_at = now() - interval '91 days', ended_why = 'signed_out'"
        " where id = 2",
    )
    _begin(programme, Role.ADMIN)
    with programme.engine(role=None).connect() as connection:
        rows = connection.execute(text("select id, ended_why from app_session order by id"))
        assert [tuple(row) for row in rows] == [(1, "idle"), (3, None)]
        noted = connection.scalar(
            text("select changes ->> 'why' from audit_event where action = 'sign_out' limit 1")
        )
    assert noted == "idle"


def test_only_sessions_that_last_are_shown(programme: Database) -> None:
    _begin(programme)
    _begin(programme, Role.BOARD)
    _sign_in, admin = _begin(programme, Role.ADMIN)
    _do(programme, "update app_session set last_seen_at = now() - interval '1 hour' where id = 1")
    _do(programme, "update app_session set expires_at = now() where id = 2")
    with reading(programme.engine("trygghet_app"), admin) as connection:
        shown = fetch_live_sessions(connection, admin, 1)
    assert [each.role for each in shown] == [Role.ADMIN]


def test_an_account_that_is_closed_while_a_sign_in_is_under_way_has_no_session(
    programme: Database,
) -> None:
    app = programme.engine("trygghet_app")
    key = secrets.token_hex()
    begin = text(
        "select start_session(1, jsonb_build_object('issuer', cast(:issuer as text),"
        " 'subject', 'board', 'email_is_verified', false), :key, 'prov', now(),"
        " now() + interval '1 hour', 30, 8)"
    )
    with app.connect() as signing, programme.engine(role=None).connect() as closing:
        signing.execute(begin, {"issuer": ISSUER, "key": key})
        closing.execute(text("set lock_timeout = '200ms'"))
        # Whoever closes the account waits for the sign-in, and then ends what it began.
        with pytest.raises(Exception, match="lock timeout"):
            closing.execute(text("update app_user set is_active = false where role = 'board'"))
        closing.rollback()
        signing.commit()
        closing.execute(text("update app_user set is_active = false where role = 'board'"))
        closing.commit()
    assert _one(programme, "select ended_why from app_session") == "account_changed"


@pytest.mark.parametrize("role", [None, *(each for each in Role if each is not Role.ADMIN)])
def test_only_an_administrator_ends_anothers_session(
    programme: Database, role: Role | None
) -> None:
    _begin(programme, Role.BOARD)
    viewer = _begin(programme, role)[1] if role else Viewer()
    with programme.engine("trygghet_app").begin() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": viewer.key})
        assert connection.scalar(text("select end_session_of_another(1)")) is False
    assert _one(programme, "select ended_at from app_session where id = 1") is None


def test_nobody_is_believed_for_a_name_alone(programme: Database) -> None:
    told = text("select begin_viewing('', 'Förvaltningsdirektör (konto 2)', '')")
    with programme.engine("trygghet_app").begin() as connection:
        connection.execute(told)
        assert "konto" not in str(connection.scalar(text("select current_actor()")))
    with programme.engine("trygghet_operator").begin() as connection:
        connection.execute(told)
        actor = connection.scalar(text("select current_actor()"))
    assert actor == "Förvaltningsdirektör (konto 2)"


def test_who_may_not_take_files_out_is_refused_by_the_database_too(programme: Database) -> None:
    _sign_in, viewer = _begin(programme, Role.RESEARCHER)
    with programme.engine("trygghet_app").begin() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": viewer.key})
        noted = text("select note_export(jsonb_build_object('file', 'a.csv'), 100)")
        assert connection.scalar(noted) is False
    assert _one(programme, "select count(*) from audit_event where action = 'exported'") == 0
    assert (
        _one(programme, "select changes ->> 'asked' from audit_event order by id desc") == "a.csv"
    )


@pytest.mark.parametrize("role", ["trygghet_operator", "trygghet_owner", "trygghet_app"])
def test_the_panel_is_served_with_its_own_login_only(programme: Database, role: str) -> None:
    engine = make_engine(programme.url_as(role), role=None)
    assert may_more_than_the_panel(engine) is (role != "trygghet_app")
    engine.dispose()
