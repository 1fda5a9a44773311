"""Seeking what a month may show by each threshold, and telling how far it has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from domain.disclosure import UnprovableTableError
from domain.findings.publishing import hidden_texts, threshold_sentence
from domain.proposals import Place, place_named
from domain.publications import THRESHOLDS, Ground, Proposal
from services import publish
from texts import _
from texts.words import capitalised
from ui import show
from ui.cached import programme, revision
from ui.plain import plain
from ui.session import engine
from ui.viewer import viewer

_SOUGHT = "sought_proposals"

Made = tuple[Ground, Proposal] | Place
"""A proposal and the ground of it, or the count that would follow: the month cannot be shown so."""


@dataclass
class _Sought:
    """What has been found of a month by threshold since something was written, and what is left."""

    month: date
    token: str
    made: dict[int, Made] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)


def seek(month: date, thresholds: Collection[int]) -> Mapping[int, Made]:
    """Return what is found of a month by threshold, having sought what is asked for besides.

    It takes seconds, in which the reader may type: that begins the run anew, which goes on with
    what is left. What has been found is shown as it comes.
    """
    sought = _sought(month)
    sought.left = sorted({*sought.left, *thresholds} - sought.made.keys())
    told, compared = st.empty(), st.empty()
    _compare(compared, sought)
    asked_by, pool, whose = viewer(), engine(), programme().id
    count = len(sought.left)
    for at, threshold in enumerate(sought.left.copy(), start=1):
        with told, st.spinner(_progress(threshold, at, count)):
            # Where Streamlit is called the run may be broken off: until it is kept, it is not.
            sought.left.remove(threshold)
            try:
                sought.made[threshold] = publish.propose_month(
                    pool, viewer=asked_by, programme_id=whose, month=month, threshold=threshold
                )
            except UnprovableTableError as error:
                sought.made[threshold] = place_named(error.cell)
        _compare(compared, sought)
    return sought.made


def _sought(month: date) -> _Sought:
    kept = st.session_state.get(_SOUGHT)
    if not isinstance(kept, _Sought) or (kept.month, kept.token) != (month, revision()):
        kept = st.session_state[_SOUGHT] = _Sought(month, revision())
    return kept


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
