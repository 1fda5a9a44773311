"""The director sends a report back; the point tells it, and what was said before."""

from typing import Any

from sqlalchemy import text

from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of


def _press(app: Any, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def _reviews(database: Database) -> list[str]:
    with database.engine(role=None).connect() as connection:
        return list(connection.scalars(text("select comment from report_review")))


def test_a_report_is_sent_back_from_its_point(example: Database) -> None:
    app = open_page("punkt", Role.DIRECTOR, nummer="13")
    _press(app, "Sänd tillbaka")
    assert app.error[0].value.startswith("Skriv vad som saknas")
    app.text_area[0].input("Vad gör vi åt ägaren?")
    _press(app, "Sänd tillbaka")
    assert _reviews(example) == ["Vad gör vi åt ägaren?"]
    assert "Rapporten är återsänd" in app.success[0].value
    lead = open_page("uppdatera", Role.TEAM_LEAD, nummer="13")
    assert "Vad gör vi åt ägaren?" in lead.warning[0].value.replace("\\", "")


def test_what_is_asked_of_a_point_does_not_go_along_to_another(example: Database) -> None:
    app = open_page("punkt", Role.DIRECTOR, nummer="13")
    app.text_area[0].input("Fråga Anna 811218-9876.")
    _press(app, "Sänd tillbaka")
    assert app.text_area[0].value == "Fråga Anna 811218-9876."
    app.query_params["nummer"] = "12"
    app.run()
    assert app.title[0].value.startswith("Punkt 12")
    assert app.text_area[0].value == ""
    assert not app.error


def test_others_do_not_send_back_and_the_board_is_not_told(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into report_review (report_id, comment) select id, 'Internt' from"
                " status_report where point_number = 13 and withdrawn_at is null"
                " order by as_of_date desc limit 1"
            )
        )
    for role in (Role.TEAM_LEAD, Role.BOARD):
        app = open_page("punkt", role, nummer="13")
        assert "Sänd tillbaka" not in [each.label for each in app.button]
        told = " ".join(each.value for each in app.warning)
        assert ("Internt" in told) is (role is Role.TEAM_LEAD)


def test_a_point_tells_what_was_said_before(example: Database) -> None:
    app = open_page("punkt", Role.BOARD, nummer="12")
    assert "Tidigare kommentarer" in " ".join(each.label for each in app.expander)
    assert "Två föreningar har hoppat av" in texts_of(app)


def test_a_report_that_another_took_the_place_of_stays_in_the_table(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update status_report set withdrawn_why = 'Ersatt' where id ="
                " (select max(id) from status_report where point_number = 12)"
            )
        )
    app = open_page("punkt", Role.BOARD, nummer="12")
    app.session_state["punkt-12-rapporter-tabell"] = True
    app.run()
    shown = next(each.value for each in app.table if "Vad som har hänt" in each.value.columns)
    assert list(shown["Läge"]).count("ersatt") == 1
    assert list(shown["Dag"]) == sorted(shown["Dag"], reverse=True)
