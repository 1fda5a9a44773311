"""The day from which the reading pages are seen: chosen once for them all, and in the address."""

from datetime import date, datetime

import streamlit as st

from data_access.facts import settle
from domain.viewpoint import Viewpoint
from ui.cached import programme
from ui.session import engine, patiently, today

_DAY = "per"
_KNOWLEDGE = "kunskap"
_CHOSEN = "viewpoint_day"
_KNOWN_NOW = "viewpoint_known_now"
_FOLLOWED = "viewpoint_followed"

_TODAY = "idag"
"""In the address: by what is known today, of an earlier day."""


def follow(*, is_followed: bool) -> None:
    """Take the day over from the address, and keep it there; done in each run, before the page.

    A page that is not `followed` is one in which things are done: they are done now.
    """
    st.session_state[_FOLLOWED] = is_followed
    asked = st.query_params.get(_DAY)
    if asked is not None:
        st.session_state[_CHOSEN] = _day_of(asked)
        st.session_state[_KNOWN_NOW] = st.query_params.get(_KNOWLEDGE) == _TODAY
    if chosen_day() is None or not is_followed:
        _forget_in_address()
        return
    _keep_in_address()
    known_at = viewpoint().known_at
    if known_at is not None:
        _settled(known_at.isoformat())


def viewpoint() -> Viewpoint:
    """Return from where this run's page is seen: today, unless the reader chose an earlier day."""
    day = chosen_day()
    if day is None or not st.session_state.get(_FOLLOWED):
        return Viewpoint(today())
    seen = Viewpoint.back_on(day)
    return seen.known_now if knows_now() else seen


def shown_day() -> date:
    """Return the day that this run's page shows."""
    return viewpoint().day


def chosen_day() -> date | None:
    """Return the earlier day that the reader has chosen, on whatever page; None: it is now."""
    day: date | None = st.session_state.get(_CHOSEN)
    return day


def knows_now() -> bool:
    """Whether the chosen day is seen by what is known today, and not by what was known then."""
    return bool(st.session_state.get(_KNOWN_NOW))


def go_back_to(day: date) -> None:
    """See the pages as of a day, by what was known then, from the next run on."""
    st.session_state[_CHOSEN] = _within(day)
    st.session_state[_KNOWN_NOW] = False
    # What stands in the address would be taken over again.
    _forget_in_address()


def know(*, is_now: bool) -> None:
    """See the chosen day by what is known today, or again by what was known then."""
    st.session_state[_KNOWN_NOW] = is_now
    _forget_in_address()


def return_to_now() -> None:
    """See the pages as they are."""
    st.session_state[_CHOSEN] = None
    _forget_in_address()


def _day_of(asked: str) -> date | None:
    try:
        return _within(date.fromisoformat(asked))
    except ValueError:
        # Somebody wrote it by hand: nothing of the programme is as of no day.
        return None


def _within(day: date) -> date | None:
    return day if programme().starts_on <= day < today() else None


def _keep_in_address() -> None:
    day = chosen_day()
    kept = {_DAY: day.isoformat() if day else "", **({_KNOWLEDGE: _TODAY} if knows_now() else {})}
    for name in (_DAY, _KNOWLEDGE):
        if name in kept and st.query_params.get(name) != kept[name]:
            st.query_params[name] = kept[name]
        elif name not in kept and name in st.query_params:
            del st.query_params[name]


def _forget_in_address() -> None:
    for name in (_DAY, _KNOWLEDGE):
        if name in st.query_params:
            del st.query_params[name]


@st.cache_resource(max_entries=256, show_spinner=False)
@patiently
def _settled(moment: str) -> None:
    """Wait, once in a process, until nobody can still commit what belongs to a past moment."""
    with engine().begin() as connection:
        settle(connection, datetime.fromisoformat(moment))
