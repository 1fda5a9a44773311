"""What is mine to update?"""

from collections.abc import Mapping, Sequence

import streamlit as st

from config.statuses import word_of
from data_access.programme import fetch_standings
from data_access.reports import fetch_reviews
from domain.findings.finding import Finding
from domain.findings.updates import last_said, tasks_finding
from domain.points import PointStanding, Review
from domain.tasks import next_after, tasks_of
from texts import _
from texts.numbers import day
from ui import show
from ui.cached import programme, read
from ui.forms.report import report_form
from ui.plain import plain
from ui.routes import link_from_point, link_to_update, link_to_updates, point_in_address
from ui.session import device, today
from ui.tasks import other_tasks, task_list
from ui.viewer import viewer

_SAVED = "saved_point"


def render() -> None:
    """Draw the page."""
    standings = read(fetch_standings, programme().id)
    reviews = read(fetch_reviews, programme().id)
    tasks = tasks_of(_own(standings, reviews), reviews, today())
    chosen = _chosen(standings)
    if chosen is None:
        show.head(tasks_finding(tasks), _("Läget {day}").format(day=day(today())))
        _told()
        if point_in_address():
            st.info(_("Det finns ingen punkt med det numret. Välj en i listan."))
        with show.section(_("Mina punkter")):
            task_list(tasks)
        other_tasks(standings, tasks, reviews)
        return
    point = chosen.point
    title = point.short_title if device().is_phone else point.title
    show.head(
        Finding(
            _("{number}. {title}").format(number=point.number, title=title),
            _("Slutdatum är {day}.").format(day=day(point.due_on)),
        ),
        _("Läget {day}").format(day=day(today())),
    )
    _told()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        link_to_updates(_("Alla mina punkter"))
        following = next_after(tasks, point.number)
        if following:
            number = following.standing.point.number
            link_to_update(number, _("Nästa: punkt {number}").format(number=number))
    _asked(reviews.get(point.number))
    left, right = st.columns([3, 2], gap="large")
    # On a phone the second column comes below the first: what was said last is read before.
    if device().is_phone:
        left, right = right, left
    with left:
        report_form(chosen, lambda: _remember(point.number))
    with right:
        _last(chosen)


def _own(standings: Sequence[PointStanding], reviews: Mapping[int, Review]) -> list[PointStanding]:
    """Return the points of the viewer's unit, and what was sent back; all for who is of none."""
    unit = viewer().unit
    return [
        each
        for each in standings
        if unit in (None, each.point.responsible_unit) or each.point.number in reviews
    ]


def _chosen(standings: Sequence[PointStanding]) -> PointStanding | None:
    asked = point_in_address()
    return next((each for each in standings if str(each.point.number) == asked), None)


def _asked(review: Review | None) -> None:
    if review:
        st.warning(
            plain(
                _("Återsänd {day} av {who}: {comment}").format(
                    day=day(review.on), who=review.by, comment=review.comment
                )
            )
        )


def _last(standing: PointStanding) -> None:
    with show.section(_("Senaste rapporten")):
        show.status_badge(standing.status)
        st.write(plain(last_said(standing.report)))
        if standing.report and standing.report.comment:
            st.text(standing.report.comment)
        link_from_point(standing.point.number, _("Hela punkten"))


def _remember(number: int) -> None:
    st.session_state[_SAVED] = number


def _told() -> None:
    number = st.session_state.pop(_SAVED, None)
    if number:
        standings = read(fetch_standings, programme().id)
        status = next(each.status for each in standings if each.point.number == number)
        st.success(
            _("Punkt {number} är sparad: {status}.").format(
                number=number, status=word_of(status).label.lower()
            )
        )
