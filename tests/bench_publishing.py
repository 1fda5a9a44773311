"""What it costs to propose a publication, and how much more is hidden than need be. Part of bench.

A year of eleven areas and three groups is published month by month, as a director would: both
measures, and beside all that was told before.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

import domain.disclosure.protection as protection_module
from domain.calendar import months_between
from domain.disclosure.table import Table
from domain.grounds import Ground, MonthlyCount
from domain.publications import Division, Proposal
from domain.publishing import TIME_LIMIT_S, propose
from tests.grounds import ground_of, published

MONTHS = months_between(date(2026, 1, 1), date(2026, 12, 1))
AREAS = Division(tuple(str(code) for code in range(70, 81)), ("1", "2", "3"))
SHARES = (0.01, 0.17, 0.1, 0.14, 0.06, 0.025, 0.01, 0.04, 0.075, 0.15, 0.22)
ENTRIES = 255
"""In a month, in all areas, as in the example programme."""

SMALLER = Division(AREAS.area_codes[:4], AREAS.target_groups[:1])
"""So small that the best of a year can be found."""
_BETWEEN_S = 2.0
"""Seconds for the months that are not measured themselves."""


def year_of(division: Division, seed: int = 0) -> Ground:
    """Return a random year, nothing of which is public."""
    random, rows = np.random.default_rng(seed), []
    for month in MONTHS:
        for area, share in zip(division.area_codes, SHARES, strict=False):
            for group in division.target_groups:
                mean = ENTRIES * share / 3 * random.gamma(8, 1 / 8)
                single, common = random.poisson(0.36 * mean), random.poisson(0.64 * mean)
                uncounted = random.binomial(common, 0.12)
                people = single + random.integers(3, 20, common - uncounted).sum()
                count = MonthlyCount(
                    month,
                    area,
                    group,
                    individual=int(single),
                    common=int(common),
                    participants=int(people),
                    entries=int(single + common),
                    uncounted=int(uncounted),
                    is_common_counted=not common or bool(common > uncounted),
                )
                rows += [count] if count.entries else []
    return ground_of(*rows, months=MONTHS, division=division)


def _corrected(ground: Ground) -> Ground:
    """Return the ground with one more occasion in March, in a place that has some."""
    place = next(
        row for row in ground.registered if row.month == MONTHS[2] and row.paired and row.common
    )
    more = replace(
        place,
        individual=place.individual + 1,
        participants=place.participants + 1,
        entries=place.entries + 1,
    )
    return replace(
        ground, registered=tuple(more if row == place else row for row in ground.registered)
    )


def _measured(ground: Ground, month: date) -> tuple[Proposal, float, float]:
    """Return a proposal, and how many seconds of processor and of clock it took."""
    clock, processor = time.perf_counter(), time.process_time()
    proposal = propose(ground, month, 5)
    return proposal, time.process_time() - processor, time.perf_counter() - clock


def publishing_rows(yardstick_ms: float) -> Iterator[tuple[str, str, str, str]]:
    """Yield rows to print: what, milliseconds of processor, ratio, and to what."""
    ground = year_of(AREAS)
    measured = {0: "January", 1: "February, beside it", 2: "March and the quarter", 11: "December"}
    for number, month in enumerate(MONTHS):
        if number in measured:
            proposal, used, taken = _measured(ground, month)
            yield _row(measured[number], proposal, used, taken, yardstick_ms)
        else:
            proposal = propose(ground, month, 5, _BETWEEN_S)
        ground = published(ground, proposal)
    ground = _corrected(ground)
    yield _row("March, corrected", *_measured(ground, MONTHS[2]), yardstick_ms)


def _row(
    what: str, proposal: Proposal, used: float, taken: float, yardstick_ms: float
) -> tuple[str, str, str, str]:
    told = f"{proposal.hidden} of {len(proposal.counts)} hidden, {taken:.1f} s by the clock"
    return (
        f"propose {what} ({told})",
        f"{1000 * used:.0f}",
        f"{1000 * used / yardstick_ms:.0f}",
        "a linear program",
    )


@contextmanager
def fewest_cells() -> Iterator[None]:
    """Let each shown cell cost the same, so that the optimum is that of cells."""

    def costs(table: Table) -> NDArray[np.float64]:
        return table.sizes.astype(np.float64)

    with patch.object(Table, "costs", property(costs)):
        yield


@contextmanager
def in_haste() -> Iterator[None]:
    """Let no time be for the search of the optimum, but for all else."""
    with patch.object(protection_module, "_SEARCHING", 0):
        yield


def excess_rows(
    what: str, protected: list[Callable[[], tuple[int, int, bool]]]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield how many cells are hidden in haste, against the fewest: all, and those not small.

    Args:
        what: the tables.
        protected: protect each; how many are hidden, how many of them as small, and whether the
            pattern is the best.
    """
    every, further = [], []
    for protect in protected:
        with fewest_cells():
            fewest, small, is_best = protect()
        with in_haste():
            hurried, _small, _is_best = protect()
        if is_best and fewest:
            every.append(hurried / fewest)
        if is_best and fewest > small:
            further.append((hurried - small) / (fewest - small))
    for which, found in (("hidden", every), ("hidden beside small ones", further)):
        if found:
            ratio = f"{statistics.median(found):.2f}"
            yield f"{which} in haste, {len(found)} {what}", "", ratio, "the fewest cells"


def months_with_a_past() -> list[Callable[[], tuple[int, int, bool]]]:
    """Return months without longer spans to be protected, beside all that was told before them."""
    found = []
    ground = year_of(AREAS)
    for number, month in enumerate(MONTHS[:7]):
        if number in {1, 4, 6}:
            found.append(_protecting(ground, month))
        ground = published(ground, propose(ground, month, 5, _BETWEEN_S))
    return found


def small_years() -> list[Callable[[], tuple[int, int, bool]]]:
    """Return Decembers of a smaller division, with the quarter, the tertial and the year."""
    found = []
    for seed in range(3):
        ground = year_of(SMALLER, seed)
        for month in MONTHS[:-1]:
            ground = published(ground, propose(ground, month, 5, _BETWEEN_S))
        found.append(_protecting(ground, MONTHS[-1]))
    return found


def _protecting(ground: Ground, month: date) -> Callable[[], tuple[int, int, bool]]:
    def protect() -> tuple[int, int, bool]:
        proposal = propose(ground, month, 5, 2 * TIME_LIMIT_S)
        return proposal.hidden, proposal.small, proposal.is_optimal

    return protect
