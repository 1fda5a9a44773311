"""A file that a reader has dropped: its one copy, on disk, and what was found in it."""

import os
import shutil
import tempfile
import weakref
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path, PurePosixPath

import psutil

from config.settings import settings
from domain.calendar import first_of_month
from domain.records import ActivityRecord
from services.import_file import ImportFile, Rejected
from transfer.activities import ActivityRow
from transfer.characters import printable
from transfer.faults import ParsedRow, RowFaults
from transfer.kinds import RecordKind, headings_of
from transfer.mending import Preview, Reader, preview
from transfer.rows import Outcome
from transfer.tabular import Table, open_table, sha256_of
from ui.forms.taking_in import RowsChangedError

Step = Callable[[Iterator[Outcome[ActivityRecord]]], Iterator[Outcome[ActivityRecord]]]

_FOLDER = "trygghet-fil-"
"""Begins the name of a copy's folder; the process that holds it follows."""

_LONGEST_NAME = 200
"""Bytes of a file's name: less than any file system takes."""


class OpenedFile:
    """The copy of a dropped file, in a folder of its own that goes with this object.

    `preview` is None until the file has been looked at; `refusal` says why that did not go.
    `closed_months` tells how many rows there are of months that take no activities any more.
    """

    def __init__(self, name: str, content: bytes) -> None:
        _remove_left_behind()
        folder = tempfile.mkdtemp(prefix=f"{_FOLDER}{os.getpid()}-")
        # Also when nobody closes it, for the reader's session has ended.
        self.close = weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        self.path = Path(folder) / _file_name(name)
        self.path.write_bytes(content)
        self.sheet: str | None = None
        self.refusal = ""
        self.preview: Preview[ActivityRecord] | None = None
        self.closed_months: Counter[date] = Counter()
        self.page = 0
        self.turn = 0

    @property
    def name(self) -> str:
        """The file's name, as it may be shown and kept."""
        return printable(self.path.name)

    def open(self) -> Table:
        """Open the file from its beginning.

        Raises:
            FileRefused: it is none that can be read; the text says what to do.
        """
        return open_table(
            self.path,
            sheet=self.sheet,
            max_bytes=settings().max_import_megabytes * 1_000_000,
            known=headings_of(RecordKind.ACTIVITIES),
        )

    def look(
        self,
        table: Table,
        read: Reader[ActivityRecord],
        step: Step,
        closed: Collection[tuple[str, date]],
    ) -> None:
        """Read a table of the file through, and keep what is to be shown of it.

        Args:
            table: as opened.
            read: how its rows are judged.
            step: what the outcomes go through on their way.
            closed: the areas and months that take no activities any more.

        Raises:
            FileRefused: a column is missing, or the file breaks off.
        """
        self.closed_months = Counter()

        def noticed(
            outcomes: Iterator[Outcome[ActivityRecord]],
        ) -> Iterator[Outcome[ActivityRecord]]:
            for outcome in step(outcomes):
                if isinstance(outcome, ParsedRow):
                    month = first_of_month(outcome.record.occurred_on)
                    self.closed_months[month] += (outcome.record.area_code, month) in closed
                yield outcome

        self.preview = preview(table, ActivityRow, read, noticed)
        self.closed_months = +self.closed_months
        self.page = 0
        self.turn += 1

    def records(
        self, looked_at: Preview[ActivityRecord], outcomes: Iterator[Outcome[ActivityRecord]]
    ) -> Iterator[ActivityRecord | Rejected]:
        """Yield every record, and a mark for each row that is left out.

        Raises:
            RowsChangedError: a row has a fault that it had not when it was looked at.
        """
        for outcome in outcomes:
            match outcome:
                case ParsedRow(record=record):
                    yield record
                case RowFaults():
                    raise RowsChangedError
        for _row in range(looked_at.left_out):
            yield Rejected.ROW

    def as_import(self) -> ImportFile:
        """Return the file as a batch names it."""
        return ImportFile(RecordKind.ACTIVITIES.value, self.name, sha256_of(self.path))


def _remove_left_behind() -> None:
    """Remove the copies of processes that are no more: a signal leaves no time for it."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*-*"):
        process = folder.name.removeprefix(_FOLDER).partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _file_name(told: str) -> str:
    """Return the last part of a name that came from outside, as one that a folder can hold."""
    last = PurePosixPath(told.replace("\0", "").replace("\\", "/")).name
    cut = last.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore")
    return cut if cut not in ("", ".", "..") else "fil"
