"""The team's activities as counts, and the difference between zero and silence."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Measure(StrEnum):
    """What is counted."""

    OCCASIONS = "occasions"
    PARTICIPANTS = "participants"
    PER_THOUSAND = "per_thousand"


class PeriodState(StrEnum):
    """How far the reporting of an area's month has come."""

    OPEN = "open"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class Mark(StrEnum):
    """Why a number is not shown, as Kolada and Brå mark it. An empty mark: the number stands."""

    SHOWN = ""
    MISSING = "–"
    PROTECTED = ".."
    NOT_APPLICABLE = "."


@dataclass(frozen=True, slots=True)
class Count:
    """A count, or the reason why there is none. `value` is None exactly when a mark stands.

    A protected one lies between `low` and `high`; without `high` it has no known largest value.
    """

    value: int | None
    mark: Mark = Mark.SHOWN
    low: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        """Refuse a count that is both a number and a mark, or neither."""
        if (self.value is None) != (self.mark is not Mark.SHOWN):
            raise ValueError(f"A count is a number or a mark: {self.value!r}, {self.mark!r}")
        if (self.low is not None) != (self.mark is Mark.PROTECTED):
            raise ValueError(f"A protected count has a least value, others none: {self!r}")

    @property
    def is_protected(self) -> bool:
        """Whether there is a number that is not shown."""
        return self.mark is Mark.PROTECTED


MISSING = Count(None, Mark.MISSING)


def between(low: int, high: int | None) -> Count:
    """Return what is known of a count that lies between two: itself, where they are the same."""
    return Count(low) if low == high else Count(None, Mark.PROTECTED, low, high)


@dataclass(frozen=True, slots=True)
class ActivitySum:
    """A cell of the summary: one month, area, target group and kind.

    `participants` sums the entries in which somebody counted; `uncounted` is how many entries
    have no count of participants.
    """

    month: date
    area_code: str
    target_group: str
    kind: str
    occasions: int
    participants: int
    entries: int
    uncounted: int


@dataclass(frozen=True, slots=True)
class ReportingPeriod:
    """An area's month, and whether it has been reported. `due_on` is the last day to do it."""

    area_code: str
    month: date
    state: PeriodState
    due_on: date

    @property
    def is_reported(self) -> bool:
        """Whether the area has said its word, zero included."""
        return self.state is not PeriodState.OPEN


@dataclass(frozen=True, slots=True)
class Registered:
    """What has been registered of a month so far, and when the latest entry came; None: never."""

    month: date
    occasions: int
    latest_at: datetime | None


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """What the reader has chosen. Months are first days; empty tuples mean everything.

    The same value gives the query its parameters and the page its sentence.
    """

    first_month: date
    last_month: date
    area_codes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
