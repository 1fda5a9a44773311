"""What a publication holds: which counts, of which spans, and what of them is hidden."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities import MISSING, Count, Mark, between
from domain.areas import Area, AreaLevel
from domain.findings.names import Names
from domain.programme import TargetGroup
from domain.publications import Cell, Division, PublishedCount, Span, spans_of
from domain.published_counts import PublishedCounts, reporting_of
from domain.publishing import propose
from tests.attacker import solved
from tests.grounds import (
    AREAS,
    DIVISION,
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
    month_of,
    places_of,
    published,
    shown,
    width_of,
)


def test_a_month_is_in_a_quarter_a_tertial_and_a_year() -> None:
    assert spans_of(date(2026, 8, 1)) == (
        Span(date(2026, 8, 1), 1),
        Span(date(2026, 7, 1), 3),
        Span(date(2026, 5, 1), 4),
        Span(date(2026, 1, 1), 12),
    )


def test_a_month_is_told_by_area_and_group_and_their_sums() -> None:
    ground = ground_of(*month_of(JAN, 20, 30, 40, 50, 60, 70))
    told = shown(propose(ground, JAN, 5))
    assert len(told) == 2 * 4 * 3
    month = Span(JAN, 1)
    assert told[Cell("71", "1", month, PEOPLE)] == Count(20)
    assert told[Cell("71", None, month, PEOPLE)] == Count(50)
    assert told[Cell(None, "3", month, PEOPLE)] == Count(150)
    assert told[Cell(None, None, month, TIMES)] == Count(42)


def test_the_last_month_of_a_quarter_tells_the_quarter() -> None:
    months = (JAN, FEB, MAR)
    rows = [row for month in months for row in month_of(month, 20, 30, 40, 50, 60, 70)]
    ground = ground_of(*rows, months=months)
    for month in (JAN, FEB):
        proposal = propose(ground, month, 5)
        assert {each.cell.span.months for each in proposal.counts} == {1}
        ground = published(ground, proposal)
    told = shown(propose(ground, MAR, 5))
    assert told[Cell(None, None, Span(JAN, 3), PEOPLE)] == Count(3 * 270)


def test_what_is_not_approved_is_in_no_count_and_no_sum_of_all() -> None:
    ground = ground_of(*month_of(JAN, 20, 30, 40, 50, 60, 70))
    ground = replace(ground, approved=ground.approved - {("73", JAN)})
    proposal = propose(ground, JAN, 5)
    assert proposal.area_codes == ("71", "72")
    assert {each.cell.area_code for each in proposal.counts} == {"71", "72"}


def test_a_small_count_of_people_is_hidden_and_one_of_common_occasions_is_not() -> None:
    rows = [
        counted(JAN, "71", "1", 3, individual=0, common=2),
        counted(JAN, "71", "3", 30, individual=2, common=9),
        *(counted(JAN, area, group, 40) for area in ("72", "73") for group in GROUPS),
    ]
    proposal = propose(ground_of(*rows), JAN, 5)
    told, month = shown(proposal), Span(JAN, 1)
    assert told[Cell("71", "1", month, PEOPLE)].is_protected
    few = told[Cell("71", "3", month, TIMES)]
    # Nine occasions everybody may know of; how many more, about single people, is protected.
    assert few.is_protected
    assert (few.low or 0) >= 9
    assert proposal.hidden > proposal.small >= 2
    assert 3 <= proposal.hidden_people < proposal.people == 193


def test_participants_that_nobody_counted_are_missing_and_help_to_hide_nothing() -> None:
    rows = month_of(JAN, 3, 0, 40, 50, 60, 70)
    rows[1] = replace(rows[1], participants=0, entries=4, uncounted=4)
    told, month = shown(propose(ground_of(*rows), JAN, 5)), Span(JAN, 1)
    assert told[Cell("71", "3", month, PEOPLE)] == MISSING
    # With nothing but that in the area besides, its sum would give the small one away.
    assert told[Cell("71", None, month, PEOPLE)].is_protected


def test_a_higher_threshold_hides_more() -> None:
    ground = ground_of(*month_of(JAN, 4, 30, 9, 50, 60, 2))
    hidden = [propose(ground, JAN, threshold).hidden for threshold in (3, 5, 10)]
    assert hidden == sorted(hidden)
    assert hidden[0] < hidden[2]


def test_what_was_hidden_once_stays_hidden_in_the_next_version() -> None:
    ground = ground_of(*month_of(JAN, 3, 30, 40, 50, 60, 70))
    first = propose(ground, JAN, 5)
    ground = published(ground, first)
    assert not ground.is_news(JAN)
    corrected = replace(ground, registered=tuple(month_of(JAN, 33, 30, 40, 50, 60, 70)))
    assert corrected.is_news(JAN)
    second = propose(corrected, JAN, 5)
    assert second.version == 2
    hidden = {each.cell for each in first.counts if each.mark is Mark.PROTECTED}
    assert hidden <= {each.cell for each in second.counts if each.mark is Mark.PROTECTED}


def test_nobody_is_told_to_have_taken_part_where_nothing_took_place() -> None:
    rows = [
        counted(JAN, "71", "1", 25),
        counted(JAN, "71", "3", 2),
        counted(JAN, "73", "3", 1),
    ]
    ground = ground_of(*rows)
    proposal = propose(ground, JAN, 5)
    told, month = shown(proposal), Span(JAN, 1)
    # That there were no occasions is told; to hide a zero there would protect nobody.
    for area, group in (("72", "1"), ("72", "3"), ("73", "1")):
        assert told[Cell(area, group, month, TIMES)] == Count(0)
        assert told[Cell(area, group, month, PEOPLE)] == Count(0)
    found = attacked(published(ground, proposal))
    assert {value for value, _ends in found.values()} == {1, 2, 3}
    assert all(width_of(ends) >= 5 for _value, ends in found.values())


def test_a_quarter_with_a_corrected_month_waits_until_that_is_published_again() -> None:
    months = (JAN, FEB, MAR)
    rows = [row for month in months for row in month_of(month, 20, 30, 40, 50, 60, 70)]
    ground = ground_of(*rows, months=months)
    for month in (JAN, FEB):
        ground = published(ground, propose(ground, month, 5))
    # The quarter less February and March would tell what January is now.
    ground = corrected_to(ground, 2)
    march = propose(ground, MAR, 5)
    assert march.corrected == (JAN,)
    assert {each.cell.area_code for each in march.counts if each.cell.span.months == 3} == {
        "72",
        "73",
    }
    ground = published(ground, march)
    again = propose(ground, JAN, 5)
    assert again.corrected == ()
    told = shown(again)
    assert told[Cell("71", "1", Span(JAN, 1), PEOPLE)].is_protected
    assert Cell(None, None, Span(JAN, 3), PEOPLE) in told


def test_what_was_hidden_can_be_found_not_to_have_been_counted() -> None:
    ground = ground_of(*month_of(JAN, 3, 30, 40, 50, 60, 70))
    ground = published(ground, propose(ground, JAN, 5))
    told = shown(propose(corrected_to(ground, 0, entries=3, uncounted=3), JAN, 5))
    assert told[Cell("71", "1", Span(JAN, 1), PEOPLE)] == MISSING


def test_a_lower_threshold_later_keeps_the_promise_of_a_higher_one() -> None:
    months = (JAN, FEB, MAR)
    people = {JAN: (7, 9, 40, 50), FEB: (30, 30, 40, 50), MAR: (30, 33, 41, 50)}
    rows = [
        counted(month, area, group, each)
        for month in months
        for (area, group), each in zip(
            [(area, group) for area in AREAS[:2] for group in GROUPS], people[month], strict=True
        )
    ]
    ground = ground_of(*rows, months=months)
    for month, threshold in ((JAN, 10), (FEB, 3), (MAR, 3)):
        ground = published(ground, propose(ground, month, threshold))
    sums: dict[str, list[str]] = {}
    told: dict[str, int] = {}
    for count in (each for made in ground.earlier for each in made.counts):
        if count.cell.measure is PEOPLE:
            name = str(count.cell)
            sums[name] = [str(place) for place in places_of(count.cell)]
            if count.value is not None:
                told[name] = count.value
    small = [str(Cell("71", group, Span(JAN, 1), PEOPLE)) for group in GROUPS]
    assert not set(small) & told.keys()
    assert all(width_of(ends) >= 10 for ends in solved(told, sums, small).values())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=6, max_size=6), min_size=3, max_size=3),
    st.sets(st.sampled_from(AREAS), min_size=1),
    st.sets(st.sampled_from(GROUPS), min_size=1),
    st.sets(st.sampled_from([JAN, FEB, MAR]), min_size=1),
)
def test_any_choice_of_published_counts_holds_the_true_one(
    people: list[list[int]], areas: set[str], groups: set[str], months: set[date]
) -> None:
    every = (JAN, FEB, MAR)
    rows = [
        row for month, each in zip(every, people, strict=True) for row in month_of(month, *each)
    ]
    ground = ground_of(*rows, months=every)
    for month in every:
        ground = published(ground, propose(ground, month, 5, time_limit_s=1))
    counts = {each.cell: each for made in ground.earlier for each in made.counts}
    found = PublishedCounts(counts, DIVISION).count(
        sorted(areas), sorted(groups), sorted(months), PEOPLE
    )
    truth = sum(
        row.participants
        for row in rows
        if row.area_code in areas and row.target_group in groups and row.month in months
    )
    assert (found.low or 0) <= truth
    assert found.high is None or truth <= found.high
    assert found.value in {None, truth}


def cell_of(area: str | None, group: str | None, span: Span, low: int, high: int) -> PublishedCount:
    cell = Cell(area, group, span, PEOPLE)
    value = low if low == high else None
    return PublishedCount(cell, value, low, high, Mark.SHOWN if low == high else Mark.PROTECTED)


def told_by(*counts: PublishedCount) -> PublishedCounts:
    return PublishedCounts({each.cell: each for each in counts}, DIVISION)


def test_a_quarter_tells_more_than_its_months() -> None:
    months = [cell_of("71", "1", Span(month, 1), 0, 5) for month in (JAN, FEB, MAR)]
    quarter = cell_of("71", "1", Span(JAN, 3), 9, 9)
    asked = (["71"], ["1"], [JAN, FEB, MAR], PEOPLE)
    assert told_by(*months).count(*asked) == between(0, 15)
    assert told_by(*months, quarter).count(*asked) == Count(9)
    assert told_by(*months, quarter).count(["71"], ["1"], [JAN, MAR], PEOPLE) == between(0, 10)


def test_the_sum_of_all_is_told_as_narrowly_as_any_way_of_adding_tells_it() -> None:
    parts = [cell_of(area, "1", Span(JAN, 1), 2, 8) for area in AREAS]
    whole = cell_of(None, "1", Span(JAN, 1), 4, 20)
    assert told_by(*parts, whole).count(AREAS, ["1"], [JAN], PEOPLE) == between(6, 20)


def test_what_no_published_count_tells_is_missing() -> None:
    assert told_by().count(["71"], ["1"], [JAN], PEOPLE) == MISSING


@pytest.mark.parametrize("month", [JAN, FEB])
def test_only_what_is_published_is_told_of(month: date) -> None:
    ground = ground_of(*month_of(JAN, 20, 30, 40, 50, 60, 70))
    made = published(ground, propose(ground, JAN, 5)).earlier[0].publication
    reporting = reporting_of([made])
    assert reporting.is_public
    assert reporting.has("71", month) is (month == JAN)


def test_counts_are_told_by_the_areas_that_report_and_named_by_all() -> None:
    large, small = (
        Area(code, name, level, None, None, None, None, None, None)
        for code, name, level in (
            ("71", "Backa", AreaLevel.MELLANOMRADE),
            ("711", "Skälltorp", AreaLevel.PRIMAROMRADE),
        )
    )
    groups = [TargetGroup("1", "Unga i brott", "I brott")]
    assert Division.of([large, small], groups) == Division(("71",), ("1",))
    names = Names.of([large, small], groups)
    assert names.area("711") == "Skälltorp"
    assert names.groups == {"1": "unga i brott"}
