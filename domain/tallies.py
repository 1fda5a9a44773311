"""The team's activities counted for a choice, with 0 and "not reported" kept apart.

Rules:

- A cell that a reported month covers is a number; without any entry it is 0.
- A total is missing as soon as one of the months and areas in it is not reported.
- Entries of a month that is not yet reported are preliminary. They are in no count;
  `Tally.preliminary` says how many occasions have been registered so far.
- Participants are the sum over the entries where somebody counted. If entries exist and nobody
  counted in any of them the count is missing; `Tally.uncounted` says how many entries lack one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Protocol

from domain.activities import (
    MISSING,
    ActivityFilter,
    ActivitySum,
    Count,
    Measure,
    ReportingPeriod,
)
from domain.calendar import months_between
from domain.completeness import Reporting

Series = list[tuple[date, Count]]
"""A count for each month, oldest first."""

Place = tuple[date, str, str]
"""A month, an area and a target group."""


class Counts(Protocol):
    """Where a tally's counts come from: what is registered, or what has been published of it."""

    @property
    def is_public(self) -> bool:
        """Whether they are the published ones, which are protected."""

    def count(
        self,
        area_codes: Sequence[str],
        target_groups: Sequence[str],
        months: Sequence[date],
        measure: Measure,
    ) -> Count:
        """Return a count over areas, target groups and months, all of them told."""

    def uncounted(self, places: Iterable[Place]) -> int:
        """Return how many entries have no count of participants."""

    def occasions(self, places: Iterable[Place]) -> int:
        """Return how many occasions are registered, told or not; of public ones none is untold."""


@dataclass(frozen=True, slots=True)
class RegisteredCounts:
    """The exact counts, by month, area and target group."""

    sums: Mapping[Place, ActivitySum]

    @property
    def is_public(self) -> bool:
        """They are for those who may see exact counts."""
        return False

    @classmethod
    def of(cls, rows: Iterable[ActivitySum]) -> "RegisteredCounts":
        """Return the rows of the summary added up, all kinds together."""
        sums: dict[Place, ActivitySum] = {}
        for row in rows:
            place = (row.month, row.area_code, row.target_group)
            sums[place] = _added(sums[place], row) if place in sums else row
        return cls(sums)

    def count(
        self,
        area_codes: Sequence[str],
        target_groups: Sequence[str],
        months: Sequence[date],
        measure: Measure,
    ) -> Count:
        """Return a count; participants that nobody has counted at all are missing."""
        rows = list(self._rows(product(months, area_codes, target_groups)))
        if measure is Measure.OCCASIONS:
            return Count(sum(row.occasions for row in rows))
        entries = sum(row.entries for row in rows)
        if entries and entries == sum(row.uncounted for row in rows):
            return MISSING
        return Count(sum(row.participants for row in rows))

    def uncounted(self, places: Iterable[Place]) -> int:
        """Return how many entries have no count of participants."""
        return sum(row.uncounted for row in self._rows(places))

    def occasions(self, places: Iterable[Place]) -> int:
        """Return how many occasions are registered."""
        return sum(row.occasions for row in self._rows(places))

    def _rows(self, places: Iterable[Place]) -> Iterator[ActivitySum]:
        return (self.sums[place] for place in places if place in self.sums)


@dataclass(frozen=True, slots=True)
class Tally:
    """A choice of counts, ready to be told. `area_codes` names every area in it."""

    counts: Counts
    reporting: Reporting
    months: tuple[date, ...]
    area_codes: tuple[str, ...]
    target_groups: tuple[str, ...]
    measure: Measure = Measure.OCCASIONS

    @property
    def is_public(self) -> bool:
        """Whether it tells what has been published, and not what is registered."""
        return self.counts.is_public

    def measuring(self, measure: Measure) -> "Tally":
        """Return the same choice with another measure.

        For `Measure.PER_THOUSAND` the counts are occasions; `rates` makes them rates.
        """
        return replace(self, measure=measure)

    def total(self) -> Count:
        """Return the count over all months and areas."""
        return self._count(self.area_codes, self.target_groups, self.months)

    def by_month(self) -> Series:
        """Return the count over all areas for each month."""
        return self._series(self.target_groups)

    def by_area(self) -> dict[str, Count]:
        """Return the count over all months for each area."""
        return {
            code: self._count((code,), self.target_groups, self.months) for code in self.area_codes
        }

    def by_group(self) -> dict[str, Count]:
        """Return the count over all months and areas for each target group."""
        return {
            group: self._count(self.area_codes, (group,), self.months)
            for group in self.target_groups
        }

    def by_group_and_month(self) -> dict[str, Series]:
        """Return the count over all areas for each target group and month."""
        return {group: self._series((group,)) for group in self.target_groups}

    def complete_months(self) -> list[date]:
        """Return the months that every area in the choice has reported, oldest first."""
        return self.reporting.complete_months(self.area_codes, self.months)

    def missing(self) -> list[tuple[str, date]]:
        """Return the area code and month of everything in the choice that is not reported."""
        return [
            (code, month)
            for month in self.months
            for code in self.reporting.missing_areas(self.area_codes, month)
        ]

    def only_complete(self) -> "Tally":
        """Return the choice without the months that some area has not reported.

        Areas can then be compared over the same months. The page has to say which it leaves out.
        """
        return self.over(self.complete_months())

    def over(self, months: Iterable[date]) -> "Tally":
        """Return the same choice over some of its months."""
        kept = set(months)
        return replace(self, months=tuple(month for month in self.months if month in kept))

    def uncounted(self) -> int:
        """Return how many entries of reported months have no count of participants."""
        return self.counts.uncounted(self._places(is_reported=True))

    def preliminary(self) -> int:
        """Return the occasions registered so far in months that are not yet reported."""
        return self.counts.occasions(self._places(is_reported=False))

    def _places(self, *, is_reported: bool) -> Iterator[Place]:
        for month, code, group in product(self.months, self.area_codes, self.target_groups):
            if self.reporting.has(code, month) is is_reported:
                yield month, code, group

    def _series(self, groups: Sequence[str]) -> Series:
        return [(month, self._count(self.area_codes, groups, (month,))) for month in self.months]

    def _count(
        self, area_codes: Sequence[str], groups: Sequence[str], months: Sequence[date]
    ) -> Count:
        cells = list(product(area_codes, months))
        if not cells or not all(self.reporting.has(code, month) for code, month in cells):
            return MISSING
        is_people = self.measure is Measure.PARTICIPANTS
        measure = Measure.PARTICIPANTS if is_people else Measure.OCCASIONS
        return self.counts.count(area_codes, groups, months, measure)


def tally(
    sums: Iterable[ActivitySum],
    periods: Iterable[ReportingPeriod],
    choice: ActivityFilter,
    area_codes: Sequence[str],
    target_groups: Sequence[str],
) -> Tally:
    """Return the choice's tally of occasions; rows outside the choice are left out.

    `area_codes` and `target_groups` are all that exist, in the order to show them: what has no
    entry must still be seen as zero or missing.
    """
    months = months_between(choice.first_month, choice.last_month)
    areas = _chosen(area_codes, choice.area_codes)
    groups = _chosen(target_groups, choice.target_groups)
    kept = (
        row
        for row in sums
        if row.month in months
        and row.area_code in areas
        and row.target_group in groups
        and (not choice.kinds or row.kind in choice.kinds)
    )
    return Tally(RegisteredCounts.of(kept), Reporting.of(periods), months, areas, groups)


def rolled_up(sums: Iterable[ActivitySum], parents: Mapping[str, str]) -> list[ActivitySum]:
    """Return the sums with each smaller area's code replaced by its parent's."""
    return [replace(row, area_code=parents.get(row.area_code, row.area_code)) for row in sums]


def unplaced(whole: Tally, smaller: Tally) -> Count:
    """Return what is counted in some areas and in none of the smaller ones in them.

    Missing where either is; both have the same choice and measure.
    """
    total, placed = whole.total().value, smaller.total().value
    return MISSING if total is None or placed is None else Count(total - placed)


def _chosen(everything: Sequence[str], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in everything if not chosen or code in chosen)


def _added(one: ActivitySum, other: ActivitySum) -> ActivitySum:
    return replace(
        one,
        occasions=one.occasions + other.occasions,
        participants=one.participants + other.participants,
        entries=one.entries + other.entries,
        uncounted=one.uncounted + other.uncounted,
    )
