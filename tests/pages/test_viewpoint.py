"""The pages as of an earlier day: what was known then, for whom, and the way back to now."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import pages
from config.statuses import STATUS_WORDS
from domain.access import RIGHTS, Role
from domain.viewpoint import end_of
from tests.accounts import claims_of
from tests.conftest import Database, copy_of
from tests.pages.conftest import kept_shown, open_page, texts_of
from texts.numbers import day as in_words
from ui.session import today

LOOKING_BACK = [entry.address for entry in pages.MENU if entry.looks_back]
OTHERS = [entry.address for entry in pages.MENU if not entry.looks_back]
THEN = today() - timedelta(days=60)
NOTICE = "Inte i dag"
SEEN = f"Så här såg det ut {in_words(THEN)}, med det som var känt då"


@pytest.fixture(scope="module")
def shown(server_url: str, published_template: str) -> Iterator[Database]:
    """Give the example programme with a quarter published, for tests that write nothing."""
    with (
        copy_of(server_url, published_template) as made,
        pytest.MonkeyPatch.context() as monkeypatch,
    ):
        yield from kept_shown(made, monkeypatch)


def words(app: AppTest) -> str:
    return texts_of(app).replace("\\", "").replace("\u00a0", " ")


def click(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def statuses_in(database: Database, day: date) -> Counter[str]:
    """Return how many points had each status at the end of a day, as plain SQL has it."""
    with database.engine().connect() as connection:
        rows = connection.scalars(
            text(
                "select distinct on (point_number) status from status_report"
                " where recorded_at <= :moment and as_of_date <= :day"
                " and (withdrawn_at is null or withdrawn_at > :moment)"
                " order by point_number, as_of_date desc"
            ),
            {"moment": end_of(day), "day": day},
        )
        return Counter(rows)


def badges_of(app: AppTest) -> Counter[str]:
    """Return how many points the page of the programme shows with each status."""
    labels = {each.short: code for code, each in STATUS_WORDS.items()}
    shown = [each.value for each in app.markdown if "-badge[" in each.value]
    return Counter(
        code for value in shown for short, code in labels.items() if value.endswith(f"{short}]")
    )


def test_each_page_that_looks_back_says_so_and_goes_back_to_now(shown: Database) -> None:
    assert LOOKING_BACK == ["", "program", "punkt", "aktiviteter", "medel"]
    for address in LOOKING_BACK:
        app = open_page(address, per=THEN.isoformat(), nummer="7")
        assert not app.exception, address
        assert SEEN in words(app), address
        assert app.query_params.get("per") == THEN.isoformat(), (address, dict(app.query_params))
        then = words(app)
        click(app, "Tillbaka till nu")
        assert not app.exception, address
        assert "per" not in app.query_params, address
        assert NOTICE not in words(app), address
        assert words(app) != then, address


def test_the_programme_has_the_statuses_that_were_known_then(shown: Database) -> None:
    for day in (THEN, today() - timedelta(days=300)):
        app = open_page("program", per=day.isoformat())
        expected = statuses_in(shown, day)
        assert badges_of(app) == expected, day
        assert sum(expected.values()) > 20
    assert badges_of(open_page("program")) != badges_of(app)


def test_the_chosen_day_is_kept_from_page_to_page_and_what_is_known_today_with_it(
    shown: Database,
) -> None:
    app = open_page("", per=THEN.isoformat())
    click(app, "Visa det vi vet i dag")
    assert f"Så här var det {in_words(THEN)}, med det vi vet i dag" in words(app)
    assert app.query_params["kunskap"] == "idag"
    for address in ("medel", "om", "program"):
        # Another page's address bears no day; the reader's own does.
        app.query_params.clear()
        app._page_hash = calc_hash(address)
        app.run()
        assert not app.exception
        is_told = "med det vi vet i dag" in words(app)
        assert is_told is (address in LOOKING_BACK), address
        assert ("per" in app.query_params) is is_told
    click(app, "Visa det som var känt då")
    assert f"Så här såg det ut {in_words(THEN)}" in words(app)
    assert "kunskap" not in app.query_params


def test_a_link_with_what_is_known_today_is_taken_over(shown: Database) -> None:
    app = open_page("program", per=THEN.isoformat(), kunskap="idag")
    assert f"Så här var det {in_words(THEN)}, med det vi vet i dag" in words(app)
    assert app.query_params["kunskap"] == "idag"


def test_a_day_that_is_none_is_now(shown: Database) -> None:
    now = words(open_page("program"))
    for told in (
        *("i går", "2026-13-01", "", "20260101T00", "'; drop table point"),
        today().isoformat(),
        (today() + timedelta(days=1)).isoformat(),
        "9999-12-31",
        "0001-01-01",
        "2022-02-01",
    ):
        app = open_page("program", per=told)
        assert not app.exception, told
        assert words(app) == now, told
        assert "per" not in app.query_params, told


@pytest.mark.parametrize("role", [None, "okänd"])
def test_an_outsider_is_shown_nothing_of_any_day(shown: Database, role: str | None) -> None:
    user: dict[str, Any] = {"is_logged_in": False}
    if role:
        user = claims_of(role)
    for address in LOOKING_BACK:
        app = open_page(address, user=user, per=THEN.isoformat())
        assert not app.exception
        assert NOTICE not in words(app)
        assert not app.metric
        assert not app.table


def test_a_role_is_shown_of_that_day_what_it_is_shown_of_this(shown: Database) -> None:
    for entry in pages.MENU:
        # The front page of a role that has none is another page.
        if not entry.looks_back or not entry.address:
            continue
        for role in Role:
            app = open_page(entry.address, role, per=THEN.isoformat(), nummer="7")
            assert not app.exception, (entry.address, role)
            is_for_role = bool(RIGHTS[role] & set(entry.needs))
            is_refused = "ingår inte i din roll" in words(app)
            assert is_refused is not is_for_role, (entry.address, role)
            assert (SEEN in words(app)) is is_for_role, (entry.address, role)


def test_where_things_are_done_it_is_now(shown: Database) -> None:
    for address in OTHERS:
        role = Role.TEAM_LEAD if address in ("uppdatera", "registrera") else Role.DIRECTOR
        app = open_page(address, role, per=THEN.isoformat())
        assert not app.exception, address
        assert NOTICE not in words(app), address
        assert "per" not in app.query_params, address
        # The day is the reader's on: it comes back with a page that looks back.
        app._page_hash = calc_hash("program")
        app.run()
        assert SEEN in words(app), address


@pytest.mark.parametrize("role", [Role.BOARD, Role.RESEARCHER])
def test_what_was_published_then_is_shown_and_no_recomputation(shown: Database, role: Role) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    now = open_page("aktiviteter", role)
    assert now.table[0].value["Aktiviteter"].notna().any()
    # All was published today: by yesterday nothing had been told of what was registered long ago.
    then = open_page("aktiviteter", role, per=yesterday)
    assert not then.exception
    assert then.title[0].value == "Ingen månad är publicerad ännu"
    assert then.table[0].value["Aktiviteter"].isna().all()
    assert "Antalen för januari 2026 publicerades senare." in words(then)
    known = open_page("aktiviteter", role, per=yesterday, kunskap="idag")
    pd.testing.assert_frame_equal(known.table[0].value, now.table[0].value)


def test_of_a_point_that_another_unit_answers_for_today_no_money_is_told(example: Database) -> None:
    query: dict[str, Any] = {"per": THEN.isoformat(), "nummer": "11"}
    assert "bokfört" in words(open_page("punkt", Role.TEAM_LEAD, **query)).lower()
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text("update point set responsible_unit = 'Fältenheten' where number = 11")
        )
    app = open_page("punkt", Role.TEAM_LEAD, **query)
    assert not app.exception
    assert SEEN in words(app)
    assert "Arbete och pengar" in words(app)
    assert "bokfört" not in words(app).lower()
    with example.engine(role=None).connect() as connection:
        refused = text("select count(*) from audit_event where action = 'refused'")
        assert connection.scalar(refused) == 0


def test_of_an_earlier_day_no_deadlines_are_offered(shown: Database) -> None:
    def offered(**query: Any) -> set[str]:
        app = open_page("program", **query)
        assert not app.exception
        return {each.proto.label for each in app.get("download_button")}

    assert "Kalender (.ics)" in offered()
    assert "Kalender (.ics)" not in offered(per=THEN.isoformat())
    assert "Kalender (.ics)" not in offered(per=THEN.isoformat(), kunskap="idag")
