"""Choosing the day that the pages are seen from, and the mark that it is not today."""

from datetime import date, timedelta

import streamlit as st

from domain.findings.viewpoint import seen_as
from texts import _
from ui import viewpoint
from ui.cached import programme
from ui.plain import plain
from ui.revision_note import revision_note
from ui.session import today

_PICKED = "visa-dag"


def choose() -> None:
    """Offer an earlier day, for all pages at once."""
    with st.popover(_("Tidigare dag"), icon=":material/history:", type="tertiary"):
        st.write(_("Se alla sidor som de var en tidigare dag, med det som var känt då."))
        chosen = viewpoint.chosen_day()
        st.date_input(
            _("Dag"),
            value=chosen or today() - timedelta(days=1),
            min_value=programme().starts_on,
            max_value=today() - timedelta(days=1),
            format="YYYY-MM-DD",
            key=_PICKED,
        )
        st.button(_("Visa den dagen"), on_click=_go_back, icon=":material/history:")


def notice() -> None:
    """Say that the page is seen from an earlier day, where it is, and offer the way back."""
    seen = viewpoint.viewpoint()
    if seen.day == today():
        return
    knows_now = viewpoint.knows_now()
    with st.container(border=True, gap="small"):
        with st.container(
            horizontal=True, gap="small", vertical_alignment="center", key="tidigare-dag"
        ):
            st.badge(_("Inte i dag"), icon=":material/history:", color="yellow")
            st.markdown(f"**{plain(seen_as(seen))}**")
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
        revision_note(seen)


def _go_back() -> None:
    picked: date | None = st.session_state.get(_PICKED)
    if picked:
        viewpoint.go_back_to(picked)


def _know(is_now: bool) -> None:  # noqa: FBT001 - an argument of a button's callback
    viewpoint.know(is_now=is_now)
