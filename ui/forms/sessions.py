"""The form of the sessions: end one."""

from collections.abc import Sequence

import streamlit as st

from domain.accounts import LiveSession
from domain.calendar import STOCKHOLM
from domain.findings.administration import name_seen
from services.keep_accounts import end_other_session
from texts import _
from texts.numbers import at_minute
from ui.forms import deeds
from ui.session import engine
from ui.viewer import viewer

_SESSION = "session"
"""Where on the page it is told of what was done."""


def sessions(live: Sequence[LiveSession]) -> None:
    """Let an administrator end a session."""
    by_id = {each.id: each for each in live}
    # Streamlit knows an option by its words alone: of two that read the same it takes the first.
    chosen = st.selectbox(
        _("Inloggning"),
        list(by_id),
        format_func=lambda number: _label(by_id[number]),
        index=None,
        placeholder=_("Välj en inloggning"),
        key="inloggning",
        on_change=deeds.forget_question,
    )
    if chosen is not None:
        _ending_of(by_id[chosen])
    deeds.told(_SESSION)


def _label(session: LiveSession) -> str:
    return _("{name}, inloggad {when} (nr {number})").format(
        name=name_seen(session.account_name, is_own=session.is_own),
        when=at_minute(session.started_at.astimezone(STOCKHOLM)),
        number=session.id,
    )


def _ending_of(session: LiveSession) -> None:
    warning = (
        _("Det är en av dina egna inloggningar. Är det den du använder nu loggas du ut.")
        if session.is_own
        else _("{name} loggas ut vid nästa klick, men kan logga in igen.")
    )
    deeds.ask_first(
        f"session-{session.id}",
        _("Avsluta inloggningen"),
        warning.format(name=session.account_name),
        _("Ja, avsluta inloggningen"),
        lambda: _end(session),
    )


def _end(session: LiveSession) -> None:
    deeds.act(
        _SESSION,
        lambda: end_other_session(engine(), viewer=viewer(), session_id=session.id),
        _("Inloggningen för {name} är avslutad.").format(name=session.account_name),
    )
