"""Choosing the day that the pages are seen from, and the mark that it is not today."""

from datetime import date, timedelta

import streamlit as st

from domain.findings.meetings import meeting_name
from domain.findings.viewpoint import seen_as
from domain.meetings import Meeting
from texts import _
from ui import viewpoint
from ui.cached import programme
from ui.plain import plain
from ui.revision_note import revision_note
from ui.session import today

_PICKED = "visa-dag"
_MEETING = "visa-sammantrade"


def choose() -> None:
    """Offer an earlier day or a meeting, for all pages at once."""
    if programme().starts_on >= today():
        return
    with st.popover(_("Tidigare dag"), icon=":material/history:", type="tertiary"):
        st.write(_("Se alla sidor som de var en tidigare dag, med det som var känt då."))
        back = viewpoint.chosen()
        st.date_input(
            _("Dag"),
            value=back.at.day if back else today() - timedelta(days=1),
            min_value=programme().starts_on,
            max_value=today() - timedelta(days=1),
            format="YYYY-MM-DD",
            key=_PICKED,
        )
        st.button(_("Visa den dagen"), on_click=_go_back, icon=":material/history:")
        meetings = viewpoint.closed_meetings()
        if meetings:
            _choose_meeting(meetings)


def notice() -> None:
    """Say that the page is seen from an earlier day, where it is, and offer the way back."""
    if not viewpoint.is_back():
        return
    seen, back, knows_now = viewpoint.viewpoint(), viewpoint.chosen(), viewpoint.knows_now()
    held_on = back.meeting.held_on if back and back.meeting else None
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.badge(_("Inte i dag"), icon=":material/history:", color="yellow")
            st.markdown(f"**{plain(seen_as(seen, held_on))}**")
        revision_note(seen if seen.known_at else (back.at if back else seen))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.button(
                _("Tillbaka till nu"), on_click=viewpoint.return_to_now, icon=":material/update:"
            )
            st.button(
                _("Visa det som var känt då") if knows_now else _("Visa det vi vet i dag"),
                on_click=_know,
                args=(not knows_now,),
                type="tertiary",
            )


def _choose_meeting(meetings: list[Meeting]) -> None:
    names = {meeting_name(each): each for each in meetings}
    st.selectbox(_("Eller så som ett sammanträde fick se det"), list(names), key=_MEETING)
    st.button(_("Visa det sammanträdet"), on_click=_go_to, args=(names,), icon=":material/groups:")


def _go_back() -> None:
    picked: date | None = st.session_state.get(_PICKED)
    if picked:
        viewpoint.go_back_to(picked)


def _go_to(names: dict[str, Meeting]) -> None:
    picked = names.get(st.session_state.get(_MEETING, ""))
    if picked:
        viewpoint.go_back_to(picked)


def _know(is_now: bool) -> None:  # noqa: FBT001 - an argument of a button's callback
    viewpoint.know(is_now=is_now)
