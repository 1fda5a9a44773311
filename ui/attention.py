"""What needs attention: a list of links with a reason each."""

from collections.abc import Sequence

import streamlit as st

from domain.attention import Attention, MonthsSubject, PointSubject, SourceSubject
from domain.findings.overview import attention_heading, more_attention
from ui import show
from ui.plain import plain
from ui.routes import link_to, link_to_area, link_to_point

ROWS = 5


def top_rows(rows: Sequence[Attention]) -> None:
    """Show the heaviest rows under their heading, and offer the rest."""
    with show.section(attention_heading(len(rows))):
        for row in rows[:ROWS]:
            _row(row)
        if len(rows) > ROWS:
            with st.expander(more_attention(len(rows) - ROWS)):
                for row in rows[ROWS:]:
                    _row(row)


def _row(row: Attention) -> None:
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            _link(row)
            show.status_badge(row.badge)
        st.write(plain(row.reason))


def _link(row: Attention) -> None:
    match row.subject:
        case PointSubject(number=number):
            link_to_point(number, row.title)
        case SourceSubject():
            link_to("medel", row.title)
        case MonthsSubject(area_codes=(_code,)):
            link_to_area(row.title, row.title)
        case MonthsSubject():
            link_to("aktiviteter", row.title)
