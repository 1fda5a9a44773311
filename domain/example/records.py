"""The example programme as records, before they are written. Everything in it is made up."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from domain.activities import ReportingPeriod
from domain.meetings import MeetingState
from domain.money import FundingSource
from domain.points import Indicator, Milestone, Point
from domain.programme import ActivityKind, Partner, TargetGroup
from domain.questions import Asked
from domain.records import ActivityRecord, BudgetRecord, LedgerRecord
from domain.statuses import Status

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """When, by whom and why a fact was withdrawn."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Recorded(Generic[Fact]):
    """A fact, and how it came to be known. It stands if it has no withdrawal."""

    fact: Fact
    at: datetime
    by: str
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """What was said of a point on a day."""

    point_number: int
    status: Status
    progress_percent: int
    comment: str
    risk: str | None
    forecast_date: date | None
    as_of_date: date


@dataclass(frozen=True, slots=True)
class ExampleValue:
    """An indicator's value; `period` is the first day of its quarter."""

    period: date
    value: float


@dataclass(frozen=True, slots=True)
class ExampleIndicator:
    """A point's indicator, with its values apart, since they are facts."""

    point_number: int
    indicator: Indicator
    values: tuple[Recorded[ExampleValue], ...]


@dataclass(frozen=True, slots=True)
class ExamplePeriod:
    """A reporting period, and who set its state last; None for one that nobody has touched.

    One that is approved also tells who had submitted it, and when.
    """

    period: ReportingPeriod
    changed_by: str | None
    changed_at: datetime | None
    submitted_by: str | None = None
    submitted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExampleForecast:
    """What was thought, on a day, that a source would use in a year; SEK."""

    source_code: str
    made_on: date
    year: int
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class ExampleMoney:
    """The sources and what is planned, booked and thought of them."""

    sources: tuple[FundingSource, ...]
    budget: tuple[Recorded[BudgetRecord], ...]
    ledger: tuple[Recorded[LedgerRecord], ...]
    forecasts: tuple[Recorded[ExampleForecast], ...]


@dataclass(frozen=True, slots=True)
class ExampleMeeting:
    """A meeting, and who brought it to its state."""

    held_on: date
    title: str
    diarienummer: str
    agenda: str
    subjects: tuple[str, ...]
    state: MeetingState
    as_of: datetime | None
    changed_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ExampleHandling:
    """Who answers a question, by when, and what was answered."""

    owner: str
    due_on: date
    answer: str | None


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A question, and how it was handled, each step taking the place of the one before."""

    asked: Recorded[Asked]
    handlings: tuple[Recorded[ExampleHandling], ...]


@dataclass(frozen=True, slots=True)
class ExampleProgramme:
    """A whole programme. `milestones` pairs each step with its point's number."""

    code: str
    name: str
    starts_on: date
    target_groups: tuple[TargetGroup, ...]
    partners: tuple[Partner, ...]
    kinds: tuple[ActivityKind, ...]
    points: tuple[Point, ...]
    milestones: tuple[tuple[int, Milestone], ...]
    indicators: tuple[ExampleIndicator, ...]
    reports: tuple[Recorded[ExampleReport], ...]
    periods: tuple[ExamplePeriod, ...]
    activities: tuple[Recorded[ActivityRecord], ...]
    money: ExampleMoney
    meetings: tuple[ExampleMeeting, ...]
    questions: tuple[ExampleQuestion, ...]

    @property
    def focus_areas(self) -> tuple[str, ...]:
        """The focus areas, in the order of their first points."""
        return tuple(dict.fromkeys(point.focus_area for point in self.points))
