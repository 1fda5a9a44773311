"""A month's way from open to approved, area by area."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from domain.access import Right
from domain.activities import PeriodState
from domain.calendar import due_day, shift_month


@dataclass(frozen=True, slots=True)
class MonthSum:
    """What stands registered for an area's month: entries, and how many times they tell of.

    `fingerprint` differs where any count of it does, of whatever kind, group or point.
    """

    entries: int
    occasions: int
    fingerprint: str = ""


NOTHING = MonthSum(0, 0)
"""A month without activity; to submit it says that there was none, which silence does not."""


class Move(Enum):
    """What is done with a month that was submitted: from which state, to which, and who may.

    An approved one is asked to be opened, and that is declined, without a change of its state.
    """

    TAKE_BACK = (PeriodState.SUBMITTED, PeriodState.OPEN, Right.REGISTER_ACTIVITIES)
    SEND_BACK = (PeriodState.SUBMITTED, PeriodState.OPEN, Right.APPROVE)
    REOPEN = (PeriodState.APPROVED, PeriodState.OPEN, Right.APPROVE)
    ASK_TO_OPEN = (PeriodState.APPROVED, PeriodState.APPROVED, Right.REGISTER_ACTIVITIES)
    DECLINE = (PeriodState.APPROVED, PeriodState.APPROVED, Right.APPROVE)


@dataclass(frozen=True, slots=True)
class MonthStep:
    """A step that was taken: to which state, by whom, with what reason, and what then stood.

    `wish` is why an approved month is asked to be opened; an approved one with a `comment` is that
    wish declined.
    """

    id: int
    area_code: str
    month: date
    state: PeriodState
    comment: str | None
    wish: str | None
    entries: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class AreaMonth:
    """How an area's month stands. `last` is the latest step; None: none was taken."""

    area_code: str
    month: date
    state: PeriodState
    total: MonthSum
    last: MonthStep | None

    @property
    def due_on(self) -> date:
        """The last day to submit it."""
        return due_day(self.month)

    def is_over(self, today: date) -> bool:
        """Whether the month has ended: before that nobody knows all of it."""
        return shift_month(self.month, 1) <= today

    def is_late(self, today: date) -> bool:
        """Whether it should have been submitted; one that was opened again has been."""
        return self.state is PeriodState.OPEN and self.due_on < today and not self.is_sent_back

    @property
    def is_sent_back(self) -> bool:
        """Whether it is open because somebody opened it again, and said why."""
        return self.state is PeriodState.OPEN and bool(self.last and self.last.comment)

    @property
    def is_asked_to_open(self) -> bool:
        """Whether it is approved, and somebody asks for it to be opened for a correction."""
        return self.state is PeriodState.APPROVED and bool(self.last and self.last.wish)

    @property
    def is_kept_closed(self) -> bool:
        """Whether it is approved, and a wish to open it was declined last."""
        return self.state is PeriodState.APPROVED and bool(self.last and self.last.comment)


@dataclass(frozen=True, slots=True)
class WaitingMonth:
    """A month that the director has to decide on: in how many areas to approve, and to open."""

    month: date
    to_approve: int
    to_open: int
