"""Two have written of the same point: the other's beside the own, and a choice between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from domain.findings.updates import last_said
from domain.points import StatusReport
from domain.updates import MilestoneChange
from texts import _
from texts.numbers import day
from ui import show
from ui.forms.deeds import ask_first
from ui.forms.drafts import DraftedForm
from ui.plain import plain

_CONFLICT = "conflict_of_reports"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why a form could not be saved.

    `place` is the form's key, which no later form has; `milestone` is the title of the one that
    another has changed. Where it is empty it is the report: `theirs`, None: none stands any more.
    """

    place: str
    theirs: StatusReport | None = None
    milestone: str = ""


def meet(form: DraftedForm, theirs: StatusReport | None = None, milestone: str = "") -> None:
    """Keep, for the run that follows, that another was before."""
    st.session_state[_CONFLICT] = Conflict(form.key(""), theirs, milestone)


def conflict_of(form: DraftedForm) -> Conflict | None:
    """Return what a form has met, until it is chosen; None: nothing."""
    met: Conflict | None = st.session_state.get(_CONFLICT)
    return met if met and met.place == form.key("") else None


def forget_conflict() -> None:
    """Note that it is chosen, or is to be tried anew."""
    st.session_state.pop(_CONFLICT, None)


def choose_between(
    form: DraftedForm,
    met: Conflict,
    changes: Sequence[MilestoneChange],
    save_mine: Callable[[], None],
    take_milestones: Callable[[], None],
) -> None:
    """Show what another has written meanwhile, and let the writer choose.

    Args:
        form: the writer's, which was not saved.
        met: what it has met.
        changes: the milestones that are not as the writer saw them.
        save_mine: writes the writer's all the same.
        take_milestones: lets the form have the milestones as they are.
    """
    with st.container(border=True):
        if met.milestone:
            text = _("Delmålet ”{title}” har ändrats medan du skrev. Din rapport är inte sparad.")
            st.warning(plain(text.format(title=met.milestone)))
        else:
            st.warning(_("Punkten har rapporterats medan du skrev. Din rapport är inte sparad."))
            _report(met.theirs)
        if changes:
            st.write(_("Delmål som har ändrats medan du skrev:"))
            for change in changes:
                st.write(plain(change.sentence))
        st.write(_("Din rapport står i formuläret ovanför."))
        with st.container(horizontal=True, gap="small"):
            st.button(_("Spara min i stället"), on_click=save_mine)
            if met.milestone:
                st.button(_("Ta delmålen som de nu är"), on_click=take_milestones)
                return
            ask_first(
                f"keep-theirs/{form.subject}",
                _("Behåll den som hann före"),
                _("Det du har skrivit försvinner."),
                _("Ja, behåll den"),
                lambda: _keep_theirs(form),
            )


def _report(theirs: StatusReport | None) -> None:
    with show.section(_("Rapporten som hann före")):
        st.write(plain(last_said(theirs)))
        if theirs is None:
            return
        show.status_badge(theirs.status)
        forecast = theirs.forecast_date
        show.facts(
            (_("Väntas vara klar"), day(forecast) if forecast else _("ingen dag angiven")),
            (_("Vad har hänt"), theirs.comment),
            (_("Risk, och hjälp som behövs"), theirs.risk),
        )


def _keep_theirs(form: DraftedForm) -> None:
    if form.throw_away():
        forget_conflict()
