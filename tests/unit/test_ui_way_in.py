"""The way to the provider and back: cookies, limits, and where it leads."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from config.settings import Provider, Settings
from tests.accounts import ISSUER
from ui.cookies import SafeCookies
from ui.doors import why_closed
from ui.way_in import FewSignIns, ToldFailures, own_page, streamlit_secrets

PAGES = ["", "medel", "punkt"]
SHARED = "postgresql://anna:hemligt@databasen/panelen"
PROVIDERS = {
    "prov": Provider(
        title="Provet",
        client_id="panelen",
        client_secret="hemligt",  # type: ignore[arg-type]
        server_metadata_url=f"{ISSUER}/.well-known",  # type: ignore[arg-type]
    )
}


async def _baker(request: Request) -> PlainTextResponse:
    answer = PlainTextResponse("inne")
    answer.set_cookie("lang", "a", max_age=30 * 24 * 3600, httponly=True, samesite="lax")
    answer.set_cookie("kort", "b", max_age=60)
    answer.set_cookie("flik", "c")
    return answer


def _client(*, is_encrypted: bool = True) -> TestClient:
    app = Starlette(
        routes=[Route("/{path:path}", _baker)],
        middleware=[
            Middleware(FewSignIns, per_minute=3),
            Middleware(SafeCookies, is_encrypted=is_encrypted, hours=8),
        ],
    )
    return TestClient(app, base_url="https://panel" if is_encrypted else "http://panel")


def test_no_cookie_lives_longer_than_a_session_or_travels_without_tls() -> None:
    cookies = _client().get("/").headers.get_list("set-cookie")
    assert len(cookies) == 3
    assert all("Secure" in each for each in cookies)
    assert "Max-Age=28800" in cookies[0]
    assert "HttpOnly" in cookies[0]
    assert "samesite=lax" in cookies[0].lower()
    assert "Max-Age=60" in cookies[1]
    assert "Max-Age" not in cookies[2]


def test_without_tls_a_cookie_can_still_be_set() -> None:
    cookies = _client(is_encrypted=False).get("/").headers.get_list("set-cookie")
    assert not any("Secure" in each for each in cookies)


def test_one_address_may_try_so_often_and_still_see_pages() -> None:
    client = _client()
    for _attempt in range(3):
        assert client.get("/oauth2callback").status_code == 200
    refused = client.get("/logga-in")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "60"
    assert "Vänta en minut" in refused.text
    assert client.get("/medel").status_code == 200


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/medel", "/medel"),
        ("%2Fmedel%3Far%3D2025", "/medel?ar=2025"),
        ("/", "/"),
        ("/finns-inte", ""),
        ("https://ond.example/medel", ""),
        ("//ond.example/medel", ""),
        ("///medel", ""),
        ("////medel#@x", ""),
        ("%2F%2F%2Fmedel", ""),
        ("/\\ond.example", ""),
        ("%2F%2Fond.example", ""),
        ("javascript:alert(1)", ""),
        ("medel", ""),
        ("", ""),
        ("/medel%0d%0aset-cookie:a", ""),
        ("/medel?ar=1%0d%0aset-cookie:a", ""),
        ("/medel?ar=å", ""),
    ],
)
def test_only_pages_of_ours_are_led_to(asked: str, led: str) -> None:
    assert own_page(asked, PAGES) == led


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/auth/login", 302, "kvar"),
        ("/auth/login", 400, "Inloggningen svarar inte just nu"),
        ("/auth/login", 500, "Inloggningen svarar inte just nu"),
        ("/annat", 400, "kvar"),
    ],
)
def test_a_provider_that_is_away_is_told_in_words_of_ours(
    path: str, status: int, told: str
) -> None:
    async def fail(_request: Request) -> PlainTextResponse:
        return PlainTextResponse("kvar", status)

    app = Starlette(routes=[Route(path, fail)], middleware=[Middleware(ToldFailures)])
    answer = TestClient(app, follow_redirects=False).get(path)
    assert told in answer.text
    assert (answer.status_code == status) is (told == "kvar")


@pytest.mark.parametrize(
    ("settings", "word"),
    [
        (Settings(), ""),
        (Settings(database_url=SHARED), "Databasen är delad"),
        (Settings(address="https://panelen.example"), "öppnar panelen för andra"),  # type: ignore[arg-type]
        (
            Settings(
                database_url=SHARED,
                providers=PROVIDERS,
                address="https://panelen.example",  # type: ignore[arg-type]
                cookie_secret="ett prov som är minst trettiotvå tecken långt",  # type: ignore[arg-type]
            ),
            "",
        ),
    ],
)
def test_what_others_can_reach_is_closed_without_sign_in(settings: Settings, word: str) -> None:
    closed = why_closed(settings)
    assert word in closed
    assert bool(closed) == bool(word)


def test_streamlit_is_told_of_each_provider_and_to_prove_its_code() -> None:
    settings = Settings(
        providers=PROVIDERS,
        address="https://panelen.example",  # type: ignore[arg-type]
        cookie_secret="ett prov som är minst trettiotvå tecken långt",  # type: ignore[arg-type]
    )
    told = streamlit_secrets(settings)["auth"]
    assert told["redirect_uri"] == "https://panelen.example/oauth2callback"
    assert told["prov"]["client_kwargs"]["code_challenge_method"] == "S256"  # type: ignore[index]
    assert streamlit_secrets(Settings()) == {}
