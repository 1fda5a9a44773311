"""The page of meetings: who sees what, and how the director keeps them."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from domain.access import Role
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of
from texts.numbers import day
from ui.session import today

CHANGE, PLAN = "andra-sammantrade", "planera-sammantrade"
"""The drawers of the director's forms, by their keys."""


def _press(app: Any, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def _opened(role: Role, *drawers: str, **query: Any) -> Any:
    app = open_page("sammantrade", role, **query)
    for drawer in drawers:
        app.session_state[drawer] = True
    app.run()
    assert not app.exception
    return app


def _write(app: Any, label: str, value: str) -> None:
    fields = [*app.text_input, *app.text_area]
    next(each for each in fields if each.label == label).input(value).run()


def _rows(database: Database, columns: str) -> list[tuple[Any, ...]]:
    with database.engine(role=None).connect() as connection:
        rows = connection.execute(text(f"select {columns} from meeting order by held_on desc"))
        return [tuple(row) for row in rows]


def _meet_today(database: Database) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text("update meeting set held_on = :today where state = 'planned'"), {"today": today()}
        )


@pytest.mark.parametrize("role", [Role.BOARD, Role.TEAM_LEAD, Role.DIRECTOR])
def test_the_next_meeting_is_shown_and_only_the_director_keeps_it(
    example: Database, role: Role
) -> None:
    app = open_page("sammantrade", role)
    assert not app.exception
    assert day(_rows(example, "held_on")[0][0]) in app.caption[1].value
    words = texts_of(app)
    assert "N164" in words
    assert "Mötets öppnande" in words
    assert "Två frågor väntar på svar" in words
    labels = [each.label for each in app.expander]
    assert ("Ändra sammanträdet" in labels) is (role is Role.DIRECTOR)
    deeds = [each.label for each in app.button]
    assert ("Öppna sammanträdet" in deeds) is (role is Role.DIRECTOR)


def test_the_address_and_the_choice_say_which_meeting(example: Database) -> None:
    (following, _when), (latest, held_on), *_earlier = _rows(example, "id, held_on")
    app = open_page("sammantrade", Role.BOARD, mote=str(latest))
    assert day(held_on) in app.caption[1].value
    assert "Det är stängt, och visar läget" in texts_of(app)
    (choice,) = [each for each in app.selectbox if each.label == "Sammanträde"]
    assert choice.value == str(latest)
    oldest = _rows(example, "id")[-1][0]
    choice.select(str(oldest)).run()
    assert app.query_params["mote"] == str(oldest)
    # Then nothing had been asked.
    assert "Vid sammanträdet\\: nämnden har inte ställt några frågor" in texts_of(app)
    app.query_params["mote"] = str(latest)
    app.run()
    assert app.selectbox[0].value == str(latest)
    strange = open_page("sammantrade", Role.BOARD, mote="999999")
    assert strange.info[0].value.startswith("Det sammanträdet finns inte")
    assert strange.selectbox[0].value == str(following)


def test_nothing_of_a_closed_meeting_is_offered(example: Database) -> None:
    latest = _rows(example, "id")[1][0]
    app = open_page("sammantrade", Role.DIRECTOR, mote=str(latest))
    assert not {"Öppna sammanträdet", "Stäng sammanträdet"} & {each.label for each in app.button}
    labels = {each.label for each in app.expander}
    assert not {"Ändra sammanträdet", "Hantera frågan"} & labels


def test_the_first_meeting_is_planned_with_its_subjects_in_their_order(small: Database) -> None:
    app = _opened(Role.DIRECTOR, PLAN)
    assert app.title[0].value == "Inga sammanträden är planerade"
    _press(app, "Planera")
    assert "Välj vilken dag" in app.error[0].value
    held_on = today() + timedelta(days=14)
    app.date_input[0].set_value(held_on).run()
    _write(app, "Diarienummer", "n164-0123/26")
    _write(app, "Dagordning", "1. Trygghet\n2. Övrigt")
    app.multiselect[0].set_value(["money", "points"]).run()
    _press(app, "Planera")
    assert _rows(small, "held_on, title, diarienummer, subjects, state, agenda") == [
        (
            held_on,
            "Socialnämnden Hisingen",
            "N164-0123/26",
            ["money", "points"],
            "planned",
            "1. Trygghet\n2. Övrigt",
        )
    ]
    assert "Sammanträdet är planerat" in app.success[0].value
    assert day(held_on) in app.caption[1].value
    assert "Medel och punkterna" in texts_of(app)


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(example: Database) -> None:
    app = _opened(Role.DIRECTOR, CHANGE)
    _write(app, "Dagordning", "1. Anna 811218-9876")
    assert "personnummer" in app.error[0].value
    _write(app, "Diarienummer", "tolv")
    _press(app, "Spara ändringen")
    told = " ".join(each.value for each in app.error)
    assert "Skriv diarienumret som i diariet" in told
    assert "Inget är sparat" in told
    assert _rows(example, "diarienummer")[0][0].startswith("N164")
    # The draft outlives the page, without the person's number.
    again = _opened(Role.DIRECTOR, CHANGE)
    typed = {each.label: each.value for each in [*again.text_input, *again.text_area]}
    assert typed["Diarienummer"] == "tolv"
    assert typed["Dagordning"] == "1. Anna ******-****"


def test_a_change_is_saved_and_told(example: Database) -> None:
    app = _opened(Role.DIRECTOR, CHANGE)
    _write(app, "Dagordning", "1. Bara trygghet")
    _press(app, "Spara ändringen")
    assert app.success[0].value.startswith("Ändringen är sparad")
    assert _rows(example, "agenda")[0] == ("1. Bara trygghet",)
    assert "Bara trygghet" in texts_of(app)


def test_of_two_who_change_a_meeting_the_second_sees_the_first(example: Database) -> None:
    app = _opened(Role.DIRECTOR, CHANGE)
    _write(app, "Dagordning", "1. Mitt")
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update meeting set agenda = '1. Den andras', changed_at = now(),"
                " changed_by = 'Bo (konto 9)' where state = 'planned'"
            )
        )
    _press(app, "Spara ändringen")
    assert "Någon annan har ändrat under tiden" in app.error[0].value
    assert "Bo ändrade sammanträdet" in app.warning[0].value
    assert _rows(example, "agenda")[0] == ("1. Den andras",)
    assert [each.value for each in app.text_area if each.label == "Dagordning"] == ["1. Mitt"]
    _press(app, "Spara mitt i stället")
    assert _rows(example, "agenda")[0] == ("1. Mitt",)
    assert not app.warning
    assert not app.error


def test_a_form_in_which_nothing_is_typed_follows_what_another_changes(example: Database) -> None:
    app = _opened(Role.DIRECTOR, CHANGE)
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update meeting set agenda = '1. Den andras', changed_at = now()"
                " where state = 'planned'"
            )
        )
    app.run()
    assert [each.value for each in app.text_area if each.label == "Dagordning"] == ["1. Den andras"]
    assert not app.warning


def test_a_meeting_is_opened_and_closed_when_it_has_been_asked(example: Database) -> None:
    _meet_today(example)
    app = open_page("sammantrade", Role.DIRECTOR)
    _press(app, "Öppna sammanträdet")
    assert _rows(example, "state")[0] == ("planned",)
    _press(app, "Ja, öppna")
    assert _rows(example, "state")[0] == ("open",)
    _press(app, "Stäng sammanträdet")
    assert "går inget i det att ändra" in app.warning[0].value
    _press(app, "Avbryt")
    assert _rows(example, "state")[0] == ("open",)
    _press(app, "Stäng sammanträdet")
    _press(app, "Ja, stäng")
    assert _rows(example, "state")[0] == ("closed",)
    assert app.success[0].value.startswith("Sammanträdet är stängt")


def test_a_meeting_whose_day_has_not_come_is_not_closed(example: Database) -> None:
    app = open_page("sammantrade", Role.DIRECTOR)
    _press(app, "Öppna sammanträdet")
    _press(app, "Ja, öppna")
    assert "kan stängas först då" in texts_of(app)
    assert "Stäng sammanträdet" not in [each.label for each in app.button]


def test_what_a_meeting_lacks_is_told_instead_of_the_button(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(text("update meeting set agenda = null where state = 'planned'"))
    app = open_page("sammantrade", Role.DIRECTOR)
    assert "Dagordningen saknas" in texts_of(app)
    assert "Öppna sammanträdet" not in [each.label for each in app.button]
    # It is for nobody else to mend.
    assert "Dagordningen saknas" not in texts_of(open_page("sammantrade", Role.BOARD))


def test_peoples_words_are_no_markup(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update meeting set agenda = '# Stort [länk](https://x.example)',"
                " title = '**Fet**', held_on = :day where state = 'planned'"
            ),
            {"day": date(2100, 1, 1)},
        )
    words = texts_of(open_page("sammantrade", Role.BOARD))
    assert "\\# Stort \\[länk\\]" in words
    assert "\\*\\*Fet\\*\\*" in words
