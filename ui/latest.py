"""What is new: the latest reports and registrations."""

from collections.abc import Sequence

import streamlit as st

from data_access.activities import fetch_registered
from domain.access import Right
from domain.calendar import first_of_month
from domain.findings.latest import latest_reports, month_so_far_sentence, reported_when
from domain.findings.reporting import completeness_note
from domain.points import PointStanding
from texts import _
from texts.words import capitalised, sentences
from ui import show
from ui.cached import programme, read
from ui.plain import plain
from ui.routes import link_to_point
from ui.tallies import read_reporting
from ui.viewer import viewer
from ui.viewpoint import is_back, shown_day


def latest(standings: Sequence[PointStanding]) -> None:
    """Show the points that were reported last, and how the present month is registered."""
    found = latest_reports(standings)
    if not found:
        return
    with show.section(_("Det senaste")):
        for standing in found:
            point = standing.point
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                link_to_point(
                    point.number,
                    _("{number}. {title}").format(number=point.number, title=point.short_title),
                )
                show.status_badge(standing.status)
                st.caption(plain(capitalised(reported_when(standing, shown_day()))))
        if viewer().may(Right.SEE_COUNTS) and not is_back():
            month = first_of_month(shown_day())
            registered = read(fetch_registered, programme().id, month)
            note = completeness_note(*read_reporting(month, month))
            st.write(plain(sentences(month_so_far_sentence(registered, shown_day()), note)))
