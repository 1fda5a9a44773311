"""Seeking what a month may show by each threshold, and telling how far it has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.publications import fetch_ground
from domain.findings.publishing import hidden_texts, threshold_sentence
from domain.grounds import Ground
from domain.linked_counts import UnprovableMonthError
from domain.proposals import Place
from domain.publications import THRESHOLDS, Proposal
from domain.publishing import propose
from texts import _
from texts.words import capitalised
from ui import show
from ui.cached import programme, read
from ui.plain import plain

_SOUGHT = "sought_proposals"

Made = tuple[Ground, Proposal] | Place
"""A proposal and the ground of it, or the count that would follow: the month cannot be shown so."""


@dataclass
class _Sought:
    """What has been found of a month by threshold, and what is left.

    It is found of a ground: what is written elsewhere leaves it as it is.
    """

    month: date
    ground: Ground
    made: dict[int, Made] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)


def seek(month: date, thresholds: Collection[int]) -> Mapping[int, Made]:
    """Return what is found of a month by threshold, having sought what is asked for besides.

    It takes seconds, in which the reader may type: that begins the run anew, which goes on with
    what is left. What has been found is shown as it comes.

    Raises:
        ToldOtherwiseError: what was told before is not what stood registered then.
    """
    sought = _sought(month)
    if sought is None:
        if not thresholds:
            return {}
        ground = read(fetch_ground, programme().id, month)
        sought = st.session_state[_SOUGHT] = _Sought(month, ground)
    sought.left = sorted({*sought.left, *thresholds} - sought.made.keys())
    told, compared = st.empty(), st.empty()
    _compare(compared, sought)
    count = len(sought.left)
    for at, threshold in enumerate(sought.left.copy(), start=1):
        with told, st.spinner(_progress(threshold, at, count)):
            # Where Streamlit is called the run may be broken off: until it is kept, it is not.
            sought.left.remove(threshold)
            try:
                sought.made[threshold] = sought.ground, propose(sought.ground, month, threshold)
            except UnprovableMonthError as error:
                sought.made[threshold] = error.place
        _compare(compared, sought)
    return sought.made


def _sought(month: date) -> _Sought | None:
    """Return what has been found of a month, if that is still what it would be found of."""
    kept = st.session_state.get(_SOUGHT)
    if not isinstance(kept, _Sought) or kept.month != month:
        return None
    # Read once for each revision: the search that it spares takes seconds.
    return kept if kept.ground == read(fetch_ground, programme().id, month) else None


def _progress(threshold: int, at: int, count: int) -> str:
    """Return what is being sought, and the how manieth it is."""
    text = _("Räknar ut vad som kan visas när {threshold}. Det kan ta en halv minut …")
    if count > 1:
        text = _("{at} av {count}: räknar ut vad som kan visas när {threshold} …")
    return plain(text.format(at=at, count=count, threshold=threshold_sentence(threshold)))


def _compare(place: DeltaGenerator, sought: _Sought) -> None:
    """Show what each threshold hides: a row a threshold, the lowest first; nothing of one alone."""
    asked = [each for each in THRESHOLDS if each in sought.made or each in sought.left]
    if len(asked) < 2:
        place.empty()
        return
    waiting = (_("räknas ut …"), "", "")
    rows = [
        (
            capitalised(threshold_sentence(each)),
            *(_hidden(sought.made[each]) if each in sought.made else waiting),
        )
        for each in asked
    ]
    columns = [_("Gräns"), _("Tal som döljs"), _("Andel av talen"), _("Andel av deltagarna")]
    told = _("Deltagarna räknas i de tal som gäller ett område och en målgrupp.")
    if any(isinstance(each, Place) for each in sought.made.values()):
        told += " " + _(
            "En gräns som inte kan visas är för hög: det som redan är publicerat säger mer."
        )
    with place.container(gap="xsmall"):
        show.table(pd.DataFrame(rows, columns=columns), alt=_("Gränserna jämförda"), in_files=False)
        st.caption(told)


def _hidden(made: Made) -> tuple[str, str, str]:
    return hidden_texts(None if isinstance(made, Place) else made[1])
