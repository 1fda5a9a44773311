"""The page of updates: the team leader's list, the form, drafts, and what another did meanwhile."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from streamlit.util import calc_hash

from data_access.engine import reading
from domain.access import Role
from services.report_points import send_back
from tests.accounts import sign_in_as
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of
from ui.forms.milestones import name_of
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


def _add_milestone(database: Database, title: str, due_on: str = "2026-10-01") -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into milestone (point_number, title, due_on) values (1, :title, :due_on)"),
            {"title": title, "due_on": due_on},
        )


def _set_milestone(database: Database, title: str, done_on: date | None) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text("update milestone set done_on = :done_on where title = :title"),
            {"title": title, "done_on": done_on},
        )


def _milestones(database: Database) -> dict[str, date | None]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text("select title, done_on from milestone order by id"))
        return {row.title: row.done_on for row in rows}


def _box(app: Any, title: str) -> Any:
    return app.checkbox(key=f"{DRAFT}/is_done_{name_of(title)}")


def _day(app: Any, title: str) -> Any:
    return app.date_input(key=f"{DRAFT}/done_on_{name_of(title)}")


def _words(app: Any) -> str:
    """Return all that is told, as it is read on the page."""
    told = [each.value for each in (*app.warning, *app.error, *app.success)]
    return "\n".join([texts_of(app), *told]).replace("\\", "")


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
    app._page_hash = calc_hash("program")
    app.run()
    assert not app.text_area
    app._page_hash = calc_hash("uppdatera")
    app.query_params["nummer"] = "1"
    app.run()
    assert app.text_area(key=f"{DRAFT}/risk").value == "Lokalen är inte klar."
    assert "Utkast sparat" in texts_of(app)


def test_a_draft_of_another_day_tells_its_day(small: Database) -> None:
    app = _open(nummer="1")
    _type(app, "comment", "Skrivet nyss.")
    assert " kl. " not in texts_of(app)
    with small.engine(role=None).begin() as connection:
        connection.execute(text("update draft set saved_at = '2025-11-03 13:14:00+00'"))
    assert "Utkast sparat 3 november 2025 kl. 14:14" in _words(_open(nummer="1"))


def test_a_draft_stays_where_the_database_is_lost(
    small: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(nummer="1")
    _type(app, "comment", "Kvar.")
    _press(app, "Kasta utkastet")

    def lost(*_all: object, **_named: object) -> None:
        raise OperationalError("drop_draft", {}, Exception("gone"), connection_invalidated=True)

    monkeypatch.setattr("ui.forms.drafts.forget", lost)
    _press(app, "Ja, kasta det")
    assert "Utkastet är kvar" in _words(app)
    assert app.text_area(key=f"{DRAFT}/comment").value == "Kvar."
    assert _open(nummer="1").text_area(key=f"{DRAFT}/comment").value == "Kvar."


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


def test_a_milestone_is_ticked_with_its_day(small: Database) -> None:
    _add_milestone(small, "Lokal klar")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _box(app, "Lokal klar").check().run()
    _day(app, "Lokal klar").set_value(date(2026, 10, 2)).run()
    _press(app, "Spara")
    assert _milestones(small) == {"Lokal klar": date(2026, 10, 2)}
    assert app.checkbox(key=f"{DRAFT}/is_done_{name_of('Lokal klar')}/1").value is True


def test_a_field_of_a_milestone_is_called_by_its_title_without_marks(small: Database) -> None:
    for title in ("Lokal *klar* (etapp 1)", "1. Avtal [signerat](x) på C:\\disk"):
        _add_milestone(small, title)
    app = _open(nummer="1")
    for box in list(app.checkbox):
        box.check()
    app.run()
    labels = [each.label for each in (*app.checkbox, *app.date_input)]
    assert len(set(labels)) == len(labels) == 5
    assert not [label for label in labels if "\\" in label]
    assert "Lokal ＊klar＊ (etapp 1), senast 1 oktober 2026" in labels
    # No heading jumps over a level.
    assert not app.subheader
    assert "Delmål" in [each.value for each in app.header]


def test_the_others_milestones_stay_where_the_writer_changed_none(small: Database) -> None:
    done_on = date(2026, 10, 3)
    _add_milestone(small, "Lokal klar")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _type(app, "comment", "Min.")
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into status_report (point_number, status, risk, forecast_date, as_of_date)"
                " values (1, 'late', 'Ägaren dröjer.', '2027-02-01', current_date)"
            )
        )
    _set_milestone(small, "Lokal klar", done_on)
    _press(app, "Spara")
    words = _words(app)
    assert "Risk, och hjälp som behövs:** Ägaren dröjer." in words
    assert "Väntas vara klar:** 1 februari 2027" in words
    assert "”Lokal klar” är nu klart 3 oktober 2026." in words
    _press(app, "Spara min i stället")
    assert [each[2] for each in _reports(small)] == ["Min."]
    assert _milestones(small) == {"Lokal klar": done_on}


def test_a_milestone_that_both_have_changed_is_told_and_chosen(small: Database) -> None:
    mine, theirs = date(2026, 10, 5), date(2026, 10, 3)
    _add_milestone(small, "Lokal klar")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _box(app, "Lokal klar").check().run()
    _day(app, "Lokal klar").set_value(mine).run()
    _set_milestone(small, "Lokal klar", theirs)
    # Also where the form is opened again from its draft.
    for each in (app, _open(nummer="1")):
        _press(each, "Spara")
        words = _words(each)
        assert "Delmålet ”Lokal klar” har ändrats medan du skrev" in words
        assert "är nu klart 3 oktober 2026, men klart 5 oktober 2026 i ditt formulär" in words
        assert _reports(small) == []
        assert _milestones(small) == {"Lokal klar": theirs}
    taking = _open(nummer="1")
    _press(taking, "Spara")
    _press(taking, "Ta delmålen som de nu är")
    assert _day(taking, "Lokal klar").value == theirs
    _press(app, "Spara min i stället")
    assert _milestones(small) == {"Lokal klar": mine}
    assert len(_reports(small)) == 1


def test_a_milestone_that_comes_meanwhile_takes_no_others_tick(small: Database) -> None:
    _add_milestone(small, "Lokal klar")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _box(app, "Lokal klar").check().run()
    _add_milestone(small, "Avtal", "2026-05-01")
    _type(app, "comment", "Skrivet efter.")
    for each in (app, _open(nummer="1")):
        assert _box(each, "Avtal").value is False
        assert _box(each, "Lokal klar").value is True
    _press(app, "Spara")
    assert _milestones(small) == {"Lokal klar": today(), "Avtal": None}


def test_a_tick_of_a_milestone_that_is_gone_is_left_out_and_told(small: Database) -> None:
    _add_milestone(small, "Lokal klar")
    _add_milestone(small, "Avtal")
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    _box(app, "Lokal klar").check().run()
    with small.engine(role=None).begin() as connection:
        connection.execute(text("delete from milestone"))
    _type(app, "comment", "Skrivet efter.")
    for each in (app, _open(nummer="1")):
        words = _words(each)
        assert "Delmålet ”Lokal klar” finns inte längre" in words
        assert "Avtal" not in words
        assert not each.checkbox
    _press(app, "Spara")
    assert [each[2] for each in _reports(small)] == ["Skrivet efter."]


def test_what_the_director_sent_back_stands_first(small: Database) -> None:
    _report_by_another(small)
    with small.engine(role=None).begin() as connection:
        # Long past its day: it would stand first but for what was sent back.
        connection.execute(
            text(
                "insert into point"
                " (number, title, short_title, focus_area, starts_on, due_on) values"
                " (2, 'En annan', 'En annan', 'Tidigt stöd', '2022-06-01', '2022-12-31')"
            )
        )
    pool = small.engine("trygghet_app")
    director = sign_in_as(pool, Role.DIRECTOR)
    with reading(pool, director) as connection:
        report_id = int(connection.scalar(text("select id from status_report")) or 0)
    assert _points_in_list() == ["2", "1"]
    send_back(pool, viewer=director, programme_id=1, report_id=report_id, comment="Vad är risken?")
    assert _points_in_list() == ["1", "2"]
    app = _open(nummer="1")
    drawn = [each.type for each in app.main if each.type in ("warning", "button_group")]
    assert "Vad är risken?" in app.warning[0].value
    assert drawn[0] == "warning"


def _points_in_list() -> list[str]:
    links = _open().get("page_link")
    return [each.proto.label.strip("*").partition("\\.")[0] for each in links]


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


def test_a_number_out_of_bounds_is_told_until_it_is_mended(small: Database) -> None:
    app = _open(nummer="1")
    app.button_group(key=f"{DRAFT}/status").set_value("on_plan").run()
    app.number_input(key=f"{DRAFT}/progress").set_value(150).run()
    _press(app, "Spara")
    assert "mellan 0 och 100" in app.error[0].value
    assert _reports(small) == []
    app.number_input(key=f"{DRAFT}/progress").set_value(50).run()
    _press(app, "Spara")
    # The button of the form that was saved is not on the page any more.
    assert [each.key for each in app.button if each.label == "Spara"] == [f"{DRAFT}/spara/1"]
    assert len(_reports(small)) == 1


def test_what_is_empty_is_not_zero(small: Database) -> None:
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into status_report"
                " (point_number, status, progress_percent, forecast_date, as_of_date)"
                " values (1, 'late', 40, '2027-02-01', current_date)"
            )
        )
    app = _open(nummer="1")
    assert app.number_input(key=f"{DRAFT}/progress").value == 40
    app.number_input(key=f"{DRAFT}/progress").set_value(None).run()
    app.date_input(key=f"{DRAFT}/forecast").set_value(None).run()
    _press(app, "Spara")
    with small.engine(role=None).connect() as connection:
        told = connection.execute(
            text(
                "select progress_percent, forecast_date from status_report"
                " where withdrawn_at is null"
            )
        ).one()
    assert tuple(told) == (None, None)
