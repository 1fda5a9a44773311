"""The cheapest cells to hide so that every demand is met: a weighted set cover."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from domain.disclosure.deadline import Deadline, OutOfTimeError
from domain.disclosure.sums import Flags

_HALF = 0.5


class Cover:
    """Demands, each of which is met by hiding one of some cells.

    Args:
        costs: of hiding each cell.
        kept: cells that are hidden whatever is demanded.
        free: cells that may be hidden.
    """

    def __init__(self, costs: NDArray[np.float64], kept: Flags, free: Flags) -> None:
        self._costs = costs
        self._kept = kept
        self._free = free
        self._demands: list[frozenset[int]] = []

    def demand(self, cells: Collection[int]) -> None:
        """Ask for one of the cells, by their numbers, to be hidden."""
        self._demands.append(frozenset(cells))

    def cheapest(self, deadline: Deadline) -> Flags:
        """Return the cheapest choice.

        Raises:
            OutOfTimeError: it is not found in time.
        """
        deadline.check()
        if not self._demands:
            return self._kept
        rows = [row for row, each in enumerate(self._demands) for _cell in each]
        columns = [cell for each in self._demands for cell in each]
        shape = (len(self._demands), len(self._costs))
        met = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
        found = milp(
            self._costs,
            integrality=np.ones(len(self._costs), dtype=np.int64),
            bounds=Bounds(self._kept.astype(float), (self._kept | self._free).astype(float)),
            constraints=LinearConstraint(met, 1, np.inf),
            options={"time_limit": deadline.left, "mip_rel_gap": 0},
        )
        if not found.success:
            raise OutOfTimeError
        return found.x > _HALF
