"""The viewer's deadlines as a file for the own calendar."""

from datetime import datetime

import streamlit as st

from config.settings import settings
from data_access.meetings import fetch_meetings
from data_access.programme import fetch_standings
from data_access.questions import fetch_questions
from domain.access import Right
from domain.calendar import STOCKHOLM, first_of_month, shift_month
from domain.deadlines import MONTHS_AHEAD, BoardDays, deadlines_for
from services.audit import take_out
from texts import _
from transfer.calendars import to_ics
from ui.cached import programme, read
from ui.session import engine, today
from ui.tallies import read_periods
from ui.viewer import viewer
from ui.viewpoint import is_back

_FILE = "tidsgranser.ics"


def deadlines_button() -> None:
    """Offer the deadlines of the viewer's role as a calendar; nothing where there are none.

    They are those from today on: of an earlier day there are none to keep.
    """
    if is_back() or not (viewer().may(Right.SEE_POINTS) and viewer().may(Right.EXPORT)):
        return
    last_month = shift_month(first_of_month(today()), -1)
    ahead = shift_month(last_month, MONTHS_AHEAD)
    periods = read_periods(last_month, ahead) if viewer().may(Right.SEE_COUNTS) else ()
    board = BoardDays(read(fetch_meetings, programme().id), read(fetch_questions, programme().id))
    standings = read(fetch_standings, programme().id)
    deadlines = deadlines_for(viewer(), standings, periods, today(), board)
    if not deadlines:
        return

    # The file is made outside the run, where nobody knows any more who looked.
    pool, asked_by, shown = engine(), viewer(), programme()

    def made() -> bytes:
        take_out(pool, asked_by, _FILE, settings().exports_per_hour)
        panel = str(settings().address) if settings().address else None
        return to_ics(deadlines, programme=shown, panel=panel, at=datetime.now(STOCKHOLM))

    st.download_button(
        _("Kalender (.ics)"),
        data=made,
        file_name=_FILE,
        mime="text/calendar",
        key="hamta-kalender",
        icon=":material/calendar_month:",
        on_click="ignore",
    )
