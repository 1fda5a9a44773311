"""The points of the programme: where is each?"""

import streamlit as st

from charts.timeline import timeline
from data_access.programme import fetch_standings
from domain.findings.programme import (
    by_concern,
    choice_sentence,
    describe_timeline,
    programme_finding,
)
from domain.points import PointStanding
from texts import _
from texts.numbers import day
from ui import filters, frames, show
from ui.board import reports_source
from ui.cached import programme, read
from ui.calendar import deadlines_button
from ui.plain import plain
from ui.routes import link_to_point
from ui.session import device
from ui.viewpoint import shown_day, viewpoint


def render() -> None:
    """Draw the page."""
    standings = read(fetch_standings, programme().id, viewpoint())
    show.head(
        programme_finding(standings, shown_day()), _("Läget {day}").format(day=day(shown_day()))
    )
    if not standings:
        return
    chosen, view = filters.choose_points(standings)
    if len(chosen) < len(standings):
        st.caption(choice_sentence(len(chosen), len(standings)))
    ordered = by_concern(chosen, shown_day())
    if view is filters.View.TIMELINE:
        _timeline(ordered)
    else:
        _list(ordered)
    show.behind(
        frames.points_frame(ordered, shown_day()),
        name="programmets-punkter",
        title=_("Programmets punkter"),
        source=reports_source(standings),
    )
    deadlines_button()


def _timeline(standings: list[PointStanding]) -> None:
    show.chart(
        timeline(standings, show.theme(), today=shown_day(), compact=device().is_phone),
        alt=describe_timeline(standings, shown_day()),
        source=show.told(
            _("Sorterat så att det som kräver uppmärksamhet står först."),
            reports_source(standings),
        ),
        key="tidslinje",
    )


def _list(standings: list[PointStanding]) -> None:
    with st.grid(columns=2, min_column_width=360, gap="small"):
        for standing in standings:
            _card(standing)


def _card(standing: PointStanding) -> None:
    point = standing.point
    with st.container(border=True, gap="xxsmall", height="stretch"):
        link_to_point(point.number, f"{point.number}. {point.short_title}")
        st.write(plain(point.title))
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            show.status_badge(standing.status)
            if standing.report and standing.report.progress_percent is not None:
                percent = standing.report.progress_percent
                st.write(_("{percent} % klart").format(percent=percent))
        facts = [point.focus_area, _("klart senast {day}").format(day=day(point.due_on))]
        st.caption(plain(" · ".join(facts)))
