"""What does the board meet about, and what has it asked?"""

from data_access.meetings import fetch_meetings
from domain.findings.meetings import NO_MEETINGS, meeting_finding
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme, read
from ui.forms.meetings import meeting_forms
from ui.meetings import chosen_meeting, describe_meeting, meeting_choice
from ui.questions import questions_of_meeting
from ui.session import today


def render() -> None:
    """Draw the page."""
    meetings = read(fetch_meetings, programme().id)
    chosen = chosen_meeting(meetings)
    if chosen is None:
        show.head(NO_MEETINGS, _("Läget {day}").format(day=day(today())))
        meeting_forms(None)
        questions_of_meeting()
        return
    show.head(
        meeting_finding(chosen, meetings, today()),
        _("Läget {day}").format(day=day(today())),
    )
    meeting_choice(meetings)
    describe_meeting(chosen)
    meeting_forms(chosen)
    questions_of_meeting(chosen.as_of)
