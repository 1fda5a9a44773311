"""Which requests come in at all: known paths, known hosts, and sockets from our own pages."""

import re
from collections.abc import Collection
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
import structlog
from google.protobuf.message import DecodeError
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLsRequest

from config.settings import Settings
from texts import _
from ui.uploads import ExpectedFiles, is_place, waiting

log = structlog.get_logger()

_STREAMLIT = ("health", "host-config", "stream")
"""What of Streamlit's own routes everybody may use; metrics are not among it."""

_MESSAGES = ("rerun_script", "stop_script", "app_heartbeat", "deferred_file")
"""What every page says; the last asks for a file that is to be made."""

_IDENTITY = re.compile(r"[\w-]*", re.ASCII)

_FILES = ("static", "media", "app")
"""Streamlit's own files, files that a page has made, and those of `ui/static`."""


class KnownPaths:
    """Answer 404 to every path that is none of ours; Streamlit answers all with its page."""

    def __init__(
        self,
        app: ASGIApp,
        pages: Collection[str],
        routes: Collection[str],
        folders: Collection[str] = (),
    ) -> None:
        self._app = app
        self._folders = {*_FILES, *folders}
        self._files = ExpectedFiles(app)
        folder = Path(streamlit.__file__).with_name("static")
        own = {path.name for path in folder.iterdir() if path.is_file()}
        self._whole = {*pages, *routes, *own}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass known paths on."""
        if scope["type"] == "lifespan" or self._is_known(str(scope["path"])):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif is_place(str(scope["path"])):
            await self._files(scope, receive, send)
        else:
            answer = plain_page(_("Sidan finns inte"), "", status=404)
            await answer(scope, receive, send)

    def _is_known(self, path: str) -> bool:
        first, _slash, rest = path.strip("/").partition("/")
        if first == "_stcore":
            return rest in _STREAMLIT
        return path.strip("/") in self._whole or (first in self._folders and bool(rest))


class OnlyThisMachine:
    """Let in nobody from another machine: for a panel that asks nobody who they are.

    However the server was started, and whatever the host is said to be.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from this machine."""
        if scope["type"] == "lifespan" or _is_of_this_machine(scope):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = plain_page(
                _("Panelen visas bara på sin egen dator"),
                _("Utan inloggning svarar den ingen annan (docs/security.md)."),
                status=403,
            )
            await answer(scope, receive, send)


def _is_of_this_machine(scope: Scope) -> bool:
    host = (scope.get("client") or ("",))[0]
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class OwnOrigin:
    """Refuse a socket that no page of ours has opened.

    Streamlit refuses a foreign origin, and lets one in that tells none, as no browser does.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but sockets of others."""
        if scope["type"] == "websocket":
            headers = Headers(scope=scope)
            if urlsplit(headers.get("origin", "")).netloc != headers.get("host", ""):
                await send({"type": "websocket.close", "code": 1008})
                return
        await self._app(scope, receive, send)


class KnownMessages:
    """Leave every message unheard that no page of ours sends.

    Streamlit would empty the caches for anybody who asks, and tell what it runs in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but messages that are not ours."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def heard() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or _is_ours(message.get("bytes")):
                    return message
                log.warning("message_unheard")

        await self._app(scope, heard, send)


def _is_ours(raw: bytes | None) -> bool:
    try:
        asked = BackMsg.FromString(raw or b"")
    except DecodeError:
        return False
    kind = asked.WhichOneof("type")
    # No page has a part that runs alone, and Streamlit writes the name of one into its log.
    if asked.rerun_script.fragment_id:
        return False
    operation = asked.backend_operation_request
    if not _IDENTITY.fullmatch(operation.session_id + operation.request_id):
        return False
    if kind == "file_urls_request":
        return _asks_for_expected(asked.file_urls_request)
    if kind == "backend_operation_request":
        kind = asked.backend_operation_request.WhichOneof("payload")
    return kind in _MESSAGES


def _asks_for_expected(asked: FileURLsRequest) -> bool:
    """Whether a place is asked for by a page that waits for one file; nobody else knows its name.

    Streamlit would make up as many places as a message has names.
    """
    is_expected = waiting().viewer(asked.session_id) is not None and len(asked.file_names) == 1
    return is_expected and _IDENTITY.fullmatch(asked.request_id) is not None


def plain_page(title: str, told: str, *, status: int) -> HTMLResponse:
    """Return a page without Streamlit, for those who are not let in to it; the words are ours."""
    way = _("Till översikten")
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body><h1>{title}</h1><p>{told}</p><p><a href="/">{way}</a></p></body></html>',
        status_code=status,
    )


def why_closed(chosen: Settings) -> str:
    """Return why the panel may not be served with these settings; empty if it may.

    Only the embedded database on this machine's own address may be seen without signing in.
    """
    if chosen.has_sign_in:
        return ""
    if not chosen.is_embedded:
        return _(
            "Databasen är delad, men ingen inloggning är inställd, så vem som helst skulle se "
            "allt. Ange TRYGGHET_PROVIDERS, TRYGGHET_COOKIE_SECRET och TRYGGHET_ADDRESS "
            "(docs/security.md)."
        )
    if chosen.address is not None:
        return _(
            "TRYGGHET_ADDRESS öppnar panelen för andra, men ingen inloggning är inställd. Ange "
            "TRYGGHET_PROVIDERS och TRYGGHET_COOKIE_SECRET (docs/security.md)."
        )
    return ""
