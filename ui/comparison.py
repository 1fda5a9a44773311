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

_WITH = "jamfor"
_DAY = "jamfor-dag"
_OWN = "annan"
_MOST_MEETINGS = 24


def choose_comparison(meeting: Meeting, meetings: Sequence[Meeting]) -> Moments:
    """Let the reader choose what a meeting is compared with: a meeting before it, or a day."""
    earlier = shown_before(meeting.as_of, meetings)[:_MOST_MEETINGS]
    by_key = {str(each.id): each for each in earlier}
    keys = [*by_key, _OWN]
    chosen = st.selectbox(
        _("Jämför med"),
        keys,
        format_func=lambda key: meeting_name(by_key[key]) if key in by_key else _("en annan dag"),
        key=_WITH,
        width=420,
    )
    at = Viewpoint.back_at(meeting.as_of) if meeting.as_of else Viewpoint(today())
    told_at = meeting.as_of or datetime.combine(today(), time(), STOCKHOLM)
    if chosen in by_key and by_key[chosen].as_of:
        before = by_key[chosen]
        since = Viewpoint.back_at(before.as_of) if before.as_of else None
        return Moments(at, told_at, since, since_meeting(before.held_on))
    since_day = _choose_day(at.day)
    if since_day is None:
        return Moments(at, told_at, None, "")
    return Moments(at, told_at, Viewpoint.back_on(since_day), day(since_day))


def read_briefing(meeting: Meeting, moments: Moments) -> Briefing:
    """Return what a meeting is told from, between two moments, as it is for this run's viewer."""
    return read(brief, programme(), meeting, moments, organisation(), None)


def _choose_day(until: date) -> date | None:
    first, last = programme().starts_on, min(until, today()) - timedelta(days=1)
    if last < first:
        return None
    picked: date | None = st.date_input(
        _("Dag att jämföra med"),
        value=max(first, last - timedelta(days=60)),
        min_value=first,
        max_value=last,
        format="YYYY-MM-DD",
        key=_DAY,
        width=220,
    )
    return picked
