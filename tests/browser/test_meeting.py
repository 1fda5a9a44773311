"""A meeting of the board, from what has changed since the last to the pack that answers it.

By people who have signed in, on two processes behind one address.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pptx
import pypdf
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Response,
    ViewportSize,
    expect,
)
from sqlalchemy import text

from domain.access import Role
from domain.viewpoint import end_of
from tests.world import World, shared_panel
from texts.numbers import day
from transfer.packs.files import MAKERS
from ui.session import today

pytestmark = pytest.mark.browser

PROJECTOR: ViewportSize = {"width": 1280, "height": 720}
BACK = today() - timedelta(days=40)
"""The day that the board looks back at."""

OF_FIGURE, OF_POINT = "Varför är så få klara?", "Vad väntar punkten på?"
ANSWER = "Upphandlingen är överklagad, och avgörs i mars."

LATEST = "order by version desc limit 1"

MOST_REQUESTS = 10
MOST_BYTES = 200_000


@pytest.fixture(scope="module")
def world(server_url: str, template: str) -> Iterator[World]:
    with shared_panel(server_url, template) as running:
        # So that it can be closed.
        running.sql("update meeting set held_on = current_date where state = 'planned'")
        yield running


@contextmanager
def reading(browser: Browser, world: World, role: Role | None = None) -> Iterator[Page]:
    """Open a browser of one's own, signed in as a role's person; None: as nobody."""
    context: BrowserContext = browser.new_context(
        ignore_https_errors=True, locale="sv-SE", viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    if role is not None:
        page.goto(world.front.address)
        page.get_by_role("link", name="Logga in med Provet").click()
        page.get_by_role("link", name=f"Prov {role}").click()
        page.wait_for_selector("text=Logga ut")
    yield page
    context.close()


def at(page: Page, world: World, path: str) -> Page:
    page.goto(f"{world.front.address}{path}")
    page.wait_for_selector("h1")
    settled(page)
    return page


def settled(page: Page) -> None:
    page.wait_for_timeout(500)
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=120_000)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    settled(page)


def rows(world: World, statement: str) -> list[Any]:
    with world.database.engine(role=None).connect() as connection:
        return list(connection.execute(text(statement)).all())


def view(shown: Page) -> int:
    """Return which view of a presentation fills the screen."""
    views = shown.locator(".view").all()
    in_sight = [abs((each.bounding_box() or {"y": 9e9})["y"]) < 2 for each in views]
    assert in_sight.count(True) == 1
    return in_sight.index(True) + 1


def ask(page: Page, world: World, path: str, question: str) -> None:
    at(page, world, path)
    expect(page.get_by_text("Inte i dag")).to_be_visible()
    page.get_by_text("Ställ en fråga").first.click()
    settled(page)
    page.get_by_role("textbox", name="Din fråga").fill(question)
    press(page, "Skicka frågan")
    expect(page.get_by_text("Frågan är skickad.")).to_be_visible()


def answer(page: Page, question: str) -> None:
    asked: Locator = page.get_by_text(question, exact=True)
    asked.locator("xpath=following::summary[1]").click()
    settled(page)
    page.get_by_role("textbox", name="Svar", exact=True).fill(ANSWER)
    press(page, "Svara")
    expect(page.get_by_text("Svaret är sparat, och syns för nämnden.")).to_be_visible()


def fetched(page: Page, world: World, mark: str) -> dict[str, bytes]:
    """Return a pack's files by the links on the page."""
    found = {}
    for name in MAKERS:
        link = page.locator(f"a[href='/paket/{mark}/{name}']").last
        got = page.request.get(f"{world.front.address}{link.get_attribute('href')}")
        assert got.status == 200, name
        found[name] = got.body()
    return found


def words_of(name: str, data: bytes) -> str:
    """Return all words of a file, without what stands between them."""
    if name.endswith(".pdf"):
        told = [each.extract_text() for each in pypdf.PdfReader(BytesIO(data)).pages]
    elif name.endswith(".xlsx"):
        book = openpyxl.load_workbook(BytesIO(data))
        told = [str(cell.value) for sheet in book for row in sheet.rows for cell in row]
    elif name.endswith(".pptx"):
        slides = pptx.Presentation(BytesIO(data)).slides
        told = [
            each.text_frame.text for slide in slides for each in slide.shapes if each.has_text_frame
        ]
        told += [each.notes_slide.notes_text_frame.text for each in slides if each.has_notes_slide]
        told += [
            cell.text
            for slide in slides
            for each in slide.shapes
            if each.has_table
            for row in each.table.rows
            for cell in row.cells
        ]
    else:
        told = [data.decode()]
    return re.sub(r"\s|\u00ad", "", "".join(told))


def test_the_board_presents_what_has_changed_and_sees_no_more_until_it_asks_for_it(
    browser: Browser, world: World
) -> None:
    with reading(browser, world, Role.BOARD) as page:
        at(page, world, "/sammantrade")
        expect(page.locator("h1")).to_contain_text("Sedan sammanträdet ")
        expect(page.get_by_text("då", exact=False).first).to_be_visible()
        with page.expect_popup() as opened:
            page.get_by_role("link", name="Visa på projektor").click()
        shown = opened.value
        shown.set_viewport_size(PROJECTOR)
        shown.wait_for_load_state()
        last = shown.locator(".view").count()
        assert last > 8
        for key, place in (
            *(("ArrowRight", 2), ("PageDown", 3), ("ArrowLeft", 2), ("PageUp", 1), ("PageUp", 1)),
            *(("End", last), ("PageDown", last), ("Home", 1), (" ", 2)),
        ):
            shown.keyboard.press(key)
            assert view(shown) == place, key
        wide = shown.evaluate("document.documentElement.scrollWidth")
        assert wide <= PROJECTOR["width"]
        before = shown.locator("main").inner_text()
        world.sql(
            "insert into status_report (point_number, status, as_of_date, comment)"
            " values (2, 'late', current_date, 'Under mötet gick något sönder.')"
        )
        shown.keyboard.press("End")
        assert shown.locator("main").inner_text() == before
        shown.reload()
        assert shown.locator("main").inner_text() != before
        expect(shown.locator("main")).to_contain_text("Under mötet gick något sönder.")
        shown.keyboard.press("Escape")
        shown.wait_for_url("**/sammantrade?mote=*")


def test_a_question_is_answered_in_the_next_pack_which_is_shared_and_taken_back(
    browser: Browser, world: World
) -> None:
    with reading(browser, world, Role.BOARD) as page:
        ask(page, world, f"/?per={BACK}", OF_FIGURE)
        ask(page, world, f"/punkt?nummer=7&per={BACK}", OF_POINT)
    pinned = rows(
        world, "select figure, point_number, told, as_of from board_question order by id"
    )[-2:]
    assert [(each.figure, each.point_number) for each in pinned] == [("in_pace", None), (None, 7)]
    assert {each.as_of for each in pinned} == {end_of(BACK)}
    assert pinned[0].told.startswith("Punkter i rätt takt: ")
    with ExitStack() as stack:
        director = stack.enter_context(reading(browser, world, Role.DIRECTOR))
        outsider = stack.enter_context(reading(browser, world))
        mark = _answered_and_made(director, world)
        link = f"{world.front.address}/paket/{mark}"
        assert _asked_for(outsider, link) == 404
        expect(outsider.locator("h1")).to_have_text("Paketet finns inte här")
        press(director, "Dela version 1 med en länk")
        press(director, "Ja, dela")
        expect(director.get_by_text(link, exact=True)).to_be_visible()
        _reads_in_few_requests(outsider, link)
        press(director, "Sluta dela")
        # The very browser that has read it, and another one that meets the other process.
        assert _asked_for(outsider, link) == 404
        another = stack.enter_context(reading(browser, world))
        assert _asked_for(another, link) == 404


def _answered_and_made(director: Page, world: World) -> str:
    """Answer the questions and make a pack of them; its fingerprint."""
    at(director, world, "/sammantrade")
    for question in (OF_FIGURE, OF_POINT):
        answer(director, question)
    director.get_by_role("button", name="Gör ett paket").click()
    expect(director.get_by_role("progressbar")).to_be_visible()
    expect(director.get_by_text("Paketet är gjort och fryst.")).to_be_visible(timeout=120_000)
    ((mark,),) = rows(world, "select fingerprint from meeting_pack")
    for name, data in fetched(director, world, mark).items():
        words = words_of(name, data)
        for told in (OF_FIGURE, OF_POINT, ANSWER):
            assert re.sub(r"\s", "", told) in words, (name, told)
        assert mark[:8] in words, name
    return str(mark)


def _asked_for(page: Page, address: str) -> int:
    gone = page.goto(address)
    assert gone
    return gone.status


def _reads_in_few_requests(page: Page, link: str) -> None:
    answers: list[Response] = []

    def note(each: Response) -> None:
        # Not the list's own method: the browser's driver marks what it calls.
        answers.append(each)

    page.on("response", note)
    assert _asked_for(page, link) == 200
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_contain_text("Sedan sammanträdet")
    expect(page.get_by_text(OF_FIGURE).first).to_be_visible()
    sizes = [each.request.sizes()["responseBodySize"] for each in answers]
    assert len(answers) <= MOST_REQUESTS
    assert sum(sizes) <= MOST_BYTES


def test_the_pack_of_a_closed_meeting_stays_and_a_new_version_says_what_it_replaces(
    browser: Browser, world: World
) -> None:
    with reading(browser, world, Role.DIRECTOR) as page:
        at(page, world, "/sammantrade")
        page.get_by_role("button", name=re.compile("Gör ett paket|Gör en ny version")).click()
        expect(page.get_by_text("Paketet är gjort och fryst.")).to_be_visible(timeout=120_000)
        ((first,),) = rows(world, f"select fingerprint from meeting_pack {LATEST}")
        files = fetched(page, world, first)
        for step in ("Öppna sammanträdet", "Ja, öppna", "Stäng sammanträdet", "Ja, stäng"):
            press(page, step)
        expect(page.get_by_text("Sammanträdet är stängt.")).to_be_visible()
        world.sql(
            "insert into status_report (point_number, status, as_of_date, comment)"
            " values (3, 'late', current_date, 'Efter mötet.')"
        )
        page.get_by_role("button", name="Gör en ny version").click()
        expect(page.get_by_text("Paketet är gjort och fryst.")).to_be_visible(timeout=120_000)
        ((second, replaced),) = rows(
            world, f"select fingerprint, replaces from meeting_pack {LATEST}"
        )
        assert replaced == first
        assert fetched(page, world, first) == files
        for name, data in fetched(page, world, second).items():
            assert "Eftermötet." not in words_of(name, data), name
            assert first[:8] in words_of(name, data), name
        expect(page.get_by_text(re.compile(f"läget {day(today())}"))).to_be_visible()
