"""Until when to search."""

from dataclasses import dataclass
from math import inf
from time import monotonic, thread_time

_LEAST = 0.001
"""Seconds; a solver takes no less."""

_PATIENCE = 3
"""How many times as long may pass by the wall as is worked: others want the machine too."""


class OutOfTimeError(Exception):
    """There is no time left for what was asked."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """So much work of this thread, in seconds, or by the wall a few times as long.

    By its own work, so that a busy machine makes a protection slower and not worse. It is the one
    clock of the domain (decision 18): which safe pattern is found in time may differ between runs.
    """

    worked: float = inf
    passed: float = inf

    @property
    def is_past(self) -> bool:
        """Whether no time is left. Without an end the clocks are not asked."""
        if self.passed == inf:
            return False
        return monotonic() >= self.passed or thread_time() >= self.worked

    @property
    def left(self) -> float:
        """How many seconds are left; never less than a solver takes."""
        if self.passed == inf:
            return inf
        return max(_LEAST, min(self.passed - monotonic(), self.worked - thread_time()))

    def check(self) -> None:
        """Raise `OutOfTimeError` if no time is left."""
        if self.is_past:
            raise OutOfTimeError

    def after(self, seconds: float) -> "Deadline":
        """Return what is so many seconds later."""
        return Deadline(self.worked + seconds, self.passed + _PATIENCE * seconds)

    @classmethod
    def now(cls) -> "Deadline":
        """Return this moment."""
        return cls(thread_time(), monotonic())


NO_DEADLINE = Deadline()
