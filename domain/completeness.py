"""What has been reported and what has not. Silence is not zero.

An area's month is reported when its period is submitted or approved. A month that has no period
row at all has not been reported either: nobody has said anything of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.activities import ReportingPeriod


@dataclass(frozen=True, slots=True)
class Gap:
    """An area's month that is still open. It is late from the day after `due_on`, else awaited."""

    area_code: str
    month: date
    due_on: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Reporting:
    """Which areas have reported which months; where it `is_public`, which are published."""

    reported: frozenset[tuple[str, date]]
    is_public: bool = False

    @classmethod
    def of(cls, periods: Iterable[ReportingPeriod]) -> "Reporting":
        """Return what the periods say."""
        return cls(
            frozenset((period.area_code, period.month) for period in periods if period.is_reported)
        )

    def has(self, area_code: str, month: date) -> bool:
        """Whether the area has reported the month."""
        return (area_code, month) in self.reported

    def missing_areas(self, area_codes: Iterable[str], month: date) -> tuple[str, ...]:
        """Return the areas that have not reported the month, in the order given."""
        return tuple(code for code in area_codes if not self.has(code, month))

    def may_sum(self, area_codes: Sequence[str], month: date) -> bool:
        """Whether the month has a total over the areas: each of them has reported it.

        No area gives no total.
        """
        return bool(area_codes) and not self.missing_areas(area_codes, month)

    def complete_months(self, area_codes: Sequence[str], months: Iterable[date]) -> list[date]:
        """Return the months that may be summed over the areas, in the order given."""
        return [month for month in months if self.may_sum(area_codes, month)]


def find_gaps(periods: Iterable[ReportingPeriod], today: date) -> list[Gap]:
    """Return the open months, oldest first and then by area."""
    gaps = [
        Gap(period.area_code, period.month, period.due_on, period.due_on < today)
        for period in periods
        if not period.is_reported
    ]
    return sorted(gaps, key=lambda gap: (gap.month, gap.area_code))


def late_gaps(periods: Iterable[ReportingPeriod], today: date) -> list[Gap]:
    """Return the open months whose last day has passed."""
    return [gap for gap in find_gaps(periods, today) if gap.is_late]


def areas_by_months(
    missing: Iterable[tuple[str, date]],
) -> dict[tuple[date, ...], tuple[str, ...]]:
    """Return the areas that miss exactly the same months, so that one sentence serves them.

    `missing` holds an area code and a month for each month that is not reported. The oldest
    months come first; areas are ordered by code.
    """
    months: dict[str, list[date]] = {}
    for area_code, month in sorted(set(missing)):
        months.setdefault(area_code, []).append(month)
    areas: dict[tuple[date, ...], tuple[str, ...]] = {}
    for area_code, missed in months.items():
        areas[tuple(missed)] = (*areas.get(tuple(missed), ()), area_code)
    return dict(sorted(areas.items()))


def months_due(periods: Iterable[ReportingPeriod], today: date) -> list[date]:
    """Return the months that should have been reported by today, oldest first."""
    return sorted({period.month for period in periods if period.due_on < today})


def spread_to_children(
    periods: Iterable[ReportingPeriod], parents: Mapping[str, str]
) -> list[ReportingPeriod]:
    """Return the periods of smaller areas, which are reported together with their parent.

    `parents` gives each smaller area's code (primärområde) its reporting area (mellanområde).
    """
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    return [
        replace(period, area_code=child)
        for period in periods
        for child in children.get(period.area_code, ())
    ]
