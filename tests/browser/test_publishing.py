"""The director makes a correction public, and the board reads it."""

from datetime import date

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES, WCAG, Server, Visit, choose_role, visiting
from texts.numbers import month as month_text

pytestmark = pytest.mark.browser

LARGEST = """
select activity.id, coalesce(area.parent_code, area.code), date_trunc('month', occurred_on)::date
from activity join area on area.programme_id = activity.programme_id and code = area_code
where date_trunc('month', occurred_on) = (select max(month) from publication)
order by participants desc nulls last limit 1
"""

ONCE_MORE = """
insert into activity (
    programme_id, occurred_on, area_code, kind, target_group, occasions, participants
)
select programme_id, occurred_on, area_code, kind, target_group, 1, 400
from activity where id = %s
"""


def correct_latest_month(server: Server) -> date:
    """Add to the largest count of the latest published month, and approve it again."""
    with psycopg.connect(server.database_url()) as connection:
        found = connection.execute(LARGEST).fetchone()
        assert found
        activity, area, month = found
        place = (month, area)
        step = "update reporting_period set state = %s, comment = %s where (month, area_code) = "
        connection.execute(f"{step} (%s, %s)", ("open", "Sen uppgift", *place))
        connection.execute(ONCE_MORE, (activity,))
        for state in ("submitted", "approved"):
            connection.execute(f"{step} (%s, %s)", (state, None, *place))
    return date(month.year, month.month, 1)


def at_page(visit: Visit, path: str, role: str) -> Page:
    visit.page.goto(f"{visit.address}{path}")
    visit.settle()
    choose_role(visit.page, role)
    visit.settle()
    return visit.page


def pressed(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()
    visit.page.wait_for_timeout(400)
    visit.page.wait_for_selector("[data-test-script-state=notRunning]", timeout=120_000)
    visit.settle()


def breaks_no_rule(page: Page) -> None:
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", SIZES)
def test_what_becomes_visible_is_seen_compared_and_asked_for_on_every_screen(
    browser: Browser, own_server: Server, size: str
) -> None:
    month = correct_latest_month(own_server)
    with visiting(browser, own_server.address, size, dark=size == "surfplatta") as visit:
        page = at_page(visit, f"/publicera?manad={month_text(month)}", "Förvaltningsdirektör")
        pressed(visit, "Jämför gränserna")
        expect(page.get_by_text("Tal som döljs", exact=True)).to_be_visible()
        pressed(visit, "Visa vad som blir synligt")
        expect(page.get_by_text("tal blir synliga när")).to_be_visible()
        breaks_no_rule(page)
        pressed(visit, "Publicera")
        expect(page.get_by_text("kan inte tas tillbaka")).to_be_in_viewport()
        breaks_no_rule(page)
        assert visit.complaints == []
        assert visit.foreign == []
        too_wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert too_wide <= 0


def test_a_correction_is_seen_by_the_board_when_it_is_published_and_not_before(
    browser: Browser, own_server: Server
) -> None:
    def seen_by_the_board(visit: Visit) -> set[str]:
        page = at_page(visit, f"/aktiviteter?period={month.year}&matt=Deltagare", "Nämndledamot")
        return set(page.get_by_role("cell").all_inner_texts())

    month = correct_latest_month(own_server)
    with (
        visiting(browser, own_server.address) as board,
        visiting(browser, own_server.address) as director,
    ):
        before = seen_by_the_board(board)
        at_page(director, f"/publicera?manad={month_text(month)}", "Förvaltningsdirektör")
        pressed(director, "Visa vad som blir synligt")
        director.page.get_by_role("textbox", name="Anteckning till beslutet").fill("Sen uppgift")
        assert seen_by_the_board(board) == before
        pressed(director, "Publicera")
        pressed(director, "Ja, publicera")
        told = director.page.get_by_text("Månaden är publicerad. Nämnden ser den nu.")
        expect(told).to_be_in_viewport()
        expect(director.page.get_by_text("version 2")).to_be_visible()
        expect(director.page.get_by_text("Sen uppgift")).to_be_visible()
        assert seen_by_the_board(board) != before
        assert board.complaints == []
        assert board.foreign == []
