"""An OpenID Connect provider to sign in at, which can also be told to forge its tokens."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from html import escape
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jws, jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT_ID = "panelen"
CLIENT_SECRET = "hemligt men bara i provet"


class Forgery(Enum):
    """What is wrong with the tokens that are given out."""

    NONE = auto()
    EXPIRED = auto()
    WRONG_AUDIENCE = auto()
    OTHERS_TOKEN_NAMING_US = auto()
    WRONG_NONCE = auto()
    MISSING_NONCE = auto()
    WRONG_ISSUER = auto()
    WRONG_KEY = auto()
    UNSIGNED = auto()
    PUBLIC_KEY_AS_SECRET = auto()


_FOR_ANOTHER = (Forgery.WRONG_AUDIENCE, Forgery.OTHERS_TOKEN_NAMING_US)


@dataclass(frozen=True)
class Person:
    """Somebody whom the provider knows, and what it tells of them."""

    subject: str
    email: str
    name: str
    is_verified: bool = True
    groups: tuple[str, ...] = ()


@dataclass
class Provider:
    """A running provider. `signed_out` counts the visits to its sign-out."""

    port: int
    people: tuple[Person, ...]
    forgery: Forgery = Forgery.NONE
    signed_out: int = 0
    _given: dict[str, dict[str, str]] = field(default_factory=dict)
    _key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "prov"}))
    _other_key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "prov"}))

    @property
    def issuer(self) -> str:
        """The provider's name for itself, which is its address."""
        return f"http://localhost:{self.port}"

    def application(self) -> Starlette:
        """Return the provider's web application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._describe),
                Route("/keys", self._keys),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/logout", self._logout),
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
                "id_token_signing_alg_values_supported": ["RS256"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
            }
        )

    async def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})

    async def _authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        who = asked.pop("person", None)
        if who is None:
            links = "".join(
                f'<p><a href="?{escape(urlencode({**asked, "person": each.subject}))}">'
                f"{escape(each.name)}</a></p>"
                for each in self.people
            )
            return HTMLResponse(f"<!DOCTYPE html><title>Provet</title>{links}")
        code = secrets.token_urlsafe()
        self._given[code] = {**asked, "person": who}
        query = urlencode({"code": code, "state": asked["state"]})
        return RedirectResponse(f"{asked['redirect_uri']}?{query}", status_code=302)

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        given = self._given.pop(str(form.get("code")), None)
        told = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        digest = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        proof = _base64(digest).decode()
        if (
            given is None
            or request.headers.get("authorization") != f"Basic {told}"
            or form.get("redirect_uri") != given["redirect_uri"]
            or given.get("code_challenge_method") != "S256"
            or proof != given.get("code_challenge")
        ):
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        person = next(each for each in self.people if each.subject == given["person"])
        return JSONResponse(
            {
                "access_token": secrets.token_urlsafe(),
                "token_type": "Bearer",
                "expires_in": 3600,
                "id_token": self._signed(self._claims(person, given["nonce"])),
            }
        )

    def _claims(self, person: Person, nonce: str) -> dict[str, Any]:
        now = int(time.time()) - (7200 if self.forgery is Forgery.EXPIRED else 0)
        claims = {
            "iss": f"{self.issuer}/annan" if self.forgery is Forgery.WRONG_ISSUER else self.issuer,
            "sub": person.subject,
            "aud": "annan" if self.forgery in _FOR_ANOTHER else CLIENT_ID,
            "iat": now,
            "exp": now + 3600,
            "nonce": "fel" if self.forgery is Forgery.WRONG_NONCE else nonce,
            "email": person.email,
            "email_verified": person.is_verified,
            "name": person.name,
            "groups": list(person.groups),
        }
        if self.forgery is Forgery.OTHERS_TOKEN_NAMING_US:
            claims["azp"] = CLIENT_ID
        if self.forgery is Forgery.MISSING_NONCE:
            del claims["nonce"]
        return claims

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.forgery is Forgery.UNSIGNED:
            registry = jws.JWSRegistry(algorithms=["none"])
            return jwt.encode({"alg": "none"}, claims, OctKey.generate_key(), registry=registry)
        if self.forgery is Forgery.PUBLIC_KEY_AS_SECRET:
            # By hand: the library does not lend itself to it.
            parts = ({"alg": "HS256", "kid": "prov"}, claims)
            text = b".".join(_base64(json.dumps(part).encode()) for part in parts)
            mark = hmac.digest(self._key.as_pem(private=False), text, "sha256")
            return (text + b"." + _base64(mark)).decode()
        key = self._other_key if self.forgery is Forgery.WRONG_KEY else self._key
        return jwt.encode({"alg": "RS256", "kid": "prov"}, claims, key)

    async def _logout(self, request: Request) -> Response:
        assert request.query_params.get("id_token_hint")
        self.signed_out += 1
        return RedirectResponse(request.query_params["post_logout_redirect_uri"], status_code=302)


def _base64(plain: bytes) -> bytes:
    return base64.urlsafe_b64encode(plain).rstrip(b"=")


@contextmanager
def providing(port: int, people: tuple[Person, ...]) -> Iterator[Provider]:
    """Run a provider on a port of this machine."""
    provider = Provider(port, people)
    server = uvicorn.Server(
        uvicorn.Config(provider.application(), port=port, log_level="warning", lifespan="off")
    )
    thread = Thread(target=server.run)
    thread.start()
    try:
        deadline = time.monotonic() + 10
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield provider
    finally:
        server.should_exit = True
        thread.join(10)
