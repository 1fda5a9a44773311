"""The ASGI application: Streamlit with its own routes, headers, start and stop."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Route
from streamlit import config
from streamlit.starlette import App

from config.logs import set_up_logs, take_over_logs
from config.settings import PROGRAM_VERSION, settings
from data_access.database import open_database
from data_access.server_programs import EmbeddedServerError
from pages import MENU
from ui import pack_routes
from ui.cookies import SafeCookies, WholeCookies
from ui.doors import KnownMessages, KnownPaths, OnlyThisMachine, OwnOrigin, why_closed
from ui.server import OwnPage, SafeHeaders, health, report_script_error
from ui.settings_faults import settings_faults
from ui.way_in import (
    ROUTES,
    WAY_IN,
    BackToAskedPage,
    FewSignIns,
    OwnWayOut,
    ToldFailures,
    begin,
    streamlit_secrets,
)

if faults := settings_faults():
    sys.exit("\n".join(f"✗ {fault}" for fault in faults))

set_up_logs(settings().log_level)


@asynccontextmanager
async def _lifespan(_app: App) -> AsyncIterator[None]:
    # In a line of Streamlit's own a newline that somebody sent would begin another line.
    take_over_logs("streamlit", "uvicorn")
    log = structlog.get_logger()
    log.info("started", version=PROGRAM_VERSION, embedded=settings().is_embedded)
    database = None
    try:
        # An embedded server is held from now on, also while nobody visits.
        database = await to_thread.run_sync(open_database, settings())
    except EmbeddedServerError as error:
        # The panel is there all the same, and says so.
        log.warning("database_away", error=str(error))
    pack_routes.listener.start()
    yield
    await to_thread.run_sync(pack_routes.listener.stop)
    if database:
        # Here, for the web server ends by a signal, which leaves no time for it later.
        await to_thread.run_sync(database.close)
    log.info("stopped")


# However the server is started: what is shared is closed without sign-in.
if closed := why_closed(settings()):
    sys.exit(f"✗ {closed}")

if settings().cookie_secret:
    # Streamlit makes up a key of its own in each process for what it keeps during the sign-in.
    config.set_option("server.cookieSecret", settings().cookie_secret.get_secret_value())

_SIGN_IN = ROUTES if settings().has_sign_in else ()
_PAGES = [page.address for page in MENU]

app = App(
    Path(__file__).with_name("ui") / "shell.py",
    lifespan=_lifespan,
    routes=[Route("/halsa", health), Route(f"/{WAY_IN}", begin), *pack_routes.ROUTES],
    secrets=streamlit_secrets(settings()) or None,
    middleware=[
        Middleware(SafeHeaders, is_encrypted=settings().is_encrypted),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings().hosts, www_redirect=False),
        *([] if settings().has_sign_in else [Middleware(OnlyThisMachine)]),
        Middleware(OwnOrigin),
        Middleware(KnownMessages),
        Middleware(
            KnownPaths,
            pages=_PAGES,
            routes=["halsa", *_SIGN_IN],
            folders=pack_routes.FOLDERS,
        ),
        Middleware(FewSignIns, per_minute=settings().sign_ins_per_minute),
        Middleware(
            SafeCookies, is_encrypted=settings().is_encrypted, hours=settings().session_hours
        ),
        Middleware(WholeCookies),
        Middleware(BackToAskedPage, pages=_PAGES),
        Middleware(OwnWayOut),
        Middleware(ToldFailures),
        Middleware(OwnPage, folders=pack_routes.FOLDERS),
    ],
    on_script_error=report_script_error,
)
