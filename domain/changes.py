"""What differs between two states of the programme: since a meeting, or since it was known.

A change keeps what was and what is. So an earlier state with its changes is the later one, and
nothing that differs is left untold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import Generic, TypeVar

from domain.activities import Count, Measure
from domain.money import Forecast, FundingSource
from domain.points import Milestone, PointStanding
from domain.statuses import Status
from domain.viewpoint import Viewpoint

LADDER = (Status.LATE, Status.DEVIATION, Status.NOT_STARTED, Status.ON_PLAN, Status.DONE)
"""From what worries most to what is finished: up is forward. To be dropped is neither."""


class Movement(Enum):
    """Which way a point has gone."""

    BACKWARD = auto()
    FORWARD = auto()
    ASIDE = auto()
    """It was dropped, taken up again, or reported for the first time."""
    NONE = auto()


@dataclass(frozen=True, slots=True)
class SourceBalance:
    """A source over all its years: what was budgeted (None: nothing read in) and booked, in SEK.

    `forecast` is the latest judgement of the calendar year that is compared.
    """

    source: FundingSource
    budget: Decimal | None
    booked: Decimal
    forecast: Forecast | None


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What a count is of: a month, an area (empty: all), a target group (empty: all)."""

    month: date
    area_code: str
    target_group: str
    measure: Measure


K = TypeVar("K", int, str, Place)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class State:
    """What is known of the programme from a viewpoint; None: it is not for the one who asks."""

    at: Viewpoint
    points: Mapping[int, PointStanding]
    balances: Mapping[str, SourceBalance] | None = None
    counts: Mapping[Place, Count] | None = None


@dataclass(frozen=True, slots=True)
class Change(Generic[K, V]):
    """What was (None: nothing was) and what is (None: it is no more) under a key."""

    key: K
    before: V | None
    after: V | None


PointChange = Change[int, PointStanding]
BalanceChange = Change[str, SourceBalance]
CountChange = Change[Place, Count]


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from one state to another, each by its key."""

    since: Viewpoint
    until: Viewpoint
    points: tuple[PointChange, ...] = ()
    balances: tuple[BalanceChange, ...] = ()
    counts: tuple[CountChange, ...] = ()

    @property
    def is_nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.points or self.balances or self.counts)

    def added_to(self, earlier: State) -> State:
        """Return the later state: the earlier one with what has changed since."""
        return State(
            self.until,
            _added(earlier.points, self.points),
            None if earlier.balances is None else _added(earlier.balances, self.balances),
            None if earlier.counts is None else _added(earlier.counts, self.counts),
        )


def compare(earlier: State, later: State) -> Changes:
    """Return what differs from an earlier state to a later one.

    What is not for the one who asks, in either of them, is not compared.
    """
    return Changes(
        earlier.at,
        later.at,
        tuple(_differences(earlier.points, later.points)),
        tuple(_differences(earlier.balances, later.balances)),
        tuple(_differences(earlier.counts, later.counts)),
    )


def movement(change: PointChange) -> Movement:
    """Return which way a point's status has gone."""
    was = change.before.status if change.before else None
    now = change.after.status if change.after else None
    if was == now:
        return Movement.NONE
    if was not in LADDER or now not in LADDER:
        return Movement.ASIDE
    is_up = LADDER.index(now) > LADDER.index(was)
    return Movement.FORWARD if is_up else Movement.BACKWARD


def has_new_report(change: PointChange, since: Viewpoint) -> bool:
    """Whether what is told of a point is told in a report that was not there before.

    Where a report was withdrawn an older one stands again, and that is not new.

    Args:
        change: of the point.
        since: the viewpoint of what was.
    """
    was = change.before.report if change.before else None
    now = change.after.report if change.after else None
    if now is None or was == now:
        return False
    if was is None or now.as_of_date > since.day:
        return True
    return now.recorded_at > (since.known_at or was.recorded_at)


def has_withdrawn_report(change: PointChange, since: Viewpoint) -> bool:
    """Whether the report that told of a point stands no more, and no new one took its place."""
    was = change.before.report if change.before else None
    if was is None or change.after is None or was == change.after.report:
        return False
    return not has_new_report(change, since)


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """A milestone of a point that came, was done, was moved or was passed by without being done."""

    number: int
    before: Milestone | None
    after: Milestone | None
    is_passed: bool = False

    @property
    def is_done(self) -> bool:
        """Whether it has been done since."""
        was_done = self.before is not None and self.before.done_on is not None
        return self.after is not None and self.after.done_on is not None and not was_done

    @property
    def is_new(self) -> bool:
        """Whether it was not there before."""
        return self.before is None

    @property
    def is_moved(self) -> bool:
        """Whether its day is another than it was."""
        return bool(self.before and self.after and self.before.due_on != self.after.due_on)


def milestone_changes(earlier: State, later: State) -> list[MilestoneChange]:
    """Return the milestones in which the states differ, and those whose day passed between them."""
    found = []
    for number in sorted({*earlier.points, *later.points}):
        was, now = _milestones(earlier, number), _milestones(later, number)
        for title in sorted({*was, *now}):
            before, after = was.get(title), now.get(title)
            is_passed = after is not None and after.is_passed(later.at.day)
            was_passed = before is not None and before.is_passed(earlier.at.day)
            if before != after or (is_passed and not was_passed):
                found.append(MilestoneChange(number, before, after, is_passed and not was_passed))
    return found


def _milestones(state: State, number: int) -> dict[str, Milestone]:
    standing = state.points.get(number)
    return {each.title: each for each in standing.milestones} if standing else {}


def _differences(
    earlier: Mapping[K, V] | None, later: Mapping[K, V] | None
) -> Iterable[Change[K, V]]:
    if earlier is None or later is None:
        return
    for key in sorted(earlier.keys() | later.keys()):
        before, after = earlier.get(key), later.get(key)
        if before != after:
            yield Change(key, before, after)


def _added(earlier: Mapping[K, V], changes: Iterable[Change[K, V]]) -> dict[K, V]:
    found = dict(earlier)
    for change in changes:
        if change.after is None:
            del found[change.key]
        else:
            found[change.key] = change.after
    return found
