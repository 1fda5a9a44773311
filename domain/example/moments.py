"""When things happen in the example: everything is told from today, and lies before it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from domain.calendar import STOCKHOLM, is_working_day, last_of_month, shift_month

_MONTHS_BACK = 52
"""With it the first of May nearest to four and a half years back is found: 48-60 months."""


def programme_start(today: date) -> date:
    """Return the first of May that lies nearest to four and a half years before today."""
    return date(shift_month(today, -_MONTHS_BACK).year, 5, 1)


@dataclass(frozen=True, slots=True)
class Story:
    """What every part of the example is told from: the seed, the day and the first day."""

    seed: int
    today: date
    starts_on: date

    @classmethod
    def of(cls, seed: int, today: date) -> "Story":
        """Return the story of a seed as it looks on a day."""
        return cls(seed, today, programme_start(today))

    def chance(self, *parts: object) -> Random:
        """Return chance of its own for a part, so that no part changes what happens in another."""
        name = "/".join(str(part) for part in (self.seed, *parts))
        return Random(name)  # noqa: S311 - it tells a story and keeps no secret

    def day(self, days: int) -> date:
        """Return the day that lies some days from today."""
        return self.today + timedelta(days=days)

    def has_happened(self, moment: datetime) -> bool:
        """Whether a moment lies before the beginning of today, where the story ends."""
        return moment < at(self.today, 0, 0)


def at(day: date, hour: int, minute: int) -> datetime:
    """Return a time of the day in Stockholm."""
    return datetime.combine(day, time(hour, minute), STOCKHOLM)


def office_moment(chance: Random, day: date) -> datetime:
    """Return a moment of a day's office hours."""
    return at(day, chance.randint(8, 16), chance.randint(0, 59))


def even_day(day: date) -> date:
    """Return the nearest 15th or last day of a month: plans are made in such days."""
    marks = [
        day.replace(day=15),
        last_of_month(day.replace(day=1)),
        day.replace(day=1) - timedelta(days=1),
    ]
    return min(marks, key=lambda mark: abs(mark - day))


@cache
def works(day: date) -> bool:
    """Whether offices are open: `domain.calendar.is_working_day`, remembered."""
    return is_working_day(day)


def working_day_before(day: date) -> date:
    """Return the day itself, or the last working day before it."""
    while not works(day):
        day -= timedelta(days=1)
    return day
