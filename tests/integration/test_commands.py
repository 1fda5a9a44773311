"""The command line as a user meets it: what it prints, and its exit code."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from data_access.migrate import downgrade
from tests.accounts import SIGN_IN, environment
from tests.conftest import Database, run_trygghet


@pytest.fixture
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("var")


def test_without_words_it_tells_what_there_is() -> None:
    result = run_trygghet()
    for command in ("db", "demo", "import", "export", "areas", "programme", "serve"):
        assert command in result.stdout + result.stderr


def test_the_address_is_one_that_other_programs_can_use(database: Database) -> None:
    url = run_trygghet("db", "url", TRYGGHET_DATABASE_URL=database.url).stdout.strip()
    with psycopg.connect(url) as connection:
        assert connection.execute("select revision_token()").fetchone() is not None


def test_the_address_can_be_one_of_a_role(database: Database) -> None:
    url = run_trygghet(
        "db", "url", "--role", "trygghet_source", TRYGGHET_DATABASE_URL=database.url
    ).stdout.strip()
    with psycopg.connect(url) as connection:
        role = connection.execute("select current_user").fetchone()
        assert role == ("trygghet_source",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select * from activity")


def test_an_unknown_role_is_refused_with_those_there_are(database: Database) -> None:
    result = run_trygghet("db", "url", "--role", "kung", TRYGGHET_DATABASE_URL=database.url)
    assert result.returncode == 1
    assert "trygghet_reader" in result.stderr


@pytest.mark.parametrize("version", ["0001", "base"])
def test_an_older_schema_is_told_refused_and_migrated(database: Database, version: str) -> None:
    downgrade(database.engine(role=None), version)
    shared = {"TRYGGHET_DATABASE_URL": database.url, **environment(SIGN_IN)}
    status = run_trygghet("db", "status", **shared)
    assert status.returncode == 1
    serve = run_trygghet("serve", "--port", "1", **shared)
    assert serve.returncode == 1
    assert "trygghet db migrate" in serve.stderr
    assert "Traceback" not in serve.stderr
    assert run_trygghet("db", "migrate", **shared).returncode == 0
    assert run_trygghet("db", "status", **shared).returncode == 0


def test_a_newer_schema_is_refused(database: Database) -> None:
    with database.engine(role=None).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    for command in (("serve", "--port", "1"), ("db", "migrate")):
        result = run_trygghet(*command, TRYGGHET_DATABASE_URL=database.url, **environment(SIGN_IN))
        assert result.returncode == 1
        assert "9999" in result.stderr
        assert "Traceback" not in result.stderr


def test_a_database_that_is_not_there_is_a_sentence() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    result = run_trygghet("db", "status", TRYGGHET_DATABASE_URL=nowhere)
    assert result.returncode == 1
    assert "Databasen går inte att nå" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_example_never_goes_into_a_shared_database(database: Database) -> None:
    result = run_trygghet("demo", TRYGGHET_DATABASE_URL=database.url)
    assert result.returncode == 1
    assert "delad" in result.stderr


def test_a_programme_is_started_with_its_money_and_takes_a_file(
    database: Database, tmp_path: Path
) -> None:
    shared = {"TRYGGHET_DATABASE_URL": database.url}
    points = tmp_path / "punkter.csv"
    points.write_text(
        "Nr;Rubrik;Kortrubrik;Fokusområde;Start;Slut\n"
        "1;Mentorer för unga;Mentorer;Skola;2024-01-01;2026-12-31\n",
        encoding="utf-8",
    )
    refused = run_trygghet("import", "points", str(points), **shared)
    assert refused.returncode == 1
    assert "trygghet programme start" in refused.stderr
    start = ("programme", "start", "--name", "Vårt program", "--starts-on", "2022-05-01")
    assert run_trygghet(*start, **shared).returncode == 0
    again = run_trygghet(*start, **shared)
    assert again.returncode == 1
    assert "Traceback" not in again.stderr
    source = run_trygghet(
        *("programme", "source", "--code", "EXTRA", "--name", "Extra trygghetsmedel"),
        *("--funder", "Staden", "--amount", "7 200 000", "--starts-on", "2026-01-01"),
        *("--ends-on", "2026-12-31", "--purpose", "Trygghet", "--repay-by", "2027-03-31"),
        **shared,
    )
    assert source.returncode == 0, source.stderr
    taken = run_trygghet("import", "points", str(points), **shared)
    assert "1 nya" in taken.stdout, taken.stderr


def test_borders_are_imported_or_refused_whole(database: Database, tmp_path: Path) -> None:
    shared = {"TRYGGHET_DATABASE_URL": database.url}
    run_trygghet("programme", "start", "--name", "P", "--starts-on", "2022-05-01", **shared)
    page = tmp_path / "borders.geojson"
    page.write_text("<!DOCTYPE html><html>404</html>")
    refused = run_trygghet("areas", "import", str(page), **shared)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    # The shipped map is a file of borders too, as good as any.
    taken = run_trygghet("areas", "import", "config/areas/schematic.geojson", **shared)
    assert taken.returncode == 0, taken.stderr
    with database.engine().connect() as connection:
        kinds = connection.execute(
            text("select distinct geometry_kind from area where level <> 'stadsomrade'")
        ).all()
    assert kinds == [("official",)]
