"""What the process and the reader's browser hold: the pool, the day, the screen."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import Engine

from config.settings import settings
from data_access.database import open_database, require_current_schema
from data_access.migrate import SchemaMismatchError

STOCKHOLM = ZoneInfo("Europe/Stockholm")


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


def today() -> date:
    """Return the day in Sweden."""
    return datetime.now(STOCKHOLM).date()


def device() -> Device:
    """Return what the browser tells of itself; the server does not know the width."""
    agent = st.context.headers.get("User-Agent", "")
    return Device(is_phone="Mobi" in agent, is_dark=st.context.theme.type == "dark")
