"""Small grounds of publications: three areas, two groups, and the first months of a year."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from typing import Any

from domain.activities import Count, Mark, Measure
from domain.calendar import STOCKHOLM, months_between
from domain.grounds import EarlierPublication, Ground, MonthlyCount
from domain.publications import Cell, Division, Proposal, Publication, Span
from domain.publishing import propose
from tests.attacker import Ends, Paper, Standing, Told, linked_ends

AREAS, GROUPS = ("71", "72", "73"), ("1", "3")
DIVISION = Division(AREAS, GROUPS)
JAN, FEB, MAR = months_between(date(2026, 1, 1), date(2026, 3, 1))
PEOPLE, TIMES = Measure.PARTICIPANTS, Measure.OCCASIONS


def counted(month: date, area: str, group: str, people: int, **change: Any) -> MonthlyCount:
    """Return a place's count: seven common occasions in three entries, unless told otherwise."""
    return replace(MonthlyCount(month, area, group, 0, 7, people, 3, 0), **change)


def month_of(month: date, *people: int) -> list[MonthlyCount]:
    """Return a month's counts of people by area and group, in order."""
    places = [(area, group) for area in AREAS for group in GROUPS]
    return [
        counted(month, area, group, each)
        for (area, group), each in zip(places, people, strict=True)
    ]


def ground_of(
    *registered: MonthlyCount, months: Sequence[date] = (JAN,), division: Division = DIVISION
) -> Ground:
    """Return the ground of a first publication: all months approved, nothing public."""
    approved = frozenset((area, month) for area in division.area_codes for month in months)
    return Ground(division, registered, approved, ())


def published(ground: Ground, proposal: Proposal) -> Ground:
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


def published_in_turn(
    ground: Ground, months: Iterable[date], threshold: int = 5, time_limit_s: float = 1
) -> Ground:
    """Return the ground once some months are public, one after another."""
    for month in months:
        ground = published(ground, propose(ground, month, threshold, time_limit_s))
    return ground


def shown(proposal: Proposal) -> dict[Cell, Count]:
    """Return the counts of a proposal by cell."""
    return {each.cell: each.count for each in proposal.counts}


def places_of(cell: Cell, division: Division = DIVISION) -> list[tuple[date, str, str]]:
    """Return the months, areas and groups that a cell counts."""
    areas = division.area_codes if cell.area_code is None else (cell.area_code,)
    groups = division.target_groups if cell.target_group is None else (cell.target_group,)
    return list(product(cell.span.each(), areas, groups))


def width_of(ends: Ends) -> float:
    """Return how far the ends lie apart."""
    return float("inf") if ends[1] is None else ends[1] - ends[0]


def corrected_to(
    ground: Ground, people: int, place: tuple[date, str, str] = (JAN, "71", "1"), **change: Any
) -> Ground:
    """Return the ground with another count of a place registered: January's first, usually."""
    return replace(
        ground,
        registered=tuple(
            replace(row, participants=people, **change)
            if (row.month, row.area_code, row.target_group) == place
            else row
            for row in ground.registered
        ),
    )


def paper_of(made: EarlierPublication, division: Division) -> Paper:
    """Return a publication as an outsider has it."""
    told = {
        f"{made.publication.id} {count.cell}": Told(
            count.cell.measure,
            [" ".join(map(str, place)) for place in places_of(count.cell, division)],
            count.value,
            is_hidden=count.mark is Mark.PROTECTED,
        )
        for count in made.counts
    }
    standing = {
        f"{row.month} {row.area_code} {row.target_group}": Standing(
            row.individual - row.unpaired,
            row.unpaired,
            row.unpaired_participants,
            row.common,
            row.participants - row.individual + row.unpaired - row.unpaired_participants,
            is_counted=row.entries > row.uncounted,
            is_common_counted=row.is_common_counted,
        )
        for row in made.registered
        if row.entries
    }
    return Paper(told, standing)


def attacked(ground: Ground, threshold: int = 5) -> dict[str, tuple[int, Ends]]:
    """Return the small counts of all that is public, and what an outsider makes of each."""
    papers = [paper_of(made, ground.division) for made in ground.earlier]
    return linked_ends(papers, threshold)


def month_cell(area: str | None, group: str | None, measure: Measure, month: date = JAN) -> Cell:
    """Return the cell of a single month."""
    return Cell(area, group, Span(month, 1), measure)
