"""The addresses of packs and presentations, for those who may read them."""

from functools import partial
from http import HTTPStatus

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from data_access.announcements import Listener
from data_access.engine import reading
from data_access.meetings import fetch_pack_content, fetch_packs, fetch_public_pack
from domain.access import AccessDeniedError, Right, SessionEndedError, Viewer
from domain.packs.compose import content_of
from domain.packs.content import Content
from domain.programme import Programme
from services.keep_meetings import UnknownMeetingError
from services.make_pack import gather_briefing, organisation
from texts import _
from transfer.packs.canonical import fingerprint as fingerprint_of
from transfer.packs.canonical import from_json, to_json
from transfer.packs.files import MAKERS
from transfer.packs.presentation import to_presentation
from ui.doors import plain_page
from ui.pack_shelf import Shelf, ShelvedFile
from ui.session import engine, patiently
from ui.visitor import shown_programme, visitor

FOLDERS = ("paket", "visning")
"""The first part of these addresses."""

_TYPES = {
    "paket.html": "text/html; charset=utf-8",
    "paket.pdf": "application/pdf",
    "paket.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "paket.pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_FOR_EVER = "max-age=31536000, immutable"

_SCRIPT = "/app/static/presentation.js"

shelf = Shelf()
"""Of this process."""

listener = Listener(engine, "meeting_pack", shelf.forget, shelf.forget)
"""Hears when a pack is made public, or no longer."""


async def pack_file(request: Request) -> Response:
    """Answer ``/paket/<fingerprint>/<name>``: to everybody where the link is public."""
    mark, name = request.path_params["fingerprint"], request.path_params["name"]
    if name not in MAKERS:
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


async def presentation(request: Request) -> Response:
    """Answer ``/visning/<meeting>``: what the meeting is shown, as it is when it is asked for."""
    page = await to_thread.run_sync(partial(_present, request, int(request.path_params["meeting"])))
    if page is None:
        return _not_there()
    # What a presenter sees changes when it is loaded again, and only then.
    return HTMLResponse(page, headers={"cache-control": "no-store"})


ROUTES = (
    Route("/paket/{fingerprint:str}/{name:str}", pack_file),
    Route("/paket/{fingerprint:str}", pack),
    Route("/visning/{meeting:int}", presentation),
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


def _content(programme: Programme, reader: Viewer, meeting_id: int) -> tuple[Content, str]:
    """Return what a meeting is shown: its frozen pack once it is closed, else how it is now."""
    briefing = gather_briefing(
        engine(),
        viewer=reader,
        programme=programme,
        meeting_id=meeting_id,
        organisation=organisation(),
    )
    if briefing.meeting.as_of is not None:
        with reading(engine(), reader) as connection:
            packs = fetch_packs(connection, reader, programme.id, [meeting_id]).get(meeting_id)
            if packs:
                mark = packs[0].fingerprint
                text = fetch_pack_content(connection, reader, programme.id, mark)
                return from_json((text or "").encode()), mark
    content = content_of(briefing)
    return content, fingerprint_of(to_json(content))


def _reader(request: Request) -> tuple[Programme, Viewer] | None:
    programme = shown_programme()
    if programme is None:
        return None
    reader = visitor(request, programme.id)
    return (programme, reader) if reader.may(Right.SEE_PACKS) else None


def _answer(request: Request, found: ShelvedFile, name: str, *, is_public: bool) -> Response:
    headers = {
        "cache-control": f"{'public' if is_public else 'private'}, {_FOR_EVER}",
        "etag": f'"{found.digest}"',
        "vary": "accept-encoding, cookie",
        "content-disposition": f"{'inline' if name.endswith(('html', 'pdf')) else 'attachment'};"
        f' filename="{name}"',
    }
    if request.headers.get("if-none-match") == headers["etag"]:
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
