"""What is said of the board's questions: how many wait, for how long, and how each stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import shorten

from config.statuses import word_of
from domain.findings.finding import Finding, KeyFigure
from domain.points import PointStanding
from domain.questions import (
    LONGEST_TOLD,
    Question,
    QuestionState,
    figure_name,
    open_questions,
)
from texts import _, plural
from texts.numbers import day, day_seen_from, number_word, share
from texts.words import capitalised, lowered, sentences


def questions_finding(questions: Sequence[Question], today: date) -> Finding:
    """Return how many questions wait and since when, and how many of them are overdue or new.

    Args:
        questions: those that stand.
        today: the day from which it is told.
    """
    waiting = open_questions(questions, today)
    if not questions:
        return Finding(
            _("Nämnden har inte ställt några frågor"),
            _("En ledamot ställer en fråga vid en punkt eller en siffra."),
        )
    if not waiting:
        return Finding(_("Alla frågor är besvarade"), _answered(len(questions)))
    since = day_seen_from(min(each.asked_on for each in waiting), today)
    title = plural(
        "En fråga väntar på svar sedan {since}",
        "{n} frågor väntar på svar, den äldsta sedan {since}",
        len(waiting),
    ).format(n=capitalised(number_word(len(waiting))), since=since)
    states = [each.state(today) for each in waiting]
    overdue, new = states.count(QuestionState.OVERDUE), states.count(QuestionState.NEW)
    return Finding(title, sentences(_late(overdue), _unassigned(new)))


def state_sentence(question: Question, today: date, *, is_named: bool = True) -> str:
    """Return how a question stands, in words: who answers and by when, or who answered.

    What strangers may read is not named: then it is the administration that answers.
    """
    handling = question.handling
    if handling is None:
        return _("Ingen har fått frågan ännu.")
    told = {
        QuestionState.IN_HAND: _("{owner} svarar senast {due}."),
        QuestionState.OVERDUE: _("{owner} skulle ha svarat senast {due}."),
        QuestionState.ANSWERED: _("Besvarad {at} av {owner}."),
    }[question.state(today)]
    return capitalised(
        told.format(
            owner=handling.owner if is_named else _("förvaltningen"),
            due=day_seen_from(handling.due_on, today),
            at=day_seen_from(handling.at.date(), today),
        )
    )


def asked_sentence(question: Question, today: date, *, is_named: bool = True) -> str:
    """Return who asked and when, and what was seen then.

    What strangers may read is not named: then it is a member that asked.
    """
    return _("{who} frågade {day}, när panelen visade: ”{told}”").format(
        who=capitalised(question.asked_by if is_named else _("en ledamot")),
        day=day_seen_from(question.asked_on, today),
        told=question.told,
    )


def subject_of(question: Question, titles: Mapping[int, str]) -> str:
    """Return what a question is about; `titles` gives the points' short titles by number."""
    if question.figure is not None:
        return figure_name(question.figure)
    number = question.point_number or 0
    if number not in titles:
        return _("Punkt {number}").format(number=number)
    return _("{number}. {title}").format(number=number, title=titles[number])


def told_by_point(standing: PointStanding) -> str:
    """Return what a point tells the one who asks about it: its status, as of its latest report."""
    report = standing.report
    named = _("Punkt {number}, {title}").format(
        number=standing.point.number, title=standing.point.short_title
    )
    if report is None:
        return _("{point}: ingen statusrapport ännu").format(point=named)
    status = word_of(report.status).label
    if report.progress_percent is not None:
        status = _("{status}, {progress} klart").format(
            status=status, progress=share(report.progress_percent / 100)
        )
    return _("{point}: {status}, enligt rapporten {day}").format(
        point=named, status=lowered(status), day=day(report.as_of_date)
    )


def told_by_figure(figure: KeyFigure) -> str:
    """Return what a key figure tells the one who asks about it."""
    return cut(
        _("{label}: {value}. {sentence}").format(
            label=figure.label, value=figure.value, sentence=figure.sentence
        )
    )


def cut(told: str) -> str:
    """Return as much of what was seen as is kept with a question, to the last whole word."""
    if len(told) <= LONGEST_TOLD:
        return told
    return shorten(told, LONGEST_TOLD, placeholder=" …")


def _answered(count: int) -> str:
    if count == 1:
        return _("Nämnden har ställt en fråga.")
    return _("Nämnden har ställt {n} frågor.").format(n=number_word(count))


def _late(count: int) -> str:
    text = plural("{n} är försenad", "{n} är försenade", count)
    return text.format(n=number_word(count)) if count else ""


def _unassigned(count: int) -> str:
    text = plural("{n} har ingen fått ännu", "{n} har ingen fått ännu", count)
    return text.format(n=number_word(count)) if count else ""
