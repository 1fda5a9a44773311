"""Making a month public: what becomes visible, what is hidden and why, and the decision."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from data_access.publications import fetch_publications
from domain.activities import Measure, PeriodState
from domain.disclosure import THRESHOLD, UnprovableTableError
from domain.figures import figure_text
from domain.findings.publishing import (
    hidden_texts,
    proposal_finding,
    published_sentence,
    threshold_sentence,
    unprovable_finding,
)
from domain.months import AreaMonth
from domain.publications import MEASURES, THRESHOLDS, Cell, Ground, Proposal, Span
from services import publish
from texts import _
from texts.words import capitalised
from ui import show
from ui.cached import programme, read, revision
from ui.forms.deeds import act, ask_first, told
from ui.forms.taking_in import NOT_TO_WRITE
from ui.plain import plain
from ui.session import engine, today
from ui.tallies import read_division
from ui.viewer import viewer

_PLACE = "publication"
_PROPOSALS = "proposals"

Made = tuple[Ground, Proposal] | None
"""A proposal and the ground of it; None: the month cannot be shown so."""


def publish_form(months: Sequence[AreaMonth]) -> None:
    """Show what of a month is public, and offer to publish what is approved of it."""
    month = months[0].month
    made = [each for each in read(fetch_publications, programme().id) if each.month == month]
    with show.section(_("Publicera för nämnden")):
        st.write(plain(published_sentence(made)))
        told(_PLACE)
        if not any(each.state is PeriodState.APPROVED for each in months):
            st.write(_("När ett område är godkänt kan månaden publiceras."))
            return
        threshold = st.segmented_control(
            _("Vilka tal ska skyddas?"),
            list(THRESHOLDS),
            default=THRESHOLD,
            required=True,
            format_func=lambda each: capitalised(threshold_sentence(int(each))),
            key="grans",
            wrap=True,
        )
        _look(month, int(threshold or THRESHOLD))


def _look(month: date, threshold: int) -> None:
    with st.container(horizontal=True, gap="small"):
        asked = st.button(_("Visa vad som blir synligt"))
        compared = st.button(_("Jämför gränserna"))
    if asked:
        _propose(month, threshold)
    if compared:
        for each in THRESHOLDS:
            _propose(month, each)
    found = _kept(month)
    if len(found) > 1:
        _compare(found)
    if threshold not in found:
        return
    made = found[threshold]
    if made is None:
        show.warning(_("Kan inte visas"), unprovable_finding())
        return
    _show(*made)


def _compare(found: Mapping[int, Made]) -> None:
    """Show what each threshold hides: a row a threshold, the lowest first."""
    rows = [
        (capitalised(threshold_sentence(each)), *hidden_texts(made[1] if made else None))
        for each, made in sorted(found.items())
    ]
    columns = [_("Gräns"), _("Tal som döljs"), _("Andel av talen"), _("Andel av deltagarna")]
    show.table(pd.DataFrame(rows, columns=columns), alt=_("Gränserna jämförda"), in_files=False)
    told = _("Deltagarna räknas i de tal som gäller ett område och en målgrupp.")
    if not all(found.values()):
        told += " " + _(
            "En gräns som inte kan visas är för hög: det som redan är publicerat säger mer."
        )
    st.caption(told)


def _show(ground: Ground, proposal: Proposal) -> None:
    is_news = ground.is_news(proposal.month)
    finding = proposal_finding(proposal, today(), is_news=is_news)
    st.markdown(f"**{plain(finding.title)}**")
    st.write(plain(finding.lead))
    for measure, word in zip(MEASURES, (_("Aktiviteter"), _("Deltagare")), strict=True):
        show.table(_month_of(proposal, measure, word), alt=word, in_files=False)
    if not is_news:
        st.write(_("Inget har ändrats sedan månaden publicerades."))
        return
    comment = st.text_input(
        _("Anteckning till beslutet (valfri)"), max_chars=500, help=NOT_TO_WRITE, key="beslut"
    )
    ask_first(
        f"publish/{proposal.month}/{proposal.threshold}/{proposal.version}",
        _("Publicera"),
        _(
            "Nämnden och forskaren ser därefter siffrorna. Det som en gång är publicerat kan "
            "inte tas tillbaka, bara rättas med en ny version."
        ),
        _("Ja, publicera"),
        lambda: _publish(ground, proposal, comment.strip()),
    )


def _month_of(proposal: Proposal, measure: Measure, word: str) -> pd.DataFrame:
    """Return the month as it would be shown: a row an area, a column a target group."""
    counts = {each.cell: each.count for each in proposal.counts}
    division, span = read_division(), Span(proposal.month, 1)
    # As in the table of the month above.
    areas = [*sorted(proposal.area_codes, key=division.names.__getitem__), None]
    codes = [*(each.code for each in division.groups), None]
    rows = [[counts.get(Cell(area, code, span, measure)) for code in codes] for area in areas]
    frame = pd.DataFrame(
        [[figure_text(each) if each else "–" for each in row] for row in rows],
        columns=[*(plain(each.short_name) for each in division.groups), _("Alla")],
    )
    names = [division.names[area] if area else _("Hela Hisingen") for area in areas]
    frame.insert(0, word, names)
    return frame


def _propose(month: date, threshold: int) -> None:
    with st.spinner(_("Räknar ut vad som kan visas. Det kan ta en halv minut …")):
        try:
            made: Made = publish.propose_month(
                engine(),
                viewer=viewer(),
                programme_id=programme().id,
                month=month,
                threshold=threshold,
            )
        except UnprovableTableError:
            made = None
    st.session_state[_PROPOSALS] = (month, revision(), {**_kept(month), threshold: made})


def _kept(month: date) -> dict[int, Made]:
    """Return the month's proposals by threshold, as long as nothing has been written since."""
    of_month, token, found = st.session_state.get(_PROPOSALS, (None, None, {}))
    is_current = (of_month, token) == (month, revision())
    kept: dict[int, Made] = found if is_current else {}
    return kept


def _publish(ground: Ground, proposal: Proposal, comment: str) -> None:
    act(
        _PLACE,
        lambda: publish.publish_month(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            ground=ground,
            proposal=proposal,
            comment=comment,
        ),
        _("Månaden är publicerad. Nämnden ser den nu."),
    )
