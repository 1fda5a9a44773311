"""What is known of a cell: its value, or between which values it lies."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

Cells = Mapping[str, Collection[str]]
"""The name of each sum, and the names of the inner cells that it adds up."""

NO_FLOORS: Mapping[str, int] = MappingProxyType({})
"""Nothing is known of any inner cell but that it is not negative."""


class UnprovableTableError(ValueError):
    """A table that cannot be shown: one of its sensitive cells would follow from the rest.

    `cell` is its name.
    """

    def __init__(self, cell: str) -> None:
        self.cell = cell
        super().__init__(f"{cell!r} follows from what has to be shown, whatever else is hidden")


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from `low` to `high`, both counted; without `high` there is no largest."""

    low: int
    high: int | None

    @property
    def width(self) -> float:
        """How far the ends lie apart; infinite without a largest value."""
        return float("inf") if self.high is None else self.high - self.low


@dataclass(frozen=True, slots=True)
class KnownSum:
    """A sum that has been published before. `value` is None if it was hidden then.

    `width`: how wide the interval of a hidden one was promised to be.
    """

    cells: frozenset[str]
    value: int | None
    width: int = 1


@dataclass(frozen=True, slots=True)
class ProtectedCount:
    """A cell as it is shown: its value, or between which values it lies, and the mark "..".

    `low` and `high` say no more than anybody can work out from what is shown; a value that is shown
    is both. Without `high` there is no largest value.
    """

    value: int | None
    low: int
    high: int | None

    @property
    def mark(self) -> str:
        """Empty where the value is shown, else "..", as Kolada and Brå mark what is protected."""
        return "" if self.value is not None else ".."


class Protection(dict[str, ProtectedCount]):
    """A protected table: its cells by name.

    `is_optimal`: nothing cheaper to hide would do, and that is proved. `promised`: how wide the
    interval of each sensitive cell is at least, in whole numbers, by name; the ends that are told
    may lie further apart.
    """

    def __init__(self, *, is_optimal: bool, promised: Mapping[str, int]) -> None:
        super().__init__()
        self.is_optimal = is_optimal
        self.promised = promised
