"""From where the programme is seen: up to which day, and by what was known when."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.calendar import STOCKHOLM


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """What has happened up to and with a day, as it was known at a moment.

    Without `known_at` it is what is known now of that day: corrections and late reports are in it.
    """

    day: date
    known_at: datetime | None = None

    @property
    def known_now(self) -> "Viewpoint":
        """The same day, by what is known now."""
        return replace(self, known_at=None)

    @classmethod
    def back_on(cls, day: date) -> "Viewpoint":
        """Return what was known when a day was over."""
        return cls(day, end_of(day))

    @classmethod
    def back_at(cls, moment: datetime) -> "Viewpoint":
        """Return what was known at a moment, of the day that it lies in."""
        return cls(moment.astimezone(STOCKHOLM).date(), moment)


def day_ended_at(moment: datetime) -> date | None:
    """Return the day that was over at a moment, in Sweden; None: the moment lies within one."""
    day = moment.astimezone(STOCKHOLM).date() - timedelta(days=1)
    return day if moment == end_of(day) else None


def end_of(day: date) -> datetime:
    """Return the moment at which a day ends in Sweden."""
    return datetime.combine(day + timedelta(days=1), time(), STOCKHOLM)
