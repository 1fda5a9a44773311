"""One TLS address before several processes: each new connection goes to the next of them."""

import asyncio
import itertools
import ssl
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import trustme


@dataclass
class Front:
    """A running front. `connections` counts those that each process was given, by port."""

    port: int
    certificate_authority: Path
    connections: Counter[int] = field(default_factory=Counter)

    @property
    def address(self) -> str:
        """The address that readers use."""
        return f"https://localhost:{self.port}"


@contextmanager
def fronting(port: int, backends: Sequence[int], folder: Path) -> Iterator[Front]:
    """Listen on a port with TLS, and pass each connection on to the next of the backends' ports."""
    authority = trustme.CA()
    pem = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    front = Front(port, pem)
    turns = itertools.cycle(backends)
    ready, stop = threading.Event(), threading.Event()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        backend = next(turns)
        front.connections[backend] += 1
        try:
            own_reader, own_writer = await asyncio.open_connection("localhost", backend)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, own_writer), _pass_on(own_reader, writer))

    async def serve() -> None:
        server = await asyncio.start_server(accept, "127.0.0.1", port, ssl=context)
        ready.set()
        while not stop.is_set():
            await asyncio.sleep(0.05)
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert ready.wait(10)
        yield front
    finally:
        stop.set()
        thread.join(10)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError, asyncio.CancelledError):
        while piece := await source.read(65536):
            target.write(piece)
            await target.drain()
    with suppress(OSError, asyncio.CancelledError):
        target.close()
