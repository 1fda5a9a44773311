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
        # The true table is one that nobody can rule out.
        self._differences: Whole = np.zeros((len(sums.names), 1), dtype=np.int64)

    def add(self, tables: Iterable[Mapping[int, int]]) -> None:
        """Keep tables, each told by the inner cells in which it may differ from the true one."""
        found = []
        for table in tables:
            whole = self._truth.copy()
            whole[list(table)] = list(table.values())
            found.append(self._sums.matrix @ (whole - self._truth))
        if found:
            kept = self._differences[:, 1:][:, -_MOST:]
            true = self._differences[:, :1]
            self._differences = np.column_stack([true, kept, *found])

    def widths(self, hidden: Flags) -> Whole:
        """Return how wide each sum's interval is at least under a pattern."""
        agreeing = ~self._differences[~hidden].any(axis=0)
        held = self._differences[:, agreeing]
        widths: Whole = held.max(axis=1) - held.min(axis=1)
        return widths
