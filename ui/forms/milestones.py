"""The milestones of a point in the form of its report: ticked with a date, each by its own name."""

import hashlib
import string
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from domain.points import Milestone
from domain.updates import Tick
from texts import _
from texts.numbers import day
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm
from ui.plain import plain_name
from ui.session import device, today

WAS = "was"
"""What a draft keeps: when each milestone was done as the form was opened."""


def milestone_fields(milestones: Sequence[Milestone]) -> dict[str, Any]:
    """Return the fields of milestones, as they stand."""
    fields: dict[str, Any] = {}
    for milestone in milestones:
        name = _name(milestone.title)
        fields[f"is_done/{name}"] = milestone.done_on is not None
        fields[f"done_on/{name}"] = milestone.done_on or today()
    return fields


def as_seen(milestones: Sequence[Milestone]) -> dict[str, str | None]:
    """Return when each milestone was done, for a draft to keep."""
    return {
        _name(each.title): each.done_on.isoformat() if each.done_on else None for each in milestones
    }


def draw_milestones(form: DraftedForm, milestones: Sequence[Milestone]) -> None:
    """Draw the fields."""
    st.header(_("Delmål"), anchor=False)
    for milestone in milestones:
        name = _name(milestone.title)
        # Side by side on a phone the title would be cut.
        side_by_side = not device().is_phone
        with st.container(horizontal=side_by_side, gap="small", vertical_alignment="center"):
            st.checkbox(
                _("{title}, senast {day}").format(
                    title=plain_name(milestone.title), day=day(milestone.due_on)
                ),
                key=form.key(f"is_done/{name}"),
                on_change=form.changed,
            )
            key = form.key(f"done_on/{name}")
            if form.value(f"is_done/{name}"):
                st.date_input(
                    _("{title}: klart den").format(title=plain_name(milestone.title)),
                    key=key,
                    format="YYYY-MM-DD",
                    min_value=EARLIEST,
                    max_value=LATEST,
                    on_change=form.changed,
                    width=260,
                )
            else:
                # Streamlit forgets a field that is not drawn; the form would begin anew.
                st.session_state[key] = form.value(f"done_on/{name}")


def ticks_of(form: DraftedForm, milestones: Sequence[Milestone]) -> tuple[Tick, ...]:
    """Return the milestones as the writer has left them, beside what the writer saw."""
    return tuple(
        Tick(milestone.title, _done_on(form, milestone), seen_of(form, milestone))
        for milestone in milestones
    )


def changed_meanwhile(form: DraftedForm, milestones: Sequence[Milestone]) -> list[Milestone]:
    """Return the milestones that are not any more as the writer saw them."""
    return [each for each in milestones if each.done_on != seen_of(form, each)]


def seen_of(form: DraftedForm, milestone: Milestone) -> date | None:
    """Return when a milestone was done as the form was opened; one added since is as it is."""
    seen: Mapping[str, str | None] = form.kept[WAS]
    name = _name(milestone.title)
    if name not in seen:
        return milestone.done_on
    told = seen[name]
    return date.fromisoformat(told) if told else None


def _done_on(form: DraftedForm, milestone: Milestone) -> date | None:
    name = _name(milestone.title)
    if not form.value(f"is_done/{name}"):
        return None
    return form.value(f"done_on/{name}") or today()


def _name(title: str) -> str:
    # By its title, so that it stays the same when others come before it; letters only, so that it
    # cannot look like a person's number.
    digest = hashlib.sha256(title.encode()).hexdigest()[:16]
    return digest.translate(str.maketrans(string.digits, "ghijklmnop"))
