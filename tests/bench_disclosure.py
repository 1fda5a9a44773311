"""What it costs to protect counts, in time and in hidden cells. Part of ``make bench``."""

import time
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from random import Random
from statistics import median
from typing import TypeVar

import numpy as np
from scipy.optimize import linprog

from domain.disclosure import protect_table

T = TypeVar("T")

Row = tuple[str, str, str, str]
"""What, how much, the ratio, and to what."""

AREAS = tuple(f"a{number}" for number in range(11))
GROUPS = ("1", "2", "3")
SMALLER = {area: tuple(f"{area}.{n}" for n in range(2 + (area > "a8"))) for area in AREAS}
ALL = "all"


def rows() -> Iterator[Row]:
    """Yield each measured thing with its time, as a ratio to a linear program of fixed size."""
    base = min(_seconds(_linear_program)[0] for _round in range(5))
    for what, table, limit in (
        ("protect a month, 11 areas × 3 groups", _table(months=1), 2),
        ("protect a month, with primärområden", _table(months=1, is_small=True), 2),
        ("protect a year, months to year", _table(months=12), 40),
    ):
        taken, protection = _seconds(lambda: protect_table(*table, time_limit_s=limit))  # noqa: B023
        hidden = sum(bool(count.mark) for count in protection.counts.values())
        kind = "optimal" if protection.is_optimal else "heuristic"
        told = f"{taken * 1000:.0f}"
        yield f"{what}: {hidden} hidden, {kind}", told, f"{taken / base:.0f}", "a linear program"
    ratios = [_ratio(_table(months=1, seed=seed)) for seed in range(12)]
    yield "heuristic's hidden cells, median", "–", f"{median(ratios):.2f}", "the optimum's"


def _ratio(table: tuple[Mapping[str, int], Mapping[str, list[str]]]) -> float:
    """Return how many cells the heuristic hides for each that the optimum hides."""
    hurried, best = (protect_table(*table, time_limit_s=limit) for limit in (0, 60))
    hidden = [sum(bool(count.mark) for count in each.counts.values()) for each in (hurried, best)]
    return hidden[0] / hidden[1] if hidden[1] else 1.0


def _seconds(act: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    found = act()
    return time.perf_counter() - begun, found


def _linear_program() -> None:
    chance = np.random.default_rng(1)
    matrix = chance.random((120, 240))
    linprog(chance.random(240), A_eq=matrix, b_eq=matrix.sum(axis=1), method="highs")


def _table(
    *, months: int, is_small: bool = False, seed: int = 1
) -> tuple[dict[str, int], dict[str, list[str]]]:
    """Return counts of participants as they are: skewed by area, many small, many none."""
    chance = Random(seed)
    every = [str(month) for month in range(1, months + 1)]
    units = {area: (area, *(SMALLER[area] if is_small else ())) for area in AREAS}
    inner = {
        f"{unit} {group} {month}": int(chance.gammavariate(0.8, level))
        for area in AREAS
        for level in [chance.gammavariate(1.2, 8)]
        for unit, group, month in product(units[area], GROUPS, every)
    }
    spans = {month: [month] for month in every}
    for size, name in ((3, "q"), (4, "t"), (12, "y")):
        for first in range(0, months - size + 1, size):
            spans[f"{name}{first}"] = every[first : first + size]
    places = {**{area: units[area] for area in AREAS}, ALL: sum(units.values(), ())}
    groups = {**{group: (group,) for group in GROUPS}, ALL: GROUPS}
    shown = {
        f"{area} {group} {span}": [
            " ".join(place) for place in product(places[area], groups[group], spans[span])
        ]
        for area, group, span in product(places, groups, spans)
    }
    if is_small:
        for area in AREAS:
            for unit, span in product(units[area], spans):
                shown[f"{unit}* {ALL} {span}"] = [
                    " ".join(place) for place in product((unit,), GROUPS, spans[span])
                ]
    return inner, shown
