"""The page of updates: the team leader's list, the form, drafts, and what another did meanwhile."""

from datetime import date
from typing import Any

from sqlalchemy import text

from data_access.engine import reading
from domain.access import Role
from services.report_points import send_back
from tests.accounts import sign_in_as
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of
from ui.session import today

DRAFT = "punkt/1"


def _open(nummer: str = "") -> Any:
    app = open_page("uppdatera", Role.TEAM_LEAD, nummer=nummer)
    assert not app.exception
    return app


def _press(app: Any, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def _reports(database: Database) -> list[tuple[str, int | None, str | None]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(
            text(
                "select status, progress_percent, comment from status_report"
                " where withdrawn_at is null order by id"
            )
        )
        return [(row[0], row[1], row[2]) for row in rows]


def _report_by_another(database: Database, comment: str = "Den andras.") -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into status_report (point_number, status, comment, as_of_date)"
                " values (1, 'late', :comment, current_date)"
            ),
            {"comment": comment},
        )


def _type(app: Any, field: str, value: str) -> None:
    app.text_area(key=f"{DRAFT}/{field}").input(value).run()
    assert not app.exception


def test_a_point_is_reported_from_the_form(small: Database) -> None:
    app = _open(nummer="1")
    assert app.title[0].value == "1\\. En punkt"
    assert "Ingen har lämnat en statusrapport ännu" in texts_of(app)
    _press(app, "Spara")
    assert app.error[0].value == "Välj en status\\."
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    app.number_input(key=f"{DRAFT}/progress").set_value(40).run()
    _type(app, "comment", "Vi har börjat.")
    assert "Utkast sparat" in texts_of(app)
    _press(app, "Spara")
    assert app.success[0].value == "Punkt 1 är sparad: pågår enligt plan."
    assert _reports(small) == [("on_plan", 40, "Vi har börjat.")]
    assert "Utkast sparat" not in texts_of(app)
    # What was said today is said on, if more is said; and a stale field fills no new one.
    assert app.text_area(key=f"{DRAFT}/comment/1").value == "Vi har börjat."


def test_what_is_wrong_is_told_and_nothing_is_written(small: Database) -> None:
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("done").run()
    app.number_input(key=f"{DRAFT}/progress").set_value(40).run()
    _press(app, "Spara")
    assert app.error[0].value.startswith("En genomförd punkt är klar till 100")
    _type(app, "comment", "Anna 811218-9876 kom")
    assert sum("personnummer" in each.value for each in app.error) == 1
    _press(app, "Spara")
    assert sum("personnummer" in each.value for each in app.error) == 1
    assert _reports(small) == []
    # The rest is kept: a draft holds all that was typed but the number.
    other = _open(nummer="1")
    assert other.text_area(key=f"{DRAFT}/comment").value == "Anna ******-**** kom"
    assert other.number_input(key=f"{DRAFT}/progress").value == 40


def test_what_is_typed_is_there_in_another_browser_and_can_be_thrown_away(small: Database) -> None:
    app = _open(nummer="1")
    _type(app, "comment", "Skrivet i bussen.")
    other = _open(nummer="1")
    assert other.text_area(key=f"{DRAFT}/comment").value == "Skrivet i bussen."
    _press(other, "Kasta utkastet")
    assert "Det du har skrivit försvinner" in other.warning[0].value
    _press(other, "Ja, kasta det")
    assert other.text_area(key=f"{DRAFT}/comment/1").value == ""
    assert _open(nummer="1").text_area(key=f"{DRAFT}/comment").value == ""


def test_another_page_and_back_loses_nothing(small: Database) -> None:
    app = _open(nummer="1")
    _type(app, "risk", "Lokalen är inte klar.")
    app.query_params.clear()
    app.run()
    assert not app.text_area
    app.query_params["nummer"] = "1"
    app.run()
    assert app.text_area(key=f"{DRAFT}/risk").value == "Lokalen är inte klar."


def test_the_writer_sees_the_others_report_beside_the_own_and_chooses_it(small: Database) -> None:
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _type(app, "comment", "Min.")
    _report_by_another(small)
    _press(app, "Spara")
    assert "Punkten har rapporterats medan du skrev" in app.warning[0].value
    assert "Den andras." in texts_of(app)
    assert app.text_area(key=f"{DRAFT}/comment").value == "Min."
    _press(app, "Behåll den som hann före")
    _press(app, "Ja, behåll den")
    assert [each[2] for each in _reports(small)] == ["Den andras."]
    assert app.text_area(key=f"{DRAFT}/comment/1").value == "Den andras."


def test_the_writer_puts_the_own_report_in_the_place_of_the_others(small: Database) -> None:
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _type(app, "comment", "Min.")
    _report_by_another(small)
    _press(app, "Spara")
    _press(app, "Spara min i stället")
    assert [each[2] for each in _reports(small)] == ["Min."]


def test_a_draft_that_was_begun_before_the_others_report_does_not_hide_it(
    small: Database,
) -> None:
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _report_by_another(small)
    later = _open(nummer="1")
    _press(later, "Spara")
    assert "Punkten har rapporterats medan du skrev" in later.warning[0].value


def _add_milestone(database: Database, title: str) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into milestone (point_number, title, due_on)"
                " values (1, :title, '2026-10-01')"
            ),
            {"title": title},
        )


def _tick(database: Database, title: str, done_on: str) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text("update milestone set done_on = :done_on where title = :title"),
            {"title": title, "done_on": done_on},
        )


def _done(database: Database) -> dict[str, date | None]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text("select title, done_on from milestone"))
        return {row.title: row.done_on for row in rows}


def _box(app: Any, title: str) -> Any:
    return next(each for each in app.checkbox if each.label.startswith(title))


def test_a_milestone_is_ticked_with_its_day(small: Database) -> None:
    _add_milestone(small, "Lokal *klar*")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    app.checkbox[0].check().run()
    field = next(each for each in app.date_input if each.label.endswith("klart den"))
    field.set_value(date(2026, 10, 2)).run()
    _press(app, "Spara")
    assert _done(small) == {"Lokal *klar*": date(2026, 10, 2)}
    assert app.checkbox[0].value is True
    assert "\\" not in app.checkbox[0].label.replace("\\*", "")


def test_a_milestone_that_another_ticks_meanwhile_is_left_as_it_is(small: Database) -> None:
    _add_milestone(small, "Lokal")
    _add_milestone(small, "Avtal")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _box(app, "Avtal").check().run()
    _report_by_another(small)
    _tick(small, "Lokal", "2026-10-05")
    _press(app, "Spara")
    assert "Delmålet ”Lokal” är klart 5 oktober 2026" in texts_of(app).replace("\\", "")
    _press(app, "Spara min i stället")
    assert [each[0] for each in _reports(small)] == ["on_plan"]
    assert _done(small) == {"Lokal": date(2026, 10, 5), "Avtal": today()}


def test_a_milestone_that_both_change_is_told_before_it_is_written(small: Database) -> None:
    _add_milestone(small, "Lokal")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _box(app, "Lokal").check().run()
    _tick(small, "Lokal", "2026-10-05")
    _press(app, "Spara")
    assert "”Lokal” har ändrats" in app.error[0].value.replace("\\", "")
    assert _reports(small) == []
    _press(app, "Spara")
    assert _done(small) == {"Lokal": today()}


def test_a_milestone_that_is_added_meanwhile_changes_no_other(small: Database) -> None:
    _add_milestone(small, "Lokal")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _type(app, "comment", "Skrivet förut.")
    _box(app, "Lokal").check().run()
    _add_milestone(small, "Avtal")
    app.run()
    assert not app.exception
    assert (_box(app, "Lokal").value, _box(app, "Avtal").value) == (True, False)
    assert app.text_area(key=f"{DRAFT}/comment").value == "Skrivet förut."
    _press(app, "Spara")
    assert _done(small) == {"Lokal": today(), "Avtal": None}


def test_what_the_director_sent_back_stands_first(small: Database) -> None:
    _report_by_another(small)
    pool = small.engine("trygghet_app")
    director = sign_in_as(pool, Role.DIRECTOR)
    with reading(pool, director) as connection:
        report_id = int(connection.scalar(text("select id from status_report")) or 0)
    send_back(pool, viewer=director, programme_id=1, report_id=report_id, comment="Vad är risken?")
    words = texts_of(_open())
    assert "Andra enheters punkter" not in words
    app = _open(nummer="1")
    assert "Vad är risken?" in app.warning[0].value


def test_the_list_tells_why_and_leads_to_the_form(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update status_report set withdrawn_why = 'prov' where point_number = 11"
                " and withdrawn_at is null"
            )
        )
    app = _open()
    assert app.title[0].value == "En punkt behöver uppdateras"
    assert "Ingen statusrapport har lämnats" in texts_of(app)
    assert app.expander[0].label == "Andra enheters punkter (25)"


def test_a_number_that_is_no_points_shows_the_list(small: Database) -> None:
    for number in ("99", "sju", ""):
        app = _open(nummer=number)
        assert app.title[0].value != "1\\. En punkt"
        assert bool(app.info) is bool(number)


def test_a_second_tap_and_a_number_out_of_bounds_write_nothing(small: Database) -> None:
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    app.number_input(key=f"{DRAFT}/progress").set_value(150).run()
    _press(app, "Spara")
    assert "mellan 0 och 100" in app.error[0].value
    app.number_input(key=f"{DRAFT}/progress").set_value(50).run()
    first = next(each for each in app.button if each.label == "Spara")
    first.click().run()
    # The button of the form that was saved is not on the page any more.
    assert [each.key for each in app.button if each.label == "Spara"] == [f"{DRAFT}/spara/1"]
    assert len(_reports(small)) == 1
