"""How the programme stands today, as the viewer may see it."""

from datetime import date

from data_access.money import fetch_source_years
from data_access.programme import fetch_standings
from domain.access import Right
from domain.activities import ActivityFilter
from domain.calendar import first_of_month, shift_month
from domain.findings.overview import Situation
from ui.cached import programme, read
from ui.tallies import read_division, read_periods, read_tally
from ui.viewer import viewer


def read_situation(now: date) -> Situation:
    """Return what the overview is judged by, as far as it is for this run's viewer."""
    shown, division, asked_by = programme(), read_division(), viewer()
    months = ActivityFilter(date(now.year - 1, 1, 1), shift_month(first_of_month(now), -1))
    sees_money = asked_by.may(Right.SEE_MONEY)
    return Situation(
        standings=read(fetch_standings, shown.id),
        sources=read(fetch_source_years, shown.id, now.year, now) if sees_money else None,
        tally=read_tally(months, division) if asked_by.may(Right.SEE_PUBLISHED) else None,
        periods=read_periods(shown.starts_on, now) if asked_by.may(Right.SEE_COUNTS) else (),
        area_names=division.names,
        today=now,
    )
