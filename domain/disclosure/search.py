"""The search for what to hide: the cheapest pattern, or at least a safe one."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic

import numpy as np

from domain.disclosure.cells import Cells, KnownSum, UnprovableTableError
from domain.disclosure.cover import Cover
from domain.disclosure.outsider import Outsider
from domain.disclosure.sums import Flags, Sums
from domain.disclosure.widening import Widening
from domain.disclosure.witnesses import Witnesses

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a protection; see `protect`."""

    threshold: int
    zeros_public: bool
    always_shown: frozenset[str]
    hidden_before: frozenset[str]
    at_least: Mapping[str, int]


class Search:
    """A table, what of it is sensitive, and how wide the interval of each such cell has to be.

    Raises:
        UnprovableTableError: a sensitive cell cannot be protected at all.
    """

    def __init__(
        self,
        inner: Mapping[str, int],
        shown: Cells,
        wishes: Wishes,
        known: Mapping[str, KnownSum],
    ) -> None:
        cells = {**shown, **{name: each.cells for name, each in known.items()}}
        values = {name: sum(inner[each] for each in set(summed)) for name, summed in cells.items()}
        self._wishes = wishes
        self._shown = len(shown)
        self._sums = Sums.of(tuple(inner), cells, values, wishes.at_least)
        self._truth = np.array(
            [count - wishes.at_least.get(name, 0) for name, count in inner.items()], dtype=np.int64
        )
        small = {name for name, value in values.items() if 0 < value < wishes.threshold}
        told = {name for name, each in known.items() if each.value is not None}
        sensitive = (small | wishes.hidden_before | set(known)) - told
        zeros = {name for name, value in values.items() if value == 0 and wishes.zeros_public}
        self._kept = self._flags(sensitive)
        self._free = self._flags(set(shown) - wishes.always_shown - zeros - sensitive)
        for name in sorted(sensitive & wishes.always_shown):
            raise UnprovableTableError(name)
        # The least difference of two sums of values is 1, which all these together stay below.
        self._costs = self._sums.totals.astype(np.float64) + 1 / (len(self._sums.names) + 1)
        self._witnesses = Witnesses(self._sums, self._truth)
        self._widths = self._reachable(
            {
                name: max(
                    wishes.threshold if name in small else 1,
                    known[name].width if name in known else 1,
                )
                for name in sensitive
            }
        )

    def cheapest(self, deadline: float) -> Flags | None:
        """Return the cheapest safe pattern, or None when it is not found in time.

        Each cell whose interval is too narrow names the shown sums that keep it so, at least one of
        which has to be hidden. The cheapest cover of all such demands that leaves no cell too
        narrow is the cheapest pattern there is.
        """
        cover = Cover(self._costs, self._kept, self._free)
        while monotonic() < deadline:
            hidden = cover.cheapest(deadline - monotonic())
            if hidden is None:
                return None
            demands = list(self._demands(hidden, deadline))
            if not demands:
                return hidden if monotonic() < deadline else None
            for demand in demands:
                cover.demand(demand)
        return None

    def widened(self) -> Flags:
        """Return a safe pattern: one cell after another is given the width that it lacks."""
        widening = Widening(
            self._sums,
            self._truth,
            self._free,
            self._costs,
            zeros_public=self._wishes.zeros_public,
        )
        hidden = self._kept.copy()
        for row, wanted in self._widths.items():
            if self._witnesses.widths(hidden)[row] < wanted:
                further, tables = widening.cheapest(row, wanted, hidden)
                hidden[list(further)] = True
                self._witnesses.add(tables)
        # What a linear program holds for wide need not be so in whole numbers.
        while demands := list(self._demands(hidden)):
            hidden[list(frozenset().union(*demands))] = True
        return hidden

    def thinned(self, hidden: Flags, deadline: float) -> Flags:
        """Return the pattern without cells that need not be hidden, the dearest tried first."""
        further = np.flatnonzero(hidden & self._free).tolist()
        for row in sorted(further, key=lambda each: -self._costs[each]):
            if monotonic() > deadline:
                break
            fewer = hidden.copy()
            fewer[row] = False
            if next(self._demands(fewer), None) is None:
                hidden = fewer
        return hidden

    def told(self, hidden: Flags) -> Iterator[tuple[str, int, tuple[int, int | None]]]:
        """Yield each cell's name, its value, and between which values an outsider puts it."""
        outsider = self._outsider(hidden)
        for row, name in enumerate(self._sums.names[: self._shown]):
            value, floor = int(self._sums.totals[row]), int(self._sums.floors[row])
            if not hidden[row]:
                yield name, value, (value, value)
                continue
            low, high = outsider.outer_ends(row)
            yield name, value, (low + floor, None if high is None else high + floor)

    def _demands(self, hidden: Flags, deadline: float = np.inf) -> Iterator[frozenset[int]]:
        """Yield for each cell that is too narrow the sums of which one has to be hidden."""
        outsider, held = self._outsider(hidden), self._witnesses.widths(hidden)
        for row, wanted in self._widths.items():
            if held[row] >= wanted or monotonic() > deadline:
                continue
            least, largest = outsider.ends(row)
            if largest.value - least.value < wanted - _HALF:
                blockers = self._closable(least.blockers | largest.blockers)
                yield blockers or self._closable(frozenset(np.flatnonzero(~hidden).tolist()))
            elif outsider.whole_width(row) < wanted:
                # Whole numbers are harder than a linear program knows: hide anything more.
                yield self._closable(frozenset(np.flatnonzero(~hidden).tolist()))
            else:
                self._witnesses.add(outsider.whole_tables(row))
                held = self._witnesses.widths(hidden)

    def _reachable(self, wanted: Mapping[str, int]) -> dict[int, int]:
        """Return by row how wide each interval has to be: as wanted, or as wide as it can be."""
        widest = self._kept | self._free
        outsider, widths = self._outsider(widest), {}
        for row, name in enumerate(self._sums.names):
            if name not in wanted:
                continue
            widths[row] = wanted[name]
            if self._witnesses.widths(widest)[row] < wanted[name]:
                widths[row] = int(min(wanted[name], outsider.whole_width(row)))
                self._witnesses.add(outsider.whole_tables(row))
            if not widths[row] and self._is_out(row):
                # Nobody can take back what earlier publications give away by themselves.
                del widths[row]
            elif not widths[row]:
                raise UnprovableTableError(name)
        return widths

    def _is_out(self, row: int) -> bool:
        """Whether an earlier sum follows from the earlier ones alone."""
        before = np.arange(len(self._sums.names)) >= self._shown
        outsider = self._outsider(self._kept | self._free | ~before)
        return bool(before[row]) and not outsider.whole_width(row)

    def _closable(self, rows: frozenset[int]) -> frozenset[int]:
        return frozenset(row for row in rows if self._free[row])

    def _flags(self, names: Collection[str]) -> Flags:
        return np.array([name in names for name in self._sums.names], dtype=bool)

    def _outsider(self, hidden: Flags) -> Outsider:
        return Outsider(self._sums, hidden, zeros_public=self._wishes.zeros_public)
