"""What can be wrong with a file, a row or a cell, each as one Swedish sentence or two."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from texts import _
from transfer.characters import printable, quoted

Record = TypeVar("Record")


class FileRefused(Exception):  # noqa: N818 - a refusal is an answer to the user, not a failure
    """A file that cannot be read or written. Its text says what, where and what to do."""

    def __init__(self, sentence: str) -> None:
        """Take the sentence, whatever the name of the file in it."""
        super().__init__(printable(sentence))


class FileMissing(FileRefused):
    """There is no such file, or it may not be read."""


class FileEmpty(FileRefused):
    """The file holds nothing."""


class OnlyHeaders(FileRefused):
    """The file has headings but no row under them."""


class WebPage(FileRefused):
    """The file is an HTML page that was saved with another name."""


class PasswordProtected(FileRefused):
    """The workbook is encrypted."""


class FileTooLarge(FileRefused):
    """The file, or what it unpacks to, is above the limit."""


class WrongType(FileRefused):
    """The file is of a kind that holds no table that can be read."""


class FileDamaged(FileRefused):
    """The file breaks off or contradicts itself."""


class TargetRefused(FileRefused):
    """A file that was to be written is there already, or cannot be written."""


class SheetMissing(FileRefused):
    """The workbook has no sheet with that name."""


class SheetUnclear(FileRefused):
    """Several sheets have the headings, and none was named."""


class HeadersRefused(FileRefused):
    """Required columns are missing, or a column is there twice. `faults` has a sentence each."""

    def __init__(self, faults: Sequence[str]) -> None:
        """Take the sentences, in the order of the columns."""
        super().__init__(" ".join(faults))
        self.faults = tuple(map(printable, faults))


@dataclass(frozen=True, slots=True)
class RowFault:
    """A cell that cannot be taken. `value` is what stood there, "" for an empty cell.

    `expected` completes "väntat är …". Personal identity numbers are masked here, so that no path
    to a screen or a log carries them.
    """

    row: int
    column: str
    value: str
    expected: str

    def __post_init__(self) -> None:
        """Make the texts fit to be shown."""
        object.__setattr__(self, "column", quoted(self.column))
        object.__setattr__(self, "value", quoted(self.value))
        object.__setattr__(self, "expected", printable(self.expected))

    def __str__(self) -> str:
        """Say where it is, what stands there and what should."""
        return _("Rad {row}, kolumn ”{column}”: {why}").format(
            row=self.row, column=self.column, why=self.why
        )

    @property
    def why(self) -> str:
        """What stands there and what should, for where the row and the column are seen."""
        if not self.value:
            return _("cellen är tom; väntat är {expected}.").format(expected=self.expected)
        return _("”{value}” går inte; väntat är {expected}.").format(
            value=self.value, expected=self.expected
        )


@dataclass(frozen=True, slots=True)
class RowFaults:
    """Everything that is wrong with one row."""

    row: int
    faults: tuple[RowFault, ...]

    @property
    def verdict(self) -> str:
        """What is wrong in each column, for where the row is seen."""
        return " ".join(f"{fault.column}: {fault.why}" for fault in self.faults)


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something that the reader should know but that stops nothing, at a row of the file."""

    row: int
    message: str

    def __post_init__(self) -> None:
        """Make the message fit to be shown."""
        object.__setattr__(self, "message", printable(self.message))


@dataclass(frozen=True, slots=True)
class ParsedRow(Generic[Record]):
    """A good row: its number in the file, and what it says."""

    row: int
    record: Record
