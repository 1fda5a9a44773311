"""What is known today of an earlier day, and was not known then."""

import streamlit as st

from data_access.states import fetch_state
from domain.findings.changes import Compared
from domain.findings.revisions import revision_finding, revision_items
from domain.viewpoint import Viewpoint
from ui.cached import programme, read
from ui.plain import plain


def revision_note(seen: Viewpoint) -> None:
    """Tell by how much what was known then differs from what is known today, and why.

    Args:
        seen: an earlier day, as it was known then.
    """
    compared = Compared(
        read(fetch_state, programme().id, seen.day.year, seen),
        read(fetch_state, programme().id, seen.day.year, seen.known_now),
        "",
    )
    finding, items = revision_finding(compared), revision_items(compared)
    st.write(plain(finding.title))
    if items:
        with st.expander(plain(finding.lead)):
            for item in items:
                st.write(plain(item.text))
                if item.reason:
                    st.caption(plain(item.reason))
