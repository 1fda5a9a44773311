"""The board's questions as they are shown: those that wait, of a point, and at a meeting."""

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import shorten

import streamlit as st

from config.statuses import BadgeColour
from data_access.programme import fetch_standings
from data_access.questions import fetch_own_questions, fetch_questions
from domain import questions as rules
from domain.access import Right
from domain.findings.questions import (
    asked_sentence,
    questions_finding,
    state_sentence,
    subject_of,
)
from domain.meetings import Meeting, next_meeting
from domain.points import PointStanding
from domain.questions import Question, QuestionState, by_weight, state_name
from domain.viewpoint import Viewpoint, end_of
from texts import _, plural
from texts.numbers import number_word
from texts.words import capitalised, lowered
from ui import show
from ui.attention import ROWS
from ui.cached import programme, read, read_now
from ui.forms.answers import answer_forms, offer_to_take_back, told_of_questions
from ui.forms.questions import ask_about_point
from ui.plain import plain
from ui.routes import link_to, link_to_point
from ui.session import today
from ui.viewer import viewer

_SHORT = 160
"""Characters of a question where it is only pointed at: as much as stands on two lines."""

_LOOK: Mapping[QuestionState, tuple[str, BadgeColour]] = {
    QuestionState.OVERDUE: ("schedule", "red"),
    QuestionState.NEW: ("mark_chat_unread", "yellow"),
    QuestionState.IN_HAND: ("play_arrow", "green"),
    QuestionState.ANSWERED: ("check", "blue"),
}


def open_questions(at: Viewpoint) -> None:
    """Show the questions that wait for an answer, in short; nothing where none does."""
    found, day = _read(at), at.day
    waiting = rules.open_questions(found, day)
    if not waiting:
        return
    finding = questions_finding(found, day)
    with show.section(finding.title):
        if finding.lead:
            st.caption(plain(finding.lead))
        titles = _titles(at)
        for question in waiting[:ROWS]:
            with st.container(gap="xxsmall"):
                _head(question, titles, day, is_link=True)
                st.write(plain(shorten(question.question, _SHORT, placeholder=" …")))
                st.caption(plain(state_sentence(question, day)))
        if len(waiting) > ROWS:
            link_to("sammantrade", _("Alla frågor"))


def questions_of_point(standing: PointStanding, at: Viewpoint) -> None:
    """Show what is asked about a point, and let the board ask."""
    found = [each for each in _read(at) if each.point_number == standing.point.number]
    if found:
        with show.section(_("Nämndens frågor om punkten")):
            told_of_questions()
            _several(by_weight(found, at.day), {}, at)
    # Where the last question was taken back.
    told_of_questions()
    ask_about_point(standing, at)


def questions_of_meeting(meeting: Meeting | None, meetings: Sequence[Meeting]) -> None:
    """Show all questions: those that wait, and behind a click those that are answered.

    At a closed meeting they are as they stood then, and nothing is changed of them. Where no
    meeting is ahead none but a closed one is shown: those of today then stand there too, apart.
    """
    as_of = meeting.as_of if meeting else None
    if as_of is None or next_meeting(meetings) is None:
        _all(Viewpoint(today()))
    if as_of:
        _all(Viewpoint.back_at(as_of), at_meeting=True)


def _all(at: Viewpoint, *, at_meeting: bool = False) -> None:
    found, day = _read(at), at.day
    finding = questions_finding(found, day)
    heading, key = finding.title, "besvarade-fragor"
    if at_meeting:
        heading = _("Vid sammanträdet: {finding}").format(finding=lowered(heading))
        key = "besvarade-fragor-da"
    with show.section(heading):
        if finding.lead:
            st.caption(plain(finding.lead))
        told_of_questions()
        titles = _titles(at)
        _several(rules.open_questions(found, day), titles, at)
        _answered([each for each in by_weight(found, day) if each.is_answered], titles, at, key)


def _read(at: Viewpoint) -> tuple[Question, ...]:
    """Return the questions from a viewpoint.

    What is known today of an earlier day is what had been asked and answered when it was over, less
    what has been taken back since.
    """
    present = read(fetch_questions, programme().id)
    if at == Viewpoint(today()):
        return present
    if at.known_at:
        return read(fetch_questions, programme().id, at.known_at)
    standing = {each.id for each in present}
    by_then = read(fetch_questions, programme().id, end_of(at.day))
    return tuple(each for each in by_then if each.id in standing)


def _answered(
    questions: Sequence[Question], titles: Mapping[int, str], at: Viewpoint, key: str
) -> None:
    if not questions:
        return
    label = plural("{n} besvarad fråga", "{n} besvarade frågor", len(questions))
    drawer = st.expander(
        capitalised(label.format(n=number_word(len(questions)))),
        key=key,
        on_change="rerun",
    )
    if drawer.open:
        with drawer:
            _several(questions, titles, at)


def _several(questions: Sequence[Question], titles: Mapping[int, str], at: Viewpoint) -> None:
    with st.container(gap="medium"):
        for question in questions:
            _whole(question, titles, at.day, is_kept=at == Viewpoint(today()))


def _titles(at: Viewpoint) -> dict[int, str]:
    standings = read(fetch_standings, programme().id, at)
    return {each.point.number: each.point.short_title for each in standings}


def _head(question: Question, titles: Mapping[int, str], day: date, *, is_link: bool) -> None:
    """Show what a question is about, and how it stands."""
    state = question.state(day)
    icon, colour = _LOOK[state]
    subject = subject_of(question, titles)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if is_link and question.point_number is not None:
            link_to_point(question.point_number, subject)
        elif is_link:
            link_to("sammantrade", subject)
        elif titles:
            st.markdown(f"**{plain(subject)}**")
        st.badge(capitalised(state_name(state)), icon=f":material/{icon}:", color=colour)


def _whole(question: Question, titles: Mapping[int, str], day: date, *, is_kept: bool) -> None:
    """Show a question with its answer, and let it be handled where it is the present one."""
    with st.container(gap="xxsmall"):
        _head(question, titles, day, is_link=False)
        st.write(plain(question.question))
        st.caption(plain(asked_sentence(question, day)))
        if question.handling and question.handling.answer:
            with st.container(border=True, gap="xxsmall"):
                st.write(plain(question.handling.answer))
                st.caption(plain(state_sentence(question, day)))
        else:
            st.write(plain(state_sentence(question, day)))
        if is_kept:
            answer_forms(question)
            if _is_own(question) and not question.is_answered:
                offer_to_take_back(question)


def _is_own(question: Question) -> bool:
    return viewer().may(Right.ASK) and question.id in read_now(fetch_own_questions, programme().id)
