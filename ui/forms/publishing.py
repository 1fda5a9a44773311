"""Making a month public: what becomes visible, what is hidden and why, and the decision."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from data_access.publications import fetch_publications
from domain.activities import PeriodState
from domain.disclosure import THRESHOLD
from domain.findings.finding import Finding
from domain.findings.publishing import (
    proposal_finding,
    published_sentence,
    threshold_sentence,
    unprovable_finding,
)
from domain.grounds import Ground
from domain.linked_counts import ToldOtherwiseError
from domain.months import AreaMonth
from domain.proposals import Place
from domain.publications import THRESHOLDS, Proposal, Publication, needs_reason
from services import publish
from texts import _
from texts.numbers import month as month_text
from texts.words import capitalised
from ui import show
from ui.cached import programme, read
from ui.forms.deeds import act, ask_first, told
from ui.forms.proposals import seek
from ui.forms.proposed_counts import proposed_counts
from ui.forms.taking_in import NOT_TO_WRITE
from ui.plain import plain
from ui.session import engine, today
from ui.tallies import names_of, read_division
from ui.viewer import viewer

_PLACE = "publication"


def publish_form(months: Sequence[AreaMonth]) -> None:
    """Show what of a month is public, and offer to publish what is approved of it."""
    month = months[0].month
    made = read(fetch_publications, programme().id)
    with show.section(_("Publicera för nämnden")):
        st.write(plain(published_sentence([each for each in made if each.month == month])))
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
        _look(month, int(threshold), made)


def _look(month: date, threshold: int, made: Sequence[Publication]) -> None:
    with st.container(horizontal=True, gap="small"):
        asked = st.button(_("Visa vad som blir synligt"))
        compared = st.button(_("Jämför gränserna"))
    try:
        found = seek(month, THRESHOLDS if compared else [threshold] if asked else ())
    except ToldOtherwiseError as error:
        show.warning(_("Kan inte visas"), _told_otherwise(error.publication))
        return
    proposed = found.get(threshold)
    if isinstance(proposed, Place):
        finding = unprovable_finding(proposed, threshold, made, names_of(read_division()))
        show.warning(_("Kan inte visas"), finding)
    elif proposed:
        _show(*proposed)


def _told_otherwise(told: Publication) -> Finding:
    """Return why nothing more is published of a year until somebody has looked at its log."""
    text = _(
        "{month}, version {version}, stämmer inte med vad loggen säger var registrerat när den "
        "publicerades. Då går det inte att visa att små tal är skyddade, och inget mer från "
        "{year} kan publiceras. Be den som sköter databasen ta reda på vad som har hänt."
    )
    when = capitalised(month_text(told.month))
    return Finding(
        _("Månaden kan inte publiceras"),
        text.format(month=when, version=told.version, year=told.month.year),
    )


def _show(ground: Ground, proposal: Proposal) -> None:
    is_news = ground.is_news(proposal.month)
    finding = proposal_finding(proposal, today(), is_news=is_news)
    st.markdown(f"**{plain(finding.title)}**")
    st.write(plain(finding.lead))
    proposed_counts(ground, proposal)
    if is_news:
        _decide(ground, proposal)
    else:
        st.write(_("Inget har ändrats sedan månaden publicerades."))


def _decide(ground: Ground, proposal: Proposal) -> None:
    must_tell = needs_reason(proposal.threshold)
    comment = st.text_input(
        _("Varför en annan gräns än den vanliga?")
        if must_tell
        else _("Anteckning till beslutet (valfri)"),
        max_chars=500,
        help=NOT_TO_WRITE,
        key=f"beslut-{proposal.month:%Y-%m}-{proposal.version}",
        # What is typed outlives a look at another threshold.
        persist_state="page",
    ).strip()
    if must_tell and not comment:
        st.caption(_("Skälet sparas med beslutet. När det är skrivet kan månaden publiceras."))
        return
    ask_first(
        f"publish/{proposal.month}/{proposal.threshold}/{proposal.version}",
        _("Publicera"),
        _(
            "Nämnden och forskaren ser därefter siffrorna. Det som en gång är publicerat kan "
            "inte tas tillbaka, bara rättas med en ny version."
        ),
        _("Ja, publicera"),
        lambda: _publish(ground, proposal, comment),
    )


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
