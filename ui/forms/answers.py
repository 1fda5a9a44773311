"""Answering the board: who does, by when, and what; and a question taken back by who asked."""

from datetime import timedelta

import streamlit as st

from data_access.questions import fetch_people_to_answer
from domain.access import Right, role_name
from domain.findings.questions import state_sentence
from domain.questions import (
    DAYS_TO_ANSWER,
    LONGEST_ANSWER,
    Question,
    answer_faults,
)
from services import keep_questions
from services.keep_questions import draft_of_answer
from texts import _
from texts.numbers import moment_seen_from
from ui import show
from ui.cached import programme, read
from ui.forms.deeds import act, ask_first, told
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm, opened
from ui.forms.drawer import drawer
from ui.forms.faults import keep_faults, told_of
from ui.forms.taking_in import NOT_TO_WRITE
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_ALL = "questions"
_SEEN = "seen"


def answer_forms(question: Question) -> None:
    """Let who may answer say who does, and answer; and the asker take an unanswered one back."""
    place = _place(question)
    told(place)
    if not viewer().may(Right.ANSWER):
        return
    handled = drawer(_key(question), _("Hantera frågan"), ":material/reply:")
    if handled.open:
        with handled:
            form = _form(question)
            if not question.is_answered:
                _owner(question, form)
            _answer(form, question)


def offer_to_take_back(question: Question) -> None:
    """Let the asker take back a question that is not answered."""
    ask_first(
        f"take-back/{question.id}",
        _("Ta tillbaka frågan"),
        _("Frågan visas inte längre. Att den ställdes står kvar i historiken."),
        _("Ja, ta tillbaka den"),
        lambda: act(
            _place(question),
            lambda: keep_questions.take_back(
                engine(),
                viewer=viewer(),
                programme_id=programme().id,
                question_id=question.id,
            ),
            _("Frågan är återtagen."),
            done_at=_ALL,
        ),
    )


def told_of_questions() -> None:
    """Show what came of a question that is not any more where it was, once."""
    told(_ALL)


def _place(question: Question) -> str:
    return f"question/{question.id}"


def _key(question: Question) -> str:
    return f"svar-{question.id}"


def _seen(question: Question) -> int | None:
    return question.handling.id if question.handling else None


def _form(question: Question) -> DraftedForm:
    """Return the form of an answer, which keeps how the question was handled as it was begun."""
    subject, seen = draft_of_answer(question.id), {_SEEN: _seen(question)}
    blank = {"answer": (question.handling and question.handling.answer) or ""}
    form = opened(subject, blank, seen)
    is_untouched = form.kept_at is None and form.value("answer") == form.blank["answer"]
    if form.kept != seen and is_untouched:
        # Nothing is typed: the field follows what another has answered.
        form.close()
        form = opened(subject, blank, seen)
    return form


def _owner(question: Question, form: DraftedForm) -> None:
    """Let it be said who answers a question, and by when."""
    people = {each.id: each for each in read(fetch_people_to_answer, programme().id)}
    handling = question.handling
    known = handling.owner_id if handling else None
    due_on = today() + timedelta(days=DAYS_TO_ANSWER)
    if handling and handling.due_on >= today():
        due_on = handling.due_on
    owner_key, due_key = f"svarar-{question.id}", f"svar-senast-{question.id}"
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.selectbox(
            _("Vem svarar?"),
            list(people),
            format_func=lambda key: _("{name} ({role})").format(
                name=people[key].name, role=role_name(people[key].role).lower()
            ),
            index=[*people].index(known) if known in people else None,
            placeholder=_("Välj en person"),
            key=owner_key,
            width=300,
        )
        st.date_input(
            _("Senast"),
            due_on,
            min_value=EARLIEST,
            max_value=LATEST,
            format="YYYY-MM-DD",
            key=due_key,
            width=160,
        )
        st.button(
            _("Spara vem som svarar"),
            key=f"ge-{question.id}",
            disabled=st.session_state[owner_key] is None,
            on_click=_assign,
            args=(form, question, owner_key, due_key),
        )


def _assign(form: DraftedForm, question: Question, owner_key: str, due_key: str) -> None:
    seen = _seen(question)

    def give() -> None:
        handling = keep_questions.assign(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            question_id=question.id,
            owner_id=st.session_state[owner_key],
            due_on=st.session_state[due_key],
            seen=seen,
            today=today(),
        )
        if form.kept[_SEEN] == seen:
            # It is the writer's own doing, and nothing that another did meanwhile.
            form.kept[_SEEN] = handling
            if form.kept_at:
                form.changed()

    act(_place(question), give, _("Det är sparat vem som svarar."))


def _answer(form: DraftedForm, question: Question) -> None:
    text_field(
        form,
        "answer",
        _("Svar"),
        told_of(form),
        is_long=True,
        longest=LONGEST_ANSWER,
        placeholder=_("Svaret kan läsas av alla i nämnden. {rule}").format(rule=NOT_TO_WRITE),
    )
    if form.kept[_SEEN] != _seen(question):
        _choose_between(form, question)
    else:
        st.button(
            _("Rätta svaret") if question.is_answered else _("Svara"),
            type=show.leading(),
            icon=":material/check:",
            key=form.key("svara"),
            on_click=_send,
            args=(form, question),
        )
    form.state()


def _choose_between(form: DraftedForm, question: Question) -> None:
    """Show how another has handled the question meanwhile, and let the writer choose."""
    handling = question.handling
    if handling is None:
        return
    with st.container(border=True):
        told_now = _("{who} ändrade {moment}, medan du skrev. Så här är det nu:").format(
            who=handling.by, moment=moment_seen_from(handling.at, today())
        )
        st.warning(plain(told_now))
        st.write(plain(state_sentence(question, today())))
        if handling.answer:
            st.write(plain(handling.answer))
        st.button(
            _("Spara mitt i stället"),
            key=form.key("svara-anda"),
            on_click=_send_over,
            args=(form, question),
        )


def _send_over(form: DraftedForm, question: Question) -> None:
    form.kept[_SEEN] = _seen(question)
    _send(form, question)


def _send(form: DraftedForm, question: Question) -> None:
    if not form.is_open:
        return
    text = str(form.value("answer")).strip()
    faults = answer_faults(text)
    if faults:
        keep_faults(form, {"answer": faults[0]})
        return
    if act(
        _place(question),
        lambda: keep_questions.answer(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            question_id=question.id,
            text=text,
            seen=form.kept[_SEEN],
            today=today(),
        ),
        _("Svaret är sparat, och syns för nämnden."),
        done_at=_ALL,
    ):
        form.close()
        st.session_state[_key(question)] = False
