"""What has changed since the last meeting, and what does the board ask?"""

from collections.abc import Sequence

import streamlit as st

from data_access.meetings import fetch_meetings
from domain.findings.finding import Finding
from domain.findings.meetings import NO_MEETINGS, meeting_finding, meeting_name
from domain.findings.then_and_now import shifts
from domain.meetings import Meeting
from domain.packs.compose import subject_of
from domain.packs.counts import new_months
from domain.packs.points import figures
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme, read
from ui.comparison import choose_comparison, compared_days, read_briefing
from ui.forms.meetings import meeting_forms
from ui.meetings import chosen_meeting, describe_meeting, meeting_choice
from ui.pack_blocks import blocks
from ui.packs import packs_of_meeting, ways_to_show
from ui.questions import questions_of_meeting
from ui.session import today
from ui.then_and_now import then_and_now


def render() -> None:
    """Draw the page."""
    meetings = read(fetch_meetings, programme().id)
    chosen = chosen_meeting(meetings)
    if chosen is None:
        show.head(NO_MEETINGS, _("Läget {day}").format(day=day(today())))
        meeting_forms(None)
        questions_of_meeting(None, meetings)
        return
    _changes(chosen, meetings)
    describe_meeting(chosen)
    meeting_forms(chosen)
    packs_of_meeting(chosen)
    questions_of_meeting(chosen, meetings)


def _changes(meeting: Meeting, meetings: Sequence[Meeting]) -> None:
    """Show what has changed since the meeting before: sentences first, figures beside."""
    top = st.container()
    with st.container(border=True, horizontal=True, gap="small", vertical_alignment="top"):
        meeting_choice(meetings)
        moments = choose_comparison(meeting, meetings)
    briefing = read_briefing(meeting, moments)
    changed = subject_of(briefing, "changes")
    with top:
        show.head(
            Finding(changed.heading, " ".join(changed.sentences))
            if briefing.compared
            else meeting_finding(meeting, meetings, today()),
            meeting_name(meeting),
            compared_days(moments),
        )
    ways_to_show(meeting)
    if briefing.compared:
        then_and_now(shifts(briefing.compared))
    else:
        blocks(figures(briefing))
    blocks((*changed.blocks, *new_months(briefing)))
