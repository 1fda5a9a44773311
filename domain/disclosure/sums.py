"""Sums of inner cells as a matrix, and the linear programs over what an outsider does not know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array

from domain.disclosure.cells import NO_FLOORS, Cells
from domain.disclosure.deadline import NO_DEADLINE, Deadline, OutOfTimeError

Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Matrix = Any
"""A sparse `csr_array` of whole numbers."""

TOLERANCE = 1e-6

_GAP = 0.3
"""How much of the best there may lack of a table that is to widen many intervals at once."""

_LIMITED, _UNBOUNDED = 1, 3
"""What SciPy answers when the time is up, and where the objective has no end."""


class ContradictionError(ValueError):
    """No table of whole numbers agrees with what is shown."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of inner cells: a row of the matrix for each sum, a column for each inner cell.

    `values` holds the value of each sum beyond its floor, which is what everybody knows it to have
    at least: so an outsider's tables begin at zero. Of those that nobody shows the value is never
    looked at.
    """

    names: tuple[str, ...]
    matrix: Matrix
    values: Whole
    floors: Whole

    @property
    def totals(self) -> Whole:
        """The value of each sum, from zero."""
        return self.values + self.floors

    @classmethod
    def of(
        cls,
        inner: Sequence[str],
        cells: Cells,
        values: Mapping[str, int],
        at_least: Mapping[str, int] = NO_FLOORS,
    ) -> "Sums":
        """Return the sums of `cells`; one without a value gets 0.

        `at_least` are the floors of the inner cells that have one above zero.

        Raises:
            ValueError: A sum names an inner cell that is not there, or has none.
        """
        column = {name: place for place, name in enumerate(inner)}
        rows, columns = [], []
        for row, (name, summed) in enumerate(cells.items()):
            unknown = [each for each in summed if each not in column]
            if unknown or not summed:
                raise ValueError(f"{name!r} sums inner cells that are not there: {unknown}")
            rows += [row] * len(set(summed))
            columns += [column[each] for each in set(summed)]
        shape = (len(cells), len(inner))
        matrix = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
        told = np.array([values.get(name, 0) for name in cells], dtype=np.int64)
        floors: Whole = matrix @ np.array([at_least.get(name, 0) for name in inner], dtype=np.int64)
        return cls(tuple(cells), matrix, told - floors, floors)

    def columns(self, row: int) -> list[int]:
        """Return which inner cells a sum adds up."""
        found: list[int] = self.matrix.indices[
            self.matrix.indptr[row] : self.matrix.indptr[row + 1]
        ].tolist()
        return found


@dataclass(frozen=True, slots=True)
class PartEnd:
    """The least or largest value of a sum over a part's cells, as the linear program tells.

    `value` is infinite where there is no end. `table` is a table of whole numbers that has it, by
    inner cell, or None where the program's own is not whole. `prices` are what the end would change
    by if the sums of `equal` and `above` were one larger (the dual solution).
    """

    value: float
    table: Mapping[int, int] | None
    prices: tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Part:
    """Inner cells that are not known and that shown sums tie to each other.

    `columns` are the cells' numbers. `rows` are the numbers of the shown sums, `equal` which of the
    cells each adds up, and `value` what it leaves for them. `above_rows` are hidden sums that are
    known to be at least `least`.
    """

    columns: Whole
    rows: Whole
    equal: Matrix
    value: Whole
    above_rows: Whole
    above: Matrix
    least: Whole

    def end(self, asked: Collection[int], sign: int, deadline: Deadline = NO_DEADLINE) -> PartEnd:
        """Return the least (`sign` 1) or largest (-1) sum of some of the cells."""
        found = self._solved(sign * self._objective(asked), None, deadline)
        if found.status == _UNBOUNDED:
            nothing = np.zeros(len(self.rows)), np.zeros(len(self.above_rows))
            return PartEnd(-sign * inf, None, nothing)
        if found.x is None or found.fun is None:
            raise ContradictionError(found.message)
        table = self._whole(found.x)
        prices = (
            found.eqlin.marginals if len(self.rows) else np.zeros(0),
            -found.ineqlin.marginals if len(self.above_rows) else np.zeros(0),
        )
        end = sign * found.fun
        return PartEnd(end if table is None else round(end), table, prices)

    def spread(self, weights: Whole, most: Whole, deadline: Deadline) -> dict[int, int]:
        """Return a table of whole numbers with a small weighted sum, no cell above `most`.

        Empty where none is found soon.
        """
        objective = weights.astype(np.float64)
        found = self._solved(objective, most, deadline)
        table = None if found.x is None else self._whole(found.x)
        if table is None:
            found = self._solved_whole(objective, [], most, deadline, gap=_GAP)
            table = self._whole(found.x) if found.success else None
        return table or {}

    def _solved(
        self, objective: NDArray[np.float64], most: Whole | None, deadline: Deadline
    ) -> Any:
        deadline.check()
        has_equal, has_above = bool(len(self.rows)), bool(len(self.above_rows))
        ends: Any = (0, None) if most is None else np.column_stack([np.zeros_like(most), most])
        found = linprog(
            objective,
            A_eq=self.equal if has_equal else None,
            b_eq=self.value if has_equal else None,
            A_ub=-self.above if has_above else None,
            b_ub=-self.least if has_above else None,
            bounds=ends,
            method="highs-ds",
            options={"time_limit": deadline.left},
        )
        if found.status == _LIMITED:
            raise OutOfTimeError
        return found

    def whole_table(
        self, asked: Collection[int], sign: int, deadline: Deadline = NO_DEADLINE
    ) -> dict[int, int]:
        """Return a table of whole numbers in which the sum has its end."""
        found = self._solved_whole(sign * self._objective(asked), [], np.inf, deadline)
        table = self._whole(found.x) if found.success else None
        if table is None:
            raise ContradictionError(found.message)
        return table

    def near(
        self, asked: Collection[int], sign: int, truth: Whole, reach: int, deadline: Deadline
    ) -> dict[int, int]:
        """Return a table near the true one in which the sum is small or large; empty: none found.

        No cell is more than twice `reach` above its true count, and the sum not further than it.
        """
        objective, mine = self._objective(asked), truth[self.columns]
        true = objective @ mine
        within = LinearConstraint(csr_array(objective[None]), true - reach, true + reach)
        found = self._solved_whole(sign * objective, [within], mine + 2 * reach, deadline)
        return (self._whole(found.x) or {}) if found.success else {}

    def _solved_whole(
        self,
        objective: NDArray[np.float64],
        limits: Sequence[LinearConstraint],
        most: Whole | float,
        deadline: Deadline,
        gap: float = 0,
    ) -> Any:
        deadline.check()
        limits = [LinearConstraint(self.equal, self.value, self.value), *limits]
        if len(self.above_rows):
            limits.append(LinearConstraint(self.above, self.least, np.inf))
        found = milp(
            objective,
            integrality=np.ones(len(self.columns), dtype=np.int64),
            bounds=Bounds(0, most),
            constraints=limits,
            options={"mip_rel_gap": gap, "time_limit": deadline.left},
        )
        if found.status == _LIMITED:
            raise OutOfTimeError
        return found

    def _objective(self, asked: Collection[int]) -> NDArray[np.float64]:
        return np.isin(self.columns, list(asked)).astype(np.float64)

    def _whole(self, solution: NDArray[np.float64]) -> dict[int, int] | None:
        """Return the solution if it is whole and really agrees with the sums, in whole numbers."""
        whole = np.rint(solution).astype(np.int64)
        if np.abs(solution - whole).max(initial=0) > TOLERANCE or whole.min(initial=0) < 0:
            return None
        if (self.equal @ whole != self.value).any() or (self.above @ whole < self.least).any():
            return None
        return dict(zip(self.columns.tolist(), whole.tolist(), strict=True))
