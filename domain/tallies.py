"""The team's activities counted for a choice, with 0 and "not reported" kept apart.

Rules:

- A cell that a reported month covers is a number; without any entry it is 0.
- A total is missing as soon as one of the months and areas in it is not reported.
- Entries of a month that is not yet reported are preliminary. They are in no count;
  `Tally.preliminary` says how many occasions have been registered so far.
- Participants are the sum over the entries where somebody counted. If entries exist and nobody
  counted in any of them the count is missing; `Tally.uncounted` says how many entries lack one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import product
from typing import TypeVar

from domain.activities import (
    MISSING,
    ActivityFilter,
    ActivitySum,
    Count,
    Mark,
    Measure,
    ReportingPeriod,
)
from domain.calendar import months_between
from domain.completeness import Reporting
from texts.numbers import number

_Key = TypeVar("_Key")

Series = list[tuple[date, Count]]
"""A count for each month, oldest first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Occasions or participants per 1 000 inhabitants, one decimal, or why there is none."""

    value: Decimal | None
    mark: Mark = Mark.SHOWN


@dataclass(frozen=True, slots=True)
class Tally:
    """A choice of the summary, ready to be counted. `area_codes` names every area in it."""

    sums: tuple[ActivitySum, ...]
    reporting: Reporting
    months: tuple[date, ...]
    area_codes: tuple[str, ...]
    target_groups: tuple[str, ...]
    measure: Measure = Measure.OCCASIONS

    def measuring(self, measure: Measure) -> "Tally":
        """Return the same choice with another measure.

        For `Measure.PER_THOUSAND` the counts are occasions; `rates` makes them rates.
        """
        return replace(self, measure=measure)

    def total(self) -> Count:
        """Return the count over all months and areas."""
        return self._count(self.area_codes, self.months, self.sums)

    def by_month(self) -> Series:
        """Return the count over all areas for each month."""
        return self._series(self.area_codes, self.sums)

    def by_area(self) -> dict[str, Count]:
        """Return the count over all months for each area."""
        rows = _grouped(self.sums, lambda row: row.area_code)
        return {
            code: self._count((code,), self.months, rows.get(code, ())) for code in self.area_codes
        }

    def by_group(self) -> dict[str, Count]:
        """Return the count over all months and areas for each target group."""
        rows = _grouped(self.sums, lambda row: row.target_group)
        return {
            group: self._count(self.area_codes, self.months, rows.get(group, ()))
            for group in self.target_groups
        }

    def by_group_and_month(self) -> dict[str, Series]:
        """Return the count over all areas for each target group and month."""
        rows = _grouped(self.sums, lambda row: row.target_group)
        return {
            group: self._series(self.area_codes, rows.get(group, ()))
            for group in self.target_groups
        }

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
        return replace(
            self,
            months=tuple(month for month in self.months if month in kept),
            sums=tuple(row for row in self.sums if row.month in kept),
        )

    def uncounted(self) -> int:
        """Return how many entries of reported months have no count of participants."""
        return sum(row.uncounted for row in self.sums if self._is_reported(row))

    def preliminary(self) -> int:
        """Return the occasions registered so far in months that are not yet reported."""
        return sum(row.occasions for row in self.sums if not self._is_reported(row))

    def _is_reported(self, row: ActivitySum) -> bool:
        return self.reporting.has(row.area_code, row.month)

    def _series(self, area_codes: tuple[str, ...], rows: Sequence[ActivitySum]) -> Series:
        by_month = _grouped(rows, lambda row: row.month)
        return [
            (month, self._count(area_codes, (month,), by_month.get(month, ())))
            for month in self.months
        ]

    def _count(
        self, area_codes: tuple[str, ...], months: Sequence[date], rows: Sequence[ActivitySum]
    ) -> Count:
        cells = list(product(area_codes, months))
        if not cells or not all(self.reporting.has(code, month) for code, month in cells):
            return MISSING
        if self.measure is not Measure.PARTICIPANTS:
            return Count(sum(row.occasions for row in rows))
        entries = sum(row.entries for row in rows)
        if entries and entries == sum(row.uncounted for row in rows):
            return MISSING
        return Count(sum(row.participants for row in rows))


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
    return Tally(tuple(kept), Reporting.of(periods), months, areas, groups)


def rolled_up(sums: Iterable[ActivitySum], parents: Mapping[str, str]) -> list[ActivitySum]:
    """Return the sums with each smaller area's code replaced by its parent's."""
    return [replace(row, area_code=parents.get(row.area_code, row.area_code)) for row in sums]


def unplaced(whole: Tally, smaller: Tally) -> Count:
    """Return what is counted in some areas and in none of the smaller ones in them.

    Missing where either is; both have the same choice and measure.
    """
    total, placed = whole.total().value, smaller.total().value
    return MISSING if total is None or placed is None else Count(total - placed)


def rate_per_thousand(count: Count, population: int | None) -> Rate:
    """Return a count per 1 000 inhabitants with one decimal, rounded half up.

    An unknown population gives a missing rate, and an area where nobody lives has none.
    """
    if count.value is None:
        return Rate(None, count.mark)
    if population is None:
        return Rate(None, Mark.MISSING)
    if population <= 0:
        return Rate(None, Mark.NOT_APPLICABLE)
    exact = Decimal(count.value) * 1000 / Decimal(population)
    return Rate(exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def rates(counts: Mapping[str, Count], population: Mapping[str, int]) -> dict[str, Rate]:
    """Return each area's count per 1 000 inhabitants."""
    return {code: rate_per_thousand(count, population.get(code)) for code, count in counts.items()}


def add(counts: Iterable[Count]) -> Count:
    """Return the sum of counts, missing when any of them is, or when there are none."""
    values = [count.value for count in counts]
    known = [value for value in values if value is not None]
    return Count(sum(known)) if values and len(known) == len(values) else MISSING


def count_text(count: Count) -> str:
    """Return the count as a cell shows it: a number, or the mark that says why not."""
    return count.mark.value if count.value is None else number(count.value)


def rate_text(rate: Rate) -> str:
    """Return the rate as a cell shows it: a number with one decimal, or the mark."""
    return rate.mark.value if rate.value is None else number(rate.value, 1)


def figure_text(figure: Count | Rate) -> str:
    """Return a count or a rate as a cell shows it."""
    return rate_text(figure) if isinstance(figure, Rate) else count_text(figure)


def _chosen(everything: Sequence[str], chosen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in everything if not chosen or code in chosen)


def _grouped(
    rows: Iterable[ActivitySum], key: Callable[[ActivitySum], _Key]
) -> dict[_Key, list[ActivitySum]]:
    groups: dict[_Key, list[ActivitySum]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
