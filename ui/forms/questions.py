"""Asking of what is seen: the board's form, which keeps with the question what was told then."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from domain.access import Right
from domain.calendar import STOCKHOLM
from domain.findings.finding import KeyFigure
from domain.findings.questions import cut, told_by_figure, told_by_point
from domain.points import PointStanding
from domain.questions import (
    LONGEST_QUESTION,
    Asked,
    question_faults,
)
from domain.viewpoint import Viewpoint, day_ended_at
from services import keep_questions
from services.keep_questions import draft_of_question
from texts import _
from texts.numbers import day_seen_from, moment_seen_from
from ui import show
from ui.cached import programme
from ui.forms.deeds import act, told
from ui.forms.drafts import DraftedForm, opened
from ui.forms.drawer import drawer
from ui.forms.faults import keep_faults, told_of
from ui.forms.taking_in import NOT_TO_WRITE
from ui.forms.text_field import text_field
from ui.plain import plain
from ui.session import engine, today
from ui.viewer import viewer

_TOLD, _AS_OF = "told", "as_of"


def ask_about_point(standing: PointStanding, at: Viewpoint) -> None:
    """Let a member of the board ask about a point, as it is seen; nothing for others.

    Args:
        standing: the point as it is shown.
        at: from where it is seen.
    """
    if not _may_ask(at):
        return
    asked = _asking(f"punkt-{standing.point.number}")
    if asked.open:
        with asked:
            _question(standing.point.number, None, told_by_point(standing), at.known_at)


def ask_about_figure(code: str, seen: str, at: Viewpoint) -> None:
    """Let a member of the board ask about a figure; nothing for others.

    Args:
        code: one of `domain.questions.FIGURES`.
        seen: what it tells, in words.
        at: from where it is seen.
    """
    if not _may_ask(at):
        return
    asked = _asking(code)
    if asked.open:
        with asked:
            _question(None, code, cut(seen), at.known_at)


def ask_about_figures(figures: Sequence[KeyFigure], at: Viewpoint) -> None:
    """Let a member of the board ask about one of the figures beside each other, likewise."""
    by_code = {figure.code: figure for figure in figures if figure.code}
    if not by_code or not _may_ask(at):
        return
    asked = _asking("oversikt")
    if asked.open:
        with asked:
            code = st.selectbox(
                _("Vilken siffra gäller det?"),
                list(by_code),
                format_func=lambda each: f"{by_code[each].label}: {by_code[each].value}",
                key="fraga-om-siffra",
            )
            _question(None, code, told_by_figure(by_code[code]), at.known_at)


def _may_ask(at: Viewpoint) -> bool:
    # What is known today of an earlier day was shown at no moment that a question can be pinned to.
    is_of_a_moment = at.known_at is not None or at == Viewpoint(today())
    return is_of_a_moment and viewer().may(Right.ASK)


def _asking(key: str) -> Any:
    return drawer(f"fraga-{key}", _("Ställ en fråga"), ":material/contact_support:")


def _question(number: int | None, figure: str | None, seen: str, as_of: datetime | None) -> None:
    moment = as_of or datetime.now(STOCKHOLM)
    now = {_TOLD: seen, _AS_OF: moment.isoformat()}
    form = opened(draft_of_question(number, figure), {"question": ""}, now)
    if form.kept_at is None:
        # Until something is typed it is what is seen now that it would be about.
        form.kept.update(now)
    when = datetime.fromisoformat(form.kept[_AS_OF])
    whole = day_ended_at(when)
    st.caption(
        plain(
            _("Frågan gäller det som visades {moment}: ”{told}”").format(
                moment=day_seen_from(whole, today()) if whole else moment_seen_from(when, today()),
                told=form.kept[_TOLD],
            )
        )
    )
    text_field(
        form,
        "question",
        _("Din fråga"),
        told_of(form),
        is_long=True,
        longest=LONGEST_QUESTION,
        placeholder=_("Frågan och svaret kan läsas av alla i nämnden. {rule}").format(
            rule=NOT_TO_WRITE
        ),
    )
    told(form.subject)
    st.button(
        _("Skicka frågan"),
        type=show.leading(),
        icon=":material/send:",
        key=form.key("skicka"),
        on_click=_ask,
        args=(form, number, figure),
    )
    form.state()


def _ask(form: DraftedForm, number: int | None, figure: str | None) -> None:
    if not form.is_open:
        # A second tap: the first has sent it.
        return
    text = str(form.value("question")).strip()
    faults = question_faults(text)
    if faults:
        keep_faults(form, {"question": faults[0]})
        return
    seen_at = datetime.fromisoformat(form.kept[_AS_OF])
    asked = Asked(number, figure, form.kept[_TOLD], seen_at, text)
    if act(
        form.subject,
        lambda: keep_questions.ask(
            engine(), viewer=viewer(), programme_id=programme().id, asked=asked
        ),
        _("Frågan är skickad. Du ser här när den är besvarad."),
    ):
        form.close()
