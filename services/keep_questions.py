"""Ask of a figure or a point, take a question back, say who answers it, and answer it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, Engine

from data_access.drafts import drop_draft
from data_access.engine import writing
from data_access.questions import (
    fetch_people_to_answer,
    fetch_questions,
    find_oneself,
    insert_question,
    withdraw_question,
    write_handling,
)
from domain.access import Right, Viewer, require
from domain.outdated import OutdatedError
from domain.questions import (
    FIGURES,
    Answerer,
    Asked,
    Question,
    answer_faults,
    due_faults,
    question_faults,
)
from domain.updates import FaultyError, FieldFault


class OutdatedQuestionError(OutdatedError):
    """The question is not as it was shown: taken on, answered or withdrawn by somebody.

    So it is too where the account that should answer may do so no more.
    """

    def __init__(self, question_id: int) -> None:
        super().__init__(draft_of_answer(question_id))


def draft_of_question(point_number: int | None, figure: str | None) -> str:
    """Return the subject of a draft of a question about a point or a figure."""
    return f"fraga/{figure or point_number}"


def draft_of_answer(question_id: int) -> str:
    """Return the subject of a draft of an answer."""
    return f"svar/{question_id}"


def ask(engine: Engine, *, viewer: Viewer, programme_id: int, asked: Asked) -> int:
    """Ask, and forget the draft of it; returns the question's key.

    Raises:
        AccessDeniedError: the viewer does not ask.
        FaultyError: the question is empty, too long or about an individual.
        sqlalchemy.exc.IntegrityError: there is no such point.
        ValueError: there is no such figure.
    """
    if asked.figure is not None and asked.figure not in FIGURES:
        raise ValueError(asked.figure)
    with writing(engine, viewer) as connection:
        require(viewer, Right.ASK)
        _require_sound("question", question_faults(asked.question))
        key = insert_question(connection, programme_id, asked)
        drop_draft(connection, draft_of_question(asked.point_number, asked.figure))
    return key


def take_back(engine: Engine, *, viewer: Viewer, programme_id: int, question_id: int) -> None:
    """Withdraw a question that the viewer has asked and nobody has answered.

    Raises:
        AccessDeniedError: the viewer does not ask.
        OutdatedQuestionError: it is another's, or withdrawn; the audit notes the attempt.
        sqlalchemy.exc.IntegrityError: it has been answered.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.ASK)
        if not withdraw_question(connection, programme_id, question_id):
            raise OutdatedQuestionError(question_id)


def assign(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    question_id: int,
    owner_id: int,
    due_on: date,
    seen: int | None,
    today: date,
) -> int:  # Most of its lines are its signature and its contract.
    """Say who answers a question, and by when; one that is answered stays with who answered.

    Returns the key of how it is then handled.

    Args:
        engine: the application's pool.
        viewer: who says it.
        programme_id: the programme.
        question_id: the question.
        owner_id: the account of who answers.
        due_on: the day by which it is answered.
        seen: the key of the handling that the viewer saw; None: there was none.
        today: the day.

    Raises:
        AccessDeniedError: the viewer does not answer questions.
        FaultyError: the day has been, or lies too far ahead.
        OutdatedQuestionError: another has taken it on, answered or withdrawn it, or the account
            may not answer; the audit notes the attempt.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.ANSWER)
        question = _standing(connection, viewer, programme_id, question_id)
        if question.is_answered:
            raise OutdatedQuestionError(question_id)
        _require_sound("due_on", due_faults(due_on, today))
        people = fetch_people_to_answer(connection, viewer, programme_id)
        owner = next((each for each in people if each.id == owner_id), None)
        if owner is None:
            raise OutdatedQuestionError(question_id)
        return _write(connection, programme_id, question_id, owner, due_on, None, seen)


def answer(
    engine: Engine,
    *,
    viewer: Viewer,
    programme_id: int,
    question_id: int,
    text: str,
    seen: int | None,
    today: date,
) -> None:
    """Answer a question, or correct its answer, and forget the draft of it.

    Whoever answers is the one who answers, whomever it was given to; the day by which it was due
    stays, and is today where nobody had said one.

    Args:
        engine: the application's pool.
        viewer: who answers.
        programme_id: the programme.
        question_id: the question.
        text: the answer.
        seen: the key of the handling that the viewer saw; None: there was none.
        today: the day.

    Raises:
        AccessDeniedError: the viewer does not answer questions.
        FaultyError: the answer is empty, too long or about an individual.
        OutdatedQuestionError: another has taken it on, answered or withdrawn it; the audit notes
            the attempt.
    """
    with writing(engine, viewer) as connection:
        require(viewer, Right.ANSWER)
        question = _standing(connection, viewer, programme_id, question_id)
        _require_sound("answer", answer_faults(text))
        oneself = find_oneself(connection, viewer, programme_id)
        if oneself is None:
            raise OutdatedQuestionError(question_id)
        due_on = question.handling.due_on if question.handling else today
        _write(connection, programme_id, question_id, oneself, due_on, text.strip(), seen)
        drop_draft(connection, draft_of_answer(question_id))


def _standing(
    connection: Connection, viewer: Viewer, programme_id: int, question_id: int
) -> Question:
    for each in fetch_questions(connection, viewer, programme_id):
        if each.id == question_id:
            return each
    raise OutdatedQuestionError(question_id)


def _write(
    connection: Connection,
    programme_id: int,
    question_id: int,
    owner: Answerer,
    due_on: date,
    text: str | None,
    seen: int | None,
) -> int:
    written = write_handling(
        connection,
        programme_id,
        question_id,
        owner=owner,
        due_on=due_on,
        answer=text,
        seen=seen,
    )
    if written is None:
        raise OutdatedQuestionError(question_id)
    return written


def _require_sound(field: str, faults: Sequence[str]) -> None:
    if faults:
        raise FaultyError([FieldFault(field, text) for text in faults])
