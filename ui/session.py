"""What the process and the reader's browser hold: the pool, the day, the screen."""

from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st
import structlog
from sqlalchemy import Engine
from tenacity import RetryCallState, retry, retry_if_exception, stop_after_attempt, wait_exponential

from config.settings import settings
from data_access.database import open_database, require_current_schema
from data_access.engine import DatabaseError, is_lost_connection
from data_access.migrate import SchemaMismatchError
from domain.calendar import STOCKHOLM

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Device:
    """What is known of the reader's screen."""

    is_phone: bool
    is_dark: bool


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """Return the pool of this process.

    Raises:
        data_access.database.SchemaMismatchError: the database is not migrated to this program.
        sqlalchemy.exc.OperationalError: the database cannot be reached.
    """
    pool = open_database(settings()).engine()
    try:
        require_current_schema(pool)
    except SchemaMismatchError:
        # Asked again at each rerun, until somebody has migrated: no pool may be left behind.
        pool.dispose()
        raise
    return pool


def _open_anew(_state: RetryCallState) -> None:
    # An embedded server that has died is started again by this, maybe on another port.
    if settings().is_embedded:
        engine().dispose()
        engine.clear()


def _is_worth_another_try(error: BaseException) -> bool:
    return isinstance(error, DatabaseError) and is_lost_connection(error)


patiently = retry(
    retry=retry_if_exception(_is_worth_another_try),
    before_sleep=_open_anew,
    stop=stop_after_attempt(3),
    wait=wait_exponential(multiplier=0.1, max=1),
    reraise=True,
)
"""Asks the database again, a few times, when the connection was lost."""


@st.cache_resource(show_spinner=False)
def reach() -> "Reach":
    """Return whether this process reached the database when it last tried."""
    return Reach()


class Reach:
    """Logs once when the database is lost, and once when it is there again."""

    def __init__(self) -> None:
        self._is_lost = False

    def found(self) -> None:
        """Note that the database answered."""
        if self._is_lost:
            log.info("database_back")
        self._is_lost = False

    def lost(self, error: Exception) -> None:
        """Note that it did not."""
        if not self._is_lost:
            log.warning("database_away", error=type(error).__name__)
        self._is_lost = True


def today() -> date:
    """Return the day in Sweden."""
    return datetime.now(STOCKHOLM).date()


def device() -> Device:
    """Return what the browser tells of itself; the server does not know the width."""
    agent = st.context.headers.get("User-Agent", "")
    return Device(is_phone="Mobi" in agent, is_dark=st.context.theme.type == "dark")
