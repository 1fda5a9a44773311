"""An outsider who wants to know what is hidden: nothing here is shared with the protection.

Two ways that know nothing of each other either: trying every table there is, and asking a solver.
Both are told every sum by its name and the inner cells that it adds up, and the values of those
that are shown; and of some inner cells how large they are at least. They answer with the least and
the largest value that each hidden sum can have; None where it can be as large as one likes.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Sums = Mapping[str, Collection[str]]
Ends = tuple[int, int | None]

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
    column = {
        cell: place for place, cell in enumerate(sorted({c for s in sums.values() for c in s}))
    }
    floors = np.array([at_least.get(cell, 0) for cell in column], dtype=float)
    rows = {name: np.isin(list(column), list(cells)).astype(float) for name, cells in sums.items()}
    held = {cell for name in shown for cell in sums[name]}
    limits = []
    if shown:
        values = np.array([shown[name] for name in shown], dtype=float)
        limits.append(LinearConstraint(np.array([rows[name] for name in shown]), values, values))
    unzero = [row for name, row in rows.items() if name not in shown]
    if zeros_public and unzero:
        limits.append(LinearConstraint(np.array(unzero), 1, np.inf))

    def end(name: str, sign: int) -> int:
        answer = milp(
            sign * rows[name],
            integrality=np.ones(len(column), dtype=int),
            bounds=Bounds(floors, np.inf),
            constraints=limits,
        )
        assert answer.success, answer.message
        table = np.rint(answer.x)
        assert all(rows[each] @ table == shown[each] for each in shown)
        assert not zeros_public or all(row @ table >= 1 for row in unzero)
        return round(float(rows[name] @ table))

    ends: dict[str, Ends] = {}
    for name in hidden:
        high = end(name, -1) if held.issuperset(sums[name]) else None
        if most is not None:
            high = most if high is None else min(high, most)
        ends[name] = (end(name, 1), high)
    return ends
