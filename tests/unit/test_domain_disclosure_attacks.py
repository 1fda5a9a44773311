"""What an attacker would try, and what tempts a solver to a wrong answer."""

from collections.abc import Collection, Mapping
from itertools import product
from typing import ClassVar

import numpy as np
import pytest
from scipy.optimize import linprog

import domain.disclosure.protection as protection_module
from domain.disclosure import (
    Interval,
    KnownSum,
    UnprovableTableError,
    audit,
    protect,
)
from tests.attacker import solved, tried

Sums = Mapping[str, Collection[str]]


def alone(inner: Collection[str]) -> dict[str, Collection[str]]:
    return {name: [name] for name in inner}


def marked(inner: Mapping[str, int], shown: Sums, **wishes: object) -> set[str]:
    found = protect(inner, shown, **wishes)  # type: ignore[arg-type]
    return {name for name, count in found.items() if count.mark}


PARITY = {"d": ["d"], "ab": ["a", "b"], "bc": ["b", "c"], "acd": ["a", "c", "d"]}
"""By `ab` and `bc` a is as large as c, so that `acd` tells whether d is odd."""

ODD = {"a": 1, "b": 12, "c": 1, "d": 3}


def linear_ends(known: Mapping[str, int], sums: Sums, asked: str) -> list[float]:
    cells = sorted({cell for each in sums.values() for cell in each})
    rows = {name: np.isin(cells, list(each)).astype(float) for name, each in sums.items()}
    limits = np.array([rows[name] for name in known])
    ends = (linprog(s * rows[asked], A_eq=limits, b_eq=list(known.values())) for s in (1, -1))
    return [sign * float(end.fun or 0) for sign, end in zip((1, -1), ends, strict=True)]


def test_whole_numbers_are_narrower_than_a_linear_program_holds() -> None:
    known = {"ab": 13, "bc": 13, "acd": 5}
    assert linear_ends(known, PARITY, "d") == pytest.approx([0, 5])
    assert audit("abcd", PARITY, known, ["d"]) == {"d": Interval(1, 5)}
    assert tried("abcd", known, PARITY, ["d"]) == {"d": (1, 5)}


@pytest.mark.parametrize("searching", [0, 0.5])
def test_a_count_that_is_wide_enough_for_a_linear_program_only_is_not_shown(
    searching: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection_module, "_SEARCHING", searching)
    wishes = {"always_shown": ["ab", "bc"]}
    assert marked(ODD, PARITY, **wishes, threshold=4) == {"d"}
    assert marked(ODD, PARITY, **wishes, threshold=5) == {"d", "acd"}


def test_what_is_told_of_such_a_count_is_never_too_narrow() -> None:
    found = protect(ODD, PARITY, always_shown=["ab", "bc", "acd"])
    assert (found["d"].value, found["d"].low, found["d"].high) == (None, 0, 5)
    # Nor is it promised to be so wide: in whole numbers it is from 1 to 5.
    assert found.promised["d"] == 4


def test_public_zeros_are_known_of_all_hidden_counts_together() -> None:
    # Each pair has someone, so that two of the three have: halves would make it one and a half.
    pairs = {"ab": "ab", "bc": "bc", "ac": "ac", "abc": "abc"}
    assert audit("abc", pairs, {}, pairs, zeros_public=True)["abc"] == Interval(2, None)
    assert solved({}, pairs, pairs, zeros_public=True)["abc"] == (2, None)


def test_the_last_count_beside_public_zeros_is_not_left_alone() -> None:
    # Of 6 in all, c is zero for all to see; a and b are 1 to 5 each, which is not wide enough.
    inner = {"a": 2, "b": 4, "c": 0, "d": 30}
    shown = {**alone(inner), "abc": "abc", "all": "abcd"}
    assert marked(inner, shown, zeros_public=True) == {"a", "b", "abc", "d"}
    assert marked(inner, shown, always_shown=["c"]) == {"a", "b"}


@pytest.mark.parametrize(
    "wishes",
    [
        {"hidden_before": ["a"]},
        {"published_before": {"a then": KnownSum(frozenset("a"), None)}},
        {"published_before": {"ab then": KnownSum(frozenset("ab"), None)}},
    ],
)
def test_a_hidden_zero_does_not_agree_with_public_zeros(wishes: dict[str, object]) -> None:
    inner = {"a": 0, "b": 0, "c": 4, "d": 6}
    shown = {**alone(inner), "all": "abcd"}
    with pytest.raises(ValueError, match="zeros are public"):
        marked(inner, shown, zeros_public=True, **wishes)
    for name, count in protect(inner, shown, **wishes).items():  # type: ignore[arg-type]
        assert count.low <= inner.get(name, 10) <= (count.high or 10), name


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"a": 1, "b": 1, "ab": 3}, ["c"]),
        ({"a": 1, "b": 1, "ab": 3, "c": 1}, []),
        ({"a": 4, "ab": 3, "c": 1}, ["b"]),
        ({"a": -4, "ab": 3, "c": 1}, ["b"]),
        ({"c": -4}, ["a", "b", "ab"]),
        ({"a": 0, "b": 0}, ["ab", "c"]),
    ],
)
def test_an_audit_tells_when_no_table_agrees(values: dict[str, int], hidden: list[str]) -> None:
    shown = {**alone("abc"), "ab": "ab"}
    with pytest.raises(ValueError, match="infeasible"):
        audit("abc", shown, values, hidden, zeros_public=True)


@pytest.mark.parametrize("scale", [1_000, 1_000_000, 1_000_000_000])
@pytest.mark.parametrize("time_limit_s", [0, 20])
def test_large_counts_beside_small_ones_are_worked_out_to_the_last(
    scale: int, time_limit_s: float
) -> None:
    counts = [[3, scale, scale + 1], [scale + 2, 4, scale + 5], [scale + 7, scale + 8, scale + 9]]
    inner = {f"{r}{c}": counts[r][c] for r, c in product(range(3), range(3))}
    shown = {
        **alone(inner),
        **{f"{r}*": [f"{r}{c}" for c in range(3)] for r in range(3)},
        **{f"*{c}": [f"{r}{c}" for r in range(3)] for c in range(3)},
        "**": list(inner),
    }
    counts_found = protect(inner, shown, time_limit_s=time_limit_s)
    values = {name: sum(inner[cell] for cell in cells) for name, cells in shown.items()}
    hidden = {name for name, count in counts_found.items() if count.mark}
    told = {name: values[name] for name in shown if name not in hidden}
    found = solved(told, shown, hidden)
    assert hidden >= {"00", "11"}
    for name, (low, high) in found.items():
        assert high is None or high - low >= 5
        assert (counts_found[name].low, counts_found[name].high) == (low, high)


def test_the_same_count_by_many_names_is_hidden_under_each() -> None:
    inner = {"a": 2, "b": 9, "c": 30}
    shown = {"a": "a", "a as well": "a", "b": "b", "all but a": "bc", "c": "c", "all": "abc"}
    hidden = marked(inner, shown)
    assert hidden >= {"a", "a as well"}
    told = {
        name: sum(inner[c] for c in cells) for name, cells in shown.items() if name not in hidden
    }
    low, high = solved(told, shown, ["a"])["a"]
    assert high is None or high - low >= 5


def test_an_equal_count_does_not_stand_in_for_a_hidden_one() -> None:
    # b is as large as a, by chance: shown elsewhere or not, it says nothing of a.
    inner = {"a": 3, "b": 3, "c": 3, "d": 8}
    assert marked(inner, {**alone(inner), "all": "abcd"}) == {"a", "b", "c"}


class TestOverTime:
    """Earlier papers are public for ever."""

    JANUARY: ClassVar = {"jan": KnownSum(frozenset(["jan"]), 11)}

    def test_two_cumulative_figures_have_no_small_difference(self) -> None:
        inner = {"jan": 11, "feb": 3, "mar": 20}
        shown = {"feb": ["feb"], "mar": ["mar"], "to feb": ["jan", "feb"], "to mar": list(inner)}
        found = protect(inner, shown, published_before=self.JANUARY)
        assert {name for name, count in found.items() if count.mark} >= {"feb", "to feb"}
        told = {"jan": 11, **{n: c.value for n, c in found.items() if c.value is not None}}
        sums = {**shown, "jan": ["jan"]}
        low, high = solved(told, sums, ["feb"])["feb"]
        assert high is None or high - low >= 5

    def test_a_corrected_cell_does_not_open_what_its_first_version_hid(self) -> None:
        inner = {"a": 2, "b": 8, "c": 30, "c now": 31}
        before = {
            "1 a": KnownSum(frozenset("a"), None),
            "1 b": KnownSum(frozenset("b"), None),
            "1 c": KnownSum(frozenset("c"), 30),
            "1 all": KnownSum(frozenset("abc"), 40),
        }
        shown = {"a": ["a"], "b": ["b"], "c": ["c now"], "all": ["a", "b", "c now"]}
        first = marked(inner, shown, published_before=before)
        assert first == marked(inner, shown, published_before=before, hidden_before=["a"])
        assert first == {"a", "b"}

    def test_overlapping_areas_do_not_tell_of_what_they_do_not_share(self) -> None:
        inner = {"west": 20, "middle": 3, "east": 25}
        before = {"west and middle": KnownSum(frozenset(["west", "middle"]), 23)}
        shown = {**alone(inner), "middle and east": ["middle", "east"], "all": list(inner)}
        hidden = marked(inner, shown, published_before=before)
        assert {"middle", "west"} <= hidden
        told = {n: sum(inner[c] for c in cells) for n, cells in shown.items() if n not in hidden}
        sums = {**shown, "west and middle": ["west", "middle"]}
        low, high = solved({**told, "west and middle": 23}, sums, ["middle"])["middle"]
        assert high is None or high - low >= 5

    def test_what_two_papers_give_away_together_is_refused(self) -> None:
        inner = {"a": 3, "b": 20}
        before = {"ab": KnownSum(frozenset("ab"), 23), "b": KnownSum(frozenset("b"), 20)}
        with pytest.raises(UnprovableTableError) as raised:
            protect(inner, {"a now": "a"}, published_before=before)
        assert raised.value.cell == "a now"


def test_when_time_runs_out_at_once_nothing_is_shown_that_is_sensitive() -> None:
    inner = {
        f"{row}{column}": (row * 7 + column * 5) % 11 for row in range(5) for column in range(4)
    }
    shown = {
        **alone(inner),
        **{f"{row}*": [f"{row}{column}" for column in range(4)] for row in range(5)},
        **{f"*{column}": [f"{row}{column}" for row in range(5)] for column in range(4)},
    }
    hurried = protect(inner, shown, time_limit_s=0)
    best = protect(inner, shown)
    assert (hurried.is_optimal, best.is_optimal) == (False, True)
    values = {name: sum(inner[cell] for cell in cells) for name, cells in shown.items()}
    costs = []
    for protection in (hurried, best):
        told = {n: c.value for n, c in protection.items() if c.value is not None}
        small = [name for name, value in values.items() if 0 < value < 5]
        for low, high in solved(told, shown, small).values():
            assert high is None or high - low >= 5
        costs.append(sum(values[name] for name in shown if name not in told))
    assert costs[0] >= costs[1]
