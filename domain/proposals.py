"""A proposal as the director looks it through: why each count is hidden, and what is behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import product

from domain.activities import Count, Measure
from domain.publications import Cell, Division, Ground, MonthlyCount, Proposal, Span


class Hidden(Enum):
    """Why a count is hidden: it is small itself, or a small one would follow from it."""

    SMALL = "small"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class ProposedCount:
    """A count as the board would read it, why it is hidden, and what stands registered.

    `registered` is the count that is hidden: it is for whoever publishes, and for nobody else.
    """

    count: Count
    why: Hidden | None
    registered: int


@dataclass(frozen=True, slots=True)
class Place:
    """An area, a target group and a span, for any measure; None: all areas, or all groups."""

    area_code: str | None
    target_group: str | None
    span: Span


_Registered = Mapping[tuple[date, str, str], MonthlyCount]


def looked_through(proposal: Proposal, ground: Ground) -> dict[Cell, ProposedCount]:
    """Return each count of a proposal with the reason for which it is hidden, if it is.

    Args:
        proposal: made of the ground.
        ground: what stood registered then, and how it is divided.
    """
    registered = {
        (each.month, each.area_code, each.target_group): each for each in ground.registered
    }
    found = {}
    for each in proposal.counts:
        rows = list(_rows(each.cell, ground.division, registered))
        people = sum(_individual(row, each.cell.measure) for row in rows)
        why = None
        if each.count.is_protected:
            why = Hidden.SMALL if 0 < people < proposal.threshold else Hidden.BESIDE
        found[each.cell] = ProposedCount(each.count, why, people + _common(rows, each.cell.measure))
    return found


def spans_in(proposal: Proposal) -> tuple[Span, ...]:
    """Return the spans that a proposal has counts of, the shortest first."""
    spans = {each.cell.span for each in proposal.counts}
    return tuple(sorted(spans, key=lambda span: (span.months, span.first)))


def place_named(name: str) -> Place:
    """Return of what a count is by the name that it goes by where it is protected.

    ``71 1 2026-01 3`` is an area, a group, the first month and how many; ``None`` is all of them.
    One that was published before has that publication's key in front.
    """
    area, group, first, months = name.split(" ")[-4:]
    return Place(
        None if area == str(None) else area,
        None if group == str(None) else group,
        Span(date.fromisoformat(f"{first}-01"), int(months)),
    )


def _rows(cell: Cell, division: Division, registered: _Registered) -> Iterator[MonthlyCount]:
    areas = division.area_codes if cell.area_code is None else (cell.area_code,)
    groups = division.target_groups if cell.target_group is None else (cell.target_group,)
    for place in product(cell.span.each(), areas, groups):
        if place in registered:
            yield registered[place]


def _individual(row: MonthlyCount, measure: Measure) -> int:
    """Return what of a count is of individuals: by that it is small, or not."""
    return row.participants if measure is Measure.PARTICIPANTS else row.individual


def _common(rows: list[MonthlyCount], measure: Measure) -> int:
    return sum(row.common for row in rows) if measure is Measure.OCCASIONS else 0
