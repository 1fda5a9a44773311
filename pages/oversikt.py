"""How is the programme going, and what needs attention?"""

import streamlit as st

from data_access.programme import fetch_standings
from ui.cached import programme, read


def render() -> None:
    """Draw the page."""
    shown = programme()
    standings = read(fetch_standings, shown.id)
    st.title(shown.name, anchor=False)
    for standing in standings:
        st.text(f"{standing.point.number} {standing.point.title} {standing.status}")
