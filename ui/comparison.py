"""What a meeting is compared with, and what it is told from."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import streamlit as st

from domain.calendar import STOCKHOLM
from domain.findings.meetings import meeting_name
from domain.meetings import Meeting, shown_before
from domain.packs.briefing import Briefing
from domain.viewpoint import Viewpoint
from services.make_pack import Moments, brief, organisation, since_meeting
from texts import _
from texts.numbers import day
from ui.cached import programme, read
from ui.session import today

_SHOWN, _SHOWN_DAY = "lage", "lage-dag"
_WITH, _DAY = "jamfor", "jamfor-dag"
"""In the address: what is chosen, and the day where it is a day."""

_MEETING, _OWN = "sammantradet", "annan"
_MOST_MEETINGS = 24
_WIDTH, _DAY_WIDTH = 300, 154
"""On a phone a choice and its day stand side by side."""


def choose_comparison(meeting: Meeting, meetings: Sequence[Meeting]) -> Moments:
    """Let the reader choose what is told of a meeting, and what that is compared with.

    It is told as the meeting was shown it, or is, or as of any day; it is compared with a meeting
    that was shown what was known before that, or with any earlier day.
    """
    at = _choose_shown(meeting)
    told_at = at.known_at or datetime.combine(today(), time(), STOCKHOLM)
    earlier = shown_before(at.known_at, meetings)[:_MOST_MEETINGS]
    by_key = {str(each.id): each for each in earlier}
    chosen = st.selectbox(
        _("Jämför med"),
        [*by_key, _OWN],
        format_func=lambda key: meeting_name(by_key[key]) if key in by_key else _("en annan dag"),
        key=_WITH,
        bind="query-params",
        width=_WIDTH,
    )
    before = by_key.get(chosen)
    if before and before.as_of:
        since = Viewpoint.back_at(before.as_of)
        return Moments(at, told_at, since, since_meeting(before.held_on))
    last = at.day - timedelta(days=1)
    likely = max(programme().starts_on, last - timedelta(days=60))
    since_day = _choose_day(_("Dag att jämföra med"), _DAY, last, likely)
    if since_day is None:
        return Moments(at, told_at, None, "")
    return Moments(at, told_at, Viewpoint.back_on(since_day), day(since_day))


def compared_days(moments: Moments) -> str:
    """Return the two moments that are compared, as a fact: the day of each."""
    if moments.since is None:
        return _("läget {day}").format(day=day(moments.at.day))
    return _("läget {day} jämfört med läget {since}").format(
        day=day(moments.at.day), since=day(moments.since.day)
    )


def read_briefing(meeting: Meeting, moments: Moments) -> Briefing:
    """Return what a meeting is told from, between two moments, as it is for this run's viewer."""
    return read(brief, programme(), meeting, moments, organisation(), None)


def _choose_shown(meeting: Meeting) -> Viewpoint:
    """Let the reader choose the later moment: the meeting's own, or any day up to today."""
    own = Viewpoint.back_at(meeting.as_of) if meeting.as_of else Viewpoint(today())
    words = {
        _MEETING: _("vid sammanträdet") if meeting.as_of else _("i dag"),
        _OWN: _("en annan dag"),
    }
    chosen = st.selectbox(
        _("Visa läget"),
        list(words),
        format_func=lambda key: words[key],
        key=_SHOWN,
        bind="query-params",
        width=_DAY_WIDTH,
    )
    if chosen != _OWN:
        return own
    picked = _choose_day(_("Dag att visa"), _SHOWN_DAY, today(), own.day)
    if picked is None:
        return own
    return Viewpoint.back_on(picked) if picked < today() else Viewpoint(today())


def _choose_day(label: str, key: str, last: date, likely: date) -> date | None:
    first = programme().starts_on
    if last < first:
        return None
    picked: date | None = st.date_input(
        label,
        value=min(max(likely, first), last),
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key=key,
        bind="query-params",
        width=_DAY_WIDTH,
    )
    return picked
