"""What a pack says of the board's questions: those that wait, and those that were answered.

A pack can be made public, so it tells roles, and no names of those who asked and answer.
"""

from datetime import date

from domain.findings.questions import (
    asked_sentence,
    questions_finding,
    state_sentence,
    subject_of,
)
from domain.packs.briefing import Briefing
from domain.packs.content import Item, Items, Subject
from domain.questions import Question, open_questions
from texts import _
from texts.words import sentences


def questions(briefing: Briefing, name: str) -> Subject:
    """Return the questions that wait, and those that were answered since the last meeting."""
    finding = questions_finding(briefing.questions, briefing.today)
    waiting = tuple(
        _item(briefing, each, state_sentence(each, briefing.today, is_named=False))
        for each in open_questions(briefing.questions, briefing.today)
    )
    return Subject(
        "questions",
        name,
        finding.title,
        (finding.lead,) if finding.lead else (),
        (
            Items(_("Väntar på svar"), waiting, _("Ingen fråga väntar på svar.")),
            Items(
                _("Besvarade sedan förra sammanträdet") if briefing.since else _("Besvarade"),
                answered_since(briefing),
                _("Ingen fråga har besvarats sedan dess.")
                if briefing.since
                else _("Ingen fråga är besvarad ännu."),
            ),
        ),
    )


def answered_since(briefing: Briefing) -> tuple[Item, ...]:
    """Return the questions that were answered after the day that changes are told from."""
    since = briefing.compared.earlier.at.known_at if briefing.compared else None
    return tuple(
        _item(briefing, each, _answer(each, briefing.today))
        for each in briefing.questions
        if each.handling and each.is_answered and (since is None or each.handling.at > since)
    )


def _item(briefing: Briefing, question: Question, told: str) -> Item:
    titles = {each.point.number: each.point.short_title for each in briefing.situation.standings}
    text = _("{subject}: ”{question}”").format(
        subject=subject_of(question, titles), question=question.question
    )
    return Item(text, sentences(asked_sentence(question, briefing.today, is_named=False), told))


def _answer(question: Question, today: date) -> str:
    answer = question.handling.answer if question.handling else None
    return _("{state} Svar: ”{answer}”").format(
        state=state_sentence(question, today, is_named=False), answer=answer or ""
    )
