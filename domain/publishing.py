"""Proposing what a month shows: its protected counts, safe beside all that was published before."""

from collections.abc import Iterable
from datetime import date

from domain.activities import Mark, Measure
from domain.grounds import Ground
from domain.linked_counts import LinkedCounts
from domain.publications import HEURISTIC, OPTIMAL, Proposal, PublishedCount

TIME_LIMIT_S = 20.0


def propose(
    ground: Ground, month: date, threshold: int, time_limit_s: float = TIME_LIMIT_S
) -> Proposal:
    """Return what a month would show if it were published.

    The counts are of the month, and of each quarter, tertial and year that it completes; a longer
    span with a month that has been corrected, but not published again, waits for that. A count
    that was hidden before stays hidden, and all that was told before is known to the outsider, who
    also knows of every place whether anything was registered there: nobody took part where nothing
    took place.

    Args:
        ground: what is registered, approved and published.
        month: first day of the month.
        threshold: counts of individuals from one up to this are hidden.
        time_limit_s: seconds for the search of the cheapest protection.

    Raises:
        UnprovableMonthError: what was told before and the counts now give a small count away.
        ToldOtherwiseError: what was told before is not what stood registered then.
    """
    linked = LinkedCounts(ground, month)
    protection = linked.protected(threshold, time_limit_s)
    counts = tuple(linked.published(protection))
    promised = linked.promised_to_small(protection, threshold)
    people, hidden_people = _missed(ground, counts, month)
    return Proposal(
        month=month,
        version=1 + sum(each.publication.month == month for each in ground.earlier),
        threshold=threshold,
        method=OPTIMAL if protection.is_optimal else HEURISTIC,
        area_codes=ground.told_areas(month),
        counts=counts,
        small=len(promised),
        people=people,
        hidden_people=hidden_people,
        corrected=ground.corrected(month),
        narrow=sum(width < threshold for width in promised),
    )


def _missed(ground: Ground, counts: Iterable[PublishedCount], month: date) -> tuple[int, int]:
    """Return how many took part in the month's told areas, and how many of them in hidden cells.

    Cells are those of a single area and target group.
    """
    hidden = {
        (count.cell.area_code, count.cell.target_group)
        for count in counts
        if count.cell.measure is Measure.PARTICIPANTS
        and count.cell.span.months == 1
        and count.mark is Mark.PROTECTED
    }
    told = [
        each
        for each in ground.registered
        if each.month == month and each.area_code in ground.told_areas(month)
    ]
    people = sum(each.participants for each in told)
    missed = sum(
        each.participants for each in told if (each.area_code, each.target_group) in hidden
    )
    return people, missed
