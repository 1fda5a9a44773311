"""Who asks for something outside Streamlit's pages: by the same cookie, and the same session."""

import json
import secrets
from datetime import UTC, datetime, timedelta
from functools import cache

from starlette.requests import Request
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from config.settings import settings
from data_access.programme import fetch_programme
from domain.access import NOBODY, Role, Viewer
from domain.accounts import Person, SessionLimits, SignIn
from domain.networks import shortened
from domain.programme import Programme
from services.sign_in import continue_session
from ui.session import engine, patiently
from ui.viewer import TRYING, is_trying, make_roles_to_try, sign_in_of


@patiently
def shown_programme() -> Programme | None:
    """Return the programme that this deployment shows, if it is there.

    Raises:
        sqlalchemy.exc.OperationalError: the database is away, also after new tries.
    """
    with engine().connect() as connection:
        return fetch_programme(connection, settings().programme)


@patiently
def visitor(request: Request, programme_id: int) -> Viewer:
    """Return who asks, if their session lasts; else nobody.

    Where roles are tried instead of signing in, on this machine only, it is the director.

    Raises:
        sqlalchemy.exc.OperationalError: the database is away, also after new tries.
    """
    if is_trying():
        make_roles_to_try(programme_id)
    sign_in = _trial() if is_trying() else _sign_in(request)
    if sign_in is None:
        return NOBODY
    limits = SessionLimits(settings().session_idle_minutes, settings().session_hours)
    host = request.client.host if request.client else None
    return continue_session(engine(), programme_id, sign_in, limits, shortened(host)).viewer


def _sign_in(request: Request) -> SignIn | None:
    cookie = request.cookies.get(USER_COOKIE_NAME)
    told = decode_signed_value(get_cookie_secret(), USER_COOKIE_NAME, cookie) if cookie else None
    claims = json.loads(told) if told else {}
    return sign_in_of(claims)


def _trial() -> SignIn:
    now = datetime.now(UTC)
    return SignIn(
        person=Person(TRYING, Role.DIRECTOR, None, email_is_verified=False, name=None),
        provider="exempel",
        key=_trial_key(now.strftime("%Y-%m-%d %H")),
        at=now,
        believed_until=now + timedelta(minutes=1),
    )


@cache
def _trial_key(_hour: str) -> str:
    # A new one each hour: a session that ended by its age is not begun again.
    return secrets.token_hex()
