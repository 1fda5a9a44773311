"""Each page as Streamlit runs it, on the example programme and with nothing in the database."""

from typing import Any

import pytest
from sqlalchemy import text

from domain.access import Role
from domain.calendar import first_of_month, shift_month
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of
from ui.session import today

PAGES = ("", "program", "aktiviteter", "medel", "om")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_its_finding_and_that_it_is_an_example(example: Database, address: str) -> None:
    app = open_page(address)
    assert not app.exception
    assert len(app.title) == 1
    assert len(app.title[0].value) > 10
    assert "Exempelprogram" in texts_of(app)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_an_empty_programme_is_a_designed_state(small: Database, address: str) -> None:
    app = open_page(address)
    assert not app.exception
    assert len(app.title) == 1
    words = texts_of(app)
    assert "nan" not in words.split()
    assert "None" not in words


@pytest.mark.parametrize("address", PAGES)
def test_without_a_programme_every_page_says_how_to_start_one(
    empty: Database, address: str
) -> None:
    app = open_page(address)
    assert not app.exception
    assert app.title[0].value == "Det finns inget program i databasen ännu"
    assert "trygghet programme start" in texts_of(app)


def test_overview_has_five_key_figures_and_what_needs_attention(example: Database) -> None:
    app = open_page()
    assert [metric.label for metric in app.metric][:2] == [
        "Punkter i rätt takt",
        "Punkter försenade",
    ]
    assert len(app.metric) == 5
    assert any("kräver uppmärksamhet" in header.value for header in app.header)


def test_overview_is_fresh_at_the_next_rerun(example: Database) -> None:
    app = open_page()
    before = app.metric[1].value
    with example.engine().begin() as connection:
        connection.execute(
            text(
                "insert into status_report (point_number, status, as_of_date)"
                " select number, 'late', current_date - 1 from point where number = 1"
            )
        )
    app.run()
    assert int(app.metric[1].value) == int(before) + 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"status": "Försenad"}, 3),
        ({"status": "Utgår"}, 1),
        ({"status": "Finns inte"}, 28),
        ({}, 28),
    ],
)
def test_programme_shows_the_statuses_of_the_address(
    example: Database, query: dict[str, Any], shown: int
) -> None:
    app = open_page("program", Role.DIRECTOR, **query)
    badges = [each.value for each in app.markdown if "-badge[" in each.value]
    assert len(badges) == shown


@pytest.mark.parametrize(
    ("number", "title"),
    [
        ("7", "Punkt 7"),
        ("99", "Punkten finns inte"),
        ("sju", "Punkten finns inte"),
        ("'; drop", "Punkten finns inte"),
    ],
)
def test_point_of_the_address_or_a_sentence_that_there_is_none(
    example: Database, number: str, title: str
) -> None:
    app = open_page("punkt", nummer=number)
    assert not app.exception
    assert title in app.title[0].value.replace("\\", "")


def test_activities_follow_the_choices(example: Database) -> None:
    app = open_page("aktiviteter")
    everything = texts_of(app)
    app.selectbox(key="omrade").select("80").run()
    assert not app.exception
    assert "Västra Biskopsgården" in texts_of(app).replace("\\", "")
    assert texts_of(app) != everything


def test_an_area_adds_up_to_its_smaller_areas_and_what_has_no_nearer_place(
    example: Database,
) -> None:
    app = open_page("aktiviteter", omrade="Västra Biskopsgården")
    total = int(app.title[0].value.split(" aktiviteter")[0].replace("\u00a0", ""))
    shown = app.table[0].value.set_index("Område")["Aktiviteter"]
    with example.engine().connect() as connection:
        query = text(
            "select sum(occasions) from activity_month where area_code = '80'"
            " and extract(year from month) = :year and month < date_trunc('month', current_date)"
        )
        year = shift_month(first_of_month(today()), -1).year
        unplaced = int(connection.scalar(query, {"year": year}) or 0)
    assert unplaced > 0
    assert shown["Utan närmare plats"] == unplaced
    assert shown.sum() == total
    assert "på Västra Biskopsgården utan närmare plats" in texts_of(app).replace("\\", "")
    next(each for each in app.button if each.label == "Visa alla områden").click().run()
    assert len(app.table[0].value) == 11


def test_unreported_months_are_missing_and_not_zero(example: Database) -> None:
    app = open_page("aktiviteter")
    frame = app.table[0].value
    missing = frame[frame["Område"] == "Björlanda"]
    assert len(missing) == 1
    assert missing["Aktiviteter"].isna().all()
    assert "har inte rapporterat juli" in texts_of(app)


def test_money_of_a_year_sums_to_the_ledger(example: Database) -> None:
    app = open_page("medel")
    shown = app.table[0].value.iloc[-1]["Utfall, tkr"]
    with example.engine().connect() as connection:
        booked = connection.scalar(
            text(
                "select sum(amount) from ledger_entry where withdrawn_at is null"
                " and extract(year from booked_on) = :year"
            ),
            {"year": today().year},
        )
    assert shown == pytest.approx(float(booked or 0) / 1000)


def test_a_title_with_markup_is_shown_as_it_was_written(example: Database) -> None:
    hostile = "**Fet** ![bild](http://ond.example/x.png) <b>"
    with example.engine().begin() as connection:
        connection.execute(
            text("update point set title = :title where number = 7"), {"title": hostile}
        )
    app = open_page("punkt", nummer="7")
    told = next(each.value for each in app.markdown if "Fet" in each.value)
    assert "![bild]" not in told
    assert "\\!\\[bild\\]" in told


def test_an_older_database_is_refused_with_the_command_to_run(empty: Database) -> None:
    with empty.engine(role=None).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0001'"))
    app = open_page()
    assert not app.exception
    assert "trygghet db migrate" in texts_of(app)
