"""What an outsider can work out of a table in which some sums are hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array
from scipy.sparse.csgraph import connected_components

from domain.disclosure.sums import TOLERANCE, Flags, Matrix, Part, PartEnd, Sums

_Asked = tuple[int, tuple[int, ...], int]
"""A part of the table, which of its cells are summed; 1 for the least sum, -1 for the largest."""


@dataclass(frozen=True, slots=True)
class End:
    """The least or the largest value of a sum, as far as linear programs tell.

    `value` is infinite where there is no end. `table` is a table of whole numbers that has it, as
    far as it differs from what is shown, or None where the programs' own is not whole. `blockers`
    are shown sums that keep it from going further: while all of them are shown it stays there.
    """

    value: float
    table: Mapping[int, int] | None
    blockers: frozenset[int]


class Outsider:
    """One who knows every sum that is not hidden, and that counts are whole and not below floors.

    With `zeros_public` also that no hidden sum is zero. All values are beyond the floors, as those
    of the sums are. Each answer may raise `ContradictionError`:
    no table agrees with what is shown.
    """

    def __init__(self, sums: Sums, hidden: Flags, *, zeros_public: bool) -> None:
        self._sums = sums
        self._hidden = hidden
        self._zeros_public = zeros_public
        self._found: dict[_Asked, PartEnd] = {}
        self._found_whole: dict[_Asked, dict[int, int]] = {}

    def refuse_contradictions(self) -> None:
        """Raise `ContradictionError` if no table agrees with what is shown, whatever is asked.

        Parts of a count are allowed; the answers themselves see to it that there is a whole one.
        """
        shown, above = np.flatnonzero(~self._hidden), np.flatnonzero(self._hidden)
        if not self._zeros_public:
            above = above[:0]
        Part(
            columns=np.arange(self._sums.matrix.shape[1]),
            rows=shown,
            equal=self._sums.matrix[shown],
            value=self._sums.values[shown],
            above_rows=above,
            above=self._sums.matrix[above],
            least=1 - self._sums.floors[above],
        ).end((), 1)

    def ends(self, row: int) -> tuple[End, End]:
        """Return the least and the largest value that a sum can have, parts of a count allowed."""
        return self._end(row, 1), self._end(row, -1)

    def whole_ends(self, row: int) -> tuple[int, int | None]:
        """Return the least and the largest value over tables of whole numbers; None: no largest."""
        least, largest = self.ends(row)
        low = self._sum(row, self._whole_table(row, 1) if least.table is None else least.table)
        if largest.value == inf:
            return low, None
        high = self._whole_table(row, -1) if largest.table is None else largest.table
        return low, self._sum(row, high)

    def whole_width(self, row: int) -> float:
        """Return how far those two lie apart; infinite without a largest."""
        low, high = self.whole_ends(row)
        return inf if high is None else high - low

    def outer_ends(self, row: int) -> tuple[int, int | None]:
        """Return whole numbers between which the sum lies: quickly found, never too narrow."""
        least, largest = self.ends(row)
        high = None if largest.value == inf else floor(largest.value + TOLERANCE)
        return ceil(least.value - TOLERANCE), high

    def whole_tables(self, row: int) -> list[Mapping[int, int]]:
        """Return tables of whole numbers in which the sum is as small and as large as it can be.

        As `End.table`; without a largest value only the first.
        """
        signs = ((1, self.ends(row)[0]), (-1, self.ends(row)[1]))
        return [
            self._whole_table(row, sign) if end.table is None else end.table
            for sign, end in signs
            if end.value != inf
        ]

    @cached_property
    def _fixers(self) -> dict[int, int]:
        """The shown sum that tells each inner cell that it adds up: it alone, or none at all."""
        fixers: dict[int, int] = {}
        for row in np.flatnonzero(~self._hidden).tolist():
            columns = self._sums.columns(row)
            if len(columns) == 1 or self._sums.values[row] == 0:
                fixers |= dict.fromkeys(columns, row)
        return fixers

    @cached_property
    def _fixed(self) -> dict[int, int]:
        """The inner cells that are known by themselves."""
        return {column: int(self._sums.values[row]) for column, row in self._fixers.items()}

    @cached_property
    def _parts(self) -> list[Part]:
        """The parts of the table that say nothing of each other."""
        count = self._sums.matrix.shape[1]
        free = np.setdiff1d(np.arange(count), list(self._fixed)).astype(np.int64)
        rows = np.flatnonzero(~self._hidden | self._zeros_public)
        matrix = self._sums.matrix[rows][:, free]
        fixed = np.zeros(count, dtype=np.int64)
        fixed[list(self._fixed)] = list(self._fixed.values())
        known = (self._sums.matrix @ fixed)[rows]
        of_columns, of_rows = _labels(matrix)
        parts = []
        for label in np.unique(of_columns):
            columns, mine = np.flatnonzero(of_columns == label), np.flatnonzero(of_rows == label)
            shown, above = mine[~self._hidden[rows[mine]]], mine[self._hidden[rows[mine]]]
            parts.append(
                Part(
                    columns=free[columns],
                    rows=rows[shown],
                    equal=matrix[shown][:, columns],
                    value=(self._sums.values[rows] - known)[shown],
                    above_rows=rows[above],
                    above=matrix[above][:, columns],
                    least=(1 - self._sums.floors[rows] - known)[above],
                )
            )
        return parts

    @cached_property
    def _part_of(self) -> dict[int, int]:
        return {
            column: place
            for place, part in enumerate(self._parts)
            for column in part.columns.tolist()
        }

    def _asked(self, row: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the parts in which a sum has cells that are not known, and which they are."""
        by_part: dict[int, list[int]] = {}
        for column in self._sums.columns(row):
            if column not in self._fixed:
                by_part.setdefault(self._part_of[column], []).append(column)
        for part, columns in by_part.items():
            yield part, tuple(columns)

    def _end(self, row: int, sign: int) -> End:
        value: float = sum(self._fixed.get(column, 0) for column in self._sums.columns(row))
        table: dict[int, int] | None = {}
        prices = np.zeros(len(self._hidden))
        for place, columns in self._asked(row):
            key, part = (place, columns, sign), self._parts[place]
            if key not in self._found:
                self._found[key] = part.end(columns, sign)
            end = self._found[key]
            value += end.value
            table = None if table is None or end.table is None else {**table, **end.table}
            prices[part.rows], prices[part.above_rows] = end.prices
        return End(value, table, self._blockers(row, sign, prices))

    def _blockers(self, row: int, sign: int, prices: NDArray[np.float64]) -> frozenset[int]:
        """Return the shown sums with a price, those that fix a cell of the others among them."""
        objective = np.zeros(self._sums.matrix.shape[1])
        objective[self._sums.columns(row)] = sign
        # What an inner cell that is known would change the end by, were it not (its reduced cost).
        # One that is zero cannot become less, so that only a gain from more of it counts.
        gains = objective - prices @ self._sums.matrix
        fixing = {
            self._fixers[column]
            for column, value in self._fixed.items()
            if gains[column] < -TOLERANCE or (value and gains[column] > TOLERANCE)
        }
        priced = np.flatnonzero((np.abs(prices) > TOLERANCE) & ~self._hidden).tolist()
        return frozenset(fixing.union(priced))

    def _whole_table(self, row: int, sign: int) -> dict[int, int]:
        table: dict[int, int] = {}
        for place, columns in self._asked(row):
            key = (place, columns, sign)
            if key not in self._found_whole:
                self._found_whole[key] = self._parts[place].whole_table(columns, sign)
            table |= self._found_whole[key]
        return table

    def _sum(self, row: int, table: Mapping[int, int]) -> int:
        return sum(
            self._fixed[column] if column in self._fixed else table[column]
            for column in self._sums.columns(row)
        )


def _labels(matrix: Matrix) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return to which part each column and each row belongs: those that touch share one."""
    rows, columns = matrix.shape
    graph = block_array([[None, matrix.T], [matrix, None]], format="csr")
    if not rows:
        return np.arange(columns, dtype=np.int32), np.zeros(0, dtype=np.int32)
    labels = connected_components(graph, directed=False)[1]
    return labels[:columns], labels[columns:]
