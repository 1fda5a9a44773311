"""The embedded server: shared, stopped by the last one, and unharmed by a killed one."""

import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from sqlalchemy import make_url

from data_access import server_programs
from data_access.embedded import cluster_folder, start_server
from data_access.server_programs import EmbeddedServerError

HOLDER = """
import sys
from pathlib import Path
from data_access.embedded import start_server
print(start_server(Path(sys.argv[1])).url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="trygghet-embedded-") as parent:
        Path(parent).chmod(0o711)
        yield Path(parent) / "postgres"


def _is_up(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _hold(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    return holder, holder.stdout.readline().strip()


def test_data_are_there_again_after_a_stop(folder: Path) -> None:
    server = start_server(folder)
    with psycopg.connect(server.url) as connection:
        connection.execute("create table kept as select 7 as seven")
    server.release()
    assert not _is_up(server.url)
    again = start_server(folder)
    with psycopg.connect(again.url) as connection:
        assert connection.execute("select seven from kept").fetchone() == (7,)
    again.release()


def test_processes_share_it_and_the_last_one_stops_it(folder: Path) -> None:
    holder, theirs = _hold(folder)
    mine = start_server(folder)
    assert mine.url == theirs
    mine.release()
    assert _is_up(theirs)
    # It ends when there is nothing more to read, and lets go of the server as it does.
    holder.communicate(timeout=20)
    assert not _is_up(theirs)


def test_a_killed_process_is_no_longer_counted(folder: Path) -> None:
    holder, url = _hold(folder)
    holder.kill()
    holder.communicate(timeout=20)
    assert _is_up(url)
    server = start_server(folder)
    server.release()
    assert not _is_up(url)


def test_a_killed_server_is_started_again(folder: Path) -> None:
    server = start_server(folder)
    process = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(process, signal.SIGKILL)
    while _is_up(server.url):
        time.sleep(0.05)
    again = start_server(folder)
    assert _is_up(again.url)
    again.release()
    server.release()


def test_the_address_stays_the_same_as_long_as_its_port_is_free(folder: Path) -> None:
    server = start_server(folder)
    first = server.url
    server.release()
    server = start_server(folder)
    assert server.url == first
    server.release()
    with socket.socket() as other:
        other.bind(("127.0.0.1", make_url(first).port or 0))
        other.listen()
        server = start_server(folder)
        assert server.url != first
        assert _is_up(server.url)
        server.release()


def test_a_server_that_may_not_be_looked_into_is_left_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = start_server(folder)

    def refuse(process: psutil.Process) -> str:
        raise psutil.AccessDenied(process.pid)

    monkeypatch.setattr(psutil.Process, "cwd", refuse)
    again = start_server(folder)
    assert (folder / "data" / "postmaster.pid").exists()
    assert again.url == server.url
    assert _is_up(again.url)
    monkeypatch.undo()
    again.release()
    server.release()


@pytest.mark.parametrize("noted", ["", "70000", "-1", "abc"])
def test_a_port_that_cannot_be_is_forgotten(folder: Path, noted: str) -> None:
    folder.mkdir()
    (folder / "port").write_text(noted)
    server = start_server(folder)
    assert _is_up(server.url)
    server.release()


def test_a_setup_that_was_cut_off_is_begun_again(folder: Path) -> None:
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "half").touch()
    server = start_server(folder)
    assert _is_up(server.url)
    server.release()


def test_the_servers_own_words_are_in_the_error(folder: Path) -> None:
    with pytest.raises(EmbeddedServerError, match="no_such_setting"):
        start_server(folder, options=("no_such_setting=1",))


def test_a_stranger_needs_the_password(folder: Path) -> None:
    server = start_server(folder)
    password = (folder / "password").read_text()
    assert stat.S_IMODE((folder / "password").stat().st_mode) == 0o600
    assert not _is_up(server.url.replace(password, "guess"))
    server.release()


def test_no_folder_above_the_data_changes_its_rights(folder: Path) -> None:
    parents = {path: path.stat().st_mode for path in folder.parents}
    start_server(folder).release()
    assert {path: path.stat().st_mode for path in folder.parents} == parents


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="is about root")
def test_root_keeps_the_data_elsewhere_when_the_account_may_not_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setattr(server_programs, "SYSTEM_FOLDER", Path("/var/lib/elsewhere"))
    found = cluster_folder(tmp_path / "var")
    assert found.is_relative_to("/var/lib/elsewhere")
    assert found == cluster_folder(tmp_path / "var")
    assert found != cluster_folder(tmp_path / "var2")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="is about root")
def test_root_copies_the_programs_when_the_account_may_not_reach_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.parent.joinpath("system").mkdir(mode=0o711)
    monkeypatch.setattr(server_programs, "SYSTEM_FOLDER", folder.parent / "system")
    entered = server_programs.others_may_enter
    monkeypatch.setattr(
        server_programs,
        "others_may_enter",
        lambda path: "site-packages" not in str(path) and entered(path),
    )
    server = start_server(folder)
    assert _is_up(server.url)
    assert list((folder.parent / "system").glob("server-*/*/pginstall18/bin/postgres"))
    server.release()
