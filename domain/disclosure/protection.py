"""Hiding small counts, and as little more as keeps them from being worked out."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType

from domain.disclosure.cells import NO_FLOORS, Cells, KnownSum, ProtectedCount, Protection
from domain.disclosure.deadline import Deadline, OutOfTimeError
from domain.disclosure.search import Search
from domain.disclosure.sums import Flags
from domain.disclosure.table import Table, Wishes

THRESHOLD = 5
"""Counts from one up to, but not including, this are hidden unless told otherwise."""

TIME_LIMIT_S = 20.0

_SEARCHING, _WIDENING, _THINNING = 0.25, 0.8, 0.9
"""Until which part of the time the cheapest pattern is sought, another one is, and that is thinned.

What is left is for working out what an outsider can.
"""

_NOTHING: Mapping[str, KnownSum] = MappingProxyType({})


def protect(  # noqa: PLR0913 - so much there is to say of a table
    inner: Mapping[str, int],
    shown: Cells,
    *,
    threshold: int = THRESHOLD,
    zeros_public: bool = False,
    always_shown: Collection[str] = (),
    hidden_before: Collection[str] = (),
    published_before: Mapping[str, KnownSum] | None = None,
    at_least: Mapping[str, int] = NO_FLOORS,
    time_limit_s: float = TIME_LIMIT_S,
) -> Protection:  # Most of its lines are its signature and its contract.
    """Hide small counts, and as little more as keeps them from being worked out.

    A cell is small when ``0 < value < threshold``. What is hidden costs its value; of patterns that
    cost the same, the one with fewer cells is better. Each small cell's interval (see `audit`) is
    at least `threshold` wide, or as wide as it can be where that is less; each cell that was hidden
    before keeps an interval.

    Args:
        inner: the inner cells and their counts. Those that no cell of `shown` sums are known from
            `published_before` only.
        shown: every cell that may be shown, and which inner cells it sums. Linked and hierarchical
            tables are one such mapping.
        threshold: 1 or more; with 1 no count is small.
        zeros_public: a zero is never hidden, and everybody knows that.
        always_shown: names in `shown` that are not hidden to protect others: zeros that everybody
            knows of, for one.
        hidden_before: names in `shown` that were hidden in an earlier publication and stay so, but
            for those that are not small and follow from `published_before` alone.
        published_before: what earlier publications have told, in sums of the same inner cells. A
            count that has been corrected since is an inner cell of its own. One that was hidden
            keeps the width that it was promised, as far as it can.
        at_least: inner cells of which everybody knows that they are so large, or larger.
        time_limit_s: seconds. Where the cheapest pattern is not found in that time, another one is
            taken that hides more than it need, never less. How wide each interval can be is worked
            out before, however long that takes.

    Raises:
        UnprovableTableError: a sensitive cell has one possible value whatever is hidden, or is to
            be shown always.
        ValueError: a negative count or one below what is known of it, a threshold below 1, a name
            that is not there, an earlier publication that told another value, or, with
            `zeros_public`, one that hid a zero.
    """
    known = published_before or _NOTHING
    _refuse_nonsense(inner, shown, {*always_shown, *hidden_before}, known, at_least)
    if zeros_public:
        _refuse_hidden_zeros(inner, [shown[name] for name in hidden_before], known)
    if threshold < 1:
        raise ValueError(f"A threshold is 1 or more, not {threshold}")
    wishes = Wishes(
        threshold=threshold,
        zeros_public=zeros_public,
        always_shown=frozenset(always_shown),
        hidden_before=frozenset(hidden_before),
        at_least=at_least,
    )
    search = Search(Table(inner, shown, wishes, known))
    # What can be promised has to be known, however long that takes: the time is for the search.
    begun = Deadline.now()
    hidden, is_optimal = _hidden(search, begun, time_limit_s)
    protection = Protection(is_optimal=is_optimal, promised=search.promised())
    for name, value, (low, high) in search.told(hidden, begun.after(time_limit_s)):
        # One that can be worked out all the same is shown: hiding it would protect nobody.
        protection[name] = ProtectedCount(value if low == high else None, low, high)
    return protection


def _hidden(search: Search, begun: Deadline, time_limit_s: float) -> tuple[Flags, bool]:
    """Return what to hide, and whether that is the cheapest there is."""
    with suppress(OutOfTimeError):
        return search.cheapest(begun.after(_SEARCHING * time_limit_s)), True
    with suppress(OutOfTimeError):
        hidden = search.widened(begun.after(_WIDENING * time_limit_s))
        return search.thinned(hidden, begun.after(_THINNING * time_limit_s)), False
    return search.widest, False


def _refuse_hidden_zeros(
    inner: Mapping[str, int],
    hidden_before: Sequence[Collection[str]],
    known: Mapping[str, KnownSum],
) -> None:
    """Raise ValueError: an outsider who takes what is hidden for 1 or more would be misled."""
    hidden = [*hidden_before, *(each.cells for each in known.values() if each.value is None)]
    if not all(any(inner[cell] for cell in cells) for cells in hidden):
        raise ValueError("zeros are public, but one was hidden before")


def _refuse_nonsense(
    inner: Mapping[str, int],
    shown: Cells,
    named: Collection[str],
    known: Mapping[str, KnownSum],
    at_least: Mapping[str, int],
) -> None:
    cells = {**shown, **{name: each.cells for name, each in known.items()}}
    told = {name: each.value for name, each in known.items() if each.value is not None}
    true = {name: sum(inner.get(cell, 0) for cell in known[name].cells) for name in told}
    problems: Sequence[tuple[str, Sequence[str]]] = (
        (
            "sums of nothing, or of inner cells that are not there",
            [name for name, each in cells.items() if not each or not inner.keys() >= set(each)],
        ),
        ("negative counts", [name for name, count in inner.items() if count < 0]),
        (
            "below what is known",
            [name for name, floor in at_least.items() if inner.get(name, -1) < max(0, floor)],
        ),
        ("not in the table", [name for name in named if name not in shown]),
        ("both shown and published before", [name for name in known if name in shown]),
        ("published with another value", [name for name in told if told[name] != true[name]]),
    )
    for what, names in problems:
        if names:
            raise ValueError(f"{what}: {', '.join(names)}")
