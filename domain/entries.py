"""Registered activities, one by one, with what has become of them."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.records import ActivityRecord


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an entry does not stand any more: since when, by whom, and why."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A registered activity. `replaces` is the key of the entry that it corrects."""

    id: int
    record: ActivityRecord
    recorded_at: datetime
    recorded_by: str
    withdrawal: Withdrawal | None
    replaces: int | None


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries are looked for. Empty tuples mean everything."""

    first_day: date
    last_day: date
    area_codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    withdrawn_too: bool = False
