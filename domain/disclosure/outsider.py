"""What an outsider can work out of a table in which some sums are hidden."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor, inf

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array
from scipy.sparse.csgraph import connected_components

from domain.disclosure.deadline import NO_DEADLINE, Deadline
from domain.disclosure.settled import Settled
from domain.disclosure.sums import TOLERANCE, Flags, Matrix, Part, PartEnd, Sums, Whole

_Asked = tuple[int, tuple[int, ...], int]
"""A part of the table, which of its cells are summed; 1 for the least sum, -1 for the largest."""


@dataclass(frozen=True, slots=True)
class End:
    """The least or the largest value of a sum, as far as linear programs tell.

    `value` is infinite where there is no end. `table` is a table of whole numbers that has it, as
    far as it differs from what is shown, or None where the programs' own is not whole.
    """

    value: float
    table: Mapping[int, int] | None


class Outsider:
    """One who knows every sum that is not hidden, and that counts are whole and not below floors.

    With `zeros_public` also that no hidden sum is zero. All values are beyond the floors, as those
    of the sums are. Each answer may raise `ContradictionError`:
    no table agrees with what is shown.
    """

    def __init__(
        self, sums: Sums, hidden: Flags, *, zeros_public: bool, deadline: Deadline = NO_DEADLINE
    ) -> None:
        self._sums = sums
        self._deadline = deadline
        self._hidden = hidden
        self._zeros_public = zeros_public
        self._parts: dict[int, Part] = {}
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
        ).end((), 1, self._deadline)

    def ends(self, row: int) -> tuple[End, End]:
        """Return the least and the largest value that a sum can have, parts of a count allowed."""
        return self._end(row, 1), self._end(row, -1)

    def blockers(self, row: int, sign: int) -> frozenset[int]:
        """Return shown sums that keep the least (`sign` 1) or largest (-1) value where it is.

        While all of them are shown it stays there: they are those with a price in the linear
        programs, and those that tell single cells among them.
        """
        objective = np.zeros(self._sums.matrix.shape[1])
        objective[self._sums.columns(row)] = sign
        prices = np.zeros(len(self._hidden))
        for label, end in self._ends_of_parts(row, sign).items():
            part = self._part(label)
            prices[part.rows], prices[part.above_rows] = end.prices
        prices = self._settled.priced(prices, objective, self._sums.matrix)
        return frozenset(np.flatnonzero((np.abs(prices) > TOLERANCE) & ~self._hidden).tolist())

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

    def rough_ends(self, row: int) -> tuple[int, int | None]:
        """Return the same without a linear program: a cell is no more than any shown sum of it."""
        columns = self._sums.columns(row)
        told, most = int(self._settled.values[columns].sum()), self._most[columns]
        return told, told + int(most.sum()) if np.isfinite(most).all() else None

    @cached_property
    def _most(self) -> NDArray[np.float64]:
        """How large each cell that is not told can be; of one that is told nothing."""
        most = np.where(self._settled.is_told, 0, np.inf)
        matrix = self._matrix.tocoo()
        rows = self._rows[matrix.row]
        is_shown = ~self._hidden[rows]
        columns = self._left[matrix.col[is_shown]]
        np.minimum.at(most, columns, self._rest[rows[is_shown]].astype(float))
        return most

    def spread(self, weights: Whole, most: Whole) -> Iterator[Mapping[int, int]]:
        """Yield tables of whole numbers in which many sums are small or large at once.

        Of each part that `weights` touch one in which the weighted sum of the cells is least, none
        being above `most`; or nothing, where the linear program's own is not whole.
        """
        for label in np.unique(self._labels[0][weights[self._left] != 0]).tolist():
            part = self._part(label)
            table = part.spread(weights[part.columns], most[part.columns], self._deadline)
            if table:
                yield table

    def near_tables(self, row: int, truth: Whole, reach: int) -> list[Mapping[int, int]]:
        """Return tables of whole numbers near the true one, in which the sum is small and large.

        Quickly found: no cell lies further than twice `reach` above its true count, and the sum's
        cells in a part no further than that from theirs. None where a solver finds none.
        """
        tables: list[Mapping[int, int]] = []
        for sign in (1, -1):
            found = [
                self._part(label).near(columns, sign, truth, reach, self._deadline)
                for label, columns in self._asked(row)
            ]
            if all(found):
                tables.append({cell: n for each in found for cell, n in each.items()})
        return tables

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
    def _settled(self) -> Settled:
        """What the shown sums tell of single cells."""
        shown = np.flatnonzero(~self._hidden)
        return Settled.of(self._sums.matrix, self._sums.values, shown)

    @cached_property
    def _left(self) -> Whole:
        """The inner cells that are not told by themselves."""
        return np.flatnonzero(~self._settled.is_told)

    @cached_property
    def _rows(self) -> Whole:
        """The sums that say something of them."""
        return np.flatnonzero(~self._hidden | self._zeros_public)

    @cached_property
    def _matrix(self) -> Matrix:
        """Which of those cells each of those sums adds up."""
        return self._sums.matrix[self._rows][:, self._left]

    @cached_property
    def _rest(self) -> Whole:
        """What is left of each sum for the cells that are not told by themselves."""
        rest: Whole = self._sums.values - self._sums.matrix @ self._settled.values
        return rest

    @cached_property
    def _labels(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """To which part of the table each cell and each sum belongs: those that touch share one."""
        rows, columns = self._matrix.shape
        if not rows:
            return np.arange(columns, dtype=np.int32), np.zeros(0, dtype=np.int32)
        graph = block_array([[None, self._matrix.T], [self._matrix, None]], format="csr")
        labels = connected_components(graph, directed=False)[1]
        return labels[:columns], labels[columns:]

    def _part(self, label: int) -> Part:
        """Return a part of the table; parts say nothing of each other."""
        if label not in self._parts:
            of_columns, of_rows = self._labels
            columns, mine = np.flatnonzero(of_columns == label), np.flatnonzero(of_rows == label)
            is_hidden = self._hidden[self._rows[mine]]
            shown, above = mine[~is_hidden], mine[is_hidden]
            beside = self._sums.values - self._rest + self._sums.floors
            self._parts[label] = Part(
                columns=self._left[columns],
                rows=self._rows[shown],
                equal=self._matrix[shown][:, columns],
                value=self._rest[self._rows[shown]],
                above_rows=self._rows[above],
                above=self._matrix[above][:, columns],
                least=1 - beside[self._rows[above]],
            )
        return self._parts[label]

    @cached_property
    def _label_of(self) -> dict[int, int]:
        return dict(zip(self._left.tolist(), self._labels[0].tolist(), strict=True))

    def _asked(self, row: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the parts in which a sum has cells that are not known, and which they are."""
        by_part: dict[int, list[int]] = {}
        for column in self._sums.columns(row):
            if not self._settled.is_told[column]:
                by_part.setdefault(self._label_of[column], []).append(column)
        for part, columns in by_part.items():
            yield part, tuple(columns)

    def _end(self, row: int, sign: int) -> End:
        value = float(self._settled.values[self._sums.columns(row)].sum())
        table: dict[int, int] | None = {}
        for end in self._ends_of_parts(row, sign).values():
            value += end.value
            table = None if table is None or end.table is None else {**table, **end.table}
        return End(value, table)

    def _ends_of_parts(self, row: int, sign: int) -> dict[int, PartEnd]:
        ends = {}
        for label, columns in self._asked(row):
            key = (label, columns, sign)
            if key not in self._found:
                self._found[key] = self._part(label).end(columns, sign, self._deadline)
            ends[label] = self._found[key]
        return ends

    def _whole_table(self, row: int, sign: int) -> dict[int, int]:
        table: dict[int, int] = {}
        for place, columns in self._asked(row):
            key = (place, columns, sign)
            if key not in self._found_whole:
                part = self._part(place)
                self._found_whole[key] = part.whole_table(columns, sign, self._deadline)
            table |= self._found_whole[key]
        return table

    def _sum(self, row: int, table: Mapping[int, int]) -> int:
        columns = self._sums.columns(row)
        told = int(self._settled.values[columns].sum())
        return told + sum(table[each] for each in columns if not self._settled.is_told[each])
