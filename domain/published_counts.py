"""Counts of any choice from what has been published, and from nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.activities import MISSING, ActivityFilter, Count, Mark, Measure, between
from domain.calendar import months_between, shift_month
from domain.completeness import Reporting
from domain.publications import (
    SPAN_MONTHS,
    Cell,
    Division,
    Publication,
    PublishedCount,
    Span,
)
from domain.tallies import Place, Tally

_Ends = tuple[int, int | None]
"""The least and the largest value; None: no largest is known."""

_NOTHING: _Ends = (0, 0)


@dataclass(frozen=True, slots=True)
class PublishedCounts:
    """What has been published, by cell, and the areas and groups that a sum of all is of.

    A choice is told as narrowly as its published parts tell it: a year by its own count, or its
    quarters, or its months. Whatever is made of published counts tells no more than they do.
    """

    counts: Mapping[Cell, PublishedCount]
    division: Division

    @property
    def is_public(self) -> bool:
        """They are protected, and for everybody who may see what is published."""
        return True

    def count(
        self,
        area_codes: Sequence[str],
        target_groups: Sequence[str],
        months: Sequence[date],
        measure: Measure,
    ) -> Count:
        """Return a count, or between which values it lies; missing where nobody counted."""
        found = list(self._told(area_codes, target_groups, months, measure))
        if not found:
            return MISSING
        if all(ends == _NOTHING for ends in found) and self._is_uncounted(
            area_codes, target_groups, months, measure
        ):
            return MISSING
        return between(*_narrowest(found))

    def uncounted(self, places: Iterable[Place]) -> int:  # noqa: ARG002 - of none it is known
        """Nothing: how many have no count of participants is a count that is not published."""
        return 0

    def occasions(self, places: Iterable[Place]) -> int:  # noqa: ARG002
        """Nothing: what is not published is not known."""
        return 0

    def _told(
        self, areas: Sequence[str], groups: Sequence[str], months: Sequence[date], measure: Measure
    ) -> Iterable[_Ends]:
        """Yield what each way of adding published counts up tells of a choice."""
        of_areas: list[Sequence[str | None]] = [areas]
        if set(areas) == set(self.division.area_codes):
            of_areas.append([None])
        of_groups: list[Sequence[str | None]] = [groups]
        if set(groups) == set(self.division.target_groups):
            of_groups.append([None])
        for some_areas in of_areas:
            rows: list[_Ends | None] = []
            for area in some_areas:
                ways = [
                    _summed(self._over(area, group, months, measure) for group in some_groups)
                    for some_groups in of_groups
                ]
                known = [way for way in ways if way is not None]
                rows.append(_narrowest(known) if known else None)
            told = _summed(rows)
            if told is not None:
                yield told

    def _over(
        self, area: str | None, group: str | None, months: Sequence[date], measure: Measure
    ) -> _Ends | None:
        """Return what the narrowest row of published spans tells; None: some month is in none."""
        asked = set(months)
        best: dict[date, _Ends] = {}
        for month in sorted(asked):
            for size in SPAN_MONTHS:
                first = shift_month(month, 1 - size)
                before = shift_month(first, -1)
                span = Span(first, size)
                found = self.counts.get(Cell(area, group, span, measure))
                if found is None or not asked.issuperset(span.each()):
                    continue
                earlier = best.get(before) if before in asked else _NOTHING
                told = _summed([earlier, _ends_of(found)])
                if told is not None and (month not in best or _is_narrower(told, best[month])):
                    best[month] = told
        # Months in a row are told together; each row ends where the next month is not asked for.
        return _summed(
            best.get(month) for month in sorted(asked) if shift_month(month, 1) not in asked
        )

    def _is_uncounted(
        self, areas: Sequence[str], groups: Sequence[str], months: Sequence[date], measure: Measure
    ) -> bool:
        marks = [
            self.counts[cell].mark
            for area in areas
            for group in groups
            for month in months
            if (cell := Cell(area, group, Span(month, 1), measure)) in self.counts
        ]
        return Mark.MISSING in marks


def published_tally(
    counts: Iterable[PublishedCount],
    publications: Iterable[Publication],
    choice: ActivityFilter,
    division: Division,
) -> Tally:
    """Return a choice's tally as it has been published, of all kinds of activity together."""
    return Tally(
        PublishedCounts({count.cell: count for count in counts}, division),
        reporting_of(publications),
        months_between(choice.first_month, choice.last_month),
        _chosen(division.area_codes, choice.area_codes),
        _chosen(division.target_groups, choice.target_groups),
    )


def counts_of_months(counts: Iterable[PublishedCount]) -> dict[Cell, Count]:
    """Return the counts of single months, each as narrowly as the others of its month tell it.

    So a total is the same wherever it stands: a span that was told may be wider than the sum of its
    parts. All areas are those of the month that are told, for without one of them all are not told.
    """
    of_months: dict[Span, dict[Cell, PublishedCount]] = defaultdict(dict)
    for each in counts:
        if each.cell.span.months == 1:
            of_months[each.cell.span][each.cell] = each
    found = {}
    for span, told in of_months.items():
        areas = tuple(sorted({cell.area_code for cell in told if cell.area_code}))
        groups = tuple(sorted({cell.target_group for cell in told if cell.target_group}))
        known = PublishedCounts(told, Division(areas, groups))
        for cell, count in told.items():
            found[cell] = count.count
            if count.mark is Mark.PROTECTED and areas and groups:
                of_areas = areas if cell.area_code is None else (cell.area_code,)
                of_groups = groups if cell.target_group is None else (cell.target_group,)
                found[cell] = known.count(of_areas, of_groups, [span.first], cell.measure)
    return found


def reporting_of(publications: Iterable[Publication]) -> Reporting:
    """Return which areas are published for which months: those of each month's latest version.

    What an earlier version told of an area that the latest one leaves out is told no more.
    """
    latest = {each.month: each for each in sorted(publications, key=lambda each: each.version)}
    told = frozenset((code, each.month) for each in latest.values() for code in each.area_codes)
    return Reporting(told, is_public=True)


def _chosen(everything: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in everything if code in (chosen or everything))


def _ends_of(count: PublishedCount) -> _Ends:
    # What nobody counted adds nothing to a sum.
    return _NOTHING if count.low is None else (count.low, count.high)


def _summed(parts: Iterable[_Ends | None]) -> _Ends | None:
    low, high, known = 0, 0, True
    for part in parts:
        if part is None:
            return None
        low += part[0]
        known = known and part[1] is not None
        high += part[1] or 0
    return low, high if known else None


def _narrowest(ways: Sequence[_Ends]) -> _Ends:
    """Return what all the ways together tell: each of them holds.

    Of a correction that is published for a month and not yet for its year they do not agree; then
    the first stands.
    """
    highs = [high for _low, high in ways if high is not None]
    low, high = max(low for low, _high in ways), min(highs) if highs else None
    return ways[0] if high is not None and high < low else (low, high)


def _is_narrower(one: _Ends, other: _Ends) -> bool:
    if one[1] is None or other[1] is None:
        return one[1] is not None
    return one[1] - one[0] < other[1] - other[0]
