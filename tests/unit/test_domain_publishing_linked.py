"""The two measures of a publication are attacked together: each occasion may have its participant.

An occasion of a kind about individuals has one participant, so that participants are never fewer
than those occasions, and as many where nothing common took place.
"""

from dataclasses import replace
from datetime import date
from itertools import chain, repeat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import domain.disclosure.deadline as deadline_module
from domain.activities import MISSING, Count
from domain.calendar import months_between
from domain.grounds import Ground, MonthlyCount
from domain.publications import HEURISTIC, Division
from domain.publishing import propose
from tests.grounds import (
    AREAS,
    FEB,
    GROUPS,
    JAN,
    MAR,
    PEOPLE,
    TIMES,
    attacked,
    corrected_to,
    counted,
    ground_of,
    month_cell,
    published,
    published_in_turn,
    shown,
    width_of,
)

SMALL = Division(AREAS, ("1",))
Parts = tuple[int, int, int]
"""Occasions about single people, common ones, and those who took part in the common ones."""


def place_of(month: date, area: str, group: str, parts: Parts) -> list[MonthlyCount]:
    single, common, in_common = parts
    people = single + in_common * bool(common)
    count = MonthlyCount(month, area, group, single, common, people, single + common, 0)
    return [count] if count.entries else []


def assert_nothing_is_near(ground: Ground, narrow: int = 0, threshold: int = 5) -> None:
    """Fail if an outsider knows a small count, or nearer than was promised for all but some."""
    found = attacked(ground, threshold)
    widths = {name: width_of(ends) for name, (_value, ends) in found.items()}
    assert all(widths.values()), {name: found[name] for name in found if not widths[name]}
    near = {name: found[name] for name, width in widths.items() if width < threshold}
    assert len(near) <= narrow, near


def test_the_participants_of_single_occasions_are_those_occasions() -> None:
    rows = [
        MonthlyCount(JAN, area, "1", single, common, people, single + common, 0)
        for area, single, common, people in (("71", 3, 0, 3), ("72", 6, 0, 6), ("73", 0, 4, 5))
    ]
    ground = ground_of(*rows, division=SMALL)
    proposal = propose(ground, JAN, 5)
    assert_nothing_is_near(published(ground, proposal))
    told = shown(proposal)
    for area in ("71", "72"):
        # The same count under two names.
        people, times = (told[month_cell(area, "1", measure)] for measure in (PEOPLE, TIMES))
        assert people == times


PARTS = st.tuples(
    st.sampled_from([0, 0, 1, 2, 3, 6, 20]),
    st.sampled_from([0, 0, 2, 9]),
    st.sampled_from([0, 1, 2, 4, 7, 30]),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(PARTS, min_size=6, max_size=6), st.sampled_from([1.0, 0.0]))
def test_neither_measure_gives_the_other_away(counts: list[Parts], time_limit_s: float) -> None:
    places = [(area, group) for area in AREAS for group in GROUPS]
    rows = [
        row
        for place, parts in zip(places, counts, strict=True)
        for row in place_of(JAN, *place, parts)
    ]
    ground = ground_of(*rows)
    proposal = propose(ground, JAN, 5, time_limit_s)
    told = shown(proposal)
    taken = {(row.area_code, row.target_group) for row in rows}
    for measure in (PEOPLE, TIMES):
        for place in set(places) - taken:
            assert told[month_cell(*place, measure)] == Count(0)
    assert_nothing_is_near(published(ground, proposal), proposal.narrow)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(PARTS, min_size=3, max_size=3), min_size=3, max_size=3),
    st.tuples(st.sampled_from([JAN, FEB]), st.sampled_from(AREAS), PARTS),
)
def test_nor_over_a_quarter_and_a_correction(
    counts: list[list[Parts]], correction: tuple[date, str, Parts]
) -> None:
    months = (JAN, FEB, MAR)
    rows = [
        row
        for month, of_month in zip(months, counts, strict=True)
        for area, parts in zip(AREAS, of_month, strict=True)
        for row in place_of(month, area, "1", parts)
    ]
    ground = published_in_turn(ground_of(*rows, months=months, division=SMALL), months)
    assert_nothing_is_near(ground, narrow=99)
    month, area, parts = correction
    others = (row for row in ground.registered if (row.month, row.area_code) != (month, area))
    ground = replace(ground, registered=(*others, *place_of(month, area, "1", parts)))
    assert_nothing_is_near(published_in_turn(ground, [month]), narrow=99)


YEAR = months_between(date(2026, 1, 1), date(2026, 12, 1))


def ground_of_a_year() -> Ground:
    division = Division(("71", "72"), ("1",))
    parts = [(0, 3, 5), (2, 0, 0), (6, 0, 0), (1, 1, 3), (4, 2, 0), (0, 0, 0), (9, 4, 11)]
    rows = [
        row
        for number, month in enumerate(YEAR)
        for area in division.area_codes
        for row in place_of(month, area, "1", parts[(number * 3 + int(area)) % len(parts)])
    ]
    return ground_of(*rows, months=YEAR, division=division)


def test_a_year_with_all_its_spans_is_attacked_at_once() -> None:
    ground = published_in_turn(ground_of_a_year(), YEAR)
    assert len(attacked(ground)) > 20
    assert_nothing_is_near(ground, narrow=99)


@pytest.mark.parametrize("looks", [4, 15, 60])
def test_when_time_runs_out_within_the_search_a_year_is_safe(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each proposal's clock stands still until it is looked at so often; then all time is over."""
    ground, methods = ground_of_a_year(), set()
    for month in YEAR:
        clock = chain(repeat(0.0, looks), repeat(1e9))
        monkeypatch.setattr(deadline_module, "monotonic", clock.__next__)
        proposal = propose(ground, month, 5)
        methods.add(proposal.method)
        ground = published(ground, proposal)
    assert HEURISTIC in methods
    assert_nothing_is_near(ground, narrow=99)


def test_an_occasion_whose_participant_nobody_counted_is_apart() -> None:
    # Of five occasions two have no count: three people, and nothing follows of five.
    row = MonthlyCount(JAN, "71", "1", 5, 0, 3, 5, 2, unpaired=2)
    others = [counted(JAN, area, "1", 40) for area in ("72", "73")]
    ground = ground_of(row, *others, division=SMALL)
    proposal = propose(ground, JAN, 5)
    assert shown(proposal)[month_cell("71", "1", PEOPLE)].is_protected
    assert_nothing_is_near(published(ground, proposal))


def test_occasions_nobody_was_counted_at_are_protected_without_participants() -> None:
    row = MonthlyCount(JAN, "71", "1", 3, 0, 0, 3, 3, unpaired=3)
    others = [counted(JAN, area, "1", 40, individual=8, unpaired=8) for area in ("72", "73")]
    ground = ground_of(row, *others, division=SMALL)
    proposal = propose(ground, JAN, 5)
    told = shown(proposal)
    assert told[month_cell("71", "1", PEOPLE)] == MISSING
    assert told[month_cell("71", "1", TIMES)].is_protected
    assert_nothing_is_near(published(ground, proposal))


@pytest.mark.parametrize("unpaired_participants", [0, 2, 5])
def test_several_or_none_at_an_occasion_about_one_are_apart(unpaired_participants: int) -> None:
    people = 2 + unpaired_participants
    row = MonthlyCount(
        JAN, "71", "1", 3, 0, people, 3, 0, unpaired=1, unpaired_participants=unpaired_participants
    )
    ground = ground_of(row, *(counted(JAN, area, "1", 40) for area in AREAS[1:]), division=SMALL)
    proposal = propose(ground, JAN, 5)
    assert shown(proposal)[month_cell("71", "1", TIMES)].is_protected
    assert_nothing_is_near(published(ground, proposal))


def test_a_count_is_narrow_by_what_it_was_promised_also_where_its_ends_are_rough() -> None:
    places = (("71", "1", 6), ("71", "3", 6), ("72", "3", 3), ("73", "1", 2), ("73", "3", 2))
    rows = [
        MonthlyCount(JAN, area, group, times, 0, times, times, 0) for area, group, times in places
    ]
    ground = published_in_turn(ground_of(*rows), [JAN], threshold=3)
    # What was told with a lower threshold tells more; without time the ends do not show how much.
    again = propose(ground, JAN, 5, time_limit_s=0)
    small = shown(again)[month_cell("72", "3", PEOPLE)]
    assert (small.low, small.high) == (1, 9)
    near = [
        name
        for name, (_value, ends) in attacked(published(ground, again)).items()
        if name.startswith("2 ") and width_of(ends) < 5
    ]
    assert again.narrow == len(near) == 10


def test_a_correction_of_common_occasions_leaves_the_single_ones_the_same() -> None:
    rows = [
        MonthlyCount(JAN, "71", "1", 3, 2, 13, 5, 0),
        MonthlyCount(JAN, "72", "1", 8, 2, 28, 10, 0),
        counted(JAN, "73", "1", 40),
    ]
    ground = published_in_turn(ground_of(*rows, division=SMALL), [JAN])
    ground = corrected_to(ground, 17, common=3, entries=6)
    again = published_in_turn(ground, [JAN])
    assert_nothing_is_near(again)
    assert shown_twice(again)


def shown_twice(ground: Ground) -> bool:
    """Whether the later of two publications hides all that the first did."""
    first, second = (
        {each.cell for each in made.counts if each.count.is_protected} for made in ground.earlier
    )
    return first <= second
