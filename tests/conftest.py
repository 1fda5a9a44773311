"""What the tests share: one real PostgreSQL, and a migrated database of its own for each test."""

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, make_url, text

from data_access.embedded import start_server
from data_access.engine import make_engine
from data_access.migrate import upgrade

settings.register_profile(
    "default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("default")

IN_CI = os.environ.get("CI") == "true"

# Written to disk less carefully than in production: the databases live as long as the tests.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


def lacking(what: str) -> None:
    """Skip a test that needs a thing the machine lacks; in CI that is a failure."""
    if IN_CI:
        pytest.fail(f"CI must have {what}")
    pytest.skip(f"needs {what}")


class Database:
    """A migrated, empty database of a test's own, as address and as pools."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engines: dict[tuple[str | None, int], Engine] = {}

    def engine(self, role: str | None = "trygghet_operator", pool_size: int = 5) -> Engine:
        """Return a pool that acts as a role; None: as the superuser."""
        if (role, pool_size) not in self._engines:
            self._engines[role, pool_size] = make_engine(self.url, role=role, pool_size=pool_size)
        return self._engines[role, pool_size]

    def url_as(self, role: str) -> str:
        """Return the address with a login of its own that is a member of a role and no more."""
        login = f"prov_{role}"
        with self.engine(role=None).begin() as connection:
            if not connection.scalar(text("select to_regrole(:login)"), {"login": login}):
                connection.execute(
                    text(f"create role {login} login password 'prov' in role {role}")
                )
        url = make_url(self.url).set(username=login, password="prov")
        return url.render_as_string(hide_password=False)

    def close(self) -> None:
        for made in self._engines.values():
            made.dispose()


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """Start a PostgreSQL of this process's own; its address, as superuser."""
    folder = Path(tempfile.mkdtemp(prefix="trygghet-test-"))
    folder.chmod(0o711)
    server = start_server(folder / "postgres", options=FAST)
    yield server.url
    server.release()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def template(server_url: str) -> str:
    """Migrate once; every test's database is a copy. The template's name."""
    administer(server_url, "create database template_trygghet")
    engine = make_engine(named(server_url, "template_trygghet"), role=None)
    upgrade(engine)
    engine.dispose()
    return "template_trygghet"


_numbers = itertools.count()


@contextmanager
def copy_of(server_url: str, template: str) -> Iterator[Database]:
    """Make a database of a template, and drop it afterwards."""
    name = f"test_{next(_numbers)}"
    administer(server_url, f"create database {name} template {template}")
    made = Database(named(server_url, name))
    yield made
    made.close()
    administer(server_url, f"drop database {name} with (force)")


@pytest.fixture
def database(server_url: str, template: str) -> Iterator[Database]:
    """Give a migrated, empty database."""
    with copy_of(server_url, template) as made:
        yield made


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        lacking("chromium")
    return str(path)


def run_trygghet(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user would, in a process of its own."""
    program = Path(sys.executable).with_name("trygghet")
    return subprocess.run(
        [str(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
        timeout=300,
    )


def named(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


def administer(url: str, statement: str) -> None:
    engine = make_engine(url, role=None, pool_size=1)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
