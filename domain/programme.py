"""The programme itself, and the words that belong to it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Programme:
    """A safety programme. `is_example`: its figures are made up, and every page says so."""

    id: int
    code: str
    name: str
    starts_on: date
    ends_on: date | None
    is_example: bool


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """Whom the work is for."""

    code: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A sort of activity; `concerns_individuals`: an occasion is about a single person."""

    code: str
    name: str
    concerns_individuals: bool


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that the programme works with."""

    code: str
    name: str
