"""How is the programme going, and what needs attention?"""

from datetime import date

import streamlit as st

from charts.money import money_bar
from charts.trend import Line, monthly_trend
from data_access.money import fetch_source_years
from data_access.programme import fetch_standings
from domain.activities import ActivityFilter, Measure
from domain.attention import needs_attention
from domain.calendar import first_of_month, shift_month
from domain.findings.key_figures import key_figures
from domain.findings.money import describe_money_bar, money_bar_heading
from domain.findings.overview import Situation, overview_finding
from domain.findings.trend import (
    describe_trend,
    month_comparison,
    trend_heading,
    year_comparison,
)
from domain.pace import total_pace
from texts import _
from texts.numbers import day, share
from ui import attention, board, frames, show
from ui.cached import programme, read
from ui.session import device, today
from ui.tallies import read_division, read_periods, read_tally


def render() -> None:
    """Draw the page."""
    situation = _situation(today())
    show.head(overview_finding(situation), _("Läget {day}").format(day=day(situation.today)))
    if not situation.standings:
        return
    show.key_figures(key_figures(situation))
    board.tiles(situation.standings)
    left, right = st.columns([5, 6], gap="large")
    with left:
        attention.top_rows(
            needs_attention(
                situation.standings,
                situation.sources,
                situation.periods,
                situation.today,
                situation.area_names,
            )
        )
    with right:
        _trend(situation)
    _money(situation)


def _situation(now: date) -> Situation:
    shown, division = programme(), read_division()
    months = ActivityFilter(date(now.year - 1, 1, 1), shift_month(first_of_month(now), -1))
    return Situation(
        standings=read(fetch_standings, shown.id),
        sources=read(fetch_source_years, shown.id, now.year, now),
        tally=read_tally(months, division),
        periods=read_periods(shown.starts_on, now),
        area_names=division.names,
        today=now,
    )


def _trend(situation: Situation) -> None:
    this_year = [month for month in situation.tally.months if month.year == situation.today.year]
    shown = situation.tally.over(this_year or situation.tally.months)
    series = shown.by_month()
    lines = {_("Aktiviteter"): series}
    with show.section(trend_heading(series, Measure.OCCASIONS, situation.today)):
        line = Line("", tuple(count.value for _month, count in series), show.theme().activity)
        show.chart(
            monthly_trend(shown.months, [line], show.theme(), compact=device().is_phone),
            alt=describe_trend({"": series}, Measure.OCCASIONS, situation.today),
            source=show.told(
                month_comparison(situation.tally.by_month(), situation.today),
                year_comparison(situation.tally, situation.today),
                _("Källa: teamets registrering."),
            ),
            key="utveckling",
        )
        show.behind(
            frames.months_frame(lines),
            name="aktiviteter-per-manad",
            title=_("Aktiviteter per månad"),
            source=_("Källa: teamets registrering."),
        )


def _money(situation: Situation) -> None:
    pace = total_pace(situation.sources)
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
            frames.sources_frame(situation.sources),
            name="medel-per-kalla",
            title=_("Budget, utfall och prognos per källa"),
            source=show.money_source(pace),
        )
