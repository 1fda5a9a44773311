"""What speaks for and against what is reported: of one point, and where the two differ."""

from collections.abc import Sequence

import streamlit as st

from config.statuses import word_of
from data_access.money import fetch_point_money
from data_access.programme import fetch_indicators
from domain.access import Right
from domain.evidence import Evidence, Known, Verdict, disputed, weigh
from domain.findings.evidence import disputes_heading, verdict_sentence
from domain.points import PointStanding
from texts import _
from texts.words import sentences
from ui import show
from ui.cached import programme, read
from ui.plain import plain
from ui.routes import link_to_point
from ui.session import today
from ui.viewer import viewer

_ROWS = 5


def verdicts_of(standings: Sequence[PointStanding]) -> list[Verdict]:
    """Return what speaks for and against each point's status, as far as the viewer may know."""
    indicators = read(fetch_indicators, programme().id)
    sees_money = viewer().may(Right.SEE_MONEY) or viewer().may(Right.SEE_OWN_MONEY)
    money = read(fetch_point_money, programme().id) if sees_money else {}
    return [
        weigh(
            Known(each, indicators.get(each.point.number, ()), money.get(each.point.number)),
            today(),
        )
        for each in standings
    ]


def evidence_of(standing: PointStanding) -> None:
    """Show what speaks for and against a point's reported status."""
    if standing.status is None:
        return
    (verdict,) = verdicts_of([standing])
    st.write(plain(_sentence(verdict)))
    if verdict.speaks_against or verdict.speaks_for:
        with st.expander(_("Vad beläggen säger")):
            _reasons(_("Talar emot"), verdict.speaks_against)
            _reasons(_("Talar för"), verdict.speaks_for)


def disputes(standings: Sequence[PointStanding]) -> None:
    """Show the points whose reported status is spoken against, most of it first."""
    found = disputed(verdicts_of(standings))
    with show.section(disputes_heading(len(found))):
        if not found:
            st.write(_("Inget i delmål, prognoser, indikatorer eller pengar säger annat."))
        for verdict in found[:_ROWS]:
            _dispute(verdict)
        if len(found) > _ROWS:
            with st.expander(_("{n} till").format(n=len(found) - _ROWS)):
                for verdict in found[_ROWS:]:
                    _dispute(verdict)


def _dispute(verdict: Verdict) -> None:
    point = verdict.standing.point
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            link_to_point(
                point.number,
                _("{number}. {title}").format(number=point.number, title=point.short_title),
            )
            show.status_badge(verdict.standing.status)
        st.write(plain(sentences(*(each.text for each in verdict.speaks_against))))


def _sentence(verdict: Verdict) -> str:
    return verdict_sentence(verdict, word_of(verdict.standing.status).label)


def _reasons(heading: str, found: Sequence[Evidence]) -> None:
    if found:
        lines = "\n".join(f"- {plain(each.text)}" for each in found)
        st.markdown(f"**{heading}**\n\n{lines}")
