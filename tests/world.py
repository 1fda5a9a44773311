"""The panel as in earnest: two processes behind one address with TLS, and a real provider."""

import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import text

from domain.access import Role
from services.load_example import load_example
from tests.accounts import environment
from tests.conftest import Database, administer, named, run_trygghet
from tests.front import Front, fronting
from tests.provider import CLIENT_ID, CLIENT_SECRET, Person, Provider, providing
from transfer.areas import read_default_areas
from ui.session import today

PROGRAM = Path(sys.executable).with_name("trygghet")

PEOPLE = (
    *(Person(f"sub-{role}", f"{role}@prov.example", f"Prov {role}") for role in Role),
    Person("sub-okand", "okand@prov.example", "Okänd Prov"),
    Person("sub-obekraftad", "obekraftad@prov.example", "Obekräftad Prov", is_verified=False),
    Person("sub-grupp", "grupp@prov.example", "Grupp Prov", groups=("annat", "namnden")),
)


@dataclass
class World:
    """The panel as readers meet it, and what stands around it."""

    front: Front
    provider: Provider
    database: Database
    settings: dict[str, str]

    def sql(self, statement: str) -> None:
        """Run a statement as the database's superuser."""
        with self.database.engine(role=None).begin() as connection:
            connection.execute(text(statement))

    def refusals(self) -> list[str]:
        """Return what the audit has of refusals."""
        with self.database.engine(role=None).connect() as connection:
            return [
                str(each)
                for each in connection.scalars(
                    text("select changes from audit_event where action = 'refused' order by id")
                )
            ]

    def client(self) -> httpx2.Client:
        """Return a browser of a kind, without cookies, which trusts the front."""
        trust = ssl.create_default_context(cafile=str(self.front.certificate_authority))
        return httpx2.Client(base_url=self.front.address, verify=trust)

    def back_from_provider(
        self, client: httpx2.Client, till: str = "/", role: Role = Role.DIRECTOR
    ) -> str:
        """Go to the provider as a role's person; returns the address to which it leads back."""
        way = client.get("/logga-in", params={"med": "prov", "till": till})
        at_provider = client.get(way.headers["location"]).headers["location"]
        return str(client.get(f"{at_provider}&person=sub-{role}").headers["location"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def shared_panel(server_url: str, template: str) -> Iterator[World]:
    """Run two panels behind one address, on a shared database, and the provider."""
    administer(server_url, f"create database sign_in template {template}")
    database = Database(named(server_url, "sign_in"))
    load_example(database.engine(role=None), 2022, today(), read_default_areas())
    ports = [_free_port() for _each in range(4)]
    packaged = _free_port()
    settings = environment(
        {
            "DATABASE_URL": database.url,
            "ADDRESS": f"https://localhost:{ports[0]}",
            "COOKIE_SECRET": "ett prov som är minst trettiotvå tecken långt",
            "PROVIDERS__PROV__TITLE": "Provet",
            "PROVIDERS__PROV__CLIENT_ID": CLIENT_ID,
            "PROVIDERS__PROV__CLIENT_SECRET": CLIENT_SECRET,
            "PROVIDERS__PROV__SERVER_METADATA_URL": (
                f"http://localhost:{ports[1]}/.well-known/openid-configuration"
            ),
            "PROVIDERS__PROV__ROLES": '{"namnden": "board"}',
            "PROVIDERS__PAKET__TITLE": "Paketet",
            "PROVIDERS__PAKET__CLIENT_ID": CLIENT_ID,
            "PROVIDERS__PAKET__CLIENT_SECRET": CLIENT_SECRET,
            "PROVIDERS__PAKET__SERVER_METADATA_URL": (
                f"http://localhost:{packaged}/.well-known/openid-configuration"
            ),
            "PROVIDERS__PAKET__ROLES": json.dumps({f"grupp-{role}": role for role in Role}),
            "SIGN_INS_PER_MINUTE": "1000",
        }
    )
    for role in Role:
        made = run_trygghet(
            *("users", "add", f"{role}@PROV.example", "--name", f"Prov {role}", "--role", role),
            **settings,
        )
        assert made.returncode == 0, made.stderr
    invited = run_trygghet(
        *("users", "add", "obekraftad@prov.example", "--name", "Obekräftad", "--role", "admin"),
        **settings,
    )
    assert invited.returncode == 0, invited.stderr
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="trygghet-tls-")))
        provider = stack.enter_context(providing(ports[1], PEOPLE))
        stack.enter_context(_packaged_provider(packaged, folder))
        front = stack.enter_context(fronting(ports[0], ports[2:], folder))
        # The panel's own login may be nothing but the application.
        own = {**settings, "TRYGGHET_DATABASE_URL": database.url_as("trygghet_app")}
        for port in ports[2:]:
            stack.enter_context(_serving(port, folder, own))
        yield World(front, provider, database, settings)
    database.close()
    administer(server_url, "drop database sign_in with (force)")


def _serving(port: int, folder: Path, settings: dict[str, str]) -> AbstractContextManager[None]:
    command = [str(PROGRAM), "serve", "--port", str(port)]
    return _running(command, f"http://localhost:{port}/halsa", folder / f"{port}.log", settings)


def _packaged_provider(port: int, folder: Path) -> AbstractContextManager[None]:
    """Run a provider of another make, whose people are in a group for each role."""
    people = (
        {"sub": f"paket-{role}", "name": f"Paket {role}", "groups": [f"grupp-{role}"]}
        for role in Role
    )
    told = (f"--user-claims={json.dumps(person)}" for person in people)
    command = [str(PROGRAM.with_name("oidc-provider-mock")), "--port", str(port), *told]
    described = f"http://localhost:{port}/.well-known/openid-configuration"
    return _running(command, described, folder / "provider.log", {})


@contextmanager
def _running(
    command: list[str], address: str, log: Path, settings: dict[str, str]
) -> Iterator[None]:
    """Run a process until it is no longer needed; given when it answers at its address."""
    with log.open("w") as written:
        process = subprocess.Popen(
            command, env={**os.environ, **settings}, stdout=written, stderr=subprocess.STDOUT
        )
    try:
        for _attempt in range(300):
            assert process.poll() is None, log.read_text()
            try:
                if httpx2.get(address).status_code == 200:
                    break
            except httpx2.TransportError:
                time.sleep(0.2)
        else:
            pytest.fail(log.read_text())
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
