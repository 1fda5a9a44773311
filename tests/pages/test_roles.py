"""Each page as each role: what is refused shows nothing, and is noted."""

from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from streamlit.runtime.scriptrunner_utils.exceptions import StopException
from streamlit.testing.v1 import AppTest

from domain.access import Role, Viewer
from pages import MENU, Entry
from tests.accounts import claims_of
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of

STOPPED = "ui.viewer.continue_session"

REFUSED = "Den här sidan ingår inte i din roll"


def _refusals(database: Database) -> list[tuple[str, str]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(
            text("select actor, changes ->> 'asked' from audit_event where action = 'refused'")
        )
        return [(row[0].partition(" (")[0], row[1]) for row in rows]


def _may(entry: Entry, role: Role) -> bool:
    return entry.is_for(Viewer(role=role))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_finds_its_pages_and_no_others(example: Database, role: Role) -> None:
    for entry in MENU:
        app = open_page(entry.address, role)
        assert not app.exception
        words = texts_of(app)
        if _may(entry, role):
            assert REFUSED not in words, entry.address
        elif entry.address:
            assert app.title[0].value == REFUSED
            assert not app.table
            assert not app.metric
    asked = {where for _who, where in _refusals(example)}
    assert asked == {
        f"/{entry.address}" for entry in MENU if entry.address and not _may(entry, role)
    }


@pytest.mark.parametrize("entry", MENU, ids=lambda entry: entry.address or "oversikt")
@pytest.mark.parametrize(
    ("user", "heading"),
    [
        ({}, "Logga in"),
        ({"is_logged_in": False}, "Logga in"),
        (claims_of("okänd"), "Du har inget konto i panelen"),
        (claims_of(Role.DIRECTOR, iss="https://annan.example"), "Logga in"),
        (claims_of(Role.DIRECTOR, provider="annan"), "Logga in"),
        (claims_of(Role.DIRECTOR, aud="annan", azp="panelen"), "Logga in"),
        (claims_of(Role.DIRECTOR, aud=["annan"], azp="panelen"), "Logga in"),
        (claims_of(Role.DIRECTOR, aud=None), "Logga in"),
        (claims_of(Role.DIRECTOR, sub=None), "Logga in"),
        (claims_of("", exp=2e18), "Logga in"),
        (claims_of("okänd\0"), "Logga in"),
        (
            claims_of("okänd", name="a\0", email=["a"], groups=[{}]),
            "Du har inget konto i panelen",
        ),
        (claims_of(Role.DIRECTOR, nonce=None), "Logga in"),
        (claims_of(Role.DIRECTOR, exp=None), "Logga in"),
        (claims_of(Role.DIRECTOR, iat="snart"), "Logga in"),
        (claims_of(Role.DIRECTOR, exp=1, iat=0), "Du har loggats ut"),
    ],
)
def test_an_outsider_gets_nothing(
    small: Database, entry: Entry, user: dict[str, object], heading: str
) -> None:
    app = open_page(entry.address, user=user)
    assert not app.exception
    assert [each.value for each in app.title] == [heading]
    assert not app.table
    assert not app.metric
    assert not app.get("plotly_chart")


def test_the_board_sees_points_and_money_but_no_counts(example: Database) -> None:
    app = open_page("", Role.BOARD)
    assert [each.label.split(" ")[0] for each in app.metric] == ["Punkter", "Punkter", "Förbrukat"]
    assert "Inga antal är publicerade ännu" in texts_of(app)
    words = texts_of(open_page("punkt", Role.BOARD, nummer="11"))
    assert "bokfört" in words
    assert "aktiviteter är registrerade" not in words


def test_a_team_leader_sees_the_money_of_the_own_points(example: Database) -> None:
    app = open_page("medel", Role.TEAM_LEAD)
    assert "är bokfört på enhetens punkter" in app.title[0].value
    with example.engine().connect() as connection:
        own = connection.scalars(
            text("select number from point where responsible_unit = 'Team för unga i riskzon'")
        ).all()
    assert [int(each) for each in app.table[0].value["Punkt"]] == sorted(own)
    assert len(open_page("", Role.TEAM_LEAD).metric) == 4


def test_a_change_of_the_account_ends_the_session_at_the_next_rerun(example: Database) -> None:
    app = open_page("program", Role.BOARD)
    assert not app.exception
    with example.engine(role=None).begin() as connection:
        connection.execute(text("update app_user set is_active = false where role = 'board'"))
    app.run()
    assert app.title[0].value == "Du har loggats ut"
    assert "Frånvaro" not in texts_of(app)


def _recognised() -> None:
    import streamlit as st  # noqa: PLC0415 - this is a script of its own

    from ui.cached import begin_run, programme  # noqa: PLC0415
    from ui.viewer import recognise, viewer  # noqa: PLC0415

    st.button("Spara", on_click=lambda: st.session_state.update(saved_as=viewer().role))
    begin_run()
    recognise(programme().id)


def _trying() -> AppTest:
    app = AppTest.from_function(_recognised, default_timeout=60)
    app.user = claims_of(Role.TEAM_LEAD)
    return app.run()


def test_a_run_that_the_next_tap_interrupts_does_not_sign_the_writer_out(example: Database) -> None:
    """What is typed begins a run; the tap on the button comes while it looks at the session."""
    app = _trying()
    with patch(STOPPED, side_effect=StopException):
        app.run()
    app.button[0].click().run()
    assert app.session_state["saved_as"] == Role.TEAM_LEAD


@pytest.mark.parametrize("change", [{"is_logged_in": False}, {"sub": "okänd"}])
def test_whoever_is_nobody_any_more_saves_nothing(
    example: Database, change: dict[str, Any]
) -> None:
    app = _trying()
    app.user = claims_of(Role.TEAM_LEAD) | change
    app.run()
    app.button[0].click().run()
    assert app.session_state["saved_as"] is None


def test_nobody_is_recognised_where_the_database_could_not_tell(example: Database) -> None:
    app = _trying()
    with patch(STOPPED, side_effect=OperationalError("select", {}, Exception())):
        app.run()
    app.button[0].click().run()
    assert app.session_state["saved_as"] is None
