"""What somebody can be reminded of, and how things stand when that is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.months import AreaMonth
from domain.points import PointStanding, Review
from domain.questions import Question


class DueKind(StrEnum):
    """What is due; the words are part of the keys in the database, and never change."""

    REPORT_SENT_BACK = "report_sent_back"
    POINT_PAST_DUE = "point_past_due"
    POINT_DUE_SOON = "point_due_soon"
    FORECAST_PASSED = "forecast_passed"
    FORECAST_SOON = "forecast_soon"
    MILESTONE_PASSED = "milestone_passed"
    MILESTONE_SOON = "milestone_soon"
    POINT_SILENT = "point_silent"
    MONTH_SENT_BACK = "month_sent_back"
    MONTH_LATE = "month_late"
    MONTH_SOON = "month_soon"
    MONTH_TO_APPROVE = "month_to_approve"
    MONTH_TO_OPEN = "month_to_open"
    MONTH_STAYS_CLOSED = "month_stays_closed"
    QUESTION_LATE = "question_late"
    QUESTION_SOON = "question_soon"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to remind of.

    `about` names the point or the month, `text` says what of it, as a sentence; `path` is the
    address of the page where something can be done, within the panel. `on` is the day that it
    concerns, `subject` tells it from others of its kind. `parts` are the things that it tells of
    together; it is said when one of them is new.
    """

    kind: DueKind
    subject: str
    on: date
    about: str
    text: str
    path: str
    parts: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """What is the same for the same thing, and differs for another."""
        whole = f"{self.kind}/{self.on:%Y-%m-%d}/{self.subject}"
        return tuple(f"{whole}/{part}" for part in self.parts) or (whole,)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How things stand when reminders are made.

    `reviews` tells by a point's number why its latest report was sent back, `months` how the months
    stand in each area, and `area_names` an area's name by its code. `questions` are the board's.
    """

    standings: Sequence[PointStanding]
    reviews: Mapping[int, Review]
    months: Sequence[AreaMonth]
    area_names: Mapping[str, str]
    questions: Sequence[Question] = ()
