"""A command that was not written right, or badly placed: a Swedish sentence, no stack trace."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from psycopg.errors import QueryCanceled
from sqlalchemy.exc import OperationalError

from commands import console
from config.settings import ROOT
from data_access.database import Database as FoundDatabase
from tests.accounts import SIGN_IN, environment
from tests.conftest import Database, run_trygghet
from tests.integration.small_programme import make_small_programme


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["import"], "points|activities|ledger|budget saknas."),
        (["import", "people", "a.csv"], "Värdet för points|activities|ledger|budget går inte."),
        (["frob"], "Det finns inget sådant kommando"),
        (["db", "url", "--rol", "x"], "--rol. Menade du ”--role”?"),
        (["serve", "--port", "70000"], "Värdet för --port går inte."),
        (["programme", "start", "--name", "x"], "--starts-on saknas."),
    ],
)
def test_a_command_written_wrong_is_told_in_swedish(words: list[str], sentence: str) -> None:
    answer = run_trygghet(*words)
    assert answer.returncode == 2
    assert sentence in answer.stderr
    assert "--help" in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("MAX_IMPORT_MEGABYTES", "abc", "”abc” går inte; väntat är ett heltal, minst 1."),
        ("MAX_IMPORT_MEGABYTES", "0", "”0” går inte"),
        ("LOG_LEVEL", "loud", "väntat är DEBUG"),
        ("DATABASE_URL", "mysql://a:hemligt@h/d", "väntat är postgresql://namn"),
        ("DATABASE_URL", "postgresql://a:hemligt@h:abc/d", "väntat är postgresql://namn"),
        ("DATABASE_URL", "postgresql://a:hemligt@h/d?nosuch=1", "väntat är postgresql://namn"),
        ("DATABSE_URL", "hemligt", "Menade du ”TRYGGHET_DATABASE_URL”?"),
        ("COOKIE_SECRET", "hemligt", "väntat är minst 32 tecken"),
        ("COOKIE_SECRET", "hemligt" * 5, "väntat är minst 32 tecken"),
        ("COOKIE_SECRET", " " * 40, "väntat är minst 32 tecken"),
        ("COOKIE_SECRET", "a-text-of-at-least-32-characters", "väntat är minst 32 tecken"),
        ("PROVIDERS", "hemligt", "TRYGGHET_PROVIDERS__ENTRA__TITLE"),
        ("PROVIDERS", "{hemligt", "TRYGGHET_PROVIDERS__ENTRA__TITLE"),
        ("PROVIDERS__P", "hemligt", "TRYGGHET_PROVIDERS__P går inte"),
        ("SECRETS_DIR", "/finns/inte", "TRYGGHET_SECRETS_DIR anger en mapp som inte finns"),
        ("VAR", "/proc/nowhere/var", "/proc/nowhere/var (TRYGGHET_VAR) kunde inte startas"),
        ("VAR", __file__, "(TRYGGHET_VAR) kunde inte startas"),
    ],
)
def test_a_setting_that_cannot_be_is_named(name: str, value: str, sentence: str) -> None:
    answer = run_trygghet("db", "status", **{f"TRYGGHET_{name}": value})
    assert answer.returncode == 1
    assert f"TRYGGHET_{name}" in answer.stderr
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "hemligt" not in answer.stderr


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"COOKIE_SECRET": "hemligt"}, "TRYGGHET_COOKIE_SECRET går inte"),
        ({"DATABASE_URL": "postgresql://a:hemligt@h/d"}, "ingen inloggning är inställd"),
        ({"ADDRESS": "https://panelen.example"}, "ingen inloggning är inställd"),
    ],
)
@pytest.mark.parametrize("program", ["trygghet", "streamlit"])
def test_a_server_that_must_not_be_reached_does_not_start(
    program: str, told: dict[str, str], sentence: str
) -> None:
    commands = {
        "trygghet": [str(Path(sys.executable).with_name("trygghet")), "serve"],
        "streamlit": [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")],
    }
    answer = subprocess.run(
        commands[program],
        env={**os.environ, **{f"TRYGGHET_{name}": value for name, value in told.items()}},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "hemligt" not in answer.stderr + answer.stdout
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("ENTRA_ID__TITLE", "hemligt", "__ENTRA_ID går inte; väntat är ett kort namn"),
        ("P__ROLE", "hemligt", "__P__ROLE är ingen inställning"),
        ("P__ROLES", '{"hemligt": "chef"}', "__P__ROLES går inte; väntat är {"),
        ("P__ROLES", "hemligt", '…__ROLES som {"grupp": "director"}'),
        ("P__TITLE", "P", "__P__CLIENT_ID saknas"),
        ("P__SERVER_METADATA_URL", "hemligt", "väntat är https://…/.well-known"),
    ],
)
def test_a_part_of_a_provider_that_cannot_be_is_named(name: str, value: str, sentence: str) -> None:
    answer = run_trygghet("db", "status", **{f"TRYGGHET_PROVIDERS__{name}": value})
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "hemligt" not in answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SMTP", "{hemligt", "_SMTP går inte; väntat är en inställning för varje del"),
        ("SMTP__HOST", "hemligt", "__SENDER saknas (docs/operations.md)"),
        ("SMTP__SENDER", "hemligt", "__SENDER går inte; väntat är panelen@kommunen.se"),
        ("SMTP__PORT", "hemligt", "__PORT går inte; väntat är ett heltal från 1 till 65535"),
        ("SMTP__SECURITY", "hemligt", "__SECURITY går inte; väntat är starttls, tls"),
        ("SMTP__PASWORD", "hemligt", "__PASWORD är ingen inställning (docs/operations.md)"),
    ],
)
def test_a_part_of_the_mail_server_that_cannot_be_is_named(
    name: str, value: str, sentence: str
) -> None:
    answer = run_trygghet("db", "status", **{f"TRYGGHET_{name}": value})
    assert answer.returncode == 1
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "hemligt" not in answer.stderr


def test_names_that_a_cluster_gives_are_no_settings(database: Database) -> None:
    answer = run_trygghet(
        *("db", "status"),
        TRYGGHET_DATABASE_URL=database.url,
        TRYGGHET_SERVICE_HOST="10.0.0.1",
        TRYGGHET_PORT_8501_TCP_PROTO="tcp",
        TRYGGHET_LOG_LEVEL="info",
    )
    assert answer.returncode == 0, answer.stderr


def test_a_port_that_is_taken_is_told_before_anything_is_begun(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        answer = run_trygghet(
            *("serve", "--port", str(port), "--address", "127.0.0.1"),
            TRYGGHET_VAR=str(tmp_path / "var"),
        )
    assert answer.returncode == 1
    assert f"Port {port} används redan" in answer.stderr
    assert f"make run PORT={port + 1}" in answer.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize(
    ("address", "is_warned"),
    [
        ("http://panelen.example", True),
        ("http://192.0.2.7:8501", True),
        ("http://localhost.example", True),
        ("https://panelen.example", False),
        ("http://localhost:8501", False),
        ("http://127.0.0.1:8501", False),
        ("http://[::1]:8501", False),
    ],
)
def test_signing_in_without_tls_is_warned_of_at_the_start(
    tmp_path: Path, address: str, *, is_warned: bool
) -> None:
    # A port that is taken: it ends before anything is begun.
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        answer = run_trygghet(
            *("serve", "--port", str(other.getsockname()[1]), "--address", "127.0.0.1"),
            TRYGGHET_VAR=str(tmp_path / "var"),
            **environment({**SIGN_IN, "ADDRESS": address}),
        )
    assert "används redan" in answer.stderr
    assert ("VARNING: TRYGGHET_ADDRESS börjar med http://" in answer.stderr) is is_warned


def test_an_existing_template_is_replaced_only_when_asked(
    database: Database, tmp_path: Path
) -> None:
    make_small_programme(database.engine(role=None))
    target = tmp_path / "mall.xlsx"
    target.write_text("mitt eget")
    command = ("export", "template", "points", "--to", str(target))
    refused = run_trygghet(*command, TRYGGHET_DATABASE_URL=database.url)
    assert refused.returncode == 1
    assert "finns redan" in refused.stderr
    assert target.read_text() == "mitt eget"
    assert run_trygghet(*command, "--overwrite", TRYGGHET_DATABASE_URL=database.url).returncode == 0
    assert target.read_bytes().startswith(b"PK")


def test_an_interrupted_import_says_that_nothing_is_written(
    database: Database, tmp_path: Path
) -> None:
    make_small_programme(database.engine(role=None))
    file = tmp_path / "lang.csv"
    rows = "2024-05-02;Backa;outreach;3\n" * 200_000
    file.write_text("Datum;Område;Aktivitetstyp;Målgrupp\n" + rows, encoding="utf-8")
    # Whoever runs the tests in the background lets them ignore the signal, and all they start.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from commands.main import run; run()"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, "import", "activities", str(file)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TRYGGHET_DATABASE_URL": database.url},
    )
    with database.engine(role=None).connect() as connection:
        deadline = time.monotonic() + 60
        while not connection.exec_driver_sql(
            "select 1 from pg_stat_activity where datname = current_database()"
            " and query ilike 'copy staged%%'"
        ).scalar():
            connection.rollback()
            assert running.poll() is None
            assert time.monotonic() < deadline
    running.send_signal(signal.SIGINT)
    _out, told = running.communicate(timeout=60)
    assert running.returncode == 130, told
    assert "Avbrutet. Inget halvfärdigt är skrivet." in told
    assert "Traceback" not in told
    with database.engine().connect() as connection:
        assert connection.exec_driver_sql("select count(*) from activity").scalar() == 0


@pytest.mark.parametrize("driver", [True, False])
def test_an_error_that_follows_an_interrupt_is_the_interrupt(
    database: Database, monkeypatch: pytest.MonkeyPatch, driver: bool
) -> None:
    shared = FoundDatabase(database.url, None)
    monkeypatch.setattr(console, "open_database", lambda _settings: shared)
    canceled = QueryCanceled("canceling statement due to user request")
    canceled.__context__ = KeyboardInterrupt()
    wrapped = OperationalError("copy staged", None, canceled)
    wrapped.__cause__ = canceled
    with pytest.raises(KeyboardInterrupt), console.database():
        raise canceled if driver else wrapped
