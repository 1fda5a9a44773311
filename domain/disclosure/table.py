"""A table as the search needs it: less what is told for good, and each unknown sum once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from domain.disclosure.cells import Cells, KnownSum, UnprovableTableError
from domain.disclosure.outsider import Outsider
from domain.disclosure.settled import Settled
from domain.disclosure.sums import Flags, Sums, Whole


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a protection; see `protect`."""

    threshold: int
    zeros_public: bool
    always_shown: frozenset[str]
    hidden_before: frozenset[str]
    at_least: Mapping[str, int]


class Table:
    """A table, what of it is sensitive, and what may be hidden.

    Earlier publications, and what has to be shown, tell some inner cells once and for all: they are
    taken out. Sums that then add up the same cells are one row, for whoever knows one of them knows
    the others; a row without a sum that is told is hidden or shown with all its sums.

    Raises:
        UnprovableTableError: a sensitive sum follows from what is told for good.
    """

    def __init__(
        self,
        inner: Mapping[str, int],
        shown: Cells,
        wishes: Wishes,
        known: Mapping[str, KnownSum],
    ) -> None:
        cells = {**shown, **{name: each.cells for name, each in known.items()}}
        values = {name: sum(inner[each] for each in set(summed)) for name, summed in cells.items()}
        self._wishes, self._known, self._shown = wishes, known, len(shown)
        self._whole = Sums.of(tuple(inner), cells, values, wishes.at_least)
        self._small = {name for name, value in values.items() if 0 < value < wishes.threshold}
        self._before = {name for name, each in known.items() if each.value is not None}
        zeros = {name for name, value in values.items() if not value and wishes.zeros_public}
        self._sensitive = (self._small | wishes.hidden_before | set(known)) - self._before
        for name in sorted(self._sensitive & wishes.always_shown):
            raise UnprovableTableError(name)
        self._told = self._flags(self._before | wishes.always_shown | (zeros - self._sensitive))
        least = [wishes.at_least.get(name, 0) for name in inner]
        self._truth = np.array(list(inner.values()), dtype=np.int64) - np.array(
            least, dtype=np.int64
        )
        self._refuse_what_is_out()

    @property
    def zeros_public(self) -> bool:
        """Everybody knows that what is hidden is not zero."""
        return self._wishes.zeros_public

    @cached_property
    def sums(self) -> Sums:
        """The rows; with the least that everybody knows of any of a row's sums."""
        first = [members[0] for members in self._members]
        matrix = self._whole.matrix[:, self._left][first]
        least = [self._constants[members].min() for members in self._members]
        names = tuple(self._whole.names[each] for each in first)
        return Sums(names, matrix, matrix @ self.truth, np.array(least, dtype=np.int64))

    @cached_property
    def truth(self) -> Whole:
        """The counts of the inner cells that are left, beyond what everybody knows of them."""
        truth: Whole = self._truth[self._left]
        return truth

    @cached_property
    def told(self) -> Flags:
        """The rows that are shown, or can be worked out, whatever is hidden."""
        return self._any(self._told)

    @cached_property
    def kept(self) -> Flags:
        """The rows that have to be hidden."""
        kept: Flags = self._any(self._flags(self._sensitive)) & ~self.told
        return kept

    @cached_property
    def free(self) -> Flags:
        """The rows that may be hidden to protect others."""
        free: Flags = ~self.told & ~self.kept
        return free

    @cached_property
    def sizes(self) -> Whole:
        """How many cells are hidden with each row."""
        return np.array([sum(each < self._shown for each in row) for row in self._members])

    @cached_property
    def costs(self) -> NDArray[np.float64]:
        """What it costs to hide each row: its sums' values, and of equals the fewer."""
        # The least difference of two sums of values is 1, which all these together stay below.
        costs = self._whole.totals + 1 / (len(self._whole.names) + 1)
        costs[self._shown :] = 0
        return np.array([costs[members].sum() for members in self._members])

    @cached_property
    def wanted(self) -> dict[int, int]:
        """How wide the interval of each row that is kept ought to be."""
        return {
            row: max(self._wanted(self._whole.names[each]) for each in self._members[row])
            for row in np.flatnonzero(self.kept).tolist()
        }

    def entries(self) -> Iterator[tuple[str, int, int | None, int]]:
        """Yield each shown cell's name and value, its row, and what everybody knows of it beside.

        Without a row everybody knows all of it.
        """
        row_of = {each: row for row, members in enumerate(self._members) for each in members}
        for each, name in enumerate(self._whole.names[: self._shown]):
            yield name, int(self._whole.totals[each]), row_of.get(each), int(self._constants[each])

    def refuse(self, row: int) -> None:
        """Raise `UnprovableTableError` for a row that follows whatever else is hidden.

        Nobody can take back what earlier publications give away by themselves: such sums are let.
        """
        self._refuse(self._members[row])

    @cached_property
    def _settled(self) -> Settled:
        return Settled.of(self._whole.matrix, self._whole.values, np.flatnonzero(self._told))

    @cached_property
    def _left(self) -> Whole:
        return np.flatnonzero(~self._settled.is_told)

    @cached_property
    def _constants(self) -> Whole:
        """What everybody knows each sum to have beside the inner cells that are left."""
        constants: Whole = self._whole.floors + self._whole.matrix @ self._settled.values
        return constants

    @cached_property
    def _alike(self) -> dict[tuple[int, ...], list[int]]:
        """The sums by which of the inner cells they add up that are left."""
        matrix, alike = self._whole.matrix[:, self._left], dict[tuple[int, ...], list[int]]()
        for row in range(matrix.shape[0]):
            summed = sorted(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist())
            alike.setdefault(tuple(summed), []).append(row)
        return alike

    @cached_property
    def _members(self) -> list[list[int]]:
        """The sums of each row."""
        return [members for summed, members in self._alike.items() if summed]

    def _refuse_what_is_out(self) -> None:
        self._refuse(self._alike.get((), []))
        for row in np.flatnonzero(self.told).tolist():
            self._refuse(self._members[row])

    def _refuse(self, members: Iterable[int]) -> None:
        for each in members:
            name = self._whole.names[each]
            if name in self._sensitive and not self._is_out(each):
                raise UnprovableTableError(name)

    def _is_out(self, each: int) -> bool:
        """Whether a sum that is not small now follows from the earlier ones alone."""
        is_shown_small = each < self._shown and self._whole.names[each] in self._small
        return not is_shown_small and not self._outsider_before.whole_width(each)

    @cached_property
    def _outsider_before(self) -> Outsider:
        # That other sums are not zero is no earlier paper's.
        return Outsider(self._whole, ~self._flags(self._before), zeros_public=False)

    def _wanted(self, name: str) -> int:
        before = self._known[name].width if name in self._known else 1
        is_small = name in self._small and name in self._sensitive
        return max(self._wishes.threshold if is_small else 1, before)

    def _any(self, flags: Flags) -> Flags:
        return np.array([flags[members].any() for members in self._members], dtype=bool)

    def _flags(self, names: Collection[str]) -> Flags:
        return np.array([name in names for name in self._whole.names], dtype=bool)
