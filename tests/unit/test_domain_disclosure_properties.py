"""Any table that is protected withstands an attacker who shares nothing with the protection."""

from dataclasses import dataclass
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.disclosure import (
    KnownSum,
    Protection,
    UnprovableTableError,
    audit,
    protect_table,
)
from tests.attacker import solved, tried

MOST = 10_000
PARTS = 8
EACH = 250
"""Two thousand tables in all, in parts that may run beside each other."""


@dataclass(frozen=True)
class Case:
    """A linked table: areas within a whole, target groups, and months within a quarter."""

    inner: dict[str, int]
    shown: dict[str, list[str]]
    threshold: int
    zeros_public: bool

    @property
    def values(self) -> dict[str, int]:
        return {name: self.sum(cells) for name, cells in self.shown.items()}

    def sum(self, cells: list[str]) -> int:
        return sum(self.inner[cell] for cell in cells)

    def protected(self, **further: object) -> Protection:
        return protect_table(
            self.inner,
            self.shown,
            threshold=self.threshold,
            zeros_public=self.zeros_public,
            **further,  # type: ignore[arg-type]
        )


COUNTS = st.one_of(
    st.just(0), st.integers(1, 4), st.integers(0, 12), st.integers(5, 60), st.integers(0, 3000)
)


@st.composite
def cases(draw: st.DrawFn, most_cells: int = 6) -> Case:
    sizes = draw(
        st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)).filter(
            lambda each: 2 <= each[0] * each[1] * each[2] <= most_cells
        )
    )
    areas, groups, months = (
        [f"{kind}{n}" for n in range(n)] for kind, n in zip("agm", sizes, strict=True)
    )
    inner = {" ".join(place): draw(COUNTS) for place in product(areas, groups, months)}
    some_areas = _parts(areas)
    if len(areas) > 2:
        # A district of the first two areas lies between the single area and the whole.
        some_areas["district"] = areas[:2]
    some_groups, some_months = _parts(groups), _parts(months)
    shown = {
        f"{a} {g} {m}": [
            " ".join(place) for place in product(some_areas[a], some_groups[g], some_months[m])
        ]
        for a, g, m in product(some_areas, some_groups, some_months)
    }
    kept = draw(st.sets(st.sampled_from(sorted(shown)), max_size=3))
    return Case(
        inner,
        {name: cells for name, cells in shown.items() if name not in kept},
        draw(st.sampled_from([3, 5, 10])),
        draw(st.booleans()),
    )


def _parts(names: list[str]) -> dict[str, list[str]]:
    """Return each name alone, and all of them where they are several."""
    return {**{each: [each] for each in names}, **({"all": names} if len(names) > 1 else {})}


def widest(case: Case) -> dict[str, tuple[int, int]]:
    """Return what each sum can be when all is hidden that may be: only public zeros are not."""
    zeros = {name: 0 for name, value in case.values.items() if value == 0 and case.zeros_public}
    small = [name for name, value in case.values.items() if 0 < value < case.threshold]
    return solved(zeros, case.shown, small, MOST)


def assert_withstands(case: Case, protection: Protection) -> None:
    """Attack: no small count is nearer known than promised, and nothing that is told is untrue."""
    values = case.values
    told = {
        name: count.value for name, count in protection.counts.items() if count.value is not None
    }
    assert told == {name: values[name] for name in told}
    small = [name for name, value in values.items() if 0 < value < case.threshold]
    assert not set(small) & set(told)
    least = 1 if case.zeros_public else 0
    best = widest(case)
    for name, (low, high) in solved(told, case.shown, small, MOST).items():
        # Everybody knows that a hidden count is not zero where zeros are public.
        assert high - max(low, least) >= min(case.threshold, best[name][1] - least) - least, name
        count = protection.counts[name]
        assert count.low <= values[name] <= (count.high or MOST)
    if case.zeros_public:
        assert all(told.get(name) == 0 for name, value in values.items() if value == 0)


@pytest.mark.parametrize("part", range(PARTS))
def test_no_small_count_of_a_protected_table_can_be_worked_out(part: int) -> None:
    @settings(
        max_examples=EACH, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(cases(), st.booleans())
    def attacked(case: Case, is_hurried: bool) -> None:
        protection = case.protected(time_limit_s=0 if is_hurried else 1)
        assert_withstands(case, protection)

    attacked()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_cells=12), st.booleans())
def test_larger_tables_withstand_too(case: Case, is_hurried: bool) -> None:
    assert_withstands(case, case.protected(time_limit_s=0 if is_hurried else 2))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_cells=6))
def test_the_audit_finds_what_trying_every_table_finds(case: Case) -> None:
    small = {name: count % 7 for name, count in case.inner.items()}
    case = Case(small, case.shown, case.threshold, zeros_public=False)
    hidden = {name for name, count in case.protected().counts.items() if count.mark}
    told = {name: value for name, value in case.values.items() if name not in hidden}
    most = max([*told.values(), 8])
    found = audit(case.inner, case.shown, case.values, hidden)
    bounded = {
        name: each for name, each in found.items() if each.high is not None and each.high <= most
    }
    if len(case.inner) * most > 60:
        return
    brute = tried(case.inner, told, case.shown, list(bounded), most)
    assert {name: (each.low, each.high) for name, each in bounded.items()} == brute


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_cells=4))
def test_nothing_cheaper_is_safe_where_the_protection_is_called_optimal(case: Case) -> None:
    protection = case.protected()
    assert protection.is_optimal
    values = case.values
    hidden = {name for name, count in protection.counts.items() if count.mark}
    small = {name for name, value in values.items() if 0 < value < case.threshold}
    free = [
        name for name in case.shown if name not in small and (values[name] or not case.zeros_public)
    ]
    if len(free) > 9:
        return
    paid = sum(values[name] for name in hidden - small)
    best = widest(case)
    least = 1 if case.zeros_public else 0
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            if sum(values[name] for name in chosen) >= paid:
                continue
            told = {n: v for n, v in values.items() if n not in small and n not in chosen}
            intervals = audit(
                case.inner,
                case.shown,
                values,
                small | set(chosen),
                zeros_public=case.zeros_public,
            )
            assert told is not None
            assert any(
                intervals[name].width < min(case.threshold, best[name][1] - least) for name in small
            ), chosen


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(cases(most_cells=8), st.data())
def test_a_correction_gives_no_version_away(case: Case, data: st.DataObject) -> None:
    """The first version, a correction of some cells, and the second: attacked together."""
    case = Case(case.inner, case.shown, case.threshold, zeros_public=False)
    first = case.protected()
    corrected = data.draw(
        st.dictionaries(st.sampled_from(sorted(case.inner)), st.integers(0, 20), max_size=2)
    )
    now = {name: f"{name} now" for name, count in corrected.items() if case.inner[name] != count}
    inner = {**case.inner, **{now[name]: corrected[name] for name in now}}
    shown = {name: [now.get(cell, cell) for cell in cells] for name, cells in case.shown.items()}
    before = {
        f"first {name}": KnownSum(frozenset(case.shown[name]), count.value)
        for name, count in first.counts.items()
    }
    hidden = [name for name, count in first.counts.items() if count.mark]
    try:
        second = protect_table(
            inner,
            shown,
            threshold=case.threshold,
            hidden_before=hidden,
            published_before=before,
        )
    except UnprovableTableError:
        return
    told = {
        **{name: known.value for name, known in before.items() if known.value is not None},
        **{n: c.value for n, c in second.counts.items() if c.value is not None},
    }
    sums = {
        **shown,
        **{name: list(known.cells) for name, known in before.items()},
    }
    values = {name: sum(inner[cell] for cell in cells) for name, cells in sums.items()}
    small = [
        name for name, value in values.items() if 0 < value < case.threshold and name not in told
    ]
    for name, (low, high) in solved(told, sums, small, MOST).items():
        assert low < high, name
