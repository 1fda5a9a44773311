"""An outsider who wants to know what is hidden: nothing here is shared with the protection.

Two ways that know nothing of each other either: trying every table there is, and asking a solver.
"""

from collections.abc import Collection, Iterator, Mapping

import numpy as np
from scipy.optimize import LinearConstraint, milp

Sums = Mapping[str, Collection[str]]


def every_table(
    inner: Collection[str], shown: Mapping[str, int], sums: Sums, most: int
) -> Iterator[dict[str, int]]:
    """Yield every table of counts from 0 to `most` that agrees with the sums that are shown."""
    names = list(inner)
    told = [(frozenset(sums[name]), value) for name, value in shown.items()]

    def further(place: int, found: dict[str, int]) -> Iterator[dict[str, int]]:
        left = set(names[place:])
        for cells, value in told:
            sofar = sum(found.get(cell, 0) for cell in cells)
            if sofar > value or (not cells & left and sofar != value):
                return
        if place == len(names):
            yield dict(found)
            return
        for count in range(most + 1):
            found[names[place]] = count
            yield from further(place + 1, found)
        del found[names[place]]

    yield from further(0, {})


def tried(
    inner: Collection[str],
    shown: Mapping[str, int],
    sums: Sums,
    hidden: Collection[str],
    most: int,
    *,
    zeros_public: bool = False,
) -> dict[str, tuple[int, int]]:
    """Return the least and the largest value of each hidden sum over every table there is."""
    ends: dict[str, tuple[int, int]] = {}
    for table in every_table(inner, shown, sums, most):
        values = {name: sum(table[cell] for cell in set(sums[name])) for name in hidden}
        if zeros_public and not all(values.values()):
            continue
        for name, value in values.items():
            low, high = ends.get(name, (value, value))
            ends[name] = (min(low, value), max(high, value))
    return ends


def solved(
    shown: Mapping[str, int], sums: Sums, hidden: Collection[str], most: int
) -> dict[str, tuple[int, int]]:
    """Return the same by integer programming: two programs for each hidden sum.

    Where a sum can be larger than `most` its largest value is told as that.
    """
    column: dict[str, int] = {}
    for cells in sums.values():
        for cell in cells:
            column.setdefault(cell, len(column))
    matrix = np.zeros((len(shown), len(column)))
    for row, name in enumerate(shown):
        for cell in sums[name]:
            matrix[row, column[cell]] = 1
    values = np.array(list(shown.values()), dtype=float)
    limits = [LinearConstraint(matrix, values, values)] if len(shown) else []
    ends = {}
    for name in hidden:
        asked = np.zeros(len(column))
        asked[[column[cell] for cell in set(sums[name])]] = 1
        cap = LinearConstraint(asked[np.newaxis], 0, most)
        found = []
        for sign in (1, -1):
            answer = milp(
                sign * asked,
                integrality=np.ones(len(column), dtype=int),
                constraints=[*limits, cap],
            )
            assert answer.success, answer.message
            found.append(round(sign * answer.fun))
        ends[name] = (found[0], found[1])
    return ends
