"""Pictures of the money: each source's bar, and what is left."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from charts.burn_down import burn_down
from charts.money import bullet_of, source_bullets
from data_access.money import fetch_unit_outcomes
from domain.findings.money import (
    bullets_heading,
    burn_down_heading,
    describe_bullets,
    describe_burn_down,
    own_unit_finding,
)
from domain.money import SourceYear
from domain.pace import Pace, left_by_month
from texts import _
from ui import frames, show
from ui.cached import programme, read
from ui.session import device
from ui.viewer import viewer
from ui.viewpoint import viewpoint


def bullets(years: Sequence[SourceYear], pace: Pace) -> None:
    """Show each source's budget, outcome and forecast as a bar."""
    with show.section(bullets_heading(years)):
        show.chart(
            source_bullets(
                [bullet_of(each) for each in years], show.theme(), compact=device().is_phone
            ),
            alt=describe_bullets(years),
            source=show.told(
                _("Tkr. Hel stapel: budget. Fylld del: utfall. Streck med band: prognos."),
                show.money_source(pace),
            ),
            key="kallor",
        )


def left(years: Sequence[SourceYear], pace: Pace, choice: str) -> None:
    """Show what is left month by month, against an even pace."""
    with show.section(burn_down_heading(pace)):
        show.chart(
            burn_down(
                left_by_month(years),
                pace.budget,
                pace.first_day,
                pace.last_day,
                pace.remaining_as_told,
                pace.remaining_range,
                show.theme(),
                compact=device().is_phone,
            ),
            alt=describe_burn_down(pace),
            source=show.money_source(pace),
            key="kvar",
        )
        show.behind(
            frames.left_frame(left_by_month(years)),
            name="kvar-per-manad",
            title=_("Kvar av budgeten vid månadens slut"),
            choice=choice,
            source=show.money_source(pace),
        )


def of_own_unit(top: DeltaGenerator, year: int) -> None:
    """Show what has been booked on the points that the viewer's unit answers for."""
    outcomes = read(fetch_unit_outcomes, programme().id, year, viewpoint())
    with top:
        show.head(own_unit_finding(outcomes, viewer().unit, year), _("År {year}").format(year=year))
    if outcomes:
        title, frame = _("Bokfört per punkt"), frames.point_outcomes_frame(outcomes)
        source = _("Källa: ekonomisystemet.")
        with show.section(title):
            show.table(frame, alt=title)
            st.caption(source)
            show.downloads(
                frame,
                name="bokfort-per-punkt",
                title=title,
                source=source,
                choice=_("År {year}").format(year=year),
            )
