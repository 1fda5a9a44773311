"""An OpenID Connect provider to sign in at, which can also be told to forge its tokens."""

import base64
import hashlib
import json
import secrets
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from html import escape
from typing import Any
from urllib.parse import urlencode

import uvicorn
from anyio.from_thread import start_blocking_portal
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

KEY_ID = "the-only-key"
LIFETIME = 300
"""Seconds for which a token is good."""


class Forgery(Enum):
    """The one thing that is wrong with the tokens that are given out."""

    NONE = auto()
    EXPIRED = auto()
    WRONG_AUDIENCE = auto()
    WRONG_NONCE = auto()
    MISSING_NONCE = auto()
    UNSIGNED = auto()
    WRONG_KEY = auto()
    WRONG_ISSUER = auto()
    HMAC_WITH_PUBLIC_KEY = auto()


@dataclass(frozen=True)
class Person:
    """Somebody whom the provider knows, and what it tells of them."""

    subject: str
    email: str
    email_is_verified: bool
    name: str
    groups: tuple[str, ...] = ()


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": KEY_ID, "use": "sig", "alg": "RS256"})


@dataclass
class Provider:
    """A running provider.

    Set `forgery` at any time. `id_tokens` are those given out, `sign_outs` the `id_token_hint`
    of each call to the sign-out (None: called without), both in order.
    """

    issuer: str
    people: Mapping[str, Person]
    forgery: Forgery = Forgery.NONE
    client_id: str = "the-panel"
    client_secret: str = field(default_factory=secrets.token_urlsafe)
    id_tokens: list[str] = field(default_factory=list)
    sign_outs: list[str | None] = field(default_factory=list)
    _asked: dict[str, dict[str, str]] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=_new_key)
    _foreign_key: RSAKey = field(default_factory=_new_key)

    @property
    def metadata_address(self) -> str:
        """Where a client reads all other addresses."""
        return f"{self.issuer}/.well-known/openid-configuration"

    def application(self) -> Starlette:
        """Return the provider's web application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/keys", self._list_keys),
                Route("/authorize", self._authorize),
                Route("/token", self._redeem, methods=["POST"]),
                Route("/logout", self._sign_out),
            ]
        )

    async def _describe(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/logout",
                "scopes_supported": ["openid", "email", "profile"],
                "response_types_supported": ["code"],
                "grant_types_supported": ["authorization_code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": [
                    "client_secret_basic",
                    "client_secret_post",
                ],
            }
        )

    async def _list_keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        if asked.get("client_id") != self.client_id or asked.get("response_type") != "code":
            return _refusal("invalid_request")
        if not {"redirect_uri", "state"} <= asked.keys():
            return _refusal("invalid_request")
        if "person" not in asked:
            return HTMLResponse(self._choice(asked))
        if asked["person"] not in self.people:
            return _refusal("access_denied")
        code = secrets.token_urlsafe()
        self._asked[code] = asked
        return _redirect(asked["redirect_uri"], code=code, state=asked["state"])

    def _choice(self, asked: Mapping[str, str]) -> str:
        kept = "".join(
            f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
            for name, value in asked.items()
        )
        buttons = "".join(
            f'<p><button name="person" value="{escape(each.subject)}">{escape(each.name)}</button>'
            for each in self.people.values()
        )
        return (
            '<!DOCTYPE html><html lang="sv"><title>Vem är du?</title>'
            f"<h1>Vem är du?</h1><form>{kept}{buttons}</form></html>"
        )

    async def _redeem(self, request: Request) -> Response:
        form = await request.form()
        if not self._knows_client(request, form):
            return _refusal("invalid_client", 401)
        if form.get("grant_type") != "authorization_code":
            return _refusal("unsupported_grant_type")
        # Taken out even if what follows refuses it: nobody may guess twice at one code.
        asked = self._asked.pop(str(form.get("code")), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return _refusal("invalid_grant")
        if not _proves(str(form.get("code_verifier", "")), asked):
            return _refusal("invalid_grant")
        id_token = self._signed(self._claims(self.people[asked["person"]], asked.get("nonce")))
        self.id_tokens.append(id_token)
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(),
                "token_type": "Bearer",
                "expires_in": LIFETIME,
                "id_token": id_token,
            },
            headers={"Cache-Control": "no-store"},
        )

    def _knows_client(self, request: Request, form: FormData) -> bool:
        pair = f"{self.client_id}:{self.client_secret}"
        basic = f"Basic {base64.b64encode(pair.encode()).decode()}"
        in_form = f"{form.get('client_id')}:{form.get('client_secret')}"
        return request.headers.get("Authorization") == basic or in_form == pair

    def _claims(self, person: Person, nonce: str | None) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": person.subject,
            "aud": self.client_id,
            "iat": now,
            "exp": now + LIFETIME,
            "nonce": nonce,
            "email": person.email,
            "email_verified": person.email_is_verified,
            "name": person.name,
            "groups": list(person.groups),
        }
        match self.forgery:
            case Forgery.EXPIRED:
                claims |= {"iat": now - 3600 - LIFETIME, "exp": now - 3600}
            case Forgery.WRONG_AUDIENCE:
                claims["aud"] = "another-client"
            case Forgery.WRONG_NONCE:
                claims["nonce"] = secrets.token_urlsafe()
            case Forgery.MISSING_NONCE:
                del claims["nonce"]
            case Forgery.WRONG_ISSUER:
                claims["iss"] = "https://issuer.example"
        return claims

    def _signed(self, claims: dict[str, Any]) -> str:
        match self.forgery:
            case Forgery.UNSIGNED:
                # By hand: the library warns of such a token, and in tests a warning is an error.
                return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."
            case Forgery.HMAC_WITH_PUBLIC_KEY:
                public = self._key.as_pem(private=False)
                # Not by import_key, which rightly refuses a public key as a shared secret.
                return jwt.encode({"alg": "HS256", "kid": KEY_ID}, claims, OctKey(public, public))
            case Forgery.WRONG_KEY:
                key = self._foreign_key
            case _:
                key = self._key
        return jwt.encode({"alg": "RS256", "kid": KEY_ID}, claims, key)

    async def _sign_out(self, request: Request) -> Response:
        asked = request.query_params
        self.sign_outs.append(asked.get("id_token_hint"))
        if "post_logout_redirect_uri" not in asked:
            return HTMLResponse('<!DOCTYPE html><html lang="sv"><title>Utloggad</title></html>')
        state = {"state": asked["state"]} if "state" in asked else {}
        return _redirect(asked["post_logout_redirect_uri"], **state)


def _proves(verifier: str, asked: Mapping[str, str]) -> bool:
    """Tell whether this is the verifier of the challenge (RFC 7636, section 4.6)."""
    digest = _base64(hashlib.sha256(verifier.encode()).digest())
    return asked.get("code_challenge_method") == "S256" and asked.get("code_challenge") == digest


def _part(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content).encode())


def _base64(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()


def _refusal(error: str, status: int = 400) -> Response:
    return JSONResponse({"error": error}, status_code=status)


def _redirect(address: str, **query: str) -> Response:
    joint = "&" if "?" in address else "?"
    return RedirectResponse(address + (joint + urlencode(query) if query else ""), status_code=302)


@contextmanager
def providing(*people: Person) -> Iterator[Provider]:
    """Run a provider that knows these people, on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        # Not by the name that the panel has: cookies do not tell ports apart, only hosts.
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        provider = Provider(address, {each.subject: each for each in people})
        with serving(provider.application(), listening):
            yield provider


@contextmanager
def serving(application: ASGIApp, listening: socket.socket) -> Iterator[None]:
    """Answer what comes to a listening socket, in a thread of its own; closes the socket."""
    server = uvicorn.Server(
        uvicorn.Config(
            application,
            lifespan="off",
            ws="none",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
    )
    with start_blocking_portal("asyncio") as portal:
        served = portal.start_task_soon(server.serve, [listening])
        try:
            yield
        finally:
            server.should_exit = True
            served.result(timeout=10)
