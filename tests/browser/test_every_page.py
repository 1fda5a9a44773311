"""What holds for each page in a real browser: drawn whole, from here alone, for everyone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import PAGES, SIZES, WCAG, Server, visiting

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_page_is_drawn_from_this_server_alone_without_a_complaint(
    browser: Browser, server: Server, name: str
) -> None:
    with visiting(browser, server.address) as visit:
        visit.open(PAGES[name])
        assert visit.foreign == []
        assert visit.complaints == []
        assert visit.page.evaluate("document.documentElement.lang") == "sv"
        assert visit.page.locator("h1").count() == 1
        assert "Exempelprogram" in visit.page.locator(".stApp").inner_text()
        assert visit.page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize("dark", [False, True], ids=["ljust", "mörkt"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_page_breaks_no_rule_of_wcag_and_fits_the_screen(
    browser: Browser, server: Server, name: str, size: str, *, dark: bool
) -> None:
    with visiting(browser, server.address, size, dark=dark) as visit:
        visit.open(PAGES[name])
        found = Axe().run(visit.page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        too_wide = visit.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0
