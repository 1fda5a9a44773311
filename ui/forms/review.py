"""The director's answer to a report: it is sent back, with what is asked for."""

import streamlit as st

from data_access.reports import fetch_reviews
from domain.access import Right
from domain.points import PointStanding
from services.report_points import send_back
from texts import _
from texts.numbers import day
from ui.cached import programme, read
from ui.forms.deeds import fill_fields, submit, told
from ui.forms.taking_in import NOT_TO_WRITE
from ui.plain import plain
from ui.session import engine
from ui.viewer import viewer

_PLACE = "review"


def review_form(standing: PointStanding) -> None:
    """Show whether the latest report was sent back, and let who may send it back do so."""
    report = standing.report
    if report is None or not (viewer().may(Right.APPROVE) or viewer().may(Right.UPDATE_POINTS)):
        return
    told(f"{_PLACE}/{report.id}")
    review = read(fetch_reviews, programme().id).get(standing.point.number)
    if review:
        st.warning(
            plain(
                _("Rapporten återsändes {day} av {who}: {comment}").format(
                    day=day(review.on), who=review.by, comment=review.comment
                )
            )
        )
    elif viewer().may(Right.APPROVE):
        with st.expander(
            _("Sänd tillbaka rapporten"), key=f"sand-tillbaka-lada-{report.id}", on_change="rerun"
        ):
            _ask_for_more(report.id)


def _ask_for_more(report_id: int) -> None:
    fill_fields()
    # Of this report alone: what is typed of a point must not follow to the next.
    field = f"vad-som-saknas-{report_id}"
    with st.form(f"sand-tillbaka-{report_id}", border=False):
        comment = st.text_area(
            _("Vad saknas?"), key=field, max_chars=500, height=90, help=NOT_TO_WRITE
        )
        if st.form_submit_button(_("Sänd tillbaka")):
            submit(
                f"{_PLACE}/{report_id}",
                lambda: send_back(
                    engine(),
                    viewer=viewer(),
                    programme_id=programme().id,
                    report_id=report_id,
                    comment=comment.strip(),
                ),
                _("Rapporten är återsänd. Arbetsledaren ser det först i sin lista."),
                {field: ""},
            )
