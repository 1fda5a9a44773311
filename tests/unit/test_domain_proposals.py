"""Why each count of a proposal is hidden, and what stands registered behind it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities import MISSING, Mark, Measure
from domain.calendar import STOCKHOLM, months_between
from domain.grounds import EarlierPublication, Ground, MonthlyCount
from domain.linked_counts import UnprovableMonthError
from domain.proposals import Hidden, Place, looked_through, spans_in
from domain.publications import Cell, Division, Proposal, Publication, Span
from domain.publishing import propose

AREAS, GROUPS = ("71", "72", "73"), ("1", "3")
JAN, FEB, MAR = months_between(date(2026, 1, 1), date(2026, 3, 1))
MONTH = Span(JAN, 1)
PEOPLE, TIMES = Measure.PARTICIPANTS, Measure.OCCASIONS
PLACES = [(area, group) for area in AREAS for group in GROUPS]


def ground_of(*registered: MonthlyCount, months: tuple[date, ...] = (JAN,)) -> Ground:
    approved = frozenset((area, month) for area in AREAS for month in months)
    return Ground(Division(AREAS, GROUPS), registered, approved, ())


def month_of(month: date, *people: int) -> list[MonthlyCount]:
    """Return a month's counts of people by area and group, in order: all of common occasions."""
    return [
        MonthlyCount(month, area, group, 0, 7, each, 3, 0)
        for (area, group), each in zip(PLACES, people, strict=True)
    ]


def public(ground: Ground, proposal: Proposal) -> Ground:
    """Return the ground once a proposal is public."""
    made = Publication(
        len(ground.earlier) + 1,
        proposal.month,
        proposal.version,
        proposal.threshold,
        proposal.method,
        proposal.area_codes,
        None,
        datetime(2026, 5, 1, tzinfo=STOCKHOLM),
        "Prov",
    )
    earlier = EarlierPublication(made, proposal.counts, ground.registered)
    return replace(ground, earlier=(*ground.earlier, earlier))


def test_a_small_count_is_told_from_one_that_is_hidden_beside_it() -> None:
    ground = ground_of(*month_of(JAN, 3, 30, 40, 50, 60, 70))
    proposal = propose(ground, JAN, 5)
    seen = looked_through(proposal, ground)
    small = seen[Cell("71", "1", MONTH, PEOPLE)]
    assert (small.why, small.registered) == (Hidden.SMALL, 3)
    beside = [each for each in seen.values() if each.why is Hidden.BESIDE]
    assert beside
    assert all(each.registered >= 5 for each in beside)
    shown = seen[Cell("73", "3", MONTH, PEOPLE)]
    assert (shown.why, shown.count.value) == (None, 70)


def test_occasions_are_small_by_those_of_single_people_and_told_with_all() -> None:
    rows = month_of(JAN, 30, 30, 40, 50, 60, 70)
    rows[0] = replace(rows[0], individual=2, common=9)
    ground = ground_of(*rows)
    seen = looked_through(propose(ground, JAN, 5), ground)
    few = seen[Cell("71", "1", MONTH, TIMES)]
    assert few.count.mark is Mark.PROTECTED
    assert (few.why, few.registered) == (Hidden.SMALL, 11)


def test_what_nobody_counted_is_not_hidden() -> None:
    rows = month_of(JAN, 30, 0, 40, 50, 60, 70)
    rows[1] = replace(rows[1], entries=4, uncounted=4)
    ground = ground_of(*rows)
    seen = looked_through(propose(ground, JAN, 5), ground)
    each = seen[Cell("71", "3", MONTH, PEOPLE)]
    assert (each.count, each.why) == (MISSING, None)


def registered_in(
    month: date, area: str, group: str, occasions: tuple[int, int, int], counted: tuple[int, int]
) -> MonthlyCount:
    """Return what can stand registered: each paired occasion has its participant.

    `occasions` are paired, unpaired and common ones, `counted` who took part in the last two.
    """
    paired, unpaired, common = occasions
    at_unpaired, at_common = counted[0] if unpaired else 0, counted[1] if common else 0
    return MonthlyCount(
        month,
        area,
        group,
        individual=paired + unpaired,
        common=common,
        participants=paired + at_unpaired + at_common,
        entries=1,
        uncounted=0,
        unpaired=unpaired,
        unpaired_participants=at_unpaired,
    )


@given(
    st.lists(
        st.tuples(
            st.tuples(st.integers(0, 6), st.integers(0, 2), st.integers(0, 3)),
            st.tuples(st.integers(0, 4), st.integers(0, 12)),
        ),
        min_size=3 * len(PLACES),
        max_size=3 * len(PLACES),
    ),
    st.sampled_from((3, 10)),
)
@settings(max_examples=8)
def test_the_reasons_add_up_to_what_the_proposal_says(
    given_counts: list[tuple[tuple[int, int, int], tuple[int, int]]], threshold: int
) -> None:
    # A whole quarter, which is told with its last month.
    months = (JAN, FEB, MAR)
    places = [(month, *place) for month in months for place in PLACES]
    rows = [
        registered_in(*place, occasions, counted)
        for place, (occasions, counted) in zip(places, given_counts, strict=True)
        if any(occasions)
    ]
    ground = ground_of(*rows, months=months)
    for month in (JAN, FEB):
        ground = public(ground, propose(ground, month, threshold, time_limit_s=0.2))
    proposal = propose(ground, MAR, threshold, time_limit_s=0.2)
    assert len(spans_in(proposal)) == 2
    seen = looked_through(proposal, ground)
    assert set(seen) == {each.cell for each in proposal.counts}
    assert sum(each.why is Hidden.SMALL for each in seen.values()) == proposal.small
    assert sum(each.why is not None for each in seen.values()) == proposal.hidden
    for each in seen.values():
        if each.count.is_protected:
            assert (each.count.low or 0) <= each.registered
            assert each.count.high is None or each.registered <= each.count.high
        elif each.count.value is not None:
            assert each.registered == each.count.value


def test_the_spans_of_a_proposal_are_the_shortest_first() -> None:
    months = (JAN, FEB, MAR)
    rows = [row for month in months for row in month_of(month, 20, 30, 40, 50, 60, 70)]
    ground = ground_of(*rows, months=months)
    for month in (JAN, FEB):
        proposal = propose(ground, month, 5)
        assert spans_in(proposal) == (Span(month, 1),)
        ground = public(ground, proposal)
    assert spans_in(propose(ground, MAR, 5)) == (Span(MAR, 1), Span(JAN, 3))


def test_the_count_that_a_higher_threshold_cannot_take_back_is_told_by_its_place() -> None:
    ground = ground_of(*month_of(JAN, 7, 30, 40, 50, 60, 70))
    ground = public(ground, propose(ground, JAN, 5))
    with pytest.raises(UnprovableMonthError) as raised:
        propose(ground, JAN, 10)
    assert raised.value.place == Place("71", "1", MONTH)
