"""The shapes of the example's parts, as its TOML files write them.

Every `…_in` is a number of days from today, negative in the past.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Writers:
    """Who is said to have recorded what: roles, never people."""

    team_lead: str
    director: str
    board: str
    controller: str
    finance_system: str


@dataclass(frozen=True, slots=True)
class MilestonePlan:
    """A step, done `done_after` days after its due day (None: it is not done)."""

    title: str
    due_in: int
    done_after: int | None = None


@dataclass(frozen=True, slots=True)
class ReportPlan:
    """A status report.

    `slip` is how many days after the due date the point is thought to be done. `first_said` is a
    progress that was reported by mistake, withdrawn for the reason `why`, and corrected.
    """

    status: str
    progress: int
    comment: str
    risk: str | None = None
    slip: int | None = None
    first_said: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """A measure of a point's effect; `values` are of the latest quarters, oldest first."""

    name: str
    definition: str
    unit: str
    higher_is_better: bool
    source: str
    values: list[float]
    baseline: float | None = None
    target: float | None = None
    target_in: int | None = None


@dataclass(frozen=True, slots=True)
class PointPlan:
    """A point and its story. `first_report` and `last_report` are days ago."""

    focus_area: str
    number: int
    title: str
    short_title: str
    unit: str
    description: str
    problem: str
    target_groups: list[str]
    partners: list[str]
    starts_in: int
    due_in: int
    last_report: int
    milestones: list[MilestonePlan]
    reports: list[ReportPlan]
    areas: list[str] = field(default_factory=list)
    first_report: int | None = None
    indicators: list[IndicatorPlan] = field(default_factory=list)

    @classmethod
    def of(cls, focus_area: str, table: dict[str, Any]) -> "PointPlan":
        """Return the point that a TOML table tells."""
        parts = {
            "milestones": [MilestonePlan(**part) for part in table["milestones"]],
            "reports": [ReportPlan(**part) for part in table["reports"]],
            "indicators": [IndicatorPlan(**part) for part in table.get("indicators", [])],
        }
        return cls(focus_area=focus_area, **(table | parts))


@dataclass(frozen=True, slots=True)
class KindPlan:
    """A kind of activity, and when, how often, for whom and with whom it is done.

    `weekdays` begin with Monday and `months` with January; `groups` and `partners` are by code,
    the former weights and the latter chances. `participants` and `minutes` are least and most.
    """

    code: str
    name: str
    share: float
    weekdays: list[float]
    months: list[float]
    groups: dict[str, float]
    participants: list[int]
    minutes: list[int]
    points: list[int]
    partners: dict[str, float] = field(default_factory=dict)
    uncounted: float = 0.0
    concerns_individuals: bool = False


@dataclass(frozen=True, slots=True)
class Spell:
    """A better or worse time, from `first` to `last` months before today."""

    first: int
    last: int
    factor: float


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """How much is done and where; the shares are parts of one."""

    entries_a_month: float
    shift_to_younger: float
    in_small_areas: float
    without_point: float
    several_occasions: float
    withdrawn: float
    ramp: list[float]
    spells: tuple[Spell, ...]
    corrections: dict[str, str]
    areas: dict[str, float]


@dataclass(frozen=True, slots=True)
class ReportingSlip:
    """A month of an area that was reported `days` late, or never (None).

    It is the latest such calendar month that is due, less `years_before` years.
    """

    area: str
    month: int
    years_before: int = 0
    days: int | None = None


@dataclass(frozen=True, slots=True)
class ReportingPlan:
    """The months that were not reported in time."""

    slips: tuple[ReportingSlip, ...]

    @classmethod
    def of(cls, table: dict[str, Any]) -> "ReportingPlan":
        """Return what a TOML table tells."""
        return cls(tuple(ReportingSlip(**slip) for slip in [table["gap"], *table["late"]]))


@dataclass(frozen=True, slots=True)
class CostLine:
    """A part of a source's costs: how many bookings a month, on which day, for which points."""

    account: str
    group: str
    text: str
    share: float
    rows: list[int]
    day: int
    points: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """A source of money; `years` (SEK) and `used` (parts of one) begin with this year."""

    code: str
    name: str
    funder: str
    purpose: str
    cost_centre: str
    years: list[int]
    used: list[float]
    reasons: list[str]
    lines: list[CostLine]
    conditions: str | None = None
    report_month: int | None = None
    repay_month: int | None = None
    reasons_this_year: list[str] | None = None

    @classmethod
    def of(cls, table: dict[str, Any]) -> "SourcePlan":
        """Return the source that a TOML table tells."""
        return cls(**(table | {"lines": [CostLine(**line) for line in table["lines"]]}))


@dataclass(frozen=True, slots=True)
class ForecastRound:
    """A day of the year on which forecasts are made, and how much is foreseen by then."""

    month: int
    day: int
    foreseen: float


@dataclass(frozen=True, slots=True)
class MoneyPlan:
    """The sources, and what they have in common; `months` are weights, January first."""

    rounds: list[ForecastRound]
    months: list[float]
    moved_why: str
    credit_text: str
    sources: list[SourcePlan]

    @classmethod
    def of(cls, table: dict[str, Any]) -> "MoneyPlan":
        """Return what a TOML table tells."""
        parts = {
            "rounds": [ForecastRound(**part) for part in table["rounds"]],
            "sources": [SourcePlan.of(part) for part in table["sources"]],
        }
        return cls(**(table | parts))


@dataclass(frozen=True, slots=True)
class MeetingDayPlan:
    """When the board meets, and the number of the matter in its register."""

    held_in: int
    number: int


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """A question of the board's about a point or a figure, and what became of it.

    `owner` names one of the writers; `given_after` and `answered_after` are days from the question.
    """

    asked_in: int
    question: str
    owner: str
    given_after: int
    due_in: int
    point: int | None = None
    figure: str | None = None
    answered_after: int | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """The board's meetings, what they have in common, and its questions."""

    title: str
    subjects: list[str]
    agenda: list[str]
    days: list[MeetingDayPlan]
    questions: list[QuestionPlan]

    @classmethod
    def of(cls, table: dict[str, Any]) -> "BoardPlan":
        """Return what a TOML table tells."""
        parts = {
            "days": [MeetingDayPlan(**part) for part in table["days"]],
            "questions": [QuestionPlan(**part) for part in table["questions"]],
        }
        return cls(**(table | parts))
