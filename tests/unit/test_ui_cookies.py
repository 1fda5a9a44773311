"""The cookies of a sign-in: one, small, and not put together of several."""

import json
from http.cookies import SimpleCookie
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import _set_auth_cookie

from config.settings import settings
from tests.accounts import SIGN_IN, claims_of, environment
from ui.cookies import WholeCookies

MANY = [f"grupp-{number:04}-{'x' * 30}" for number in range(300)]


@pytest.fixture(autouse=True)
def _with_roles(monkeypatch: pytest.MonkeyPatch) -> Any:
    told = {**SIGN_IN, "PROVIDERS__PROV__ROLES": json.dumps({MANY[7]: "board"})}
    for name, value in environment(told).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield
    settings.cache_clear()


def _client(claims: dict[str, Any], token: str) -> TestClient:
    async def sign_in(_request: Request) -> Response:
        answer = Response("inne")
        answer.set_cookie("annan", "kvar")
        await _set_auth_cookie(answer, claims, {"id_token": token, "access_token": "hemlig"})
        return answer

    async def tell(request: Request) -> Response:
        return JSONResponse(dict(request.cookies))

    app = Starlette(
        routes=[Route("/in", sign_in), Route("/tell", tell)],
        middleware=[Middleware(WholeCookies)],
    )
    return TestClient(app)


def _given(client: TestClient) -> dict[str, str]:
    headers = client.get("/in").headers.get_list("set-cookie")
    assert all(len(each) < 4096 for each in headers)
    return {
        name: each.value
        for header in headers
        for name, each in SimpleCookie(header).items()
        if each["max-age"] != "0"
    }


def _read(name: str, value: str) -> dict[str, Any]:
    plain = decode_signed_value(get_cookie_secret(), name, value)
    assert plain is not None
    read: dict[str, Any] = json.loads(plain)
    return read


@pytest.mark.parametrize("groups", [[], MANY[:3], MANY])
def test_a_sign_in_is_one_cookie_with_what_the_panel_reads(groups: list[str]) -> None:
    claims = claims_of("a", groups=groups, origin="https://panelen.example", picture="x" * 9000)
    given = _given(_client(claims, "x" * 1000))
    assert set(given) == {"annan", "_streamlit_user", "_streamlit_user_tokens"}
    read = _read("_streamlit_user", given["_streamlit_user"])
    assert read.pop("groups") == ([MANY[7]] if groups is MANY else [])
    assert read == {
        name: value for name, value in claims.items() if name not in ("groups", "picture")
    }
    # The token that could ask the provider for more is kept nowhere.
    assert _read("_streamlit_user_tokens", given["_streamlit_user_tokens"]) == {
        "id_token": "x" * 1000
    }


def test_a_large_token_is_not_kept() -> None:
    given = _given(_client(claims_of("a", groups=MANY), "x" * 20_000))
    assert set(given) == {"annan", "_streamlit_user"}


def test_pieces_that_a_browser_sends_are_not_heard() -> None:
    client = _client(claims_of("a"), "x")
    sent = {
        "annan": "1",
        "_streamlit_user": "2",
        "_streamlit_user_1": "3",
        "_streamlit_user_22": "4",
        "_streamlit_user_tokens": "5",
        "_streamlit_user_tokens_1": "6",
    }
    told = "; ".join(f"{name}={value}" for name, value in sent.items())
    heard = client.get("/tell", headers={"cookie": told}).json()
    assert heard == {"annan": "1", "_streamlit_user": "2", "_streamlit_user_tokens": "5"}
