"""What the web server adds around Streamlit: its own routes, headers, and the page's language."""

import time
import uuid

import structlog
from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import PROGRAM_VERSION
from data_access.database import SchemaMismatchError, require_current_schema
from data_access.embedded import EmbeddedServerError
from ui import notices
from ui.session import engine

log = structlog.get_logger()

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; "
        "form-action 'self'; object-src 'none'"
    ),
}
"""Sent with every answer. Tried with every page: nothing is fetched from elsewhere."""


async def health(_request: Request) -> JSONResponse:
    """Answer ``/halsa``: versions and the database's latency; 503 when it is away."""
    return await to_thread.run_sync(_examine)


def _examine() -> JSONResponse:
    begun = time.perf_counter()
    try:
        schema = require_current_schema(engine())
    except SchemaMismatchError as mismatch:
        return _sick("schema", schema_version=mismatch.version.found)
    except (SQLAlchemyError, EmbeddedServerError) as error:
        log.warning("database_away", error=type(error).__name__)
        return _sick("database")
    latency = round((time.perf_counter() - begun) * 1000, 1)
    return JSONResponse(
        {
            "status": "ok",
            "version": PROGRAM_VERSION,
            "schema_version": schema,
            "database_latency_ms": latency,
        },
        headers={"cache-control": "no-store"},
    )


def _sick(what: str, **further: str | None) -> JSONResponse:
    return JSONResponse(
        {"status": "error", "fault": what, "version": PROGRAM_VERSION, **further},
        status_code=503,
        headers={"cache-control": "no-store"},
    )


def report_script_error(error: Exception) -> bool:
    """Log an error of a page under a number, and show the reader that number; no stack trace."""
    number = uuid.uuid4().hex[:8].upper()
    log.error("script_error", number=number, exc_info=error)
    notices.script_error(number)
    return True


class SwedishPage:
    """Say in the HTML that the page is in Swedish; Streamlit's own says English.

    A pure ASGI middleware: `BaseHTTPMiddleware` would hold back streamed answers.
    """

    _FOUND, _WANTED = b'<html lang="en">', b'<html lang="sv">'

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and rewrite the language of HTML."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # The rewritten page is not the one that an earlier tag was made of, and must be readable.
        scope["headers"] = [
            (name, value)
            for name, value in scope["headers"]
            if name not in (b"if-none-match", b"if-modified-since") or not _asks_for_page(scope)
        ]
        await self.app(scope, receive, _Rewriter(send, self._FOUND, self._WANTED).send)


def _asks_for_page(scope: Scope) -> bool:
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


class _Rewriter:
    """Replaces a text of the same length in the body of HTML answers, in the first part of it."""

    def __init__(self, send: Send, found: bytes, wanted: bytes) -> None:
        self._send, self._found, self._wanted = send, found, wanted
        self._is_page = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            self._is_page = headers.get("content-type", "").startswith("text/html")
            if self._is_page:
                del headers["etag"]
                del headers["last-modified"]
        elif message["type"] == "http.response.body" and self._is_page:
            message["body"] = message["body"].replace(self._found, self._wanted)
        await self._send(message)


class SafeHeaders:
    """Put the security headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and add the headers to answers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
