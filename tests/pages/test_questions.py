"""The board asks where it sees something; who answers does so where the question is."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from domain.access import Role
from domain.calendar import STOCKHOLM
from tests.conftest import Database
from tests.pages.conftest import open_page, texts_of
from texts.numbers import day_seen_from, moment_seen_from
from ui.session import today

ANSWERERS = [Role.TEAM_LEAD, Role.DIRECTOR]


def _press(app: Any, label: str) -> None:
    next(each for each in app.button if each.label == label).click().run()
    assert not app.exception


def _write(app: Any, value: str) -> None:
    app.text_area[-1].input(value).run()


def _opened(address: str, role: Role, *drawers: str, **query: Any) -> Any:
    app = open_page(address, role, **query)
    for drawer in drawers:
        app.session_state[drawer] = True
    app.run()
    assert not app.exception
    return app


def _rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.engine(role=None).connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def _key(database: Database, point: int) -> int:
    return int(_rows(database, f"select id from board_question where point_number = {point}")[0][0])


@pytest.mark.parametrize("role", [Role.BOARD, Role.TEAM_LEAD, Role.DIRECTOR])
def test_open_questions_are_on_the_overview_for_all_who_see_points(
    example: Database, role: Role
) -> None:
    app = open_page("", role)
    words = texts_of(app)
    assert "Två frågor väntar på svar, den äldsta sedan" in words
    assert "skulle ha svarat senast" in words
    asks = [each for each in app.expander if each.label == "Ställ en fråga"]
    assert bool(asks) is (role is Role.BOARD)


@pytest.mark.parametrize("address", ["", "punkt", "medel", "aktiviteter"])
def test_only_the_board_asks(published: Database, address: str) -> None:
    query: dict[str, Any] = {"nummer": "7"} if address == "punkt" else {}
    for role in (Role.BOARD, Role.DIRECTOR, Role.TEAM_LEAD):
        app = open_page(address, role, **query)
        asks = [each for each in app.expander if each.label == "Ställ en fråga"]
        assert bool(asks) is (role is Role.BOARD), (address, role)


def test_a_point_is_asked_about_as_it_is_seen(example: Database) -> None:
    app = _opened("punkt", Role.BOARD, "fraga-punkt-7", nummer="7")
    _write(app, "Varför dröjer det?")
    _press(app, "Skicka frågan")
    assert app.success[0].value.startswith("Frågan är skickad")
    assert app.text_area[-1].value == ""
    assert "Varför dröjer det" in texts_of(app)
    ((number, told, question),) = _rows(
        example,
        "select point_number, told, question from board_question order by id desc limit 1",
    )
    assert (number, question) == (7, "Varför dröjer det?")
    assert told.startswith("Punkt 7, ")
    assert "enligt rapporten" in told
    elsewhere = open_page("punkt", Role.DIRECTOR, nummer="8")
    assert "Varför dröjer det" not in texts_of(elsewhere)


def test_a_figure_is_asked_about_with_what_it_told(example: Database) -> None:
    app = _opened("", Role.BOARD, "fraga-oversikt")
    (choice,) = [each for each in app.selectbox if each.label == "Vilken siffra gäller det?"]
    assert choice.options[0].startswith("Punkter i rätt takt: ")
    # The counts that are not published are not among them.
    assert len(choice.options) == 3
    choice.select_index(2).run()
    _write(app, "Varför går det långsamt?")
    _press(app, "Skicka frågan")
    ((figure, told),) = _rows(
        example, "select figure, told from board_question order by id desc limit 1"
    )
    assert figure == "money_used"
    assert told.startswith("Förbrukat av ")


@pytest.mark.parametrize(
    ("question", "fault"), [("", "Skriv din fråga"), ("Anna 811218-9876?", "personnummer")]
)
def test_a_question_that_breaks_a_rule_is_not_sent(
    example: Database, question: str, fault: str
) -> None:
    app = _opened("punkt", Role.BOARD, "fraga-punkt-7", nummer="7")
    if question:
        _write(app, question)
    _press(app, "Skicka frågan")
    assert fault in app.error[0].value
    assert len(_rows(example, "select id from board_question")) == 3


def test_what_is_typed_is_kept_with_what_was_seen_then(example: Database) -> None:
    app = _opened("punkt", Role.BOARD, "fraga-punkt-7", nummer="7")
    _write(app, "Varför")
    with example.engine(role=None).begin() as connection:
        connection.execute(text("update point set short_title = 'Annat namn' where number = 7"))
    again = _opened("punkt", Role.BOARD, "fraga-punkt-7", nummer="7")
    assert again.text_area[-1].value == "Varför"
    (told,) = [each.value for each in again.caption if "Frågan gäller" in each.value]
    assert "Annat namn" not in told
    _press(again, "Skicka frågan")
    told_then = _rows(example, "select told from board_question order by id desc limit 1")[0][0]
    assert "Annat namn" not in told_then


def test_a_question_of_an_earlier_day_is_about_that_day_and_of_a_meeting_about_its_moment(
    example: Database,
) -> None:
    def told_of(place: str) -> str:
        app = _opened("punkt", Role.BOARD, "fraga-punkt-7", nummer="7", per=place)
        (told,) = [each.value for each in app.caption if "Frågan gäller" in each.value]
        return str(told).replace("\\", "")

    then = today() - timedelta(days=60)
    assert told_of(then.isoformat()).startswith(
        f"Frågan gäller det som visades {day_seen_from(then, today())}: "
    )
    ((key, shown),) = _rows(
        example, "select id, as_of from meeting where as_of is not null order by as_of limit 1"
    )
    moment = moment_seen_from(shown.astimezone(STOCKHOLM), today())
    assert f"det som visades {moment}: " in told_of(f"mote-{key}")


def test_the_asker_takes_a_question_back_once_asked(example: Database) -> None:
    app = _opened("punkt", Role.BOARD, "fraga-punkt-7", nummer="7")
    _write(app, "Varför dröjer det?")
    _press(app, "Skicka frågan")
    _press(app, "Ta tillbaka frågan")
    _press(app, "Ja, ta tillbaka den")
    assert app.success[0].value.startswith("Frågan är återtagen")
    assert "Varför dröjer det" not in texts_of(app)
    assert len(_rows(example, "select id from board_question where withdrawn_at is null")) == 3
    # Those of the example are another's.
    other = open_page("punkt", Role.BOARD, nummer="16")
    assert "Nämndens frågor om punkten" in texts_of(other)
    assert "Ta tillbaka frågan" not in [each.label for each in other.button]


@pytest.mark.parametrize("role", ANSWERERS)
@pytest.mark.parametrize("address", ["punkt", "sammantrade"])
def test_a_question_is_answered_where_it_stands(
    example: Database, role: Role, address: str
) -> None:
    query: dict[str, Any] = {"nummer": "16"} if address == "punkt" else {}
    key = _key(example, 16)
    app = _opened(address, role, f"svar-{key}", **query)
    field = f"svar/{key}/answer"
    next(each for each in app.text_area if each.key == field).input("Två i taget.").run()
    next(each for each in app.button if each.key == f"svar/{key}/svara").click().run()
    assert not app.exception
    assert app.success[0].value.startswith("Svaret är sparat")
    rows = _rows(
        example,
        f"select answer, owner from question_handling where question_id = {key}"
        " and withdrawn_at is null",
    )
    assert rows == [
        ("Två i taget.", {Role.TEAM_LEAD: "Arbetsledare"}.get(role, "Förvaltningsdirektör"))
    ]
    seen = open_page("punkt", Role.BOARD, nummer="16")
    assert "Två i taget" in texts_of(seen)


def test_it_is_said_who_answers_and_by_when(example: Database) -> None:
    key = _key(example, 16)
    app = _opened("punkt", Role.DIRECTOR, f"svar-{key}", nummer="16")
    (who,) = [each for each in app.selectbox if each.label == "Vem svarar?"]
    assert who.options == [
        "Arbetsledare (arbetsledare)",
        "Förvaltningsdirektör (förvaltningsdirektör)",
    ]
    who.select_index(0).run()
    _press(app, "Spara vem som svarar")
    assert app.success[0].value.startswith("Det är sparat vem som svarar")
    assert "Arbetsledare svarar senast" in texts_of(app)


def test_who_answers_late_sees_what_another_answered(example: Database) -> None:
    key = _key(example, 16)
    app = _opened("punkt", Role.DIRECTOR, f"svar-{key}", nummer="16")
    _write(app, "Mitt svar.")
    other = _opened("punkt", Role.TEAM_LEAD, f"svar-{key}", nummer="16")
    _write(other, "Den andras svar.")
    _press(other, "Svara")
    _press(app, "Svara")
    assert "Någon annan har ändrat under tiden" in app.error[0].value
    assert "Den andras svar" in texts_of(app)
    assert app.text_area[-1].value == "Mitt svar."
    _press(app, "Spara mitt i stället")
    assert _answer_of(example, key) == "Mitt svar."


def _answer_of(database: Database, question: int) -> str:
    ((answer,),) = _rows(
        database,
        f"select answer from question_handling where question_id = {question}"
        " and withdrawn_at is null",
    )
    return str(answer)


def _answers(database: Database, question: int, role: Role, answer: str) -> None:
    app = _opened("punkt", role, f"svar-{question}", nummer="16")
    _write(app, answer)
    next(each for each in app.button if each.label in ("Svara", "Rätta svaret")).click().run()
    assert app.success[0].value.startswith("Svaret är sparat")


@pytest.mark.parametrize("is_left", [False, True], ids=["on the page", "as an old draft"])
def test_a_correction_begun_of_an_answer_that_is_no_more_is_not_sent_unseen(
    example: Database, *, is_left: bool
) -> None:
    key = _key(example, 16)
    _answers(example, key, Role.DIRECTOR, "Det första.")
    app = _opened("punkt", Role.DIRECTOR, f"svar-{key}", nummer="16")
    _write(app, "Det första, rättat.")
    _answers(example, key, Role.TEAM_LEAD, "Den andras.")
    if is_left:
        app = _opened("punkt", Role.DIRECTOR, f"svar-{key}", nummer="16")
    # As the field is left the page is drawn anew.
    _write(app, "Det första, rättat en gång till.")
    assert "Arbetsledare ändrade" in app.warning[0].value
    assert "Rätta svaret" not in [each.label for each in app.button]
    assert _answer_of(example, key) == "Den andras."
    _press(app, "Spara mitt i stället")
    assert _answer_of(example, key) == "Det första, rättat en gång till."


def test_an_answer_of_which_nothing_is_typed_follows_what_another_answers(
    example: Database,
) -> None:
    key = _key(example, 16)
    _answers(example, key, Role.DIRECTOR, "Det första.")
    app = _opened("punkt", Role.DIRECTOR, f"svar-{key}", nummer="16")
    _answers(example, key, Role.TEAM_LEAD, "Den andras.")
    app.run()
    assert app.text_area[-1].value == "Den andras."
    assert not app.warning


def test_who_says_who_answers_while_writing_is_no_other(example: Database) -> None:
    key = _key(example, 16)
    app = _opened("punkt", Role.DIRECTOR, f"svar-{key}", nummer="16")
    _write(app, "Två i taget.")
    (who,) = [each for each in app.selectbox if each.label == "Vem svarar?"]
    who.select_index(0).run()
    _press(app, "Spara vem som svarar")
    assert not app.warning
    _press(app, "Svara")
    assert _answer_of(example, key) == "Två i taget."


def test_a_closed_meeting_shows_its_questions_as_they_stood(example: Database) -> None:
    ((key,),) = _rows(
        example, "select id from meeting where state = 'closed' order by held_on desc limit 1"
    )
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text("update board_question set withdrawn_why = 'Borta' where point_number is null")
        )
    app = open_page("sammantrade", Role.DIRECTOR, mote=str(key))
    words = texts_of(app)
    # The first was answered by then; the others were asked later, or are gone.
    assert "Vid sammanträdet\\: alla frågor är besvarade" in words
    # Those of today are shown at the meeting that is ahead.
    assert [each.label for each in app.expander if "besvarad" in each.label] == [
        "En besvarad fråga"
    ]


def test_with_every_meeting_closed_the_questions_of_today_are_seen_and_answered(
    example: Database,
) -> None:
    with example.engine(role=None).begin() as connection:
        for state in ("open", "closed"):
            connection.execute(
                text(
                    "update meeting set state = :state, as_of = case :state when 'closed'"
                    " then clock_timestamp() end where state <> 'closed'"
                ),
                {"state": state},
            )
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into board_question (figure, told, as_of, question)"
                " values ('money', 'Medel', '2026-01-01', 'Vad kostar det?')"
            )
        )
    key = _rows(example, "select max(id) from board_question")[0][0]
    board = texts_of(open_page("sammantrade", Role.BOARD))
    assert board.index("Tre frågor väntar på svar") < board.index("Vid sammanträdet\\: två frågor")
    assert board.count("Vad kostar det?") == 1
    app = _opened("sammantrade", Role.DIRECTOR, f"svar-{key}")
    _write(app, "Mindre än i fjol.")
    next(each for each in app.button if each.key == f"svar/{key}/svara").click().run()
    assert not app.exception
    assert app.success[0].value.startswith("Svaret är sparat")
    app.session_state["besvarade-fragor"] = True
    app.session_state["besvarade-fragor-da"] = True
    app.run()
    assert not app.exception
    assert "Mindre än i fjol" in texts_of(app)


EARLIER = today() - timedelta(days=400)


def test_what_is_known_today_of_a_day_is_what_had_been_asked_by_then(example: Database) -> None:
    query: dict[str, Any] = {"per": EARLIER.isoformat(), "kunskap": "idag"}
    assert "Nämndens frågor om punkten" in texts_of(open_page("punkt", Role.BOARD, nummer="16"))
    then = open_page("punkt", Role.BOARD, nummer="16", **query)
    assert "med det vi vet i dag" in texts_of(then)
    assert "Nämndens frågor om punkten" not in texts_of(then)
    assert "väntar på svar" not in texts_of(open_page("", Role.BOARD, **query))


def test_a_question_is_as_it_stood_on_the_day_unless_it_was_taken_back(example: Database) -> None:
    key = _key(example, 16)
    with example.engine(role=None).begin() as connection:
        connection.execute(text("alter table board_question disable trigger user"))
        connection.execute(
            text("update board_question set as_of = :day, recorded_at = :day where id = :key"),
            {"day": EARLIER - timedelta(days=1), "key": key},
        )
        connection.execute(text("alter table question_handling disable trigger user"))
        connection.execute(text("delete from question_handling"))
        connection.execute(text("alter table question_handling enable trigger user"))
        connection.execute(
            text(
                "insert into question_handling (question_id, owner, due_on, answer)"
                " values (:key, 'Bo', :day, 'Två i taget.')"
            ),
            {"key": key, "day": EARLIER},
        )
    query: dict[str, Any] = {"nummer": "16", "per": EARLIER.isoformat(), "kunskap": "idag"}
    words = texts_of(open_page("punkt", Role.DIRECTOR, **query))
    # It was answered today.
    assert "Nämndens frågor om punkten" in words
    assert "Två i taget" not in words
    assert "Ingen har fått frågan ännu" in words
    assert "Två i taget" in texts_of(open_page("punkt", Role.DIRECTOR, nummer="16"))
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "update board_question set withdrawn_at = now(), withdrawn_by = 'Bo',"
                " withdrawn_why = 'Återtagen'"
            )
        )
        # What is written without triggers is not told to the panel; what follows is.
        connection.execute(text("alter table board_question enable trigger user"))
        connection.execute(
            text(
                "insert into board_question (figure, told, as_of, question)"
                " values ('money', 'Medel', '2026-01-01', 'Varför?')"
            )
        )
    assert "Nämndens frågor" not in texts_of(open_page("punkt", Role.DIRECTOR, **query))
    del query["kunskap"]
    assert "Nämndens frågor" in texts_of(open_page("punkt", Role.DIRECTOR, **query))


@pytest.mark.parametrize("address", ["", "punkt", "medel", "aktiviteter"])
def test_of_an_earlier_day_by_what_is_known_today_nothing_is_asked(
    published: Database, address: str
) -> None:
    query: dict[str, Any] = {"per": (today() - timedelta(days=60)).isoformat()}
    by_knowledge: list[tuple[dict[str, Any], bool]] = [({}, True), ({"kunskap": "idag"}, False)]
    if address == "punkt":
        query["nummer"] = "7"
    for knowledge, is_asked in by_knowledge:
        app = open_page(address, Role.BOARD, **query, **knowledge)
        assert not app.exception
        asks = [each for each in app.expander if each.label == "Ställ en fråga"]
        assert bool(asks) is is_asked


def test_a_question_is_told_under_the_name_that_its_point_had_then(example: Database) -> None:
    ((key, number),) = _rows(
        example,
        "select m.id, q.point_number from meeting m, board_question q where m.state ="
        " 'closed' and q.recorded_at <= m.as_of and q.point_number is not null"
        " order by m.held_on desc, q.id limit 1",
    )
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text("update point set short_title = 'Annat namn' where number = :number"),
            {"number": number},
        )
    app = open_page("sammantrade", Role.BOARD, mote=str(key))
    app.session_state["besvarade-fragor-da"] = True
    app.run()
    assert not app.exception
    assert f"Punkt {number}, " in texts_of(app)
    assert "Annat namn" not in texts_of(app)
    assert "Annat namn" in texts_of(open_page("punkt", Role.BOARD, nummer=str(number)))


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMIN])
def test_an_outsider_gets_nothing(example: Database, role: Role) -> None:
    for address in ("", "punkt", "sammantrade", "om"):
        query: dict[str, Any] = {"nummer": "16"} if address == "punkt" else {}
        app = open_page(address, role, **query)
        assert "dagens bemanning" not in texts_of(app)
        assert not [each for each in app.expander if each.label == "Ställ en fråga"]


def test_peoples_words_are_no_markup(example: Database) -> None:
    with example.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into board_question (point_number, told, as_of, question)"
                " values (7, '[a](https://x.example)', '2026-01-01', '![b](https://x.example)')"
            )
        )
    places: list[tuple[str, dict[str, Any]]] = [
        ("", {}),
        ("punkt", {"nummer": "7"}),
        ("sammantrade", {}),
    ]
    for address, query in places:
        words = texts_of(open_page(address, Role.BOARD, **query))
        assert "](https" not in words.replace("\\](https", "").replace("\\]\\(https", "")
        assert "\\!\\[b\\]" in words
