"""A point of the programme, what is reported of it, and what follows from that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.statuses import Status

HAIR = 1 / 20
"""How far behind an even way, of the whole way, still keeps up: no value is that exact."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the programme's measures. `number` is what people call it by."""

    number: int
    title: str
    short_title: str
    focus_area: str
    responsible_unit: str | None
    starts_on: date
    due_on: date
    description: str | None = None
    problem: str | None = None
    target_groups: tuple[str, ...] = ()
    area_codes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated step on the way; `done_on` is None until somebody has ticked it."""

    title: str
    due_on: date
    done_on: date | None

    def is_passed(self, today: date) -> bool:
        """Whether its day has gone by without it being done."""
        return self.done_on is None and self.due_on < today


@dataclass(frozen=True, slots=True)
class StatusReport:
    """What the team leader said of a point on a day; `progress_percent` is 0-100."""

    status: Status
    progress_percent: int | None
    comment: str | None
    risk: str | None
    forecast_date: date | None
    as_of_date: date
    recorded_at: datetime
    id: int = 0
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """What the director asks for of a report that was sent back, and when."""

    report_id: int
    comment: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class PointStanding:
    """A point with its latest standing report (None: nobody has reported yet)."""

    point: Point
    report: StatusReport | None
    milestones: tuple[Milestone, ...] = ()

    @property
    def status(self) -> Status | None:
        """The reported status, or None where there is no report: silence is no status."""
        return self.report.status if self.report else None

    def is_open(self) -> bool:
        """Whether something is still expected: neither done nor dropped."""
        return self.status is None or not self.status.is_closed

    def days_late(self, today: date) -> int:
        """Days past the due date for an open point; 0 when it is not past it."""
        return max(0, (today - self.point.due_on).days) if self.is_open() else 0

    def days_silent(self, today: date) -> int | None:
        """Days since the last report, or None where there is none."""
        return (today - self.report.as_of_date).days if self.report else None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of a point's effect, with where it began and where it should go."""

    name: str
    definition: str
    unit: str
    higher_is_better: bool
    baseline: float | None
    target: float | None
    target_date: date | None
    source: str
    values: tuple[tuple[date, float], ...] = ()

    @property
    def in_order(self) -> list[tuple[date, float]]:
        """Its values, the oldest first."""
        return sorted(self.values)

    @property
    def is_reached(self) -> bool:
        """Whether the latest value is at the target or beyond it, in the good direction."""
        if self.target is None or not self.values:
            return False
        latest = self.in_order[-1][1]
        return latest >= self.target if self.higher_is_better else latest <= self.target

    @property
    def keeps_up(self) -> bool | None:
        """Whether the latest value is where an even way has it; None where there is no such way.

        The way goes from the baseline, at the first value, to the target on its day: one value
        alone is no way. From the target's day on there is nothing but the target.
        """
        if self.baseline is None or self.target is None or self.target_date is None:
            return None
        if not self.values:
            return None
        first, (when, latest) = self.in_order[0][0], self.in_order[-1]
        if when >= self.target_date:
            return self.is_reached
        if when == first:
            return None
        behind = aim_on(when, (first, self.baseline), (self.target_date, self.target)) - latest
        allowed = abs(self.target - self.baseline) * HAIR
        return (behind if self.higher_is_better else -behind) <= allowed


def aim_on(day: date, begin: tuple[date, float], end: tuple[date, float]) -> float:
    """Return where an even way from one dated value to another is on a day of it, or after it."""
    gone = min(1.0, (day - begin[0]).days / max(1, (end[0] - begin[0]).days))
    return begin[1] + (end[1] - begin[1]) * gone


def count_by_status(standings: Sequence[PointStanding]) -> dict[Status | None, int]:
    """Return how many points have each status; None stands for those without a report."""
    counts: dict[Status | None, int] = dict.fromkeys(Status, 0)
    counts[None] = 0
    for standing in standings:
        counts[standing.status] += 1
    return counts


def shown_end(standing: PointStanding) -> date:
    """Return the last day of a point as a timeline shows it.

    That is its due date; for a closed point the day of the last report when that is earlier, for
    it has not gone on after that.
    """
    point, report = standing.point, standing.report
    if report is None or standing.is_open():
        return max(point.starts_on, point.due_on)
    return max(point.starts_on, min(point.due_on, report.as_of_date))
