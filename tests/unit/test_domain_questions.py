"""The board's questions: how they stand, in which order, and what is said and reminded of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.due_questions import questions_to_answer
from domain.dues import DueKind
from domain.findings.finding import KeyFigure
from domain.findings.questions import (
    asked_sentence,
    cut,
    questions_finding,
    state_sentence,
    subject_of,
    told_by_figure,
    told_by_point,
)
from domain.points import Point, PointStanding, StatusReport
from domain.questions import (
    FIGURES,
    LONGEST_TOLD,
    Handling,
    Question,
    QuestionState,
    answer_faults,
    by_weight,
    due_faults,
    figure_name,
    open_questions,
    question_faults,
)
from domain.statuses import Status

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
HANDLING = Handling(1, "arbetsledaren", TODAY, None, "Direktören", NOON, 7)
ASKED = Question(1, 7, None, "Punkt 7: försenad", NOON, "Varför?", "Ledamoten", TODAY)
OVERDUE, NEW, IN_HAND, ANSWERED = QuestionState


def question(key: int = 1, asked: int = 0, due: int | None = None, answer: str = "") -> Question:
    """Return a question that was asked some days ago; `due` is days from today, None: nobody's."""
    made = replace(ASKED, id=key, asked_on=TODAY - timedelta(days=asked))
    if due is None:
        return made
    due_on = TODAY + timedelta(days=due)
    return replace(made, handling=replace(HANDLING, due_on=due_on, answer=answer or None))


@pytest.mark.parametrize(
    ("example", "state", "told"),
    [
        (question(), NEW, "Ingen har fått frågan ännu."),
        (question(due=0), IN_HAND, "Arbetsledaren svarar senast 20 november."),
        (question(due=-1), OVERDUE, "Arbetsledaren skulle ha svarat senast 19 november."),
        (question(due=-9, answer="Så."), ANSWERED, "Besvarad 19 november av arbetsledaren."),
    ],
)
def test_how_a_question_stands(example: Question, state: QuestionState, told: str) -> None:
    assert example.state(TODAY) is state
    assert state_sentence(example, TODAY) == told


def test_questions_go_by_what_matters() -> None:
    ordered = [
        question(1, due=-9),
        question(2, due=-2),
        question(3, asked=5),
        question(4, asked=1),
        question(5, due=2),
        question(6, due=9, answer="Så."),
    ]
    assert by_weight(reversed(ordered), TODAY) == ordered
    assert [each.id for each in open_questions(ordered, TODAY)] == [1, 2, 3, 4, 5]


questions = st.lists(
    st.builds(
        question,
        st.integers(1, 99),
        st.integers(0, 99),
        st.none() | st.integers(-50, 50),
        st.sampled_from(["", "Så."]),
    ),
    max_size=9,
    unique_by=lambda each: each.id,
)


@given(questions, st.randoms())
def test_the_order_does_not_depend_on_how_they_come(found: list[Question], chance: Any) -> None:
    ordered = by_weight(found, TODAY)
    mixed = list(found)
    chance.shuffle(mixed)
    assert by_weight(mixed, TODAY) == ordered
    assert {each.id for each in ordered} == {each.id for each in found}


@pytest.mark.parametrize(
    ("found", "title", "lead"),
    [
        (
            [],
            "Nämnden har inte ställt några frågor",
            "En ledamot ställer en fråga vid en punkt eller en siffra.",
        ),
        (
            [question(due=1, answer="Så.")],
            "Alla frågor är besvarade",
            "Nämnden har ställt en fråga.",
        ),
        (
            [question(asked=9)],
            "En fråga väntar på svar sedan 11 november",
            "En har ingen fått ännu.",
        ),
        (
            [question(1, asked=85, due=-3), question(2, asked=4, due=3)],
            "Två frågor väntar på svar, den äldsta sedan 27 augusti",
            "En är försenad.",
        ),
        (
            [
                question(1, due=-3),
                question(2, due=-4),
                question(3),
                question(4, due=-1, answer="Så"),
            ],
            "Tre frågor väntar på svar, den äldsta sedan 20 november",
            "Två är försenade. En har ingen fått ännu.",
        ),
    ],
)
def test_how_many_wait_and_since_when(found: list[Question], title: str, lead: str) -> None:
    finding = questions_finding(found, TODAY)
    assert (finding.title, finding.lead) == (title, lead)


def test_a_question_tells_what_was_seen_and_of_what() -> None:
    told = asked_sentence(ASKED, TODAY)
    assert told == "Ledamoten frågade 20 november, när panelen visade: ”Punkt 7: försenad”"
    assert subject_of(ASKED, {7: "Nattvandring"}) == "7. Nattvandring"
    assert subject_of(ASKED, {}) == "Punkt 7"
    of_figure = replace(ASKED, point_number=None, figure="late")
    assert subject_of(of_figure, {}) == "Punkter försenade"
    assert subject_of(replace(of_figure, figure="borttagen"), {}) == "borttagen"


def test_every_figure_has_a_name() -> None:
    assert len({figure_name(code) for code in FIGURES} - set(FIGURES)) == len(FIGURES)


def test_a_point_and_a_figure_tell_what_they_show() -> None:
    point = Point(7, "Nattvandring", "Nattvandring", "P", None, TODAY, TODAY)
    report = StatusReport(Status.ON_PLAN, 40, None, None, None, TODAY, NOON)
    assert told_by_point(PointStanding(point, report)) == (
        "Punkt 7, Nattvandring: pågår enligt plan, 40\u00a0% klart, enligt rapporten"
        " 20 november 2026"
    )
    silent = replace(report, progress_percent=None)
    assert "plan, enligt" in told_by_point(PointStanding(point, silent))
    assert told_by_point(PointStanding(point, None)).endswith("ingen statusrapport ännu")
    assert told_by_figure(KeyFigure("Förbrukat", "59 %", "Det är långsamt.", "money_used")) == (
        "Förbrukat: 59 %. Det är långsamt."
    )


@given(st.text(max_size=700))
def test_what_was_seen_is_kept_as_far_as_there_is_room(told: str) -> None:
    kept = cut(told)
    assert len(kept) <= LONGEST_TOLD
    assert kept == told or len(told) > LONGEST_TOLD


@pytest.mark.parametrize(
    ("text", "is_sound"),
    [("Varför?", True), ("", False), (" \n ", False), ("Anna 811218-9876?", False)],
)
def test_a_text_is_filled_and_names_nobody(text: str, *, is_sound: bool) -> None:
    assert bool(question_faults(text)) is not is_sound
    assert bool(answer_faults(text)) is not is_sound


def test_an_answer_may_be_longer_than_a_question() -> None:
    assert question_faults("x" * 1000) == answer_faults("x" * 4000) == []
    assert question_faults("x" * 1001)
    assert answer_faults("x" * 4001)


@pytest.mark.parametrize(("days", "is_sound"), [(-1, False), (0, True), (366, True), (367, False)])
def test_an_answer_is_due_from_today_and_within_a_year(days: int, *, is_sound: bool) -> None:
    assert (due_faults(TODAY + timedelta(days=days), TODAY) == []) is is_sound


@pytest.mark.parametrize(
    ("example", "kinds"),
    [
        (question(), []),
        (question(due=8), []),
        (question(due=7), [DueKind.QUESTION_SOON]),
        (question(due=0), [DueKind.QUESTION_SOON]),
        (question(due=-1), [DueKind.QUESTION_LATE]),
        (question(due=-1, answer="Så."), []),
    ],
)
def test_who_answers_is_reminded_a_week_before_and_when_it_is_late(
    example: Question, kinds: list[DueKind]
) -> None:
    found = list(questions_to_answer([example], 7, TODAY))
    assert [due.kind for due in found] == kinds
    assert list(questions_to_answer([example], 8, TODAY)) == []


def test_a_reminder_tells_the_question_and_leads_to_it() -> None:
    (due,) = questions_to_answer([question(due=-2)], 7, TODAY)
    assert due.about == "Nämndens fråga om punkt 7"
    assert due.text == "Svaret skulle ha kommit 18 november 2026: ”Varför?”"
    assert (due.path, due.keys) == ("/punkt?nummer=7", ("question_late/2026-11-18/1",))
    of_figure = replace(question(due=2), point_number=None, figure="late", question="v " * 400)
    (due,) = questions_to_answer([of_figure], 7, TODAY)
    assert (due.about, due.path) == ("Nämndens fråga om punkter försenade", "/sammantrade")
    assert len(due.text) < 200
