"""Journeys against a running server: fresh data, closed doors, calm faults."""

import json
import os
import re
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import text

from data_access.embedded import EmbeddedServer, cluster_folder, start_server
from data_access.engine import make_engine
from data_access.migrate import upgrade
from data_access.server_programs import run_program
from tests.accounts import SIGN_IN, environment
from tests.browser.conftest import Server, Visit, own_folder, running_server, visiting
from tests.conftest import Database

pytestmark = pytest.mark.browser

PAGE_FILES = sorted(path.stem for path in Path("pages").glob("*.py"))
NEWEST = max(path.stem[:4] for path in Path("data_access/migrations/versions").glob("0*.py"))


def test_a_row_written_with_sql_from_outside_is_there_at_the_next_rerun(
    browser: Browser, server: Server
) -> None:
    with (
        visiting(browser, server.address) as visit,
        psycopg.connect(server.database_url()) as other,
    ):
        visit.open("/punkt?nummer=7")
        other.execute("update point set title = 'Skrivet från ett annat program' where number = 7")
        other.commit()
        assert not visit.page.get_by_text("Skrivet från ett annat program").count()
        visit.page.keyboard.press("r")
        visit.page.get_by_text("Skrivet från ett annat program").first.wait_for(timeout=10_000)


@pytest.mark.parametrize("name", ["__init__", "aktiviteter"])
def test_no_page_file_can_be_opened_as_a_script_on_a_fresh_server(
    browser: Browser, filled: Path, name: str
) -> None:
    with (
        own_folder(filled) as var,
        running_server(var) as fresh,
        visiting(browser, fresh.address) as visit,
    ):
        _assert_no_script(visit, name)


@pytest.mark.parametrize("name", PAGE_FILES)
def test_nor_can_any_on_a_server_that_has_been_asked_before(
    browser: Browser, server: Server, name: str
) -> None:
    with visiting(browser, server.address) as visit:
        _assert_no_script(visit, name)


def _assert_no_script(visit: Visit, name: str) -> None:
    answer = visit.page.goto(f"{visit.address}/{name}")
    assert answer is not None
    if answer.status == 404:
        # No page has that address.
        assert visit.page.get_by_role("heading", name="Sidan finns inte").count()
        return
    visit.settle()
    # The frame of every page is there: so it was the shell that ran, not the file alone.
    assert visit.page.get_by_role("link", name="Översikt").count()


def test_health_tells_versions_and_latency(server: Server) -> None:
    with urlopen(f"{server.address}/halsa") as answer:
        told = json.load(answer)
        headers = answer.headers
    assert told["status"] == "ok"
    assert told["schema_version"] == NEWEST
    assert told["database_latency_ms"] >= 0
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]


@pytest.fixture
def own_database(folder: Path) -> Iterator[EmbeddedServer]:
    """Give a server that a test may stop and start."""
    server = start_server(folder / f"own-{uuid.uuid4().hex[:8]}")
    engine = make_engine(server.url, role=None)
    upgrade(engine)
    engine.dispose()
    yield server
    server.release()


def _health(address: str) -> tuple[int, dict[str, object]]:
    try:
        with urlopen(f"{address}/halsa") as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)


def _as_panel(server: EmbeddedServer) -> str:
    database = Database(server.url)
    try:
        return database.url_as("trygghet_app")
    finally:
        database.close()


def test_a_database_that_goes_away_is_a_calm_notice_and_comes_back(
    browser: Browser, folder: Path, own_database: EmbeddedServer
) -> None:
    data = own_database.folder / "data"
    port = (data / "postmaster.pid").read_text().splitlines()[3].strip()
    var = folder / f"var-{port}"
    var.mkdir()
    with (
        running_server(
            var, TRYGGHET_DATABASE_URL=_as_panel(own_database), **environment(SIGN_IN)
        ) as panel,
        visiting(browser, panel.address) as visit,
    ):
        visit.open("/")
        expect(visit.page.get_by_role("heading")).to_contain_text("Det finns inget program")

        run_program("pg_ctl", "stop", "-m", "immediate", "-D", str(data))
        visit.page.keyboard.press("r")
        heading = visit.page.get_by_role("heading", name="Panelen når inte databasen just nu")
        heading.wait_for(timeout=20_000)
        assert "Traceback" not in visit.page.content()
        assert _health(panel.address) == (503, _health(panel.address)[1])
        assert _health(panel.address)[1]["fault"] == "database"

        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories="
        log = str(own_database.folder / "server.log")
        run_program("pg_ctl", "start", "-w", "-D", str(data), "-l", log, "-o", options)
        visit.page.get_by_role("button", name="Försök igen").click()
        visit.page.get_by_role("heading", name="Det finns inget program").wait_for(timeout=20_000)
        assert _health(panel.address)[0] == 200


def test_an_embedded_database_that_is_killed_is_started_again(
    browser: Browser, filled: Path
) -> None:
    with own_folder(filled) as var, running_server(var) as panel:
        url = panel.database_url()
        psycopg.connect(url).close()
        data = cluster_folder(var) / "data"
        with visiting(browser, panel.address) as visit:
            visit.open("/om")
            title = visit.page.get_by_role("heading", level=1).inner_text()
            for _time in range(2):
                os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
                assert _health(panel.address)[0] == 200
            os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            visit.page.keyboard.press("r")
            visit.settle()
            assert visit.page.get_by_role("heading", level=1).inner_text() == title
        assert panel.database_url() == url, "an address that was given out stays good"


def test_the_embedded_database_lives_as_long_as_the_panel_and_no_longer() -> None:
    with own_folder() as var:
        with running_server(var, wait_for_health=False) as panel:
            _wait_until(lambda: '"started"' in panel.log.read_text())
            url = panel.database_url()
            for _command in range(2):
                with psycopg.connect(url) as client:
                    assert client.execute("select 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)


def _wait_until(holds: Callable[[], bool]) -> None:
    # A first start protects and publishes the example, which a busy machine takes its time for.
    deadline = time.monotonic() + 300
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_an_error_of_a_page_is_a_number_that_is_in_the_log(
    browser: Browser, folder: Path, own_database: EmbeddedServer
) -> None:
    engine = make_engine(own_database.url, role=None)
    with engine.begin() as connection:
        # A database that says something that no page can understand.
        connection.execute(text("drop function revision_token()"))
    engine.dispose()
    var = folder / f"var-{uuid.uuid4().hex[:8]}"
    var.mkdir()
    with (
        running_server(
            var, TRYGGHET_DATABASE_URL=_as_panel(own_database), **environment(SIGN_IN)
        ) as panel,
        visiting(browser, panel.address) as visit,
    ):
        visit.open("/")
        told = visit.page.locator(".stApp").inner_text()
        assert "Något gick fel" in told
        found = re.search(r"felnummer ([0-9A-F]{8})", told)
        assert found is not None
        logged = [line for line in panel.log.read_text().splitlines() if found[1] in line]
        assert json.loads(logged[0])["event"] == "script_error"
