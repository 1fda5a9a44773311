"""The cheapest way to widen one cell's interval: where the search for the best has no time left."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array

from domain.disclosure.sums import TOLERANCE, Flags, Matrix, Sums, Whole

_TABLES = 2
"""One in which the cell is large, and one in which it is small."""


class Widening:
    """A table with a price for each sum that may be hidden.

    Args:
        sums: the table.
        truth: the counts of the inner cells, beyond their floors.
        free: the sums that may be hidden.
        costs: of hiding each sum.
        zeros_public: everybody knows that what is hidden is not zero.
    """

    def __init__(
        self,
        sums: Sums,
        truth: Whole,
        free: Flags,
        costs: NDArray[np.float64],
        *,
        zeros_public: bool,
    ) -> None:
        self._sums = sums
        self._truth = truth
        self._free = free
        self._costs = costs
        self._zeros_public = zeros_public

    def cheapest(
        self, row: int, width: int, hidden: Flags
    ) -> tuple[frozenset[int], list[Mapping[int, int]]]:
        """Return which further sums to hide so that a cell's interval is `width` wide.

        Two tables are sought that an outsider could not tell apart, and in which the cell lies so
        far apart, at the least change of the sums that are shown (a linear relaxation after Kelly,
        Golden and Assad, Networks 22, 1992). With them come those of the tables that are whole.
        """
        count = self._sums.matrix.shape[1]
        tied = np.flatnonzero(~hidden & ~self._free)
        priced = np.flatnonzero(~hidden & self._free)
        changes, limits = self._changes(row, width, hidden, priced)
        same = self._agreement(tied, len(priced))
        least = [*-self._truth.astype(float), *-self._truth.astype(float), *np.zeros(len(priced))]
        found = linprog(
            np.concatenate([np.zeros(_TABLES * count), self._costs[priced]]),
            A_ub=changes,
            b_ub=limits,
            A_eq=same if len(tied) else None,
            b_eq=np.zeros(same.shape[0]) if len(tied) else None,
            bounds=[(float(low), None) for low in least],
            method="highs",
        )
        if found.x is None:
            return frozenset(), []
        chosen = priced[found.x[_TABLES * count :] > TOLERANCE]
        tables = [found.x[:count], found.x[count : _TABLES * count]]
        return frozenset(chosen.tolist()), [
            dict(enumerate((self._truth + np.rint(each).astype(np.int64)).tolist()))
            for each in tables
            if np.abs(each - np.rint(each)).max() < TOLERANCE
        ]

    def _changes(
        self, row: int, width: int, hidden: Flags, priced: Whole
    ) -> tuple[Matrix, NDArray[np.float64]]:
        """Return the limits on the two tables' differences from the true one, and on their price.

        The price of a sum is paid for its largest difference; the cell lies `width` apart.
        """
        matrix = self._sums.matrix
        unzero = np.flatnonzero((hidden | self._free) & self._zeros_public)
        apart, far = eye_array(len(priced), format="csr"), matrix[[row]]
        changes: Matrix = block_array(
            [
                [matrix[priced], None, -apart],
                [-matrix[priced], None, -apart],
                [None, matrix[priced], -apart],
                [None, -matrix[priced], -apart],
                [-matrix[unzero], None, csr_array((len(unzero), len(priced)))],
                [None, -matrix[unzero], csr_array((len(unzero), len(priced)))],
                [-far, far, csr_array((1, len(priced)))],
            ],
            format="csr",
        )
        more_than_zero = self._sums.totals[unzero] - 1
        limits = np.concatenate(
            [np.zeros(4 * len(priced)), more_than_zero, more_than_zero, [-width]]
        )
        return changes, limits

    def _agreement(self, tied: Whole, priced: int) -> Matrix:
        """Return that an outsider's tables have the sums that are told for good."""
        matrix, none = self._sums.matrix, csr_array((len(tied), priced))
        return block_array([[matrix[tied], None, none], [None, matrix[tied], none]], format="csr")
