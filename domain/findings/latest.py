"""The latest that was reported and registered: what a reader of yesterday has not seen."""

from collections.abc import Sequence
from datetime import date

from domain.activities import Registered
from domain.points import PointStanding
from texts import _, plural
from texts.numbers import day_seen_from, month_seen_from, number
from texts.words import sentence

MOST_POINTS = 3
"""More reports than these are history, which the points' own pages tell."""


def latest_reports(standings: Sequence[PointStanding]) -> list[PointStanding]:
    """Return the points that were reported last, the latest first."""
    reported = [(each.report.recorded_at, each) for each in standings if each.report]
    latest_first = sorted(reported, key=lambda pair: pair[0], reverse=True)
    return [each for _moment, each in latest_first[:MOST_POINTS]]


def month_so_far_sentence(registered: Registered, today: date) -> str:
    """Return how much of a month that is not over has been registered, and when last.

    It is no total: what is done is registered days later, and the month is not submitted yet.
    """
    named = month_seen_from(registered.month, today)
    if not registered.occasions or registered.latest_at is None:
        return _("Inget är registrerat i {month} ännu.").format(month=named)
    told = plural(
        "Hittills i {month} är {n} aktivitet registrerad",
        "Hittills i {month} är {n} aktiviteter registrerade",
        registered.occasions,
    ).format(month=named, n=number(registered.occasions))
    latest = registered.latest_at.date()
    when = _("i dag") if latest == today else day_seen_from(latest, today)
    return sentence(_("{told}, den senaste {when}").format(told=told, when=when))


def reported_when(standing: PointStanding, today: date) -> str:
    """Return when a point was last reported."""
    if standing.report is None:
        return ""
    as_of = standing.report.as_of_date
    return _("i dag") if as_of == today else day_seen_from(as_of, today)
