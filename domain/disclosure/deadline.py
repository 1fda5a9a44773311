"""Until when to search."""

from dataclasses import dataclass
from math import inf
from time import monotonic

_LEAST = 0.001
"""Seconds; a solver takes no less."""


class OutOfTimeError(Exception):
    """There is no time left for what was asked."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the machine's clock, in seconds."""

    at: float = inf

    @property
    def is_past(self) -> bool:
        """Whether no time is left."""
        return monotonic() >= self.at

    @property
    def left(self) -> float:
        """How many seconds are left; never less than a solver takes."""
        return max(_LEAST, self.at - monotonic())

    def check(self) -> None:
        """Raise `OutOfTimeError` if no time is left."""
        if self.is_past:
            raise OutOfTimeError

    def after(self, seconds: float) -> "Deadline":
        """Return the moment so many seconds later."""
        return Deadline(self.at + seconds)

    @classmethod
    def now(cls) -> "Deadline":
        """Return this moment."""
        return cls(monotonic())


NO_DEADLINE = Deadline()
