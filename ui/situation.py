"""How the programme stands on the day that is shown, as the viewer may see it."""

from datetime import date

from data_access.money import fetch_source_years
from data_access.programme import fetch_standings
from domain.access import Right
from domain.activities import ActivityFilter
from domain.findings.overview import Situation
from ui.cached import programme, read
from ui.tallies import months_to_show, read_division, read_periods, read_tally
from ui.viewer import viewer
from ui.viewpoint import viewpoint


def read_situation() -> Situation:
    """Return what the overview is judged by, as far as it is for this run's viewer."""
    shown, division, asked_by = programme(), read_division(), viewer()
    at = viewpoint()
    now = at.day
    months = ActivityFilter(date(now.year - 1, 1, 1), months_to_show()[1])
    sees_money = asked_by.may(Right.SEE_MONEY)
    tally = read_tally(months, division) if asked_by.may(Right.SEE_PUBLISHED) else None
    if tally and tally.is_public and not tally.reporting.reported:
        # Nothing is published yet, which the page says in one place.
        tally = None
    return Situation(
        standings=read(fetch_standings, shown.id, at),
        sources=read(fetch_source_years, shown.id, now.year, at) if sees_money else None,
        tally=tally,
        periods=read_periods(shown.starts_on, now) if asked_by.may(Right.SEE_COUNTS) else (),
        area_names=division.names,
        today=now,
    )
