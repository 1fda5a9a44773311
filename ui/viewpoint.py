"""The day from which the reading pages are seen: chosen once for them all, and in the address."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from data_access.meetings import fetch_meetings
from domain.access import Right
from domain.meetings import Meeting
from domain.viewpoint import Viewpoint
from ui.cached import programme, read
from ui.session import today
from ui.viewer import viewer

_PLACE = "per"
_KNOWLEDGE = "kunskap"
_CHOSEN = "viewpoint_chosen"
_KNOWN_NOW = "viewpoint_known_now"
_FOLLOWED = "viewpoint_followed"

_TODAY = "idag"
"""In the address: by what is known today, of an earlier day."""

_MEETING = "mote-"
"""In the address: as it was shown to a meeting, by its number."""


@dataclass(frozen=True, slots=True)
class Back:
    """An earlier day that the reader has chosen, or what a meeting was shown."""

    at: Viewpoint
    meeting: Meeting | None = None


def follow(*, is_followed: bool) -> None:
    """Take the day over from the address, and keep it there; done in each run, before the page.

    A page that is not `followed` is one in which things are done: they are done now.
    """
    st.session_state[_FOLLOWED] = is_followed
    asked = st.query_params.get(_PLACE)
    if asked is not None:
        st.session_state[_CHOSEN] = asked
        st.session_state[_KNOWN_NOW] = st.query_params.get(_KNOWLEDGE) == _TODAY
    back = chosen()
    if back is None:
        st.session_state[_CHOSEN] = None
    _write_address(st.session_state[_CHOSEN] if is_followed else None)


def viewpoint() -> Viewpoint:
    """Return from where this run's page is seen: today, unless the reader chose an earlier day."""
    back = chosen() if st.session_state.get(_FOLLOWED) else None
    if back is None:
        return Viewpoint(today())
    return back.at.known_now if knows_now() else back.at


def shown_day() -> date:
    """Return the day that this run's page shows."""
    return viewpoint().day


def is_back() -> bool:
    """Whether this run's page is seen from an earlier day."""
    return bool(st.session_state.get(_FOLLOWED)) and chosen() is not None


def chosen() -> Back | None:
    """Return what the reader has chosen instead of now, on whatever page; None: it is now."""
    told: str | None = st.session_state.get(_CHOSEN)
    if not told:
        return None
    if told.startswith(_MEETING):
        return next(
            (Back(_of(each), each) for each in closed_meetings() if _key(each) == told), None
        )
    try:
        day = date.fromisoformat(told)
    except ValueError:
        # Somebody wrote it by hand: nothing of the programme is as of no day.
        return None
    return Back(Viewpoint.back_on(day)) if programme().starts_on <= day < today() else None


def closed_meetings() -> list[Meeting]:
    """Return the meetings whose time the pages can be seen from, the latest first."""
    if not viewer().may(Right.SEE_POINTS):
        return []
    return [each for each in read(fetch_meetings, programme().id) if each.as_of]


def knows_now() -> bool:
    """Whether the chosen day is seen by what is known today, and not by what was known then."""
    return bool(st.session_state.get(_KNOWN_NOW))


def go_back_to(place: date | Meeting) -> None:
    """See the pages as of a day or a meeting, by what was known then, from the next run on."""
    told = place.isoformat() if isinstance(place, date) else _key(place)
    st.session_state[_CHOSEN] = told
    st.session_state[_KNOWN_NOW] = False
    # What stands in the address would be taken over again.
    _write_address(None)


def know(*, is_now: bool) -> None:
    """See the chosen day by what is known today, or again by what was known then."""
    st.session_state[_KNOWN_NOW] = is_now
    _write_address(None)


def return_to_now() -> None:
    """See the pages as they are."""
    st.session_state[_CHOSEN] = None
    _write_address(None)


def _of(meeting: Meeting) -> Viewpoint:
    return Viewpoint.back_at(meeting.as_of) if meeting.as_of else Viewpoint(today())


def _key(meeting: Meeting) -> str:
    return f"{_MEETING}{meeting.id}"


def _write_address(place: str | None) -> None:
    kept = {_PLACE: place, _KNOWLEDGE: _TODAY if place and knows_now() else None}
    for name, value in kept.items():
        if value is None and name in st.query_params:
            del st.query_params[name]
        elif value is not None and st.query_params.get(name) != value:
            st.query_params[name] = value
