"""A pack's page and its presentation in a real browser: whole, for everyone, at every size."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import ui
from domain.packs.content import texts
from tests.browser.conftest import SIZES, WCAG
from tests.pack_charts import full_content
from tests.pack_sample import sample
from transfer.packs.canonical import fingerprint, to_json
from transfer.packs.html import to_html
from transfer.packs.presentation import to_presentation

pytestmark = pytest.mark.browser

PROJECTORS = {"1024": (1024, 768), "1280": (1280, 720), "1920": (1920, 1080)}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; font-src data:; "
    "base-uri 'none'; form-action 'none'"
)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Pages(SimpleHTTPRequestHandler):
    """Gives the files of a folder, under a policy that lets no inline script run."""

    def end_headers(self) -> None:
        self.send_header("content-security-policy", POLICY)
        super().end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a pack: its page, its presentation, and where that leads back to."""
    folder = tmp_path_factory.mktemp("pack")
    for name, content in (("", sample()), ("-full", full_content())):
        mark = fingerprint(to_json(content))
        (folder / f"pack{name}.html").write_bytes(to_html(content, mark))
        slides = to_presentation(content, mark, back_href="back.html", script_src="presentation.js")
        (folder / f"bilder{name}.html").write_bytes(slides)
    (folder / "back.html").write_text("<title>Sammanträdet</title>", encoding="utf-8")
    script = Path(ui.__file__).parent / "static" / "presentation.js"
    (folder / "presentation.js").write_bytes(script.read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Pages, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def tab(
    browser: Browser, size: tuple[int, int], *, dark: bool = False, scripts: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """Open a tab, and note what it asks for and complains about."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    page, noted = context.new_page(), []
    page.on("request", lambda request: noted.append(request.url))
    page.on("console", lambda message: noted.append(message.text))
    page.on("pageerror", lambda error: noted.append(str(error)))
    # A browser asks for a sign of every site.
    page.route("**/favicon.ico", lambda route: route.abort())
    yield page, noted
    context.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dark", [False, True], ids=["ljust", "mörkt"])
def test_the_page_breaks_no_rule_of_wcag_and_does_not_scroll_sideways(
    browser: Browser, address: str, size: str, *, dark: bool
) -> None:
    with tab(browser, SIZES[size], dark=dark) as (page, noted):
        page.goto(f"{address}/pack.html")
        assert [each for each in noted if not each.startswith("data:")] == [f"{address}/pack.html"]
        assert page.evaluate(TOO_WIDE) <= 0
        assert page.evaluate("document.fonts.check('700 16px \"Open Sans\"')")
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == ("rgb(17, 24, 28)" if dark else "rgb(255, 255, 255)")
        for details in page.locator("details").all():
            details.locator("summary").click()
        assert page.evaluate(TOO_WIDE) <= 0
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", SIZES)
def test_a_wide_table_scrolls_by_itself_and_keeps_its_names_in_sight(
    browser: Browser, address: str, size: str
) -> None:
    with tab(browser, SIZES[size]) as (page, _noted):
        page.goto(f"{address}/pack-full.html")
        assert page.evaluate(TOO_WIDE) <= 0
        region = page.get_by_role("region", name="Aktiviteter per område")
        region.focus()
        region.evaluate("each => each.scrollLeft = 9999")
        for name in (region.locator("caption h3"), region.locator("tbody th").first):
            box = name.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= SIZES[size][0]


@pytest.mark.parametrize("size", SIZES)
def test_a_file_on_the_desk_shows_everything_without_scripts(
    browser: Browser, tmp_path: Path, size: str
) -> None:
    file = tmp_path / "pack.html"
    file.write_bytes(to_html(sample(), "0" * 64))
    with tab(browser, SIZES[size], scripts=False) as (page, noted):
        page.goto(file.as_uri())
        assert [each for each in noted if not each.startswith("data:")] == [file.as_uri()]
        shown = page.locator("body").text_content() or ""
        assert [text for text in texts(sample()) if text not in shown] == []
        pictures = page.locator(".picture > div:visible")
        expect(pictures).to_have_count(page.locator(".picture").count())
        for picture in pictures.all():
            # Drawn for this size: neither shrunk until unreadable nor blown up.
            box, svg = picture.bounding_box(), picture.locator("svg")
            assert box
            assert 0.85 <= box["width"] / float(svg.get_attribute("width") or 0) <= 1.45


def test_forced_colours_leave_every_picture_its_own_ground(browser: Browser, address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/pack.html")
    adjusted = "each => getComputedStyle(each).forcedColorAdjust"
    assert page.locator(".picture").first.evaluate(adjusted) == "none"
    # A white sign on a ground that is no longer coloured would be gone.
    ink, ground = (
        page.locator(f".tiles li:nth-child(7) {inner}").evaluate(
            f"each => getComputedStyle(each).{what}"
        )
        for inner, what in (("svg path", "stroke"), (".word", "backgroundColor"))
    )
    assert ink != ground
    context.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(
    browser: Browser, address: str
) -> None:
    with tab(browser, SIZES["dator"]) as (page, _noted):
        page.goto(f"{address}/pack.html")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Hoppa till innehållet")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()


def test_the_printed_page_has_its_fingerprint_and_no_links(browser: Browser, address: str) -> None:
    with tab(browser, SIZES["dator"], dark=True) as (page, _noted):
        page.goto(f"{address}/pack.html")
        page.emulate_media(media="print")
        expect(page.locator("nav")).to_be_hidden()
        expect(page.locator("code")).to_be_visible()
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == "rgb(255, 255, 255)"


@pytest.mark.parametrize("size", PROJECTORS)
@pytest.mark.parametrize("dark", [False, True], ids=["ljust", "mörkt"])
def test_no_view_is_larger_than_the_screen_and_none_breaks_a_rule(
    browser: Browser, address: str, size: str, *, dark: bool
) -> None:
    with tab(browser, PROJECTORS[size], dark=dark) as (page, noted):
        page.goto(f"{address}/bilder.html")
        page.wait_for_load_state("networkidle")
        assert [each for each in noted if not each.startswith("data:")] == [
            f"{address}/bilder.html",
            f"{address}/presentation.js",
        ]
        heights = page.locator(".view").evaluate_all("all => all.map(each => each.offsetHeight)")
        assert set(heights) == {PROJECTORS[size][1]}
        assert page.evaluate(TOO_WIDE) <= 0
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("size", PROJECTORS)
def test_a_full_content_fits_the_screen_too(browser: Browser, address: str, size: str) -> None:
    with tab(browser, PROJECTORS[size]) as (page, _noted):
        page.goto(f"{address}/bilder-full.html")
        heights = page.locator(".view").evaluate_all("all => all.map(each => each.offsetHeight)")
        assert set(heights) == {PROJECTORS[size][1]}
        assert page.evaluate(TOO_WIDE) <= 0


def _expect_shown(page: Page, place: int) -> None:
    """See that a view fills the screen, is in the address, and has been announced."""
    expect(page.locator(f"#bild-{place} :is(h1, h2)").first).to_be_focused()
    assert page.evaluate("location.hash") == f"#bild-{place}"
    top = page.locator(f"#bild-{place}").evaluate("each => each.getBoundingClientRect().top")
    assert abs(top) < 2


def test_every_key_moves_as_it_should(browser: Browser, address: str) -> None:
    with tab(browser, PROJECTORS["1280"]) as (page, _noted):
        page.goto(f"{address}/bilder.html")
        last = page.locator(".view").count()
        moves = (
            *(("ArrowRight", 2), ("PageDown", 3), (" ", 4), ("ArrowDown", 5)),
            *(("ArrowLeft", 4), ("PageUp", 3), ("ArrowUp", 2), ("Shift+Space", 1)),
            # Nothing comes before the first, nor after the last.
            *(("ArrowLeft", 1), ("End", last), ("ArrowRight", last), ("Home", 1)),
        )
        for key, place in moves:
            page.keyboard.press(key)
            _expect_shown(page, place)


@pytest.mark.parametrize("times_slower", [1, 20])
def test_keys_in_quick_succession_are_all_heard(
    browser: Browser, address: str, times_slower: int
) -> None:
    with tab(browser, PROJECTORS["1280"]) as (page, _noted):
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": times_slower}
        )
        page.goto(f"{address}/bilder.html")
        for _press in range(5):
            page.keyboard.press("PageDown")
        _expect_shown(page, 6)
        page.wait_for_timeout(500)
        page.keyboard.press("PageDown")
        _expect_shown(page, 7)


@pytest.mark.parametrize(
    "leave",
    [
        lambda page: page.keyboard.press("Escape"),
        lambda page: page.get_by_role("link", name="Till sammanträdet").first.click(),
    ],
    ids=["Escape", "link"],
)
def test_the_way_back_leads_to_the_meeting(
    browser: Browser, address: str, leave: Callable[[Page], None]
) -> None:
    with tab(browser, PROJECTORS["1280"]) as (page, _noted):
        page.goto(f"{address}/bilder.html#bild-1")
        leave(page)
        expect(page).to_have_url(f"{address}/back.html")


def test_a_view_opened_by_its_address_is_where_the_keys_go_on_from(
    browser: Browser, address: str
) -> None:
    with tab(browser, PROJECTORS["1280"]) as (page, _noted):
        page.goto(f"{address}/bilder.html#bild-4")
        page.keyboard.press("PageDown")
        _expect_shown(page, 5)
        page.locator("#bild-5").get_by_role("link", name="Nästa").click()
        _expect_shown(page, 6)
        page.go_back()
        _expect_shown(page, 5)
        page.keyboard.press("PageUp")
        _expect_shown(page, 4)


def test_the_links_do_without_the_script(browser: Browser, address: str) -> None:
    with tab(browser, PROJECTORS["1280"], scripts=False) as (page, _noted):
        page.goto(f"{address}/bilder.html")
        page.locator("#bild-1").get_by_role("link", name="Nästa").click()
        expect(page.locator("#bild-2 h2")).to_be_in_viewport()
        expect(page.locator("#bild-1 h1")).not_to_be_in_viewport()


def test_scrolling_moves_on_too(browser: Browser, address: str) -> None:
    with tab(browser, PROJECTORS["1280"]) as (page, _noted):
        page.goto(f"{address}/bilder.html")
        page.mouse.move(640, 360)
        page.mouse.wheel(0, 720)
        page.wait_for_function("location.hash === '#bild-2'")
        page.keyboard.press("PageDown")
        _expect_shown(page, 3)
