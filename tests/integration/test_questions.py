"""What the board asks: by whom, as of a moment, and answered by one at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.engine import reading, writing
from data_access.questions import fetch_own_questions, fetch_people_to_answer, fetch_questions
from data_access.refusals import rule_of
from domain.access import NOBODY, AccessDeniedError, Role, Viewer
from domain.questions import Asked, Question
from domain.updates import FaultyError
from services.keep_drafts import keep
from services.keep_questions import (
    OutdatedQuestionError,
    answer,
    ask,
    assign,
    draft_of_question,
    take_back,
)
from tests.accounts import make_accounts, sign_in_as
from tests.conftest import Database
from tests.integration.small_programme import make_small_programme

Deed = Callable[[], object]

TODAY = date(2026, 11, 20)
SEEN_AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
OF_POINT = Asked(1, None, "Punkt 1: försenad", SEEN_AT, "Varför dröjer det?")
OF_FIGURE = Asked(None, "late", "Punkter försenade: 3", SEEN_AT, "Vilka är de?")


@pytest.fixture
def programme(database: Database) -> Database:
    make_small_programme(database.engine(role=None))
    make_accounts(database.engine())
    return database


@pytest.fixture
def board(programme: Database) -> Viewer:
    return sign_in_as(programme.engine("trygghet_app"), Role.BOARD)


def _ask(programme: Database, board: Viewer, asked: Asked = OF_POINT) -> int:
    return ask(programme.engine("trygghet_app"), viewer=board, programme_id=1, asked=asked)


def _questions(
    programme: Database, viewer: Viewer, as_of: datetime | None = None
) -> tuple[Question, ...]:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        return fetch_questions(connection, viewer, 1, as_of)


def _people(programme: Database, viewer: Viewer) -> dict[str, int]:
    with reading(programme.engine("trygghet_app"), viewer) as connection:
        found = fetch_people_to_answer(connection, viewer, 1)
    return {each.role: each.id for each in found}


def _assign(programme: Database, viewer: Viewer, question_id: int, **change: Any) -> None:
    told: dict[str, Any] = {
        "owner_id": _people(programme, viewer).get(Role.TEAM_LEAD),
        "due_on": TODAY + timedelta(days=14),
        "seen": None,
        "today": TODAY,
    }
    assign(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        question_id=question_id,
        **told | change,
    )


def _answer(
    programme: Database, viewer: Viewer, question_id: int, said: str, seen: int | None
) -> None:
    answer(
        programme.engine("trygghet_app"),
        viewer=viewer,
        programme_id=1,
        question_id=question_id,
        text=said,
        seen=seen,
        today=TODAY,
    )


def _handling(programme: Database, viewer: Viewer) -> int | None:
    (question,) = _questions(programme, viewer)
    return question.handling.id if question.handling else None


def test_a_question_is_asked_given_to_somebody_and_answered(
    programme: Database, board: Viewer, director: Viewer, lead: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    keep(app, viewer=board, subject=draft_of_question(1, None), fields={"question": "Var"})
    key = _ask(programme, board)
    (asked,) = _questions(programme, board)
    assert (asked.id, asked.point_number, asked.figure) == (key, 1, None)
    assert (asked.told, asked.question) == ("Punkt 1: försenad", "Varför dröjer det?")
    assert (asked.asked_by, asked.handling) == ("Nämndledamot", None)
    _assign(programme, director, key)
    (given,) = _questions(programme, board)
    assert given.handling
    assert (given.handling.owner, given.handling.by) == ("Arbetsledare", "Förvaltningsdirektör")
    assert given.handling.owner_id == _people(programme, lead)[Role.TEAM_LEAD]
    _answer(programme, director, key, " Lokalen saknas. ", given.handling.id)
    (done,) = _questions(programme, board)
    assert done.handling
    assert done.handling.answer == "Lokalen saknas."
    # Whoever answers is named; the day stays.
    assert done.handling.owner == "Förvaltningsdirektör"
    assert done.handling.due_on == TODAY + timedelta(days=14)
    with programme.engine(role=None).connect() as connection:
        assert connection.scalar(text("select count(*) from draft")) == 0


def test_a_question_that_nobody_was_given_can_be_answered_at_once(
    programme: Database, board: Viewer, lead: Viewer
) -> None:
    key = _ask(programme, board, OF_FIGURE)
    _answer(programme, lead, key, "Punkterna 3, 5 och 8.", None)
    (question,) = _questions(programme, board)
    assert question.handling
    assert (question.figure, question.handling.owner) == ("late", "Arbetsledare")
    assert question.handling.due_on == TODAY


def test_as_of_a_moment_a_question_stands_as_it_stood_then(
    programme: Database, board: Viewer, lead: Viewer
) -> None:
    def now() -> datetime:
        with programme.engine(role=None).connect() as connection:
            moment: datetime = connection.scalar(text("select clock_timestamp()"))
        return moment

    moments = [now()]
    key = _ask(programme, board)
    moments.append(now())
    _assign(programme, lead, key)
    moments.append(now())
    _answer(programme, lead, key, "Fel svar.", _handling(programme, lead))
    moments.append(now())
    _answer(programme, lead, key, "Rätt svar.", _handling(programme, lead))
    moments.append(now())
    second = _ask(programme, board, OF_FIGURE)
    take_back(programme.engine("trygghet_app"), viewer=board, programme_id=1, question_id=second)
    seen = [
        [each.handling and each.handling.answer for each in _questions(programme, board, moment)]
        for moment in moments
    ]
    assert seen == [[], [None], [None], ["Fel svar."], ["Rätt svar."]]
    assert len(_questions(programme, board)) == 1
    before = _questions(programme, board, moments[1])
    assert before[0].handling is None


def test_nothing_was_seen_after_it_was_asked(programme: Database, board: Viewer) -> None:
    ahead = replace(OF_POINT, as_of=datetime.now(UTC) + timedelta(hours=2))
    _ask(programme, board, ahead)
    with programme.engine(role=None).connect() as connection:
        assert connection.scalar(text("select as_of = recorded_at from board_question"))


def test_only_the_asker_takes_a_question_back(
    programme: Database, board: Viewer, director: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    key = _ask(programme, board)
    with programme.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into app_user (name, email, role, issuer, subject)"
                " select name, 'b@prov.example', role, issuer, 'två' from app_user"
                " where role = 'board'"
            )
        )
    # Of the same name and role, and yet another.
    other = sign_in_as(app, Role.BOARD, "två")
    with reading(app, other) as connection:
        assert fetch_own_questions(connection, other, 1) == frozenset()
    with reading(app, board) as connection:
        assert fetch_own_questions(connection, board, 1) == {key}
    with pytest.raises(OutdatedQuestionError):
        take_back(app, viewer=other, programme_id=1, question_id=key)
    for viewer in (other, director):
        with writing(app, viewer) as connection:
            done = connection.execute(text("update board_question set withdrawn_why = 'Bort'"))
            assert done.rowcount == 0
    with pytest.raises(AccessDeniedError):
        take_back(app, viewer=director, programme_id=1, question_id=key)
    take_back(app, viewer=board, programme_id=1, question_id=key)
    assert _questions(programme, board) == ()
    with pytest.raises(OutdatedQuestionError):
        take_back(app, viewer=board, programme_id=1, question_id=key)
    with pytest.raises(OutdatedQuestionError):
        _answer(programme, director, key, "För sent.", None)


def test_an_answered_question_stays(programme: Database, board: Viewer, lead: Viewer) -> None:
    key = _ask(programme, board)
    _answer(programme, lead, key, "Lokalen saknas.", None)
    with pytest.raises(IntegrityError) as refused:
        take_back(programme.engine("trygghet_app"), viewer=board, programme_id=1, question_id=key)
    assert rule_of(refused.value) == "answered_question_stays"


def test_two_do_not_answer_over_each_other(
    programme: Database, board: Viewer, director: Viewer, lead: Viewer
) -> None:
    key = _ask(programme, board)
    _answer(programme, lead, key, "Lokalen saknas.", None)
    late: list[Deed] = [
        lambda: _answer(programme, director, key, "Annat svar.", None),
        lambda: _assign(programme, director, key, seen=_handling(programme, director)),
    ]
    for deed in late:
        with pytest.raises(OutdatedQuestionError, match=f"svar/{key}"):
            deed()
    (question,) = _questions(programme, board)
    assert question.handling
    assert question.handling.answer == "Lokalen saknas."


@pytest.mark.parametrize("is_given", [True, False])
def test_of_many_answers_at_once_one_wins(
    programme: Database, board: Viewer, lead: Viewer, *, is_given: bool
) -> None:
    key = _ask(programme, board)
    if is_given:
        _assign(programme, lead, key)
    seen = _handling(programme, lead)
    app = programme.engine("trygghet_app", pool_size=8)
    leads = [sign_in_as(app, Role.TEAM_LEAD) for _each in range(6)]

    def reply(viewer: Viewer) -> bool:
        told: dict[str, Any] = {"programme_id": 1, "question_id": key, "today": TODAY}
        try:
            answer(app, viewer=viewer, text="Svar.", seen=seen, **told)
        except OutdatedQuestionError:
            return False
        return True

    with ThreadPoolExecutor(6) as others:
        assert sum(others.map(reply, leads)) == 1


@pytest.mark.parametrize("role", [Role.TEAM_LEAD, Role.DIRECTOR, Role.RESEARCHER, Role.ADMIN])
def test_others_ask_nothing(programme: Database, role: Role) -> None:
    app = programme.engine("trygghet_app")
    other = sign_in_as(app, role)
    with pytest.raises(AccessDeniedError):
        _ask(programme, other)
    with pytest.raises(DBAPIError), writing(app, other) as connection:
        connection.execute(
            text(
                "insert into board_question (figure, told, as_of, question)"
                " values ('late', '3', '2026-11-01', 'Varför?')"
            )
        )


@pytest.mark.parametrize("role", [Role.BOARD, Role.RESEARCHER, Role.ADMIN])
def test_others_answer_nothing(programme: Database, board: Viewer, role: Role) -> None:
    app = programme.engine("trygghet_app")
    key = _ask(programme, board)
    other = sign_in_as(app, role)
    deeds: list[Deed] = [
        lambda: _assign(programme, other, key, owner_id=1),
        lambda: _answer(programme, other, key, "Svar.", None),
    ]
    for deed in deeds:
        with pytest.raises(AccessDeniedError):
            deed()
    with pytest.raises(DBAPIError), writing(app, other) as connection:
        connection.execute(
            text(
                "insert into question_handling (question_id, owner, due_on) values (:q, 'J', now())"
            ),
            {"q": key},
        )


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.ADMIN, None])
def test_an_outsider_gets_nothing(
    programme: Database, board: Viewer, lead: Viewer, role: Role | None
) -> None:
    app = programme.engine("trygghet_app")
    _answer(programme, lead, _ask(programme, board), "Lokalen saknas.", None)
    other = sign_in_as(app, role) if role else NOBODY
    queries: list[Callable[[Connection, Viewer, int], object]] = [
        fetch_questions,
        fetch_own_questions,
        fetch_people_to_answer,
    ]
    for query in queries:
        with pytest.raises(AccessDeniedError), reading(app, other) as connection:
            query(connection, other, 1)
    with reading(app, other) as connection:
        for source in ("board_question", "question_handling", "people_to_answer(1)"):
            assert not connection.execute(text(f"select * from {source}")).all()


def test_who_answers_has_an_open_account_that_may(
    programme: Database, board: Viewer, director: Viewer
) -> None:
    key = _ask(programme, board)
    people = _people(programme, director)
    assert people.keys() == {Role.TEAM_LEAD, Role.DIRECTOR}
    with programme.engine(role=None).begin() as connection:
        connection.execute(text("update app_user set is_active = false where role = 'team_lead'"))
    with pytest.raises(OutdatedQuestionError):
        _assign(programme, director, key, owner_id=people[Role.TEAM_LEAD])


@pytest.mark.parametrize(
    ("question", "is_kept"),
    [("x" * 1000, True), ("x" * 1001, False), ("  ", False), ("Anna 811218-9876?", False)],
)
def test_a_question_is_short_and_about_nobody(
    programme: Database, board: Viewer, question: str, *, is_kept: bool
) -> None:
    asked = replace(OF_FIGURE, question=question)
    if is_kept:
        assert _ask(programme, board, asked)
        return
    with pytest.raises(FaultyError):
        _ask(programme, board, asked)
    with (
        pytest.raises(IntegrityError),
        writing(programme.engine("trygghet_app"), board) as connection,
    ):
        connection.execute(
            text(
                "insert into board_question (figure, told, as_of, question)"
                " values ('late', '3', '2026-11-01', :question)"
            ),
            {"question": question},
        )


def test_a_question_is_about_something_that_there_is(programme: Database, board: Viewer) -> None:
    with pytest.raises(IntegrityError):
        _ask(programme, board, replace(OF_POINT, point_number=99))
    with pytest.raises(ValueError, match="löner"):
        _ask(programme, board, replace(OF_FIGURE, figure="löner"))


@pytest.mark.parametrize("due_on", [TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
def test_an_answer_is_due_on_a_day_that_comes(
    programme: Database, board: Viewer, director: Viewer, due_on: date
) -> None:
    key = _ask(programme, board)
    with pytest.raises(FaultyError):
        _assign(programme, director, key, due_on=due_on)


def test_no_question_or_answer_is_rewritten_or_removed(
    programme: Database, board: Viewer, lead: Viewer
) -> None:
    app = programme.engine("trygghet_app")
    _answer(programme, lead, _ask(programme, board), "Lokalen saknas.", None)
    for statement in (
        "update board_question set question = 'En annan'",
        "delete from board_question",
        "update question_handling set answer = 'Ett annat'",
        "delete from question_handling",
    ):
        for viewer in (board, lead):
            with pytest.raises(DBAPIError), writing(app, viewer) as connection:
                connection.execute(text(statement))
        with pytest.raises(DBAPIError), programme.engine().begin() as connection:
            connection.execute(text(statement))
