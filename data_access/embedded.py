"""An embedded PostgreSQL on a folder: the wheel's own server, shared by the processes that use it.

The wheel's helper is not used: as root it opens every parent folder of the data for everyone
(see docs/decisions/0002-embedded-postgresql.md). Here nothing outside the database's own folder
changes its rights.
"""

import atexit
import hashlib
import secrets
import shutil
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import fasteners
import psutil
from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    stop_after_delay,
    wait_fixed,
)

from data_access import server_programs
from data_access.server_programs import (
    EmbeddedServerError,
    give,
    is_root,
    others_may_enter,
    run_program,
)

_SUPERUSER = "trygghet_admin"


@dataclass
class EmbeddedServer:
    """A running server on a folder. `release` it; the last process to do so stops it."""

    folder: Path
    url: str
    _clients: "fasteners.InterProcessReaderWriterLock" = field(repr=False)
    _holders: int = 1

    def release(self) -> bool:
        """Stop using the server, and stop it if no other process uses it; whether it runs on."""
        self._holders -= 1
        if self._holders > 0:
            return True
        atexit.unregister(self.release_all)
        del _servers[self.folder]
        with _starting(self.folder):
            self._clients.release_read_lock()
            if not self._clients.acquire_write_lock(blocking=False):
                self._clients.lockfile.close()
                return True
            if _is_running(self.folder):
                run_program("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder / "data"))
            self._clients.release_write_lock()
        return False

    def release_all(self) -> None:
        """Stop using the server, however often this process has joined it."""
        self._holders = 1
        self.release()


_servers: dict[Path, EmbeddedServer] = {}
"""What this process uses, by folder: the operating system counts a process once."""


def start_server(folder: Path, *, options: tuple[str, ...] = ()) -> EmbeddedServer:
    """Start, or join, the server whose data lie in a folder.

    Args:
        folder: is created when it is missing; `cluster_folder` gives one that the server can reach.
        options: further ``name=value`` settings of the server, used if it is this call that
            starts it.

    Raises:
        EmbeddedServerError: with the server's own words.
    """
    folder.mkdir(parents=True, exist_ok=True)
    give(folder)
    with _starting(folder):
        joined = _servers.get(folder)
        clients = joined._clients if joined else _join(folder)  # noqa: SLF001
        try:
            if not (folder / "data").exists():
                _initialise(folder)
            if not _is_running(folder):
                _start(folder, options)
        except EmbeddedServerError:
            if not joined:
                clients.release_read_lock()
            raise
        if joined:
            joined.url = _address(folder)
            joined._holders += 1  # noqa: SLF001
            return joined
        server = _servers[folder] = EmbeddedServer(folder, _address(folder), clients)
    atexit.register(server.release_all)
    return server


def cluster_folder(var: Path) -> Path:
    """Return where the embedded database of a `var` folder lies.

    That is ``var/postgres``, save for root when the server's account may not enter it: root's
    server must run as another account, and no folder of the user's is opened for its sake.
    """
    wished = var.resolve() / "postgres"
    if not is_root() or others_may_enter(wished.parent):
        return wished
    name = hashlib.sha256(str(wished).encode()).hexdigest()[:12]
    return server_programs.SYSTEM_FOLDER / name / "postgres"


def _initialise(folder: Path) -> None:
    password = secrets.token_urlsafe(24)
    _write_private(folder / "password", password)
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for_server = folder / "password.initdb"
    _write_private(for_server, password)
    give(for_server)
    try:
        run_program(
            *("initdb", "-D", str(fresh), "-U", _SUPERUSER, f"--pwfile={for_server}"),
            *("--auth=scram-sha-256", "--encoding=UTF8", "--no-locale"),
        )
    finally:
        for_server.unlink()
    # Renamed only when whole: a set-up that was cut off is begun again.
    fresh.rename(folder / "data")


def _join(folder: Path) -> "fasteners.InterProcessReaderWriterLock":
    clients = fasteners.InterProcessReaderWriterLock(folder / "clients.lock")
    # The lock goes with the process, so a killed one is no longer counted.
    clients.acquire_read_lock()
    return clients


@retry(retry=retry_if_exception_type(EmbeddedServerError), stop=stop_after_attempt(3), reraise=True)
def _start(folder: Path, options: tuple[str, ...]) -> None:
    # Tried again, since another program can take the port before the server does.
    settings = (
        "listen_addresses=127.0.0.1",
        f"port={_port(folder)}",
        "unix_socket_directories=",
        "max_connections=200",
        "timezone=UTC",
        *options,
    )
    log = folder / "server.log"
    before = log.stat().st_size if log.exists() else 0
    try:
        run_program(
            *("pg_ctl", "start", "-w", "-t", "120", "-D", str(folder / "data"), "-l", str(log)),
            *("-o", " ".join(f"-c {setting}" for setting in settings)),
        )
    except EmbeddedServerError as error:
        (folder / "port").unlink(missing_ok=True)
        said = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
        raise EmbeddedServerError(f"{error}\n{said.strip()}") from error


def _is_running(folder: Path) -> bool:
    noted = folder / "data" / "postmaster.pid"
    if not noted.exists():
        return False
    if _is_at_work(_first_number(noted), str((folder / "data").resolve())):
        return True
    # Killed, maybe never reaped, as in containers without an init; or the number is another
    # program's since. The server would take either for itself and refuse to start.
    _wait_for_children(folder)
    noted.unlink()
    return False


def _cannot_tell(_state: RetryCallState) -> bool:
    raise EmbeddedServerError("it cannot be told whether the server runs")


@retry(
    retry=retry_if_result(lambda known: known is None),
    stop=stop_after_delay(5),
    wait=wait_fixed(0.02),
    retry_error_callback=_cannot_tell,
)
def _is_at_work(process: int, folder: str) -> bool | None:
    """Whether a server works in a folder; None for a process that is dying and tells no folder.

    Its number is taken from a file that is removed when this is False: what cannot be known is
    never False.
    """
    try:
        found = psutil.Process(process)
        if found.status() in (psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD):
            return False
        place = found.cwd()
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        # In a container root may not look into another account's process.
        return found.name() == "postgres"
    return place == folder if place else None


def _first_number(file: Path) -> int:
    """Return the number that a file begins with; 0 where there is none."""
    words = file.read_text().split() if file.exists() else []
    return int(words[0]) if words and words[0].isdecimal() else 0


def _give_up(_state: RetryCallState) -> bool:
    raise EmbeddedServerError("processes of a killed server are still at work in its folder")


@retry(
    retry=retry_if_result(bool),
    stop=stop_after_delay(30),
    wait=wait_fixed(0.05),
    retry_error_callback=_give_up,
)
def _wait_for_children(folder: Path) -> bool:
    """Wait for a killed server's own processes: they work in its folder until they notice."""
    at_work = (process.info for process in psutil.process_iter(["cwd", "status"]))
    data = str(folder / "data")
    return any(info["cwd"] == data and info["status"] != psutil.STATUS_ZOMBIE for info in at_work)


def _address(folder: Path) -> str:
    port = (folder / "data" / "postmaster.pid").read_text().splitlines()[3].strip()
    password = (folder / "password").read_text()
    return f"postgresql://{_SUPERUSER}:{password}@127.0.0.1:{port}/postgres"


def _starting(folder: Path) -> "fasteners.InterProcessLock":
    return fasteners.InterProcessLock(folder / "start.lock")


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def _port(folder: Path) -> int:
    """Return the port of last time, so that addresses stay good, else a free one."""
    noted = folder / "port"
    for wished in (_first_number(noted), 0):
        with socket.socket() as probe, suppress(OSError, OverflowError):
            # Otherwise the server's own connections of a moment ago count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", wished))
            port = int(probe.getsockname()[1])
            noted.write_text(str(port))
            return port
    raise EmbeddedServerError("there is no free port")
