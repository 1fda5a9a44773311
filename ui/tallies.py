"""The team's activities as the pages read them: one way from a choice to a tally."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from data_access.activities import fetch_activity_sums, fetch_reporting_periods
from data_access.areas import fetch_areas, fetch_population
from data_access.programme import fetch_target_groups
from data_access.publications import fetch_publications, fetch_published_counts
from domain import publications
from domain.access import Right
from domain.activities import ActivityFilter, Measure, ReportingPeriod
from domain.areas import Area, AreaLevel, Population
from domain.calendar import first_of_month, shift_month
from domain.completeness import Reporting, spread_to_children
from domain.figures import Figure, Rate, rates
from domain.findings.names import Names
from domain.programme import TargetGroup
from domain.published_counts import published_tally
from domain.tallies import Tally, rolled_up, tally
from ui.cached import programme, read
from ui.viewer import viewer
from ui.viewpoint import shown_day, viewpoint


@dataclass(frozen=True, slots=True)
class Division:
    """The programme's areas by level, and its target groups, in the order they are shown."""

    reporting: tuple[Area, ...]
    smaller: tuple[Area, ...]
    groups: tuple[TargetGroup, ...]

    @property
    def parents(self) -> dict[str, str]:
        """The reporting area of each smaller one."""
        return {area.code: area.parent_code for area in self.smaller if area.parent_code}

    @property
    def names(self) -> dict[str, str]:
        """The name of each area."""
        return {area.code: area.name for area in (*self.reporting, *self.smaller)}


def read_division() -> Division:
    """Return the areas and target groups of the programme."""
    areas = read(fetch_areas, programme().id)
    return Division(
        reporting=tuple(area for area in areas if area.level is AreaLevel.MELLANOMRADE),
        smaller=tuple(area for area in areas if area.level is AreaLevel.PRIMAROMRADE),
        groups=read(fetch_target_groups, programme().id),
    )


def read_periods(first: date, last: date) -> tuple[ReportingPeriod, ...]:
    """Return the reporting of each month from a first to a last."""
    return read(fetch_reporting_periods, programme().id, first, last, viewpoint())


def read_reporting(first: date, last: date) -> tuple[Reporting, list[str], list[date]]:
    """Return what is reported from a first month to a last, the areas and the months of it."""
    periods = read_periods(first, last)
    codes = sorted({period.area_code for period in periods})
    return Reporting.of(periods), codes, sorted({period.month for period in periods})


def sees_registered() -> bool:
    """Whether the viewer sees what is registered; others see what has been published of it."""
    return viewer().may(Right.SEE_COUNTS)


def read_tally(choice: ActivityFilter, division: Division) -> Tally:
    """Return a choice's tally by reporting area, as it is for this run's viewer."""
    if not sees_registered():
        return read_published_tally(choice, division)
    sums = read(fetch_activity_sums, programme().id, choice, viewpoint())
    periods = read_periods(choice.first_month, choice.last_month)
    codes = [area.code for area in division.reporting]
    return tally(rolled_up(sums, division.parents), periods, choice, codes, _groups(division))


def months_to_show() -> tuple[date, date]:
    """Return the first and the last month of which there are counts to show the viewer.

    From the programme's beginning to the month before this one; where only what is published is
    shown, from the first published month to the last.
    """
    first, last = programme().starts_on, shift_month(first_of_month(shown_day()), -1)
    if sees_registered():
        return first, last
    told = [each.month for each in _publications() if each.month <= last]
    return min(told, default=first), max(told, default=last)


def read_published_tally(choice: ActivityFilter, division: Division) -> Tally:
    """Return a choice's tally as it has been published."""
    months = (choice.first_month, choice.last_month)
    counts = read(fetch_published_counts, programme().id, *months, viewpoint().known_at)
    told = publications.Division.of(division.reporting, division.groups)
    return published_tally(counts, _publications(), choice, told)


def read_small_tally(choice: ActivityFilter, division: Division) -> Tally:
    """Return a choice's tally by the smaller areas within it.

    What was registered on a reporting area without naming a smaller one is in none of them.
    """
    chosen = [
        area.code
        for area in division.smaller
        if not choice.area_codes or area.parent_code in choice.area_codes
    ]
    within = ActivityFilter(
        choice.first_month, choice.last_month, tuple(chosen), choice.target_groups, choice.kinds
    )
    sums = read(fetch_activity_sums, programme().id, within, viewpoint())
    periods = read_periods(choice.first_month, choice.last_month)
    spread = spread_to_children(periods, division.parents)
    return tally(sums, spread, within, chosen, _groups(division))


def _publications() -> tuple[publications.Publication, ...]:
    return read(fetch_publications, programme().id, viewpoint().known_at)


def _groups(division: Division) -> Sequence[str]:
    return [group.code for group in division.groups]


def names_of(division: Division) -> Names:
    """Return the words for the codes of areas and groups, as the sentences use them."""
    return Names.of((*division.reporting, *division.smaller), division.groups)


def rates_of(counted: Tally) -> dict[str, Rate]:
    """Return each area's occasions per 1 000 inhabitants."""
    population = {each.area_code: each.population for each in read_population()}
    return rates(counted.measuring(Measure.OCCASIONS).by_area(), population)


def figures_of(counted: Tally, rates: Mapping[str, Rate]) -> list[Figure]:
    """Return every figure of a table of areas, those of the measure that is chosen first."""
    columns: dict[Measure, Iterable[Figure]] = {
        Measure.OCCASIONS: counted.measuring(Measure.OCCASIONS).by_area().values(),
        Measure.PARTICIPANTS: counted.measuring(Measure.PARTICIPANTS).by_area().values(),
        Measure.PER_THOUSAND: rates.values(),
    }
    chosen = columns.pop(counted.measure)
    return [*chosen, *chain.from_iterable(columns.values())]


def read_population() -> tuple[Population, ...]:
    """Return each area's latest population."""
    return read(fetch_population, programme().id)
