"""What a thousand readers of a public pack cost: each request, against a file from the disk.

A thousand come evenly within ten seconds, as when the link is sent to a board and its staff.
"""

import asyncio
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg
import streamlit

from tests.browser.conftest import PROGRAM, Server, own_folder, running_server

READERS = 1000
WITHIN_S = 10.0

_STATIC = Path(streamlit.__file__).parent / "static" / "static"


def pack_rows() -> list[tuple[str, str, str, str]]:
    """Return the rows of ``make bench``: what, milliseconds, ratio, and to what."""
    with _public_pack() as (server, mark):
        page = f"{server.address}/paket/{mark}/paket.html"
        size = len(httpx2.get(page, headers={"accept-encoding": "identity"}, timeout=60).content)
        file = f"{server.address}/static/{_as_large(size)}"
        packs, files = (asyncio.run(_times(address)) for address in (page, file))
    kilobytes = f"a file of its {size // 1000} kB"
    return [
        _row("a public pack's page, median", statistics.median, packs, files, kilobytes),
        _row("… 95 of 100 within", _p95, packs, files, kilobytes),
    ]


@contextmanager
def _public_pack() -> Iterator[tuple[Server, str]]:
    """Serve the example with a pack that is public; its server and its fingerprint."""
    with own_folder() as folder, running_server(folder) as server:
        subprocess.run(
            [str(PROGRAM), "pack", "--latest", "--out", str(folder / "paket")],
            env=server.environment,
            check=True,
            capture_output=True,
        )
        with psycopg.connect(server.database_url()) as connection:
            row = connection.execute(
                "update meeting_pack set is_public = true returning fingerprint"
            ).fetchone()
        assert row
        yield server, str(row[0])


def _as_large(size: int) -> str:
    """Return the file of Streamlit's own that is nearest in size, as it is addressed."""
    files = (each for each in _STATIC.rglob("*") if each.is_file())
    nearest = min(files, key=lambda each: abs(each.stat().st_size - size))
    return str(nearest.relative_to(_STATIC))


async def _times(address: str) -> list[float]:
    """Return the milliseconds of each request, the requests coming evenly."""
    async with httpx2.AsyncClient(headers={"accept-encoding": "identity"}, timeout=60) as client:
        (await client.get(address)).raise_for_status()

        async def read(place: int) -> float:
            await asyncio.sleep(place * WITHIN_S / READERS)
            begun = time.perf_counter()
            (await client.get(address)).raise_for_status()
            return (time.perf_counter() - begun) * 1000

        return await asyncio.gather(*(read(place) for place in range(READERS)))


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _row(
    what: str,
    of: Callable[[list[float]], float],
    packs: list[float],
    files: list[float],
    to: str,
) -> tuple[str, str, str, str]:
    taken = of(packs)
    return what, f"{taken:.1f}", f"{taken / of(files):.2f}", to
