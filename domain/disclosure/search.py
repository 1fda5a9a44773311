"""The search for what to hide: the cheapest pattern, or at least a safe one."""

from collections.abc import Iterator, Sequence

import numpy as np

from domain.disclosure.cover import Cover
from domain.disclosure.deadline import NO_DEADLINE, Deadline, OutOfTimeError
from domain.disclosure.outsider import Outsider
from domain.disclosure.sums import Flags
from domain.disclosure.table import Table
from domain.disclosure.widening import Asked, Widening
from domain.disclosure.witnesses import Held, Witnesses

_HALF = 0.5

_FEW = 20
"""So many intervals are widened one after another, and more of them together."""

_ENOUGH = 0.8
"""While no more than this part of the intervals stay too narrow, many are widened at once."""


class Search:
    """Patterns of what to hide in a table, and how wide each sensitive interval has to be.

    How wide each can be is worked out at once, however long that takes. Each of its ways may raise
    `OutOfTimeError`; only `widest` needs no time.

    Raises:
        UnprovableTableError: a sensitive cell cannot be protected at all.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._sums = table.sums
        self._witnesses = Witnesses(table.sums, table.truth)
        # Which tables are tried is drawn, and the same in each run.
        self._chance = np.random.default_rng(0)
        self._widths = dict(table.wanted)
        self._lower_to_what_can_be()

    @property
    def widest(self) -> Flags:
        """All that may be hidden: safe, since each interval is as wide as it can be."""
        widest: Flags = self._table.kept | self._table.free
        return widest

    def promised(self) -> dict[str, int]:
        """Return how wide each sensitive cell's interval is at least in any safe pattern."""
        return {
            name: self._widths[row]
            for name, _value, row, _beside in self._table.entries()
            if row in self._widths
        }

    def cheapest(self, deadline: Deadline) -> Flags:
        """Return the cheapest safe pattern.

        Each cell whose interval is too narrow names the shown sums that keep it so, at least one of
        which has to be hidden. The cheapest cover of all such demands that leaves no cell too
        narrow is the cheapest pattern there is.
        """
        cover = Cover(self._table.costs, self._table.kept, self._table.free)
        while True:
            hidden = cover.cheapest(deadline)
            demands = list(self._demands(hidden, deadline))
            if not demands:
                return hidden
            for demand in demands:
                cover.demand(demand)

    def widened(self, deadline: Deadline) -> Flags:
        """Return a safe pattern: cells are given the width that they lack."""
        widening, hidden = Widening(self._table), self._table.kept.copy()
        lacking = self._lacking(hidden, deadline)
        while len(lacking) > _FEW:
            found = widening.cheapest(self._asked(lacking), hidden, deadline)
            self._witnesses.add(found.tables)
            hidden[list(found.further)] = True
            lacking = self._lacking(hidden, deadline)
            if not found.further:
                break
        outsider = self._outsider(hidden, deadline)
        for row in lacking:
            least, largest = outsider.ends(row)
            if largest.value - least.value < self._widths[row] - _HALF:
                asked = Asked.one(row, self._widths[row])
                found = widening.cheapest(asked, hidden, deadline)
                self._witnesses.add(found.tables)
                hidden[list(found.further)] = True
                outsider = self._outsider(hidden, deadline)
        # What a linear program holds for wide need not be so in whole numbers.
        while demands := list(self._demands(hidden, deadline)):
            hidden[list(frozenset().union(*demands))] = True
        return hidden

    def _lacking(self, hidden: Flags, deadline: Deadline) -> list[int]:
        """Return the rows of which it is not known that their intervals are wide."""
        outsider, held = self._outsider(hidden, deadline), self._witnesses.under(hidden)
        self._spread(outsider, held)
        return [row for row, width in self._widths.items() if held.width(row) < width]

    def _asked(self, rows: Sequence[int]) -> Asked:
        widths = np.array([self._widths[row] for row in rows], dtype=np.int64)
        signs = self._chance.choice([-1, 1], len(rows))
        return Asked(np.array(rows, dtype=np.int64), widths, signs)

    def thinned(self, hidden: Flags, deadline: Deadline) -> Flags:
        """Return the pattern without cells that need not be hidden, the dearest tried first.

        As far as there is time.
        """
        further = np.flatnonzero(hidden & self._table.free).tolist()
        for row in sorted(further, key=lambda each: -self._table.costs[each]):
            fewer = hidden.copy()
            fewer[row] = False
            try:
                if next(self._demands(fewer, deadline), None) is None:
                    hidden = fewer
            except OutOfTimeError:
                break
        return hidden

    def told(
        self, hidden: Flags, deadline: Deadline
    ) -> Iterator[tuple[str, int, tuple[int, int | None]]]:
        """Yield each cell's name, its value, and between which values an outsider puts it.

        Without time these are wider than he could work out.
        """
        outsider = self._outsider(hidden, deadline)
        for name, value, row, beside in self._table.entries():
            if row is None or not hidden[row]:
                yield name, value, (value, value)
                continue
            try:
                low, high = outsider.outer_ends(row)
            except OutOfTimeError:
                low, high = outsider.rough_ends(row)
            yield name, value, (low + beside, None if high is None else high + beside)

    def _demands(self, hidden: Flags, deadline: Deadline) -> Iterator[frozenset[int]]:
        """Yield for each cell that is too narrow the sums of which one has to be hidden."""
        outsider, held = self._outsider(hidden, deadline), self._witnesses.under(hidden)
        self._spread(outsider, held)
        for row, wanted in self._widths.items():
            if held.width(row) >= wanted:
                continue
            least, largest = outsider.ends(row)
            if largest.value - least.value < wanted - _HALF:
                blockers = outsider.blockers(row, 1) | outsider.blockers(row, -1)
                yield self._closable(blockers) or self._closable_of(hidden)
            elif not self._is_wide(outsider, held, row):
                # Whole numbers are harder than a linear program knows: hide anything more.
                yield self._closable_of(hidden)

    def _is_wide(self, outsider: Outsider, held: Held, row: int) -> bool:
        """Return whether whole numbers make an interval as wide as it has to be."""
        wanted = self._widths[row]
        held.add(outsider.near_tables(row, self._table.truth, wanted))
        if held.width(row) >= wanted:
            return True
        width = outsider.whole_width(row)
        held.add(outsider.whole_tables(row))
        return width >= wanted

    def _lower_to_what_can_be(self) -> None:
        """Ask of each interval no more than it has when all is hidden that may be."""
        outsider = self._outsider(self.widest, NO_DEADLINE)
        held = self._witnesses.under(self.widest)
        self._spread(outsider, held)
        for row, wanted in self._table.wanted.items():
            if held.width(row) >= wanted or self._is_wide(outsider, held, row):
                continue
            self._widths[row] = int(outsider.whole_width(row))
            if not self._widths[row]:
                self._table.refuse(row)
                del self._widths[row]

    def _spread(self, outsider: Outsider, held: Held) -> None:
        """Look for tables that widen many intervals at once, as long as they do."""
        wanted = self._widths
        lacking = [row for row, width in wanted.items() if held.width(row) < width]
        most = self._table.truth + 2 * max(wanted.values(), default=0)
        while lacking:
            signs = self._chance.choice([-1, 1], len(lacking))
            weights = signs @ self._sums.matrix[lacking]
            for each in (weights, -weights):
                held.add(outsider.spread(each, most))
            left = [row for row in lacking if held.width(row) < wanted[row]]
            if len(left) > _ENOUGH * len(lacking):
                break
            lacking = left

    def _closable_of(self, hidden: Flags) -> frozenset[int]:
        return self._closable(frozenset(np.flatnonzero(~hidden).tolist()))

    def _closable(self, rows: frozenset[int]) -> frozenset[int]:
        return frozenset(row for row in rows if self._table.free[row])

    def _outsider(self, hidden: Flags, deadline: Deadline) -> Outsider:
        public = self._table.zeros_public
        return Outsider(self._sums, hidden, zeros_public=public, deadline=deadline)
