"""What it costs to protect counts, and what haste costs. Part of ``make bench``.

Times are told in milliseconds and as ratios to a linear program of a fixed size in the same run.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

import numpy as np
from scipy.optimize import linprog

from domain.disclosure import THRESHOLD, Protection, protect
from tests.bench_publishing import excess_rows, months_with_a_past, publishing_rows, small_years

Table = tuple[dict[str, int], dict[str, list[str]]]
"""The counts of the inner cells, and which of them each sum adds up."""

AREAS = tuple(f"area {number}" for number in range(11))
GROUPS = ("boys", "girls", "unknown")
YEAR = tuple(range(1, 13))
MEAN = 8
"""People in an area, of a group, in a month."""

RANDOM_MONTHS = 10
_CASES = Path(__file__).parent / "data" / "disclosure_reference.json"


def _periods(months: Sequence[int]) -> dict[str, Sequence[int]]:
    """Return each month and, of a year, its quarters, tertials and itself."""
    single: dict[str, Sequence[int]] = {f"month {month}": [month] for month in months}
    if len(months) < len(YEAR):
        return single
    quarters = {f"quarter {n + 1}": YEAR[3 * n : 3 * n + 3] for n in range(4)}
    tertials = {f"tertial {n + 1}": YEAR[4 * n : 4 * n + 4] for n in range(3)}
    return {**single, **quarters, **tertials, "year": YEAR}


def _places(*, with_smaller: bool) -> dict[str, list[str]]:
    """Return the places without others below them, by area: smaller ones, and what has none."""
    if not with_smaller:
        return {area: [area] for area in AREAS}
    # 24 smaller areas: two in each area, three in the last two.
    below = {area: 2 + (number > 8) for number, area in enumerate(AREAS)}
    return {
        area: [*(f"{area}, part {n}" for n in range(count)), f"{area}, elsewhere"]
        for area, count in below.items()
    }


def make_table(seed: int, months: Sequence[int] = (1,), *, with_smaller: bool = False) -> Table:
    """Return a random table with all margins; smaller areas are shown for all groups only."""
    random = np.random.default_rng(seed)
    below, inner = _places(with_smaller=with_smaller), {}
    for area in AREAS:
        level = random.gamma(1.2, MEAN / 1.2)
        for place, group, month in product(below[area], GROUPS, months):
            mean = level * random.gamma(1, 1) / len(below[area])
            inner[f"{place}|{group}|{month}"] = int(random.poisson(mean))
    areas = {**below, "all": [place for places in below.values() for place in places]}
    groups = {**{group: [group] for group in GROUPS}, "all": list(GROUPS)}
    smaller = {place: [place] for places in below.values() for place in places if with_smaller}
    rows = [*product(areas.items(), groups.items()), *product(smaller.items(), [("all", GROUPS)])]
    shown = {
        f"{area}|{group}|{period}": [
            f"{place}|{single}|{month}" for place, single, month in product(places, singles, within)
        ]
        for (area, places), (group, singles) in rows
        for period, within in _periods(months).items()
    }
    return inner, shown


def _reference_tables() -> Iterator[tuple[Table, list[str]]]:
    """Yield the tables of the literature, and what is to be hidden in each."""
    for case in json.loads(_CASES.read_text("utf-8"))["cases"]:
        columns, counts = case["cols"], dict(zip(case["rows"], case["values"], strict=True))
        inner = {
            f"{row}|{column}": count
            for row, values in counts.items()
            for column, count in zip(columns, values, strict=True)
        }
        rows = {**{row: [row] for row in counts}, "all": list(counts)}
        groups = {**{each: [each] for each in columns}, "all": columns, **case.get("groups", {})}
        shown = {
            f"{row}|{group}": [f"{r}|{c}" for r, c in product(rows[row], groups[group])]
            for row, group in product(rows, groups)
        }
        yield (inner, shown), ["|".join(pair) for pair in case["primary"]]


def _ms(action: Callable[[], object], rounds: int = 1) -> float:
    """Return the median time of an action."""
    times = []
    for _round in range(rounds):
        begun = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _linear_program() -> object:
    random = np.random.default_rng(1)
    matrix = random.integers(0, 2, (60, 100))
    values = matrix @ random.integers(0, 50, 100)
    return linprog(random.random(100), A_eq=matrix, b_eq=values, method="highs-ds")


def _hidden(protection: Protection) -> int:
    return sum(bool(count.mark) for count in protection.values())


def _protecting(table: Table, wishes: Mapping[str, object]) -> Callable[[], tuple[int, int, bool]]:
    def protected() -> tuple[int, int, bool]:
        found = protect(*table, **wishes)  # type: ignore[arg-type]
        inner, shown = table
        values = {name: sum(inner[cell] for cell in cells) for name, cells in shown.items()}
        small = wishes.get("hidden_before") or [
            name for name, value in values.items() if 0 < value < THRESHOLD
        ]
        return _hidden(found), len(small), found.is_optimal  # type: ignore[arg-type]

    return protected


def disclosure_rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield rows to print: what, milliseconds, ratio, and to what."""
    yardstick = _ms(_linear_program, rounds=15)
    month, with_smaller, year = make_table(0), make_table(0, with_smaller=True), make_table(0, YEAR)
    for what, table, rounds in (
        ("protect a month, 11 areas × 3 groups", month, 5),
        ("… and 24 smaller areas", with_smaller, 5),
        ("protect a year of months, quarters, tertials", year, 1),
    ):
        taken = _ms(lambda table=table: protect(*table), rounds)  # type: ignore[misc]
        yield what, f"{taken:.0f}", f"{taken / yardstick:.0f}", "a linear program"
    yield from publishing_rows(yardstick)
    reference = [
        _protecting(table, {"threshold": 1, "hidden_before": hidden})
        for table, hidden in _reference_tables()
    ]
    months = [
        _protecting(make_table(seed, with_smaller=bool(seed % 2)), {})
        for seed in range(RANDOM_MONTHS)
    ]
    yield from excess_rows("published tables", reference)
    yield from excess_rows("random months", months)
    yield from excess_rows("months with a past", months_with_a_past())
    yield from excess_rows("small years", small_years())
