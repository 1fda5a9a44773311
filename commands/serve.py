"""`trygghet serve`: the panel itself."""

import errno
import ipaddress
import os
import socket
import sys
from typing import Annotated

import typer
from sqlalchemy import Engine

from commands.console import database, err, fail, out
from commands.demo import fill_with_example, sentence_of
from config.settings import ROOT, Settings, settings
from data_access.database import may_more_than_the_panel, require_current_schema
from data_access.migrate import upgrade
from services.load_example import ProgrammeExistsError
from texts import _


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port att lyssna på."))] = 8501,
    address: Annotated[str, typer.Option(help=_("Adress att lyssna på."))] = "localhost",
) -> None:
    """Serve the panel. Without a shared database: the embedded one, with the example programme."""
    # Streamlit takes its time to load, and no other command needs it.
    from ui.doors import why_closed  # noqa: PLC0415

    closed = why_closed(settings())
    if closed:
        fail(closed)
    _require_known_address(address)
    unsafe = why_unsafe(settings())
    if unsafe:
        err.print(f"⚠ {unsafe}")
    _require_free(address, port)
    with database() as found:
        if settings().is_embedded:
            out.print(_("Databas: inbyggd, i {folder}").format(folder=settings().var))
            _fill_if_empty(found.admin_engine())
        else:
            out.print(_("Databas: den delade i TRYGGHET_DATABASE_URL"))
            _require_fit(found.engine())
    out.print(
        _("Öppna http://{address}:{port} (avsluta med Ctrl+C)").format(address=address, port=port)
    )
    sys.stdout.flush()
    # The server takes this process over, so that it gets the signals itself.
    os.execv(  # noqa: S606
        sys.executable,
        [
            *(sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")),
            *("--server.port", str(port), "--server.address", address),
        ],
    )


def _require_known_address(listening: str) -> None:
    if settings().address is None and listening not in ("localhost", "127.0.0.1"):
        fail(
            _(
                "Ange i TRYGGHET_ADDRESS var läsarna hittar panelen, till exempel "
                "https://panelen.kommunen.se. Utan den svarar den bara den här datorn."
            )
        )


def why_unsafe(chosen: Settings) -> str:
    """Return why signing in at the panel's address is not safe; empty if it is."""
    if not chosen.has_sign_in or chosen.address is None or chosen.is_encrypted:
        return ""
    if _is_of_this_machine(chosen.address.host or ""):
        return ""
    return _(
        "VARNING: TRYGGHET_ADDRESS börjar med http://, så inloggningen går okrypterad över nätet "
        "och kan tas av den som lyssnar. Låt en proxy ge TLS, och ange adressen med https:// "
        "(docs/security.md)."
    )


def _is_of_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _require_fit(engine: Engine) -> None:
    """End with a sentence where a shared database is not one to be served as it stands."""
    require_current_schema(engine)
    if may_more_than_the_panel(engine):
        fail(
            _(
                "Inloggningen i TRYGGHET_DATABASE_URL får mer i databasen än panelen ska. "
                "Ange en som bara är medlem i trygghet_app (docs/operations.md)."
            )
        )


def _require_free(address: str, port: int) -> None:
    """End with a sentence where nobody could listen; before the database is begun."""
    try:
        family, kind, *_rest, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fail(
                _(
                    "Port {port} används redan av ett annat program. Välj en annan, till exempel: "
                    "make run PORT={other} (eller --port {other})"
                ).format(port=port, other=port + 1)
            )
        fail(
            _("Det går inte att lyssna på {address}:{port}: {why}").format(
                address=address, port=port, why=error.strerror or error
            )
        )


def _fill_if_empty(engine: Engine) -> None:
    upgrade(engine)
    try:
        out.print(sentence_of(fill_with_example(engine)))
    except ProgrammeExistsError:
        # Somebody's own programme, or the example from an earlier start: it stays as it is.
        out.print(_("Databasen är redan fylld och har inte ändrats."))
