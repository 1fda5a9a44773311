"""The cookies of a sign-in: whole, small, short-lived, and sent over TLS only where there is."""

import json
import re
from collections.abc import Mapping
from http.cookies import CookieError, Morsel, SimpleCookie
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    decode_signed_value,
)
from streamlit.web.server.starlette.starlette_server_config import (
    TOKENS_COOKIE_NAME,
    USER_COOKIE_NAME,
)

from config.settings import settings

_PIECE = re.compile(rf"^{USER_COOKIE_NAME}(_tokens)?_\d+$")

_KEPT = (
    *("is_logged_in", "provider", "origin", "iss", "sub", "aud", "azp", "nonce", "iat", "exp"),
    *("email", "email_verified", "xms_edov", "name"),
)
"""What the panel reads of a token, and Streamlit of its cookie; besides the groups."""

_MOST_TOKENS = 2500
"""Bytes. A larger token is not kept: signing out at the provider then goes without its hint."""


class WholeCookies:
    """Let a sign-in be one cookie, with nothing in it that the panel does not read.

    Streamlit parts a large one into pieces that are signed one by one: those of different sign-ins
    could be put together to one that never was.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on without pieces; make the cookies that are set whole."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def made_whole(message: Message) -> None:
            if message["type"] == "http.response.start":
                _make_whole(MutableHeaders(scope=message))
            await send(message)

        told = Headers(scope=scope).get("cookie")
        if told:
            kept = [
                each for each in told.split(";") if not _PIECE.match(each.split("=")[0].strip())
            ]
            others = [pair for pair in scope["headers"] if pair[0].lower() != b"cookie"]
            scope = {**scope, "headers": [*others, (b"cookie", ";".join(kept).encode("latin-1"))]}
        await self._app(scope, receive, made_whole if scope["type"] == "http" else send)


def _make_whole(headers: MutableHeaders) -> None:
    given = [_read(each) for each in headers.getlist("set-cookie")]
    ours = {
        each.key: each
        for each in given
        if each.key.startswith(USER_COOKIE_NAME) and str(each["max-age"]) != "0"
    }
    if USER_COOKIE_NAME not in ours:
        return
    del headers["set-cookie"]
    for each in given:
        if each.key not in ours:
            headers.append("set-cookie", each.OutputString())
    for name, keep in ((USER_COOKIE_NAME, _claims), (TOKENS_COOKIE_NAME, _tokens)):
        value = _value(ours, name)
        kept = keep(value) if value else None
        if kept:
            signed = create_signed_value(get_cookie_secret(), name, json.dumps(kept)).decode()
            ours[name].set(name, signed, signed)
            headers.append("set-cookie", ours[name].OutputString())


def _read(header: str) -> "Morsel[str]":
    try:
        return next(iter(SimpleCookie(header).values()))
    except (CookieError, StopIteration) as error:
        raise ValueError("a cookie that nobody can read was set") from error


def _value(ours: Mapping[str, "Morsel[str]"], name: str) -> dict[str, Any]:
    def piece(key: str) -> bytes | None:
        found = ours.get(key)
        return decode_signed_value(get_cookie_secret(), key, found.value) if found else None

    whole = get_cookie_with_chunks(piece, name)
    value: dict[str, Any] = json.loads(whole) if whole else {}
    return value


def _claims(claims: dict[str, Any]) -> dict[str, Any]:
    kept = {name: claims[name] for name in _KEPT if name in claims}
    provider = settings().providers.get(str(claims.get("provider")))
    if provider and provider.roles:
        told = claims.get(provider.groups_claim) or []
        groups = [told] if isinstance(told, str) else [str(each) for each in told]
        kept[provider.groups_claim] = [each for each in groups if each in provider.roles]
    return kept


def _tokens(tokens: dict[str, Any]) -> dict[str, Any]:
    hint = str(tokens.get("id_token", ""))
    return {"id_token": hint} if 0 < len(hint) <= _MOST_TOKENS else {}


class SafeCookies:
    """Let cookies live no longer than a session may, and travel over TLS only where there is."""

    def __init__(self, app: ASGIApp, *, is_encrypted: bool, hours: int) -> None:
        self._app = app
        self._is_encrypted = is_encrypted
        self._most = hours * 3600

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; mend the cookies of the answers."""

        async def mended(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, self._mend(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await self._app(scope, receive, mended if scope["type"] == "http" else send)

    def _mend(self, value: bytes) -> bytes:
        cookie: SimpleCookie = SimpleCookie(value.decode("latin-1"))
        for morsel in cookie.values():
            if morsel["max-age"] and int(morsel["max-age"]) > self._most:
                morsel["max-age"] = str(self._most)
            if self._is_encrypted:
                morsel["secure"] = True
        return cookie.output(header="", sep="").strip().encode("latin-1")
