"""What has become of the published counts between two states: new, corrected, or told otherwise.

A publication does not say which of its counts are corrected, and a hidden count may be told with
another span because something beside it is. So the counts themselves tell it: one is corrected
where what was told and what is told cannot be the same number.
"""

from collections.abc import Iterable
from datetime import date

from domain.activities import MISSING, Count
from domain.changes import CountChange, State
from domain.figures import ends_of

Difference = tuple[int | None, int | None]
"""The least and the largest growth, None where none is known; equal where the growth is known."""


def difference(before: Count | None, after: Count | None) -> Difference:
    """Return between which numbers a count has grown.

    From protected counts alone, so it tells no more than they do. Neither end is known where one of
    the counts is not told or missing.
    """
    was, now = _ends(before), _ends(after)
    if was is None or now is None:
        return None, None
    return (
        None if was[1] is None else now[0] - was[1],
        None if now[1] is None else now[1] - was[0],
    )


def difference_of(changes: Iterable[CountChange]) -> Difference:
    """Return between which numbers some counts have grown together."""
    every = [difference(each.before, each.after) for each in changes]
    lows = [low for low, _high in every if low is not None]
    highs = [high for _low, high in every if high is not None]
    return (
        sum(lows) if len(lows) == len(every) else None,
        sum(highs) if len(highs) == len(every) else None,
    )


def new_months(earlier: State, later: State) -> list[date]:
    """Return the months of which counts are told that were not told before, oldest first."""
    return sorted(_told_of(later) - _told_of(earlier))


def completed_months(earlier: State, later: State) -> list[date]:
    """Return the months of which more is told than before, as of another area, oldest first."""
    added = (later.counts or {}).keys() - (earlier.counts or {}).keys()
    return sorted({each.month for each in added} & _told_of(earlier))


def corrected(changes: Iterable[CountChange]) -> list[CountChange]:
    """Return the counts that were told before and are surely other ones now."""
    return [each for each in _told_twice(changes) if _is_another(each)]


def with_other_spans(changes: Iterable[CountChange]) -> list[CountChange]:
    """Return the counts that are told otherwise than before, and may be the same."""
    return [each for each in _told_twice(changes) if not _is_another(each)]


def withdrawn(changes: Iterable[CountChange]) -> list[CountChange]:
    """Return the counts that were told before and are told no more."""
    return [each for each in changes if each.after is None]


def months_of(changes: Iterable[CountChange]) -> set[date]:
    """Return the months that some counts are of."""
    return {each.key.month for each in changes}


def _told_twice(changes: Iterable[CountChange]) -> list[CountChange]:
    return [each for each in changes if each.before is not None and each.after is not None]


def _is_another(change: CountChange) -> bool:
    if MISSING in {change.before, change.after}:
        # Nobody had counted, and now somebody has, or the other way about.
        return True
    low, high = difference(change.before, change.after)
    return (low is not None and low > 0) or (high is not None and high < 0)


def _told_of(state: State) -> set[date]:
    return {each.month for each in state.counts or {}}


def _ends(count: Count | None) -> tuple[int, int | None] | None:
    return None if count is None or count == MISSING else ends_of(count)
