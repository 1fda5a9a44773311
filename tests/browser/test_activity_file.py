"""A large file in the browser: looked at, mended, and taken in or let go."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browser.conftest import Server, Visit, choose_role, visiting
from texts.numbers import number
from ui.session import today

ADDRESS = "/registrera?vad=En%20fil"

ROWS, FAULTY, ON_PAGE = 20_000, 300, 100
HEADINGS = ("Datum", "Område", "Aktivitetstyp", "Målgrupp", "Deltagare", "Anteckning", "Eget")
GOOD = ("Norra Biskopsgården", "Uppsökande fältarbete", "2", "8", "Kvällsvandring", "x")
HOSTILE = "Ring 121212-1212 <img src=x onerror=alert(1)> ![bild](https://ond.example/a.png)"

FIRST_CELL, HEADER, ROW = 60 + 360 + 110 + 40, 35, 70
"""Pixels of the table: where the first column to mend begins, and how high its rows are."""

MOST_GROWTH = 100_000_000
"""Bytes that the server may grow by while it reads, shows and takes in the file."""


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """Give a panel of this module's own, which is filled."""
    return own_server


def _write(path: Path, rows: int, faulty: int) -> Path:
    """Write a file whose faulty rows lie evenly; the first of them has a text that means harm."""
    apart = rows // faulty
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADINGS)
        for place in range(rows):
            # The months before are handed in, and closed. No two rows are the same.
            row = [today().isoformat(), *GOOD[:4], f"{GOOD[4]} {place}", GOOD[5]]
            if place % apart == apart - 1 and place < faulty * apart:
                row[4] = "tolv"
            if place == apart - 1:
                row[5] = HOSTILE
            writer.writerow(row)
    return path


@contextmanager
def _at_the_file(browser: Browser, server: Server, size: str = "dator") -> Iterator[Visit]:
    with visiting(browser, server.address, size) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        visit.open(ADDRESS)
        choose_role(visit.page, "Arbetsledare")
        visit.settle()
        yield visit
        assert visit.complaints == []
        assert visit.foreign == []


def _drop(visit: Visit, file: Path) -> None:
    visit.page.locator("input[type=file]").set_input_files(str(file))


def _holds(page: Page, sentence: str) -> None:
    expect(page.get_by_role("heading", name=sentence, exact=True)).to_be_visible(timeout=60_000)


def _kept(server: Server) -> tuple[int, int]:
    """Return how many activities and batches there are."""
    with psycopg.connect(server.database_url()) as connection:
        found = connection.execute(
            "select (select count(*) from activity), (select count(*) from import_batch)"
        ).fetchone()
    assert found
    return int(found[0]), int(found[1])


def _copies(server: Server) -> set[Path]:
    """Return the folders with files that the server holds; a closed tab's it holds a while."""
    return set(Path(tempfile.gettempdir()).glob(f"trygghet-fil-{_process(server).pid}-*"))


def _process(server: Server) -> psutil.Process:
    port = urlparse(server.address).port
    return next(
        psutil.Process(each.pid)
        for each in psutil.net_connections("tcp")
        if each.status == psutil.CONN_LISTEN and each.pid and each.laddr[1:] == (port,)
    )


def _peak(server: Server) -> int:
    """Return the most memory that the server has ever held, in bytes."""
    status = Path(f"/proc/{_process(server).pid}/status").read_text()
    return next(
        int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")
    )


def _click_cell(page: Page, column: int, row: int) -> None:
    box = _table(page)
    page.mouse.click(box["x"] + FIRST_CELL + column, box["y"] + HEADER + row * ROW + ROW // 2)
    page.wait_for_timeout(300)


def _table(page: Page) -> FloatRect:
    """Return where the table is, once it has come to rest in the middle of the window."""
    drawn = page.locator("[data-testid=stDataFrame] canvas").first
    drawn.evaluate("each => each.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(300)
    box = drawn.bounding_box()
    assert box
    return box


def _paste(page: Page, lines: list[str]) -> None:
    """Paste a column, as it is copied from a spreadsheet, from the chosen cell and down."""
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(lines))
    page.keyboard.press("Control+V")
    page.wait_for_timeout(500)


def _press(visit: Visit, label: str) -> None:
    visit.page.get_by_role("button", name=label).click()
    visit.page.wait_for_timeout(500)
    visit.settle()


def _choose_week(visit: Visit) -> None:
    visit.page.get_by_text("En vecka", exact=True).click()
    visit.page.wait_for_timeout(500)
    visit.settle()


@pytest.mark.slow
def test_a_large_file_is_looked_at_mended_and_taken_in(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    file, before = _write(tmp_path / "stor.csv", ROWS, FAULTY), _kept(server)
    with _at_the_file(browser, server) as visit:
        page, peak = visit.page, _peak(server)
        _drop(visit, file)
        expect(page.get_by_text("Läser rader:")).to_be_visible(timeout=30_000)
        _holds(page, f"{number(ROWS - FAULTY)} rader kan tas in, {number(FAULTY)} har fel.")
        visit.settle()
        _click_cell(page, 100, 0)
        page.keyboard.press("Enter")
        typed = page.locator("textarea.gdg-input")
        expect(typed).to_have_value(HOSTILE.replace("121212-1212", "******-****"))
        typed.fill("Kvällsvandring")
        page.keyboard.press("Enter")
        for mended in range(0, FAULTY, ON_PAGE):
            _click_cell(page, 0, 0)
            _paste(page, ["12"] * ON_PAGE)
            assert _kept(server) == before
            _press(visit, "Pröva igen")
            if left := FAULTY - mended - ON_PAGE:
                _holds(page, f"{number(ROWS - left)} rader kan tas in, {left} har fel.")
        _holds(page, f"{number(ROWS)} rader kan tas in.")
        page.get_by_role("button", name="Ta in").click()
        expect(page.get_by_text("Läser rader:")).to_be_visible(timeout=30_000)
        told = page.get_by_text("Inläst:")
        expect(told).to_be_visible(timeout=120_000)
        assert f"{number(ROWS)} nya, 0 fanns redan, 0 med fel" in told.inner_text()
        growth = _peak(server) - peak
        print(f"peak {peak / 1e6:.0f} MB before, {growth / 1e6:.0f} MB more")  # noqa: T201
        assert growth < MOST_GROWTH
    assert _kept(server) == (before[0] + ROWS, before[1] + 1)
    assert _copies(server) == set()
    with psycopg.connect(server.database_url()) as connection:
        found = connection.execute(
            "select count(*) from activity where participants = 12 and note like 'Kvällsvandring%'"
        )
        assert found.fetchone() == (FAULTY,)


@pytest.mark.parametrize("way", ["Avbryt", "another page", "another part", "close"])
def test_letting_go_writes_nothing(
    server: Server, browser: Browser, tmp_path: Path, way: str
) -> None:
    before, copies = _kept(server), _copies(server)
    with _at_the_file(browser, server) as visit:
        _drop(visit, _write(tmp_path / "liten.csv", 600, 2))
        _holds(visit.page, "598 rader kan tas in, 2 har fel.")
        visit.settle()
        assert len(_copies(server)) == len(copies) + 1
        if way == "Avbryt":
            _press(visit, "Avbryt")
            expect(visit.page.locator("input[type=file]")).to_be_attached()
        elif way == "another page":
            visit.page.get_by_role("link", name="Program").click()
            visit.settle()
        elif way == "another part":
            _choose_week(visit)
        if way != "close":
            assert _copies(server) <= copies
    assert _kept(server) == before


def test_a_page_that_is_another_files_answer_is_told_in_swedish(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    page = tmp_path / "utdrag.csv"
    page.write_text("<!DOCTYPE html><html><body>Not Found")
    with _at_the_file(browser, server) as visit:
        _drop(visit, page)
        told = visit.page.get_by_text("är en webbsida, inte en tabell")
        expect(told).to_be_visible(timeout=30_000)
        # The uploader holds one field for the file that was chosen and one for the next.
        expect(visit.page.locator("input[type=file]").first).to_be_attached()


def test_a_phone_has_room_for_it(server: Server, browser: Browser, tmp_path: Path) -> None:
    with _at_the_file(browser, server, "telefon") as visit:
        _drop(visit, _write(tmp_path / "liten.csv", 60, 2))
        _holds(visit.page, "58 rader kan tas in, 2 har fel.")
        visit.settle()
        for selector in ("html", "[data-testid=stMain]"):
            widths = visit.page.locator(selector).evaluate("e => [e.scrollWidth, e.clientWidth]")
            assert widths[0] <= widths[1], selector


def test_a_week_is_typed_and_saved(server: Server, browser: Browser) -> None:
    before = _kept(server)
    with _at_the_file(browser, server) as visit:
        _choose_week(visit)
        page = visit.page
        box = _table(page)
        page.mouse.click(box["x"] + 40, box["y"] + HEADER + 17)
        page.wait_for_timeout(300)
        cells = (today().isoformat(), "Norra Biskopsgården", "Uppsökande fältarbete")
        _paste(page, ["\t".join((*cells, "Unga på väg in i kriminalitet", "1", "8"))])
        _press(visit, "Spara veckan")
        expect(page.get_by_text("1 nya, 0 fanns redan")).to_be_visible(timeout=30_000)
    assert _kept(server) == (before[0] + 1, before[1] + 1)
