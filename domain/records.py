"""What other people's files bring in, once every cell of a row is understood.

A value that the file does not give is None: silence is not zero.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SHORT_TITLE_LENGTH = 28
"""Characters that fit on a tile of the board."""

SHORT_TITLE_WORD = 15
"""Characters of the longest word that fits on one line of a tile."""

MOST_PARTICIPANTS = 5000
"""More than the largest open-air event; above it the cell is a typing error."""

MINUTES_A_DAY = 1440
"""An occasion is within one day."""


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A point of the programme. `focus_area` is a name; target groups and partners are codes.

    `given` names the fields that the file has a column for: in a point that is there, the others
    are left as they are.
    """

    number: int
    title: str
    short_title: str
    description: str | None
    problem: str | None
    focus_area: str
    responsible_unit: str | None
    starts_on: date
    due_on: date
    target_groups: tuple[str, ...]
    area_codes: tuple[str, ...]
    partners: tuple[str, ...]
    milestones: tuple[tuple[str, date], ...]
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """What the team did on a day in an area. `participants` is None where nobody counted.

    `point_numbers` are the points that it is part of, in order and each once.
    """

    occurred_on: date
    area_code: str
    kind: str
    target_group: str
    point_numbers: tuple[int, ...]
    occasions: int
    participants: int | None
    minutes: int | None
    partners: tuple[str, ...]
    source_ref: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class LedgerRecord:
    """A booked amount in SEK with two decimals, never 0; negative is money that came back."""

    source_code: str
    point_number: int | None
    booked_on: date
    account: str
    cost_centre: str | None
    amount: Decimal
    voucher: str
    text: str | None
    source_ref: str | None


@dataclass(frozen=True, slots=True)
class BudgetRecord:
    """A planned amount in SEK, 0 or more; `month` is 1-12, or None for the whole year."""

    source_code: str
    point_number: int | None
    year: int
    month: int | None
    account_group: str | None
    amount: Decimal
    note: str | None


@dataclass(frozen=True, slots=True)
class PointChange:
    """What a file changes in a point: the names of its fields, `milestones` among them."""

    number: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How taking in a file went, in rows. Nothing of it is kept unless `is_written`.

    Of points `accepted` counts the new and the changed, and `changes` tells what was changed.
    `differing` names the rows of the other kinds that are there with other values than the file's:
    a fact is not changed by reading a file in.
    """

    accepted: int
    already_present: int
    rejected: int
    is_written: bool
    changes: tuple[PointChange, ...] = ()
    differing: tuple[str, ...] = ()


def is_short_title(text: str) -> bool:
    """Whether a title can stand on a tile of the board without being cut or broken."""
    return len(text) <= SHORT_TITLE_LENGTH and all(
        len(word) <= SHORT_TITLE_WORD for word in text.split()
    )
