"""The addresses of packs and presentations, for those who may read them."""

import re
from collections.abc import Awaitable, Callable
from functools import partial, wraps
from http import HTTPStatus

from anyio import to_thread
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from data_access.announcements import Listener
from data_access.engine import DatabaseError, is_lost_connection, reading
from data_access.facts import NotSettledError
from data_access.meetings import (
    fetch_meeting,
    fetch_pack_content,
    fetch_packs,
    fetch_public_pack,
)
from data_access.migrate import SchemaMismatchError
from data_access.server_programs import EmbeddedServerError
from domain.access import AccessDeniedError, Right, SessionEndedError, Viewer
from domain.packs.compose import content_of
from domain.packs.content import Content
from domain.programme import Programme
from services.keep_meetings import UnknownMeetingError
from services.make_pack import gather_briefing, organisation
from texts import _
from transfer.packs.canonical import from_json
from transfer.packs.files import MAKERS
from transfer.packs.presentation import to_presentation
from ui.doors import plain_page
from ui.pack_shelf import Shelf, ShelvedFile
from ui.session import engine, patiently, reach
from ui.visitor import shown_programme, visitor

FOLDERS = ("paket", "visning")
"""The first part of these addresses."""

_TYPES = {
    "paket.html": "text/html; charset=utf-8",
    "paket.pdf": "application/pdf",
    "paket.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "paket.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_ASKED_FOR_EACH_TIME = "no-cache"
"""A file never changes, but who may read it does: a kept copy is used when it was asked for."""

_FINGERPRINT = re.compile("[0-9a-f]{64}")
_MEETING = re.compile("[0-9]{1,18}")
"""What of an address the database is asked for: what is neither, nobody has."""

_SCRIPT = "/app/static/presentation.js"

Answer = Callable[[Request], Awaitable[Response]]

shelf = Shelf()
"""Of this process."""

listener = Listener(engine, "meeting_pack", shelf.forget, shelf.forget)
"""Hears when a pack is made public, or no longer."""


async def pack_file(request: Request) -> Response:
    """Answer ``/paket/<fingerprint>/<name>``: to everybody where the link is public."""
    mark, name = request.path_params["fingerprint"], request.path_params["name"]
    if name not in MAKERS or not _FINGERPRINT.fullmatch(mark):
        return _not_there()
    known = shelf.file(mark, name)
    if known and shelf.is_public(mark):
        return _answer(request, known, name, is_public=True)
    found = await to_thread.run_sync(partial(_find, request, mark))
    if found is None:
        return _not_there()
    text, is_public = found
    made = await to_thread.run_sync(partial(shelf.made, mark, name, text))
    return _answer(request, made, name, is_public=is_public)


async def pack(request: Request) -> Response:
    """Answer ``/paket/<fingerprint>``: the page of it."""
    return RedirectResponse(f"/paket/{request.path_params['fingerprint']}/paket.html")


async def nothing(_request: Request) -> Response:
    """Answer what else is asked for under these addresses."""
    return _not_there()


async def presentation(request: Request) -> Response:
    """Answer ``/visning/<meeting>``: what the meeting is shown, as it is when it is asked for."""
    asked = request.path_params["meeting"]
    if not _MEETING.fullmatch(asked):
        return _not_there()
    page = await to_thread.run_sync(partial(_present, request, int(asked)))
    if page is None:
        return _not_there()
    # What a presenter sees changes when it is loaded again, and only then.
    return HTMLResponse(page, headers={"cache-control": "no-store"})


def _reached(answer: Answer) -> Answer:
    """Let an answer be a page that says so where the database cannot be reached."""

    @wraps(answer)
    async def told(request: Request) -> Response:
        try:
            return await answer(request)
        except NotSettledError:
            return _not_yet()
        except PoolTimeoutError as error:
            reach().lost(error)
            return _away()
        except (DatabaseError, EmbeddedServerError, SchemaMismatchError) as error:
            if isinstance(error, DatabaseError) and not is_lost_connection(error):
                raise
            reach().lost(error)
            return _away()

    return told


ROUTES = (
    Route("/paket/{fingerprint:str}/{name:str}", _reached(pack_file)),
    Route("/paket/{fingerprint:str}", pack),
    Route("/visning/{meeting:str}", _reached(presentation)),
    # Streamlit would answer with its own page.
    *(Route(f"/{folder}/{{rest:path}}", nothing) for folder in FOLDERS),
)


@patiently
def _find(request: Request, mark: str) -> tuple[str, bool] | None:
    """Return a pack's content and whether it is for everybody; None: it is not for this reader."""
    words = shelf.words
    with engine().connect() as connection:
        text = fetch_public_pack(connection, mark)
    if text is not None:
        if listener.hears:
            shelf.believe_public(mark, words)
        return text, True
    whose = _reader(request)
    if whose is None:
        return None
    programme, reader = whose
    try:
        with reading(engine(), reader) as connection:
            text = fetch_pack_content(connection, reader, programme.id, mark)
    except SessionEndedError:
        return None
    return None if text is None else (text, False)


def _present(request: Request, meeting_id: int) -> bytes | None:
    whose = _reader(request)
    if whose is None:
        return None
    programme, reader = whose
    try:
        content, mark = _content(programme, reader, meeting_id)
    except (UnknownMeetingError, SessionEndedError, AccessDeniedError):
        return None
    return to_presentation(
        content, mark, back_href=f"/sammantrade?mote={meeting_id}", script_src=_SCRIPT
    )


def _content(programme: Programme, reader: Viewer, meeting_id: int) -> tuple[Content, str | None]:
    """Return what a meeting is shown: its frozen pack once it is closed, else how it is now."""
    with reading(engine(), reader) as connection:
        meeting = fetch_meeting(connection, reader, programme.id, meeting_id)
        packs = fetch_packs(connection, reader, programme.id, [meeting_id]).get(meeting_id)
        if meeting and meeting.as_of and packs:
            mark = packs[0].fingerprint
            text = fetch_pack_content(connection, reader, programme.id, mark)
            return from_json((text or "").encode()), mark
    briefing = gather_briefing(
        engine(),
        viewer=reader,
        programme=programme,
        meeting_id=meeting_id,
        organisation=organisation(),
        is_kept=False,
    )
    return content_of(briefing), None


def _reader(request: Request) -> tuple[Programme, Viewer] | None:
    programme = shown_programme()
    if programme is None:
        return None
    reader = visitor(request, programme.id)
    return (programme, reader) if reader.may(Right.SEE_PACKS) else None


def _answer(request: Request, found: ShelvedFile, name: str, *, is_public: bool) -> Response:
    headers = {
        "cache-control": f"{'public' if is_public else 'private'}, {_ASKED_FOR_EACH_TIME}",
        # Weak, for the compressed answer has other bytes.
        "etag": f'W/"{found.digest}"',
        "vary": "accept-encoding, cookie",
        "content-disposition": f"{'inline' if name.endswith(('html', 'pdf')) else 'attachment'};"
        f' filename="{name}"',
    }
    # A browser may name several.
    if f'"{found.digest}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    data = found.data
    if found.compressed and "gzip" in request.headers.get("accept-encoding", ""):
        data, headers["content-encoding"] = found.compressed, "gzip"
    return Response(data, media_type=_TYPES[name], headers=headers)


def _not_there() -> Response:
    # The same whether there is none or it is not for the one who asks: neither is told.
    return plain_page(
        _("Paketet finns inte här"),
        _("Det finns inte, är inte längre delat, eller så behöver du logga in först."),
        status=HTTPStatus.NOT_FOUND,
    )


def _away() -> Response:
    return _later(
        _("Panelen når inte databasen just nu"),
        _("Inget är förlorat. Vänta en stund och försök igen."),
    )


def _not_yet() -> Response:
    return _later(
        _("Någon skriver just nu"),
        _("Det som var känt vid den tiden är inte klart ännu. Vänta en stund och försök igen."),
    )


def _later(title: str, sentence: str) -> Response:
    page = plain_page(title, sentence, status=HTTPStatus.SERVICE_UNAVAILABLE)
    page.headers["cache-control"] = "no-store"
    return page
