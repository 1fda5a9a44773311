"""The points to update, as lists of links with their reasons."""

from collections.abc import Mapping, Sequence

import streamlit as st

from domain.points import PointStanding, Review
from domain.tasks import Task, tasks_of
from texts import _
from ui import show
from ui.plain import plain
from ui.routes import link_to_update
from ui.session import today


def task_list(tasks: Sequence[Task]) -> None:
    """Show points with the reasons to update them."""
    for task in tasks:
        point = task.standing.point
        with st.container(gap="xxsmall"):
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                title = _("{number}. {title}").format(number=point.number, title=point.short_title)
                link_to_update(point.number, title)
                show.status_badge(task.standing.status)
            st.write(plain(task.sentence))


def other_tasks(
    standings: Sequence[PointStanding], tasks: Sequence[Task], reviews: Mapping[int, Review]
) -> None:
    """Offer the points of other units: whoever may report may report them too."""
    own = {task.standing.point.number for task in tasks}
    others = [each for each in standings if each.point.number not in own]
    if others:
        with st.expander(_("Andra enheters punkter ({n})").format(n=len(others))):
            task_list(tasks_of(others, reviews, today()))
