"""An account for each role, and what a provider tells of its person."""

import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from config.vocabulary import TEAM_UNIT
from domain.access import Role, Viewer, operator
from domain.accounts import Person, SessionLimits, SignIn
from services.keep_accounts import let_try_roles
from services.sign_in import continue_session

ISSUER = "https://inloggning.example"

SIGN_IN = {
    "ADDRESS": "https://panelen.example",
    "COOKIE_SECRET": "ett prov som är minst trettiotvå tecken långt",
    "PROVIDERS__PROV__TITLE": "Provet",
    "PROVIDERS__PROV__CLIENT_ID": "panelen",
    "PROVIDERS__PROV__CLIENT_SECRET": "hemligt",
    "PROVIDERS__PROV__SERVER_METADATA_URL": f"{ISSUER}/.well-known/openid-configuration",
}
"""Settings of a sign-in, without their prefix."""


def environment(chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return settings as variables of the environment."""
    return {f"TRYGGHET_{name}": value for name, value in chosen.items()}


def make_accounts(engine: Engine) -> None:
    """Make an account for each role in the database's only programme.

    Args:
        engine: acts as the operator.
    """
    with engine.connect() as connection:
        programme_id = int(connection.scalar(text("select id from programme")) or 0)
    let_try_roles(
        engine,
        viewer=operator("test"),
        programme_id=programme_id,
        issuer=ISSUER,
        unit=TEAM_UNIT,
    )


def sign_in_as(engine: Engine, role: Role, subject: str | None = None) -> Viewer:
    """Begin a session of a role's account, made by `make_accounts`.

    Args:
        engine: acts as the application.
        role: whose.
        subject: what the provider calls another person of that role, who has an account too.
    """
    now = datetime.now(UTC)
    seen = continue_session(
        engine,
        1,
        SignIn(
            person=Person(ISSUER, subject or role, None, email_is_verified=False, name=None),
            provider="prov",
            key=secrets.token_hex(),
            at=now,
            believed_until=now + timedelta(hours=1),
        ),
        SessionLimits(idle_minutes=30, hours=8),
        "192.0.2.0/24",
    )
    assert seen.viewer.role is role
    return seen.viewer


def claims_of(role: Role | str, **further: Any) -> dict[str, Any]:
    """Return a new sign-in, as `st.user` tells it; a role's person, or one with no account."""
    now = int(time.time())
    return {
        "is_logged_in": True,
        "provider": "prov",
        "iss": ISSUER,
        "sub": str(role),
        "aud": "panelen",
        "nonce": secrets.token_hex(),
        "iat": now,
        "exp": now + 3600,
        **further,
    }
