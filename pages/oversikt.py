"""How is the programme going, and what needs attention?"""

from collections.abc import Sequence

import streamlit as st

from charts.money import money_bar
from domain.access import Right
from domain.attention import needs_attention
from domain.findings.key_figures import key_figures
from domain.findings.money import describe_money_bar, money_bar_heading
from domain.findings.overview import overview_finding
from domain.money import SourceYear
from domain.pace import total_pace
from texts import _
from texts.numbers import day, share
from ui import attention, board, frames, show
from ui.evidence import disputes
from ui.forms.questions import ask_about_figures
from ui.latest import latest
from ui.questions import open_questions
from ui.session import device
from ui.situation import read_situation
from ui.trend import trend_of_year
from ui.viewer import viewer
from ui.viewpoint import viewpoint


def render() -> None:
    """Draw the page."""
    situation = read_situation()
    show.head(overview_finding(situation), _("Läget {day}").format(day=day(situation.today)))
    if not situation.standings:
        return
    figures = key_figures(situation)
    show.key_figures(figures)
    ask_about_figures(figures, viewpoint())
    board.tiles(situation.standings)
    left, right = st.columns([5, 6], gap="large")
    with left:
        attention.top_rows(
            needs_attention(
                situation.standings,
                situation.sources or (),
                situation.periods,
                situation.today,
                situation.area_names,
            )
        )
    with right:
        if situation.tally:
            trend_of_year(situation.tally, situation.today)
        else:
            show.not_published()
    open_questions(viewpoint())
    # It is for the one who may send a report back; others read the same of a point on its page.
    if viewer().may(Right.APPROVE):
        disputes(situation.standings)
    latest(situation.standings)
    _money(situation.sources or ())


def _money(sources: Sequence[SourceYear]) -> None:
    pace = total_pace(sources)
    if pace is None or pace.used_share is None:
        return
    with show.section(money_bar_heading(pace)):
        show.chart(
            money_bar(
                pace.used_share,
                pace.time_share,
                show.theme(),
                used_label=_("{share} av pengarna").format(share=share(pace.used_share)),
                time_label=_("{share} av tiden").format(share=share(pace.time_share)),
                compact=device().is_phone,
            ),
            alt=describe_money_bar(pace),
            source=show.money_source(pace),
            key="pengar",
        )
        show.behind(
            frames.sources_frame(sources),
            name="medel-per-kalla",
            title=_("Budget, utfall och prognos per källa"),
            source=show.money_source(pace),
        )
