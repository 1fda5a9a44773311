"""The counts of a publication, and the unknown numbers that both measures are made of.

The measures are protected together, for each tells of the other: an occasion about a single person
has one participant, so that participants are never fewer than those occasions, and exactly as many
where nothing common took place.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import product
from math import inf
from typing import NamedTuple

from domain.activities import Mark, Measure
from domain.disclosure import KnownSum, ProtectedCount, Protection, protect
from domain.publications import (
    MEASURES,
    Cell,
    EarlierPublication,
    Ground,
    MonthlyCount,
    PublishedCount,
    spans_of,
)

_Place = tuple[date, str, str]
"""A month, a reporting area and a target group."""

_Registered = Mapping[_Place, MonthlyCount]

_NOTHING = ProtectedCount(0, 0, 0)
"""Where nothing is registered everybody knows that the count is zero."""


class _Part(NamedTuple):
    """What is not known of a place: a name, the number, and what everybody knows it to have."""

    name: str
    value: int
    least: int


class LinkedCounts:
    """The counts that a publication of a month has, and all that was told before.

    The outsider knows the common occasions; of which places nothing is registered, or nobody was
    counted; and where there are `unpaired` occasions. What he does not know are the inner cells:
    of each area, month and target group the single occasions with a participant each, which are in
    both measures, the unpaired ones, and who took part in those and in common occasions.

    An inner cell that had the same value at two moments is one: that nothing else was corrected is
    what an outsider may know. One that has changed between them is two; to be counted, or
    registered at all, is a change too.
    """

    def __init__(self, ground: Ground, month: date) -> None:
        self._ground = ground
        self._now = _by_place(ground.registered)
        self._cells = {_name(cell): cell for cell in _cells(ground, month)}
        self._inner: dict[str, int] = {}
        self._at_least: dict[str, int] = {}

    def protected(self, threshold: int, time_limit_s: float) -> Protection:
        """Return the counts as they may be shown beside all that was told before.

        Those in which nothing is unknown are not among them.
        """
        summed = {name: self._summed(cell, self._now) for name, cell in self._cells.items()}
        shown = {name: cells for name, cells in summed.items() if cells}
        before = {
            f"{earlier.publication.id} {_name(count.cell)}": known
            for earlier in self._ground.earlier
            for count, known in self._told(earlier)
        }
        hidden = {
            _name(count.cell)
            for earlier in self._ground.earlier
            for count in earlier.counts
            if count.mark is Mark.PROTECTED
        }
        return protect(
            self._inner,
            shown,
            threshold=threshold,
            hidden_before=hidden & set(shown),
            published_before=before,
            at_least=self._at_least,
            time_limit_s=time_limit_s,
        )

    def published(self, protection: Protection) -> Iterator[PublishedCount]:
        """Yield the counts as they are published."""
        for name, cell in self._cells.items():
            registered = self._registered(cell)
            if (
                cell.measure is Measure.PARTICIPANTS
                and registered
                and all(each.is_uncounted for each in registered)
            ):
                yield PublishedCount(cell, None, None, None, Mark.MISSING)
                continue
            common = 0
            if cell.measure is Measure.OCCASIONS:
                common = sum(each.common for each in registered)
            yield PublishedCount.of(cell, protection.get(name, _NOTHING), common)

    def widths_of_small(self, protection: Protection, threshold: int) -> list[float]:
        """Return how wide the intervals of those counts are that are hidden as small."""
        return [
            inf if count.high is None else count.high - count.low
            for name, count in protection.items()
            if count.mark
            and 0
            < sum(self._inner[each] for each in self._summed(self._cells[name], self._now))
            < threshold
        ]

    def _told(self, earlier: EarlierPublication) -> Iterator[tuple[PublishedCount, KnownSum]]:
        """Yield what a publication told, in inner cells as they were then."""
        then, threshold = _by_place(earlier.registered), earlier.publication.threshold
        for count in earlier.counts:
            cells = self._summed(count.cell, then)
            value = sum(self._inner[each] for each in cells)
            if not cells:
                continue
            if count.mark is Mark.PROTECTED:
                width = threshold if 0 < value < threshold else 1
                yield count, KnownSum(frozenset(cells), None, width)
            else:
                yield count, KnownSum(frozenset(cells), value)

    def _summed(self, cell: Cell, registered: _Registered) -> tuple[str, ...]:
        """Return the names of the inner cells that a cell sums, and note their values."""
        names = []
        for place in self._places(cell):
            month, area, group = place
            count = registered.get(place)
            for part in _parts(count, cell.measure) if count else ():
                name = f"{area} {group} {month:%Y-%m} {part.name} {part.value}"
                self._inner[name] = part.value
                self._at_least[name] = max(part.least, self._at_least.get(name, 0))
                names.append(name)
        return tuple(names)

    def _registered(self, cell: Cell) -> list[MonthlyCount]:
        return [self._now[place] for place in self._places(cell) if place in self._now]

    def _places(self, cell: Cell) -> Iterator[_Place]:
        division = self._ground.division
        areas = division.area_codes if cell.area_code is None else (cell.area_code,)
        groups = division.target_groups if cell.target_group is None else (cell.target_group,)
        return product(cell.span.each(), areas, groups)


def _parts(count: MonthlyCount, measure: Measure) -> Iterator[_Part]:
    """Yield what is not known of a place.

    That something took place is known, and so that it did at least once; that nobody was counted is
    told, and so that nothing was paired.
    """
    if not count.is_uncounted:
        yield _Part("paired", count.paired, int(not count.common and not count.unpaired))
    if measure is Measure.OCCASIONS:
        if count.unpaired:
            yield _Part("unpaired", count.unpaired, 1)
        return
    if count.unpaired_participants:
        yield _Part("at unpaired", count.unpaired_participants, 1)
    if count.common and count.is_common_counted and not count.is_uncounted:
        yield _Part("at common", count.common_participants, 0)


def _cells(ground: Ground, month: date) -> Iterator[Cell]:
    """Yield the cells of a publication of a month: all its spans that are wholly told."""
    division = ground.division
    told = ground.standing | {(code, month) for code in division.area_codes}
    for measure, span in product(MEASURES, spans_of(month)):
        whole: list[str | None] = [
            code
            for code in division.area_codes
            if all((code, each) in ground.approved & told for each in span.each())
        ]
        if whole and len(whole) == len(division.area_codes):
            whole.append(None)
        for code, group in product(whole, (None, *division.target_groups)):
            yield Cell(code, group, span, measure)


def _by_place(registered: Iterable[MonthlyCount]) -> _Registered:
    return {
        (each.month, each.area_code, each.target_group): each for each in registered if each.entries
    }


def _name(cell: Cell) -> str:
    return (
        f"{cell.measure} {cell.area_code} {cell.target_group}"
        f" {cell.span.first:%Y-%m} {cell.span.months}"
    )
