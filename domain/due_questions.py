"""What is due of the board's questions: an answer that somebody owes soon, or owes still."""

from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import shorten

from domain.dues import Due, DueKind
from domain.questions import Question, figure_name
from domain.tasks import SOON_DAYS
from texts import _
from texts.numbers import day

QUESTIONS_PATH = "/sammantrade"
"""Where the questions are answered."""

_LONGEST = 120
"""Characters of a question that a letter tells; the rest is read in the panel."""


def questions_to_answer(
    questions: Iterable[Question], account_id: int, today: date
) -> Iterator[Due]:
    """Yield the questions that an account should answer within days, or should have answered."""
    for question in questions:
        handling = question.handling
        if handling is None or question.is_answered or handling.owner_id != account_id:
            continue
        if handling.due_on < today:
            kind, text = DueKind.QUESTION_LATE, _("Svaret skulle ha kommit {day}: ”{question}”")
        elif (handling.due_on - today).days <= SOON_DAYS:
            kind, text = DueKind.QUESTION_SOON, _("Svara senast {day}: ”{question}”")
        else:
            continue
        yield Due(
            kind,
            subject=str(question.id),
            on=handling.due_on,
            about=_about(question),
            text=text.format(
                day=day(handling.due_on),
                question=shorten(question.question, _LONGEST, placeholder=" …"),
            ),
            path=path_of(question),
        )


def path_of(question: Question) -> str:
    """Return the address where a question is answered, within the panel."""
    if question.point_number is not None:
        return f"/punkt?nummer={question.point_number}"
    return QUESTIONS_PATH


def _about(question: Question) -> str:
    if question.point_number is not None:
        return _("Nämndens fråga om punkt {number}").format(number=question.point_number)
    return _("Nämndens fråga om {figure}").format(figure=figure_name(question.figure or "").lower())
