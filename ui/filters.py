"""What a reader can choose. Each choice is in the address, so that it can be shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

import streamlit as st

from config.statuses import word_of
from domain.activities import ActivityFilter, Measure
from domain.calendar import first_of_month, shift_month
from domain.points import PointStanding, count_by_status
from domain.statuses import BY_PROGRESS
from texts import _
from ui.plain import plain
from ui.tallies import Division

EVERYWHERE = "alla"


class View(Enum):
    """How the points are shown."""

    LIST = auto()
    TIMELINE = auto()


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    """What of the activities is shown, how it is counted, and whether by the smaller areas."""

    months: ActivityFilter
    measure: Measure
    by_smaller: bool


def choose_activities(division: Division, starts_on: date, last: date) -> ActivityChoice:
    """Let the reader choose period, area, measure and target groups.

    `last` is the first day of the latest month that there is to choose.

    An area that is chosen is shown by the smaller areas in it.
    """
    with st.container(border=True, horizontal=True, gap="small", vertical_alignment="top"):
        months = _period(starts_on, last)
        area = _area(division)
        measure = _measure()
        groups = _groups(division)
    return ActivityChoice(
        ActivityFilter(*months, () if area == EVERYWHERE else (area,), tuple(groups)),
        measure,
        by_smaller=area != EVERYWHERE,
    )


def choose_points(standings: Sequence[PointStanding]) -> tuple[list[PointStanding], View]:
    """Let the reader choose statuses, none meaning all, and how the points are shown."""
    counts = count_by_status(standings)
    # What stands on a choice stands in the address too: so a word, with no icon and no count.
    words = {word_of(status).short: status for status in (*BY_PROGRESS, None) if counts[status]}
    views = {_("Lista"): View.LIST, _("Tidslinje"): View.TIMELINE}
    with st.container(horizontal=True, gap="large"):
        chosen = st.pills(
            _("Visa status"),
            list(words),
            selection_mode="multi",
            key="status",
            bind="query-params",
            wrap=True,
        )
        view = st.segmented_control(
            _("Visa som"),
            list(views),
            default=next(iter(views)),
            required=True,
            key="vy",
            bind="query-params",
        )
    wanted = {words[word] for word in chosen}
    kept = [each for each in standings if not wanted or each.status in wanted]
    return kept, views[view] if view else View.LIST


def choose_year(starts_on: date, today: date) -> int:
    """Let the reader choose a calendar year of the programme; the present one to begin with."""
    years = [str(year) for year in range(today.year, starts_on.year - 1, -1)]
    chosen = st.segmented_control(
        _("År"), years, default=years[0], required=True, key="ar", bind="query-params"
    )
    return int(chosen or years[0])


def area_from_map(code: str) -> None:
    """Choose an area as if in the list: what a click on the map does."""
    st.session_state["omrade"] = code


def all_areas() -> None:
    """Choose every area again: the way back from a click on the map."""
    st.session_state["omrade"] = EVERYWHERE


def _period(starts_on: date, last: date) -> tuple[date, date]:
    periods = {
        _("{year} hittills").format(year=last.year): (date(last.year, 1, 1), last),
        _("Senaste 12 månaderna"): (shift_month(last, -11), last),
        **{
            str(year): (date(year, 1, 1), date(year, 12, 1))
            for year in range(last.year - 1, starts_on.year - 1, -1)
        },
        _("Hela programmet"): (first_of_month(starts_on), last),
    }
    chosen = st.selectbox(_("Period"), list(periods), key="period", bind="query-params", width=180)
    first, to = periods[chosen]
    return max(first, first_of_month(starts_on)), to


def _area(division: Division) -> str:
    names = {EVERYWHERE: _("Alla {n} områden").format(n=len(division.reporting)), **division.names}
    return st.selectbox(
        _("Område"),
        [EVERYWHERE, *(area.code for area in division.reporting)],
        format_func=lambda code: names[code],
        key="omrade",
        bind="query-params",
        width=220,
    )


def _measure() -> Measure:
    words = {
        Measure.OCCASIONS: _("Aktiviteter"),
        Measure.PARTICIPANTS: _("Deltagare"),
        Measure.PER_THOUSAND: _("Per 1 000 invånare"),
    }
    chosen = st.segmented_control(
        _("Mått"),
        list(Measure),
        default=Measure.OCCASIONS,
        required=True,
        format_func=lambda measure: words[Measure(measure)],
        key="matt",
        bind="query-params",
        wrap=True,
    )
    return Measure(chosen or Measure.OCCASIONS)


def _groups(division: Division) -> list[str]:
    words = {group.code: plain(group.short_name) for group in division.groups}
    chosen = st.pills(
        _("Målgrupp"),
        list(words),
        selection_mode="multi",
        default=list(words),
        format_func=lambda code: words[code],
        key="malgrupp",
        bind="query-params",
        wrap=True,
    )
    # All of them are no choice at all; nor is none, which would leave nothing to show.
    return [] if len(chosen) == len(words) else chosen
