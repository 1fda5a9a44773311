"""What speaks for and against what is reported: of one point, and where the two differ."""

from collections.abc import Sequence

import streamlit as st

from config.statuses import word_of
from data_access.money import fetch_budgeted_to, fetch_point_money
from data_access.programme import fetch_indicators
from domain.access import Right
from domain.evidence import Evidence, Known, Verdict, disputed, weigh
from domain.findings.evidence import disputes_finding, verdict_sentence
from domain.points import PointStanding
from texts import _
from texts.words import sentences
from ui import show
from ui.attention import ROWS
from ui.cached import programme, read
from ui.plain import plain
from ui.routes import link_to_point
from ui.viewer import viewer
from ui.viewpoint import shown_day, viewpoint


def verdicts_of(standings: Sequence[PointStanding]) -> list[Verdict]:
    """Return what speaks for and against each point's status, as far as the viewer may know."""
    indicators = read(fetch_indicators, programme().id, viewpoint())
    sees_money = viewer().may(Right.SEE_MONEY) or viewer().may(Right.SEE_OWN_MONEY)
    money = read(fetch_point_money, programme().id, viewpoint()) if sees_money else {}
    budgeted_to = read(fetch_budgeted_to, programme().id, viewpoint()) if sees_money else {}
    return [
        weigh(
            Known(
                each,
                indicators.get(each.point.number, ()),
                money.get(each.point.number),
                budgeted_to.get(each.point.number),
            ),
            shown_day(),
        )
        for each in standings
    ]


def evidence_of(standing: PointStanding) -> None:
    """Show what speaks against a point's reported status, and for it behind a click."""
    if standing.status is None:
        return
    (verdict,) = verdicts_of([standing])
    with st.container(gap="xxsmall"):
        st.write(plain(_sentence(verdict)))
        _reasons(verdict.speaks_against)
    if verdict.speaks_for:
        with st.expander(_("Belägg som talar för rapporten")):
            _reasons(verdict.speaks_for)


def disputes(standings: Sequence[PointStanding]) -> None:
    """Show the points whose reported status is spoken against, most of it first."""
    verdicts = verdicts_of(standings)
    finding, found = disputes_finding(verdicts), disputed(verdicts)
    with show.section(finding.title):
        st.caption(plain(finding.lead))
        for verdict in found[:ROWS]:
            _dispute(verdict)
        if len(found) > ROWS:
            with st.expander(_("{n} till").format(n=len(found) - ROWS)):
                for verdict in found[ROWS:]:
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


def _reasons(found: Sequence[Evidence]) -> None:
    if found:
        st.markdown("\n".join(f"- {plain(each.text)}" for each in found))
