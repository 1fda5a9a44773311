"""What does the team do, where, and for whom?"""

from dataclasses import replace

import streamlit as st

from charts.trend import Line, monthly_trend
from domain.activities import Count
from domain.findings.activities import activities_finding, choice_sentence
from domain.findings.by_area import table_heading
from domain.findings.reporting import (
    completeness_note,
    missing_note,
    preliminary_note,
    protected_note,
    source_of,
    uncounted_note,
    unplaced_note,
)
from domain.findings.trend import describe_trend, group_heading
from domain.tallies import Tally, unplaced
from texts import _
from ui import area_map, filters, frames, show
from ui.plain import plain
from ui.session import device, today
from ui.tallies import (
    Division,
    gap_word,
    months_to_show,
    names_of,
    ranges_of,
    rates_of,
    read_division,
    read_small_tally,
    read_tally,
)


def render() -> None:
    """Draw the page."""
    division = read_division()
    top = st.container()
    choice = filters.choose_activities(division, *months_to_show())
    tally = read_tally(choice.months, division).measuring(choice.measure)
    names = names_of(division)
    shown = choice_sentence(choice.months, names)
    with top:
        show.head(activities_finding(tally, names, today()), shown)
    if tally.is_public:
        # The smaller areas are not published: most of their counts are small.
        choice = replace(choice, by_smaller=False)
    where = read_small_tally(choice.months, division) if choice.by_smaller else tally
    where = where.measuring(choice.measure)
    with st.grid(columns=2, min_column_width=440, gap=(32, 64)):
        with st.container():
            area_map.show_map(where, division, choice)
        with st.container():
            _table(where, tally if choice.by_smaller else None, division, shown)
    _trend(tally, division, shown)


def _table(tally: Tally, whole: Tally | None, division: Division, shown: str) -> None:
    names, rates = names_of(division), rates_of(tally)
    counts = rates if area_map.shows_rates(tally) else tally.by_area()
    rest = unplaced(whole, tally) if whole else Count(0)
    source = show.told(
        completeness_note(tally.reporting, tally.area_codes, tally.months),
        missing_note(tally, names.areas, today()),
        unplaced_note(rest, tally.measure, [names.area(code) for code in whole.area_codes])
        if whole
        else "",
        uncounted_note(tally),
        preliminary_note(tally),
        protected_note(counts.values()),
        area_map.population_source(tally),
        source_of(tally),
    )
    frame = frames.areas_frame(tally, names.areas, rates, whole if rest.value else None)
    heading = table_heading(counts, tally.measure, names, has_unplaced=bool(rest.value))
    with show.section(heading):
        show.table(frame, alt=heading, finer=[frame.columns[-1]])
        st.caption(plain(source))
        show.downloads(
            frame,
            name="aktiviteter-per-omrade",
            title=_("Aktiviteter per område"),
            choice=shown,
            source=source,
        )


def _trend(tally: Tally, division: Division, shown: str) -> None:
    by_group = tally.by_group_and_month()
    labels = {group.code: group.short_name for group in division.groups}
    style = show.theme().group_style
    lines = [
        Line(
            labels[code],
            tuple(count.value for _month, count in series),
            style(code).colour,
            style(code).symbol,
            ranges_of(series),
        )
        for code, series in by_group.items()
    ]
    named = {labels[code]: series for code, series in by_group.items()}
    heading = group_heading(by_group, names_of(division).groups, tally.measure, today())
    source = show.told(
        completeness_note(tally.reporting, tally.area_codes, tally.months),
        missing_note(tally, division.names, today()),
        protected_note(count for series in by_group.values() for _month, count in series),
        source_of(tally),
    )
    with show.section(heading):
        show.chart(
            monthly_trend(
                tally.months,
                lines,
                show.theme(),
                compact=device().is_phone,
                gap_word=gap_word(tally),
            ),
            alt=describe_trend(named, tally.measure, today()),
            source=source,
            key="utveckling",
        )
        show.behind(
            frames.months_frame(named),
            name="aktiviteter-per-manad",
            title=_("Aktiviteter per månad och målgrupp"),
            choice=shown,
            source=source,
        )
