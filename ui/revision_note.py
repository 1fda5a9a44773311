"""What is known today of an earlier day, and was not known then."""

import streamlit as st

from data_access.states import fetch_known_state
from domain.findings.revisions import Revised, revision_finding, revision_items
from domain.viewpoint import Viewpoint
from ui.cached import programme, read
from ui.plain import plain


def revision_note(seen: Viewpoint) -> None:
    """Tell by how much what was known then differs from what is known today, and why.

    Args:
        seen: an earlier day, as it was known then.
    """
    shown = programme()
    revised = Revised(
        read(fetch_known_state, shown.id, shown.starts_on, seen),
        read(fetch_known_state, shown.id, shown.starts_on, seen.known_now),
    )
    finding, items = revision_finding(revised), revision_items(revised)
    st.write(plain(finding.title))
    if items:
        with st.expander(plain(finding.lead)):
            for item in items:
                st.write(plain(item.text))
                if item.reason:
                    st.caption(plain(item.reason))
