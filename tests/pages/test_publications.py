"""Publishing a month, and what the board then reads: protected counts and nothing else."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data_access.publications import fetch_published_counts
from domain.access import Role
from domain.activities import Measure
from domain.disclosure import THRESHOLD
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
    app.text_input(key="beslut-2024-05-1").input("Vanlig gräns").run()
    app = pressed(app, "Publicera")
    assert "kan inte tas tillbaka" in app.warning[-1].value
    app = pressed(app, "Ja, publicera")
    assert "Nämnden ser den nu" in app.success[0].value
    assert "version 1" in words_of(app)
    assert "Vanlig gräns" in words_of(app)
    again = pressed(app, "Visa vad som blir synligt")
    assert "Inget har ändrats sedan månaden publicerades." in words_of(again)
    assert "Publicera" not in [each.label for each in again.button]


def cells_of(app: AppTest) -> dict[str, list[str]]:
    """Return the cells of the proposal's table by area."""
    table = app.table[-1].value
    rows = [[str(each).replace("\\", "") for each in row] for row in table.to_numpy()]
    return {row[0]: row[1:] for row in rows}


def test_the_director_sees_why_each_count_is_hidden_and_what_it_is(approved: Database) -> None:
    app = pressed(month_of(open_page("publicera"), date(2024, 5, 1)), "Visa vad som blir synligt")
    measure = app.segmented_control(key="forslagets-matt")
    app = measure.set_value(Measure.PARTICIPANTS).run()
    assert not app.exception
    (small, *_others, large, total) = cells_of(app)["Backa"]
    assert small.startswith("..")
    assert small.endswith("litet:\u00a02")
    hidden = [each for each in (large, total) if each.startswith("..")]
    assert [each.rpartition(")")[2].strip() for each in hidden] in (
        ["skyddar ett litet:\u00a090"],
        ["skyddar ett litet:\u00a092"],
    )
    assert "Efter kolonet står det registrerade talet" in words_of(app)
    # A month alone leaves no period to choose.
    assert [each.label for each in app.segmented_control] == [
        "Vilka tal ska skyddas?",
        "Vad som räknas",
    ]


def test_a_quarter_is_looked_through_before_it_is_public(published: Database) -> None:
    app = month_of(open_page("publicera"), date(2026, 3, 1))
    app = pressed(app, "Visa vad som blir synligt")
    app.segmented_control(key="forslagets-matt").set_value(Measure.PARTICIPANTS)
    key = "forslagets-period-2026-03-2"
    assert app.segmented_control(key=key).options == ["Månaden", "Kvartalet"]
    months = cells_of(app.run())
    quarter = cells_of(app.segmented_control(key=key).set_value(3).run())
    assert not app.exception
    assert list(months) == list(quarter)
    assert list(quarter)[-1] == "Hela Hisingen"
    assert months != quarter
    # It is public already, so the board reads the same, without what stands after the range.
    board = open_page("aktiviteter", Role.BOARD, matt="Deltagare").table[0].value
    read = {str(row[0]): without_spaces(row[2]) for row in board.to_numpy()}
    seen = {area: without_spaces(cells[-1].partition(")")[0]) for area, cells in quarter.items()}
    assert {area: seen[area] for area in read} == {
        area: cell.partition(")")[0] for area, cell in read.items()
    }


def without_spaces(cell: object) -> str:
    return "".join(str(cell).replace("\\", "").split())


def test_another_threshold_than_the_usual_one_is_explained(approved: Database) -> None:
    app = month_of(open_page("publicera"), date(2024, 5, 1))
    app = pressed(
        app.segmented_control(key="grans").set_value(3).run(), "Visa vad som blir synligt"
    )
    assert "Publicera" not in [each.label for each in app.button]
    assert "Skälet sparas med beslutet" in words_of(app)
    field = app.text_input(key="beslut-2024-05-1")
    assert field.label == "Varför en annan gräns än den vanliga?"
    assert field.value == ""
    app = field.input("Beslut i nämnden i april").run()
    assert "Publicera" in [each.label for each in app.button]
    # A look at another threshold leaves what is typed where it is.
    app = app.segmented_control(key="grans").set_value(10).run()
    app = app.segmented_control(key="grans").set_value(3).run()
    assert app.text_input(key="beslut-2024-05-1").value == "Beslut i nämnden i april"
    app = pressed(pressed(app, "Publicera"), "Ja, publicera")
    assert "Tal från 1 till 2 skyddas. Beslut i nämnden i april." in words_of(app)


def test_a_threshold_that_comes_too_late_is_refused_with_a_way_out(approved: Database) -> None:
    app = month_of(open_page("publicera"), date(2024, 5, 1))
    app = pressed(pressed(pressed(app, "Visa vad som blir synligt"), "Publicera"), "Ja, publicera")
    with approved.engine(role=None).begin() as connection:
        connection.execute(text("update activity_kind set concerns_individuals = true"))
    app = pressed(app.run(), "Jämför gränserna")
    assert not app.exception
    table = next(each.value for each in app.table if "Gräns" in each.value.columns)
    assert str(table.iloc[2, 1]) == "kan inte visas"
    app = app.segmented_control(key="grans").set_value(10).run()
    words = words_of(app)
    assert "Månaden kan inte publiceras så" in words
    assert "Talet för Backa, " in words
    assert (
        "Maj 2024, version 1, är publicerad med en lägre gräns: tal från 1 till 4 skyddas" in words
    )


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


def test_a_search_that_was_broken_off_goes_on_with_what_is_left(approved: Database) -> None:
    app = pressed(month_of(open_page("publicera"), date(2024, 5, 1)), "Jämför gränserna")
    sought = app.session_state["sought_proposals"]
    # As when something was typed while the second was sought.
    sought.left = [5, 10]
    first = sought.made[3]
    del sought.made[5], sought.made[10]
    app = app.run()
    assert sorted(sought.made) == [3, 5, 10]
    assert sought.made[3] is first
    table = next(each.value for each in app.table if "Gräns" in each.value.columns)
    assert "räknas ut …" not in table.to_numpy()


def test_what_is_written_elsewhere_leaves_what_was_found_and_it_is_published(
    approved: Database,
) -> None:
    app = pressed(month_of(open_page("publicera"), date(2024, 5, 1)), "Visa vad som blir synligt")
    found = app.session_state["sought_proposals"].made[THRESHOLD]
    lead = sign_in_as(approved.engine("trygghet_app"), Role.TEAM_LEAD)
    register_in(approved, lead, occurred_on=date(2024, 11, 3), participants=3)
    app = app.run()
    assert app.session_state["sought_proposals"].made[THRESHOLD] is found
    assert "tal blir synliga när maj 2024 publiceras" in words_of(app)
    register_in(approved, lead, occurred_on=date(2024, 11, 4), participants=3)
    app = pressed(pressed(app, "Publicera"), "Ja, publicera")
    assert "Nämnden ser den nu" in app.success[0].value


def test_what_was_found_is_gone_when_what_it_rests_on_has_changed(approved: Database) -> None:
    app = pressed(month_of(open_page("publicera"), date(2024, 5, 1)), "Jämför gränserna")
    with approved.engine(role=None).begin() as connection:
        connection.execute(text("update activity set withdrawn_why = 'Fel' where occasions = 2"))
    app = app.run()
    assert "synliga när maj 2024" not in words_of(app)
    assert not app.exception
    assert len(app.session_state["sought_proposals"].made) == 3
    app = pressed(app, "Visa vad som blir synligt")
    assert list(app.session_state["sought_proposals"].made) == [THRESHOLD]


def test_a_publication_that_the_log_tells_otherwise_is_told_of(approved: Database) -> None:
    app = month_of(open_page("publicera"), date(2024, 5, 1))
    app = pressed(pressed(pressed(app, "Visa vad som blir synligt"), "Publicera"), "Ja, publicera")
    with approved.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into activity (programme_id, occurred_on, area_code, kind, target_group,"
                " recorded_at) select 1, '2024-05-05', '409', 'outreach', '3', published_at"
                " from publication"
            )
        )
    app = pressed(app, "Visa vad som blir synligt")
    assert not app.exception
    assert "Maj 2024, version 1, stämmer inte med vad loggen säger" in words_of(app)


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


def test_a_rate_that_is_compared_stands_where_a_phone_shows_it(published: Database) -> None:
    app = open_page("aktiviteter", Role.BOARD, matt="Per 1 000 invånare")
    assert list(app.table[0].value.columns)[1].replace("\\", "") == "Per 1 000 inv."
    protected = {
        str(cell).replace("\\", "")
        for cell in app.table[0].value.iloc[:, 1]
        if str(cell).startswith(("..", "\\."))
    }
    assert protected
    # The note tells of a range that stands in the table.
    note = next(each.value for each in app.caption if "skyddat tal" in each.value)
    assert any(cell.split()[1] in note.replace("\\", "") for cell in protected)


def test_a_mark_in_any_column_is_explained_below_the_table(published: Database) -> None:
    app = open_page("aktiviteter", Role.BOARD, matt="Deltagare")
    found = 0
    for area in app.selectbox(key="omrade").options[1:]:
        app.selectbox(key="omrade").select(area).run()
        (row,) = app.table[0].value.to_numpy()
        occasions, people = (str(each).replace("\\", "") for each in row[1:3])
        if occasions.startswith("..") and not people.startswith(".."):
            found += 1
            *_others, of_table, _of_trend = [each.value for each in app.caption]
            assert "är ett skyddat tal" in of_table, area
    assert found


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
    told = [each.replace("\\", "") for each in words_of(app).splitlines() if each[:1].isdigit()]
    assert [each.split(".")[0] for each in told] == [str(number) for number in range(1, 11)]
    says = {
        2: f"från 1 till {THRESHOLD - 1}",
        # What is hidden besides is the least that was found in time, and is not always the least.
        4: "så få och så små som vi hinner hitta",
        5: "..\u00a0(minst 5) betyder 5 eller mer",
        # What has to be shown can tell more of a small count.
        6: "eller så brett som det går",
        10: "skälet om gränsen är en annan",
    }
    assert [number for number, words in says.items() if words not in told[number - 1]] == []
