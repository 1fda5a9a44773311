"""The way in for a file: for a page that waits for one, by a sign-in that lasts, once at a time."""

from collections.abc import Iterator

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLsRequest

from config.settings import settings
from domain.access import AccessDeniedError, Role, Viewer
from ui import uploads
from ui.doors import KnownPaths, _is_ours
from ui.uploads import waiting

SESSION = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"
FILE = "33333333-3333-4333-8333-333333333333"
PLACE = f"/_stcore/upload_file/{SESSION}/{FILE}"
LEAD = Viewer(role=Role.TEAM_LEAD, key="nyckel")

ended: set[str] = set()


@pytest.fixture(autouse=True)
def _anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Begin with nobody waiting; the database says which sign-ins last."""
    monkeypatch.setattr(uploads, "_may_still", lambda viewer: viewer.key not in ended)
    monkeypatch.setenv("TRYGGHET_MAX_IMPORT_MEGABYTES", "1")
    settings.cache_clear()
    st.cache_resource.clear()
    ended.clear()
    yield
    settings.cache_clear()
    st.cache_resource.clear()


async def _answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


def _client() -> TestClient:
    methods = ["GET", "PUT", "DELETE", "OPTIONS", "POST"]
    return TestClient(
        Starlette(
            routes=[Route("/{path:path}", _answer, methods=methods)],
            middleware=[Middleware(KnownPaths, pages=[""], routes=[])],
        )
    )


def test_a_file_that_is_waited_for_comes_in_whole() -> None:
    waiting().begin(SESSION, LEAD)
    answer = _client().put(PLACE, content=b"x" * 1000)
    assert (answer.status_code, answer.text) == (200, "1000")
    assert _client().delete(PLACE).status_code == 200


@pytest.mark.parametrize("role", [None, *(each for each in Role if each is not Role.TEAM_LEAD)])
def test_nobody_else_can_be_waited_for(role: Role | None) -> None:
    with pytest.raises(AccessDeniedError):
        waiting().begin(SESSION, Viewer(role=role, key="annan"))
    assert _client().put(PLACE, content=b"x").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/_stcore/upload_file/{OTHER}/{FILE}",
        f"/_stcore/upload_file/{SESSION}/../{FILE}",
        f"/_stcore/upload_file/{SESSION}/{FILE}/mer",
        f"/_stcore/upload_file/{SESSION}/valfritt",
        f"/_stcore/upload_file/{SESSION.upper()}x/{FILE}",
        f"/_stcore/upload_file/{SESSION}",
    ],
)
def test_no_other_place_is_there(path: str) -> None:
    waiting().begin(SESSION, LEAD)
    assert _client().put(path, content=b"x").status_code == 404


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "HEAD", "PATCH"])
def test_nothing_else_is_done_there(method: str) -> None:
    waiting().begin(SESSION, LEAD)
    assert _client().request(method, PLACE).status_code == 404


def test_a_sign_in_that_has_ended_sends_nothing() -> None:
    waiting().begin(SESSION, LEAD)
    ended.add(LEAD.key)
    assert _client().put(PLACE, content=b"x").status_code == 404
    assert _client().delete(PLACE).status_code == 404


def test_a_page_that_waits_no_longer_gets_nothing() -> None:
    waiting().begin(SESSION, LEAD)
    waiting().end(SESSION)
    assert _client().put(PLACE, content=b"x").status_code == 404


def test_too_much_is_refused_before_it_is_read() -> None:
    waiting().begin(SESSION, LEAD)
    # A little more than the file is its wrapping.
    assert _client().put(PLACE, content=b"x" * 1_000_500).status_code == 200
    assert _client().put(PLACE, content=b"x" * 1_010_001).status_code == 413


@pytest.mark.parametrize("told", ["", "-1", "1e9", "١"])
def test_what_has_no_told_length_is_refused(told: str) -> None:
    waiting().begin(SESSION, LEAD)
    headers = {b"content-length": told.encode()} if told else {b"transfer-encoding": b"chunked"}
    assert _client().put(PLACE, content=b"x", headers=headers).status_code == 411


def test_one_sign_in_sends_one_file_at_a_time() -> None:
    waiting().begin(SESSION, LEAD)
    waiting().begin(OTHER, LEAD)
    assert waiting().make_room(LEAD)
    assert _client().put(PLACE, content=b"x").status_code == 409
    assert _client().put(PLACE.replace(SESSION, OTHER), content=b"x").status_code == 409
    waiting().received(LEAD)
    assert _client().put(PLACE, content=b"x").status_code == 200
    # The one that has come is no longer on its way.
    assert _client().put(PLACE, content=b"x").status_code == 200


def test_an_earlier_file_of_the_same_sign_in_is_let_go_of(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []
    monkeypatch.setattr(uploads, "_let_go", gone.append)
    waiting().begin(SESSION, LEAD)
    waiting().begin(OTHER, Viewer(role=Role.TEAM_LEAD, key="en annan"))
    _client().put(PLACE, content=b"x")
    assert gone == [SESSION]


def test_the_sessions_that_wait_are_bounded() -> None:
    waiting().begin(SESSION, LEAD)
    for number in range(1000):
        waiting().begin(f"{number:08}-1111-4111-8111-111111111111", LEAD)
    assert waiting().viewer(SESSION) is None
    assert waiting().viewer("00000999-1111-4111-8111-111111111111") is LEAD


@pytest.mark.parametrize(
    ("asked", "is_heard"),
    [
        (FileURLsRequest(request_id="a-1", session_id=SESSION, file_names=["a.csv"]), True),
        (FileURLsRequest(request_id="a-1", session_id=OTHER, file_names=["a.csv"]), False),
        (FileURLsRequest(request_id="a-1", session_id="", file_names=["a.csv"]), False),
        (FileURLsRequest(request_id="a-1", session_id=SESSION, file_names=["a", "b"]), False),
        (FileURLsRequest(request_id="a-1", session_id=SESSION), False),
        (FileURLsRequest(request_id="a\n", session_id=SESSION, file_names=["a.csv"]), False),
    ],
)
def test_a_place_is_asked_for_by_a_page_that_waits_for_one_file(
    asked: FileURLsRequest, is_heard: bool
) -> None:
    waiting().begin(SESSION, LEAD)
    raw = BackMsg(file_urls_request=asked).SerializeToString()
    assert _is_ours(raw) is is_heard
