"""The team leader's Friday: a phone, two at once, a server that dies in the middle."""

import re
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
from tests.browser.conftest import (
    PHONE,
    SIZES,
    Server,
    Visit,
    choose_role,
    own_folder,
    running_server,
    visiting,
)
from texts.numbers import month
from ui.session import today

pytestmark = pytest.mark.browser

MOST_TAPS = 9


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


def reporting(visit: Visit, number: int) -> Page:
    """Open the form of a point's report as the team leader, whose role a new address forgets."""
    visit.page.goto(f"{visit.address}/uppdatera?nummer={number}")
    visit.settle()
    choose_role(visit.page, "Arbetsledare")
    visit.settle()
    return visit.page


@contextmanager
def touching(browser: Browser, server: Server) -> Iterator[Visit]:
    """Open a tab of a phone that is touched: it tells things in another order than a mouse."""
    width, height = SIZES["telefon"]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="sv-SE",
        user_agent=PHONE,
        has_touch=True,
        is_mobile=True,
    )
    yield Visit(context.new_page(), server.address)
    context.close()


def reported_today(page: Page, title: str, status: str) -> Locator:
    """Return the rows of the latest reports that tell a status of a point today."""
    return (
        page.get_by_test_id("stHorizontalBlock")
        .filter(has=page.get_by_role("link", name=re.compile(title)))
        .filter(has=page.get_by_text("I dag", exact=True))
        .filter(has_text=status)
    )


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

        telling = Fingers(page)
        telling.tap(page.get_by_test_id("stExpandSidebarButton"))
        telling.tap(page.get_by_role("link", name="Uppdatera"))
        lead.settle()
        telling.tap(page.get_by_role("link", name=re.compile("15. Insats efter")))
        lead.settle()
        telling.tap(pill(page, "Pågår med avvikelse"))
        telling.tap(page.get_by_label("Vad har hänt?"))
        page.keyboard.type("Två händelser samma vecka.")
        telling.tap(page.get_by_role("button", name="Spara"))
        expect(page.get_by_text("Punkt 15 är sparad")).to_be_visible()
        assert telling.taps <= MOST_TAPS

        assert not director.page.get_by_text("den senaste i dag").count()
        said = reported_today(director.page, "15. Insats efter", "Avvikelse")
        assert not said.count()
        director.page.locator("h1").click()
        director.page.keyboard.press("r")
        settled(director.page)
        expect(director.page.get_by_text("den senaste i dag")).to_be_visible()
        expect(said).to_have_count(1)
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
        working(browser, own_server, "Arbetsledare", "telefon") as other,
    ):
        for visit, comment in ((one, "Skrivet av den ena."), (other, "Skrivet av den andra.")):
            reporting(visit, 11)
            visit.page.get_by_label("Vad har hänt?").fill(comment)
            visit.page.get_by_label("Risk, och hjälp som behövs").click()
            settled(visit.page)
        one.page.get_by_role("button", name="Spara", exact=True).click()
        expect(one.page.get_by_text("Punkt 11 är sparad")).to_be_visible()
        other.page.get_by_role("button", name="Spara", exact=True).click()
        # Where the button was: nobody sees the top of the page on a phone.
        told = other.page.get_by_text("Punkten har rapporterats medan du skrev")
        expect(told).to_be_in_viewport()
        expect(other.page.get_by_text("Skrivet av den ena.").first).to_be_visible()
        expect(other.page.get_by_label("Vad har hänt?")).to_have_value("Skrivet av den andra.")
        other.page.get_by_role("button", name="Spara min i stället").click()
        expect(other.page.get_by_text("Punkt 11 är sparad")).to_be_visible()
    noted = rows(
        own_server,
        "select action, coalesce(table_name, changes ->> 'why') from audit_event"
        " where table_name = 'status_report' or changes ->> 'asked' = 'punkt/11' order by id",
    )[-4:]
    assert noted == [
        ("insert", "status_report"),
        ("refused", "outdated"),
        # The first report of the day is withdrawn for the second.
        ("update", "status_report"),
        ("insert", "status_report"),
    ]


def test_what_was_typed_goes_along_with_a_tap_to_the_next_point(
    browser: Browser, own_server: Server
) -> None:
    with psycopg.connect(own_server.database_url()) as connection:
        connection.execute(
            "update status_report set withdrawn_why = 'prov'"
            " where point_number in (11, 15) and withdrawn_at is null"
        )
    with touching(browser, own_server) as visit:
        for way, title in (("Nästa: punkt", "15."), ("Alla mina punkter", "punkter behöver")):
            page = reporting(visit, 11)
            page.get_by_label("Vad har hänt?").fill("")
            page.get_by_label("Vad har hänt?").tap()
            page.keyboard.type(f"Skrivet före {way}.")
            page.get_by_role("button", name=way).tap()
            settled(page)
            expect(page.locator("h1")).to_contain_text(title)
            expect(page.locator("h1")).to_be_in_viewport()
            assert rows(
                own_server, "select content ->> 'comment' from draft where subject = 'punkt/11'"
            ) == [(f"Skrivet före {way}.",)]


def test_what_is_emptied_is_empty_and_a_second_tap_writes_nothing(
    browser: Browser, own_server: Server
) -> None:
    with psycopg.connect(own_server.database_url()) as connection:
        connection.execute(
            "insert into milestone (point_number, title, due_on)"
            " values (17, 'Lokal *klar* (etapp 1)', '2027-01-31')"
        )
    of_point = (
        "select count(*) from status_report where point_number = 17"
        " and progress_percent is null and forecast_date is null"
    )
    assert rows(own_server, of_point) == [(0,)]
    with working(browser, own_server, "Arbetsledare") as visit:
        page = reporting(visit, 17)
        page.get_by_text("Lokal ＊klar＊ (etapp 1), senast").click()
        settled(page)
        named = [each.get_attribute("aria-label") for each in page.locator("[aria-label]").all()]
        assert any("Klart den: Lokal" in str(each) for each in named)
        assert not [each for each in named if "\\" in str(each)]
        page.get_by_label("Framdrift, procent").fill("")
        page.get_by_role("button", name="Clear date").first.click()
        settled(page)
        expect(page.get_by_label("Framdrift, procent")).to_have_value("")
        page.get_by_role("button", name="Spara", exact=True).dblclick()
        expect(page.get_by_text("Punkt 17 är sparad")).to_be_in_viewport()
        settled(page)
    assert rows(own_server, of_point) == [(1,)]


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
            # The page would begin with the oldest month that lacks an area.
            address = f"/registrera?vad={view}&manad={month(last_day)}"
            visit.page.goto(f"{own_server.address}{address}")
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


def test_what_was_typed_is_there_when_the_server_was_killed(browser: Browser, filled: Path) -> None:
    typed = "Skrivet strax innan strömmen gick."
    with own_folder(filled) as folder:
        with running_server(folder) as server, working(browser, server, "Arbetsledare") as visit:
            reporting(visit, 11)
            visit.page.get_by_label("Vad har hänt?").fill(typed)
            visit.page.get_by_label("Risk, och hjälp som behövs").click()
            settled(visit.page)
            expect(visit.page.get_by_text("Utkast sparat")).to_be_visible()
            _kill(server)
        with running_server(folder) as server, working(browser, server, "Arbetsledare") as visit:
            reporting(visit, 11)
            expect(visit.page.get_by_label("Vad har hänt?")).to_have_value(typed)


def _kill(server: Server) -> None:
    """Kill the panel's process at once; the database's own is left to itself, as when one dies."""
    port = server.address.rpartition(":")[2]
    killed = [
        process
        for process in psutil.process_iter(["cmdline"])
        if port in (process.info["cmdline"] or ()) and "postgres" not in process.name()
    ]
    assert killed
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=20)
