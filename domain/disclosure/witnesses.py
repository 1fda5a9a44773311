"""Tables that an outsider cannot rule out: what proves that an interval is wide enough."""

from collections.abc import Iterable, Mapping

import numpy as np

from domain.disclosure.sums import Flags, Sums, Whole

_MOST = 1500
"""How many tables are kept; older ones are forgotten first."""


class Witnesses:
    """Tables of whole numbers that were found on the way, to be used again.

    A table is kept as the difference that it makes to each sum. It agrees with what is shown as
    long as it makes none to a sum that is shown, whichever pattern it was found for.
    """

    def __init__(self, sums: Sums, truth: Whole) -> None:
        self._sums = sums
        self._truth = truth
        self._differences: Whole = np.zeros((len(sums.names), 0), dtype=np.int64)

    def add(self, tables: Iterable[Mapping[int, int]]) -> Whole:
        """Keep tables, each told by the inner cells in which it may differ from the true one.

        Returns the differences that they make, a column a table.
        """
        cells = np.zeros((len(self._truth), len(found := list(tables))), dtype=np.int64)
        for place, table in enumerate(found):
            columns = list(table)
            cells[columns, place] = np.array(list(table.values())) - self._truth[columns]
        new: Whole = self._sums.matrix @ cells
        self._differences = np.column_stack([self._differences[:, -_MOST:], new])
        return new

    def under(self, hidden: Flags) -> "Held":
        """Return what they prove under a pattern."""
        held = Held(self, hidden)
        held.take(self._differences)
        return held


class Held:
    """How wide each sum's interval is at least under a pattern, by the tables that are known."""

    def __init__(self, witnesses: Witnesses, hidden: Flags) -> None:
        self._witnesses = witnesses
        self._shown = ~hidden
        # The true table is one that nobody can rule out.
        self._low: Whole = np.zeros(len(hidden), dtype=np.int64)
        self._high: Whole = np.zeros(len(hidden), dtype=np.int64)

    def width(self, row: int) -> int:
        """Return how wide the interval of a sum is at least."""
        return int(self._high[row] - self._low[row])

    def add(self, tables: Iterable[Mapping[int, int]]) -> None:
        """Take in further tables, and keep them for other patterns."""
        self.take(self._witnesses.add(tables))

    def take(self, differences: Whole) -> None:
        """Take in differences, of which only those that make none to a shown sum count."""
        agreeing = differences[:, ~differences[self._shown].any(axis=0)]
        if agreeing.shape[1]:
            self._low = np.minimum(self._low, agreeing.min(axis=1))
            self._high = np.maximum(self._high, agreeing.max(axis=1))
