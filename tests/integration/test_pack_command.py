"""`trygghet pack`: a meeting's pack as files, and the proof that they are what they were."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from commands.main import app
from commands.pack import with_progress
from config.settings import PROGRAM_VERSION, settings
from data_access.engine import make_engine
from domain.packs.content import Content
from domain.packs.made import MadePack
from tests.conftest import Database, administer, named, run_trygghet
from tests.integration.small_programme import make_small_programme
from transfer.packs.files import CONTENT_NAME, MAKERS

DAY = "2026-11-26"
EARLIER = "2026-08-27"

MEETINGS = f"""
insert into meeting (held_on, title, diarienummer, agenda, subjects)
values ('{DAY}', 'Nämnden', 'N164-0123/26', '1. Trygghet',
    '{{overview,changes,points,activities,money,questions}}')
"""
REPORT = (
    "insert into status_report (point_number, status, progress_percent, comment, as_of_date)"
    " values (1, 'late', 40, 'Personal saknas', '2026-11-01')"
)


@dataclass(frozen=True)
class Made:
    """A meeting's pack in a folder, and the database that keeps it."""

    database: Database
    folder: Path


def run(database: Database, *words: str) -> Result:
    """Run the command in this process, on a database."""
    opened: list[Engine] = []

    def opening(*told: Any, **further: Any) -> Engine:
        opened.append(make_engine(*told, **further))
        return opened[-1]

    with pytest.MonkeyPatch.context() as patched:
        # A process of its own would end with its connections.
        patched.setattr("data_access.database.make_engine", opening)
        patched.setenv("TRYGGHET_DATABASE_URL", database.url)
        settings.cache_clear()
        made = CliRunner().invoke(app, ["pack", *words])
    settings.cache_clear()
    for each in opened:
        each.dispose()
    assert made.exception is None or isinstance(made.exception, SystemExit), made.exception
    return made


def verify(made: Made) -> Result:
    return run(made.database, "--verify", "--out", str(made.folder))


def sql(database: Database, *statements: str) -> None:
    with database.engine(role=None).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def count_packs(database: Database) -> int:
    with database.engine(role=None).connect() as connection:
        return int(connection.scalar(text("select count(*) from meeting_pack")) or 0)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def kept(
    server_url: str, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """Make a pack once, in a process of its own; tests that change something change a copy."""
    administer(server_url, f"create database kept_pack template {template}")
    database = Database(named(server_url, "kept_pack"))
    make_small_programme(database.engine(role=None))
    sql(database, MEETINGS, REPORT)
    folder = tmp_path_factory.mktemp("paket") / "ny" / "mapp"
    made = run_trygghet(
        *("pack", DAY, "--out", str(folder)),
        TRYGGHET_DATABASE_URL=database.url,
        TZ="Pacific/Auckland",
        PYTHONHASHSEED="1",
    )
    assert made.returncode == 0, made.stderr
    assert f"Paketet för {DAY} ligger i {folder}. Fingeravtryck: " in made.stdout
    database.close()
    yield Made(database, folder)
    administer(server_url, "drop database kept_pack with (force)")


@pytest.fixture
def made(kept: Made, server_url: str, tmp_path: Path) -> Iterator[Made]:
    """Give a pack of a test's own, elsewhere than where it was made."""
    folder = tmp_path / "annanstans"
    shutil.copytree(kept.folder, folder)
    administer(server_url, "create database own_pack template kept_pack")
    database = Database(named(server_url, "own_pack"))
    yield Made(database, folder)
    database.close()
    administer(server_url, "drop database own_pack with (force)")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "Ange sammanträdets dag, eller --latest."),
        ([DAY, "--latest"], "Ange sammanträdets dag, eller --latest."),
        (["i morgon"], "”i morgon” är ingen dag. Skriv den som 2026-11-26."),
        (["2026-02-30"], "”2026-02-30” är ingen dag. Skriv den som 2026-11-26."),
        (["2026-01-01"], "Det finns inget sammanträde 2026-01-01."),
        (["--latest"], "Det finns inget sammanträde ännu."),
        (["--verify", "--out", "/finns/inte"], f"I /finns/inte finns ingen {CONTENT_NAME}."),
    ],
)
def test_what_cannot_be_done_is_told(programme: Database, words: list[str], told: str) -> None:
    result = run(programme, *words)
    assert (result.exit_code, result.stderr) == (1, f"✗ {told}\n")
    assert count_packs(programme) == 0


def test_without_a_programme_there_is_no_pack(database: Database) -> None:
    result = run(database, DAY)
    assert result.exit_code == 1
    assert "Det finns inget program med koden hisingen." in result.stderr


def test_what_would_stand_on_every_page_must_be_there_first(
    programme: Database, tmp_path: Path
) -> None:
    sql(programme, MEETINGS, "update meeting set diarienummer = null, agenda = null")
    result = run(programme, DAY, "--out", str(tmp_path))
    told = "✗ Ett paket kan inte göras ännu. Diarienumret saknas. Dagordningen saknas.\n"
    assert (result.exit_code, result.stderr) == (1, told)
    assert count_packs(programme) == 0


def test_a_meeting_that_is_changed_meanwhile_gets_no_pack(
    programme: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql(programme, MEETINGS)

    def changed(content: Content) -> MadePack:
        sql(programme, "update meeting set agenda = null, changed_at = now()")
        return with_progress(content)

    monkeypatch.setattr("commands.pack.with_progress", changed)
    result = run(programme, DAY, "--out", str(tmp_path))
    told = "✗ Någon annan har ändrat under tiden. Inget är sparat: försök igen.\n"
    assert (result.exit_code, result.stderr.splitlines()[-1] + "\n") == (1, told)
    assert count_packs(programme) == 0


SECOND = MEETINGS.replace("'Nämnden'", "'Utskottet'").replace("0123", "0456")


def test_of_two_meetings_on_a_day_it_is_asked_which(programme: Database, tmp_path: Path) -> None:
    sql(programme, MEETINGS, SECOND)
    for words, told in (
        ([], "flera sammanträden: ”Nämnden” och ”Utskottet”. Välj ett av dem med --title."),
        (["--title", "Styrelsen"], "inget sammanträde som heter så, men ”Nämnden” och ”Utskottet”"),
    ):
        result = run(programme, DAY, *words, "--out", str(tmp_path))
        assert result.exit_code == 1
        assert told in result.stderr
    assert count_packs(programme) == 0


def test_a_pack_is_made_of_and_compared_with_the_meeting_of_its_name(made: Made) -> None:
    sql(made.database, SECOND)
    other = Made(made.database, made.folder.parent / "den andra")
    told = run(made.database, DAY, "--title", "Utskottet", "--out", str(other.folder))
    assert told.exit_code == 0, told.stderr
    content = other.folder / CONTENT_NAME
    assert b'"title":"Utskottet"' in content.read_bytes()
    assert [verify(each).exit_code for each in (made, other)] == [0, 0]
    # A content with another moment is no longer the one that was frozen: its name tells which.
    for each in (made, other):
        path = each.folder / CONTENT_NAME
        changed = re.sub(rb'"as_of":"20', b'"as_of":"19', path.read_bytes())
        path.write_bytes(changed)
        places = [line for line in verify(each).stderr.splitlines() if "skiljer sig" in line]
        assert places == ["✗ Mappen och databasen skiljer sig i as_of."]


def test_a_folder_that_cannot_be_written_is_told_before_a_pack_is_kept(
    programme: Database, tmp_path: Path
) -> None:
    sql(programme, MEETINGS)
    (tmp_path / "fil").write_text("")
    result = run(programme, DAY, "--out", str(tmp_path / "fil" / "mapp"))
    assert result.exit_code == 1
    assert "Filerna kunde inte skrivas i" in result.stderr
    assert count_packs(programme) == 0


def test_the_folder_holds_each_file_and_the_content(kept: Made) -> None:
    assert set(bytes_in(kept.folder)) == {*MAKERS, CONTENT_NAME}


@pytest.mark.slow
def test_another_process_elsewhere_proves_it_byte_for_byte(made: Made) -> None:
    result = run_trygghet(
        *("pack", "--verify", "--out", str(made.folder)),
        TRYGGHET_DATABASE_URL=made.database.url,
        TZ="America/St_Johns",
        PYTHONHASHSEED="4711",
        LC_ALL="C",
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "Paketet är äkta" in result.stdout
    assert count_packs(made.database) == 1


PLACE = "subjects.2.blocks.1.rows.0.3.text"
"""Where the content has how much of the point is done: a cell of the table of points."""


def corrupted(content: bytes) -> bytes:
    """Return a content with 45 per cent in the place of 40."""
    changed: dict[str, Any] = json.loads(content)
    at: Any = changed
    *way, last = PLACE.split(".")
    for part in way:
        at = at[int(part)] if part.isdecimal() else at[part]
    assert at[last] == "40"
    found = content.replace(b'"text":"40"', b'"text":"45"')
    at[last] = "45"
    assert json.loads(found) == changed
    return found


def test_a_figure_changed_in_the_folder_is_named_by_its_place(made: Made) -> None:
    path = made.folder / CONTENT_NAME
    path.write_bytes(corrupted(path.read_bytes()))
    result = verify(made)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        *(f"✗ {name} är inte gjord av innehållet." for name in MAKERS),
        f"✗ Mappen och databasen skiljer sig i {PLACE}.",
    ]


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_changed_file_is_named(made: Made, name: str) -> None:
    data = (made.folder / name).read_bytes()
    middle = len(data) // 2
    (made.folder / name).write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    assert verify(made).stderr == f"✗ {name} är inte gjord av innehållet.\n"


def test_a_file_that_is_not_there_is_named(made: Made) -> None:
    (made.folder / "paket.pdf").unlink()
    assert verify(made).stderr == "✗ paket.pdf saknas i mappen.\n"


UNGUARDED = (
    "alter table meeting_pack disable trigger user",
    "alter table meeting_pack drop constraint ck_meeting_pack_fingerprint_true",
)


def test_a_figure_changed_in_the_database_is_named_by_its_place(made: Made) -> None:
    sql(
        made.database,
        *UNGUARDED,
        'update meeting_pack set content = replace(content, \'"text":"40"\', \'"text":"45"\')',
    )
    assert verify(made).stderr == (
        "✗ Innehållet i databasen har ändrats sedan paketet gjordes.\n"
        f"✗ Mappen och databasen skiljer sig i {PLACE}.\n"
    )


def test_a_database_with_a_new_fingerprint_too_does_not_pass(made: Made) -> None:
    sql(
        made.database,
        *UNGUARDED,
        'update meeting_pack set content = replace(content, \'"text":"40"\', \'"text":"45"\')',
        "update meeting_pack set fingerprint = encode(sha256(convert_to(content, 'UTF8')), 'hex')",
    )
    result = verify(made)
    assert result.exit_code == 1
    assert f"✗ Mappen och databasen skiljer sig i {PLACE}." in result.stderr


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_a_database_whose_content_is_none_is_told(made: Made, content: str) -> None:
    sql(made.database, *UNGUARDED, f"update meeting_pack set content = '{content}'")
    result = verify(made)
    assert result.exit_code == 1
    assert "✗ Innehållet i databasen har ändrats sedan paketet gjordes." in result.stderr


def test_a_digest_changed_in_the_database_is_told(made: Made) -> None:
    sql(
        made.database,
        *UNGUARDED,
        'update meeting_pack set digests = digests || \'{"paket.pdf": "ab"}\'',
    )
    assert verify(made).stderr == "✗ paket.pdf är inte den fil som först gjordes.\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "as_of = '2020-01-01T00:00Z'",
            "Databasen säger att läget är från 2020-01-01 01:00; innehållet säger",
        ),
        (f"replaces = '{'a' * 64}', version = 2", "paketet ersätter ett annat än det innehållet"),
        (f"replaces = '{'a' * 64}', version = 9", "Version 9 följer inte på den som paketet"),
    ],
)
def test_a_row_that_does_not_say_what_its_content_says_is_told(
    made: Made, change: str, told: str
) -> None:
    sql(made.database, *UNGUARDED, f"update meeting_pack set {change}")
    result = verify(made)
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_version_that_does_not_follow_is_told(made: Made, tmp_path: Path) -> None:
    sql(made.database, "update point set title = 'Ändrad sedan dess'")
    assert run(made.database, "--latest", "--out", str(tmp_path / "ny")).exit_code == 0
    again = Made(made.database, tmp_path / "ny")
    assert verify(again).exit_code == 0
    sql(made.database, *UNGUARDED, "update meeting_pack set version = 3 where version = 2")
    assert verify(again).stderr == "✗ Version 3 följer inte på den som paketet ersätter.\n"


def test_the_day_of_a_closed_meeting_is_that_of_its_pack(made: Made) -> None:
    moved = "update meeting set held_on = '2026-11-19'"
    # Before it is closed it may be moved.
    sql(made.database, moved)
    assert verify(made).exit_code == 0
    sql(
        made.database,
        "update meeting set state = 'open'",
        "update meeting set state = 'closed', as_of = (select as_of from meeting_pack)",
    )
    told = f"✗ Sammanträdet är 2026-11-19 i databasen; innehållet säger {DAY}.\n"
    assert verify(made).stderr == told


def test_it_is_told_where_another_program_made_it_and_digests_are_not_tried(made: Made) -> None:
    sql(made.database, *UNGUARDED, 'update meeting_pack set digests = \'{"program": "9"}\'')
    result = verify(made)
    assert result.exit_code == 0
    assert "har inte prövats: paketet gjordes av version 9 av programmet" in result.stderr
    assert result.stdout.startswith("Innehållet är äkta.")


@pytest.mark.parametrize("program", [PROGRAM_VERSION, "9"])
def test_a_file_that_is_as_it_was_made_is_no_fault_where_it_is_made_otherwise_today(
    made: Made, program: str
) -> None:
    older = b"as an older library made it"
    (made.folder / "paket.pdf").write_bytes(older)
    assert "✗ paket.pdf är inte gjord av innehållet." in verify(made).stderr
    digests = json.dumps({"paket.pdf": sha256(older).hexdigest(), "program": program})
    sql(made.database, *UNGUARDED, f"update meeting_pack set digests = digests || '{digests}'")
    result = verify(made)
    assert (result.exit_code, result.stdout.split(".")[0]) == (0, "Innehållet är äkta")
    assert result.stderr == (
        "• paket.pdf är oförändrad sedan den gjordes, enligt databasen; den här versionen av"
        f" programmet skulle göra den annorlunda. Den gjordes av version {program}.\n"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "går inte att läsa"),
        (b"{}", "går inte att läsa"),
        (b'{"format": 99}', "går inte att läsa"),
        (b"\xff\xfe", "går inte att läsa"),
    ],
)
def test_a_content_that_is_none_is_told(made: Made, content: bytes, told: str) -> None:
    (made.folder / CONTENT_NAME).write_bytes(content)
    result = verify(made)
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_content_written_otherwise_is_told(made: Made) -> None:
    path = made.folder / CONTENT_NAME
    path.write_text(json.dumps(json.loads(path.read_bytes()), indent=1))
    assert verify(made).stderr == f"✗ {CONTENT_NAME} är inte skriven som paketet skrev den.\n"


def test_a_database_that_knows_no_such_pack_is_told(made: Made) -> None:
    sql(made.database, "alter table meeting_pack disable trigger user", "delete from meeting_pack")
    told = f"✗ Databasen har inget paket för sammanträdet {DAY}.\n"
    assert verify(made).stderr == told


def test_an_older_version_is_compared_with_itself(made: Made, tmp_path: Path) -> None:
    sql(made.database, "update point set title = 'Ändrad sedan dess'")
    assert run(made.database, "--latest", "--out", str(tmp_path / "ny")).exit_code == 0
    assert count_packs(made.database) == 2
    assert verify(made).exit_code == 0
    path = made.folder / CONTENT_NAME
    path.write_bytes(corrupted(path.read_bytes()))
    places = [line for line in verify(made).stderr.splitlines() if "skiljer sig" in line]
    # Not the title, which is another in the version after.
    assert places == [f"✗ Mappen och databasen skiljer sig i {PLACE}."]


@pytest.mark.slow
def test_a_closed_meeting_keeps_the_pack_that_it_had(made: Made, tmp_path: Path) -> None:
    sql(
        made.database,
        "update meeting set state = 'open'",
        "update meeting set state = 'closed', as_of = (select as_of from meeting_pack)",
        "update point set title = 'Ändrad efter mötet'",
    )
    for words in ([DAY], ["--latest"]):
        result = run(made.database, *words, "--out", str(tmp_path / "igen"))
        assert result.exit_code == 0, result.stderr
        assert bytes_in(tmp_path / "igen") == bytes_in(made.folder)
    assert count_packs(made.database) == 1


def test_a_closed_meeting_without_a_pack_gets_one_of_what_it_was_shown(
    programme: Database, tmp_path: Path
) -> None:
    sql(
        programme,
        MEETINGS,
        "update meeting set state = 'open'",
        "update meeting set state = 'closed', as_of = clock_timestamp()",
    )
    sql(programme, "update point set title = 'Ändrad efter mötet'")
    assert run(programme, DAY, "--out", str(tmp_path)).exit_code == 0
    told = (tmp_path / CONTENT_NAME).read_text()
    assert "En punkt" in told
    assert "Ändrad efter mötet" not in told
