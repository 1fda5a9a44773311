"""Accounts and sessions: who may sign in, and whether a sign-in still lasts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.access import Role
from texts import _


class SessionState(StrEnum):
    """How it stands with a sign-in; the database tells it in the same words."""

    LIVE = "live"
    NONE = "none"
    """Nobody has begun a session with that key."""
    UNKNOWN = "unknown"
    """The provider vouches for the person, but there is no account."""
    INACTIVE = "inactive"
    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    EXPIRED = "expired"
    ENDED_BY_ADMIN = "ended_by_admin"
    ACCOUNT_CHANGED = "account_changed"


def ending_name(state: SessionState) -> str:
    """Return why a session ended, or never began, as the reader calls it."""
    return {
        SessionState.SIGNED_OUT: _("loggade ut"),
        SessionState.IDLE: _("användes inte"),
        SessionState.EXPIRED: _("tiden var ute"),
        SessionState.ENDED_BY_ADMIN: _("avslutad av en administratör"),
        SessionState.ACCOUNT_CHANGED: _("kontot ändrades"),
        SessionState.UNKNOWN: _("har inget konto"),
        SessionState.INACTIVE: _("kontot är stängt"),
    }.get(state, str(state))


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a provider vouches for. `group_role` is what the person's groups give, if any do."""

    issuer: str
    subject: str
    email: str | None
    email_is_verified: bool
    name: str | None
    group_role: Role | None = None


@dataclass(frozen=True, slots=True)
class SignIn:
    """A sign-in at a provider: by whom, when, and how long its word of it is believed."""

    person: Person
    provider: str
    key: str
    at: datetime
    believed_until: datetime


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts: without use, and at the most."""

    idle_minutes: int
    hours: int


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in, as an administrator sees it."""

    id: int
    name: str
    email: str | None
    role: Role
    unit: str | None
    is_active: bool
    role_from_groups: bool
    last_seen_at: datetime | None
    is_known: bool
    """Whether a provider has vouched for its person; until then the address tells who it is."""
    is_own: bool
    """Whether it is the viewer's."""


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that lasts, as an administrator sees it."""

    id: int
    account_name: str
    role: Role
    provider: str
    address: str | None
    started_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_own: bool
    """Whether it is of the viewer's account; which one the viewer asks by, no key tells."""
