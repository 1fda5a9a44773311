"""What was known of a day and what is known of it now, in as much detail as a reader may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.activities import ActivitySum
from domain.changes import State
from domain.points import Indicator


@dataclass(frozen=True, slots=True)
class KnownState:
    """A state with what the pages tell besides what meetings are told.

    For those who may see exact counts `registered` holds them, `reported` the area and month of
    each report, and `withdrawn_why` the reasons that were given for what was withdrawn of a month
    since, the latest first; the state then has no published counts. For others it has those, and
    these three are empty.
    """

    state: State
    indicators: Mapping[int, tuple[Indicator, ...]] = field(default_factory=dict)
    registered: tuple[ActivitySum, ...] = ()
    reported: frozenset[tuple[str, date]] = frozenset()
    withdrawn_why: Mapping[date, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthChange:
    """By how much a month's exact counts differ, and how many areas' reports came or went.

    Where both counts are as they were, they are divided otherwise, or nothing differs in them.
    """

    month: date
    occasions: int
    participants: int
    is_registered_otherwise: bool
    reported: int
    reopened: int


@dataclass(frozen=True, slots=True)
class IndicatorChange:
    """An indicator of a point that is told otherwise; None: it was not there, or is no more."""

    number: int
    before: Indicator | None
    after: Indicator | None


def month_changes(then: KnownState, now: KnownState) -> list[MonthChange]:
    """Return the months of which other exact counts or reports are known, oldest first."""
    before, after = set(then.registered), set(now.registered)
    came, went = now.reported - then.reported, then.reported - now.reported
    months = {each.month for each in before ^ after} | {month for _area, month in came | went}
    was, is_now = _totals(before), _totals(after)
    return [
        MonthChange(
            month,
            is_now[month][0] - was[month][0],
            is_now[month][1] - was[month][1],
            any(each.month == month for each in before ^ after),
            sum(each == month for _area, each in came),
            sum(each == month for _area, each in went),
        )
        for month in sorted(months)
    ]


def indicator_changes(then: KnownState, now: KnownState) -> list[IndicatorChange]:
    """Return the indicators in which the states differ, by point."""
    return list(_indicator_changes(then.indicators, now.indicators))


def _indicator_changes(
    then: Mapping[int, tuple[Indicator, ...]], now: Mapping[int, tuple[Indicator, ...]]
) -> Iterator[IndicatorChange]:
    for number in sorted(then.keys() | now.keys()):
        before = {each.name: each for each in then.get(number, ())}
        after = {each.name: each for each in now.get(number, ())}
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield IndicatorChange(number, before.get(name), after.get(name))


def _totals(sums: Iterable[ActivitySum]) -> dict[date, tuple[int, int]]:
    """Return the occasions and participants of each month; none of a month that has no entry."""
    found: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in sums:
        occasions, participants = found[each.month]
        found[each.month] = occasions + each.occasions, participants + each.participants
    return found
