"""A real server on the example programme, and a real Chromium that may reach nothing else."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from tests.conftest import run_trygghet
from ui.session import today

PROGRAM = Path(sys.executable).with_name("trygghet")

PAGES = {
    "oversikt": "/",
    "oversikt tidigare dag": f"/?per={today() - timedelta(days=60)}",
    "program": "/program",
    "program som tidslinje": "/program?vy=Tidslinje",
    "punkt": "/punkt?nummer=7",
    "aktiviteter": "/aktiviteter",
    "medel": "/medel",
    "sammantrade": "/sammantrade",
    "uppdatera": "/uppdatera",
    "uppdatera en punkt": "/uppdatera?nummer=11",
    "registrera": "/registrera",
    "registrera en vecka": "/registrera?vad=En vecka",
    "registrera en fil": "/registrera?vad=En fil",
    "ratta": "/registrera?vad=Rätta",
    "manaden": "/registrera?vad=Månaden",
    "publicera": "/publicera",
    "om": "/om",
    "administration": "/administration",
    "inloggningar": "/administration?vad=Inloggningar",
    "logg": "/administration?vad=Logg",
}
"""Every page by its address."""

READERS = {
    "/administration": "Systemadministratör",
    "/uppdatera": "Arbetsledare",
    "/registrera": "Arbetsledare",
}
"""Whose pages are not the director's, by how their addresses begin."""

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
"""The rules of axe that the law asks for."""

SIZES = {
    "dator": (1440, 900),
    "surfplatta": (820, 1180),
    "telefon": (390, 844),
}

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The map is drawn by the processor where there is no graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Other hosts cannot be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)


@dataclass
class Server:
    """A running panel."""

    address: str
    environment: dict[str, str]
    log: Path

    def database_url(self) -> str:
        """Return the address that another program would use."""
        return subprocess.run(
            [str(PROGRAM), "db", "url"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()


@contextmanager
def running_server(
    var: Path, *, wait_for_health: bool = True, **environment: str
) -> Iterator[Server]:
    """Start the panel as `make run` does, on a free port; without waiting nobody has asked it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    full = {**os.environ, "TRYGGHET_VAR": str(var), **environment}
    log = var / "serve.log"
    with log.open("w") as written:
        process = subprocess.Popen(
            [str(PROGRAM), "serve", "--port", str(port)],
            env=full,
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://localhost:{port}", full, log)
    try:
        if wait_for_health:
            _wait_until_up(server, process)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_up(server: Server, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The server ended at once:\n{server.log.read_text()}")
        try:
            with urlopen(f"{server.address}/halsa", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            # Not there yet, or too busy to answer.
            time.sleep(0.2)
    pytest.fail(f"The server did not answer:\n{server.log.read_text()}")


@contextmanager
def own_folder(filled: Path | None = None) -> Iterator[Path]:
    """Make a folder that the database's own account can reach, empty or a copy of a filled one."""
    made = Path(tempfile.mkdtemp(prefix="trygghet-browser-"))
    made.chmod(0o711)
    if filled:
        # With the owners, for the database refuses files that are not its own.
        subprocess.run(["cp", "--archive", f"{filled}/.", str(made)], check=True)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Give a folder that the database's own account can reach."""
    with own_folder() as made:
        yield made


@pytest.fixture(scope="session")
def filled() -> Iterator[Path]:
    """Fill a folder with the example once: each panel of the tests begins with a copy of it."""
    with own_folder() as made:
        done = run_trygghet("demo", TRYGGHET_VAR=str(made))
        assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture(scope="session")
def server(filled: Path) -> Iterator[Server]:
    """Give the panel with its example programme."""
    with own_folder(filled) as made, running_server(made) as started:
        yield started


@pytest.fixture(scope="module")
def own_server(filled: Path) -> Iterator[Server]:
    """Give a panel of a module's own, for tests that write in it."""
    with own_folder(filled) as made, running_server(made) as started:
        yield started


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium,
            args=CHROMIUM_ARGUMENTS,
        )
        yield launched
        launched.close()


@dataclass
class Visit:
    """A browser tab that notes what it should not have seen."""

    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Open an address of the panel, as a role that may, and wait until it is drawn."""
        self.page.goto(f"{self.address}{path}")
        self.settle()
        role = next((role for start, role in READERS.items() if path.startswith(start)), None)
        if role:
            choose_role(self.page, role)
            self.settle()

    def settle(self) -> None:
        """Wait until the script has run and the pictures are drawn."""
        self.page.wait_for_selector("h1", timeout=60_000)
        # Not by a function in the page: the content policy forbids it to be evaluated there.
        self.page.wait_for_selector("[data-test-script-state=notRunning]", timeout=60_000)
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=30_000)
        self.page.wait_for_timeout(300)

    def whole_page(self) -> None:
        """Make the window as high as the page: Streamlit scrolls inside it."""
        height = self.page.locator("[data-testid=stMain]").evaluate("each => each.scrollHeight")
        width = self.page.viewport_size["width"] if self.page.viewport_size else 1440
        self.page.set_viewport_size({"width": width, "height": int(height)})
        self.page.wait_for_timeout(1500)


@contextmanager
def visiting(
    browser: Browser, address: str, size: str = "dator", *, dark: bool = False
) -> Iterator[Visit]:
    """Open a tab of a size and theme; every foreign host that it asks for is noted."""
    width, height = SIZES[size]
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height},
        locale="sv-SE",
        color_scheme="dark" if dark else "light",
        user_agent=PHONE if size == "telefon" else None,
    )
    page = context.new_page()
    visit = Visit(page, address)
    own = urlparse(address).netloc

    def note_foreign(request: Request | WebSocket) -> None:
        asked = urlparse(request.url)
        if asked.scheme in ("http", "https", "ws", "wss") and asked.netloc != own:
            visit.foreign.append(request.url)

    # Noted, and not led through here: that would switch the browser's cache off.
    page.on("request", note_foreign)
    page.on("websocket", note_foreign)
    page.on(
        "console",
        lambda message: visit.complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    yield visit
    context.close()


def choose_role(page: Page, role: str) -> None:
    """Try a role of the example, by its name."""
    page.get_by_role("combobox", name="Visa som").click()
    page.get_by_role("option", name=role).click()
    # The run that follows may be over before one can see that it has begun.
    page.wait_for_timeout(500)
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=60_000)
