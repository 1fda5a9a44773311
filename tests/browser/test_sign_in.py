"""Signing in at a real provider: two processes behind one address with TLS, in a real Chromium."""

import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import text

from domain.access import Role
from services.load_example import load_example
from tests.accounts import environment
from tests.browser.conftest import WCAG
from tests.conftest import Database, administer, named, run_trygghet
from tests.front import Front, fronting
from tests.provider import CLIENT_ID, CLIENT_SECRET, Forgery, Person, Provider, providing
from transfer.areas import read_default_areas
from ui.session import today

PROGRAM = Path(sys.executable).with_name("trygghet")

PEOPLE = (
    *(Person(f"sub-{role}", f"{role}@prov.example", f"Prov {role}") for role in Role),
    Person("sub-okand", "okand@prov.example", "Okänd Prov"),
    Person("sub-obekraftad", "obekraftad@prov.example", "Obekräftad Prov", is_verified=False),
    Person("sub-grupp", "grupp@prov.example", "Grupp Prov", groups=("annat", "namnden")),
)

MENU = {
    Role.TEAM_LEAD: ["Översikt", "Program", "Aktiviteter", "Medel", "Om"],
    Role.DIRECTOR: ["Översikt", "Program", "Aktiviteter", "Medel", "Om"],
    Role.BOARD: ["Översikt", "Program", "Medel", "Om"],
    # A menu of one page is none.
    Role.RESEARCHER: [],
    Role.ADMIN: ["Administration", "Om"],
}


@dataclass
class World:
    """The panel as readers meet it, and what stands around it."""

    front: Front
    provider: Provider
    database: Database
    settings: dict[str, str]

    def sql(self, statement: str) -> None:
        """Run a statement as the database's superuser."""
        with self.database.engine(role=None).begin() as connection:
            connection.execute(text(statement))

    def refusals(self) -> list[str]:
        """Return what the audit has of refusals."""
        with self.database.engine(role=None).connect() as connection:
            return [
                str(each)
                for each in connection.scalars(
                    text("select changes from audit_event where action = 'refused' order by id")
                )
            ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def world(server_url: str, template: str) -> Iterator[World]:
    """Give two panels behind one address, on a shared database, and the provider."""
    administer(server_url, f"create database sign_in template {template}")
    administer(server_url, "create role panel login password 'prov' in role trygghet_app")
    database = Database(named(server_url, "sign_in"))
    load_example(database.engine(role=None), 2022, today(), read_default_areas())
    ports = [_free_port() for _each in range(4)]
    settings = environment(
        {
            "DATABASE_URL": database.url,
            "ADDRESS": f"https://localhost:{ports[0]}",
            "COOKIE_SECRET": "ett prov som är minst trettiotvå tecken långt",
            "PROVIDERS__PROV__TITLE": "Provet",
            "PROVIDERS__PROV__CLIENT_ID": CLIENT_ID,
            "PROVIDERS__PROV__CLIENT_SECRET": CLIENT_SECRET,
            "PROVIDERS__PROV__SERVER_METADATA_URL": (
                f"http://localhost:{ports[1]}/.well-known/openid-configuration"
            ),
            "PROVIDERS__PROV__ROLES": '{"namnden": "board"}',
            "SIGN_INS_PER_MINUTE": "1000",
        }
    )
    for role in Role:
        made = run_trygghet(
            *("users", "add", f"{role}@PROV.example", "--name", f"Prov {role}", "--role", role),
            **settings,
        )
        assert made.returncode == 0, made.stderr
    invited = run_trygghet(
        *("users", "add", "obekraftad@prov.example", "--name", "Obekräftad", "--role", "admin"),
        **settings,
    )
    assert invited.returncode == 0, invited.stderr
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trygghet-tls-")))
        provider = stack.enter_context(providing(ports[1], PEOPLE))
        front = stack.enter_context(fronting(ports[0], ports[2:], folder))
        # The panel's own login may be nothing but the application.
        own = {**settings, "TRYGGHET_DATABASE_URL": _as_panel(database.url)}
        for port in ports[2:]:
            stack.enter_context(_serving(port, folder, own))
        yield World(front, provider, database, settings)
    database.close()
    administer(server_url, "drop database sign_in with (force)")
    administer(server_url, "drop role panel")


def _as_panel(url: str) -> str:
    scheme, _mark, rest = url.partition("://")
    return f"{scheme}://panel:prov@{rest.rpartition('@')[2]}"


@contextmanager
def _serving(port: int, folder: Path, settings: dict[str, str]) -> Iterator[None]:
    log = folder / f"{port}.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", str(port)],
            env={**os.environ, **settings},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    try:
        for _attempt in range(300):
            assert process.poll() is None, log.read_text()
            try:
                if httpx2.get(f"http://localhost:{port}/halsa").status_code == 200:
                    break
            except httpx2.TransportError:
                time.sleep(0.2)
        else:
            pytest.fail(log.read_text())
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser without cookies, which trusts the front."""
    context = browser.new_context(
        ignore_https_errors=True, locale="sv-SE", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(30_000)
    yield context
    context.close()


def _open(context: BrowserContext, world: World, path: str = "/") -> Page:
    page = context.new_page()
    page.goto(f"{world.front.address}{path}")
    page.wait_for_selector("h1")
    return page


def _sign_in(context: BrowserContext, world: World, name: str, path: str = "/") -> Page:
    page = _open(context, world, path)
    page.get_by_role("link", name="Logga in med Provet").click()
    page.get_by_role("link", name=name).click()
    page.wait_for_selector("text=Logga ut")
    page.wait_for_selector("h1")
    return page


def _menu(page: Page) -> list[str]:
    page.wait_for_selector("[data-test-script-state=notRunning]")
    return [each.strip() for each in page.locator("[data-testid=stTopNavLink]").all_inner_texts()]


@pytest.mark.parametrize("role", list(Role))
def test_each_role_signs_in_and_finds_its_own_menu(
    world: World, reader: BrowserContext, role: Role
) -> None:
    page = _sign_in(reader, world, f"Prov {role}")
    assert _menu(page) == MENU[role]
    cookies = {each["name"]: each for each in reader.cookies()}
    kept = cookies["_streamlit_user"]
    assert kept["secure"]
    assert kept["httpOnly"]
    assert kept["expires"] < time.time() + 8 * 3600 + 60
    assert min(world.front.connections.values()) > 0


def test_the_reader_lands_on_the_page_and_the_filter_that_was_asked_for(
    world: World, reader: BrowserContext
) -> None:
    last_year = today().year - 1
    page = _sign_in(reader, world, "Prov director", f"/medel?ar={last_year}")
    expect(page).to_have_url(f"{world.front.address}/medel?ar={last_year}")
    expect(page.locator("h1")).to_contain_text(str(last_year))


def test_signing_out_ends_the_session_in_every_tab_and_for_every_copy(
    world: World, reader: BrowserContext, browser: Browser
) -> None:
    page = _sign_in(reader, world, "Prov director")
    second = _open(reader, world, "/program")
    second.wait_for_selector("text=Logga ut")
    copied = reader.cookies()
    before = world.provider.signed_out
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_selector("text=Logga in med Provet")
    assert world.provider.signed_out == before + 1
    second.get_by_role("link", name="Medel").click()
    expect(second.locator("h1")).to_have_text("Du är utloggad")
    thief = browser.new_context(ignore_https_errors=True)
    thief.add_cookies(cast("Any", copied))
    expect(_open(thief, world, "/medel").locator("h1")).to_have_text("Du är utloggad")
    thief.close()


@pytest.mark.parametrize(
    ("statement", "heading"),
    [
        ("update app_user set role = 'researcher' where role = 'board'", "Du har loggats ut"),
        ("update app_user set is_active = false where role = 'board'", "Du har loggats ut"),
        (
            "update app_session set last_seen_at = last_seen_at - interval '31 minutes'",
            "Du har loggats ut",
        ),
        ("update app_session set expires_at = clock_timestamp()", "Du har loggats ut"),
    ],
)
def test_what_ends_a_session_ends_it_in_an_open_tab(
    world: World, reader: BrowserContext, statement: str, heading: str
) -> None:
    page = _sign_in(reader, world, "Prov board")
    world.sql(statement)
    page.get_by_role("link", name="Program").click()
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.get_by_text("försenad")).to_have_count(0)
    world.sql(
        "update app_user set role = 'board', is_active = true where email = 'board@PROV.example'"
    )


def test_the_way_in_can_be_read_by_all(world: World, reader: BrowserContext) -> None:
    page = _open(reader, world)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.reload()
        page.get_by_role("link", name="Logga in med Provet").wait_for()
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()


def test_who_has_no_account_is_told_whom_to_ask_and_noted(
    world: World, reader: BrowserContext
) -> None:
    page = _open(reader, world)
    page.get_by_role("link", name="Logga in med Provet").click()
    page.get_by_role("link", name="Okänd Prov").click()
    expect(page.locator("h1")).to_have_text("Du har inget konto i panelen")
    assert any("sub-okand" in each for each in world.refusals())


def test_an_address_that_nobody_has_verified_opens_no_account(
    world: World, reader: BrowserContext
) -> None:
    page = _open(reader, world)
    page.get_by_role("link", name="Logga in med Provet").click()
    page.get_by_role("link", name="Obekräftad Prov").click()
    expect(page.locator("h1")).to_have_text("Du har inget konto i panelen")


def test_a_group_of_the_provider_gives_its_role(world: World, reader: BrowserContext) -> None:
    page = _sign_in(reader, world, "Grupp Prov")
    assert _menu(page) == MENU[Role.BOARD]


def test_a_page_of_another_role_is_refused_by_its_address_and_noted(
    world: World, reader: BrowserContext
) -> None:
    page = _sign_in(reader, world, "Prov researcher", "/medel")
    expect(page.locator("h1")).to_have_text("Den här sidan ingår inte i din roll")
    assert any("/medel" in each for each in world.refusals())


def _client(world: World) -> httpx2.Client:
    trust = ssl.create_default_context(cafile=str(world.front.certificate_authority))
    return httpx2.Client(base_url=world.front.address, verify=trust)


def _back_from_provider(client: httpx2.Client, till: str = "/") -> str:
    """Go to the provider as the director; returns the address to which it leads back."""
    way = client.get("/logga-in", params={"med": "prov", "till": till})
    at_provider = client.get(way.headers["location"]).headers["location"]
    return str(client.get(f"{at_provider}&person=sub-director").headers["location"])


def test_an_honest_token_signs_in(world: World) -> None:
    with _client(world) as client:
        answer = client.get(_back_from_provider(client, "/program"))
        assert answer.headers["location"] == "/program"
        assert "_streamlit_user" in client.cookies


@pytest.mark.parametrize("forgery", [each for each in Forgery if each is not Forgery.NONE])
def test_a_forged_token_is_refused(world: World, forgery: Forgery) -> None:
    world.provider.forgery = forgery
    try:
        with _client(world) as client:
            client.get(_back_from_provider(client))
            assert "_streamlit_user" not in client.cookies
    finally:
        world.provider.forgery = Forgery.NONE


@pytest.mark.parametrize("till", ["https://ond.example/", "//ond.example", "/\\ond.example", "/x"])
def test_nobody_is_led_to_another_place(world: World, till: str) -> None:
    with _client(world) as client:
        assert client.get(_back_from_provider(client, till)).headers["location"] == "/"


def test_a_state_is_good_in_its_own_browser_only(world: World) -> None:
    with _client(world) as client, _client(world) as another:
        back = _back_from_provider(client)
        another.get(back)
        assert "_streamlit_user" not in another.cookies
        client.get(back)
        assert "_streamlit_user" in client.cookies
