"""Every command of the README is run, so that a newcomer is not the first to try it."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from config.settings import Settings
from domain.access import Right, Role, Viewer
from tests.conftest import Database

README = Path("README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if line and not line.startswith("export ")
]
WRITTEN = ("mall-aktiviteter.xlsx", "paket")
"""Files and folders that commands write."""
SERVERS = ("make run", "make test", ".venv/bin/trygghet serve")
"""Those that do not end by themselves, or would run this test again."""


def _run(command: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    program = str(Path(sys.executable).with_name("trygghet"))
    words = [word.replace(".venv/bin/trygghet", program) for word in shlex.split(command)]
    # What a command writes is not left in the project.
    words = [str(folder / word) if word in WRITTEN else word for word in words]
    return subprocess.run(
        words,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=300,
    )


def _plan_meeting(database: Database) -> None:
    """Plan the meeting that the text names, which is done on its page."""
    with database.engine(role=None).begin() as connection:
        connection.execute(
            text(
                "insert into meeting (held_on, title, diarienummer, agenda, subjects) values"
                " ('2026-12-17', 'Nämnden', 'N164-0123/26', '1. Trygghet',"
                " '{overview,changes,points,activities,money,questions}') on conflict do nothing"
            )
        )


def test_the_commands_for_own_data_work_in_the_order_of_the_text(
    database: Database, tmp_path: Path
) -> None:
    own = [each for each in COMMANDS if "trygghet" in each and not each.startswith(SERVERS)]
    assert len(own) > 10
    for command in own:
        if " pack " in command:
            _plan_meeting(database)
        result = _run(command, tmp_path, TRYGGHET_DATABASE_URL=database.url)
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"


@pytest.mark.parametrize(
    "command", [each for each in COMMANDS if each.startswith("make") and each != "make check"]
)
def test_make_knows_the_target(command: str, tmp_path: Path) -> None:
    result = _run(f"{command} --dry-run", tmp_path)
    assert result.returncode == 0, result.stderr


def test_the_pictures_are_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) >= 5
    assert [each for each in pictures if not Path(each).is_file()] == []


def test_the_documents_it_names_are_there() -> None:
    named = set(re.findall(r"`(docs/[^`]+)`", README)) | set(
        re.findall(r"\]\((docs/[^)#]+)", README)
    )
    assert named
    assert {each for each in named if not Path(each).exists()} == set()


def roles_with(right: Right) -> set[Role]:
    return {role for role in Role if Viewer(role).may(right)}


def test_it_tells_who_sees_what_as_the_rights_do() -> None:
    told = " ".join(README.split())
    assert "The team leader and the director see exact counts" in told
    assert roles_with(Right.SEE_COUNTS) == {Role.TEAM_LEAD, Role.DIRECTOR}
    assert "the board and the researcher see what the director has published" in told
    assert roles_with(Right.SEE_PUBLISHED) - roles_with(Right.SEE_COUNTS) == {
        Role.BOARD,
        Role.RESEARCHER,
    }
    assert roles_with(Right.PUBLISH) == {Role.DIRECTOR}
    assert "not protected yet" not in told


def test_the_settings_are_those_of_the_program() -> None:
    told = set(re.findall(r"`TRYGGHET_([A-Z_]+)`", README))
    assert told == {name.upper() for name in Settings.model_fields}


def test_the_map_of_the_house_names_every_room() -> None:
    rooms = {
        path.parent.name for path in Path().glob("*/__init__.py") if path.parent.name != "tests"
    }
    assert {room for room in rooms if f"`{room}/`" not in README} == set()


def test_make_run_serves_the_panel_and_stops_when_asked() -> None:
    folder = Path(tempfile.mkdtemp(prefix="trygghet-readme-"))
    folder.chmod(0o711)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "log").open("w") as log:
        made = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TRYGGHET_VAR": str(folder)},
            start_new_session=True,
        )
    try:
        for _second in range(120):
            try:
                with urlopen(f"http://localhost:{port}/halsa", timeout=5) as answer:
                    assert json.load(answer)["status"] == "ok"
                break
            except OSError:
                assert made.poll() is None, (folder / "log").read_text()
                time.sleep(1)
    finally:
        os.killpg(made.pid, signal.SIGTERM)
        made.wait(timeout=60)
    told = (folder / "log").read_text()
    shutil.rmtree(folder, ignore_errors=True)
    assert "Exempelprogrammet är på plats" in told
    assert f"http://localhost:{port}" in told
