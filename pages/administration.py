"""Who may come in, who is in, and what has been done?"""

from datetime import timedelta

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.accounts import fetch_accounts, fetch_units
from data_access.audit import fetch_events
from data_access.sessions import fetch_live_sessions
from domain.audit import AuditFilter, Happening, happening_name
from domain.findings.administration import accounts_finding, audit_finding, sessions_finding
from texts import _
from texts.numbers import iso, number
from ui import frames, show
from ui.cached import later, programme, read, read_now
from ui.forms.accounts import account, invitation
from ui.forms.sessions import sessions
from ui.session import device, today

MOST_SHOWN = 200
MOST_TAKEN_OUT = 100_000
_DAYS_BACK = 30
_WIDE = 2
"""Columns on a phone: names of people and roles are long."""


def render() -> None:
    """Draw the page."""
    views = {
        _("Konton"): _accounts,
        _("Inloggningar"): _sessions,
        _("Logg"): _audit,
    }
    top = st.container()
    chosen = st.segmented_control(
        _("Visa"), list(views), default=_("Konton"), required=True, key="vad", bind="query-params"
    )
    views[chosen or _("Konton")](top)


def _accounts(top: DeltaGenerator) -> None:
    found = read_now(fetch_accounts, programme().id)
    with top:
        show.head(accounts_finding(found), _("Läget {day}").format(day=iso(today())))
    title, units = _("Konton"), read(fetch_units, programme().id)
    show.table(frames.accounts_frame(found), alt=title, on_phone=_WIDE)
    show.downloads(
        frames.accounts_frame(found, for_file=True),
        name="konton",
        title=title,
        source=_("Källa: panelens egna konton."),
    )
    with st.grid(columns=2, min_column_width=360, gap="medium"):
        with st.container():
            invitation(units)
        with st.container():
            account(found, units)


def _sessions(top: DeltaGenerator) -> None:
    found = read_now(fetch_live_sessions, programme().id)
    with top:
        show.head(sessions_finding(found), _("Läget {day}").format(day=iso(today())))
    show.table(frames.sessions_frame(found), alt=_("Inloggningar"), on_phone=_WIDE, in_files=False)
    sessions(found)


def _audit(top: DeltaGenerator) -> None:
    chosen = _choose_events()
    found = read_now(fetch_events, chosen, MOST_SHOWN)
    span = _("{first} till {last}").format(first=iso(chosen.first_day), last=iso(chosen.last_day))
    with top:
        show.head(audit_finding(len(found), MOST_SHOWN), span)
    if not found:
        return
    title = _("Logg")
    if device().is_phone:
        show.table(frames.events_frame_for_phone(found), alt=title)
    else:
        show.table(frames.events_frame(found).iloc[:, :-1], alt=title)
    everything = later(fetch_events, chosen, MOST_TAKEN_OUT)
    show.downloads(
        lambda: frames.events_frame(everything()),
        name="logg",
        title=title,
        source=_("Källa: panelens logg, de senaste {n} händelserna i urvalet som mest.").format(
            n=number(MOST_TAKEN_OUT)
        ),
        choice=span,
    )


def _choose_events() -> AuditFilter:
    now = today()
    with st.container(border=True, horizontal=True, gap="small", vertical_alignment="top"):
        span = st.date_input(
            _("Dagar"),
            (now - timedelta(days=_DAYS_BACK), now),
            max_value=now,
            format="YYYY-MM-DD",
            key="dagar",
        )
        chosen = st.multiselect(
            _("Vad"),
            list(Happening),
            format_func=happening_name,
            placeholder=_("Allt"),
            key="handelser",
        )
        actor = st.text_input(_("Vem"), key="vem", max_chars=200)
    # While the second day is being chosen there is only the first.
    days = list(span)
    return AuditFilter(days[0], days[-1], tuple(chosen), actor.strip())
