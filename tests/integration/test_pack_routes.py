"""The addresses of packs: to whom they answer, what is kept of them, and when that is forgotten."""

import asyncio
import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx2
import pytest
from sqlalchemy import Connection, text

from domain.access import Role
from domain.calendar import STOCKHOLM
from tests.conftest import administer, run_trygghet
from tests.world import World, shared_panel
from texts.numbers import at_minute
from transfer.packs.files import MAKERS
from ui.server import HEADERS

READERS = (Role.BOARD, Role.DIRECTOR)
NOBODY = None
ABSENT = "Paketet finns inte här"
MARKS = {
    "paket.html": b"<!doctype html>",
    "paket.pdf": b"%PDF-",
    "paket.xlsx": b"PK",
    "paket.pptx": b"PK",
}
"""How each file begins."""


@pytest.fixture(scope="module")
def world(server_url: str, template: str) -> Iterator[World]:
    with shared_panel(server_url, template) as running:
        yield running


@pytest.fixture(scope="module")
def mark(world: World, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make a pack of the next meeting; its fingerprint."""
    folder = tmp_path_factory.mktemp("pack")
    made = run_trygghet("pack", "--latest", "--out", str(folder), **world.settings)
    assert made.returncode == 0, made.stderr
    with world.database.engine(role=None).connect() as connection:
        return str(connection.scalar(text("select max(fingerprint) from meeting_pack")))


@pytest.fixture(scope="module")
def clients(world: World) -> Iterator[dict[Role | None, httpx2.Client]]:
    """Give a signed-in client for each role, and one for nobody."""
    found: dict[Role | None, httpx2.Client] = {NOBODY: _patient(world)}
    for role in Role:
        found[role] = _patient(world)
        found[role].get(world.back_from_provider(found[role], role=role))
    yield found
    for each in found.values():
        each.close()


def _patient(world: World) -> httpx2.Client:
    """Return a client that waits while a file is made, as it is when first asked for."""
    client = world.client()
    client.timeout = httpx2.Timeout(60)
    return client


@contextmanager
def shared(world: World, mark: str) -> Iterator[None]:
    """Let a pack be public meanwhile."""
    _share(world, mark, is_public=True)
    yield
    _share(world, mark, is_public=False)


def _share(world: World, mark: str, *, is_public: bool) -> None:
    world.sql(f"update meeting_pack set is_public = {is_public} where fingerprint = '{mark}'")


def _meeting(world: World) -> int:
    with world.database.engine(role=None).connect() as connection:
        return int(connection.scalar(text("select max(meeting_id) from meeting_pack")) or 0)


@pytest.mark.parametrize("name", MAKERS)
def test_a_pack_that_is_not_shared_is_for_the_board_and_the_director(
    world: World, mark: str, clients: dict[Role | None, httpx2.Client], name: str
) -> None:
    for role, client in clients.items():
        answer = client.get(f"/paket/{mark}/{name}")
        if role in READERS:
            assert answer.status_code == 200, role
            assert answer.content.startswith(MARKS[name])
            assert answer.headers["cache-control"].startswith("private")
        else:
            assert answer.status_code == 404, role
            assert ABSENT in answer.text
            assert mark not in answer.text


@pytest.mark.parametrize("name", MAKERS)
def test_a_pack_that_is_shared_is_the_same_for_everybody(
    world: World, mark: str, clients: dict[Role | None, httpx2.Client], name: str
) -> None:
    with shared(world, mark):
        answers = [client.get(f"/paket/{mark}/{name}") for client in clients.values()]
        assert {each.status_code for each in answers} == {200}
        assert len({each.content for each in answers}) == 1
    _until_gone(lambda: [clients[NOBODY].get(f"/paket/{mark}/{name}").status_code])


def test_what_a_meeting_is_shown_is_for_the_board_and_the_director_also_when_its_pack_is_shared(
    world: World, mark: str, clients: dict[Role | None, httpx2.Client]
) -> None:
    with shared(world, mark):
        for role, client in clients.items():
            answer = client.get(f"/visning/{_meeting(world)}")
            assert answer.status_code == (200 if role in READERS else 404), role
            if role in READERS:
                assert answer.headers["cache-control"] == "no-store"


def test_a_presentation_tells_its_moment_by_swedish_time(
    world: World, clients: dict[Role | None, httpx2.Client]
) -> None:
    before = datetime.now(STOCKHOLM)
    answer = clients[Role.BOARD].get(f"/visning/{_meeting(world)}")
    told = {at_minute(moment) for moment in (before, datetime.now(STOCKHOLM))}
    assert any(f"Läget {moment}, inte fryst." in answer.text for moment in told)


@pytest.mark.parametrize(
    "path",
    [
        "/paket/{strange}/paket.html",
        "/paket/{mark}/paket.exe",
        "/paket/{mark}/innehall.json",
        "/paket/{mark}/paket.html/mer",
        "/paket/{upper}/paket.html",
        "/paket/a'or'1'='1/paket.html",
        "/visning/999999",
        "/visning/99999999999999999999",
        "/visning/x",
        "/paket/",
        "/paket",
    ],
)
def test_what_is_not_there_is_a_page_in_swedish_for_whoever_asks(
    mark: str, clients: dict[Role | None, httpx2.Client], path: str
) -> None:
    asked = path.format(mark=mark, strange="0" * 64, upper=mark.upper())
    for role in (NOBODY, Role.DIRECTOR):
        answer = clients[role].get(asked, follow_redirects=True)
        assert answer.status_code == 404, role
        assert "<h1>" in answer.text
        assert 'lang="sv"' in answer.text
        assert "Traceback" not in answer.text


@pytest.mark.parametrize("path", ["/paket/{mark}/..%2fpaket.html", "/paket/%00/paket.html"])
def test_what_is_no_address_is_refused(
    mark: str, clients: dict[Role | None, httpx2.Client], path: str
) -> None:
    answer = clients[Role.DIRECTOR].get(path.format(mark=mark))
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_the_short_address_leads_to_the_page(
    mark: str, clients: dict[Role | None, httpx2.Client]
) -> None:
    answer = clients[Role.BOARD].get(f"/paket/{mark}")
    assert answer.headers["location"] == f"/paket/{mark}/paket.html"


@pytest.mark.parametrize("name", MAKERS)
def test_a_file_is_asked_for_each_time_and_sent_once(
    mark: str, clients: dict[Role | None, httpx2.Client], name: str
) -> None:
    address, client = f"/paket/{mark}/{name}", clients[Role.BOARD]
    first = client.get(address)
    # Who may read it can change, though the file does not: a copy is never used unasked.
    assert "no-cache" in first.headers["cache-control"]
    # Weak, for the compressed answer has other bytes (RFC 9110, 8.8.3).
    assert first.headers["etag"].startswith('W/"')
    for known in (first.headers["etag"], f'{first.headers["etag"]}, "another"'):
        again = client.get(address, headers={"if-none-match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200
    assert clients[NOBODY].get(address, headers={"if-none-match": known}).status_code == 404
    head = client.head(address)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == first.headers["content-type"]
    assert client.post(address).status_code == 405
    assert HEADERS.items() <= dict(first.headers).items()


def test_the_page_comes_compressed_to_who_can_read_that(
    mark: str, clients: dict[Role | None, httpx2.Client]
) -> None:
    address, client = f"/paket/{mark}/paket.html", clients[Role.BOARD]
    plain = client.get(address, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        packed = b"".join(answer.iter_raw())
    assert len(packed) == int(answer.headers["content-length"])
    assert gzip.decompress(packed) == plain.content
    assert len(packed) < len(plain.content) / 2


def test_a_session_that_has_ended_reads_nothing_nor_does_its_copy(world: World, mark: str) -> None:
    paths = [f"/paket/{mark}/paket.html", f"/visning/{_meeting(world)}"]

    def codes(cookie: str) -> list[int]:
        with _patient(world) as thief:
            asked = (thief.get(path, headers={"cookie": cookie}) for path in paths)
            return [answer.status_code for answer in asked]

    with world.client() as client:
        client.get(world.back_from_provider(client, role=Role.BOARD))
        kept = f"_streamlit_user={client.cookies['_streamlit_user']}"
    assert codes(kept) == [200, 200]
    assert codes(kept[:-4] + "0000") == [404, 404]
    world.sql(
        "update app_session set ended_at = clock_timestamp(), ended_why = 'signed_out'"
        " where id = (select max(id) from app_session)"
    )
    assert codes(kept) == [404, 404]


def test_a_pack_that_is_taken_back_is_gone_at_once_from_every_process(
    world: World, mark: str
) -> None:
    address = f"/paket/{mark}/paket.html"
    with shared(world, mark):
        assert set(_asked_of_both(world, address)) == {200}
        # Also when what is announced cannot be heard: the listeners are cut off meanwhile.
        world.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where query ilike 'listen%' and datname = current_database()"
        )
    _until_gone(lambda: _asked_of_both(world, address))
    # They come back, and hear the next word.
    with shared(world, mark):
        _until_heard(world)
        assert set(_asked_of_both(world, address)) == {200}
        assert set(_asked_of_both(world, address)) == {200}
    _until_gone(lambda: _asked_of_both(world, address))


def _asked_of_both(world: World, address: str) -> list[int]:
    codes = []
    for _each in range(4):
        # Each connection goes to the next process.
        with _patient(world) as client:
            codes.append(client.get(address).status_code)
    return codes


def _until_gone(ask: Callable[[], list[int]]) -> None:
    """Ask until all is gone: a word of the database's takes a moment on a machine that is busy."""
    deadline = time.monotonic() + 5
    while set(ask()) != {404}:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _until_heard(world: World) -> None:
    listening = text(
        "select count(*) from pg_stat_activity"
        " where query ilike 'listen%' and datname = current_database()"
    )
    for _attempt in range(100):
        with world.database.engine(role=None).connect() as connection:
            if connection.scalar(listening) == 2:
                return
        time.sleep(0.1)
    pytest.fail("The listeners did not come back")


def test_a_thousand_readers_ask_the_database_nothing(world: World, mark: str) -> None:
    with shared(world, mark), world.database.engine(role=None).connect() as connection:
        _until_heard(world)
        assert set(_asked_of_both(world, f"/paket/{mark}/paket.html")) == {200}
        # One process, and not the front before it.
        address = f"http://localhost:{min(world.front.connections)}/paket/{mark}/paket.html"
        first = httpx2.get(address).content
        before = _heard_by_database(connection)
        pages = asyncio.run(_read_by_many(address, 1000))
        assert _heard_by_database(connection) == before
        assert len(before) > 2
        assert pages == [first] * 1000


async def _read_by_many(address: str, readers: int) -> list[bytes]:
    """Return what each of many readers gets, fifty of whom ask at once."""
    limits = httpx2.Limits(max_connections=50)
    async with httpx2.AsyncClient(limits=limits, timeout=60) as client:
        answers = await asyncio.gather(*(client.get(address) for _each in range(readers)))
    return [each.content for each in answers]


def _heard_by_database(connection: Connection) -> list[tuple[object, ...]]:
    """Return what moves on with every connection of the panel's, and with every statement on it."""
    rows = connection.execute(
        text(
            "select pid, state_change, (select sessions from pg_stat_database"
            " where datname = current_database()) from pg_stat_activity"
            " where usename = 'prov_trygghet_app' and datname = current_database() order by pid"
        )
    )
    found = [tuple(row) for row in rows]
    # Else the next look would be at what this one has seen.
    connection.rollback()
    return found


def test_while_the_database_is_away_a_page_says_so(
    world: World, server_url: str, mark: str, clients: dict[Role | None, httpx2.Client]
) -> None:
    administer(server_url, "alter database sign_in allow_connections false")
    world.database.close()
    administer(
        server_url,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'sign_in'",
    )
    try:
        for path in (f"/paket/{mark}/paket.html", "/visning/1"):
            for role in (NOBODY, Role.DIRECTOR):
                answer = clients[role].get(path)
                assert answer.status_code == 503
                assert "Panelen når inte databasen just nu" in answer.text
                assert answer.headers["cache-control"] == "no-store"
                assert "sign_in" not in answer.text
    finally:
        administer(server_url, "alter database sign_in allow_connections true")
    assert clients[Role.DIRECTOR].get(f"/paket/{mark}/paket.html").status_code == 200
