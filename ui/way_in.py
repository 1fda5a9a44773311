"""The web server's part of signing in: the way to the provider and back, and the cookies.

Streamlit's own routes do the OpenID Connect flow (`st.login`, Authlib). What stands here is what
they leave open: the page that the reader asked for is lost on the way, and the cookies live for a
month and are sent without TLS too.
"""

from collections.abc import Collection
from html import escape
from urllib.parse import quote, unquote, urlsplit

import structlog
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import encode_provider_token

from config.settings import Settings, settings
from texts import _
from ui.doors import plain_page

log = structlog.get_logger()

ASKED = "trygghet_till"
"""Cookie: the page and the filters that a reader asked for before signing in."""

_ASKED_SECONDS = 600
_CALLBACK = "/oauth2callback"
_USER_COOKIE = "_streamlit_user"
_BAD_REQUEST = 400
_BAD_GATEWAY = 502

WAY_IN = "logga-in"
"""The path that begins a sign-in."""

ROUTES = (WAY_IN, "auth/login", "auth/logout", "oauth2callback")
"""The paths of the flow."""


def streamlit_secrets(chosen: Settings) -> dict[str, dict[str, object]]:
    """Return the settings as Streamlit wants its secrets; empty without sign-in."""
    if not chosen.has_sign_in or chosen.cookie_secret is None:
        return {}
    shared = {
        "redirect_uri": str(chosen.address).rstrip("/") + _CALLBACK,
        "cookie_secret": chosen.cookie_secret.get_secret_value(),
    }
    providers = {
        name: {
            "client_id": provider.client_id,
            "client_secret": provider.client_secret.get_secret_value(),
            "server_metadata_url": str(provider.server_metadata_url),
            # Also where the provider does not tell that it can, as Entra ID does not.
            "client_kwargs": {
                "scope": "openid email profile",
                "prompt": "select_account",
                "code_challenge_method": "S256",
            },
        }
        for name, provider in chosen.providers.items()
    }
    return {"auth": {**shared, **providers}}


async def begin(request: Request) -> Response:
    """Answer ``/logga-in?med=PROVIDER&till=PAGE``: keep the page in mind, go to the provider."""
    provider = request.query_params.get("med", "")
    if provider not in settings().providers:
        return RedirectResponse("/", status_code=302)
    # What `st.login` answers with; a link, unlike a button, can say which page was asked for.
    way = f"/auth/login?provider={quote(encode_provider_token(provider))}"
    answer = RedirectResponse(way, status_code=302)
    answer.set_cookie(
        ASKED,
        quote(request.query_params.get("till", "/"), safe=""),
        max_age=_ASKED_SECONDS,
        httponly=True,
        samesite="lax",
    )
    return answer


class BackToAskedPage:
    """Lead a reader who comes back from the provider to the page that was asked for."""

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; change where the callback leads to."""
        if scope["type"] != "http" or scope["path"] != _CALLBACK:
            await self._app(scope, receive, send)
            return
        asked = own_page(HTTPConnection(scope).cookies.get(ASKED, ""), self._pages)

        async def led_back(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                signed_in = any(
                    each.startswith(f"{_USER_COOKIE}=") and "Max-Age=0" not in each
                    for each in headers.getlist("set-cookie")
                )
                if signed_in and asked:
                    headers["location"] = asked
                headers.append("set-cookie", f"{ASKED}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax")
            await send(message)

        await self._app(scope, receive, led_back)


class ToldFailures:
    """Say in words of ours that the provider could not be asked; Streamlit has two of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but a way to the provider that leads nowhere."""
        if scope["type"] != "http" or scope["path"] != "/auth/login":
            await self._app(scope, receive, send)
            return
        has_failed = False

        async def told(message: Message) -> None:
            nonlocal has_failed
            if message["type"] == "http.response.start" and message["status"] >= _BAD_REQUEST:
                has_failed = True
            if not has_failed:
                await send(message)

        await self._app(scope, receive, told)
        if has_failed:
            log.warning("provider_away")
            whom = settings().contact or _("systemadministratören")
            answer = plain_page(
                _("Inloggningen svarar inte just nu"),
                _("Försök igen om en stund. Hjälper det inte: fråga {whom}.").format(
                    whom=escape(whom)
                ),
                status=_BAD_GATEWAY,
            )
            await answer(scope, receive, send)


class OwnWayOut:
    """Let nobody be signed out by a link on another's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but a way out that no page of ours has asked for."""
        if scope["type"] == "http" and scope["path"] == "/auth/logout":
            # Every browser that is in use tells it, and no page can change what it tells.
            asked_from = Headers(scope=scope).get("sec-fetch-site", "")
            if asked_from != "same-origin":
                await RedirectResponse("/", status_code=302)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def own_page(asked: str, pages: Collection[str]) -> str:
    """Return the address of one of our pages as a cookie kept it; empty for any other place."""
    asked = unquote(asked)
    parts = urlsplit(asked)
    # However many slashes there are, a browser reads two or more as the beginning of a host's name.
    if parts.scheme or parts.netloc or not asked.startswith("/") or asked.startswith("//"):
        return ""
    # What an address never holds could end the header that it is sent in.
    if not (asked.isascii() and asked.isprintable()):
        return ""
    return asked if parts.path.strip("/") in pages else ""


class FewSignIns:
    """Let one address try to sign in a number of times a minute, and no more.

    Each process counts for itself: behind several the limit is that many times as high.
    """

    _PATHS = (f"/{WAY_IN}", "/auth/login", _CALLBACK)

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self._app = app
        self._limit = RateLimitItemPerMinute(per_minute)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but what is too much."""
        if scope["type"] == "http" and scope["path"] in self._PATHS:
            client = (scope.get("client") or ("?",))[0]
            if not self._limiter.hit(self._limit, client):
                log.warning("too_many_sign_ins", path=scope["path"])
                answer = plain_page(
                    _("För många försök"), _("Vänta en minut och försök igen."), status=429
                )
                answer.headers["retry-after"] = "60"
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
