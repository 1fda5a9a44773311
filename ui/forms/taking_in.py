"""Activities as the forms read and write them: by the rules of files, in one transaction."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import streamlit as st

from data_access.engine import DatabaseError, is_lost_connection
from data_access.refusals import refusal_of
from domain.access import AccessDeniedError, SessionEndedError
from domain.findings.imports import differing_sentence, taken_in_sentence
from domain.records import ActivityRecord
from services.import_file import ImportFile, Record, Rejected, import_file
from texts import _
from texts.numbers import number
from texts.words import sentences
from transfer.activities import read_activities
from transfer.faults import FileRefused
from transfer.mending import Reader
from transfer.reference import Reference
from ui.cached import programme, read
from ui.reference import fetch_reference
from ui.session import engine, today
from ui.viewer import viewer

T = TypeVar("T")

NOT_TO_WRITE = _("Skriv aldrig namn, personnummer, ärendenummer eller annat om en enskild person.")

_STEP = 500
"""Rows between two movements of the bar: drawing costs more than reading."""


class RowsChangedError(Exception):
    """A row that was good when it was looked at is not any more, by the day or by the lists."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of taking rows in, as a sentence.

    `differing` names the rows that are there with other values; they were not written.
    """

    is_done: bool
    sentence: str
    differing: tuple[str, ...] = ()


def reference() -> Reference:
    """Return the lists that rows are read by."""
    return read(fetch_reference, programme().id)


def activity_reader() -> Reader[ActivityRecord]:
    """Return what reads a table of activities, as of today."""
    return partial(
        read_activities,
        reference=reference(),
        today=today(),
        programme_start=programme().starts_on,
        programme_end=programme().ends_on,
    )


def take_in(
    file: ImportFile,
    records: Iterable[Record | Rejected],
    *,
    accept_good: bool = False,
    draft: str | None = None,
) -> Told:
    """Write the records, all or none, and return what to say of it.

    A draft that they come from is forgotten as they are written.

    Raises:
        sqlalchemy.exc.OperationalError: the database is away; nothing is written.
    """
    try:
        result = import_file(
            engine(),
            viewer=viewer(),
            programme_id=programme().id,
            file=file,
            records=records,
            accept_good=accept_good,
            draft=draft,
        )
    except (AccessDeniedError, SessionEndedError):
        return _refused(_("Du är inte längre inloggad som det krävs. Inget är skrivet."))
    except RowsChangedError:
        return _refused(_("En rad som gick att ta in gör det inte längre. Inget är skrivet."))
    except FileRefused as refusal:
        return _refused(str(refusal))
    except DatabaseError as error:
        if is_lost_connection(error):
            raise
        return _refused(sentences(refusal_of(error), _("Inget är skrivet")))
    return Told(
        is_done=True,
        sentence=sentences(taken_in_sentence(result), differing_sentence(result)),
        differing=result.differing,
    )


def _refused(sentence: str) -> Told:
    return Told(is_done=False, sentence=sentence)


@contextmanager
def progress(total: int, afterwards: str) -> Iterator[Callable[[Iterator[T]], Iterator[T]]]:
    """Show a bar that moves as rows go by; `afterwards` is what happens when all have."""
    bar = st.progress(0.0, text=_("Läser rader"))

    def step(rows: Iterator[T]) -> Iterator[T]:
        for count, row in enumerate(rows, start=1):
            if count % _STEP == 0:
                text = _("Läser rader: {n} av högst {total}").format(
                    n=number(count), total=number(total)
                )
                bar.progress(min(count / total, 1.0), text=text)
            yield row
        bar.progress(1.0, text=afterwards)

    yield step
    bar.empty()
