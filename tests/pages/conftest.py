"""What the page tests share: a database that the pages read, and a way to open one as a role."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from config.settings import ROOT, settings
from data_access.migrate import SchemaMismatchError
from data_access.programme import fetch_programme
from domain.access import Role, operator
from domain.calendar import months_between
from domain.disclosure import THRESHOLD
from services.load_example import load_example
from services.publish import publish_approved
from tests.accounts import SIGN_IN, claims_of, environment, make_accounts
from tests.conftest import Database, administer, copy_of, named
from tests.integration.small_programme import make_small_programme
from transfer.areas import read_default_areas
from ui.session import engine, today

QUARTER = months_between(date(2026, 1, 1), date(2026, 3, 1))
"""The months that `published` publishes, one after another."""


def as_shown(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages read a database."""
    if "TRYGGHET_DATABASE_URL" in os.environ:
        # A wider fixture shows another one, whose pool would be left behind open.
        engine().dispose()
    monkeypatch.setenv("TRYGGHET_DATABASE_URL", database.url)
    for name, value in environment(SIGN_IN).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    st.cache_resource.clear()


def kept_shown(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Let the pages read a database for as long as a test takes."""
    as_shown(database, monkeypatch)
    yield database
    with suppress(SchemaMismatchError):
        engine().dispose()
    settings.cache_clear()
    st.cache_resource.clear()


@pytest.fixture
def empty(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """Give a migrated database without a programme, and let the pages read it."""
    yield from kept_shown(database, monkeypatch)


@pytest.fixture(scope="session")
def example_template(server_url: str, template: str) -> str:
    """Load the example programme once, with an account for each role. The template's name."""
    name = "template_example"
    administer(server_url, f"create database {name} template {template}")
    made = Database(named(server_url, name))
    fill_with_example(made)
    made.close()
    return name


@pytest.fixture(scope="session")
def published_template(server_url: str, example_template: str) -> str:
    """Publish a quarter of the example once. The template's name."""
    name = "template_published"
    administer(server_url, f"create database {name} template {example_template}")
    made = Database(named(server_url, name))
    _publish_quarter(made)
    made.close()
    return name


@pytest.fixture
def example(
    server_url: str, example_template: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Give the example programme."""
    with copy_of(server_url, example_template) as made:
        yield from kept_shown(made, monkeypatch)


@pytest.fixture
def published(
    server_url: str, published_template: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """Give the example programme with a quarter of it made public."""
    with copy_of(server_url, published_template) as made:
        yield from kept_shown(made, monkeypatch)


def fill_with_example(database: Database) -> None:
    """Load the example programme as of today, and make an account for each role."""
    load_example(database.engine(role=None), 2022, today(), read_default_areas())
    make_accounts(database.engine())


def _publish_quarter(database: Database) -> None:
    app = database.engine()
    with app.connect() as connection:
        programme = fetch_programme(connection, "hisingen")
    assert programme
    made = publish_approved(
        app,
        viewer=operator("test"),
        programme_id=programme.id,
        months=QUARTER,
        threshold=THRESHOLD,
    )
    assert made == len(QUARTER)


@pytest.fixture
def small(empty: Database) -> Database:
    """Give a programme of one point, without reports, activities or money."""
    make_small_programme(empty.engine(role=None))
    make_accounts(empty.engine())
    return empty


def open_page(
    address: str = "",
    role: Role = Role.DIRECTOR,
    *,
    user: dict[str, Any] | None = None,
    **query: str,
) -> AppTest:
    """Open a page as somebody who has just signed in; `user` stands for another one's claims."""
    app = AppTest.from_file(ROOT / "ui" / "shell.py", default_timeout=60)
    app.user = claims_of(role) if user is None else user
    for name, value in query.items():
        app.query_params[name] = value
    # AppTest knows pages that are files; these are functions, known by their address.
    app._page_hash = calc_hash(address)
    return app.run()


def texts_of(app: AppTest) -> str:
    """Return all that a page shows as text."""
    shown = [*app.title, *app.header, *app.markdown, *app.caption, *app.text, *app.metric]
    return "\n".join(str(each.value) for each in shown)
