"""Accounts and sessions, at the command line and in the database, and what is noted of them."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from data_access.accounts import fetch_accounts, fetch_units
from data_access.audit import AuditFault, count_events, fetch_broken_links
from data_access.engine import DatabaseError, reading
from data_access.sessions import fetch_live_sessions
from domain.access import AccessDeniedError, Role, Viewer, operator
from domain.accounts import Person, SessionLimits, SessionState, SignIn
from services.audit import ExportLimitError, prune_audit, take_out
from services.keep_accounts import AddressUsedError, change_email, invite
from services.sign_in import continue_session, sign_out
from tests.accounts import ISSUER, make_accounts
from tests.conftest import Database, run_trygghet
from tests.integration.small_programme import make_small_programme

LIMITS = SessionLimits(idle_minutes=30, hours=8)


@pytest.fixture
def programme(database: Database) -> Database:
    """Give a small programme with an account for each role."""
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    return database


def _sign_in(
    subject: str,
    *,
    email: str | None = None,
    is_verified: bool = False,
    group_role: Role | None = None,
    minutes_ago: int = 0,
    good_for: int = 60,
) -> SignIn:
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    return SignIn(
        person=Person(ISSUER, subject, email, is_verified, "Prov", group_role),
        provider="prov",
        key=secrets.token_hex(),
        at=at,
        believed_until=at + timedelta(minutes=good_for),
    )


def _state(database: Database, sign_in: SignIn) -> tuple[SessionState, Role | None]:
    app = database.engine("trygghet_app")
    seen = continue_session(app, 1, sign_in, LIMITS, "192.0.2.0/24")
    return seen.state, seen.viewer.role


def _viewer(database: Database, role: Role) -> Viewer:
    app = database.engine("trygghet_app")
    return continue_session(app, 1, _sign_in(role), LIMITS, "192.0.2.0/24").viewer


def _events(database: Database, action: str) -> list[tuple[str, str]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(
            text("select actor, address from audit_event where action = :action order by id"),
            {"action": action},
        )
        return [(row.actor, row.address) for row in rows]


def test_accounts_are_added_listed_and_closed(database: Database) -> None:
    make_small_programme(database.engine(role=None))
    shared = {"TRYGGHET_DATABASE_URL": database.url}
    add = ("users", "add", "anna@prov.example", "--name", "Anna Prov", "--role")
    assert run_trygghet(*add, "admin", **shared).returncode == 0
    again = run_trygghet("users", "add", "ANNA@prov.example", *add[3:], "board", **shared)
    assert again.returncode == 1
    assert "Det finns redan ett konto med den adressen." in again.stderr
    listed = run_trygghet("users", "list", **shared).stdout
    assert "Anna Prov" in listed
    assert "Systemadministratör" in listed
    alone = run_trygghet("users", "deactivate", "Anna@prov.example", **shared)
    assert alone.returncode == 1
    assert "minst en systemadministratör" in alone.stderr
    second = run_trygghet(
        "users", "add", "bo@prov.example", "--name", "Bo", *add[5:], "admin", **shared
    )
    assert second.returncode == 0
    assert run_trygghet("users", "deactivate", "Anna@prov.example", **shared).returncode == 0
    nobody = run_trygghet("users", "deactivate", "ingen@prov.example", **shared)
    assert nobody.returncode == 1
    assert "ingen@prov.example" in nobody.stderr
    wrong = run_trygghet(*add, "chef", **shared)
    assert wrong.returncode == 2
    assert "--role" in wrong.stderr


@pytest.mark.parametrize(
    ("email", "is_verified", "state"),
    [
        ("ny@prov.example", True, SessionState.LIVE),
        ("NY@PROV.example", True, SessionState.LIVE),
        ("ny@prov.example", False, SessionState.UNKNOWN),
        ("annan@prov.example", True, SessionState.UNKNOWN),
        (None, True, SessionState.UNKNOWN),
    ],
)
def test_an_invited_person_is_known_by_a_verified_address_once(
    programme: Database, email: str | None, is_verified: bool, state: SessionState
) -> None:
    invite(
        programme.engine(),
        viewer=operator("prov"),
        programme_id=1,
        name="Ny",
        email="ny@prov.example",
        role=Role.BOARD,
    )
    first = _sign_in("sub-1", email=email, is_verified=is_verified)
    assert _state(programme, first)[0] is state
    # Another subject with the same address is another person, whoever says so.
    second = _sign_in("sub-2", email="ny@prov.example", is_verified=True)
    if state is SessionState.LIVE:
        assert _state(programme, second)[0] is SessionState.UNKNOWN
        later = _sign_in("sub-1", email="bytt@prov.example")
        assert _state(programme, later) == (SessionState.LIVE, Role.BOARD)


@pytest.mark.parametrize(
    ("invited", "vouched"),
    [
        ("mike@prov.example", "mi\u212ae@prov.example"),
        ("lisa@prov.example", "l\u0130sa@prov.example"),
        ("åsa@prov.example", "\u212bsa@prov.example"),
        ("mike@prov.example", "mike@prov.example."),
        ("mike@prov.example", "mike+a@prov.example"),
    ],
)
def test_an_address_that_only_looks_the_same_is_anothers(
    programme: Database, invited: str, vouched: str
) -> None:
    invite(
        programme.engine(),
        viewer=operator("prov"),
        programme_id=1,
        name="Ny",
        email=invited,
        role=Role.ADMIN,
    )
    stranger = _sign_in("sub-1", email=vouched, is_verified=True)
    assert _state(programme, stranger)[0] is SessionState.UNKNOWN


def test_the_address_is_compared_in_one_way_in_every_locale(programme: Database) -> None:
    with programme.engine(role=None).connect() as connection:
        folded = connection.scalar(
            text(
                "select count(*) from regexp_matches(pg_get_functiondef('find_account'::regproc),"
                " 'lower\\((?![^)]* collate)', 'g')"
            )
        )
        assert folded == 0
        index = connection.scalar(
            text("select pg_get_indexdef('uq_app_user_email_caseless'::regclass)")
        )
    assert 'COLLATE "C"' in str(index)


def test_two_administrators_cannot_close_each_other_at_once(programme: Database) -> None:
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into app_user (name, email, role) values ('B', 'b@prov.example', 'admin')")
        )
    close = text("update app_user set is_active = false where name = :name")
    both = programme.engine("trygghet_operator")
    with both.connect() as one, both.connect() as other:
        one.execute(close, {"name": "B"})
        other.execute(text("set local lock_timeout = '200ms'"))
        with pytest.raises(DatabaseError, match="lock timeout"):
            other.execute(close, {"name": "Systemadministratör"})
        other.rollback()
        one.commit()
        with pytest.raises(DatabaseError, match="no administrator"):
            other.execute(close, {"name": "Systemadministratör"})


def test_the_groups_decide_at_each_sign_in(programme: Database) -> None:
    person = {"email": "grupp@prov.example", "is_verified": True}
    assert _state(programme, _sign_in("g", **person, group_role=Role.BOARD))[1] is Role.BOARD  # type: ignore[arg-type]
    first = _sign_in("g", **person, group_role=Role.BOARD)  # type: ignore[arg-type]
    assert _state(programme, first)[1] is Role.BOARD
    changed = _state(programme, _sign_in("g", **person, group_role=Role.DIRECTOR))  # type: ignore[arg-type]
    assert changed[1] is Role.DIRECTOR
    assert _state(programme, first) == (SessionState.ACCOUNT_CHANGED, None)
    assert _state(programme, _sign_in("g", **person))[0] is SessionState.INACTIVE  # type: ignore[arg-type]
    back = _state(programme, _sign_in("g", **person, group_role=Role.BOARD))  # type: ignore[arg-type]
    assert back == (SessionState.LIVE, Role.BOARD)


def test_who_leaves_the_groups_is_out_everywhere_and_may_come_back(programme: Database) -> None:
    first = _sign_in("g", group_role=Role.BOARD)
    assert _state(programme, first) == (SessionState.LIVE, Role.BOARD)
    assert _state(programme, _sign_in("g"))[0] is SessionState.INACTIVE
    assert _state(programme, first)[0] is SessionState.ACCOUNT_CHANGED
    back = _sign_in("g", group_role=Role.BOARD)
    assert _state(programme, back) == (SessionState.LIVE, Role.BOARD)


@pytest.mark.parametrize("group_role", [Role.BOARD, Role.DIRECTOR])
def test_no_group_opens_an_account_that_a_person_has_closed(
    programme: Database, group_role: Role
) -> None:
    _state(programme, _sign_in("g", group_role=Role.BOARD))
    with programme.engine(role=None).begin() as connection:
        connection.execute(text("update app_user set is_active = false where subject = 'g'"))
    again = _sign_in("g", group_role=group_role)
    assert _state(programme, again) == (SessionState.INACTIVE, None)


@pytest.mark.parametrize(
    ("email", "is_verified", "name", "kept"),
    [
        (None, False, "Kim", ("Kim", None)),
        ("kim@prov.example", True, "Kim", ("Kim", "kim@prov.example")),
        ("kim@prov.example", False, "Kim", ("Kim", None)),
        ("BOARD@exempel.invalid", True, "Kim", ("Kim", None)),
        ("ingen adress", True, "Kim", ("Kim", None)),
        ("900101-0009@prov.example", True, "900101-0009", ("Namn saknas", None)),
        ("kim@prov.example", True, " ", ("kim@prov.example", "kim@prov.example")),
        (None, False, None, ("Namn saknas", None)),
    ],
)
def test_whom_the_groups_let_in_needs_no_address(
    programme: Database,
    email: str | None,
    is_verified: bool,
    name: str | None,
    kept: tuple[str, str | None],
) -> None:
    sign_in = _sign_in("g", email=email, is_verified=is_verified, group_role=Role.RESEARCHER)
    sign_in = replace(sign_in, person=replace(sign_in.person, name=name))
    assert _state(programme, sign_in) == (SessionState.LIVE, Role.RESEARCHER)
    with programme.engine(role=None).connect() as connection:
        found = connection.execute(text("select name, email from app_user where subject = 'g'"))
        assert tuple(found.one()) == kept


@pytest.mark.parametrize(
    ("minutes_ago", "good_for", "state"),
    [
        (0, 60, SessionState.LIVE),
        (59, 60, SessionState.LIVE),
        (61, 60, SessionState.EXPIRED),
        (8 * 60 + 1, 10_000, SessionState.EXPIRED),
    ],
)
def test_a_token_begins_a_session_only_while_it_is_good(
    programme: Database, minutes_ago: int, good_for: int, state: SessionState
) -> None:
    sign_in = _sign_in(Role.BOARD, minutes_ago=minutes_ago, good_for=good_for)
    assert _state(programme, sign_in)[0] is state


def test_a_key_begins_one_session_and_stays_ended(programme: Database) -> None:
    sign_in = _sign_in(Role.BOARD)
    app = programme.engine("trygghet_app")
    viewer = continue_session(app, 1, sign_in, LIMITS, "").viewer
    assert _state(programme, sign_in)[0] is SessionState.LIVE
    sign_out(app, viewer)
    assert _state(programme, sign_in) == (SessionState.SIGNED_OUT, None)
    assert len(_events(programme, "sign_in")) == 1
    assert [who for who, _from in _events(programme, "sign_out")] == ["Nämndledamot (konto 3)"]


def test_signing_in_and_being_refused_are_noted_with_the_network(programme: Database) -> None:
    _state(programme, _sign_in(Role.BOARD))
    _state(programme, _sign_in("okänd", email="okand@prov.example"))
    assert _events(programme, "sign_in") == [("Nämndledamot (konto 3)", "192.0.2.0/24")]
    assert _events(programme, "refused") == [("okänd: okand@prov.example", "192.0.2.0/24")]


def test_a_late_token_is_noted_and_an_attempt_that_is_repeated_is_noted_once(
    programme: Database,
) -> None:
    late = _sign_in("sen", minutes_ago=100)
    for sign_in in (late, late, _sign_in("okänd"), _sign_in("okänd"), _sign_in("annan")):
        _state(programme, sign_in)
    assert [who for who, _from in _events(programme, "refused")] == [
        "okänd: sen",
        "okänd: okänd",
        "okänd: annan",
    ]


def test_files_are_taken_out_so_many_times_an_hour(programme: Database) -> None:
    app, viewer = programme.engine("trygghet_app"), _viewer(programme, Role.DIRECTOR)
    for number in range(3):
        take_out(app, viewer, f"{number}.csv", 3)
    with pytest.raises(ExportLimitError):
        take_out(app, viewer, "4.csv", 3)
    # Another's count is another's.
    take_out(app, _viewer(programme, Role.BOARD), "1.csv", 3)
    assert len(_events(programme, "exported")) == 4
    assert len(_events(programme, "refused")) == 1


def test_what_is_pruned_leaves_the_chain_whole_and_still_guarded(programme: Database) -> None:
    pool = programme.engine()
    with pool.connect() as connection:
        before = count_events(connection)
    assert prune_audit(pool, operator("prov"), 0) == before
    assert prune_audit(pool, operator("prov"), 10) == 0
    _state(programme, _sign_in(Role.BOARD))
    _state(programme, _sign_in(Role.ADMIN))
    with pool.connect() as connection:
        assert fetch_broken_links(connection) == ()
    with programme.engine(role=None).begin() as owner:
        assert owner.scalar(text("select action from audit_event order by id limit 1")) == "pruned"
        owner.execute(text("update audit_event set actor = 'Annan' where action = 'pruned'"))
    with pool.connect() as connection:
        assert len(fetch_broken_links(connection)) == 1


def test_a_beginning_that_is_taken_away_without_pruning_shows(programme: Database) -> None:
    with programme.engine(role=None).begin() as owner:
        owner.execute(
            text(
                "with gone as (delete from audit_event where position <= 2"
                " returning position, hash)"
                " update audit_head set kept_after = 2,"
                " kept_hash = (select hash from gone where position = 2)"
            )
        )
    with programme.engine().connect() as connection:
        faults = fetch_broken_links(connection)
    assert [(each.position, each.fault) for each in faults] == [(2, AuditFault.MISSING)]


def test_an_address_that_is_corrected_is_the_one_that_lets_in(programme: Database) -> None:
    app, admin = programme.engine("trygghet_app"), _viewer(programme, Role.ADMIN)
    invited = {"viewer": admin, "programme_id": 1, "name": "Ny", "role": Role.BOARD}
    invite(app, email="fle@prov.example", **invited)  # type: ignore[arg-type]
    with reading(app, admin) as connection:
        new = next(each for each in fetch_accounts(connection, admin, 1) if not each.is_known)
    correct = {"viewer": admin, "programme_id": 1, "account_id": new.id}
    change_email(app, email="fel@prov.example", **correct)  # type: ignore[arg-type]
    wrong = _sign_in("sub-1", email="fle@prov.example", is_verified=True)
    assert _state(programme, wrong)[0] is SessionState.UNKNOWN
    right = _sign_in("sub-2", email="fel@prov.example", is_verified=True)
    assert _state(programme, right) == (SessionState.LIVE, Role.BOARD)
    with pytest.raises(AddressUsedError):
        change_email(app, email="sen@prov.example", **correct)  # type: ignore[arg-type]
    with reading(app, admin) as connection:
        known = next(each for each in fetch_accounts(connection, admin, 1) if each.id == new.id)
    assert (known.email, known.is_known) == ("fel@prov.example", True)


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.ADMIN])
def test_no_other_role_corrects_an_address_or_is_told_the_units(
    programme: Database, role: Role
) -> None:
    app, viewer = programme.engine("trygghet_app"), _viewer(programme, role)
    with programme.engine(role=None).begin() as owner:
        owner.execute(text("update point set responsible_unit = 'Fältenheten'"))
    with pytest.raises(AccessDeniedError):
        change_email(app, viewer=viewer, programme_id=1, account_id=1, email="a@prov.example")
    with pytest.raises(AccessDeniedError), reading(app, viewer) as connection:
        fetch_units(connection, viewer, 1)
    with reading(app, viewer) as connection:
        # By SQL, as a program that forgets to ask whether the viewer may.
        assert connection.execute(text("select account_units(1)")).all() == []


def test_the_units_are_those_of_the_points_each_once(programme: Database) -> None:
    with programme.engine(role=None).begin() as owner:
        owner.execute(text("update point set responsible_unit = 'Fältenheten'"))
        owner.execute(
            text(
                "insert into point (number, title, short_title, focus_area, starts_on, due_on,"
                " responsible_unit) select each, 'P', 'P', focus_area, starts_on, due_on, unit"
                " from point, (values (2, 'Fältenheten'), (3, 'Avdelningen'), (4, null))"
                " as new (each, unit)"
            )
        )
    admin = _viewer(programme, Role.ADMIN)
    with reading(programme.engine("trygghet_app"), admin) as connection:
        assert fetch_units(connection, admin, 1) == ("Avdelningen", "Fältenheten")
        assert fetch_units(connection, admin, 2) == ()
    with reading(programme.engine(), operator("prov")) as connection:
        assert fetch_units(connection, operator("prov"), 1) == ("Avdelningen", "Fältenheten")


def test_the_viewers_own_account_and_sessions_are_told_apart(programme: Database) -> None:
    _viewer(programme, Role.BOARD)
    admin = _viewer(programme, Role.ADMIN)
    with reading(programme.engine("trygghet_app"), admin) as connection:
        accounts = fetch_accounts(connection, admin, 1)
        live = fetch_live_sessions(connection, admin, 1)
    assert [each.role for each in accounts if each.is_own] == [Role.ADMIN]
    assert {each.role: each.is_own for each in live} == {Role.BOARD: False, Role.ADMIN: True}
    # The command line has no account of its own.
    with reading(programme.engine(), operator("prov")) as connection:
        assert not any(each.is_own for each in fetch_accounts(connection, operator("prov"), 1))
