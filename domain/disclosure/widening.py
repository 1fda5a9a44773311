"""The cheapest way to widen intervals: where the search for the best has no time left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_array, csr_array, eye_array

from domain.disclosure.deadline import Deadline
from domain.disclosure.sums import TOLERANCE, Flags, Matrix, Whole
from domain.disclosure.table import Table

_WORTH = 10
"""How many times the dearest sum a unit of width is worth, where several cells are widened."""


@dataclass(frozen=True, slots=True)
class Widened:
    """Further sums to hide, and tables of whole numbers in which the cells then lie far apart."""

    further: frozenset[int]
    tables: Sequence[Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """How wide some cells' intervals are to be, and in which of two tables each is the larger.

    A cell with sign 1 is to be larger in the second, with -1 in the first. Of several cells those
    that cannot be, or at too great a cost, are left as they are.
    """

    rows: Whole
    widths: Whole
    signs: Whole

    @classmethod
    def one(cls, row: int, width: int) -> "Asked":
        """Ask for a single cell."""
        return cls(np.array([row]), np.array([width]), np.ones(1, dtype=np.int64))


class Widening:
    """A table with a price for each sum that may be hidden."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._matrix = table.sums.matrix

    def cheapest(self, asked: Asked, hidden: Flags, deadline: Deadline) -> Widened:
        """Return what to hide further so that cells' intervals are wide.

        Two tables are sought that an outsider could not tell apart, and in which the cells lie so
        far apart, at the least change of the sums that are shown (a linear relaxation after Kelly,
        Golden and Assad, Networks 22, 1992).

        Raises:
            OutOfTimeError: they are not found in time.
        """
        deadline.check()
        count, costs = self._matrix.shape[1], self._table.costs
        tied = np.flatnonzero(~hidden & ~self._table.free)
        priced = np.flatnonzero(~hidden & self._table.free)
        several = len(asked.rows) > 1
        worth = _WORTH * costs[priced].max(initial=1.0)
        changes, limits = self._changes(asked, hidden, priced)
        same = self._agreement(tied, len(priced) + len(asked.rows))
        least = [*-self._table.truth, *-self._table.truth, *np.zeros(len(priced), dtype=np.int64)]
        least += [0] * len(asked.rows) if several else asked.widths.tolist()
        most = [*np.full(2 * count + len(priced), np.inf), *asked.widths]
        prices = [np.zeros(2 * count), costs[priced], np.full(len(asked.rows), -worth)]
        found: Any = linprog(
            np.concatenate(prices),
            A_ub=changes,
            b_ub=limits,
            A_eq=same if len(tied) else None,
            b_eq=np.zeros(same.shape[0]) if len(tied) else None,
            bounds=list(zip(least, most, strict=True)),
            method="highs",
            options={"time_limit": deadline.left},
        )
        deadline.check()
        if found.x is None:
            return Widened(frozenset(), ())
        chosen = priced[found.x[2 * count :][: len(priced)] > TOLERANCE]
        tables = [self._whole(found.x[:count]), self._whole(found.x[count : 2 * count])]
        return Widened(frozenset(chosen.tolist()), [each for each in tables if each])

    def _whole(self, difference: NDArray[np.float64]) -> dict[int, int]:
        """Return a table by its difference from the true one; empty where it is not whole."""
        whole = np.rint(difference).astype(np.int64)
        if np.abs(difference - whole).max(initial=0) > TOLERANCE:
            return {}
        return dict(enumerate((self._table.truth + whole).tolist()))

    def _changes(self, asked: Asked, hidden: Flags, priced: Whole) -> tuple[Matrix, Whole]:
        """Return the limits on the two tables' differences from the true one, and on their price.

        The price of a sum is paid for its largest difference; what follows it is how far each cell
        lies apart.
        """
        matrix, free = self._matrix, self._table.free
        unzero = np.flatnonzero((hidden | free) & self._table.zeros_public)
        apart, wide = eye_array(len(priced), format="csr"), eye_array(len(asked.rows), format="csr")
        far = matrix[asked.rows].multiply(asked.signs[:, None]).tocsr()
        blocks = [
            [matrix[priced], None, -apart, None],
            [-matrix[priced], None, -apart, None],
            [None, matrix[priced], -apart, None],
            [None, -matrix[priced], -apart, None],
            [far, -far, None, wide],
        ]
        limits = [np.zeros(4 * len(priced) + len(asked.rows), dtype=np.int64)]
        if len(unzero):
            blocks += [[-matrix[unzero], None, None, None], [None, -matrix[unzero], None, None]]
            limits += [self._table.sums.totals[unzero] - 1] * 2
        if not len(priced):
            blocks = [[*row[:2], row[3]] for row in blocks[4:]]
        return block_array(blocks, format="csr"), np.concatenate(limits)

    def _agreement(self, tied: Whole, others: int) -> Matrix:
        """Return that an outsider's tables have the sums that are told for good."""
        matrix, none = self._matrix, csr_array((len(tied), others))
        return block_array([[matrix[tied], None, none], [None, matrix[tied], none]], format="csr")
