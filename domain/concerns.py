"""The kinds of worry that a reader is told of, and how heavy they weigh against each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """The kind of a worry. The order here is no order: `Reason.weight` orders."""

    LATE = "late"
    FORECAST_PAST_DUE = "forecast_past_due"
    EXPLANATION = "explanation"
    SILENT = "silent"
    NOT_STARTED = "not_started"
    MILESTONE_PASSED = "milestone_passed"
    DUE_SOON = "due_soon"
    UNREPORTED = "unreported"
    OVERSPENT = "overspent"
    FORECAST_OVER_BUDGET = "forecast_over_budget"
    REPAYMENT = "repayment"
    UNEVEN_PACE = "uneven_pace"
    BOOKED_LATE = "booked_late"


_WEIGHTS = {
    Concern.LATE: 1000,
    Concern.OVERSPENT: 950,
    Concern.FORECAST_OVER_BUDGET: 800,
    Concern.REPAYMENT: 750,
    Concern.FORECAST_PAST_DUE: 700,
    Concern.EXPLANATION: 650,
    Concern.UNREPORTED: 600,
    Concern.SILENT: 500,
    Concern.NOT_STARTED: 450,
    Concern.MILESTONE_PASSED: 400,
    Concern.DUE_SOON: 350,
    Concern.UNEVEN_PACE: 250,
    Concern.BOOKED_LATE: 200,
}

LARGEST_SIZE = 49
"""The most that the size of a worry adds, so that it never outweighs a heavier kind."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One worry about a subject, as a sentence. `size` orders within the kind."""

    kind: Concern
    text: str
    size: int = 0

    @property
    def weight(self) -> int:
        """What orders a worry among others: its kind, then its size."""
        return _WEIGHTS[self.kind] + min(LARGEST_SIZE, max(0, self.size))


def heaviest_first(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons in the order in which they are told."""
    return sorted(reasons, key=lambda reason: -reason.weight)
