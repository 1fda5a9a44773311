"""Published tables with known answers, and what a protection owes in each single respect."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from domain.disclosure import (
    Interval,
    KnownSum,
    UnprovableTableError,
    audit,
    protect,
)
from tests.attacker import tried

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "data" / "disclosure_reference.json").read_text("utf-8")
    )["cases"]
}

Table = tuple[dict[str, int], dict[str, list[str]], dict[str, int], list[str]]
"""Inner cells, sums of them, the values of these, and which of them are margins."""


def table_of(case: Mapping[str, Any]) -> Table:
    rows, columns = case["rows"], case["cols"]
    inner = {
        f"{row}|{column}": value
        for row, values in zip(rows, case["values"], strict=True)
        for column, value in zip(columns, values, strict=True)
    }
    shown = {name: [name] for name in inner}
    for group, members in {"all": columns, **case.get("groups", {})}.items():
        for row in rows:
            shown[f"{row}|{group}"] = [f"{row}|{column}" for column in members]
        shown[f"all|{group}"] = [f"{row}|{column}" for row in rows for column in members]
    for column in columns:
        shown[f"all|{column}"] = [f"{row}|{column}" for row in rows]
    values = {name: sum(inner[cell] for cell in cells) for name, cells in shown.items()}
    margins = [name for name in shown if name.startswith("all|") or name.endswith("|all")]
    return inner, shown, values, margins


def named(pairs: list[list[str]]) -> set[str]:
    return {"|".join(pair) for pair in pairs}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_reference_case_is_protected_at_its_known_cost(case: dict[str, Any]) -> None:
    inner, shown, values, margins = table_of(case)
    primary = named(case["primary"])
    protection = protect(inner, shown, threshold=1, hidden_before=primary, always_shown=margins)
    assert protection.is_optimal
    hidden = {name for name, count in protection.items() if count.mark}
    further = hidden - primary
    cost = sum(values[name] for name in further)
    wanted = case.get("cheapest_extra", {"sum": case.get("cheapest_by_sum")})
    assert cost == wanted["sum"]
    assert len(further) == wanted.get("cells", len(further))
    for name, interval in audit(inner, shown, values, hidden).items():
        assert interval.width > 0, name


@pytest.mark.parametrize(
    "case", [each for each in CASES.values() if "interval" in each], ids=lambda each: each["id"]
)
def test_the_interval_of_a_safe_pattern_is_as_published(case: dict[str, Any]) -> None:
    inner, shown, values, _margins = table_of(case)
    found = audit(inner, shown, values, named(case["safe_pattern"]))
    for name, (low, high) in case["interval"].items():
        assert found[name] == Interval(low, high)


def test_two_hidden_in_every_line_are_not_enough() -> None:
    inner, shown, values, _margins = table_of(CASES["T2"])
    found = audit(inner, shown, values, named(CASES["T2"]["primary"]))
    for name, (low, high) in CASES["T2"]["interval_when_only_primary_hidden"].items():
        assert found[name] == Interval(low, high)


def test_a_pattern_that_gives_all_its_cells_away_is_found_out() -> None:
    inner, shown, values, _margins = table_of(CASES["T4.7"])
    found = audit(inner, shown, values, named(CASES["T4.7"]["unsafe_pattern"]))
    assert {name: (each.low, each.high) for name, each in found.items()} == {
        name: (values[name], values[name]) for name in found
    }


AREAS = {"a": 2, "b": 12, "c": 40, "d": 7}
WITH_SUM = {**{name: [name] for name in AREAS}, "sum": list(AREAS)}


def test_the_cheapest_other_cell_is_hidden_with_a_small_one() -> None:
    found = protect(AREAS, WITH_SUM)
    assert {name: count.value for name, count in found.items()} == {
        "a": None,
        "b": 12,
        "c": 40,
        "d": None,
        "sum": 61,
    }
    assert (found["a"].low, found["a"].high, found["a"].mark) == (0, 9, "..")
    assert (found["d"].low, found["d"].high) == (0, 9)
    assert (found["b"].low, found["b"].high, found["b"].mark) == (12, 12, "")


@pytest.mark.parametrize(("threshold", "hidden"), [(1, set()), (3, {"a", "d"}), (8, {"a", "d"})])
def test_the_threshold_decides_what_is_small(threshold: int, hidden: set[str]) -> None:
    found = protect(AREAS, WITH_SUM, threshold=threshold)
    assert {name for name, count in found.items() if count.mark} == hidden


def test_zeros_may_be_hidden_unless_they_are_public_or_known() -> None:
    inner = {"a": 3, "b": 0, "c": 30}
    shown = {**{name: [name] for name in inner}, "sum": list(inner)}
    # Both are at least zero and 3 together: too narrow for 5, so that the cheapest is the sum.
    assert protect(inner, shown)["sum"].value is None or protect(inner, shown)["c"].value is None
    for further in ({"zeros_public": True}, {"always_shown": ["b"]}):
        found = protect(inner, shown, **further)
        assert found["b"].value == 0
        assert found["a"].value is None
    public = protect(inner, shown, zeros_public=True)
    hidden = {name for name, count in public.items() if count.mark}
    values = {name: sum(inner[cell] for cell in cells) for name, cells in shown.items()}
    assert audit(inner, shown, values, hidden, zeros_public=True)["a"].low == 1


def test_the_same_sum_twice_is_hidden_twice() -> None:
    shown = {**WITH_SUM, "a again": ["a"], "d again": ["d"]}
    found = protect(AREAS, shown)
    assert {name for name, count in found.items() if count.mark} >= {"a", "a again"}


def test_without_a_largest_value_there_is_none() -> None:
    found = protect({"a": 2}, {"a": ["a"]})
    assert (found["a"].value, found["a"].low, found["a"].high) == (None, 0, None)


def test_whole_numbers_are_audited_and_not_parts_of_one() -> None:
    # Three cells, each pair of which sums to an odd number of its own: halves fit, whole numbers
    # leave nothing to choose.
    inner = {"a": 1, "b": 0, "c": 0, "d": 0}
    shown = {name: [name] for name in inner} | {
        "ab": ["a", "b", "d"],
        "ac": ["a", "c", "d"],
        "bc": ["b", "c", "d"],
    }
    values = {name: sum(inner[cell] for cell in cells) for name, cells in shown.items()}
    found = audit(inner, shown, values, set(inner))
    brute = tried(inner, {name: values[name] for name in ("ab", "ac", "bc")}, shown, inner, most=3)
    assert {name: (each.low, each.high) for name, each in found.items()} == brute


def test_what_was_hidden_before_stays_hidden() -> None:
    assert protect(AREAS, WITH_SUM, hidden_before=["c"])["c"].value is None


def test_what_earlier_publications_give_away_is_not_hidden_again() -> None:
    # Their papers hid the sum without need: by its parts it could be worked out.
    inner = {"a": 9, "b": 12}
    before = {
        "1 a": KnownSum(frozenset("a"), 9),
        "1 b": KnownSum(frozenset("b"), 12),
        "1 sum": KnownSum(frozenset("ab"), None),
    }
    found = protect(inner, {"sum": "ab"}, published_before=before, hidden_before=["sum"])
    assert found["sum"].value == 21


def test_two_versions_do_not_give_a_count_away() -> None:
    # In the first version a and d were hidden; then b was corrected from 12 to 13.
    inner = {**AREAS, "b now": 13}
    now = {"a": ["a"], "b": ["b now"], "c": ["c"], "d": ["d"], "sum": ["a", "b now", "c", "d"]}
    before = {
        "1 a": KnownSum(frozenset("a"), None),
        "1 b": KnownSum(frozenset("b"), 12),
        "1 c": KnownSum(frozenset("c"), 40),
        "1 d": KnownSum(frozenset("d"), None),
        "1 sum": KnownSum(frozenset("abcd"), 61),
    }
    found = protect(inner, now, published_before=before)
    assert found["a"].value is None
    # To show d, and hide another with a, would give a by the first version's sum.
    assert found["d"].value is None


def test_cumulative_figures_do_not_give_the_month_between_away() -> None:
    inner = {"jan": 30, "feb": 2}
    before = {"jan": KnownSum(frozenset(["jan"]), 30)}
    found = protect(inner, {"feb": ["feb"], "so far": ["jan", "feb"]}, published_before=before)
    assert found["feb"].value is None
    assert found["so far"].value is None


def test_overlapping_areas_do_not_give_their_difference_away() -> None:
    inner = {"west": 20, "middle": 3, "east": 25}
    shown = {"west and middle": ["west", "middle"], "west": ["west"], "east": ["east"]}
    found = protect({**inner}, {**shown, "middle": ["middle"]})
    hidden = {name for name, count in found.items() if count.mark}
    assert "middle" in hidden
    assert hidden & {"west and middle", "west"}


def test_what_cannot_be_protected_is_refused() -> None:
    told = {"sum": KnownSum(frozenset(["a", "b"]), 14), "b": KnownSum(frozenset("b"), 12)}
    with pytest.raises(UnprovableTableError) as raised:
        protect({"a": 2, "b": 12}, {"a now": ["a"]}, published_before=told)
    assert raised.value.cell == "a now"
    with pytest.raises(UnprovableTableError):
        protect(AREAS, WITH_SUM, always_shown=["a"])


@pytest.mark.parametrize(
    ("inner", "shown", "further"),
    [
        ({"a": -1}, {"a": ["a"]}, {}),
        ({"a": 1}, {"a": ["b"]}, {}),
        ({"a": 1}, {"a": []}, {}),
        ({"a": 1}, {"a": ["a"]}, {"threshold": 0}),
        ({"a": 1}, {"a": ["a"]}, {"always_shown": ["b"]}),
        ({"a": 1}, {"a": ["a"]}, {"hidden_before": ["b"]}),
        ({"a": 1}, {"a": ["a"]}, {"published_before": {"a": KnownSum(frozenset("a"), 1)}}),
        ({"a": 1}, {"a": ["a"]}, {"published_before": {"b": KnownSum(frozenset("a"), 2)}}),
    ],
)
def test_nonsense_is_refused(
    inner: dict[str, int], shown: dict[str, list[str]], further: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"not|negative|published"):
        protect(inner, shown, **further)


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"a": 1}, ()),
        ({"a": 1, "b": 1}, ("c",)),
        ({"a": 5, "b": 1, "ab": 3}, ()),
    ],
)
def test_an_audit_of_nonsense_is_refused(values: dict[str, int], hidden: tuple[str, ...]) -> None:
    shown = {"a": ["a"], "b": ["b"]} | ({"ab": ["a", "b"]} if "ab" in values else {})
    with pytest.raises(ValueError, match=r"without a value|infeasible|optimal"):
        audit(["a", "b"], shown, values, hidden or (["b"] if "ab" in values else []))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_without_time_a_pattern_is_safe_and_does_not_claim_to_be_the_best(
    case: dict[str, Any],
) -> None:
    inner, shown, values, _margins = table_of(case)
    primary = named(case["primary"])
    protection = protect(inner, shown, threshold=1, hidden_before=primary, time_limit_s=0)
    assert not protection.is_optimal
    hidden = {name for name, count in protection.items() if count.mark}
    assert primary <= hidden
    found = audit(inner, shown, values, hidden)
    assert all(found[name].width > 0 for name in primary)
