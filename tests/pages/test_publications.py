"""Publishing a month, and what the board then reads: protected counts and nothing else."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data_access.publications import fetch_published_counts
from domain.access import Role
from tests.accounts import sign_in_as
from tests.conftest import Database
from tests.integration.month_moves import approve_in, register_in, submit_in
from tests.pages.conftest import open_page, texts_of


@pytest.fixture
def approved(small: Database) -> Iterator[Database]:
    """Give a programme of one area with a month approved: a small and a large count."""
    app = small.engine("trygghet_app")
    lead, director = sign_in_as(app, Role.TEAM_LEAD), sign_in_as(app, Role.DIRECTOR)
    register_in(small, lead, target_group="1", kind="talk", occasions=2, participants=2)
    register_in(small, lead, target_group="3", occasions=7, participants=90)
    submit_in(small, lead)
    approve_in(small, director)
    yield small
    app.dispose()


def month_of(app: AppTest, month: date) -> AppTest:
    return app.selectbox(key="manad").set_value(month).run()


def words_of(app: AppTest) -> str:
    return texts_of(app).replace("\\", "")


def pressed(app: AppTest, label: str) -> AppTest:
    return next(each for each in app.button if each.label == label).click().run()


def test_the_director_sees_what_becomes_visible_and_publishes_it(approved: Database) -> None:
    app = month_of(open_page("publicera"), date(2024, 5, 1))
    assert "Månaden är inte publicerad." in words_of(app)
    app = pressed(app, "Visa vad som blir synligt")
    assert not app.exception
    words = words_of(app)
    assert "tal blir synliga när maj 2024 publiceras" in words
    assert "döljs för att" in words
    cells = [str(cell) for table in app.table for cell in table.value.to_numpy().ravel()]
    assert any(".." in cell.replace("\\", "") for cell in cells)
    app.text_input(key="beslut").input("Vanlig gräns").run()
    app = pressed(app, "Publicera")
    assert "kan inte tas tillbaka" in app.warning[-1].value
    app = pressed(app, "Ja, publicera")
    assert "Nämnden ser den nu" in app.success[0].value
    assert "version 1" in words_of(app)
    assert "Vanlig gräns" in words_of(app)
    again = pressed(app, "Visa vad som blir synligt")
    assert "Inget har ändrats sedan månaden publicerades." in words_of(again)
    assert "Publicera" not in [each.label for each in again.button]


def test_thresholds_are_compared_before_one_is_chosen(approved: Database) -> None:
    app = pressed(month_of(open_page("publicera"), date(2024, 5, 1)), "Jämför gränserna")
    table = next(each.value for each in app.table if "Gräns" in each.value.columns)
    assert [str(each) for each in table.iloc[:, 0]] == [
        "Tal från 1 till 2 skyddas",
        "Tal från 1 till 4 skyddas",
        "Tal från 1 till 9 skyddas",
    ]
    hidden = [int(str(each).split()[0]) for each in table.iloc[:, 1]]
    assert hidden == sorted(hidden)
    assert hidden[0] > 0
    shares = [str(each) for column in (2, 3) for each in table.iloc[:, column]]
    assert all(each.endswith("%") for each in shares)


def test_what_changed_in_the_meantime_is_not_published(approved: Database) -> None:
    app = pressed(month_of(open_page("publicera"), date(2024, 5, 1)), "Visa vad som blir synligt")
    app = pressed(app, "Publicera")
    with approved.engine(role=None).begin() as connection:
        connection.execute(text("update reporting_period set state = 'open', comment = 'Fel'"))
    app = pressed(app, "Ja, publicera")
    with approved.engine(role=None).connect() as connection:
        assert connection.scalar(text("select count(*) from publication")) == 0
    assert app.error
    assert "Inget" in app.error[0].value


def test_nothing_is_published_of_a_month_that_is_not_approved(small: Database) -> None:
    app = month_of(open_page("publicera"), date(2024, 5, 1))
    assert "När ett område är godkänt kan månaden publiceras." in words_of(app)
    assert "Visa vad som blir synligt" not in [each.label for each in app.button]


def test_the_board_reads_published_counts_as_ranges(published: Database) -> None:
    app = open_page("aktiviteter", Role.BOARD, matt="Deltagare")
    assert not app.exception
    table = app.table[0].value
    app_engine = published.engine("trygghet_app")
    board = sign_in_as(app_engine, Role.BOARD)
    with app_engine.connect() as connection:
        connection.execute(text("select begin_viewing(:key, '', '')"), {"key": board.key})
        quarter = {
            count.cell.area_code: count
            for count in fetch_published_counts(
                connection, board, 1, date(2026, 1, 1), date(2026, 3, 1)
            )
            if count.cell.span.months == 3
            and count.cell.target_group is None
            and count.cell.measure == "participants"
        }
    assert len(quarter) == 12
    assert len(table) == 11
    cells = [str(row[2]).replace("\\", "") for row in table.to_numpy()]
    protected = [cell for cell in cells if cell.startswith("..")]
    assert len(protected) == sum(
        count.mark != "" for code, count in quarter.items() if code is not None
    )
    words = words_of(app)
    assert "som den är publicerad och skyddad" in words
    assert "ej rapporterat" not in words


def test_the_board_chooses_an_area_and_sees_no_smaller_ones(published: Database) -> None:
    app = open_page("aktiviteter", Role.BOARD)
    app.selectbox(key="omrade").select("71").run()
    assert not app.exception
    assert len(app.table[0].value) == 1


def test_the_researcher_reads_the_same_counts_as_the_board(published: Database) -> None:
    tables = [
        open_page("aktiviteter", role).table[0].value for role in (Role.BOARD, Role.RESEARCHER)
    ]
    assert tables[0].equals(tables[1])


def test_the_overview_of_the_board_has_the_latest_published_month(published: Database) -> None:
    app = open_page("", Role.BOARD)
    assert "Aktiviteter i mars" in [each.label for each in app.metric]
    assert "Publicerat för alla elva områden." in words_of(app)


def test_how_the_figures_are_protected_is_told_in_ten_sentences(small: Database) -> None:
    app = open_page("skydd", Role.BOARD)
    assert app.title[0].value == "Så skyddas siffrorna"
    told = [each.value for each in app.markdown if each.value[:1].isdigit()]
    assert len(told) == 10
