"""What holds for each page in a real browser: drawn whole, from here alone, for everyone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import PAGES, SIZES, WCAG, Server, Visit, choose_role, visiting

pytestmark = pytest.mark.browser


ADDRESSES = {
    **PAGES,
    "sammantrade mellan två dagar": "/sammantrade?lage=en annan dag&jamfor=en annan dag",
}
"""Every page, and what one of them is when all is chosen in it."""


@pytest.fixture(scope="module")
def tab(browser: Browser, server: Server) -> Iterator[Callable[[str, bool], Visit]]:
    """Give a tab of a size and theme: the same as long as the same is asked for.

    What the browser has of the panel it keeps, as that of a reader who goes from page to page.
    """
    opened = ExitStack()
    current: dict[tuple[str, bool], Visit] = {}

    def at(size: str, dark: bool) -> Visit:
        if (size, dark) not in current:
            opened.close()
            current.clear()
            current[size, dark] = opened.enter_context(
                visiting(browser, server.address, size, dark=dark)
            )
        visit = current[size, dark]
        visit.foreign.clear()
        visit.complaints.clear()
        return visit

    with opened:
        yield at


# The pages vary first, so that a tab is used for all of them.
@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["ljust", "mörkt"])
def test_page_is_drawn_whole_from_here_alone_and_breaks_no_rule_of_wcag(
    tab: Callable[[str, bool], Visit], name: str, size: str, *, dark: bool
) -> None:
    visit = tab(size, dark)
    visit.open(ADDRESSES[name])
    page = visit.page
    assert visit.foreign == []
    assert visit.complaints == []
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.locator("h1").count() == 1
    assert "Exempelprogram" in page.locator(".stApp").inner_text()
    assert page.locator("[data-testid=stException]").count() == 0
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert too_wide <= 0


@pytest.mark.parametrize("role", ["Nämndledamot", "Arbetsledare"])
def test_what_the_others_see_of_a_meeting_breaks_no_rule_either(
    tab: Callable[[str, bool], Visit], role: str
) -> None:
    visit = tab("telefon", False)
    visit.open(PAGES["sammantrade"])
    choose_role(visit.page, role)
    visit.settle()
    found = Axe().run(visit.page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    assert visit.complaints == []
