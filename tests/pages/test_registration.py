"""Registering and correcting activities, and the months' way, as the pages have them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from domain.access import Role
from domain.calendar import first_of_month, shift_month
from tests.conftest import Database
from tests.integration.small_programme import add_activity
from tests.pages.conftest import open_page, texts_of
from ui.session import today

FORM = "aktivitet"


def _open(view: str = "En aktivitet", role: Role = Role.TEAM_LEAD, page: str = "registrera") -> Any:
    app = open_page(page, role, vad=view)
    if view == "Månaden" and app.selectbox:
        # It begins with the oldest month that lacks an area: in this programme years ago.
        app.selectbox(key="manad").set_value(_last_month()).run()
    assert not app.exception
    return app


def _press(app: Any, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def _fill(app: Any, form: str = FORM, **change: Any) -> None:
    app.selectbox(key=f"{form}/area_code").set_value(change.get("area", "71")).run()
    for field, value in (("kind", "outreach"), ("target_group", "3")):
        app.button_group(key=f"{form}/{field}").set_value(value).run()
    app.number_input(key=f"{form}/participants").set_value(change.get("participants", 12)).run()


def _standing(database: Database) -> list[tuple[Any, ...]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(
            text(
                "select occurred_on, area_code, kind, target_group, occasions, participants,"
                " point_numbers, partners from activity where withdrawn_at is null order by id"
            )
        )
        return [tuple(row) for row in rows]


def _months(database: Database) -> list[tuple[str, str, str | None]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text("select area_code, state, comment from reporting_period"))
        return [(row[0], row[1], row[2]) for row in rows]


def _last_month() -> date:
    return shift_month(first_of_month(today()), -1)


def _add(database: Database, day: date) -> int:
    with database.engine(role=None).begin() as connection:
        return add_activity(connection, occurred_on=day.isoformat(), participants=5)


def test_an_activity_is_registered_and_gives_the_next_its_values(small: Database) -> None:
    app = _open()
    _fill(app)
    app.button_group(key=f"{FORM}/partners").set_value(["police", "school"]).run()
    app.multiselect(key=f"{FORM}/point_numbers").set_value(["1"]).run()
    _press(app, "Spara")
    assert app.success[0].value.replace("\\", "").startswith("Sparad: Uppsökande i Backa")
    assert _standing(small) == [(today(), "71", "outreach", "3", 1, 12, [1], ["police", "school"])]
    # The next one is likely there too, for the same; how many came is not known.
    assert app.selectbox(key=f"{FORM}/area_code/1").value == "71"
    assert app.button_group(key=f"{FORM}/kind/1").value == "outreach"
    assert app.number_input(key=f"{FORM}/participants/1").value is None
    _press(app, "Spara")
    assert len(_standing(small)) == 2


def test_each_field_is_told_of_what_is_wrong_in_the_words_of_files(small: Database) -> None:
    app = _open()
    _press(app, "Spara")
    told = " ".join(each.value for each in app.error).replace("\\", "")
    assert told.count("Det här behöver fyllas i.") == 3
    assert "Inget är sparat." in told
    _fill(app)
    app.text_input(key=f"{FORM}/note").input("Anna 811218-9876").run()
    _press(app, "Spara")
    assert "personnummer" in " ".join(each.value for each in app.error)
    assert _standing(small) == []


def test_a_draft_that_another_screen_has_saved_is_not_taken_for_saved(small: Database) -> None:
    one = _open()
    _fill(one, participants=11)
    other = _open()
    _press(one, "Spara")
    other.number_input(key=f"{FORM}/participants").set_value(77).run()
    _press(other, "Spara")
    assert "redan sparat från en annan skärm" in other.error[0].value
    assert [row[5] for row in _standing(small)] == [11]
    _press(other, "Spara")
    assert "77 deltagare" in other.success[0].value
    assert [row[5] for row in _standing(small)] == [11, 77]


def test_the_same_form_on_two_screens_is_saved_once(small: Database) -> None:
    one = _open()
    _fill(one)
    other = _open()
    _press(one, "Spara")
    _press(other, "Spara")
    assert "Sparad" in other.success[0].value
    assert len(_standing(small)) == 1


def test_what_was_filled_in_is_there_in_another_browser(small: Database) -> None:
    _fill(_open())
    app = _open()
    assert app.selectbox(key=f"{FORM}/area_code").value == "71"
    assert app.number_input(key=f"{FORM}/participants").value == 12
    assert "Utkast sparat" in texts_of(app)


def test_a_closed_month_keeps_the_draft_and_says_what_to_do(small: Database) -> None:
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into reporting_period (area_code, month, state, due_on)"
                " values ('71', date_trunc('month', current_date), 'approved', '2090-01-01')"
            )
        )
    app = _open()
    _fill(app, area="409")
    _press(app, "Spara")
    assert "Månaden är inlämnad eller godkänd" in app.error[0].value
    assert app.number_input(key=f"{FORM}/participants").value == 12
    assert _standing(small) == []


def test_an_entry_is_replaced_and_both_are_told(small: Database) -> None:
    entry = _add(small, today())
    app = _open("Rätta")
    app.selectbox(key="post").set_value(entry).run()
    assert "Registrerad" in texts_of(app)
    _press(app, "Spara rättelsen")
    assert "Skriv varför" in app.error[0].value
    app.text_input(key=f"rattelse/{entry}/why").input("Fel antal").run()
    app.number_input(key=f"rattelse/{entry}/participants").set_value(7).run()
    _press(app, "Spara rättelsen")
    assert app.success[0].value == f"Posten {entry} är ersatt av en ny\\."
    assert [row[5] for row in _standing(small)] == [7]
    app.toggle(key="rattelse-tillbakadragna").set_value(True).run()
    app.selectbox(key="post").set_value(entry).run()
    words = texts_of(app).replace("\\", "")
    assert "av Arbetsledare: Fel antal." in words
    assert f"Ersatt av post {entry + 1} " in words


def test_an_entry_is_withdrawn(small: Database) -> None:
    entry = _add(small, today())
    app = _open("Rätta")
    app.selectbox(key="post").set_value(entry).run()
    app.text_input(key=f"rattelse/{entry}/why").input("Dubbelt registrerad").run()
    _press(app, "Dra tillbaka posten")
    assert app.success[0].value == f"Posten {entry} är tillbakadragen\\."
    assert _standing(small) == []


@pytest.mark.parametrize("button", ["Dra tillbaka posten", "Spara rättelsen"])
def test_an_entry_that_another_has_withdrawn_is_shown_as_it_is(
    small: Database, button: str
) -> None:
    entry = _add(small, today())
    app = _open("Rätta")
    app.selectbox(key="post").set_value(entry).run()
    app.text_input(key=f"rattelse/{entry}/why").input("Dubbelt registrerad").run()
    with small.engine(role=None).begin() as connection:
        connection.execute(text("update activity set withdrawn_why = 'Fel dag'"))
    _press(app, button)
    assert "Någon har hunnit rätta posten" in app.error[0].value
    assert "Fel dag" in texts_of(app)
    assert app.toggle(key="rattelse-tillbakadragna").value is True
    assert _standing(small) == []
    # What was typed is shown beside what happened, also in another browser, until it is let go of.
    assert "Varför: Dubbelt registrerad" in texts_of(app).replace("\\", "")
    _press(app, "Kasta utkastet")
    _press(app, "Ja, kasta det")
    assert "Dubbelt registrerad" not in texts_of(app)


def test_a_month_is_submitted_approved_and_opened_again(small: Database) -> None:
    _add(small, _last_month())
    lead = _open("Månaden")
    assert "saknar ett område" in lead.title[0].value
    _press(lead, "Lämna in ett område")
    assert "Du går i god" in lead.warning[0].value
    _press(lead, "Ja, lämna in")
    assert _months(small) == [("71", "submitted", None)]
    director = _open("", Role.DIRECTOR, "publicera")
    assert director.title[0].value == "En månad väntar på beslut"
    _press(director, "Godkänn ett område")
    _press(director, "Ja, godkänn")
    assert _months(small) == [("71", "approved", None)]
    director.selectbox(key="oppna-omrade").set_value("71").run()
    _press(director, "Öppna månaden igen")
    assert director.error[0].value.startswith("Skriv varför")
    field = f"oppna-omrade-varfor-{_last_month():%Y-%m}"
    director.text_input(key=field).input("En rad saknas").run()
    _press(director, "Öppna månaden igen")
    assert _months(small) == [("71", "open", "En rad saknas")]
    again = _open("Månaden")
    assert "öppnad igen" in list(again.table[0].value["Läge"])
    assert again.table[0].value["Senast"].str.contains("En rad saknas").all()


def test_the_lead_asks_for_an_approved_month_and_the_director_answers(small: Database) -> None:
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into reporting_period (area_code, month, state, due_on)"
                " values ('71', :month, 'approved', '2090-01-01')"
            ),
            {"month": _last_month()},
        )
    lead = _open("Månaden")
    lead.selectbox(key="be-om-omrade").set_value("71").run()
    _press(lead, "Skicka till förvaltningsdirektören")
    assert lead.error[0].value.startswith("Skriv varför")
    field = f"be-om-omrade-varfor-{_last_month():%Y-%m}"
    lead.text_input(key=field).input("Ett pass saknas").run()
    _press(lead, "Skicka till förvaltningsdirektören")
    assert "Förvaltningsdirektören ser" in lead.success[0].value
    director = _open("", Role.DIRECTOR, "publicera")
    assert "ett område att öppna igen" in texts_of(director)
    assert "Arbetsledare bad" in director.warning[0].value
    assert "Ett pass saknas" in director.warning[0].value
    director.selectbox(key="oppna-omrade").set_value("71").run()
    _press(director, "Låt den vara stängd")
    assert director.error[0].value.startswith("Skriv varför")
    field = f"oppna-omrade-varfor-{_last_month():%Y-%m}"
    director.text_input(key=field).input("Passet står i november").run()
    _press(director, "Låt den vara stängd")
    assert "godkänd och låst" in director.success[0].value
    assert _months(small) == [("71", "approved", "Passet står i november")]
    again = _open("Månaden")
    assert again.table[0].value["Senast"].str.contains("lät den vara stängd").all()
    again.session_state["manadens-historik"] = True
    again.run()
    told = texts_of(again).replace("\\", "")
    assert told.index("lät den vara stängd") < told.index("att den öppnas: Ett pass saknas")
    assert director.title[0].value == "Ingen månad väntar på godkännande"


def test_a_month_without_activity_is_submitted_as_zero(small: Database) -> None:
    app = _open("Månaden")
    assert "lämnas in som noll" in texts_of(app)
    assert list(app.table[0].value["Aktiviteter"].isna()) == [True]
    _press(app, "Lämna in ett område")
    _press(app, "Ja, lämna in")
    assert list(app.table[0].value["Aktiviteter"]) == [0]


def test_an_area_can_be_left_out_of_a_submission(small: Database) -> None:
    with small.engine(role=None).begin() as connection:
        connection.execute(
            text("insert into area (code, name, level) values ('70', 'Tuve', 'mellanomrade')")
        )
    app = _open("Månaden")
    areas = next(each for each in app.button_group if each.label == "Områden att lämna in")
    areas.set_value(["71"]).run()
    _press(app, "Lämna in ett område")
    _press(app, "Ja, lämna in")
    assert _months(small) == [("71", "submitted", None)]
    app = _open("Månaden")
    assert "Att lämna in:" in texts_of(app).replace("\\", "")


def test_a_programme_that_has_not_begun_has_no_months(small: Database) -> None:
    with small.engine(role=None).begin() as connection:
        connection.execute(text("alter table programme disable trigger user"))
        connection.execute(
            text("update programme set starts_on = current_date + 60, ends_on = null")
        )
    for page, role in (("registrera", Role.TEAM_LEAD), ("publicera", Role.DIRECTOR)):
        app = _open("Månaden", role, page)
        assert "Programmet har inte börjat" in app.title[0].value + texts_of(app)


def test_what_is_registered_meanwhile_stops_the_submission(small: Database) -> None:
    app = _open("Månaden")
    _press(app, "Lämna in ett område")
    _add(small, _last_month())
    # The button was drawn before: what it sends is what was seen then.
    _press(app, "Ja, lämna in")
    assert "Någon annan har ändrat" in app.error[0].value
    assert _months(small) == []


def test_the_writer_takes_a_submission_back(small: Database) -> None:
    app = _open("Månaden")
    _press(app, "Lämna in ett område")
    _press(app, "Ja, lämna in")
    app.selectbox(key="ta-tillbaka").set_value("71").run()
    _press(app, "Ta tillbaka inlämningen")
    assert _months(small) == [("71", "open", None)]


@pytest.mark.parametrize("page", ["registrera", "uppdatera"])
@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_others_have_no_forms(small: Database, page: str, role: Role) -> None:
    app = _open("En aktivitet", role, page)
    assert app.title[0].value == "Den här sidan ingår inte i din roll"
    assert not app.text_input
    assert not app.number_input


def test_a_number_out_of_bounds_is_told_and_not_dropped(small: Database) -> None:
    app = _open()
    _fill(app, participants=-5)
    app.number_input(key=f"{FORM}/occasions").set_value(0).run()
    app.date_input(key=f"{FORM}/occurred_on").set_value(date(2020, 1, 1)).run()
    _press(app, "Spara")
    told = " ".join(each.value for each in app.error).replace("\\", "")
    assert "ett tal som är minst 0" in told
    assert "ett tal som är minst 1" in told
    assert "ett datum i programmet" in told
    assert _standing(small) == []


def test_a_question_about_a_month_is_not_answered_for_another(small: Database) -> None:
    app = _open("Månaden")
    _press(app, "Lämna in ett område")
    app.selectbox(key="manad").set_value(shift_month(_last_month(), -1)).run()
    assert "Ja, lämna in" not in [each.label for each in app.button]
    assert _months(small) == []
