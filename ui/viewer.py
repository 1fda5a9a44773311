"""Who the reader is in this run: signed in at a provider, or trying a role on the example."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import streamlit as st
import structlog

from config.settings import Provider, settings
from config.vocabulary import TEAM_UNIT
from data_access.database import open_database
from data_access.engine import DatabaseError, is_lost_connection
from data_access.sessions import SeenSession
from domain.access import NOBODY, Role, Viewer, operator
from domain.accounts import Person, SessionLimits, SessionState, SignIn
from domain.networks import shortened
from services.keep_accounts import let_try_roles
from services.sign_in import continue_session, sign_out
from ui.session import engine, patiently

log = structlog.get_logger()

_SEEN = "seen_session"
_TRIED = "tried_role"
_KEYS = "tried_keys"

TRYING = "trygghet:embedded"
"""Vouches for the roles that are tried; no address, so no provider's issuer."""

_NOT_SEEN = SeenSession(SessionState.NONE, NOBODY)

_YES = ("true", "1")


def is_trying() -> bool:
    """Whether roles are tried instead of signing in: only on the embedded database."""
    return settings().is_embedded and not settings().has_sign_in


def viewer() -> Viewer:
    """Return the viewer of this run, as `recognise` has found."""
    return seen_session().viewer


def seen_session() -> SeenSession:
    """Return how it stands with the reader's session."""
    found: SeenSession = st.session_state.get(_SEEN, _NOT_SEEN)
    return found


@patiently
def recognise(programme_id: int) -> None:
    """Look at the reader's session in the database; done once in each run, before anything else.

    Raises:
        sqlalchemy.exc.OperationalError: the database is away, also after new tries.
    """
    try:
        found = _look_up(programme_id)
    except DatabaseError:
        # Whoever was recognised in the last run is nobody until the database has said so again.
        st.session_state.pop(_SEEN, None)
        raise
    # Only now: a run may be interrupted by the reader's next tap, which acts before that run looks.
    st.session_state[_SEEN] = found


def _look_up(programme_id: int) -> SeenSession:
    if is_trying():
        make_roles_to_try(programme_id)
    sign_in = _tried_sign_in() if is_trying() else sign_in_of(st.user.to_dict())
    if sign_in is None:
        return _NOT_SEEN
    limits = SessionLimits(settings().session_idle_minutes, settings().session_hours)
    return continue_session(
        engine(), programme_id, sign_in, limits, shortened(st.context.ip_address)
    )


def is_vouched_for() -> bool:
    """Whether the provider vouches for the e-mail address of the one who signs in."""
    return _is_verified(st.user.to_dict())


def leave() -> None:
    """Sign out: here, in every other tab, and at the provider."""
    try:
        sign_out(engine(), viewer())
    except DatabaseError as error:
        if not is_lost_connection(error):
            raise
        # The browser forgets it all the same; in the database it ends when it has not been used.
        log.warning("sign_out_not_noted")
    st.logout()


def forget_ended_trial() -> None:
    """Let the role that is tried begin anew, where its session has ended."""
    st.session_state.pop(_KEYS, None)


def tried_role() -> Role:
    """Return the role that is tried; the director's to begin with."""
    return Role(st.session_state.get(_TRIED, Role.DIRECTOR))


def try_role(role: Role) -> None:
    """Try a role, from the next run on; kept apart from the widget, which each page forgets."""
    st.session_state[_TRIED] = role


def sign_in_of(claims: Mapping[str, Any]) -> SignIn | None:
    """Return the sign-in that the browser's cookie tells of, if it is one of ours."""
    provider = settings().providers.get(str(claims.get("provider")))
    if not claims.get("is_logged_in") or provider is None:
        return None
    if not _is_meant_for(provider, claims):
        log.warning("token_for_another_client", provider=claims["provider"])
        return None
    if claims.get("iss") != provider.issuer:
        # One provider must not speak for the people of another.
        log.warning("token_of_another_issuer", provider=claims["provider"], due=provider.issuer)
        return None
    # The nonce is new in every sign-in and known to the browser's cookie alone.
    named = [claims.get(name) for name in ("iss", "sub", "nonce", "iat")]
    begun, until = (_moment(claims.get(name)) for name in ("iat", "exp"))
    # No name of anybody's is empty, or holds what a database keeps in no text.
    is_named = all(str(each) and "\0" not in str(each) for each in named) and None not in named
    if not is_named or begun is None or until is None:
        log.warning("token_incomplete", provider=claims["provider"])
        return None
    return SignIn(
        person=Person(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=_text(claims.get("email")),
            email_is_verified=_is_verified(claims),
            name=_text(claims.get("name")),
            group_role=_group_role(claims, provider),
        ),
        provider=str(claims["provider"]),
        key=hashlib.sha256(json.dumps([str(each) for each in named]).encode()).hexdigest(),
        at=begun,
        believed_until=until,
    )


def _moment(told: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(told, UTC) if isinstance(told, int | float) else None
    except (OverflowError, ValueError, OSError):
        return None


def _text(told: object) -> str | None:
    # The database keeps no NUL in a text.
    return told.replace("\0", "") if isinstance(told, str) else None


def _is_meant_for(provider: Provider, claims: Mapping[str, Any]) -> bool:
    """Tell whether a token was made for the panel; OpenID Connect Core 1.0, 3.1.3.7, rule 3.

    Authlib (1.9) takes a token for any audience, as long as its authorized party is the panel.
    """
    told = claims.get("aud")
    return provider.client_id in ([told] if isinstance(told, str) else told or [])


def _is_verified(claims: Mapping[str, Any]) -> bool:
    # Entra ID tells it by a claim of its own, for addresses in domains that the owner has proved.
    told = (claims.get("email_verified"), claims.get("xms_edov"))
    return any(str(each).lower() in _YES for each in told)


def _group_role(claims: Mapping[str, Any], provider: Provider) -> Role | None:
    told = claims.get(provider.groups_claim) or []
    groups = {told} if isinstance(told, str) else {str(each) for each in told}
    return next((Role(role) for group, role in provider.roles.items() if group in groups), None)


def _tried_sign_in() -> SignIn:
    role = tried_role()
    keys: dict[Role, str] = st.session_state.setdefault(_KEYS, {})
    now = datetime.now(UTC)
    return SignIn(
        person=Person(TRYING, role, None, email_is_verified=False, name=None),
        provider="exempel",
        key=keys.setdefault(role, secrets.token_hex()),
        at=now,
        believed_until=now + timedelta(minutes=1),
    )


@st.cache_resource(show_spinner=False)
def make_roles_to_try(programme_id: int) -> None:
    """Make an account for each role that can be tried; once in a process."""
    pool = open_database(settings()).operator_engine()
    let_try_roles(
        pool,
        viewer=operator("trygghet serve"),
        programme_id=programme_id,
        issuer=TRYING,
        unit=TEAM_UNIT,
    )
    pool.dispose()
