"""What has been published of the team's work, and what is proposed to be: protected counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from domain.activities import Count, Mark, Measure
from domain.areas import Area, AreaLevel
from domain.calendar import shift_month
from domain.disclosure import THRESHOLD, ProtectedCount
from domain.programme import TargetGroup

SPAN_MONTHS = (1, 3, 4, 12)
"""A month, a quarter, a tertial and a calendar year: what counts are published for."""

THRESHOLDS = (3, 5, 10)
"""What a director chooses among; no statutory number was found, and 5 is the default."""

OPTIMAL, HEURISTIC = "cell suppression, optimal", "cell suppression, heuristic"
"""What is recorded of how a publication was protected."""

MEASURES = (Measure.OCCASIONS, Measure.PARTICIPANTS)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """So many months from a first one: a month, quarter, tertial or year of the calendar."""

    first: date
    months: int

    def each(self) -> tuple[date, ...]:
        """Return its months, by their first days."""
        return tuple(shift_month(self.first, step) for step in range(self.months))


def spans_of(month: date) -> tuple[Span, ...]:
    """Return the spans of the calendar that a month is in, the month itself first."""
    return tuple(
        Span(date(month.year, (month.month - 1) // size * size + 1, 1), size)
        for size in SPAN_MONTHS
    )


def needs_reason(threshold: int) -> bool:
    """Whether a publication with a threshold has to tell why: it is not the usual one."""
    return threshold != THRESHOLD


@dataclass(frozen=True, slots=True)
class Cell:
    """What a published count is of. No area: all of them; no target group: all."""

    area_code: str | None
    target_group: str | None
    span: Span
    measure: Measure


@dataclass(frozen=True, slots=True)
class PublishedCount:
    """A count as it was published: its value, or between which values it lies.

    `mark` is that of `domain.activities`; where nobody counted the participants it is MISSING, and
    there are no ends either. A protected count without `high` has no known largest value.
    """

    cell: Cell
    value: int | None
    low: int | None
    high: int | None
    mark: Mark

    @property
    def count(self) -> Count:
        """The count as a cell shows it."""
        ends = (self.low, self.high) if self.mark is Mark.PROTECTED else (None, None)
        return Count(self.value, self.mark, *ends)

    @classmethod
    def of(cls, cell: Cell, protected: ProtectedCount, more: int = 0) -> "PublishedCount":
        """Return a protected count, with so many added that everybody may know of."""
        high = None if protected.high is None else protected.high + more
        value = None if protected.value is None else protected.value + more
        return cls(cell, value, protected.low + more, high, Mark(protected.mark))


@dataclass(frozen=True, slots=True)
class Publication:
    """A month as it was made public, once. A later version takes its place from then on.

    `method` tells how the counts were protected; `area_codes` are the reporting areas in it.
    """

    id: int
    month: date
    version: int
    threshold: int
    method: str
    area_codes: tuple[str, ...]
    comment: str | None
    at: datetime
    by: str


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


@dataclass(frozen=True, slots=True)
class EarlierPublication:
    """A publication with its counts, and what stood registered when it was made."""

    publication: Publication
    counts: tuple[PublishedCount, ...]
    registered: tuple[MonthlyCount, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """What the counts are told by. The smaller areas are not: most of their counts are small."""

    area_codes: tuple[str, ...]
    target_groups: tuple[str, ...]

    @classmethod
    def of(cls, areas: Iterable[Area], groups: Iterable[TargetGroup]) -> "Division":
        """Return the reporting areas and the target groups of the programme, in their order."""
        return cls(
            tuple(area.code for area in areas if area.level is AreaLevel.MELLANOMRADE),
            tuple(group.code for group in groups),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a month would show if it were published now.

    Of its `counts` so many are hidden because they are `small`, the others to protect those. Of
    the `people` who took part in the month, as counted, `hidden_people` are in hidden counts of a
    single area and target group. `corrected` are months that are public as they no longer stand: of
    longer spans with one of those there are no counts until that month is published again. `narrow`
    of the small ones lie between values nearer each other than the threshold is wide: what has to
    be shown tells as much.
    """

    month: date
    version: int
    threshold: int
    method: str
    area_codes: tuple[str, ...]
    counts: tuple[PublishedCount, ...]
    small: int
    people: int
    hidden_people: int
    corrected: tuple[date, ...] = ()
    narrow: int = 0

    @property
    def hidden(self) -> int:
        """How many counts are hidden."""
        return sum(count.mark is Mark.PROTECTED for count in self.counts)

    @property
    def is_optimal(self) -> bool:
        """Whether nothing less would do, and that is proved."""
        return self.method == OPTIMAL


@dataclass(frozen=True)
class Ground:
    """What a proposal is made of.

    `registered` is what stands now, of the whole calendar year; `approved` the reporting areas'
    months that have been approved; `earlier` all that has been published of the year, oldest first.
    """

    division: Division
    registered: tuple[MonthlyCount, ...]
    approved: frozenset[tuple[str, date]]
    earlier: tuple[EarlierPublication, ...]

    def is_news(self, month: date) -> bool:
        """Whether a month has anything to publish that is not public already."""
        told = [each for each in self.earlier if each.publication.month == month]
        if not told:
            return True
        return told[-1].publication.area_codes != self.told_areas(month) or (
            _of_month(told[-1].registered, month) != _of_month(self.registered, month)
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


def _of_month(
    registered: Iterable[MonthlyCount], month: date, area_code: str | None = None
) -> set[MonthlyCount]:
    return {
        each for each in registered if each.month == month and area_code in (None, each.area_code)
    }
