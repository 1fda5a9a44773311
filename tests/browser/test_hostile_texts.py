"""Texts that mean harm, through every field of text: on the screen, in files, and in the log."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import psycopg
import pytest
from playwright.sync_api import Browser, expect
from psycopg import sql

from tests.browser.conftest import Server, Visit, choose_role, own_folder, running_server, visiting
from tests.hostile import SEEDS, hostile_texts
from transfer.downloads import to_csv, to_excel
from ui.session import today

TEXTS = hostile_texts()

FIELDS = (
    ("app_user", "name"),
    ("app_user", "unit"),
    ("area", "name"),
    ("target_group", "name"),
    ("target_group", "short_name"),
    ("partner", "name"),
    ("activity_kind", "name"),
    ("programme", "name"),
    ("point", "title"),
    ("point", "description"),
    ("point", "problem"),
    ("point", "responsible_unit"),
    ("milestone", "title"),
    ("indicator", "name"),
    ("indicator", "definition"),
    ("indicator", "unit"),
    ("indicator", "source"),
    ("funding_source", "name"),
    ("funding_source", "funder"),
    ("funding_source", "purpose"),
    ("funding_source", "conditions"),
)
"""Every text that is kept as it is and not as a fact: facts are not changed, but read the same."""


def _visible(text: str) -> str:
    """Return a text as a page can show it: runs of blanks are one, and joiners are not seen."""
    return re.sub(r"\s+", " ", text.replace("\u2060", "").replace("\ufeff", "")).strip()


def test_there_are_a_thousand_and_no_two_are_the_same() -> None:
    assert len(TEXTS) == len(set(TEXTS)) == 1000


def test_on_the_screen_they_are_text_and_nothing_else(server: Server, browser: Browser) -> None:
    with psycopg.connect(server.database_url(), autocommit=True) as connection:
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into app_user (name, email, role) values (%s, %s, 'board')",
                [(text, f"ond{number}@prov.example") for number, text in enumerate(TEXTS)],
            )
        try:
            with visiting(browser, server.address) as visit:
                visit.open("/om")
                choose_role(visit.page, "Systemadministratör")
                visit.page.get_by_role("link", name="Administration").click()
                visit.settle()
                rows = visit.page.locator("[data-testid=stTable] tbody tr")
                expect(rows.nth(len(TEXTS))).to_be_attached(timeout=60_000)
                shown = rows.locator("td:first-child").all_inner_texts()
                inside = visit.page.locator("[data-testid=stTable] tbody td:first-child")
                made = inside.locator("a, img, script, svg, iframe, strong, em, code, h1, ul, math")
                assert made.count() == 0
                assert visit.complaints == []
                assert visit.foreign == []
        finally:
            connection.execute("delete from app_user where email like 'ond%@prov.example'")
    missing = {_visible(text) for text in TEXTS} - {_visible(text) for text in shown}
    assert missing == set()


@pytest.fixture(scope="module")
def overrun(filled: Path) -> Iterator[Server]:
    """Give a panel whose every text means harm, and whose points have a hundred reports each."""
    with own_folder(filled) as var, running_server(var) as started:
        turns = cycle(_ALL_IN_ONE)
        with psycopg.connect(started.database_url()) as connection:
            for table, column in FIELDS:
                if table not in ("programme", "app_user"):
                    _fill(connection, table, column, turns)
            # A point has one report a day: those of the example make room.
            connection.execute("set session_replication_role = replica")
            connection.execute("delete from status_report")
            connection.execute("set session_replication_role = origin")
            connection.cursor().executemany(
                "insert into status_report (point_number, status, as_of_date, comment)"
                " select number, 'late', %s, %s from point order by number limit 1 offset %s",
                [
                    (today() - timedelta(days=number % _EACH), text, number // _EACH)
                    for number, text in enumerate(TEXTS)
                ],
            )
        yield started


_EACH = 100
"""Reports of a point."""

_ALL_IN_ONE = [" ".join(SEEDS[first:] + SEEDS[:first]) for first in range(len(SEEDS))]
"""Every kind of harm in each text, each time another one first."""


def _fill(
    connection: "psycopg.Connection[Any]", table: str, column: str, texts: Iterator[str]
) -> None:
    name, field = sql.Identifier(table), sql.Identifier(column)
    rows = connection.execute(sql.SQL("select ctid from {} order by ctid").format(name)).fetchall()
    for (row,) in rows:
        change = sql.SQL("update {} set {} = %s where ctid = %s").format(name, field)
        connection.execute(change, (next(texts), row))


@pytest.mark.parametrize(
    "path", ["/", "/program", "/program?vy=Tidslinje", "/aktiviteter", "/medel"]
)
def test_no_page_makes_anything_of_them(overrun: Server, browser: Browser, path: str) -> None:
    with visiting(browser, overrun.address) as visit:
        visit.open(path)
        for table in visit.page.locator("summary").all():
            table.click()
            visit.settle()
        _assert_harmless(visit)


def test_a_page_of_a_point_shows_each_word_of_its_reports(
    overrun: Server, browser: Browser
) -> None:
    with visiting(browser, overrun.address) as visit:
        for number in range(1, len(TEXTS) // _EACH + 1):
            visit.open(f"/punkt?nummer={number}")
            _assert_harmless(visit)
            visit.page.locator("summary", has_text="Visa som tabell").first.click()
            visit.page.get_by_role("columnheader", name="Vad som har hänt").wait_for()
            told = visit.page.locator("[data-testid=stTable] td:last-child").all_inner_texts()
            said = {_visible(text) for text in TEXTS[_EACH * (number - 1) : _EACH * number]}
            assert said - {_visible(each) for each in told} == set()


def _assert_harmless(visit: Visit) -> None:
    main = visit.page.locator("[data-testid=stMain]")
    assert main.get_by_text("Något gick fel").count() == 0
    assert main.locator("script, iframe, object, embed, form[action], math, .katex").count() == 0
    assert main.locator("img:not([src^='/']):not([src^='data:'])").count() == 0
    targets = main.locator("a").evaluate_all("all => all.map(each => each.href)")
    assert [each for each in targets if not each.startswith(visit.address)] == []
    assert visit.complaints == []
    assert visit.foreign == []


@pytest.mark.parametrize(("table", "column"), FIELDS)
def test_every_field_keeps_them_as_they_are_and_so_does_the_log(
    server: Server, table: str, column: str
) -> None:
    change = sql.SQL(
        "update {table} set {column} = %s where ctid = (select min(ctid) from {table})"
        " returning {column}"
    ).format(table=sql.Identifier(table), column=sql.Identifier(column))
    with psycopg.connect(server.database_url()) as connection:
        for text in TEXTS[:100]:
            with connection.transaction(force_rollback=True):
                kept = connection.execute(change, (text,)).fetchone()
                noted = connection.execute(
                    "select changes, table_name from audit_event order by id desc limit 1"
                ).fetchone()
                assert kept == (text,)
                assert noted is not None
                assert noted[1] == table
                assert noted[0]["after"][0][column] == text
                assert json.loads(json.dumps(noted[0]))["after"][0][column] == text


def test_in_files_none_of_them_is_calculated() -> None:
    frame = pd.DataFrame({"Text": TEXTS, "=1+1": TEXTS})
    read = list(csv.reader(io.StringIO(to_csv(frame).decode("utf-8-sig")), delimiter=";"))
    assert len(read) == len(TEXTS) + 1
    assert not any(cell[:1] in "=+-@\t\r\n" for row in read for cell in row if cell)
    workbook = openpyxl.load_workbook(
        io.BytesIO(to_excel(frame, title=TEXTS[0], source=TEXTS[1], made_on=today()))
    )
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert {str(cell.value) for cell in cells} >= {text for text in TEXTS if len(text) < 9_000}
