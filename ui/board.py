"""The board of tiles: the programme at a glance, and a way to each point."""

from collections.abc import Sequence

import streamlit as st

from charts.tiles import tile_board
from domain.findings.programme import board_heading, describe_tiles
from domain.points import PointStanding, count_by_status
from domain.statuses import BY_PROGRESS
from texts import _
from texts.numbers import day
from ui import frames, show
from ui.routes import open_point
from ui.session import device
from ui.viewpoint import shown_day

COLUMNS, COLUMNS_PHONE = 7, 4


def tiles(standings: Sequence[PointStanding]) -> None:
    """Show every point as a tile; a click opens it. The table is the way without a mouse."""
    is_phone = device().is_phone
    with show.section(board_heading(standings)):
        status_counts(standings)
        picked = show.chart(
            tile_board(
                standings,
                show.theme(),
                columns=COLUMNS_PHONE if is_phone else COLUMNS,
                compact=is_phone,
            ),
            alt=describe_tiles(standings),
            source=show.told(
                _("Tryck på en ruta för att öppna punkten."), reports_source(standings)
            ),
            key="rutor",
            on_select="rerun",
        )
        show.behind(
            frames.points_frame(standings, shown_day()),
            name="punkter",
            title=_("Programmets punkter"),
            source=reports_source(standings),
        )
    if picked and picked.selection.points:
        open_point(int(picked.selection.points[0]["customdata"]))


def status_counts(standings: Sequence[PointStanding]) -> None:
    """Show how many points have each status."""
    counts = count_by_status(standings)
    with st.container(horizontal=True, gap="xsmall"):
        for status in (*BY_PROGRESS, None):
            if counts[status]:
                show.status_badge(status, counts[status])


def reports_source(standings: Sequence[PointStanding]) -> str:
    """Return where the states come from, and how new they are."""
    days = [standing.report.as_of_date for standing in standings if standing.report]
    if not days:
        return _("Källa: inga statusrapporter ännu.")
    return _("Källa: arbetsledarens rapporter till och med {day}.").format(day=day(max(days)))
