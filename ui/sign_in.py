"""The sign-in page, who one is signed in as, and the roles to try on the example."""

from collections.abc import Callable
from html import escape
from urllib.parse import urlencode

import streamlit as st

from config.settings import settings
from domain.access import Role, role_name
from domain.accounts import SessionState
from texts import _
from texts.words import sentences
from ui.plain import plain
from ui.viewer import (
    forget_ended_trial,
    is_trying,
    is_vouched_for,
    leave,
    seen_session,
    tried_role,
    try_role,
    viewer,
)
from ui.way_in import WAY_IN

_CARD_WIDTH = 560

_CHOSEN = "visa-som"

_BUTTON = (
    "display:inline-block;padding:0.65rem 1.1rem;border-radius:6px;font-weight:600;"
    "text-decoration:none;color:#ffffff;background:{ground}"
)


def ask() -> None:
    """Show why the reader is not let in, and the way in."""
    heading, sentence = _reason(seen_session().state)
    with (
        st.container(horizontal_alignment="center"),
        st.container(border=True, gap="small", width=_CARD_WIDTH),
    ):
        st.caption(_("Trygghetspanelen"))
        st.title(heading, anchor=False)
        st.write(plain(sentence))
        if is_trying():
            st.button(_("Fortsätt"), on_click=forget_ended_trial)
        elif seen_session().state in (SessionState.UNKNOWN, SessionState.INACTIVE):
            st.button(_("Logga in med ett annat konto"), on_click=leave)
        else:
            _ways_in()


def bar(also: Callable[[], None] | None = None) -> None:
    """Show who one is signed in as and the way out; on the example, the roles to try.

    `also` shows what else the page has for its uppermost row.
    """
    if is_trying():
        _roles_to_try(also)
        return
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        if also:
            also()
        role = viewer().role
        if role:
            st.caption(plain(f"{viewer().name} · {role_name(role)}"), width="content")
        st.button(_("Logga ut"), on_click=leave, type="tertiary", icon=":material/logout:")


def _roles_to_try(also: Callable[[], None] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            _("Provläge utan inloggning, bara på den här datorn. Visa som:"), width="content"
        )
        st.selectbox(
            _("Visa som"),
            list(Role),
            index=list(Role).index(tried_role()),
            format_func=role_name,
            key=_CHOSEN,
            on_change=_try_chosen,
            label_visibility="collapsed",
            width=240,
        )
        if also:
            also()


def _try_chosen() -> None:
    try_role(st.session_state[_CHOSEN])


def _ways_in() -> None:
    # A link of Streamlit's own kind opens a new tab; this one stays in the reader's. It has the
    # light theme's ground in both, on which white can be read.
    look = _BUTTON.format(ground=st.get_option("theme.light.primaryColor"))
    with st.container(horizontal=True, gap="small"):
        for name, provider in settings().providers.items():
            query = urlencode({"med": name, "till": _asked_address()})
            label = escape(_("Logga in med {title}").format(title=provider.title))
            st.html(f'<a style="{look}" href="/{WAY_IN}?{escape(query)}">{label}</a>')


def _asked_address() -> str:
    """Return the page and the filters that the reader asked for."""
    chosen = [(name, each) for name in st.query_params for each in st.query_params.get_all(name)]
    query = urlencode(chosen)
    path = _path(st.context.url or "/")
    return f"{path}?{query}" if query else path


def _path(url: str) -> str:
    # Streamlit tells a page's address without its query.
    __, _scheme, rest = url.partition("://")
    return "/" + rest.partition("/")[2]


def _not_vouched_for() -> str:
    if is_vouched_for():
        return ""
    return _(
        "Den som är inbjuden kommer inte heller in förrän inloggningstjänsten intygar "
        "e-postadressen, och det gör den inte nu (docs/security.md)."
    )


def _reason(state: SessionState) -> tuple[str, str]:
    whom = settings().contact or _("systemadministratören")
    return {
        SessionState.UNKNOWN: (
            _("Du har inget konto i panelen"),
            sentences(
                _("Inloggningen gick bra, men kontot finns inte här. Be {whom} om ett.").format(
                    whom=whom
                ),
                _not_vouched_for(),
            ),
        ),
        SessionState.INACTIVE: (
            _("Ditt konto är stängt"),
            _("Fråga {whom} om du behöver det igen.").format(whom=whom),
        ),
        SessionState.IDLE: (
            _("Du har loggats ut"),
            _("Panelen har inte använts på {n} minuter. Logga in för att fortsätta.").format(
                n=settings().session_idle_minutes
            ),
        ),
        SessionState.EXPIRED: (
            _("Du har loggats ut"),
            _("En inloggning gäller i högst {n} timmar. Logga in för att fortsätta.").format(
                n=settings().session_hours
            ),
        ),
        SessionState.ENDED_BY_ADMIN: (
            _("Du har loggats ut"),
            _("Inloggningen avslutades av en administratör. Fråga {whom} om du undrar.").format(
                whom=whom
            ),
        ),
        SessionState.ACCOUNT_CHANGED: (
            _("Du har loggats ut"),
            _("Ditt konto har ändrats. Logga in för att fortsätta."),
        ),
        SessionState.SIGNED_OUT: (_("Du är utloggad"), _("Logga in för att fortsätta.")),
    }.get(state, (_("Logga in"), _("Panelen visas bara för den som har ett konto.")))
