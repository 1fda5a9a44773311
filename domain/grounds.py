"""What a publication is made of: what stands registered, is approved, and was told before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from domain.activities import Measure
from domain.publications import Cell, Division, Publication, PublishedCount, spans_of


@dataclass(frozen=True, slots=True)
class MonthlyCount:
    """What stood registered in a reporting area, for a target group in a month.

    `individual` are occasions that are each about a single person, `common` the other ones;
    `uncounted` of the `entries` have no count of participants. Of the individual ones, `unpaired`
    are those of entries that do not have as many participants as occasions (nobody counted, several
    or none came), and `unpaired_participants` those who were counted at them.
    `is_common_counted`: at some common occasion they were counted.
    """

    month: date
    area_code: str
    target_group: str
    individual: int
    common: int
    participants: int
    entries: int
    uncounted: int
    unpaired: int = 0
    unpaired_participants: int = 0
    is_common_counted: bool = True

    @property
    def paired(self) -> int:
        """How many individual occasions had one participant each."""
        return self.individual - self.unpaired

    @property
    def common_participants(self) -> int:
        """How many were counted at common occasions."""
        return self.participants - self.paired - self.unpaired_participants

    @property
    def is_uncounted(self) -> bool:
        """Whether the participants of everything in it are unknown."""
        return self.entries == self.uncounted

    def people(self, measure: Measure) -> int:
        """Return what of a count is of individuals: by that it is small, or not."""
        return self.participants if measure is Measure.PARTICIPANTS else self.individual

    def open_to_all(self, measure: Measure) -> int:
        """Return what of a count everybody may know: the common occasions."""
        return self.common if measure is Measure.OCCASIONS else 0


Registered = Mapping[tuple[date, str, str], MonthlyCount]
"""What stands registered by month, reporting area and target group."""


def by_place(registered: Iterable[MonthlyCount]) -> Registered:
    """Return what stands registered by its place, without places of which nothing does."""
    return {
        (each.month, each.area_code, each.target_group): each for each in registered if each.entries
    }


def rows_of(cell: Cell, division: Division, registered: Registered) -> list[MonthlyCount]:
    """Return what stands registered of the places that a cell sums."""
    return [registered[place] for place in division.places(cell) if place in registered]


@dataclass(frozen=True, slots=True)
class EarlierPublication:
    """A publication with its counts, and what stood registered when it was made."""

    publication: Publication
    counts: tuple[PublishedCount, ...]
    registered: tuple[MonthlyCount, ...]


@dataclass(frozen=True)
class Ground:
    """What a proposal is made of.

    `registered` is what stands now; `approved` the reporting areas' months that have been approved;
    `earlier` all that has been published of the calendar year, oldest first.
    """

    division: Division
    registered: tuple[MonthlyCount, ...]
    approved: frozenset[tuple[str, date]]
    earlier: tuple[EarlierPublication, ...]

    def is_news(self, month: date) -> bool:
        """Whether a month has anything to publish that is not public already."""
        told = [each for each in self.earlier if each.publication.month == month]
        codes = self.told_areas(month)
        return (
            not told
            or told[-1].publication.area_codes != codes
            or any((code, month) not in self.standing for code in codes)
        )

    def concerning(self, month: date) -> "Ground":
        """Return what of it the publication of a month rests on.

        That is the month where it is approved, and all that was told earlier, as it stood then and
        stands now. What is registered elsewhere in the year meanwhile is not the publication's
        concern: no count of it, and none that was told, sums it.
        """
        told = [self._told(each) for each in self.earlier]
        mine = {(code, month) for code in self.told_areas(month)}.union(*told)
        return Ground(
            self.division,
            _within(self.registered, mine),
            self.approved & mine,
            tuple(
                replace(each, registered=_within(each.registered, its))
                for each, its in zip(self.earlier, told, strict=True)
            ),
        )

    @cached_property
    def standing(self) -> frozenset[tuple[str, date]]:
        """The reporting areas' months that were last published as they stand registered now."""
        latest = {each.publication.month: each for each in self.earlier}
        return frozenset(
            (code, month)
            for month, told in latest.items()
            for code in told.publication.area_codes
            if _of_month(told.registered, month, code) == _of_month(self.registered, month, code)
        )

    def corrected(self, month: date) -> tuple[date, ...]:
        """Return which other months of a month's longer spans are public, but no longer right."""
        told = {
            (code, each.publication.month)
            for each in self.earlier
            for code in each.publication.area_codes
        }
        near = {each for span in spans_of(month) for each in span.each()} - {month}
        return tuple(sorted({each for _code, each in told - self.standing} & near))

    def told_areas(self, month: date) -> tuple[str, ...]:
        """Return the areas of which a month can be published: those that have it approved."""
        return tuple(code for code in self.division.area_codes if (code, month) in self.approved)

    def _told(self, earlier: EarlierPublication) -> set[tuple[str, date]]:
        """Return the reporting areas' months that a publication told something of."""
        made = earlier.publication
        rows = {(each.cell.area_code, each.cell.span): each.cell for each in earlier.counts}
        return {(code, made.month) for code in made.area_codes} | {
            (code, month)
            for cell in rows.values()
            for code in self.division.areas_of(cell)
            for month in cell.span.each()
        }


def _within(
    registered: Iterable[MonthlyCount], places: Collection[tuple[str, date]]
) -> tuple[MonthlyCount, ...]:
    return tuple(each for each in registered if (each.area_code, each.month) in places)


def _of_month(registered: Iterable[MonthlyCount], month: date, area_code: str) -> set[MonthlyCount]:
    return {each for each in registered if each.month == month and each.area_code == area_code}
