"""A proposal's counts as the board would read them, and for the director why some are hidden."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from domain.activities import Measure
from domain.findings.nouns import noun_of
from domain.findings.publishing import proposed_note, proposed_text, span_word
from domain.grounds import Ground
from domain.proposals import ProposedCount, looked_through, spans_in
from domain.publications import MEASURES, Proposal, Span
from texts import _
from texts.numbers import month_span
from texts.words import capitalised
from ui import show
from ui.plain import plain
from ui.session import device
from ui.tallies import Division, names_of, read_division


def proposed_counts(ground: Ground, proposal: Proposal) -> None:
    """Show a span and a measure of a proposal: a row an area, a column a target group."""
    division = read_division()
    with st.container(horizontal=True, gap="medium"):
        span, measure = _span(proposal), _measure()
        groups = _groups(division)
    found = {
        (cell.area_code, cell.target_group): each
        for cell, each in looked_through(proposal, ground).items()
        if (cell.span, cell.measure) == (span, measure)
    }
    frame, left_out = _frame(found, division, groups)
    show.table(
        frame,
        alt=_("{many}, {period}").format(
            many=capitalised(noun_of(measure).many),
            period=month_span(span.first, span.each()[-1]),
        ),
        in_files=False,
        on_phone=len(frame.columns),
    )
    st.caption(plain(proposed_note(found.values(), measure, left_out)))


def _span(proposal: Proposal) -> Span:
    spans = {each.months: each for each in spans_in(proposal)}
    if len(spans) == 1:
        return next(iter(spans.values()))
    months = st.segmented_control(
        _("Period"),
        list(spans),
        default=1,
        required=True,
        format_func=span_word,
        # Other spans are another choice.
        key=f"forslagets-period-{proposal.month:%Y-%m}-{len(spans)}",
        wrap=True,
    )
    return spans[months]


def _measure() -> Measure:
    return st.segmented_control(
        _("Vad som räknas"),
        MEASURES,
        default=MEASURES[0],
        required=True,
        format_func=lambda each: capitalised(noun_of(each).many),
        key="forslagets-matt",
        wrap=True,
    )


def _groups(division: Division) -> Mapping[str | None, str]:
    """Return the target groups to show by code, None: all together; a phone has room for one."""
    groups: dict[str | None, str] = {each.code: each.short_name for each in division.groups}
    groups[None] = _("Alla")
    if not device().is_phone:
        return groups
    chosen = st.segmented_control(
        _("Målgrupp"),
        list(groups.values()),
        default=groups[None],
        required=True,
        format_func=plain,
        key="forslagets-malgrupp",
        wrap=True,
    )
    return {code: name for code, name in groups.items() if name == chosen}


def _frame(
    found: Mapping[tuple[str | None, str | None], ProposedCount],
    division: Division,
    groups: Mapping[str | None, str],
) -> tuple[pd.DataFrame, list[str]]:
    """Return a row an area of which something is told, their sum last, and the other ones' names.

    The columns are the target groups.
    """
    names: dict[str | None, str] = {each.code: each.name for each in division.reporting}
    # As in the table of the month above.
    names = dict(sorted(names.items(), key=lambda each: each[1]))
    names[None] = capitalised(names_of(division).whole)
    told = {area for area, _group in found}
    rows = [
        [name, *(proposed_text(found[area, group]) for group in groups)]
        for area, name in names.items()
        if area in told
    ]
    frame = pd.DataFrame(rows, columns=[_("Område"), *groups.values()])
    return frame, [name for area, name in names.items() if area not in told]
