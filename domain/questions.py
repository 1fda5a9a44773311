"""What the board asks of a figure or a point, who answers, and how far it has come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.access import Role
from domain.updates import text_faults
from texts import _

LONGEST_QUESTION = 1000
LONGEST_ANSWER = 4000
LONGEST_TOLD = 300
"""Characters of what was seen as a question was asked."""

DAYS_TO_ANSWER = 14
"""How soon an answer is asked for, unless somebody says otherwise."""

LONGEST_AHEAD_DAYS = 366
"""An answer that is due later than in a year is no answer: the date is a typing error."""

FIGURES = ("in_pace", "late", "month", "money_used", "activities", "money")
"""What a question can be about besides a point.

The first four are the overview's key figures, as far as the board sees them
(`domain.findings.key_figures`); the last two are the pages of activities and of money. The codes
stand in the database, and never change.
"""


class QuestionState(StrEnum):
    """How far a question has come, the most pressing first."""

    OVERDUE = "overdue"
    NEW = "new"
    IN_HAND = "in_hand"
    ANSWERED = "answered"


_ORDER = [*QuestionState]


@dataclass(frozen=True, slots=True)
class Handling:
    """Who answers a question and by when, and the answer once there is one.

    `by` and `at` tell who noted it and when. `owner_id` is the account of who answers; None: told
    by name only.
    """

    id: int
    owner: str
    due_on: date
    answer: str | None
    by: str
    at: datetime
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, pinned to what was seen: a point, by its number, or a figure, by its code.

    `told` is what that told, in words, to the one who asked, as it was known at `as_of`.
    """

    id: int
    point_number: int | None
    figure: str | None
    told: str
    as_of: datetime
    question: str
    asked_by: str
    asked_on: date
    handling: Handling | None = None

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.handling is not None and self.handling.answer is not None

    def state(self, today: date) -> QuestionState:
        """Return how far it has come on a day; it is overdue from the day after its due day."""
        if self.handling is None:
            return QuestionState.NEW
        if self.is_answered:
            return QuestionState.ANSWERED
        return QuestionState.OVERDUE if self.handling.due_on < today else QuestionState.IN_HAND


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put: of a point or of a figure, one of the two.

    `as_of` is the moment to which was known what is told.
    """

    point_number: int | None
    figure: str | None
    told: str
    as_of: datetime
    question: str


@dataclass(frozen=True, slots=True)
class Answerer:
    """An account that may answer questions."""

    id: int
    name: str
    role: Role


def figure_name(code: str) -> str:
    """Return what a question about a figure is about; a code that is no more is told as it is."""
    return {
        "in_pace": _("Punkter i rätt takt"),
        "late": _("Punkter försenade"),
        "month": _("Månadens aktiviteter"),
        "money_used": _("Förbrukade medel"),
        "activities": _("Aktiviteter"),
        "money": _("Medel"),
    }.get(code, code)


def state_name(state: QuestionState) -> str:
    """Return a state as the reader calls it."""
    return {
        QuestionState.NEW: _("ny"),
        QuestionState.IN_HAND: _("under arbete"),
        QuestionState.ANSWERED: _("besvarad"),
        QuestionState.OVERDUE: _("försenad"),
    }[state]


def by_weight(questions: Iterable[Question], today: date) -> list[Question]:
    """Return questions as they matter: overdue, new, in hand, answered.

    Those that are overdue or in hand go by their due day, new ones by the day they were asked, the
    earliest first; of those that are answered the latest answer goes first.
    """
    return sorted(questions, key=lambda each: (_ORDER.index(each.state(today)), *_within(each)))


def _within(question: Question) -> tuple[float, int]:
    handling = question.handling
    if handling is None:
        return question.asked_on.toordinal(), question.id
    if question.is_answered:
        return -handling.at.timestamp(), question.id
    return handling.due_on.toordinal(), question.id


def open_questions(questions: Iterable[Question], today: date) -> list[Question]:
    """Return the questions that wait for an answer, the most pressing first."""
    return by_weight((each for each in questions if not each.is_answered), today)


def question_faults(question: str) -> list[str]:
    """Return what is wrong with a question: empty, too long, or about an individual."""
    if not question.strip():
        return [_("Skriv din fråga.")]
    return text_faults(question, LONGEST_QUESTION)


def answer_faults(answer: str) -> list[str]:
    """Return what is wrong with an answer, likewise."""
    if not answer.strip():
        return [_("Skriv ett svar.")]
    return text_faults(answer, LONGEST_ANSWER)


def due_faults(due_on: date, today: date) -> list[str]:
    """Return what is wrong with the day by which a question should be answered."""
    if due_on < today:
        return [_("Dagen har redan varit. Välj i dag eller senare.")]
    if due_on > today + timedelta(days=LONGEST_AHEAD_DAYS):
        return [_("Dagen ligger för långt fram. Kontrollera årtalet.")]
    return []
