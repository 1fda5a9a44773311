"""How is the programme going, and what needs attention?"""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from charts.money import money_bar
from charts.trend import Line, monthly_trend
from domain.access import Right
from domain.activities import Measure
from domain.attention import needs_attention
from domain.findings.key_figures import key_figures
from domain.findings.money import describe_money_bar, money_bar_heading
from domain.findings.overview import overview_finding
from domain.findings.reporting import completeness_note, protected_note, source_of
from domain.findings.trend import (
    describe_trend,
    month_comparison,
    trend_heading,
    year_comparison,
)
from domain.money import SourceYear
from domain.pace import total_pace
from domain.tallies import Tally
from texts import _
from texts.numbers import day, share
from ui import attention, board, frames, show
from ui.evidence import disputes
from ui.latest import latest
from ui.session import device, today
from ui.situation import read_situation
from ui.tallies import gap_word, ranges_of
from ui.viewer import viewer


def render() -> None:
    """Draw the page."""
    situation = read_situation(today())
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
                situation.sources or (),
                situation.periods,
                situation.today,
                situation.area_names,
            )
        )
    with right:
        if situation.tally:
            _trend(situation.tally, situation.today)
        else:
            show.not_published()
    # It is for the one who may send a report back; others read the same of a point on its page.
    if viewer().may(Right.APPROVE):
        disputes(situation.standings)
    latest(situation.standings)
    _money(situation.sources or ())


def _trend(tally: Tally, now: date) -> None:
    this_year = [month for month in tally.months if month.year == now.year]
    shown = tally.over(this_year or tally.months)
    series = shown.by_month()
    lines = {_("Aktiviteter"): series}
    with show.section(trend_heading(series, Measure.OCCASIONS, now)):
        line = Line(
            "",
            tuple(count.value for _month, count in series),
            show.theme().activity,
            ranges=ranges_of(series),
        )
        show.chart(
            monthly_trend(
                shown.months,
                [line],
                show.theme(),
                compact=device().is_phone,
                gap_word=gap_word(shown),
            ),
            alt=describe_trend({"": series}, Measure.OCCASIONS, now),
            source=show.told(
                completeness_note(shown.reporting, shown.area_codes, shown.months),
                month_comparison(tally.by_month(), now),
                year_comparison(tally, now),
                protected_note(count for _month, count in series),
                source_of(tally),
            ),
            key="utveckling",
        )
        show.behind(
            frames.months_frame(lines),
            name="aktiviteter-per-manad",
            title=_("Aktiviteter per månad"),
            source=source_of(tally),
        )


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
