"""A mail server in a process of its own, whose letters lie in a folder; and ones that do ill.

Each handler is named on the command line of `aiosmtpd`, which makes it of the arguments there.
"""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, Envelope, Session

LETTERS = "letters"
"""The folder that a server makes for its letters, within the one it is given."""


class Slow(Mailbox):
    """Thinks a while about each letter before it takes it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(1.5)
        return await super().handle_DATA(server, session, envelope)


class Silent(Mailbox):
    """Takes in a letter, and never says what came of it."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        (Path(self.mail_dir) / "has-come").touch()
        await asyncio.sleep(600)
        return "451 Too late"


class Choosy(Mailbox):
    """Knows everybody but those whose address begins with `okand`."""

    async def handle_RCPT(  # noqa: N802 - the library calls it so
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address.startswith("okand"):
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def receiving(
    folder: Path, handler: str = "aiosmtpd.handlers.Mailbox", *options: str
) -> Iterator[int]:
    """Run a mail server that keeps its letters in a folder; given is its port."""
    port = free_port()
    command = [sys.executable, "-m", "aiosmtpd", "-n", "-l", f"127.0.0.1:{port}", *options]
    server = subprocess.Popen(
        [*command, "-c", handler, str(folder / LETTERS)], stderr=subprocess.PIPE
    )
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _wait_for(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _attempt in range(200):
        assert server.poll() is None, server.communicate()[1].decode()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the mail server does not answer")


def letters_in(folder: Path) -> list[EmailMessage]:
    """Return the letters that a server has taken, by whom they are for."""
    files = [path.read_bytes() for path in (folder / LETTERS / "new").glob("*")]
    letters = [message_from_bytes(written, policy=default) for written in files]
    return sorted(letters, key=lambda letter: str(letter["To"]))
