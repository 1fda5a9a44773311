"""The team leader's Friday: a phone, two at once, a server that dies in the middle."""

import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from domain.calendar import first_of_month
from tests.browser.conftest import Server, Visit, choose_role, running_server, visiting
from ui.session import today

pytestmark = pytest.mark.browser

MOST_TAPS = 9


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """Give a panel of one's own: these tests write in it."""
    folder = Path(tempfile.mkdtemp(prefix="trygghet-work-"))
    folder.chmod(0o711)
    with running_server(folder) as started:
        yield started
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def working(browser: Browser, server: Server, role: str, size: str = "dator") -> Iterator[Visit]:
    """Open a tab as a role."""
    with visiting(browser, server.address, size) as visit:
        visit.page.goto(server.address)
        visit.settle()
        choose_role(visit.page, role)
        visit.settle()
        yield visit


@dataclass
class Fingers:
    """Counts the taps."""

    page: Page
    taps: int = 0

    def tap(self, what: Locator) -> None:
        """Tap, and wait for what comes of it."""
        self.taps += 1
        what.click()
        settled(self.page)


def settled(page: Page) -> None:
    """Wait until the script has run, also where the run is over before it is seen."""
    page.wait_for_timeout(400)
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=60_000)


def pill(page: Page, name: str) -> Locator:
    return page.get_by_role("radio", name=name).or_(page.get_by_role("button", name=name)).first


def rows(server: Server, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.database_url()) as connection:
        return connection.execute(query).fetchall()


def test_an_activity_and_a_report_take_few_taps_on_a_phone_and_the_director_sees_both(
    browser: Browser, own_server: Server
) -> None:
    with (
        working(browser, own_server, "Förvaltningsdirektör") as director,
        working(browser, own_server, "Arbetsledare", "telefon") as lead,
    ):
        page = lead.page
        registering = Fingers(page)
        registering.tap(page.get_by_test_id("stExpandSidebarButton"))
        registering.tap(page.get_by_role("link", name="Registrera"))
        lead.settle()
        registering.tap(page.get_by_role("combobox", name="Område"))
        page.keyboard.type("Tuve")
        registering.tap(page.get_by_role("option", name="Tuve").first)
        registering.tap(pill(page, "Gruppaktivitet"))
        registering.tap(pill(page, "Yngre som riskerar att rekryteras"))
        registering.tap(page.get_by_role("spinbutton", name="Deltagare"))
        page.keyboard.type("14")
        registering.tap(page.get_by_role("button", name="Spara"))
        expect(page.get_by_text("Sparad: Gruppaktivitet i Tuve")).to_be_visible()
        assert registering.taps <= MOST_TAPS

        reporting = Fingers(page)
        reporting.tap(page.get_by_test_id("stExpandSidebarButton"))
        reporting.tap(page.get_by_role("link", name="Uppdatera"))
        lead.settle()
        reporting.tap(page.get_by_role("link", name=re.compile("15. Insats efter")))
        lead.settle()
        reporting.tap(pill(page, "Pågår med avvikelse"))
        reporting.tap(page.get_by_label("Vad har hänt?"))
        page.keyboard.type("Två händelser samma vecka.")
        reporting.tap(page.get_by_role("button", name="Spara"))
        expect(page.get_by_text("Punkt 15 är sparad")).to_be_visible()
        assert reporting.taps <= MOST_TAPS

        assert not director.page.get_by_text("den senaste i dag").count()
        director.page.locator("h1").click()
        director.page.keyboard.press("r")
        settled(director.page)
        expect(director.page.get_by_text("den senaste i dag")).to_be_visible()
        latest = director.page.get_by_role("link", name=re.compile("15. Insats efter"))
        expect(latest.last).to_be_visible()
        assert lead.complaints == []
    assert rows(
        own_server,
        "select participants, recorded_by ~ 'Arbetsledare' from activity order by id desc limit 1",
    ) == [(14, True)]


def test_of_two_who_save_the_same_point_one_is_shown_both_reports(
    browser: Browser, own_server: Server
) -> None:
    with (
        working(browser, own_server, "Arbetsledare") as one,
        working(browser, own_server, "Arbetsledare") as other,
    ):
        for visit, comment in ((one, "Skrivet av den ena."), (other, "Skrivet av den andra.")):
            visit.page.goto(f"{own_server.address}/uppdatera?nummer=11")
            visit.settle()
            choose_role(visit.page, "Arbetsledare")
            visit.settle()
            visit.page.get_by_label("Vad har hänt?").fill(comment)
            visit.page.get_by_label("Risk, och hjälp som behövs").click()
            settled(visit.page)
        one.page.get_by_role("button", name="Spara", exact=True).click()
        expect(one.page.get_by_text("Punkt 11 är sparad")).to_be_visible()
        other.page.get_by_role("button", name="Spara", exact=True).click()
        expect(other.page.get_by_text("Punkten har rapporterats medan du skrev")).to_be_visible()
        expect(other.page.get_by_text("Skrivet av den ena.").first).to_be_visible()
        expect(other.page.get_by_label("Vad har hänt?")).to_have_value("Skrivet av den andra.")
        other.page.get_by_role("button", name="Spara min i stället").click()
        expect(other.page.get_by_text("Punkt 11 är sparad")).to_be_visible()
    told = rows(
        own_server,
        "select action, coalesce(table_name, changes ->> 'why') from audit_event"
        " where table_name = 'status_report' or changes ->> 'asked' = 'punkt/11' order by id",
    )[-4:]
    assert told == [
        ("insert", "status_report"),
        ("refused", "outdated"),
        # The first report of the day is withdrawn for the second.
        ("update", "status_report"),
        ("insert", "status_report"),
    ]


def test_a_month_that_is_submitted_while_an_activity_is_written_keeps_the_activity_waiting(
    browser: Browser, own_server: Server
) -> None:
    last_day = first_of_month(today()) - timedelta(days=1)
    with psycopg.connect(own_server.database_url()) as connection:
        connection.execute(
            "update reporting_period set state = 'open' where month = %s",
            (last_day.replace(day=1),),
        )
    with (
        working(browser, own_server, "Arbetsledare") as writer,
        working(browser, own_server, "Arbetsledare") as submitter,
    ):
        for visit, view in ((writer, "En aktivitet"), (submitter, "Månaden")):
            visit.page.goto(f"{own_server.address}/registrera?vad={view}")
            visit.settle()
            choose_role(visit.page, "Arbetsledare")
            visit.settle()
        page = writer.page
        page.get_by_role("spinbutton", name="year, Datum").click()
        page.keyboard.type(f"{last_day:%Y%m%d}")
        page.keyboard.press("Enter")
        settled(page)
        page.get_by_role("combobox", name="Område").click()
        page.keyboard.type("Tuve-Säve")
        page.get_by_role("option", name="Tuve-Säve").click()
        settled(page)
        for name in ("Gruppaktivitet", "Yngre som riskerar att rekryteras"):
            if pill(page, name).get_attribute("aria-checked") != "true":
                pill(page, name).click()
                settled(page)
        submitter.page.get_by_role("button", name=re.compile("Lämna in elva områden")).click()
        settled(submitter.page)
        submitter.page.get_by_role("button", name="Ja, lämna in").click()
        expect(submitter.page.get_by_text("Månaden är inlämnad.")).to_be_visible()
        before = rows(own_server, "select count(*) from activity")
        page.get_by_role("button", name="Spara", exact=True).click()
        expect(page.get_by_text("Månaden är inlämnad eller godkänd")).to_be_visible()
        assert rows(own_server, "select count(*) from activity") == before
        assert rows(own_server, "select subject from draft where subject = 'aktivitet'")
    assert rows(
        own_server,
        "select count(*) from audit_event where action = 'refused'"
        ' and changes = \'{"asked": "aktivitet", "why": "outdated"}\'',
    ) == [(1,)]


def test_what_was_typed_is_there_when_the_server_was_killed(browser: Browser) -> None:
    folder = Path(tempfile.mkdtemp(prefix="trygghet-killed-"))
    folder.chmod(0o711)
    typed = "Skrivet strax innan strömmen gick."
    with running_server(folder) as server, working(browser, server, "Arbetsledare") as visit:
        visit.page.goto(f"{server.address}/uppdatera?nummer=11")
        visit.settle()
        choose_role(visit.page, "Arbetsledare")
        visit.settle()
        visit.page.get_by_label("Vad har hänt?").fill(typed)
        visit.page.get_by_label("Risk, och hjälp som behövs").click()
        settled(visit.page)
        expect(visit.page.get_by_text("Utkast sparat")).to_be_visible()
        _kill(server)
    with running_server(folder) as server, working(browser, server, "Arbetsledare") as visit:
        visit.page.goto(f"{server.address}/uppdatera?nummer=11")
        visit.settle()
        choose_role(visit.page, "Arbetsledare")
        visit.settle()
        expect(visit.page.get_by_label("Vad har hänt?")).to_have_value(typed)
    shutil.rmtree(folder, ignore_errors=True)


def _kill(server: Server) -> None:
    """Kill the panel's processes at once, as a machine that stops does."""
    port = int(server.address.rpartition(":")[2])
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "serve" in line and str(port) in line:
            os.kill(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and psutil.pid_exists(process.pid):
        time.sleep(0.1)
