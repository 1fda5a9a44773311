"""What can be worked out of a table as it is shown."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from domain.disclosure.cells import NO_FLOORS, Cells, Interval
from domain.disclosure.outsider import Outsider
from domain.disclosure.sums import Sums


def audit(
    inner_names: Iterable[str],
    shown: Cells,
    values: Mapping[str, int],
    hidden: Collection[str],
    *,
    zeros_public: bool = False,
    at_least: Mapping[str, int] = NO_FLOORS,
) -> dict[str, Interval]:
    """Return the values that each hidden cell can have, by its name.

    They are the smallest and the largest over all tables of whole numbers, none negative or below
    what everybody knows, that agree with every cell that is not hidden.

    Args:
        inner_names: the inner cells.
        shown: every cell that is or could be shown, and which inner cells it sums.
        values: the value of each cell that is not hidden; those of others are not looked at.
        hidden: names in `shown`.
        zeros_public: it is known that a zero is never hidden, so that a hidden cell is 1 or more.
        at_least: inner cells of which everybody knows that they are so large, or larger.

    Raises:
        ValueError: a cell that is not hidden has no value, a hidden one is not in `shown`, a sum
            names an inner cell that is not there, or no table agrees with the values.
    """
    unvalued = [name for name in shown if name not in values and name not in hidden]
    strangers = [name for name in hidden if name not in shown]
    if unvalued or strangers:
        raise ValueError(f"without a value: {unvalued}; hidden but not there: {strangers}")
    seen = {name: value for name, value in values.items() if name not in hidden}
    sums = Sums.of(tuple(inner_names), shown, seen, at_least)
    flags = np.array([name in hidden for name in sums.names], dtype=bool)
    outsider = Outsider(sums, flags, zeros_public=zeros_public)
    outsider.refuse_contradictions()
    found = {}
    for row in np.flatnonzero(flags).tolist():
        (low, high), floor = outsider.whole_ends(row), int(sums.floors[row])
        found[sums.names[row]] = Interval(low + floor, None if high is None else high + floor)
    return found
