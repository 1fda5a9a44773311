"""Signing in at a real provider: two processes behind one address with TLS, in a real Chromium."""

import re
import time
from collections.abc import Iterator
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from domain.access import Role
from tests.browser.conftest import WCAG
from tests.provider import Forgery
from tests.world import World, shared_panel
from ui.session import today

MENU = {
    Role.TEAM_LEAD: [
        *("Översikt", "Program", "Uppdatera", "Registrera"),
        *("Aktiviteter", "Medel", "Sammanträde", "Om"),
    ],
    Role.DIRECTOR: ["Översikt", "Program", "Aktiviteter", "Medel", "Sammanträde", "Månader", "Om"],
    Role.BOARD: ["Översikt", "Program", "Aktiviteter", "Medel", "Sammanträde", "Om"],
    Role.RESEARCHER: ["Aktiviteter", "Om"],
    Role.ADMIN: ["Administration", "Om"],
}


@pytest.fixture(scope="module")
def world(server_url: str, template: str) -> Iterator[World]:
    with shared_panel(server_url, template) as running:
        yield running


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


@pytest.mark.parametrize("role", list(Role))
def test_each_role_signs_in_and_out_at_a_provider_of_another_make(
    world: World, reader: BrowserContext, role: Role
) -> None:
    page = _open(reader, world, "/om")
    page.get_by_role("link", name="Logga in med Paketet").click()
    page.get_by_role("button", name=f"paket-{role}").click()
    page.wait_for_selector("text=Logga ut")
    expect(page).to_have_url(f"{world.front.address}/om")
    assert _menu(page) == MENU[role]
    page.get_by_role("button", name="Logga ut").click()
    page.get_by_role("button", name="End session").click()
    page.wait_for_selector("text=Logga in med Paketet")


def test_a_sign_in_may_go_through_another_process_at_each_step(world: World) -> None:
    world.front.connections.clear()
    for _each in range(4):
        with world.client() as client:
            # Each request is a connection of its own, so that the next process answers it.
            client.headers["connection"] = "close"
            client.get(world.back_from_provider(client))
            assert "_streamlit_user" in client.cookies
    assert len(world.front.connections) == 2
    assert min(world.front.connections.values()) >= 4


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_nobody_is_signed_out_by_anothers_link(world: World, site: str) -> None:
    with world.client() as client:
        client.get(world.back_from_provider(client))
        answer = client.get("/auth/logout", headers={"sec-fetch-site": site})
        assert answer.headers["location"] == "/"
        assert "_streamlit_user" in client.cookies


def test_a_filter_of_several_choices_is_kept_through_the_sign_in(
    world: World, reader: BrowserContext
) -> None:
    asked = "/program?status=F%C3%B6rsenad&status=Avvikelse"
    page = _sign_in(reader, world, "Prov director", asked)
    expect(page).to_have_url(f"{world.front.address}{asked}")


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
    # A run that is under way as the session ends tells of it at once, without the next tap.
    second.wait_for_selector("[data-test-script-state=notRunning]")
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


def test_an_invitation_that_is_sent_leaves_an_empty_form(
    world: World, reader: BrowserContext
) -> None:
    page = _sign_in(reader, world, "Prov admin", "/administration")
    page.get_by_role("textbox", name="Namn").fill("Ny Person")
    page.get_by_role("textbox", name="E-post").fill("ny.person@prov.example")
    page.get_by_role("button", name="Bjud in").click()
    page.get_by_text("Ny Person kan nu logga in.").wait_for()
    expect(page.get_by_role("textbox", name="Namn")).to_have_value("")
    expect(page.get_by_role("textbox", name="E-post")).to_have_value("")
    world.sql("delete from app_user where email = 'ny.person@prov.example'")


def test_a_page_of_another_role_is_refused_by_its_address_and_noted(
    world: World, reader: BrowserContext
) -> None:
    page = _sign_in(reader, world, "Prov researcher", "/medel")
    expect(page.locator("h1")).to_have_text("Den här sidan ingår inte i din roll")
    assert any("/medel" in each for each in world.refusals())


def test_an_honest_token_signs_in(world: World) -> None:
    with world.client() as client:
        answer = client.get(world.back_from_provider(client, "/program"))
        assert answer.headers["location"] == "/program"
        assert "_streamlit_user" in client.cookies


@pytest.mark.parametrize("forgery", [each for each in Forgery if each is not Forgery.NONE])
def test_a_forged_token_opens_nothing(
    world: World, reader: BrowserContext, forgery: Forgery
) -> None:
    world.provider.forgery = forgery
    try:
        page = _open(reader, world, "/medel")
        page.get_by_role("link", name="Logga in med Provet").click()
        page.get_by_role("link", name="Prov director").click()
        expect(page).to_have_url(re.compile(f"^{re.escape(world.front.address)}/"))
        expect(page.locator("h1")).to_have_text("Logga in")
    finally:
        world.provider.forgery = Forgery.NONE


@pytest.mark.parametrize("till", ["https://ond.example/", "//ond.example", "/\\ond.example", "/x"])
def test_nobody_is_led_to_another_place(world: World, till: str) -> None:
    with world.client() as client:
        assert client.get(world.back_from_provider(client, till)).headers["location"] == "/"


def test_a_state_is_good_in_its_own_browser_only(world: World) -> None:
    with world.client() as client, world.client() as another:
        back = world.back_from_provider(client)
        another.get(back)
        assert "_streamlit_user" not in another.cookies
        client.get(back)
        assert "_streamlit_user" in client.cookies
