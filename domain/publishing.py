"""Proposing what a month shows: its protected counts, safe beside all that was published before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from math import inf

from domain.activities import Mark, Measure
from domain.disclosure import KnownSum, Protection, protect
from domain.publications import (
    HEURISTIC,
    MEASURES,
    OPTIMAL,
    Cell,
    Ground,
    MonthlyCount,
    Proposal,
    PublishedCount,
    spans_of,
)

_Place = tuple[date, str, str]
"""A month, a reporting area and a target group."""

_Registered = Mapping[_Place, MonthlyCount]

TIME_LIMIT_S = 10.0

_NOTHING = "nothing"
"""Where nothing is registered everybody knows that the count is zero."""


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
        time_limit_s: seconds for the search of the cheapest protection of each measure.

    Raises:
        UnprovableTableError: what was told before and the counts now give a small count away.
    """
    counts: list[PublishedCount] = []
    is_optimal, small, narrow = True, 0, 0
    for measure in MEASURES:
        table = _Table(ground, month, measure)
        protection = table.protected(threshold, time_limit_s)
        is_optimal &= protection.is_optimal
        counts.extend(table.published(protection))
        widths = table.widths_of_small(protection, threshold)
        small += len(widths)
        narrow += sum(width < threshold for width in widths)
    people, hidden_people = _missed(ground, counts, month)
    return Proposal(
        month=month,
        version=1 + sum(each.publication.month == month for each in ground.earlier),
        threshold=threshold,
        method=OPTIMAL if is_optimal else HEURISTIC,
        area_codes=ground.told_areas(month),
        counts=tuple(counts),
        small=small,
        people=people,
        hidden_people=hidden_people,
        corrected=ground.corrected(month),
        narrow=narrow,
    )


class _Table:
    """The counts of a measure that a publication of a month has, and all that was told before.

    Its inner cells are an area's month and target group each. One that was the same at two moments
    is one cell: that nothing else was corrected is what an outsider may know. One that has changed
    between them is two; to be counted, or registered at all, is a change too.
    """

    def __init__(self, ground: Ground, month: date, measure: Measure) -> None:
        self._ground = ground
        self._measure = measure
        self._now = _by_place(ground.registered)
        self._cells = {_name(cell): cell for cell in _cells(ground, month, measure)}
        self._inner: dict[str, int] = {}
        self._at_least: dict[str, int] = {}

    def protected(self, threshold: int, time_limit_s: float) -> Protection:
        """Return the counts as they may be shown beside all that was told before."""
        shown = {name: self._summed(cell, self._now) for name, cell in self._cells.items()}
        before: dict[str, KnownSum] = {}
        for earlier in self._ground.earlier:
            then = _by_place(earlier.registered)
            for count in earlier.counts:
                if count.cell.measure is self._measure:
                    cells = self._summed(count.cell, then)
                    name = f"{earlier.publication.id} {_name(count.cell)}"
                    before[name] = self._as_told(count, cells, earlier.publication.threshold)
        hidden = {
            _name(count.cell)
            for earlier in self._ground.earlier
            for count in earlier.counts
            if count.mark is Mark.PROTECTED and count.cell.measure is self._measure
        }
        # That nobody was counted is told, and so that the sum is zero.
        known = {
            name
            for name, cell in self._cells.items()
            if self._is_uncounted(cell) or not self._has_entries(cell)
        }
        return protect(
            self._inner,
            shown,
            threshold=threshold,
            always_shown=known,
            hidden_before=(hidden & set(shown)) - known,
            published_before=before,
            at_least=self._at_least,
            time_limit_s=time_limit_s,
        )

    def published(self, protection: Protection) -> Iterator[PublishedCount]:
        """Yield the counts as they are published."""
        for name, cell in self._cells.items():
            if self._is_uncounted(cell):
                yield PublishedCount(cell, None, None, None, Mark.MISSING)
                continue
            common = 0
            if self._measure is Measure.OCCASIONS:
                common = sum(each.common for each in self._registered(cell, self._now))
            yield PublishedCount.of(cell, protection[name], common)

    def widths_of_small(self, protection: Protection, threshold: int) -> list[float]:
        """Return how wide the intervals of those counts are that are hidden as small."""
        return [
            inf if count.high is None else count.high - count.low
            for name, cell in self._cells.items()
            if (count := protection[name]).mark
            and 0 < sum(self._inner[each] for each in self._summed(cell, self._now)) < threshold
        ]

    def _as_told(self, count: PublishedCount, cells: Sequence[str], threshold: int) -> KnownSum:
        value = sum(self._inner[each] for each in cells)
        if count.mark is not Mark.PROTECTED or all(each.endswith(_NOTHING) for each in cells):
            return KnownSum(frozenset(cells), value)
        return KnownSum(frozenset(cells), None, threshold if 0 < value < threshold else 1)

    def _has_entries(self, cell: Cell) -> bool:
        return any(each.entries for each in self._registered(cell, self._now))

    def _is_uncounted(self, cell: Cell) -> bool:
        """Whether the participants of everything that a cell counts are unknown."""
        entries = [each for each in self._registered(cell, self._now) if each.entries]
        return (
            self._measure is Measure.PARTICIPANTS
            and bool(entries)
            and all(each.entries == each.uncounted for each in entries)
        )

    def _summed(self, cell: Cell, registered: _Registered) -> tuple[str, ...]:
        """Return the names of the inner cells that a cell sums, and note their values."""
        names = []
        for place in self._places(cell):
            count = registered.get(place)
            month, area, group = place
            name = f"{area} {group} {month:%Y-%m}"
            if count is None or not count.entries:
                name, value, least = f"{name} {_NOTHING}", 0, 0
            elif self._measure is Measure.PARTICIPANTS:
                value, least = count.participants, 0
                name = f"{name} {value if count.entries > count.uncounted else 'uncounted'}"
            else:
                # What took place did so at least once.
                value, least = count.individual, max(0, 1 - count.common)
                name = f"{name} {value}"
            self._inner[name] = value
            self._at_least[name] = max(least, self._at_least.get(name, 0))
            names.append(name)
        return tuple(names)

    def _registered(self, cell: Cell, registered: _Registered) -> list[MonthlyCount]:
        return [registered[place] for place in self._places(cell) if place in registered]

    def _places(self, cell: Cell) -> Iterator[_Place]:
        division = self._ground.division
        areas = division.area_codes if cell.area_code is None else (cell.area_code,)
        groups = division.target_groups if cell.target_group is None else (cell.target_group,)
        return product(cell.span.each(), areas, groups)


def _cells(ground: Ground, month: date, measure: Measure) -> Iterator[Cell]:
    """Yield the cells of a publication of a month: all its spans that are wholly told."""
    division = ground.division
    told = ground.standing | {(code, month) for code in division.area_codes}
    for span in spans_of(month):
        whole: list[str | None] = [
            code
            for code in division.area_codes
            if all((code, each) in ground.approved & told for each in span.each())
        ]
        if whole and len(whole) == len(division.area_codes):
            whole.append(None)
        for code, group in product(whole, (None, *division.target_groups)):
            yield Cell(code, group, span, measure)


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


def _by_place(registered: Sequence[MonthlyCount]) -> _Registered:
    return {(each.month, each.area_code, each.target_group): each for each in registered}


def _name(cell: Cell) -> str:
    return f"{cell.area_code} {cell.target_group} {cell.span.first:%Y-%m} {cell.span.months}"
