"""The counts of a publication, and the unknown numbers that both measures are made of.

The measures are protected together, for each tells of the other: an occasion about a single person
has one participant, so that participants are never fewer than those occasions, and exactly as many
where nothing common took place.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from math import inf
from typing import NamedTuple

from domain.activities import Mark, Measure
from domain.disclosure import KnownSum, ProtectedCount, Protection, UnprovableTableError, protect
from domain.grounds import EarlierPublication, Ground, MonthlyCount, by_place, rows_of
from domain.proposals import Place
from domain.publications import MEASURES, Cell, Publication, PublishedCount, spans_of

_NOTHING = ProtectedCount(0, 0, 0)
"""Where nothing is registered everybody knows that the count is zero."""


class UnprovableMonthError(UnprovableTableError):
    """A month that cannot be shown: a small count of `place` would follow from the rest."""

    def __init__(self, name: str, place: Place) -> None:
        super().__init__(name)
        self.place = place


class ToldOtherwiseError(ValueError):
    """What a `publication` told is not what is known of when it was made: nothing can be proved.

    What an outsider has is what it told; what he does not know is worked out from the log.
    """

    def __init__(self, publication: Publication, cell: Cell) -> None:
        super().__init__(f"{publication.month:%Y-%m}, version {publication.version}: {cell}")
        self.publication = publication


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
        self._now = by_place(ground.registered)
        self._cells = {_name(cell): cell for cell in _cells(ground, month)}
        self._inner: dict[str, int] = {}
        self._at_least: dict[str, int] = {}

    def protected(self, threshold: int, time_limit_s: float) -> Protection:
        """Return the counts as they may be shown beside all that was told before.

        Those in which nothing is unknown are not among them.

        Raises:
            UnprovableMonthError: a small count would follow.
            ToldOtherwiseError: what was told before is not what stood registered then.
        """
        summed = {name: self._summed(self._rows(cell), cell) for name, cell in self._cells.items()}
        shown = {name: cells for name, cells in summed.items() if cells}
        told = {
            f"{earlier.publication.id} {_name(count.cell)}": (count, known)
            for earlier in self._ground.earlier
            for count, known in self._told(earlier)
        }
        hidden = {
            _name(count.cell)
            for earlier in self._ground.earlier
            for count in earlier.counts
            if count.mark is Mark.PROTECTED
        }
        try:
            return protect(
                self._inner,
                shown,
                threshold=threshold,
                hidden_before=hidden & set(shown),
                published_before={name: known for name, (_count, known) in told.items()},
                at_least=self._at_least,
                time_limit_s=time_limit_s,
            )
        except UnprovableTableError as error:
            named = {name: count.cell for name, (count, _known) in told.items()} | self._cells
            raise UnprovableMonthError(error.cell, Place.of(named[error.cell])) from error

    def published(self, protection: Protection) -> Iterator[PublishedCount]:
        """Yield the counts as they are published."""
        for name, cell in self._cells.items():
            rows = self._rows(cell)
            if _is_missing(rows, cell):
                yield PublishedCount(cell, None, None, None, Mark.MISSING)
                continue
            common = sum(row.open_to_all(cell.measure) for row in rows)
            yield PublishedCount.of(cell, protection.get(name, _NOTHING), common)

    def promised_to_small(self, protection: Protection, threshold: int) -> list[int]:
        """Return how wide those intervals are at least whose counts are hidden as small."""
        return [
            protection.promised[name]
            for name, count in protection.items()
            if count.mark and 0 < self._people(self._cells[name]) < threshold
        ]

    def _told(self, earlier: EarlierPublication) -> Iterator[tuple[PublishedCount, KnownSum]]:
        """Yield what a publication told, in inner cells as they were then."""
        then, threshold = by_place(earlier.registered), earlier.publication.threshold
        for count in earlier.counts:
            rows = rows_of(count.cell, self._ground.division, then)
            cells = self._summed(rows, count.cell)
            value = sum(self._inner[each] for each in cells)
            if not _is_true(count, rows, value):
                raise ToldOtherwiseError(earlier.publication, count.cell)
            if not cells:
                continue
            if count.mark is Mark.PROTECTED:
                width = threshold if 0 < value < threshold else 1
                yield count, KnownSum(frozenset(cells), None, width)
            else:
                yield count, KnownSum(frozenset(cells), value)

    def _summed(self, rows: Iterable[MonthlyCount], cell: Cell) -> tuple[str, ...]:
        """Return the names of the inner cells that a cell sums, and note their values."""
        names = []
        for row in rows:
            for part in _parts(row, cell.measure):
                name = (
                    f"{row.area_code!r} {row.target_group!r} {row.month:%Y-%m}"
                    f" {part.name} {part.value}"
                )
                self._inner[name] = part.value
                self._at_least[name] = max(part.least, self._at_least.get(name, 0))
                names.append(name)
        return tuple(names)

    def _people(self, cell: Cell) -> int:
        return sum(row.people(cell.measure) for row in self._rows(cell))

    def _rows(self, cell: Cell) -> list[MonthlyCount]:
        return rows_of(cell, self._ground.division, self._now)


def _is_missing(rows: Sequence[MonthlyCount], cell: Cell) -> bool:
    """Whether nobody was counted at anything that a cell sums."""
    return (
        cell.measure is Measure.PARTICIPANTS
        and bool(rows)
        and all(row.is_uncounted for row in rows)
    )


def _is_true(count: PublishedCount, rows: Sequence[MonthlyCount], unknown: int) -> bool:
    """Whether a count tells what stood registered: as it is, or between its ends.

    So much of it, which `rows` have, was `unknown`.
    """
    if count.low is None or _is_missing(rows, count.cell):
        return count.mark is Mark.MISSING and _is_missing(rows, count.cell)
    value = unknown + sum(row.open_to_all(count.cell.measure) for row in rows)
    return count.low <= value <= (inf if count.high is None else count.high)


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


def _name(cell: Cell) -> str:
    """Return a name that no other cell has; quoted, for a code may have a space in it."""
    return (
        f"{cell.measure} {cell.area_code!r} {cell.target_group!r}"
        f" {cell.span.first:%Y-%m} {cell.span.months}"
    )
