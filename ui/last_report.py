"""What was last said of a point, and what the director asks of it: beside the form of a new one."""

import streamlit as st

from domain.findings.updates import last_said
from domain.points import PointStanding, Review
from texts import _
from texts.numbers import day
from ui import show
from ui.plain import plain
from ui.routes import open_point
from ui.session import device


def above_the_form(standing: PointStanding, review: Review | None) -> None:
    """Show why the report was sent back, and on a phone the last one in short.

    A phone has everything in one column, where what is beside the form stands below it.
    """
    if review:
        st.warning(
            plain(
                _("Återsänd {day} av {who}: {comment}").format(
                    day=day(review.on), who=review.by, comment=review.comment
                )
            )
        )
    if device().is_phone:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            show.status_badge(standing.status)
            st.caption(plain(last_said(standing.report)))


def beside_the_form(standing: PointStanding) -> None:
    """Show the last report, and the way to all that is known of the point."""
    with show.section(_("Senaste rapporten")):
        if not device().is_phone:
            show.status_badge(standing.status)
            st.write(plain(last_said(standing.report)))
        if standing.report and standing.report.comment:
            st.text(standing.report.comment)
        # No link: on a phone it would lose the way to what was typed just before.
        if st.button(_("Hela punkten"), icon=":material/chevron_right:", icon_position="right"):
            open_point(standing.point.number)
