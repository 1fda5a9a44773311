"""What does the team do, where, and for whom?"""

from dataclasses import replace

import streamlit as st

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
from domain.tallies import Tally, unplaced
from texts import _
from texts.words import sentences
from ui import area_map, filters, frames, routes, show
from ui.forms.questions import ask_about_figure
from ui.plain import plain
from ui.tallies import (
    Division,
    figures_of,
    months_to_show,
    names_of,
    rates_of,
    read_division,
    read_small_tally,
    read_tally,
)
from ui.trend import trend_by_group
from ui.viewpoint import shown_day, viewpoint


def render() -> None:
    """Draw the page."""
    division = read_division()
    top = st.container()
    choice = filters.choose_activities(division, *months_to_show())
    tally = read_tally(choice.months, division).measuring(choice.measure)
    names = names_of(division)
    shown = choice_sentence(choice.months, names)
    finding = activities_finding(tally, names, shown_day())
    with top:
        show.head(finding, shown)
        ask_about_figure("activities", sentences(finding.title, shown), viewpoint())
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
    trend_by_group(tally, division, shown)


def _table(tally: Tally, whole: Tally | None, division: Division, shown: str) -> None:
    names, rates = names_of(division), rates_of(tally)
    counts = rates if area_map.shows_rates(tally) else tally.by_area()
    rest = unplaced(whole, tally) if whole else Count(0)
    read_so = protected_note(figures_of(tally, rates))
    source = show.told(
        completeness_note(tally.reporting, tally.area_codes, tally.months),
        missing_note(tally, names.areas, shown_day()),
        unplaced_note(rest, tally.measure, [names.area(code) for code in whole.area_codes])
        if whole
        else "",
        uncounted_note(tally),
        preliminary_note(tally),
        read_so,
        area_map.population_source(tally),
        source_of(tally),
    )
    frame = frames.areas_frame(tally, names.areas, rates, whole if rest.value else None)
    heading = table_heading(counts, tally.measure, names, has_unplaced=bool(rest.value))
    with show.section(heading):
        # Ranges are wider than numbers.
        room = show.COLUMNS_ON_PHONE - tally.reporting.is_public
        shown_first = area_map.rate_first(frame, tally)
        show.table(shown_first, alt=heading, finer=[frame.columns[-1]], on_phone=room)
        st.caption(plain(source))
        if read_so:
            routes.link_to("skydd", _("Så skyddas siffrorna"))
        show.downloads(
            frame,
            name="aktiviteter-per-omrade",
            title=_("Aktiviteter per område"),
            choice=shown,
            source=source,
        )
