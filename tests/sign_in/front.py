"""One TLS address before several processes, as a load balancer without sticky sessions is."""

import itertools
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme
from anyio import (
    BrokenResourceError,
    ClosedResourceError,
    connect_tcp,
    create_task_group,
    create_tcp_listener,
)
from anyio.abc import ByteStream, SocketAttribute, TaskGroup
from anyio.from_thread import start_blocking_portal
from anyio.streams.tls import TLSListener

# What either end may do to a connection at any time. An ssl.SSLError is an OSError.
GONE = (OSError, BrokenResourceError, ClosedResourceError)


@dataclass(frozen=True)
class Front:
    """A running front. `connections` counts the turns that each backend's port was given."""

    port: int
    certificate_authority: Path
    connections: Counter[int] = field(default_factory=Counter)

    @property
    def address(self) -> str:
        """The address that readers use; the certificate is made out to its host."""
        return f"https://localhost:{self.port}"


@contextmanager
def fronting(backends: Sequence[int]) -> Iterator[Front]:
    """Pass each new connection on to the next of the backends' ports, in a thread of its own.

    A backend need not be up, now or later: a connection whose turn leads to nobody is closed.
    """
    authority = trustme.CA()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(tls)
    with TemporaryDirectory(prefix="front-") as folder, start_blocking_portal("asyncio") as portal:
        pem = Path(folder) / "authority.pem"
        authority.cert_pem.write_to_path(str(pem))
        with portal.wrap_async_context_manager(_listening(backends, tls, pem)) as front:
            yield front


@asynccontextmanager
async def _listening(
    backends: Sequence[int], tls: ssl.SSLContext, authority: Path
) -> AsyncIterator[Front]:
    listener = await create_tcp_listener(local_host="127.0.0.1")
    front = Front(listener.extra(SocketAttribute.local_port), authority)
    turns = itertools.cycle(backends)

    async def accept(client: ByteStream) -> None:
        backend = next(turns)
        front.connections[backend] += 1
        await _join(client, backend)

    # Browsers and servers hang up without TLS's own goodbye; to wait for it would be to hang.
    secured = TLSListener(listener, tls, standard_compatible=False)
    async with secured, create_task_group() as group:
        group.start_soon(secured.serve, accept)
        yield front
        group.cancel_scope.cancel()


async def _join(client: ByteStream, backend: int) -> None:
    """Carry bytes both ways until either end hangs up, then hang up on the other."""
    async with client:
        with suppress(OSError):
            server = await connect_tcp("localhost", backend)
            async with server, create_task_group() as group:
                group.start_soon(_carry, client, server, group)
                group.start_soon(_carry, server, client, group)


async def _carry(source: ByteStream, target: ByteStream, both_ways: TaskGroup) -> None:
    with suppress(*GONE):
        async for piece in source:
            await target.send(piece)
    both_ways.cancel_scope.cancel()
