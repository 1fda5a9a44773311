"""What has the money become, will it suffice, and what must be repaid?"""

from collections.abc import Sequence

import streamlit as st

from charts.monthly_outcome import outcome_by_month
from data_access.money import fetch_source_years
from domain.access import Right
from domain.calendar import first_of_month, months_between
from domain.findings.money import (
    money_finding,
    repayment_notices,
)
from domain.money import SourceYear
from domain.monthly_money import describe_months, even_budgets, monthly_heading, outcomes
from domain.pace import Pace, total_pace
from texts import _
from texts.words import sentences
from ui import filters, frames, money, show
from ui.cached import programme, read
from ui.forms.questions import ask_about_figure
from ui.session import device
from ui.viewer import viewer
from ui.viewpoint import shown_day, viewpoint


def render() -> None:
    """Draw the page."""
    top = st.container()
    year = filters.choose_year(programme().starts_on, shown_day())
    if not viewer().may(Right.SEE_MONEY):
        money.of_own_unit(top, year)
        return
    years = read(fetch_source_years, programme().id, year, viewpoint())
    pace = total_pace(years)
    finding = money_finding(years, shown_day())
    with top:
        show.head(finding, _("År {year}").format(year=year), show.money_source(pace))
    if pace is None:
        return
    with top:
        ask_about_figure("money", sentences(finding.title, _chosen(years)), viewpoint())
    for notice in repayment_notices(years):
        show.warning(_("Risk för återbetalning"), notice)
    with st.grid(columns=2, min_column_width=440, gap=(32, 64)):
        with st.container():
            money.bullets(years, pace)
        with st.container():
            money.left(years, pace, _chosen(years))
    _by_source(years, pace)
    _by_month(years, pace)


def _by_source(years: Sequence[SourceYear], pace: Pace) -> None:
    title, frame = _("Budget, utfall och prognos per källa"), frames.sources_frame(years)
    note = _("Avvikelse = budget minus prognos. ”.”: inte tillämpligt. ”–”: uppgift saknas.")
    with show.section(title):
        show.table(frame, alt=title)
        st.caption(note)
        show.downloads(
            frame,
            name="medel-per-kalla",
            title=title,
            source=show.money_source(pace),
            choice=_chosen(years),
        )


def _by_month(years: Sequence[SourceYear], pace: Pace) -> None:
    # Before a source begins nothing can be used, which is another thing than that nothing is.
    months = months_between(first_of_month(pace.first_day), first_of_month(pace.last_day))
    with show.section(monthly_heading(years, months, shown_day())):
        show.chart(
            outcome_by_month(
                months,
                even_budgets(years, months),
                outcomes(years, months),
                show.theme(),
                compact=device().is_phone,
            ),
            alt=describe_months(years, months, shown_day()),
            source=show.told(
                _("Mnkr per månad. Streck: budgeten i jämn takt."), show.money_source(pace)
            ),
            key="manader",
        )
        show.behind(
            frames.outcome_frame(years, months),
            name="utfall-per-manad",
            title=_("Utfall per källa och månad"),
            choice=_chosen(years),
            source=show.money_source(pace),
        )


def _chosen(years: Sequence[SourceYear]) -> str:
    return _("År {year}").format(year=years[0].year)
