"""What has been said of a point, report by report."""

from collections.abc import Sequence

import streamlit as st

from config.statuses import word_of
from domain.points import StatusReport
from texts import _
from texts.numbers import day
from ui.plain import plain

_NEWEST = 2


def comments(reports: Sequence[StatusReport]) -> None:
    """Show what the reports say in words, the newest first; the older ones on demand."""
    told = [report for report in reversed(reports) if report.comment or report.risk]
    for report in told[:_NEWEST]:
        _comment(report)
    if len(told) > _NEWEST:
        with st.expander(_("Tidigare kommentarer ({n})").format(n=len(told) - _NEWEST)):
            for report in told[_NEWEST:]:
                _comment(report)


def _comment(report: StatusReport) -> None:
    with st.container(gap="xxsmall"):
        heading = _("{day}, {status}").format(
            day=day(report.as_of_date), status=word_of(report.status).short.lower()
        )
        st.caption(plain(heading))
        if report.comment:
            st.text(report.comment)
        if report.risk:
            st.text(_("Risk: {risk}").format(risk=report.risk))
