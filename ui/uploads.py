"""Which of Streamlit's sessions may send a file at this moment, and the way in for it.

Streamlit takes any number of files, under any names, from everybody who holds an open session,
signed in or not, and keeps them in memory. Here a file comes in only for a page that waits for one,
and only one at a time.
"""

import re
from collections import OrderedDict
from dataclasses import dataclass, field

import streamlit as st
import structlog
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from config.settings import settings
from data_access.engine import DatabaseError, reading
from domain.access import Right, SessionEndedError, Viewer, require
from ui.session import engine

log = structlog.get_logger()

_NAME = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PLACE = re.compile(rf"/?_stcore/upload_file/(?P<session>{_NAME})/{_NAME}")
"""Where a page sends a file: its session and the file, each as Streamlit names them."""

_WRAPPING = 10_000
"""Bytes of a request besides its file, with room to spare."""

_MOST_WAITING = 1000
"""Sessions that are remembered; the oldest is then forgotten, and its page is drawn once more."""


@dataclass(slots=True)
class Waiting:
    """The sessions whose page waits for a file, each with who sits there."""

    _viewers: "OrderedDict[str, Viewer]" = field(default_factory=OrderedDict)
    _receiving: set[str] = field(default_factory=set)

    def begin(self, session: str, viewer: Viewer) -> None:
        """Wait for a file of a session.

        Raises:
            AccessDeniedError: the viewer may not take in activities from a file.
        """
        require(viewer, Right.REGISTER_ACTIVITIES)
        require(viewer, Right.IMPORT_FILES)
        self._viewers[session] = viewer
        self._viewers.move_to_end(session)
        while len(self._viewers) > _MOST_WAITING:
            self._viewers.popitem(last=False)

    def end(self, session: str) -> None:
        """Wait no longer, and let go of what has come."""
        self._viewers.pop(session, None)
        _let_go(session)

    def viewer(self, session: str) -> Viewer | None:
        """Return who sits where a file is waited for; None where none is."""
        return self._viewers.get(session)

    def make_room(self, viewer: Viewer) -> bool:
        """Let go of whatever else came by the same sign-in; False while a file of it is coming."""
        if viewer.key in self._receiving:
            return False
        self._receiving.add(viewer.key)
        for session, other in list(self._viewers.items()):
            if other.key == viewer.key:
                _let_go(session)
        return True

    def received(self, viewer: Viewer) -> None:
        """Note that a file has come, or came to nothing."""
        self._receiving.discard(viewer.key)


@st.cache_resource(show_spinner=False)
def waiting() -> Waiting:
    """Return the sessions of this process that wait for a file."""
    return Waiting()


def wait_for_file(viewer: Viewer) -> None:
    """Let the browser of this run send a file.

    Raises:
        AccessDeniedError: the viewer may not take in activities from a file.
    """
    waiting().begin(_this_session(), viewer)


def stop_waiting() -> None:
    """Let the browser of this run send nothing more, and free what it has sent."""
    waiting().end(_this_session())


def is_place(path: str) -> bool:
    """Whether a path is one that a page can be told to send a file to."""
    return _PLACE.fullmatch(path) is not None


class ExpectedFiles:
    """Take in a file that a page waits for: of its own session, signed in and with the right."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is expected; anything else gets what a path that is not there would."""
        place = _PLACE.fullmatch(str(scope["path"]))
        viewer = waiting().viewer(place["session"]) if place else None
        if (
            viewer is None
            or scope["method"] not in ("PUT", "DELETE")
            or not await to_thread.run_sync(_may_still, viewer)
        ):
            log.warning("file_refused", method=scope["method"])
            await Response(status_code=404)(scope, receive, send)
        elif scope["method"] == "DELETE":
            await self._app(scope, receive, send)
        else:
            await self._receive(viewer, scope, receive, send)

    async def _receive(self, viewer: Viewer, scope: Scope, receive: Receive, send: Send) -> None:
        told = Headers(scope=scope).get("content-length", "")
        most = settings().max_import_megabytes * 1_000_000 + _WRAPPING
        # A server takes no more of a body than was told; one of no told length has no end.
        if not (told.isascii() and told.isdecimal()):
            await Response(status_code=411)(scope, receive, send)
        elif int(told) > most:
            await Response(status_code=413)(scope, receive, send)
        elif not waiting().make_room(viewer):
            await Response(status_code=409)(scope, receive, send)
        else:
            try:
                await self._app(scope, receive, send)
            finally:
                waiting().received(viewer)


def _may_still(viewer: Viewer) -> bool:
    """Whether the sign-in lasts: it ends with the account's role too."""
    try:
        with reading(engine(), viewer):
            return True
    except (SessionEndedError, DatabaseError):
        return False


def _let_go(session: str) -> None:
    if runtime.exists():
        runtime.get_instance().uploaded_file_mgr.remove_session_files(session)


def _this_session() -> str:
    context = get_script_run_ctx()
    return context.session_id if context else ""
