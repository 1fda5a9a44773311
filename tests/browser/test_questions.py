"""A member of the board asks, the director answers, and the member reads the answer."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WCAG, Server, Visit, choose_role, visiting

pytestmark = pytest.mark.browser

QUESTION = "Räcker platserna i vinter?"
ANSWER = "Ja, enligt prognosen räcker de till april."


def _at_page(visit: Visit, path: str, role: str) -> Page:
    visit.page.goto(f"{visit.address}{path}")
    visit.settle()
    choose_role(visit.page, role)
    visit.settle()
    return visit.page


def _opened(visit: Visit, drawer: str) -> None:
    """Open a drawer, in which nothing may break a rule of WCAG either."""
    visit.page.locator("summary", has_text=drawer).first.click()
    visit.settle()
    found = Axe().run(visit.page, context="[data-testid=stExpander]", options=WCAG)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", ["dator", "telefon"])
def test_a_question_is_asked_answered_and_read(
    browser: Browser, own_server: Server, size: str
) -> None:
    question, answer = f"{QUESTION} ({size})", f"{ANSWER} ({size})"
    with visiting(browser, own_server.address, size) as visit:
        page = _at_page(visit, "/punkt?nummer=17", "Nämndledamot")
        _opened(visit, "Ställ en fråga")
        page.get_by_label("Din fråga").fill(question)
        page.get_by_role("button", name="Skicka frågan").click()
        expect(page.get_by_text("Frågan är skickad")).to_be_visible()
        # The new field is there for a moment beside the old one.
        visit.settle()
        expect(page.get_by_label("Din fråga")).to_have_value("")

        page = _at_page(visit, "/punkt?nummer=17", "Förvaltningsdirektör")
        expect(page.get_by_text(question)).to_be_visible()
        _opened(visit, "Hantera frågan")
        page.get_by_label("Svar", exact=True).fill(answer)
        page.get_by_role("button", name="Svara", exact=True).click()
        expect(page.get_by_text("Svaret är sparat")).to_be_visible()

        page = _at_page(visit, "/punkt?nummer=17", "Nämndledamot")
        expect(page.get_by_text(answer)).to_be_visible()
        expect(page.get_by_role("button", name="Ta tillbaka frågan")).to_have_count(0)
        assert visit.foreign == []
        assert visit.complaints == []


def test_the_forms_of_meetings_break_no_rule_of_wcag(browser: Browser, own_server: Server) -> None:
    with visiting(browser, own_server.address, "telefon") as visit:
        page = _at_page(visit, "/sammantrade", "Förvaltningsdirektör")
        _opened(visit, "Ändra sammanträdet")
        _opened(visit, "Planera ett sammanträde")
        page.get_by_role("button", name="Planera", exact=True).click()
        expect(page.get_by_text("Välj vilken dag sammanträdet hålls")).to_be_visible()
        page.get_by_role("button", name="Öppna sammanträdet").click()
        page.get_by_role("button", name="Ja, öppna").click()
        expect(page.get_by_text("Sammanträdet är öppet.")).to_be_visible()
        assert visit.complaints == []
