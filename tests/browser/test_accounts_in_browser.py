"""The forms of the accounts in a browser: it keeps what is typed, and knows options by words."""

from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, Visit, visiting


@pytest.fixture
def administration(server: Server, browser: Browser) -> Iterator[Visit]:
    with visiting(browser, server.address) as visit:
        visit.open("/administration")
        yield visit
    with psycopg.connect(server.database_url()) as connection:
        connection.execute("delete from app_user where email like '%@prov.example'")


def _choose(visit: Visit, label: str, option: str) -> None:
    box = visit.page.get_by_role("combobox", name=label, exact=True)
    # A list that is open closes when the page is scrolled.
    box.scroll_into_view_if_needed()
    visit.page.wait_for_timeout(300)
    box.click()
    visit.page.get_by_role("option", name=option).click()
    visit.page.wait_for_timeout(500)
    visit.settle()


def test_what_is_typed_stays_when_the_role_is_changed(administration: Visit) -> None:
    page = administration.page
    page.get_by_role("textbox", name="Namn").fill("Ny Ledare")
    page.get_by_role("textbox", name="E-post").fill("ny@prov.example")
    _choose(administration, "Roll", "Arbetsledare")
    _choose(administration, "Enhet", "Fältenheten")
    expect(page.get_by_role("textbox", name="Namn")).to_have_value("Ny Ledare")
    page.get_by_role("button", name="Bjud in").click()
    page.get_by_text("Ny Ledare kan nu logga in.").wait_for()


def test_an_account_is_still_chosen_when_its_address_is_corrected(administration: Visit) -> None:
    page = administration.page
    page.get_by_role("textbox", name="Namn").fill("Ny Ledamot")
    page.get_by_role("textbox", name="E-post").fill("fle@prov.example")
    page.get_by_role("button", name="Bjud in").click()
    page.get_by_text("Ny Ledamot kan nu logga in.").wait_for()
    _choose(administration, "Konto", "Ny Ledamot")
    page.get_by_role("textbox", name="Rätta").fill("fel@prov.example")
    page.get_by_role("button", name="Spara adressen").click()
    page.get_by_text("Adressen är rättad.").wait_for()
    page.get_by_role("button", name="Stäng kontot").click()
    page.get_by_role("button", name="Ja, stäng kontot").click()
    expect(page.get_by_text("Kontot för Ny Ledamot är stängt.")).to_be_visible()
