"""What the web server adds around Streamlit: its own routes, headers, and the page's language."""

import base64
import hashlib
import re
import uuid
from collections.abc import Collection
from pathlib import Path

import streamlit
import structlog
from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.settings import PROGRAM_VERSION
from data_access.database import latency_ms, require_current_schema
from data_access.engine import DatabaseError
from data_access.migrate import SchemaMismatchError
from data_access.server_programs import EmbeddedServerError
from ui import notices
from ui.session import engine, patiently, reach

log = structlog.get_logger()

_WHERE_THE_SERVER_IS = "window.__streamlit = {BACKEND_BASE_URL: location.origin + '/'}"


def rewritten(page: str) -> str:
    """Return Streamlit's page with our language, and a script that says where the server is."""
    own = page.replace('<html lang="en">', '<html lang="sv">')
    return own.replace("<head>", f"<head><script>{_WHERE_THE_SERVER_IS}</script>", 1)


def content_policy(page: str) -> str:
    """Return the content policy of a page: everything from here, and only its own scripts.

    The inline scripts are named by their hashes, which change with Streamlit's version.
    """
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()) for script in scripts]
    hashes = " ".join(f"'sha256-{digest.decode()}'" for digest in digests)
    return (
        f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {hashes}; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; "
        "form-action 'self'; object-src 'none'"
    )


_STREAMLITS_PAGE = Path(streamlit.__file__).parent / "static" / "index.html"

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": content_policy(
        rewritten(_STREAMLITS_PAGE.read_text(encoding="utf-8"))
    ),
}
"""Sent with every answer."""


async def health(_request: Request) -> JSONResponse:
    """Answer ``/halsa``: versions and the database's latency; 503 when it is away."""
    return await to_thread.run_sync(_examine)


def _examine() -> JSONResponse:
    try:
        schema, latency = _ask()
    except SchemaMismatchError as mismatch:
        return _sick("schema", schema_version=mismatch.version.found)
    except (SQLAlchemyError, EmbeddedServerError) as error:
        reach().lost(error)
        return _sick("database")
    reach().found()
    return JSONResponse(
        {
            "status": "ok",
            "version": PROGRAM_VERSION,
            "schema_version": schema,
            "database_latency_ms": round(latency, 2),
        },
        headers={"cache-control": "no-store"},
    )


@patiently
def _ask() -> tuple[str, float]:
    return require_current_schema(engine()), latency_ms(engine())


def _sick(what: str, **further: str | None) -> JSONResponse:
    return JSONResponse(
        {"status": "error", "fault": what, "version": PROGRAM_VERSION, **further},
        status_code=503,
        headers={"cache-control": "no-store"},
    )


def report_script_error(error: Exception) -> bool:
    """Log an error of a page under a number, and show the reader that number; no stack trace."""
    number = uuid.uuid4().hex[:8].upper()
    if isinstance(error, DatabaseError):
        # The database quotes the row that it refuses: its code is logged, never its words.
        state = getattr(error.orig, "sqlstate", None)
        log.error("script_error", number=number, error=type(error).__name__, sqlstate=state)
    else:
        log.error("script_error", number=number, exc_info=error)
    notices.script_error(number)
    return True


class OwnPage:
    """Make Streamlit's HTML page ours: it says that it is in Swedish, and where the server is.

    Without being told, the page looks for the server under each deep link first, which fills the
    console with errors. A pure ASGI middleware: `BaseHTTPMiddleware` would hold back streams.
    """

    _NOT_PASSED_ON = (b"accept-encoding", b"if-none-match", b"if-modified-since")

    def __init__(self, app: ASGIApp, folders: Collection[str] = ()) -> None:
        self.app = app
        self._others = tuple(f"/{folder}/" for folder in folders)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and rewrite the page when it is asked for; not what is in folders."""
        if (
            scope["type"] != "http"
            or str(scope["path"]).startswith(self._others)
            or b"text/html" not in dict(scope["headers"]).get(b"accept", b"")
        ):
            await self.app(scope, receive, send)
            return
        # It must come whole and readable, and is not the one that an earlier tag was made of.
        kept = [each for each in scope["headers"] if each[0] not in self._NOT_PASSED_ON]
        await self.app({**scope, "headers": kept}, receive, _Rewriter(send).send)


class _Rewriter:
    """Holds a page's body back until it is whole, and sends it rewritten."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message = {}
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        headers = MutableHeaders(scope=self._start)
        if headers.get("content-type", "").startswith("text/html"):
            self._body = rewritten(self._body.decode()).encode()
            headers["content-length"] = str(len(self._body))
            del headers["etag"]
            del headers["last-modified"]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


class SafeHeaders:
    """Put the security headers on every answer."""

    def __init__(self, app: ASGIApp, *, is_encrypted: bool) -> None:
        self.app = app
        # A year: the browser then asks over TLS only, whatever link it follows.
        tls = {"strict-transport-security": "max-age=31536000"} if is_encrypted else {}
        self._headers = {**HEADERS, **tls}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, and add the headers to answers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
