"""An outsider who wants to know what is hidden: nothing here is shared with the protection.

Two ways that know nothing of each other either: trying every table there is, and asking a solver.
Both are told every sum by its name and the inner cells that it adds up, and the values of those
that are shown; and of some inner cells how large they are at least. They answer with the least and
the largest value that each hidden sum can have; None where it can be as large as one likes.

With these an outsider reads whole papers, and both their measures at once: `linked_ends`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Sums = Mapping[str, Collection[str]]
Ends = tuple[int, int | None]
Row = NDArray[np.float64]

NOTHING: Mapping[str, int] = MappingProxyType({})

ENOUGH = 5_000
"""How many counts are tried at most, in tables that agree and in those that come to nothing."""


class TooManyTablesError(Exception):
    """There are more tables than anybody would try."""


class _Step(NamedTuple):
    """An inner cell to be counted: in which shown sums it is, and which of them it completes."""

    cell: str
    held_by: list[str]
    completes: list[str]


def _steps(inner: Collection[str], shown: Collection[str], sums: Sums) -> list[_Step]:
    """Return the inner cells in an order in which the shown sums are soon complete."""
    left = {name: set(sums[name]) for name in shown}
    steps, waiting = [], list(dict.fromkeys(inner))
    while waiting:
        cell = min(
            waiting, key=lambda each: min((len(c) for c in left.values() if each in c), default=0)
        )
        waiting.remove(cell)
        held_by = [name for name, cells in left.items() if cell in cells]
        for name in held_by:
            left[name].remove(cell)
        steps.append(_Step(cell, held_by, [name for name in held_by if not left[name]]))
    return steps


def every_table(
    inner: Collection[str],
    shown: Mapping[str, int],
    sums: Sums,
    most: int = 1,
    at_least: Mapping[str, int] = NOTHING,
) -> Iterator[dict[str, int]]:
    """Yield every table of counts that agrees with the sums that are shown.

    Of a cell that no shown sum holds only so many counts from the least are tried as `most` and one
    more.

    Raises:
        TooManyTablesError: it takes more than `ENOUGH` counts.
    """
    steps, left, tries = _steps(inner, shown, sums), dict(shown), count()
    found: dict[str, int] = {}

    def further(place: int) -> Iterator[dict[str, int]]:
        if place == len(steps):
            yield found
            return
        cell, held_by, completes = steps[place]
        floor = at_least.get(cell, 0)
        largest = min((left[name] for name in held_by), default=floor + most)
        least = max((left[name] for name in completes), default=0)
        for value in range(max(floor, least), largest + 1):
            if next(tries) > ENOUGH:
                raise TooManyTablesError
            found[cell] = value
            for name in held_by:
                left[name] -= value
            yield from further(place + 1)
            for name in held_by:
                left[name] += value

    yield from further(0)


def tried(
    inner: Collection[str],
    shown: Mapping[str, int],
    sums: Sums,
    hidden: Collection[str],
    most: int = 1,
    *,
    zeros_public: bool = False,
    at_least: Mapping[str, int] = NOTHING,
) -> dict[str, Ends]:
    """Return the ends of each hidden sum over every table there is.

    With `zeros_public` tables are left out in which a sum that is not shown is zero.

    Raises:
        TooManyTablesError: as `every_table`.
    """
    held = {cell for name in shown for cell in sums[name]}
    unzero = [set(cells) for name, cells in sums.items() if name not in shown and zeros_public]
    asked = {name: set(sums[name]) for name in hidden}
    ends: dict[str, tuple[int, int]] = {}
    for table in every_table(inner, shown, sums, most, at_least):
        if not all(any(table[cell] for cell in cells) for cells in unzero):
            continue
        for name, cells in asked.items():
            value = sum(table[cell] for cell in cells)
            low, high = ends.get(name, (value, value))
            ends[name] = (min(low, value), max(high, value))
    return {
        name: (low, high if asked[name] <= held else None) for name, (low, high) in ends.items()
    }


def solved(
    shown: Mapping[str, int],
    sums: Sums,
    hidden: Collection[str],
    most: int | None = None,
    *,
    zeros_public: bool = False,
    at_least: Mapping[str, int] = NOTHING,
) -> dict[str, Ends]:
    """Return the same by integer programming: two programs for each sum in `hidden`.

    A largest value above `most`, or none at all, is told as `most`.
    """
    cells = sorted({cell for summed in sums.values() for cell in summed})
    floors = np.array([at_least.get(cell, 0) for cell in cells], dtype=float)
    rows = {name: np.isin(cells, list(summed)).astype(float) for name, summed in sums.items()}
    held = {cell for name in shown for cell in sums[name]}
    unzero = [row for name, row in rows.items() if name not in shown and zeros_public]
    limits = _limits(shown, rows, unzero)

    def end(name: str, sign: int) -> int:
        answer = milp(
            sign * rows[name],
            integrality=np.ones(len(cells), dtype=int),
            bounds=Bounds(floors, np.inf),
            constraints=limits,
        )
        assert answer.success, answer.message
        table = np.rint(answer.x)
        assert all(rows[each] @ table == shown[each] for each in shown)
        assert all(row @ table >= 1 for row in unzero)
        return round(float(rows[name] @ table))

    ends: dict[str, Ends] = {}
    for name in hidden:
        high = end(name, -1) if held.issuperset(sums[name]) else None
        if most is not None:
            high = most if high is None else min(high, most)
        ends[name] = (end(name, 1), high)
    return ends


def _limits(
    shown: Mapping[str, int], rows: Mapping[str, Row], unzero: Sequence[Row]
) -> list[LinearConstraint]:
    limits = []
    if shown:
        values = np.array(list(shown.values()), dtype=float)
        limits.append(LinearConstraint(np.array([rows[name] for name in shown]), values, values))
    if unzero:
        limits.append(LinearConstraint(np.array(unzero), 1, np.inf))
    return limits


class Told(NamedTuple):
    """A count in a paper: of what, where, and its value; neither shown nor hidden is a dash."""

    measure: str
    places: list[str]
    value: int | None
    is_hidden: bool


class Standing(NamedTuple):
    """What stood registered in a place when a paper was made.

    An outsider knows the common occasions; that at an occasion about a single person one took part,
    but for the odd ones; and where there are odd ones, and people counted at them. He knows not how
    many the `single` and the odd ones are, nor how many took part in the common ones.
    """

    single: int
    odd: int
    odd_people: int
    common: int
    common_people: int
    is_counted: bool
    is_common_counted: bool

    def unknown(self, measure: str) -> list[tuple[str, int, int]]:
        """Return what of a measure is not known: its name, its true value, and its least."""
        least = int(not self.common and not self.odd)
        single = [("single", self.single, least)] if self.is_counted else []
        if measure == "occasions":
            return single + [("odd", self.odd, 1)] * bool(self.odd)
        in_common = self.is_counted and self.is_common_counted and self.common > 0
        odd = [("odd people", self.odd_people, 1)] * bool(self.odd_people)
        return single + odd + [("common people", self.common_people, 0)] * in_common


class Paper(NamedTuple):
    """A publication as an outsider has it; `standing` by place, where anything took place."""

    told: Mapping[str, Told]
    standing: Mapping[str, Standing]


class _Read(NamedTuple):
    """What papers say of unknown numbers: sums of them, those known, the truth, and floors."""

    sums: dict[str, list[str]]
    known: dict[str, int]
    truth: dict[str, int]
    floors: dict[str, int]

    def note(self, name: str, told: Told, standing: Mapping[str, Standing]) -> None:
        """Take in a count of a paper, and what stood in its places then.

        What has the same value in two papers is taken for the same: the outsider may know that it
        was not corrected.
        """
        unknown = {
            f"{place} {part} {value}": (value, least)
            for place, each in standing.items()
            for part, value, least in each.unknown(told.measure)
        }
        common = sum(each.common for each in standing.values() if told.measure == "occasions")
        if not unknown:
            # Nothing took place, or nobody was counted: that is told, and nothing else is.
            assert not told.is_hidden, name
            assert told.value in {common, None}, name
            return
        self.truth[name] = sum(value for value, _least in unknown.values())
        self.sums[name] = list(unknown)
        for cell, (_value, least) in unknown.items():
            self.floors[cell] = max(least, self.floors.get(cell, 0))
        if not told.is_hidden:
            self.known[name] = self.truth[name]
            assert told.value == self.known[name] + common, name


def linked_ends(papers: Iterable[Paper], threshold: int) -> dict[str, tuple[int, Ends]]:
    """Return each small count's true value, and what all papers together tell of it.

    Small are participants, and occasions about single people.
    """
    read = _Read({}, {}, {}, {})
    for told, standing in papers:
        for name, each in told.items():
            read.note(name, each, {at: standing[at] for at in each.places if at in standing})
    small = [name for name, value in read.truth.items() if 0 < value < threshold]
    assert not read.known.keys() & set(small)
    ends = solved(read.known, read.sums, small, at_least=read.floors)
    return {name: (read.truth[name], ends[name]) for name in small}
