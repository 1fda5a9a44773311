"""A point's milestones in the form of its report: ticked with a day, none over another's unseen."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from domain.points import Milestone
from domain.updates import MilestoneChange, Tick
from texts import _
from texts.numbers import day
from ui import show
from ui.forms.drafts import EARLIEST, LATEST, DraftedForm
from ui.plain import plain
from ui.session import today

SEEN = "milestones"
"""Where a draft holds the milestones as they were when it was begun, by their names."""

_DONE, _DAY = "is_done_", "done_on_"
_TITLE, _WAS = "title", "was"

_DAY_WIDTH = 340
"""Pixels: most titles are on one line above the day."""

_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_NAME_LENGTH = 12

# Signs that Markdown reads wherever they stand, and places where a joiner, which takes no room and
# is not seen, keeps it from making links, icons and arrows.
_SIGNS = re.compile(r"[\\`*_\[\]<>~$&]")
_TWIN = ord("！") - ord("!")
_JOINER = "\u2060"
_JOINED = re.compile(r"(?<=[:@])(?=[\w/])|(?<=\bwww)(?=\.)|(?<=[-=])(?=[-=])", re.IGNORECASE)


def blank_fields(milestones: Sequence[Milestone]) -> dict[str, Any]:
    """Return the fields of milestones as they are now, named so that none takes another's place."""
    return {
        name: value for milestone in milestones for name, value in _fields_of(milestone).items()
    }


def seen_now(milestones: Sequence[Milestone]) -> dict[str, Any]:
    """Return what a draft holds of milestones: their titles, and when they were done."""
    return {
        name_of(each.title): {
            _TITLE: each.title,
            _WAS: each.done_on.isoformat() if each.done_on else None,
        }
        for each in milestones
    }


def name_of(title: str) -> str:
    """Return a short name of a milestone, of letters only: no draft holds a person's number."""
    digest = hashlib.sha256(title.encode()).hexdigest()
    return digest.translate(_LETTERS)[:_NAME_LENGTH]


def take_in_new(form: DraftedForm, milestones: Sequence[Milestone]) -> None:
    """Count what has come since the form was opened as seen as it is."""
    form.kept[SEEN] = {**seen_now(milestones), **form.kept[SEEN]}


def milestone_fields(
    form: DraftedForm, milestones: Sequence[Milestone], told: Mapping[str, str]
) -> None:
    """Draw the fields, each with its title, and tell of a tick whose milestone is gone."""
    gone = list(_titles_gone(form))
    if not milestones and not gone:
        return
    with show.section(_("Delmål")):
        for milestone in milestones:
            _field(form, milestone)
        for title in gone:
            text = _("Delmålet ”{title}” finns inte längre. Det du ändrade där sparas inte.")
            st.warning(plain(text.format(title=title)))
        if SEEN in told:
            st.error(plain(told[SEEN]))


def ticks_of(form: DraftedForm, milestones: Sequence[Milestone]) -> tuple[Tick, ...]:
    """Return the milestones that the writer has changed, each with what it was when seen."""
    ticks = (Tick(each.title, _typed(form, each), _was(form, each)) for each in milestones)
    return tuple(tick for tick in ticks if tick.is_changed)


def changes_of_others(form: DraftedForm, milestones: Sequence[Milestone]) -> list[MilestoneChange]:
    """Return the milestones that are not as they were when the form was opened."""
    return [
        MilestoneChange(each.title, _was(form, each), each.done_on, _typed(form, each))
        for each in milestones
        if each.done_on != _was(form, each)
    ]


def build_on(form: DraftedForm, milestones: Sequence[Milestone], *, keep_own: bool) -> None:
    """Count milestones as seen as they are; what the writer has not changed follows them.

    Args:
        form: the form.
        milestones: as the writer has been shown them.
        keep_own: whether what the writer has changed stays in the form.
    """
    for each in milestones:
        is_own = _typed(form, each) != _was(form, each)
        if each.done_on != _was(form, each) and not (is_own and keep_own):
            form.fill(_fields_of(each))
    form.kept[SEEN] = {**form.kept[SEEN], **seen_now(milestones)}


def _fields_of(milestone: Milestone) -> dict[str, Any]:
    name = name_of(milestone.title)
    return {
        _DONE + name: milestone.done_on is not None,
        _DAY + name: milestone.done_on or today(),
    }


def _field(form: DraftedForm, milestone: Milestone) -> None:
    name = name_of(milestone.title)
    title = _as_name(milestone.title)
    st.checkbox(
        _("{title}, senast {day}").format(title=title, day=day(milestone.due_on)),
        key=form.key(_DONE + name),
        on_change=form.changed,
    )
    if form.value(_DONE + name):
        st.date_input(
            _("Klart den: {title}").format(title=title),
            key=form.key(_DAY + name),
            format="YYYY-MM-DD",
            min_value=EARLIEST,
            max_value=LATEST,
            on_change=form.changed,
            width=_DAY_WIDTH,
        )
    else:
        # Streamlit forgets a field that is not drawn; the form would begin anew.
        st.session_state[form.key(_DAY + name)] = form.value(_DAY + name)


def _typed(form: DraftedForm, milestone: Milestone) -> date | None:
    name = name_of(milestone.title)
    done_on: date | None = form.value(_DAY + name) if form.value(_DONE + name) else None
    return done_on


def _was(form: DraftedForm, milestone: Milestone) -> date | None:
    was = form.kept[SEEN][name_of(milestone.title)][_WAS]
    return date.fromisoformat(was) if was else None


def _titles_gone(form: DraftedForm) -> Iterator[str]:
    for name, seen in form.kept[SEEN].items():
        if _DONE + name not in form.left_out:
            continue
        is_done, done_on = form.left_out[_DONE + name], form.left_out.get(_DAY + name)
        if (done_on if is_done else None) != (
            date.fromisoformat(seen[_WAS]) if seen[_WAS] else None
        ):
            yield seen[_TITLE]


def _as_name(text: str) -> str:
    """Return a text for a label, which Streamlit draws as Markdown and tells aloud as it stands.

    A backslash would be told: a sign that Markdown reads gives place to its full-width twin.
    """
    twins = _SIGNS.sub(lambda sign: chr(ord(sign[0]) + _TWIN), " ".join(text.split()))
    kept_apart = _JOINED.sub(_JOINER, twins)
    return kept_apart if kept_apart[:1].isalpha() else _JOINER + kept_apart
