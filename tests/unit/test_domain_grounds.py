"""What a publication rests on, and nothing else; and that what was told is what it rests on."""

from dataclasses import replace
from datetime import date

import pytest

from domain.activities import Mark
from domain.grounds import EarlierPublication, Ground, MonthlyCount
from domain.linked_counts import ToldOtherwiseError
from domain.publications import Division, PublishedCount
from domain.publishing import propose
from tests.grounds import (
    AREAS,
    FEB,
    GROUPS,
    JAN,
    MAR,
    PEOPLE,
    TIMES,
    counted,
    ground_of,
    month_cell,
    month_of,
    published_in_turn,
    shown,
)

APR, NOV = date(2026, 4, 1), date(2026, 11, 1)
PEOPLE_OF = {
    JAN: (3, 30, 40, 50, 60, 70),
    FEB: (20, 30, 4, 50, 60, 2),
    MAR: (9, 30, 40, 5, 60, 70),
}


@pytest.fixture
def ground() -> Ground:
    """Give two months that are public and a third one of their quarter that is approved."""
    rows = [row for month, people in PEOPLE_OF.items() for row in month_of(month, *people)]
    return published_in_turn(ground_of(*rows, months=(JAN, FEB, MAR)), (JAN, FEB))


def written(ground: Ground, *rows: MonthlyCount) -> Ground:
    """Return the ground once some places have something else registered."""
    places = {(row.month, row.area_code, row.target_group) for row in rows}
    others = [
        row
        for row in ground.registered
        if (row.month, row.area_code, row.target_group) not in places
    ]
    return replace(ground, registered=(*others, *rows))


def opened(ground: Ground, area: str, month: date) -> Ground:
    return replace(ground, approved=ground.approved - {(area, month)})


def test_a_proposal_is_the_same_of_all_that_is_registered_and_of_what_it_rests_on(
    ground: Ground,
) -> None:
    ground = written(ground, *month_of(APR, 1, 2, 3, 4, 5, 6), counted(NOV, "71", "1", 2))
    ground = opened(replace(ground, approved=ground.approved | {("72", APR)}), "73", MAR)
    for month in (JAN, FEB, MAR):
        resting = ground.concerning(month)
        assert propose(resting, month, 5) == propose(ground, month, 5)
        assert resting.is_news(month) == ground.is_news(month)
        assert resting.standing == ground.standing


@pytest.mark.parametrize(
    "others",
    [
        [counted(NOV, "71", "1", 2)],
        # Approved, but neither public nor what is published now.
        [counted(APR, "72", "1", 30)],
        # Registered where the month itself is open.
        [counted(MAR, "73", "1", 31)],
    ],
)
def test_what_is_written_elsewhere_does_not_move_the_ground(
    ground: Ground, others: list[MonthlyCount]
) -> None:
    ground = opened(ground, "73", MAR)
    moved = written(ground, *others)
    assert moved.concerning(MAR) == ground.concerning(MAR)
    approved = replace(ground, approved=ground.approved | {("72", APR)})
    assert approved.concerning(MAR) == ground.concerning(MAR)


def test_what_it_rests_on_moves_it(ground: Ground) -> None:
    before = ground.concerning(MAR)
    for moved in (
        written(ground, counted(MAR, "71", "1", 10)),
        # Public, and opened since or not: what was told is no longer what stands.
        written(ground, counted(JAN, "71", "1", 4)),
        written(opened(ground, "71", JAN), counted(JAN, "71", "1", 4)),
        opened(ground, "71", JAN),
        opened(ground, "71", MAR),
        replace(ground, earlier=ground.earlier[:1]),
        replace(ground, division=Division(AREAS, (*GROUPS, "4"))),
    ):
        assert moved.concerning(MAR) != before


def test_what_came_late_to_an_open_month_does_not_move_what_stood_earlier(ground: Ground) -> None:
    late = tuple(
        replace(each, registered=(*each.registered, counted(NOV, "71", "1", 2)))
        for each in ground.earlier
    )
    assert replace(ground, earlier=late).concerning(MAR) == ground.concerning(MAR)


def test_an_area_that_is_open_makes_no_news_of_a_month_that_is_public_without_it() -> None:
    ground = opened(ground_of(*month_of(JAN, 20, 30, 40, 50, 60, 70)), "73", JAN)
    ground = published_in_turn(ground, [JAN])
    assert not written(ground, counted(JAN, "73", "1", 61)).is_news(JAN)
    assert written(ground, counted(JAN, "72", "1", 61)).is_news(JAN)


def retold(ground: Ground, change: PublishedCount) -> Ground:
    """Return the ground if its first publication had told something else."""
    first: EarlierPublication = ground.earlier[0]
    counts = tuple(change if each.cell == change.cell else each for each in first.counts)
    return replace(ground, earlier=(replace(first, counts=counts), *ground.earlier[1:]))


@pytest.mark.parametrize(
    "told",
    [
        PublishedCount(month_cell("73", "3", PEOPLE), 71, 71, 71, Mark.SHOWN),
        PublishedCount(month_cell("73", "3", TIMES), 8, 8, 8, Mark.SHOWN),
        PublishedCount(month_cell("71", "1", PEOPLE), None, 4, 9, Mark.PROTECTED),
        PublishedCount(month_cell("71", "1", PEOPLE), None, 0, 2, Mark.PROTECTED),
        PublishedCount(month_cell("73", "3", PEOPLE), None, None, None, Mark.MISSING),
    ],
)
def test_nothing_is_proposed_beside_what_was_told_of_something_else(
    ground: Ground, told: PublishedCount
) -> None:
    with pytest.raises(ToldOtherwiseError, match="2026-01, version 1"):
        propose(retold(ground, told), MAR, 5)


def test_an_entry_that_is_taken_for_told_afterwards_stops_what_follows(ground: Ground) -> None:
    first = ground.earlier[0]
    late = replace(
        first,
        registered=tuple(
            replace(row, participants=row.participants + 2)
            if (row.month, row.area_code, row.target_group) == (JAN, "73", "3")
            else row
            for row in first.registered
        ),
    )
    with pytest.raises(ToldOtherwiseError):
        propose(replace(ground, earlier=(late, *ground.earlier[1:])), MAR, 5)


def test_a_space_in_a_code_makes_no_two_places_one() -> None:
    division = Division(("7", "7 1"), ("1 1", "1"))
    rows = [
        counted(JAN, area, group, people)
        for (area, group), people in zip(
            [("7", "1 1"), ("7", "1"), ("7 1", "1"), ("7 1", "1 1")], (3, 30, 40, 50), strict=True
        )
    ]
    told = shown(propose(ground_of(*rows, division=division), JAN, 5))
    assert len(told) == 2 * 3 * 3
    assert told[month_cell(None, None, PEOPLE)].value == 123
    assert told[month_cell("7", "1 1", PEOPLE)].is_protected
