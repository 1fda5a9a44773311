"""The doors of the panel: what comes in, and what does not."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DeferredFileRequestPayload,
    InstallSkillsRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState

from config.settings import Settings
from ui.doors import KnownMessages, KnownPaths, OnlyThisMachine, OwnOrigin
from ui.server import SafeHeaders


async def _answer(_request: object) -> PlainTextResponse:
    return PlainTextResponse("inne")


async def _echo(socket: WebSocket) -> None:
    await socket.accept()
    async for raw in socket.iter_bytes():
        await socket.send_bytes(raw)


async def _greet(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("inne")
    await socket.close()


_HEARTBEAT = BackMsg(app_heartbeat=True).SerializeToString()
_DOWNLOAD = BackendOperationRequest(
    request_id="1", deferred_file=DeferredFileRequestPayload(file_id="a")
)
_INSTALL = BackendOperationRequest(request_id="1", install_skills=InstallSkillsRequestPayload())


def _client(*, is_encrypted: bool = False) -> TestClient:
    app = Starlette(
        routes=[
            WebSocketRoute("/_stcore/stream", _greet),
            WebSocketRoute("/_stcore/other", _greet),
            Route("/{path:path}", _answer, methods=["GET", "PUT"]),
        ],
        middleware=[
            Middleware(SafeHeaders, is_encrypted=is_encrypted),
            Middleware(OwnOrigin),
            Middleware(KnownPaths, pages=["", "punkt"], routes=["halsa"]),
        ],
    )
    return TestClient(app, base_url="http://panel")


@pytest.mark.parametrize(
    "path",
    ["/", "/punkt", "/punkt/", "/halsa", "/static/js/a.js", "/media/1.csv", "/app/static/a.woff2",
     "/favicon.png", "/_stcore/health", "/_stcore/host-config"],
)  # fmt: skip
def test_what_the_panel_uses_comes_in(path: str) -> None:
    assert _client().get(path).text == "inne"


@pytest.mark.parametrize(
    "path",
    ["/_stcore/metrics", "/_stcore/upload_file/a/b", "/_stcore/bidi-components/a", "/component/a",
     "/static", "/finnsinte", "/punkt/1", "/pages/punkt.py", "/oversikt", "/wp-login.php"],
)  # fmt: skip
def test_what_it_does_not_use_is_not_there(path: str) -> None:
    answer = _client().get(path)
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_socket_of_our_own_page_comes_in() -> None:
    with _client().websocket_connect(
        "/_stcore/stream", headers={"origin": "http://panel", "host": "panel"}
    ) as socket:
        assert socket.receive_text() == "inne"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/_stcore/stream", {"host": "panel"}),
        ("/_stcore/stream", {"host": "panel", "origin": "http://evil.example"}),
        ("/_stcore/stream", {"host": "panel", "origin": "null"}),
        ("/_stcore/other", {"host": "panel", "origin": "http://panel"}),
    ],
)
def test_any_other_socket_does_not(path: str, headers: dict[str, str]) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        _client().websocket_connect(path, headers=headers) as socket,
    ):
        socket.receive_text()


@pytest.mark.parametrize(
    ("client", "is_let_in"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("192.0.2.7", False),
        ("10.0.0.1", False),
        ("0.0.0.0", False),
        ("2001:db8::1", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_without_sign_in_only_this_machine_is_let_in(client: str, is_let_in: bool) -> None:
    app = Starlette(
        routes=[WebSocketRoute("/s", _greet), Route("/", _answer)],
        middleware=[Middleware(OnlyThisMachine)],
    )
    # Whatever the host is said to be.
    caller = TestClient(app, base_url="http://localhost", client=(client, 1))
    answer = caller.get("/")
    assert answer.status_code == (200 if is_let_in else 403)
    assert ("inne" in answer.text) is is_let_in
    if is_let_in:
        with caller.websocket_connect("/s") as socket:
            assert socket.receive_text() == "inne"
    else:
        with pytest.raises(WebSocketDisconnect), caller.websocket_connect("/s"):
            pytest.fail("a stranger came in")


def _echoing() -> TestClient:
    app = Starlette(routes=[WebSocketRoute("/", _echo)], middleware=[Middleware(KnownMessages)])
    return TestClient(app)


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(rerun_script=ClientState(query_string="ar=2026")),
        BackMsg(stop_script=True),
        BackMsg(app_heartbeat=True),
        BackMsg(backend_operation_request=_DOWNLOAD),
    ],
)
def test_a_message_that_the_panels_pages_send_comes_in(message: BackMsg) -> None:
    with _echoing().websocket_connect("/") as socket:
        socket.send_bytes(message.SerializeToString())
        assert BackMsg.FromString(socket.receive_bytes()) == message


@pytest.mark.parametrize(
    "raw",
    [
        BackMsg(clear_cache=True).SerializeToString(),
        BackMsg(load_git_info=True).SerializeToString(),
        BackMsg(set_run_on_save=True).SerializeToString(),
        BackMsg(debug_shutdown_runtime=True).SerializeToString(),
        BackMsg(debug_disconnect_websocket=True).SerializeToString(),
        BackMsg(backend_operation_request=_INSTALL).SerializeToString(),
        BackMsg(rerun_script=ClientState(fragment_id="a")).SerializeToString(),
        BackMsg(
            backend_operation_request=BackendOperationRequest(
                session_id='a\n{"event": "sign_in"}',
                deferred_file=DeferredFileRequestPayload(file_id="a"),
            )
        ).SerializeToString(),
        BackMsg().SerializeToString(),
        b"inget meddelande",
    ],
)
def test_any_other_message_is_left_unheard(raw: bytes) -> None:
    with _echoing().websocket_connect("/") as socket:
        socket.send_bytes(raw)
        socket.send_text("inte heller text")
        socket.send_bytes(_HEARTBEAT)
        assert socket.receive_bytes() == _HEARTBEAT


@pytest.mark.parametrize(("is_encrypted", "told"), [(True, "max-age=31536000"), (False, None)])
def test_only_behind_tls_the_browser_is_told_to_stay_there(
    is_encrypted: bool, told: str | None
) -> None:
    headers = _client(is_encrypted=is_encrypted).get("/").headers
    assert headers.get("strict-transport-security") == told


@pytest.mark.parametrize(
    ("address", "hosts", "is_encrypted"),
    [
        (None, ["localhost", "127.0.0.1"], False),
        ("https://panel.example", ["localhost", "127.0.0.1", "panel.example"], True),
        ("http://10.0.0.5:8501", ["localhost", "127.0.0.1", "10.0.0.5"], False),
    ],
)
def test_the_panel_answers_to_its_own_name(
    address: str | None, hosts: list[str], is_encrypted: bool
) -> None:
    found = Settings.model_validate({"address": address})
    assert found.hosts == hosts
    assert found.is_encrypted is is_encrypted
