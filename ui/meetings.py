"""The board's meetings: the one that is chosen, and what is known of it."""

from collections.abc import Mapping, Sequence

import streamlit as st

from config.statuses import BadgeColour
from domain.findings.meetings import meeting_name, state_sentence, subjects_sentence
from domain.meetings import Meeting, MeetingState, chosen_first, state_name
from texts import _
from texts.words import capitalised, sentence
from ui import show
from ui.plain import plain
from ui.routes import go_to_meeting, meeting_in_address
from ui.session import today

_CHOSEN = "valt-sammantrade"
_ASKED = "asked_meeting"

_LOOK: Mapping[MeetingState, tuple[str, BadgeColour]] = {
    MeetingState.PLANNED: ("radio_button_unchecked", "gray"),
    MeetingState.OPEN: ("play_arrow", "green"),
    MeetingState.CLOSED: ("lock", "blue"),
}


def chosen_meeting(meetings: Sequence[Meeting]) -> Meeting | None:
    """Return the meeting that the address or the choice on the page says, else the likely one.

    None: there are no meetings.
    """
    by_key = {str(each.id): each for each in meetings}
    asked = meeting_in_address()
    if st.session_state.get(_ASKED) != asked:
        # The address was changed from outside the page: the choice follows it.
        st.session_state[_ASKED] = asked
        st.session_state.pop(_CHOSEN, None)
    likely = chosen_first(meetings)
    found = by_key.get(st.session_state.get(_CHOSEN) or asked or "", likely)
    if found:
        st.session_state[_CHOSEN] = str(found.id)
    return found


def meeting_choice(meetings: Sequence[Meeting]) -> None:
    """Let the reader choose a meeting; the choice is in the address."""
    by_key = {str(each.id): each for each in meetings}
    asked = meeting_in_address()
    if asked is not None and asked not in by_key:
        st.info(_("Det sammanträdet finns inte. Välj ett i listan."))
    st.selectbox(
        _("Sammanträde"),
        list(by_key),
        format_func=lambda key: meeting_name(by_key[key]),
        key=_CHOSEN,
        on_change=_choose,
        width=300,
    )


def _choose() -> None:
    go_to_meeting(int(st.session_state[_CHOSEN]))
    st.session_state[_ASKED] = meeting_in_address()


def describe_meeting(meeting: Meeting) -> None:
    """Show how far a meeting has come, its number, what it is shown, and its agenda."""
    icon, colour = _LOOK[meeting.state]
    with show.section(meeting.title):
        st.badge(capitalised(state_name(meeting.state)), icon=f":material/{icon}:", color=colour)
        if meeting.state is MeetingState.CLOSED:
            st.write(plain(sentence(state_sentence(meeting, today()))))
        show.facts(
            (_("Diarienummer"), meeting.diarienummer),
            (_("Det som visas"), subjects_sentence(meeting)),
        )
    if meeting.agenda:
        with show.section(_("Dagordning")):
            st.markdown("  \n".join(plain(line) for line in meeting.agenda.splitlines()))
