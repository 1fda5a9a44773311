"""A proposal as the director looks it through: why each count is hidden, and what is behind it."""

from dataclasses import dataclass
from enum import Enum

from domain.activities import Count
from domain.grounds import Ground, by_place, rows_of
from domain.publications import Cell, Proposal, Span


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

    @classmethod
    def of(cls, cell: Cell) -> "Place":
        """Return where a cell's counts are from."""
        return cls(cell.area_code, cell.target_group, cell.span)


def looked_through(proposal: Proposal, ground: Ground) -> dict[Cell, ProposedCount]:
    """Return each count of a proposal with the reason for which it is hidden, if it is.

    Args:
        proposal: made of the ground.
        ground: what stood registered then, and how it is divided.
    """
    registered = by_place(ground.registered)
    found = {}
    for each in proposal.counts:
        measure = each.cell.measure
        rows = rows_of(each.cell, ground.division, registered)
        people = sum(row.people(measure) for row in rows)
        why = None
        if each.count.is_protected:
            why = Hidden.SMALL if 0 < people < proposal.threshold else Hidden.BESIDE
        behind = people + sum(row.open_to_all(measure) for row in rows)
        found[each.cell] = ProposedCount(each.count, why, behind)
    return found


def spans_in(proposal: Proposal) -> tuple[Span, ...]:
    """Return the spans that a proposal has counts of, the shortest first."""
    spans = {each.cell.span for each in proposal.counts}
    return tuple(sorted(spans, key=lambda span: (span.months, span.first)))
