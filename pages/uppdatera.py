"""What is mine to update?"""

from collections.abc import Mapping, Sequence

import streamlit as st

from data_access.programme import fetch_standings
from data_access.reports import fetch_reviews
from domain.findings.finding import Finding
from domain.findings.updates import tasks_finding
from domain.points import PointStanding, Review
from domain.tasks import Task, next_after, own_points, tasks_of
from texts import _
from texts.numbers import day
from ui import show
from ui.beginning import beginning_at_top
from ui.cached import programme, read
from ui.forms.report import report_form
from ui.last_report import above_the_form, beside_the_form
from ui.routes import go_to_update, point_in_address
from ui.session import device, today
from ui.tasks import other_tasks, task_list
from ui.viewer import viewer


def render() -> None:
    """Draw the page."""
    standings = read(fetch_standings, programme().id)
    reviews = read(fetch_reviews, programme().id)
    tasks = tasks_of(own_points(standings, reviews, viewer().unit), reviews, today())
    asked = point_in_address()
    chosen = next((each for each in standings if str(each.point.number) == asked), None)
    with beginning_at_top(asked):
        if chosen:
            _form(chosen, tasks, reviews.get(chosen.point.number))
        else:
            _list(standings, tasks, reviews, asked)


def _list(
    standings: Sequence[PointStanding],
    tasks: Sequence[Task],
    reviews: Mapping[int, Review],
    asked: str | None,
) -> None:
    show.head(tasks_finding(tasks), _("Läget {day}").format(day=day(today())))
    if asked:
        st.info(_("Det finns ingen punkt med det numret. Välj en i listan."))
    with show.section(_("Mina punkter")):
        task_list(tasks)
    other_tasks(standings, tasks, reviews)


def _form(chosen: PointStanding, tasks: Sequence[Task], review: Review | None) -> None:
    point = chosen.point
    title = point.short_title if device().is_phone else point.title
    show.head(
        Finding(
            _("{number}. {title}").format(number=point.number, title=title),
            _("Slutdatum är {day}.").format(day=day(point.due_on)),
        ),
        _("Läget {day}").format(day=day(today())),
    )
    st.button(_("Alla mina punkter"), icon=":material/list:", on_click=go_to_update, args=(None,))
    above_the_form(chosen, review)
    left, right = st.columns([3, 2], gap="large")
    with left:
        report_form(chosen, lambda: _next(tasks, point.number))
    with right:
        beside_the_form(chosen)


def _next(tasks: Sequence[Task], number: int) -> None:
    following = next_after(tasks, number)
    if following:
        number = following.standing.point.number
        st.button(
            _("Nästa: punkt {number}").format(number=number),
            icon=":material/chevron_right:",
            icon_position="right",
            on_click=go_to_update,
            args=(number,),
        )
