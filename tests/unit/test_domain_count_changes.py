"""Which published counts are new, corrected or told otherwise, and by how much they differ."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.activities import MISSING, Count, between
from domain.changes import Change, Place, compare
from domain.count_changes import (
    Difference,
    completed_months,
    corrected,
    difference,
    difference_of,
    months_of,
    new_months,
    with_other_spans,
    withdrawn,
)
from tests.unit.changes_made import TODAY, place, state


@st.composite
def counts_with_truth(draw: st.DrawFn) -> tuple[Count, int]:
    """A count as it is told, and what it truly is."""
    low, wide = draw(st.integers(0, 20)), draw(st.none() | st.integers(0, 9))
    high = None if wide is None else low + wide
    return between(low, high), draw(st.integers(low, low + 50 if high is None else high))


@given(counts_with_truth(), counts_with_truth())
def test_a_difference_holds_the_true_one(was: tuple[Count, int], now: tuple[Count, int]) -> None:
    low, high = difference(was[0], now[0])
    true = now[1] - was[1]
    assert low is None or low <= true
    assert high is None or true <= high


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_difference_is_no_wider_than_the_counts_make_it(
    low: int, wide: int, other_low: int, other_wide: int
) -> None:
    was, now = between(low, low + wide), between(other_low, other_low + other_wide)
    assert difference(was, now) == (other_low - low - wide, other_low + other_wide - low)


@pytest.mark.parametrize(
    ("was", "now", "found"),
    [
        pytest.param(Count(5), Count(8), (3, 3), id="up"),
        pytest.param(Count(5), Count(5), (0, 0), id="the same"),
        pytest.param(Count(8), Count(5), (-3, -3), id="down"),
        pytest.param(between(1, 4), Count(5), (1, 4), id="from a range"),
        pytest.param(Count(5), between(1, 4), (-4, -1), id="to a range"),
        pytest.param(Count(5), between(7, None), (2, None), id="to one without a largest value"),
        pytest.param(between(7, None), between(5, None), (None, None), id="between two without"),
        pytest.param(between(7, None), Count(5), (None, -2), id="from one without a largest value"),
        pytest.param(MISSING, Count(5), (None, None), id="nobody had counted"),
        pytest.param(Count(5), MISSING, (None, None), id="nobody counts any more"),
        pytest.param(None, Count(5), (None, None), id="nothing was told: silence is not zero"),
        pytest.param(Count(5), None, (None, None), id="nothing is told any more"),
    ],
)
def test_difference(was: Count | None, now: Count | None, found: Difference) -> None:
    assert difference(was, now) == found


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        pytest.param(Count(4), Count(4), "", id="as it was"),
        pytest.param(Count(4), Count(5), "corrected", id="both are shown"),
        pytest.param(between(1, 4), Count(5), "corrected", id="more than it could be"),
        pytest.param(Count(9), between(1, 4), "corrected", id="less than it was"),
        pytest.param(between(2, 4), between(5, 9), "corrected", id="two spans apart"),
        pytest.param(between(5, None), Count(4), "corrected", id="less than the least"),
        pytest.param(MISSING, Count(5), "corrected", id="somebody has counted"),
        pytest.param(between(1, 4), MISSING, "corrected", id="nobody has counted"),
        pytest.param(between(2, 9), between(2, 8), "another span", id="one span in the other"),
        pytest.param(between(2, 5), between(5, 8), "another span", id="a number in common"),
        pytest.param(Count(4), between(3, 7), "another span", id="hidden since"),
        pytest.param(between(3, 7), Count(4), "another span", id="shown since"),
        pytest.param(between(5, None), Count(8), "another span", id="no largest value then"),
        pytest.param(between(5, None), between(9, None), "another span", id="no largest at all"),
        pytest.param(Count(4), None, "withdrawn", id="told no more"),
        pytest.param(None, Count(4), "", id="new"),
    ],
)
def test_a_count_is_corrected_only_where_it_cannot_be_the_same(
    was: Count | None, now: Count | None, kind: str
) -> None:
    told = [{place(8): each} if each else {} for each in (was, now)]
    changes = compare(state(counts=told[0]), state(counts=told[1], on=TODAY)).counts
    kinds = {
        "corrected": corrected(changes),
        "another span": with_other_spans(changes),
        "withdrawn": withdrawn(changes),
    }
    assert [name for name, found in kinds.items() if found] == [kind] * bool(kind)
    for found in kinds.values():
        assert months_of(found) <= {place(8).month}


@given(counts_with_truth(), counts_with_truth())
def test_what_is_called_corrected_is_not_what_it_was(
    was: tuple[Count, int], now: tuple[Count, int]
) -> None:
    told = state(counts={place(8): was[0]}), state(counts={place(8): now[0]}, on=TODAY)
    assert not corrected(compare(*told).counts) or was[1] != now[1]


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        pytest.param([(Count(1), Count(4)), (Count(9), Count(7))], (1, 1), id="both known"),
        pytest.param([(Count(1), Count(4)), (between(9, None), Count(7))], (None, 1), id="at most"),
        pytest.param([(Count(1), Count(4)), (Count(2), between(7, None))], (8, None), id="least"),
        pytest.param([(Count(1), Count(4)), (MISSING, Count(7))], (None, None), id="not known"),
    ],
)
def test_differences_add_up(pairs: list[tuple[Count, Count]], found: Difference) -> None:
    changes = [Change(place(month), *pair) for month, pair in enumerate(pairs, 1)]
    assert difference_of(changes) == found


@pytest.mark.parametrize(
    ("earlier", "later", "new", "more"),
    [
        pytest.param({}, {place(9): Count(5), place(8): Count(4)}, [8, 9], [], id="two new"),
        pytest.param({place(8): Count(4)}, {place(8): Count(5)}, [], [], id="corrected"),
        pytest.param(
            {place(8): Count(4)},
            {place(8): Count(4), place(8, "71"): Count(1)},
            [],
            [8],
            id="an area more of a month that was told",
        ),
        pytest.param({place(8): Count(4)}, {}, [], [], id="not told any more"),
    ],
)
def test_new_and_completed_months(
    earlier: dict[Place, Count], later: dict[Place, Count], new: list[int], more: list[int]
) -> None:
    was, now = state(counts=earlier), state(counts=later, on=TODAY)
    assert [month.month for month in new_months(was, now)] == new
    assert [month.month for month in completed_months(was, now)] == more
