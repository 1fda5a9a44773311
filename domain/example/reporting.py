"""How the example's areas have reported their months: mostly in time, and sometimes not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from config.example.plans import ReportingSlip, Writers
from domain.activities import PeriodState, ReportingPeriod
from domain.calendar import (
    REPORTING_WORKING_DAYS,
    due_day,
    months_between,
    shift_month,
    working_days_from,
)
from domain.example.moments import Story, at, office_moment, working_day_before
from domain.example.records import ExamplePeriod

_DAYS_TO_APPROVE = 6


@dataclass(frozen=True, slots=True)
class Submission:
    """When an area's month is handed in; `at` is None for one that never is."""

    area_code: str
    month: date
    due_on: date
    at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it came after its day."""
        return self.at is not None and self.at.date() > self.due_on


def make_submissions(
    slips: Iterable[ReportingSlip], area_codes: Iterable[str], story: Story
) -> tuple[Submission, ...]:
    """Return every area's months from the first to the present one, oldest first.

    A submission may lie after today: it is what is going to happen.
    """
    codes = list(area_codes)
    late = {(slip.area, _month_of(slip, story)): slip for slip in slips}
    made = []
    for month in months_between(story.starts_on, story.today.replace(day=1)):
        days = list(islice(working_days_from(shift_month(month, 1)), REPORTING_WORKING_DAYS))
        for code in codes:
            chance = story.chance("period", code, month)
            day = _day_of_submission(chance, days, late.get((code, month)))
            moment = None if day is None else office_moment(chance, day)
            made.append(Submission(code, month, days[-1], moment))
    return tuple(made)


def make_periods(
    submissions: Iterable[Submission], story: Story, writers: Writers
) -> Iterator[ExamplePeriod]:
    """Yield the periods in the state that they have come to by today."""
    for handed_in in submissions:
        state, by, moment = PeriodState.OPEN, None, None
        if handed_in.at and story.has_happened(handed_in.at):
            state, by, moment = PeriodState.SUBMITTED, writers.team_lead, handed_in.at
            approved = _approved_at(handed_in.month, handed_in.at)
            if story.has_happened(approved):
                state, by, moment = PeriodState.APPROVED, writers.director, approved
        period = ReportingPeriod(handed_in.area_code, handed_in.month, state, handed_in.due_on)
        if state is PeriodState.APPROVED:
            yield ExamplePeriod(period, by, moment, writers.team_lead, handed_in.at)
        else:
            yield ExamplePeriod(period, by, moment)


def _day_of_submission(
    chance: Random, days: Sequence[date], slip: ReportingSlip | None
) -> date | None:
    """Return one of the days allowed, most often a late one; with a slip a day beyond, or none."""
    if slip is None:
        return chance.choices(days, weights=range(1, len(days) + 1))[0]
    if slip.days is None:
        return None
    return working_day_before(days[-1] + timedelta(days=slip.days))


def _approved_at(month: date, submitted: datetime) -> datetime:
    """Return when the director approves: at the next month's turn, or soon after a late one."""
    day = next(working_days_from(shift_month(month, 2)))
    return at(max(day, submitted.date() + timedelta(days=_DAYS_TO_APPROVE)), 9, 15)


def _month_of(slip: ReportingSlip, story: Story) -> date:
    month = date(story.today.year, slip.month, 1)
    latest = month if due_day(month) < story.today else shift_month(month, -12)
    return shift_month(latest, -12 * slip.years_before)
