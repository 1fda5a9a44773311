"""Files sent without a browser: only the team leader's open page can be sent one."""

import asyncio
from collections.abc import Iterator

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLsRequest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.util import calc_hash

from domain.access import Role
from tests.raw_socket import RawSocket, raw_socket
from tests.world import World, shared_panel

PAGE, QUERY = "registrera", "vad=En%20fil"
"""The page that waits for a file, and how its address says so."""

FILE = "33333333-3333-4333-8333-333333333333"

ATTEMPTS = 4
"""New connections go to the two processes in turn: so many that some come to the right one."""


@pytest.fixture(scope="module")
def world(server_url: str, template: str) -> Iterator[World]:
    with shared_panel(server_url, template) as running:
        yield running


def _open(panel: RawSocket, page: str) -> str:
    """Open a page and return the name that Streamlit gives the session."""
    return panel.portal.call(asyncio.wait_for, _opened(panel, page), 60)


async def _opened(panel: RawSocket, page: str) -> str:
    asked = BackMsg()
    asked.rerun_script.page_script_hash = calc_hash(page)
    asked.rerun_script.query_string = QUERY
    asked.rerun_script.context_info.url = f"https://localhost/{page}"
    await panel.connection.send(asked.SerializeToString())
    session = ""
    while True:
        message = ForwardMsg.FromString(bytes(await panel.connection.recv()))  # type: ignore[arg-type]
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        if _is_end(message) and session:
            return session


def _is_end(message: ForwardMsg) -> bool:
    # A run that begins another has not finished.
    is_last = message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
    return message.WhichOneof("type") == "script_finished" and is_last


def _places(panel: RawSocket, session: str, *names: str, page: str = PAGE) -> list[str]:
    """Ask where to send files; returns what is answered before an answer to another question."""
    return panel.portal.call(asyncio.wait_for, _told_places(panel, session, names, page), 60)


async def _told_places(
    panel: RawSocket, session: str, names: tuple[str, ...], page: str
) -> list[str]:
    asked = FileURLsRequest(request_id="fil-1", session_id=session, file_names=names)
    await panel.connection.send(BackMsg(file_urls_request=asked).SerializeToString())
    again = BackMsg()
    # The same page once more: another one would let go of the file.
    again.rerun_script.page_script_hash = calc_hash(page)
    again.rerun_script.query_string = QUERY
    # A run that begins drops what has not been sent yet, the answer to the question too.
    await asyncio.sleep(1)
    places: list[str] = []
    # Twice: the first end that is heard may be that of a run from before the question.
    for _time in range(2):
        await panel.connection.send(again.SerializeToString())
        places += await _places_until_end(panel)
    return places


async def _places_until_end(panel: RawSocket) -> list[str]:
    places: list[str] = []
    has_begun = False
    while True:
        message = ForwardMsg.FromString(bytes(await panel.connection.recv()))  # type: ignore[arg-type]
        if message.WhichOneof("type") == "file_urls_response":
            places += [each.upload_url for each in message.file_urls_response.file_urls]
        has_begun = has_begun or message.WhichOneof("type") == "new_session"
        if _is_end(message) and has_begun:
            return places


def _send(
    world: World, session: str, *, with_cookie: bool = True, content: bytes = b"a;b\n1;2"
) -> set[int]:
    """Send a file to a session as a browser would; returns what the processes answered."""
    answers = set()
    for _attempt in range(ATTEMPTS):
        with world.client() as client:
            client.get("/_stcore/health")
            token = client.cookies.get("_streamlit_xsrf") or ""
            answers.add(_put(client, session, token if with_cookie else "", content))
    return answers


def _put(client: httpx2.Client, session: str, token: str, content: bytes) -> int:
    return client.put(
        f"/_stcore/upload_file/{session}/{FILE}",
        files={"file": ("a.csv", content)},
        headers={"X-Xsrftoken": token},
    ).status_code


def test_the_team_leaders_open_page_can_be_sent_a_file(world: World) -> None:
    """Without this the tests below would pass on a route that answers nobody."""
    with raw_socket(world, Role.TEAM_LEAD) as panel:
        session = _open(panel, PAGE)
        assert _send(world, session) == {204, 404}
        [place] = _places(panel, session, "a.csv")
        assert session in place


def test_a_request_that_another_site_has_made_is_refused(world: World) -> None:
    with raw_socket(world, Role.TEAM_LEAD) as panel:
        assert _send(world, _open(panel, PAGE), with_cookie=False) == {403, 404}


@pytest.mark.parametrize("role", [None, *(each for each in Role if each is not Role.TEAM_LEAD)])
@pytest.mark.parametrize("page", [PAGE, "om"])
def test_an_outsider_sends_nothing(world: World, role: Role | None, page: str) -> None:
    with raw_socket(world, role) as panel:
        session = _open(panel, page)
        assert session
        assert _send(world, session) == {404}
        assert _places(panel, session, "a.csv", page=page) == []


def test_a_page_that_waits_for_no_file_is_sent_none(world: World) -> None:
    with raw_socket(world, Role.TEAM_LEAD) as panel:
        session = _open(panel, "om")
        assert _send(world, session) == {404}
        assert _places(panel, session, "a.csv", page="om") == []


def test_no_places_are_made_up_by_the_thousand(world: World) -> None:
    with raw_socket(world, Role.TEAM_LEAD) as panel:
        session = _open(panel, PAGE)
        assert _places(panel, session, *["a.csv"] * 1000) == []


def test_a_role_that_is_lost_while_the_page_is_open_sends_nothing(world: World) -> None:
    with raw_socket(world, Role.TEAM_LEAD) as panel:
        session = _open(panel, PAGE)
        world.sql("update app_user set role = 'board' where email = 'team_lead@PROV.example'")
        try:
            assert _send(world, session) == {404}
        finally:
            world.sql(
                "update app_user set role = 'team_lead' where email = 'team_lead@PROV.example'"
            )
