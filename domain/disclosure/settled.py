"""What follows of single inner cells without any linear program."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.disclosure.sums import TOLERANCE, Flags, Matrix, Whole


@dataclass(frozen=True, slots=True)
class Settled:
    """The inner cells that sums tell one after another, each with what is known before it.

    A sum of which a single cell is left tells that cell; one that leaves nothing tells that all of
    its cells are zero. `steps` are the sums in that order, with the cells that each tells.
    """

    is_told: Flags
    values: Whole
    steps: tuple[tuple[int, Whole], ...]

    @classmethod
    def of(cls, matrix: Matrix, values: Whole, rows: Whole) -> "Settled":
        """Return what the sums of some rows, with their values, tell of their cells."""
        is_told = np.zeros(matrix.shape[1], dtype=bool)
        found = np.zeros(matrix.shape[1], dtype=np.int64)
        steps: list[tuple[int, Whole]] = []
        mine = matrix[rows]
        while True:
            open_cells = mine @ (~is_told).astype(np.int64)
            rest = values[rows] - mine @ found
            telling = np.flatnonzero((open_cells > 0) & ((rest == 0) | (open_cells == 1)))
            if not len(telling):
                return cls(is_told, found, tuple(steps))
            for place in telling.tolist():
                cells = mine.indices[mine.indptr[place] : mine.indptr[place + 1]]
                cells = cells[~is_told[cells]].astype(np.int64)
                if len(cells):
                    is_told[cells], found[cells] = True, rest[place]
                    steps.append((int(rows[place]), cells))

    def priced(
        self, prices: NDArray[np.float64], objective: NDArray[np.float64], matrix: Matrix
    ) -> NDArray[np.float64]:
        """Return a linear program's prices with those of the sums that tell single cells.

        The program was of the other cells alone. What an end would change by, if a cell that is
        told were larger (its reduced cost), is laid to the sum that tells it; of one that is zero,
        and cannot become less, only a gain from more of it counts.
        """
        prices = prices.copy()
        gains = objective - prices @ matrix
        for row, cells in reversed(self.steps):
            gain = float(gains[cells].min())
            if gain < -TOLERANCE or (self.values[cells[0]] and gain > TOLERANCE):
                prices[row] += gain
                held = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
                gains[held] -= gain
        return prices
