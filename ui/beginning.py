"""A page that one subject after another has: each begins at its top."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

_SUBJECT = "subject_of_page"
_SECONDS = 0.15
"""As long as a browser needs to draw an empty page."""


@contextmanager
def beginning_at_top(subject: str | None) -> Iterator[None]:
    """Hold a page about a subject; where it was about another, the reader is taken to its top.

    A browser stays as far down as it was, unless the page has for a moment been empty.
    """
    before = st.session_state.get(_SUBJECT, subject)
    st.session_state[_SUBJECT] = subject
    if before == subject:
        with st.container(gap="medium"):
            yield
        return
    place = st.empty()
    time.sleep(_SECONDS)
    with place.container(gap="medium"):
        yield
