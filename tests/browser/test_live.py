"""Journeys against a running server: fresh data, closed doors, calm faults."""

import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server, running_server, visiting

pytestmark = pytest.mark.browser

PAGE_FILES = sorted(path.stem for path in Path("pages").glob("*.py"))


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


@pytest.mark.parametrize("name", PAGE_FILES)
def test_no_page_file_can_be_opened_as_a_script_on_a_fresh_server(
    browser: Browser, folder: Path, name: str
) -> None:
    with (
        running_server(folder) as fresh,
        visiting(browser, fresh.address) as visit,
    ):
        visit.page.goto(f"{fresh.address}/{name}")
        visit.settle()
        # The frame of every page is there: so it was the shell that ran, not the file alone.
        assert visit.page.get_by_role("link", name="Översikt").count()


def test_health_tells_versions_and_latency(server: Server) -> None:
    with urlopen(f"{server.address}/halsa") as answer:
        told = json.load(answer)
        headers = answer.headers
    assert told["status"] == "ok"
    assert told["schema_version"] == "0003"
    assert told["database_latency_ms"] >= 0
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'self'" in headers["content-security-policy"]


def test_a_database_that_goes_away_is_a_calm_notice_and_503(
    browser: Browser, tmp_path: Path
) -> None:
    pytest.skip("written with the pages")


def test_unknown_health_is_not_cached(server: Server) -> None:
    with urlopen(f"{server.address}/halsa") as answer:
        assert answer.headers["cache-control"] == "no-store"
    with pytest.raises(HTTPError), urlopen(f"{server.address}/_stcore/finns-inte"):
        pass
